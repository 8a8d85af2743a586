"""What became of the arguments that a check passed."""

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
