"""A class on a JupyterHub, measured: who finished is said, and nothing runs on afterwards.

By name, with `uv sync --group hub` and configurable-http-proxy:
`pytest tests/test_benchmark_classroom.py`. Without them, the class is skipped.
"""

import importlib.util
import shutil
import subprocess
import sys

import nbformat
import psutil
import pytest

from benchmarks import classroom
from benchmarks._measure import Options
from tests.support.lessons import DATA

# A process with a child, as a server with its kernel; it tells the child's number.
FAMILY = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def family():
    with psutil.Popen([sys.executable, "-c", FAMILY], stdout=subprocess.PIPE) as parent:
        child = psutil.Process(int(parent.stdout.readline()))
        yield parent, child
        for each in (parent, child):
            if each.is_running():
                each.kill()


def test_the_guard_ends_all_before_memory_runs_out(family, monkeypatch):
    parent, child = family
    with classroom.Guard(parent) as guard:
        assert parent.is_running()
    assert not guard.stopped
    monkeypatch.setattr(classroom, "LEAST", psutil.virtual_memory().total)
    with classroom.Guard(parent) as guard:
        parent.wait(30)
    assert guard.stopped
    assert 0 < guard.least < classroom.LEAST
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE


def test_servers_are_ended_before_the_kernels_that_they_would_restart(family, monkeypatch):
    parent, child = family
    killed = []
    monkeypatch.setattr(psutil.Process, "send_signal", lambda self, _: killed.append(self.pid))
    monkeypatch.setattr(psutil, "wait_procs", lambda *_, **__: None)
    classroom.end(parent)
    assert killed == [parent.pid, child.pid]


def test_how_many_fit_counts_servers_and_what_all_share():
    held = {"kernel": {"private": 400 * 10**6}, "server": {"private": 100 * 10**6}}
    people = [classroom.Person("a", **held), classroom.Person("b", **held)]
    # Shared: 2 GB - 2 x 0.5 GB; the system has 2 GB of its own.
    said = classroom._fits(people, everything=2 * 10**9, most=2 * 10**9)
    assert said == "26 in 16 GB, 42 in 24 GB, 58 in 32 GB, 122 in 64 GB."
    # Meanwhile, each of the two held 1 GB.
    said = classroom._fits(people, everything=2 * 10**9, most=3 * 10**9)
    assert said == "13 in 16 GB, 21 in 24 GB, 29 in 32 GB, 61 in 64 GB."


def lesson(folder, *sources):
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    cells[1].metadata.tags = ["raises-exception"]
    path = folder / "99_small.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return lambda: [path]


@pytest.mark.slow
@pytest.mark.skipif(
    importlib.util.find_spec("jupyterhub") is None
    or shutil.which("configurable-http-proxy") is None,
    reason="uv sync --group hub, npm install -g configurable-http-proxy",
)
@pytest.mark.parametrize("last_cell", ["x", "import os; x / (os.environ['USER'] != 'person02')"])
def test_three_people_run_a_lesson_on_a_hub(last_cell, tmp_path, monkeypatch):
    monkeypatch.setattr(classroom, "lessons", lesson(tmp_path, "x = 1", "1 / 0", last_cell))
    before = set(psutil.pids())
    table = classroom.run(Options(data=DATA, lessons=("99",), users=3, wave=2, again=True))
    told = {row[0]: row[1:] for row in table.rows}
    if last_cell == "x":
        assert told["people who finished"] == ("3 of 3", "")
    else:
        assert told["people who finished"] == ("2 of 3", "")
        assert table.notes[0] == (
            "person02: RuntimeError: cell [3]: ZeroDivisionError: division by zero"
        )
    assert float(told["a second time, restarted"][0].removesuffix(" s")) < 60
    for what in ("a kernel, private", "a server, private", "a kernel, Pss"):
        for size in told[what]:
            assert 10 < int(size.removesuffix(" MB")) < 1_000
    left = [each for each in psutil.process_iter(["cmdline"]) if each.pid not in before]
    assert not [each for each in left if "jupyterhub" in " ".join(each.info["cmdline"] or [])]
