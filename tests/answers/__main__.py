"""`python -m tests.answers [EXERCISE …]`: how the checks judge the answers of the table."""

import os
import sys
import tempfile
from collections import Counter

from tests.answers import answers, judged, verdict
from tests.test_checks import RIGHT


def main(only: list[str]) -> None:
    os.environ.pop("FMNIST_STRICT", None)
    counts = Counter()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FMNIST_PROGRESS"] = f"{folder}/progress.json"
        for answer in answers():
            if only and answer.exercise not in only:
                continue
            said = verdict(answer, RIGHT[answer.exercise][1:])
            outcome = judged(answer, said)
            counts[outcome] += 1
            if outcome not in ("accepted", "named") or only:
                print(f"{answer.exercise} · {answer.name} · {outcome}\n    {indented(said.text)}")
                if answer.wrong:
                    print(f"    cause: {answer.wrong.cause}")
    right = counts["accepted"] + counts["refused"]
    wrong = counts.total() - right
    rejected = wrong - counts["passed"]
    print(f"{right} right answers: {share(counts['accepted'], right)} accepted")
    print(f"{wrong} wrong answers: {share(rejected, wrong)} rejected")
    print(f"  verdicts that name the cause: {share(counts['named'], wrong)}")
    print(f"  verdicts that only say that it is wrong: {share(counts['general'], wrong)}")
    print(f"  verdicts without the words that they should have: {counts['other words']}")
    print(f"  checks that failed themselves: {counts['stumbled']}")


def share(part: int, whole: int) -> str:
    return f"{part} ({part / whole:.1%})" if whole else "none"


def indented(text: str) -> str:
    return text.replace("\n", "\n    ")


if __name__ == "__main__":
    main(sys.argv[1:])
