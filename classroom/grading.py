"""What nbgrader lacks for these lessons; a copy of this file lies in each course that is graded.

Cells that were deleted come back, and feedback names each exercise, tells its verdict once, and
shows neither tracebacks nor hidden tests.
"""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests, NbGraderPreprocessor
from nbgrader.utils import is_grade

HEADING = re.compile(r"^### Exercise · (.+)$", re.MULTILINE)
PUT_BACK = (
    "### Exercise · {}\n\nCells of this exercise were deleted; they were put back for grading."
)
HIDDEN = (
    "The check above found nothing wrong with the examples that it tried. Another test tries other "
    "inputs, and there the answer is wrong: think of other sizes, other values, an empty input."
)


class RestoreCells(NbGraderPreprocessor):
    """Puts an answer or a test that a student deleted, as it was handed out, at the end."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        lesson = resources["nbgrader"]
        released = Path("release", lesson["assignment"], f"{lesson['notebook']}.ipynb")
        kept = {_grade_id(cell) for cell in nb.cells}
        for cell, title in _with_titles(nbformat.read(released, as_version=4).cells):
            if _grade_id(cell) and _grade_id(cell) not in kept:
                nb.cells += [nbformat.v4.new_markdown_cell(PUT_BACK.format(title)), cell]
        return nb, resources


class ReadableFeedback(ClearHiddenTests):
    """Makes the page that a student gets; comes after GetGrades, which adds the points."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        nb, resources = super().preprocess(nb, resources)
        rows = []
        for cell, title in _with_titles(nb.cells):
            if is_grade(cell):
                cell.outputs = _verdict(cell.outputs)
                meta = cell.metadata.nbgrader
                anchor = meta.grade_id = f"{title} ({meta.grade_id.removesuffix('-test')})"
                points = f"{meta.score:g} of {meta.points:g}"
                link = f'<a href="#{html.escape(anchor)}">{html.escape(title)}</a>'
                rows.append(f"<tr><td>{link}</td><td>{points}</td></tr>")
        # nbgrader's own list calls every exercise "Test cell".
        table = f"<table><tr><th>Exercise</th><th>Points</th></tr>{''.join(rows)}</table>"
        nb.cells.insert(
            0, nbformat.v4.new_markdown_cell(f"<style>#toc {{display: none}}</style>\n\n{table}")
        )
        return nb, resources


def _verdict(outputs: list) -> list:
    """What a test's cell shows a student: the check's verdict, or one line where it has none."""
    shown = [each for each in outputs if each.output_type not in ("error", "execute_result")]
    errors = [each for each in outputs if each.output_type == "error"]
    said = [each["data"].get("text/plain", "") for each in shown if "data" in each]
    if errors and not said:
        error = errors[0]
        # Of a hidden test's message, nothing: an AssertionError without a verdict is one of those.
        told = HIDDEN if error.ename == "AssertionError" else f"{error.ename}: {error.evalue}"
        return [*shown, nbformat.v4.new_output("stream", text=f"{told}\n")]
    if errors and all(text.startswith("Right") for text in said):
        return [*shown, nbformat.v4.new_output("stream", text=f"{HIDDEN}\n")]
    return shown


def _grade_id(cell) -> str | None:
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def _with_titles(cells: list) -> Iterator[tuple[NotebookNode, str]]:
    """Each cell, with the title of the exercise that it belongs to."""
    title = ""
    for cell in cells:
        if cell.cell_type == "markdown" and (found := HEADING.findall(cell.source)):
            title = found[-1]
        yield cell, title
