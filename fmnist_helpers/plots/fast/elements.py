"""What the SVG drawings are made of: axes, lines, marks and text."""

from html import escape

import numpy as np
from matplotlib.ticker import MaxNLocator

from fmnist_helpers.plots.style import PALETTE

# Black follows the theme.
COLORS = tuple("currentColor" if color == "#000000" else color for color in PALETTE)
DASHES = ("", "7 4", "7 3 2 3", "2 3", "7 2 2 2 2 2", "12 4", "1 4")
MARKS = (
    "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0",
    "M-4-4h8v8h-8z",
    "M0-5L5 4H-5z",
    "M0-5L5 0L0 5L-5 0z",
)


class Plot:
    """Axes: data coordinates to pixels, and the parts drawn so far."""

    def __init__(self, width, height, x_range, y_range, *, right):
        self.width, self.height = width, height
        self.x_range, self.y_range = x_range, y_range
        self.left, self.top, self.right, self.bottom = 58, 8, width - right, height - 42
        self.parts = []

    def at(self, x, y) -> tuple[float, float]:
        """Pixels of a point."""
        (x0, x1), (y0, y1) = self.x_range, self.y_range
        return (
            self.left + (x - x0) / (x1 - x0) * (self.right - self.left),
            self.bottom - (y - y0) / (y1 - y0) * (self.bottom - self.top),
        )

    def line(self, i, x, y, more="") -> None:
        self.stroke(i, to_points(self, x, y), more)

    def stroke(self, i, points, more="") -> None:
        dash = f' stroke-dasharray="{DASHES[i % 7]}"' if DASHES[i % 7] else ""
        self.parts.append(
            f'<polyline points="{points}" fill="none" '
            f'stroke="{COLORS[i % 7]}" stroke-width="2" stroke-linejoin="round"{dash}{more}/>'
        )

    def mark(self, i, px, py, *, cross=False) -> None:
        color = COLORS[i % 7]
        look = f'stroke="{color}" stroke-width="3"' if cross else f'fill="{color}"'
        shape = "M-5-5L5 5M-5 5L5-5" if cross else MARKS[i % 4]
        place = f"translate({short(px)} {short(py)})"
        self.parts.append(f'<path d="{shape}" transform="{place}" {look}/>')

    def text(self, px, py, text) -> None:
        self.parts.append(text_tag(px, py, text))

    def clipped_from_here(self) -> str:
        """Opens a nested svg, which cuts off what lies outside; clip paths would need ids."""
        w, h = self.right - self.left, self.bottom - self.top
        x, y, w, h = map(short, (self.left, self.top, w, h))
        return f'<svg x="{x}" y="{y}" width="{w}" height="{h}" viewBox="{x} {y} {w} {h}">'

    def svg(self, x, y, title, spoken, *, y_ticks=True) -> str:
        frame = [line_tag(self.left, self.bottom, self.right, self.bottom)]
        for tick in nice_ticks(*self.x_range, 8):
            px, _ = self.at(tick, 0)
            frame.append(text_tag(px, self.bottom + 17, f"{tick:g}", "middle"))
        for tick in nice_ticks(*self.y_range, 5) if y_ticks else ():
            _, py = self.at(0, tick)
            grid = 'stroke="currentColor" stroke-opacity="0.15"'
            frame.append(line_tag(self.left, py, self.right, py, grid))
            frame.append(text_tag(self.left - 7, py + 4, f"{tick:g}", "end"))
        middle = (self.left + self.right) / 2
        frame.append(text_tag(middle, self.height - 7, x, "middle"))
        center = (self.top + self.bottom) / 2
        turn = f' transform="rotate(-90 13 {short(center)})"'
        frame.append(text_tag(13, center, y, "middle", turn))
        return svg_tag(self.width, self.height, frame + self.parts, title, spoken)


def nice_ticks(low, high, count) -> list[float]:
    ticks = MaxNLocator(count, steps=[1, 2, 5, 10]).tick_values(low, high)
    return [t + 0.0 for t in ticks if low <= t <= high]  # + 0.0: no "-0"


def to_points(plot, x, y) -> str:
    px, py = plot.at(np.asarray(x, float), np.asarray(y, float))
    return " ".join(f"{short(a)},{short(b)}" for a, b in zip(px, py, strict=True))


def short(number) -> str:
    """A short number for SVG, the same on every machine."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def line_tag(x1, y1, x2, y2, stroke='stroke="currentColor"', width=1) -> str:
    return (
        f'<line x1="{short(x1)}" y1="{short(y1)}" x2="{short(x2)}" y2="{short(y2)}" {stroke} '
        f'stroke-width="{width}"/>'
    )


def rect_tag(x, y, width, height, more) -> str:
    x, y, width, height = map(short, (x, y, width, height))
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" {more}/>'


def text_tag(x, y, text, anchor="start", more="") -> str:
    return (
        f'<text x="{short(x)}" y="{short(y)}" text-anchor="{anchor}"{more}>'
        f"{escape(str(text), quote=True)}</text>"
    )


def svg_tag(width, height, parts, title, spoken) -> str:
    style = (
        "color:var(--jp-ui-font-color1,inherit);fill:currentColor;max-width:100%;height:auto;"
        "font:12px var(--jp-ui-font-family,system-ui,sans-serif)"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{short(width)}" '
        f'height="{short(height)}" viewBox="0 0 {short(width)} {short(height)}" style="{style}">'
        f"<title>{escape(title)}</title><desc>{escape(' '.join(spoken.split()))}</desc>"
        f"{''.join(parts)}</svg>"
    )
