"""The links that open a lesson in a browser, without installing anything.

They are made from the repository's public address, which stands in one place: `Repository` under
`[project.urls]` in pyproject.toml. Where it is set, `python -m tests.regenerate --links` writes the
links into README and into each lesson's opening cell, and below that a cell that installs the
course where it is missing. Where it isn't, the same command takes both out again.
"""

import re
import tomllib
import urllib.parse
from pathlib import Path

import nbformat

from tests.support.lessons import ROOT, write_atomically
from tests.support.navigation import ROW

BRANCH = "main"
TAG = "install"
GITHUB = re.compile(r"https://github\.com/([\w-]+)/([\w.-]+?)(?:\.git)?/?")
LINE = re.compile(r"^\*\*In a browser\*\* .*\n\n", re.MULTILINE)
COMMANDS = "## Two commands\n"  # README's heading, which the links stand above
CLONE = re.compile(r"`git clone( [^`]+)?`(?: and its address)?(?=[,)])")
PROMPT = re.compile(r"(?<=In\[)\d+(?=\])")
# Colab and Kaggle bring all that the lessons import, in versions that their own pages need:
# `python -m tests.portability --only colab` runs lessons in them.
CELL = """\
# Run this first. It installs the course if it isn't there yet, as in Colab and Kaggle.
import subprocess
import sys
from importlib.util import find_spec

if find_spec("fmnist_helpers") is None:
    course = "{course}"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
    subprocess.run([*pip, course], check=True)"""


def address(root: Path = ROOT) -> str | None:
    """`OWNER/NAME` of the public repository on GitHub; None if pyproject.toml names none.

    Raises ValueError for an address that Colab and Kaggle can't open.
    """
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    url = project.get("urls", {}).get("Repository")
    if url is None:
        return None
    found = GITHUB.fullmatch(url)
    if not found:
        raise ValueError(
            f"pyproject.toml: Repository is {url!r}; launch links can be made for an address such "
            "as https://github.com/OWNER/NAME"
        )
    return "/".join(found.groups())


def links(repository: str, lesson: str) -> dict[str, str]:
    """Service -> where it opens the lesson, a file's name such as `05_model.ipynb`."""
    file = f"{repository}/blob/{BRANCH}/notebooks/{lesson}"
    copy = urllib.parse.quote(f"lab/tree/my-lessons/{lesson}", safe="")
    return {
        "Colab": f"https://colab.research.google.com/github/{file}",
        "Binder": f"https://mybinder.org/v2/gh/{repository}/{BRANCH}?urlpath={copy}",
        "Kaggle": f"https://kaggle.com/kernels/welcome?src=https://github.com/{file}",
        "Codespaces": f"https://codespaces.new/{repository}",
    }


def line(repository: str, lesson: str) -> str:
    """The paragraph that shows the links."""
    shown = " · ".join(f"[{name}]({url})" for name, url in links(repository, lesson).items())
    return f"**In a browser** {shown} (in Colab and Kaggle, clear all outputs first)\n\n"


def link_readme(text: str, repository: str | None, first: str) -> str:
    """README with the links to the lesson `first` and the address to clone, or without."""
    text = LINE.sub("", text)
    if repository is None:
        return CLONE.sub("`git clone` and its address", text)
    text = text.replace(COMMANDS, line(repository, first) + COMMANDS, 1)
    return CLONE.sub(f"`git clone https://github.com/{repository}`", text)


def link_notebook(notebook: nbformat.NotebookNode, lesson: str, repository: str | None) -> None:
    """Write the links and the cell that installs into a lesson, or take them out."""
    installs = [cell for cell in notebook.cells if TAG in cell.metadata.get("tags", ())]
    for cell in installs:
        notebook.cells.remove(cell)
    opening = notebook.cells[0] if notebook.cells else nbformat.v4.new_markdown_cell()
    opening.source = LINE.sub("", opening.source)
    row = ROW.search(opening.source)  # no row, no lesson
    if repository and row:
        before, after = opening.source[: row.end() + 2], opening.source[row.end() + 2 :]
        opening.source = before + line(repository, lesson) + after
        course = f"https://github.com/{repository}/archive/refs/heads/{BRANCH}.zip"
        cell = nbformat.v4.new_code_cell(CELL.format(course=course), id=TAG, execution_count=1)
        cell.metadata["tags"] = [TAG]
        notebook.cells.insert(1, cell)
    _renumber(notebook, bool(repository and row) - len(installs))


def link_all(root: Path = ROOT) -> list[Path]:
    """Bring README and every lesson in line with pyproject.toml; returns the files that changed."""
    repository, changed = address(root), []
    paths = sorted((root / "notebooks").glob("[0-9][0-9]_*.ipynb"))
    for path in [root / "README.md", *paths]:
        before = path.read_text(encoding="utf-8")
        if path.suffix == ".md":
            after = link_readme(before, repository, paths[0].name)
        else:
            notebook = nbformat.reads(before, as_version=4)
            link_notebook(notebook, path.name, repository)
            after = nbformat.writes(notebook) + "\n"
        if after != before:
            write_atomically(path, after)
            changed.append(path)
    return changed


def _renumber(notebook, by):
    """The stored counts of all cells but the new one, as if they had been run with or without it.

    That saves a run of every lesson for a cell that does nothing on the computer where it is run.
    """
    if not by:
        return
    for cell in notebook.cells:
        if cell.cell_type != "code" or TAG in cell.metadata.get("tags", ()):
            continue
        for counted in (cell, *cell.outputs):
            if counted.get("execution_count"):
                counted.execution_count += by
            if "traceback" in counted:
                counted.traceback = [
                    PROMPT.sub(lambda found: str(int(found[0]) + by), text)
                    for text in counted.traceback
                ]
