"""A pad of 28 × 28 pixels to draw on, by mouse, finger, pen or keyboard."""

from pathlib import Path

import anywidget
import numpy as np
import traitlets

SIDE = 28


class DrawingPad(anywidget.AnyWidget):
    """White on black, as in Fashion-MNIST. ``image`` is what is drawn: uint8 (28, 28).

    ``pixels`` holds the same as bytes, row by row; observe it to follow the drawing.
    """

    _esm = Path(__file__).with_suffix(".js")
    _css = Path(__file__).with_suffix(".css")
    # A page sends a memoryview, which is no bytes.
    pixels = traitlets.Bytes(bytes(SIDE * SIDE)).tag(sync=True, from_json=lambda it, _: bytes(it))
    size = traitlets.Float(1.5).tag(sync=True)

    @traitlets.validate("pixels")
    def _whole(self, proposal) -> bytes:
        value = proposal["value"]
        if len(value) != SIDE * SIDE:
            raise traitlets.TraitError(f"expected {SIDE * SIDE} bytes, got {len(value)}")
        return value

    @property
    def image(self) -> np.ndarray:
        return np.frombuffer(self.pixels, dtype=np.uint8).reshape(SIDE, SIDE)

    @image.setter
    def image(self, value: np.ndarray) -> None:
        self.pixels = np.asarray(value, dtype=np.uint8).tobytes()
