"""What is wrong with an image or a label, in plain words: for checks of a learner's own data."""

import torch

from fmnist_helpers.checks.engine.expect import describe, expect_tensor, plain
from fmnist_helpers.checks.engine.verdict import NotYet


def image_and_label(value: object, name: str) -> tuple:
    """The two parts of a sample or a batch, which `name` calls it."""
    if isinstance(value, dict) and {"image", "label"} <= value.keys():
        return value["image"], value["label"]
    if isinstance(value, tuple | list) and len(value) == 2:
        return value[0], value[1]
    raise NotYet(f"expected {name} as (image, label) or a dict of both, got {describe(value)}.")


def look_at_image(image: object, name: str, *, dims: int) -> None:
    """Raise NotYet unless `image` is a float tensor (…, C, H, W) with values from 0 to 1."""
    expect_tensor(image, f"{name} as a tensor", hint="give the dataset a transform: `ToTensor()`.")
    if image.ndim != dims:
        raise NotYet(
            f"{name} should have {dims} dimensions, got the shape {tuple(image.shape)}.",
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
            "use `v2.ToDtype(torch.float32, scale=True)` as the transform.",
            "scaling",
        )
    low, high = float(image.min()), float(image.max())
    if not torch.isfinite(image).all():
        raise NotYet(f"{name}: some values are not numbers (nan or infinity).")
    if low < 0 or high > 1:
        raise NotYet(
            f"{name}: values from {low:g} to {high:g}; expected 0 to 1.",
            "scale them once.",
            "scaling",
        )
    if 0 < high < 0.01:
        raise NotYet(
            f"{name}: the largest value is {high:.4f}; it was probably scaled twice.",
            "divide by 255 once.",
            "scaling",
        )


def look_at_label(label: object, name: str) -> None:
    """Raise NotYet unless `label` is a class number: a whole number, 0 or more."""
    label = plain(label)
    if isinstance(label, bool) or not isinstance(label, int):
        raise NotYet(
            f"expected {name} as a whole number, got {describe(label)}.",
            "`int(label)`",
            "label_dtype",
        )
    if label < 0:
        raise NotYet(f"{name} is {label}; class numbers start at 0.")
