"""What became of the arguments that a check passed, and whether they arrived in their order."""

import inspect
import re

import torch

from fmnist_helpers.checks.engine.verdict import NotYet


def expect_unchanged(name: str, now: object, before: object) -> None:
    """Raise NotYet if a function changed its argument `name`: a tensor or a list."""
    same = torch.equal(now, before) if isinstance(now, torch.Tensor) else now == before
    if not same:
        raise NotYet(
            f"your function changed `{name}`, which belongs to whoever called it.",
            "methods such as `pop`, `sort`, `shuffle` or those that end in `_`, and operators such "
            "as `*=`, change what they are given: work on a copy.",
        )


def parameters_in_order(answer: object, examine: object, problem: NotYet) -> NotYet:
    """`problem`; if the parameters have the exercise's names in another order, that instead.

    The names come from the docstring of the check, which begins with ``function(name, …)``.
    """
    documented = re.match(r"``\w+\(([\w, ]+)\)``", examine.__doc__ or "")
    try:
        mine = list(inspect.signature(answer).parameters)
    except (TypeError, ValueError):
        return problem
    names = documented[1].split(", ") if documented else []
    if mine == names or sorted(mine) != sorted(names):
        return problem
    return NotYet(
        f"your parameters are ({', '.join(mine)}); the exercise has ({', '.join(names)}).",
        "values are passed in that order, whatever the names.",
    )
