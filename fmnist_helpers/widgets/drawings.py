"""Pictures to try a model on: garments drawn from a few measures, and other things."""

import numpy as np
from PIL import Image, ImageDraw

SIZE = 280
PAPER, INK, SEAM = "white", (32, 74, 135), (114, 159, 207)


def garment(width: int, length: int, sleeves: int, flare: int, gap: int) -> Image.Image:
    """A garment seen from the front, RGB (280, 280), each measure in percent of the most.

    `flare` is how much wider the hem is than the waist; `gap` is how far up its legs are parted.
    """
    picture = Image.new("RGB", (SIZE, SIZE), PAPER)
    pen = ImageDraw.Draw(picture)
    middle, top = SIZE / 2, 24
    half = 22 + 0.48 * width
    bottom = top + 40 + 1.9 * length
    hem = half + 0.5 * flare
    waist = top + 0.45 * (bottom - top)
    if sleeves:
        for side in (-1, 1):
            reach = 8 + 0.3 * sleeves
            end = middle + side * (half + 8 + reach), top + 34 + 1.6 * sleeves
            cuff = middle + side * (half - 16 + reach), end[1] + 12
            pen.polygon(
                [(middle + side * half * 0.55, top), (middle + side * half, top + 8), end, cuff,
                 (middle + side * (half - 4), top + 62)], INK, SEAM, 2,
            )  # fmt: skip
    outline = [(half * 0.5, top), (half, top + 8), (half, waist), (hem, bottom)]
    right = [(middle + x, y) for x, y in outline]
    left = [(middle - x, y) for x, y in reversed(outline)]
    pen.polygon(right + left, INK, SEAM, 2)
    if gap:
        crotch = bottom - (bottom - top) * 0.78 * gap / 100
        opening = 6 + 0.2 * half
        pen.polygon(
            [(middle, crotch), (middle + opening, bottom + 2), (middle - opening, bottom + 2)],
            PAPER, SEAM, 2,
        )  # fmt: skip
        pen.line([(middle - opening - 2, bottom + 3), (middle + opening + 2, bottom + 3)], PAPER, 4)
    else:  # a neck
        pen.pieslice((middle - 24, top - 22, middle + 24, top + 22), 0, 180, PAPER, SEAM, 2)
    pen.line([(middle - half * 0.55, top - 2), (middle + half * 0.55, top - 2)], PAPER, 5)
    return picture


def cat() -> Image.Image:
    """The face of a cat."""
    picture = Image.new("RGB", (SIZE, SIZE), PAPER)
    pen = ImageDraw.Draw(picture)
    fur, dark = (120, 110, 100), (40, 35, 30)
    for side in (-1, 1):
        pen.polygon([(140 + side * x, y) for x, y in ((95, 25), (100, 140), (25, 85))], fur)
    pen.ellipse((35, 65, 245, 250), fur)
    for x in (92, 188):
        pen.ellipse((x - 22, 125, x + 22, 165), (210, 220, 120))
        pen.ellipse((x - 7, 125, x + 7, 165), dark)
    pen.polygon([(128, 182), (152, 182), (140, 196)], (200, 130, 130))
    for side in (-1, 1):
        pen.arc((140 - 26 * (side < 0), 186, 140 + 26 * (side > 0), 212), 0, 180, dark, 3)
        for y in (188, 200, 212):
            pen.line([(140 + side * 30, 200), (140 + side * 125, y)], dark, 2)
    return picture


def noise() -> Image.Image:
    """Random numbers for pixels, always the same ones."""
    pixels = np.random.default_rng(0).integers(0, 256, (28, 28), dtype=np.uint8)
    return Image.fromarray(pixels)


def blank() -> Image.Image:
    """White paper."""
    return Image.new("RGB", (SIZE, SIZE), PAPER)
