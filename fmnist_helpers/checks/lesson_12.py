"""Checks of lesson 12: a confusion matrix to count, and five to read."""

from collections.abc import Callable, Sequence

import numpy as np
import torch

from fmnist_helpers.checks.engine import (
    NotYet,
    call,
    check,
    describe,
    expect_unchanged,
    what_led_to,
)
from fmnist_helpers.checks.engine.findings import expect_findings

__all__ = ["MATRICES", "MATRIX_STORIES", "confusion_matrix", "matrix_stories"]


@check(points=2)
def confusion_matrix(function: Callable, *, sizes: Sequence = ((3, 40), (6, 23), (2, 300))) -> str:
    """``function(labels, predictions, classes)``: int64 (C, C), rows true, columns predicted."""
    for classes, size in sizes:
        # The last class never occurs: the number of classes can't be read off the tensors. With
        # 2 classes, all 300 images are at one place, which is more than a byte can count.
        labels = torch.randint(0, classes - 1, (size,))
        predictions = torch.randint(0, classes - 1, (size,))
        labels[-1], predictions[-1] = labels.max() - labels[0], predictions[0]  # not as the first
        given = labels.clone(), predictions.clone()
        result = call(function, *given, classes)
        _compare_counts(result, labels, predictions, classes)
        expect_unchanged(given[0], labels, "labels")
        expect_unchanged(given[1], predictions, "predictions")
    return "each image adds 1, in the row of its label and the column of its prediction."


def _count(labels: torch.Tensor, predictions: torch.Tensor, classes: int) -> torch.Tensor:
    places = labels * classes + predictions
    return places.bincount(minlength=classes**2).reshape(classes, classes)


def _compare_counts(
    result: object, labels: torch.Tensor, predictions: torch.Tensor, classes: int
) -> None:
    """Raise NotYet unless `result` holds the right counts, as whole numbers."""
    right, images = _count(labels, predictions, classes), len(labels)
    try:
        found = torch.as_tensor(np.asarray(result))
    except (TypeError, ValueError, RuntimeError):
        raise NotYet(f"expected a tensor of counts, got {describe(result)}.") from None
    if found.shape != right.shape:
        hint = "make it `classes` × `classes`, even if one class never occurs."
        if found.ndim != 2:
            hint = "a row for each class, and a column for each."
        raise NotYet(
            f"{len(right)} classes: expected a tensor of shape {tuple(right.shape)}, got "
            f"{describe(result)}.",
            hint,
        )
    if torch.equal(found.double(), right.double()):
        if found.is_floating_point():
            raise NotYet(
                f"the counts are right, as {found.dtype}; they are whole numbers.",
                "`torch.zeros(classes, classes, dtype=torch.int64)`",
            )
        return
    if torch.equal(found.double(), right.T.double()):
        raise NotYet(
            "rows and columns are exchanged.",
            "the label chooses the row, the prediction the column.",
        )
    if torch.equal(found.double(), (right > 0).double()):
        raise NotYet(
            "each place holds 1 or 0: several images at one place were counted once.",
            "add 1 for each image: a loop with `+=`. (`matrix[labels, predictions] += 1` adds only "
            "once per place.)",
        )
    if found.is_floating_point() and found.nan_to_num().max() <= 1:
        raise NotYet("these are shares; expected counts.", "divide by nothing.")
    if mistake := what_led_to(found, _miscounts(labels, predictions, classes)):
        raise NotYet(f"{mistake}.", "each image adds 1, in one place.")
    total = found.sum().item()
    if total != images:
        raise NotYet(f"{images} images, and {total:g} are counted.", "each image adds 1.")
    raise NotYet(
        f"all {images} images are counted, but not each at its place.",
        "the row is the label's, the column the prediction's.",
    )


def _miscounts(
    labels: torch.Tensor, predictions: torch.Tensor, classes: int
) -> dict[str, torch.Tensor]:
    """What some ways to count wrongly give."""
    right, size = _count(labels, predictions, classes), len(labels)
    diagonal = right.diag().diag()
    rows = labels.bincount(minlength=classes)
    columns = predictions.bincount(minlength=classes)
    return {
        "a byte ends at 255, and begins again at 0: `dtype=torch.int64`": right % 256,
        "only the right answers are counted": diagonal,
        "only the mistakes are counted": right - diagonal,
        "the right answers are counted twice": right + diagonal,
        "each image is counted twice, once in each direction": right + right.T,
        "A taken for B and B taken for A are added up": (right + right.T).triu(),
        "the counts begin at 1, not at 0": right + 1,
        "all rows are the same: they are one list": columns.expand(classes, -1),
        "each label is counted with every prediction": rows[:, None] * columns,
        "the labels are counted with themselves": rows.diag(),
        "each image is one row and one column off": right.roll((-1, -1), (0, 1)),
        "these are percentages": 100 * right // size,
        "only the first image is counted": _count(labels[:1], predictions[:1], classes),
        "only the last image is counted": _count(labels[-1:], predictions[-1:], classes),
        "the first image is left out": _count(labels[1:], predictions[1:], classes),
        "the last image is left out": _count(labels[:-1], predictions[:-1], classes),
        "the predictions are sorted": _count(labels, predictions.sort().values, classes),
    }


def hidden_confusion_matrix(answer):
    from fmnist_helpers.checks import confusion_matrix

    confusion_matrix(answer, strict=True, sizes=((4, 50), (7, 60), (2, 1200)))


MATRIX_STORIES = (
    "It answers the same class, whatever the image shows.",
    "It is a good model, but two class numbers were exchanged in the labels.",
    "Its answers were compared with the labels in another order.",
    "One class was missing from its training set.",
    "It is a good model, which mixes up two classes that look alike.",
)
MATRICES = {
    "A": torch.tensor([[96, 1, 3, 0], [2, 97, 0, 1], [1, 0, 78, 21], [0, 1, 24, 75]]),
    "B": torch.tensor([[24, 31, 17, 28], [27, 30, 16, 27], [25, 33, 14, 28], [26, 29, 18, 27]]),
    "C": torch.tensor([[0, 0, 100, 0], [0, 0, 100, 0], [0, 0, 100, 0], [0, 0, 100, 0]]),
    "D": torch.tensor([[94, 0, 4, 2], [41, 0, 22, 37], [3, 0, 95, 2], [1, 0, 2, 97]]),
    "E": torch.tensor([[95, 2, 1, 2], [1, 2, 0, 97], [3, 0, 96, 1], [2, 95, 2, 1]]),
}
_STORY_OF = {"A": 4, "B": 2, "C": 0, "D": 3, "E": 1}
_AS_IF = (
    "it answered the same class for everything",
    "two class numbers had been exchanged in the labels",
    "its answers had been compared with labels in another order",
    "one class had been missing from its training set",
    "it were a good model that mixes up two classes",
)
_LOOK_AT = (
    "how many of its columns hold anything?",
    "in two rows, where is the largest number?",
    "how much does one row differ from another?",
    "which column is empty, and what happens to the images of that class?",
    "where are the two largest numbers off the diagonal, and how large is the diagonal there?",
)


@check(points=1)
def matrix_stories(stories: dict[str, int]) -> str:
    """For each name in ``MATRICES``, the number of its story in ``MATRIX_STORIES``."""
    expect_findings(stories, _STORY_OF, _AS_IF, _LOOK_AT)
    return "an accuracy would have told of none of these faults; a matrix shows each at a glance."
