"""Makes a batch of a list of items as torch does, with errors that say what to do."""

from collections.abc import Mapping
from typing import Any

import torch
from torch.utils.data import default_collate


def collate(items: list) -> Any:
    """torch's ``default_collate``: tuples, dicts, tensors and numbers become batches of them.

    Raises ValueError for images of several shapes, TypeError for PIL images.
    """
    try:
        return default_collate(items)
    except (RuntimeError, TypeError) as error:
        images = [_image(item) for item in items]
        if any(type(image).__module__.startswith("PIL.") for image in images):
            raise TypeError(
                "the dataset returns PIL images, and a batch is made of tensors; "
                "give it transform=ToTensor()"
            ) from error
        if not all(isinstance(image, torch.Tensor) for image in images):
            raise
        shapes = [tuple(image.shape) for image in images]
        differing = [place for place, shape in enumerate(shapes) if shape != shapes[0]]
        if not differing:
            raise
        raise ValueError(_explain(shapes, differing[0])) from error


def as_is(batch: Any) -> Any:
    """A batch that a dataset made whole; a pair becomes the list that `collate` returns."""
    return list(batch) if isinstance(batch, tuple) else batch


def _image(item):
    if isinstance(item, Mapping):
        return item.get("image")
    return item[0] if isinstance(item, tuple | list) and item else item


def _explain(shapes: list[tuple], differing: int) -> str:
    one, other = shapes[0], shapes[differing]
    remedy = f"v2.Resize({one[-2:]})" if one[-2:] != other[-2:] else "v2.RGB(), or v2.Grayscale()"
    return (
        f"the images of a batch must have one shape; item 0 of the batch is {one}, item "
        f"{differing} is {other}. Give the dataset transform={remedy}, from torchvision.transforms"
    )
