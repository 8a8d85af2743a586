"""Pictures as PNG bytes, without matplotlib: quick enough to follow a slider."""

import io
from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike
from PIL import Image, ImageDraw

from fmnist_helpers.plots.inputs import as_image, as_images, white
from fmnist_helpers.plots.style import PALETTE


def png_bytes(image: ArrayLike, zoom: int = 8) -> bytes:
    """One image as PNG bytes, each pixel `zoom` by `zoom` screen pixels.

    `image` is uint8 0-255 or float 0-1, (H, W) or (C, H, W).
    """
    return _encoded(_zoomed(as_image(image), zoom))


def png_sheet(
    images: ArrayLike,
    columns: int = 8,
    zoom: int = 2,
    *,
    marks: Mapping[int, str] | None = None,
    gap: int = 6,
) -> bytes:
    """Images of any sizes in rows, as PNG bytes with see-through gaps of `gap` screen pixels.

    `images` are as for `png_bytes`. `marks` is {place: "wrong" or "selected"}: a frame, dashed with
    a cross in its corner, or doubled.
    """
    pictures = [_zoomed(pixels, zoom) for pixels in as_images(images)]
    columns = min(columns, len(pictures))
    width = max(picture.width for picture in pictures) + gap
    height = max(picture.height for picture in pictures) + gap
    size = (columns * width, -(-len(pictures) // columns) * height)
    sheet = Image.new("RGBA", size, (255, 255, 255, 0))
    pen = ImageDraw.Draw(sheet)
    for i, picture in enumerate(pictures):
        left, top = i % columns * width, i // columns * height
        sheet.paste(picture, (left + gap // 2, top + gap // 2))
        if marks and i in marks:
            frame = {"wrong": _frame_wrong, "selected": _frame_selected}[marks[i]]
            frame(pen, (left, top, left + width - 1, top + height - 1))
    return _encoded(sheet)


def _zoomed(pixels, zoom):
    if pixels.dtype != np.uint8:
        pixels = (pixels.astype(np.float64) / white(pixels) * 255).round().astype(np.uint8)
    picture = Image.fromarray(pixels)
    return picture.resize((picture.width * zoom, picture.height * zoom), Image.Resampling.NEAREST)


def _frame_selected(pen, box):
    """Dark beside light: seen on every image and in every theme."""
    left, top, right, bottom = box
    pen.rectangle(box, outline="white", width=1)
    pen.rectangle((left + 1, top + 1, right - 1, bottom - 1), outline=PALETTE[1], width=2)


def _frame_wrong(pen, box):
    """Dashes, and a cross on a white square: the mark is not told by color alone."""
    left, top, right, bottom = box
    style = {"fill": PALETTE[1], "width": 2}
    for start in range(left, right, 10):
        for y in (top, bottom - 1):
            pen.line((start, y, min(start + 5, right), y), **style)
    for start in range(top, bottom, 10):
        for x in (left, right - 1):
            pen.line((x, start, x, min(start + 5, bottom)), **style)
    x, y = left + 3, top + 3
    pen.rectangle((x, y, x + 12, y + 12), fill="white")
    pen.line((x + 2, y + 2, x + 10, y + 10), **style)
    pen.line((x + 2, y + 10, x + 10, y + 2), **style)


def _encoded(picture):
    buffer = io.BytesIO()
    picture.save(buffer, "png", compress_level=4)
    return buffer.getvalue()
