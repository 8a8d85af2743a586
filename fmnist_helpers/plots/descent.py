"""Gradients and steps, on losses small enough to be seen whole."""

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from fmnist_helpers.plots.inputs import as_array, as_numbers, expect, same_length
from fmnist_helpers.plots.style import (
    INK,
    MUTED,
    PALETTE,
    LessonFigure,
    beside,
    label_line_ends,
    line_style,
    styled,
)
from fmnist_helpers.plots.surface import as_paths, surface_grid, with_margin
from fmnist_helpers.plots.words import counted, each, listed, number

ARROW = {"arrowstyle": "-|>", "color": PALETTE[0], "shrinkA": 3, "shrinkB": 0}


@styled
def squared_errors(x: ArrayLike, y: ArrayLike, predictions: ArrayLike) -> LessonFigure:
    """What MSELoss averages: for each point, the square on its distance from the prediction.

    `x`, `y` and `predictions` are N numbers each, x in any order.
    """
    x, y = as_numbers(x, "x"), as_numbers(y, "y")
    predictions = as_numbers(predictions, "predictions")
    same_length(x=x, y=y, predictions=predictions)
    errors = predictions - y
    mean = float(np.mean(errors**2))
    figure = LessonFigure(
        5.6,
        4.4,
        alt=f"{len(x)} points, the line that predicts them, and the square of each error",
        details=f"mean squared error {mean:.4g}; "
        + each("at x {:.3g} target {:.3g}, predicted {:.3g}", x, y, predictions),
    )
    axes = figure.subplots()
    order = np.argsort(x, kind="stable")
    axes.plot(x[order], predictions[order], color=PALETTE[0], label="prediction")
    axes.plot(x, y, "o", color=INK, label="target")
    axes.margins(0.15)
    axes.set_box_aspect(0.75)
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    stretch = 0.75 * (right - left) / (top - bottom)  # so that a square looks square
    for at, target, error in zip(x, y, errors, strict=True):
        size = (-error * stretch, error)
        axes.add_patch(Rectangle((at, target), *size, facecolor=PALETTE[1], alpha=0.25))
        axes.plot([at, at], [target, target + error], color=PALETTE[1], linewidth=1.2)
    axes.set(xlim=(left, right), ylim=(bottom, top), xlabel="x", ylabel="y")
    axes.set_title(f"mean of the {len(x)} squares: {mean:.3g}", loc="left")
    axes.legend(frameon=False, fontsize=9)
    return figure


@styled
def gradient_steps(loss_fn: Callable[[float], float], weights: ArrayLike) -> LessonFigure:
    """A loss of one weight, the slope at each weight, and the steps taken, numbered.

    `loss_fn` takes a float and gives a float; `weights` are the weight's values in order, the first
    before any step.
    """
    weights = as_numbers(weights, "weights")
    x = np.linspace(*with_margin(weights), 401)
    curve, losses = (np.array([float(loss_fn(float(w))) for w in part]) for part in (x, weights))
    slopes = np.array([_slope(loss_fn, w) for w in weights])
    lowest = x[curve.argmin()] + 0.0  # + 0.0: no "-0"
    figure = LessonFigure(
        6.4,
        3.8,
        alt=f"a loss of one weight, and {len(weights) - 1} steps on it with the slope at each",
        details=each("weight {:.4g} loss {:.4g} slope {:.4g}", weights, losses, slopes)
        + f"; the curve is lowest near weight {lowest:.2g}",
    )
    axes = figure.subplots()
    axes.plot(x, curve, color=MUTED)
    spans = np.array([np.ptp(x), max(np.ptp(curve), 1e-12)])
    _draw_slopes(axes, weights, losses, slopes, spans)
    # The step moves the weight, and the loss follows: sideways first, then down (or up).
    for (w, v), (w_next, v_next) in itertools.pairwise(zip(weights, losses, strict=True)):
        axes.annotate("", (w_next, v), xytext=(w, v), arrowprops=ARROW)
        axes.plot([w_next, w_next], [v, v_next], ":", color=PALETTE[0], linewidth=1.2)
    axes.plot(weights, losses, "o", color=PALETTE[0], markersize=6, label="weight after each step")
    numbered = []  # not those that lie on one already numbered
    for i, point in enumerate(np.stack([weights, losses], axis=1)):
        if all(np.abs((point - other) / spans).max() > 0.035 for other in numbered):
            numbered.append(point)
            beside(axes, str(i), point, (0, -15), ha="center", color=PALETTE[0])
    axes.set(xlim=(x[0], x[-1]), xlabel="weight", ylabel="loss")
    axes.margins(y=0.12)  # room for the numbers under the lowest points
    axes.grid()
    figure.legend(loc="outside upper left", ncols=2, frameon=False)
    return figure


@styled
def step_trace(records: Iterable[Mapping[str, Any]], *, names: Sequence[str] = ()) -> LessonFigure:
    """What each call changed: the weight, its gradient and the loss after every operation.

    `records` are dicts with "operation" (a name such as "backward"), "weight" and "gradient" (a
    number or several; a gradient may be None) and "loss", in the order in which they happened.
    `names` are those of the parameters; without them they are numbered.
    """
    records = list(records)
    expect(records, "records", "at least one operation", "none")
    rows = {key: _trace(records, key) for key in ("weight", "gradient", "loss")}
    operations = [str(record["operation"]) for record in records]
    figure = LessonFigure(
        max(4.5, min(8.8, 1.6 + 0.8 * len(records))),
        4.6,
        alt="weight, gradient and loss after each of: " + ", ".join(operations),
        details="; ".join(
            f"{key}: {_describe_trace(row, operations)}" for key, row in rows.items()
        ),
    )
    grid = figure.subplots(3, 1, sharex=True)
    for axes, (key, row) in zip(grid, rows.items(), strict=True):
        axes.margins(x=0.06, y=0.35)
        for i, values in enumerate(row.T):
            _draw_trace(axes, values, i, alone=row.shape[1] == 1)
        if row.shape[1] > 1:
            suffix = ".grad" if key == "gradient" else ""
            labels = [f"{name}{suffix}" for name in names] or [
                f"{key} {i}" for i in range(row.shape[1])
            ]
            ends = [
                (len(row) - 1, v, label, PALETTE[i % 7])
                for i, (v, label) in enumerate(zip(row[-1], labels, strict=True))
            ]
            label_line_ends(axes, [end for end in ends if not np.isnan(end[1])])
        axes.set_ylabel(key)
        axes.grid(axis="y")
    grid[-1].set_xticks(range(len(records)), operations, rotation=30 if len(records) > 8 else 0)
    figure.align_ylabels(grid)
    return figure


@styled
def loss_surface_paths(
    surface: Callable,
    paths: Mapping[str, ArrayLike],
    *,
    x_range: tuple[float, float] | None = None,
    y_range: tuple[float, float] | None = None,
) -> LessonFigure:
    """Contours of a loss of two weights, and the path that each optimizer takes over it.

    `surface(w0, w1)` gives the loss and takes arrays (plain arithmetic does). `paths` is {name:
    (N, 2) weights, the start first}. The ranges default to what the paths cover; a path that leaves
    them is cut off there, one that comes to NaN ends.
    """
    paths = as_paths(paths)
    x, y, losses, levels = surface_grid(surface, paths, x_range, y_range)
    row, column = np.unravel_index(losses.argmin(), losses.shape)
    figure = LessonFigure(
        7.4,
        4.8,
        alt="contours of a loss of two weights, with the paths of " + ", ".join(paths),
        details="; ".join(f"{name}: {_describe_path(p, surface)}" for name, p in paths.items())
        + f"; the loss is lowest near ({number(x[column])}, {number(y[row])})",
    )
    axes = figure.subplots()
    axes.contourf(x, y, losses, levels=levels, cmap="Greys", alpha=0.4, extend="both")
    axes.contour(x, y, losses, levels=levels, colors=MUTED, linewidths=0.5, alpha=0.6)
    axes.set(xlim=(x[0], x[-1]), ylim=(y[0], y[-1]), xlabel="w₀")
    for i, (name, path) in enumerate(paths.items()):
        every = max(1, len(path) // 15)
        axes.plot(*path.T, **line_style(i), markersize=4, markevery=every, label=name)
    starts = np.unique([path[0] for path in paths.values()], axis=0)
    axes.plot(*starts.T, "o", color=INK, markersize=8, zorder=4, label="start")
    axes.set_ylabel("w₁", rotation=0)
    figure.legend(loc="outside right upper", frameon=False)
    return figure


def _describe_trace(row, operations):
    """The values after each operation, and which operations change them."""
    values = ["/".join("None" if np.isnan(v) else f"{v:.4g}" for v in numbers) for numbers in row]
    after = [
        name
        for name, old, new in zip(operations[1:], row, row[1:], strict=False)
        if not np.array_equal(old, new, equal_nan=True)
    ]
    changes = f"changes at each {listed([*dict.fromkeys(after)])}" if after else "never changes"
    return f"{', '.join(values)} ({changes})"


def _describe_path(path, surface):
    """Where a path begins and ends, and how often it turns back along each weight: a zigzag."""
    start, end = (f"({p[0]:.3g}, {p[1]:.3g})" for p in (path[0], path[-1]))
    first, last = (number(float(surface(*p))) for p in (path[0], path[-1]))
    steps = np.sign(np.diff(path, axis=0))
    turns = zip((steps[1:] * steps[:-1] < 0).sum(axis=0), ("w₀", "w₁"), strict=True)
    back = listed([f"{counted(n, 'time')} along {name}" for n, name in turns if n])
    return f"{counted(len(path) - 1, 'step')} from {start} to {end}, loss {first} to {last}, " + (
        f"turns back {back}" if back else "without turning back"
    )


def _draw_slopes(axes, weights, losses, slopes, spans):
    """A short piece of the tangent at each weight, all of about the same length on the page."""
    width, height = spans
    half = 0.05 * width / np.hypot(1, 0.6 * slopes * width / height)
    ends = [weights - half, weights + half], [losses - slopes * half, losses + slopes * half]
    labels = ["slope (the gradient)"] + [None] * (len(weights) - 1)
    axes.plot(*ends, color=PALETTE[1], linewidth=3, label=labels)


def _slope(loss_fn, weight):
    step = 1e-4 * max(1.0, abs(weight))
    return (float(loss_fn(weight + step)) - float(loss_fn(weight - step))) / (2 * step)


def _trace(records, key):
    """One row per record, one column per number; None becomes NaN."""
    for i, record in enumerate(records):
        expect(key in record, f"records[{i}]", repr(key), list(record))
    rows = [None if r[key] is None else as_array([r[key]], key).reshape(-1) for r in records]
    widths = {len(row) for row in rows if row is not None} or {1}
    expect(len(widths) == 1, key, "as many numbers in each record", sorted(widths))
    nothing = np.full(widths.pop(), np.nan)
    return np.stack([nothing if row is None else row for row in rows]).astype(float)


def _draw_trace(axes, values, i, *, alone):
    axes.plot(values, **line_style(i))
    for step, value in enumerate(values):
        if np.isnan(value):
            place = {"xycoords": ("data", "axes fraction"), "ha": "center", "va": "center"}
            axes.annotate("None", (step, 0.5), color=MUTED, **place)
        elif alone:
            beside(axes, f"{value:.3g}", (step, value), (0, 7), ha="center", fontsize=9)
