"""Gradients and steps, on losses small enough to be seen whole."""

import itertools
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from fmnist_helpers.plots.inputs import as_array, as_numbers, same_length
from fmnist_helpers.plots.style import (
    HALO,
    INK,
    LINES,
    MARKERS,
    MUTED,
    PALETTE,
    LessonFigure,
    label_line_ends,
    styled,
)
from fmnist_helpers.plots.surface import as_paths, surface_grid, surface_ranges
from fmnist_helpers.plots.words import counted, listed, number

ARROW = {"arrowstyle": "-|>", "color": PALETTE[0], "shrinkA": 3, "shrinkB": 0}


@styled
def squared_errors(x: ArrayLike, y: ArrayLike, predictions: ArrayLike) -> LessonFigure:
    """What MSELoss averages: for each point, the square on its distance from the prediction.

    `x`, `y` and `predictions` are N numbers each, x in any order.
    """
    x, y, predictions = (
        as_numbers(v, n) for v, n in ((x, "x"), (y, "y"), (predictions, "predictions"))
    )
    same_length(x=x, y=y, predictions=predictions)
    errors = predictions - y
    mean = float(np.mean(errors**2))
    figure = LessonFigure(
        5.6,
        4.4,
        alt=f"{len(x)} points, the line that predicts them, and the square of each error",
        details=f"mean squared error {mean:.4g}; "
        + "; ".join(
            f"at x {a:.3g} target {b:.3g}, predicted {c:.3g}, "
            + (f"a square of side {abs(c - b):.3g}" if c != b else "no error")
            for a, b, c in zip(x, y, predictions, strict=True)
        ),
    )
    axes = figure.subplots()
    order = np.argsort(x, kind="stable")
    axes.plot(x[order], predictions[order], color=PALETTE[0], label="prediction")
    axes.plot(x, y, "o", color=INK, label="target")
    axes.margins(0.15)
    axes.set_box_aspect(0.75)
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    stretch = 0.75 * (right - left) / (top - bottom)  # so that a square looks like one
    for at, target, error in zip(x, y, errors, strict=True):
        size = (-error * stretch, error)
        axes.add_patch(Rectangle((at, target), *size, facecolor=PALETTE[1], alpha=0.25))
        axes.plot([at, at], [target, target + error], color=PALETTE[1], linewidth=1.2)
    axes.set_xlim(left, right)
    axes.set_ylim(bottom, top)
    axes.set_xlabel("x")
    axes.set_ylabel("y")
    axes.set_title(f"mean of the {len(x)} squares: {mean:.3g}", loc="left")
    axes.legend(frameon=False, fontsize=9)
    return figure


@styled
def gradient_steps(
    loss_fn: Callable[[float], float],
    weights: ArrayLike,
    *,
    x_range: tuple[float, float] | None = None,
    xlabel: str = "weight",
) -> LessonFigure:
    """A loss of one weight, the slope at each weight, and the steps taken, numbered.

    `loss_fn` takes a float and gives a float; `weights` are the weight's values in order, the first
    before any step. `x_range` is the part of the loss to draw; it defaults to what they cover.
    """
    weights = as_numbers(weights, "weights")
    margin = 0.25 * np.ptp(weights) or 1.0
    low, high = x_range or (weights.min() - margin, weights.max() + margin)
    x = np.linspace(low, high, 401)
    curve, losses = (np.array([float(loss_fn(float(w))) for w in part]) for part in (x, weights))
    slopes = np.array([_slope(loss_fn, w) for w in weights])
    figure = LessonFigure(
        6.4,
        3.8,
        alt=f"a loss of one weight, and {len(weights) - 1} steps on it with the slope at each",
        details="; ".join(
            f"weight {w:.4g} loss {v:.4g} slope {s:.4g}"
            for w, v, s in zip(weights, losses, slopes, strict=True)
        )
        + f"; {_describe_steps(weights, losses)}; the curve is lowest near weight "
        f"{x[curve.argmin()] + 0.0:.2g}",
    )
    axes = figure.subplots()
    axes.plot(x, curve, color=MUTED)
    _draw_slopes(axes, weights, losses, slopes, (np.ptp(x), np.ptp(curve)))
    # The step moves the weight, and the loss follows: sideways first, then down (or up).
    for (w, v), (w_next, v_next) in itertools.pairwise(zip(weights, losses, strict=True)):
        axes.annotate("", (w_next, v), xytext=(w, v), arrowprops=ARROW)
        axes.plot([w_next, w_next], [v, v_next], ":", color=PALETTE[0], linewidth=1.2)
    axes.plot(weights, losses, "o", color=PALETTE[0], markersize=6, label="weight after each step")
    for i in _apart(weights, losses, x, curve):
        axes.annotate(
            str(i),
            (weights[i], losses[i]),
            xytext=(0, -15),
            textcoords="offset points",
            ha="center",
            color=PALETTE[0],
            path_effects=HALO,
        )
    axes.set_xlim(low, high)
    axes.margins(y=0.12)  # room for the numbers under the lowest points
    axes.set_xlabel(xlabel)
    axes.set_ylabel("loss")
    axes.grid()
    figure.legend(loc="outside upper left", ncols=2, frameon=False)
    return figure


@styled
def step_trace(records: Iterable[Mapping[str, Any]]) -> LessonFigure:
    """What each call changed: the weight, its gradient and the loss after every operation.

    `records` are dicts with "operation" (a name such as "backward"), "weight" and "gradient" (a
    number or several; a gradient may be None) and "loss", in the order in which they happened.
    """
    records = list(records)
    if not records:
        raise ValueError("records: found none; expected at least one operation")
    rows = {key: _trace(records, key) for key in ("weight", "gradient", "loss")}
    operations = [str(record["operation"]) for record in records]
    figure = LessonFigure(
        max(4.5, min(8.8, 1.6 + 0.8 * len(records))),
        4.6,
        alt="weight, gradient and loss after each of: " + ", ".join(operations),
        details="; ".join(
            f"{key}: "
            + ", ".join("/".join("None" if np.isnan(v) else f"{v:.4g}" for v in r) for r in row)
            + f" ({_changed(row, operations)})"
            for key, row in rows.items()
        ),
    )
    grid = figure.subplots(3, 1, sharex=True)
    for axes, (key, row) in zip(grid, rows.items(), strict=True):
        axes.margins(x=0.06, y=0.35)
        for i, values in enumerate(row.T):
            _draw_trace(axes, values, i, row.shape[1] == 1)
        if row.shape[1] > 1:
            ends = [(len(row) - 1, v, f"{key} {i}", PALETTE[i % 7]) for i, v in enumerate(row[-1])]
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
    names: tuple[str, str] = ("w₀", "w₁"),
) -> LessonFigure:
    """Contours of a loss of two weights, and the path that each optimizer takes over it.

    `surface(w0, w1)` gives the loss and takes arrays (plain arithmetic does). `paths` is {name:
    (N, 2) weights, the start first}. The ranges default to what the paths cover; a path that leaves
    them is cut off there, one that comes to NaN ends.
    """
    paths = as_paths(paths)
    x_range, y_range = surface_ranges(paths, x_range, y_range)
    x, y, losses, levels = surface_grid(surface, x_range, y_range)
    figure = LessonFigure(
        7.4,
        4.8,
        alt="contours of a loss of two weights, with the paths of " + ", ".join(paths),
        details="; ".join(
            f"{name}: {counted(len(p) - 1, 'step')} from ({p[0, 0]:.3g}, {p[0, 1]:.3g}) to "
            f"({p[-1, 0]:.3g}, {p[-1, 1]:.3g}), {_describe_path(p, surface, names)}"
            for name, p in paths.items()
        )
        + "; the loss is lowest near "
        + "({}, {})".format(*(number(v) for v in _lowest(x, y, losses))),
    )
    axes = figure.subplots()
    axes.contourf(x, y, losses, levels=levels, cmap="Greys", alpha=0.4, extend="both")
    axes.contour(x, y, losses, levels=levels, colors=MUTED, linewidths=0.5, alpha=0.6)
    axes.set_xlim(x_range)
    axes.set_ylim(y_range)
    for i, (name, path) in enumerate(paths.items()):
        axes.plot(
            *path.T,
            color=PALETTE[i % len(PALETTE)],
            linestyle=LINES[i % len(LINES)],
            marker=MARKERS[i % len(MARKERS)],
            markersize=4,
            markevery=max(1, len(path) // 15),
            label=name,
        )
    starts = np.unique([path[0] for path in paths.values()], axis=0)
    axes.plot(*starts.T, "o", color=INK, markersize=8, zorder=4, label="start")
    axes.set_xlabel(names[0])
    axes.set_ylabel(names[1], rotation=0)
    figure.legend(loc="outside right upper", frameon=False)
    return figure


def _describe_steps(weights, losses):
    """Whether the steps get shorter and the loss falls, if it holds for all of them."""
    lengths, falls = np.abs(np.diff(weights)), np.diff(losses)
    said = []
    if len(lengths) > 1 and (np.diff(lengths) < 0).all():
        said.append("each step is shorter than the one before")
    elif len(lengths) > 1 and (np.diff(lengths) > 0).all():
        said.append("each step is longer than the one before")
    if len(falls) and (falls < 0).all():
        said.append("the loss falls at every step")
    elif len(falls) and (falls > 0).all():
        said.append("the loss grows at every step")
    return " and ".join(said) or "steps and losses go up and down"


def _changed(row, operations):
    """After which operations a row of `step_trace` holds something else than before."""
    same = (row[1:] == row[:-1]) | (np.isnan(row[1:]) & np.isnan(row[:-1]))
    changed = [operations[i + 1] for i in np.flatnonzero(~same.all(axis=1))]
    return "changes at each " + listed([*dict.fromkeys(changed)]) if changed else "never changes"


def _describe_path(path, surface, names):
    """How the loss ends, and how often the path turns back along each weight: a zigzag."""
    losses = [float(surface(*path[i])) for i in (0, -1)]
    steps = np.sign(np.diff(path, axis=0))
    turns = (steps[1:] * steps[:-1] < 0).sum(axis=0)
    back = [f"{counted(n, 'time')} along {name}" for n, name in zip(turns, names, strict=True) if n]
    said = f"loss {number(losses[0])} to {number(losses[1])}"
    return said + (f", turns back {listed(back)}" if back else ", without turning back")


def _lowest(x, y, losses):
    row, column = np.unravel_index(losses.argmin(), losses.shape)
    return x[column], y[row]


def _draw_slopes(axes, weights, losses, slopes, spans):
    """A short piece of the tangent at each weight, all of about the same length on the page."""
    width, height = spans[0], max(spans[1], 1e-12)
    for i, (weight, loss, slope) in enumerate(zip(weights, losses, slopes, strict=True)):
        half = 0.05 * width / np.hypot(1, 0.6 * slope * width / height)
        axes.plot(
            [weight - half, weight + half],
            [loss - slope * half, loss + slope * half],
            color=PALETTE[1],
            linewidth=3,
            label=None if i else "slope (the gradient)",
        )


def _slope(loss_fn, weight):
    step = 1e-4 * max(1.0, abs(weight))
    return (float(loss_fn(weight + step)) - float(loss_fn(weight - step))) / (2 * step)


def _apart(weights, losses, x, curve):
    """The points whose number is written: not those that lie on one already numbered."""
    size = np.array([np.ptp(x), max(np.ptp(curve), 1e-12)])
    kept = []
    for i, point in enumerate(np.stack([weights, losses], axis=1) / size):
        if all(np.abs(point - other).max() > 0.035 for _, other in kept):
            kept.append((i, point))
    return [i for i, _ in kept]


def _trace(records, key):
    """One row a record, one column a number; None becomes NaN."""
    missing = [i for i, record in enumerate(records) if key not in record]
    if missing:
        i = missing[0]
        raise ValueError(f"records[{i}]: expected {key!r}, found {list(records[i])}")
    rows = [None if r[key] is None else as_array([r[key]], key).reshape(-1) for r in records]
    widths = {len(row) for row in rows if row is not None} or {1}
    if len(widths) > 1:
        raise ValueError(f"{key}: expected as many numbers in each record, found {sorted(widths)}")
    (width,) = widths
    return np.stack([np.full(width, np.nan) if row is None else row.astype(float) for row in rows])


def _draw_trace(axes, values, i, alone):
    steps = np.arange(len(values))
    color = PALETTE[i % len(PALETTE)]
    axes.plot(steps, values, color=color, marker=MARKERS[i % 7], linestyle=LINES[i % len(LINES)])
    for step, value in zip(steps, values, strict=True):
        if np.isnan(value):
            place = {"xycoords": ("data", "axes fraction"), "ha": "center", "va": "center"}
            axes.annotate("None", (step, 0.5), color=MUTED, **place)
        elif alone:
            axes.annotate(
                f"{value:.3g}",
                (step, value),
                xytext=(0, 7),
                textcoords="offset points",
                ha="center",
                fontsize=9,
                path_effects=HALO,
            )
