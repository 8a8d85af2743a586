"""Our recipes: how right they are on the test images, and in which share of the tutorial's time."""

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from torch import nn

from benchmarks import reference
from benchmarks._measure import Options, Table, Times
from benchmarks.training import QUICK_IMAGES, first
from fmnist_helpers.datasets import InMemoryFashionMNIST
from fmnist_helpers.loaders import make_loader
from fmnist_helpers.recipes import RECIPES, train
from fmnist_helpers.training import test_loop

SEEDS = 5
TUTORIAL = "the tutorial's code"


@dataclass(frozen=True)
class Run:
    """One training and its test: accuracy in [0, 1], seconds of CPU time and of wall time.

    CPU time leaves out the waiting for other programs, and adds up what each thread takes. Beside
    other programs it grows, too, as less gets done in each second.
    """

    accuracy: float
    cpu: float
    wall: float


def run(options: Options, names: Sequence[str] = ("fast90",)) -> Table:
    """Test accuracy and time of the named recipes, each seed beside the tutorial's code."""
    root, runs = options.root(), {name: [] for name in (TUTORIAL, *names)}
    for seed in range(options.turns(SEEDS, quick=1)):
        for name, found in runs.items():
            way = _theirs if name == TUTORIAL else _ours(name)
            found.append(_timed(lambda way=way, seed=seed: way(root, seed, options.quick)))
    times = {}
    for name, found in runs.items():
        times[f"{name}, CPU time"] = Times(tuple(each.cpu for each in found))
        times[f"{name}, wall time"] = Times(tuple(each.wall for each in found))
    return Table(
        "Recipes: from the files to a tested model, on the CPU. The tutorial tests after each of "
        "its five epochs, a recipe once",
        ("what", "test accuracy (range)", "CPU time", "tutorial = 1", "wall time", "tutorial = 1"),
        [_row(name, found, times) for name, found in runs.items()],
        [
            f"The mean accuracy of {len(runs[TUTORIAL])} seed(s). Times are medians, and so are "
            f"the shares of the tutorial's time, which are taken seed by seed.",
            options.note() + (" A recipe is tested on 500 images." if options.quick else ""),
        ],
        times,
    )


def _row(name: str, found: list[Run], times: dict[str, Times]) -> tuple:
    accuracies = [each.accuracy for each in found]
    cells = [f"{statistics.mean(accuracies):.2%} ({min(accuracies):.2%}–{max(accuracies):.2%})"]
    for of in ("CPU time", "wall time"):
        ours = times[f"{name}, {of}"]
        shares = ours.ratios(times[f"{TUTORIAL}, {of}"])
        cells += [ours, f"{shares.median:.2f} ({min(shares.values):.2f}–{max(shares.values):.2f})"]
    return (name, *cells)


def _timed(way: Callable[[], float]) -> Run:
    gc.collect()
    cpu, wall = time.process_time(), time.perf_counter()
    accuracy = way()
    return Run(accuracy, time.process_time() - cpu, time.perf_counter() - wall)


# Each opens the files, trains and tests, and gives the test accuracy. Quick: one epoch, less data.


def _theirs(root: Path, seed: int, quick: bool) -> float:
    images, epochs = (QUICK_IMAGES, 1) if quick else (None, reference.EPOCHS)
    return reference.train(root, epochs, seed, report=lambda _: None, images=images)


def _ours(name: str) -> Callable[[Path, int, bool], float]:
    def way(root: Path, seed: int, quick: bool) -> float:
        recipe = replace(RECIPES[name], epochs=1) if quick else RECIPES[name]
        train_set, test_set = (InMemoryFashionMNIST(root, train=part) for part in (True, False))
        if quick:
            train_set, test_set = first(train_set, QUICK_IMAGES), first(test_set, 500)
        model, _ = train(recipe, train_set, seed=seed, device="cpu")  # as the tutorial's code
        return test_loop(
            make_loader(test_set, batch_size=500), model, nn.CrossEntropyLoss()
        ).accuracy

    return way
