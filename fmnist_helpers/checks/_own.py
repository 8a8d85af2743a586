"""Checks for a learner's own data: what is wrong with a sample or a batch, in plain words."""

import torch
from torch.utils.data import DataLoader

from fmnist_helpers.checks._run import check, kind
from fmnist_helpers.checks._verdict import NotYet


@check("02.sample")
def sample(dataset) -> str:
    """The first, a middle and the last sample of `dataset`: type, shape, dtype, range, labels."""
    if not hasattr(dataset, "__getitem__") or not hasattr(dataset, "__len__"):
        raise NotYet(
            f"expected a dataset, with a length and an index, got {kind(dataset)}.",
            "give it the dataset, not one of its samples.",
        )
    if len(dataset) == 0:
        raise NotYet("the dataset is empty.", "does the table have rows?")
    for index in sorted({0, len(dataset) // 2, len(dataset) - 1}):
        image, label = _pair(dataset[index], f"sample {index}")
        _look_at_image(image, f"the image of sample {index}", dims=3)
        _look_at_label(label, f"the label of sample {index}")
    return f"{len(dataset)} samples, images {tuple(image.shape)} as {image.dtype}, whole labels."


@check("03.batch")
def batch(answer) -> str:
    """One batch, or a loader's first: images float (B, C, H, W) in [0, 1], labels int64 (B,)."""
    if isinstance(answer, DataLoader):
        answer = next(iter(answer), None)
        if answer is None:
            raise NotYet("the loader gives no batch.", "is its dataset empty, or `drop_last` set?")
    images, labels = _pair(answer, "the batch")
    _look_at_image(images, "the images", dims=4)
    if not isinstance(labels, torch.Tensor):
        raise NotYet(f"expected labels as a tensor, got {kind(labels)}.", "`torch.tensor(labels)`")
    if labels.dtype != torch.int64:
        raise NotYet(
            f"expected labels as torch.int64, got {labels.dtype}.", "`labels.long()`", "label_dtype"
        )
    if labels.shape != images.shape[:1]:
        raise NotYet(
            f"expected one label an image, shape ({len(images)},), got {tuple(labels.shape)}."
        )
    if int(labels.min()) < 0:
        raise NotYet(f"expected labels from 0 on, got {int(labels.min())}.")
    return f"{len(images)} images {tuple(images.shape[1:])} in [0, 1], and as many whole labels."


def _pair(value, name: str) -> tuple:
    if isinstance(value, dict) and {"image", "label"} <= value.keys():
        return value["image"], value["label"]
    if isinstance(value, tuple | list) and len(value) == 2:
        return value[0], value[1]
    raise NotYet(f"expected {name} as (image, label) or a dict of both, got {kind(value)}.")


def _look_at_image(image, name: str, *, dims: int) -> None:
    if not isinstance(image, torch.Tensor):
        raise NotYet(
            f"expected {name} as a tensor, got {kind(image)}.",
            "give the dataset a transform such as `ToTensor()`.",
        )
    if image.ndim != dims:
        raise NotYet(
            f"{name} should have {dims} dimensions, got {tuple(image.shape)}: one is missing or "
            "too many.",
            "`(C, H, W)` for one image, `(B, C, H, W)` for a batch.",
            "missing_dimension",
        )
    if image.shape[-3] not in (1, 3):
        raise NotYet(
            f"{name} has {image.shape[-3]} channels; expected 1 or 3, and channels before rows.",
            "`image.permute(2, 0, 1)` brings channels to the front.",
            "missing_dimension",
        )
    _look_at_values(image, name)


def _look_at_values(image: torch.Tensor, name: str) -> None:
    if not image.is_floating_point():
        raise NotYet(
            f"{name}: {image.dtype} from {int(image.min())} to {int(image.max())}, never scaled.",
            "`v2.ToDtype(torch.float32, scale=True)` as transform.",
            "scaling",
        )
    low, high = float(image.min()), float(image.max())
    if not torch.isfinite(image).all():
        raise NotYet(f"{name}: holds values that are no numbers (nan or infinity).")
    if low < 0 or high > 1:
        raise NotYet(
            f"{name}: values from {low:g} to {high:g}; expected 0 to 1.", "scale once.", "scaling"
        )
    if 0 < high < 0.01:
        raise NotYet(
            f"{name}: the largest value is {high:.4f}, which usually means scaled twice.",
            "divide by 255 once.",
            "scaling",
        )


def _look_at_label(label, name: str) -> None:
    if isinstance(label, torch.Tensor) and label.ndim == 0:
        label = label.item()
    if isinstance(label, bool) or not isinstance(label, int):
        raise NotYet(
            f"expected {name} as a whole number, got {kind(label)}.", "`int(label)`", "label_dtype"
        )
    if label < 0:
        raise NotYet(f"{name} is {label}; classes count from 0.")
