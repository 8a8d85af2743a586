"""``python -m benchmarks [--quick] [--json FILE] [table …]`` prints the tables, or those named."""

import os

# Before torch is imported, or they don't count: one thread, which leaves the other cores alone.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import argparse
import importlib
import json
from pathlib import Path

from benchmarks._measure import Options, environment, environment_line

# Each is a module of this package; the ones that take longest stand last.
TABLES = ("feeding", "csv_scale", "shards", "neighbour", "training", "recipes")


def main(arguments: list[str] | None = None) -> None:
    """Run the tables that the command line names, print each when it is done, keep all as JSON."""
    asked = _parser().parse_args(arguments)
    measured = {"environment": environment(), "quick": asked.quick, "tables": []}
    print(environment_line(measured["environment"]), flush=True)
    options = Options(quick=asked.quick, data=asked.data)
    for name in asked.tables or TABLES:
        table = importlib.import_module(f"benchmarks.{name}").run(options)
        print(f"\n{table}", flush=True)
        measured["tables"].append(table.as_dict(name))
        if asked.json:  # after each table: what was measured isn't lost with a later one
            asked.json.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    named = f"{', '.join(TABLES)}; all if none is named"
    parser.add_argument("tables", nargs="*", metavar="table", type=_table, help=named)
    parser.add_argument("--quick", action="store_true", help="less data and fewer turns: a minute")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write all times there")
    parser.add_argument("--data", type=Path, default=Path("data"), help="the folder of the data")
    return parser


def _table(name: str) -> str:
    if name not in TABLES:
        raise argparse.ArgumentTypeError(f"{name!r} is none of {', '.join(TABLES)}")
    return name


if __name__ == "__main__":
    main()
