"""Datasets: Fashion-MNIST in memory, a folder of images with a table of labels, and the split.

``write_shards`` and ``ShardedDataset`` are for images that are more than memory holds.
``prepare_picture`` turns any picture into one like Fashion-MNIST's.
"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch.utils.data import Dataset, Subset

from fmnist_helpers.datasets import annotations, images
from fmnist_helpers.datasets.annotations import position
from fmnist_helpers.datasets.picture import PreparedPicture as PreparedPicture
from fmnist_helpers.datasets.picture import prepare_picture as prepare_picture
from fmnist_helpers.datasets.shards import ShardedDataset as ShardedDataset
from fmnist_helpers.datasets.shards import write_shards as write_shards
from fmnist_helpers.sources import CLASS_NAMES, raw_folder

read_image = images.read  # for lesson 3, where torchvision no longer has its own
REMEDY = "fill a folder with sources.ensure_fashion_mnist, and use the one that it returns"


class CustomImageDataset(Dataset):
    """A folder of images and a table that names each image and its label.

    `annotations_file` holds one line per image, ``tshirt1.png, 0``, with or without a header line;
    names are relative to `img_dir`. ``dataset[i]`` is ``{"image": image, "label": label}``: a uint8
    tensor (C, H, W) in 0…255, C being 1 for gray and 3 for color, and an int, each after its
    transform. ``.names`` is a list, ``.targets`` int64 (N,), before `target_transform`.

    The table is text in UTF-8, separated by commas, or by semicolons or tabs if the first line has
    no comma. Spaces around names and labels, blank lines and further columns don't count; ``1.0``
    is the label 1. For the formats of images see ``images.read``.

    Raises FileNotFoundError for a missing table, folder or image, and ValueError, naming file and
    line, for a line that cannot be read, a label that is not a whole number from 0, a name that
    leaves `img_dir`, and an image that cannot be decoded. Files of more than 100,000 rows are
    looked for only as each is read.
    """

    def __init__(
        self,
        annotations_file: str | Path,
        img_dir: str | Path,
        transform: Callable | None = None,
        target_transform: Callable | None = None,
    ):
        self.annotations = annotations.read(annotations_file, img_dir)
        self.img_dir = self.annotations.img_dir
        self.names = self.annotations.names
        self.targets = torch.tensor(self.annotations.labels, dtype=torch.int64)
        self.transform = transform
        self.target_transform = target_transform

    def __len__(self) -> int:
        return len(self.names)

    def __getitem__(self, idx: int) -> dict:
        idx = position(idx, len(self))
        with self.annotations.reading(idx):  # an error names the line of the table
            image = images.read(self.img_dir / self.names[idx])
        label = int(self.targets[idx])
        if self.transform:
            image = self.transform(image)
        if self.target_transform:
            label = self.target_transform(label)
        return {"image": image, "label": label}


class InMemoryFashionMNIST(Dataset):
    """Fashion-MNIST as one uint8 tensor, turned into floats batch by batch.

    ``dataset[i]`` is ``(image, label)`` exactly as ``FashionMNIST(root, transform=ToTensor())``
    returns it: float32 (1, 28, 28) in [0, 1] and an int. ``dataset[indices]``, with an int64
    tensor (B,) of positions from 0, is a whole batch: float32 (B, 1, 28, 28) and int64 (B,).

    `root` is what ``sources.ensure_fashion_mnist`` returned. ``images`` is uint8 (N, 28, 28),
    ``targets`` int64 (N,): 47 MB for the 60,000 training images, which all processes that open the
    same files share. No float copy is kept.
    Raises RuntimeError if `root` holds no Fashion-MNIST, or files that are something else.
    """

    supports_index_tensors = True
    classes = CLASS_NAMES

    def __init__(self, root: str | Path, train: bool = True):
        self.images, self.targets = _read_fashion_mnist(root, "train" if train else "t10k")

    def to(self, device: torch.device | str) -> "InMemoryFashionMNIST":
        """The same dataset with images and targets on `device`, as a new object."""
        moved = object.__new__(type(self))
        moved.images, moved.targets = self.images.to(device), self.targets.to(device)
        return moved

    def __len__(self) -> int:
        return len(self.targets)

    def __getitem__(self, index):
        if isinstance(index, torch.Tensor) and index.ndim == 1:
            # For whole images index_select is six times as fast as images[index].
            index = index.to(self.images.device)
            return _scale(self.images.index_select(0, index)), self.targets.index_select(0, index)
        index = position(index, len(self))
        return _scale(self.images[index]), int(self.targets[index])


def _read_fashion_mnist(root: str | Path, part: str) -> tuple[torch.Tensor, torch.Tensor]:
    """uint8 (N, 28, 28) and int64 (N,), from the two IDX files: a header, then a byte per number.

    The images are mapped, not read: processes that open the same file share its memory.
    """
    raw = raw_folder(root)
    try:
        labels = np.fromfile(raw / f"{part}-labels-idx1-ubyte", np.uint8, offset=8)
        # "c": what this process writes to its tensor never reaches the file.
        pixels = np.memmap(raw / f"{part}-images-idx3-ubyte", np.uint8, mode="c", offset=16)
        pixels = pixels.reshape(len(labels), 28, 28)
    except (OSError, ValueError) as error:
        raise RuntimeError(f"{root} holds no complete Fashion-MNIST ({error}); {REMEDY}") from error
    return torch.from_numpy(pixels), torch.from_numpy(labels).long()


def _scale(pixels: torch.Tensor) -> torch.Tensor:
    """uint8 pixels (…, H, W) as ToTensor returns them: floats (…, 1, H, W) in [0, 1], bit for bit.

    It divides by 255; multiplying by 1/255 would differ in the last bit.
    """
    return torch.div(pixels.unsqueeze(-3), 255)


class Part(Subset):
    """Some images of a dataset, which keeps ``.targets`` (int64, of these images) and ``.classes``.

    ``indices`` is an int64 tensor of their positions in the whole.
    """

    def __init__(self, dataset: Dataset, indices: torch.Tensor):
        super().__init__(dataset, indices)
        self.targets = torch.as_tensor(dataset.targets)[indices]
        if hasattr(dataset, "classes"):
            self.classes = dataset.classes
        self.supports_index_tensors = getattr(dataset, "supports_index_tensors", False)

    def __getitem__(self, index):
        if isinstance(index, torch.Tensor) and index.ndim == 1:
            return self.dataset[self.indices.index_select(0, index)]
        return self.dataset[int(self.indices[position(index, len(self))])]

    def __getitems__(self, indices: list[int]) -> list:
        positions = self.indices[indices].tolist()
        if hasattr(self.dataset, "__getitems__"):
            return self.dataset.__getitems__(positions)
        return [self.dataset[i] for i in positions]


def split(dataset: Dataset, validation: float | int = 0.1, *, seed: int = 0) -> tuple[Part, Part]:
    """Cut `dataset` into a training part and a validation part, class by class.

    `validation` is a share in (0, 1) of every class, or a number of images in all. The same
    `seed` gives the same parts on every machine. No image is in both; none is lost; both keep the
    order of the whole.
    Raises TypeError for a dataset without ``.targets``, ValueError if a part would be empty.
    """
    if not hasattr(dataset, "targets"):
        raise TypeError(
            f"{type(dataset).__name__} has no .targets: a stratified split needs every label "
            f"beforehand. Set self.targets, a list of class numbers, in the dataset's __init__."
        )
    targets = torch.as_tensor(dataset.targets).cpu()
    total = len(targets)
    wanted = round(validation * total) if isinstance(validation, float) else validation
    if not 0 < wanted < total:
        raise ValueError(
            f"validation={validation!r} holds out none or all of {total} images; expected a share "
            f"between 0 and 1, or a number of images from 1 to {total - 1}"
        )
    classes, sizes = targets.unique(return_counts=True)
    generator = torch.Generator().manual_seed(seed)
    in_validation = torch.zeros(total, dtype=torch.bool)
    for label, count in zip(classes, _shares(sizes, wanted), strict=True):
        members = (targets == label).nonzero().flatten()
        in_validation[members[torch.randperm(len(members), generator=generator)[:count]]] = True
    positions = torch.arange(total)
    return Part(dataset, positions[~in_validation]), Part(dataset, positions[in_validation])


def export_image_folder(
    dataset: Dataset,
    folder: str | Path,
    *,
    limit: int | None = None,
    image_format: str = "png",
    overwrite: bool = False,
) -> tuple[Path, Path]:
    """Write `dataset` as image files and a table of labels; return ``(labels_csv, img_dir)``.

    The images get names like ``tshirt1.png … ankleboot999.png``, counted within each class, and
    ``labels.csv`` one line each, ``tshirt1.png, 0``, without a header, in the dataset's order. The
    table is written last: if it is there, so are the images.
    Items may be pairs or dicts; images PIL, uint8 (C, H, W), or floats in [0, 1]. PNG keeps every
    bit, JPEG does not. `limit` keeps the first images only.
    Raises FileExistsError if `folder` already holds a ``labels.csv`` or images, unless
    `overwrite`, and ValueError for an unknown format, an invalid image or an invalid label.
    """
    labels_csv, img_dir = Path(folder) / "labels.csv", Path(folder) / "images"
    img_dir.mkdir(parents=True, exist_ok=True)
    if not overwrite and (labels_csv.exists() or any(img_dir.iterdir())):
        raise FileExistsError(f"{folder} holds images: choose another folder, or overwrite=True")
    seen = Counter()
    unfinished = labels_csv.with_suffix(".csv.part")
    with unfinished.open("w", encoding="utf-8") as table:
        for index in range(len(dataset) if limit is None else min(limit, len(dataset))):
            image, label = _item(dataset[index], index)
            seen[label] += 1
            name = f"{_stem(label)}{seen[label]}.{image_format}"
            images.to_pil(image).save(img_dir / name, quality=95)
            table.write(f"{name}, {label}\n")
    unfinished.replace(labels_csv)
    return labels_csv, img_dir


def _shares(sizes: torch.Tensor, wanted: int) -> list[int]:
    """`wanted` shared out in proportion to `sizes`, exactly: the largest remainders round up."""
    shares, remainders = sizes * wanted // sizes.sum(), sizes * wanted % sizes.sum()
    missing = wanted - int(shares.sum())
    shares[remainders.argsort(descending=True, stable=True)[:missing]] += 1
    return shares.tolist()


def _item(sample, index: int) -> tuple:
    image, label = (sample["image"], sample["label"]) if isinstance(sample, dict) else sample
    if getattr(label, "ndim", 0) or label not in range(len(CLASS_NAMES)):
        raise ValueError(
            f"the label of image {index} is {label!r}; expected 0 to {len(CLASS_NAMES) - 1}: "
            f"export a dataset without target_transform"
        )
    return image, int(label)


def _stem(label: int) -> str:
    """The class in a file's name: "T-shirt/top" → "tshirt", "Ankle boot" → "ankleboot"."""
    return CLASS_NAMES[label].split("/")[0].replace("-", "").replace(" ", "").lower()
