"""The rows behind ``CustomImageDataset``: which file has which label, and where that was said."""

import contextlib
import operator
import os
import stat
import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import SupportsIndex

from fmnist_helpers.datasets import images, labels_csv

# Rows; looking for the files of a longer table would no longer be quick.
CHECKED_AT_ONCE = 100_000


@dataclass
class Annotations:
    """A checked table of N images in `img_dir`, row by row: names, labels, lines in `file`."""

    file: Path
    img_dir: Path
    names: list[str]
    labels: array
    lines: array
    files_checked: bool = False
    _folders_inside: set[str] = field(default_factory=lambda: {""})

    def line(self, row: int) -> str:
        """Where a person finds the row: file and line, counted from 1."""
        return f"{self.file}, line {self.lines[row]}"

    @contextlib.contextmanager
    def reading(self, row: int) -> Iterator[None]:
        """Around the reading of the row's image: an error says in which row it was named."""
        if not self.files_checked:
            self.check_file(row)
        path = self.img_dir / self.names[row]
        try:
            yield
        except FileNotFoundError as error:
            raise FileNotFoundError(f"{self.line(row)} names {path}, which is gone") from error
        except ValueError as error:
            raise ValueError(f"{self.line(row)} names {path}: {error}") from error

    def check_files(self) -> None:
        """FileNotFoundError or ValueError for the first row whose file cannot be read."""
        for row in range(len(self.names)):
            self.check_file(row)
        self.files_checked = True

    def check_file(self, row: int) -> None:
        """That the row's file is there, and inside the folder of images."""
        name = self.names[row]
        path = os.path.join(self.img_dir, name)
        try:
            mode = os.lstat(path).st_mode
        except OSError:
            raise FileNotFoundError(self._missing(row)) from None
        folder = name.rpartition("/")[0]
        if not stat.S_ISREG(mode) or folder not in self._folders_inside:
            self._check_unusual(row, path)
            self._folders_inside.add(folder)

    def _check_unusual(self, row: int, path: str) -> None:
        """A link, a folder, or the first file of a subfolder."""
        real, root = os.path.realpath(path), os.path.realpath(self.img_dir)
        if os.path.commonpath([real, root]) != root:
            raise ValueError(
                f"{self.line(row)} names {path}, a link to {real}, outside the folder of images; "
                f"copy that file into {self.img_dir}"
            )
        if not os.path.exists(real):
            raise FileNotFoundError(
                f"{self.line(row)} names {path}, a link to {real}, which does not exist"
            )
        if not os.path.isfile(real):
            raise ValueError(
                f"{self.line(row)} names {path}, which is not a file but a folder or the like; "
                f"expected an image file"
            )

    def _missing(self, row: int) -> str:
        name = self.names[row]
        shown = name if len(name) < 200 else f"{name[:100]}…"
        what = f"{self.line(row)} names {shown!r}, which is not in {self.img_dir}"
        later = self.names[row + 1 :] if len(self.names) <= CHECKED_AT_ONCE else ()
        if more := sum(not os.path.lexists(self.img_dir / other) for other in later):
            what += f" (nor are the files of {more:,} later rows)"
        return f"{what}; {_remedy(self.img_dir, name)}"


class Items(list):
    """The items of one batch, which know their rows."""

    def __init__(self, items: Iterable, annotations: Annotations, rows: Sequence[int]):
        super().__init__(items)
        self.annotations, self.rows = annotations, rows

    def origin(self, place: int) -> str:
        """Where the item at `place` in the batch comes from."""
        row = self.rows[place]
        return f"{self.annotations.line(row)} ({self.annotations.names[row]})"


def read(annotations_file: str | Path, img_dir: str | Path) -> Annotations:
    """The table in `annotations_file`, checked; see ``CustomImageDataset`` for what is accepted."""
    file, img_dir = Path(annotations_file), Path(img_dir)
    if file.is_dir():
        raise ValueError(
            f"{file} is a folder; expected the table of labels first and the folder of images "
            f"second: CustomImageDataset(annotations_file, img_dir)"
        )
    if not file.is_file():
        raise FileNotFoundError(
            f"there is no file {file}; expected a table with a line for each image, "
            f"such as 'tshirt1.png, 0'"
        )
    if not img_dir.is_dir():
        raise FileNotFoundError(
            f"there is no folder {img_dir}; expected the folder of the images that {file} names"
        )
    rows = labels_csv.read(file, lambda name: os.path.isfile(os.path.join(img_dir, name)))
    annotations = Annotations(file, img_dir, *rows)
    if len(rows.names) <= CHECKED_AT_ONCE:
        annotations.check_files()
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
    alike = [other for other in there if _plain(other) == _plain(base)]
    pictures = [other for other in there if other.lower().endswith(images.SUFFIXES)]
    alike += [other for other in pictures if _plain(Path(other).stem) == _plain(Path(base).stem)]
    if alike:
        return f"did you mean {'/'.join(filter(None, [folder, alike[0]]))!r}?"
    return "check the name, and whether this is the right folder"


def _plain(name: str) -> str:
    """Without what differs between systems: capitals, and how an accent is written."""
    return unicodedata.normalize("NFC", name).casefold()
