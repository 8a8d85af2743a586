"""Run the steps of a workflow here, as far as it goes: a workflow that can't work is known early.

    python -m tests.workflows                           tests.yml, each step that has commands
    python -m tests.workflows release.yml site.yml      others
    python -m tests.workflows --list                    only say what would run
    python -m tests.workflows --without "uv run pytest" leave out steps with these words

Each job that runs on Linux gets a fresh clone of what is committed here. Of a matrix, the one entry
for Linux and this Python is run. Steps that use an action are left out, since this computer has the
code, uv and a Python already; so are those that need what only GitHub knows, such as its token. A
job ends at its first step that fails.

The exit status is 1 if a step failed.
"""

import argparse
import itertools
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from tests.support.lessons import ROOT

WORKFLOWS = ROOT / ".github" / "workflows"
LINUX = "ubuntu-latest"
EXPRESSION = re.compile(r"\$\{\{\s*([\w.-]+)\s*\}\}")


def main(argv: list[str] | None = None) -> int:
    """Run the workflows named on the command line; 1 if a step failed."""
    options = _parse(argv)
    failed = []
    for name in options.workflows or ["tests.yml"]:
        workflow = yaml.safe_load((WORKFLOWS / name).read_text(encoding="utf-8"))
        for job, steps in jobs(workflow):
            with tempfile.TemporaryDirectory(prefix="workflow-") as folder:
                clone = Path(folder, "clone")
                if not options.list:
                    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
                for commands, variables in steps:
                    label = f"{name}, {job}: {commands.strip()}"
                    if _needs_github(variables) or any(w in commands for w in options.without):
                        print(f"left out  {label}", flush=True)
                    elif options.list:
                        print(f"          {label}")
                    elif status := run(commands, variables, clone):
                        failed.append(f"FAILED {status:2} {label}")
                        break
                    else:
                        print(f"ok        {label}", flush=True)
    print(*failed, sep="\n", end="\n" * bool(failed))
    return int(bool(failed))


def jobs(workflow: Mapping) -> Iterator[tuple[str, list[tuple[str, dict[str, str]]]]]:
    """Each job for Linux: its name, and of each step its commands and variables."""
    for name, job in workflow["jobs"].items():
        matrix = job.get("strategy", {}).get("matrix", {})
        for entry in _entries(matrix):
            if filled(job["runs-on"], entry) != LINUX:
                continue
            steps = []
            for step in (step for step in job["steps"] if "run" in step):
                levels = (each.get("env", {}) for each in (workflow, job, step))
                variables = {key: str(text) for level in levels for key, text in level.items()}
                steps.append((filled(step["run"], entry), variables))
            yield ", ".join([name, *entry.values()]), steps


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with each ${{ matrix.x }} replaced.

    Raises ValueError for one that has no value: GitHub would put nothing there, in silence.
    """

    def fill(match):
        if match[1] not in values:
            raise ValueError(f"{match[0]} has no value here; known are {sorted(values) or 'none'}")
        return values[match[1]]

    return EXPRESSION.sub(fill, text)


def run(commands: str, variables: Mapping[str, str], folder: Path) -> int:
    """Run a step as GitHub does on Linux: each line with bash, up to the first that fails."""
    # Another project's environment must not be taken for the clone's.
    own = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", commands]
    return subprocess.run(command, cwd=folder, env={**own, "CI": "true", **variables}).returncode


def _entries(matrix) -> Iterator[dict[str, str]]:
    """The entries of a matrix for this Python; one empty entry where there is no matrix."""
    here = ".".join(map(str, sys.version_info[:2]))
    for values in itertools.product(*matrix.values()):
        entry = {f"matrix.{key}": value for key, value in zip(matrix, values, strict=True)}
        if entry.get("matrix.python", here) == here:
            yield entry


def _needs_github(variables):
    return any("${{" in str(value) for value in variables.values())


def _parse(argv):
    parser = argparse.ArgumentParser(
        prog="python -m tests.workflows",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    names = sorted(path.name for path in WORKFLOWS.glob("*.yml"))
    parser.add_argument("workflows", nargs="*", choices=[*names, []], metavar="FILE")
    parser.add_argument("--list", action="store_true", help="say what would run, run nothing")
    parser.add_argument(
        "--without", action="append", default=[], metavar="WORDS", help="leave out such steps"
    )
    return parser.parse_args(argv)


if __name__ == "__main__":
    raise SystemExit(main())
