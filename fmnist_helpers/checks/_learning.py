"""Checks of lessons 04 and 05: devices, losses and steps."""

import math

import torch
from torch import nn
from torch.nn import functional as F

from fmnist_helpers.checks._data import _numbers
from fmnist_helpers.checks._run import call, check, kind
from fmnist_helpers.checks._verdict import NotYet


# The first computation on the meta device loads much of torch: slow on a slow machine.
@check("04.forward", seconds=60)
def forward(function) -> str:
    """``function(model, images)``: the logits, wherever the model lives."""
    images = torch.rand(4, 1, 28, 28)
    for device in ("cpu", "meta"):
        model = _small_model().to(device)
        try:
            logits = call(function, model, images)
        except (RuntimeError, NotImplementedError) as error:
            if "meta tensor" in str(error):
                raise _model_moved() from error
            if "device" not in str(error):
                raise
            raise NotYet(
                "the model lives on one device and the images on another: they were not moved, or "
                "the result of `.to()` was not kept.",
                "`next(model.parameters()).device` says where the model is.",
                "device_mismatch",
            ) from error
        if not isinstance(logits, torch.Tensor) or logits.shape != (4, 10):
            raise NotYet(f"expected logits of shape (4, 10), got {kind(logits)}.")
        if logits.device.type != device:
            raise _model_moved()
    return "it asks the model where it lives and brings the images there."


def _model_moved() -> NotYet:
    return NotYet(
        "the model was moved; expected it to stay, and the images to go to it.",
        "move the small thing: the batch.",
        "device_mismatch",
    )


@check("04.move")
def move_images(function) -> str:
    """``function(images, device)``: the images on that device."""
    images = torch.rand(4, 1, 28, 28)
    result = call(function, images, torch.device("meta"))
    if not isinstance(result, torch.Tensor):
        raise NotYet(f"expected the images, got {kind(result)}.")
    if result.device.type == "cpu":
        raise NotYet(
            "the images are still on the CPU: `.to()` gave a new tensor, and it was not kept.",
            "`images = images.to(device)`",
            "device_mismatch",
        )
    return "`.to()` gives a new tensor, and you kept it."


@check("05.loss")
def loss(function) -> str:
    """``function(logits, labels)``: the mean cross-entropy, float (B, 10) and int64 (B,)."""
    logits, labels = 5 * torch.randn(16, 10), torch.arange(16) % 10
    result = call(function, logits, labels)
    if isinstance(result, nn.Module):
        raise NotYet(
            "expected a number, got the loss function itself, made and not called.",
            "`nn.CrossEntropyLoss()` makes it; call what it makes with the logits and the labels.",
        )
    if not isinstance(result, torch.Tensor) or result.numel() != 1:
        raise NotYet(f"expected one number, the mean over the batch, got {kind(result)}.")
    value, right = float(result), float(F.cross_entropy(logits, labels))
    if math.isclose(value, right, rel_tol=1e-4):
        return f"cross-entropy takes logits as they are; this batch gives {value:.3f}."
    if math.isclose(value, float(F.cross_entropy(logits.softmax(1), labels)), rel_tol=1e-4):
        raise NotYet(
            f"expected {right:.3f}, got {value:.3f}, which is the loss of probabilities: softmax "
            "came before a loss that applies softmax itself. It can never fall below 1.461.",
            "give `cross_entropy` the logits.",
            "softmax_before_loss",
        )
    if math.isclose(value, float(F.nll_loss(logits, labels)), rel_tol=1e-4):
        raise NotYet(
            "`nll_loss` got logits; it wants log-probabilities.", "`log_softmax` goes before it."
        )
    raise NotYet(f"expected {right:.3f}, got {value:.3f}.", "`torch.nn.functional.cross_entropy`")


@check("05.labels")
def labels(function) -> str:
    """``function(numbers)``: a list such as ``[9.0, 2.0]`` → labels for ``CrossEntropyLoss``."""
    result = call(function, [9.0, 2.0, 1.0])
    if not isinstance(result, torch.Tensor):
        raise NotYet(f"expected a tensor, got {kind(result)}.", "`torch.tensor(…)`")
    if result.shape != (3,):
        raise NotYet(f"expected the shape (3,), got {tuple(result.shape)}.")
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


@check("05.step")
def step(function) -> str:
    """``function(model, images, labels, loss_fn, optimizer)``: one step of training."""
    images, targets = torch.rand(8, 1, 28, 28), torch.arange(8) % 10
    loss_fn = nn.CrossEntropyLoss()
    model, twin = _twins()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    other = torch.optim.SGD(twin.parameters(), lr=0.1)
    for number in range(2):
        before = _parameters(model)
        call(function, model, images, targets, loss_fn, optimizer)
        if torch.equal(before, _parameters(model)):
            raise _nothing_moved(model)
        other.zero_grad()
        loss_fn(twin(images), targets).backward()
        other.step()
        if not torch.allclose(_parameters(model), _parameters(twin), atol=1e-6):
            raise _wrong_step(number)
    return "the gradients were emptied, found, and used, in each of two steps."


@check("05.step_order")
def step_order(order) -> str:
    """The lines of ``STEP_LINES``, by their numbers, in the order of a training step."""
    if sorted(_numbers(order)) != list(range(len(STEP_LINES))):
        raise NotYet(f"expected each number from 0 to {len(STEP_LINES) - 1} once, got {order}.")
    predict, measure, empty, find, change = (order.index(line) for line in (3, 1, 4, 0, 2))
    if not predict < measure < find:
        raise NotYet("the loss needs logits, and `backward` needs the loss.", "predict first.")
    if change < find:
        raise NotYet("`step` uses the gradients before `backward` has found them.", "0 before 2.")
    if find < empty < change:
        raise NotYet(
            "`zero_grad` empties the gradients that `backward` has just found, so `step` changes "
            "nothing.",
            "empty them before `backward`, or after `step`.",
            "zero_grad_forgotten",
        )
    return "predict, measure, find the gradients, step; emptied where nothing is lost."


STEP_LINES = (
    "loss.backward()",
    "loss = loss_fn(logits, labels)",
    "optimizer.step()",
    "logits = model(images)",
    "optimizer.zero_grad()",
)


@check("05.learning_rate")
def learning_rate(value) -> str:
    """A learning rate with which SGD brings a small problem below a loss of 1 in 100 steps."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        raise NotYet(f"expected a positive number, got {kind(value)}.")
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
            f"with {value:g} the loss only came from {first:.2f} to {last:.2f} in 100 steps: it "
            "crawls.",
            "multiply it by ten.",
            "learning_rate",
        )
    return f"with {value:g} the loss falls from {first:.2f} to below 1 in 100 steps."


def _small_model() -> nn.Module:
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 10))


def _twins() -> tuple[nn.Module, nn.Module]:
    model, twin = _small_model(), _small_model()
    twin.load_state_dict(model.state_dict())
    return model, twin


def _parameters(model: nn.Module) -> torch.Tensor:
    return torch.cat([p.detach().flatten().clone() for p in model.parameters()])


def _nothing_moved(model: nn.Module) -> NotYet:
    if next(model.parameters()).grad is None:
        return NotYet(
            "no parameter has a gradient.",
            "is `loss.backward()` missing, or does `zero_grad` stand between it and `step`?",
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
        "`optimizer.zero_grad()` empties them.",
        "zero_grad_forgotten",
    )


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
