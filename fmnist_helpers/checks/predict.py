"""A guess that a learner makes before running a cell, and reads again beside the result."""

from collections.abc import Sequence

from fmnist_helpers.checks.engine.expect import describe, plain

__all__ = ["predict"]


class Guess:
    """What the learner said; `compare(result)` prints it beside what came out."""

    def __init__(self, guess: object, unit: str):
        self.guess, self.unit = guess, unit

    def compare(self, result: object) -> None:
        """Print the guess, if there is one, and `result`: a number, or one of the choices."""
        came = self._in_words(result)
        if self.guess is None:
            print(f"It is {came}. (You made no guess.)")
        else:
            print(f"You said {self._in_words(self.guess)}; it is {came}.")

    def _in_words(self, value: object) -> str:
        value = plain(value)
        if isinstance(value, str | bool):
            return str(value)
        shown = f"{value:,}" if isinstance(value, int) else f"{value:,.3g}"
        return f"{shown} {self.unit}".strip()


def predict(guess: object = None, unit: str = "", *, choices: Sequence[str] = ()) -> Guess:
    """Remember a guess: a number in `unit`, or one of the `choices`; None is no guess.

    It is never graded. A guess of the wrong kind is said at once, and forgotten.
    """
    wanted = "one of " + ", ".join(f'"{each}"' for each in choices) if choices else "a number"
    number = isinstance(plain(guess), int | float) and not isinstance(guess, bool)
    if guess is not None and not (guess in choices if choices else number):
        print(f"A guess is {wanted}; got {describe(guess)}.")
        guess = None
    return Guess(guess, unit)
