"""Checks of lesson 14: a whole batch at once, a rate for a batch size, a share, a time to read."""

import math
from collections.abc import Callable

import torch
from torch.overrides import TorchFunctionMode

from fmnist_helpers.checks.engine import (
    NotYet,
    call,
    check,
    describe,
    expect_number,
    expect_tensor,
)

__all__ = ["fetch", "part", "reading_hours", "scaled_rate"]


@check(points=2)
def fetch(function: Callable) -> str:
    """``function(images, labels, indices)``: that batch, of uint8 (N, 28, 28) and int64 (N,).

    Images come as float32 (B, 1, 28, 28) in [0, 1], labels as int64 (B,), in a few torch calls.
    """
    images = torch.randint(0, 256, (300, 28, 28), dtype=torch.uint8)
    labels, indices = torch.randint(0, 10, (300,)), torch.randperm(300)[:64]
    with _Calls() as calls:
        result = call(function, images, labels, indices)
    if not isinstance(result, tuple | list) or len(result) != 2:
        raise NotYet(f"expected (images, labels), got {describe(result)}.", "return both.")
    batch = expect_tensor(result[0], "the images as a tensor")
    targets = expect_tensor(result[1], "the labels as a tensor")
    if batch.shape == (64, 28, 28):
        raise NotYet(
            "the channel dimension is missing: expected images (64, 1, 28, 28), got (64, 28, 28).",
            "`unsqueeze(1)` inserts it after the batch.",
            "missing_dimension",
        )
    if batch.shape != (64, 1, 28, 28) or targets.shape != (64,):
        raise NotYet(
            f"expected images (64, 1, 28, 28) and labels (64,), got {tuple(batch.shape)} and "
            f"{tuple(targets.shape)}."
        )
    _compare_values(batch, targets, images, labels, indices)
    if calls.count > 40:
        raise NotYet(
            f"the batch is right. But it took {calls.count} torch calls for 64 images, so it was "
            "built one image at a time, which is the slow part.",
            "`images[indices]` takes all of them in one call.",
        )
    return f"a whole batch in {calls.count} torch calls, whatever its size."


def _compare_values(batch, targets, images, labels, indices) -> None:
    expected = images[indices].unsqueeze(1) / 255
    if batch.dtype != torch.float32 or (batch.max() > 1 and expected.max() <= 1):
        raise NotYet(
            f"expected floats from 0 to 1, got {batch.dtype} up to {batch.max().item():g}.",
            "divide by 255.",
            "scaling",
        )
    if not torch.allclose(batch, expected, atol=1e-6):
        if torch.allclose(batch * 255, expected, atol=1e-6):
            raise NotYet("divided by 255 twice.", "once is enough.", "scaling")
        raise NotYet("these are not the images that `indices` asks for, or not in that order.")
    if not torch.equal(targets, labels[indices]):
        raise NotYet("these labels don't belong to these images.", "`labels[indices]`")


class _Calls(TorchFunctionMode):
    """Counts the torch calls in its ``with`` block, indexing a tensor included."""

    def __init__(self):
        super().__init__()
        self.count = 0

    def __torch_function__(self, function, types, args=(), kwargs=None):
        self.count += 1
        return function(*args, **(kwargs or {}))


def hidden_fetch(answer):
    import torch

    images = torch.randint(0, 256, (50, 28, 28), dtype=torch.uint8)
    labels = torch.randint(0, 10, (50,))
    for indices in (torch.tensor([49]), torch.tensor([3, 3, 0]), torch.randperm(50)):
        batch, targets = answer(images, labels, indices)
        assert batch.shape == (len(indices), 1, 28, 28), tuple(batch.shape)
        assert torch.allclose(batch[:, 0], images[indices] / 255, atol=1e-6)
        assert torch.equal(targets, labels[indices])


@check(points=1)
def scaled_rate(function: Callable) -> str:
    """``function(lr, batch_size, new_batch_size)``: the rate to try first with the new size."""
    for lr, old, new in ((0.1, 64, 256), (0.4, 256, 64)):
        result = expect_number(call(function, lr, old, new), "a learning rate")
        right = lr * new / old
        if math.isclose(result, right, rel_tol=1e-6):
            continue
        asked = f"from batches of {old} with {lr} to batches of {new}: expected {right:g}, got"
        if math.isclose(result, lr):
            raise NotYet(
                f"{asked} {result:g}, the same. With a quarter of the steps the model would get "
                "only a quarter as far.",
                "four times the images, four times the rate.",
                "learning_rate",
            )
        if math.isclose(result, lr * old / new, rel_tol=1e-6):
            raise NotYet(
                f"{asked} {result:g}: the wrong way round. A larger batch has a steadier gradient, "
                "which allows a larger step.",
                "multiply by new / old.",
                "learning_rate",
            )
        raise NotYet(f"{asked} {result:g}.", "multiply the rate by the same factor.")
    return "in proportion to the batch size: as far per image as before."


def hidden_scaled_rate(answer):
    for lr, old, new, expected in (
        (0.5, 100, 300, 1.5),
        (0.2, 64, 64, 0.2),
        (1.0, 512, 32, 1 / 16),
    ):
        assert abs(answer(lr, old, new) - expected) < 1e-6, (lr, old, new)


@check(points=2)
def part(function: Callable) -> str:
    """``function(indices, rank, size)``: the share of process `rank` of `size`."""
    for total, size in ((8, 2), (11, 4), (2, 3)):
        indices = torch.arange(100, 100 + total)
        parts = [_as_list(call(function, indices, rank, size)) for rank in range(size)]
        taken = [index for each in parts for index in each]
        if size > 1 and all(sorted(each) == indices.tolist() for each in parts):
            raise NotYet(
                "each process takes the whole batch: all do the same work, and nothing is gained.",
                "`rank` must decide what is taken.",
            )
        asked = f"of {total} images on {size} processes"
        if missing := sorted(set(indices.tolist()) - set(taken)):
            raise NotYet(
                f"{asked}, {len(missing)} went to no process. Expected each to be taken by one.",
                "if the batch doesn't divide evenly, who takes the rest?",
            )
        if len(taken) != total or set(taken) != set(indices.tolist()):
            raise NotYet(f"{asked}, {len(taken)} were taken. Expected each to be taken once.")
        sizes = [len(each) for each in parts]
        if max(sizes) - min(sizes) > 1:
            raise NotYet(
                f"{asked}, the parts hold {sizes}: all wait for the process with the most.",
                "deal them out in turn, like cards: slices have a step.",
            )
    return "each image goes to one process, and no two shares differ by more than one."


def _as_list(result) -> list:
    if not isinstance(result, torch.Tensor | list | tuple | range):
        raise NotYet(f"expected some of the indices, got {describe(result)}.")
    return result.tolist() if isinstance(result, torch.Tensor) else list(result)


def hidden_part(answer):
    import torch

    for total, size in ((64, 4), (33, 2), (1, 2)):
        parts = [[int(i) for i in answer(torch.arange(total), r, size)] for r in range(size)]
        assert sorted(i for part in parts for i in part) == list(range(total)), (total, size)
        assert max(map(len, parts)) - min(map(len, parts)) <= 1, (total, size)


@check(points=1)
def reading_hours(function: Callable) -> str:
    """``function(images, bytes_each, megabytes_a_second)``: hours to read all of them once."""
    result = expect_number(call(function, 90_000_000, 100_000, 250), "a number of hours")
    right = 90_000_000 * 100_000 / 250e6 / 3600
    if math.isclose(result, right, rel_tol=1e-3):
        return f"90 million images of 100,000 bytes at 250 MB per second: {right:g} hours."
    meaning = {
        3600.0: "those are seconds",
        60.0: "those are minutes",
        1e6: "a megabyte is a million bytes",
        3.6e9: "those are seconds, and a megabyte is a million bytes",
        1e6 / 2**20: "a megabyte is 10⁶ bytes; 2²⁰ make a mebibyte, MiB",
    }
    for factor, text in meaning.items():
        if math.isclose(result, right * factor, rel_tol=1e-3):
            raise NotYet(f"expected {right:g}, got {result:g}: {text}.", "check the units.")
    raise NotYet(f"expected {right:g}, got {result:g}.", "all bytes / bytes per second / 3600")


def hidden_reading_hours(answer):
    for images, each, rate in ((60_000, 784, 100), (1_000_000_000, 50_000, 500)):
        hours = images * each / (rate * 1e6) / 3600
        assert abs(answer(images, each, rate) / hours - 1) < 1e-3, (images, each, rate)
