"""Makes a check: it evaluates an answer, records what is right, and reports the verdict."""

import dis
import functools
import inspect
import os
import re
import traceback
from collections.abc import Callable

from fmnist_helpers.checks.engine.cells import failed_definition, watch_cells
from fmnist_helpers.checks.engine.classics import explained, look_at_call, look_at_result
from fmnist_helpers.checks.engine.expect import describe
from fmnist_helpers.checks.engine.raised import hint_to_error
from fmnist_helpers.checks.engine.sandbox import (
    Ended,
    TimeUp,
    can_run_apart,
    is_theirs,
    run_apart,
    sandbox,
)
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
from fmnist_helpers.checks.engine.verdict import solution as passes
from fmnist_helpers.progress import notebook, record

SECONDS = 20  # for one check; the reference answers take far less than one
# Said if a check itself fails at an answer: our tests look for it, since that is a bug of ours.
STUMBLED = "the check could not use your answer"
# What methods return that change their object is returned, or given a name: it is None.
RETURNS_NONE = re.compile(
    r"(?:return\b|=).*\.(append|extend|insert|sort|reverse|update|shuffle|backward|zero_grad|step)\("
)


class Failed(AssertionError):
    """A check that is strict found that the answer is not right; `verdict` says what it is."""

    def __init__(self, verdict: Verdict):
        super().__init__(verdict.text)
        self.verdict = verdict


def check(
    *, points: int, seconds: float = SECONDS, errors: dict[str, str | tuple[str, str]] | None = None
) -> Callable:
    """Turn `examine` into a check: `examine` returns why an answer is right, or raises NotYet.

    The exercise's id is the number of the lesson file and the function's name, such as "03.loader".
    A check takes the answer, prints its verdict and returns it; None and ``...`` count as not
    tried. A right answer is recorded as done, unless it is the lesson's own `solution`.

    `errors` says what errors mean in this exercise: {a pattern in the message: a hint, or a hint
    and its misconception}; the first that is found counts.

    A check never raises for a learner. With `strict`, for grading, it shows nothing, and raises
    AssertionError unless the answer is right. ``FMNIST_STRICT=1``, which our tests set where they
    run a lesson, makes a wrong answer raise, but not an untouched stub. A keyword of `examine`
    takes other `inputs` than those that a learner's answer is tried on: hidden tests use that.
    """

    def decorate(examine: Callable[..., str]) -> Callable[..., Verdict]:
        exercise = f"{examine.__module__.rpartition('_')[2]}.{examine.__name__}"

        @functools.wraps(examine)
        def checked(
            answer: object = None,
            *details: object,
            solution: bool = False,
            strict: bool = False,
            **inputs: object,
        ) -> Verdict:
            tried = functools.update_wrapper(functools.partial(examine, **inputs), examine)
            verdict = evaluate(exercise, tried, answer, *details, seconds=seconds)
            if verdict and solution:
                verdict = passes(exercise)
            elif verdict:
                record(exercise)
            raises = {NOT_YET, NOT_TRIED} if strict else set()
            if os.environ.get("FMNIST_STRICT") == "1":
                raises.add(NOT_YET)
            if verdict.state in raises:
                raise Failed(verdict)
            if not strict:
                show(verdict)
            return verdict

        examine.errors = errors or {}
        checked.exercise, checked.points, checked.seconds = exercise, points, seconds
        return checked

    return decorate


def evaluate(
    exercise: str, examine: Callable[..., str], answer, *details, seconds: float = SECONDS
) -> Verdict:
    """The verdict on `answer`, without printing it."""
    if failed := failed_definition():
        name, error = failed
        problem = NotYet(
            f"the cell that defines `{name}` stopped with {error}, so an older `{name}` would be "
            "checked.",
            "run that cell again; when no error is left, run this check.",
        )
        return not_yet(exercise, problem)
    if answer is None or answer is ...:
        return not_tried(exercise)

    def examined() -> Verdict:
        return _examined(exercise, examine, answer, details, seconds)

    if not can_run_apart():
        return examined()
    try:
        return run_apart(examined, seconds)
    except TimeUp:
        return not_yet(exercise, _too_long(seconds))
    except Ended:
        problem = NotYet(
            "your code ended Python itself.",
            "leave out `exit()`, `quit()` and `os._exit()`; `return` ends a function.",
        )
        return not_yet(exercise, problem)


def _examined(exercise, examine, answer, details, seconds) -> Verdict:
    """The verdict, reached in this process."""
    changed = []
    try:
        with sandbox(seconds) as changed:
            verdict = right(exercise, examine(answer, *details))
    except NotTried:
        verdict = not_tried(exercise)
    except NotYet as problem:
        verdict = not_yet(exercise, explained(answer, examine, problem))
    except TimeUp:
        verdict = not_yet(exercise, _too_long(seconds))
    except KeyboardInterrupt:
        raise
    # A learner's code may raise anything, even SystemExit, and a check must survive it.
    except BaseException as error:
        problem = _what_was_raised(error, answer, getattr(examine, "errors", {}))
        verdict = not_yet(exercise, explained(answer, examine, problem))
    return verdict.noting(changed)


def _too_long(seconds: float) -> NotYet:
    return NotYet(
        f"your code was still running after {seconds:g} seconds, and was stopped.",
        "look for a loop that never ends, such as `while True` without a `break`.",
    )


def show(verdict: Verdict) -> None:
    """Show a verdict: in a notebook as a card; elsewhere its text is printed."""
    if (shell := notebook()) is not None:
        shell.display_pub.publish({"text/plain": verdict.text, "text/html": verdict.card()})
    else:
        print(verdict.text)


def call(function: object, *arguments: object) -> object:
    """What the learner's `function` returns; a stub that only returns None is "not tried"."""
    if not callable(function):
        raise NotYet(
            f"expected a function, got {describe(function)}.",
            "pass the function itself, without parentheses. If you did, its name holds a result by "
            "now, not a function: run the cell with `def` again.",
        )
    look_at_call(function, arguments)
    try:
        result = function(*arguments)
    except NotImplementedError as error:
        if 'required "forward" function' not in str(error):
            raise
        hint = "is it spelt `forward`, and does its `def` stand under that of `__init__`?"
        if (line := _their_line(error)) is not None:
            hint = f"`{line}` calls a list of layers: call each layer in a loop."
        raise NotYet("the module has no `forward`.", hint) from error
    if result is not None and result is not ...:
        look_at_result(result)
        return result
    if is_stub(function):
        raise NotTried
    name = "`forward`" if hasattr(function, "forward") else "your function"
    raise NotYet(f"{name} returned None.", _why_none(function))


def _why_none(function: Callable) -> str:
    """A hint for a function that returned None."""
    body = getattr(function, "forward", function)
    try:
        source = inspect.getsource(body)
    except (OSError, TypeError):
        source = ""
    if found := RETURNS_NONE.search(source):
        return (
            f"`{found[1]}` changes its object in place and returns None: call it on a line of its "
            "own, then return the object."
        )
    if "print(" in source and "return" not in source:
        return "`print` only shows the result: `return` hands it back."
    return "end it with `return` and the result, also after a loop or an `if`."


def _what_was_raised(error: BaseException, answer: object, known: dict) -> NotYet:
    """The learner's line that raised `error`, and the last line of the traceback."""
    whole = traceback.format_exception_only(error)[-1].strip()
    message = whole if len(whole) <= 300 else f"{whole[:297]}…"
    line = _their_line(error)
    where = "your code" if line is None else f"your line `{line}`"
    for pattern, meaning in known.items():
        if re.search(pattern, whole):
            return NotYet(
                f"{where} raised {message}", *([meaning] if isinstance(meaning, str) else meaning)
            )
    if line is not None:
        return NotYet(f"{where} raised {message}", hint_to_error(error, answer))
    if isinstance(error, SystemExit):
        return NotYet("your code ended Python itself.", "`return` ends a function, `exit()` all.")
    return NotYet(
        f"{STUMBLED}: {message}",
        "is what you return of the kind and shape that the exercise asks for?",
    )


def _their_line(error: BaseException) -> str | None:
    """The innermost line of the learner's own code that `error` came through, if it did."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if is_theirs(f.filename)]
    return frames[-1].line if frames else None


def is_stub(function) -> bool:
    """Whether a function's body does nothing: no name is read, nothing is computed."""
    try:
        operations = {instruction.opname for instruction in dis.get_instructions(function)}
    except TypeError:
        return False
    return operations <= {"RESUME", "NOP", "LOAD_CONST", "POP_TOP", "RETURN_VALUE", "RETURN_CONST"}


watch_cells()
