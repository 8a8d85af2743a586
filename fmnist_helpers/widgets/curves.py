"""Curves that say their values under a pointer, a finger or the arrow keys."""

from pathlib import Path

import anywidget
import traitlets


class Curves(anywidget.AnyWidget):
    """Shows ``value``, a drawing by `plots.svg_curves`, and a line with the values pointed at."""

    _esm = Path(__file__).with_suffix(".js")
    _css = Path(__file__).with_suffix(".css")
    value = traitlets.Unicode().tag(sync=True)
