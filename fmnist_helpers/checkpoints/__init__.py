"""Stop, and resume to the same bits.

A checkpoint is one file, whole or not there, from which no code is ever run. It holds the states of
model, optimizer and scheduler, the history, how far into an epoch training was, the random states
(torch, numpy, python, the loader's), the recipe and the versions.
"""

import platform
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.optim.lr_scheduler import LRScheduler

from fmnist_helpers import training
from fmnist_helpers.checkpoints import files
from fmnist_helpers.checkpoints.interrupts import Interrupts
from fmnist_helpers.checkpoints.random_states import random_state, set_random_state
from fmnist_helpers.checkpoints.settings import check_fits, check_settings, settings_of
from fmnist_helpers.training import History, LossFunction, Tally

FORMAT = 1
VERSIONS = {
    "python": platform.python_version(),
    "torch": str(torch.__version__),
    "numpy": np.__version__,
}


@dataclass(frozen=True)
class Checkpoint:
    """What a file holds besides the states.

    `history` ends with the last whole epoch; `step` batches of the next one were done. `recipe` is
    that of `fit`, with its settings, `versions` wrote the file. `finished`: `on_epoch` ended `fit`.
    """

    history: History
    step: int
    recipe: dict
    versions: dict[str, str]
    finished: bool

    @property
    def epoch(self) -> int:
        """How many epochs were finished."""
        return len(self.history)


def load(path: str | Path, model: nn.Module | None = None) -> Checkpoint:
    """Put the weights in a checkpoint into `model`, if there is one, and say what else it holds.

    They go to the devices of the `model`. Nothing is changed if something doesn't fit, and no code
    in the file is ever run.
    Raises FileNotFoundError, and ValueError for a file that is damaged, is not a checkpoint, comes
    from a newer version, or belongs to another model.
    """
    run = _Run(path, model, None, None, _Batches(None), {})
    content = files.read(run.path, FORMAT)
    run.restore(content)
    return Checkpoint(
        history=History(**content["history"]),
        step=content["step"],
        recipe=content["recipe"],
        versions=content["versions"],
        finished=content["finished"],
    )


def fit(
    path: str | Path,
    model: nn.Module,
    train_loader: Iterable,
    val_loader: Iterable | None,
    loss_fn: LossFunction,
    optimizer: torch.optim.Optimizer,
    *,
    epochs: int,
    scheduler: LRScheduler | None = None,
    every: int | None = None,
    recipe: dict | None = None,
    on_epoch: Callable[[int, History], object] | None = None,
    on_step: Callable[[Tally], object] | None = None,
) -> History:
    """`training.fit` that can be stopped: call it again, and it goes on from what `path` holds.

    It saves after each epoch and, with `every`, after each so many batches. Ctrl-C (in a notebook:
    Interrupt the Kernel) and SIGTERM stop after the step, and save; a second one stops at once.
    However it was stopped, `kill -9` included, it ends in the same bits as without the stop, on the
    CPU of one machine.

    All processes of a model in DistributedDataParallel must call this; one of them writes. Nothing
    stops two trainings from saving to the same `path`: give each its own.
    Raises KeyboardInterrupt after a Ctrl-C or a SIGTERM, once the file is written.
    Raises ValueError if `path` holds a run with other settings, what `load` does, OSError if the
    file cannot be written (the old one stays), TypeError for a `recipe` that is not made of
    numbers, strings, tensors, and lists and dicts of them.
    """
    if epochs < 1 or (every is not None and every < 1):
        raise ValueError(f"epochs={epochs}, every={every}: expected numbers of 1 or more")
    settings = settings_of(train_loader, loss_fn, optimizer, scheduler)
    settings |= {"epochs": epochs} | (recipe or {})
    run = _Run(path, model, optimizer, scheduler, _Batches(train_loader), settings)
    history, tally = History(), None
    if any(run.gather(run.path.exists())):
        content = files.read(run.path, FORMAT)
        check_settings(run.path, content["recipe"], run.recipe)
        run.restore(content)
        history, tally = History(**content["history"]), run.restore_place(content, loss_fn)
        if len(history) > epochs:
            raise ValueError(
                f"{run.path} already holds {len(history)} epochs, more than epochs={epochs}: ask "
                f"for more, or choose another path to start over"
            )
        if content["finished"]:
            return history
    else:
        run.save(history)  # a folder that cannot be written is found now, not after an epoch

    def after_step(tally: Tally) -> None:
        # Several processes have to agree, which costs a message: not at every step.
        stop = (run.processes is None or len(tally) % 10 == 0) and any(run.gather(interrupts.came))
        if stop or (every is not None and len(tally) % every == 0):
            run.save(history, tally)
        if on_step is not None:
            on_step(tally)
        if stop:
            saved = f"epoch {len(history) + 1}, batch {len(tally)}"
            raise KeyboardInterrupt(f"stopped: {saved} is in {run.path}")

    def after_epoch(epoch: int, history: History) -> bool:
        run.save(history)
        finished = on_epoch is not None and on_epoch(epoch, history) is True
        if finished:
            run.save(history, finished=True)
        elif any(run.gather(interrupts.came)):
            raise KeyboardInterrupt(f"stopped: epoch {epoch} is in {run.path}")
        return finished

    with Interrupts() as interrupts:
        return training.fit(
            run.model,
            run.batches,
            val_loader,
            loss_fn,
            run.optimizer,
            epochs=epochs,
            scheduler=run.scheduler,
            on_epoch=after_epoch,
            on_step=after_step,
            history=history,
            tally=tally,
        )


class _Batches:
    """A loader that remembers how its epoch began, and can go on in the middle of one."""

    def __init__(self, loader: Iterable | None):
        self.loader = loader
        self.began: dict | None = None  # the random state as the epoch began
        self.now: dict | None = None  # the random state to go on with
        self.done = 0  # batches to pass over in the next epoch

    def __iter__(self):
        done, self.done = self.done, 0
        if done:
            set_random_state(self.began, self.loader)
        self.began = random_state(self.loader)
        batches = iter(self.loader)
        for _ in range(done):
            next(batches)
        if done:
            set_random_state(self.now)  # the loader's own is where it was, by itself
        yield from batches


@dataclass
class _Run:
    """What is saved, and where; None for what is not."""

    path: Path
    model: nn.Module | None
    optimizer: torch.optim.Optimizer | None
    scheduler: object | None
    batches: _Batches
    recipe: dict

    def __post_init__(self):
        self.path = Path(self.path).expanduser()
        # Processes that train one model together, in DistributedDataParallel, are its group.
        self.processes = getattr(self.model, "process_group", None)

    def gather(self, value) -> list:
        """`value` of every process, in the order of their ranks."""
        if self.processes is None:
            return [value]
        values = [None] * torch.distributed.get_world_size(self.processes)
        torch.distributed.all_gather_object(values, value, group=self.processes)
        return values

    @property
    def rank(self) -> int:
        return 0 if self.processes is None else torch.distributed.get_rank(self.processes)

    def parts(self) -> dict:
        """What has a state_dict, by the name under which it is saved."""
        # DistributedDataParallel and torch.compile wrap the model that was built.
        model = self.model.module if self.processes is not None else self.model
        model = getattr(model, "_orig_mod", model)
        parts = {"model": model, "optimizer": self.optimizer, "scheduler": self.scheduler}
        return {name: part for name, part in parts.items() if part is not None}

    def save(self, history: History, tally: Tally | None = None, finished: bool = False) -> None:
        now = self.gather(random_state(self.batches.loader))
        counts = None if tally is None else sum(self.gather(tally.counts()))
        content = {
            "format": FORMAT,
            "versions": VERSIONS,
            "recipe": self.recipe,
            "history": asdict(history),
            "finished": finished,
            "step": 0 if tally is None else len(tally),
            "counts": counts,
            "random": {"now": now, "began": None if tally is None else self.batches.began},
        }
        for name, part in self.parts().items():
            content[name] = {"class": type(part).__name__, "state": part.state_dict()}
        if self.rank == 0:
            files.write(self.path, content)

    def restore(self, content: dict) -> None:
        """Put the states back: all of them or, if one doesn't fit, none."""
        for name, part in self.parts().items():
            check_fits(self.path, name, part, content.get(name))
        for name, part in self.parts().items():
            part.load_state_dict(content[name]["state"])

    def restore_place(self, content: dict, loss_fn) -> Tally | None:
        """Continue where the file was saved; returns the tally of the epoch that it cut, if any."""
        states = content["random"]["now"]
        now = states[min(self.rank, len(states) - 1)]
        if self.rank >= len(states):  # more processes than before: each has to draw for itself
            now = now | {"torch": torch.Generator().manual_seed(self.rank).get_state()}
        if content["step"] == 0:
            set_random_state(now, self.batches.loader)
            return None
        self.batches.done, self.batches.now = content["step"], now
        self.batches.began = content["random"]["began"]
        # They are the sums over all processes: one has them, the others add to them.
        return Tally(loss_fn, self.model, earlier=content["counts"] * (self.rank == 0))
