"""Makes a check: it evaluates an answer, records what is right, and reports the verdict."""

import dis
import functools
import os
import traceback
from collections.abc import Callable
from pathlib import Path

from fmnist_helpers.checks.engine.expect import describe
from fmnist_helpers.checks.engine.sandbox import TimeUp, sandbox
from fmnist_helpers.checks.engine.verdict import (
    NOT_TRIED,
    NOT_YET,
    NotTried,
    NotYet,
    Verdict,
    not_tried,
    not_yet,
    right,
)
from fmnist_helpers.progress import record

SECONDS = 20  # for one check; the reference answers take far less than one
PACKAGE = Path(__file__).parents[2]
# Doesn't describe the answer: a learner who has not tried yet would read it above the fold.
PASSES = "this solution passes the check."


def check(*, points: int, seconds: float = SECONDS) -> Callable:
    """Turn `examine` into a check: `examine` returns why an answer is right, or raises NotYet.

    The exercise's id is the number of the lesson file and the function's name, such as "03.loader".
    A check takes the answer, prints its verdict and returns it; None and ``...`` count as not
    tried. A right answer is recorded as done, unless it is the lesson's own `solution`.

    A check never raises for a learner. With `strict`, for grading, it raises AssertionError unless
    the answer is right. ``FMNIST_STRICT=1``, which our tests set where they run a lesson, makes a
    wrong answer raise, but not an untouched stub.
    """

    def decorate(examine: Callable[..., str]) -> Callable[..., Verdict]:
        exercise = f"{examine.__module__.rpartition('_')[2]}.{examine.__name__}"

        @functools.wraps(examine)
        def checked(
            answer: object = None, *details: object, solution: bool = False, strict: bool = False
        ) -> Verdict:
            verdict = evaluate(exercise, examine, answer, *details, seconds=seconds)
            if verdict and solution:
                verdict = right(exercise, PASSES)
            elif verdict:
                record(exercise)
            raises = {NOT_YET, NOT_TRIED} if strict else set()
            if os.environ.get("FMNIST_STRICT") == "1":
                raises.add(NOT_YET)
            return report(verdict, raises)

        checked.exercise, checked.points = exercise, points
        return checked

    return decorate


def evaluate(
    exercise: str, examine: Callable[..., str], answer, *details, seconds: float = SECONDS
) -> Verdict:
    """The verdict on `answer`, without printing it."""
    if answer is None or answer is ...:
        return not_tried(exercise)
    try:
        with sandbox(seconds):
            return right(exercise, examine(answer, *details))
    except NotTried:
        return not_tried(exercise)
    except NotYet as problem:
        return not_yet(exercise, problem)
    except TimeUp:
        problem = NotYet(
            f"your code was still running after {seconds:g} seconds, and was stopped.",
            "look for a loop that never ends, such as `while True` without a `break`.",
        )
        return not_yet(exercise, problem)
    except KeyboardInterrupt:
        raise
    # A learner's code may raise anything, even SystemExit, and a check must survive it.
    except BaseException as error:
        return not_yet(exercise, NotYet(_what_was_raised(error)))


def report(verdict: Verdict, raises: set[str] = frozenset()) -> Verdict:
    """Print the verdict and return it; raise AssertionError if its state is among `raises`."""
    if verdict.state in raises:
        raise AssertionError(verdict.text)
    print(verdict.text)
    return verdict


def call(function: object, *arguments: object) -> object:
    """What the learner's `function` returns; a stub that only returns None is "not tried"."""
    if not callable(function):
        raise NotYet(
            f"expected a function, got {describe(function)}.",
            "pass the function itself, without parentheses. If you did, its name holds a result by "
            "now, not a function: run the cell with `def` again.",
        )
    try:
        result = function(*arguments)
    except NotImplementedError as error:
        if 'required "forward" function' not in str(error):
            raise
        raise NotYet("the module has no `forward`.", "is it spelt `forward`?") from error
    if result is not None and result is not ...:
        return result
    if is_stub(function):
        raise NotTried
    name = "`forward`" if hasattr(function, "forward") else "your function"
    raise NotYet(
        f"{name} returned None.",
        "end it with `return` and the result; `print` only shows it.",
    )


def _what_was_raised(error: BaseException) -> str:
    """The learner's line that raised `error`, and the last line of the traceback."""
    message = traceback.format_exception_only(error)[-1].strip()
    if len(message) > 300:
        message = f"{message[:297]}…"
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_theirs(frame)]
    if not frames:
        return f"your answer raised {message}"
    return f"your line `{frames[-1].line}` raised {message}"


def _is_theirs(frame: traceback.FrameSummary) -> bool:
    """Whether a frame of the traceback is the learner's code: no library, and not this package."""
    path = Path(frame.filename)
    if path.is_relative_to(PACKAGE):
        return False
    return not {"site-packages", "dist-packages"} & set(path.parts) and not path.is_relative_to(
        Path(os.__file__).parent
    )


def is_stub(function) -> bool:
    """Whether a function's body does nothing: no name is read, nothing is computed."""
    try:
        operations = {instruction.opname for instruction in dis.get_instructions(function)}
    except TypeError:
        return False
    return operations <= {"RESUME", "NOP", "LOAD_CONST", "POP_TOP", "RETURN_VALUE", "RETURN_CONST"}
