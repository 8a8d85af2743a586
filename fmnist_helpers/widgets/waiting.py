"""A line that says that a widget waits, while its kernel runs other cells."""

from pathlib import Path

import anywidget
import traitlets


class Waiting(anywidget.AnyWidget):
    """Empty, unless a click or key in the widget around it is not answered within half a second.

    A kernel handles one thing after another: under *Run All* a widget answers when the last cell
    has run. The page notices that by itself; ``heard`` follows ``asked`` once the kernel is free.
    """

    _esm = Path(__file__).with_suffix(".js")
    _css = Path(__file__).with_suffix(".css")  # each lab has one of these: its style comes along
    asked = traitlets.Int().tag(sync=True)
    heard = traitlets.Int().tag(sync=True)

    @traitlets.observe("asked")
    def _hear(self, change) -> None:
        self.heard = change.new
