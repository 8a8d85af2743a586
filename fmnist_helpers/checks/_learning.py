"""Checks of lessons 04 to 07: devices, losses, steps, loops, and reading what came out."""

import math

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset

from fmnist_helpers.checks._data import _numbers, _whole_number
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
            "both still falling clearly: stopped too early; under 5 %: standing still.",
        )
    return "it looks at where validation goes, not at how good training looks."


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


# How low a loss is says nothing: the second of each pair is for answers that go by that.
_CURVES = (
    ("underfitting", [2.2, 2.0, 1.8, 1.6], [2.2, 2.0, 1.8, 1.6]),
    ("overfitting", [0.9, 0.5, 0.3, 0.1], [0.8, 0.6, 0.7, 0.9]),
    ("neither", [0.7, 0.45, 0.401, 0.4], [0.72, 0.5, 0.46, 0.459]),
    ("underfitting", [0.9, 0.7, 0.55, 0.45], [0.9, 0.72, 0.58, 0.5]),
    ("neither", [2.0, 1.5, 1.41, 1.4], [2.0, 1.52, 1.44, 1.43]),
)


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


class _Watched(nn.Module):
    """Remembers, for each call, whether it was in training mode and whether gradients were kept."""

    def __init__(self):
        super().__init__()
        self.layers, self.seen = _small_model(), []

    def forward(self, images):
        self.seen.append((self.training, torch.is_grad_enabled()))
        return self.layers(images)
