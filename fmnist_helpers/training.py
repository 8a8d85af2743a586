"""The training that is taught: one step, one epoch, several epochs, and what they scored."""

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import torch
from torch import nn
from torch.optim.lr_scheduler import LRScheduler

from fmnist_helpers.device import device_of, move
from fmnist_helpers.loaders import unpack
from fmnist_helpers.memory import spare_compiler

spare_compiler()

# Of logits (B, C) and labels (B,): a scalar.
LossFunction = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


class Score(NamedTuple):
    """Means per image: `loss` (0 is perfect, ln 10 ≈ 2.303 a guess), `accuracy` in [0, 1]."""

    loss: float
    accuracy: float


@dataclass
class History:
    """What each epoch scored, oldest first: losses, accuracies in [0, 1], seconds of wall time.

    The training figures are gathered while the model changes, the validation figures after the
    epoch, so validation may look better than training in the first epochs.
    """

    train_loss: list[float] = field(default_factory=list)
    train_accuracy: list[float] = field(default_factory=list)
    val_loss: list[float] = field(default_factory=list)
    val_accuracy: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list, compare=False)

    def __len__(self) -> int:
        return len(self.train_loss)

    def add(self, train: Score, val: Score | None, seconds: float) -> None:
        """Append one epoch; `val` is None if there is no validation."""
        self.train_loss.append(train.loss)
        self.train_accuracy.append(train.accuracy)
        if val is not None:
            self.val_loss.append(val.loss)
            self.val_accuracy.append(val.accuracy)
        self.seconds.append(seconds)


def train_step(
    model: nn.Module,
    images: torch.Tensor,
    labels: torch.Tensor,
    loss_fn: LossFunction,
    optimizer: torch.optim.Optimizer,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Learn from one batch: predict, measure, find the gradients, step.

    Returns the loss (a scalar) and the logits (B, 10), both from before the step and cut from the
    graph. The batch must lie on the model's device.
    """
    logits = model(images)
    loss = loss_fn(logits, labels)

    optimizer.zero_grad()  # forget the gradients of the step before
    loss.backward()  # write new ones into every parameter's .grad
    optimizer.step()  # change the parameters by them
    return loss.detach(), logits.detach()


def train_loop(
    dataloader: Iterable,
    model: nn.Module,
    loss_fn: LossFunction,
    optimizer: torch.optim.Optimizer,
    *,
    scheduler: LRScheduler | None = None,
    on_step: Callable[["Tally"], object] | None = None,
    tally: "Tally | None" = None,
) -> Score:
    """Train `model` for one epoch; mean loss and accuracy per image, as the model was at each step.

    Batches are pairs or dicts of images, float32 (B, 1, 28, 28), and labels, int64 (B,); they are
    moved to the model's device. A `scheduler` is stepped after every batch, and `on_step(tally)`
    called. The `tally` of an epoch that was cut short is continued.
    Raises ValueError for an empty loader, and for batches that cannot train a classifier.
    """
    model.train()
    tally = Tally(loss_fn, model) if tally is None else tally
    for images, labels in _batches(dataloader, model):
        loss, logits = train_step(model, images, labels, loss_fn, optimizer)
        if scheduler is not None:
            scheduler.step()
        tally.add(loss, logits, labels)
        if on_step is not None:
            on_step(tally)
    return tally.score()


@torch.inference_mode()
def test_loop(dataloader: Iterable, model: nn.Module, loss_fn: LossFunction) -> Score:
    """Mean loss and accuracy per image over `dataloader`, whatever the last batch holds.

    Images are float32 (B, 1, 28, 28), labels int64 (B,); the model returns logits (B, 10) and is
    left in evaluation mode. Raises ValueError for an empty loader.
    """
    model.eval()
    tally = Tally(loss_fn, model)
    for images, labels in _batches(dataloader, model):
        logits = model(images)
        tally.add(loss_fn(logits, labels), logits, labels)
    return tally.score()


@torch.inference_mode()
def predict(model: nn.Module, images: torch.Tensor, *, batch_size: int = 500) -> torch.Tensor:
    """The logits of `images`, float32 (N, 1, 28, 28), as a tensor (N, 10) on the CPU.

    The model computes in evaluation mode, `batch_size` images at a time on its own device, and
    then returns to the mode that it was in.
    """
    device = device_of(model)
    with mode(model, train=False):
        return torch.cat([model(part.to(device)).cpu() for part in images.split(batch_size)])


@contextlib.contextmanager
def mode(model: nn.Module, *, train: bool) -> Iterator[None]:
    """Within the block the model is in training or evaluation mode, afterwards each part as before.

    Parts may differ: a frozen batch normalization stays in evaluation mode while the rest trains.
    """
    before = [(module, module.training) for module in model.modules()]
    model.train(train)
    try:
        yield
    finally:
        for module, training in before:
            module.training = training


def fit(
    model: nn.Module,
    train_loader: Iterable,
    val_loader: Iterable | None,
    loss_fn: LossFunction,
    optimizer: torch.optim.Optimizer,
    *,
    epochs: int,
    scheduler: LRScheduler | None = None,
    on_epoch: Callable[[int, History], object] | None = None,
    on_step: Callable[["Tally"], object] | None = None,
    history: History | None = None,
    tally: "Tally | None" = None,
    verbose: bool = False,
) -> History:
    """Train until `epochs` epochs are done, scoring `val_loader` (unless None) after each.

    `on_epoch(epoch, history)` is called after each epoch, counted from 1; training ends early
    if it returns True. A `history` from an earlier call is continued, so its epochs count, and
    so is the `tally` of an epoch that was cut short. `scheduler` and `on_step`: see `train_loop`.

    With `verbose` it prints a line per epoch and, while one runs, the seconds that are left. An
    interrupt then ends the training: the epochs that were finished are returned.
    Raises ValueError for fewer than one epoch.
    """
    if epochs < 1:
        raise ValueError(f"epochs={epochs}: expected 1 or more")
    history = History() if history is None else history
    try:
        for epoch in range(len(history) + 1, epochs + 1):
            if verbose:
                _print_seconds_left(epoch, epochs, history)
            start = time.perf_counter()
            train = train_loop(
                train_loader,
                model,
                loss_fn,
                optimizer,
                scheduler=scheduler,
                on_step=on_step,
                tally=tally,
            )
            tally = None  # the next epoch begins a new one
            val = None if val_loader is None else test_loop(val_loader, model, loss_fn)
            history.add(train, val, time.perf_counter() - start)
            if verbose:
                _print_epoch(epoch, epochs, train, val)
            if on_epoch is not None and on_epoch(epoch, history) is True:
                break
    except KeyboardInterrupt:
        if not verbose:
            raise
        print(f"interrupted: {len(history)} of {epochs} epochs are in the history")
    return history


def _print_seconds_left(epoch: int, epochs: int, history: History) -> None:
    """Without a new line: what is printed next takes its place."""
    left = ""
    if history.seconds:
        left = f", about {history.seconds[-1] * (epochs - epoch + 1):.0f} s left"
    print(f"epoch {epoch} of {epochs}{left}", end="\r", flush=True)


def _print_epoch(epoch: int, epochs: int, train: Score, val: Score | None) -> None:
    line = f"epoch {epoch} of {epochs}   training: loss {train.loss:.2f}, {train.accuracy:.1%}"
    if val is not None:
        line += f"   validation: loss {val.loss:.2f}, {val.accuracy:.1%}"
    print(line, flush=True)


class Tally:
    """Adds up losses and right answers batch by batch and divides once, by the images.

    A mean of batch means would weigh each image of a short last batch too heavily. Nothing is
    read from the device until the end: `.item()` at every step would make a GPU wait.
    `len(tally)` is the number of batches; `earlier` are the `counts` of an epoch that was cut
    short. If several processes train `model` together, `totals` and `score` are those of all.
    """

    def __init__(self, loss_fn, model: nn.Module | None = None, earlier=None):
        self.sums = getattr(loss_fn, "reduction", "mean") == "sum"
        self.processes = getattr(model, "process_group", None)
        self.device = "cpu" if model is None else device_of(model)
        self.earlier = torch.zeros(3, 0, dtype=torch.float64) if earlier is None else earlier
        self.losses, self.right, self.sizes = [], [], []

    def __len__(self) -> int:
        return self.earlier.shape[1] + len(self.sizes)

    def add(self, loss: torch.Tensor, logits: torch.Tensor, labels: torch.Tensor) -> None:
        """Count one batch: its loss (a scalar), its logits (B, C), its labels (B,) or (B, C)."""
        classes = labels if labels.ndim == 1 else labels.argmax(dim=1)
        if len(labels) == 0:  # of several processes, one may have no image in the last step
            loss = torch.zeros_like(loss)  # the mean over none is NaN
        self.losses.append(loss if self.sums else loss * len(labels))
        self.right.append((logits.argmax(dim=1) == classes).sum())
        self.sizes.append(len(labels))

    def counts(self) -> torch.Tensor:
        """Loss, right answers and images of each batch: float64 (3, batches), on the CPU."""
        if not self.sizes:
            return self.earlier
        rows = (torch.stack(self.losses), torch.stack(self.right), torch.tensor(self.sizes))
        return torch.cat([self.earlier, torch.stack([row.cpu().double() for row in rows])], dim=1)

    def totals(self) -> tuple[float, int, int]:
        """Summed loss, right answers, images. Summed in float64, so that long runs stay exact."""
        sums = self.counts().sum(dim=1)
        if self.processes is not None:
            sums = sums.to(self.device)
            torch.distributed.all_reduce(sums, group=self.processes)
        loss, right, images = sums.tolist()
        return loss, int(right), int(images)

    def score(self) -> Score:
        """Means per image. Raises ValueError if no image was counted."""
        loss, right, images = self.totals()
        if images == 0:
            raise ValueError("the loader yielded no batch: is its dataset empty, or drop_last on?")
        return Score(loss / images, right / images)


def _batches(dataloader, model):
    """The batches on the model's device, the first one looked at before it costs an epoch."""
    device = device_of(model)
    for number, batch in enumerate(dataloader):
        images, labels = unpack(batch)
        if number == 0:
            _check_batch(images, labels)
        yield move(images, device), move(labels, device)


def _check_batch(images, labels) -> None:
    for name, value in (("images", images), ("labels", labels)):
        if not isinstance(value, torch.Tensor):
            raise ValueError(
                f"a batch's {name} are a {type(value).__name__}, not a tensor: give the dataset a "
                f"transform such as ToTensor()"
            )
    if not images.is_floating_point():
        raise ValueError(
            f"images are {images.dtype}: a model needs floats in [0, 1]. Scale them once, with "
            f"ToTensor() for PIL images or v2.ToDtype(torch.float32, scale=True) for tensors"
        )
    if labels.ndim == 0 or len(labels) != len(images):
        raise ValueError(
            f"{len(images)} images but labels of shape {tuple(labels.shape)}: expected one label "
            f"per image"
        )
    one_hot = labels.ndim == 2 and labels.shape[1] > 1
    if one_hot and not labels.is_floating_point():
        raise ValueError(
            f"one-hot labels are {labels.dtype}: as probabilities they must be floats. Convert "
            f"them with labels.float(), or give plain class numbers"
        )
    if not one_hot and (labels.ndim > 1 or labels.dtype != torch.int64):
        raise ValueError(
            f"labels are {labels.dtype} of shape {tuple(labels.shape)}: class numbers must be "
            f"torch.int64 of shape ({len(labels)},). Use labels.long() or labels.squeeze(1)"
        )
