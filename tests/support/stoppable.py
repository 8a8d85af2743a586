"""A small training that draws from every source of randomness, run by tests that stop it.

It imports no pytest, so that processes that are to be killed start fast.
"""

import os
import random
import signal
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch._dynamo  # what a process's first optimizer imports, in seconds
from torch import nn
from torch.utils.data import DataLoader, Dataset

from fmnist_helpers import checkpoints, files
from fmnist_helpers.training import History

BATCHES, EPOCHS = 4, 3  # 4 batches of 8, 8, 8 and 3


class Noisy(Dataset):
    """27 images (1, 4, 4) with their labels; each look at one adds noise from three generators."""

    def __init__(self):
        generator = torch.Generator().manual_seed(1)
        self.images = torch.rand(27, 1, 4, 4, generator=generator)
        self.targets = torch.randint(10, (27,), generator=generator)

    def __len__(self) -> int:
        return len(self.targets)

    def __getitem__(self, index: int):
        noise = torch.rand(()).item() + np.random.rand() + random.random()  # noqa: NPY002
        return self.images[index] + 0.1 * noise, self.targets[index]


@dataclass
class Run:
    """All that a training needs, made from `seed`."""

    seed: int = 0
    loader_seed: int | None = 5
    workers: int = 0

    def __post_init__(self):
        torch.manual_seed(self.seed)
        np.random.seed(self.seed)  # noqa: NPY002
        random.seed(self.seed)
        self.model = nn.Sequential(
            nn.Flatten(), nn.Linear(16, 12), nn.BatchNorm1d(12), nn.Dropout(0.3), nn.Linear(12, 10)
        )
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=0.01)
        self.scheduler = torch.optim.lr_scheduler.OneCycleLR(
            self.optimizer, max_lr=0.05, total_steps=BATCHES * EPOCHS
        )
        own = None if self.loader_seed is None else torch.Generator().manual_seed(self.loader_seed)
        self.train_loader = DataLoader(
            Noisy(), batch_size=8, shuffle=True, generator=own, num_workers=self.workers
        )
        self.val_loader = DataLoader(Noisy(), batch_size=8)

    def fit(self, path: Path, **options) -> History:
        return checkpoints.fit(
            path,
            self.model,
            self.train_loader,
            self.val_loader,
            nn.CrossEntropyLoss(),
            self.optimizer,
            epochs=EPOCHS,
            scheduler=self.scheduler,
            **options,
        )

    def state(self) -> dict[str, torch.Tensor]:
        """Every number that training has changed, and what would be drawn next."""
        state = {f"model.{name}": value for name, value in self.model.state_dict().items()}
        for number, values in self.optimizer.state_dict()["state"].items():
            state |= {f"optimizer.{number}.{name}": value for name, value in values.items()}
        state["lr"] = torch.tensor(self.scheduler.get_last_lr())
        state["torch"] = torch.rand(3)
        state["numpy"] = torch.tensor(np.random.rand())  # noqa: NPY002
        state["python"] = torch.tensor(random.random())
        if (own := self.train_loader.generator) is not None:
            state["loader"] = torch.randperm(9, generator=own)
        return state


def train_until_killed(path: Path, every: int, kill_at: int | None, result: Path) -> None:
    """Go on with the run in `path`, kill -9 after `kill_at` steps, or write the end to `result`."""
    steps = 0

    def after_step(_) -> None:
        nonlocal steps
        steps += 1
        if steps == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    run = Run()
    history = run.fit(path, every=every, on_step=after_step)
    torch.save({"state": run.state(), "loss": history.train_loss}, result)


def save_and_be_killed(path: Path, where: str) -> None:
    """Save 2.0 over what is in `path`, and kill -9 at a point in the middle of it."""

    def die(*_):
        os.kill(os.getpid(), signal.SIGKILL)

    class HalfWriting:
        def __init__(self, *_):
            self.file = open(*_)  # noqa: SIM115

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self.file.close()

        def write(self, data):
            self.file.write(data[: len(data) // 2])
            self.file.flush()
            die()

    if where == "writing":
        files.open = HalfWriting
    elif where == "after replace":
        files.sync_folder = die
    else:
        setattr(os, where, die)
    save_number(path, 2.0)


def save_number(path: Path, number: float) -> None:
    """A checkpoint whose model holds `number`."""
    model = nn.Linear(1, 1)
    nn.init.constant_(model.weight, number)
    save(path, model)


def load_number(path: Path) -> float:
    model = nn.Linear(1, 1)
    checkpoints.load(path, model)
    return model.weight.item()


def save(path, model, optimizer=None, scheduler=None, *, loader=None, history=None, recipe=None):
    """A checkpoint between two epochs, as `checkpoints.fit` writes it."""
    batches = checkpoints._Batches(loader)
    run = checkpoints._Run(path, model, optimizer, scheduler, batches, recipe or {})
    run.save(checkpoints.History() if history is None else history)
    return run.path


def load(path, model=None, optimizer=None, scheduler=None, *, loader=None):
    """What `checkpoints.fit` puts back from a checkpoint between two epochs."""
    run = checkpoints._Run(path, model, optimizer, scheduler, checkpoints._Batches(loader), {})
    content = checkpoints.files.read(run.path, checkpoints.FORMAT)
    run.restore(content)
    if loader is not None:
        run.restore_place(content, None)
    return checkpoints.load(path)
