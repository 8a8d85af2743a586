"""HTML whose buttons choose: a table of counts, or thumbnails, by mouse, finger or keyboard."""

from pathlib import Path

import anywidget
import traitlets


class Clickable(anywidget.AnyWidget):
    """Shows ``html``; a click on one of its buttons puts that one's ``data-pick`` into ``picked``.

    The arrow keys go from button to button, Enter and Space choose. ``label`` is what a screen
    reader calls the group.
    """

    _esm = Path(__file__).with_suffix(".js")
    _css = Path(__file__).with_suffix(".css")
    html = traitlets.Unicode().tag(sync=True)
    picked = traitlets.Unicode().tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
