"""Turns any picture into one like Fashion-MNIST's: gray, bright on dark, cropped, 28×28."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from fmnist_helpers.datasets import images

Picture = str | Path | bytes | memoryview | Image.Image | torch.Tensor | np.ndarray
SIDE = 28
LARGEST = 512  # pixels along an edge; more would only take time
CLOSE = 0.05 * 255  # this near to the background is background, as in the paper


@dataclass(frozen=True)
class PreparedPicture:
    """A picture after each step of ``prepare_picture``.

    ``original`` is a PIL image, RGB; ``gray``, ``inverted`` and ``cropped`` are uint8 (H, W),
    ``resized`` is uint8 (28, 28); ``image`` is float32 (1, 28, 28) in [0, 1], as a model takes it.
    ``was_inverted`` says whether dark and bright were swapped; ``blank``, whether it was empty.
    """

    original: Image.Image
    gray: np.ndarray
    inverted: np.ndarray
    cropped: np.ndarray
    resized: np.ndarray
    image: torch.Tensor
    was_inverted: bool
    blank: bool


def prepare_picture(
    picture: Picture, *, invert: bool | None = None, crop: bool = True
) -> PreparedPicture:
    """`picture`, step by step, as Fashion-MNIST's makers treated theirs (Xiao et al. 2017).

    `picture` is a path, the bytes of a file (PNG, JPEG, …), a PIL image of any size and mode, or an
    image as a tensor or array: uint8 or floats in [0, 1], (H, W), (1, H, W) or (3, H, W).

    1. gray; transparent parts become white behind dark content, black behind bright.
    2. inverted, if the background is brighter than half: here 0 is the background. `invert`
       overrules this. The background is the median of the pixels at the edge.
    3. cropped to what differs from the background by more than 5 % of 255.
    4. resized, so that the longer edge is 28, and centered.
    5. a tensor of floats, divided by 255.

    The makers did two things differently: they skipped rows and columns to resize, and sharpened.
    Raises OSError for a file that cannot be opened, ValueError for one that is not a picture or is
    too large.
    """
    original = _opaque(_as_pil(picture))
    gray = np.asarray(original.convert("L"))
    if invert is None:
        invert = bool(_background(gray) > 127)
    inverted = 255 - gray if invert else gray
    background = _background(inverted)
    content = np.abs(inverted.astype(float) - background) > CLOSE
    cropped = _cut_out(inverted, content) if crop else inverted
    resized = _in_the_middle(cropped, background)
    image = torch.from_numpy(resized)[None].float() / 255
    return PreparedPicture(
        original, gray, inverted, cropped, resized, image, invert, not content.any()
    )


def _as_pil(picture) -> Image.Image:
    if isinstance(picture, str | Path):
        try:
            return images.decode(Path(picture).read_bytes())
        except ValueError as error:
            raise ValueError(f"{picture}: {error}") from error
    if isinstance(picture, bytes | memoryview):
        return images.decode(bytes(picture))
    if isinstance(picture, Image.Image):
        return images.of_8_bits(picture)
    return images.to_pil(picture)


def _opaque(image: Image.Image) -> Image.Image:
    """RGB and not too large; transparent pixels get a background that the others stand out from."""
    if 0 in image.size:
        raise ValueError(f"the picture is empty: it has {image.width}×{image.height} pixels")
    image = image.copy()
    image.thumbnail((LARGEST, LARGEST))
    if image.mode != "RGBA":
        return image.convert("RGB")
    gray, opacity = np.asarray(image.convert("L"), dtype=float), np.asarray(image)[..., 3]
    bright = opacity.any() and np.average(gray, weights=opacity) > 127
    behind = Image.new("RGBA", image.size, "black" if bright else "white")
    return Image.alpha_composite(behind, image).convert("RGB")


def _background(gray: np.ndarray) -> float:
    return float(np.median(np.concatenate([gray[0], gray[-1], gray[:, 0], gray[:, -1]])))


def _cut_out(gray: np.ndarray, content: np.ndarray) -> np.ndarray:
    """The smallest rectangle that holds all content; all of it if there is none."""
    if not content.any():
        return gray
    rows, columns = (np.flatnonzero(content.any(axis=axis)) for axis in (1, 0))
    return gray[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _in_the_middle(gray: np.ndarray, background: float) -> np.ndarray:
    height, width = (max(1, round(SIDE * n / max(gray.shape))) for n in gray.shape)
    small = Image.fromarray(gray).resize((width, height), Image.Resampling.LANCZOS)
    canvas = np.full((SIDE, SIDE), round(background), dtype=np.uint8)
    top, left = (SIDE - height) // 2, (SIDE - width) // 2
    canvas[top : top + height, left : left + width] = small
    return canvas
