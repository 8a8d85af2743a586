"""Surroundings in which a lesson may find itself: instruction sets, threads, versions, Pythons."""

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs
import torch

from tests.support.lessons import ROOT

# What torch and oneDNN call the instruction sets of x86, from the oldest to the newest.
INSTRUCTION_SETS = {"default": "SSE41", "avx2": "AVX2", "avx512": "AVX512_CORE"}
PYTHONS = ("3.11", "3.12", "3.13")
COLAB = "tests/portability/colab.txt"


class NotHere(Exception):
    """These surroundings can't be had on this machine."""


@dataclass(frozen=True)
class Surroundings:
    """What differs from a run under pytest: variables of the kernel, or the Python and packages."""

    name: str
    group: str
    says: str
    variables: Mapping[str, str] = field(default_factory=dict)
    python: str = ""  # "3.12": an environment of its own, with that Python
    resolution: str = "highest"
    pins: str = ""  # a file of exact versions, some older than pyproject.toml admits
    missing: str = ""  # why this machine can't

    def interpreter(self) -> Path:
        """The Python to run lessons with; makes the environment or brings it up to date.

        Raises NotHere, saying why, where that can't be done.
        """
        if self.missing:
            raise NotHere(self.missing)
        return _environment(self) if self.python else Path(sys.executable)


def all_surroundings() -> list[Surroundings]:
    """Every one, also those that this machine lacks."""
    return [*_cpu(), *_threads(), *_versions(), *_services()]


def chosen(names: list[str]) -> list[Surroundings]:
    """Those named, by their own name or their group's; all that are here where none is named.

    Raises ValueError for a name that is neither.
    """
    known = all_surroundings()
    for name in names:
        if name not in {part for each in known for part in (each.name, each.group)}:
            choice = ", ".join(dict.fromkeys(part for s in known for part in (s.group, s.name)))
            raise ValueError(f"no surroundings {name!r}; there are {choice}")
    # What is named and can't be had is reported; a group, or everything, is what there is.
    return [
        each
        for each in known
        if each.name in names or (not each.missing and (not names or each.group in names))
    ]


def cache() -> Path:
    """The folder of the environments, one for each choice of versions, some gigabytes in all."""
    return platformdirs.user_cache_path("fmnist-portability", appauthor=False)


def _cpu() -> Iterator[Surroundings]:
    yield Surroundings(
        "here", "cpu", "as under pytest: this processor and its best code, one thread"
    )
    has = torch.backends.cpu.get_cpu_capability().lower()
    sets = list(INSTRUCTION_SETS)
    limit = sets.index(has) if has in sets else 0
    for level, (name, onednn) in enumerate(INSTRUCTION_SETS.items()):
        yield Surroundings(
            name,
            "cpu",
            f"torch's code for {'any processor' if level == 0 else name.upper()}",
            {"ATEN_CPU_CAPABILITY": name, "ONEDNN_MAX_CPU_ISA": onednn},
            # Code for a newer instruction set than the processor's doesn't run slower: it crashes.
            missing="" if level <= limit else f"this processor has {has} only",
        )
    yield Surroundings(
        "mkl-compatible",
        "cpu",
        "MKL's sums in the order that is the same on every x86",
        {"MKL_CBWR": "COMPATIBLE"},
        missing="" if torch.backends.mkl.is_available() else "this torch has no MKL",
    )


def _threads() -> Iterator[Surroundings]:
    variables = ("FMNIST_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
    yield Surroundings("two-threads", "threads", "two CPU threads", dict.fromkeys(variables, "2"))


def _versions() -> Iterator[Surroundings]:
    for version in PYTHONS:
        missing = _no_python(version)
        if version == PYTHONS[0]:
            says = f"Python {version}, and the oldest versions that pyproject.toml admits"
            yield Surroundings(
                "oldest", "versions", says, {}, version, "lowest-direct", missing=missing
            )
        says = f"Python {version}, and the newest versions"
        yield Surroundings(f"newest-{version}", "versions", says, {}, version, missing=missing)


def _services() -> Iterator[Surroundings]:
    version = PYTHONS[-1]
    yield Surroundings(
        "colab",
        "services",
        f"Python {version}, and the versions that Colab brings, in which its own page works",
        {"COLAB_RELEASE_TAG": "simulated"},
        version,
        pins=COLAB,
        missing=_no_python(version),
    )


def _environment(wanted: Surroundings) -> Path:
    """The Python of the environment, up to date with pyproject.toml: 1 s where it is so already."""
    folder = cache() / wanted.name
    windows = os.name == "nt"
    python = folder / ("Scripts/python.exe" if windows else "bin/python")
    install = ["uv", "pip", "install", "--quiet", "--upgrade", "--python", str(python)]
    if wanted.pins:
        # As the cell that installs the course there does it: whatever is there stays.
        commands = [
            [*install, "--group", "dev", "--requirement", wanted.pins],
            [*install, "--no-deps", "--editable", "."],
        ]
    else:
        install += ["--resolution", wanted.resolution, "--group", "dev"]
        # Named by file, the project's own dependencies count as direct ones.
        commands = [[*install, "--requirement", "pyproject.toml", "--editable", "."]]
    if not python.exists():
        base = _find_python(wanted.python)
        commands.insert(0, ["uv", "venv", "--quiet", "--clear", "--python", str(base), str(folder)])
    for command in commands:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            raise NotHere(f"{' '.join(command)}:\n{done.stderr.strip()}")
    return python


def _no_python(version: str) -> str:
    """Why no environment with that Python can be made; "" if one can."""
    if not shutil.which("uv"):
        return "uv is not installed"
    return "" if _find_python(version) else f"no Python {version} found"


@functools.cache
def _find_python(version: str) -> Path | None:
    """A Python of that version: this one's, one on PATH, uv's or pyenv's."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    candidates = [
        Path(sys.base_prefix) / "bin" / "python3",
        shutil.which(f"python{version}"),
        *sorted(pyenv.glob(f"{version}.*/bin/python"), reverse=True),
        *sorted(_uv_pythons().glob(f"cpython-{version}.*/bin/python3"), reverse=True),
    ]
    ask = "import sys; print(*sys.version_info[:2], sep='.')"
    for path in filter(None, candidates):
        try:
            done = subprocess.run([path, "-c", ask], capture_output=True, text=True)
        except OSError:
            continue
        if done.stdout.strip() == version:  # pyenv's shims exist also for versions that don't run
            return Path(path)
    return None


def _uv_pythons() -> Path:
    return platformdirs.user_data_path("uv", appauthor=False) / "python"
