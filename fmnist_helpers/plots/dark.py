"""The same figure for a dark page: lightness turned round, except in pictures."""

import io

import numpy as np
from matplotlib.collections import QuadMesh
from matplotlib.contour import ContourSet
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from PIL import Image

PAGE = 17  # the gray of JupyterLab's dark pages, #111111


def dark_png(png: bytes, figure: Figure) -> bytes:
    """`png`, a PNG of `figure`, for a dark page.

    White becomes the page's gray and black becomes white; hues stay. Garments, heat maps and their
    color bars stay as they are, since there a color stands for a number.
    """
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    rgb = np.asarray(picture).astype(int)
    # Turns HSL's lightness round: the largest and the smallest channel change places.
    turned = rgb + 255 - rgb.max(axis=2, keepdims=True) - rgb.min(axis=2, keepdims=True)
    # A color of middle lightness becomes a little too dark: the power lifts it.
    turned = PAGE + (255 - PAGE) * (turned / 255) ** 0.85
    for left, bottom, right, top in _pictures(figure):
        rows = slice(max(len(rgb) - top, 0), max(len(rgb) - bottom, 0))
        columns = slice(max(left, 0), max(right, 0))
        turned[rows, columns] = rgb[rows, columns]
    dark = Image.fromarray(turned.astype(np.uint8)).quantize(256, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    dark.save(buffer, "png", optimize=True)
    return buffer.getvalue()


def _pictures(figure: Figure) -> list[tuple[int, int, int, int]]:
    """Where colors stand for numbers: (left, bottom, right, top) in pixels from the lower left."""
    boxes = []
    for axes in figure.axes:
        for artist in axes.get_children():
            filled = isinstance(artist, ContourSet) and artist.filled
            if filled or isinstance(artist, QuadMesh):
                box = axes.get_window_extent()
            elif isinstance(artist, AxesImage):
                box = artist.get_window_extent()
            else:
                continue
            boxes.append(tuple(round(float(edge)) for edge in box.extents))
    return boxes
