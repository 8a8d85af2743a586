"""What kind of answer came: each function raises NotYet if it is not the kind expected."""

import numpy as np
import torch

from fmnist_helpers.checks.engine.classics import named
from fmnist_helpers.checks.engine.verdict import NotTried, NotYet


def plain(value: object) -> object:
    """The Python number in a NumPy or tensor scalar; any other value as it is."""
    if isinstance(value, np.generic) or getattr(value, "ndim", None) == 0:
        return value.item()
    return value


def expect_whole_number(value: object, hint: str = "") -> int:
    """The value, an int; it may be Python's, NumPy's or a tensor's."""
    number = plain(value)
    if isinstance(number, bool) or not isinstance(number, int):
        if isinstance(number, float) and number.is_integer():
            hint = hint or f"`{number!r}` is a float: `//` and `int(…)` make whole numbers."
        elif isinstance(number, str):
            hint = hint or "write it without quotes."
        raise NotYet(f"expected a whole number, got {describe(value)}.", hint)
    return number


def expect_number(value: object, what: str, hint: str = "") -> float:
    """The value, an int or a float; `what` it should be stands in the message."""
    number = plain(value)
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise NotYet(f"expected {what}, got {describe(value)}.", hint)
    return number


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


def expect_parts(value: object, names: str) -> tuple | list:
    """The value, a tuple or list of as many parts as there are in `names`, such as "(a, b)"."""
    count = names.count(",") + 1
    if not isinstance(value, tuple | list) or len(value) != count:
        hint = f"return {'both' if count == 2 else 'all'}: `return {names.strip('()')}`."
        raise NotYet(f"expected {names}, got {describe(value)}.", hint)
    return value


def expect_answers(value: object, count: int, what: str, example: str) -> list:
    """The value, a list of `count` answers; it may also be a dict's values, a tuple or a tensor."""
    value = list(value.values()) if isinstance(value, dict) else value
    value = value.tolist() if hasattr(value, "tolist") else value
    if not isinstance(value, list | tuple):
        raise NotYet(f"expected a list of {count} {what}, got {describe(value)}.", example)
    if not value or all(each is None or each is ... for each in value):
        raise NotTried
    return list(value)


def expect_unchanged(now: object, before: object, what: str, hint: str = "") -> None:
    """Raise NotYet if a function changed an argument: a tensor, or a list of plain values."""
    if not (torch.equal(now, before) if isinstance(now, torch.Tensor) else now == before):
        raise NotYet(
            f"your function changed the {what} that it was given.",
            hint
            or "methods such as `pop`, `sort`, `shuffle` or those that end in `_`, and operators "
            "such as `*=`, change what they are given: work on a copy.",
        )


def what_led_to(found: object, mistakes: dict[str, object], rtol: float = 1e-4) -> str:
    """The first of `mistakes`, {what it is: what it leads to}, that leads to `found`; "" for none.

    What is compared are numbers or tensors.
    """
    found = torch.as_tensor(found).double()
    for mistake, value in mistakes.items():
        value = torch.as_tensor(value).double()
        if value.shape == found.shape and torch.allclose(found, value, rtol=rtol, atol=1e-5):
            return mistake
    return ""


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
    if words := named(value):
        return words
    name = type(value).__name__
    kind = f"an {name}" if name[0] in "AEIOUaeiou" else f"a {name}"
    return f"{kind} of {len(value)}" if isinstance(value, tuple | list) else kind
