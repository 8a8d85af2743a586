"""A lesson as a learner has it: a wrong answer, its message, a hint, the solution, the quiz."""

import json
import os
import shutil
from pathlib import Path

import nbformat
import pytest

from fmnist_helpers import quizzes
from tests.browser import jupyter
from tests.support.lessons import NOTEBOOKS

pytestmark = pytest.mark.browser

LESSON = "06_device.ipynb"
WRONG = "def my_move(images, device):\nimages.to(device)\nreturn images"  # Lab indents by itself
RAISES = "def my_move(images, device):\nreturn images.to(devise)"
RIGHT = "def my_move(images, device):\nreturn images.to(device)"


class Learner:
    """One lesson in one page; cells are found by what stands in them."""

    def __init__(self, page, notebook):
        self.at, self.page, self.cells = page, page.page, notebook.cells
        self.code = [cell.source for cell in self.cells if cell.cell_type == "code"]

    def place(self, words, *, code=True):
        sources = self.code if code else [cell.source for cell in self.cells]
        (found,) = [number for number, source in enumerate(sources) if words in source]
        return found

    def see(self, name):
        """A picture of the page, where somebody asks for it: ``BROWSER_SHOTS=folder pytest …``."""
        if folder := os.environ.get("BROWSER_SHOTS"):
            self.page.wait_for_timeout(500)
            self.page.screenshot(path=Path(folder) / f"learner_{name}.png")

    def answer(self, stub, text, check):
        """Type an answer into the cell with the stub, run it and its check; what the check says."""
        cell = self.page.locator(".jp-CodeCell").nth(stub)
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)
        output = self.at.output(check)
        before = output.inner_text()
        self.page.keyboard.press("Shift+Enter")
        self.page.locator(".jp-CodeCell").nth(check).locator(".cm-content").click()
        self.page.keyboard.press("Shift+Enter")
        self.at.wait_for_text(output, before)
        return output.inner_text()


@pytest.fixture(scope="module")
def learner(chromium, server):
    folder, *where = server
    copy = folder / "notebooks" / LESSON
    shutil.copy(NOTEBOOKS / LESSON, copy)
    notebook = nbformat.read(copy, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":  # an old prompt would look like success
            cell.outputs, cell.execution_count = [], None
    nbformat.write(notebook, copy)
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = jupyter.Page(context.new_page(), *where)
    page.run(LESSON)
    yield Learner(page, notebook)
    context.close()


def noted(server):
    return json.loads((server[0] / "home" / "progress.json").read_text(encoding="utf-8"))["done"]


def test_answers_get_their_own_messages(learner, server):
    stub, check = learner.place("def my_move(images"), learner.place("checks.move_images(my_move)")
    assert "Not tried yet" in learner.at.output(check).inner_text()

    said = learner.answer(stub, WRONG, check)
    learner.see("wrong")
    assert "Not yet" in said
    assert "still on the CPU" in said

    said = learner.answer(stub, RAISES, check)
    learner.see("raises")
    assert "NameError" in said
    assert "return images.to(devise)" in said, "the line that matters"

    said = learner.answer(stub, RIGHT, check)
    learner.see("right")
    assert "Right" in said
    assert "06.move_images" in noted(server)
    assert not learner.at.errors


def test_a_hint_unfolds(learner):
    cell = learner.place("checks.move_images(my_move)", code=False) + 1
    hint = learner.page.locator(".jp-Cell").nth(cell).locator("details").first
    assert not hint.locator("p").first.is_visible()
    hint.locator("summary").click()
    learner.see("hint")
    assert hint.locator("p").first.is_visible()


def test_the_solution_is_folded_until_it_is_clicked(learner):
    cell = learner.page.locator(".jp-CodeCell").nth(learner.place("def solution_move("))
    assert not cell.locator(".cm-content").is_visible()
    cell.locator(".jp-Placeholder").first.click()
    cell.locator(".cm-content").wait_for(state="visible", timeout=10_000)
    learner.see("solution")
    assert "# A solution" in cell.locator(".cm-content").inner_text()


def test_the_quiz_answers_and_is_noted(learner, server):
    questions = quizzes.load("06")
    quiz = learner.at.output(learner.place("widgets.quiz("))
    groups = quiz.locator(".widget-radio-box")
    assert groups.count() == len(questions)
    for number, question in enumerate(questions):
        wrong = next(at for at, option in enumerate(question.options) if not option.right)
        right = next(at for at, option in enumerate(question.options) if option.right)
        for mark, choice in (("✗", wrong), ("✓", right)):
            groups.nth(number).locator("input").nth(choice).check()
            answered = quiz.locator("[role=status]").nth(number)
            answered.get_by_text(mark).first.wait_for(timeout=10_000)
            if mark == "✗" and number == 0:
                learner.see("quiz")
    assert "06.quiz" in noted(server)
    assert not learner.at.errors
