"""Checks of lesson 14: a whole batch at once, a schedule, and a training that follows it."""

import contextlib
import copy
import random
import warnings
from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import nn
from torch.optim.lr_scheduler import OneCycleLR

from fmnist_helpers import training
from fmnist_helpers.checks.engine import (
    NotYet,
    call,
    check,
    describe,
    expect_number,
    expect_parts,
    expect_tensor,
    expect_unchanged,
    what_led_to,
)
from fmnist_helpers.checks.engine.schedules import alike, rate_of, wrong_schedule
from fmnist_helpers.checks.engine.watch import Watch

__all__ = ["fetch", "schedule", "scheduled_training"]


@check(points=2)
def fetch(function: Callable) -> str:
    """``function(images, labels, indices)``: that batch, of uint8 (N, 28, 28) and int64 (N,).

    Images come as float32 (B, 1, 28, 28) in [0, 1], labels as int64 (B,), in a few torch calls.
    """
    images = torch.randint(0, 240, (300, 28, 28), dtype=torch.uint8)  # no batch reaches 255
    labels, indices = torch.randint(0, 10, (300,)), torch.randperm(300)[:64]
    given = images.clone()
    with Watch() as watch:
        result = call(function, given, labels.clone(), indices.clone())
    expect_unchanged(given, images, "images")
    result = expect_parts(result, "(images, labels)")
    batch = expect_tensor(result[0], "the images as a tensor")
    targets = expect_tensor(result[1], "the labels as a tensor")
    _compare_shapes(batch, targets)
    _compare_values(batch, targets, images, labels, indices)
    if watch.calls > 40:
        raise NotYet(
            f"the batch is right. But it took {watch.calls} torch calls for 64 images, so it was "
            "built one image at a time, which is the slow part.",
            "`images[indices]` takes all of them in one call.",
        )
    return f"a whole batch in {watch.calls} torch calls, whatever its size."


def _compare_shapes(batch: torch.Tensor, targets: torch.Tensor) -> None:
    shape = tuple(batch.shape)
    if shape == (64, 28, 28):
        raise NotYet(
            "the channel dimension is missing: expected images (64, 1, 28, 28), got (64, 28, 28).",
            "`unsqueeze(1)` inserts it after the batch.",
            "missing_dimension",
        )
    if shape == (64, 1, 28, 28) and targets.shape == (64,):
        return
    hint = {
        (1, 64, 28, 28): "the channel comes after the batch: `unsqueeze(1)`.",
        (64, 28, 28, 1): "the channel comes before the rows: `unsqueeze(1)`.",
        (64, 784): "a model with convolutions wants rows and columns: no `flatten`.",
        (64,): "first the images, then the labels.",
        (64, 1, 28, 28): "`labels[indices]`",
    }.get(shape, "the images at these positions, and no others: `images[indices]`.")
    raise NotYet(
        f"expected images (64, 1, 28, 28) and labels (64,), got {shape} and "
        f"{tuple(targets.shape)}.",
        hint,
    )


def _compare_values(batch, targets, images, labels, indices) -> None:
    chosen = images[indices].unsqueeze(1)
    expected = chosen / 255
    if batch.dtype.is_floating_point and batch.dtype != torch.float32:
        raise NotYet(
            f"expected float32, as the weights of a model are, got {batch.dtype}.",
            "`images / 255` is float32 already.",
        )
    if batch.dtype != torch.float32 or batch.max() > 1:
        raise NotYet(
            f"expected floats from 0 to 1, got {batch.dtype} up to {batch.max().item():g}.",
            "divide by 255, and keep the floats.",
            "scaling",
        )
    if not torch.allclose(batch, expected, atol=1e-6):
        raise _wrong_values(batch, expected, images, indices)
    if not torch.equal(targets, labels[indices]):
        raise NotYet(
            "these labels don't belong to these images.", "`labels[indices]`, not the positions."
        )
    if targets.dtype != labels.dtype:
        raise NotYet(
            f"the labels came as {targets.dtype}; the loss wants class numbers, {labels.dtype}.",
            "`labels[indices]`, as they are.",
        )


def _wrong_values(batch, expected, images, indices) -> NotYet:
    mistakes = {
        "divided by 255 twice": expected / 255,
        "divided by 256": expected * 255 / 256,
        "scaled to -1 to 1; expected 0 to 1": 2 * expected - 1,
        "divided by the largest value of this batch, which differs from batch to batch": expected
        / expected.max(),
        "all 0: `//` and `int` cut off what is below 1": torch.zeros_like(expected),
        "the first images, whatever `indices` are": images[:64, None] / 255,
        "the right images in ascending order, not in that of `indices`": images[
            indices.sort().values, None
        ]
        / 255,
        "each one place before the right one": images[indices - 1, None] / 255,
        "turned: rows and columns are swapped": expected.mT,
    }
    if mistake := what_led_to(batch, mistakes):
        tag = "scaling" if mistake.startswith("divided") else None
        return NotYet(f"the values are {mistake}.", "`images[indices] / 255`", tag)
    if torch.allclose(batch.flatten().sort().values, expected.flatten().sort().values, atol=1e-6):
        return NotYet(
            "these are the right pixels in the wrong places.",
            "`reshape` keeps the order of all numbers: after `permute` it mixes images.",
        )
    return NotYet("these are not the images that `indices` asks for, or not in that order.")


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
def schedule(function: Callable, *, runs: Sequence = ((100, 0.5),)) -> str:
    """``function(step, steps, highest)``: the learning rate of that step, counted from 0.

    From a tenth of `highest` in a straight line to `highest` at a fifth of all steps, then in a
    straight line to 0 at step `steps`.
    """
    some = (5 * random.randrange(41, 79) + 3, random.uniform(0.02, 0.9))
    for steps, highest in (*runs, some):
        found = [_as_rate(call(function, step, steps, highest), step) for step in range(steps)]
        right = [rate_of(step, steps, highest) for step in range(steps)]
        if alike(found, right):
            continue
        raise wrong_schedule(found, right, steps, highest)
    return "it climbs for a fifth of the steps and falls for the rest, whatever their number."


def _as_rate(value: object, step: int) -> float:
    """A number of Python's, NumPy's or torch's."""
    if isinstance(value, np.generic | np.ndarray | torch.Tensor):
        with contextlib.suppress(ValueError, RuntimeError):  # it has more than one element
            value = value.item()
    return expect_number(value, f"a learning rate for step {step}", "return one number.")


def hidden_schedule(answer):
    from fmnist_helpers.checks import schedule

    schedule(answer, strict=True, runs=((50, 1.0), (333, 0.07)))


@check(points=2)
def scheduled_training(function: Callable, *, sizes: Sequence = ((5, 3),)) -> str:
    """``function(model, loader, val_loader, loss_fn, optimizer, scheduler, epochs)``: the score.

    It trains all epochs, moves the scheduler after each step, and returns the last validation
    loss and accuracy, as `training.fit` does.
    """
    for batches, epochs in (*sizes, (random.randrange(6, 9), 2)):
        _compare_training(function, batches, epochs)
    return "the steps, the rates and the batch norms are those of `training.fit`."


def _compare_training(function: Callable, batches: int, epochs: int) -> None:
    task = _Task(batches, epochs)
    while not task.ends_worse:  # the last score must differ from the best
        task = _Task(batches, epochs)
    model, optimizer, scheduler = task.model, *_optimizer_and_scheduler(task.model, task.steps)
    learning, seen, rates, taken = [], [], [], []

    def note(module, _):
        if torch.is_grad_enabled():
            rates.append(optimizer.param_groups[0]["lr"])
        (learning if torch.is_grad_enabled() else seen).append(module.training)

    handle = model.register_forward_pre_hook(note)
    optimizer.register_step_post_hook(lambda *_: taken.append(True))
    arguments = (model, task.loader, task.val_loader, task.loss_fn, optimizer, scheduler, epochs)
    with warnings.catch_warnings(action="ignore"):  # torch's about the order of the two steps
        result = call(function, *arguments)
    handle.remove()
    _look_at_steps(len(learning), batches, len(task.val_loader), epochs)
    _look_at_modes(learning, seen, batches)
    _look_at_rates(scheduler.last_epoch, rates, task.rates, batches, epochs)
    if not taken:
        raise NotYet("the optimizer that was passed took no step.", "use the parameter.")
    state, expected = model.state_dict(), task.twin.state_dict()
    if not all(torch.allclose(state[name], expected[name], atol=1e-5) for name in state):
        raise NotYet(
            "modes, rates and numbers of steps are right, but the model ends elsewhere.",
            "are the gradients cleared before each `backward`, is each batch used once, and the "
            "scheduler moved right after each step?",
        )
    _compare_score(result, task)


class _Task:
    """A training, done by `fit` on a twin of the model, and what is to be found after it."""

    def __init__(self, batches: int, epochs: int):
        self.steps, self.rates = batches * epochs, []
        self.loader, self.val_loader = _random_batches(batches), _random_batches(2)
        self.loss_fn = nn.CrossEntropyLoss()
        self.model = nn.Sequential(
            nn.Flatten(), nn.Linear(784, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 10)
        )
        self.twin = copy.deepcopy(self.model)
        optimizer, scheduler = _optimizer_and_scheduler(self.twin, self.steps)
        optimizer.register_step_pre_hook(
            lambda *_: self.rates.append(optimizer.param_groups[0]["lr"])
        )
        self.history = training.fit(
            self.twin,
            self.loader,
            self.val_loader,
            self.loss_fn,
            optimizer,
            epochs=epochs,
            scheduler=scheduler,
        )

    @property
    def scores(self) -> list[tuple[float, float]]:
        """The validation's loss and accuracy after each epoch."""
        return list(zip(self.history.val_loss, self.history.val_accuracy, strict=True))

    @property
    def ends_worse(self) -> bool:
        return self.scores[-1][1] < max(accuracy for _, accuracy in self.scores)


def _compare_score(result: object, task: _Task) -> None:
    score = task.scores[-1]
    if not isinstance(result, tuple | list) or len(result) != 2:
        raise NotYet(
            f"expected the last score, (loss, accuracy), got {describe(result)}.",
            "return what `test_loop` says after the last epoch.",
        )
    if _same_score(result, score):
        return
    what = ""
    if any(_same_score(result, earlier) for earlier in task.scores[:-1]):
        what = "That is the score after an earlier epoch. "
    elif _same_score(result, training.test_loop(task.loader, task.twin, task.loss_fn)):
        what = "That is the score on the training images. "
    raise NotYet(
        f"the model is right, but the score is {float(result[0]):.3f}, {float(result[1]):.3f}. "
        f"{what}After the last epoch it is {score[0]:.3f}, {score[1]:.3f}.",
        "return what `test_loop` says of `val_loader` after the last epoch.",
    )


def _same_score(one, other) -> bool:
    return all(abs(float(a) - b) <= 1e-4 for a, b in zip(one, other, strict=True))


def _look_at_steps(found: int, batches: int, val_batches: int, epochs: int) -> None:
    if found == batches * epochs:
        return
    meaning = {
        batches: "one epoch only. ",
        batches * (epochs - 1): "one epoch too few. ",
        batches * (epochs + 1): "one epoch too many. ",
        epochs: "one batch per epoch. ",
        val_batches * epochs: "the number of validation batches. ",
    }.get(found, "")
    raise NotYet(
        f"{epochs} epochs of {batches} batches are {batches * epochs} steps; the model was "
        f"called {found} times with gradients on{': ' if meaning else '. '}{meaning}".strip(),
        "loop over the epochs, and in each over the loader; `test_loop` needs no gradients.",
    )


def _look_at_modes(learning: list, seen: list, batches: int) -> None:
    if False in learning:
        first = learning.index(False) // batches + 1
        raise NotYet(
            f"in epoch {first} the model learned in evaluation mode: batch norm used its running "
            "averages, and they learned nothing more.",
            "`model.train()` before each epoch: `test_loop` has left the model in evaluation mode."
            if first > 1
            else "`model.train()`",
            "eval_for_no_grad",
        )
    if True in seen:
        raise NotYet(
            "the validation images were seen in training mode: batch norm used the statistics of "
            "the batch, and noted them.",
            "`training.test_loop` sees to that.",
            "eval_for_no_grad",
        )


def _look_at_rates(moves: int, rates: list, right: list, batches: int, epochs: int) -> None:
    said = f"the scheduler was moved {moves} times in {batches * epochs} steps"
    if moves == epochs:
        raise NotYet(
            f"{said}, once per epoch: the rate stayed near its beginning.",
            "OneCycleLR counts steps: move it after each batch.",
        )
    if moves == 0:
        raise NotYet(f"{said}.", "`scheduler.step()`, with parentheses, after each step.")
    if moves != batches * epochs:
        raise NotYet(f"{said}.", "once after each step of the optimizer.")
    if rates[:-1] == right[1:]:
        raise NotYet(
            "the scheduler was moved *before* each step, so that the first rate was never used.",
            "first `train_step`, then `scheduler.step()`.",
        )


def _random_batches(count: int) -> list:
    sizes = [16] * (count - 1) + [9]
    return [(torch.rand(size, 1, 28, 28), torch.randint(0, 10, (size,))) for size in sizes]


def _optimizer_and_scheduler(model: nn.Module, steps: int):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.2)
    total = 2 * steps  # so that it doesn't raise if it is moved too often
    return optimizer, OneCycleLR(optimizer, max_lr=0.2, total_steps=total, pct_start=0.3)


def hidden_scheduled_training(answer):
    from fmnist_helpers.checks import scheduled_training

    scheduled_training(answer, strict=True, sizes=[(4, 3)])
