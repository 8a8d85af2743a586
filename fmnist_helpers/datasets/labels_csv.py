"""Reads a ``labels.csv`` as people and their programs write it; what is wrong, it names by line."""

import csv
import functools
import itertools
import re
from array import array
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import NamedTuple

from fmnist_helpers.datasets import images

# Class numbers as people and programs write them; 18 digits fit into int64.
WHOLE_NUMBER = re.compile(r"([+]?[0-9]{1,18}|-0+)(\.0*)?", re.ASCII)
WORD = re.compile(r"[^\W\d_][\w -]*")
REMEDY = "save it as plain text, CSV in UTF-8"
# Only a name that holds one of these needs a closer look.
SUSPICIOUS = re.compile(r"\\|\.\.|:|^/|^$|[\udc80-\udcff]")


class Rows(NamedTuple):
    """N rows: their names, their labels (int64), and the line of the file on which each begins."""

    names: list[str]
    labels: array
    lines: array


def read(file: Path) -> Rows:
    """The names and labels in `file`, whose first line may be a header.

    Raises ValueError, naming file and line, for what cannot be a name and a label.
    """
    names, labels, lines = [], array("q"), array("i")
    label_of = functools.cache(_label)  # a million rows have few labels
    rows = _numbered(file)
    if (first := next(rows, None)) and not _is_header(first[1]):
        rows = itertools.chain([first], rows)
    for line, row in rows:
        try:
            names.append(_name(row[0].strip()))
            labels.append(label_of(row[1] if len(row) > 1 else None))
        except ValueError as error:
            raise ValueError(f"{file}, line {line}: {error}") from error
        lines.append(line)
    if not names:
        raise ValueError(f"{file} names no image: expected lines such as 'tshirt1.png, 0'")
    return Rows(names, labels, lines)


def _numbered(file: Path) -> Iterator[tuple[int, list[str]]]:
    """Each row and its line, counted from 1; without the blank ones that spreadsheets leave."""
    with file.open("rb") as raw:
        start = raw.read(4096)
    if start.startswith(b"PK\x03\x04") or b"\0" in start:
        raise ValueError(f"{file} is not UTF-8 text: perhaps UTF-16 or an Excel workbook; {REMEDY}")
    line = 0
    try:
        # Bytes that are not UTF-8 become surrogates, which _name refuses.
        with file.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as text:
            start = next((line for line in text.read(10_000).splitlines() if line.strip()), "")
            text.seek(0)
            separator = next((sign for sign in ",;\t" if sign in start), ",")
            reader = csv.reader(text, delimiter=separator, skipinitialspace=True, strict=True)
            for row in reader:
                if row and (row[0] or any(map(str.strip, row))):
                    yield line + 1, row
                line = reader.line_num
    except csv.Error as error:
        raise ValueError(
            f"{file}, line {line + 1}: {error}; put quotes around a whole name, or leave them out"
        ) from error


def _is_header(row: list[str]) -> bool:
    """Whether the first row names columns: two words, as neither an image's name nor a label is."""
    name, label = (cell.strip() for cell in (*row, "")[:2])
    named = WORD.fullmatch(name) or (not name and len(row) > 2)  # pandas leaves its index unnamed
    return bool(named and WORD.fullmatch(label))


def _name(name: str) -> str:
    """`name` with slashes, as a path inside the folder of images."""
    if not SUSPICIOUS.search(name):
        return name
    if not name:
        raise ValueError("the name of the image is missing; expected one such as 'tshirt1.png'")
    if re.search(r"[\udc80-\udcff]", name):
        raise ValueError(f"the name {name!r} is not UTF-8 text; {REMEDY}")
    slashed = name.replace("\\", "/")
    if slashed.startswith("/") or PureWindowsPath(name).drive or ".." in slashed.split("/"):
        raise ValueError(
            f"the name {name!r} leaves the folder of images; expected a name inside it, such as "
            f"{PurePosixPath(slashed).name!r}"
        )
    return slashed


def _label(text: str | None) -> int:
    """The class number in `text`; ValueError says what is wrong with it."""
    if text is None:
        raise ValueError("found no separator; expected a name, a comma, a label: 'tshirt1.png, 0'")
    text = text.strip()
    if not text:
        raise ValueError("the label is missing; expected a class number, such as 0")
    if text.lower().endswith(images.SUFFIXES):
        raise ValueError(
            f"the label is {text!r}; expected the name first and the label second. pandas writes "
            f"them in this order with to_csv(..., columns=[name, label], index=False)"
        )
    if not WHOLE_NUMBER.fullmatch(text):
        raise ValueError(
            f"the label {text[:40]!r} is not a class number; expected a whole number, 0 or more, "
            f"of at most 18 digits"
        )
    return int(text.split(".")[0])
