"""Bad input is named before it becomes a wrong picture."""

import numpy as np
from numpy.typing import ArrayLike
from PIL import Image

SHAPES = "(H, W), (1, H, W) or (3, H, W)"


def expect(ok, name, expected, found) -> None:
    """Raise ValueError unless `ok`: what was expected of `name`, and what was found."""
    if not ok:
        raise mismatch(name, expected, found)


def mismatch(name, expected, found) -> ValueError:
    """The error to raise if what was `found` is known only after a check."""
    return ValueError(f"{name}: expected {expected}, found {found}")


def as_array(values, name="values") -> np.ndarray:
    """A tensor (on any device), array, picture or nested list as a numpy array of numbers."""
    if hasattr(values, "detach"):
        values = values.detach().cpu()
        # numpy has no bfloat16
        return (values.float() if str(values.dtype) == "torch.bfloat16" else values).numpy()
    if isinstance(values, Image.Image):
        # A palette's numbers are not brightness, and transparency is not a color.
        return np.asarray(values if values.mode in ("L", "RGB") else values.convert("RGB"))
    try:
        array = np.asarray(
            values
            if isinstance(values, np.ndarray)
            else [as_array(v, name) if hasattr(v, "detach") else v for v in values]
        )
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: expected numbers in a regular shape, found {error}") from error
    expect(array.dtype.kind in "biuf", name, "numbers", f"dtype {array.dtype}")
    return array


def as_numbers(values, name, *, finite=True, empty=False) -> np.ndarray:
    """A float64 vector."""
    array = as_array(values, name)
    expect(array.ndim == 1, name, "one row of numbers", f"shape {array.shape}")
    expect(empty or array.size, name, "at least one number", "none")
    bad = np.flatnonzero(~np.isfinite(array))
    if finite and bad.size:
        raise mismatch(name, "finite numbers", f"{array[bad[0]]} at index {bad[0]}")
    return array.astype(float)


def as_image(image: ArrayLike, name: str = "image", *, in_range: bool = True) -> np.ndarray:
    """One image as (H, W), or (H, W, 3) if it has color; its dtype is kept.

    Takes (H, W), (1, H, W), (3, H, W) or a PIL image; uint8 0-255 or float 0-1.
    """
    if isinstance(image, tuple | dict):
        key = '"image"' if isinstance(image, dict) else "0"
        raise mismatch(name, "an image", f"a sample with its label; take its image: sample[{key}]")
    array = as_array(image, name)
    if not isinstance(image, Image.Image) and array.ndim == 3 and array.shape[0] in (1, 3):
        array = array[0] if array.shape[0] == 1 else array.transpose(1, 2, 0)
    elif not isinstance(image, Image.Image) and array.ndim != 2:
        hint = "; for a batch, index it first: images[0]" if array.ndim == 4 else ""
        if array.ndim == 3 and array.shape[-1] in (1, 3):
            hint = "; channels stand first in torch: use image.permute(2, 0, 1)"
        raise mismatch(name, SHAPES, f"{array.shape}{hint}")
    expect(array.size, name, SHAPES, array.shape)
    low, high, top = array.min(), array.max(), white(array)
    expect(np.isfinite([low, high]).all(), name, "finite values", "NaN or infinity")
    if in_range and (low < 0 or high > top):
        hint = "divide by 255" if array.dtype.kind == "f" and low >= 0 else "undo the normalization"
        found = f"{low:g} to {high:g}; {hint}"
        raise mismatch(name, f"{array.dtype} values in 0 to {top}", found)
    return array


def as_images(images: ArrayLike, name: str = "images") -> list[np.ndarray]:
    """A batch (N, H, W), (N, 1, H, W) or (N, 3, H, W), or a list of images, as a list of arrays."""
    one = isinstance(images, Image.Image) or getattr(images, "ndim", 3) == 2
    expect(not one, name, "several images", "one; put it in a list: [image]")
    expect(len(images), name, "at least one image", "none")
    return [as_image(image, f"{name}[{i}]") for i, image in enumerate(images)]


def white(array) -> int:
    """The value that means white: 255 for whole numbers, 1 for floats."""
    return 255 if array.dtype.kind in "iu" else 1


def as_labels(labels: ArrayLike, classes: int, name: str = "labels") -> np.ndarray:
    """Class indices as an int64 vector, each in 0 ... classes - 1."""
    array = as_array(labels, name)
    one_each = array.ndim == 1 and array.size
    expect(one_each, name, "one class index per image", f"shape {array.shape}")
    expect(array.dtype.kind in "iu", name, "whole numbers (int64)", f"dtype {array.dtype}")
    bad = np.flatnonzero((array < 0) | (array >= classes))
    if bad.size:
        raise mismatch(name, f"0 to {classes - 1}", f"{array[bad[0]]} at index {bad[0]}")
    return array.astype(np.int64)


def as_label(label, classes) -> int:
    """One class index as an int."""
    return int(as_labels(as_array([label], "label").reshape(-1), classes, "label")[0])


def as_probabilities(scores: ArrayLike, classes: int, name: str = "probabilities") -> np.ndarray:
    """(N, classes) rows that sum to 1: probabilities as they are, logits through softmax."""
    array = as_array(scores, name).astype(float)
    fits = array.ndim == 2 and array.shape[0] and array.shape[1] == classes
    expect(fits, name, f"shape (N, {classes})", array.shape)
    bad = np.flatnonzero(~np.isfinite(array).all(axis=1))
    expect(not bad.size, name, "finite numbers", f"NaN or infinity in row {bad[:1].sum()}")
    are_probabilities = (array >= 0).all() and np.allclose(array.sum(axis=1), 1, atol=1e-3)
    return array if are_probabilities else softmax(array)


def softmax(logits) -> np.ndarray:
    """exp(logits) divided by its sum, along the last axis."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def same_length(**named) -> None:
    """Raise ValueError if two of the named sequences differ in length."""
    found = ", ".join(f"{len(values)} {name}" for name, values in named.items())
    if len({len(values) for values in named.values()}) > 1:
        raise ValueError(f"expected equally many, found {found}")


def as_names(names, **things) -> list[str]:
    """`names` of the things, given as `batches=…`, one each; by default "batch 0", "batch 1", …"""
    ((plural, held),) = things.items()
    expect(len(held), plural, "at least one", "none")
    one = plural.removesuffix("es") if plural.endswith("ches") else plural.removesuffix("s")
    names = [f"{one} {i}" for i in range(len(held))] if names is None else list(map(str, names))
    same_length(names=names, **things)
    return names
