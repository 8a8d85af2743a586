"""The verdict on an answer: right, not yet, or not tried."""

from dataclasses import dataclass

RIGHT, NOT_YET, NOT_TRIED = "right", "not yet", "not tried"


class NotYet(Exception):
    """Raised by a check: `message` says what was expected, what came, and what that usually means.

    `hint` is a nudge toward the answer. `misconception` names the idea behind the mistake, as in
    the table of misconceptions; tests and teachers use it.
    """

    def __init__(self, message: str, hint: str = "", misconception: str | None = None):
        super().__init__(message)
        self.message, self.hint, self.misconception = message, hint, misconception


class NotTried(Exception):
    """Raised if the answer is still the stub."""


@dataclass(frozen=True)
class Verdict:
    """The outcome of one check: its `state`, and the `text` that the learner reads."""

    exercise: str
    state: str
    text: str
    misconception: str | None = None

    def __bool__(self) -> bool:
        return self.state == RIGHT

    def _ipython_display_(self) -> None:
        """Show nothing: the verdict is already printed, even if it isn't the cell's last line."""


def right(exercise: str, because: str) -> Verdict:
    return Verdict(exercise, RIGHT, f"Right: {because}")


def not_yet(exercise: str, problem: NotYet) -> Verdict:
    hint = f"\nHint: {problem.hint}" if problem.hint else ""
    return Verdict(exercise, NOT_YET, f"Not yet: {problem.message}{hint}", problem.misconception)


def not_tried(exercise: str) -> Verdict:
    text = "Not tried yet. Write your answer in the cell above, run it, then run this check again."
    return Verdict(exercise, NOT_TRIED, text)
