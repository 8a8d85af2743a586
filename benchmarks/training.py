"""The tutorial's whole recipe, from files to a tested model: its code against ours."""

import math
from collections.abc import Callable
from pathlib import Path

import torch
from torch import nn
from torch.utils.benchmark import Timer
from torch.utils.data import Dataset

from benchmarks import reference
from benchmarks._measure import Options, Table, take_turns
from fmnist_helpers.datasets import InMemoryFashionMNIST, Part
from fmnist_helpers.loaders import make_loader
from fmnist_helpers.models import NeuralNetwork
from fmnist_helpers.training import Tally, fit

QUICK_IMAGES = 6_500  # two losses are printed on the way
EVERY = 100  # batches between two losses that the tutorial prints


def run(options: Options) -> Table:
    """Seconds of both, how many times faster, and whether they learn the same."""
    root = options.root()
    images, epochs = (QUICK_IMAGES, 1) if options.quick else (None, reference.EPOCHS)
    reached = {}
    times = take_turns(
        {
            name: lambda name=name, train=train: reached.update({name: train(root, images, epochs)})
            for name, train in {"the tutorial's code": _theirs, "fmnist_helpers": _ours}.items()
        },
        options.turns(3, quick=1),
    )
    slow, _ = times.values()
    floor = _least(root, images, epochs)
    (losses, accuracy), (our_losses, our_accuracy) = reached.values()
    apart = max(abs(a - b) for a, b in zip(losses, our_losses, strict=True))
    return Table(
        f"Training: the tutorial's recipe, {epochs} epoch(s) on {images or 'all'} images, opening "
        f"the files and scoring the test images after each epoch included",
        ("what", "time (range)", "tutorial / this", "test accuracy"),
        [
            (name, taken, slow.ratios(taken), f"{reached[name][1]:.2%}")
            for name, taken in times.items()
        ],
        [
            f"The same steps: of {len(losses)} training losses, which the tutorial prints with six "
            f"decimals, none differs by more than {apart:.1e}; the accuracies are equal: "
            f"{accuracy == our_accuracy}.",
            f"The products of matrices and the updates of these steps alone take {floor:.1f} s: no "
            f"code with the same steps is more than {slow.median / floor:.1f} times as fast here.",
            options.note(),
        ],
        times,
    )


def first(data: InMemoryFashionMNIST, count: int | None) -> Dataset:
    """The first `count` images, as far as there are so many; all of them for None."""
    return data if count is None else Part(data, torch.arange(min(count, len(data))))


def _least(root: Path, images: int | None, epochs: int) -> float:
    """Seconds of the products of matrices and of SGD's updates in all steps, and nothing else."""
    model, size = reference.NeuralNetwork(), reference.BATCH_SIZE
    for parameter in model.parameters():
        parameter.grad = torch.zeros_like(parameter)
    optimizer = torch.optim.SGD(model.parameters(), lr=reference.LEARNING_RATE, fused=True)
    layers = [layer for layer in model.modules() if isinstance(layer, nn.Linear)]
    weights = [layer.weight.detach() for layer in layers]
    inputs = [torch.rand(size, layer.in_features) for layer in layers]
    gradients = [torch.rand(size, layer.out_features) for layer in layers]

    def forward() -> None:
        for x, weight in zip(inputs, weights, strict=True):
            x @ weight.T

    def backward() -> None:
        for gradient, x in zip(gradients, inputs, strict=True):
            gradient.T @ x
        for gradient, weight in zip(gradients[1:], weights[1:], strict=True):  # no image learns
            gradient @ weight

    train_set, test_set = (reference.fashion_mnist(root, train=part) for part in (True, False))
    count = len(train_set) if images is None else min(images, len(train_set))
    steps = epochs * math.ceil(count / size)
    tests = epochs * math.ceil(len(test_set) / size)
    there, back, update = map(_seconds, (forward, backward, optimizer.step))
    return steps * (there + back + update) + tests * there


def _seconds(call: Callable[[], None]) -> float:
    timer = Timer("call()", globals={"call": call}, num_threads=torch.get_num_threads())
    return timer.blocked_autorange(min_run_time=1).median


# Both draw their order from torch's own generator, at the same moments: so they see the same
# batches. Each gives the losses that the tutorial prints and the last test accuracy.


def _theirs(root: Path, images: int | None, epochs: int) -> tuple[list[float], float]:
    said: list[str] = []
    accuracy = reference.train(root, epochs, report=said.append, images=images)
    return [float(line.split()[1]) for line in said if line.startswith("loss:")], accuracy


def _ours(root: Path, images: int | None, epochs: int) -> tuple[list[float], float]:
    torch.manual_seed(0)
    train_set = first(InMemoryFashionMNIST(root, train=True), images)
    train_loader = make_loader(train_set, batch_size=reference.BATCH_SIZE, shuffle=True)
    test_loader = make_loader(
        InMemoryFashionMNIST(root, train=False), batch_size=reference.BATCH_SIZE
    )
    model, loss_fn = NeuralNetwork(), nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=reference.LEARNING_RATE)
    losses: list[float] = []
    history = fit(
        model,
        train_loader,
        test_loader,
        loss_fn,
        optimizer,
        epochs=epochs,
        on_step=_keeping(losses),
    )
    return losses, history.val_accuracy[-1]


def _keeping(losses: list[float]) -> Callable[[Tally], None]:
    """Reads a loss where the tutorial prints one, so that both read as often."""

    def on_step(tally: Tally) -> None:
        if len(tally) % EVERY == 1:
            losses.append((tally.losses[-1] / tally.sizes[-1]).item())

    return on_step
