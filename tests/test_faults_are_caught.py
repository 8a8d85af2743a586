"""The tests notice: each of these faults, put into a copy of the package, turns a test red.

They are the mistakes that a change would most easily make, and that a lesson's figures would hide.
"""

import contextlib
import io
import multiprocessing
import os
import shutil
import sys
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple

import pytest

from tests.support.lessons import ROOT

COPIED = ("conftest.py", "pyproject.toml", "fmnist_helpers", "tests")
# Whatever takes long to import, but for what pytest must import itself.
PRELOADED = ["ipykernel.kernelspec", "nbclient", "pandas", "pytest", "torch", "torchvision"]


class Fault(NamedTuple):
    """Text to replace in one file of the package, and the test that must then fail."""

    file: str
    changes: dict[str, str]
    caught_by: str


FAULTS = {
    "zero_grad forgotten": Fault(
        "training.py",
        {"optimizer.zero_grad()": "pass"},
        "test_training.py::TestTrainLoop::test_forgets_stale_gradients",
    ),
    "shuffle ignored": Fault(
        "loaders/__init__.py",
        {"ShuffledOrder(dataset, generator=generator) if shuffle else ": ""},
        "test_loaders.py::test_shuffling_shuffles_anew_each_epoch_and_the_seed_repeats_it",
    ),
    "seed ignored": Fault(
        "loaders/__init__.py",
        {"generator = torch.Generator().manual_seed(": "torch.Generator().manual_seed("},
        "test_loaders.py::test_shuffling_shuffles_anew_each_epoch_and_the_seed_repeats_it",
    ),
    "mean of batch means": Fault(
        "training.py",
        {
            "loss if self.sums else loss * len(labels)": "loss",
            "Score(loss / images,": "Score(loss / len(self),",
        },
        "test_training.py::TestTestLoop::test_short_last_batch_weighs_by_its_images",
    ),
    "first CSV row eaten": Fault(
        "datasets/labels_csv.py",
        {"rows = itertools.chain([first], rows)": "pass"},
        "test_datasets.py::test_the_folder_gives_back_what_was_exported",
    ),
    "images scaled twice": Fault(
        "datasets/__init__.py",
        {"torch.div(pixels.unsqueeze(-3), 255)": "torch.div(pixels.unsqueeze(-3), 255 * 255)"},
        "test_loaders.py::test_shapes_dtypes_and_range",
    ),
    "images never scaled": Fault(
        "datasets/__init__.py",
        {"torch.div(pixels.unsqueeze(-3), 255)": "pixels.unsqueeze(-3).float()"},
        "test_loaders.py::test_shapes_dtypes_and_range",
    ),
    "the least likely class chosen": Fault(
        "training.py",
        {"(logits.argmax(dim=1) == classes)": "(logits.argmin(dim=1) == classes)"},
        "test_training.py::TestTestLoop::test_short_last_batch_weighs_by_its_images",
    ),
}


@pytest.fixture(scope="module")
def processes():
    """A fresh process for each run, which need not import torch anew where processes can fork."""
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(PRELOADED)
    with ProcessPoolExecutor(1, mp_context=context, max_tasks_per_child=1) as pool:
        yield pool


@pytest.fixture
def copy(tmp_path):
    """This project without its lessons, to be broken."""
    for name in COPIED:
        take = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        take(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.mark.slow
def test_the_copy_is_whole_before_it_is_broken(copy, processes):
    tests = sorted({fault.caught_by for fault in FAULTS.values()})
    outcomes, printed = processes.submit(run_tests, copy, tests).result()
    assert list(outcomes.values()) == ["passed"] * len(tests), printed


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_fault_is_caught(fault, copy, processes):
    module = copy / "fmnist_helpers" / fault.file
    source = module.read_text(encoding="utf-8")
    for right, wrong in fault.changes.items():
        assert source.count(right) == 1, f"{fault.file} has changed: find the place anew: {right}"
        source = source.replace(right, wrong)
    module.write_text(source, encoding="utf-8")

    outcomes, printed = processes.submit(run_tests, copy, [fault.caught_by]).result()

    assert list(outcomes.values()) == ["failed"], printed
    assert str(copy) in printed, "another copy of the package was tested"


def run_tests(project, tests):
    """Run tests of another copy of this project, in this process, which is used up by it.

    Gives what became of each test's own run, and all that pytest printed.
    """
    # Imported with this function, or by a fork server that another test started; taken anew here.
    ours = ("fmnist_helpers", "tests", "conftest", "nbval")
    for name in [name for name in sys.modules if name.partition(".")[0] in ours]:
        del sys.modules[name]
    os.chdir(project)
    recorder, printed = Recorder(), io.StringIO()
    arguments = ["-n0", "--color=no", "-p", "no:cacheprovider", f"--rootdir={project}"]
    with contextlib.redirect_stdout(printed):
        pytest.main([*arguments, *(f"tests/{test}" for test in tests)], plugins=[recorder])
        import fmnist_helpers

        print(fmnist_helpers.__file__)
    return recorder.outcomes, printed.getvalue()


class Recorder:
    def __init__(self):
        self.outcomes = {}

    def pytest_runtest_logreport(self, report):
        if report.when == "call" or report.outcome != "passed":
            self.outcomes[report.nodeid] = report.outcome if report.when == "call" else "error"
