"""A folder of images with a table of a thousand to a million rows: opening it, and one item."""

import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks._measure import Options, Table, Times
from fmnist_helpers.datasets import images

FILES = 1000  # the rows name these in turn: a million files would measure the file system
ITEMS = 2000


def run(options: Options) -> Table:
    """Seconds and memory to open a table, and the time of an item, as the rows grow."""
    sizes = (10**3, 10**5) if options.quick else (10**3, 10**4, 10**5, 10**6)
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder), sizes)
        measured = {
            (kind, turn): _in_a_new_process(kind, folder, sizes)
            for turn in range(options.turns(5, quick=1))
            for kind in ("tutorial", "ours")
        }
    rows, times = [], {}
    for place, size in enumerate(sizes):
        found = {
            kind: [result[place] for (who, _), result in measured.items() if who == kind]
            for kind in ("tutorial", "ours")
        }
        cells = [f"{size:,}"]
        for what in ("open", "item"):
            for kind, results in found.items():
                taken = Times(tuple(result[what] for result in results))
                times[f"{what}, {kind}, {size} rows"] = taken
                cells.append(taken)
        decoding = Times(tuple(result["decoding"] for result in found["ours"]))
        memory = [max(result["megabytes"] for result in found[kind]) for kind in found]
        rows.append([*cells, decoding, *(f"{megabytes:.0f} MB" for megabytes in memory)])
    return Table(
        "Scale: CustomImageDataset over a table of many rows",
        (
            "rows",
            "open, tutorial",
            "open, ours",
            "item, tutorial",
            "item, ours",
            "decoding alone",
            "memory, tutorial",
            "memory, ours",
        ),
        rows,
        [
            "Memory is what the process grew by at most while it opened the table. Up to 100,000 "
            "rows ours also looks for every file when it opens the table.",
            options.note(),
        ],
        times,
    )


def _write(folder: Path, sizes: tuple[int, ...]) -> None:
    random_pixels = np.random.default_rng(0)
    (folder / "images").mkdir()
    for number in range(FILES):
        pixels = random_pixels.integers(0, 256, (28, 28), dtype=np.uint8)
        Image.fromarray(pixels).save(folder / "images" / f"ankleboot{number:06}.png")
    for size in sizes:
        with (folder / f"{size}.csv").open("w", encoding="utf-8") as table:
            table.writelines(f"ankleboot{i % FILES:06}.png,{i % 10}\n" for i in range(size))


def _in_a_new_process(kind: str, folder: str, sizes: tuple[int, ...]) -> list[dict]:
    """In a process of its own, whose memory holds nothing else that could be used again."""
    command = [sys.executable, "-m", "benchmarks.csv_scale", kind, folder, *map(str, sizes)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def _measure(dataset_class: type, folder: Path, size: int) -> dict:
    before = _megabytes("VmRSS")
    started = time.perf_counter()
    dataset = dataset_class(folder / f"{size}.csv", folder / "images")
    opened = time.perf_counter() - started
    grown = _megabytes("VmHWM") - before
    assert len(dataset) == size
    order = random.Random(0).choices(range(size), k=ITEMS)
    paths = [folder / "images" / f"ankleboot{i % FILES:06}.png" for i in order]
    return {
        "open": opened,
        "megabytes": grown,
        "item": _each(dataset.__getitem__, order),
        "decoding": _each(images.read, paths),
    }


def _each(function, arguments: list) -> float:
    """Seconds a call."""
    for argument in arguments[:100]:
        function(argument)
    started = time.perf_counter()
    for argument in arguments:
        function(argument)
    return (time.perf_counter() - started) / len(arguments)


def _megabytes(name: str) -> float:
    """This process's memory, now (VmRSS) or at most (VmHWM); where there is no /proc, NaN."""
    try:
        status = Path("/proc/self/status").read_text(encoding="utf-8")
    except OSError:
        return float("nan")
    return int(status.split(f"{name}:")[1].split()[0]) / 1024


def _main() -> None:
    kind, folder, *sizes = sys.argv[1:]
    if kind == "tutorial":
        from benchmarks.reference import CustomImageDataset
    else:
        from fmnist_helpers.datasets import CustomImageDataset
    print(json.dumps([_measure(CustomImageDataset, Path(folder), int(size)) for size in sizes]))


if __name__ == "__main__":
    _main()
