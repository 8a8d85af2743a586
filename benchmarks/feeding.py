"""One epoch of batches: the tutorial's loader against memory, shards and folders of images."""

import shutil
import tempfile
from itertools import islice
from pathlib import Path

import torch
from torch.utils.data import DataLoader
from torchvision.datasets import ImageFolder
from torchvision.transforms import ToTensor

from benchmarks import reference
from benchmarks._measure import Options, Table, Times, take_turns
from fmnist_helpers.datasets import (
    CustomImageDataset,
    InMemoryFashionMNIST,
    ShardedDataset,
    export_image_folder,
    write_shards,
)
from fmnist_helpers.loaders import make_loader

QUICK_BATCHES = 100
FEW = 50  # batches from image files, which take long: their time is scaled up to an epoch's


def run(options: Options) -> Table:
    """Times of an epoch, how many times faster, and how far from what the memory allows."""
    root = options.root()
    theirs = reference.loader(reference.fashion_mnist(root), seed=0)
    memory = InMemoryFashionMNIST(root)
    ours = _loader(memory)
    batches = min(len(ours), QUICK_BATCHES) if options.quick else len(ours)
    same = _equal(theirs, ours, batches)
    with tempfile.TemporaryDirectory() as folder:
        shards, ours_from_files, image_folder = _written(memory, Path(folder))
        same = same and _equal(shards, _loader(memory), batches)
        times = take_turns(
            {
                "the tutorial's loader": lambda: _drain(theirs, batches),
                "make_loader, in memory": lambda: _drain(ours, batches),
                "the same bytes, copied": _copy(batches * reference.BATCH_SIZE),
                "make_loader, shards": lambda: _drain(shards, batches),
                "make_loader, image files": lambda: _drain(ours_from_files, FEW),
                "torchvision's ImageFolder": lambda: _drain(image_folder, FEW),
            },
            options.turns(9, quick=3),
        )
    for name in ("make_loader, image files", "torchvision's ImageFolder"):
        times[name] = Times(tuple(each * batches / FEW for each in times[name].seconds))
    slow, fast, floor, *_ = times.values()
    return Table(
        f"Feeding: {batches} batches of {reference.BATCH_SIZE}, shuffled, nothing trained on them",
        ("what", "time (range)", "tutorial / this", "images / s"),
        [
            (name, taken, slow.ratios(taken), _per_second(taken, batches))
            for name, taken in times.items()
        ],
        [
            f"Batches of the first epoch equal, bit for bit: {same}.",
            f"Image files are {FEW * reference.BATCH_SIZE:,} PNG, read once per turn; their time "
            f"is {batches / FEW:.0f} times what that took.",
            f"Distance from the floor: {fast.ratios(floor)} the time to read these pixels as uint8 "
            f"and write them as float32 once.",
            options.note(),
        ],
        times,
    )


def _written(memory: InMemoryFashionMNIST, folder: Path) -> list[DataLoader]:
    """Loaders of the images as shards, as a folder with a table, and as a folder per class."""
    shards = ShardedDataset(write_shards(memory, folder / "shards"))
    limit = FEW * reference.BATCH_SIZE
    files = CustomImageDataset(*export_image_folder(memory, folder, limit=limit), _as_floats)
    for name, label in zip(files.names, files.targets.tolist(), strict=True):
        (folder / "classes" / str(label)).mkdir(parents=True, exist_ok=True)
        shutil.copy(files.img_dir / name, folder / "classes" / str(label))
    by_class = ImageFolder(folder / "classes", transform=ToTensor())
    theirs = DataLoader(by_class, batch_size=reference.BATCH_SIZE, shuffle=True)
    return [_loader(shards), _loader(files), theirs]


def _loader(dataset) -> DataLoader:
    return make_loader(dataset, batch_size=reference.BATCH_SIZE, shuffle=True, seed=0)


def _as_floats(image: torch.Tensor) -> torch.Tensor:
    return image / 255


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
