"""Batches: what is in them, in which order, and how they come to be."""

from collections.abc import Sequence

import numpy as np
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from fmnist_helpers.plots.images import image_of, label_of, mosaic, pixel_exact
from fmnist_helpers.plots.inputs import as_array, as_images, as_labels
from fmnist_helpers.plots.style import MUTED, LessonFigure, bare, styled
from fmnist_helpers.plots.words import counted
from fmnist_helpers.sources import CLASS_NAMES


@styled
def batch_strip(
    batches: Sequence, names: Sequence[str] | None = None, *, columns: int = 16
) -> LessonFigure:
    """Thumbnails of whole batches in order; what a short batch lacks is outlined.

    `batches` is a list of batches: pairs, dicts or images alone, (B, H, W) or (B, C, H, W), uint8
    0-255 or float 0-1. Give it a few, such as the first two and the last; `names` says which.
    """
    sheets = [as_images(_images_of_batch(batch), f"batch {i}") for i, batch in enumerate(batches)]
    if not sheets:
        raise ValueError("batches: found none; expected at least one batch")
    names = _names(names, len(sheets), "batch")
    sizes = [len(images) for images in sheets]
    columns = max(1, min(columns, max(sizes)))
    rows = -(-max(sizes) // columns)
    cells = []
    for images in sheets:  # an empty row of cells keeps two batches apart
        cells += images + [None] * ((rows + 1) * columns - len(images))
    sheet, step = mosaic(cells[:-columns], columns)
    alt = f"{len(sheets)} batches as thumbnails: " + ", ".join(
        f"{name} holds {size}" for name, size in zip(names, sizes, strict=True)
    )
    figure, axes = pixel_exact(sheet, alt=alt, width=760, left=100)
    for i, size in enumerate(sizes):
        for cell in range(size, rows * columns):
            row, column = divmod(cell, columns)
            corner = (column * step, (i * (rows + 1) + row) * step)
            box = Rectangle(corner, step - 3, step - 3, fill=False, color="#A6A6A6", linestyle=":")
            axes.add_patch(box)
    places = [(i * (rows + 1) + rows / 2) * step for i in range(len(sizes))]
    texts = [f"{name}\n{size} images" for name, size in zip(names, sizes, strict=True)]
    axes.set_yticks(places, texts)
    axes.tick_params(left=False)
    return figure


@styled
def shuffle_order(
    orders: Sequence[ArrayLike],
    names: Sequence[str] | None = None,
    *,
    batch_size: int | None = None,
) -> LessonFigure:
    """In which order the images come, one row per epoch: each cell is an image's index.

    `orders` is a list of index orders of one length, such as `list(sampler)` once per epoch. The
    numbers are written where they are few; else the color alone runs from the first index (dark) to
    the last (light). `batch_size` draws where each batch ends.
    """
    rows = [as_array(order, f"orders[{i}]") for i, order in enumerate(orders)]
    if not rows or len({row.shape for row in rows}) > 1 or rows[0].ndim != 1 or not rows[0].size:
        found = [row.shape for row in rows]
        raise ValueError(f"orders: expected rows of indices of one length, found shapes {found}")
    if any(row.dtype.kind not in "iu" for row in rows):
        raise ValueError(f"orders: expected whole numbers, found {rows[0].dtype}")
    names = _names(names, len(rows), "epoch")
    table = np.stack(rows)
    length = table.shape[1]
    starts = "; ".join(
        f"{n}: {', '.join(map(str, row[:5]))}{' …' if length > 5 else ''}"
        for n, row in zip(names, table, strict=True)
    )
    figure = LessonFigure(
        8.6,
        0.75 + 0.42 * len(rows),
        alt=f"the order in which {length:,} images come, by index, {starts}",
        details=_describe_orders(names, table),
    )
    axes = figure.subplots()
    shown = table if length <= 860 else table[:, np.linspace(0, length - 1, 860).astype(int)]
    axes.imshow(
        shown,
        cmap="viridis",
        aspect="auto",
        interpolation="nearest",
        extent=(-0.5, length - 0.5, len(rows) - 0.5, -0.5),
    )
    if length <= 32:
        middle = (table.min() + table.max()) / 2
        for (r, c), index in np.ndenumerate(table):
            ink = "white" if index < middle else "black"
            axes.text(c, r, index, ha="center", va="center", fontsize=9, color=ink)
    for row in range(1, len(rows)):
        axes.axhline(row - 0.5, color="white", linewidth=3)
    if batch_size is not None:
        for end in range(batch_size, length, batch_size):
            axes.axvline(end - 0.5, color="white", linewidth=3)
    axes.set_yticks(range(len(rows)), names)
    axes.tick_params(left=False)
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.set_xlabel("place in the epoch" + (f" (a gap every {batch_size})" if batch_size else ""))
    for spine in axes.spines.values():
        spine.set_visible(False)
    return figure


@styled
def batch_class_balance(
    batches: Sequence,
    names: Sequence[str] | None = None,
    *,
    class_names: Sequence[str] = CLASS_NAMES,
) -> LessonFigure:
    """How many images of each class a batch holds: one row per batch, counts written in.

    `batches` is a list of batches (pairs or dicts) or of their labels, int64 (B,).
    """
    labels = [
        as_labels(_labels_of_batch(batch), len(class_names), f"batch {i}")
        for i, batch in enumerate(batches)
    ]
    if not labels:
        raise ValueError("batches: found none; expected at least one batch")
    names = _names(names, len(labels), "batch")
    counts = np.stack([np.bincount(part, minlength=len(class_names)) for part in labels])
    alt = "images of each class in each batch: " + "; ".join(
        f"{name}: " + ", ".join(f"{n} {c}" for n, c in zip(row, class_names, strict=True) if n)
        for name, row in zip(names, counts, strict=True)
    )
    details = "; ".join(
        f"{name}: {_describe_classes(row, class_names)}"
        for name, row in zip(names, counts, strict=True)
    )
    figure = LessonFigure(8.2, 1.0 + 0.36 * len(labels), alt=alt, details=details)
    axes = bare(figure.subplots())
    write_counts(axes, counts, counts / counts.sum(axis=1, keepdims=True))
    axes.set_yticks(range(len(names)), names)
    axes.set_xticks(range(len(class_names)), class_names, rotation=35, ha="left")
    axes.tick_params(length=0)
    axes.xaxis.tick_top()
    return figure


def _describe_orders(names, table):
    """Whether each row holds the same indices once, which rows are sorted, and which are equal."""
    whole = (np.sort(table, axis=1) == np.sort(table[0])).all()
    once = all(len(np.unique(row)) == len(row) for row in table)
    said = ["each row holds every index once" if whole and once else "some indices repeat"]
    ascending = (np.diff(table, axis=1) > 0).all(axis=1)
    said += [f"{name} is sorted" for name, yes in zip(names, ascending, strict=True) if yes]
    if len(table) > 1:
        kinds = len({row.tobytes() for row in table})
        repeated = f"{counted(kinds, 'order')} for {len(table)} rows"
        said.append("no two rows are alike" if kinds == len(table) else repeated)
    if table.shape[1] <= 32:
        said += [f"{n}: {', '.join(map(str, row))}" for n, row in zip(names, table, strict=True)]
    return "; ".join(said)


def _describe_classes(row, class_names):
    """How many of the classes are there, and how often."""
    there = row[row > 0]
    if len(there) == 1:
        return f"all {there[0]} of one class, {class_names[int(row.argmax())]}"
    many = "all" if len(there) == len(row) else f"{len(there)} of"
    return f"{many} {len(row)} classes, {there.min()} to {there.max()} images each"


def write_counts(axes, counts, shares):
    """A table of counts, colored by `shares` 0-1; the color's root shows small shares too."""
    axes.imshow(np.sqrt(shares), cmap="Blues", vmin=0, vmax=1.1, aspect="auto")
    for (r, c), count in np.ndenumerate(counts):
        dark = shares[r, c] > 0.35
        ink = "white" if dark else (MUTED if count == 0 else "black")
        axes.text(c, r, f"{count:,}", ha="center", va="center", fontsize=9, color=ink)


def _images_of_batch(batch):
    return image_of(batch) if isinstance(batch, dict | tuple | list) else batch


def _labels_of_batch(batch):
    is_pair = isinstance(batch, tuple | list) and len(batch) == 2 and hasattr(batch[0], "shape")
    return label_of(batch) if isinstance(batch, dict) or is_pair else batch


def _names(names, count, what):
    names = [f"{what} {i}" for i in range(count)] if names is None else [str(n) for n in names]
    if len(names) != count:
        raise ValueError(f"names: expected one for each {what}, found {len(names)} for {count}")
    return names
