"""Reads a ``labels.csv`` as people and their programs write it, row by row, and keeps it small."""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import NoReturn, TextIO

import numpy as np

from fmnist_helpers.datasets import images

ROWS_AT_ONCE = 1000
WHOLE_NUMBER = re.compile(r"[+-]?[0-9]+(\.0*)?", re.ASCII)
REMEDY = "save it as plain text, CSV in UTF-8"
MOST_DIGITS = 18  # they fit into int64
# Only a name that holds one of these needs a closer look; "\n" separates names here.
SUSPICIOUS = ("\\", "..", ":", "\0", "\n/", "\n\n")


@dataclass
class Columns:
    """N rows without a Python object a row, so that worker processes share the memory.

    `names` holds all names one after another, UTF-8; row i's ends before ``ends[i]``. `ends` and
    `labels` are int64 (N,); `lines`, int32 (N,), says on which line of the file each row begins.
    """

    names: bytes
    ends: np.ndarray
    labels: np.ndarray
    lines: np.ndarray


def read(file: Path, is_image: Callable[[str], bool]) -> Columns:
    """The names and labels in `file`, whose first line may be a header.

    `is_image` says whether a name is that of an image, which no header is.
    Raises ValueError, naming file and line, for what cannot be a name and a label.
    """
    names, lengths, labels, lines = bytearray(), [], [], []
    for some_names, some_labels, some_lines in _chunks(file, is_image):
        where = _Where(file, some_lines)
        encoded = [name.encode() for name in _names(some_names, where)]
        names += b"".join(encoded)
        lengths.append(np.fromiter(map(len, encoded), np.int64, len(encoded)))
        labels.append(_labels(some_labels, where))
        lines.append(np.array(some_lines, np.int32))
    if not labels:
        raise ValueError(f"{file} names no image: expected a line each, such as 'tshirt1.png, 0'")
    ends = np.cumsum(np.concatenate(lengths))
    return Columns(bytes(names), ends, np.concatenate(labels), np.concatenate(lines))


@dataclass
class _Where:
    """Names the line of a row in an error."""

    file: Path
    lines: list[int]

    def refuse(self, row: int, what: object) -> NoReturn:
        raise ValueError(f"{self.file}, line {self.lines[row]}: {what}")


def _chunks(file: Path, is_image: Callable[[str], bool]) -> Iterator[tuple[list, list, list]]:
    """The first two fields of many rows at a time, as two lists, and the line of each row."""
    rows = _numbered(file)
    first = next(rows, None)
    if first and not _is_header(first[1], is_image):
        rows = chain([first], rows)
    while True:
        names, labels, lines = [], [], []
        # Lists of strings, not of rows: a row that lives on costs more time than reading it.
        for line, row in islice(rows, ROWS_AT_ONCE):
            lines.append(line)
            names.append(row[0])
            labels.append(row[1] if len(row) > 1 else None)
        if not lines:
            return
        yield names, labels, lines


def _numbered(file: Path) -> Iterator[tuple[int, list[str]]]:
    """Each row and its line, counted from 1; without the blank ones that spreadsheets leave."""
    encoding = _encoding(file)
    line = 0
    try:
        with file.open(encoding=encoding, newline="") as text:
            separator = _separator(text)
            reader = csv.reader(text, delimiter=separator, skipinitialspace=True, strict=True)
            for row in reader:
                if row and (row[0] or any(map(str.strip, row))):
                    yield line + 1, row
                line = reader.line_num
    except csv.Error as problem:
        raise ValueError(
            f"{file}, line {line + 1}: {problem}; put quotes around a whole name, or leave them out"
        ) from problem
    except UnicodeError as problem:
        raise ValueError(_encoding_problem(file, encoding)) from problem


def _is_header(row: list[str], is_image: Callable[[str], bool]) -> bool:
    """Whether the first row names columns: words, and neither a number nor an image among them.

    A header that is taken for a row is an error that names it; a row taken for a header would be
    lost without a word. So this is strict.
    """
    if len(row) < 2 or not row[1].strip() or any(map(_is_number, row[:2])):
        return False
    words = ",".join(row).lower()
    return not any(suffix in words for suffix in images.SUFFIXES) and not is_image(row[0].strip())


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _names(fields: list[str], where: _Where) -> list[str]:
    names = [field.strip() for field in fields]
    joined = "\n".join(["", *names, ""])
    if any(sign in joined for sign in SUSPICIOUS):
        names = [_name(name, row, where) for row, name in enumerate(names)]
    return names


def _name(name: str, row: int, where: _Where) -> str:
    """`name` with slashes, as a path inside the folder of images."""
    if not name:
        where.refuse(row, "the name of the image is missing; expected one such as 'tshirt1.png'")
    if "\0" in name:
        where.refuse(row, f"the name {name!r} holds a zero byte; {REMEDY}")
    slashed = name.replace("\\", "/")
    if slashed.startswith("/") or PureWindowsPath(name).drive or ".." in slashed.split("/"):
        where.refuse(
            row,
            f"the name {name!r} leaves the folder of images; expected a name inside it, such as "
            f"{PurePosixPath(slashed).name!r}",
        )
    return slashed


def _labels(fields: list[str | None], where: _Where) -> np.ndarray:
    values = {}
    for text in dict.fromkeys(fields):
        try:
            values[text] = _label(text)
        except ValueError as problem:
            where.refuse(fields.index(text), problem)
    return np.fromiter(map(values.__getitem__, fields), np.int64, len(fields))


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
            f"them so with to_csv(..., columns=[name, label], index=False)"
        )
    if not WHOLE_NUMBER.fullmatch(text):
        raise ValueError(f"the label {text[:40]!r} is no whole number; expected one, such as 0")
    digits = text.split(".")[0]
    if digits.startswith("-") and digits.strip("-0"):
        raise ValueError(f"the label {text} is negative; expected a class number, 0 or more")
    if len(digits) > MOST_DIGITS:
        raise ValueError(f"the label {text[:40]} is too large; expected a class number, such as 0")
    return int(digits)


def _encoding(file: Path) -> str:
    with file.open("rb") as raw:
        start = raw.read(4096)
    # Excel's "Unicode text" is UTF-16; it always begins with this mark.
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if start.startswith(b"PK\x03\x04"):
        raise ValueError(f"{file} is an Excel workbook or a ZIP archive, not text; {REMEDY}")
    if b"\0" in start:
        raise ValueError(f"{file} holds zero bytes, which UTF-8 text does not; {REMEDY}")
    return "utf-8-sig"


def _separator(text: TextIO) -> str:
    """A comma, unless the first line that holds anything has none but a semicolon or a tab."""
    first = next((line for line in text.read(10_000).splitlines() if line.strip()), "")
    text.seek(0)
    return next((sign for sign in ",;\t" if sign in first), ",")


def _encoding_problem(file: Path, encoding: str) -> str:
    """The first line that is not in `encoding`, if lines can be told apart."""
    with file.open("rb") as raw:
        for number, line in enumerate(raw if encoding != "utf-16" else (), start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return f"{file}, line {number} is not UTF-8 text ({line[:40]!r}); {REMEDY}"
    return f"{file} is not text in {encoding.upper()}; {REMEDY}"
