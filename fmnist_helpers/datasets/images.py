"""Decodes image files to uint8 tensors, and lets no file take more memory than a picture should.

Pillow reads the files: torchvision deprecated its own decoders in 0.29. Their pixels are the same.
"""

import io
import warnings
from pathlib import Path
from typing import BinaryIO

import numpy as np
import torch
from PIL import Image, ImageOps

# Only formats whose decoders are plain decoders: Pillow hands EPS files to a Ghostscript process.
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "PPM")
SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".ppm", ".pgm")
GRAY = ("1", "L", "LA", "La")
GRAY_16_BIT = ("I;16", "I;16B", "I;16L", "I;16N")


def read(path: str | Path) -> torch.Tensor:
    """The picture in `path` as uint8 (C, H, W) in 0…255: C is 1 for gray and 3 for anything else.

    PNG, JPEG, GIF, BMP, WebP, TIFF and PPM are read. A palette, CMYK and the like become RGB;
    transparency is dropped; of 16 bits the upper 8 are kept; of an animation the first picture; a
    photo that says it was taken sideways is turned.
    Raises OSError for a file that cannot be opened, ValueError for one that is not such a picture.
    """
    with open(path, "rb") as file:
        return to_tensor(_decoded(file))


def decode(data: bytes) -> Image.Image:
    """The picture in the bytes of a file, as ``of_8_bits`` gives it, turned upright.

    Raises ValueError for bytes that are not such a picture.
    """
    return of_8_bits(_decoded(io.BytesIO(data)))


def of_8_bits(image: Image.Image) -> Image.Image:
    """`image` as gray, RGB, or RGBA if it has transparency, of 8 bits: modes L, RGB, RGBA."""
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode in ("L", "RGB"):
        return image
    return to_pil(to_tensor(image))


def to_pil(image) -> Image.Image:
    """`image` as Pillow's: a PIL image, or a tensor or array (H, W), (1, H, W) or (3, H, W).

    Its numbers are uint8 or floats in [0, 1]. Raises ValueError for any other.
    """
    if isinstance(image, Image.Image):
        return image
    pixels = image.numpy(force=True) if isinstance(image, torch.Tensor) else np.asarray(image)
    if pixels.dtype.kind == "f" and pixels.size and 0 <= pixels.min() <= pixels.max() <= 1:
        pixels = (pixels * 255).round().astype(np.uint8)
    if pixels.ndim == 3 and pixels.shape[0] in (1, 3):
        pixels = pixels[0] if pixels.shape[0] == 1 else pixels.transpose(1, 2, 0)
    elif pixels.ndim != 2:
        raise ValueError(
            f"an image of shape {pixels.shape}; expected (H, W), (1, H, W) or (3, H, W)"
        )
    if pixels.dtype != np.uint8:
        found = f"from {pixels.min()} to {pixels.max()}" if pixels.size else "none"
        raise ValueError(
            f"an image of {pixels.dtype} numbers, {found}; expected uint8, or floats in [0, 1]: "
            f"export a dataset without Normalize"
        )
    return Image.fromarray(pixels)


def to_tensor(image: Image.Image) -> torch.Tensor:
    """`image` as uint8 (C, H, W), as ``read`` gives it. Raises ValueError for 32-bit pixels."""
    if image.mode in GRAY_16_BIT or (image.mode == "I" and image.format == "PNG"):
        pixels = (np.asarray(image) >> 8).astype(np.uint8)
    elif image.mode in ("I", "F"):
        raise ValueError("its pixels have 32 bits, and 8 are expected")
    else:
        # Pillow would warn that transparency is lost; that it is dropped is documented here.
        image.info.pop("transparency", None)
        mode = "L" if image.mode in GRAY else "RGB"
        pixels = np.array(image if image.mode == mode else image.convert(mode))
    tensor = torch.from_numpy(pixels)
    return tensor[None] if tensor.ndim == 2 else tensor.permute(2, 0, 1).contiguous()


def _decoded(file: BinaryIO) -> Image.Image:
    """The picture in `file`, turned upright; ValueError if it is not a picture."""
    try:
        with warnings.catch_warnings(action="error", category=Image.DecompressionBombWarning):
            image = Image.open(file, formats=FORMATS)
        image.load()
        return ImageOps.exif_transpose(image) if "exif" in image.info else image
    # Pillow's decoders raise what they meet: OSError, SyntaxError, struct.error, zlib.error …
    except Exception as error:
        raise ValueError(_reason(file, error)) from error


def _reason(file, error: Exception) -> str:
    """What is wrong with `file`, in words that help."""
    if isinstance(error, Image.DecompressionBombError | Image.DecompressionBombWarning):
        return (
            f"it has more than {Image.MAX_IMAGE_PIXELS:,} pixels; make it smaller with an image "
            f"editor, or leave it out"
        )
    file.seek(0)
    start = file.read(1000).lstrip().lower()
    if not start:
        return "the file is empty; copy or download it again"
    if start.startswith((b"<!doctype", b"<html", b"<?xml")):
        return (
            "it holds a web page or an SVG drawing, which has no pixels; download the picture "
            "itself, or export the drawing as PNG"
        )
    if isinstance(error, Image.UnidentifiedImageError):
        return f"it is not one of {', '.join(FORMATS)}; convert it to one of them, or leave it out"
    return f"{error}; copy or download it again"
