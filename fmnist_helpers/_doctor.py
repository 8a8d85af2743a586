"""What keeps lessons from running, and what to do about it.

Nothing is imported at the top but what Python itself brings: this must work where torch, or
anything else, is missing or broken. What may crash is tried in another process: see _doctor_probe.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PROBE = Path(__file__).with_name("_doctor_probe.py")
OK, WARNING, PROBLEM = "ok", "warning", "problem"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: what was `found`, and the `remedy`, if it needs one.

    `status` is "ok", "warning" (lessons run, but not as they should) or "problem" (they don't).
    """

    name: str
    status: str
    found: str
    remedy: str = ""


def examine(root: str | Path, *, timeout: float = 180.0) -> list[Finding]:
    """Look at everything that the lessons need; `root` is where the images are, or will be.

    Takes some ten seconds, or up to `timeout` where a package hangs. Raises nothing: what cannot
    be looked at is a finding too.
    """
    from fmnist_helpers import _doctor_environment as environment
    from fmnist_helpers import _doctor_machine as machine

    probe = ask_probe([sys.executable, str(PROBE)], timeout)
    checks: dict[str, Callable[[], tuple]] = {
        "python": environment.python,
        "packages": environment.packages,
        "package": lambda: environment.package(probe("package")),
        "torch": lambda: environment.torch(probe("torch")),
        "torchvision": lambda: environment.torchvision(probe("torchvision")),
        "kernel": environment.kernel,
        "jupyter": environment.jupyter,
        "widgets": environment.widgets,
        "fonts": lambda: environment.fonts(probe("fonts")),
        "data": lambda: machine.data(Path(root)),
        "memory": machine.memory,
        "disk": lambda: machine.disk(Path(root)),
        "device": lambda: machine.device(probe("device")),
        "threads": lambda: machine.threads(probe("torch")),
        "openmp": lambda: machine.openmp(probe("openmp")),
    }
    return [_finding(name, check) for name, check in checks.items()]


def ask_probe(command: list[str], timeout: float) -> Callable[[str], dict]:
    """Run the probe; gives a function from a part's name to what that part found.

    That is a dict with the one key "error" where it failed, or took Python along.
    """
    try:
        ended = subprocess.run(command, capture_output=True, text=True, timeout=timeout)
        output, errors = ended.stdout, ended.stderr
        last_words = f"Python died with status {ended.returncode}. {errors.strip()[-600:]}"
    except subprocess.TimeoutExpired as late:
        output = late.stdout.decode() if isinstance(late.stdout, bytes) else late.stdout or ""
        last_words = f"no answer after {timeout:.0f} s"
    begun, parts = None, {}
    for line in output.splitlines():
        if line.startswith("{"):
            said = json.loads(line)
            begun = said.pop("begins", begun)
            if name := said.pop("part", None):
                parts[name] = said
    if begun not in parts:
        parts[begun] = {"error": last_words}
    return lambda name: parts.get(name, {"error": f"not reached: {last_words}"})


def _finding(name: str, check: Callable[[], tuple]) -> Finding:
    try:
        return Finding(name, *check())
    except Exception as problem:
        return Finding(name, WARNING, f"could not be looked at: {problem!r}")
