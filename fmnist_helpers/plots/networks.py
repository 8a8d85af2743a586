"""What a network computes: numbers of either sign as pictures, and borders between classes."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from numpy.typing import ArrayLike

from fmnist_helpers.plots.inputs import as_array, as_names, as_numbers, expect
from fmnist_helpers.plots.style import (
    FAINT,
    INK,
    MARKERS,
    PALETTE,
    LessonFigure,
    bare,
    styled,
)
from fmnist_helpers.plots.words import counted, listed, number, percent

# Orange below 0, white at 0, blue above: told apart by readers who confuse red and green.
SIGNED = LinearSegmentedColormap.from_list("signed", (PALETTE[1], "white", PALETTE[0]))


@styled
def signed_images(
    images: ArrayLike, titles: Sequence[str] | None = None, *, columns: int = 5
) -> LessonFigure:
    """A grid of images whose numbers may be negative, such as weights or what a layer returns.

    `images` is (N, H, W), or a list of (H, W) whose sizes may differ. White is 0; all images share
    one scale, to the largest number without its sign. `titles` are N texts, written underneath.
    """
    arrays = [_as_finite(image, f"images[{i}]") for i, image in enumerate(images)]
    names = as_names(titles, images=arrays)
    expect(columns >= 1, "columns", "at least 1", columns)
    columns = min(columns, len(arrays))
    rows = -(-len(arrays) // columns)
    largest = max(float(np.abs(array).max()) for array in arrays) or 1.0
    sizes = sorted({"×".join(map(str, array.shape)) for array in arrays})
    cell = min(1.7, 7.6 / columns)
    figure = LessonFigure(
        cell * columns + 0.9,
        (cell + 0.25) * rows,
        alt=f"{counted(len(arrays), 'picture')} of {listed(sizes)} numbers, blue above 0 and "
        f"orange below: {', '.join(names)}",
        details="; ".join(
            f"{name} from {number(array.min())} to {number(array.max())}, "
            f"{percent((array > 0).mean())} above 0"
            for name, array in zip(names, arrays, strict=True)
        ),
    )
    grid = figure.subplots(rows, columns, squeeze=False)
    for i, axes in enumerate(grid.flat):
        bare(axes)
        if i < len(arrays):
            drawn = axes.imshow(
                arrays[i], cmap=SIGNED, vmin=-largest, vmax=largest, interpolation="nearest"
            )
            axes.set_xlabel(names[i] if titles is not None else "", fontsize=9)
            for spine in axes.spines.values():
                spine.set(visible=True, color=FAINT)  # a white image also ends somewhere
        else:
            axes.set_visible(False)
    figure.colorbar(drawn, ax=grid, shrink=0.8, aspect=15).outline.set_visible(False)
    return figure


@styled
def borders(points: ArrayLike, models: Mapping[str, Callable]) -> LessonFigure:
    """Points of two classes in a plane, and where each model's answer turns: one panel per model.

    `points` are rows of x, y and class, 0 or 1; x and y from -1 to 1. A model takes a float64
    array (N, 2), and returns N numbers, above 0 for class 1; (N, 1), as a layer does, will do.
    """
    rows = as_array(points, "points")
    expect(rows.ndim == 2 and rows.shape[1] == 3, "points", "rows of x, y and class", rows.shape)
    expect(models, "models", "{name: model}", "none")
    side = np.linspace(-1, 1, 121)
    grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    scores, right = {}, {}
    for name, model in models.items():
        answers = as_array(model(np.concatenate([grid, rows[:, :2]])), name)
        answers = as_numbers(_column(answers, name), name)
        scores[name] = answers[: len(grid)].reshape(len(side), len(side))
        right[name] = ((answers[len(grid) :] > 0) == rows[:, 2]).mean()
    figure = LessonFigure(
        3.6 * len(models),
        3.8,
        alt=f"points of two classes and the border between them, one panel each: "
        f"{', '.join(models)}",
        details="; ".join(f"{name}: {percent(share)} right" for name, share in right.items()),
    )
    for axes, (name, values) in zip(
        figure.subplots(1, len(models), squeeze=False).flat, scores.items(), strict=True
    ):
        bare(axes)
        axes.contourf(side, side, values > 0, [-0.5, 0.5, 1.5], cmap=SIGNED, alpha=0.3)
        if values.min() < 0 < values.max():
            axes.contour(side, side, values, [0], colors=INK)
        for label in (0, 1):
            x, y = rows[rows[:, 2] == label, :2].T
            axes.plot(x, y, MARKERS[1 - label], color=PALETTE[1 - label], mec=INK, mew=0.7)
        axes.set(title=name, xlim=(-1, 1), ylim=(-1, 1), aspect="equal")
    return figure


def _column(values, name):
    """(N,) of (N,) or (N, 1)."""
    array = as_array(values, name)
    return array[:, 0] if array.ndim == 2 and array.shape[1] == 1 else array


def _as_finite(image, name):
    array = as_array(image, name)
    expect(array.ndim == 2 and array.size, name, "(H, W)", array.shape)
    is_finite = array.dtype.kind in "biuf" and np.isfinite(array).all()
    expect(is_finite, name, "finite numbers", f"{array.dtype} or NaN, infinity")
    return array
