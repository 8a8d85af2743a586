"""A line that says that a widget waits, while its kernel is busy with something else."""

from pathlib import Path

import anywidget
import traitlets


class Waiting(anywidget.AnyWidget):
    """Empty, unless a click or key in the widget around it is not answered within half a second.

    With ipykernel 6, a widget answers under *Run All* when the last cell has run; since ipykernel
    7, widgets have a thread of their own, and wait only for one another. The page asks: ``heard``
    follows ``asked`` once the kernel is free.
    """

    _esm = Path(__file__).with_suffix(".js")
    _css = Path(__file__).with_suffix(".css")  # each lab has one of these: its style comes along
    asked = traitlets.Int().tag(sync=True)
    heard = traitlets.Int().tag(sync=True)

    @traitlets.observe("asked")
    def _hear(self, change) -> None:
        self.heard = change.new
