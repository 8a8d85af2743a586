"""The lessons as a source course for nbgrader: solutions between its marks, tests with points."""

import inspect
from pathlib import Path

import nbformat

from fmnist_helpers import student
from fmnist_helpers._exercises import Exercise, exercises, solution_for

ASSIGNMENT = "fashion-mnist"
SCHEMA_VERSION = 3  # of nbgrader's cell metadata, as of nbgrader 0.9
CONFIG = '''\
"""Settings for nbgrader: run its commands in this folder."""

import os
import sysconfig
from pathlib import Path

c = get_config()
c.CourseDirectory.course_id = "fashion-mnist"

# nbgrader starts alembic by name; it is installed beside the Python that runs nbgrader.
os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", "")])

# One copy of the images for all submissions, made by: python -m fmnist_helpers data --root data
images = Path(__file__).parent / "data"
if images.is_dir():
    os.environ.setdefault("FMNIST_DATA", str(images))
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", "data"]

# Under the stub, where the solution stood, nothing is put: the stub runs as it stands.
c.ClearSolutions.code_stub = {"python": ""}

# A cell that trains may take minutes on a busy server; nbgrader's own limit is 30 seconds.
c.Execute.timeout = 300
c.Execute.iopub_timeout = 60
'''


def write_course(out: str | Path, lessons=None, only: list[str] | None = None) -> Path:
    """Write the course into the new folder `out`, and return it. Arguments and errors as `write`'s.

    ``out/source/fashion-mnist`` holds the lessons for ``nbgrader generate_assignment``.
    """
    paths = student.find(lessons, only)
    with student.new_folder(out) as folder:
        (folder / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
        source = folder / "source" / ASSIGNMENT
        source.mkdir(parents=True)
        for path in paths:
            notebook = source_lesson(nbformat.read(path, as_version=4), path.stem)
            student.write_lesson(notebook, source / path.name, [each.name for each in paths])
    return Path(out)


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
        check.metadata.nbgrader = _metadata(f"{grade_id}-test", points=exercise.points)
    return student.without_solutions(notebook, lesson)


def _hidden_part(exercise: Exercise) -> str:
    # Imported here: the package that a student edition brings along comes without it.
    from fmnist_helpers import _hidden_tests

    test = getattr(_hidden_tests, f"hidden_{exercise.name}", None)
    lines = ["### BEGIN HIDDEN TESTS", "from fmnist_helpers.student import graded"]
    arguments = f"checks.{exercise.name}, {exercise.arguments}"
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
