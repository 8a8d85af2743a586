"""Run lessons top to bottom and store what they print.

    python -m tests.regenerate                                  every lesson
    python -m tests.regenerate notebooks/04_dataloader.ipynb    one or several
    python -m tests.regenerate --check [lesson ...]             say what would change, write nothing
    python -m tests.regenerate --navigation                     only write the links between lessons
    python -m tests.regenerate --links                          only write the links to a browser

Where prose quotes a decimal number or a percentage that no output and no code of the lesson shows,
a line says so: has the number changed under the sentence?

A lesson that raises where no `raises-exception` tag allows it is left as it was, and so is every
lesson while only the bundled sample of Fashion-MNIST is there: outputs are stored on the full
data.

To write a lesson as text, convert it, edit it, and convert it back (`--update` keeps the ids of
cells):

    uvx jupytext --to py:percent notebooks/04_dataloader.ipynb -o /tmp/03.py
    uvx jupytext --to ipynb --update /tmp/03.py -o notebooks/04_dataloader.ipynb
    python -m tests.regenerate notebooks/04_dataloader.ipynb

In that text a cell begins with `# %%` or `# %% [markdown]`, and tags are written on the same line:
`# %% tags=["raises-exception"]`.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import nbformat
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbval.kernel import CURRENT_ENV_KERNEL_NAME, NbvalKernelspecManager
from nbval.plugin import coalesce_streams

from tests.support import launch
from tests.support.lessons import (
    DATA,
    NOTEBOOKS,
    ROOT,
    lesson_environment,
    lessons,
    write_atomically,
)
from tests.support.navigation import link_all, link_lesson
from tests.support.quotes import stale_quotes

# Of a cell's metadata: `scrolled` gives a long traceback a scroll bar of its own.
KEPT = ("tags", "jupyter", "scrolled")
CELL_TIMEOUT = 300  # seconds, as in pyproject.toml


def main(argv: list[str] | None = None) -> int:
    """Regenerate the lessons named on the command line; the number of those that failed."""
    options = _parse(argv)
    if options.navigation:
        for path in link_all():
            print(f"{path.name}: links written")
        return 0
    if options.links:
        for path in launch.link_all():
            print(f"{path.name}: {'' if launch.address() else 'no '}links to a browser")
        return 0
    demand_full_data()
    failed = 0
    for path in options.lessons or lessons():
        try:
            failed += not regenerate(path, write=not options.check)
        except LessonError as error:
            failed += 1
            print(f"{path.name}: left as it was. {error}", file=sys.stderr)
    if not options.check:
        link_all()
    return min(failed, 1)


class LessonError(Exception):
    """A lesson did not run to its end."""


def regenerate(path: Path, *, write: bool = True) -> bool:
    """Run the lesson at `path` and store its outputs; True if the file is now as it should be.

    With `write=False` the file stays as it is, and the cells that would change are printed.
    Raises LessonError, naming the cell, for an error that no tag allows.
    """
    before = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(before, as_version=4)
    normalize(notebook)
    link_lesson(notebook, path)
    launch.link_notebook(notebook, path.name, launch.address())
    start = time.perf_counter()
    execute(notebook, path.parent)
    seconds = time.perf_counter() - start
    normalize(notebook)
    nbformat.validate(notebook)
    after = nbformat.writes(notebook) + "\n"
    print(f"{path.name}: {seconds:.0f} s, {len(after.encode()) / 1000:.0f} kB", end="")
    stored = nbformat.reads(before, as_version=4)
    if after == before:
        print(", unchanged")
    else:
        changed = changed_cells(stored, notebook)
        print(f", {'changed' if write else 'would change'}: {', '.join(changed) or 'metadata'}")
    for quote in stale_quotes(stored, notebook):
        print(f"  prose quotes a number, {quote}")
    if after == before:
        return True
    if write:
        write_atomically(path, after)
    return write


def execute(
    notebook: nbformat.NotebookNode, folder: Path, variables: Mapping[str, str] | None = None
) -> None:
    """Run all cells in a fresh kernel whose working directory is `folder`; fills in the outputs.

    `variables` are environment variables that the kernel gets beside those of every lesson.
    """
    running = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    with (
        tempfile.TemporaryDirectory(prefix="fmnist-lesson-") as home,
        lesson_environment(Path(home), variables),
        (Path(home) / "kernel.log").open("w+", encoding="utf-8", errors="replace") as log,
    ):
        manager = AsyncKernelManager(
            kernel_name=CURRENT_ENV_KERNEL_NAME, kernel_spec_manager=NbvalKernelspecManager()
        )
        client = NotebookClient(
            notebook,
            km=manager,
            timeout=CELL_TIMEOUT,
            store_widget_state=False,
            record_timing=False,
            shutdown_kernel="immediate",
            resources={"metadata": {"path": str(folder)}},
            on_cell_execute=lambda cell, cell_index: running.append((cell, cell_index)),
        )
        try:
            client.execute(cleanup_kc=True, stderr=log)
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            where = f"cell {running[-1][1] + 1}, In [{len(running)}]"
            log.seek(0)
            ends = "" if isinstance(error, CellExecutionError) else f"\n{log.read()[-2000:]}"
            raise LessonError(f"{where}: {error}{ends}") from None


def normalize(notebook: nbformat.NotebookNode) -> None:
    """Leave in the notebook only what a reader sees, so that a diff shows only what changed.

    Metadata that depends on the machine or on the tool that wrote the file goes: widget state,
    timings, the Python version, jupytext's marks. Cells keep their ids.
    """
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python", "pygments_lexer": "ipython3"},
        }
    )
    _repair_ids(notebook)
    for cell in notebook.cells:
        kept = {key: cell.metadata[key] for key in KEPT if cell.metadata.get(key)}
        cell.metadata = nbformat.from_dict(kept)
        if cell.cell_type == "code":
            cell.outputs = coalesce_streams(cell.outputs)
            for output in cell.outputs:
                # Without the state, which is not stored, a widget shows only an error before it is
                # run; the picture and the text that stand beside it do show.
                output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
                tags = cell.metadata.get("tags", [])
                if output.output_type == "stream" and "uncompared:path" in tags:
                    output.text = _without_machine_paths(output.text)
                if output.output_type == "error":
                    output.traceback = [_without_machine_paths(line) for line in output.traceback]


def changed_cells(before: nbformat.NotebookNode, after: nbformat.NotebookNode) -> list[str]:
    """What differs, cell by cell, in words: `[3] text`, `[5] picture`, `cell 7 source`."""
    known = {cell.get("id"): cell for cell in before.cells}
    found = []
    for number, cell in enumerate(after.cells, start=1):
        old = known.pop(cell.id, None)
        name = f"[{cell.execution_count}]" if cell.cell_type == "code" else f"cell {number}"
        if old is None:
            found.append(f"{name} new")
        elif old.source != cell.source:
            found.append(f"{name} source")
        elif cell.cell_type == "code" and old.outputs != cell.outputs:
            found.append(f"{name} {'picture' if _text(old) == _text(cell) else 'text'}")
        elif cell.cell_type == "code" and old.execution_count != cell.execution_count:
            found.append(f"{name} count")
    return found + [f"{len(known)} cells gone"] * bool(known)


def _parse(argv):
    parser = argparse.ArgumentParser(
        prog="python -m tests.regenerate",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("lessons", nargs="*", type=lesson, metavar="lesson")
    parser.add_argument("--check", action="store_true", help="run, but write nothing")
    parser.add_argument(
        "--navigation", action="store_true", help="write the links between lessons, run nothing"
    )
    parser.add_argument(
        "--links",
        action="store_true",
        help="write the links that open a lesson in a browser, made from the address in "
        "pyproject.toml, or take them out where it has none; run nothing",
    )
    return parser.parse_args(argv)


def lesson(text: str) -> Path:
    """The notebook that an argument of the command line names, by its path or its name alone."""
    for path in (Path(text), NOTEBOOKS / text):
        if path.is_file() and path.suffix == ".ipynb":
            return path.resolve()
    raise argparse.ArgumentTypeError(f"no notebook {text!r}; there are {_names()}")


def _names():
    return ", ".join(path.name for path in lessons()) or "none yet"


def demand_full_data() -> None:
    """End the program, saying why, where only the bundled sample is to be had."""
    from fmnist_helpers.sources import ensure_fashion_mnist, is_sample

    if is_sample(ensure_fashion_mnist(DATA)):
        sys.exit(
            f"Only the bundled sample of Fashion-MNIST is in {DATA}; outputs are stored on the "
            "full data. Set FMNIST_DATA to a full copy, or go online, and run this again."
        )


def _repair_ids(notebook):
    """Fill in what is missing or double, from the place: the same file always gives the same."""
    seen = set()
    for number, cell in enumerate(notebook.cells):
        wanted = cell.get("id")
        if not wanted or wanted in seen:
            wanted = f"cell-{number:03d}"
            while wanted in seen or any(other.get("id") == wanted for other in notebook.cells):
                wanted += "x"
        cell.id = wanted
        seen.add(wanted)


def _without_machine_paths(text):
    """A text with the paths of installed packages and of this checkout cut short."""
    for folder in sorted({*map(str, sys.path), str(ROOT), sys.prefix, sys.base_prefix}, key=len)[
        ::-1
    ]:
        if len(folder) > 1:
            text = text.replace(folder.rstrip(os.sep) + os.sep, "")
    return text


def _text(cell):
    """A cell's outputs without its pictures."""
    return [
        {**output, "data": {k: v for k, v in output["data"].items() if not k.startswith("image/")}}
        if "data" in output
        else output
        for output in cell.outputs
    ]


if __name__ == "__main__":
    raise SystemExit(main())
