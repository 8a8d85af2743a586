"""``python -m fmnist_helpers doctor``: will the lessons run here? If not, what is to be done?

Only Python's own modules are imported at the top: this must work where torch, or anything else, is
missing or broken.
"""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from fmnist_helpers.commands.doctor import looks
from fmnist_helpers.commands.doctor.finding import PROBLEM, WARNING, Finding

LOOKS = {
    "python": looks.python,
    "kernel": looks.kernel,
    "packages": looks.packages,
    "torch": looks.torch,
    "device": looks.device,
    "widgets": looks.widgets,
    "data": looks.data,
    "memory": looks.memory,
    "disk": looks.disk,
}


def examine(root: str | Path = "data") -> list[Finding]:
    """Look at everything that the lessons need; `root` is where the images are, or will be.

    Takes a few seconds. Raises nothing: what cannot be looked at is a finding too.
    """
    return [_finding(name, look, Path(root)) for name, look in LOOKS.items()]


def show(root: str | Path = "data") -> bool:
    """Print a line per finding, then the verdict; True if the lessons will run."""
    findings = examine(root)
    for finding in findings:
        print(finding)
    will_run = all(finding.status != PROBLEM for finding in findings)
    print("\nThe lessons will run." if will_run else "\nThe lessons won't run: see NO above.")
    return will_run


def add_arguments(parser: ArgumentParser) -> None:
    """The options of the command."""
    parser.epilog = "The exit status is 0 if the lessons will run, else 1."
    lessons = Path("notebooks")
    parser.add_argument(
        "--root",
        default=str(lessons / "data" if lessons.is_dir() else "data"),
        help="where the images are, or will be (%(default)s)",
    )


def run(args: Namespace) -> int:
    """Look, print, and return the exit status."""
    return 0 if show(args.root) else 1


def _finding(name: str, look, root: Path) -> Finding:
    try:
        return Finding(name, *look(root))
    except Exception as error:
        return Finding(name, WARNING, f"could not be looked at: {error!r}", "report this, please")
