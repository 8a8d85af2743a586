"""The recipe for other people's notebooks, followed to the letter in a folder of its own."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from tests.support import compare
from tests.support.lessons import ROOT

PAGE = ROOT / "docs" / "check_your_own.md"
TAG = re.search(r"here `(within:\S+)`", PAGE.read_text(encoding="utf-8"))[1]


def blocks():
    """The page's blocks of code: conftest.py, a cell, and two commands."""
    found = re.findall(r"^   ```\w*\n(.*?)^   ```$", PAGE.read_text("utf-8"), re.M | re.S)
    return [re.sub(r"^   ", "", block, flags=re.MULTILINE) for block in found]


def run(command, folder):
    name, *arguments = command.split()
    environment = {key: value for key, value in os.environ.items() if "PYTEST" not in key}
    return subprocess.run(
        [sys.executable, "-m", name, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A folder with a notebook of theirs, set up as the page says up to its last step."""
    folder = tmp_path_factory.mktemp("their project")
    conftest, source, execute, _ = blocks()
    (folder / "conftest.py").write_text(conftest, encoding="utf-8")
    shutil.copy(compare.__file__, folder)
    cell = new_code_cell(source, metadata={"tags": [TAG]})
    nbformat.write(new_notebook(cells=[cell]), folder / "my_notebook.ipynb")
    executed = run(execute, folder)
    assert executed.returncode == 0, executed.stderr
    return folder


PRINTED = "10,000 numbers, mean 0.501"
THERE = {
    "the same machine": (PRINTED, "1 passed"),
    "another machine, within the tolerance": (PRINTED.replace("0.501", "0.521"), "1 passed"),
    "out of tolerance": (PRINTED.replace("0.501", "0.522"), "mean 0.522"),
    "a whole number": (PRINTED.replace("10,000", "9,999"), "9,999 numbers"),
    "a word": (PRINTED.replace("mean", "median"), "median"),
}


@pytest.mark.slow
@pytest.mark.parametrize(("stored", "says"), THERE.values(), ids=THERE)
def test_the_recipe_is_green_and_red_where_the_page_says_so(project, stored, says):
    path = Path(project, "my_notebook.ipynb")
    notebook = nbformat.read(path, as_version=4)
    before = notebook.cells[0].outputs[0].text
    assert before.strip() == PRINTED
    notebook.cells[0].outputs[0].text = stored + "\n"
    nbformat.write(notebook, path)
    try:
        compared = run(blocks()[-1], project)
    finally:
        notebook.cells[0].outputs[0].text = before
        nbformat.write(notebook, path)
    assert says in compared.stdout
    assert compared.returncode == ("passed" not in says)


@pytest.mark.slow
def test_without_the_file_nbval_refuses_another_machine(project, tmp_path):
    shutil.copy(project / "my_notebook.ipynb", tmp_path)
    path = tmp_path / "my_notebook.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("0.501", "0.505"), encoding="utf-8")
    compared = run(blocks()[-1], tmp_path)
    assert compared.returncode == 1
    assert "mean 0.505" in compared.stdout
