"""Garments, and the numbers that they are made of."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.image import AxesImage
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from fmnist_helpers.plots.inputs import (
    as_array,
    as_image,
    as_images,
    as_label,
    as_labels,
    expect,
    same_length,
    white,
)
from fmnist_helpers.plots.style import PALETTE, LessonFigure, bare, styled
from fmnist_helpers.plots.words import percent
from fmnist_helpers.sources import CLASS_NAMES


@styled
def garment(
    image: ArrayLike, label: int | None = None, *, class_names: Sequence[str] = CLASS_NAMES
) -> LessonFigure:
    """One image, large, with its class name underneath.

    `image` is uint8 0-255 or float 0-1, (H, W) or (C, H, W) with one or three channels, or a PIL
    image; `label` a class index or None. A sample, such as `train_set[0]`, brings its own label.
    0 is drawn black, as everywhere in these figures.
    """
    if label is None and isinstance(image, tuple | dict):
        image, label = split(image)
    pixels = as_image(image)
    name = "no label" if label is None else class_names[as_label(label, len(class_names))]
    alt = f"one garment of {pixels.shape[0]}×{pixels.shape[1]} pixels: {name}"
    figure = LessonFigure(2.6, 2.9, alt=alt)
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
    columns = min(columns, len(images))
    rows = -(-len(images) // columns)
    alt = f"{rows} × {columns} grid of {len(images)} images"
    size = cell = min(1.5, 8.4 / columns)
    if titles is not None:
        same_length(images=images, titles=titles)
        alt += ": " + ", ".join(map(str, titles))
        size += 0.28
    figure = LessonFigure(cell * columns, size * rows, alt=alt)
    for i, axes in enumerate(figure.subplots(rows, columns, squeeze=False).flat):
        bare(axes).set_visible(i < len(images))
        if i < len(images):
            draw(axes, images[i])
            axes.set_xlabel("" if titles is None else titles[i], fontsize=9)
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
    class_names = class_names or getattr(dataset, "classes", None) or CLASS_NAMES
    expect(len(dataset), "dataset", "at least one image", "none")
    labels = getattr(dataset, "targets", None)
    if labels is None:
        labels = [int(split(dataset[i])[1]) for i in range(len(dataset))]
    labels = as_labels(labels, len(class_names), "dataset labels")
    chosen = [np.flatnonzero(labels == c)[:per_class] for c in range(len(class_names))]
    rows = [[as_image(split(dataset[int(i)])[0]) for i in indices] for indices in chosen]
    missing = [name for name, row in zip(class_names, rows, strict=True) if not row]
    alt = f"{len(class_names)} × {per_class} grid of garments, one class per row: "
    alt += ", ".join(class_names) + (f" (none of {', '.join(missing)})" if missing else "")
    columns = max(len(row) for row in rows)
    cells = [image for row in rows for image in row + [None] * (columns - len(row))]
    figure, axes, step = thumbnails(cells, columns, alt=alt, width=720, left=90)
    axes.set_yticks(np.arange(len(rows)) * step + step / 2 - 1, class_names)
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
    expect(pixels.ndim == 2, "image", "one channel", pixels.shape[-1])
    rows, columns = (range(n)[s] for s, n in zip((rows, columns), pixels.shape, strict=True))
    for name, part in (("rows", rows), ("columns", columns)):
        fits = 1 <= len(part) <= 28 and part.step == 1
        expect(fits, name, "1 to 28 pixels in steps of 1", list(part))
    part = pixels[rows.start : rows.stop, columns.start : columns.stop]
    small = len(columns) <= 14
    figure = LessonFigure(
        8.6,
        4.2 if small else 8.4 * len(rows) / len(columns) + 0.3,
        alt=f"an image of {pixels.shape[0]}×{pixels.shape[1]} pixels and the {pixels.dtype} numbers"
        f" of rows {rows.start} to {rows.stop - 1}, columns {columns.start} to {columns.stop - 1}"
        f": {part.min():.4g} to {part.max():.4g}",
        details="Rows of numbers: " + "; ".join(" ".join(map(_number, row)) for row in part),
    )
    if small:
        whole, close = figure.subplots(1, 2, width_ratios=(1, 1.15))
        draw(bare(whole), pixels)
        corner, size = (columns.start - 0.5, rows.start - 0.5), (len(columns), len(rows))
        whole.add_patch(Rectangle(corner, *size, fill=False, color=PALETTE[1], linewidth=2.5))
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
    expect(images, "images", "{name: image}", "none")
    arrays = {name: as_image(image, name, in_range=False) for name, image in images.items()}
    facts = {}
    for name, pixels in arrays.items():
        given = as_array(images[name])
        span = f"{_number(pixels.min())} to {_number(pixels.max())}"
        facts[name] = (str(given.dtype), given.shape, span)
    alt = "the same picture and its histogram: "
    alt += "; ".join("{} is {}, shape {}, {}".format(n, *fact) for n, fact in facts.items())
    details = "; ".join(f"{name}: {_describe_brightness(a)}" for name, a in arrays.items())
    figure = LessonFigure(min(2.9 * len(arrays), 8.8), 4.6, alt=alt, details=details)
    grid = figure.subplots(2, len(arrays), squeeze=False, height_ratios=(1.35, 1))
    for (name, pixels), (top, bottom) in zip(arrays.items(), grid.T, strict=True):
        draw(bare(top), pixels)
        top.set_title("{}\n{} {}\n{}".format(name, *facts[name]))
        _draw_histogram(bottom, pixels)
    grid[1, 0].set_ylabel("pixels")
    return figure


def draw(axes, pixels) -> AxesImage:
    """Grey with 0 black, and limits fixed by the dtype: a dark image must look dark."""
    return axes.imshow(pixels, cmap="gray", vmin=0, vmax=white(pixels), interpolation="nearest")


def split(sample) -> tuple:
    """Image and label of a sample, a pair or a dict."""
    return (sample["image"], sample["label"]) if isinstance(sample, dict) else sample


def thumbnails(images, columns, *, alt, width, left) -> tuple[LessonFigure, Axes, int]:
    """A figure with images of one size in rows; None leaves a cell white.

    Each pixel is a whole number of screen pixels: the figure stays crisp, and compresses to half
    the size. Returns figure, axes and the distance from one image to the next.
    """
    first = next(image for image in images if image is not None)
    shapes = {image.shape for image in images if image is not None}
    square = first.shape[0] == first.shape[1] and len(shapes) == 1
    expect(square, "images", "square images of one size", sorted(shapes))
    side = len(first)
    step = side + 2
    shape = (-(-len(images) // columns) * step - 2, columns * step - 2, *first.shape[2:])
    sheet = np.full(shape, white(first), dtype=first.dtype)
    for i, image in enumerate(images):
        if image is not None:
            y, x = i // columns * step, i % columns * step
            sheet[y : y + side, x : x + side] = image
    zoom = max(1, width // shape[1])
    height, width, margin = shape[0] * zoom, shape[1] * zoom, 10
    total, tall = left + width + margin, height + 2 * margin
    figure = LessonFigure(total / 100, tall / 100, alt=alt)
    figure.set_layout_engine("none")
    axes = bare(figure.add_axes((left / total, margin / tall, width / total, height / tall)))
    axes.tick_params(left=False)
    draw(axes, sheet)
    return figure, axes, step


def _number(value):
    return f"{value:.4g}" if value.dtype.kind == "f" else str(int(value))


def _describe_brightness(pixels):
    """How bright a picture is drawn, from the mean of what its dtype lets be seen."""
    mean = float((pixels.astype(float) / white(pixels)).clip(0, 1).mean())
    look = "nearly black" if mean < 0.02 else f"at {percent(mean)} of full brightness on average"
    return f"drawn {look}"


def _draw_numbers(axes, part, rows, columns):
    draw(axes, part)
    small, is_float = len(columns) <= 14, part.dtype.kind == "f"
    for (r, c), value in np.ndenumerate(part):
        text = f"{value:.2f}" if is_float else str(value)
        if is_float and not small:
            text = text.removeprefix("0") if value else "0"
        # Black or white, whichever stands out: the eye's grey lies below the middle of the range.
        color = "white" if value < 0.55 * white(part) else "black"
        axes.text(c, r, text, ha="center", va="center", fontsize=9, color=color)
    every = 1 if small else 3
    axes.set_xticks(range(0, len(columns), every), columns[::every])
    axes.set_yticks(range(0, len(rows), every), rows[::every])
    axes.tick_params(length=0)
    axes.xaxis.tick_top()
    axes.xaxis.set_label_position("top")
    axes.set_xlabel("column")
    axes.set_ylabel("row")
    for spine in axes.spines.values():
        spine.set(visible=True, color=PALETTE[1], linewidth=2.5)


def _draw_histogram(axes, pixels):
    top = max(white(pixels), pixels.max())
    bins = np.arange(0, top + 2, 4 if top >= 255 else 1) - 0.5
    if pixels.dtype.kind == "f":
        bins = np.linspace(min(0, pixels.min()), top, 52)
    counts, edges = np.histogram(pixels, bins=bins)
    axes.stairs(counts, edges, fill=True, color=PALETTE[0])
    axes.set_xlim(edges[0], edges[-1])
    axes.set_xlabel("pixel value")
    axes.grid(axis="y")
