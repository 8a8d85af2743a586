"""The teacher's guide as the tests read it: its pages, their tables, and what a page types."""

import ast
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import nbformat

from tests.support.lessons import NOTEBOOKS
from tests.support.quotes import SHOWN

ENTRANCE = NOTEBOOKS / "TEACHING.md"
FOLDER = NOTEBOOKS / "teaching"
PAGES = FOLDER / "lessons"
PYTHON = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
NOTE = re.compile(r"#\s*(→|≈)\s*(.+?)\s*$")
NEAR = 0.2  # "≈" allows a fifth: other processors and versions train a little differently


class Step(NamedTuple):
    """One statement of a live coding, and what its comment says will come: → exactly, ≈ nearly."""

    source: str
    is_expression: bool
    sign: str
    expected: str


def texts() -> dict[Path, str]:
    """Every page of the guide, the entrance first."""
    paths = [ENTRANCE, *sorted(FOLDER.rglob("*.md"))]
    return {path: path.read_text(encoding="utf-8") for path in paths}


def page_of(lesson: Path) -> str:
    """The page of a lesson; it has the notebook's name."""
    return (PAGES / f"{lesson.stem}.md").read_text(encoding="utf-8")


def section(page: str, heading: str) -> str:
    """What stands under `## heading`."""
    found = re.search(
        rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL
    )
    return found[1] if found else ""


def rows(text: str) -> list[list[str]]:
    """The cells of each row of the tables in a text, without the headings."""
    table = re.findall(r"^\|(.*)\|$", text, re.MULTILINE)
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)] for row in table]
    rules = [at for at, row in enumerate(cells) if set("".join(row)) <= set("-:")]
    return [row for at, row in enumerate(cells) if at not in rules and at + 1 not in rules]


def steps(source: str) -> Iterator[Step]:
    """The statements of a block of code, with what the comment behind each says."""
    lines = source.splitlines()
    for node in ast.parse(source).body:
        note = NOTE.search(lines[node.end_lineno - 1][node.end_col_offset :])
        sign, expected = note.groups() if note else ("", "")
        yield Step(ast.get_source_segment(source, node), isinstance(node, ast.Expr), sign, expected)


def run(source: str, names: dict) -> list[str]:
    """Run a block of code in `names`; a sentence for each comment that does not hold."""
    wrong = []
    for step in steps(source):
        try:
            came = (eval if step.is_expression else exec)(step.source, names)
        except Exception as error:
            came = type(error).__name__
            if step.sign != "→" or step.expected != came:
                wrong.append(f"{step.source}: {came}: {error}")
        else:
            if step.sign and not holds(step, came):
                wrong.append(f"{step.source}: expected {step.expected}, got {came}")
    return wrong


def holds(step: Step, came: object) -> bool:
    if step.sign == "≈":
        expected = float(step.expected)
        return abs(float(came) - expected) <= NEAR * abs(expected)
    shown = str(came)
    return step.expected in (shown, shown.removeprefix("(").removesuffix(")"))


def shown(lesson: Path) -> str:
    """All that a lesson says and shows, in order: its cells, and what each printed."""
    texts = []
    for cell in nbformat.read(lesson, as_version=4).cells:
        texts.append(cell.source)
        for output in cell.get("outputs", []):
            texts += [output.get("text", ""), output.get("ename", ""), output.get("evalue", "")]
            texts += [str(v) for k, v in output.get("data", {}).items() if k == "text/plain"]
    return "\n\n".join(texts)


def predictions(lesson: Path) -> list[tuple[str, str]]:
    """Each **Predict.** of a lesson: what it asks, and all that is shown up to the next heading."""
    parts = shown(lesson).split("**Predict.** ")[1:]
    return [(part.partition("\n\n")[0], re.split(r"\n#{2,3} ", part)[0]) for part in parts]


def unsupported(key: str, shown: str) -> list[str]:
    """What a key says and its lesson doesn't show there: code word for word, numbers rounded.

    Whole numbers below 10 and the numbers of lessons are words like any others.
    """
    there = {Decimal(number.replace(",", "").replace("_", "")) for number in SHOWN.findall(shown)}
    wrong = [code for code in re.findall(r"`([^`]+)`", key) if code not in shown]
    prose = re.sub(r"`[^`]*`|\blessons? \d+", " ", key)
    for text, percent in re.findall(r"(?<![\w.])(\d[\d,]*(?:\.\d+)?)(\s?%)?", prose):
        value = Decimal(text.rstrip(",").replace(",", ""))
        half = Decimal(1).scaleb(value.as_tuple().exponent) / 2
        near = any(
            abs(each - value) < half or (percent and abs(100 * each - value) < half)
            for each in there
        )
        if not near and (value >= 10 or value.as_tuple().exponent):
            wrong.append(text)
    return wrong
