"""One epoch of batches: the tutorial's loader against the same batches from memory."""

from itertools import islice

import torch

from benchmarks import reference
from benchmarks._measure import Options, Table, Times, take_turns
from fmnist_helpers.datasets import InMemoryFashionMNIST
from fmnist_helpers.loaders import make_loader

QUICK_BATCHES = 100


def run(options: Options) -> Table:
    """Times of an epoch, how many times faster, and how far from what the memory allows."""
    root = options.root()
    theirs = reference.loader(reference.fashion_mnist(root), seed=0)
    memory = InMemoryFashionMNIST(root)
    ours = make_loader(memory, batch_size=reference.BATCH_SIZE, shuffle=True, seed=0)
    batches = min(len(ours), QUICK_BATCHES) if options.quick else len(ours)
    same = _equal(theirs, ours, batches)
    times = take_turns(
        {
            "the tutorial's loader": lambda: _drain(theirs, batches),
            "make_loader, in memory": lambda: _drain(ours, batches),
            "the same bytes, copied": _copy(batches * reference.BATCH_SIZE),
        },
        options.turns(9, quick=3),
    )
    slow, fast, floor = times.values()
    return Table(
        f"Feeding: {batches} batches of {reference.BATCH_SIZE}, shuffled, nothing trained on them",
        ("what", "time (range)", "tutorial / this", "images / s"),
        [
            (name, taken, slow.ratios(taken), _per_second(taken, batches))
            for name, taken in times.items()
        ],
        [
            f"Batches of the first epoch equal, bit for bit: {same}.",
            f"Distance from the floor: {fast.ratios(floor)} the time to read these pixels as uint8 "
            f"and write them as float32 once.",
            options.note(),
        ],
        times,
    )


def _drain(loader, batches: int) -> None:
    for _ in islice(loader, batches):
        pass


def _equal(theirs, ours, batches: int) -> bool:
    pairs = zip(islice(theirs, batches), islice(ours, batches), strict=True)
    return all(
        torch.equal(a, b) for batch, other in pairs for a, b in zip(batch, other, strict=True)
    )


def _copy(images: int):
    """Reading and writing as many bytes as an epoch must, in one go and as fast as torch can.

    An epoch reads a byte and writes four for each pixel: five bytes, of which a copy of float32
    moves eight. So a copy of 5/8 as many float32 moves the bytes of an epoch.
    """
    source = torch.ones(images * 784 * 5 // 8)
    target = torch.empty_like(source)
    return lambda: target.copy_(source)


def _per_second(taken: Times, batches: int) -> str:
    return f"{batches * reference.BATCH_SIZE / taken.median:,.0f}"
