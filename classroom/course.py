"""The lessons as a source course for nbgrader: solutions between its marks, tests with points.

Each lesson is an assignment of its own, so that its marks are counted out of its own points.
"""

import inspect
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat

from classroom import edition
from classroom.exercises import Exercise, exercises, solution_for
from classroom.folder import new_folder
from fmnist_helpers import checks

SCHEMA_VERSION = 3  # of nbgrader's cell metadata, as of nbgrader 0.9
GRADING = Path(__file__).with_name("grading.py")
CONFIG = '''\
"""Settings for nbgrader: run its commands in this folder."""

import os
import sys
import sysconfig
from pathlib import Path

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.converters import Autograde
from nbgrader.preprocessors import GetGrades, OverwriteCells

folder = Path(__file__).parent
sys.path.insert(0, str(folder))
from grading import ReadableFeedback, RestoreCells  # beside this file

c = get_config()
c.CourseDirectory.course_id = "fashion-mnist"

# nbgrader starts alembic by name; it is installed beside the Python that runs nbgrader.
os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", "")])

# One copy of the images for all submissions, made by: python -m fmnist_helpers data --root data
images = folder / "data"
if images.is_dir():
    os.environ.setdefault("FMNIST_DATA", str(images))
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", "data"]

# Nothing replaces the solution below the stub: the stub runs as it is.
c.ClearSolutions.code_stub = {"python": ""}

# A cell that trains may take minutes on a busy server; nbgrader's own limit is 30 seconds.
c.Execute.timeout = 300
c.Execute.iopub_timeout = 60

# Deleted cells come back before nbgrader puts the hidden tests into theirs.
steps = Autograde.sanitize_preprocessors.default()
steps.insert(steps.index(OverwriteCells), RestoreCells)
c.Autograde.sanitize_preprocessors = steps
c.GenerateFeedback.preprocessors = [GetGrades, ReadableFeedback, CSSHTMLHeaderPreprocessor]
'''


def write(
    out: str | Path, lessons: str | Path | None = None, only: list[str] | None = None
) -> Path:
    """Write the course into the new folder `out`, and return it.

    ``out/source/LESSON``, such as ``06_device``, holds a lesson, an assignment for nbgrader.
    Arguments and errors are those of `edition.write`.
    """
    paths = edition.find(lessons, only)
    with new_folder(out, edition.made_from(paths)) as folder:
        (folder / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
        shutil.copyfile(GRADING, folder / GRADING.name)
        for path in paths:
            notebook = source_lesson(edition.read(path), path.stem)
            source = folder / "source" / path.stem
            source.mkdir(parents=True)
            edition.write_lesson(notebook, source / path.name, [each.name for each in paths])
    return Path(out).expanduser()


def source_lesson(notebook: nbformat.NotebookNode, lesson: str) -> nbformat.NotebookNode:
    """The lesson with nbgrader's metadata: a graded answer and a locked test for each exercise."""
    used = set()
    for exercise in exercises(notebook.cells, lesson):
        stub, check = notebook.cells[exercise.stub], notebook.cells[exercise.check]
        grade_id = f"{lesson[:2]}-{exercise.name}"
        while grade_id in used:
            grade_id += "-again"
        used.add(grade_id)
        solution = solution_for(exercise, notebook.cells, lesson)
        stub.source = f"{stub.source}\n\n\n### BEGIN SOLUTION\n{solution}\n### END SOLUTION"
        stub.metadata.nbgrader = _metadata(f"{grade_id}-answer", solution=True)
        check.source += f"\n{_hidden_part(exercise)}"
        points = getattr(checks, exercise.name).points
        check.metadata.nbgrader = _metadata(f"{grade_id}-test", points=points)
    return edition.without_solutions(notebook, lesson)


def hidden_test(name: str) -> Callable | None:
    """The hidden test of the exercise `name`, which stands beside its check, if it has one."""
    lesson = sys.modules[getattr(checks, name).__module__]
    return getattr(lesson, f"hidden_{name}", None)


def _hidden_part(exercise: Exercise) -> str:
    test = hidden_test(exercise.name)
    # An answer above may have replaced `graded`: what is tested with is loaded anew.
    lines = [
        "### BEGIN HIDDEN TESTS",
        "import sys",
        'sys.modules.pop("fmnist_helpers.student", None)',
    ]
    lines.append("from fmnist_helpers.student import graded")
    arguments = f'"{exercise.name}", {exercise.arguments}'
    if test is not None:
        lines += ["", "", inspect.getsource(test).rstrip(), "", ""]
        arguments += f", hidden={test.__name__}"
    return "\n".join([*lines, f"graded({arguments})", "### END HIDDEN TESTS"])


def _metadata(grade_id: str, *, solution: bool = False, points: int | None = None) -> dict:
    graded = {} if points is None else {"points": points}
    return {
        "grade": points is not None,
        "grade_id": grade_id,
        "locked": not solution,
        "schema_version": SCHEMA_VERSION,
        "solution": solution,
        "task": False,
        **graded,
    }
