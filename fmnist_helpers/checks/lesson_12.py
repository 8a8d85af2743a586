"""Checks of lesson 12: recall, and what a model says about noise."""

import math
from collections.abc import Callable

import torch

from fmnist_helpers.checks.engine import NotYet, call, check, describe, expect_whole_number

__all__ = ["noise_answers", "recall"]


@check(points=2)
def recall(function: Callable) -> str:
    """``function(matrix, label)``: int64 (10, 10), rows true, columns predicted → recall 0…1."""
    matrix = torch.randint(1, 30, (10, 10)) + 50 * torch.eye(10, dtype=torch.int64)
    result = call(function, matrix, 3)
    if isinstance(result, torch.Tensor) and result.numel() != 1:
        raise NotYet(
            f"expected one number, for the class asked for, got {describe(result)}.",
            "`matrix[label]` is the row of that class.",
        )
    result = float(result)
    right = float(matrix[3, 3] / matrix[3].sum())
    if math.isclose(result, right, rel_tol=1e-4):
        return "right answers for the class, divided by all images of the class: along the row."
    if math.isclose(result, float(matrix[3, 3] / matrix[:, 3].sum()), rel_tol=1e-4):
        raise NotYet(
            f"expected {right:.3f}, got {result:.3f}, the precision: it divides by the images that "
            "were *called* the class.",
            "a row holds the images that *are* the class.",
        )
    raise NotYet(f"expected {right:.3f}, got {result:.3f}.", "`matrix[label].sum()` sums a row.")


def hidden_recall(answer):
    import torch

    matrix = torch.randint(1, 9, (10, 10))
    for label in (0, 9):
        right = int(matrix[label, label]) / int(matrix[label].sum())
        assert abs(float(answer(matrix, label)) - right) < 1e-4


@check(points=1)
def noise_answers(count: object) -> str:
    """How many of 1,000 noise images the model answers with "none of these": an int."""
    expect_whole_number(count)
    if count == 0:
        return "there is no such class, so every image gets one of the ten."
    raise NotYet(
        f"expected how many images get the answer 'none of these', got {count}.",
        "which class number would that be?",
    )
