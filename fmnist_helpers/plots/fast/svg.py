"""Drawings as SVG text, for figures that change ten times a second.

Each is one `<svg>` of a fixed size, with `<title>` and `<desc>` for screen readers. Text and lines
take the page's own colors, so that they can be read in light and in dark themes.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from html import escape

import contourpy
import numpy as np
from numpy.typing import ArrayLike

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
from fmnist_helpers.plots.learning import as_series, drawn_span, visible_part
from fmnist_helpers.plots.style import spread_apart
from fmnist_helpers.plots.surface import as_paths, surface_grid
from fmnist_helpers.plots.words import each


def svg_curves(
    series: Mapping[str, ArrayLike],
    *,
    y: str = "loss",
    window: int = 1,
    width: int = 560,
    height: int = 280,
    start: int = 0,
    top: float | None = None,
    x_max: int | None = None,
    title: str = "curves",
) -> str:
    """Lines that may grow: {name: numbers, one per step}, the first at `start`.

    Lines are averaged over `window` steps. NaN, infinity and lines that end above `top` are
    allowed, and marked "diverges" or, if they began higher, "is above". `x_max` fixes the right
    end, so that a growing line doesn't rescale the picture at every step. A name may have no number
    yet.
    """
    series = as_series(series, empty=True)
    parts = {name: visible_part(values, window, top) for name, values in series.items()}
    low, high = drawn_span(parts.values(), top)
    margin = 0.05 * (high - low) or 0.5
    last = max(start + len(shown) - 1 for shown, _ in parts.values())
    plot = Plot(
        width,
        height,
        (start, max(x_max or start, last, start + 1)),
        (low - margin, high + margin),
        right=40 + 7 * max(len(name) + 1 + len(outcome) for name, (_, outcome) in parts.items()),
    )
    ends = []
    for i, (name, (shown, outcome)) in enumerate(parts.items()):
        if not len(shown):
            continue
        thin = max(1, len(shown) // width)  # more points than pixels are only slow
        keep = np.unique(np.append(np.arange(0, len(shown), thin), len(shown) - 1))
        drawn = shown[keep].clip(max=np.inf if top is None else 2 * abs(top))
        plot.line(i, start + keep, drawn, held_values(name, start + keep, shown[keep]))
        px, py = plot.at(start + len(shown) - 1, shown[-1])
        plot.mark(i, px, py, cross=outcome == "diverges")
        ends.append((i, px, py, f"{name} {outcome}".strip()))
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
    return plot.svg("step", y, title, spoken)


def held_values(name, steps, values) -> str:
    """Attributes from which a page can say what a line shows under the pointer."""
    steps, values = " ".join(map(str, steps)), " ".join(f"{value:.4g}" for value in values)
    return f' data-name="{escape(name)}" data-steps="{steps}" data-values="{values}"'


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
    spoken = each(f"{{}} {form}", labels, values, between=", ")
    return svg_tag(width, height, parts, title, spoken)


def svg_histogram(values: ArrayLike, *, mark: float, title: str) -> str:
    """How often each value from 0 to 255 occurs, as columns; `mark` points at one value.

    `values` is an array of any shape. The counts are drawn by their square root, so that the many
    pixels of the background don't hide the others.
    """
    values = as_array(values, "values")
    counts, edges = np.histogram(values, np.linspace(0, 255, 65))
    plot = Plot(420, 150, (0, 255), (0, math.sqrt(max(counts.max(), 1)) * 1.05), right=14)
    for left, right, count in zip(edges[:-1], edges[1:], counts, strict=True):
        x, y = plot.at(left, math.sqrt(count))
        w, h = plot.at(right, 0)[0] - x, plot.bottom - y
        if count:
            plot.parts.append(rect_tag(x, y, w - 0.5, h, f'fill="{COLORS[0]}"'))
    px, _ = plot.at(mark, 0)
    plot.parts.append(line_tag(px, plot.top, px, plot.bottom, f'stroke="{COLORS[1]}"', 2))
    plot.text(min(px + 5, plot.width - 40), plot.top + 10, f"{mark:.4g}")
    spoken = f"{values.size} values from {values.min():.4g} to {values.max():.4g}"
    spoken += f", one marked at {mark:.4g}"
    return plot.svg("pixel value", "", title, spoken, y_ticks=False)


def svg_paths(
    surface: Callable,
    paths: Mapping[str, ArrayLike],
    *,
    x_range: tuple[float, float],
    y_range: tuple[float, float],
    names: tuple[str, str] = ("w0", "w1"),
) -> str:
    """Contours of a loss of two weights with a path for each name, as in `loss_surface_paths`."""
    paths = as_paths(paths)
    x, y, losses, levels = surface_grid(surface, paths, x_range, y_range, size=61)
    beside = 84 + 7 * max(map(len, paths))
    plot = Plot(400 + beside, 400, x_range, y_range, right=beside)
    lines = contourpy.contour_generator(x, y, losses)
    for level in levels:
        for line in lines.lines(level):
            points = to_points(plot, line[:, 0], line[:, 1])
            look = 'fill="none" stroke="currentColor" stroke-opacity="0.25"'
            plot.parts.append(f'<polyline points="{points}" {look}/>')
    plot.parts.append(plot.clipped_from_here())
    for i, path in enumerate(paths.values()):
        plot.line(i, path[:, 0], path[:, 1])
        end = (
            np.clip(at, *limits) for at, limits in zip(path[-1], (x_range, y_range), strict=True)
        )
        plot.mark(i, *plot.at(*end))
    plot.parts.append("</svg>")
    px, py = plot.at(*next(iter(paths.values()))[0])
    plot.text(px - 8, py - 8, "start")
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
