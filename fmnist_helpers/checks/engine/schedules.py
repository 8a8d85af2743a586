"""Lesson 14's schedule, and what is wrong with another one, by what can be measured of it."""

import math
from collections.abc import Callable

import numpy as np

from fmnist_helpers.checks.engine.expect import what_led_to
from fmnist_helpers.checks.engine.verdict import NotYet


def rate_of(step: int, steps: int, highest: float, whole: Callable = float) -> float:
    """The rate of a step; `whole` may move the top to a whole step, as a wrong answer does."""
    top = whole(steps / 5)
    if step < top:
        return highest * (0.1 + 0.9 * step / top)
    return highest * (steps - step) / (steps - top)


def is_near(found: float, expected: float) -> bool:
    """Whether two rates differ by no more than rounding."""
    return math.isclose(found, expected, rel_tol=1e-4, abs_tol=1e-7)


def wrong_schedule(found: list, right: list, steps: int, highest: float) -> NotYet:
    """Why the rates `found` are not `right`: where they begin, climb to, bend and end."""
    asked, top = f"with steps={steps} and highest={highest:.3g}", steps / 5
    if max(found) - min(found) < 1e-9:
        return NotYet(f"{asked}, every step has the rate {found[0]:.3g}: it never changes.")
    mistakes = {
        "the largest rate is 1, so `highest` plays no part": [rate / highest for rate in right],
        "each step has the rate of the next; steps count from 0": [*right[1:], found[-1]],
        **{
            f"the rates are rounded to {digits} digits": [round(rate, digits) for rate in right]
            for digits in range(1, 5)
        },
        **{
            f"the top was made a whole number, {whole(top)}; it is at {top:g}": [
                rate_of(i, steps, highest, whole) for i in range(steps)
            ]
            for whole in (math.floor, math.ceil)
        },
    }
    if mistake := what_led_to(found, mistakes):
        return NotYet(f"{asked}, {mistake}.")
    if not is_near(found[0], right[0]):
        return _wrong_start(found, right, asked, highest)
    climb = math.ceil(top)
    if all(map(is_near, found[:climb], right[:climb])):
        return _wrong_fall(found, right, asked, steps, highest)
    wrong = next(i for i in range(steps) if not is_near(found[i], right[i]))
    place = f"{asked}, step {wrong} has the rate {found[wrong]:.3g}; expected {right[wrong]:.3g}"
    hint = "how far is it to the top? `step / top` goes from 0 to 1 on the way."
    if max(found) > 1.001 * highest:
        return NotYet(f"{place}. Later it climbs to {max(found):.3g}, above `highest`.", hint)
    if abs(found.index(max(found)) - top) > 1:
        return NotYet(
            f"{place}. Its top is at step {found.index(max(found))}; expected step {top:g}, a "
            "fifth of all.",
            hint,
        )
    return NotYet(f"{place}. The way up to step {top:g} is not a straight line.", hint)


def alike(found: list, expected: list) -> bool:
    """Whether all rates are near each other."""
    return all(map(is_near, found, expected))


def _wrong_start(found: list, right: list, asked: str, highest: float) -> NotYet:
    why = "a tenth of `highest`"
    if found[0] == 0:
        why = "the first step would move nothing"
    elif found[0] == highest:
        why = "a random start can't bear that"
    elif found[0] > highest:
        why = "it lies above `highest`; were the two lines swapped?"
    return NotYet(
        f"{asked}, step 0 has the rate {found[0]:.3g}; expected {right[0]:.3g}: {why}.",
        "the climb goes from 0.1 · highest up by 0.9 · highest.",
    )


def _wrong_fall(found: list, right: list, asked: str, steps: int, highest: float) -> NotYet:
    wrong = next(i for i in range(steps) if not is_near(found[i], right[i]))
    place = f"{asked}, step {wrong} has the rate {found[wrong]:.3g}; expected {right[wrong]:.3g}"
    hint = "what share of the way down is left? `(steps - step) / (steps - top)`."
    top, first = steps / 5, math.ceil(steps / 5)
    bends = np.abs(np.diff(found[first:], n=2))
    if found[-1] >= max(found) - 1e-9:
        return NotYet(f"{place}. It never comes down.", "after the top, another straight line.")
    if min(found) < -1e-9:
        return NotYet(f"{place}. Later it falls below 0, and the model would climb.", hint)
    if abs(found[-1]) < 1e-9:
        return NotYet(
            f"{place}. It is 0 at the last step already, step {steps - 1}, which moves nothing.",
            f"it would reach 0 one step later, at step {steps}.",
        )
    if bends.max() > 1e-6 * highest:
        return NotYet(f"{place}. The way down is not a straight line.", hint)
    slope = found[-1] - found[-2]
    if abs(found[-1] + slope) > 1e-6 * highest:
        return NotYet(
            f"{place}. It would come to {found[-1] + slope:.3g} at step {steps}; expected 0.", hint
        )
    return NotYet(
        f"{place}. The way down begins at the top, step {top:g}, from `highest`, and ends at step "
        f"{steps}.",
        hint,
    )
