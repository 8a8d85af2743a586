"""What every check is made of: it runs an answer safely, compares, and says what it saw."""

from fmnist_helpers.checks.engine.expect import (
    describe,
    expect_answers,
    expect_number,
    expect_parts,
    expect_tensor,
    expect_unchanged,
    expect_whole_number,
    what_led_to,
)
from fmnist_helpers.checks.engine.run import call, check
from fmnist_helpers.checks.engine.verdict import NotTried, NotYet

__all__ = [
    "NotTried",
    "NotYet",
    "call",
    "check",
    "describe",
    "expect_answers",
    "expect_number",
    "expect_parts",
    "expect_tensor",
    "expect_unchanged",
    "expect_whole_number",
    "what_led_to",
]
