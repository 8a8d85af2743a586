"""Checks of lesson 04: batches by hand, steps, loaders, and their order."""

import itertools
import math
from collections.abc import Callable, Sequence

import torch
from torch.utils.data import DataLoader, Dataset, RandomSampler, TensorDataset

from fmnist_helpers.checks.engine import (
    NotYet,
    call,
    check,
    describe,
    expect_tensor,
    expect_unchanged,
    expect_whole_number,
)
from fmnist_helpers.checks.engine.batches import look_at_batch, look_at_batches, look_at_labels
from fmnist_helpers.checks.engine.expect import plain
from fmnist_helpers.checks.engine.samples import image_and_label, look_at_image

__all__ = ["batch", "batches", "epochs", "steps", "test_loader"]


@check(
    points=3,
    errors={
        "non-empty TensorList": "an empty part was stacked: count the starts with "
        "`range(0, len(order), batch_size)`; `order` may be shorter than the dataset.",
    },
)
def batches(function: Callable, *, sizes: Sequence = ((11, 4, 28), (7, 3, 5), (6, 2, 9))) -> str:
    """``function(dataset, batch_size, order)``: a list of (images, labels), the last one short."""
    answer = None
    for count, batch_size, side in sizes:
        images, labels = torch.rand(count, 1, side, side), torch.randint(0, 10, (count,))
        samples = _Samples(zip(images, labels.tolist(), strict=True))
        order = torch.randperm(count)[: count - count // 6].tolist()
        if order == sorted(order):
            order.reverse()
        given, before = list(order), answer
        answer = call(function, samples, batch_size, given)
        expect_unchanged(given, order, "order")
        if answer is before:
            raise NotYet(
                "a second call returned the list of the first one, with its batches still in it.",
                "make the list inside the function.",
            )
        parts = [order[start : start + batch_size] for start in range(0, len(order), batch_size)]
        look_at_batches(answer, parts, batch_size)
        for number, (batch, part) in enumerate(zip(answer, parts, strict=True)):
            look_at_batch(batch, f"batch {number}", images[part], labels[part], images)
            look_at_labels(batch[1], number, parts, order, labels)
            if not torch.equal(batch[0], images[part]):
                raise NotYet(
                    f"the labels of batch {number} are right, its images are not those of these "
                    "samples."
                )
    return "its batches are those of a DataLoader with that order, the short one at the end too."


class _Samples(list):
    """A dataset of pairs; like most datasets it takes one position at a time."""

    def __getitem__(self, position):
        if isinstance(position, slice | list | tuple):
            raise NotYet(
                f"the dataset was asked for {describe(position)} at once; it takes one position.",
                "`[dataset[i] for i in part]` asks for each of them.",
            )
        return super().__getitem__(position)


def hidden_batches(answer):
    from fmnist_helpers.checks import batches

    batches(answer, strict=True, sizes=((9, 9, 3), (10, 4, 3), (1, 5, 3)))


@check(points=1)
def steps(count: object) -> str:
    """How many steps three epochs over 1,000 images in batches of 64 take: an int."""
    count = plain(count)
    if isinstance(count, float) and count.is_integer():  # `math.ceil` and `np.ceil` differ
        count = int(count)
    if isinstance(count, float):
        raise NotYet(
            f"expected a whole number, got {count:g}: there is no part of a step.",
            "a short batch is a step too: round up within an epoch.",
            "epoch_for_step",
        )
    expect_whole_number(count)
    right = 3 * math.ceil(1000 / 64)
    if count == right:
        return "16 batches per epoch, the last one short, times three epochs: 48 steps."
    meaning = {
        3: "counts epochs. A step takes one batch.",
        15: "counts the full batches of one epoch.",
        16: "counts the steps of one epoch.",
        45: "leaves out the short last batch of each epoch.",
        46: "cuts batches across epochs; each epoch ends with its own short batch.",
        47: "cuts batches across epochs; each epoch ends with its own short batch.",
        64: "is the batch size.",
        3000: "counts images. A step takes a whole batch.",
        1000: "counts images. A step takes a whole batch.",
        192: "multiplies the batch size by the epochs.",
        32: "counts the steps of two epochs.",
        49: "is one more than there are: each epoch has 16.",
        51: "counts 17 batches per epoch; 15 full ones and a short one are 16.",
        938: "counts the steps of the lesson's 60,000 images.",
        2814: "counts the steps of the lesson's 60,000 images.",
        3072: "counts images, 64 for every step.",
        192_000: "multiplies the images by the batch size; divide.",
    }
    raise NotYet(
        f"expected the number of batches in three epochs, got {count}, which "
        f"{meaning.get(count, 'is another number.')}",
        "how many batches hold 1,000 images, if the last may be short?",
        "epoch_for_step",
    )


@check(
    points=2,
    errors={
        "object is not iterable": "pass the arguments of the loader by name: `batch_size=…`, "
        "`shuffle=…`, `drop_last=…`.",
    },
)
def test_loader(function: Callable, *, count: int = 100) -> str:  # noqa: PT028
    """``function(test_set)``: a loader over all of it that is right for measuring."""
    test_set = TensorDataset(torch.rand(count, 1, 28, 28), torch.arange(count) % 10)
    answer = call(function, test_set)
    if isinstance(answer, Dataset):
        raise NotYet(
            f"expected a DataLoader, got {describe(answer)}: a dataset returns one sample at a "
            "time, a loader puts samples together.",
            "`DataLoader(test_set, …)` wraps a dataset.",
            "dataset_for_dataloader",
        )
    if not isinstance(answer, DataLoader):
        raise NotYet(
            f"expected a DataLoader, got {describe(answer)}.",
            "return the loader itself, not what it yields.",
        )
    if answer.batch_sampler is None:
        raise NotYet(
            "the loader returns single samples, no batches.", "`batch_size` is a number: 64."
        )
    if len(answer.dataset) != count:
        raise NotYet(
            f"{OTHER_DATASET} It has {len(answer.dataset)} images, not {count}.",
            "wrap the parameter `test_set`, all of it.",
        )
    images, labels = _served(answer)
    if _shuffles(answer):
        raise NotYet(
            "the test images are shuffled. The order doesn't change how many answers are right, "
            "so it can't help the accuracy; but prediction 7 no longer belongs to image 7.",
            "leave `shuffle` at False for everything that only measures.",
            "shuffled_test_set",
        )
    if len(labels) != count:
        raise NotYet(
            f"expected all {count} test images, got {len(labels)}: the last batch is missing.",
            "`drop_last` leaves a short batch out, and with it images that should count.",
        )
    if not torch.equal(images, test_set.tensors[0]):
        if not torch.equal(_sums(images), _sums(test_set.tensors[0])):
            raise NotYet(OTHER_DATASET, "wrap the parameter `test_set`.")
        raise NotYet(
            "the images come in another order than the dataset's: prediction 7 doesn't belong to "
            "image 7.",
            "no sampler, no sorting: `DataLoader(test_set, batch_size=64)`.",
        )
    return "every test image comes once, in its own place."


OTHER_DATASET = "the loader serves another dataset than the one that was passed."


def _served(loader: DataLoader) -> tuple[torch.Tensor, torch.Tensor]:
    """All images and all labels of one epoch."""
    batches = list(loader)
    for batch in batches:
        if not isinstance(batch, tuple | list) or len(batch) != 2:
            raise NotYet(
                f"expected batches of images and labels, got {describe(batch)}.",
                "wrap the parameter `test_set` itself.",
            )
    images, labels = zip(*batches, strict=True)
    return torch.cat(images), torch.cat(labels)


def _sums(images: torch.Tensor) -> torch.Tensor:
    return images.flatten(1).sum(1).sort()[0]


def hidden_test_loader(answer):
    from fmnist_helpers.checks import test_loader

    test_loader(answer, strict=True, count=133)


def _shuffles(loader: DataLoader) -> bool:
    sampler = loader.sampler
    if isinstance(sampler, RandomSampler):
        return True
    inner = getattr(sampler, "sampler", None) or getattr(loader.batch_sampler, "sampler", None)
    return isinstance(inner, RandomSampler)


@check(
    points=2,
    errors={
        "generator=int": "the loader got a number as its generator: "
        "`torch.Generator().manual_seed(seed)` makes one that starts with that seed.",
    },
)
def epochs(function: Callable, *, runs: Sequence = ((12, 4, 3), (17, 5, 4))) -> str:
    """``function(labels, batch_size, epochs, seed)``: each epoch's labels, a new order for each."""
    for count, batch_size, number in runs:
        labels = [100 + place for place in range(count)]
        given = list(labels)
        drawn = {}
        for seed in (5, 0):  # 0 is the seed that arithmetic can't vary
            drawn[seed] = _orders(call(function, given, batch_size, number, seed), count)
            expect_unchanged(given, labels, "labels")
            _look_at_orders(drawn[seed], labels, batch_size, number, seed)
        torch.manual_seed(count)  # a different random state must not matter
        if _orders(call(function, given, batch_size, number, 5), count) != drawn[5]:
            raise NotYet(
                "a second call with the same seed returned other orders.",
                "the loader needs a generator with that seed: `generator=…`.",
            )
        if drawn[0] == drawn[5]:
            raise NotYet("another seed returned the same orders.", "use the `seed` you are given.")
    return "each epoch has an order of its own, and a second run with the same seed has the same."


def _look_at_orders(orders: list, labels: list, batch_size: int, number: int, seed: int) -> None:
    """Raise NotYet unless these are the labels of so many epochs, each in an order of its own."""
    if len(orders) != number:
        raise NotYet(
            f"asked for {number} epochs, got {len(orders)}.",
            "collect one list of labels per epoch.",
        )
    for order in orders:
        if sorted(order) != labels:
            _explain_epoch(order, labels, batch_size)
    if labels in orders:
        raise NotYet("an epoch came in the order of the dataset.", "`shuffle=True`")
    if len(set(map(tuple, orders))) < number:
        raise NotYet(
            f"with seed={seed}, epochs came in the same order.",
            "a generator that is made anew with the same seed draws the same numbers again: one "
            "for all epochs needs no arithmetic.",
            "generator_made_anew",
        )
    _look_at_neighbors(orders)


def _look_at_neighbors(orders: list[list[int]]) -> None:
    """Raise NotYet if most labels have the same label after them in two of the epochs."""
    first, *others = [set(itertools.pairwise(order)) for order in orders]
    if any(len(first & other) >= 2 / 3 * len(first) for other in others):
        raise NotYet(
            "most labels are followed by the same label in two epochs: whole batches changed "
            "places, or the order was only moved along.",
            "`shuffle=True` mixes the samples anew for each epoch.",
        )


def _explain_epoch(order: list[int], labels: list[int], batch_size: int) -> None:
    if sorted(order) == list(range(len(labels))):
        raise NotYet("these are positions; expected the labels at them.", "`labels[position]`")
    different = len(set(order) & set(labels))
    if different == len(order) == batch_size:
        raise NotYet(
            f"each epoch holds {batch_size} of {len(labels)} labels: one batch.",
            "`next(iter(loader))` takes the first batch only; `list(loader)` takes all.",
        )
    left_out = different == len(order) < len(labels)
    raise NotYet(
        f"in each epoch each of the {len(labels)} labels comes once; got {len(order)} labels, "
        f"{different} of them different.",
        "`drop_last` leaves some out." if left_out else "one pass through the loader is an epoch.",
    )


def _orders(answer: object, count: int) -> list[list[int]]:
    if isinstance(answer, torch.Tensor):
        answer = answer.tolist()
    if not isinstance(answer, tuple | list):
        raise NotYet(f"expected a list with the labels of each epoch, got {describe(answer)}.")
    orders = [each.tolist() if isinstance(each, torch.Tensor) else each for each in answer]
    for each in orders:
        if not isinstance(each, tuple | list):
            hint = "`orders.append(order)` keeps the epochs apart; `+=` doesn't."
            if len(orders) == count:
                hint = f"these are the labels of one epoch only. {hint}"
            elif each is None:
                hint = "what changes a list in place returns None: call it on a line of its own."
            raise NotYet(f"expected one list of labels per epoch, got {describe(each)}.", hint)
    return [
        [expect_whole_number(label) for part in each for label in _labels_in(part)]
        for each in orders
    ]


def _labels_in(part: object) -> list:
    """The labels in a batch; `part` may be a single one."""
    return part if isinstance(part, tuple | list) or getattr(part, "ndim", 0) else [part]


def hidden_epochs(answer):
    from fmnist_helpers.checks import epochs

    epochs(answer, strict=True, runs=[(23, 8, 5)])


@check(points=1)
def batch(answer: object) -> str:
    """One batch, or a loader's first: images float (B, C, H, W) in [0, 1], labels int64 (B,)."""
    if isinstance(answer, DataLoader):
        answer = next(iter(answer), None)
        if answer is None:
            raise NotYet("the loader yields no batch.", "is its dataset empty, or `drop_last` set?")
    images, labels = image_and_label(answer, "the batch")
    look_at_image(images, "the images", dims=4)
    expect_tensor(labels, "labels as a tensor", hint="`torch.tensor(labels)`")
    if labels.dtype != torch.int64:
        raise NotYet(
            f"expected labels as torch.int64, got {labels.dtype}.", "`labels.long()`", "label_dtype"
        )
    if labels.shape != images.shape[:1]:
        raise NotYet(
            f"expected one label per image, shape ({len(images)},), got {tuple(labels.shape)}."
        )
    if int(labels.min()) < 0:
        raise NotYet(f"expected labels from 0 up, got {int(labels.min())}.")
    count = f"{len(images)} image{'s' * (len(images) > 1)}"
    return f"{count} {tuple(images.shape[1:])} in [0, 1], and as many whole labels."
