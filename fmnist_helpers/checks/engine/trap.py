"""A file that does something when it is loaded, here without harm."""

import contextlib
from collections.abc import Callable
from pathlib import Path

import torch

_SPRUNG = []


def springs(path: Path, read: Callable[[], object]) -> bool:
    """Whether `read()` reads the file at `path` as a pickle that may run anything."""
    _SPRUNG.clear()
    torch.save({"model": _Trap()}, path)
    with contextlib.suppress(Exception):  # it can't become a checkpoint, whoever reads it
        read()
    return bool(_SPRUNG)


def _spring() -> None:
    _SPRUNG.append(True)


class _Trap:
    """Pickled, it becomes a call of `_spring`: a hostile file would put a command there."""

    def __reduce__(self):
        return _spring, ()
