"""``python -m fmnist_helpers doctor``: will the lessons run here? If not, what is to be done?"""

import json
from dataclasses import asdict
from pathlib import Path

from fmnist_helpers._doctor import OK, PROBLEM, WARNING, Finding, examine

MARKS = {OK: "ok  ", WARNING: "look", PROBLEM: "NO  "}


def add_arguments(parser) -> None:
    parser.epilog = "The exit status is 0 where the lessons will run, and 1 where they won't."
    lessons = Path("notebooks")
    parser.add_argument(
        "--root",
        default=str(lessons / "data" if lessons.is_dir() else "data"),
        help="where the images are, or will be (%(default)s)",
    )
    parser.add_argument("--json", action="store_true", help="for programs, and for who helps you")


def run(args) -> int:
    findings = examine(args.root)
    runs = all(finding.status != PROBLEM for finding in findings)
    if args.json:
        report = {"lessons_will_run": runs, "findings": [asdict(each) for each in findings]}
        print(json.dumps(report, indent=2, ensure_ascii=False))
    else:
        for finding in findings:
            print(_in_words(finding))
        print("\nThe lessons will run." if runs else "\nThe lessons won't run: see NO above.")
    return 0 if runs else 1


def _in_words(finding: Finding) -> str:
    line = f"{MARKS[finding.status]}  {finding.name:12} {finding.found}"
    return f"{line}\n{'':19}To do: {finding.remedy}" if finding.remedy else line
