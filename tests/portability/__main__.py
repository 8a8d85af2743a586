"""Run lessons in many surroundings, and say how far their numbers wander.

    python -m tests.portability                                   every lesson, wherever possible
    python -m tests.portability notebooks/03_dataloader.ipynb     one or several
    python -m tests.portability --only cpu,two-threads            some surroundings or groups
    python -m tests.portability --list                            the surroundings, and what is here

A number that a cell's tag lets wander (`within:0.02`) is compared with the stored one. The table
shows, for each number that moved, its largest deviation beside the tolerance, and where it was
seen. A `!` marks those beyond a third of their tolerance: the rest is for machines not tried.
All other text must be the same. The exit status is 1 if a number is marked, a text differs or a
lesson fails. Ctrl-C ends it early, with a table of what was measured until then.

For other versions uv makes virtual environments, in {cache}.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat

from tests.portability.deviations import (
    Deviation,
    Difference,
    deviations,
    differences,
    largest,
)
from tests.portability.surroundings import (
    NotHere,
    Surroundings,
    all_surroundings,
    cache,
    chosen,
)
from tests.regenerate import demand_full_data, lesson
from tests.support.lessons import ROOT, lessons


def main(argv: list[str] | None = None) -> int:
    """0 where every lesson holds in all surroundings asked for, else 1."""
    options = _parse(argv)
    if options.list:
        print(_list())
        return 0
    demand_full_data()
    found, problems, stopped = _measure(options.lessons or lessons(), options.only)
    worst = largest(found)
    print(table(worst, everything=options.all))
    for says, where in _grouped(problems).items():
        print(f"\n{', '.join(where)}\n{says[-1]}")
    if options.json:
        options.json.write_text(_as_json(worst, problems, options.only), encoding="utf-8")
    if stopped:
        print("\nstopped: not everything was run", file=sys.stderr)
    return int(stopped or bool(problems) or any(each.too_far for each in worst))


def _measure(paths, surroundings) -> tuple[list[Deviation], list[Difference], bool]:
    """What was found, and whether Ctrl-C ended it early: what was measured until then counts."""
    found: list[Deviation] = []
    problems: list[Difference] = []
    try:
        for each in surroundings:
            for path in paths:
                start = time.perf_counter()
                try:
                    stored, seen = run(path, each)
                except NotHere as error:
                    problems.append(Difference("no lesson", 0, each.name, str(error)))
                    break
                except LessonFailed as error:
                    problems.append(Difference(path.stem, 0, each.name, str(error)))
                else:
                    found += deviations(path.stem, each.name, stored, seen)
                    problems += differences(path.stem, each.name, stored, seen)
                took = time.perf_counter() - start
                print(f"{path.stem}, {each.name}: {took:.0f} s", file=sys.stderr, flush=True)
    except KeyboardInterrupt:
        return found, problems, True
    return found, problems, False


class LessonFailed(Exception):
    """A lesson did not run to its end."""


def run(path: Path, where: Surroundings) -> tuple[nbformat.NotebookNode, nbformat.NotebookNode]:
    """The lesson as it is stored, and as it comes out in these surroundings.

    Raises NotHere where they can't be had, LessonFailed where the lesson fails in them.
    """
    python = where.interpreter()
    variables = [f"{name}={value}" for name, value in where.variables.items()]
    with tempfile.TemporaryDirectory(prefix="fmnist-portability-") as folder:
        result = Path(folder) / path.name
        done = subprocess.run(
            [python, "-m", "tests.portability.execute", path, result, *variables],
            cwd=ROOT,
            env={k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"},
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise LessonFailed(done.stderr.strip()[-2000:])
        stored, seen = (nbformat.read(each, as_version=4) for each in (path, result))
    if where.pins:
        _skip_widgets(stored, seen)
    return stored, seen


def _skip_widgets(stored, seen):
    """Leave out of the comparison the cells that show a widget.

    A version of ipywidgets older than ours shows it without the text that stands for it elsewhere.
    """
    for cell, other in zip(stored.cells, seen.cells, strict=True):
        if cell.cell_type == "code" and "widgets." in cell.source:
            other.outputs = cell.outputs


def table(worst: list[Deviation], *, everything: bool = False) -> str:
    """The numbers that moved, or all, as lines of text; below them how many there were."""
    rows = [("", "lesson", "cell", "stored", "seen", "off by", "tolerance", "share", "where")]
    for each in worst:
        if each.share or everything:
            share = "beyond" if each.share.is_infinite() else f"{each.share:.0%}"
            place = f"[{each.cell}] {each.place}"
            where = each.surroundings if each.share else "same everywhere"
            mark = "!" if each.too_far else ""
            away, limit = f"{each.away.normalize():f}", each.tolerance.removeprefix("within:")
            rows.append(
                (mark, each.lesson, place, each.stored, each.seen, away, limit, share, where)
            )
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    still = sum(not each.share for each in worst)
    far = sum(each.too_far for each in worst)
    lines += ["", f"{len(worst)} numbers, {still} of them the same everywhere"]
    lines += [f"{far} beyond a third of the tolerance, marked !" if far else "all within a third"]
    return "\n".join(lines)


def _grouped(problems) -> dict[tuple, list[str]]:
    """What was said of a cell, once, with each of the surroundings in which it was."""
    found: dict[tuple, list[str]] = {}
    for each in problems:
        heading = f"{each.lesson} [{each.cell or 'failed'}]"
        found.setdefault((heading, each.says), [heading]).append(each.surroundings)
    return found


def _as_json(worst, problems, surroundings) -> str:
    numbers = [{**vars(w), "away": str(w.away), "share": str(w.share)} for w in worst]
    names = [each.name for each in surroundings]
    found = {"surroundings": names, "numbers": numbers, "problems": [vars(p) for p in problems]}
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def _list() -> str:
    known = all_surroundings()
    width = max(len(each.name) for each in known)
    return "\n".join(
        f"{each.group:9}{each.name:{width}}  {each.says}"
        + f" (not here: {each.missing})" * bool(each.missing)
        for each in known
    )


def _parse(argv):
    parser = argparse.ArgumentParser(
        prog="python -m tests.portability",
        description=__doc__.format(cache=cache()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("lessons", nargs="*", type=lesson, metavar="lesson")
    parser.add_argument(
        "--only",
        type=_surroundings,
        default="",
        metavar="NAME,NAME",
        help="surroundings or groups (cpu, threads, versions, services), separated by commas",
    )
    parser.add_argument("--list", action="store_true", help="list the surroundings, run nothing")
    parser.add_argument(
        "--all", action="store_true", help="also print the numbers that are the same everywhere"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the result as JSON")
    return parser.parse_args(argv)


def _surroundings(text):
    try:
        return chosen([name for name in text.split(",") if name])
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


if __name__ == "__main__":
    raise SystemExit(main())
