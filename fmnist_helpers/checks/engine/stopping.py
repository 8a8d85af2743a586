"""A training with given validation losses: when a learner's early stopping stopped, and why."""

import math
from collections.abc import Callable

import torch
from torch import nn

from fmnist_helpers.checks.engine.verdict import NotYet


class Training:
    """Training whose epoch adds 1 to the model's only weight, and whose losses are given."""

    def __init__(self, losses: list[float], start: float):
        self.losses, self.start = losses, start
        self.trained = self.measured = 0
        self.model = nn.Linear(1, 1, bias=False)
        with torch.no_grad():
            self.model.weight.fill_(start)

    def epoch_of(self, model: nn.Module) -> int:
        return round(model.weight.item() - self.start)

    def train_epoch(self, model: nn.Module) -> None:
        self.trained += 1
        if self.trained > len(self.losses) + 20:
            raise NotYet(
                f"still training after {len(self.losses) + 20} epochs: it never stops.",
                "count the epochs since the lowest loss, and `break`.",
            )
        with torch.no_grad():
            model.weight += 1

    def val_loss(self, model: nn.Module) -> float:
        epoch = self.epoch_of(model)
        if epoch == 0:
            return math.inf  # an untrained model may be measured too
        self.measured += 1
        return _loss_after(self.losses, epoch)


def look_at_stop(
    training: Training, losses: list[float], patience: int, epochs: int, last: int
) -> None:
    """Raise NotYet unless the training ended after the `last` epoch."""
    ran = training.trained
    said = f"validation losses {losses[:last]}, patience {patience}"
    if ran == 0:
        raise NotYet("no epoch was trained.", "call `train_epoch(model)` in a loop.")
    if ran > epochs:
        raise NotYet(f"{ran} epochs were trained, and `epochs` allows {epochs}.")
    if training.measured == 0:
        raise NotYet("the model was never measured.", "call `val_loss(model)` after each epoch.")
    if ran == last:
        return
    hint = _why_then(losses, patience, epochs).get(ran)
    if ran > last:
        raise NotYet(
            f"{said}: stop after epoch {last}; you went on to epoch {ran}.",
            hint or f"after {patience} epochs without a new lowest loss, `break`.",
        )
    if ran == 1:
        hint = "does `return` stand inside the loop? It belongs after it, one level to the left."
    elif last == epochs:
        hint = "`range(epochs)` gives each epoch a number, from 0 to `epochs` - 1."
    raise NotYet(
        f"{said}: go on to epoch {last}; you stopped after epoch {ran}.",
        hint or f"`break` only after {patience} epochs in a row without a new lowest loss.",
    )


def _why_then(losses: list[float], patience: int, epochs: int) -> dict[int, str]:
    """{the last epoch of a training with a usual mistake: what to do about it}."""

    def last(patience=patience, **slip) -> int:
        return _last_epoch(losses, patience, epochs, **slip)

    new = f"{patience} epochs without a new lowest loss are enough: "
    return {
        last() + 1: "first train, then measure: the loss is that of the model after the epoch.",
        last(patience=1): "go on through a first rise: wait for `patience` epochs.",
        patience: 'was no loss a new lowest? The lowest begins at `float("inf")`, and is kept.',
        last(new=lambda loss, before: loss > max(before)): (
            "a low loss is a good one: look for a new lowest, not a new highest."
        ),
        last(patience=patience - 1): f"that is an epoch too early: wait for {patience}.",
        last(patience=patience + 1): f"{new}compare the count with `patience` by `>=`, not `>`.",
        last(new=lambda loss, before: loss <= min(before)): f"{new}an equal loss is none.",
        last(new=lambda loss, before: loss < before[-1]): (
            "compare with the lowest loss so far, not with the one before."
        ),
        last(resets=False): "in a row: the count begins again at 0 with each new lowest loss.",
    }


def _loss_after(losses: list[float], epoch: int) -> float:
    """The validation loss after an epoch, from 1; it rises after the last one that is given."""
    late = max(0, epoch - len(losses))
    return losses[epoch - late - 1] + 0.01 * late


def _last_epoch(
    losses: list[float],
    patience: int,
    epochs: int,
    new: Callable = lambda loss, before: loss < min(before),
    resets: bool = True,
) -> int:
    """The last epoch that is trained, if `new` says whether a loss counts as a new lowest."""
    waited = 0
    for epoch in range(1, epochs):
        reached = [_loss_after(losses, place + 1) for place in range(epoch)]
        if epoch == 1 or new(reached[-1], reached[:-1]):
            waited = 0 if resets else waited
        else:
            waited += 1
        if waited == patience:
            return epoch
    return epochs
