"""Puts back what an answer changes outside itself, and says what it was."""

import builtins
import contextlib
import math
import os
import random
import sys
import warnings
from collections.abc import Callable, Iterator

import numpy as np
import torch

# Where an answer may replace a function for everybody who runs after it.
PATCHED = (
    *(builtins, math, random, np, torch, torch.Tensor, torch.nn, torch.nn.functional, torch.optim),
    *(torch.nn.Module, torch.nn.Linear, torch.utils.data, torch.optim.Optimizer),
)
ENVIRONMENT = "the environment variables"


@contextlib.contextmanager
def kept_state() -> Iterator[list[str]]:
    """Global settings are afterwards what they were; the list names those that had changed.

    Random states and warning filters are put back without a word: to draw a number is no fault.
    """
    changed = []
    python, numpy = random.getstate(), np.random.get_state()  # noqa: NPY002
    compiler = "torch._dynamo" in sys.modules
    settings = [(what, read(), read, write) for what, read, write in _SETTINGS]
    functions = [(where, dict(vars(where))) for where in PATCHED]
    with warnings.catch_warnings(), torch.random.fork_rng(devices=[]):
        try:
            yield changed
        finally:
            random.setstate(python)
            np.random.set_state(numpy)  # noqa: NPY002
            if not compiler and "torch._dynamo" in sys.modules:
                # The first optimizer of a process loads it, and it changes torch and variables.
                settings = [each for each in settings if each[0] != ENVIRONMENT]
                functions = [each for each in functions if each[0] is not torch]
            for what, was, read, write in settings:
                if read() != was:
                    changed.append(what)
                    write(was)
            changed += [f"`{name}`" for where, was in functions for name in _restored(where, was)]


def _restored(where: object, was: dict[str, object]) -> list[str]:
    """The names in a module or class that got another value; they have the old one again."""
    now = dict(vars(where))
    if isinstance(where, type):  # a method that was inherited before hides what it came from
        added = [name for name in now if name not in was and not name.startswith("__")]
    else:  # modules load parts of themselves late, and their names that begin with `_` are caches
        added = []
        was = {name: value for name, value in was.items() if not name.startswith("_")}
    replaced = [name for name in was if name in now and now[name] is not was[name]]
    for name in added:
        delattr(where, name)
    for name in replaced:
        setattr(where, name, was[name])
    return [f"{where.__name__}.{name}" for name in replaced + added]


def _set_environment(was: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(was)


def _default_device() -> torch.device:
    return torch.empty(0).device  # torch 2.9's get_default_device fails once None was set


def _set_default_device(was: torch.device) -> None:
    torch.set_default_device(None if was == torch.device("cpu") else was)


_SETTINGS: list[tuple[str, Callable[[], object], Callable]] = [
    ("the default dtype", torch.get_default_dtype, torch.set_default_dtype),
    ("the default device", _default_device, _set_default_device),
    ("whether gradients are computed", torch.is_grad_enabled, torch.set_grad_enabled),
    (
        "whether algorithms are deterministic",
        torch.are_deterministic_algorithms_enabled,
        torch.use_deterministic_algorithms,
    ),
    ("the number of threads", torch.get_num_threads, torch.set_num_threads),
    (ENVIRONMENT, lambda: dict(os.environ), _set_environment),
    ("`sys.path`", lambda: list(sys.path), lambda was: sys.path.__setitem__(slice(None), was)),
]
