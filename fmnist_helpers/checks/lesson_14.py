"""Checks of lesson 14: a whole batch at once, a schedule, and a training that follows it."""

import contextlib
import copy
import math
import random
import warnings
from collections.abc import Callable

import numpy as np
import torch
from torch import nn
from torch.optim.lr_scheduler import OneCycleLR
from torch.overrides import TorchFunctionMode

from fmnist_helpers import training
from fmnist_helpers.checks.engine import (
    NotYet,
    call,
    check,
    describe,
    expect_number,
    expect_tensor,
)

__all__ = ["fetch", "schedule", "scheduled_training"]


@check(points=2)
def fetch(function: Callable) -> str:
    """``function(images, labels, indices)``: that batch, of uint8 (N, 28, 28) and int64 (N,).

    Images come as float32 (B, 1, 28, 28) in [0, 1], labels as int64 (B,), in a few torch calls.
    """
    images = torch.randint(0, 256, (300, 28, 28), dtype=torch.uint8)
    labels, indices = torch.randint(0, 10, (300,)), torch.randperm(300)[:64]
    with _Calls() as calls:
        result = call(function, images, labels, indices)
    if not isinstance(result, tuple | list) or len(result) != 2:
        raise NotYet(f"expected (images, labels), got {describe(result)}.", "return both.")
    batch = expect_tensor(result[0], "the images as a tensor")
    targets = expect_tensor(result[1], "the labels as a tensor")
    if batch.shape == (64, 28, 28):
        raise NotYet(
            "the channel dimension is missing: expected images (64, 1, 28, 28), got (64, 28, 28).",
            "`unsqueeze(1)` inserts it after the batch.",
            "missing_dimension",
        )
    if batch.shape != (64, 1, 28, 28) or targets.shape != (64,):
        raise NotYet(
            f"expected images (64, 1, 28, 28) and labels (64,), got {tuple(batch.shape)} and "
            f"{tuple(targets.shape)}."
        )
    _compare_values(batch, targets, images, labels, indices)
    if calls.count > 40:
        raise NotYet(
            f"the batch is right. But it took {calls.count} torch calls for 64 images, so it was "
            "built one image at a time, which is the slow part.",
            "`images[indices]` takes all of them in one call.",
        )
    return f"a whole batch in {calls.count} torch calls, whatever its size."


def _compare_values(batch, targets, images, labels, indices) -> None:
    expected = images[indices].unsqueeze(1) / 255
    if batch.dtype != torch.float32 or (batch.max() > 1 and expected.max() <= 1):
        raise NotYet(
            f"expected floats from 0 to 1, got {batch.dtype} up to {batch.max().item():g}.",
            "divide by 255.",
            "scaling",
        )
    if not torch.allclose(batch, expected, atol=1e-6):
        if torch.allclose(batch * 255, expected, atol=1e-6):
            raise NotYet("divided by 255 twice.", "once is enough.", "scaling")
        raise NotYet("these are not the images that `indices` asks for, or not in that order.")
    if not torch.equal(targets, labels[indices]):
        raise NotYet("these labels don't belong to these images.", "`labels[indices]`")


class _Calls(TorchFunctionMode):
    """Counts the torch calls in its ``with`` block, indexing a tensor included."""

    def __init__(self):
        super().__init__()
        self.count = 0

    def __torch_function__(self, function, types, args=(), kwargs=None):
        self.count += 1
        return function(*args, **(kwargs or {}))


def hidden_fetch(answer):
    import torch

    images = torch.randint(0, 256, (50, 28, 28), dtype=torch.uint8)
    labels = torch.randint(0, 10, (50,))
    for indices in (torch.tensor([49]), torch.tensor([3, 3, 0]), torch.randperm(50)):
        batch, targets = answer(images, labels, indices)
        assert batch.shape == (len(indices), 1, 28, 28), tuple(batch.shape)
        assert torch.allclose(batch[:, 0], images[indices] / 255, atol=1e-6)
        assert torch.equal(targets, labels[indices])


@check(points=2)
def schedule(function: Callable) -> str:
    """``function(step, steps, highest)``: the learning rate of that step, counted from 0.

    From a tenth of `highest` in a straight line to `highest` at a fifth of all steps, then in a
    straight line to 0 at step `steps`.
    """
    for steps, highest in ((100, 0.5), (random.randrange(201, 400), random.uniform(0.02, 0.9))):
        found = [_as_rate(call(function, step, steps, highest), step) for step in range(steps)]
        right = [_rate(step, steps, highest) for step in range(steps)]
        if all(map(_near, found, right)):
            continue
        raise _wrong_schedule(found, right, steps, highest)
    return "it climbs for a fifth of the steps and falls for the rest, whatever their number."


def _rate(step: int, steps: int, highest: float) -> float:
    top = steps / 5
    if step < top:
        return highest * (0.1 + 0.9 * step / top)
    return highest * (steps - step) / (steps - top)


def _near(found: float, expected: float) -> bool:
    return math.isclose(found, expected, rel_tol=1e-4, abs_tol=1e-7)


def _as_rate(value: object, step: int) -> float:
    """A number of Python's, NumPy's or torch's."""
    if isinstance(value, np.generic | np.ndarray | torch.Tensor):
        with contextlib.suppress(ValueError, RuntimeError):  # it has more than one element
            value = value.item()
    return expect_number(value, f"a learning rate for step {step}", "return one number.")


def _wrong_schedule(found: list, right: list, steps: int, highest: float) -> NotYet:
    asked = f"with steps={steps} and highest={highest:.3g}"
    if max(found) - min(found) < 1e-9:
        return NotYet(f"{asked}, every step has the rate {found[0]:.3g}: it never changes.")
    if all(_near(value, expected / highest) for value, expected in zip(found, right, strict=True)):
        return NotYet(
            f"{asked}, the largest rate is 1: `highest` plays no part.", "multiply by it."
        )
    if not _near(found[0], right[0]):
        why = {
            0.0: "the first step would move nothing",
            highest: "a random start can't bear that",
        }.get(found[0], "a tenth of `highest`")
        return NotYet(
            f"{asked}, step 0 has the rate {found[0]:.3g}; expected {right[0]:.3g}: {why}.",
            "the climb goes from 0.1 · highest up by 0.9 · highest.",
        )
    wrong = next(i for i in range(steps) if not _near(found[i], right[i]))
    place = f"{asked}, step {wrong} has the rate {found[wrong]:.3g}; expected {right[wrong]:.3g}"
    if wrong < steps / 5:
        return NotYet(
            f"{place}. It should still climb: the top is at step {steps / 5:g}, a fifth of all.",
            "how far is it to the top? `step / top` goes from 0 to 1 on the way.",
        )
    if found[-1] >= max(found) - 1e-9:
        return NotYet(f"{place}. It never comes down.", "after the top, another straight line.")
    if min(found) < -1e-9:
        return NotYet(f"{place}. Later it falls below 0, and the model would climb.")
    if abs(found[-1]) < 1e-9:
        return NotYet(
            f"{place}. It is 0 at the last step already, step {steps - 1}, which moves nothing.",
            f"it would reach 0 one step later, at step {steps}.",
        )
    return NotYet(
        f"{place}. The way down begins at the top, step {steps / 5:g}, and ends at step {steps}.",
        "what share of the way down is left? `(steps - step) / (steps - top)`.",
    )


def hidden_schedule(answer):
    for steps, highest in ((50, 1.0), (333, 0.07)):
        top = steps / 5
        for step in range(steps):
            up, down = 0.1 + 0.9 * step / top, (steps - step) / (steps - top)
            expected = highest * (up if step < top else down)
            assert abs(answer(step, steps, highest) - expected) < 1e-4 * highest, step


@check(points=2)
def scheduled_training(function: Callable) -> str:
    """``function(model, loader, val_loader, loss_fn, optimizer, scheduler, epochs)``: the score.

    It trains all epochs, moves the scheduler after each step, and returns the last validation
    loss and accuracy, as `training.fit` does.
    """
    for batches, epochs in ((5, 3), (random.randrange(6, 9), 2)):
        _compare_training(function, batches, epochs)
    return "the steps, the rates and the batch norms are those of `training.fit`."


def _compare_training(function: Callable, batches: int, epochs: int) -> None:
    loader, val_loader = _random_batches(batches), _random_batches(2)
    model = nn.Sequential(
        nn.Flatten(), nn.Linear(784, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 10)
    )
    twin, loss_fn = copy.deepcopy(model), nn.CrossEntropyLoss()
    parts = [_optimizer_and_scheduler(each, batches * epochs) for each in (model, twin)]
    (optimizer, scheduler), (its_optimizer, its_scheduler) = parts
    history = training.fit(
        twin, loader, val_loader, loss_fn, its_optimizer, epochs=epochs, scheduler=its_scheduler
    )
    learning, seen = [], []

    def note(module, _):
        (learning if torch.is_grad_enabled() else seen).append(module.training)

    handle = model.register_forward_pre_hook(note)
    with warnings.catch_warnings(action="ignore"):  # torch's about the order of the two steps
        result = call(function, model, loader, val_loader, loss_fn, optimizer, scheduler, epochs)
    handle.remove()
    _look_at_modes(learning, seen, batches, epochs)
    _look_at_rates(scheduler.last_epoch, batches, epochs)
    state, expected = model.state_dict(), twin.state_dict()
    if not all(torch.allclose(state[name], expected[name], atol=1e-5) for name in state):
        raise NotYet(
            "modes and numbers of steps are right, but the model ends elsewhere.",
            "is the scheduler moved *after* the optimizer's step, and each batch used once?",
        )
    score = (history.val_loss[-1], history.val_accuracy[-1])
    if not isinstance(result, tuple | list) or len(result) != 2:
        raise NotYet(f"expected the last score, (loss, accuracy), got {describe(result)}.")
    if any(abs(float(a) - b) > 1e-4 for a, b in zip(result, score, strict=True)):
        raise NotYet(
            f"the model is right, but the score is {float(result[0]):.3f}, {float(result[1]):.3f}; "
            f"after the last epoch it is {score[0]:.3f}, {score[1]:.3f}.",
            "return what `test_loop` says after the last epoch.",
        )


def _look_at_modes(learning: list, seen: list, batches: int, epochs: int) -> None:
    if len(learning) != batches * epochs:
        raise NotYet(
            f"{epochs} epochs of {batches} batches are {batches * epochs} steps; the model was "
            f"called {len(learning)} times with gradients on.",
            "loop over the epochs, and in each over the loader; `test_loop` needs no gradients.",
        )
    if False in learning:
        first = learning.index(False) // batches + 1
        raise NotYet(
            f"in epoch {first} the model learned in evaluation mode: batch norm used its running "
            "averages, and they learned nothing more.",
            "what did `test_loop` do to the mode after the epoch before?",
            "eval_for_no_grad",
        )
    if True in seen:
        raise NotYet(
            "the validation images were seen in training mode: batch norm used the statistics of "
            "the batch, and noted them.",
            "`training.test_loop` sees to that.",
            "eval_for_no_grad",
        )


def _look_at_rates(moves: int, batches: int, epochs: int) -> None:
    if moves == batches * epochs:
        return
    said = f"the scheduler was moved {moves} times in {batches * epochs} steps"
    if moves == epochs:
        raise NotYet(
            f"{said}, once per epoch: the rate stayed near its beginning.",
            "OneCycleLR counts steps: move it after each batch.",
        )
    raise NotYet(f"{said}.", "once after each step of the optimizer.")


def _random_batches(count: int) -> list:
    sizes = [16] * (count - 1) + [9]
    return [(torch.rand(size, 1, 28, 28), torch.randint(0, 10, (size,))) for size in sizes]


def _optimizer_and_scheduler(model: nn.Module, steps: int):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.2)
    return optimizer, OneCycleLR(optimizer, max_lr=0.2, total_steps=steps + 1, pct_start=0.3)


def hidden_scheduled_training(answer):
    import copy

    import torch
    from torch import nn

    from fmnist_helpers import training

    def parts(model):
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        return optimizer, torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps=13)

    batches = [(torch.rand(8, 1, 28, 28), torch.randint(0, 10, (8,))) for _ in range(4)]
    mine = nn.Sequential(nn.Flatten(), nn.Linear(784, 10), nn.BatchNorm1d(10))
    other, loss_fn = copy.deepcopy(mine), nn.CrossEntropyLoss()
    (optimizer, scheduler), (its, its_scheduler) = parts(mine), parts(other)
    score = answer(mine, batches, batches[:2], loss_fn, optimizer, scheduler, 3)
    history = training.fit(
        other, batches, batches[:2], loss_fn, its, epochs=3, scheduler=its_scheduler
    )
    assert scheduler.last_epoch == 12, scheduler.last_epoch
    for name, value in other.state_dict().items():
        assert torch.allclose(mine.state_dict()[name], value, atol=1e-5), name
    assert abs(float(score[0]) - history.val_loss[-1]) < 1e-4, score
