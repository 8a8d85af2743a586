"""Each lesson needs nothing but itself: not the lesson before it, its folder, or all 70,000 images.

It runs in an empty folder whose name a careless path would break on, with only the bundled sample,
so that its claims are tried but its numbers are not compared. nbval runs it in a real kernel; here
its cells run in a forked process that has imported torch already, which takes a third of the time.
"""

import contextlib
import io
import os
import shutil
import traceback
from pathlib import Path

import nbformat
import pytest

from tests.support.lessons import lesson_environment, lessons
from tests.support.processes import in_a_process


@pytest.mark.slow
@pytest.mark.parametrize("path", lessons(), ids=lambda path: path.stem)
def test_lesson_runs_alone_elsewhere_on_the_sample(path, tmp_path):
    folder = tmp_path / "another folder 수업"
    folder.mkdir()
    lesson, report = Path(shutil.copy(path, folder)), tmp_path / "report"
    status = in_a_process(run_alone, lesson, tmp_path / "home", report)
    assert report.read_text(encoding="utf-8") == "ran on the sample", f"status {status}"
    assert {each.name for each in folder.iterdir()} <= {path.name, "data", "_work"}


def run_alone(lesson: Path, home: Path, report: Path) -> None:
    """Run the cells of `lesson` in its folder, and write to `report` how it went."""
    with lesson_environment(home):
        os.environ["FMNIST_OFFLINE"] = "1"
        os.environ.pop("FMNIST_DATA", None)
        os.chdir(lesson.parent)
        try:
            report.write_text(_run_cells(lesson), encoding="utf-8")
        except BaseException:
            report.write_text(traceback.format_exc(), encoding="utf-8")


def _run_cells(lesson: Path) -> str:
    from IPython.core.interactiveshell import InteractiveShell

    from fmnist_helpers import sources

    sources.SYSTEM_COPY = Path("no system copy")
    shell = InteractiveShell.instance()
    for number, cell in enumerate(nbformat.read(lesson, as_version=4).cells, start=1):
        if cell.cell_type != "code":
            continue
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            ran = shell.run_cell(cell.source, silent=False)
        raises = "raises-exception" in cell.metadata.get("tags", [])
        if not ran.success and not raises:
            error = ran.error_in_exec or ran.error_before_exec
            return f"cell {number}: {error!r}\n{printed.getvalue()[-3000:]}"
        if ran.success and raises:
            return f"cell {number} is tagged raises-exception, and raised nothing"
    if "ensure_fashion_mnist" not in lesson.read_text(encoding="utf-8"):
        return "ran on the sample"  # it needs no garments at all
    return "ran on the sample" if sources.is_sample("data") else "ran on more than the sample"
