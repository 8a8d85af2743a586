"""Answers that say which fault each of several suspects has."""

from fmnist_helpers.checks.engine.expect import describe, plain
from fmnist_helpers.checks.engine.verdict import NotTried, NotYet


def expect_findings(
    findings: object, found: dict[str, int], faults: tuple[str, ...], measure: tuple[str, ...]
) -> None:
    """Raise NotYet unless `findings` names for each suspect the fault that was `found` for it.

    Both are {name: number of one of the `faults`}. `measure` says for each fault which measurement
    shows it: that of the first suspect that is wrong is the hint.
    """
    if not isinstance(findings, dict):
        raise NotYet(
            f"expected a dict of names and numbers, got {describe(findings)}.",
            f"such as {dict.fromkeys(found, 0)}, with a number for each.",
        )
    if not findings or all(number is None for number in findings.values()):
        raise NotTried
    _look_at_names(findings, found)
    numbers = {name: plain(number) for name, number in findings.items()}
    whole = [number for number in numbers.values() if isinstance(number, int)]
    if len(whole) == len(found) and min(whole) == 1 and max(whole) == len(faults):
        raise NotYet(f"the numbers go from 0 to {len(faults) - 1}; yours begin at 1.")
    for name, number in numbers.items():
        if (
            not isinstance(number, int | float)
            or isinstance(number, bool)
            or number not in range(len(faults))
        ):
            raise NotYet(
                f"{name}: expected a number from 0 to {len(faults) - 1}, got {describe(number)}.",
                _why_no_number(number, faults),
            )
    wrong = [name for name in found if numbers[name] != found[name]]
    if wrong and all(
        found[list(found)[int(numbers[name])]] == place for place, name in enumerate(found)
    ):
        raise NotYet(
            "read the other way round, all are right: A's number would be the place of the name "
            "that belongs to 0.",
            "a name's number is the number in the list of sentences.",
        )
    if wrong:
        name = wrong[0]
        raise NotYet(
            f"{len(found) - len(wrong)} of {len(found)} are right. {name} doesn't behave as if "
            f"{faults[int(numbers[name])]}.",
            f"measure {name} again: {measure[found[name]]}",
            share=(len(found) - len(wrong)) / len(found),
        )


def _look_at_names(findings: dict, found: dict[str, int]) -> None:
    missing = [name for name in found if name not in findings]
    extra = [name for name in findings if name not in found]
    if not missing and not extra:
        return
    hint = f"missing: {', '.join(missing)}." if missing else f"there is no {extra[0]}."
    if any(isinstance(value, str) and value in found for value in findings.values()):
        hint = "the other way round: first the name, then the number."
    elif {str(name).upper() for name in findings} == set(found):
        hint = "write the names in capitals."
    raise NotYet(
        f"expected the names {', '.join(found)}, got {', '.join(map(str, findings))}.", hint
    )


def _why_no_number(given: object, faults: tuple[str, ...]) -> str:
    """A hint for what was given in place of the number of a fault."""
    if given is None:
        return "each of them has one of the numbers, 0 included."
    if isinstance(given, str):
        if given in faults:
            return f"write the number of that fault: {faults.index(given)}."
        return "write the number without quotes."
    if isinstance(given, float):
        return "the number of the fault is asked for, not what was measured."
    if isinstance(given, list | tuple | set):
        return "one number for each: decide by a measurement."
    if given == len(faults):
        return "the faults are counted from 0."
    return "which of the faults is it? Its number stands before it."
