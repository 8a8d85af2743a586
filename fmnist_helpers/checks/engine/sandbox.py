"""Where an answer runs: bounded in time and output, in a temporary folder."""

import contextlib
import ctypes
import io
import signal
import tempfile
import threading
from collections.abc import Iterator

import torch

KEPT_OUTPUT = 2_000  # characters


class TimeUp(BaseException):
    """The time limit of a check; not an Exception, so `except Exception` does not swallow it."""


@contextlib.contextmanager
def sandbox(seconds: float) -> Iterator[None]:
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

    In the main thread of Linux and macOS, a timer signal ends a sleep as well as a loop. Elsewhere
    another thread sets the exception, which arrives with the next Python instruction: a call into
    C code that never returns is not ended.
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
    """Keeps the first characters that an answer prints, and drops the rest."""

    def write(self, text: str) -> int:
        room = KEPT_OUTPUT - self.tell()
        if room > 0:
            super().write(text[:room])
        return len(text)
