"""What is wrong with a batch of labels."""

import numpy as np
import torch

from fmnist_helpers.checks.engine import NotYet, expect_tensor


def why_other_labels(result: torch.Tensor, wanted: list[int]) -> str:
    found = result.tolist()
    if found == list(range(len(wanted))):
        return "these are the numbers of the rows; which numbers are in them?"
    if found == sorted(wanted):
        return "these are sorted, and no longer belong to their images."
    if not any(found):
        return (
            "all are 0: `argmax` over a single column returns that, and so does `long()` if the "
            "numbers were made smaller than 1 before."
        )
    if found == [label - 1 for label in wanted]:
        return "each is 1 too small: the column counts classes from 0, and so does the loss."
    return "which numbers are in the column that your function was given?"


def look_at_label_kind(result: object) -> None:
    if isinstance(result, np.ndarray):
        raise NotYet(
            "expected a tensor, got an ndarray, which is NumPy's.",
            "`torch.from_numpy(…)`, or leave out `.numpy()`.",
        )
    hint = "a list has no dtype: make a tensor." if isinstance(result, list | tuple) else ""
    expect_tensor(result, "a tensor", hint=hint)


def look_at_label_shape(result: torch.Tensor, size: int) -> None:
    if result.shape == (size,):
        return
    if result.ndim == 0:
        raise NotYet(
            "for a column of one label, your labels have no dimension left: `squeeze` removed "
            "both, as both were of size 1.",
            "`squeeze(1)` removes that one only.",
        )
    if result.ndim == 1:
        raise NotYet(
            f"expected the shape ({size},), one number per image, got {tuple(result.shape)}.",
            "one label for each row of the column that was given.",
        )
    hint = "`squeeze(1)` returns a tensor without dimension 1 if its size is 1: keep that."
    if result.shape[-1] > 1:
        hint = "each image has one class number, not a row of numbers."
    if result.shape == (1, size):
        hint = "the column became a row: `squeeze(1)` of the column itself leaves neither."
    raise NotYet(
        f"expected the shape ({size},), one number per image, got {tuple(result.shape)}.", hint
    )
