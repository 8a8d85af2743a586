"""Runs a learner's answer: bounded in time and output, in a temporary folder, never fatal."""

import contextlib
import ctypes
import dis
import functools
import io
import os
import signal
import tempfile
import threading
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import torch

from fmnist_helpers.checks._verdict import (
    NOT_TRIED,
    RIGHT,
    NotTried,
    NotYet,
    Verdict,
    deliver,
    not_yet,
)
from fmnist_helpers.progress import record

SECONDS = 20  # for one check; the reference answers take far less than one
KEPT_OUTPUT = 2_000  # characters
PACKAGE = Path(__file__).parents[1]
# Says nothing of the answer, which a learner who has not tried yet would read under the fold.
PASSES = "Right: this solution passes the check."


def check(exercise: str, *, seconds: float = SECONDS) -> Callable:
    """Makes a check of `examine`, which returns why an answer is right, or raises NotYet.

    The check never raises for a learner. It takes the answer, shows its verdict and returns it.
    What is right is noted as done, but for a lesson's own `solution`.
    `exercise` is lesson and name, such as "03.loader". None and ``...`` count as "not tried".
    """

    def decorate(examine: Callable[..., str]) -> Callable[..., Verdict]:
        @functools.wraps(examine)
        def checked(answer=None, *details, solution: bool = False) -> Verdict:
            verdict = judge(exercise, examine, answer, *details, seconds=seconds)
            if verdict.state == RIGHT and solution:
                verdict = Verdict(exercise, RIGHT, PASSES)
            elif verdict.state == RIGHT:
                record(exercise)
            return deliver(verdict)

        checked.exercise = exercise
        return checked

    return decorate


def judge(exercise: str, examine, answer, *details, seconds: float = SECONDS) -> Verdict:
    """The verdict on `answer`, without showing it."""
    if answer is None or answer is ...:
        return _untried(exercise)
    try:
        with surroundings(seconds):
            because = examine(answer, *details)
    except NotTried:
        return _untried(exercise)
    except NotYet as problem:
        return not_yet(exercise, problem)
    except TimeUp:
        return not_yet(
            exercise,
            NotYet(
                f"your code was still running after {seconds:g} seconds, and was stopped.",
                "look for a loop that never ends, such as `while True` or a loader without a stop.",
            ),
        )
    # A learner's code may raise anything, SystemExit among it, and a check must survive it.
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        return not_yet(exercise, NotYet(describe(error)))
    return Verdict(exercise, RIGHT, f"Right: {because}")


def call(function, *arguments):
    """What the learner's `function` gives; a stub that only returns None is "not tried"."""
    if not callable(function):
        raise NotYet(
            f"expected a function, got {kind(function)}.",
            "give the function itself, without brackets: `checks.…(my_function)`.",
        )
    result = function(*arguments)
    if result is not None and result is not ...:
        return result
    if _is_stub(function):
        raise NotTried
    raise NotYet(
        "your function gave None.",
        "end it with `return` and the result; `print` does not hand anything back.",
    )


def kind(value) -> str:
    """What `value` is, in words: for tensors with shape and dtype."""
    if isinstance(value, torch.Tensor):
        return f"a tensor of shape {tuple(value.shape)} and dtype {value.dtype}"
    if isinstance(value, tuple | list):
        return f"{_a(value)} of {len(value)}"
    if isinstance(value, bool | int | float | str):
        shown = repr(value)
        return shown if len(shown) <= 60 else f"{shown[:57]}…"
    return _a(value)


def _a(value) -> str:
    name = type(value).__name__
    return f"an {name}" if name[0] in "AEIOUaeiou" else f"a {name}"


def describe(error: BaseException) -> str:
    """The learner's line that raised `error`, and the last line of the traceback."""
    message = traceback.format_exception_only(error)[-1].strip()
    if len(message) > 300:
        message = f"{message[:297]}…"
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_theirs(frame)]
    if not frames:
        return f"your answer raised {message}"
    return f"your line `{frames[-1].line}` raised {message}"


class TimeUp(BaseException):
    """The time limit of a check; no Exception, so that `except Exception` does not swallow it."""


@contextlib.contextmanager
def surroundings(seconds: float) -> Iterator[None]:
    """A temporary working folder, captured output, random states put back, and a time limit."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        contextlib.chdir(folder),
        contextlib.redirect_stdout(_Capped()),
        contextlib.redirect_stderr(_Capped()),
        torch.random.fork_rng(devices=[]),
        time_limit(seconds),
    ):
        yield


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TimeUp in the block after `seconds`.

    In the main thread of Linux and macOS a timer signal ends sleeping as well as loops. Elsewhere
    the exception is set from another thread, and arrives with the next Python instruction: a call
    into C code that never returns is not ended.
    """
    in_main = threading.current_thread() is threading.main_thread()
    with _by_signal(seconds) if in_main and hasattr(signal, "setitimer") else _by_thread(seconds):
        yield


@contextlib.contextmanager
def _by_signal(seconds: float) -> Iterator[None]:
    def stop(*_):
        raise TimeUp

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def _by_thread(seconds: float) -> Iterator[None]:
    thread, done = threading.get_ident(), threading.Event()

    def stop():
        if not done.wait(seconds):
            ctypes.pythonapi.PyThreadState_SetAsyncExc(
                ctypes.c_ulong(thread), ctypes.py_object(TimeUp)
            )

    watch = threading.Thread(target=stop, daemon=True)
    watch.start()
    try:
        yield
    finally:
        done.set()
        watch.join()


class _Capped(io.StringIO):
    """Keeps the first characters of what a learner's code prints, and forgets the rest."""

    def write(self, text: str) -> int:
        room = KEPT_OUTPUT - self.tell()
        if room > 0:
            super().write(text[:room])
        return len(text)


def _is_stub(function) -> bool:
    """Whether a function's body does nothing: no name is read, nothing is computed."""
    try:
        operations = {instruction.opname for instruction in dis.get_instructions(function)}
    except TypeError:
        return False
    return operations <= {"RESUME", "NOP", "LOAD_CONST", "POP_TOP", "RETURN_VALUE", "RETURN_CONST"}


def _untried(exercise: str) -> Verdict:
    text = "Not tried yet. Replace the stub above by your answer, then run both cells."
    return Verdict(exercise, NOT_TRIED, text)


def _is_theirs(frame: traceback.FrameSummary) -> bool:
    """Whether a frame of the traceback is the learner's code: no library, and not this package."""
    path = Path(frame.filename)
    if path.is_relative_to(PACKAGE):
        return False
    return not {"site-packages", "dist-packages"} & set(path.parts) and not path.is_relative_to(
        Path(os.__file__).parent
    )
