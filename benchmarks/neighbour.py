"""Steps of the tutorial's network with one thread and with more, alone and beside a neighbour.

OpenMP's threads wait for each other by spinning: they keep a core busy doing nothing. Where another
program wants that core, each waits for the other. What a thread does while it waits is fixed when
torch is imported, so every setting has a process of its own.
"""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator

from benchmarks._measure import Options, Table, take_turns

CORES = max(2, os.cpu_count() or 1)
SETTINGS = {
    "1 thread": {"OMP_NUM_THREADS": "1"},
    f"{CORES} threads": {"OMP_NUM_THREADS": str(CORES)},
    f"{CORES} threads, OMP_WAIT_POLICY=PASSIVE": {
        "OMP_NUM_THREADS": str(CORES),
        "OMP_WAIT_POLICY": "PASSIVE",
    },
}
BUSY = "while True: pass"


def run(options: Options) -> Table:
    """Times of the same steps for each setting, and how much a neighbour on each core costs."""
    steps = 5 if options.quick else 100
    turns = options.turns(3, quick=1)
    with contextlib.ExitStack() as processes:
        trainers = {
            name: processes.enter_context(_trainer(setting)) for name, setting in SETTINGS.items()
        }
        cases = {
            name: lambda trainer=trainer: _take(trainer, steps)
            for name, trainer in trainers.items()
        }
        alone = take_turns(cases, turns)
        with _neighbours(CORES):
            beside = take_turns(cases, turns)
    return Table(
        f"Neighbours: {steps} steps of the network on batches of 64, alone and beside {CORES} busy "
        f"processes on {CORES} cores",
        ("setting", "alone", "beside neighbours", "beside / alone"),
        [(name, alone[name], beside[name], beside[name].ratios(alone[name])) for name in SETTINGS],
        [options.note()],
        {
            f"{name}, {where}": taken[name]
            for where, taken in (("alone", alone), ("beside", beside))
            for name in SETTINGS
        },
    )


@contextlib.contextmanager
def _trainer(setting: dict[str, str]) -> Iterator[subprocess.Popen]:
    """A process that takes as many steps as each line says, and answers each with a line."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("OMP_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.neighbour"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=inherited | setting,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _take(trainer: subprocess.Popen, steps: int) -> None:
    trainer.stdin.write(f"{steps}\n")
    trainer.stdin.flush()
    if trainer.stdout.readline() != "done\n":
        raise RuntimeError("a training process ended by itself")


@contextlib.contextmanager
def _neighbours(count: int) -> Iterator[None]:
    busy = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(count)]
    try:
        yield
    finally:
        for process in busy:
            process.kill()
            process.wait()


def _train() -> None:
    import torch

    from fmnist_helpers.models import NeuralNetwork
    from fmnist_helpers.training import train_step

    model, loss_fn = NeuralNetwork(), torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-3)
    images, labels = torch.rand(64, 1, 28, 28), torch.randint(10, (64,))
    for line in sys.stdin:
        for _ in range(int(line)):
            train_step(model, images, labels, loss_fn, optimizer)
        print("done", flush=True)


if __name__ == "__main__":
    _train()
