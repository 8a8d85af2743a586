"""The images of a table, decoded once into one array in a file that the system maps into memory."""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import torch
from filelock import FileLock
from torch.utils.data import Dataset
from torchvision.transforms.v2.functional import resize
from tqdm.auto import tqdm

from fmnist_helpers._annotations import Annotations, position

LAYOUT = b"1"  # a new number makes every older file be built anew
SHOWN_ABOVE = 10_000  # images: fewer take so little time that progress need not be shown


class CachedImageDataset(Dataset):
    """What ``datasets.cache_image_folder`` returns; see there."""

    def __init__(
        self,
        annotations: Annotations,
        file: Path,
        transform: Callable | None = None,
        target_transform: Callable | None = None,
    ):
        self.annotations, self.file = annotations, file
        self.transform, self.target_transform = transform, target_transform
        self.images = _mapped(file)
        self.targets = torch.from_numpy(annotations.labels)

    @property
    def supports_index_tensors(self) -> bool:
        """Transforms are made for one image; without them a batch can be taken at once."""
        return self.transform is None and self.target_transform is None

    def __len__(self) -> int:
        return len(self.targets)

    def __getitem__(self, index):
        if isinstance(index, torch.Tensor) and index.ndim == 1:
            if not self.supports_index_tensors:
                raise TypeError("with a transform, ask for one image at a time")
            return {
                "image": self.images.index_select(0, index),
                "label": self.targets.index_select(0, index),
            }
        index = position(index, len(self))
        image, label = self.images[index].clone(), int(self.targets[index])
        if self.transform:
            image = self.transform(image)
        if self.target_transform:
            label = self.target_transform(label)
        return {"image": image, "label": label}

    def __getstate__(self) -> dict:
        # A worker process maps the file itself. Pickled, the images would be copied.
        return {name: value for name, value in vars(self).items() if name != "images"}

    def __setstate__(self, state: dict) -> None:
        self.__dict__.update(state)
        self.images = _mapped(self.file)


def build(annotations: Annotations, folder: Path, size: tuple[int, int] | None) -> Path:
    """The file in `folder` that holds the images as they are now, made if it isn't there yet.

    Its name ends in what it was made from: names, sizes and times of the files. So a file is never
    wrong, only out of date, and then another name is asked for. Of two processes one makes it and
    the other waits; a process that is killed leaves a part that the next one overwrites.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sources = f"{annotations.file.resolve()}\n{annotations.img_dir.resolve()}\n{size}"
    whose = hashlib.sha256(sources.encode()).hexdigest()[:12]
    with FileLock(folder / f"{whose}.lock"):
        now = _fingerprint(annotations, size)
        file = folder / f"{whose}-{now}.npy"
        if not _is_whole(file, len(annotations)):
            part = file.with_suffix(".part")
            _write(part, annotations, size)
            if _fingerprint(annotations, size) != now:
                raise RuntimeError(
                    f"images in {annotations.img_dir} changed while they were read; run this again"
                )
            os.replace(part, file)
        _remove_all_but(file, folder.glob(f"{whose}-*"))
    return file


def _fingerprint(annotations: Annotations, size: tuple[int, int] | None) -> str:
    found = np.empty((len(annotations), 2), np.int64)
    for row in range(len(annotations)):
        try:
            status = os.stat(annotations.path(row))
        except OSError:  # reading it will say so, and name the row
            status = None
        found[row] = (status.st_size, status.st_mtime_ns) if status else (-1, -1)
    columns = annotations.columns
    digest = hashlib.sha256(LAYOUT + repr(size).encode())
    for part in (columns.names, columns.ends.tobytes(), found.tobytes()):
        digest.update(part)
    return digest.hexdigest()[:20]


def _write(part: Path, annotations: Annotations, size: tuple[int, int] | None) -> None:
    # Written, not mapped: on a full disk writing is an error, a mapped page would kill the process.
    with part.open("wb") as file:
        for image in _images(annotations, size):
            if file.tell() == 0:
                shape = (len(annotations), *image.shape)
                header = {"descr": "|u1", "fortran_order": False, "shape": shape}
                np.lib.format.write_array_header_1_0(file, header)
            file.write(image.numpy().tobytes())
        file.flush()
        os.fsync(file.fileno())


def _images(annotations: Annotations, size: tuple[int, int] | None) -> Iterator[torch.Tensor]:
    shape = None
    rows = range(len(annotations))
    for row in tqdm(rows, "Caching images", unit="image", disable=len(rows) <= SHOWN_ABOVE):
        image = annotations.image(row)
        if size is not None:
            image = resize(image, list(size), antialias=True)
        shape = shape or image.shape
        if image.shape != shape:
            raise ValueError(
                f"{annotations.line(row)} names an image of shape {tuple(image.shape)}, line "
                f"{annotations.columns.lines[0]} one of {tuple(shape)}; one array holds images "
                f"of one shape. {_remedy(image.shape, shape)}"
            )
        yield image


def _remedy(one: torch.Size, other: torch.Size) -> str:
    if one[-2:] != other[-2:]:
        return f"Give size=({other[-2]}, {other[-1]}) to make them one"
    return "Make the files all gray or all color"


def _is_whole(file: Path, images: int) -> bool:
    try:
        return len(np.load(file, mmap_mode="r", allow_pickle=False)) == images
    except (OSError, ValueError, EOFError):
        return False


def _mapped(file: Path) -> torch.Tensor:
    # "c": what this process writes to the tensor never reaches the file.
    return torch.from_numpy(np.load(file, mmap_mode="c", allow_pickle=False))


def _remove_all_but(file: Path, files) -> None:
    for other in files:
        if other != file:
            with suppress(OSError):  # Windows keeps a file that is still mapped
                other.unlink()
