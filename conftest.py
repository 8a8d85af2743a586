"""Lessons under pytest: the data they need, the kernel they run in, and the order.

`pytest` runs `tests/` and every lesson in `notebooks/`; nbval runs a lesson's cells, one by one,
and compares their outputs with what is committed, as `tests/support/compare.py` says. That holds
with the full dataset. If only the bundled sample is available, the lessons still run, without
being compared, and pytest says so.
"""

import importlib.util
import os
import re
import sys
from pathlib import Path

import pytest

from tests import browser
from tests.support import compare
from tests.support.lessons import DATA, NOTEBOOKS, LessonKernel

COMPARED = "lessons: run and compared with their stored outputs, on the full Fashion-MNIST"
NOT_COMPARED = (
    "lessons: run, but NOT COMPARED with their stored outputs: only the bundled sample of "
    "Fashion-MNIST could be had. Set FMNIST_DATA to a full copy, or go online, and run again."
)
SLOW_LEFT_OUT = (
    "slow tests: LEFT OUT (each lesson alone on the sample, nbgrader, benchmarks, torchrun …); "
    "`uv run pytest -m slow` runs them, and so does CI"
)
NO_TORCHRUN = "torchrun does not start on Windows, whose PyTorch lacks libuv: pytorch issue 148283"
NO_ENGINE = "lesson 17 needs Hugging Face Datasets: `uv sync --extra scale` installs it"
FULL_DATA = pytest.StashKey[bool | None]()

# Workers and kernels inherit these; they count only if set before torch is imported.
# Without its bytecode kept, torch is compiled anew, for 8 s, by each process that is started.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ.setdefault("JUPYTER_PLATFORM_DIRS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
# Figures in tests/ need no screen. Kernels choose their own backend: see tests/support/lessons.py.
os.environ.setdefault("MPLBACKEND", "agg")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config):
    """Two on any machine, four where there are cores for them; each needs up to 1.5 GB."""
    return max(2, min(4, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2))


def pytest_configure(config):
    if config.getoption("nbval", False) or config.getoption("nbval_lax", False):
        import nbval.plugin

        nbval.plugin.RunningKernel = LessonKernel
        compare.install()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session):
    """Fetch the data once, before any worker or kernel starts, and choose how lessons are run."""
    config = session.config
    if hasattr(config, "workerinput"):
        full = config.workerinput["full_data"]
    elif config.option.collectonly or not _runs_lessons(config):
        full = None
    else:
        full = _fetch_data()
    config.stash[FULL_DATA] = full
    if full is False:
        config.option.nbval, config.option.nbval_lax = False, True


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node):
    node.workerinput["full_data"] = node.config.stash[FULL_DATA]


def pytest_report_header(config):
    lines = (_how_lessons_run(config), browser.left_out(config), _slow_left_out(config))
    return [line for line in lines if line]


def pytest_terminal_summary(terminalreporter, config):
    if config.stash.get(FULL_DATA, None) is False:
        terminalreporter.section("lessons", yellow=True)
        terminalreporter.line(NOT_COMPARED, yellow=True)


def pytest_collection_modifyitems(config, items):
    """What takes longest first, so that no worker is left with it at the end.

    That is the browser, where it is asked for, then the lessons, the later ones first: they train.
    """
    if browser.left_out(config):
        _leave_out(config, items, "browser")
    if _slow_left_out(config):
        _leave_out(config, items, "slow")
    named = "by_name" in config.option.markexpr or any("::" in each for each in config.args)
    if not named:
        _leave_out(config, items, "by_name")
    for item in items:
        if reason := _impossible_here(item.nodeid):
            item.add_marker(pytest.mark.skip(reason=reason))
    if unstable := [item.nodeid for item in items if re.search("0x[0-9a-f]{6}", item.nodeid)]:
        # Workers compare what they collected, and run nothing where it differs.
        raise pytest.UsageError(f"give `ids` to parametrize: an id holds an address: {unstable[0]}")
    lessons = sorted({item.path for item in items if item.path.suffix == ".ipynb"}, reverse=True)
    rank = {path: 1 + i for i, path in enumerate(lessons)}

    def order(item):
        if item.get_closest_marker("browser"):
            return 0
        return rank.get(item.path) or len(rank) + (1 if item.get_closest_marker("slow") else 2)

    items.sort(key=order)


def _slow_left_out(config):
    """A line that says so: where everything is run at once, by a person who is waiting."""
    asked = os.environ.get("CI") or config.option.markexpr
    everything = list(config.args) == config.getini("testpaths")
    return SLOW_LEFT_OUT if everything and not asked else None


def _impossible_here(test):
    """Why a test cannot run with this system and these packages; None if it can."""
    lesson = re.search(r"notebooks/(\d\d)_|lesson_runs_alone.*\[(\d\d)_", test)
    number = lesson and (lesson[1] or lesson[2])
    if sys.platform == "win32" and (number == "16" or "::test_torchrun" in test):
        return NO_TORCHRUN
    if number == "17" and importlib.util.find_spec("datasets") is None:
        return NO_ENGINE
    return None


def _leave_out(config, items, marker):
    left_out = [item for item in items if item.get_closest_marker(marker)]
    items[:] = [item for item in items if not item.get_closest_marker(marker)]
    config.hook.pytest_deselected(items=left_out)


def _runs_lessons(config):
    if not (config.getoption("nbval", False) or config.getoption("nbval_lax", False)):
        return False
    asked = [config.invocation_params.dir / arg.partition("::")[0] for arg in config.args]
    return any(
        path.suffix == ".ipynb" or NOTEBOOKS.is_relative_to(path)
        for path in map(Path.resolve, asked)
    )


def _fetch_data():
    from fmnist_helpers.sources import ensure_fashion_mnist, is_sample

    try:
        # Not always DATA itself: FMNIST_DATA may name a whole copy, or DATA be read-only.
        return not is_sample(ensure_fashion_mnist(DATA))
    except OSError as error:
        pytest.exit(f"the lessons need Fashion-MNIST in {DATA}: {error}", returncode=1)


def _how_lessons_run(config):
    full = config.stash.get(FULL_DATA, None)
    if full is None:
        return None
    if config.option.nbval_lax and full:
        return "lessons: run without comparing (--nbval-lax)"
    return COMPARED if full else NOT_COMPARED
