"""Batches: what is in them, and in which order."""

from collections.abc import Sequence

import numpy as np
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from fmnist_helpers.plots.images import thumbnails
from fmnist_helpers.plots.inputs import as_array, as_images, as_labels, as_names, expect
from fmnist_helpers.plots.style import MUTED, LessonFigure, bare, name_classes, styled
from fmnist_helpers.plots.words import counted, each
from fmnist_helpers.sources import CLASS_NAMES


@styled
def batch_strip(batches: Sequence[ArrayLike], names: Sequence[str] | None = None) -> LessonFigure:
    """Thumbnails of whole batches in order; what a short batch lacks is outlined.

    `batches` is a list of images, (B, H, W) or (B, C, H, W), uint8 0-255 or float 0-1. Give it a
    few, such as the first two and the last; `names` says which.
    """
    sheets = [as_images(images, f"batch {i}") for i, images in enumerate(batches)]
    names = as_names(names, batches=sheets)
    sizes = [len(images) for images in sheets]
    columns = min(16, max(sizes))
    rows = -(-max(sizes) // columns)
    cells = []
    for images in sheets:  # an empty row of cells keeps two batches apart
        cells += images + [None] * ((rows + 1) * columns - len(images))
    alt = f"{len(sheets)} batches as thumbnails: "
    alt += each("{} holds {}", names, sizes, between=", ")
    figure, axes, step = thumbnails(cells[:-columns], columns, alt=alt, width=760, left=100)
    for i, size in enumerate(sizes):
        for cell in range(size, rows * columns):
            row, column = divmod(cell, columns)
            corner = (column * step, (i * (rows + 1) + row) * step)
            box = Rectangle(corner, step - 3, step - 3, fill=False, color="#A6A6A6", linestyle=":")
            axes.add_patch(box)
    places = [(i * (rows + 1) + rows / 2) * step for i in range(len(sizes))]
    axes.set_yticks(places, map("{}\n{} images".format, names, sizes))
    return figure


@styled
def shuffle_order(orders: Sequence[ArrayLike], names: Sequence[str] | None = None) -> LessonFigure:
    """In which order the images come, one row per epoch: each cell is an image's index.

    `orders` is a list of index orders of one length, such as `list(sampler)` once per epoch. The
    numbers are written if they are few; otherwise only the color runs from the first index (dark)
    to the last (light).
    """
    rows = [as_array(order, f"orders[{i}]") for i, order in enumerate(orders)]
    shapes = [row.shape for row in rows]
    fits = len(set(shapes)) == 1 and len(shapes[0]) == 1
    expect(fits, "orders", "rows of indices of one length", f"shapes {shapes}")
    table = np.stack(rows)
    expect(table.dtype.kind in "iu", "orders", "whole numbers", table.dtype)
    names = as_names(names, epochs=rows)
    length = table.shape[1]
    few = length <= 32
    starts = [", ".join(map(str, row[:5])) + (" …" if length > 5 else "") for row in table]
    alt = f"the order in which {length:,} images come, by index, {each('{}: {}', names, starts)}"
    details = _describe_orders(names, table)
    if few:
        details += "; " + each("{}: {}", names, [", ".join(map(str, row)) for row in table])
    figure = LessonFigure(8.6, 0.75 + 0.42 * len(rows), alt=alt, details=details)
    axes = bare(figure.subplots())
    axes.imshow(table, cmap="viridis", aspect="auto", interpolation="nearest")
    if few:
        middle = (table.min() + table.max()) / 2
        for (r, c), index in np.ndenumerate(table):
            ink = "white" if index < middle else "black"
            axes.text(c, r, index, ha="center", va="center", fontsize=9, color=ink)
    for row in range(1, len(rows)):
        axes.axhline(row - 0.5, color="white", linewidth=3)
    axes.set_yticks(range(len(rows)), names)
    axes.set_xticks(range(0, length, 1 if few else length // 8))
    axes.tick_params(left=False)
    axes.set_xlabel("place in the epoch")
    return figure


@styled
def batch_class_balance(
    batches: Sequence[ArrayLike],
    names: Sequence[str] | None = None,
    *,
    class_names: Sequence[str] = CLASS_NAMES,
) -> LessonFigure:
    """How many images of each class a batch holds: one row per batch, counts written in.

    `batches` is a list of the batches' labels, int64 (B,).
    """
    classes = len(class_names)
    labels = [as_labels(batch, classes, f"batch {i}") for i, batch in enumerate(batches)]
    names = as_names(names, batches=labels)
    counts = np.stack([np.bincount(part, minlength=classes) for part in labels])
    held = [
        ", ".join(f"{n} {c}" for n, c in zip(row, class_names, strict=True) if n) for row in counts
    ]
    alt = "images of each class in each batch: " + each("{}: {}", names, held)
    figure = LessonFigure(8.2, 1.0 + 0.36 * len(labels), alt=alt)
    axes = bare(figure.subplots())
    write_counts(axes, counts)
    name_classes(axes, names, class_names)
    return figure


def write_counts(axes, counts) -> None:
    """A table of counts, colored by their share of the row; a root shows small shares too."""
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    axes.imshow(np.sqrt(shares), cmap="Blues", vmin=0, vmax=1.1, aspect="auto")
    for (r, c), count in np.ndenumerate(counts):
        dark = shares[r, c] > 0.35
        ink = "white" if dark else (MUTED if count == 0 else "black")
        axes.text(c, r, f"{count:,}", ha="center", va="center", fontsize=9, color=ink)


def _describe_orders(names, table):
    """Whether each row holds the same indices once, which rows are sorted, and which are equal."""
    once = all(len(np.unique(row)) == len(row) for row in table)
    same = (np.sort(table, axis=1) == np.sort(table[0])).all()
    said = ["each row holds every index once" if once and same else "some indices repeat"]
    ascending = (np.diff(table, axis=1) > 0).all(axis=1)
    said += [f"{name} is sorted" for name, yes in zip(names, ascending, strict=True) if yes]
    if len(table) > 1:
        kinds = len({row.tobytes() for row in table})
        repeated = f"{counted(kinds, 'order')} for {len(table)} rows"
        said.append("no two rows are alike" if kinds == len(table) else repeated)
    return "; ".join(said)
