"""Checks of lesson 07: cross-entropy from logits, its labels, and three broken losses."""

import math
from collections.abc import Callable, Sequence

import torch
from torch.nn import functional as F

from fmnist_helpers.checks.engine import (
    NotYet,
    call,
    check,
    expect_tensor,
    expect_unchanged,
    what_led_to,
)
from fmnist_helpers.checks.engine.class_labels import (
    look_at_label_kind,
    look_at_label_shape,
    why_other_labels,
)
from fmnist_helpers.checks.engine.findings import expect_findings
from fmnist_helpers.checks.engine.watch import Watch

__all__ = ["LOSSES", "LOSS_FAULTS", "broken_losses", "cross_entropy", "labels"]

EACH_AT_EACH = "`[:, labels]` takes the entries of every image at every label"
ONE_PER_ROW = "`[torch.arange(len(labels)), labels]` pairs each row with its own label."
DONE_FOR_YOU = {"softmax", "log_softmax", "cross_entropy", "nll_loss"}


@check(
    points=2,
    errors={
        "return_types.max": "`max(dim=1)` returns values and places; `amax(dim=1)` returns the "
        "values alone.",
        "ambiguous": "`CrossEntropyLoss(logits, labels)` takes the two for its settings: a loss is "
        "made first, and then called. And `max`, `if` and `and` want a single number. Here, write "
        "the formula yourself, with `exp`, `sum` and `log`.",
    },
)
def cross_entropy(function: Callable, *, sizes: Sequence = ((6, 4), (5, 10))) -> str:
    """``function(logits, labels)``: the mean cross-entropy, float (B, C) and int64 (B,)."""
    for size, classes in sizes:
        logits = 3 * torch.randn(size, classes)
        labels = torch.randint(classes, (size,))
        labels[:2] = torch.tensor([0, classes - 1])  # never all the same
        _look_at_loss(_loss_of(function, logits, labels), logits, labels)
    for large in (1000.0, -1000.0):
        logits, labels = torch.randn(4, 5), torch.randint(5, (4,))
        logits[:2, 1] += large
        labels[:2] = torch.tensor([1, 0])  # so that either sign makes one loss large
        _look_at_large_loss(_loss_of(function, logits, labels), logits, labels)
    return "logits to loss by your own formula, and it holds for logits of 1,000."


def _loss_of(function, logits, labels):
    """What the function returns, a number in a tensor."""
    given = logits.clone(), labels.clone()
    with Watch() as watch:
        result = call(function, *given)
    if watch.used & DONE_FOR_YOU:
        name = sorted(watch.used & DONE_FOR_YOU)[0]
        raise NotYet(
            f"PyTorch's own `{name}` did the work.",
            "take the formula apart: `exp`, `sum`, `log`, and the logit at the label.",
        )
    hint = "`logits -= …` writes into the caller's tensor; `logits = logits - …` makes a new one."
    expect_unchanged(given[0], logits, "logits", hint)
    expect_unchanged(given[1], labels, "labels", hint)
    if isinstance(result, int | float) and not isinstance(result, bool):
        raise NotYet(
            f"got {result:.4g}, a plain number. Training needs the loss as a tensor.",
            "leave out `.item()` and `float`.",
        )
    expect_tensor(result, "one number in a tensor")
    if result.numel() != 1:
        if result.shape == (len(labels), len(labels)):
            raise NotYet(
                f"expected one number, the mean over the batch, got the shape "
                f"{tuple(result.shape)}: {EACH_AT_EACH}.",
                ONE_PER_ROW,
            )
        of_each = " One loss per image is a good start." if result.shape == labels.shape else ""
        raise NotYet(
            f"expected one number, the mean over the batch, got the shape {tuple(result.shape)}."
            f"{of_each}",
            "`.mean()`",
        )
    return result.item()


def _look_at_loss(value: float, logits: torch.Tensor, labels: torch.Tensor) -> None:
    right = float(F.cross_entropy(logits, labels))
    if math.isclose(value, right, rel_tol=1e-4):
        return
    asked = f"expected {right:.4f}, got {value:.4f}"
    if math.isclose(value, float(F.cross_entropy(logits.softmax(1), labels)), rel_tol=1e-4):
        raise NotYet(
            f"{asked}: softmax was taken twice. Such a loss can never fall to 0.",
            "the logits themselves go into the formula, once.",
            "softmax_before_loss",
        )
    raise NotYet(
        f"{asked}.",
        what_led_to(value, _mistakes(right, logits, labels))
        or "try one image with the logits [0, 0]: the loss is ln 2 ≈ 0.693.",
    )


def _mistakes(right: float, logits: torch.Tensor, labels: torch.Tensor) -> dict[str, object]:
    """What is wrong, and how to put it right → the loss that it leads to."""
    rows = torch.arange(len(labels))
    of_all, largest = F.log_softmax(logits, dim=1), logits.amax(1)
    of_label = of_all[rows, labels]
    over_images = F.log_softmax(logits, dim=0)[rows, labels]
    label_logits, powers = logits[rows, labels], logits.exp()
    shifted_powers = (logits - largest.unsqueeze(1)).exp()
    one_term = "the largest logit was subtracted in one of the two terms only: subtract it first"
    all_images = "the powers of all images were added up: one sum per image, `sum(dim=1)`"
    inner = F.one_hot(labels, logits.shape[1])
    return {
        "the sign is turned: a loss is minus the logarithm.": -right,
        "that is the sum over the batch, not its mean: divide by the number of images.": right
        * len(labels),
        f"the sum was divided by 64; this batch has {len(labels)} images.": right
        * len(labels)
        / 64,
        f"{EACH_AT_EACH}: {ONE_PER_ROW}": -of_all[:, labels].mean(),
        "the powers of *e* were summed over the images of the batch; `dim=1` is the dimension of "
        "the classes.": -over_images.mean(),
        "that is the mean of 1 − p. It forgives a model that is sure and wrong: −ln p, of the "
        "probability p at the label.": (1 - of_label.exp()).mean(),
        "the logarithm came after the mean: first the logarithm for each image.": -of_label.exp()
        .mean()
        .log(),
        "that is minus the mean probability; the logarithm is missing.": -of_label.exp().mean(),
        "that is the logarithm to base 10; `.log()` has base *e*.": right / math.log(10),
        "that is the logarithm to base 2; `.log()` has base *e*.": right / math.log(2),
        f"every class was counted, not only the label's: {ONE_PER_ROW}": -of_all.mean(),
        "it was divided by the number of all logits, not of images.": right / logits.shape[1],
        "the sum of the powers came in without its logarithm: −ln(eᵃ / sum) = ln(sum) − a.": (
            shifted_powers.sum(1) - label_logits + largest
        ).mean(),
        f"{one_term}.": right + largest.mean(),
        f"{one_term} from all logits.": right - largest.mean(),
        f"{all_images}.": powers.sum().log() - label_logits.mean(),
        f"{all_images}, after the shift too.": shifted_powers.sum().log()
        - (label_logits - largest).mean(),
        "that is the mean squared error of the probabilities: the logarithm counts.": (
            (of_all.exp() - inner) ** 2
        ).mean(),
        "the entry before the label's was taken: labels begin with 0, as positions do.": -of_all[
            rows, labels - 1
        ].mean(),
        "that is the loss of a model that guesses: which class is right is in `labels`.": math.log(
            logits.shape[1]
        ),
        "that is the loss of the first image alone: return after the loop.": -of_label[0],
        "that is the loss of the last image alone: add up in the loop.": -of_label[-1],
        "the last image was left out: `range(n)` ends with n − 1.": -of_label[:-1].mean(),
        "the last image was left out of the sum: `range(n)` ends with n − 1.": -of_label[:-1].sum()
        / len(labels),
        "the largest logit was taken for the label's.": (powers.sum(1).log() - largest).mean(),
    }


def _look_at_large_loss(value: float, logits: torch.Tensor, labels: torch.Tensor) -> None:
    if math.isclose(value, float(F.cross_entropy(logits, labels)), rel_tol=1e-4):
        return
    largest = float(logits.abs().max())
    if not math.isfinite(value):
        raise NotYet(
            f"right for small logits; with one of about {largest:,.0f} in size it returns {value}: "
            "a power of *e* became infinite, or all of them 0.",
            "subtract the largest logit of each image first: the loss stays the same.",
        )
    raise NotYet(
        f"right for small logits; with one of about {largest:,.0f} in size it returns {value:.4g}.",
        "clipping changes the loss. Subtract the largest logit of each image instead.",
    )


def hidden_cross_entropy(answer):
    from fmnist_helpers.checks import cross_entropy

    cross_entropy(answer, strict=True, sizes=((7, 3), (12, 6)))


@check(points=1)
def labels(function: Callable, *, sizes: Sequence[int] = (6, 1)) -> str:
    """``function(column)``: class numbers, float (N, 1) → labels for ``CrossEntropyLoss``."""
    for size in sizes:
        column = torch.randint(10, (size, 1)).float()
        given = column.clone()
        result = call(function, given)
        hint = "methods whose names end in `_` work in place; `squeeze` returns a new tensor."
        expect_unchanged(given, column, "column", hint)
        look_at_label_kind(result)
        if result.dtype != torch.int64:
            raise NotYet(
                f"expected class numbers as torch.int64, the one that every version of the loss "
                f"takes, got {result.dtype}.",
                "`.long()` returns a new tensor, which has to be kept.",
                "label_dtype",
            )
        look_at_label_shape(result, size)
        if result.tolist() != column.flatten().tolist():
            wanted = column.flatten().long().tolist()
            raise NotYet(
                f"expected {wanted}, got {result.tolist()}.", why_other_labels(result, wanted)
            )
    return "one whole number per image, torch.int64."


def hidden_labels(answer):
    from fmnist_helpers.checks import labels

    labels(answer, strict=True, sizes=(5, 9, 1))


def _divided_by_64(logits, labels):
    return F.cross_entropy(logits, labels, reduction="sum") / 64


def _softmax_first(logits, labels):
    return F.cross_entropy(logits.softmax(dim=1), labels)


def _over_images(logits, labels):
    return F.nll_loss(logits.log_softmax(dim=0), labels)


LOSS_FAULTS = (
    "nothing was wrong",
    "a softmax came before the loss",
    "the softmax ran over the images, not over the classes",
    "it always divided by 64",
)
LOSSES = {
    "A": _divided_by_64,
    "B": F.cross_entropy,
    "C": _softmax_first,
    "D": _over_images,
}
FOUND = {"A": 3, "B": 0, "C": 1, "D": 2}
MEASURE = (
    "a healthy loss passes every test: which one did it fail?",
    "give it logits that are certain and right, such as 100 for the label and 0 elsewhere.",
    "give it one image only, and then another label for it.",
    "give it half of the batch, and compare.",
)


@check(points=2)
def broken_losses(findings: dict[str, int]) -> str:
    """For each name in ``LOSSES``, the number of its fault in ``LOSS_FAULTS``."""
    expect_findings(findings, FOUND, LOSS_FAULTS, MEASURE)
    return "you found all three by inputs whose loss you know beforehand."
