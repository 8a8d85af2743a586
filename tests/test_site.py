"""What the site makes of a lesson: what is unfolded, what is linked, what is left out."""

import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from docs import prepare
from tests.support.lessons import NOTEBOOKS, ROOT

GLOSSARY = ROOT / "docs" / "glossary.md"
TERMS = {"batch": "batch", "relu": "ReLU", "test set": "test set"}


def shown(text: str, **metadata) -> dict:
    return new_output("display_data", {"text/plain": text}, metadata=metadata)


def test_a_term_is_linked_where_it_is_first_met():
    linked = set()
    first = prepare.link_terms("A *batch*, two *batches*, the *test set*.", TERMS, linked)
    assert first == "A {term}`batch <batch>`, two *batches*, the {term}`test set <test set>`."
    assert prepare.link_terms("A *batch*.", TERMS, linked) == "A *batch*."


@pytest.mark.parametrize("text", ["*other*", "**batch**", "`*batch*`", "[*batch*](x)", "2*batch*3"])
def test_what_is_no_term_in_italics_stays(text):
    assert prepare.link_terms(text, TERMS, set()) == text


def test_the_plural_of_a_term_is_linked():
    assert prepare.link_terms("*Test sets*", TERMS, set()) == "{term}`Test sets <test set>`"


def test_an_output_that_was_to_be_predicted_and_a_solution_are_unfolded_by_the_reader():
    notebook = new_notebook(
        cells=[
            new_code_cell("1", outputs=[shown("1")]),
            new_markdown_cell("**Predict.** Which?"),
            new_code_cell("x = 2"),
            new_code_cell("x", outputs=[shown("2")]),
            new_code_cell("3", outputs=[shown("3")]),
            new_code_cell("4", metadata={"tags": ["solution"]}),
            new_code_cell("progress.show()", metadata={"tags": ["progress"]}),
            new_code_cell("widgets.quiz()", metadata={"tags": ["quiz"]}),
        ]
    )
    prepare.prepare(notebook, {})
    tags = [cell.metadata.get("tags") for cell in notebook.cells if cell.cell_type == "code"]
    assert tags == [
        [], [], ["hide-output"], [], ["hide-cell", "solution"], ["progress", "remove-cell"],
        ["quiz", "remove-input"],
    ]  # fmt: skip


def test_a_figure_keeps_its_alt_text():
    cell = new_code_cell("f", outputs=[shown("f", **{"image/png": {"alt": 'the "loss" falls'}})])
    prepare.prepare(new_notebook(cells=[cell]), {})
    assert cell.metadata["mystnb"]["image"]["alt"] == "the 'loss' falls"


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb")), ids=lambda p: p.stem)
def test_what_is_said_of_quizzes_and_solutions_is_true_of_a_page(path):
    """In a notebook it depends on the kernel and on JupyterLab; a page has neither."""

    def text():
        return "".join(f"{cell.source}\n" for cell in notebook.cells)

    notebook = nbformat.read(path, as_version=4)
    sentences = ("Choose an answer, and read what it reveals.", "The next cell holds a solution.")
    before = [text().count(sentence) for sentence in sentences]
    assert before[0] == 1
    prepare.prepare(notebook, {})
    assert [text().count(f"{sentence}\n") for sentence in sentences] == before
    assert "unfold the options instead" not in text()
    assert "three dots" not in text()


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb")), ids=lambda p: p.stem)
def test_the_row_of_lessons_is_left_out_and_nothing_else(path):
    opening = nbformat.read(path, as_version=4).cells[0].source
    without = prepare.without_row(opening)
    # The links that open a lesson in a browser stay: they begin with a name, not with a number.
    row = re.compile(r" · \[\d")
    assert not row.search(without)
    assert [line for line in opening.splitlines() if line and not row.search(line)] == [
        line for line in without.splitlines() if line
    ]


def test_the_glossary_is_in_order_and_each_term_names_a_lesson():
    text = GLOSSARY.read_text(encoding="utf-8")
    terms = prepare.TERM.findall(text)
    assert len(terms) > 50
    assert terms == sorted(terms, key=str.lower)
    numbers = re.findall(r"Lessons? (\d+)(?: and (\d+))?\.$", text, re.MULTILINE)
    assert len(numbers) == len(terms)
    there = {int(path.name[:2]) for path in NOTEBOOKS.glob("[0-9][0-9]_*.ipynb")}
    assert {int(n) for pair in numbers for n in pair if n} <= there
