"""Drawings as SVG text, for figures that change ten times a second.

Each is one `<svg>` of a fixed size, with `<title>` and `<desc>` for screen readers. Text and lines
take the page's own colors, so that they can be read in light and in dark themes.
"""

import math
from collections.abc import Callable, Mapping, Sequence

import contourpy
import numpy as np
from numpy.typing import ArrayLike

from fmnist_helpers.plots.diagrams import LOADER_STAGES, as_stages, highlighted
from fmnist_helpers.plots.fast.elements import (
    COLORS,
    Plot,
    line_tag,
    rect_tag,
    short,
    svg_tag,
    text_tag,
    to_points,
)
from fmnist_helpers.plots.inputs import as_array, as_numbers, same_length
from fmnist_helpers.plots.learning import as_series, visible_part
from fmnist_helpers.plots.style import spread_apart
from fmnist_helpers.plots.surface import as_paths, surface_grid, surface_ranges


def svg_curves(
    series: Mapping[str, ArrayLike],
    *,
    x: str = "step",
    y: str = "loss",
    window: int = 1,
    width: int = 560,
    height: int = 280,
    start: int = 0,
    top: float | None = None,
    x_max: int | None = None,
    title: str | None = None,
) -> str:
    """Lines that may grow: {name: numbers, one per step}, the first at `start`.

    Lines are averaged over `window` steps. NaN, infinity and lines that end above `top` are
    allowed, and marked "diverges" or, if they began higher, "is above". `x_max` fixes the right
    end, so that a growing line doesn't rescale the picture at every step. A name may have no number
    yet.
    """
    series = as_series(series, empty=True)
    parts = {name: visible_part(values, window, top) for name, values in series.items()}
    drawn = np.concatenate([shown for shown, _ in parts.values()])
    drawn = drawn if top is None else drawn.clip(max=top)  # a peak may leave the picture
    low, high = (drawn.min(), drawn.max()) if drawn.size else (0.0, 1.0)
    last = max(start + len(shown) - 1 for shown, _ in parts.values())
    plot = Plot(
        width,
        height,
        (start, max(x_max or start, last, start + 1)),
        _padded(low, high),
        right=40 + 7 * max(len(name) + 1 + len(outcome) for name, (_, outcome) in parts.items()),
    )
    ends = [
        _curve(plot, i, name, start + np.arange(len(shown)), shown, outcome, top)
        for i, (name, (shown, outcome)) in enumerate(parts.items())
        if len(shown)
    ]
    heights = spread_apart([py for _, _, py, _ in ends], 15)
    for (i, px, _, text), py in zip(ends, heights, strict=True):
        plot.mark(i, px + 14, py)  # where two lines end at one point: which name is whose
        plot.text(px + 22, py + 4, text)
    spoken = "; ".join(
        f"{name}: {values[0]:.3g} to {values[-1]:.3g} after {len(values)}"
        if len(values)
        else f"{name}: nothing yet"
        for name, values in series.items()
    )
    return plot.svg(x, y, title or f"{y} by {x}", spoken)


def svg_bars(
    values: ArrayLike,
    labels: Sequence[str],
    *,
    highlight: int | None = None,
    low: float | None = None,
    high: float | None = None,
    form: str = "{:.2f}",
    width: int = 420,
    title: str = "values",
) -> str:
    """Horizontal bars with their numbers, from zero; negative ones go left.

    `low` and `high` fix the scale, so that bars that change don't rescale it. `highlight` is the
    place of a bar to draw dark, with its label in bold.
    """
    values = as_numbers(values, "values")
    labels = [str(label) for label in labels]
    same_length(values=values, labels=labels)
    low = min(0.0, values.min() if low is None else low)
    high = max(0.0, values.max() if high is None else high)
    left, row = 14 + 7 * max(map(len, labels)), 22
    beside = 46 if low < 0 else 0  # room for the numbers of negative bars
    scale = (width - left - beside - 46) / ((high - low) or 1.0)
    zero = left + beside - low * scale
    parts = []
    for i, (value, label) in enumerate(zip(values, labels, strict=True)):
        y, length = i * row + 4, min(max(value, low), high) * scale
        lit = i == highlight
        fill = f'fill="{COLORS[0]}"' if lit else 'fill="currentColor" fill-opacity="0.3"'
        parts.append(rect_tag(min(zero, zero + length), y, abs(length), row - 6, fill))
        weight = ' font-weight="bold"' if lit else ""
        parts.append(text_tag(left - 6, y + 12, label, "end", weight))
        side = ("start", 5) if value >= 0 else ("end", -5)
        parts.append(text_tag(zero + length + side[1], y + 12, form.format(value), side[0], weight))
    height = len(values) * row + 4
    parts.append(line_tag(zero, 0, zero, height))
    spoken = ", ".join(
        f"{label} {form.format(value)}" for label, value in zip(labels, values, strict=True)
    )
    return svg_tag(width, height, parts, title, spoken)


def svg_histogram(
    values: ArrayLike,
    *,
    top: float = 255,
    bins: int = 64,
    mark: float | None = None,
    width: int = 420,
    height: int = 150,
    title: str = "histogram",
) -> str:
    """How often each value from 0 to `top` occurs, as columns; `mark` points at one value.

    `values` is an array of any shape. The counts are drawn by their square root, so that the many
    pixels of the background don't hide the others.
    """
    values = as_array(values, "values").reshape(-1).astype(float)
    if not values.size or not np.isfinite(values).all():
        found = "NaN or infinity" if values.size else "none"
        raise ValueError(f"values: expected finite numbers, found {found}")
    edges = np.linspace(0, top, bins + 1)
    counts, _ = np.histogram(values, edges)
    plot = Plot(width, height, (0, top), (0, math.sqrt(max(counts.max(), 1)) * 1.05), right=14)
    for left, right, count in zip(edges[:-1], edges[1:], counts, strict=True):
        x, y = plot.at(left, math.sqrt(count))
        w, h = plot.at(right, 0)[0] - x, plot.at(0, 0)[1] - y
        if count:
            plot.parts.append(rect_tag(x, y, max(w - 0.5, 0.5), h, f'fill="{COLORS[0]}"'))
    if mark is not None:
        px, _ = plot.at(min(max(mark, 0), top), 0)
        plot.parts.append(line_tag(px, plot.top, px, plot.bottom, f'stroke="{COLORS[1]}"', 2))
        plot.text(min(px + 5, width - 40), plot.top + 10, f"{mark:.4g}")
    spoken = f"{values.size} values from {values.min():.4g} to {values.max():.4g}" + (
        f", one marked at {mark:.4g}" if mark is not None else ""
    )
    return plot.svg("pixel value", "", title, spoken, y_ticks=False)


def svg_paths(
    surface: Callable,
    paths: Mapping[str, ArrayLike],
    *,
    x_range: tuple[float, float] | None = None,
    y_range: tuple[float, float] | None = None,
    size: int = 420,
    names: tuple[str, str] = ("w0", "w1"),
) -> str:
    """Contours of a loss of two weights with a path for each name, as in `loss_surface_paths`."""
    paths = as_paths(paths)
    x_range, y_range = surface_ranges(paths, x_range, y_range)
    x, y, losses, levels = surface_grid(surface, x_range, y_range, size=61)
    longest = max(map(len, paths))
    beside = 84 + 7 * longest
    plot = Plot(size + beside, size, x_range, y_range, right=beside)
    lines = contourpy.contour_generator(x, y, losses)
    for level in levels:
        for line in lines.lines(level):
            points = to_points(plot, line[:, 0], line[:, 1])
            plot.parts.append(
                f'<polyline points="{points}" fill="none" stroke="currentColor" '
                'stroke-opacity="0.25"/>'
            )
    plot.parts.append(plot.clipped_from_here())
    for i, path in enumerate(paths.values()):
        plot.line(i, path[:, 0], path[:, 1])
        plot.mark(i, *plot.at(*_inside(path[-1], x_range, y_range)))
    first = next(iter(paths.values()))[0]
    plot.parts.append("</svg>")
    plot.text(plot.at(*first)[0] - 8, plot.at(*first)[1] - 8, "start")
    for i, name in enumerate(paths):
        px, py = plot.right + 14, plot.top + 12 + 20 * i
        plot.stroke(i, f"{short(px)},{short(py)} {short(px + 36)},{short(py)}")
        plot.mark(i, px + 36, py)
        plot.text(px + 46, py + 4, name)
    spoken = "; ".join(
        f"{name} after {len(p) - 1} steps at ({p[-1, 0]:.3g}, {p[-1, 1]:.3g})"
        for name, p in paths.items()
    )
    return plot.svg(*names, "paths over a loss surface", spoken)


def svg_matrix(
    matrix: ArrayLike,
    labels: Sequence[str],
    *,
    selected: tuple[int, int] | None = None,
    cell: int = 44,
    title: str = "confusion matrix",
) -> str:
    """A table of counts, darker for larger shares of the row; `selected` frames (row, column)."""
    counts = as_array(matrix, "matrix")
    labels = [str(label) for label in labels]
    if counts.shape != (len(labels), len(labels)):
        raise ValueError(f"matrix: expected shape {(len(labels),) * 2}, found {counts.shape}")
    left, top = 14 + 7 * max(map(len, labels)), 14 + 5 * max(map(len, labels))
    height = 26
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    parts = []
    for (row, column), count in np.ndenumerate(counts):
        x, y = left + column * cell, top + row * height
        opacity = short(0.75 * math.sqrt(shares[row, column]))
        fill = f'fill="{COLORS[0]}" fill-opacity="{opacity}"'
        parts.append(rect_tag(x, y, cell, height, fill))
        parts.append(text_tag(x + cell / 2, y + 17, f"{int(count)}", "middle"))
    for i, label in enumerate(labels):
        parts.append(text_tag(left - 6, top + i * height + 17, label, "end"))
        x, y = left + i * cell + cell / 2 - 4, top - 6
        parts.append(
            text_tag(x, y, label, "start", f' transform="rotate(-35 {short(x)} {short(y)})"')
        )
    spoken = "rows are labels, columns predictions"
    if selected is not None:
        row, column = selected
        if not (0 <= row < len(labels) and 0 <= column < len(labels)):
            raise ValueError(f"selected: expected a cell of {counts.shape}, found {selected}")
        x, y = left + column * cell, top + row * height
        frame = f'fill="none" stroke="{COLORS[1]}" stroke-width="3"'
        parts.append(rect_tag(x, y, cell, height, frame))
        spoken += (
            f"; selected: {int(counts[row, column])} of label {labels[row]} "
            f"predicted as {labels[column]}"
        )
    width = left + len(labels) * cell + 7 * len(labels[-1])
    return svg_tag(width, top + len(labels) * height + 4, parts, title, spoken)


def svg_pipeline(
    stages: Sequence[tuple[str, str]] = LOADER_STAGES,
    *,
    highlight: str | int | None = None,
    width: int = 720,
    title: str = "pipeline",
) -> str:
    """The stages of `pipeline`, as SVG; the highlighted one is filled, with a thick edge."""
    stages = as_stages(stages)
    lit = highlighted(stages, highlight)
    gap = 26
    box = (width - 4 - gap * (len(stages) - 1)) / len(stages)
    parts = []
    for i, (name, text) in enumerate(stages):
        x = 2 + i * (box + gap)
        on = i == lit
        fill = f'fill="{COLORS[0]}"' if on else 'fill="currentColor" fill-opacity="0.06"'
        ink = ' style="fill:#fff"' if on else ""
        edge = f'rx="10" stroke="currentColor" stroke-width="{3 if on else 1}"'
        parts.append(rect_tag(x, 2, box, 84, f"{fill} {edge}"))
        bold = f' font-weight="bold"{ink}'
        parts.append(text_tag(x + box / 2, 28, name, "middle", bold))
        for line, words in enumerate(text.split("\n")):
            parts.append(text_tag(x + box / 2, 50 + 17 * line, words, "middle", ink))
        if i:
            parts.append(line_tag(x - gap + 2, 44, x - 8, 44))
            parts.append(f'<path d="M{short(x - 2)} 44l-8-4v8z" fill="currentColor"/>')
    spoken = " → ".join(f"{name} ({text})" for name, text in stages)
    if lit is not None:
        spoken += f"; highlighted: {stages[lit][0]}"
    return svg_tag(width, 88, parts, title, spoken)


def _curve(plot, i, name, steps, shown, outcome, top):
    """Draw one line; gives its place, where its name belongs, and the name."""
    thin = max(1, len(shown) // plot.width)  # more points than pixels are only slow
    keep = np.unique(np.append(np.arange(0, len(shown), thin), len(shown) - 1))
    plot.line(i, steps[keep], shown[keep] if top is None else shown[keep].clip(max=2 * abs(top)))
    px, py = plot.at(steps[-1], shown[-1])
    (plot.cross if outcome == "diverges" else plot.mark)(i, px, py)
    return i, px, py, f"{name} {outcome}".strip()


def _inside(point, x_range, y_range):
    return np.clip(point[0], *x_range), np.clip(point[1], *y_range)


def _padded(low, high):
    margin = 0.05 * (high - low) or 0.5
    return low - margin, high + margin
