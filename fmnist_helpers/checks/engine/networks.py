"""Compares a learner's network with a reference, and says what it computes instead."""

from itertools import product

import torch
from torch import nn
from torch.nn import functional as F

from fmnist_helpers.checks.engine.expect import describe
from fmnist_helpers.checks.engine.models import WITH_PARENTHESES
from fmnist_helpers.checks.engine.run import call
from fmnist_helpers.checks.engine.verdict import NotYet


def without_gradient(model: nn.Module, result: torch.Tensor) -> list[str]:
    """The names of the parameters that `result` doesn't depend on, or can't learn from."""
    if not result.requires_grad:
        return [name for name, _ in model.named_parameters()]
    model.zero_grad()
    result.sum().backward()
    return [name for name, each in model.named_parameters() if each.grad is None]


def count_parameters(model: nn.Module) -> int:
    """How many numbers a model's registered parameters hold."""
    return sum(parameter.numel() for parameter in model.parameters())


def compare_networks(model: nn.Module, reference: nn.Module, where: str) -> None:
    """Raise NotYet unless `model` returns the logits of `reference`, given the same parameters."""
    weights, biases = _in_order_of(reference, model, where)
    with torch.no_grad():
        for parameter in reference.parameters():  # larger than at the start: ReLU shows
            parameter.copy_(torch.randn_like(parameter) / parameter.shape[-1] ** 0.5)
        for mine, other in zip([*weights, *biases], _weights_then_biases(reference), strict=True):
            mine.copy_(other)
    for size in (int(torch.randint(12, 30, ())), 1):  # no size can be known beforehand
        images = torch.rand(size, 1, 28, 28)
        result = call(model, images)
        if not isinstance(result, torch.Tensor) or result.shape != (size, 10):
            hint = ""
            if isinstance(result, torch.Tensor) and result.shape == (size,):
                hint = "return all ten scores of an image; which one is highest is asked later."
            elif isinstance(result, torch.Tensor) and result.shape == (1, 10):
                hint = "those are the logits of one image; keep the whole batch."
            raise NotYet(
                f"for images of shape {tuple(images.shape)}, expected logits of shape "
                f"({size}, 10), got {describe(result)}.",
                hint,
            )
        expected = reference(images)
        if torch.allclose(result, expected, atol=1e-4):
            continue
        if not torch.allclose(result, model(images), atol=1e-4):
            raise NotYet(
                "the same images twice, and other logits: there is something random in it.",
                "no dropout, and no layer made in `forward`.",
            )
        layers = list(zip(weights, biases, strict=True))
        raise _other_logits(model, result, images, layers, where)


IN_FORWARD = {  # what errors mean in a network's `forward`
    "x28 and 784x": "rows of 28 arrived: flatten first.",
    r"\(1x": "`flatten()` joins the batch too; `flatten(1)` keeps it.",
    "cannot be multiplied": "`A @ B` needs as many columns in A as B has rows: `.T` turns `B`.",
    "must match the size of tensor": "`*` goes number by number; `@` multiplies matrices.",
    "invalid for input of size": "the batch may have any size: `images.flatten(1)`.",
    "must be Tensor, not ReLU": WITH_PARENTHESES,
}


def _in_order_of(reference: nn.Module, model: nn.Module, where: str) -> tuple[list, list]:
    """The model's weights and biases, in the order of the reference, in whatever order it has them.

    Layers of the same shape keep their order.
    """
    weights = [p for p in model.parameters() if p.ndim == 2]
    biases = [p for p in model.parameters() if p.ndim == 1]
    order = []
    for wanted in (p.shape for p in reference.parameters() if p.ndim == 2):
        fitting = [i for i, w in enumerate(weights) if w.shape == wanted and i not in order]
        if not fitting or len(biases) != len(weights):
            found = ", ".join(f"{w.shape[1]} → {w.shape[0]}" for w in weights)
            expected = f"{wanted[1]} → {wanted[0]}, with a bias"
            raise NotYet(f"{where}, expected a linear layer {expected}, got {found}.")
        order.append(fitting[0])
    return [weights[place] for place in order], [biases[place] for place in order]


def _weights_then_biases(module: nn.Module) -> list[nn.Parameter]:
    return sorted(module.parameters(), key=lambda parameter: -parameter.ndim)


def _other_logits(model, result, images, layers, where) -> NotYet:
    """What a model computes instead: each likely mistake is computed, and compared."""
    unused = without_gradient(model, result)
    if unused and len(unused) < len(list(model.parameters())):
        return NotYet(
            f"{where}, `{unused[0]}` has no effect on the logits: that layer isn't used.",
            "each layer takes the output of the one before it: `x = torch.relu(layer(x))`.",
        )
    between, last = [True] * (len(layers) - 1), len(layers) - 1
    expected = _through(layers, images, between)
    for end, message in {
        "relu": "there is a ReLU after the last layer: no logit could ever be negative.",
        "softmax": "the output sums to 1: softmax made probabilities of the logits.",
        "log_softmax": "`log_softmax` made logarithms of probabilities of the logits.",
        "sigmoid": "sigmoid made numbers between 0 and 1 of the logits.",
    }.items():
        ended = getattr(expected, end)(*[1] if "softmax" in end else [])
        if torch.allclose(result, ended, atol=1e-4):
            return NotYet(message, "return the last linear layer's output as it is.")
    for other in ("sigmoid", "tanh"):
        if torch.allclose(result, _through(layers, images, between, other), atol=1e-4):
            return NotYet(f"there is {other} between the layers; expected ReLU.")
    for relus in product((False, True), repeat=last):
        if not torch.allclose(result, _through(layers, images, relus), atol=1e-4):
            continue
        if not any(relus):
            return NotYet(
                "there is no ReLU, so all your linear layers are worth a single one.",
                "`torch.relu(…)` after each linear layer but the last.",
            )
        missing = ", ".join(str(i) for i, there in enumerate(relus, start=1) if not there)
        return NotYet(
            f"there is no ReLU after linear layer {missing}.",
            f"count them from 1: each of the first {last} has one.",
        )
    return NotYet(
        f"{where}, expected {expected[0, 0]:.3f} as the first logit, got {result[0, 0]:.3f}.",
        "is each layer used once, in order, with a ReLU after each but the last?",
    )


def _through(layers, images, relus, activation="relu"):
    """The logits, if an activation follows each layer for which `relus` is true."""
    x = images.flatten(1)
    for (weight, bias), active in zip(layers, [*relus, False], strict=True):
        x = F.linear(x, weight, bias)
        x = getattr(x, activation)() if active else x
    return x
