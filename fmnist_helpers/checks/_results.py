"""Checks of lessons 06 and 07: test loops, choices, and reading what came out."""

import math

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset

from fmnist_helpers.checks._data import _whole_number
from fmnist_helpers.checks._learning import _parameters, _small_model
from fmnist_helpers.checks._run import call, check, kind
from fmnist_helpers.checks._verdict import NotYet


@check("06.mean_loss")
def mean_loss(function) -> str:
    """``function(batch_losses, batch_sizes)``: lists of batch means and sizes → mean per image."""
    losses, sizes = [0.5, 0.7, 2.0], [64, 64, 16]
    result = float(call(function, losses, sizes))
    right = sum(a * b for a, b in zip(losses, sizes, strict=True)) / sum(sizes)
    if math.isclose(result, right, rel_tol=1e-4):
        return f"every image counts the same: {right:.3f}."
    if math.isclose(result, sum(losses) / 3, rel_tol=1e-4):
        raise NotYet(
            f"expected {right:.3f}, got {result:.3f}, which is the mean of the batch means: 16 "
            "images weigh as much as 64.",
            "multiply each loss by the size of its batch, and divide by all images.",
            "mean_of_batch_means",
        )
    if math.isclose(result, right * sum(sizes) / 3, rel_tol=1e-4):
        raise NotYet(
            f"expected {right:.3f}, got {result:.3f}: divided by the batches, not by the images."
        )
    raise NotYet(f"expected {right:.3f}, got {result:.3f}.", "how many images are there in all?")


@check("06.test_loop")
def test_loop(function) -> str:
    """``function(dataloader, model, loss_fn)``: ``(loss, accuracy)`` per image, nothing learned."""
    images, targets = torch.rand(20, 1, 28, 28), torch.arange(20) % 10
    batches = DataLoader(TensorDataset(images, targets), batch_size=16)
    model = _Watched()
    before = _parameters(model)
    result = call(function, batches, model, nn.CrossEntropyLoss())
    if not model.seen:
        raise NotYet("the model was never called.", "go through the dataloader.")
    if not torch.equal(before, _parameters(model)):
        raise NotYet("the parameters changed: a test loop must not learn.", "no optimizer here.")
    if any(training for training, _ in model.seen):
        raise NotYet(
            "the model was still in training mode, in which dropout would throw away half of "
            "its inputs.",
            "`model.eval()` switches such layers; `no_grad()` does not.",
            "eval_for_no_grad",
        )
    if any(recording for _, recording in model.seen):
        raise NotYet(
            "gradients were recorded: `eval()` changes layers and does not stop the recording.",
            "put the loop under `with torch.no_grad():`.",
            "eval_for_no_grad",
        )
    model.eval()
    with torch.no_grad():
        logits = model(images)
        expected = float(F.cross_entropy(logits, targets))
        means = [float(F.cross_entropy(logits[i:j], targets[i:j])) for i, j in ((0, 16), (16, 20))]
    try:
        mean, accuracy = (float(value) for value in result)
    except (TypeError, ValueError):
        raise NotYet(f"expected (loss, accuracy), got {kind(result)}.") from None
    if math.isclose(mean, sum(means) / 2, rel_tol=1e-4):
        raise NotYet(
            f"expected a loss of {expected:.4f}, got {mean:.4f}, the mean of the batch means.",
            "the last batch has 4 images only.",
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
    return "nothing learned, nothing recorded, and every image counts the same."


@check("06.choose")
def choose(function) -> str:
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
            "B is best on the test set. Chosen by it, the test is no longer unseen, and 89 % "
            "promises too much.",
            "compare the validation scores.",
            "test_set_used_to_choose",
        )
    if result == "C":
        raise NotYet("C has the lowest validation score.", "the highest one wins.")
    raise NotYet(f"expected the name of a setting, A, B or C, got {kind(result)}.")


@check("06.diagnose")
def diagnose(function) -> str:
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


@check("07.recall")
def recall(function) -> str:
    """``function(matrix, label)``: int64 (10, 10), rows true, columns predicted → recall 0…1."""
    matrix = torch.randint(1, 30, (10, 10)) + 50 * torch.eye(10, dtype=torch.int64)
    result = call(function, matrix, 3)
    if isinstance(result, torch.Tensor) and result.numel() != 1:
        raise NotYet(
            f"expected one number, for the class asked for, got {kind(result)}.",
            "`matrix[label]` is the row of that class.",
        )
    result = float(result)
    right = float(matrix[3, 3] / matrix[3].sum())
    if math.isclose(result, right, rel_tol=1e-4):
        return "right answers for the class, divided by all images of the class: along the row."
    if math.isclose(result, float(matrix[3, 3] / matrix[:, 3].sum()), rel_tol=1e-4):
        raise NotYet(
            f"expected {right:.3f}, got {result:.3f}, which is the precision: it divides by what "
            "was *called* the class.",
            "a row holds the images that *are* the class.",
        )
    raise NotYet(f"expected {right:.3f}, got {result:.3f}.", "`matrix[label].sum()` is a row.")


@check("07.noise")
def noise_answers(count) -> str:
    """How many of 1,000 noise images the model answers with "none of these": an int."""
    _whole_number(count)
    if count == 0:
        return "there is no such class, so every image gets one of the ten."
    raise NotYet(
        f"expected how many are called no garment, got {count}.",
        "which class number would that be?",
    )


# The last two are for answers that take a loss that still falls for underfitting, and one that
# stands still for a good fit.
_CURVES = (
    ("underfitting", [2.2, 2.0, 1.8, 1.6], [2.2, 2.0, 1.8, 1.6]),
    ("overfitting", [0.9, 0.5, 0.3, 0.1], [0.8, 0.6, 0.7, 0.9]),
    ("neither", [0.7, 0.45, 0.401, 0.4], [0.72, 0.5, 0.46, 0.459]),
    ("neither", [0.9, 0.7, 0.55, 0.45], [0.9, 0.72, 0.58, 0.5]),
    ("underfitting", [2.0, 1.5, 1.41, 1.4], [2.0, 1.52, 1.44, 1.43]),
)


class _Watched(nn.Module):
    """Remembers, for each call, whether it was in training mode and whether gradients were kept."""

    def __init__(self):
        super().__init__()
        self.layers, self.seen = _small_model(), []

    def forward(self, images):
        self.seen.append((self.training, torch.is_grad_enabled()))
        return self.layers(images)
