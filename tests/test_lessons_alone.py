"""Each lesson needs nothing but itself: not the lesson before it, its folder, or all 70,000 images.

It runs in an empty folder whose name a careless path would break on, with only the bundled sample,
so that its claims are tried but its numbers are not compared.
"""

import shutil
from pathlib import Path

import nbformat
import pytest

from tests.lessons import IPYTHON_CONFIG, NOTHING_BUT_THE_SAMPLE, lessons
from tests.regenerate import execute

WITNESS = """
from fmnist_helpers.sources import is_sample
print(is_sample("data"))
"""


@pytest.mark.slow
@pytest.mark.parametrize("path", lessons(), ids=lambda path: path.stem)
def test_lesson_runs_alone_elsewhere_on_the_sample(path, tmp_path, monkeypatch):
    monkeypatch.delenv("FMNIST_DATA", raising=False)
    monkeypatch.setenv("FMNIST_OFFLINE", "1")
    monkeypatch.setattr(
        "tests.lessons.IPYTHON_CONFIG",
        f"{IPYTHON_CONFIG}c.InteractiveShellApp.exec_lines = [{NOTHING_BUT_THE_SAMPLE!r}]\n",
    )
    folder = tmp_path / "another folder 수업"
    folder.mkdir()
    notebook = nbformat.read(shutil.copy(path, folder), as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(WITNESS))

    execute(notebook, folder)

    assert notebook.cells[-1].outputs[0].text == "True\n", "it ran on more than the sample"
    assert {each.name for each in Path(folder).iterdir()} <= {path.name, "data", "_work"}
