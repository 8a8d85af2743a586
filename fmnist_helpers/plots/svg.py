"""Drawings as SVG text, for figures that change ten times a second.

Each is one `<svg>` of a fixed size, with `<title>` and `<desc>` for screen readers. Text and lines
take the page's own colors, so that they can be read in light and in dark themes.
"""

import math
from html import escape

import contourpy
import numpy as np
from matplotlib.ticker import MaxNLocator

from ._check import as_array, as_numbers, same_length
from ._figure import PALETTE, spread_apart
from ._surface import as_paths, surface_grid, surface_ranges
from .diagrams import LOADER_STAGES, as_stages, highlighted
from .learning import as_series, visible_part

# Black follows the theme.
COLORS = tuple("currentColor" if color == "#000000" else color for color in PALETTE)
DASHES = ("", "7 4", "7 3 2 3", "2 3", "7 2 2 2 2 2", "12 4", "1 4")
MARKS = (
    "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0",
    "M-4-4h8v8h-8z",
    "M0-5L5 4H-5z",
    "M0-5L5 0L0 5L-5 0z",
)


def svg_curves(
    series, *, x="step", y="loss", width=560, height=280, start=0, top=None, x_max=None, title=None
):
    """Lines that may grow: {name: numbers, one a step}, the first at `start`.

    NaN, infinity and lines that end above `top` are allowed, and marked "diverges". `x_max` fixes
    the right end, so that a growing line doesn't rescale the picture at every step. A name may have
    no number yet.
    """
    series = as_series(series, empty=True)
    parts = {name: visible_part(values, top=top) for name, values in series.items()}
    drawn = np.concatenate([shown for shown, _ in parts.values()])
    drawn = drawn if top is None else drawn.clip(max=top)
    low, high = (drawn.min(), drawn.max()) if drawn.size else (0.0, 1.0)
    last = max(start + len(shown) - 1 for shown, _ in parts.values())
    plot = Plot(
        width,
        height,
        (start, max(x_max or start, last, start + 1)),
        _padded(low, high),
        right=26 + 7 * max(len(name) + 9 * diverged for name, (_, diverged) in parts.items()),
    )
    ends = [
        _curve(plot, i, name, start + np.arange(len(shown)), shown, diverged, top)
        for i, (name, (shown, diverged)) in enumerate(parts.items())
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
    values, labels, *, highlight=None, low=None, high=None, form="{:.2f}", width=420, title="values"
):
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
        parts.append(
            f'<rect x="{_n(min(zero, zero + length))}" y="{y}" width="{_n(abs(length))}" '
            f'height="{row - 6}" {fill}/>'
        )
        weight = ' font-weight="bold"' if lit else ""
        parts.append(_text(left - 6, y + 12, label, "end", weight))
        side = ("start", 5) if value >= 0 else ("end", -5)
        parts.append(_text(zero + length + side[1], y + 12, form.format(value), side[0], weight))
    height = len(values) * row + 4
    parts.append(_line(zero, 0, zero, height))
    spoken = ", ".join(
        f"{label} {form.format(value)}" for label, value in zip(labels, values, strict=True)
    )
    return _svg(width, height, parts, title, spoken)


def svg_histogram(values, *, top=255, bins=64, mark=None, width=420, height=150, title="histogram"):
    """How often each value from 0 to `top` occurs, as columns; `mark` points at one value.

    `values` is an array of any shape. The counts are drawn by their square root, so that the many
    pixels of the background don't hide the others.
    """
    values = as_array(values, "values").reshape(-1).astype(float)
    if not values.size or not np.isfinite(values).all():
        raise ValueError(f"values: expected finite numbers, found {values.size} with NaN or none")
    edges = np.linspace(0, top, bins + 1)
    counts, _ = np.histogram(values, edges)
    plot = Plot(width, height, (0, top), (0, math.sqrt(max(counts.max(), 1)) * 1.05), right=14)
    for left, right, count in zip(edges[:-1], edges[1:], counts, strict=True):
        x, y = plot.at(left, math.sqrt(count))
        w, h = plot.at(right, 0)[0] - x, plot.at(0, 0)[1] - y
        if count:
            plot.parts.append(
                f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(max(w - 0.5, 0.5))}" height="{_n(h)}" '
                f'fill="{COLORS[0]}"/>'
            )
    if mark is not None:
        px, _ = plot.at(min(max(mark, 0), top), 0)
        plot.parts.append(_line(px, plot.top, px, plot.bottom, f'stroke="{COLORS[1]}"', 2))
        plot.text(min(px + 5, width - 40), plot.top + 10, f"{mark:.4g}")
    spoken = f"{values.size} values from {values.min():.4g} to {values.max():.4g}" + (
        f", one marked at {mark:.4g}" if mark is not None else ""
    )
    return plot.svg("pixel value", "", title, spoken, y_ticks=False)


def svg_paths(surface, paths, *, x_range=None, y_range=None, size=420, names=("w0", "w1")):
    """Contours of a loss of two weights with a path for each name, as in `loss_surface_paths`."""
    paths = as_paths(paths)
    x_range, y_range = surface_ranges(paths, x_range, y_range)
    x, y, losses, levels = surface_grid(surface, x_range, y_range, size=61)
    longest = max(map(len, paths))
    beside = 70 + 7 * longest
    plot = Plot(size + beside, size, x_range, y_range, right=beside)
    lines = contourpy.contour_generator(x, y, losses)
    for level in levels:
        for line in lines.lines(level):
            points = _points(plot, line[:, 0], line[:, 1])
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
        plot.stroke(i, f"{_n(px)},{_n(py)} {_n(px + 36)},{_n(py)}")
        plot.mark(i, px + 36, py)
        plot.text(px + 46, py + 4, name)
    spoken = "; ".join(
        f"{name} after {len(p) - 1} steps at ({p[-1, 0]:.3g}, {p[-1, 1]:.3g})"
        for name, p in paths.items()
    )
    return plot.svg(*names, "paths over a loss surface", spoken)


def svg_matrix(matrix, labels, *, selected=None, cell=44, title="confusion matrix"):
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
        parts.append(
            f'<rect x="{x}" y="{y}" width="{cell}" height="{height}" fill="{COLORS[0]}" '
            f'fill-opacity="{_n(0.75 * math.sqrt(shares[row, column]))}"/>'
        )
        parts.append(_text(x + cell / 2, y + 17, f"{int(count)}", "middle"))
    for i, label in enumerate(labels):
        parts.append(_text(left - 6, top + i * height + 17, label, "end"))
        x, y = left + i * cell + cell / 2 - 4, top - 6
        parts.append(_text(x, y, label, "start", f' transform="rotate(-35 {_n(x)} {_n(y)})"'))
    spoken = "rows are labels, columns predictions"
    if selected is not None:
        row, column = selected
        x, y = left + column * cell, top + row * height
        parts.append(
            f'<rect x="{x}" y="{y}" width="{cell}" height="{height}" fill="none" '
            f'stroke="{COLORS[1]}" stroke-width="3"/>'
        )
        spoken += (
            f"; selected: {int(counts[row, column])} of label {labels[row]} "
            f"predicted as {labels[column]}"
        )
    width = left + len(labels) * cell + 7 * len(labels[-1])
    return _svg(width, top + len(labels) * height + 4, parts, title, spoken)


def svg_pipeline(stages=LOADER_STAGES, *, highlight=None, width=720, title="pipeline"):
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
        parts.append(
            f'<rect x="{_n(x)}" y="2" width="{_n(box)}" height="84" rx="10" {fill} '
            f'stroke="currentColor" stroke-width="{3 if on else 1}"/>'
        )
        bold = f' font-weight="bold"{ink}'
        parts.append(_text(x + box / 2, 28, name, "middle", bold))
        for line, words in enumerate(text.split("\n")):
            parts.append(_text(x + box / 2, 50 + 17 * line, words, "middle", ink))
        if i:
            parts.append(_line(x - gap + 2, 44, x - 8, 44))
            parts.append(f'<path d="M{_n(x - 2)} 44l-8-4v8z" fill="currentColor"/>')
    spoken = " → ".join(f"{name} ({text})" for name, text in stages)
    if lit is not None:
        spoken += f"; highlighted: {stages[lit][0]}"
    return _svg(width, 88, parts, title, spoken)


class Plot:
    """Axes: data coordinates to pixels, and the parts drawn so far."""

    def __init__(self, width, height, x_range, y_range, *, right):
        self.width, self.height = width, height
        self.x_range, self.y_range = x_range, y_range
        self.left, self.top, self.right, self.bottom = 58, 8, width - right, height - 42
        self.parts = []

    def at(self, x, y):
        """Pixels of a point."""
        (x0, x1), (y0, y1) = self.x_range, self.y_range
        return (
            self.left + (x - x0) / (x1 - x0) * (self.right - self.left),
            self.bottom - (y - y0) / (y1 - y0) * (self.bottom - self.top),
        )

    def line(self, i, x, y):
        self.stroke(i, _points(self, x, y))

    def stroke(self, i, points):
        dash = f' stroke-dasharray="{DASHES[i % 7]}"' if DASHES[i % 7] else ""
        self.parts.append(
            f'<polyline points="{points}" fill="none" '
            f'stroke="{COLORS[i % 7]}" stroke-width="2" stroke-linejoin="round"{dash}/>'
        )

    def mark(self, i, px, py):
        self.parts.append(
            f'<path d="{MARKS[i % 4]}" transform="translate({_n(px)} {_n(py)})" '
            f'fill="{COLORS[i % 7]}"/>'
        )

    def cross(self, i, px, py):
        self.parts.append(
            f'<path d="M-5-5L5 5M-5 5L5-5" transform="translate({_n(px)} {_n(py)})" '
            f'stroke="{COLORS[i % 7]}" stroke-width="3"/>'
        )

    def text(self, px, py, text):
        self.parts.append(_text(px, py, text))

    def clipped_from_here(self):
        """Opens a nested svg, which cuts off what lies outside; clip paths would need ids."""
        w, h = self.right - self.left, self.bottom - self.top
        box = f"{_n(self.left)} {_n(self.top)} {_n(w)} {_n(h)}"
        return (
            f'<svg x="{_n(self.left)}" y="{_n(self.top)}" width="{_n(w)}" height="{_n(h)}" '
            f'viewBox="{box}">'
        )

    def svg(self, x, y, title, spoken, *, y_ticks=True):
        frame = [_line(self.left, self.bottom, self.right, self.bottom)]
        for tick in _ticks(*self.x_range, 8):
            px, _ = self.at(tick, 0)
            frame.append(_text(px, self.bottom + 17, f"{tick:g}", "middle"))
        for tick in _ticks(*self.y_range, 5) if y_ticks else ():
            _, py = self.at(0, tick)
            grid = 'stroke="currentColor" stroke-opacity="0.15"'
            frame.append(_line(self.left, py, self.right, py, grid))
            frame.append(_text(self.left - 7, py + 4, f"{tick:g}", "end"))
        middle = (self.left + self.right) / 2
        frame.append(_text(middle, self.height - 7, x, "middle"))
        center = (self.top + self.bottom) / 2
        turn = f' transform="rotate(-90 13 {_n(center)})"'
        frame.append(_text(13, center, y, "middle", turn))
        return _svg(self.width, self.height, frame + self.parts, title, spoken)


def _curve(plot, i, name, steps, shown, diverged, top):
    """Draw one line; gives its place, where its name belongs, and the name."""
    values = shown if top is None else shown.clip(max=top)
    thin = max(1, len(values) // plot.width)  # more points than pixels are only slow
    keep = np.unique(np.append(np.arange(0, len(values), thin), len(values) - 1))
    plot.line(i, steps[keep], values[keep])
    px, py = plot.at(steps[-1], values[-1])
    (plot.cross if diverged else plot.mark)(i, px, py)
    return i, px, py, f"{name} diverges" if diverged else name


def _inside(point, x_range, y_range):
    return np.clip(point[0], *x_range), np.clip(point[1], *y_range)


def _padded(low, high):
    margin = 0.05 * (high - low) or 0.5
    return low - margin, high + margin


def _ticks(low, high, count):
    ticks = MaxNLocator(count, steps=[1, 2, 5, 10]).tick_values(low, high)
    return [t + 0.0 for t in ticks if low <= t <= high]  # + 0.0: no "-0"


def _points(plot, x, y):
    px, py = plot.at(np.asarray(x, float), np.asarray(y, float))
    return " ".join(f"{_n(a)},{_n(b)}" for a, b in zip(px, py, strict=True))


def _n(number):
    """A short number for SVG, the same on every machine."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _line(x1, y1, x2, y2, stroke='stroke="currentColor"', width=1):
    return (
        f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" {stroke} '
        f'stroke-width="{width}"/>'
    )


def _text(x, y, text, anchor="start", more=""):
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}"{more}>'
        f"{escape(str(text), quote=True)}</text>"
    )


def _svg(width, height, parts, title, spoken):
    style = (
        "color:var(--jp-ui-font-color1,inherit);fill:currentColor;max-width:100%;"
        "font:12px var(--jp-ui-font-family,system-ui,sans-serif)"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{_n(width)}" '
        f'height="{_n(height)}" viewBox="0 0 {_n(width)} {_n(height)}" style="{style}">'
        f"<title>{escape(title)}</title><desc>{escape(' '.join(spoken.split()))}</desc>"
        f"{''.join(parts)}</svg>"
    )
