"""Knows which of a notebook's cells failed last, since a check then looks at an older answer."""

import contextlib
import ctypes
import re

from fmnist_helpers.progress import notebook

# What a cell defines at its left margin: functions, classes, variables.
DEFINED = re.compile(r"^(?:async )?(?:def|class) (\w+)|^(\w+)(?: *:[^=\n]+)? *=(?!=)", re.MULTILINE)
_failed: dict[str, str] = {}


def watch_cells() -> None:
    """From now on, note what each cell that fails would have defined, if this is a notebook.

    What a cell has freed goes back to the system: a class shares it, and kernels stay for hours.
    """
    shell = notebook()
    if shell is not None and _note not in shell.events.callbacks["post_run_cell"]:
        shell.events.register("post_run_cell", _note)
        shell.events.register("post_run_cell", lambda _: return_freed_memory())


def return_freed_memory() -> None:
    """Give what was freed back to the system (Linux with glibc), which else keeps it in the heap.

    It takes a few milliseconds; what the next step needs, the system has to hand out again.
    """
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def failed_definition() -> tuple[str, str] | None:
    """The first name in the cell that runs now whose own cell failed, and its error; else None."""
    shell = notebook()
    if shell is None or not _failed:
        return None
    names = re.findall(r"\w+", shell.history_manager.input_hist_raw[-1])
    return next(((name, _failed[name]) for name in names if name in _failed), None)


def _note(result) -> None:
    names = [function or variable for function, variable in DEFINED.findall(result.info.raw_cell)]
    error = result.error_before_exec or result.error_in_exec
    for name in names:
        _failed.pop(name, None)
        if error is not None:
            _failed[name] = type(error).__name__
