"""``python -m benchmarks [--quick] [--json FILE] [table …]`` prints the tables, or those named.

``python -m benchmarks widgets`` measures the widgets, in a browser: ``benchmarks.widgets_latency``.
"""

import os

# Before torch is imported, or they don't count: one thread, which leaves the other cores alone.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import argparse
import importlib
import json
import sys
from pathlib import Path

from benchmarks._measure import Options, environment, environment_line

# Each is a module of this package; the ones that take longest stand last.
TABLES = ("feeding", "csv_scale", "shards", "neighbour", "training", "recipes", "memory")
BY_NAME = ("classroom",)  # starts a JupyterHub, and needs the machine for itself


def main(arguments: list[str] | None = None) -> None:
    """Run the tables that the command line names, print each when it is done, keep all as JSON."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if "widgets" in arguments:  # apart, since it needs Chromium and Playwright
        browser = importlib.import_module("benchmarks.widgets_latency")
        browser.main([word for word in arguments if word != "widgets"])
        return
    asked = _parser().parse_args(arguments)
    measured = {"environment": environment(), "quick": asked.quick, "tables": []}
    print(environment_line(measured["environment"]), flush=True)
    options = Options(
        quick=asked.quick,
        data=asked.data,
        lessons=tuple(asked.lessons),
        users=asked.users,
        wave=asked.wave,
        again=asked.again,
    )
    for name in asked.tables or TABLES:
        table = importlib.import_module(f"benchmarks.{name}").run(options)
        print(f"\n{table}", flush=True)
        measured["tables"].append(table.as_dict(name))
        if asked.json:  # after each table: what was measured isn't lost with a later one
            asked.json.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    named = f"{', '.join(TABLES)}; all of these if none is named; or {', '.join(BY_NAME)}"
    parser.add_argument("tables", nargs="*", metavar="table", type=_table, help=named)
    parser.add_argument("--quick", action="store_true", help="less data and fewer turns: a minute")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write all times there")
    parser.add_argument("--data", type=Path, default=Path("data"), help="the folder of the data")
    lessons = "such as 04 10: for memory, these lessons only; for classroom, the first of them"
    parser.add_argument("--lessons", nargs="+", metavar="NN", default=(), help=lessons)
    parser.add_argument("--users", type=int, default=30, help="for classroom: how many people")
    parser.add_argument("--wave", type=int, default=0, help="for classroom: so many at once")
    said = "for classroom: then restart the kernel, and run the lesson a second time"
    parser.add_argument("--again", action="store_true", help=said)
    return parser


def _table(name: str) -> str:
    if name not in (*TABLES, *BY_NAME):
        raise argparse.ArgumentTypeError(f"{name!r} is none of {', '.join((*TABLES, *BY_NAME))}")
    return name


if __name__ == "__main__":
    main()
