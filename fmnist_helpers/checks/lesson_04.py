"""Checks of lesson 04: batches, steps, and loaders."""

import math
from collections.abc import Callable

import torch
from torch.utils.data import DataLoader, Dataset, RandomSampler, TensorDataset

from fmnist_helpers.checks.engine import (
    NotYet,
    call,
    check,
    describe,
    expect_tensor,
    expect_whole_number,
)
from fmnist_helpers.checks.engine.samples import image_and_label, look_at_image

__all__ = ["as_batch", "batch", "loader", "steps", "test_loader"]


@check(points=2)
def as_batch(function: Callable) -> str:
    """``function(image)``: uint8 (28, 28) → a batch of one, float (1, 1, 28, 28) in [0, 1]."""
    image = torch.randint(0, 256, (28, 28), dtype=torch.uint8)
    image[0, 0] = 255
    result = expect_tensor(call(function, image))
    if result.ndim == 4 and result.shape[:2] == (28, 28):
        raise NotYet(
            f"both dimensions are there, but at the wrong end: the shape is {tuple(result.shape)}.",
            "batch and channel come first: `.unsqueeze(0)`.",
            "missing_dimension",
        )
    if result.shape != (1, 1, 28, 28):
        raise NotYet(
            f"expected the shape (1, 1, 28, 28), got {tuple(result.shape)}: a dimension is "
            "missing, for the batch, for the channel, or for both.",
            "`.unsqueeze(0)` adds a dimension of 1 at the front.",
            "missing_dimension",
        )
    if not result.is_floating_point() or float(result.max()) > 1:
        raise NotYet(
            f"the shape is right; expected floats from 0 to 1, got {result.dtype} up to "
            f"{float(result.max()):g}.",
            "divide by 255.",
            "scaling",
        )
    if not torch.allclose(result[0, 0].float(), image / 255, atol=1e-6):
        raise NotYet(
            f"the shape is right; expected {float(image[0, 1]) / 255:.4f} for a byte of "
            f"{int(image[0, 1])}, got {float(result[0, 0, 0, 1]):.4f}.",
            "divide by 255 once.",
            "scaling",
        )
    return "one image, one channel, 28 rows, 28 columns: a model can take it."


def hidden_as_batch(answer):
    import torch

    for image in (
        torch.randint(0, 50, (28, 28), dtype=torch.uint8),
        torch.zeros(28, 28, dtype=torch.uint8),
    ):
        batch = answer(image.clone())
        assert batch.shape == (1, 1, 28, 28), tuple(batch.shape)
        assert torch.allclose(batch[0, 0].float(), image / 255, atol=1e-6)


@check(points=1)
def steps(count: object) -> str:
    """How many steps three epochs over 1,000 images in batches of 64 take: an int."""
    expect_whole_number(count)
    right = 3 * math.ceil(1000 / 64)
    if count == right:
        return "16 batches per epoch, the last one short, times three epochs: 48 steps."
    meaning = {
        3: "counts epochs. A step takes one batch.",
        16: "counts the steps of one epoch.",
        45: "leaves out the short last batch of each epoch.",
        47: "cuts batches across epochs; each epoch ends with its own short batch.",
        3000: "counts images. A step takes a whole batch.",
        1000: "counts images. A step takes a whole batch.",
        192: "multiplies the batch size by the epochs.",
    }
    raise NotYet(
        f"expected the number of batches in three epochs, got {count}, which "
        f"{meaning.get(count, 'is another number.')}",
        "how many batches hold 1,000 images, if the last may be short?",
        "epoch_for_step",
    )


@check(points=2)
def test_loader(function: Callable) -> str:
    """``function(test_set)``: a loader over all of it that is right for measuring."""
    test_set = TensorDataset(torch.rand(50, 1, 28, 28), torch.arange(50) % 10)
    answer = call(function, test_set)
    if not isinstance(answer, DataLoader):
        raise NotYet(f"expected a DataLoader, got {describe(answer)}.")
    labels = torch.cat([labels for _, labels in answer])
    if _shuffles(answer):
        raise NotYet(
            "the test images are shuffled. The order doesn't change how many answers are right, "
            "so it can't help the accuracy; but prediction 7 no longer belongs to image 7.",
            "leave `shuffle` at False for everything that only measures.",
            "shuffled_test_set",
        )
    if len(labels) != 50:
        raise NotYet(
            f"expected all 50 test images, got {len(labels)}.", "`drop_last` leaves images out."
        )
    return "every test image comes once, in its own place."


def hidden_test_loader(answer):
    import torch
    from torch.utils.data import TensorDataset

    for size in (1, 33, 130):
        labels = torch.randint(0, 10, (size,))
        loader = answer(TensorDataset(torch.rand(size, 1, 28, 28), labels))
        for _ in range(2):
            assert torch.equal(torch.cat([batch[1] for batch in loader]), labels)


@check(points=1)
def loader(answer: object) -> str:
    """A ``DataLoader`` with batches of 25 that shuffles."""
    if isinstance(answer, Dataset):
        raise NotYet(
            f"expected a DataLoader, got {describe(answer)}: a dataset returns one sample at a "
            "time, a loader puts samples together.",
            "`DataLoader(dataset, …)` wraps a dataset.",
            "dataset_for_dataloader",
        )
    if not isinstance(answer, DataLoader):
        raise NotYet(f"expected a DataLoader, got {describe(answer)}.", "`DataLoader(dataset, …)`")
    first = next(iter(answer))
    images = first["image"] if isinstance(first, dict) else first[0]
    if len(images) != 25:
        raise NotYet(f"expected batches of 25 images, got {len(images)}.", "`batch_size=25`")
    if not _shuffles(answer):
        raise NotYet("expected a new order in each epoch, got the same.", "`shuffle=True`")
    return "it yields batches of 25, in a new order each epoch."


def _shuffles(loader: DataLoader) -> bool:
    sampler = loader.sampler
    if isinstance(sampler, RandomSampler):
        return True
    inner = getattr(sampler, "sampler", None) or getattr(loader.batch_sampler, "sampler", None)
    return isinstance(inner, RandomSampler)


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
    return f"{len(images)} images {tuple(images.shape[1:])} in [0, 1], and as many whole labels."
