"""Reads the table of an image folder: which file has which label, and in which line it said so."""

import csv
import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import numpy as np
import pandas as pd

CHECKED_AT_ONCE = (
    100_000  # rows; above this, comparing the table with the folder is no longer cheap
)


@dataclass
class Annotations:
    """A table of N rows, kept without a Python object a row so that workers share its memory.

    `names` holds all file names one after another, UTF-8; row i's is ``names[ends[i-1]:ends[i]]``.
    `labels` is int64 (N,). `skipped` counts the lines before the first row: the header.
    """

    file: Path
    img_dir: Path
    names: bytes
    ends: np.ndarray
    labels: np.ndarray
    skipped: int

    def __len__(self) -> int:
        return len(self.labels)

    def name(self, row: int) -> str:
        start = 0 if row == 0 else self.ends[row - 1]
        return self.names[start : self.ends[row]].decode("utf-8")

    def path(self, row: int) -> Path:
        return self.img_dir / self.name(row)

    def line(self, row: int) -> str:
        """Where a person finds the row: file and line, counted from 1."""
        return f"{self.file}, line {row + 1 + self.skipped}"


def read(annotations_file: str | Path, img_dir: str | Path) -> Annotations:
    """The table in `annotations_file`, checked; see ``CustomImageDataset`` for what is accepted."""
    file, img_dir = Path(annotations_file), Path(img_dir)
    if not file.is_file():
        raise FileNotFoundError(f"there is no file {file}: expected a table with a line per image")
    if not img_dir.is_dir():
        raise FileNotFoundError(
            f"there is no folder {img_dir}: expected the images that {file} names"
        )
    skipped = int(_has_header(file, img_dir))
    table = pd.read_csv(
        file,
        header=None,
        names=["name", "label"],
        usecols=[0, 1],
        skiprows=skipped,
        skipinitialspace=True,
        keep_default_na=False,
        dtype=str,
        encoding="utf-8-sig",
    )
    names = table["name"].str.strip()
    encoded = [name.encode("utf-8") for name in names]
    annotations = Annotations(
        file=file,
        img_dir=img_dir,
        names=b"".join(encoded),
        ends=np.cumsum([len(name) for name in encoded], dtype=np.int64),
        labels=_labels(table["label"], file, skipped),
        skipped=skipped,
    )
    if len(annotations) == 0:
        raise ValueError(f"{file} names no image: expected a line each, such as 'tshirt1.png, 0'")
    _check_names(annotations)
    return annotations


def _has_header(file: Path, img_dir: Path) -> bool:
    """Whether the first line names columns: a second field that is no number, no image before it."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        first = next(csv.reader(lines, skipinitialspace=True), None)
    if not first or len(first) < 2:
        return False
    return _whole(first[1]) is None and not (img_dir / first[0].strip()).is_file()


def _labels(column: pd.Series, file: Path, skipped: int) -> np.ndarray:
    try:
        return column.astype("int64").to_numpy()
    except (ValueError, TypeError):
        for row, text in enumerate(column):
            if _whole(text) is None:
                raise ValueError(
                    f"{file}, line {row + 1 + skipped}: the label {text!r} is no whole number"
                ) from None
        raise


def _whole(text) -> int | None:
    try:
        return int(text)
    except (ValueError, TypeError):
        return None


def _check_names(annotations: Annotations) -> None:
    """Refuse names that leave the folder; where it is cheap, names of files that aren't there."""
    check_files = len(annotations) <= CHECKED_AT_ONCE
    for row in range(len(annotations)):
        name = annotations.name(row)
        if os.path.isabs(name) or ".." in PurePosixPath(name.replace("\\", "/")).parts:
            raise ValueError(
                f"{annotations.line(row)} names {name!r}, outside {annotations.img_dir}: expected "
                f"a name inside that folder"
            )
        if check_files and not annotations.path(row).is_file():
            raise FileNotFoundError(
                f"{annotations.line(row)} names {name!r}, which {annotations.img_dir} does not hold"
            )
