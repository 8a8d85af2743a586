"""Checks of lesson 02: the first sample of each class, normalizing, and datasets read closely."""

from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch.utils.data import Dataset

from fmnist_helpers.checks.engine import (
    NotTried,
    NotYet,
    call,
    check,
    describe,
    expect_tensor,
    expect_unchanged,
    what_led_to,
)
from fmnist_helpers.checks.engine.normalized import CHANNELS, explain_training, is_normalized

__all__ = ["first_of_each", "fit_to_test", "normalize"]


class _Pairs(Dataset):
    """A dataset as lesson 02 knows them: pairs of image and label, ``.classes``, ``.targets``."""

    def __init__(self, labels: list[int]):
        self.targets = torch.tensor(labels)
        self.data = torch.randint(256, (len(labels), 28, 28), dtype=torch.uint8)
        self.classes = [f"class {label}" for label in range(max(labels) + 1)]

    def __len__(self):
        return len(self.targets)

    def __getitem__(self, position):
        if isinstance(position, slice):
            raise NotYet(
                "a dataset takes one position at a time, not a slice such as `[0:3]`.",
                "`for i in range(len(dataset))`, and then `dataset[i]`.",
            )
        if int(position) >= len(self):
            raise IndexError(f"position {int(position)} of a dataset with {len(self)} samples")
        return self.data[position].unsqueeze(0) / 255, int(self.targets[position])


def _shuffled_labels(classes: int) -> list[int]:
    """Each class at least twice, the first samples in no order."""
    labels = torch.cat([torch.arange(classes), torch.arange(classes), torch.arange(classes) // 2])
    return labels[torch.randperm(len(labels))].tolist()


@check(points=2)
def first_of_each(function: Callable, *, counts: Sequence = (4, 7)) -> str:
    """``function(dataset)``: for each class the position of its first sample, a list of ints."""
    for classes in counts:
        labels = _telling_labels(classes)
        answer = call(function, _Pairs(labels))
        _look_at_positions(answer, labels, classes)
    labels = [*torch.randint(2, (150,)).tolist(), 2]  # the last sample is the only one of its class
    answer = call(function, _Pairs([1, 0, *labels]))
    _look_at_positions(answer, [1, 0, *labels], 3)
    return "for each class it finds the first sample, wherever that is."


def _telling_labels(classes: int) -> list[int]:
    """Labels whose first positions tell a wrong order, and positions from labels."""
    while True:
        labels = _shuffled_labels(classes)
        first = [labels.index(label) for label in range(classes)]
        if first != sorted(first) != list(range(classes)):
            return labels


def _look_at_positions(answer: object, labels: list[int], classes: int) -> None:
    if isinstance(answer, torch.Tensor | np.ndarray):
        answer = answer.tolist()
    if not isinstance(answer, list | tuple):
        raise NotYet(
            f"expected a list of positions, got {describe(answer)}.",
            "fill a list in the loop, and return it after the loop; the place in the list says "
            "which class it is.",
        )
    if len(answer) == 0:
        raise NotYet(
            "the list is empty: no position was stored.",
            "a label is a number, such as 3; `.classes` holds the names that belong to them.",
        )
    if len(answer) != classes:
        raise NotYet(
            f"the dataset has {classes} classes; expected as many positions, got {len(answer)}.",
            "`len(dataset.classes)` counts the classes; not every dataset has ten."
            if len(answer) == 10
            else "one position per class: once a label has one, leave it.",
        )
    if any(position is None for position in answer):
        missing = next(label for label in range(classes) if answer[label] is None)
        raise NotYet(
            f"the place of label {missing} still holds None, though that label comes at position "
            f"{labels.index(missing)}.",
            "go through all positions, store `i` if the place `is None`; return after the loop.",
        )
    try:
        found = [int(position) for position in answer]
    except (TypeError, ValueError):
        odd = next(each for each in answer if not isinstance(each, int))
        raise NotYet(
            f"expected whole numbers in the list, got {describe(odd)} among them.",
            "one position for each class, the first: a number, not a list or a pair."
            if isinstance(odd, list | tuple) and all(isinstance(each, int) for each in odd)
            else "keep the position `i`, not the sample itself.",
        ) from None
    first = [labels.index(label) for label in range(classes)]
    if found == first:
        return
    labels_only = found if sorted(found) == list(range(classes)) else ()
    again = list(first)  # as if the label at position 0 had not come yet
    again[labels[0]] = labels.index(labels[0], 1)
    in_order = "`first[label] = i` stores each position at the place of its label."
    mistakes = {
        "these are the labels; expected where in the dataset each one comes first.": labels_only,
        f"these are in the order in which they come. {in_order}": sorted(first),
        "these are the positions of the last sample of each class: store a position only if that "
        "label has none yet.": [len(labels) - 1 - labels[::-1].index(c) for c in range(classes)],
        "every position is one too large: the first is 0.": [position + 1 for position in first],
        "0 is a position like any other: begin with it, and ask `is None` whether a place is still "
        "free (`not 0` is also True).": again,
        "these count the samples of each class; expected where each class comes first.": [
            labels.count(label) for label in range(classes)
        ],
    }
    wrong = next(label for label in range(classes) if found[label] != first[label])
    raise NotYet(
        f"for label {wrong}, expected position {first[wrong]}, got {found[wrong]}: the labels of "
        f"that dataset begin {labels[:8]}.",
        what_led_to(found, mistakes),
    )


def hidden_first_of_each(answer):
    from fmnist_helpers.checks import first_of_each

    first_of_each(answer, strict=True, counts=(3, 10))


@check(
    points=3,
    errors={
        "must match the size of tensor": (
            "two shapes don't fit: one number per channel has the shape `(1, 3, 1, 1)`, which "
            "`dim=(0, 2, 3), keepdim=True` leaves.",
            "broadcast",
        )
    },
)
def normalize(function: Callable, *, sizes: Sequence = ((12, 6), (9, 5))) -> str:
    """``function(train_images, test_images)``: float (N, 3, H, W) twice → both by the first's."""
    scale = torch.tensor([0.2, 0.5, 0.9]).view(1, 3, 1, 1)
    for count, side in sizes:
        train = torch.rand(count, 3, side, side) * scale
        test = torch.rand(count - 4, 3, side, side) * scale * 0.5 + 0.3
        given = train.clone(), test.clone()
        answer = call(function, *given)
        for now, before in zip(given, (train, test), strict=True):
            hint = "a second call would normalize them again. `images - mean` makes a new tensor."
            expect_unchanged(now, before, "images", hint)
        _look_at_pair(answer, train, test)
    return "both sets are normalized channel by channel, with the training images' numbers."


def _look_at_pair(answer: object, train: torch.Tensor, test: torch.Tensor) -> None:
    if not isinstance(answer, tuple | list) or len(answer) != 2:
        raise NotYet(
            f"expected a pair, the training and the test images, got {describe(answer)}.",
            "`return a, b` returns a pair.",
        )
    if all(isinstance(part, torch.Tensor) for part in answer) and (
        [len(part) if part.ndim else 0 for part in answer] == [len(test), len(train)]
    ):
        raise NotYet(
            "the two sets came back in the other order: first the test images, then the training "
            "images.",
            "return the training images first.",
        )
    expect_tensor(answer[0], "the training images", train.shape)
    expect_tensor(answer[1], "the test images", test.shape)
    if not is_normalized(answer[0], train, train):
        explain_training(answer[0], train, test)
    if is_normalized(answer[1], test, train):
        return
    mean, std = (getattr(train, each)(dim=CHANNELS, keepdim=True) for each in ("mean", "std"))
    own_mean, own_std = (
        getattr(test, each)(dim=CHANNELS, keepdim=True) for each in ("mean", "std")
    )
    own = {
        "the test images were normalized with their own mean and spread": (test - own_mean)
        / own_std,
        "from the test images their own mean was subtracted": (test - own_mean) / std,
        "the test images were divided by their own standard deviation": (test - mean) / own_std,
    }
    if mistake := what_led_to(answer[1], own, rtol=1e-3):
        raise NotYet(
            f"the training images are right; {mistake}.",
            "the two numbers belong to the model: take both from the training images.",
            "test_set_statistics",
        )
    too_late = {
        "the test images came back as they were": test,
        "from the test images no mean was subtracted": test / std,
    }
    if mistake := what_led_to(answer[1], too_late, rtol=1e-3):
        raise NotYet(
            f"the training images are right; {mistake}.",
            "were the training images normalized before you asked them for their mean? By then it "
            "is 0: take mean and standard deviation before you change anything.",
        )
    raise NotYet(
        "the training images are right, the test images aren't.",
        "subtract the same mean and divide by the same standard deviation as for training.",
    )


def hidden_normalize(answer):
    from fmnist_helpers.checks import normalize

    normalize(answer, strict=True, sizes=((20, 4), (6, 9)))


VERDICTS = {"A": "training images", "B": "never scaled", "C": "scaled twice", "D": "fine"}
REASONS = {
    "A": "which images do you get if `train` is left out?",
    "B": "`v2.ToImage()` keeps the bytes; what does `ToDtype` do without `scale=True`?",
    "C": "`ToTensor` divides by 255; what happens to its result after that?",
    "D": "compare its transform with `to_float` in the lesson. `download=True` does nothing if the "
    "files are there.",
}


@check(points=1)
def fit_to_test(verdicts: object) -> str:
    """A dict from A, B, C and D to what each dataset is, in the words of the exercise."""
    if not isinstance(verdicts, dict):
        raise NotYet(
            f"expected the dict with A, B, C and D, got {describe(verdicts)}.",
            "replace each `None` in the cell above with one of the four verdicts.",
        )
    if not verdicts or all(verdict is None or verdict is ... for verdict in verdicts.values()):
        raise NotTried
    if odd := [key for key in verdicts if key not in VERDICTS]:
        raise NotYet(f"the keys are A, B, C and D; got {describe(odd[0])}.")
    words = sorted(VERDICTS.values())
    choice = ", ".join(map(repr, words))
    for letter, right in VERDICTS.items():
        verdict = verdicts.get(letter)
        if verdict is None:
            raise NotYet(f"{letter} has no verdict yet.", "fill in all four.")
        said = verdict.strip().lower() if isinstance(verdict, str) else verdict
        if said not in words:
            raise NotYet(f"{letter}: expected one of {choice}, got {describe(verdict)}.")
        if said != right:
            raise NotYet(f"{letter} is not {said!r}.", REASONS[letter])
    return "A tests on what the model learned from, B and C on another range, and D is fine."
