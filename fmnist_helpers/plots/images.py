"""Garments, and the numbers that they are made of."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from fmnist_helpers.plots.inputs import as_array, as_image, as_images, as_label, as_labels, white
from fmnist_helpers.plots.style import PALETTE, LessonFigure, bare, styled
from fmnist_helpers.plots.words import percent, rows_and_columns, spread
from fmnist_helpers.sources import CLASS_NAMES


@styled
def garment(
    image: ArrayLike, label: int | None = None, *, class_names: Sequence[str] = CLASS_NAMES
) -> LessonFigure:
    """One image, large, with its class name underneath.

    `image` is uint8 0-255 or float 0-1, (H, W) or (C, H, W) with one or three channels, or a PIL
    image; `label` a class index or None. 0 is drawn black, as everywhere in these figures.
    """
    pixels = as_image(image)
    name = "no label" if label is None else class_names[as_label(label, len(class_names))]
    size = "×".join(str(n) for n in pixels.shape[:2])
    figure = LessonFigure(
        2.6, 2.9, alt=f"one garment of {size} pixels: {name}", details=rows_and_columns(pixels)
    )
    axes = bare(figure.subplots())
    draw(axes, pixels)
    if label is not None:
        axes.set_xlabel(name)
    return figure


@styled
def image_grid(
    images: ArrayLike, titles: Sequence[str] | None = None, *, columns: int = 8
) -> LessonFigure:
    """A grid of images in the order given, row by row.

    `images` is (N, H, W), (N, C, H, W) or a list of images whose sizes may differ; uint8 0-255 or
    float 0-1. `titles` are N texts, written under the images.
    """
    images = as_images(images)
    if titles is not None and len(titles) != len(images):
        raise ValueError(f"expected one title per image, found {len(titles)} for {len(images)}")
    if columns < 1:
        raise ValueError(f"columns: expected at least 1, found {columns}")
    columns = min(columns, len(images))
    rows = -(-len(images) // columns)
    alt = f"{rows} × {columns} grid of {len(images)} images"
    if titles is not None:
        alt += ": " + ", ".join(str(title).replace("\n", " ") for title in titles)
    cell = min(1.5, 8.4 / columns)
    figure = LessonFigure(
        cell * columns, (cell + (0.28 if titles is not None else 0)) * rows, alt=alt
    )
    grid = figure.subplots(rows, columns, squeeze=False).flat
    for i, axes in enumerate(grid):
        bare(axes)
        if i < len(images):
            draw(axes, images[i])
            if titles is not None:
                axes.set_xlabel(str(titles[i]), fontsize=9)
        else:
            axes.set_visible(False)
    return figure


@styled
def garment_grid(
    dataset: Any, *, per_class: int = 10, class_names: Sequence[str] | None = None
) -> LessonFigure:
    """The first `per_class` images of each class, one row per class.

    `dataset[i]` is (image, label) or {"image": ..., "label": ...}; images of one size, uint8, float
    0-1 or PIL. Labels come from `dataset.targets` if there are any, which spares decoding every
    image. `class_names` defaults to `dataset.classes`, else to Fashion-MNIST's.
    """
    if class_names is None:
        class_names = getattr(dataset, "classes", None) or CLASS_NAMES
    if per_class < 1:
        raise ValueError(f"per_class: expected at least 1, found {per_class}")
    labels = _labels_of(dataset, len(class_names))
    chosen = [np.flatnonzero(labels == c)[:per_class] for c in range(len(class_names))]
    rows = [[as_image(image_of(dataset[int(i)])) for i in indices] for indices in chosen]
    missing = [name for name, row in zip(class_names, rows, strict=True) if not row]
    alt = f"{len(class_names)} × {per_class} grid of garments, one class a row: " + ", ".join(
        class_names
    )
    if missing:
        alt += f" (none of {', '.join(missing)})"
    columns = max(len(row) for row in rows)
    sheet, step = mosaic([image for row in rows for image in _padded(row, columns)], columns)
    figure, axes = pixel_exact(sheet, alt=alt, width=720, left=90)
    axes.set_yticks(np.arange(len(rows)) * step + step / 2 - 1, class_names)
    axes.tick_params(left=False)
    return figure


@styled
def image_values(
    image: ArrayLike, *, rows: slice = slice(6, 16), columns: slice = slice(8, 18)
) -> LessonFigure:
    """An image beside the numbers that it is made of, for the part that is framed.

    `image` is one grey image, uint8 0-255 or float 0-1; `rows` and `columns` are slices of at most
    28 pixels. Floats are written with two decimals.
    """
    pixels = as_image(image)
    if pixels.ndim == 3:
        raise ValueError(f"image: expected one channel, found {pixels.shape[2]}")
    rows, columns = (
        range(*s.indices(n)) for s, n in zip((rows, columns), pixels.shape, strict=True)
    )
    for name, part in (("rows", rows), ("columns", columns)):
        if not 1 <= len(part) <= 28 or part.step != 1:
            raise ValueError(f"{name}: expected 1 to 28 pixels in steps of 1, found {list(part)}")
    part = pixels[rows.start : rows.stop, columns.start : columns.stop]
    figure = LessonFigure(
        8.6,
        4.2 if len(columns) <= 14 else 8.4 * len(rows) / len(columns) + 0.3,
        alt=f"an image of {pixels.shape[0]}×{pixels.shape[1]} pixels and the {pixels.dtype} numbers"
        f" of rows {rows.start} to {rows.stop - 1}, columns {columns.start} to {columns.stop - 1}"
        f": {part.min():.4g} to {part.max():.4g}",
        details=f"{spread(part)}. Rows of numbers: "
        + "; ".join(" ".join(_number(v) for v in row) for row in part),
    )
    if len(columns) <= 14:
        whole, close = figure.subplots(1, 2, width_ratios=(1, 1.15))
        draw(bare(whole), pixels)
        whole.add_patch(_frame(rows, columns))
    else:  # too wide to stand beside the picture
        close = figure.subplots()
    _draw_numbers(close, part, rows, columns)
    return figure


@styled
def value_ranges(images: Mapping[str, ArrayLike]) -> LessonFigure:
    """The same picture held in several ways: its dtype, shape and range, and its histogram.

    `images` maps a name to one image, such as `{"read_image": ..., "ToTensor": ...}`. Whole numbers
    are drawn on 0-255 and floats on 0-1, so that an image scaled twice is black and one never
    scaled is white: values out of range are allowed here.
    """
    if not images:
        raise ValueError("images: found none; expected {name: image}")
    arrays = {name: as_image(image, name, in_range=False) for name, image in images.items()}
    facts = {
        name: f"{as_array(images[name]).dtype!s}, shape {tuple(as_array(images[name]).shape)}, "
        f"{_number(a.min())} to {_number(a.max())}"
        for name, a in arrays.items()
    }
    alt = "the same picture and its histogram: " + "; ".join(
        f"{n} is {f}" for n, f in facts.items()
    )
    details = "; ".join(f"{n}: {spread(a)}, {_brightness(a)}" for n, a in arrays.items())
    figure = LessonFigure(min(2.9 * len(arrays), 8.8), 4.6, alt=alt, details=details)
    grid = figure.subplots(2, len(arrays), squeeze=False, height_ratios=(1.35, 1))
    for (name, array), (top, bottom) in zip(arrays.items(), grid.T, strict=True):
        draw(bare(top), array)
        kind, shape, span = facts[name].replace(", shape ", "|").replace("), ", ")|").split("|")
        top.set_title(f"{name}\n{kind} {shape}\n{span}")
        _histogram(bottom, array, max(white(array), array.max()))
        bottom.set_xlabel("pixel value")
    grid[1, 0].set_ylabel("pixels")
    return figure


@styled
def class_counts(
    labels: ArrayLike | Mapping[str, ArrayLike], class_names: Sequence[str] = CLASS_NAMES
) -> LessonFigure:
    """How many images each class has, as bars with their counts.

    `labels` are int64 class indices (N,), or {part's name: labels} for several parts side by side
    (a training and a validation part, say), each on its own scale.
    """
    parts = labels if isinstance(labels, dict) else {"": labels}
    if not parts:
        raise ValueError("labels: found none; expected at least one part")
    counts = {
        part: np.bincount(
            as_labels(values, len(class_names), part or "labels"), minlength=len(class_names)
        )
        for part, values in parts.items()
    }
    alt = "images a class: " + "; ".join(
        (f"{part}: " if part else "") + ", ".join(map("{} {}".format, class_names, count))
        for part, count in counts.items()
    )
    figure = LessonFigure(
        min(1.5 + 4.0 * len(counts), 8.8),
        0.5 + 0.27 * len(class_names),
        alt=alt,
        details="; ".join(_describe_counts(p, n, class_names) for p, n in counts.items()),
    )
    grid = figure.subplots(1, len(counts), sharey=True, squeeze=False)[0]
    for axes, (part, count), color in zip(
        grid, counts.items(), PALETTE * len(counts), strict=False
    ):
        bars = axes.barh(range(len(class_names)), count, color=color, height=0.72)
        axes.bar_label(bars, [f"{n:,}" for n in count], padding=3)
        axes.set_xlim(0, max(count.max(), 1) * 1.18)
        axes.set_xlabel(f"{part}: images" if part else "images")
        axes.tick_params(left=False)
        axes.spines["left"].set_visible(False)
    grid[0].set_yticks(range(len(class_names)), class_names)
    grid[0].invert_yaxis()
    return figure


def draw(axes, pixels):
    """Grey with 0 black, and limits fixed by the dtype: a dark image must look dark."""
    return axes.imshow(pixels, cmap="gray", vmin=0, vmax=white(pixels), interpolation="nearest")


def mosaic(images, columns, gap=2):
    """Images of one size as one sheet with white gaps; None leaves a cell white.

    Gives the sheet and the distance from one image to the next.
    """
    first = next(image for image in images if image is not None)
    height, width = first.shape[:2]
    if height != width or any(i is not None and i.shape != first.shape for i in images):
        found = sorted({i.shape for i in images if i is not None})
        raise ValueError(f"images: expected square images of one size, found {found}")
    step = height + gap
    rows = -(-len(images) // columns)
    shape = (rows * step - gap, columns * step - gap, *first.shape[2:])
    sheet = np.full(shape, white(first), dtype=first.dtype)
    for i, image in enumerate(images):
        if image is not None:
            top, left = i // columns * step, i % columns * step
            sheet[top : top + height, left : left + width] = image
    return sheet, step


def pixel_exact(sheet, *, alt, width, left):
    """A figure in which each pixel of the sheet is a whole number of screen pixels: it stays crisp,
    and compresses to half the size."""
    zoom = max(1, width // sheet.shape[1])
    height, width = sheet.shape[0] * zoom, sheet.shape[1] * zoom
    total, margin = left + width + 10, 10
    figure = LessonFigure(total / 100, (height + 2 * margin) / 100, alt=alt)
    figure.set_layout_engine("none")
    box = (left / total, margin / (height + 2 * margin), width / total, height / (height + 20))
    axes = bare(figure.add_axes(box))
    draw(axes, sheet)
    return figure, axes


def _padded(row, columns):
    return row + [None] * (columns - len(row))


def _labels_of(dataset, classes):
    labels = getattr(dataset, "targets", None)
    if labels is None:
        labels = [int(label_of(dataset[i])) for i in range(len(dataset))]
    if len(labels) == 0:
        raise ValueError("dataset: found no images")
    return as_labels(labels, classes, "dataset labels")


def image_of(sample):
    """The image of a sample, or the images of a batch: of a pair or of a dict."""
    return sample["image"] if isinstance(sample, dict) else sample[0]


def label_of(sample):
    """The label of a sample, or the labels of a batch: of a pair or of a dict."""
    return sample["label"] if isinstance(sample, dict) else sample[1]


def _number(value):
    return f"{value:.4g}" if np.asarray(value).dtype.kind == "f" else str(int(value))


def _brightness(pixels):
    """How bright a picture is drawn, from the mean of what its dtype lets be seen."""
    mean = float((pixels.astype(float) / white(pixels)).clip(0, 1).mean())
    look = "nearly black" if mean < 0.02 else f"at {percent(mean)} of full brightness on average"
    return f"drawn {look}"


def _describe_counts(part, count, class_names):
    """Whether the classes are balanced, and if not, which have most and fewest images."""
    least, most = int(count.argmin()), int(count.argmax())
    prefix = f"{part}: " if part else ""
    if count[least] == count[most]:
        return f"{prefix}balanced, {count[least]:,} in every class"
    return (
        f"{prefix}most in {class_names[most]} ({count[most]:,}), fewest in {class_names[least]} "
        f"({count[least]:,})"
    )


def _frame(rows, columns):
    from matplotlib.patches import Rectangle

    corner = (columns.start - 0.5, rows.start - 0.5)
    return Rectangle(corner, len(columns), len(rows), fill=False, color=PALETTE[1], linewidth=2.5)


def _draw_numbers(axes, part, rows, columns):
    draw(axes, part)
    short = len(columns) > 14
    for (r, c), value in np.ndenumerate(part):
        text = str(value) if part.dtype.kind != "f" else f"{value:.2f}"
        if short and part.dtype.kind == "f":
            text = text.removeprefix("0") if value else "0"
        # Black or white, whichever stands out: the eye's grey lies below the middle of the range.
        color = "white" if value < 0.55 * white(part) else "black"
        axes.text(c, r, text, ha="center", va="center", fontsize=9, color=color)
    every = 1 if len(columns) <= 14 else 3
    axes.set_xticks(range(0, len(columns), every), columns[::every])
    axes.set_yticks(range(0, len(rows), every), rows[::every])
    axes.tick_params(length=0)
    axes.xaxis.tick_top()
    axes.xaxis.set_label_position("top")
    axes.set_xlabel("column")
    axes.set_ylabel("row")
    for spine in axes.spines.values():
        spine.set(visible=True, color=PALETTE[1], linewidth=2.5)


def _histogram(axes, values, top):
    counts, edges = np.histogram(values, bins=_bins(values, top))
    axes.stairs(counts, edges, fill=True, color=PALETTE[0])
    axes.set_xlim(edges[0], edges[-1])
    axes.grid(axis="y")


def _bins(values, top):
    if values.dtype.kind == "f":
        return np.linspace(min(0, values.min()), top, 52)
    return np.arange(0, top + 2, 4 if top >= 255 else 1) - 0.5
