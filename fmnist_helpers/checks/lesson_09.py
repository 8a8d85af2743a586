"""Checks of lesson 09: a learning rate."""

import math

import torch
from torch.nn import functional as F

from fmnist_helpers.checks.engine import NotYet, check, expect_number

__all__ = ["learning_rate"]


@check(points=1)
def learning_rate(value: object) -> str:
    """A learning rate with which SGD brings a small problem below a loss of 1 in 100 steps."""
    if expect_number(value, "a positive number") <= 0:
        raise NotYet(f"expected a positive number, got {value:g}.")
    first, last = _train_small(float(value))
    if not math.isfinite(last) or last > 2 * first:
        raise NotYet(
            f"with {value:g} the loss grew from {first:.2f} to {last:.3g}: each step overshoots, "
            "and the next is larger still.",
            "divide it by ten.",
            "learning_rate",
        )
    if last > 1:
        raise NotYet(
            f"with {value:g} the loss only went from {first:.2f} to {last:.2f} in 100 steps: it "
            "crawls.",
            "multiply it by ten.",
            "learning_rate",
        )
    return f"with {value:g} the loss falls from {first:.2f} to below 1 in 100 steps."


def _train_small(rate: float) -> tuple[float, float]:
    """First and last loss of 100 SGD steps that fit a line to 64 points in 20 dimensions."""
    generator = torch.Generator().manual_seed(0)
    inputs = torch.randn(64, 20, generator=generator)
    targets = inputs @ torch.randn(20, 1, generator=generator)
    weights = torch.zeros(20, 1, requires_grad=True)
    optimizer = torch.optim.SGD([weights], lr=rate)
    losses = []
    for _ in range(100):
        value = F.mse_loss(inputs @ weights, targets)
        optimizer.zero_grad()
        value.backward()
        optimizer.step()
        losses.append(value.item())
    return losses[0], losses[-1]
