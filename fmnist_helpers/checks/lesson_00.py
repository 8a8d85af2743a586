"""Checks of lesson 00: a mistake of the first model, and a second model that beats it."""

from collections.abc import Iterable

import torch
from torch import nn
from torch.utils.data import Dataset, Subset

from fmnist_helpers.checks.engine import (
    NotYet,
    check,
    describe,
    expect_number,
    expect_whole_number,
)
from fmnist_helpers.loaders import make_loader, unpack
from fmnist_helpers.sources import CLASS_NAMES
from fmnist_helpers.training import predict

__all__ = ["better_model", "mistake"]


@check(points=1)
def mistake(place: object, scores: torch.Tensor, labels: torch.Tensor) -> str:
    """A place in `scores`, float (N, 10), at which the largest one isn't that of `labels` (N,)."""
    place = _whole(place)
    count = len(labels)
    if not 0 <= place < count:
        raise NotYet(
            f"there are {count} garments, so places go from 0 to {count - 1}; got {place}.",
            "count from the left; the first place is 0.",
        )
    said = scores.argmax(dim=1)
    if said[place] != labels[place]:
        model, label = CLASS_NAMES[int(said[place])], CLASS_NAMES[int(labels[place])]
        return f"at place {place} the model says {model}, and the label is {label}."
    agreed = f"at place {place} both say {int(labels[place])}, {CLASS_NAMES[int(labels[place])]}"
    if place > 0 and said[place - 1] != labels[place - 1]:
        raise NotYet(f"{agreed}. One place before, they differ.", "count from 0, not from 1.")
    if place + 1 < count and said[place + 1] != labels[place + 1]:
        raise NotYet(f"{agreed}. One place further on, they differ.", "count again, from 0.")
    raise NotYet(f"{agreed}: the model is right there.", "look for a place where the rows differ.")


def _whole(place: object) -> int:
    """The place as an int, whatever holds the whole number."""
    if isinstance(place, list | tuple) or len(getattr(place, "shape", ())) > 0:
        raise NotYet(f"expected one place, got {describe(place)}.", "pick one of them.")
    return expect_whole_number(place, "such as `my_place = 3`.")


@check(points=2)
def better_model(
    model: object,
    loader: Iterable,
    first: float,
    train_set: Dataset | None = None,
    first_model: nn.Module | None = None,
) -> str:
    """A model that gets more of the images in `loader` right than the share `first`, 0 to 1.

    With a `train_set`, one that is clearly worse on it was trained on the wrong images. The
    `first_model`, trained on, is no second one.
    """
    if isinstance(model, type) and issubclass(model, nn.Module):
        raise NotYet(
            f"expected a model, got the class {model.__name__}.",
            f"parentheses make a model of it: `{model.__name__}()`.",
        )
    if not isinstance(model, nn.Module):
        raise NotYet(
            f"expected a model, got {describe(model)}.", "`my_model = NeuralNetwork()`, then train."
        )
    if model is first_model:
        raise NotYet(
            "`my_model` is the first model, under another name.",
            "make a new one: `my_model = NeuralNetwork()`.",
        )
    first = expect_number(first, "the first model's accuracy")
    scores, labels = _scores_and_labels(model, loader)
    if not torch.isfinite(scores).all():
        raise NotYet(
            "the model's scores are not numbers any more (nan): its training has exploded.",
            "the learning rate is too large. Make a new model, and try a smaller one.",
        )
    accuracy = (scores.argmax(dim=1) == labels).sum().item() / len(labels)
    found = f"{accuracy:.1%} right, and the first model has {first:.1%}"
    if accuracy > first:
        if train_set is not None:
            _look_for_val_set(model, accuracy, len(labels), train_set)
        return f"{found}. A changed number, and a better model: that is how they are all made."
    if accuracy < 0.2:
        raise _guessing(
            model,
            found,
            first_model is not None and abs(_share(first_model, loader) - first) > 0.005,
        )
    if accuracy == first:
        raise NotYet(f"{found}: the same.", "change one number before you train again.")
    raise NotYet(
        f"{found}. It has learned, but less.",
        "one change at a time: what did this one do? More passes over the garments nearly always "
        "help at this stage.",
    )


def _scores_and_labels(model: nn.Module, loader: Iterable) -> tuple[torch.Tensor, torch.Tensor]:
    batches = [unpack(batch) for batch in loader]
    scores = torch.cat([predict(model, images) for images, _ in batches])
    return scores, torch.cat([labels for _, labels in batches])


def _share(model: nn.Module, loader: Iterable) -> float:
    """Of the images in `loader`, the share that the model gets right."""
    scores, labels = _scores_and_labels(model, loader)
    return (scores.argmax(dim=1) == labels).sum().item() / len(labels)


def _guessing(model: nn.Module, found: str, first_changed: bool) -> NotYet:
    """Why a model is no better than guessing: how far its numbers have moved tells."""
    found = f"{found}: about what guessing gets"
    if first_changed:
        return NotYet(
            f"{found}. The first model isn't what it was: your loop trained that one.",
            "`my_model` stands in your loop where the first training says `model`, and "
            "`my_model.parameters()` in the optimizer.",
        )
    moved = _moved(model)
    if moved == 0:
        return NotYet(
            f"{found}. No step has moved its numbers: they are as random as they were made.",
            "an optimizer of `my_model.parameters()`, made after the model; a loss of "
            "`my_model(images)`; `loss.backward()`, then `my_optimizer.step()`, with parentheses "
            "and without `zero_grad` between them. Which is missing?",
        )
    if moved is not None and moved < 0.01:
        return NotYet(
            f"{found}. Its numbers have moved by a step or two only.",
            "all lines from `loss = …` to `step()` stand inside the loop, as far to the right.",
        )
    if moved is not None and moved > 1:
        return NotYet(
            f"{found}. Its numbers have grown far too large.",
            "the learning rate is far too large. Make a new model, and try a smaller one.",
        )
    return NotYet(
        f"{found}.",
        "was it `my_model` that learned? Its own parameters go into the optimizer, and the "
        "loop asks `my_model(images)`. Are all lines of the loop there, `zero_grad` too?",
    )


def _moved(model: nn.Module) -> float | None:
    """How far a weight or bias has left the range that `nn.Linear` draws from; None without one."""
    layers = [each for each in model.modules() if isinstance(each, nn.Linear)]
    beyond = [
        parameter.abs().max().item() - layer.in_features**-0.5
        for layer in layers
        for parameter in layer.parameters()
    ]
    return max(0.0, *beyond) if beyond else None


def _look_for_val_set(model: nn.Module, accuracy: float, count: int, train_set: Dataset) -> None:
    """Raise NotYet if the model is clearly worse on what it should have learned from.

    Measured on a PC, two seeds: trained on train_set, 0.7 to 1.5 points better there; trained on
    val_set until it beats the first model, 1 to 2.6 worse. Two standard errors are 1.2.
    """
    some = Subset(train_set, range(min(5_000, len(train_set))))
    learned = _share(model, make_loader(some, batch_size=500))
    error = (accuracy * (1 - accuracy) * (1 / count + 1 / len(some))) ** 0.5
    if accuracy - learned > max(2 * error, 0.01):
        raise NotYet(
            f"{accuracy:.1%} on the garments that were kept back, fewer ({learned:.1%}) on those "
            "it should have learned from. Was it trained on `val_set`? Then nobody knows how good "
            "it is.",
            "make a new model, and train it on `train_set`.",
        )
