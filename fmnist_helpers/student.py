"""The class edition: lessons without their solutions, to hand out, and a course for nbgrader.

``python -m fmnist_helpers student FOLDER`` writes it; the teacher's guide, ``TEACHING.md`` beside
the lessons, says how to use it.
"""

import contextlib
import io
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat

from fmnist_helpers._exercises import names_only_in_solutions, tags

PACKAGE = Path(__file__).parent
LESSONS = PACKAGE.parent / "notebooks"
# What a student's computer needs to install the package, from the checkout beside the lessons.
PROJECT = ("pyproject.toml", "environment.yml", "LICENSE")
ANNOUNCEMENT = re.compile(r"\n*^The next cell holds a solution\..*$", re.MULTILINE)
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!\w+:|#)([^)\s#]+)(?:#[^)\s]*)?\)")


def write(
    out: str | Path, lessons: str | Path | None = None, only: list[str] | None = None
) -> Path:
    """Write the student edition into the new folder `out`, and return it.

    `lessons` is the folder of the lessons, else that of the checkout; `only` their numbers, such
    as ["03", "04"]. Where the lessons stand in a checkout, the package goes along, so that the
    folder is all that a student needs.

    Raises FileExistsError where `out` holds something, FileNotFoundError where no lessons are
    found, ValueError where a lesson needs its solutions to run. `out` is whole or not there.
    """
    paths = find(lessons, only)
    with new_folder(out) as folder:
        edition = folder / "notebooks"
        edition.mkdir()
        for path in paths:
            notebook = without_solutions(nbformat.read(path, as_version=4), path.stem)
            write_lesson(notebook, edition / path.name, [each.name for each in paths])
        whole = _copy_project(paths[0].parent.parent, folder)
        text = _readme(paths[0].name, whole)
        (folder / "README.md").write_text(text, encoding="utf-8")
    return Path(out)


def find(lessons: str | Path | None = None, only: list[str] | None = None) -> list[Path]:
    """The lessons in the folder `lessons`, else in the checkout; `only` those with such numbers."""
    folder = LESSONS if lessons is None else Path(lessons)
    paths = sorted(folder.glob("[0-9][0-9]_*.ipynb"))
    if not paths:
        why = (
            f"no lessons in {folder}: the package was installed without its notebooks. Run this in "
            "a checkout of the repository, or name the folder of the lessons: --lessons FOLDER"
            if lessons is None
            else f"no lessons in {folder}: they are files such as 03_dataloader.ipynb"
        )
        raise FileNotFoundError(why)
    if not only:
        return paths
    there = {path.name[:2]: path for path in paths}
    asked = [number.zfill(2) for number in only]
    if unknown := [number for number in asked if number not in there]:
        raise ValueError(
            f"no lesson {', '.join(unknown)} in {folder}: there are {', '.join(there)}"
        )
    return [there[number] for number in sorted(set(asked))]


def without_solutions(notebook: nbformat.NotebookNode, lesson: str) -> nbformat.NotebookNode:
    """The lesson as students get it: no solutions, outputs or counts; all else in its place.

    Raises ValueError where another cell uses what only a solution defines.
    """
    for place, names in names_only_in_solutions(notebook.cells).items():
        raise ValueError(
            f"{lesson}, cell {place + 1} uses {', '.join(sorted(names))}, which only a solution "
            "defines: without it, the lesson would stop there"
        )
    notebook.cells = [cell for cell in notebook.cells if "solution" not in tags(cell)]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            cell.metadata.pop("execution", None)
        else:
            cell.source = ANNOUNCEMENT.sub("", cell.source)
    notebook.metadata.pop("widgets", None)
    return notebook


def write_lesson(notebook: nbformat.NotebookNode, path: Path, there: list[str]) -> None:
    """Write a lesson; a link to a file that is not among those `there` becomes plain text."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = LINK.sub(lambda m: m[0] if m[2] in there else m[1], cell.source)
    nbformat.validate(notebook)
    nbformat.write(notebook, path)


def graded(check: Callable, answer, *details, hidden: Callable | None = None) -> None:
    """Raise AssertionError unless `answer` is right: for the cells that nbgrader grades.

    The check runs as under ``FMNIST_STRICT=grade``, set for this call only, so an untouched stub
    fails too; then `hidden(answer)`, which asserts on new inputs. Nothing is printed: nbgrader
    takes a line on stderr for a failure.
    """
    before = os.environ.get("FMNIST_STRICT")
    os.environ["FMNIST_STRICT"] = "grade"
    try:
        with (
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            check(answer, *details)
            if hidden is not None:
                hidden(answer)
    finally:
        if before is None:
            del os.environ["FMNIST_STRICT"]
        else:
            os.environ["FMNIST_STRICT"] = before


@contextlib.contextmanager
def new_folder(out: str | Path) -> Iterator[Path]:
    """A folder to fill, which becomes `out` when the block ends well, and is removed if not."""
    out = Path(out)
    if out.is_dir() and any(out.iterdir()):
        raise FileExistsError(
            f"{out} is not empty, and nothing in it was changed: name a new folder"
        )
    if out.exists() and not out.is_dir():
        raise FileExistsError(f"{out} is a file, and was not changed: name a new folder")
    out.parent.mkdir(parents=True, exist_ok=True)
    filling = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}."))
    try:
        yield filling
        filling.chmod(0o755)  # mkdtemp's are for one user only; this one is handed out
        if out.exists():
            out.rmdir()
        filling.replace(out)
    except BaseException:
        shutil.rmtree(filling, ignore_errors=True)
        raise


def _copy_project(checkout: Path, folder: Path) -> bool:
    """Copy the package and what installs it, but not the hidden tests; False where none is."""
    if not all((checkout / name).exists() for name in (*PROJECT, "fmnist_helpers")):
        return False
    for name in PROJECT:
        shutil.copyfile(checkout / name, folder / name)
    left_out = shutil.ignore_patterns("__pycache__", "_hidden_tests.py")
    shutil.copytree(checkout / "fmnist_helpers", folder / "fmnist_helpers", ignore=left_out)
    return True


def _readme(first: str, whole: bool) -> str:
    install = (
        "Install uv once (`pip install uv`). Then, in this folder:\n\n"
        f"    uv run --no-dev jupyter lab notebooks/{first}\n\n"
        "On a class server where the package is installed already, open the file "
        f"`notebooks/{first}` in JupyterLab instead."
        if whole
        else f"Open `notebooks/{first}` in JupyterLab. The lessons need the Python package\n"
        "`fmnist_helpers`; your teacher says how to get it."
    )
    return f"""# From data to a trained PyTorch model: the class edition

{install}

Run each cell with Shift+Enter, from the top. In an exercise, replace the stub by your answer, run
it, then run the check below it: it says what is right, and what a wrong answer usually means.
Two hints are folded under each check.

If something seems wrong with this computer: `python -m fmnist_helpers doctor`
(with uv: `uv run --no-dev python -m fmnist_helpers doctor`).
"""
