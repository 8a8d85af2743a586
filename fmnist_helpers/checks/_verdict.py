"""What a check says: right, not yet, or not tried, and what follows from it."""

import os
from dataclasses import dataclass

RIGHT, NOT_YET, NOT_TRIED = "right", "not yet", "not tried"


class NotYet(Exception):
    """Raised by a check: `message` says what was expected, what came, and what it usually means.

    `hint` is a nudge towards the answer. `misconception` names the idea behind the mistake, as in
    the table of misconceptions; tests and teachers use it.
    """

    def __init__(self, message: str, hint: str = "", misconception: str | None = None):
        super().__init__(message)
        self.message, self.hint, self.misconception = message, hint, misconception


class NotTried(Exception):
    """Raised where the answer is still the stub."""


@dataclass(frozen=True)
class Verdict:
    """The outcome of one check: its `state`, the `text` that the learner reads."""

    exercise: str
    state: str
    text: str
    misconception: str | None = None

    def __bool__(self) -> bool:
        return self.state == RIGHT

    def _ipython_display_(self) -> None:
        """Nothing: the verdict is printed already, also where it isn't the cell's last line."""


def not_yet(exercise: str, problem: NotYet) -> Verdict:
    hint = f"\nHint: {problem.hint}" if problem.hint else ""
    text = f"Not yet: {problem.message}{hint}"
    return Verdict(exercise, NOT_YET, text, problem.misconception)


def deliver(verdict: Verdict) -> Verdict:
    """Show the verdict; raise AssertionError where ``FMNIST_STRICT`` asks for it.

    ``FMNIST_STRICT=1`` raises for a wrong answer, so that CI sees it; an untouched stub passes,
    since *Restart and Run All* of an untouched lesson must. ``FMNIST_STRICT=grade`` raises for an
    untouched stub too: a grade counts only what is right.
    """
    strict = os.environ.get("FMNIST_STRICT", "")
    raises = {"": (), "0": (), "grade": (NOT_YET, NOT_TRIED)}.get(strict, (NOT_YET,))
    if verdict.state in raises:
        raise AssertionError(verdict.text)
    print(verdict.text)
    return verdict
