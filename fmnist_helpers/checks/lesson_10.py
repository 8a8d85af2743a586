"""Checks of lesson 10: test loops, curves, and a choice."""

import math
from collections.abc import Callable

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset

from fmnist_helpers.checks.engine import NotYet, call, check, describe
from fmnist_helpers.checks.engine.examples import parameters_of, small_model

__all__ = ["choose", "diagnose", "mean_loss", "test_loop"]


@check(points=1)
def mean_loss(function: Callable) -> str:
    """``function(batch_losses, batch_sizes)``: lists of batch means and sizes → mean per image."""
    losses, sizes = [0.5, 0.7, 2.0], [64, 64, 16]
    result = float(call(function, losses, sizes))
    right = sum(a * b for a, b in zip(losses, sizes, strict=True)) / sum(sizes)
    if math.isclose(result, right, rel_tol=1e-4):
        return f"every image counts the same: {right:.3f}."
    if math.isclose(result, sum(losses) / 3, rel_tol=1e-4):
        raise NotYet(
            f"expected {right:.3f}, got {result:.3f}, the mean of the batch means: 16 images weigh "
            "as much as 64.",
            "multiply each loss by the size of its batch, and divide by the number of images.",
            "mean_of_batch_means",
        )
    if math.isclose(result, right * sum(sizes) / 3, rel_tol=1e-4):
        raise NotYet(
            f"expected {right:.3f}, got {result:.3f}: divided by the number of batches, not by "
            "the number of images."
        )
    raise NotYet(f"expected {right:.3f}, got {result:.3f}.", "how many images are there in all?")


def hidden_mean_loss(answer):
    for losses, sizes in (([1.5], [3]), ([0.2, 0.4, 1.0, 3.0], [50, 50, 50, 1])):
        total = sum(loss * size for loss, size in zip(losses, sizes, strict=True))
        assert abs(float(answer(losses, sizes)) - total / sum(sizes)) < 1e-6


@check(points=2)
def test_loop(function: Callable) -> str:
    """``function(dataloader, model, loss_fn)``: ``(loss, accuracy)`` per image, nothing learned."""
    images, targets = torch.rand(20, 1, 28, 28), torch.arange(20) % 10
    batches = DataLoader(TensorDataset(images, targets), batch_size=16)
    model = _Watched()
    before = parameters_of(model)
    result = call(function, batches, model, nn.CrossEntropyLoss())
    if not model.seen:
        raise NotYet("the model was never called.", "go through the dataloader.")
    if not torch.equal(before, parameters_of(model)):
        raise NotYet("the parameters changed: a test loop must not learn.", "no optimizer here.")
    if any(training for training, _ in model.seen):
        raise NotYet(
            "the model was still in training mode, in which dropout would drop some of its inputs.",
            "`model.eval()` switches such layers; `no_grad()` does not.",
            "eval_for_no_grad",
        )
    if any(recording for _, recording in model.seen):
        raise NotYet(
            "gradients were recorded: `eval()` changes layers and does not stop the recording.",
            "put the loop under `with torch.no_grad():`.",
            "eval_for_no_grad",
        )
    _compare_scores(result, model, images, targets)
    return "nothing learned, nothing recorded, and every image counts the same."


def _compare_scores(result, model: nn.Module, images, targets) -> None:
    model.eval()
    with torch.no_grad():
        logits = model(images)
        expected = float(F.cross_entropy(logits, targets))
        means = [float(F.cross_entropy(logits[i:j], targets[i:j])) for i, j in ((0, 16), (16, 20))]
    try:
        mean, accuracy = (float(value) for value in result)
    except (TypeError, ValueError):
        raise NotYet(f"expected (loss, accuracy), got {describe(result)}.") from None
    if math.isclose(mean, sum(means) / 2, rel_tol=1e-4):
        raise NotYet(
            f"expected a loss of {expected:.4f}, got {mean:.4f}, the mean of the batch means.",
            "the last batch has only 4 images.",
            "mean_of_batch_means",
        )
    if math.isclose(mean, sum(means) / 20, rel_tol=1e-3):
        raise NotYet(
            f"expected a loss of {expected:.4f}, got {mean:.4f}: means of batches were added up "
            "and divided by the number of images.",
            "multiply each batch's loss by its number of images before adding.",
            "mean_of_batch_means",
        )
    if not math.isclose(mean, expected, rel_tol=1e-3):
        raise NotYet(f"expected a loss of {expected:.4f}, got {mean:.4f}.")
    right = float((logits.argmax(1) == targets).double().mean())
    if not math.isclose(accuracy, right, abs_tol=1e-6):
        raise NotYet(f"expected an accuracy of {right:.2f}, got {accuracy:g}.", "from 0 to 1.")


class _Watched(nn.Module):
    """Remembers, for each call, whether it was in training mode and whether gradients were kept."""

    def __init__(self):
        super().__init__()
        self.layers, self.seen = small_model(), []

    def forward(self, images):
        self.seen.append((self.training, torch.is_grad_enabled()))
        return self.layers(images)


def hidden_test_loop(answer):
    import torch
    from torch import nn
    from torch.utils.data import DataLoader, TensorDataset

    images, labels = torch.rand(31, 1, 2, 3), torch.randint(0, 4, (31,))
    model = nn.Sequential(nn.Flatten(), nn.Dropout(0.5), nn.Linear(6, 4))
    loss_fn = nn.CrossEntropyLoss()
    for size in (10, 31):
        model.train()
        loss, accuracy = answer(
            DataLoader(TensorDataset(images, labels), batch_size=size), model, loss_fn
        )
        model.eval()
        with torch.no_grad():
            logits = model(images)
        right = float((logits.argmax(dim=1) == labels).double().mean())
        assert abs(float(loss) - float(loss_fn(logits, labels))) < 1e-4
        assert abs(float(accuracy) - right) < 1e-6


# The last two are for answers that take a loss that still falls for underfitting, and one that
# stands still for a good fit.
_CURVES = (
    ("underfitting", [2.2, 2.0, 1.8, 1.6], [2.2, 2.0, 1.8, 1.6]),
    ("overfitting", [0.9, 0.5, 0.3, 0.1], [0.8, 0.6, 0.7, 0.9]),
    ("neither", [0.7, 0.45, 0.401, 0.4], [0.72, 0.5, 0.46, 0.459]),
    ("neither", [0.9, 0.7, 0.55, 0.45], [0.9, 0.72, 0.58, 0.5]),
    ("underfitting", [2.0, 1.5, 1.41, 1.4], [2.0, 1.52, 1.44, 1.43]),
)


@check(points=3)
def diagnose(function: Callable) -> str:
    """``function(train_losses, val_losses)``: "underfitting", "overfitting" or "neither"."""
    for word, train, val in _CURVES:
        result = call(function, list(train), list(val))
        if result == word:
            continue
        if word == "overfitting" or result == "overfitting":
            raise NotYet(
                f"losses {train} in training and {val} in validation are {word}; got {result!r}.",
                "overfitting shows as validation loss that rises while training loss falls; a "
                "small gap alone is normal.",
                "overfitting_misread",
            )
        raise NotYet(
            f"losses {train} in training and {val} in validation are {word}; got {result!r}.",
            "underfitting is a training loss that ends high, above 1.0 here. One that still falls "
            "tells why, not whether: more training may help.",
        )
    return "underfitting by how high training ends, overfitting by where validation goes."


def hidden_diagnose(answer):
    curves = (
        ("overfitting", [1.2, 0.6, 0.2, 0.05, 0.01], [1.1, 0.7, 0.8, 1.2, 1.9]),
        ("underfitting", [2.3, 2.0, 1.7, 1.4, 1.1], [2.3, 2.0, 1.7, 1.4, 1.1]),
        ("underfitting", [2.2, 1.9, 1.62, 1.61, 1.6], [2.2, 1.9, 1.65, 1.64, 1.63]),
        ("neither", [0.9, 0.5, 0.31, 0.301, 0.3], [0.9, 0.55, 0.36, 0.352, 0.35]),
        ("neither", [1.1, 0.8, 0.6, 0.5, 0.42], [1.1, 0.85, 0.66, 0.56, 0.48]),
    )
    for word, train_losses, val_losses in curves:
        assert answer(train_losses, val_losses) == word, word


@check(points=1)
def choose(function: Callable) -> str:
    """``function(scores)``: {setting: {"validation": …, "test": …}} → the setting to take."""
    scores = {
        "A": {"validation": 0.86, "test": 0.85},
        "B": {"validation": 0.84, "test": 0.89},
        "C": {"validation": 0.80, "test": 0.79},
    }
    result = call(function, scores)
    if result == "A":
        return "chosen on the validation set. The test set only reports."
    if result == "B":
        raise NotYet(
            "B is best on the test set. Once you choose by it, the test set is no longer unseen, "
            "and 89 % promises too much.",
            "compare the validation scores.",
            "test_set_used_to_choose",
        )
    if result == "C":
        raise NotYet("C has the lowest validation score.", "choose the highest.")
    raise NotYet(f"expected the name of a setting, A, B or C, got {describe(result)}.")


def hidden_choose(answer):
    scores = {
        "lr 0.1": {"validation": 0.71, "test": 0.90},
        "lr 0.01": {"validation": 0.88, "test": 0.70},
        "lr 0.001": {"validation": 0.87, "test": 0.91},
    }
    assert answer(scores) == "lr 0.01"
    assert answer({"only": {"validation": 0.1, "test": 0.2}}) == "only"
