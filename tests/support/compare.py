# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the fmnist-helpers authors. You may copy this file, with these two lines.
"""nbval, with numbers compared within a tolerance that their cell states.

Call `install()` in conftest.py's `pytest_configure`. From then on a code cell's tags say how the
outputs that it has stored are compared with new ones::

    within:0.02                 free numbers may differ by 0.02; a percentage by 2 points
    within:5%                   free numbers may differ by 5 % of the stored one
    error:words+of+the+error    the error keeps its type and says these words; the rest may differ
    uncompared:time             beside `nbval-ignore-output`: why nothing compares this cell

Free is a number with a decimal point (0.52), with a percent sign (81 %) or after ≈ (≈ 540). All
else is exact: words, units, order, how many numbers there are, integers, versions (2.9.1), 1e-3,
1,000, torch's `1.`; nan and inf equal only themselves. Where a cell states a tolerance, how many
spaces pad its columns does not count. A cell without a tag is exact.

New numbers that are near enough are *snapped*, which is to say replaced by the stored text, before
nbval compares exactly. So its report shows only what really differs.
"""

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

from nbval.plugin import IPyNbCell

REASONS = ("device", "download", "memory", "path", "progress", "random", "time", "version")
NUMBER = re.compile(
    r"""(?<![\w.,]) (?<!\w-)                 # not inside a word, a version, a range, thousands
    (?: (?:(?<=≈)|(?<=≈\s)) [-+−]? \d+ (?:,\d{3})* (?:\.\d+)?
      | [-+−]? \d+ \.\d+ (?:[eE][-+]?\d+)?
      | [-+−]? \d+ (?=\s?%)
      | [-+−]? (?i:nan|inf) (?!\w) )
    (?! [.,]?\d ) (?=(?P<percent>\s?%)?)""",
    re.VERBOSE,
)
SHOWN = ("stdout", "stderr", "text/plain", "text/html", "text/markdown", "image/svg+xml")
MARKUP = re.compile(r"<style.*?</style>|<[^>]*>", re.DOTALL)


@dataclass(frozen=True)
class Tolerance:
    """How far a new number may be from the stored one; the limit itself is near enough."""

    amount: Decimal
    relative: bool = False

    @classmethod
    def of(cls, tag: str) -> "Tolerance":
        match = re.fullmatch(r"within:(\d+(?:\.\d+)?)(%?)", tag)
        if not match or not Decimal(match[1]):
            raise ValueError(f"{tag!r} is not a tolerance: write within:0.02 or within:5%, above 0")
        return cls(Decimal(match[1]) / (100 if match[2] else 1), relative=bool(match[2]))

    def share(self, stored: re.Match, new: re.Match) -> Decimal:
        """The part of the tolerance that lies between two matches of NUMBER; above 1, too far."""
        before, now = value(stored), value(new)
        if str(before) == str(now) or before == now:
            return Decimal(0)
        limit = self.amount * abs(before) if self.relative else self.amount
        finite = before.is_finite() and now.is_finite()
        return abs(now - before) / limit if finite and limit else Decimal("inf")


def value(number: re.Match) -> Decimal:
    """What a match of NUMBER stands for: 81 % is 0.81."""
    return Decimal(number[0].replace("−", "-").replace(",", "")) / (100 if number["percent"] else 1)


def install() -> None:
    """Make nbval compare by the tags; a second call changes nothing."""
    if IPyNbCell.compare_outputs.__module__ == __name__:
        return
    exactly = IPyNbCell.compare_outputs

    def compare_outputs(self, test, ref, skip_compare=None):
        tags = self.cell.metadata.get("tags", [])
        if wrong := list(misused(tags, ref)):
            self.raise_cell_error("; ".join(wrong))
        test, skip_compare = snap(test, ref, tags), skip_compare or self.parent.skip_compare
        plain = [[text.value for text in _texts(some, "text/plain")] for some in (test, ref)]
        if plain[0] != plain[1]:
            # The same difference in markup would only bury the one that can be read.
            skip_compare = (*skip_compare, "text/html", "image/svg+xml")
        return exactly(self, test, ref, skip_compare)

    IPyNbCell.compare_outputs = compare_outputs


def misused(tags: Sequence[str], stored: Sequence[dict]) -> Iterator[str]:
    """A sentence for each tag that doesn't fit the other tags or what the cell has stored."""
    tolerances, phrases, reasons = (
        [tag for tag in tags if tag.startswith(kind)] for kind in ("within", "error", "uncompared")
    )
    if "nbval-ignore-output" in tags:
        if reasons not in [[f"uncompared:{reason}"] for reason in REASONS]:
            known = ", ".join(REASONS)
            yield f"nbval-ignore-output needs one tag uncompared:REASON that says why, of {known}"
        if tolerances + phrases:
            yield f"{(tolerances + phrases)[0]!r} compares, and nbval-ignore-output does not"
        return
    if reasons:
        yield f"{reasons[0]!r} stands beside nbval-ignore-output only"
    if len(tolerances) > 1:
        yield f"two tolerances in one cell: {' '.join(tolerances)}"
    for tag in tolerances:
        try:
            Tolerance.of(tag)
        except ValueError as error:
            yield str(error)
    if tolerances and not _holds_a_number(stored):
        yield f"{tolerances[0]!r}, but the cell prints no number with a decimal point, % or ≈"
    for tag in phrases:
        phrase = _phrase(tag)
        if not tag.startswith("error:") or not phrase.strip():
            yield f"{tag!r} names no words: write error:words+of+the+error"
        elif not _errors(stored):
            yield f"{tag!r}, but the cell raises nothing"
        elif not _says(_errors(stored)[0], phrase):
            yield f"{tag!r}, but the stored error doesn't say {phrase!r}"


def snap(new: Sequence[dict], stored: Sequence[dict], tags: Sequence[str]) -> list[dict]:
    """A copy of the new outputs, with the stored text where the tags find it near enough."""
    new = copy.deepcopy(list(new))
    for tag in tags:
        if tag.startswith("within:"):
            tolerance = Tolerance.of(tag)
            for text, before in _paired_texts(new, stored):
                lines = text.value.split("\n")
                for index, line in _paired_lines(lines, before.value.split("\n")):
                    lines[index] = _snap_line(lines[index], line, tolerance)
                text.holder[text.key] = "\n".join(lines)
    phrases = [_phrase(tag) for tag in tags if tag.startswith("error:")]
    for error, before in zip(_errors(new), _errors(stored), strict=False):
        if phrases and all(_says(error, phrase) for phrase in phrases):
            error["evalue"] = before["evalue"]
    return new


def paired_numbers(
    new: Sequence[dict], stored: Sequence[dict]
) -> Iterator[tuple[re.Match, re.Match]]:
    """Each stored free number and the new one in its place, as `Tolerance.share` takes them.

    Lines whose words differ are left out: there nbval finds a difference in any case.
    """
    for text, before in _paired_texts(new, stored):
        lines = text.value.split("\n")
        for index, line in _paired_lines(lines, before.value.split("\n")):
            yield from zip(NUMBER.finditer(line), NUMBER.finditer(lines[index]), strict=True)


def _snap_line(new, stored, tolerance):
    numbers = NUMBER.finditer(stored)

    def nearest(number):
        before = next(numbers)
        return before[0] if tolerance.share(before, number) <= 1 else number[0]

    snapped = NUMBER.sub(nearest, new)
    return stored if _unpadded(snapped) == _unpadded(stored) else snapped


def _paired_lines(new, stored):
    """Where in `new` a line differs from a stored one in its numbers only, and that stored line."""
    shapes = [[NUMBER.sub("\0", _unpadded(line)) for line in lines] for lines in (new, stored)]
    for start, start_stored, size in SequenceMatcher(None, *shapes, False).get_matching_blocks():
        yield from zip(range(start, start + size), stored[start_stored:][:size], strict=True)


def _unpadded(line):
    """The line without what aligns its columns: tensors and tables pad by their longest number."""
    return re.sub(r"(?<=[\[(])\s+", "", re.sub(r"\s+", " ", line.strip()))


@dataclass(frozen=True)
class _Text:
    """A text among the outputs: where it is, and its stream or MIME type."""

    holder: dict
    key: str
    kind: str

    @property
    def value(self):
        return self.holder[self.key]


def _texts(outputs, kind=None):
    for output in outputs:
        if output["output_type"] == "stream":
            found = [_Text(output, "text", output["name"])]
        else:
            data = output.get("data", {})
            found = [_Text(data, mime, mime) for mime in data if isinstance(data[mime], str)]
        yield from (text for text in found if kind in (None, text.kind))


def _paired_texts(new, stored):
    for kind in dict.fromkeys(text.kind for text in _texts(stored)):
        yield from zip(_texts(new, kind), _texts(stored, kind), strict=False)


def _holds_a_number(outputs):
    """True where the outputs show a free number; those in the attributes of markup don't count."""
    shown = (MARKUP.sub(" ", text.value) for text in _texts(outputs) if text.kind in SHOWN)
    return any(value(number).is_finite() for text in shown for number in NUMBER.finditer(text))


def _errors(outputs):
    return [output for output in outputs if output["output_type"] == "error"]


def _phrase(tag):
    return tag.removeprefix("error:").replace("+", " ")


def _says(error, phrase):
    return phrase.casefold() in " ".join(error["evalue"].split()).casefold()
