"""Checks of lesson 13: a model restored from a file, and which epoch to keep."""

import contextlib
from collections.abc import Callable
from pathlib import Path

import torch
from torch import nn

from fmnist_helpers.checks.engine import NotYet, call, check, describe, expect_whole_number
from fmnist_helpers.models import NeuralNetwork

__all__ = ["best_epoch", "restore"]


@check(points=2)
def restore(function: Callable) -> str:
    """``function(path)``: a ``NeuralNetwork`` filled from the state dict there, ready to use."""
    saved = NeuralNetwork()
    path = Path("weights.pt")
    torch.save(saved.state_dict(), path)
    model = call(function, path)
    if isinstance(model, dict):
        raise NotYet(
            "expected a model, got the state dict: numbers alone, with nothing that computes.",
            "make a `NeuralNetwork()` and fill it with `load_state_dict`.",
        )
    if not isinstance(model, nn.Module):
        raise NotYet(f"expected a model, got {describe(model)}.", "return the model at the end.")
    images = torch.rand(3, 1, 28, 28)
    with torch.inference_mode():
        same = torch.allclose(model(images), saved(images), atol=1e-6)
    if not same:
        raise NotYet(
            "the model's predictions differ from those of the saved one: it still has its random "
            "start.",
            "`load_state_dict` fills it.",
        )
    if model.training:
        raise NotYet(
            "the parameters are right; expected a model that is ready to predict, got one in "
            "training mode.",
            "`model.eval()`",
            "eval_for_no_grad",
        )
    if _runs_code(function):
        raise NotYet(
            "the model is right; but given another file, your function ran the code inside it.",
            "with `weights_only=True`, `torch.load` reads numbers and refuses everything else.",
        )
    return "created, filled, and switched to evaluation."


def _runs_code(function) -> bool:
    """Whether a file is read as a pickle that may run anything: here, it springs a trap."""
    _SPRUNG.clear()
    path = Path("not_only_weights.pt")
    torch.save({"linear_relu_stack.0.weight": _Trap()}, path)
    with contextlib.suppress(Exception):  # it can't become a model, whoever reads it
        function(path)
    return bool(_SPRUNG)


_SPRUNG = []


def _spring() -> None:
    _SPRUNG.append(True)


class _Trap:
    """Pickled, it becomes a call of `_spring`: a hostile file would put a command there."""

    def __reduce__(self):
        return _spring, ()


def hidden_restore(answer):
    import tempfile
    from pathlib import Path

    import torch

    from fmnist_helpers.models import NeuralNetwork

    images = torch.rand(2, 1, 28, 28)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(2):
            saved, path = NeuralNetwork(), Path(folder, f"model {number}.pt")
            torch.save(saved.state_dict(), path)
            model = answer(path)
            assert not model.training
            with torch.no_grad():
                assert torch.allclose(model(images), saved(images), atol=1e-6)


@check(points=1)
def best_epoch(function: Callable) -> str:
    """``function(val_losses)``: the number of the epoch to keep, counted from 1."""
    losses = [0.9, 0.6, 0.5, 0.55, 0.7]
    result = expect_whole_number(call(function, list(losses)), "the number of an epoch, from 1.")
    if result == 3:
        return "the epoch with the lowest validation loss."
    meaning = {
        5: "is the last one; by then the model was overfitting",
        2: "counts from 0; epochs are counted from 1 here",
        1: "has the highest validation loss",
    }
    raise NotYet(
        f"validation losses {losses}: got epoch {result}, which "
        f"{meaning.get(result, 'is another one')}.",
        "where is the validation loss lowest?",
        "overfitting_misread" if result == 5 else None,
    )


def hidden_best_epoch(answer):
    for losses, best in (([0.4], 1), ([0.9, 0.8, 0.7, 0.6], 4), ([2.0, 0.3, 0.4, 0.5, 0.31], 2)):
        assert answer(list(losses)) == best, losses
