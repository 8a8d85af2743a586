"""Pictures as PNG bytes, without matplotlib: quick enough to follow a slider."""

import io
from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike
from PIL import Image, ImageDraw

from fmnist_helpers.plots.inputs import as_image, as_images, white
from fmnist_helpers.plots.style import PALETTE

MARKS = ("right", "wrong", "selected")


def png_bytes(image: ArrayLike, zoom: int = 8, *, mark: tuple[int, int] | None = None) -> bytes:
    """One image as PNG bytes, each pixel `zoom` by `zoom` screen pixels.

    `image` is uint8 0-255 or float 0-1, (H, W) or (C, H, W); `mark` frames the pixel (row, column).
    """
    pixels = as_image(image)
    picture = _zoomed(pixels, _whole(zoom, "zoom"))
    if mark is not None:
        row, column = mark
        if not (0 <= row < pixels.shape[0] and 0 <= column < pixels.shape[1]):
            raise ValueError(f"mark: expected a pixel of {pixels.shape[:2]}, found {mark}")
        picture = picture.convert("RGB")
        box = (column * zoom, row * zoom, (column + 1) * zoom - 1, (row + 1) * zoom - 1)
        _frame(ImageDraw.Draw(picture), box, "selected")
    return _encoded(picture)


def png_sheet(
    images: ArrayLike,
    columns: int = 8,
    zoom: int = 2,
    *,
    marks: Mapping[int, str] | None = None,
    gap: int = 6,
) -> bytes:
    """Images of any sizes in rows, as PNG bytes with see-through gaps of `gap` screen pixels.

    `images` are as for `png_bytes`. `marks` is {place: "right", "wrong" or "selected"}: a frame,
    solid, dashed or doubled, and for the first two a tick or a cross in the corner.
    """
    pictures = [_zoomed(pixels, _whole(zoom, "zoom")) for pixels in as_images(images)]
    columns = min(_whole(columns, "columns"), len(pictures))
    width = max(picture.width for picture in pictures) + gap
    height = max(picture.height for picture in pictures) + gap
    rows = -(-len(pictures) // columns)
    sheet = Image.new("RGBA", (columns * width, rows * height), (255, 255, 255, 0))
    pen = ImageDraw.Draw(sheet)
    for i, picture in enumerate(pictures):
        left, top = i % columns * width + gap // 2, i // columns * height + gap // 2
        sheet.paste(picture, (left, top))
    for i, kind in (marks or {}).items():
        if not 0 <= i < len(pictures) or kind not in MARKS:
            raise ValueError(
                f"marks: expected places 0 to {len(pictures) - 1} marked with one of {MARKS}, "
                f"found {i}: {kind!r}"
            )
        left, top = i % columns * width, i // columns * height
        _frame(pen, (left, top, left + width - 1, top + height - 1), kind)
    return _encoded(sheet)


def _whole(number, name):
    if int(number) != number or number < 1:
        raise ValueError(f"{name}: expected a whole number of 1 or more, found {number}")
    return int(number)


def _zoomed(pixels, zoom):
    if pixels.dtype != np.uint8:
        pixels = (pixels.astype(np.float64) / white(pixels) * 255).round().astype(np.uint8)
    picture = Image.fromarray(pixels)
    return picture.resize((picture.width * zoom, picture.height * zoom), Image.Resampling.NEAREST)


def _frame(pen, box, kind):
    left, top, right, bottom = box
    if kind == "selected":  # dark beside light: seen on every image and in every theme
        pen.rectangle(box, outline="white", width=1)
        pen.rectangle((left + 1, top + 1, right - 1, bottom - 1), outline=PALETTE[1], width=2)
        return
    color = PALETTE[0] if kind == "right" else PALETTE[1]
    if kind == "right":
        pen.rectangle(box, outline=color, width=2)
    else:
        for start in range(left, right, 10):
            pen.line((start, top, min(start + 5, right), top), fill=color, width=2)
            pen.line((start, bottom - 1, min(start + 5, right), bottom - 1), fill=color, width=2)
        for start in range(top, bottom, 10):
            pen.line((left, start, left, min(start + 5, bottom)), fill=color, width=2)
            pen.line((right - 1, start, right - 1, min(start + 5, bottom)), fill=color, width=2)
    _sign(pen, left + 3, top + 3, kind, color)


def _sign(pen, x, y, kind, color):
    """A tick or a cross on a white square of 12 pixels: the mark is not told by color alone."""
    pen.rectangle((x, y, x + 12, y + 12), fill="white")
    if kind == "right":
        pen.line((x + 2, y + 6, x + 5, y + 10, x + 10, y + 2), fill=color, width=2)
    else:
        pen.line((x + 2, y + 2, x + 10, y + 10), fill=color, width=2)
        pen.line((x + 2, y + 10, x + 10, y + 2), fill=color, width=2)


def _encoded(picture):
    buffer = io.BytesIO()
    picture.save(buffer, "png", compress_level=4)
    return buffer.getvalue()
