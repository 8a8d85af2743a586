"""Bad input is named before it becomes a wrong picture."""

import numpy as np
from numpy.typing import ArrayLike
from PIL import Image


def as_array(values, name="values"):
    """A tensor (on any device), array, picture or nested list as a numpy array."""
    if hasattr(values, "detach"):
        values = values.detach().cpu()
        if str(values.dtype) == "torch.bfloat16":  # numpy has no such type
            values = values.float()
        return values.numpy()
    if isinstance(values, Image.Image):
        # A palette's numbers are no brightness, and transparency no color.
        plain = values if values.mode in ("L", "RGB") else values.convert("RGB")
        return np.asarray(plain)
    if isinstance(values, np.ndarray):
        return values
    try:
        return np.asarray([as_array(v, name) if hasattr(v, "detach") else v for v in values])
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: expected numbers in a regular shape, found {error}") from error


def as_numbers(values, name, *, finite=True, empty=False):
    """A float64 vector."""
    array = as_array(values, name)
    if array.ndim != 1:
        raise ValueError(f"{name}: expected one row of numbers, found shape {array.shape}")
    if not empty and array.size == 0:
        raise ValueError(f"{name}: found none; expected at least one number")
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name}: expected numbers, found dtype {array.dtype}")
    array = array.astype(float)
    if finite and not np.isfinite(array).all():
        bad = int(np.flatnonzero(~np.isfinite(array))[0])
        raise ValueError(f"{name}: expected finite numbers, found {array[bad]} at index {bad}")
    return array


def as_image(image: ArrayLike, name: str = "image", *, in_range: bool = True) -> np.ndarray:
    """One image as (H, W), or (H, W, 3) where it has color; its dtype is kept.

    Takes (H, W), (1, H, W), (3, H, W) or a PIL image; uint8 0-255 or float 0-1.
    """
    channels_last = isinstance(image, Image.Image)
    array = as_array(image, name)
    if not channels_last and array.ndim == 3:
        if array.shape[0] not in (1, 3):
            hint = ""
            if array.shape[-1] in (1, 3):
                hint = "; channels stand first in torch: use image.permute(2, 0, 1)"
            raise ValueError(
                f"{name}: expected (H, W), (1, H, W) or (3, H, W), found {array.shape}{hint}"
            )
        array = array[0] if array.shape[0] == 1 else array.transpose(1, 2, 0)
    if array.ndim not in (2, 3) or array.size == 0:
        hint = "; for a batch, index it first: images[0]" if array.ndim == 4 else ""
        raise ValueError(
            f"{name}: expected (H, W), (1, H, W) or (3, H, W), found {array.shape}{hint}"
        )
    _check_pixels(array, name, in_range)
    return array


def as_images(images: ArrayLike, name: str = "images") -> list[np.ndarray]:
    """A batch (N, H, W), (N, 1, H, W) or (N, 3, H, W), or a list of images, as a list of arrays."""
    if isinstance(images, Image.Image) or getattr(images, "ndim", 3) == 2:
        raise ValueError(f"{name}: expected several images, found one; put it in a list: [image]")
    images = list(images)
    if not images:
        raise ValueError(f"{name}: found none; expected at least one image")
    return [as_image(image, f"{name}[{i}]") for i, image in enumerate(images)]


def _check_pixels(array, name, in_range):
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name}: expected numbers, found dtype {array.dtype}")
    low, high = array.min(), array.max()  # NaN comes through both
    if not np.isfinite([low, high]).all():
        raise ValueError(f"{name}: expected finite values, found NaN or infinity")
    top = white(array)
    if in_range and (low < 0 or high > top):
        hint = "divide by 255" if array.dtype.kind == "f" and low >= 0 else "undo the normalization"
        raise ValueError(
            f"{name}: expected {array.dtype} values in 0 to {top}, "
            f"found {low:g} to {high:g}; {hint}"
        )


def white(array):
    """The value that means white: 255 for whole numbers, 1 for floats."""
    return 255 if array.dtype.kind in "iu" else 1


def as_labels(labels: ArrayLike, classes: int, name: str = "labels") -> np.ndarray:
    """Class indices as an int64 vector, each in 0 ... classes - 1."""
    array = as_array(labels, name)
    if array.ndim != 1 or array.size == 0:
        raise ValueError(f"{name}: expected one class index per image, found shape {array.shape}")
    if array.dtype.kind not in "iu":
        raise ValueError(f"{name}: expected whole numbers (int64), found dtype {array.dtype}")
    bad = np.flatnonzero((array < 0) | (array >= classes))
    if bad.size:
        raise ValueError(
            f"{name}: expected 0 to {classes - 1}, found {array[bad[0]]} at index {bad[0]}"
        )
    return array.astype(np.int64)


def as_label(label, classes, name="label"):
    """One class index as an int."""
    value = np.asarray(as_array([label], name)).reshape(-1)
    if value.size != 1:
        raise ValueError(f"{name}: expected one class index, found {value.size}")
    return int(as_labels(value, classes, name)[0])


def as_probabilities(scores: ArrayLike, classes: int, name: str = "probabilities") -> np.ndarray:
    """(N, classes) rows that sum to 1: probabilities as they are, logits through softmax."""
    array = as_array(scores, name).astype(float)
    if array.ndim != 2 or array.shape[0] == 0 or array.shape[1] != classes:
        raise ValueError(f"{name}: expected shape (N, {classes}), found {array.shape}")
    bad = np.flatnonzero(~np.isfinite(array).all(axis=1))
    if bad.size:
        raise ValueError(f"{name}: expected finite numbers, found NaN or infinity in row {bad[0]}")
    if (array >= 0).all() and np.allclose(array.sum(axis=1), 1, atol=1e-3):
        return array
    return softmax(array)


def softmax(logits):
    """exp(logits) divided by its sum, along the last axis."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def same_length(**named):
    """Raise if two of the named sequences differ in length."""
    lengths = {name: len(values) for name, values in named.items()}
    if len(set(lengths.values())) > 1:
        found = ", ".join(f"{length} {name}" for name, length in lengths.items())
        raise ValueError(f"expected as many of each, found {found}")
