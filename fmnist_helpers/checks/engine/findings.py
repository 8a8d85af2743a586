"""Answers that say which fault each of several suspects has."""

from fmnist_helpers.checks.engine.expect import describe
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
    if set(findings) != set(found):
        raise NotYet(f"expected the names {', '.join(found)}, got {', '.join(map(str, findings))}.")
    for name, number in findings.items():
        if isinstance(number, bool) or number not in range(len(faults)):
            raise NotYet(
                f"{name}: expected a number from 0 to {len(faults) - 1}, got {describe(number)}."
            )
    wrong = [name for name in found if findings[name] != found[name]]
    if wrong:
        name = wrong[0]
        raise NotYet(
            f"{len(found) - len(wrong)} of {len(found)} are right. {name} doesn't behave as if "
            f"{faults[findings[name]]}.",
            f"measure {name} again: {measure[found[name]]}",
            share=(len(found) - len(wrong)) / len(found),
        )
