"""Checks in a real kernel: nothing hangs, nothing is left behind, and a verdict is a card."""

import sys

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

IMPORTS = """
import random, torch
from torch import nn
from fmnist_helpers import checks
from fmnist_helpers.checks.engine import call, check

factor = 3

@check(points=1, seconds=0.5)
def double(answer):
    result = call(answer, 2)
    if result != 4:
        from fmnist_helpers.checks.engine import NotYet
        raise NotYet(f"expected 4, got `{result}`.", "`x + x`")
    return "twice 2 is `4`."
"""
ANSWERS = {
    "right": "def my_double(x):\n    return 2 * x",
    "wrong": "def my_double(x):\n    return x",
    "a name of the notebook": "def my_double(x):\n    return 12 // factor",
    "C loop": "def my_double(x):\n    return sum(range(10**12))",
    "catches all": (
        "def my_double(x):\n    while True:\n        try:\n            pass\n"
        "        except BaseException:\n            pass"
    ),
    "ends Python": "import os\ndef my_double(x):\n    os._exit(0)",
    "displays": (
        "from IPython.display import display\ndef my_double(x):\n    display(x)\n    return 4"
    ),
    "changes settings": (
        "def my_double(x):\n    torch.set_default_dtype(torch.float64)\n    nn.Linear = nn.ReLU\n"
        "    random.seed(1)\n    return 4"
    ),
    "gradients": (
        "def my_double(x):\n    w = torch.ones(300, 300, requires_grad=True)\n"
        "    (w @ w).sum().backward()\n    return 4 if w.grad is not None else 5"
    ),
    "does not run": "def my_double(x):\n    return 2 x",
    "runs again": "def my_double(x):\n    return 2 * x",
}


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """{name of an answer: the display data of its check}, and the last cell's text."""
    folder = tmp_path_factory.mktemp("kernel")
    cells = [new_code_cell(IMPORTS)]
    for answer in ANSWERS.values():
        cells += [new_code_cell(answer), new_code_cell("double(my_double)")]
    cells += [new_code_cell("print(torch.get_default_dtype(), nn.Linear.__name__)")]
    notebook = new_notebook(cells=cells)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FMNIST_PROGRESS", str(folder / "progress.json"))
        patch.delenv("FMNIST_STRICT", raising=False)
        NotebookClient(
            notebook, timeout=60, allow_errors=True, resources={"metadata": {"path": folder}}
        ).execute()
    outputs = {name: cells[2 * i + 2].outputs for i, name in enumerate(ANSWERS)}
    assert all(len(each) == 1 for each in outputs.values()), outputs
    found = {name: each[0].data for name, each in outputs.items()}
    return found | {"after": cells[-1].outputs[0].text}


def test_a_verdict_is_a_card_with_a_sign_words_and_code(said):
    assert said["right"]["text/plain"] == "Right: twice 2 is `4`."
    assert "✓" in said["right"]["text/html"]
    assert "<b>Right:</b> twice 2 is <code>4</code>." in said["right"]["text/html"]
    assert said["wrong"]["text/plain"] == "Not yet: expected 4, got `2`.\nHint: `x + x`"
    assert "○" in said["wrong"]["text/html"]
    assert "<br><b>Hint:</b> <code>x + x</code>" in said["wrong"]["text/html"]


def test_an_answer_may_use_the_notebooks_names_and_gradients(said):
    assert said["a name of the notebook"]["text/plain"].startswith("Right: ")
    assert said["gradients"]["text/plain"].startswith("Right: ")


@pytest.mark.parametrize("name", ["C loop", "catches all"])
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can end every answer")
def test_an_answer_that_never_ends_is_ended(said, name):
    assert "still running after 0.5 seconds, and was stopped" in said[name]["text/plain"]


@pytest.mark.skipif(sys.platform != "linux", reason="os._exit ends the kernel elsewhere")
def test_an_answer_that_ends_python_ends_only_itself(said):
    assert "your code ended Python itself" in said["ends Python"]["text/plain"]


def test_what_an_answer_displays_is_not_shown(said):
    assert said["displays"]["text/plain"].startswith("Right: ")


def test_what_an_answer_changes_is_said_and_is_not_changed(said):
    text = said["changes settings"]["text/plain"]
    assert "Note: your code changed the default dtype, `torch.nn.Linear` for everything" in text
    assert said["after"] == "torch.float32 Linear\n"


def test_after_a_cell_that_failed_the_older_answer_is_not_checked(said):
    assert (
        "the cell that defines `my_double` stopped with SyntaxError"
        in (said["does not run"]["text/plain"])
    )
    assert said["runs again"]["text/plain"].startswith("Right: ")


def test_a_stored_card_is_valid(said):
    notebook = new_notebook(
        cells=[
            new_code_cell(
                outputs=[nbformat.v4.new_output("display_data", said["changes settings"])]
            )
        ]
    )
    nbformat.validate(notebook)
