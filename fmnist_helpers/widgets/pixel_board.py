"""An image whose pixels say their values under a pointer, a finger or the arrow keys."""

from pathlib import Path

import anywidget
import numpy as np
import traitlets


class PixelBoard(anywidget.AnyWidget):
    """Shows ``image``, uint8 (H, W); ``row`` and ``column`` are of the pixel that was chosen.

    A mouse that only passes over a pixel is answered in the page alone.
    """

    _esm = Path(__file__).with_suffix(".js")
    _css = Path(__file__).with_suffix(".css")
    pixels = traitlets.Bytes(bytes(1)).tag(sync=True)
    shape = traitlets.Tuple((1, 1)).tag(sync=True)
    row = traitlets.Int(0).tag(sync=True)
    column = traitlets.Int(0).tag(sync=True)

    @property
    def image(self) -> np.ndarray:
        return np.frombuffer(self.pixels, dtype=np.uint8).reshape(self.shape)

    @image.setter
    def image(self, value: np.ndarray) -> None:
        with self.hold_sync():  # the page takes both at once
            self.shape, self.pixels = value.shape, value.tobytes()
