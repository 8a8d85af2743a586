"""A plan of an experiment, as lesson 15 wants it: one change, and a rule made beforehand."""

import math

from fmnist_helpers.checks.engine.expect import describe, expect_number
from fmnist_helpers.checks.engine.verdict import NotYet

SETTINGS = {"color": True, "flip": True, "epochs": 30, "lr": 0.003}
LESSON_QUESTION = "Does the network need color to tell the classes apart?"
PARTS = {
    "question": "what you want to know",
    "change": "a dict with the setting that you change",
    "seeds": "two or more seeds",
    "expect": "by how much you expect the accuracy to change, such as -0.05",
    "at_least": "a change smaller than this counts as none",
    "otherwise": "what you would conclude if you turn out to be wrong",
}


def look_at_plan(answer: object, settings: dict, noise: float) -> None:
    """Raise NotYet unless `answer` is a plan for these `settings`.

    `noise` is by how much two runs that differ only in their seed were apart.
    """
    if not isinstance(answer, dict):
        raise NotYet(f"expected a dict, got {describe(answer)}.", 'such as {"question": …}.')
    if missing := [name for name in PARTS if name not in answer]:
        hint = ""
        if other := [name for name in answer if name not in PARTS]:
            hint = f"it has `{other[0]}`, which is none of the six names."
        raise NotYet(f"your plan doesn't say `{missing[0]}`: {PARTS[missing[0]]}.", hint)
    _look_at_texts(answer)
    _look_at_change(answer["change"], settings)
    _look_at_seeds(answer["seeds"])
    _look_at_numbers(answer, noise)


def _look_at_seeds(seeds: object) -> None:
    if not isinstance(seeds, list | tuple | range):
        raise NotYet(f"`seeds` is {describe(seeds)}; expected a list, such as [0, 1].")
    if wrong := [each for each in seeds if isinstance(each, bool) or not isinstance(each, int)]:
        raise NotYet(f"a seed is {describe(wrong[0])}; expected whole numbers, such as [0, 1].")
    if len(set(seeds)) < 2:
        raise NotYet(
            "with one seed you can't tell the change from chance."
            if seeds
            else "without seeds nothing is run.",
            "a list of two or more different seeds, such as [0, 1].",
        )


def _look_at_texts(answer: dict) -> None:
    question, otherwise = answer["question"], answer["otherwise"]
    if not isinstance(question, str) or len(question.split()) < 3 or "?" not in question:
        raise NotYet(
            f"`question` is {describe(question)}; expected a whole sentence with a question mark."
        )
    if question == LESSON_QUESTION:
        raise NotYet("that is the lesson's question.", "what would you like to know yourself?")
    if not isinstance(otherwise, str) or len(otherwise.split()) < 4:
        raise NotYet(
            f"`otherwise` is {describe(otherwise)}; expected a sentence.",
            "what result would change your mind, and what would you believe then?",
        )


def _look_at_change(change: object, settings: dict) -> None:
    if not isinstance(change, dict):
        raise NotYet(f"`change` is {describe(change)}; expected a dict.", 'such as {"epochs": 60}.')
    if unknown := [name for name in change if name not in settings]:
        raise NotYet(
            f"there is no setting {unknown[0]!r}; there are {', '.join(settings)}.",
            "for a change of another kind, give `settings` a new entry first, and use it.",
        )
    really = {name: value for name, value in change.items() if value != settings[name]}
    if not really:
        raise NotYet(
            f"`change` leaves everything as it is: {settings}.",
            'the setting and its new value: {"epochs": 60}.',
        )
    if len(really) == 1 and len(change) > 1:
        raise NotYet(
            f"`change` repeats settings that stay as they are; what changes is {really}.",
            "only what changes belongs there.",
        )
    if len(change) > 1:
        raise NotYet(
            f"it changes {len(change)} things, {' and '.join(change)}. If the accuracy moves, you "
            "won't know which of them did it.",
            "one change per experiment.",
        )
    ((name, value),) = really.items()
    if isinstance(value, str) or isinstance(value, bool) != isinstance(settings[name], bool):
        raise NotYet(f"{name} is {settings[name]!r}; {describe(value)} is of another kind.")
    whole = isinstance(settings[name], int) and not isinstance(settings[name], bool)
    if whole and not (isinstance(value, int) and value > 0):
        raise NotYet(f"{name} is {value!r}; expected a whole number from 1 on.")
    if isinstance(settings[name], float) and not value >= 0:
        raise NotYet(f"{name} is {value!r}; expected a number that is not negative.")


def _look_at_numbers(answer: dict, noise: float) -> None:
    expect = expect_number(answer["expect"], "a number for `expect`, such as -0.05")
    at_least = expect_number(answer["at_least"], "a number for `at_least`, such as 0.05")
    for name, value in (("expect", expect), ("at_least", at_least)):
        if not math.isfinite(value) or abs(value) >= 1:
            raise NotYet(f"`{name}` is {value:g}; 5 points of accuracy are 0.05.")
        if abs(value) >= 0.5:
            raise NotYet(
                f"`{name}` is {value:g}, a change by {100 * abs(value):.0f} points.",
                "the change of the accuracy, not the accuracy.",
            )
    if at_least <= 0:
        raise NotYet(
            f"`at_least` is {at_least:g}: then any difference would count, however small.",
            "how far apart were two runs that differed only in their seed?",
        )
    if at_least < noise:
        raise NotYet(
            f"`at_least` is {at_least:g}, but two runs that differ only in their seed were "
            f"{noise:.3f} apart: chance alone would pass.",
            "ask for more than that.",
        )
    if 0 < abs(expect) < at_least:
        raise NotYet(
            f"you expect {abs(expect):g}, and less than {at_least:g} is to count as no difference: "
            "this experiment can't show what you expect.",
            "ask about a change that you expect more of, or collect more pictures first. If you "
            "expect no difference, write 0.",
        )
