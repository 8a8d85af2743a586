"""A folder of shards with ten thousand to ten million images: opening it, and its batches."""

import json
import os
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

import torch
from torch.utils.data import TensorDataset

from benchmarks._measure import Options, Table, Times
from fmnist_helpers.datasets import ShardedDataset, write_shards
from fmnist_helpers.loaders import make_loader

ROWS = 10_000  # per shard
BATCHES = 200


def run(options: Options) -> Table:
    """Seconds and memory to open a folder and to read batches from it, as the images grow."""
    sizes = (10**4, 10**5) if options.quick else (10**4, 10**5, 10**6, 10**7)
    rows, times = [], {}
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder), sizes)
        for size in sizes:
            turns = range(options.turns(5, quick=1))
            found = [_in_a_new_process(Path(folder) / str(size)) for _ in turns]
            cells = [f"{size:,}", f"{size * 784 / 1e9:,.2f} GB"]
            for what in ("open", "in order", "shuffled"):
                taken = Times(tuple(each[f"{what}, s"] for each in found))
                times[f"{what}, {size} rows"] = taken
                megabytes = max(each[f"{what}, MB"] for each in found)
                cells += [taken, f"{megabytes:.0f} MB"]
            rows.append(cells)
    return Table(
        f"Scale: ShardedDataset, shards of {ROWS:,} images of 28 x 28, {BATCHES} batches of 64",
        (
            *("images", "pixels", "open", "memory"),
            *("batches in order", "memory", "batches shuffled", "memory"),
        ),
        rows,
        [
            "Memory is what the process then holds for itself, beyond what it held before opening; "
            "pages of the mapped files, which the system takes back when it needs them, not "
            "counted. The folders' files are links to one shard: what is measured is the number of "
            "images, not the disk.",
            options.note(),
        ],
        times,
    )


def _write(folder: Path, sizes: tuple[int, ...]) -> None:
    generator = torch.Generator().manual_seed(0)
    pixels = torch.randint(256, (ROWS, 1, 28, 28), dtype=torch.uint8, generator=generator)
    one = write_shards(TensorDataset(pixels, torch.arange(ROWS) % 10), folder / "one", rows=ROWS)
    manifest = json.loads((one / "shards.json").read_text(encoding="utf-8"))
    (shard,) = manifest["shards"]
    for size in sizes:
        (folder / str(size)).mkdir()
        shards = [shard | {"file": f"shard-{number:05}.arrow"} for number in range(size // ROWS)]
        for each in shards:
            os.link(one / shard["file"], folder / str(size) / each["file"])
        content = json.dumps(manifest | {"shards": shards})
        (folder / str(size) / "shards.json").write_text(content, encoding="utf-8")


def _in_a_new_process(folder: Path) -> dict:
    """In a process of its own, whose memory holds nothing else that could be used again."""
    command = [sys.executable, "-m", "benchmarks.shards", str(folder)]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def _measure(folder: Path) -> dict:
    import datasets  # noqa: F401  # its own memory, 60 MB, is not what grows

    found = {}

    def note(what: str, started: float) -> None:
        found[f"{what}, s"] = time.perf_counter() - started
        found[f"{what}, MB"] = _own_megabytes() - before

    before, started = _own_megabytes(), time.perf_counter()
    dataset = ShardedDataset(folder)
    note("open", started)
    for what, shuffle in {"in order": False, "shuffled": True}.items():
        batches = iter(make_loader(dataset, batch_size=64, shuffle=shuffle, seed=0))
        next(batches)  # the order of an epoch is drawn here
        started = time.perf_counter()
        for _ in islice(batches, BATCHES):
            pass
        note(what, started)
    return found


def _own_megabytes() -> float:
    """Memory that is this process's alone, without mapped files; where there is no /proc, NaN."""
    try:
        status = Path("/proc/self/status").read_text(encoding="utf-8")
    except OSError:
        return float("nan")
    return int(status.split("RssAnon:")[1].split()[0]) / 1024


if __name__ == "__main__":
    torch.set_num_threads(1)
    print(json.dumps(_measure(Path(sys.argv[1]))))
