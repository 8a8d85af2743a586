"""Images and labels out of whatever dataset a widget was given."""

import numpy as np

from fmnist_helpers.loaders import unpack
from fmnist_helpers.plots import as_image


def targets_of(dataset) -> np.ndarray:
    """The class number of every sample, int64 (N,). Raises ValueError for an empty dataset."""
    if len(dataset) == 0:
        raise ValueError("dataset: found no images")
    targets = getattr(dataset, "targets", None)
    if targets is None:
        targets = [int(unpack(dataset[i])[1]) for i in range(len(dataset))]
    return np.asarray(targets).astype(np.int64)


def pixels_of(sample) -> np.ndarray:
    """The image of a sample as uint8 (H, W) or (H, W, 3), whatever its transform made of it."""
    pixels = as_image(unpack(sample)[0])
    if pixels.dtype != np.uint8:
        pixels = (pixels * 255).round().astype(np.uint8)
    return pixels
