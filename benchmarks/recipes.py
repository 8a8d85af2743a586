"""Our recipes: how right they are on the test images, and in which share of the tutorial's time."""

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import nn
from torch.utils.data import Dataset

from benchmarks import reference
from benchmarks._measure import Options, Table, Times
from benchmarks.training import QUICK_IMAGES, first
from fmnist_helpers.datasets import InMemoryFashionMNIST
from fmnist_helpers.device import keep_freed_memory, pick_device
from fmnist_helpers.loaders import make_loader
from fmnist_helpers.recipes import RECIPES, Recipe
from fmnist_helpers.training import History, fit, test_loop

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


def train(
    recipe: Recipe,
    train_set: Dataset,
    val_set: Dataset | None = None,
    *,
    seed: int = 0,
    device: torch.device | str | None = None,
) -> tuple[nn.Module, History]:
    """Train a new model by `recipe`; the model, in evaluation mode, and its `History`.

    The sets are datasets such as ``InMemoryFashionMNIST`` or parts of it; without a `val_set`
    the history holds training figures only. The same `seed` gives the same bits on one machine
    with one number of threads. It also seeds torch's own generator, which augmentation draws from.
    """
    keep_freed_memory()
    torch.manual_seed(seed)
    model = recipe.model().to(pick_device() if device is None else device)
    optimizer = recipe.optimizer(model)
    train_loader = make_loader(train_set, batch_size=recipe.batch_size, shuffle=True, seed=seed)
    val_loader = None if val_set is None else make_loader(val_set, batch_size=500)
    history = fit(
        model,
        train_loader,
        val_loader,
        nn.CrossEntropyLoss(),
        optimizer,
        epochs=recipe.epochs,
        scheduler=recipe.scheduler(optimizer, recipe.epochs * len(train_loader)),
    )
    return model.eval(), history


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
