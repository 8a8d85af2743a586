"""Ctrl-C that takes effect after the step, not in the middle of it."""

import signal
import threading


class Interrupts:
    """In its ``with`` block, the first Ctrl-C or SIGTERM is noted in ``.came``; the next one acts.

    Interrupting a notebook's kernel is a Ctrl-C too. Outside the main thread Python delivers no
    signals, and none is noted.
    """

    def __init__(self):
        self.came = False
        self._before = {}

    def __enter__(self) -> "Interrupts":
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(self, *_) -> None:
        for number, handler in self._before.items():
            # None means a handler that was not set from Python and cannot be put back.
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
        self._before = {}

    def _note(self, number: int, _frame) -> None:
        self.came = True
        self.__exit__()
