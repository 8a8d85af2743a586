"""The lessons as a class gets them: without solutions and outputs, or as a course to grade.

They are made in a checkout of the repository, by its folder ``classroom``. `graded` works anywhere.
"""

import contextlib
import importlib
import io
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

PACKAGE = Path(__file__).parent


def write(
    out: str | Path, lessons: str | Path | None = None, only: list[str] | None = None
) -> Path:
    """Write the class edition into the new folder `out`: see ``classroom.edition.write``."""
    return _classroom("edition").write(out, lessons, only)


def write_course(
    out: str | Path, lessons: str | Path | None = None, only: list[str] | None = None
) -> Path:
    """Write a course for nbgrader into the new folder `out`: see ``classroom.course.write``."""
    return _classroom("course").write(out, lessons, only)


def graded(
    check: Callable, answer: object, *details: object, hidden: Callable | None = None
) -> float | None:
    """Raise AssertionError unless `answer` is right: for the cells that nbgrader grades.

    Of an answer with parts, some of which are right, it returns how many of the points they earn.
    nbgrader takes the number that ends a cell for its score, and None for all points.
    The check is strict, so an untouched stub fails too; then `hidden(answer)` asserts on new
    inputs. Nothing is printed: nbgrader takes a line on stderr for a failure.
    """
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            check(answer, *details, strict=True)
        except AssertionError as failed:
            verdict = getattr(failed, "verdict", None)
            if verdict is None or not verdict.share:
                raise
            return round(verdict.share * check.points, 2)
        if hidden is not None:
            hidden(answer)
    return None


def _classroom(name: str) -> ModuleType:
    if not (PACKAGE.parent / "classroom" / "__init__.py").is_file():
        raise FileNotFoundError(
            f"there is no folder classroom beside {PACKAGE}: editions for a class are made in a "
            "checkout of the repository. Get one, and run this command in it"
        )
    return importlib.import_module(f"classroom.{name}")
