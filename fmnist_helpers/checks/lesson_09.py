"""Checks of lesson 09: the loss, its labels, a training step, and a learning rate."""

import math
from collections.abc import Callable

import torch
from torch import nn
from torch.nn import functional as F

from fmnist_helpers.checks.engine import (
    NotYet,
    call,
    check,
    describe,
    expect_number,
    expect_tensor,
    line_places,
)
from fmnist_helpers.checks.engine.examples import parameters_of, small_model

__all__ = ["STEP_LINES", "labels", "learning_rate", "loss", "step", "step_order"]


@check(points=1)
def loss(function: Callable) -> str:
    """``function(logits, labels)``: the mean cross-entropy, float (B, 10) and int64 (B,)."""
    logits, labels = 5 * torch.randn(16, 10), torch.arange(16) % 10
    result = call(function, logits, labels)
    if isinstance(result, nn.Module):
        raise NotYet(
            "expected a number, got the loss function itself, which was made but not called.",
            "`nn.CrossEntropyLoss()` makes it; call the result with the logits and the labels.",
        )
    if not isinstance(result, torch.Tensor) or result.numel() != 1:
        raise NotYet(f"expected one number, the mean over the batch, got {describe(result)}.")
    value, right = float(result), float(F.cross_entropy(logits, labels))
    if math.isclose(value, right, rel_tol=1e-4):
        return f"cross-entropy takes logits as they are; this batch has a loss of {value:.3f}."
    if math.isclose(value, float(F.cross_entropy(logits.softmax(1), labels)), rel_tol=1e-4):
        raise NotYet(
            f"expected {right:.3f}, got {value:.3f}, the loss of probabilities: softmax came "
            "before a loss that applies softmax itself. It can never fall below 1.461.",
            "give `cross_entropy` the logits.",
            "softmax_before_loss",
        )
    if math.isclose(value, float(F.nll_loss(logits, labels)), rel_tol=1e-4):
        raise NotYet(
            "`nll_loss` got logits; it expects log-probabilities.", "apply `log_softmax` first."
        )
    raise NotYet(f"expected {right:.3f}, got {value:.3f}.", "`torch.nn.functional.cross_entropy`")


def hidden_loss(answer):
    import torch
    from torch.nn import functional as F

    for size in (1, 7):
        logits, labels = 9 * torch.randn(size, 10), torch.randint(0, 10, (size,))
        expected = float(F.cross_entropy(logits, labels))
        assert abs(float(answer(logits, labels)) - expected) < 1e-3


@check(points=1)
def labels(function: Callable) -> str:
    """``function(numbers)``: a list such as ``[9.0, 2.0]`` → labels for ``CrossEntropyLoss``."""
    result = call(function, [9.0, 2.0, 1.0])
    expect_tensor(result, "a tensor", (3,), hint="`torch.tensor(…)`")
    if result.dtype != torch.int64:
        raise NotYet(
            f"expected class numbers as torch.int64, got {result.dtype}. The loss would refuse "
            "them, or take them for something else.",
            "`dtype=torch.int64`, or `.long()`",
            "label_dtype",
        )
    if result.tolist() != [9, 2, 1]:
        raise NotYet(f"expected [9, 2, 1], got {result.tolist()}.")
    return "class numbers are whole numbers, torch.int64."


def hidden_labels(answer):
    import torch

    for numbers in ([0.0], [3.0, 3.0, 0.0, 8.0, 5.0]):
        labels = answer(numbers)
        assert labels.dtype == torch.int64
        assert labels.tolist() == [int(number) for number in numbers]


STEP_LINES = (
    "loss.backward()",
    "loss = loss_fn(logits, labels)",
    "optimizer.step()",
    "logits = model(images)",
    "optimizer.zero_grad()",
)


@check(points=1)
def step_order(order: object) -> str:
    """The lines of ``STEP_LINES``, by number, in the order of a training step."""
    backward, measure, change, predict, empty = line_places(order, STEP_LINES)
    if not predict < measure < backward:
        raise NotYet("the loss needs logits, and `backward` needs the loss.", "predict first.")
    if change < backward:
        raise NotYet(
            "`step` uses the gradients before `backward` has computed them.",
            "put `loss.backward()` before `optimizer.step()`.",
        )
    if backward < empty < change:
        raise NotYet(
            "`zero_grad` clears the gradients that `backward` has just computed, so `step` changes "
            "nothing.",
            "clear them before `backward`, or after `step`.",
            "zero_grad_forgotten",
        )
    return "predict, measure, compute the gradients, step; cleared where nothing is lost."


@check(points=2)
def step(function: Callable) -> str:
    """``function(model, images, labels, loss_fn, optimizer)``: one step of training."""
    images, targets = torch.rand(8, 1, 28, 28), torch.arange(8) % 10
    loss_fn = nn.CrossEntropyLoss()
    model, twin = small_model(), small_model()
    twin.load_state_dict(model.state_dict())
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    other = torch.optim.SGD(twin.parameters(), lr=0.1)
    for number in range(2):
        before = parameters_of(model)
        call(function, model, images, targets, loss_fn, optimizer)
        if torch.equal(before, parameters_of(model)):
            raise _nothing_moved(model)
        other.zero_grad()
        loss_fn(twin(images), targets).backward()
        other.step()
        if not torch.allclose(parameters_of(model), parameters_of(twin), atol=1e-6):
            raise _wrong_step(number)
    return "in each of two steps, the gradients were cleared, computed, and used."


def _nothing_moved(model: nn.Module) -> NotYet:
    if next(model.parameters()).grad is None:
        return NotYet(
            "no parameter has a gradient.",
            "is `loss.backward()` missing, or is `zero_grad` between it and `step`?",
        )
    return NotYet(
        "no parameter changed, although there are gradients.",
        "`optimizer.step()` changes them.",
    )


def _wrong_step(number: int) -> NotYet:
    if number == 0:
        return NotYet("the first step differs from a plain step of the optimizer.")
    return NotYet(
        "the first step is right, the second is not: the gradients of both were added up.",
        "`optimizer.zero_grad()` clears them.",
        "zero_grad_forgotten",
    )


def hidden_step(answer):
    import copy

    import torch
    from torch import nn

    model = nn.Sequential(nn.Flatten(), nn.Linear(12, 3))
    twin = copy.deepcopy(model)
    optimizers = [torch.optim.Adam(each.parameters(), lr=0.01) for each in (model, twin)]
    loss_fn = nn.CrossEntropyLoss()
    for size in (4, 9, 1):
        images, labels = torch.rand(size, 1, 3, 4), torch.randint(0, 3, (size,))
        answer(model, images, labels, loss_fn, optimizers[0])
        optimizers[1].zero_grad()
        loss_fn(twin(images), labels).backward()
        optimizers[1].step()
        for mine, other in zip(model.parameters(), twin.parameters(), strict=True):
            assert torch.allclose(mine, other, atol=1e-5)


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
