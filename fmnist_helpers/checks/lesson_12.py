"""Checks of lesson 12: a confusion matrix counted and read, and a split that no garment crosses."""

from collections.abc import Callable

import numpy as np
import torch

from fmnist_helpers.checks.engine import NotYet, call, check, describe
from fmnist_helpers.checks.engine.findings import expect_findings

__all__ = ["MATRICES", "MATRIX_STORIES", "confusion_matrix", "matrix_stories", "split_by_garment"]


@check(points=2)
def confusion_matrix(function: Callable) -> str:
    """``function(labels, predictions, classes)``: int64 (C, C), rows true, columns predicted."""
    for classes, size in ((3, 40), (6, 23)):
        # The last class never occurs: the number of classes can't be read off the tensors.
        labels = torch.randint(0, classes - 1, (size,))
        predictions = torch.randint(0, classes - 1, (size,))
        right = _count(labels, predictions, classes)
        result = call(function, labels.clone(), predictions.clone(), classes)
        _compare_counts(result, right, size)
    return "each image adds 1, in the row of its label and the column of its prediction."


def _count(labels: torch.Tensor, predictions: torch.Tensor, classes: int) -> torch.Tensor:
    places = labels * classes + predictions
    return places.bincount(minlength=classes**2).reshape(classes, classes)


def _compare_counts(result: object, right: torch.Tensor, images: int) -> None:
    """Raise NotYet unless `result` holds the counts of `right`, as whole numbers."""
    try:
        found = torch.as_tensor(np.asarray(result))
    except (TypeError, ValueError, RuntimeError):
        raise NotYet(f"expected a tensor of counts, got {describe(result)}.") from None
    if found.shape != right.shape:
        hint = "make it `classes` × `classes`, even if one class never occurs."
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
    if torch.equal(found.double(), right.diag().diag().double()):
        raise NotYet(
            "only the right answers are counted.",
            "each mistake has its place too, off the diagonal.",
        )
    if found.is_floating_point() and found.max() <= 1:
        raise NotYet("these are shares; expected counts.", "divide by nothing.")
    total = found.sum().item()
    if total != images:
        raise NotYet(f"{images} images, and {total:g} are counted.", "each image adds 1.")
    raise NotYet(
        f"all {images} images are counted, but not each at its place.",
        "the row is the label's, the column the prediction's.",
    )


def hidden_confusion_matrix(answer):
    import torch

    for classes in (2, 7):
        labels, predictions = torch.randint(0, classes, (2, 50))
        result = answer(labels, predictions, classes)
        assert result is not None
        result = torch.as_tensor(result)
        assert result.shape == (classes, classes)
        for row in range(classes):
            for column in range(classes):
                wanted = ((labels == row) & (predictions == column)).sum()
                assert result[row, column] == wanted


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


@check(points=2)
def split_by_garment(function: Callable) -> str:
    """``function(garments, share)``: positions to train on, and positions that are held out.

    `garments` is int64 (N,), the garment of each photo; about `share` of the garments, drawn at
    random, are held out, each with all its photos.
    """
    for names, share in ((30, 0.2), (41, 0.3)):
        drawn = set()
        for _ in range(4):
            # Names with gaps, one to five photos of each, in any order.
            kinds = torch.randperm(500)[:names] + 3
            garments = kinds.repeat_interleave(torch.randint(1, 6, (names,)))
            garments = garments[torch.randperm(len(garments))]
            places = _look_at_split(call(function, garments.clone(), share), garments, share)
            drawn.add(_kind_of_draw(garments[places].unique(), kinds, garments))
        if drawn <= {"smallest", "largest", "first", "last"}:
            (how, *_) = drawn
            raise NotYet(
                f"no garment is torn, but it is always the {how} ones that are held out.",
                "draw the garments at random: `torch.randperm`.",
            )
    return "every garment is on one side, with all its photos: what is held out is new."


def _look_at_split(result: object, garments: torch.Tensor, share: float) -> torch.Tensor:
    """The positions held out; raises NotYet unless the two parts are what was asked for."""
    if not isinstance(result, tuple | list) or len(result) != 2:
        raise NotYet(
            f"expected two results, the positions to train on and those held out, got "
            f"{describe(result)}.",
            "`return train, held_out`",
        )
    train, held_out = (_as_positions(part, len(garments)) for part in result)
    both = torch.cat([train, held_out])
    twice = len(both) - len(both.unique())
    if twice:
        raise NotYet(f"{twice} of {len(garments)} photos are in both parts, or twice in one.")
    if len(both) < len(garments):
        raise NotYet(f"{len(garments)} photos, and only {len(both)} of them are in the two parts.")
    torn = torch.isin(garments[train].unique(), garments[held_out].unique()).sum().item()
    if torn:
        raise NotYet(
            f"{torn} garments have photos in both parts: that is the leak.",
            "draw garments, not photos; then see which photos show them.",
        )
    count, names = len(garments[held_out].unique()), len(garments.unique())
    if abs(count - share * names) > 1:
        if abs(names - count - share * names) <= 1:
            raise NotYet(
                "the larger part is the one held out.", "return the positions for training first."
            )
        raise NotYet(
            f"share {share}: {count} of {names} garments are held out.",
            "`share` is the share of the *garments*; some have more photos than others.",
        )
    return held_out


def _as_positions(part: object, photos: int) -> torch.Tensor:
    """`part` as int64 (n,): a mask counts as the positions at which it is True."""
    try:
        numbers = torch.as_tensor(np.asarray(list(part) if isinstance(part, set) else part))
    except (TypeError, ValueError, RuntimeError):
        raise NotYet(f"expected positions as a tensor, got {describe(part)}.") from None
    if numbers.dtype == torch.bool and numbers.shape == (photos,):
        return numbers.nonzero().flatten()
    if numbers.numel() == 0:
        raise NotYet("one of the two parts is empty.")
    if numbers.ndim == 2 and numbers.shape[1] == 1:
        raise NotYet(
            f"expected positions of shape (n,), got {describe(part)}.", "`nonzero().flatten()`"
        )
    if numbers.ndim != 1 or numbers.is_floating_point() or numbers.dtype == torch.bool:
        raise NotYet(f"expected positions, whole numbers, as a tensor; got {describe(part)}.")
    if numbers.min() < 0 or numbers.max() >= photos:
        raise NotYet(
            f"{photos} photos, and a position is {numbers.max().item()}.",
            "return the positions of photos, not the numbers of garments.",
        )
    return numbers.long()


def _kind_of_draw(held_out: torch.Tensor, kinds: torch.Tensor, garments: torch.Tensor) -> str:
    """Which garments were held out: the smallest or largest numbers, the first, the last, mixed."""
    chosen, count = set(held_out.tolist()), len(held_out)
    in_order = kinds.sort().values.tolist()
    seen = list(dict.fromkeys(garments.tolist()))
    orders = {"smallest": in_order, "first": seen}
    for name, order in orders.items():
        if chosen == set(order[:count]):
            return name
    for name, order in (("largest", in_order), ("last", seen)):
        if chosen == set(order[-count:]):
            return name
    return "mixed"


def hidden_split_by_garment(answer):
    import torch

    garments = torch.tensor([9, 4, 4, 30, 9, 17, 30, 30, 2, 17, 55, 55])
    for share, count in ((1 / 3, 2), (0.5, 3)):
        train, held_out = (torch.as_tensor(part) for part in answer(garments, share))
        if train.dtype == torch.bool:
            train, held_out = train.nonzero().flatten(), held_out.nonzero().flatten()
        assert sorted([*train.tolist(), *held_out.tolist()]) == list(range(len(garments)))
        assert not set(garments[train].tolist()) & set(garments[held_out].tolist())
        assert len(garments[held_out].unique()) == count
