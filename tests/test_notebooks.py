"""Every lesson is in form, and each rule that says so refuses a notebook that is not."""

import copy

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.hygiene import (
    MAX_ASSERTS,
    MAX_IGNORED,
    MAX_LINES,
    MAX_LONG_CELLS,
    MAX_YES_OR_NO,
    RULES,
    Lesson,
)
from tests.regenerate import normalize
from tests.support import navigation
from tests.support.lessons import lessons

BY_NAME = {rule.__name__: rule for rule in RULES}


@pytest.mark.parametrize("path", lessons(), ids=lambda path: path.stem)
def test_lesson_is_in_form(path):
    lesson = Lesson(path, tuple(lessons()))
    problems = [f"{rule.__name__}: {problem}" for rule in RULES for problem in rule(lesson)]
    assert not problems, f"{path.name}:\n" + "\n".join(problems)


def test_lessons_are_numbered_from_0_without_a_gap():
    assert [int(path.name[:2]) for path in lessons()] == list(range(len(lessons())))


# From here on: the rules themselves.

OPENING = """\
# 1 · Load images

[0 start](00_start.ipynb) · **1 load** · [2 go on](02_go_on.ipynb)

**Time** about 3 minutes

**You'll do** a thing

**You'll learn** a thing

**You'll need** nothing"""
PNG = {"image/png": "aaaa", "text/plain": "Figure"}
CLOSING = """\
## What you can do now

- load an image

**Next** [2 · Go on](02_go_on.ipynb) where it goes on

**To read**

- [PyTorch](https://pytorch.org): the project and its documentation"""
FACTS = ["import torch", "x = torch.ones(2)", "assert x.sum() == 2", "assert len(x) == 2"]
FACTS += ["assert x.ndim == 1", *(f"print({n})" for n in range(5))]

FACTS_THAT_ASSERT = sum(fact.startswith("assert") for fact in FACTS)


@pytest.fixture
def good(tmp_path):
    """A lesson that every rule accepts, beside two neighbors: (path, notebook)."""
    for name, heading in (("00_start", "# 0 · Start"), ("02_go_on", "# 2 · Go on")):
        notebook = new_notebook(cells=[new_markdown_cell(heading)])
        nbformat.write(notebook, tmp_path / f"{name}.ipynb")
    cells = [new_markdown_cell(OPENING), new_markdown_cell("## Look\n\n### Closer\n\nWhat?")]
    cells += [new_code_cell(fact) for fact in FACTS]
    cells[-6].metadata["tags"] = ["stub", "misconception:eval-as-no-grad"]
    for n, cell in enumerate(cells[-5:]):
        cell.outputs = [new_output("stream", name="stdout", text=f"{n}\n")]
    cells += [new_code_cell("draw(x)"), new_markdown_cell("*Look at* the line's end.")]
    cells[-2].outputs = [picture("a line that rises from 0 on the left to 1")]
    cells += [new_markdown_cell(CLOSING)]
    notebook = new_notebook(cells=cells)
    number(notebook)
    normalize(notebook)
    return tmp_path / "01_load.ipynb", notebook


def picture(alt):
    metadata = {"image/png": {"alt": alt}}
    return new_output(
        "display_data", {"image/png": "aaaa", "text/plain": "Figure"}, metadata=metadata
    )


def number(notebook):
    for count, cell in enumerate((c for c in notebook.cells if c.cell_type == "code"), start=1):
        cell.execution_count = count


def check(rule, path, notebook):
    nbformat.write(notebook, path)
    return list(rule(Lesson(path, tuple(sorted(path.parent.glob("*.ipynb"))))))


@pytest.mark.parametrize("rule", RULES, ids=BY_NAME)
def test_rule_accepts_a_good_lesson(rule, good):
    assert check(rule, *good) == []


def test_navigation_finds_its_own_links(good):
    path, notebook = good
    nbformat.write(notebook, path)
    paths = sorted(path.parent.glob("*.ipynb"))
    assert navigation.ROW.search(OPENING)[0] == navigation.row(path, paths)
    assert navigation.NEXT.search(CLOSING)[0] == navigation.next_link(path, paths)


def replaced(cell, old, new):
    def change(notebook):
        source = notebook.cells[cell].source
        assert old in source
        notebook.cells[cell].source = source.replace(old, new)

    return change


def added(source, *, tags=(), output=None, metadata=None, kind=new_code_cell, times=1):
    """Put a cell into the middle of the lesson."""

    def change(notebook):
        for n in range(times):
            cell = kind(source, id=f"added-{n}")
            cell.metadata.update(metadata or {})
            if tags:
                cell.metadata["tags"] = list(tags)
            if output is not None:
                cell.outputs = [copy.deepcopy(output)]
            notebook.cells.insert(4, cell)
        number(notebook)

    return change


def prose(source):
    return added(source, kind=new_markdown_cell)


def printed(text, name="stdout"):
    return new_output("stream", name=name, text=text)


def with_cell(index, **fields):
    def change(notebook):
        for name, value in fields.items():
            if isinstance(value, dict):
                notebook.cells[index][name].update(value)
            else:
                notebook.cells[index][name] = value

    return change


def with_metadata(notebook):
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {}}


def without_last(notebook):
    notebook.cells.pop()


def without_facts(notebook):
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []


ERROR = new_output("error", ename="ValueError", evalue="no", traceback=["ValueError: no"])
WIDGET = new_output("display_data", {"application/vnd.jupyter.widget-view+json": {"model_id": "a"}})
BROKEN = [
    ("opening_cell_in_form", replaced(0, "# 1 · Load", "# 2 · Load")),
    ("opening_cell_in_form", replaced(0, "# 1 · Load", "# 1 · Loading")),
    ("opening_cell_in_form", replaced(0, "# 1 · Load", "# 1 · The")),
    ("opening_cell_in_form", replaced(0, "# 1 · Load images", "# Load images")),
    ("opening_cell_in_form", replaced(0, "images", "images.")),
    ("opening_cell_in_form", replaced(0, "about 3 minutes", "a while")),
    ("opening_cell_in_form", replaced(0, "**You'll do** a thing\n", "")),
    ("opening_cell_in_form", replaced(0, "**You'll need** nothing", "**You'll need**")),
    ("opening_cell_in_form", lambda notebook: notebook.cells.pop(0) and notebook.cells.pop(0)),
    ("closing_cell_in_form", without_last),
    ("closing_cell_in_form", replaced(-1, "## What you can do now", "## The end")),
    ("closing_cell_in_form", replaced(-1, "- load an image", "Load an image.")),
    ("closing_cell_in_form", replaced(-1, ": the project and its documentation", "")),
    ("closing_cell_in_form", replaced(-1, "- [PyTorch](https://pytorch.org)", "- PyTorch")),
    ("closing_cell_in_form", replaced(-1, "- [P", "- [A](b) c d e f\n- [A](b) c d e f\n- [P")),
    ("closing_cell_in_form", lambda notebook: notebook.cells.append(new_code_cell("1"))),
    ("linked_with_its_neighbors", replaced(0, "[2 go on](02_go_on.ipynb)", "2 go on")),
    ("linked_with_its_neighbors", replaced(0, "**1 load**", "[1 load](01_load.ipynb)")),
    ("linked_with_its_neighbors", replaced(-1, "02_go_on.ipynb", "00_start.ipynb")),
    ("linked_with_its_neighbors", replaced(-1, "**Next**", "Next")),
    ("headings_in_order", prose("# Another title")),
    ("headings_in_order", replaced(1, "## Look\n\n", "")),
    ("links_resolve", prose("See [this](05_missing.ipynb).")),
    ("links_resolve", prose("See [this](#No-such-heading).")),
    ("links_resolve", prose('<img src="missing.png" alt="a picture">')),
    ("links_resolve", prose("![a picture](attachment:missing.png)")),
    ("outputs_stored_in_order", with_cell(4, execution_count=None)),
    ("outputs_stored_in_order", with_cell(4, execution_count=7)),
    ("outputs_stored_in_order", added("")),
    ("as_regenerate_leaves_it", with_metadata),
    ("as_regenerate_leaves_it", with_cell(4, metadata={"execution": {"iopub.status.busy": "now"}})),
    ("as_regenerate_leaves_it", added("slider", output=WIDGET)),
    ("small_file", added("x", output=printed("x" * 1_000_000))),
    ("errors_only_where_tagged", added("fail()", output=ERROR)),
    ("errors_only_where_tagged", added("x", tags=["raises-exception"])),
    ("nothing_on_stderr", added("x", output=printed("UserWarning: old", name="stderr"))),
    ("honest_minutes", replaced(0, "about 3 minutes", "about 9 minutes")),
    ("honest_minutes", prose("word " * 2_000)),
    ("honest_minutes", added("*Make it · easy · 20 minutes*", kind=new_markdown_cell)),
    ("honest_minutes", added("x = 1\n" * 90)),
    ("honest_minutes", prose("**Predict.** What?\n\n" * 30)),
    ("plain_python", added("!ls")),
    ("plain_python", added("%matplotlib inline")),
    ("plain_python", added("torch.ones?")),
    ("imports_from_the_list", added("import seaborn")),
    ("imports_from_the_list", added("def f():\n    from sklearn.metrics import roc_curve")),
    ("imports_from_the_list", added("from fmnist_helpers.plots import *")),
    ("imports_from_the_list", added("import fmnist_helpers.plots as plots")),
    ("imports_from_the_list", added("from fmnist_helpers.sources import _say")),
    ("imports_from_the_list", added("from . import sources")),
    ("figures_are_described", replaced(-2, "*Look at* the", "See the")),
    ("figures_are_described", replaced(-2, "*Look at* the", "*Figure:* the")),
    ("figures_are_described", lambda notebook: notebook.cells.pop(-2)),
    ("figures_are_described", with_cell(-3, outputs=[picture("a line")])),
    ("figures_are_described", with_cell(-3, outputs=[new_output("display_data", PNG)])),
    ("images_have_alt", prose("![](00_start.ipynb)")),
    ("images_have_alt", prose('<img src="00_start.ipynb">')),
    ("few_and_known_tags", added("x", tags=["nbval-ignore-output"], times=MAX_IGNORED + 1)),
    ("few_and_known_tags", added("x", tags=["nbval-skip"])),
    ("few_and_known_tags", added("x", tags=["raises_exception"])),
    ("few_and_known_tags", added("x", tags=["solution:batches"])),
    ("few_and_known_tags", added("x", tags=["within=0.02"])),
    ("few_and_known_tags", added("# NBVAL_IGNORE_OUTPUT\nx")),
    ("tags_fit_the_outputs", added("x", tags=["within:0.02"], output=printed("1\n"))),
    ("tags_fit_the_outputs", added("x", tags=["within:0"], output=printed("0.5\n"))),
    ("tags_fit_the_outputs", added("x", tags=["nbval-ignore-output"])),
    ("tags_fit_the_outputs", added("x", tags=["error:yes"], output=ERROR)),
    ("stored_outputs_are_stable", added("x", output=printed("/home/ada/fmnist/data"))),
    ("stored_outputs_are_stable", added("x", output=printed(r"C:\Users\Ada"))),
    ("stored_outputs_are_stable", added("x", output=printed("<Dataset at 0x7f12ab34cd56>"))),
    ("stored_outputs_are_stable", added("x", output=printed("took 1.3 s"))),
    ("stored_outputs_are_stable", added("x", output=printed("12 ms a batch"))),
    ("stored_outputs_are_stable", added("x", output=printed("12:30:01"))),
    ("short_cells", added("x\n" * (MAX_LINES + 1))),
    ("short_cells", added("x", tags=["long-cell"])),
    ("short_cells", added("x\n" * 20, tags=["long-cell"], times=MAX_LONG_CELLS + 1)),
    ("results_are_shown", without_facts),
    ("results_are_shown", added("x", output=printed("same: True\n" * (MAX_YES_OR_NO + 1)))),
    ("results_are_shown", added("x", output=printed("False\n"), times=MAX_YES_OR_NO + 1)),
    ("few_asserts", added("assert x.sum() == 2", times=MAX_ASSERTS + 1)),
    ("cells_are_a_learners", added("quiz = widgets.quiz(1)\nquiz.next.click()")),
    ("cells_are_a_learners", added("w = widgets.viewer(x)\nw.slider.value = 3")),
    ("cells_are_a_learners", added("if full:\n    x")),
    ("cells_are_a_learners", added("y = 1 if not full else 2")),
    ("solutions_are_folded", added("x", tags=["solution"])),
    ("solutions_are_folded", added("x", metadata={"jupyter": {"source_hidden": True}})),
]


@pytest.mark.parametrize(
    ("rule", "change"), BROKEN, ids=[f"{rule}-{n}" for n, (rule, _) in enumerate(BROKEN)]
)
def test_rule_refuses_a_broken_lesson(rule, change, good):
    path, notebook = good
    change(notebook)
    problems = check(BY_NAME[rule], path, notebook)
    assert problems
    assert all(isinstance(problem, str) and problem for problem in problems)


SOUND = [
    ("tags_fit_the_outputs", added("x", tags=["within:5%"], output=printed("0.5\n"))),
    ("few_and_known_tags", added("x", tags=["within:5%", "error:no", "uncompared:time"])),
    ("few_and_known_tags", added("x", tags=["nbval-ignore-output", "progress"], times=9)),
    ("results_are_shown", added("x", output=printed("same: True\n" * MAX_YES_OR_NO))),
    ("results_are_shown", added("x", tags=["check"], output=printed("same: True\n" * 9))),
    ("results_are_shown", added("x", output=printed("shuffle: bool = False\n" * 9))),
    ("few_asserts", added("assert x.sum() == 2", times=MAX_ASSERTS - FACTS_THAT_ASSERT)),
    ("few_asserts", added("assert x.sum() == 2", tags=["solution"], times=9)),
    ("cells_are_a_learners", added("quiz = widgets.quiz(1)\nquiz")),
    ("cells_are_a_learners", added("caption.value = 'shirt'")),
    ("cells_are_a_learners", added("assert widgets.viewer(x).slider.value == 0")),
    ("cells_are_a_learners", added("widgets.viewer(x).click()", tags=["check"])),
]


@pytest.mark.parametrize(
    ("rule", "change"), SOUND, ids=[f"{rule}-{n}" for n, (rule, _) in enumerate(SOUND)]
)
def test_rule_accepts_what_is_near_the_limit(rule, change, good):
    path, notebook = good
    change(notebook)
    assert check(BY_NAME[rule], path, notebook) == []


def test_every_rule_has_a_notebook_that_it_refuses():
    assert {rule for rule, _ in BROKEN} == set(BY_NAME)
