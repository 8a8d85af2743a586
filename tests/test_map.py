"""The map in lesson 0 lists the lessons that are there, each with the minutes that it states."""

import re

import nbformat
import pytest

from tests.support.lessons import lessons

MAP_ROW = re.compile(
    r"^\| (?:\*\*|\[)\d{1,2} [^|]*?(?:\*\*|\((\S+)\)) \| (\d+) \| \w[^|]* \|$", re.MULTILINE
)
MINUTES = re.compile(r"^\*\*Time\*\* about (\d+) minutes", re.MULTILINE)


def test_map_lists_the_lessons_that_are_there_with_their_minutes():
    start = lessons()[0]
    listed = map_in(start)
    assert listed == [(path.name, minutes_of(path)) for path in lessons()], (
        f"mend the table under 'See the way ahead' in {start.name}: one row a lesson, linked but "
        "for lesson 0 itself, with the minutes of its **Time** line"
    )


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("| **0 Start here** | 10 | run a lesson |", [("00_start_here.ipynb", 10)]),
        ("| [1 Datasets](02_datasets.ipynb) | 30 | load it |", [("02_datasets.ipynb", 30)]),
        ("| [1 Datasets](02_datasets.ipynb) | | load it |", []),
        ("| 7 Mistakes | 30 | see which |", []),
    ],
)
def test_map_rows_are_read(row, expected):
    assert rows(row, "00_start_here.ipynb") == expected


def map_in(path):
    cells = nbformat.read(path, as_version=4).cells
    (table,) = [cell.source for cell in cells if cell.source.startswith("## See the way ahead")]
    return rows(table, path.name)


def rows(table, itself):
    """(file, minutes) of each row; the row in bold is the lesson `itself`."""
    return [(file or itself, int(minutes)) for file, minutes in MAP_ROW.findall(table)]


def minutes_of(path):
    return int(MINUTES.search(nbformat.read(path, as_version=4).cells[0].source)[1])
