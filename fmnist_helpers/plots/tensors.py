"""Tensors drawn: how their numbers are nested, and what a reduction leaves of them."""

from collections.abc import Mapping

from matplotlib.patches import FancyArrowPatch, Rectangle
from numpy.typing import ArrayLike

from fmnist_helpers.plots.images import draw
from fmnist_helpers.plots.inputs import as_array, as_images, expect
from fmnist_helpers.plots.style import HALO, INK, MUTED, PALETTE, LessonFigure, bare, styled

MOST_NUMBERS = 64  # in one tensor of `shapes`: more could not be read
PAD, GAP = 0.2, 0.16  # around what a frame holds, and between two frames; a cell is 1
TITLE = 0.4  # inches above each tensor, for its title and shape


@styled
def shapes(tensors: Mapping[str, ArrayLike], *, columns: int = 4) -> LessonFigure:
    """Small tensors of whole numbers, by title: a frame for each pair of brackets in their text.

    The outer frame is dim 0, whatever it holds are the elements of dim 0, and so on: the frames
    around a number are as many as the dimensions. Takes tensors of 1 to 3 dimensions and at most
    64 numbers. The last dimension runs to the right, the one before it down, the third to the
    right again. `columns` is how many tensors stand side by side.
    """
    expect(tensors, "tensors", "{title: tensor}", "none")
    expect(columns >= 1, "columns", "at least 1", columns)
    arrays = {str(title): _checked(as_array(t, str(title)), title) for title, t in tensors.items()}
    titles = list(arrays)
    rows = [titles[i : i + columns] for i in range(0, len(titles), columns)]
    sizes = {title: _size(array.shape) for title, array in arrays.items()}
    widths = {t: max(sizes[t][0], 0.24 * _letters(t, arrays[t])) for t in titles}
    total = max(sum(widths[title] + 1 for title in row) for row in rows)
    scale = min(0.36, 8.6 / total)  # inches per cell
    head = TITLE / scale
    heights = [max(sizes[title][1] for title in row) + head + 0.5 for row in rows]
    figure = LessonFigure(
        scale * total,
        scale * sum(heights),
        alt="; ".join(
            f"{title}, shape {array.shape}: {array.tolist()}" for title, array in arrays.items()
        ),
    )
    figure.set_layout_engine("none")
    axes = bare(figure.add_axes((0, 0, 1, 1)))
    axes.set(xlim=(-0.5, total - 0.5), ylim=(sum(heights), 0))
    highest = max(int(array.max()) for array in arrays.values()) or 1
    top = 0.0
    for row, height in zip(rows, heights, strict=True):
        left = 0.0
        for title in row:
            array = arrays[title]
            said = f"{title}\n{array.shape}"
            axes.text(left, top + 0.1, said, va="top", fontsize=9, family="DejaVu Sans Mono")
            _draw(axes, array, left, top + head, 0, highest)
            left += widths[title] + 1
        top += height
    return figure


@styled
def reductions(images: ArrayLike) -> LessonFigure:
    """A few images (N, H, W) as a stack, and their mean over dim 0, over dim 1 and over dim 2.

    Images are uint8 0-255 or float 0-1, all of one size, 2 to 8 of them.
    """
    stack = as_array(images, "images")
    fits = stack.ndim == 3 and 2 <= len(stack) <= 8
    expect(fits, "images", "(N, H, W) with N from 2 to 8", stack.shape)
    as_images(stack)  # checks the values
    stack = stack / 255 if stack.dtype.kind in "iu" else stack.astype(float)
    means = [stack.mean(axis=dim) for dim in range(3)]
    count, height, width = stack.shape
    figure = LessonFigure(
        8.8,
        2.75,
        alt=f"{count} images as a stack, shape {stack.shape}, and its mean over each dimension: "
        f"dim=0 leaves one image, {means[0].shape}; dim=1 leaves a row of {width} numbers for "
        f"each image, {means[1].shape}; dim=2 a row of {height} numbers for each, {means[2].shape}",
        details="the mean over dim=1 is largest in columns "
        + ", ".join(str(c) for c in means[1].argmax(axis=1))
        + " of the images, the mean over dim=2 in their rows "
        + ", ".join(str(r) for r in means[2].argmax(axis=1)),
    )
    grid = figure.subplots(1, 4, width_ratios=[1.55, 1, 1, 1])
    for axes in grid:
        bare(axes)
    _draw_stack(grid[0], stack)
    across = ("", "column (dim 2)", "row (dim 1)")
    for dim, (axes, mean) in enumerate(zip(grid[1:], means, strict=True)):
        axes.set_title(f"mean(dim={dim})\n{mean.shape}", family="DejaVu Sans Mono", fontsize=9)
        draw(axes, mean)
        if dim:
            axes.set_aspect(mean.shape[1] / count)
            axes.set_ylabel("image (dim 0)")
            axes.set_yticks(range(count))
            axes.tick_params(length=0)
            axes.set_xlabel(across[dim])
        else:
            axes.set_ylabel("row (dim 1)")
            axes.set_xlabel("column (dim 2)")
    return figure


def _checked(array, title):
    fits = array.dtype.kind in "iu" and 1 <= array.ndim <= 3 and array.size
    found = f"{array.dtype} of shape {array.shape}"
    expect(fits, title, "whole numbers in 1 to 3 dimensions", found)
    fits = array.size <= MOST_NUMBERS and array.min() >= 0
    found = f"{array.size}, the smallest {array.min()}"
    expect(fits, title, f"at most {MOST_NUMBERS} numbers, none below 0", found)
    return array


def _letters(title, array):
    return max(len(title), len(str(array.shape))) + 1


def _size(shape):
    """Width and height of a drawn tensor, its frame included."""
    count, inner = shape[0], shape[1:]
    if not inner:
        return count + 2 * PAD, 1 + 2 * PAD
    width, height = _size(inner)
    if len(inner) == 1:
        return width + 2 * PAD, count * height + (count - 1) * GAP + 2 * PAD
    return count * width + (count - 1) * GAP + 2 * PAD, height + 2 * PAD


def _draw(axes, array, left, top, dim, highest):
    """A frame in the color of its dimension around the parts; numbers get darker as they grow."""
    width, height = _size(array.shape)
    axes.add_patch(
        Rectangle((left, top), width, height, fill=False, edgecolor=PALETTE[dim], linewidth=2)
    )
    left, top = left + PAD, top + PAD
    if array.ndim == 1:
        for i, value in enumerate(array):
            shade = 0.98 - 0.4 * value / highest
            axes.add_patch(
                Rectangle((left + i, top), 1, 1, facecolor=str(shade), edgecolor="white")
            )
            axes.text(left + i + 0.5, top + 0.53, str(value), ha="center", va="center", fontsize=9)
        return
    step_x, step_y = _size(array.shape[1:])
    for part in array:
        _draw(axes, part, left, top, dim + 1, highest)
        if array.ndim == 2:
            top += step_y + GAP
        else:
            left += step_x + GAP


def _draw_stack(axes, stack):
    """The images behind one another, the first in front, with an arrow along each dimension."""
    count, height, width = stack.shape
    step = 0.28 * width
    for i in reversed(range(count)):
        x, y = i * step, -i * step
        axes.imshow(
            stack[i], cmap="gray", vmin=0, vmax=1, extent=(x, x + width, y + height, y), zorder=-i
        )
        axes.add_patch(
            Rectangle((x, y), width, height, fill=False, color="white", linewidth=1, zorder=-i)
        )
    back = (count - 1) * step
    arrows = {
        "dim 2": ((0, height + 3), (width, height + 3), (width / 2, height + 5), "top", "center"),
        "dim 1": ((-3, 0), (-3, height), (-4.5, height / 2), "center", "right"),
        "dim 0": (
            (width + 3, height + 1),
            (width + 3 + back, height + 1 - back),
            (width + 5 + back / 2, height + 2 - back / 2),
            "top",
            "left",
        ),
    }
    for name, (start, end, place, va, ha) in arrows.items():
        axes.add_patch(
            FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=11, color=MUTED)
        )
        axes.text(*place, name, va=va, ha=ha, color=INK, path_effects=HALO)
    axes.set(xlim=(-19, width + back + 9), ylim=(height + 14, -back - 2))
    axes.set_title(f"images\n{stack.shape}", family="DejaVu Sans Mono", fontsize=9)
