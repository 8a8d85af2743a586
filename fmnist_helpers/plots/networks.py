"""What a network computes: numbers of either sign as pictures, and functions as lines."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from numpy.typing import ArrayLike

from fmnist_helpers.plots.inputs import as_array, as_names, as_numbers, expect
from fmnist_helpers.plots.style import (
    FAINT,
    INK,
    LINES,
    MARKERS,
    PALETTE,
    LessonFigure,
    bare,
    label_line_ends,
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
def function_graphs(
    inputs: ArrayLike, outputs: Mapping[str, ArrayLike], *, x: str = "input", y: str = "output"
) -> LessonFigure:
    """The graph of one or several functions of one number, with its name at the end of each line.

    `inputs` are N numbers in increasing order, `outputs` is {name: N numbers}; (N, 1), as a layer
    takes and returns it, will do. A circle marks each place where a line bends.
    """
    at = as_numbers(_column(inputs, "inputs"), "inputs")
    grows = len(at) > 1 and (np.diff(at) > 0).all()
    expect(grows, "inputs", "two or more numbers, each larger than the one before", at)
    expect(outputs, "outputs", "{name: numbers}", "none")
    lines = {str(n): as_numbers(_column(v, n), n) for n, v in outputs.items()}
    for name, values in lines.items():
        fits = len(values) == len(at)
        expect(fits, name, f"{len(at)} numbers, one per input", len(values))
    bends = {name: _bends(at, values) for name, values in lines.items()}
    figure = LessonFigure(
        7.5,
        3.2,
        alt=f"{y} against {x} from {at[0]:g} to {at[-1]:g}, one line each: {', '.join(lines)}",
        details="; ".join(
            f"{name} goes from {number(v[0])} to {number(v[-1])} and bends in "
            f"{counted(len(bends[name][0]), 'place')}"
            for name, v in lines.items()
        ),
    )
    axes = figure.subplots()
    for i, (name, values) in enumerate(lines.items()):
        axes.plot(at, values, color=PALETTE[i % 4], linestyle=LINES[i % 4])
        places, in_places = bends[name]
        if len(places) and in_places:
            axes.plot(at[places], values[places], "o", color=PALETTE[i % 4], mfc="white")
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    axes.grid()
    axes.margins(x=0)
    label_line_ends(
        axes, [(at[-1], v[-1], n, PALETTE[i % 4]) for i, (n, v) in enumerate(lines.items())]
    )
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


def _bends(at, values):
    """Where the slope changes, nowhere in a straight line; and whether it does so in these places.

    A curve, whose slope changes all along, does not.
    """
    slopes = np.diff(values) / np.diff(at)
    # The last digits of a float32 slope waver, and a bend between two inputs changes two slopes.
    changes = np.abs(np.diff(slopes)) > 0.01 * max(np.ptp(values) / np.ptp(at), 1e-9)
    places = 1 + np.flatnonzero(changes & ~np.append(False, changes[:-1]))
    return places, changes.sum() <= 2 * len(places)
