"""What every figure shares: its style, its palette, and how a notebook shows it."""

import base64
import html
import io
import os

import matplotlib
import matplotlib.figure
import numpy as np
from matplotlib import font_manager, patheffects
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from fmnist_helpers.plots.dark import dark_png

# Okabe and Ito, "Color Universal Design" (2008), without its yellow, which vanishes on white. The
# first four keep a contrast of 3 : 1 on white and on a dark page.
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000", "#E69F00", "#56B4E9")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
LINES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (8, 2)), (0, (1, 2)))
INK, MUTED, FAINT = "#222222", "#595959", "#D9D9D9"

# For class names in letters that DejaVu Sans lacks: fonts of Linux, Windows and macOS, if
# installed. Asking for a font that is not there would print a warning.
MORE_LETTERS = ("Noto Sans CJK KR", "Noto Sans CJK JP", "Malgun Gothic", "Apple SD Gothic Neo")
INSTALLED = {font.name for font in font_manager.fontManager.ttflist}

# A learner's own matplotlib settings (a dark style, say) must not make a figure unreadable.
STYLE = {
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "axes.facecolor": "white",
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 10,
    "axes.titleweight": "normal",
    "axes.labelsize": 10,
    "axes.grid": False,
    "axes.axisbelow": True,
    "grid.color": "#E6E6E6",
    "text.color": INK,
    "text.usetex": False,
    "font.family": ["DejaVu Sans", *(name for name in MORE_LETTERS if name in INSTALLED)],
    "font.size": 10,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.labelsize": 9,
    "ytick.labelsize": 9,
    "lines.linewidth": 1.8,
    "lines.markersize": 5,
    "hatch.linewidth": 0.8,
}
# White around letters, so that they can be read on a line.
HALO = (patheffects.withStroke(linewidth=3, foreground="white"),)
styled = matplotlib.rc_context(STYLE)
# The marks of a dark page: JupyterLab's and VS Code's. A page of another kind is taken for light.
DARK = "body:is([data-jp-theme-light=false], .vscode-dark, .vscode-high-contrast)"
THEMES = (
    "img.fmnist-dark { display: none !important }"
    f"{DARK} img.fmnist-dark {{ display: inline !important }}"
    f"{DARK} img.fmnist-light {{ display: none !important }}"
)


class SmallCanvas(FigureCanvasAgg):
    """Makes every PNG of a figure a third as large: a notebook holds a dozen of them."""

    def print_png(self, filename_or_obj, *, metadata=None, pil_kwargs=None, **unused) -> None:
        """One byte per pixel: grey as it is, else the 256 nearest colors, which nobody sees."""
        buffer = io.BytesIO()
        super().print_png(buffer, metadata=metadata, pil_kwargs=pil_kwargs)
        picture = Image.open(buffer).convert("RGB")
        red, green, blue = picture.split()
        grey = red == green == blue
        picture = red if grey else picture.quantize(256, dither=Image.Dither.NONE)
        picture.save(filename_or_obj, "png", optimize=True)


class LessonFigure(matplotlib.figure.Figure):
    """A matplotlib figure that a notebook shows once, as a picture with its text.

    It is not registered with pyplot, so a cell whose last line gives one shows one picture, whether
    or not pyplot was imported. ``alt`` is the text in place of matplotlib's ``<Figure size ...>``;
    it holds nothing that differs between two runs. ``details`` adds measured numbers for a reader
    who can't see the picture: both stand in the output's metadata, as the ``alt`` of the picture.
    """

    def __init__(self, width, height, *, alt, details=""):
        super().__init__(figsize=(width, height), dpi=100, layout="constrained")
        SmallCanvas(self)
        self.alt = alt
        self.details = details

    def __repr__(self):
        return f"Figure: {' '.join(self.alt.split())}"

    __str__ = __repr__

    def png(self) -> bytes:
        """The figure as PNG bytes, for a widget or a file."""
        buffer = io.BytesIO()
        with matplotlib.rc_context(STYLE):
            self.savefig(buffer, format="png")
        return buffer.getvalue()

    @property
    def description(self) -> str:
        """All that a reader who can't see the picture is told: ``alt`` and ``details``."""
        return ". ".join(" ".join(text.split()) for text in (self.alt, self.details) if text)

    def _repr_mimebundle_(self, include=None, exclude=None):
        png = self.png()
        data, metadata = picture_bundle(png, repr(self), self.description)
        if "text/html" in data:
            data["text/html"] = self.html(png, self.description)
        return data, metadata

    def html(self, png: bytes, description: str) -> str:
        """Its `png` for a Jupyter page, with `description` as its alt: one for each theme."""
        light = _image(png, description, "fmnist-light")
        dark = _image(dark_png(png, self), description, "fmnist-dark")
        return f"<style>{THEMES}</style>{light}{dark}"


def in_jupyter_page() -> bool:
    """Whether this is a kernel that a Jupyter page talks to, and not a script or an export."""
    return "JPY_SESSION_NAME" in os.environ  # jupyter-server sets it for its kernels


def picture_bundle(png: bytes, text: str, description: str) -> tuple[dict, dict]:
    """What a notebook stores of a picture: data and metadata, with `description` as its alt."""
    data = {"image/png": base64.b64encode(png).decode("ascii"), "text/plain": text}
    if in_jupyter_page():
        # Exports read the alt text from the metadata. JupyterLab 4.6 leaves it out of the page.
        data["text/html"] = _image(png, description)
    return data, {"image/png": {"alt": description}}


def _image(png: bytes, description: str, name: str = "fmnist-picture") -> str:
    encoded = base64.b64encode(png).decode("ascii")
    alt = html.escape(description)
    return f'<img class="{name}" alt="{alt}" src="data:image/png;base64,{encoded}">'


def bare(axes) -> Axes:
    """Axes that hold a picture: no ticks, no frame."""
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(False)
    return axes


def line_style(i) -> dict:
    """Color, dashes and marker of the line in place `i`: told apart without color too."""
    return {
        "color": PALETTE[i % len(PALETTE)],
        "linestyle": LINES[i % len(LINES)],
        "marker": MARKERS[i % len(MARKERS)],
    }


def beside(axes, text, point, offset, **more) -> None:
    """Write `text` at `offset` points from a data point, readable even on a line."""
    more = {"textcoords": "offset points", "path_effects": HALO, **more}
    axes.annotate(text, point, xytext=offset, **more)


def name_rows(axes, names) -> None:
    """Name the rows of horizontal bars, the first on top, without a line at their left."""
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def name_classes(axes, rows, columns) -> None:
    """Name the rows of a table at its left, and its columns above it."""
    axes.set_yticks(range(len(rows)), rows)
    axes.set_xticks(range(len(columns)), columns, rotation=35, ha="left")
    axes.tick_params(length=0)
    axes.xaxis.tick_top()
    axes.xaxis.set_label_position("top")


def spread_apart(positions, gap) -> np.ndarray:
    """Positions moved as little as needed so that two neighbors stand at least `gap` apart.

    Positions are numbers in any unit, in any order; the same order comes back.
    """
    positions = np.asarray(positions, dtype=float)
    order = np.argsort(positions, kind="stable")
    groups = []  # (mean, members): a group is laid out around its mean
    for position in positions[order]:
        mean, size = position, 1
        while groups and mean - groups[-1][0] < gap * (size + groups[-1][1]) / 2:
            other, members = groups.pop()
            mean, size = (mean * size + other * members) / (size + members), size + members
        groups.append((mean, size))
    result = np.empty_like(positions)
    result[order] = [
        mean + gap * (i - (size - 1) / 2) for mean, size in groups for i in range(size)
    ]
    return result


def label_line_ends(axes, ends) -> None:
    """Write each line's name beside its last point, moved apart if they would overlap.

    `ends` holds (x, y, text, color). Call it when the limits of the axes are final.
    """
    height = axes.figure.get_figheight() * 72 * 0.75 / axes.get_gridspec().nrows
    to_fraction = axes.transScale + axes.transLimits
    places = [to_fraction.transform((x, y))[1] for x, y, _, _ in ends]
    for (x, y, text, color), new, old in zip(
        ends, spread_apart(places, 13 / height), places, strict=True
    ):
        offset = (8, (new - old) * height)
        beside(axes, text, (x, y), offset, va="center", color=color, annotation_clip=False)
