"""Answers of every kind to every exercise, and what the checks say of them.

A file `lesson_NN.py` holds ANSWERS of its lesson: for each exercise right answers and wrong ones,
as a learner types them into the cell of the exercise. They were written by somebody who had read
the lesson, not the check. `python -m tests.answers` prints how the checks did. If it has a function
`given`, that returns the data variables of the lesson's cells, by name: an answer may use them, and
the check gets its other arguments from them.
"""

import ast
import contextlib
import functools
import importlib
import linecache
from pathlib import Path
from types import CodeType
from typing import NamedTuple

import nbformat

from fmnist_helpers import checks
from fmnist_helpers.checks.engine import run
from fmnist_helpers.checks.engine.verdict import Verdict
from tests.support.lessons import NOTEBOOKS

HERE = Path(__file__).parent


class Wrong(NamedTuple):
    """A wrong answer: its source, what is wrong with it, and words that the verdict must hold.

    `says` is empty if the check notices that the answer is wrong, but not why.
    """

    source: str
    cause: str
    says: str = ""


class Answer(NamedTuple):
    """One answer, found in the table."""

    exercise: str
    name: str
    source: str
    wrong: Wrong | None


def answers() -> list[Answer]:
    """All answers, lesson by lesson."""
    found = []
    for path in sorted(HERE.glob("lesson_[0-9][0-9].py")):
        for exercise, kinds in importlib.import_module(
            f"tests.answers.{path.stem}"
        ).ANSWERS.items():
            for name, source in kinds["right"].items():
                found.append(Answer(exercise, f"right: {name}", source, None))
            for name, wrong in kinds["wrong"].items():
                found.append(Answer(exercise, f"wrong: {name}", wrong.source, wrong))
    return found


def verdict(answer: Answer, details: tuple = ()) -> Verdict:
    """What the check says of an answer that was typed into the lesson; `details` follow it."""
    check = checks.EXERCISES[answer.exercise]
    lesson, (name, *others) = _cell_of(check.exercise)
    scope = {"__name__": "__main__"}
    for definition in _definitions(lesson):
        with contextlib.suppress(NameError):  # a default argument can be the lesson's data
            exec(definition, scope)
    table = importlib.import_module(f"tests.answers.lesson_{lesson.name[:2]}")
    if hasattr(table, "given"):
        scope |= table.given()
        details = tuple(eval(other, scope) for other in others)
    file = f"<{answer.exercise}: {answer.name}>"
    linecache.cache[file] = (len(answer.source), None, answer.source.splitlines(True), file)
    try:
        exec(compile(answer.source, file, "exec"), scope)
    except Exception as error:
        return Verdict(check.exercise, "not yet", f"the cell itself raised {error!r}")
    return run.evaluate(
        check.exercise, check.__wrapped__, scope.get(name), *details, seconds=check.seconds
    )


# What `judged` says of an answer that is judged as it should be.
AS_IT_IS = {"accepted", "named", "general"}


def judged(answer: Answer, said: Verdict) -> str:
    """The outcome of one answer, in a word or two."""
    if answer.wrong is None:
        return "accepted" if said else "refused"
    if said:
        return "passed"
    if run.STUMBLED in said.text:
        return "stumbled"
    if not answer.wrong.says:
        return "general"
    return "named" if answer.wrong.says in said.text else "other words"


@functools.cache
def _cell_of(exercise: str) -> tuple[Path, list[str]]:
    """The lesson, and what its check of `exercise` is called with; first, the answer's name."""
    number, name = exercise.split(".")
    (lesson,) = NOTEBOOKS.glob(f"{number}_*.ipynb")
    for cell in nbformat.read(lesson, as_version=4).cells:
        if "check" in cell.metadata.get("tags", ()):
            for node in ast.walk(ast.parse(cell.source)):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == f"checks.{name}":
                    return lesson, [ast.unparse(each) for each in node.args]
    raise LookupError(f"{lesson.name} has no cell that calls checks.{name}")


@functools.cache
def _definitions(lesson: Path) -> list[CodeType]:
    """What a learner's answer may use of a lesson: its imports, functions and classes."""
    found = []
    for cell in nbformat.read(lesson, as_version=4).cells:
        tags = set(cell.metadata.get("tags", ()))
        if cell.cell_type == "code" and not tags & {
            "stub",
            "check",
            "solution",
            "raises-exception",
        }:
            kept = [n for n in ast.parse(cell.source).body if _is_kept(n)]
            found += [compile(ast.unparse(node), lesson.name, "exec") for node in kept]
    return found


_IMPORT = (ast.Import, ast.ImportFrom)
_KEPT = (*_IMPORT, ast.FunctionDef, ast.ClassDef)


def _is_kept(node: ast.stmt) -> bool:
    """Whether it defines something without data: also an import that has a substitute."""
    if isinstance(node, ast.Try):
        return all(isinstance(inner, _IMPORT) for inner in node.body)
    return isinstance(node, _KEPT)
