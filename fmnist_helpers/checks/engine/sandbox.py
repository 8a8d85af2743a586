"""Where an answer runs: bounded in time and output, in a temporary folder, leaving nothing behind.

In a notebook on Linux it runs in a copy of the kernel, which can be ended whatever it does.
Elsewhere it runs in the kernel itself, and a call into C code that never returns is not ended.
"""

import contextlib
import ctypes
import io
import multiprocessing
import signal
import sys
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

import torch

from fmnist_helpers.checks.engine.state import kept_state
from fmnist_helpers.progress import notebook

KEPT_OUTPUT = 2_000  # characters
GRACE = 2.0  # seconds that a copy of the kernel has to report, after its time is up
PACKAGE = Path(__file__).parents[2]


class TimeUp(BaseException):
    """The time limit of a check; not an Exception, so `except Exception` does not swallow it."""


class Ended(Exception):
    """An answer ended the process that it ran in."""


@contextlib.contextmanager
def sandbox(seconds: float) -> Iterator[list[str]]:
    """A temporary working folder, captured output, and a time limit.

    Yields the list that says at the end which global settings were changed, and are put back.
    """
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        contextlib.chdir(folder),
        contextlib.redirect_stdout(_Capped()),
        contextlib.redirect_stderr(_Capped()),
        kept_state() as changed,
        time_limit(seconds),
    ):
        yield changed


def can_run_apart() -> bool:
    """Whether this is a notebook's kernel that can be copied: on Linux, and without a GPU in use.

    A copy of a process can't use the GPU that the original uses. Programs without a kernel can be
    ended by Ctrl-C, and need no copy.
    """
    in_main = threading.current_thread() is threading.main_thread()
    in_kernel = notebook() is not None and in_main
    return in_kernel and sys.platform == "linux" and not torch.cuda.is_initialized()


def run_apart(function: Callable[[], object], seconds: float) -> object:
    """What `function()` returns in a copy of this process: it must be possible to pickle it.

    Raises TimeUp if that takes longer than `seconds` and GRACE, and Ended if the copy just ends.
    """
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    copy = context.Process(target=_send, args=(function, sender))
    with warnings.catch_warnings():  # Python 3.12 warns of threads, which the copy doesn't use
        warnings.simplefilter("ignore", DeprecationWarning)
        copy.start()
    sender.close()
    try:
        if not receiver.poll(seconds + GRACE):
            raise TimeUp
        return receiver.recv()
    except EOFError:
        raise Ended from None
    finally:
        copy.kill()
        copy.join()
        receiver.close()


def _send(function: Callable[[], object], sender) -> None:
    torch.set_num_threads(1)  # the threads that would share the work were not copied
    sender.send(function())


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TimeUp in the block after `seconds`.

    In the main thread of Linux and macOS, a timer signal ends a sleep as well as a loop, and comes
    again while a learner's code goes on nevertheless. Elsewhere another thread sets the exception,
    which arrives with the next Python instruction.
    """
    in_main = threading.current_thread() is threading.main_thread()
    with _by_signal(seconds) if in_main and hasattr(signal, "setitimer") else _by_thread(seconds):
        yield


@contextlib.contextmanager
def _by_signal(seconds: float) -> Iterator[None]:
    told = False

    def stop(_, frame):
        nonlocal told
        if not told or _in_their_code(frame):
            told = True
            raise TimeUp

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.001)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _in_their_code(frame: FrameType | None) -> bool:
    """Whether the instruction that was interrupted is the learner's own."""
    return frame is not None and is_theirs(frame.f_code.co_filename)


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


def is_theirs(filename: str) -> bool:
    """Whether a file of code is the learner's: no library, and not this package."""
    path = Path(filename)
    if path.is_relative_to(PACKAGE) or path.is_relative_to(Path(contextlib.__file__).parent):
        return False
    return not {"site-packages", "dist-packages"} & set(path.parts)


class _Capped(io.StringIO):
    """Keeps the first characters that an answer prints, and drops the rest."""

    def write(self, text: str) -> int:
        room = KEPT_OUTPUT - self.tell()
        if room > 0:
            super().write(text[:room])
        return len(text)
