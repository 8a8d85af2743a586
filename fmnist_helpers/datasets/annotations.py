"""The rows behind ``CustomImageDataset``: which file has which label, and where that was said."""

import contextlib
import operator
import os
import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import SupportsIndex

from fmnist_helpers.datasets import images, labels_csv

# Rows; looking for the files of a longer table would no longer be quick.
CHECKED_AT_ONCE = 100_000


@dataclass
class Annotations:
    """A table of N images in `img_dir`, row by row: names, labels, lines in `file`."""

    file: Path
    img_dir: Path
    names: list[str]
    labels: array
    lines: array

    def line(self, row: int) -> str:
        """Where a person finds the row: file and line, counted from 1."""
        return f"{self.file}, line {self.lines[row]}"

    @contextlib.contextmanager
    def reading(self, row: int) -> Iterator[None]:
        """Around the reading of the row's image: an error says in which row it was named."""
        try:
            yield
        except FileNotFoundError as error:
            raise FileNotFoundError(self.missing(row)) from error
        except ValueError as error:
            path = self.img_dir / self.names[row]
            raise ValueError(f"{self.line(row)} names {path}: {error}") from error

    def is_file(self, row: int) -> bool:
        """Whether the row's file is there."""
        return os.path.isfile(os.path.join(self.img_dir, self.names[row]))

    def missing(self, row: int) -> str:
        """What to tell of a row whose file is not there."""
        name = self.names[row]
        found = "not a file in" if os.path.exists(self.img_dir / name) else "not in"
        said = f"{self.line(row)} names {name[:200]!r}, which is {found} {self.img_dir}"
        later = range(row + 1, len(self.names)) if len(self.names) <= CHECKED_AT_ONCE else ()
        if more := sum(not self.is_file(other) for other in later):
            said += f" (nor are the files of {more:,} later rows)"
        return f"{said}; {_remedy(self.img_dir, name)}"


def read(annotations_file: str | Path, img_dir: str | Path) -> Annotations:
    """The table in `annotations_file`, checked; see ``CustomImageDataset`` for what is accepted."""
    file, img_dir = Path(annotations_file), Path(img_dir)
    if not file.is_file():
        raise FileNotFoundError(
            f"there is no file {file}; expected a table with a line for each image, such as "
            f"'tshirt1.png, 0': CustomImageDataset(annotations_file, img_dir)"
        )
    if not img_dir.is_dir():
        raise FileNotFoundError(
            f"there is no folder {img_dir}; expected the folder of the images that {file} names"
        )
    annotations = Annotations(file, img_dir, *labels_csv.read(file))
    count = len(annotations.names)
    for row in range(count if count <= CHECKED_AT_ONCE else 0):
        if not annotations.is_file(row):
            raise FileNotFoundError(annotations.missing(row))
    return annotations


def position(index: SupportsIndex, length: int) -> int:
    """`index` as a position from 0; IndexError past the end, so that a for-loop ends there."""
    place = operator.index(index)
    if not -length <= place < length:
        raise IndexError(f"index {place} is out of range for a dataset of {length} images")
    return place % length


def _remedy(img_dir: Path, name: str) -> str:
    """What to do about a missing file: take the name that was probably meant, if there is one."""
    folder, _, base = name.rpartition("/")
    if folder and (img_dir / base).is_file():
        return f"did you mean {base!r}? Names are relative to the folder of images"
    try:
        there = sorted(os.listdir(img_dir / folder))
    except OSError:
        there = []
    alike = [other for other in there if _plain(other) == _plain(base) and other != base]
    pictures = [other for other in there if other.lower().endswith(images.SUFFIXES)]
    stem = _plain(Path(base).stem)
    alike += [other for other in pictures if _plain(Path(other).stem) == stem and other != base]
    if alike:
        return f"did you mean {'/'.join(filter(None, [folder, alike[0]]))!r}?"
    return "check the name, and whether this is the right folder"


def _plain(name: str) -> str:
    """Without what differs between systems: capitals, and how an accent is written."""
    return unicodedata.normalize("NFC", name).casefold()
