"""The lessons as a class gets them: without solutions and outputs, or as a course to grade.

They are made in a checkout of the repository, by its folder ``classroom``. `graded` works anywhere.
"""

import contextlib
import importlib
import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

PACKAGE = Path(__file__).parent
# Since its first import, it notes which cells of a notebook fail; it is no use to who would cheat.
WATCHES = "fmnist_helpers.checks.engine.cells"


def write(
    out: str | Path,
    lessons: str | Path | None = None,
    only: list[str] | None = None,
    course: str | Path | None = None,
) -> Path:
    """Write the class edition into the new folder `out`: see ``classroom.edition.write``."""
    return _classroom("edition").write(out, lessons, only, course)


def write_course(
    out: str | Path, lessons: str | Path | None = None, only: list[str] | None = None
) -> Path:
    """Write a course for nbgrader into the new folder `out`: see ``classroom.course.write``."""
    return _classroom("course").write(out, lessons, only)


def graded(
    name: str, answer: object, *details: object, hidden: Callable | None = None
) -> float | None:
    """Raise AssertionError unless `answer` is right: for the cells that nbgrader grades.

    `name` is that of a check. Of an answer with parts, some of which are right, it returns how many
    of the points they earn. nbgrader takes the number that ends a cell for its score, and None for
    all points. The check is strict, so an untouched stub fails too; then `hidden(answer)` asserts
    on new inputs. Nothing is printed: nbgrader takes a line on stderr for a failure.

    The checks are loaded anew from their files, so what an answer has replaced in them is not used.
    """
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        _loaded_anew(f"{__package__}.checks") as checks,
    ):
        check = getattr(checks, name)
        try:
            check(answer, *details, strict=True)
        except AssertionError as failed:
            verdict = getattr(failed, "verdict", None)
            if verdict is None or not verdict.share:
                raise
            return round(verdict.share * check.points, 2)
        if hidden is not None:
            _try_hidden(hidden, answer)
    return None


def _try_hidden(hidden: Callable, answer: object) -> None:
    """Run the hidden test, and raise a plain AssertionError if it fails.

    Grading shows nothing of a plain AssertionError: a hidden verdict would give its inputs away.
    """
    try:
        hidden(answer)
    except AssertionError as failed:
        raise AssertionError(str(failed)) from None


@contextlib.contextmanager
def _loaded_anew(package: str) -> Iterator[ModuleType]:
    """A second copy of a package and of all its modules; afterwards the first one is back."""

    def loaded() -> dict[str, ModuleType]:
        names = [n for n in sys.modules if f"{n}.".startswith(f"{package}.") and n != WATCHES]
        return {n: sys.modules[n] for n in names}

    parent, _, name = package.rpartition(".")
    first = loaded()
    for each in first:
        del sys.modules[each]
    try:
        yield importlib.import_module(package)
    finally:
        for each in loaded():
            del sys.modules[each]
        sys.modules.update(first)
        if package in first:
            setattr(sys.modules[parent], name, first[package])


def _classroom(name: str) -> ModuleType:
    if not (PACKAGE.parent / "classroom" / "__init__.py").is_file():
        raise FileNotFoundError(
            f"there is no folder classroom beside {PACKAGE}: editions for a class are made in a "
            "checkout of the repository. Get one, and run this command in it"
        )
    return importlib.import_module(f"classroom.{name}")
