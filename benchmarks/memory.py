"""What a kernel holds after each lesson: the memory that thirty of them need thirty times."""

import ast
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import nbformat
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbval.kernel import CURRENT_ENV_KERNEL_NAME, NbvalKernelspecManager

from benchmarks._measure import Options, Table, private
from tests.support.lessons import lesson_environment, lessons

MB = 10**6
QUICK = ("01",)


def run(options: Options) -> Table:
    """The private memory of a kernel, lesson by lesson, in MB."""
    wanted = options.lessons or (QUICK if options.quick else ())
    paths = [path for path in lessons() if not wanted or path.stem[:2] in wanted]
    return Table(
        "Memory: what a kernel has for itself alone, MB, while it runs a lesson",
        ("lesson", "its imports", "first cell", "/ imports", "last cell", "at most", "in cell"),
        [_row(path) for path in paths],
        [
            "Private memory: written to, and shared with no other process (Private_Dirty in "
            "/proc/PID/smaps_rollup). Libraries and images that are only read are not in it: all "
            "kernels share them.",
            "At most: the largest of the readings, four a second, that were taken in the cell "
            "named beside it.",
            options.note(),
        ],
    )


def _row(path: Path) -> tuple:
    notebook = nbformat.read(path, as_version=4)
    first = next(cell for cell in notebook.cells if cell.cell_type == "code")
    notebook.cells.insert(0, nbformat.v4.new_code_cell(imports(first.source)))
    with tempfile.TemporaryDirectory(prefix="fmnist-memory-") as home:
        after, most, where = _after_each_cell(notebook, path.parent, Path(home))
    needed, first_cell, last_cell = (round(size / MB) for size in (after[0], after[1], after[-1]))
    ratio = f"{after[1] / after[0]:.2f}"
    return (path.stem, needed, first_cell, ratio, last_cell, round(most / MB), f"[{where}]")


def imports(source: str) -> str:
    """The imports at the top level of a cell, and nothing else of it."""
    body = ast.parse(source).body
    return "\n".join(ast.unparse(n) for n in body if isinstance(n, ast.Import | ast.ImportFrom))


def _after_each_cell(notebook, folder: Path, home: Path) -> tuple[list[int], int, int]:
    """The kernel's private bytes after each cell, the most that was read, and in which cell."""
    after, running = [], []
    with lesson_environment(home), (home / "kernel.log").open("w", encoding="utf-8") as log:
        manager = AsyncKernelManager(
            kernel_name=CURRENT_ENV_KERNEL_NAME, kernel_spec_manager=NbvalKernelspecManager()
        )
        client = NotebookClient(
            notebook,
            km=manager,
            timeout=600,
            store_widget_state=False,
            shutdown_kernel="immediate",
            resources={"metadata": {"path": str(folder)}},
            on_cell_execute=lambda **_: running.append(manager.provisioner.pid),
            on_cell_executed=lambda **_: after.append(private(running[-1])),
        )
        with Most(lambda: (private(running[-1]), len(running) - 1) if running else (0, 0)) as most:
            client.execute(cleanup_kc=True, stderr=log)
    return after, *max(most.value, *((size, cell) for cell, size in enumerate(after)))


class Most:
    """The largest value that `read` returned in a ``with`` block, four times a second."""

    def __init__(self, read: Callable[[], tuple[int, int]]):
        self.value = (0, 0)
        self._read, self._over = read, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Most":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.25):
            self.value = max(self.value, self._read())
