"""What kind of answer came: each function raises NotYet if it is not the kind expected."""

import numpy as np
import torch

from fmnist_helpers.checks.engine.verdict import NotYet


def expect_whole_number(value: object, hint: str = "") -> int:
    """The value, an int."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise NotYet(
            f"expected a whole number, got {describe(value)}.",
            hint or "write it without quotes and without a decimal point.",
        )
    return value


def expect_number(value: object, what: str, hint: str = "") -> float:
    """The value, an int or a float; `what` it should be stands in the message."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotYet(f"expected {what}, got {describe(value)}.", hint)
    return value


def expect_tensor(
    value: object, what: str = "a tensor", shape: tuple[int, ...] | None = None, hint: str = ""
) -> torch.Tensor:
    """The value, a tensor, of that `shape` if one is given; `what` stands in the message."""
    if not isinstance(value, torch.Tensor):
        if isinstance(value, np.ndarray):
            hint = hint or "`torch.from_numpy(…)`"
        raise NotYet(f"expected {what}, got {describe(value)}.", hint)
    if shape is not None and value.shape != shape:
        raise NotYet(f"expected {what} of shape {tuple(shape)}, got {tuple(value.shape)}.", hint)
    return value


def describe(value: object) -> str:
    """What `value` is, in words: for tensors, with shape and dtype."""
    if isinstance(value, torch.Tensor):
        return f"a tensor of shape {tuple(value.shape)} and dtype {value.dtype}"
    if isinstance(value, bool | int | float | str):
        shown = repr(value)
        return shown if len(shown) <= 60 else f"{shown[:57]}…"
    if value is None:
        return "None"
    if isinstance(value, np.ndarray):
        return f"a NumPy array of shape {value.shape}"
    name = type(value).__name__
    named = f"an {name}" if name[0] in "AEIOUaeiou" else f"a {name}"
    return f"{named} of {len(value)}" if isinstance(value, tuple | list) else named
