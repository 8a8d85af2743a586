"""The lessons that hold widgets, run whole in JupyterLab: their widgets appear, and answer.

Each runs alone, in an empty folder, on the sample, as in ``test_lessons_alone``.
"""

import re

import nbformat
import pytest

from tests.browser import jupyter
from tests.support.lessons import NOTEBOOKS, lessons

pytestmark = pytest.mark.browser

WITNESS = """
from fmnist_helpers.sources import is_sample
print(is_sample("data"))
"""


def widgets_of(path):
    """{name of a widget: number of its code cell}, the quiz left out: that has tests of its own."""
    code = [cell for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]
    found = ((i, re.findall(r"\bwidgets\.(\w+)\(", cell.source)) for i, cell in enumerate(code))
    return {name: i for i, names in found for name in names if name != "quiz"}


HELD = {path.stem: held for path in lessons() if (held := widgets_of(path))}


def press(label, key):
    def move(element):
        box = element.locator(".widget-hslider", has=element.page.get_by_text(label, exact=True))
        box.locator(".noUi-handle").press(key)

    return move


def click(name):
    return lambda element: element.get_by_role("button", name=name, exact=True).click()


def choose(number, label):
    return lambda element: element.locator("select").nth(number).select_option(label=label)


def tick(label):
    return lambda element: (
        element.locator(".widget-checkbox", has_text=label).locator("input").click()
    )


# What is done to each, and a text that the answer shows.
MOVES = {
    "pixel_inspector": (press("column", "End"), "image[10, 27]"),
    "annotation_doctor": (choose(0, "a label forgotten"), "line 2: the label is missing"),
    "batch_viewer": (tick("drop_last"), "4 left out"),
    "logits_bench": (click("guess"), "not the label's"),
    "graph_viewer": (click("forward"), ", computed from "),
    "convolution_explorer": (click("sharpen"), "result["),
    "step_stepper": (click("zero_grad"), "The gradients are gone"),
    "optimizer_race": (press("learning rate", "Home"), "crawls."),
    "learning_rate_lab": (press("learning rate", "Home"), "SGD 0.0001"),
    "linear_playground": (click("step"), "step 1 ·"),
    "live_training": (click("Step"), "step 1 of"),
    "mistakes_lab": (tick("doubtful labels"), "whose label deserves a second look"),
    "try_your_own": (choose(0, "noise"), "It is noise."),
}


ERRORS = """() => window.jupyterapp.shell.currentWidget.content.widgets
  .filter(cell => cell.model.type === 'code')
  .map(cell => cell.model.outputs.toJSON().filter(output => output.output_type === 'error'))"""


@pytest.fixture(scope="module")
def opened(chromium, server):
    """Gives a function that runs a copy of a lesson: its page, and its code cells.

    One page for all of them: to load JupyterLab takes as long as a small lesson.
    """
    folder, *where = server
    with chromium.new_context(viewport={"width": 1280, "height": 800}) as context:
        page = jupyter.Page(context.new_page(), *where)

        def run(name):
            notebook = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
            notebook.cells.append(nbformat.v4.new_code_cell(WITNESS))
            for cell in notebook.cells:
                if cell.cell_type == "code":  # an old prompt would look like success
                    cell.outputs, cell.execution_count = [], None
            copy = folder / "notebooks" / f"{name} 수업" / f"{name}.ipynb"
            copy.parent.mkdir()
            nbformat.write(notebook, copy)
            blank = page.page.url == "about:blank"
            (page.run if blank else page.run_next)(f"{copy.parent.name}/{copy.name}")
            left = {each.name for each in copy.parent.iterdir()} - {".ipynb_checkpoints"}
            assert left <= {copy.name, "data", "_work"}
            return page, [cell for cell in notebook.cells if cell.cell_type == "code"]

        yield run


@pytest.mark.parametrize("name", HELD)
def test_the_widgets_of_a_lesson_appear_and_answer(opened, name):
    page, cells = opened(name)
    for cell, errors in zip(cells, page.page.evaluate(ERRORS), strict=True):
        assert not errors or "raises-exception" in cell.metadata.get("tags", []), errors
    assert page.output(len(cells) - 1).inner_text().strip() == "True", (
        "it ran on more than the sample"
    )
    for widget, number in HELD[name].items():
        element = page.output(number)
        move, text = MOVES[widget]
        element.get_by_text("Try:").wait_for()
        assert element.locator("svg, img, canvas").count() or widget == "annotation_doctor", (
            "no picture"
        )
        before = page.seen(element)
        move(element)
        page.wait_until_other(element, before)
        element.get_by_text(text).first.wait_for()
        assert element.locator("[role=alert]").count() == 0
    assert page.errors == []
    assert not re.findall(r"Traceback|Exception in callback", page.log.read_text())
