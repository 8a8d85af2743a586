"""Trainings that run as the members of one job, for tests: no pytest here, they start fast."""

import os
import signal
import time
from pathlib import Path

import torch
from torch import nn
from torch.utils.data import Dataset, TensorDataset

from fmnist_helpers import checkpoints, distributed, training
from fmnist_helpers.datasets import ShardedDataset
from fmnist_helpers.distributed import Process, Shard
from fmnist_helpers.loaders import make_loader


def clothes(count: int) -> TensorDataset:
    """Random images (count, 1, 4, 4) and labels."""
    generator = torch.Generator().manual_seed(1)
    images = torch.rand(count, 1, 4, 4, generator=generator)
    return TensorDataset(images, torch.randint(10, (count,), generator=generator))


def network(dropout: float = 0.0) -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(
        nn.Flatten(), nn.Linear(16, 12), nn.ReLU(), nn.Dropout(dropout), nn.Linear(12, 10)
    )


def parts(count: int, process: Process | None, dropout: float = 0.0):
    """Bare model, trained model, loaders and optimizer, of one process or of one among several."""
    model = bare = network(dropout)
    train_loader = make_loader(clothes(count), batch_size=8, shuffle=True, seed=3)
    val_loader = make_loader(clothes(count), batch_size=8)
    if process is not None:
        train_loader, val_loader = Shard(train_loader, process), Shard(val_loader, process)
        model = distributed.wrap(bare, train_loader)
    groups = [{"params": list(bare[layer].parameters())} for layer in (1, 4)]
    optimizer = torch.optim.SGD(groups, lr=0.5, momentum=0.9)
    return bare, model, train_loader, val_loader, optimizer


def fit(path: Path, trained: tuple, **options) -> training.History:
    """`checkpoints.fit` with what `parts` made."""
    _, model, train_loader, val_loader, optimizer = trained
    loss_fn = nn.CrossEntropyLoss()
    return checkpoints.fit(path, model, train_loader, val_loader, loss_fn, optimizer, **options)


def train(count: int, process: Process | None = None):
    """Weights and history after three epochs."""
    bare, model, train_loader, val_loader, optimizer = parts(count, process)
    loss_fn = nn.CrossEntropyLoss()
    history = training.fit(model, train_loader, val_loader, loss_fn, optimizer, epochs=3)
    return bare.state_dict(), history


def train_in_a_job(counts: list[int], folder: Path) -> None:
    """One training after another, each on so many images; each member writes what it ended in."""
    with distributed.joined(timeout=60) as process:
        for count in counts:
            weights, history = train(count, process)
            end = {"weights": weights, "train": history.train_loss, "val": history.val_loss}
            end["accuracy"] = history.val_accuracy
            torch.save(end, folder / f"{count}-{process.rank}")


def score_in_a_job(folder: Path) -> None:
    """What a job agrees on: scores, and what process 0 says."""
    with distributed.joined(timeout=60) as process:
        _, model, _, val_loader, _ = parts(19, process)
        score = training.test_loop(val_loader, model, nn.CrossEntropyLoss())
        said = distributed.agreed(f"process {process.rank}", process)
        drawn = torch.rand(()).item()
        torch.save(
            {"score": tuple(score), "said": said, "drawn": drawn}, folder / str(process.rank)
        )


def resume_in_a_job(path: Path, folder: Path, stop_at: int | None) -> None:
    """Go on with the training in `path`; all are killed after `stop_at` steps, or write the end."""
    with distributed.joined(timeout=60) as process:
        trained = parts(19, process, dropout=0.5)
        steps = []

        def after_step(_) -> None:
            steps.append(1)
            if len(steps) == stop_at:
                os.kill(os.getpid(), signal.SIGKILL)

        history = fit(path, trained, epochs=4, every=1, on_step=after_step)
        end = {"weights": trained[0].state_dict(), "train": history.train_loss, "steps": len(steps)}
        torch.save(end, folder / f"end-{process.rank}")


class Numbered(Dataset):
    """Images (1, 4, 4) whose first two pixels hold their number."""

    def __init__(self, count: int):
        self.count = count

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, index: int) -> tuple:
        image = torch.zeros(1, 4, 4, dtype=torch.uint8)
        image[0, 0, 0], image[0, 0, 1] = index // 256, index % 256
        return image, index % 10


def numbers(images: torch.Tensor) -> list[int]:
    """Which images of Numbered these are."""
    high, low = (images[:, 0, 0, column] * 255 for column in (0, 1))
    return (high * 256 + low).round().int().tolist()


def read_shards_in_a_job(shards: Path, path: Path, folder: Path, stop_at: int | None) -> None:
    """Two epochs on a folder of shards, saved in `path`; all are killed after `stop_at` steps.

    Each process adds a line with the numbers of its images to a file of its own at each step.
    """
    with distributed.joined(timeout=60) as process:
        model = network()
        loader = make_loader(ShardedDataset(shards), batch_size=8, shuffle=True, seed=3)
        shard = Shard(loader, process)
        wrapped = distributed.wrap(model, shard)
        seen, steps = folder / f"seen-{process.rank}-of-{process.size}", []

        def note(_, inputs) -> None:
            steps.append(1)
            with seen.open("a") as file:
                file.write(f"{len(steps)} {' '.join(map(str, numbers(*inputs)))}\n")

        def after_step(_) -> None:
            if len(steps) == stop_at:
                os.kill(os.getpid(), signal.SIGKILL)

        model.register_forward_pre_hook(note)
        optimizer = torch.optim.SGD(wrapped.parameters(), lr=0.1)
        loss_fn = nn.CrossEntropyLoss()
        checkpoints.fit(
            path,
            wrapped,
            shard,
            None,
            loss_fn,
            optimizer,
            epochs=2,
            every=1,
            on_step=after_step,
        )


def interrupt_one_of_a_job(path: Path, folder: Path) -> None:
    """Ctrl-C reaches process 1 only, at its third step."""
    with distributed.joined(timeout=60) as process:
        trained = parts(8 * 15, process)

        def after_step(tally) -> None:
            if process.rank == 1 and len(tally) == 3:
                signal.raise_signal(signal.SIGINT)

        try:
            fit(path, trained, epochs=4, on_step=after_step)
        except KeyboardInterrupt as stop:
            (folder / f"stopped-{process.rank}").write_text(str(stop))


def wait_for(file: Path) -> None:
    deadline = time.monotonic() + 60
    while not file.exists() and time.monotonic() < deadline:
        time.sleep(0.05)


def lose_one_of_a_job(how: str, folder: Path) -> None:
    """Process 1 fails, or hangs, at its third step; the others write the error that they get."""
    # So that the seconds below are not used up by a process that starts late on a busy machine.
    rank = int(os.environ["RANK"])
    (folder / f"started-{rank}").touch()
    wait_for(folder / f"started-{1 - rank}")
    with distributed.joined(timeout=6) as process:
        _, model, train_loader, val_loader, optimizer = parts(8 * 9, process)

        def after_step(tally) -> None:
            if process.rank == 1 and len(tally) == 3:
                if how == "fails":
                    os._exit(3)
                wait_for(folder / "lost-0")

        try:
            training.fit(
                model,
                train_loader,
                val_loader,
                nn.CrossEntropyLoss(),
                optimizer,
                epochs=1,
                on_step=after_step,
            )
        except RuntimeError as problem:
            (folder / f"lost-{process.rank}").write_text(str(problem))
            os._exit(1)
