"""An image whose pixels say their values under a pointer, a finger or the arrow keys."""

from pathlib import Path

import anywidget
import numpy as np
import traitlets


class PixelBoard(anywidget.AnyWidget):
    """Shows image ``number`` of several, uint8 (H, W). The pixel ``row``, ``column`` is chosen.

    They may differ in size. To go from one to another, and to pass over a pixel with a mouse, is
    answered in the page alone.
    """

    _esm = Path(__file__).with_suffix(".js")
    _css = Path(__file__).with_suffix(".css")
    pixels = traitlets.Bytes(bytes(1)).tag(sync=True)
    shapes = traitlets.List([(1, 1)]).tag(sync=True)
    number = traitlets.Int(0).tag(sync=True)
    row = traitlets.Int(0).tag(sync=True)
    column = traitlets.Int(0).tag(sync=True)

    def show(self, images: list[np.ndarray]) -> None:
        """Take `images` in place of those that were there."""
        with self.hold_sync():  # the page takes both at once
            self.shapes = [image.shape for image in images]
            self.pixels = b"".join(image.tobytes() for image in images)
