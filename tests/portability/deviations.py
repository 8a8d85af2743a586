"""How far a lesson's numbers are from the stored ones, and whether all else is the same."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import SimpleNamespace

import nbformat
from nbval.plugin import IPyNbCell, NbCellError, nocolors

from tests.support import compare

ALLOWED = Decimal(1) / 3  # of its tolerance: as much as a machine never tried may add
# What nbval leaves out by default: ids and counts, and pictures, which are tested in `plots`.
NOT_COMPARED = (
    "metadata",
    "traceback",
    "prompt_number",
    "output_type",
    "name",
    "execution_count",
    "application/vnd.jupyter.widget-view+json",
    "image/png",
    "image/jpeg",
)


@dataclass(frozen=True)
class Deviation:
    """One number of a lesson in one surroundings."""

    lesson: str
    cell: int  # its execution count
    place: int  # which number of the cell, from 1
    stored: str
    seen: str
    away: Decimal  # as `seen` is from `stored`; 0.01 for a percentage is one point
    tolerance: str  # the cell's tag
    share: Decimal  # of the tolerance
    surroundings: str

    @property
    def too_far(self) -> bool:
        return self.share > ALLOWED


@dataclass(frozen=True)
class Difference:
    """A text that is not as stored, or a lesson that did not run to its end (cell 0)."""

    lesson: str
    cell: int
    surroundings: str
    says: str


def deviations(lesson: str, surroundings: str, stored, seen) -> Iterator[Deviation]:
    """Each number that states a tolerance, in the order of the lesson, also where it is the same.

    `stored` and `seen` are notebooks: the committed one, and the same one run elsewhere.
    """
    for cell, outputs in _compared_cells(stored, seen):
        for tag in _tolerances(cell):
            tolerance = compare.Tolerance.of(tag)
            pairs = compare.paired_numbers(outputs, cell.outputs)
            for place, (before, now) in enumerate(pairs, start=1):
                yield Deviation(
                    lesson,
                    cell.execution_count,
                    place,
                    _text(before),
                    _text(now),
                    abs(compare.value(now) - compare.value(before)),
                    tag,
                    tolerance.share(before, now),
                    surroundings,
                )


def differences(lesson: str, surroundings: str, stored, seen) -> Iterator[Difference]:
    """Each cell whose text differs, numbers that may wander aside: as nbval would report it."""
    for cell, outputs in _compared_cells(stored, seen):
        if says := _difference(cell, outputs):
            yield Difference(lesson, cell.execution_count, surroundings, says)


def largest(found: Iterable[Deviation]) -> list[Deviation]:
    """Of each number the largest deviation; of equal ones the first. In the order of lessons."""
    worst: dict[tuple, Deviation] = {}
    for each in found:
        key = (each.lesson, each.cell, each.place)
        if key not in worst or each.share > worst[key].share:
            worst[key] = each
    return [worst[key] for key in sorted(worst)]


def _compared_cells(stored, seen) -> Iterator[tuple[nbformat.NotebookNode, Sequence]]:
    """The stored code cells that are compared, each with its outputs in `seen`."""
    for cell, other in zip(stored.cells, seen.cells, strict=True):
        ignored = "nbval-ignore-output" in cell.metadata.get("tags", [])
        if cell.cell_type == "code" and not ignored:
            yield cell, other.outputs


def _tolerances(cell) -> list[str]:
    return [tag for tag in cell.metadata.get("tags", []) if tag.startswith("within:")]


def _difference(cell, outputs) -> str:
    """What nbval says of the new outputs, where free numbers may be as far away as they like."""
    compare.install()
    loose = [tag for tag in cell.metadata.get("tags", []) if not tag.startswith("within:")]
    if _tolerances(cell):
        loose.append("within:1000000000000")
    # nbval's own comparison needs no more of its pytest item than this.
    item = SimpleNamespace(
        cell=SimpleNamespace(metadata={"tags": loose}, source=cell.source),
        cell_num=cell.execution_count,
        colors=nocolors,
        parent=SimpleNamespace(skip_compare=NOT_COMPARED),
        sanitize=lambda text: text,
        comparison_traceback=[],
    )
    item.format_output_compare = lambda kind, before, now: item.comparison_traceback.append(
        _changed_lines(kind, before, now)
    )
    item.raise_cell_error = lambda message: IPyNbCell.raise_cell_error(item, message)
    try:
        same = IPyNbCell.compare_outputs(item, outputs, cell.outputs)
    except NbCellError as error:
        return str(error)
    return "" if same else "\n".join(map(str, item.comparison_traceback))


def _changed_lines(kind, before, now) -> str:
    """The lines that differ, stored and seen, and no others."""
    from difflib import ndiff

    if not (isinstance(before, str) and isinstance(now, str)):
        return f"{kind}: {before!r} stored, {now!r} seen"
    lines = ndiff(before.splitlines(), now.splitlines())
    return "\n".join([f"{kind} (- stored, + seen)", *(x for x in lines if x[0] in "-+")])


def _text(number) -> str:
    return number[0] + (number["percent"] or "").strip()
