"""An epoch's loop that a learner wrote: what it did with the model, and what it returned."""

import copy
import math

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from fmnist_helpers import training
from fmnist_helpers.checks.engine.examples import small_model
from fmnist_helpers.checks.engine.expect import describe, expect_parts, what_led_to
from fmnist_helpers.checks.engine.verdict import NotYet


class Watched(nn.Module):
    """Remembers, for each call, whether it was in training mode and whether gradients were kept."""

    def __init__(self):
        super().__init__()
        self.layers, self.seen = small_model(), []

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        self.seen.append((self.training, torch.is_grad_enabled()))
        return self.layers(images)


def half_right(model: nn.Module, count: int, size: int) -> DataLoader:
    """Random images; the model is right on the first half of them, and on the last one."""
    images = torch.rand(count, 1, 28, 28)
    with torch.no_grad():
        found = model.layers(images).argmax(dim=1)
    place = torch.arange(count)
    wrong = (place >= count // 2) & (place < count - 1)
    return DataLoader(TensorDataset(images, (found + wrong) % 10), batch_size=size)


def look_at_calls(seen: list, batches: int, kind: str) -> None:
    """Raise NotYet unless the model was called once for each batch, in the mode of this `kind`."""
    if not seen:
        raise NotYet(
            "the model was never called.",
            "go through the dataloader, and call the `model` that your function is given.",
        )
    if len(seen) < batches:
        raise NotYet(
            f"the model saw {len(seen)} of {batches} batches.",
            "does `return` stand inside the loop? It belongs after it, one level to the left. "
            "Every batch counts, even if it is short.",
        )
    if len(seen) > batches:
        raise NotYet(
            f"the model was called {len(seen)} times for {batches} batches.",
            "go through the dataloader once, and keep the logits for the loss and the accuracy.",
        )
    if kind == "train" and not all(in_training for in_training, _ in seen):
        raise NotYet(
            "the model came in evaluation mode, as a test loop leaves it, and stayed in it.",
            "`model.train()` before the loop.",
        )
    if kind == "test" and any(in_training for in_training, _ in seen):
        raise NotYet(
            "the model was still in training mode, in which dropout would drop some of its inputs.",
            "`model.eval()` switches such layers; `no_grad()` does not.",
            "eval_for_no_grad",
        )
    if kind == "test" and any(recording for _, recording in seen):
        raise NotYet(
            "gradients were recorded: `eval()` changes layers and does not stop the recording.",
            "put the loop under `with torch.no_grad():`.",
            "eval_for_no_grad",
        )


def optimizer_like(optimizer: torch.optim.SGD, model: nn.Module) -> torch.optim.SGD:
    return torch.optim.SGD(model.parameters(), lr=optimizer.defaults["lr"])


class Scores:
    """What the package's loops return for these batches, and what common slips would return."""

    def __init__(self, model: nn.Module, batches: DataLoader, optimizer=None):
        """With an `optimizer` the model is trained on the way; without one it is tested."""
        self.losses, self.right, self.sizes, self.softmaxed = [], [], [], []
        loss_fn = nn.CrossEntropyLoss()
        twin = copy.deepcopy(model)
        if optimizer is None:
            score = training.test_loop(batches, twin, loss_fn)
        else:
            score = training.train_loop(batches, twin, loss_fn, optimizer_like(optimizer, twin))
        self.loss, self.accuracy = score
        for images, labels in batches:
            if optimizer is None:
                logits = model.layers(images).detach()
                loss = loss_fn(logits, labels)
            else:
                loss, logits = training.train_step(model, images, labels, loss_fn, optimizer)
            self.losses.append(loss.item())
            self.softmaxed.append(loss_fn(logits.detach().softmax(dim=1), labels).item())
            self.right.append((logits.argmax(dim=1) == labels).sum().item())
            self.sizes.append(len(labels))

    def compare(self, result) -> None:
        """Raise NotYet unless `result` is the mean loss and the accuracy, per image."""
        result = list(result) if getattr(result, "ndim", 0) == 1 else result
        loss, accuracy = expect_parts(result, "(loss, accuracy)")
        is_cut = isinstance(accuracy, int)
        if getattr(loss, "requires_grad", False):
            raise NotYet(
                "the loss that you return still holds on to its graph, and through the sum to "
                "that of every batch.",
                "add up `loss.item()`, a plain number.",
            )
        loss, accuracy = as_number(loss, "loss"), as_number(accuracy, "accuracy")
        if _near(loss, self.accuracy) and _near(accuracy, self.loss):
            raise NotYet("both numbers are right, in the other order.", "return the loss first.")
        self._compare_loss(loss)
        self._compare_accuracy(accuracy, is_cut)

    def _compare_loss(self, loss: float) -> None:
        if _near(loss, self.loss):
            return
        images, sizes = sum(self.sizes), [str(size) for size in self.sizes]
        batches = f"the batches hold {', '.join(sizes[:-1])} and {sizes[-1]} images"
        total = self._per_image(self.losses) * images
        asked = f"expected a loss of {self.loss:.4f}, got {loss:.4f}"
        of_means = {
            f"the mean of the batch means; {batches}": sum(self.losses) / len(self.losses),
            "means of batches, added up and divided by the number of images": sum(self.losses)
            / images,
        }
        if mistake := what_led_to(loss, of_means, rtol=2e-4):
            raise NotYet(
                f"{asked}: {mistake}.",
                "multiply each batch's loss by its number of images before adding.",
                "mean_of_batch_means",
            )
        mistakes = {
            "a sum over images, divided by the number of batches: divide by the images.": total
            / len(self.losses),
            "a sum of batch means; one mean over all images was asked for.": sum(self.losses),
            "a sum: divide by the number of images.": total,
            "the loss of a softmax: `nn.CrossEntropyLoss` takes the logits as they are; it has a "
            "softmax of its own.": self._per_image(self.softmaxed),
            "the loss of the last batch alone: add up over all batches.": self.losses[-1],
        }
        raise NotYet(
            f"{asked}.",
            what_led_to(loss, mistakes, rtol=2e-4)
            or "`loss_fn(logits, labels)` of each batch, times its number of images.",
        )

    def _per_image(self, means: list[float]) -> float:
        """The mean over all images of one mean for each batch."""
        total = sum(mean * size for mean, size in zip(means, self.sizes, strict=True))
        return total / sum(self.sizes)

    def _compare_accuracy(self, accuracy: float, is_cut: bool) -> None:
        if _near(accuracy, self.accuracy):
            return
        asked = f"expected an accuracy of {self.accuracy:.3f}, got {accuracy:.4g}"
        shares = [right / size for right, size in zip(self.right, self.sizes, strict=True)]
        if _near(accuracy, sum(shares) / len(shares)):
            raise NotYet(
                f"the loss is right; {asked}: the mean of the batches' accuracies; the last batch "
                "is short.",
                "count right answers over all batches, and divide once.",
                "mean_of_batch_means",
            )
        cut_off = "cut off to the whole number 0: `/` divides; `//` and `int(…)` cut off."
        mistakes = {
            **({cut_off: 0} if is_cut else {}),
            "that is a percentage: return a share, from 0 to 1.": 100 * self.accuracy,
            "the share of wrong answers: count with `==`, not `!=`.": 1 - self.accuracy,
            "the number of right answers: divide by the number of images.": sum(self.right),
            "right answers for each batch: divide by the number of images.": sum(self.right)
            / len(self.right),
            "that of the last batch alone: add up over all batches.": shares[-1],
        }
        raise NotYet(
            f"the loss is right; {asked}.",
            what_led_to(accuracy, mistakes, rtol=2e-4)
            or "`logits.argmax(dim=1) == labels` of each batch, from 0 to 1.",
        )


def as_number(value: object, what: str) -> float:
    try:
        return float(value)
    except (TypeError, ValueError, RuntimeError):
        raise NotYet(f"expected the {what} as one number, got {describe(value)}.") from None


def _near(found: float, expected: float) -> bool:
    return math.isclose(found, expected, rel_tol=2e-4, abs_tol=1e-6)
