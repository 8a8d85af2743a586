"""Checks of lesson 00: how many numbers an image holds, and where a sneaker is."""

import torch

from fmnist_helpers.checks.engine import NotYet, check, expect_whole_number
from fmnist_helpers.sources import CLASS_NAMES

__all__ = ["numbers_in_image", "sneaker"]


@check(points=1)
def numbers_in_image(count: object) -> str:
    """How many numbers one gray image of 28 × 28 pixels holds: an int."""
    expect_whole_number(count)
    if count == 28 * 28:
        return "28 rows of 28 pixels are 784 numbers, one per pixel."
    meaning = {
        28: "counts a single row.",
        56: "adds rows and columns; a rectangle has rows times columns.",
        255: "is the largest value of a pixel, not the number of pixels.",
        256: "is how many values a pixel can have, not the number of pixels.",
        3 * 784: "would be right for a color image; these are gray, with one channel.",
    }
    raise NotYet(
        f"expected rows times columns, got {count}, which "
        f"{meaning.get(count, 'is another number.')}",
        "look at the shape of the image.",
    )


@check(points=1)
def sneaker(index: object, labels: torch.Tensor) -> str:
    """An index into `labels`, int64 (N,), that belongs to a sneaker."""
    if isinstance(index, torch.Tensor) and index.numel() == 1 and not index.is_floating_point():
        index = int(index)
    expect_whole_number(index)
    if not -len(labels) <= index < len(labels):
        raise NotYet(
            f"index {index} is out of range: there are {len(labels)} images, from 0 to "
            f"{len(labels) - 1}.",
            "try a smaller number.",
        )
    if CLASS_NAMES[int(labels[index])] == "Sneaker":
        return f"image {index} has the label {int(labels[index])}, which is Sneaker."
    if index == CLASS_NAMES.index("Sneaker"):
        raise NotYet(
            f"expected the index of an image, got {index}, the number of the class.",
            "look at the label there: `train_set.targets[my_index]`.",
        )
    raise NotYet(
        f"expected a sneaker, got {CLASS_NAMES[int(labels[index])]} at index {index}.",
        "`train_set.targets[:20]` shows the first labels; Python counts from 0.",
    )
