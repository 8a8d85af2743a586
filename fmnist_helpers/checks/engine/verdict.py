"""The verdict on an answer: right, not yet, or not tried; as text, and as a card in a notebook."""

import html
import re
from dataclasses import dataclass, replace

RIGHT, NOT_YET, NOT_TRIED = "right", "not yet", "not tried"
# A sign and a color of JupyterLab's theme, which is light or dark; the words say the same.
SIGNS = {
    RIGHT: ("✓", "var(--jp-success-color1, #2e7d32)"),
    NOT_YET: ("○", "var(--jp-warn-color1, #b26a00)"),
    NOT_TRIED: ("·", "var(--jp-ui-font-color2, #757575)"),
}


class NotYet(Exception):
    """Raised by a check: `message` says what was expected, what came, and what that usually means.

    `hint` is a nudge toward the answer. `misconception` names the idea behind the mistake, as in
    the table of misconceptions; tests and teachers use it. `share` is how much of an answer that
    has parts is right, from 0 to 1: so much of the points it gets when it is graded.
    """

    def __init__(
        self, message: str, hint: str = "", misconception: str | None = None, share: float = 0
    ):
        super().__init__(message)
        self.message, self.hint, self.misconception = message, hint, misconception
        self.share = share


class NotTried(Exception):
    """Raised if the answer is still the stub."""


@dataclass(frozen=True)
class Verdict:
    """The outcome of one check: its `state`, and the `text` that the learner reads."""

    exercise: str
    state: str
    text: str
    misconception: str | None = None
    share: float = 0

    def __bool__(self) -> bool:
        return self.state == RIGHT

    def _ipython_display_(self) -> None:
        """Show nothing: the verdict is already printed, even if it isn't the cell's last line."""

    def noting(self, changed: list[str]) -> "Verdict":
        """The same verdict, with a last line on what the answer had changed outside itself."""
        if not changed:
            return self
        note = f"Note: your code changed {', '.join(changed)} for everything that runs after it; "
        return replace(self, text=f"{self.text}\n{note}the check put it back.")

    def card(self) -> str:
        """The text as HTML: a sign, its color, and code set as code."""
        sign, color = SIGNS[self.state]
        lines = []
        for line in self.text.split("\n"):
            said = re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(line, quote=False))
            said = re.sub(r"(?<![\w*])\*([a-z]+)\*(?![\w*])", r"<em>\1</em>", said)
            lines.append(re.sub(r"^(Right|Solution|Not yet|Hint|Note):", r"<b>\1:</b>", said))
        return (
            f'<div style="border-left: 4px solid {color}; padding: 0.3em 0.8em; max-width: 50em">'
            f'<span style="color: {color}; font-weight: bold" aria-hidden="true">{sign}</span> '
            f"{'<br>'.join(lines)}</div>"
        )


def right(exercise: str, because: str) -> Verdict:
    return Verdict(exercise, RIGHT, f"Right: {because}")


def solution(exercise: str) -> Verdict:
    """The verdict on the lesson's own solution: not the learner's, so it doesn't praise."""
    return Verdict(exercise, RIGHT, "Solution: it passes the check.")


def not_yet(exercise: str, problem: NotYet) -> Verdict:
    hint = f"\nHint: {problem.hint}" if problem.hint else ""
    text = f"Not yet: {problem.message}{hint}"
    return Verdict(exercise, NOT_YET, text, problem.misconception, problem.share)


def not_tried(exercise: str) -> Verdict:
    text = "Not tried yet. Write your answer in the cell above, run it, then run this check again."
    return Verdict(exercise, NOT_TRIED, text)
