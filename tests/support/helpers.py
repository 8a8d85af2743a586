"""Small stand-ins for the real data, made anew for each test that needs them."""

import gzip
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from fmnist_helpers.datasets import InMemoryFashionMNIST
from fmnist_helpers.sources import SAMPLE_FOLDER


def idx_bytes(array: np.ndarray) -> bytes:
    """A uint8 array as the contents of an IDX file, the format in which Fashion-MNIST is kept."""
    header = bytes([0, 0, 8, array.ndim]) + b"".join(n.to_bytes(4, "big") for n in array.shape)
    return header + array.astype(np.uint8).tobytes()


def write_root(root: Path, train: int = 203, test: int = 50, seed: int = 0) -> Path:
    """`root` as torchvision.datasets.FashionMNIST expects it, with random images and labels.

    203 images make three batches of 64 and a short one; the classes are of unequal size.
    """
    raw = Path(root) / "FashionMNIST" / "raw"
    raw.mkdir(parents=True)
    random = np.random.default_rng(seed)
    for part, size in (("train", train), ("t10k", test)):
        images = random.integers(0, 256, (size, 28, 28))
        labels = random.integers(0, 10, size)
        (raw / f"{part}-images-idx3-ubyte").write_bytes(idx_bytes(images))
        (raw / f"{part}-labels-idx1-ubyte").write_bytes(idx_bytes(labels))
    return Path(root)


def small_garments() -> InMemoryFashionMNIST:
    """The 2,000 training images of the bundled sample, in tensors of their own."""
    garments = object.__new__(InMemoryFashionMNIST)
    garments.images = _from_sample("train-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28)
    garments.targets = _from_sample("train-labels-idx1-ubyte.gz", 8).long()
    return garments


def _from_sample(name: str, header: int) -> torch.Tensor:
    numbers = np.frombuffer(gzip.decompress((SAMPLE_FOLDER / name).read_bytes()), np.uint8)
    return torch.tensor(numbers[header:])


def write_images(folder: Path, *names: str, size: tuple[int, int] = (28, 28)) -> Path:
    """`folder` with a gray picture under each name, each picture another; returns the folder."""
    for number, name in enumerate(names):
        path = Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        pixels = np.random.default_rng(number).integers(0, 256, size[::-1], dtype=np.uint8)
        Image.fromarray(pixels).save(path)
    return Path(folder)


def write_table(file: Path, contents: str | bytes) -> Path:
    """`contents` as they stand: no newline is translated."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(contents if isinstance(contents, bytes) else contents.encode("utf-8"))
    return file


def patterned_batch() -> tuple[torch.Tensor, torch.Tensor]:
    """Images that a model can tell apart: one pattern for each class, with noise over it."""
    random = torch.Generator().manual_seed(0)
    labels = torch.randint(0, 10, (64,), generator=random)
    patterns = (torch.rand(10, 1, 28, 28, generator=random) > 0.5).float()
    return patterns[labels] * torch.rand(64, 1, 28, 28, generator=random), labels


class Labeled(torch.utils.data.Dataset):
    """Images that are their own number, with the labels given."""

    def __init__(self, targets):
        self.targets = targets

    def __len__(self):
        return len(self.targets)

    def __getitem__(self, idx):
        return torch.tensor(idx), self.targets[idx]


def graph_of_two_layers():
    """The loss of prediction = w2 × relu(w1 × 2), and the tensors by name that lead to it."""
    w1, w2 = (torch.tensor(value, requires_grad=True) for value in (1.5, -1.0))
    inner = w1 * 2
    hidden = inner.relu()
    prediction = w2 * hidden
    named = {"w1": w1, "inner": inner, "hidden": hidden, "w2": w2, "prediction": prediction}
    return (prediction - 1) ** 2, named
