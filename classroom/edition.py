"""The class edition: lessons without their solutions, to hand out."""

import re
from pathlib import Path

import nbformat

from classroom.exercises import names_only_in_solutions, tags
from classroom.folder import new_folder
from classroom.package import PROJECT, copy_package

CHECKOUT = Path(__file__).resolve().parents[1]
LESSONS = CHECKOUT / "notebooks"
ANNOUNCEMENT = re.compile(r"\n*^The next cell holds a solution\..*$", re.MULTILINE)
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!\w+:|#)([^)\s#]+)(?:#[^)\s]*)?\)")


HAND_IN = """
To hand in a lesson: *Kernel → Restart Kernel and Run All Cells*, save, and send its file as it is,
under its own name. Write only where the stubs are; leave the cells of the checks where they are.
"""


def write(
    out: str | Path,
    lessons: str | Path | None = None,
    only: list[str] | None = None,
    course: str | Path | None = None,
) -> Path:
    """Write the class edition into the new folder `out`, and return it.

    `lessons` is the folder of the lessons, by default that of the checkout; `only` their numbers,
    such as ["04", "06"]. If the lessons are in a checkout, the package goes along, so that the
    folder is all that a student needs. With `course`, a folder that `classroom.course` wrote, the
    lessons are those that nbgrader has released there, and can be graded when they come back.

    Raises FileNotFoundError if there are no lessons, ValueError if a lesson is broken or needs its
    solutions to run; for a bad `out`, see `new_folder`. `out` is whole or not there.
    """
    paths = released(course, only) if course else find(lessons, only)
    with new_folder(out, made_from(paths)) as folder:
        edition = folder / "notebooks"
        edition.mkdir()
        for path in paths:
            notebook = without_solutions(read(path), path.stem)
            write_lesson(notebook, edition / path.name, [each.name for each in paths])
        checkout = CHECKOUT if course else paths[0].parent.parent
        whole = all((checkout / name).exists() for name in (*PROJECT, "fmnist_helpers"))
        if whole:
            copy_package(checkout, folder)
        readme = _readme(paths[0].name, whole) + (HAND_IN if course else "")
        (folder / "README.md").write_text(readme, encoding="utf-8")
    return Path(out).expanduser()


def find(lessons: str | Path | None = None, only: list[str] | None = None) -> list[Path]:
    """The lessons in the folder `lessons`, by default the checkout's; `only` those numbers."""
    folder = LESSONS if lessons is None else Path(lessons).expanduser()
    remedy = "they are files such as 04_dataloader.ipynb. Name their folder with --lessons FOLDER"
    return _chosen(folder, "", only, remedy)


def released(course: str | Path, only: list[str] | None = None) -> list[Path]:
    """The lessons that nbgrader has released in a course; `only` those numbers."""
    remedy = f"run `nbgrader generate_assignment` in {course} first, once for each lesson"
    return _chosen(Path(course).expanduser() / "release", "*/", only, remedy)


def _chosen(folder: Path, below: str, only: list[str] | None, remedy: str) -> list[Path]:
    paths = sorted(folder.glob(f"{below}[0-9][0-9]_*.ipynb"))
    if not paths:
        raise FileNotFoundError(f"no lessons in {folder}: {remedy}")
    if not only:
        return paths
    there = {path.name[:2]: path for path in paths}
    asked = [number.zfill(2) for number in only]
    if unknown := [number for number in asked if number not in there]:
        raise ValueError(f"no lesson {', '.join(unknown)} in {folder}: it holds {', '.join(there)}")
    return [there[number] for number in sorted(set(asked))]


def made_from(paths: list[Path]) -> list[Path]:
    """Folders that an edition is made from, in which it can't be written."""
    checkouts = {CHECKOUT, paths[0].resolve().parents[1]}
    parts = ("notebooks", "fmnist_helpers", "classroom")
    return [paths[0].parent, *(checkout / part for checkout in checkouts for part in parts)]


def read(path: Path) -> nbformat.NotebookNode:
    """A lesson; ValueError if its file is not a whole notebook."""
    try:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
    except (ValueError, AttributeError, KeyError, nbformat.ValidationError) as error:
        reason = (str(error).strip() or type(error).__name__).splitlines()[0][:100]
        raise ValueError(
            f"{path} is not a whole notebook ({reason}): restore it from the repository, or leave "
            "it out with --only"
        ) from error
    return notebook


def without_solutions(notebook: nbformat.NotebookNode, lesson: str) -> nbformat.NotebookNode:
    """The lesson as students get it: no solutions, outputs or counts; all else in its place.

    Raises ValueError if another cell uses what only a solution defines.
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


def _readme(first: str, whole: bool) -> str:
    install = (
        "Install uv once (`pip install uv`). Then, in this folder:\n\n"
        f"    uv run --no-dev jupyter lab notebooks/{first}\n\n"
        "On a class server with the package already installed, open the file "
        f"`notebooks/{first}` in JupyterLab instead."
        if whole
        else f"Open `notebooks/{first}` in JupyterLab. The lessons need the Python package\n"
        "`fmnist_helpers`; your teacher will tell you how to get it."
    )
    return f"""# From data to a trained PyTorch model: the class edition

{install}

Run each cell with Shift+Enter, from the top. In an exercise, write your answer in place of the
stub, run it, then run the check below it: it tells you what is right, and what a wrong answer
usually means. Two hints are folded under each check.

If something seems wrong with this computer: `python -m fmnist_helpers doctor`
(with uv: `uv run --no-dev python -m fmnist_helpers doctor`).
"""
