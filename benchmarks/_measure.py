"""What every table needs: code that takes turns, medians with their spread, and the machine.

A machine that others share is faster in one minute than in the next. So what is compared takes
turns within one run, and a ratio is taken turn by turn before its median.
"""

import gc
import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import torch

from fmnist_helpers.sources import ensure_fashion_mnist, is_sample


@dataclass(frozen=True)
class Options:
    """How to measure. `quick` is for a look, and for tests that the benchmarks still run."""

    quick: bool = False
    data: Path = Path("data")
    lessons: tuple[str, ...] = ()  # such as ("04", "10"); where a table is about lessons
    users: int = 30  # in a classroom, and how many of them run the lesson at once; 0 is all
    wave: int = 0
    again: bool = False  # whether they restart their kernels, and run it a second time

    def turns(self, full: int, quick: int = 2) -> int:
        """How many turns to take."""
        return quick if self.quick else full

    def root(self) -> Path:
        """The folder of the full Fashion-MNIST, or of the sample where only that can be had."""
        return ensure_fashion_mnist(self.data)

    def note(self) -> str:
        """What a reader must know of these options."""
        sample = " On the bundled sample of Fashion-MNIST." if is_sample(self.root()) else ""
        return ("Quick: too few turns to quote." if self.quick else "") + sample


@dataclass(frozen=True)
class Times:
    """The seconds that one thing took in each turn."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one, which a disturbed turn does not move."""
        return statistics.median(self.seconds)

    def __str__(self) -> str:
        fastest, slowest = map(_readable, (min(self.seconds), max(self.seconds)))
        return f"{_readable(self.median)} ({fastest}–{slowest})"

    def ratios(self, other: "Times") -> "Ratios":
        """How many times as long as `other` this took, turn by turn."""
        return Ratios(tuple(a / b for a, b in zip(self.seconds, other.seconds, strict=True)))


@dataclass(frozen=True)
class Ratios:
    """One ratio a turn."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.values)

    def __str__(self) -> str:
        return f"{self.median:.1f}× ({min(self.values):.1f}–{max(self.values):.1f})"


@dataclass
class Table:
    """What a benchmark found: printed as text, kept as JSON with every single time."""

    title: str
    columns: Sequence[str]
    rows: list[Sequence]
    notes: list[str] = field(default_factory=list)
    times: Mapping[str, Times] = field(default_factory=dict)

    def __str__(self) -> str:
        cells = [[str(cell) for cell in row] for row in [self.columns, *self.rows]]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in cells]
        lines.insert(1, "  ".join("-" * width for width in widths))
        return "\n".join([self.title, "", *lines, "", *filter(None, self.notes)]).rstrip()

    def as_dict(self, name: str) -> dict:
        """For JSON."""
        return {
            "name": name,
            "title": self.title,
            "columns": list(self.columns),
            "rows": [[str(cell) for cell in row] for row in self.rows],
            "notes": list(filter(None, self.notes)),
            "seconds": {case: list(times.seconds) for case, times in self.times.items()},
        }


def take_turns(cases: Mapping[str, Callable[[], object]], turns: int) -> dict[str, Times]:
    """Run the cases one after the other, `turns` times over; a first time doesn't count."""
    seconds = {name: [] for name in cases}
    for turn in range(turns + 1):
        for name, run in cases.items():
            gc.collect()
            started = time.perf_counter()
            run()
            if turn:
                seconds[name].append(time.perf_counter() - started)
    return {name: Times(tuple(values)) for name, values in seconds.items()}


def private(pid: int) -> int:
    """The bytes that a process has for itself alone: written to, and shared with no other.

    0 for a process that has ended. What is only read, such as libraries and images mapped from a
    file, is left out: processes share it, however few there are at the moment.
    """
    return smaps(pid).get("Private_Dirty", 0)


def smaps(pid: int) -> dict[str, int]:
    """The kinds of memory of a process (Linux), in bytes; empty if it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()[1:]
    except (FileNotFoundError, ProcessLookupError):
        return {}
    return {
        name: int(size.split()[0]) * 1024 for name, _, size in (x.partition(":") for x in lines)
    }


def environment() -> dict:
    """The day, the machine and the versions, without which no time means anything."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": f"{_processor()}, {os.cpu_count()} cores",
        "accelerator": torch.cuda.get_device_name() if torch.cuda.is_available() else "none",
        "threads": torch.get_num_threads(),
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        "python": platform.python_version(),
        "versions": {name: version(name) for name in ("torch", "torchvision", "numpy", "pillow")},
    }


def environment_line(found: Mapping) -> str:
    """`environment()` in one line."""
    versions = ", ".join(f"{name} {number}" for name, number in found["versions"].items())
    threads = f"{found['threads']} thread{'s' if found['threads'] > 1 else ''}"
    return (
        f"{found['date']}, {found['machine']}, {threads}, load {found['load']}, accelerator: "
        f"{found['accelerator']}, Python {found['python']}, {versions}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def _readable(seconds: float) -> str:
    """Three digits with a unit."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"
