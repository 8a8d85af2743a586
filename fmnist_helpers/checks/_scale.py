"""Checks of lesson 09: a whole batch at once, a rate for a batch size, a share, a time to read."""

import math

import torch
from torch.overrides import TorchFunctionMode

from fmnist_helpers.checks._run import call, check, kind
from fmnist_helpers.checks._verdict import NotYet


@check("09.fetch")
def fetch(function) -> str:
    """``function(images, labels, indices)``: that batch, of uint8 (N, 28, 28) and int64 (N,).

    Images come as float32 (B, 1, 28, 28) in [0, 1], labels as int64 (B,), in few calls of torch.
    """
    images = torch.randint(0, 256, (300, 28, 28), dtype=torch.uint8)
    labels, indices = torch.randint(0, 10, (300,)), torch.randperm(300)[:64]
    with _Calls() as calls:
        result = call(function, images, labels, indices)
    if not isinstance(result, tuple | list) or len(result) != 2:
        raise NotYet(f"expected (images, labels), got {kind(result)}.", "return both.")
    batch, targets = result
    for name, value in (("images", batch), ("labels", targets)):
        if not isinstance(value, torch.Tensor):
            raise NotYet(f"expected the {name} as a tensor, got {kind(value)}.")
    if batch.shape == (64, 28, 28):
        raise NotYet(
            "the channel dimension is missing: expected images (64, 1, 28, 28), got (64, 28, 28).",
            "`unsqueeze(1)` puts it behind the batch.",
            "missing_dimension",
        )
    if batch.shape != (64, 1, 28, 28) or targets.shape != (64,):
        raise NotYet(
            f"expected images (64, 1, 28, 28) and labels (64,), got {tuple(batch.shape)} and "
            f"{tuple(targets.shape)}."
        )
    _check_values(batch, targets, images, labels, indices)
    if calls.count > 40:
        raise NotYet(
            f"the batch is right. It took {calls.count} calls of torch for 64 images, so it was "
            "made one image at a time, and that is what costs.",
            "`images[indices]` takes all of them in one call.",
        )
    return f"a whole batch in {calls.count} calls of torch, whatever its size."


def _check_values(batch, targets, images, labels, indices) -> None:
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
        raise NotYet("other images, or in another order, than `indices` asks for.")
    if not torch.equal(targets, labels[indices]):
        raise NotYet("the labels are not those of these images.", "`labels[indices]`")


@check("09.scaled_rate")
def scaled_rate(function) -> str:
    """``function(lr, batch_size, new_batch_size)``: the rate to try first with the new size."""
    for lr, old, new in ((0.1, 64, 256), (0.4, 256, 64)):
        result = call(function, lr, old, new)
        if isinstance(result, bool) or not isinstance(result, int | float):
            raise NotYet(f"expected a learning rate, got {kind(result)}.")
        right = lr * new / old
        if math.isclose(result, right, rel_tol=1e-6):
            continue
        asked = f"from batches of {old} with {lr} to batches of {new}: expected {right:g}, got"
        if math.isclose(result, lr):
            raise NotYet(
                f"{asked} {result:g}, the same. With a quarter of the steps the model would only "
                "get a quarter as far.",
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
        raise NotYet(f"{asked} {result:g}.", "in proportion to the batch size.")
    return "in proportion to the batch size: as far per image as before."


@check("09.part")
def part(function) -> str:
    """``function(indices, rank, size)``: what process `rank` of `size` takes of a batch."""
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
                "the batch may not divide evenly: who takes what is left over?",
            )
        if len(taken) != total or set(taken) != set(indices.tolist()):
            raise NotYet(f"{asked}, {len(taken)} were taken. Expected each to be taken once.")
        sizes = [len(each) for each in parts]
        if max(sizes) - min(sizes) > 1:
            raise NotYet(
                f"{asked}, the parts hold {sizes}: all wait for the process with the most.",
                "give every second, third … one to each: slices have a step.",
            )
    return "each image in one process, and no process has two more than another."


def _as_list(result) -> list:
    if not isinstance(result, torch.Tensor | list | tuple | range):
        raise NotYet(f"expected some of the indices, got {kind(result)}.")
    return result.tolist() if isinstance(result, torch.Tensor) else list(result)


@check("09.reading_hours")
def reading_hours(function) -> str:
    """``function(images, bytes_each, megabytes_a_second)``: hours to read all of them once."""
    result = call(function, 90_000_000, 100_000, 250)
    if isinstance(result, bool) or not isinstance(result, int | float):
        raise NotYet(f"expected a number of hours, got {kind(result)}.")
    right = 90_000_000 * 100_000 / 250e6 / 3600
    if math.isclose(result, right, rel_tol=1e-3):
        return f"90 million images of 100,000 bytes at 250 MB a second: {right:g} hours."
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
    raise NotYet(f"expected {right:g}, got {result:g}.", "all bytes / bytes a second / 3600")


class _Calls(TorchFunctionMode):
    """Counts the calls of torch, tensor indexing included, in its ``with`` block."""

    def __init__(self):
        super().__init__()
        self.count = 0

    def __torch_function__(self, function, types, args=(), kwargs=None):
        self.count += 1
        return function(*args, **(kwargs or {}))
