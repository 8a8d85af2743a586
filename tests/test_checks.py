"""Every check accepts its solution, waits for a stub, and says what a wrong answer shows."""

import copy
import importlib
import inspect
import itertools
import math
import random
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import torch
from PIL import Image, ImageOps
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, Dataset, Subset, TensorDataset
from torchvision.transforms import ToTensor

from fmnist_helpers import checks, progress, training
from fmnist_helpers.checks.engine import run
from fmnist_helpers.checks.engine import verdict as verdicts
from fmnist_helpers.datasets import read_image, split
from fmnist_helpers.device import device_of
from fmnist_helpers.models import NeuralNetwork


@pytest.fixture(autouse=True)
def own_progress(tmp_path, monkeypatch):
    monkeypatch.setenv("FMNIST_PROGRESS", str(tmp_path / "progress.json"))
    monkeypatch.delenv("FMNIST_STRICT", raising=False)


IMAGES = TensorDataset(torch.rand(60, 1, 28, 28), torch.arange(60) % 10)
LABELS = torch.tensor([9, 2, 7, 1])
SCORES = torch.eye(10)[[9, 2, 8, 1]]  # wrong at place 2
# Images that carry their label, for a model that reads it.
MARKED = torch.rand(40, 1, 28, 28)
MARKED[:, 0, 0, 0] = torch.arange(40) % 10 / 10
BATCHES = list(zip(MARKED.split(25), (torch.arange(40) % 10).split(25), strict=True))


# Images that carry another label than theirs.
UNREADABLE = TensorDataset(MARKED, (torch.arange(40) + 5) % 10)


class Reads(nn.Module):
    """Finds the label in the first `share` of the classes, and says 0 for the others."""

    def __init__(self, share=1.0, scale=1.0):
        super().__init__()
        self.share, self.scale = share, scale

    def forward(self, images):
        labels = (images[:, 0, 0, 0] * 10).round()
        return torch.eye(10)[(labels * (labels < 10 * self.share)).long()] * self.scale


def device_forward(model, images):
    return model(images.to(next(model.parameters()).device))


def batched(step=None, place=None, back=torch.Tensor.cpu, join=torch.cat, result=lambda x: x):
    """An answer to `batched_logits`, changed in one of its parts."""

    def answer(model, images, batch_size):
        found = []
        for start in range(0, len(images), batch_size):
            batch = images[start : start + (step or batch_size)]
            batch = batch.to(next(model.parameters()).device if place is None else place)
            found.append(back(model(batch)))
        return result(join(found))

    return answer


def only_whole_batches(model, images, batch_size):
    whole = len(images) // batch_size * batch_size
    return batched()(model, images[:whole], batch_size) if whole else torch.zeros(0, 10)


RIGHT_PLACES = ["meta", "error", "meta", "error", "cpu", "meta"]


def right_cross_entropy(logits, labels):
    logits = logits - logits.max(dim=1, keepdim=True).values
    return (logits.exp().sum(dim=1).log() - logits[torch.arange(len(labels)), labels]).mean()


def probabilities_at(logits, labels):
    powers = logits.exp()
    return (powers / powers.sum(dim=1, keepdim=True))[torch.arange(len(labels)), labels]


def right_backward(x, target, w1, w2, *, mask=True, factor=2):
    inner = x @ w1.T
    for_prediction = factor * (inner.relu() @ w2.T - target) / len(x)
    for_inner = for_prediction @ w2
    if mask:
        for_inner = for_inner * (inner > 0)
    return for_inner.T @ x, for_prediction.T @ inner.relu()


def backward_by_autograd(x, target, w1, w2):
    w1, w2 = w1.requires_grad_(), w2.requires_grad_()
    (((x @ w1.T).relu() @ w2.T - target) ** 2).mean().backward()
    return w1.grad, w2.grad


class Momentum:
    def __init__(self, parameters, lr, momentum):
        self.parameters, self.lr, self.momentum = list(parameters), lr, momentum
        self.velocities = [torch.zeros_like(parameter) for parameter in self.parameters]

    def zero_grad(self):
        for parameter in self.parameters:
            parameter.grad = None

    @torch.no_grad()
    def step(self):
        for parameter, velocity in zip(self.parameters, self.velocities, strict=True):
            velocity.mul_(self.momentum).add_(parameter.grad)
            parameter -= self.lr * velocity


class PlainSGD(Momentum):
    @torch.no_grad()
    def step(self):
        for parameter in self.parameters:
            parameter -= self.lr * parameter.grad


class Damped(Momentum):
    @torch.no_grad()
    def step(self):
        for parameter, velocity in zip(self.parameters, self.velocities, strict=True):
            velocity.mul_(self.momentum).add_((1 - self.momentum) * parameter.grad)
            parameter -= self.lr * velocity


class UsedUp(Momentum):
    def __init__(self, parameters, lr, momentum):
        self.parameters, self.lr, self.velocities = parameters, lr, []

    def step(self):
        for parameter in self.parameters:
            parameter.data -= self.lr * parameter.grad


class Recorded(Momentum):
    def step(self):
        for parameter in self.parameters:
            parameter -= self.lr * parameter.grad


class Forgetful(Momentum):
    def zero_grad(self):
        """Leave them."""


class Renamed(Momentum):
    """The velocity of a step is a new tensor, and the list keeps its zeros."""

    @torch.no_grad()
    def step(self):
        for parameter, velocity in zip(self.parameters, self.velocities, strict=True):
            velocity = self.momentum * velocity + parameter.grad
            parameter -= self.lr * velocity


class WithoutRate(Momentum):
    def __init__(self, parameters, lr, momentum):
        super().__init__(parameters, 1, momentum)


class OwnRate(Momentum):
    def __init__(self, parameters, lr, momentum):
        super().__init__(parameters, 0.1, momentum)


class OwnMomentum(Momentum):
    def __init__(self, parameters, lr, momentum):
        super().__init__(parameters, lr, 0.9)


class Swapped(Momentum):
    def __init__(self, parameters, momentum, lr):
        super().__init__(parameters, lr, momentum)


class WeightFirst(Momentum):
    @torch.no_grad()
    def step(self):
        for parameter, velocity in zip(self.parameters, self.velocities, strict=True):
            parameter -= self.lr * velocity
            velocity.mul_(self.momentum).add_(parameter.grad)


class ClearsInPlace(Momentum):
    def zero_grad(self):
        for parameter in self.parameters:
            parameter.grad.zero_()


class NoSelf:
    def __init__(self, parameters, lr, momentum):
        """Keep nothing."""

    def zero_grad(self):
        """Leave them."""

    def step():
        """Take no step."""


class OneUnderscore(NoSelf):
    def _init_(self, parameters, lr, momentum):
        self.parameters = list(parameters)


def step_before_backward(model, images, labels, loss_fn, optimizer):
    optimizer.step()
    loss = loss_fn(model(images), labels)
    optimizer.zero_grad()
    loss.backward()
    return loss


def measured_after(model, images, labels, loss_fn, optimizer):
    right_step(model, images, labels, loss_fn, optimizer)
    return loss_fn(model(images), labels)


def no_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels)
    loss.backward()
    return loss


def right_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss


def right_test_loop(dataloader, model, loss_fn):
    model.eval()
    total, right, seen = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in dataloader:
            logits = model(images)
            total += loss_fn(logits, labels).item() * len(images)
            right += (logits.argmax(1) == labels).sum().item()
            seen += len(images)
    return total / seen, right / seen


def train_loop_with(
    mode=nn.Module.train, zero=True, add="item", step_in_loop=True, own=None, result=lambda *s: s
):
    """A training loop, changed in one of its parts; `result` makes what it returns of its sums."""

    def answer(dataloader, model, loss_fn, optimizer):
        mode(model)
        optimizer = own(model.parameters()) if own else optimizer
        losses, right, sizes = [], [], []
        for images, labels in dataloader:
            logits = model(images)
            loss = loss_fn(logits, labels)
            if zero:
                optimizer.zero_grad()
            loss.backward()
            if zero == "late":
                optimizer.zero_grad()
            if step_in_loop:
                optimizer.step()
            losses.append(loss.item() if add == "item" else loss)
            right.append((logits.argmax(dim=1) == labels).sum().item())
            sizes.append(len(labels))
        if not step_in_loop:
            optimizer.step()
        return result(losses, right, sizes)

    return answer


def per_image(losses, right, sizes):
    total = sum(loss * size for loss, size in zip(losses, sizes, strict=True))
    return total / sum(sizes), sum(right) / sum(sizes)


def scored(loss=None, accuracy=None):
    """Like `per_image`, with another loss or accuracy, of (losses, right, sizes)."""

    def result(*sums):
        pair = per_image(*sums)
        return (loss(*sums) if loss else pair[0]), (accuracy(*sums) if accuracy else pair[1])

    return result


def train_first_batch_only(dataloader, model, loss_fn, optimizer):
    model.train()
    for images, labels in dataloader:
        loss, logits = training.train_step(model, images, labels, loss_fn, optimizer)
        return loss, (logits.argmax(1) == labels).float().mean()


def train_and_predict_again(dataloader, model, loss_fn, optimizer):
    model.train()
    pairs = [
        (right_step(model, images, labels, loss_fn, optimizer).item(), len(model(images)))
        for images, labels in dataloader
    ]
    return pairs[0]


def test_on_first_batch_only(dataloader, model, loss_fn):
    return right_test_loop(list(dataloader)[:1], model, loss_fn)


def test_percentage(dataloader, model, loss_fn):
    loss, accuracy = right_test_loop(dataloader, model, loss_fn)
    return loss, 100 * accuracy


def whole_training(
    choose_by="validation",
    shuffle=True,
    tail=False,
    reported=None,
    order=lambda *parts: parts,
    new=True,
    epochs=5,
    learn_from="part",
    score=lambda accuracy, rate: accuracy,
):
    """An answer to `choose_and_test`, changed in one of its parts."""

    def answer(train_set, test_set, rates):
        loss_fn, tested = nn.CrossEntropyLoss(), DataLoader(test_set, batch_size=500)
        part, held_out = split(train_set, validation=0.2, seed=0)
        if tail:
            cut = len(train_set) * 4 // 5
            part = Subset(train_set, range(cut))
            held_out = Subset(train_set, range(cut, len(train_set)))
        learned = {"part": part, "all": train_set, "held out": held_out}[learn_from]
        best, model = (-1, None, None), NeuralNetwork()
        for rate in rates:
            model = NeuralNetwork() if new else model
            loader = DataLoader(learned, batch_size=64, shuffle=shuffle)
            validation = tested if choose_by == "test" else DataLoader(held_out, batch_size=500)
            sgd = torch.optim.SGD(model.parameters(), lr=rate)
            history = training.fit(model, loader, validation, loss_fn, sgd, epochs=epochs)
            entry = history.val_accuracy[-1], rate, model
            best = max(best, entry, key=lambda entry: score(*entry[:2]))
        accuracy, rate, model = best
        if choose_by != "test" and reported != "validation":
            accuracy = training.test_loop(tested, model, loss_fn).accuracy
        return order(rate, model, 100 * accuracy if reported == "percentage" else accuracy)

    return answer


def trained_at(place):
    """Chooses a rate by its place in the list, without comparing."""

    def answer(train_set, test_set, rates):
        chosen = rates[place(rates)]
        chooses = whole_training(score=lambda accuracy, rate: rate == chosen)
        return chooses(train_set, test_set, rates)

    return answer


class RightOnTwoThirds(nn.Module):
    """A model that spoils its answers to about a third of the images."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, images):
        logits = self.model(images)
        spoiled = (1000 * images.sum(dim=(1, 2, 3))).long() % 3 == 0
        return torch.where(spoiled[:, None], logits.roll(1, dims=1), logits)


def test_before_training(train_set, test_set, rates):
    training.test_loop(DataLoader(test_set, batch_size=50), NeuralNetwork(), nn.CrossEntropyLoss())
    return whole_training(reported="validation")(train_set, test_set, rates)


def counted_by_loop(labels, predictions, classes):
    matrix = torch.zeros(classes, classes, dtype=torch.int64)
    for label, prediction in zip(labels, predictions, strict=True):
        matrix[label, prediction] += 1
    return matrix


def counted_once_per_place(labels, predictions, classes):
    matrix = torch.zeros(classes, classes, dtype=torch.int64)
    matrix[labels, predictions] += 1
    return matrix


def resumable(
    *forgotten, read=True, write=True, weights_only=True, more=0, result=lambda now, in_all: now
):
    """An answer to `resume`, changed in one of its parts."""

    def answer(path, model, loader, loss_fn, optimizer, epochs):
        done = 0
        if read and path.exists():
            state = torch.load(path, weights_only=weights_only)
            if "model" not in forgotten:
                model.load_state_dict(state["model"])
            if "optimizer" not in forgotten:
                optimizer.load_state_dict(state["optimizer"])
            if "loader" not in forgotten:
                loader.generator.set_state(state["loader"])
            if "random" not in forgotten:
                torch.set_rng_state(state["random"])
            if "epoch" not in forgotten:
                done = state["epoch"]
        for epoch in range(done, epochs + more):
            training.train_loop(loader, model, loss_fn, optimizer)
            state = {
                "model": model.state_dict(),
                "optimizer": optimizer.state_dict(),
                "loader": loader.generator.get_state(),
                "random": torch.get_rng_state(),
                "epoch": epoch + 1,
            }
            if write:
                torch.save(state, path)
        return result(epochs - done, epochs)

    return answer


def loads_into_a_name(path, model, loader, loss_fn, optimizer, epochs):
    if path.exists():
        model = model.load_state_dict(torch.load(path)["model"])
    return resumable(read=False)(path, model, loader, loss_fn, optimizer, epochs)


def fetched_one_by_one(images, labels, indices):
    batch = [images[i].unsqueeze(0) / 255 for i in indices]
    return torch.stack(batch), labels[indices]


def raises_if_nothing_is_left(indices, rank, size):
    if rank >= len(indices):
        raise IndexError("nothing left")
    return indices[rank::size]


def all_that_is_left_to_the_last(indices, rank, size):
    share = len(indices) // size
    return indices[rank * share :] if rank == size - 1 else indices[rank * share :][:share]


def one_cycle(first=0.1, share=0.2, ends=0, falls=True):
    """A schedule that begins at `first`, has its top at `share` and is 0 `ends` steps late."""

    def answer(step, steps, highest):
        top = steps * share
        if step < top:
            return highest * (first + (1 - first) * step / top)
        return highest * (steps + ends - step) / (steps + ends - top) if falls else highest

    return answer


def seen_in_training_mode(val_loader, model, loss_fn):
    model.train()
    with torch.no_grad():
        for images, _ in val_loader:
            model(images)
    return training.test_loop(val_loader, model, loss_fn)


def scheduled(move="step", train="each", test=training.test_loop, returns="last", epochs=None):
    """A training that moves its scheduler, sets the mode and scores in this way."""
    asked = epochs

    def answer(model, loader, val_loader, loss_fn, optimizer, scheduler, epochs):
        model.train()
        scores = []
        for _ in range(asked or epochs):
            if train == "each":
                model.train()
            for images, labels in loader:
                if move == "before":
                    scheduler.step()
                training.train_step(model, images, labels, loss_fn, optimizer)
                if move == "step":
                    scheduler.step()
            if move == "epoch":
                scheduler.step()
            scores.append(test(val_loader, model, loss_fn))
        return {"last": scores[-1], "first": scores[0], "nothing": 0.5}[returns]

    return answer


def weighed(by="images"):
    def answer(gradients, sizes):
        total = sum(gradient * size for gradient, size in zip(gradients, sizes, strict=True))
        return total / {"images": sum(sizes), "parts": len(sizes), "nothing": 1}[by]

    return answer


def weighed_in_place(gradients, sizes):
    for gradient, size in zip(gradients, sizes, strict=True):
        gradient *= size
    return sum(gradients) / sum(sizes)


def shard_share(seed="epoch", deal="turns", copies=True):
    def answer(shards, rank, size, epoch):
        number = {"epoch": epoch, "rank": 10 * epoch + rank, "same": 0}.get(seed)
        draw = random.Random(number) if number is not None else random
        if deal == "first":
            mine = shards[rank::size]
            return draw.sample(mine, len(mine))
        order = list(shards) if copies else shards
        draw.shuffle(order)
        share = len(order) // size
        if deal == "turns":
            return order[rank::size]
        last = deal == "blocks" and rank == size - 1
        return order[rank * share :] if last else order[rank * share :][:share]

    return answer


def my_stream(shards, buffer_size, seed):
    """That of lesson 17."""
    draw = random.Random(seed)
    stream, buffer = [], []
    for shard in draw.sample(shards, len(shards)):
        for sample in shard:
            buffer.append(sample)
            if len(buffer) > buffer_size:
                stream.append(buffer.pop(draw.randrange(len(buffer))))
    draw.shuffle(buffer)
    return stream + buffer


def poor_rest(shards, buffer_size, seed, done):
    return my_stream(shards[done // len(shards[0]) :], buffer_size, seed)


def first_by_loop(dataset):
    first = {}
    for i in range(len(dataset)):
        first.setdefault(dataset[i][1], i)
    return [first[label] for label in sorted(first)]


def last_of_each(dataset):
    return [int((dataset.targets == c).nonzero()[-1]) for c in range(len(dataset.classes))]


def normalized(by="train", dim=(0, 2, 3), divide=True):
    """An answer that takes the mean of `by`: the training set, each set's own, or both."""

    def answer(train, test):
        results = []
        for images in (train, test):
            source = {"train": train, "own": images, "both": torch.cat([train, test])}[by]
            if dim in ((2, 3), (1, 2, 3)):
                source = images
            result = images - source.mean(dim=dim, keepdim=True)
            results.append(result / source.std(dim=dim, keepdim=True) if divide else result)
        return tuple(results)

    return answer


normalized_by_channel = normalized()


class RightDataset(Dataset):
    header = None

    def __init__(self, annotations_file, img_dir, transform=None, target_transform=None):
        self.table = pd.read_csv(annotations_file, header=self.header, skipinitialspace=True)
        self.img_dir = Path(img_dir)
        self.transform, self.target_transform = transform, target_transform

    def __len__(self):
        return len(self.table)

    def read(self, idx):
        return read_image(self.img_dir / self.table.iloc[idx, 0]), int(self.table.iloc[idx, 1])

    def __getitem__(self, idx):
        image, label = self.read(idx)
        if self.transform:
            image = self.transform(image)
        if self.target_transform:
            label = self.target_transform(label)
        return {"image": image, "label": label}


class HeaderEaten(RightDataset):
    header = 0


class ScaledInside(RightDataset):
    def read(self, idx):
        image, label = super().read(idx)
        return image / 255, label


class TextLabels(RightDataset):
    def read(self, idx):
        image, label = super().read(idx)
        return image, f" {label}"


class PairsReturned(RightDataset):
    def __getitem__(self, idx):
        return self.read(idx)


class ReadAtOnce(RightDataset):
    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.kept = [super(ReadAtOnce, self).read(idx) for idx in range(len(self))]

    def read(self, idx):
        return self.kept[idx]


class KeptOnceRead(RightDataset):
    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.kept = {}

    def read(self, idx):
        if idx not in self.kept:
            self.kept[idx] = super().read(idx)
        return self.kept[idx]


class FilesCounted(RightDataset):
    def __len__(self):
        return len(list(self.img_dir.iterdir()))


class LengthNotReturned(RightDataset):
    def __len__(self):
        len(self.table)


class TransformAlways(RightDataset):
    def __getitem__(self, idx):
        image, label = self.read(idx)
        return {"image": self.transform(image), "label": label}


class LengthWithoutSelf(RightDataset):
    def __len__():
        return 7


class FolderFirst(RightDataset):
    def __init__(self, img_dir, annotations_file, transform=None, target_transform=None):
        super().__init__(annotations_file, img_dir, transform, target_transform)


class NoDefaults(RightDataset):
    def __init__(self, annotations_file, img_dir, transform, target_transform):
        super().__init__(annotations_file, img_dir, transform, target_transform)


class SortedFiles(RightDataset):
    def read(self, idx):
        return read_image(sorted(self.img_dir.iterdir())[idx]), int(self.table.iloc[idx, 1])


class TransformIgnored(RightDataset):
    def __getitem__(self, idx):
        self.transform = None
        return super().__getitem__(idx)


class TransformNotKept(RightDataset):
    def __getitem__(self, idx):
        image, label = self.read(idx)
        if self.transform:
            self.transform(image)
        return {"image": image, "label": label}


class TargetIgnored(RightDataset):
    def __getitem__(self, idx):
        self.target_transform = None
        return super().__getitem__(idx)


class FolderOfTheNotebook(RightDataset):
    def read(self, idx):
        return read_image(Path("images") / self.table.iloc[idx, 0]), 0


class TableOfTheNotebook(RightDataset):
    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.table = pd.DataFrame({0: ["a.png"] * 3, 1: [0, 1, 2]})


class NoLength(Dataset):
    def __init__(self, *arguments):
        pass

    def __getitem__(self, idx):
        return {}


class FixedDataset(RightDataset):
    times = 1

    def read(self, idx):
        image, label = super().read(idx)
        return image / 255**self.times, label


class FixedHeaderEaten(FixedDataset):
    header = 0


class FixedTwice(FixedDataset):
    times = 2


class FixedNever(FixedDataset):
    times = 0

    def read(self, idx):
        image, label = super().read(idx)
        return image.float(), label


class FixedWhole(RightDataset):
    def read(self, idx):
        image, label = super().read(idx)
        return image // 255, label


class FixedSorted(FixedDataset):
    def read(self, idx):
        return read_image(sorted(self.img_dir.iterdir())[idx]) / 255, int(self.table.iloc[idx, 1])


def batches_by_slices(dataset, batch_size, order, stack=torch.stack):
    parts = [order[start : start + batch_size] for start in range(0, len(order), batch_size)]
    return [
        (stack([dataset[i][0] for i in part]), torch.tensor([dataset[i][1] for i in part]))
        for part in parts
    ]


def without_the_short_one(dataset, batch_size, order):
    batches = batches_by_slices(dataset, batch_size, order)
    return [batch for batch in batches if len(batch[1]) == batch_size]


def order_ignored(dataset, batch_size, order):
    return batches_by_slices(dataset, batch_size, list(range(len(order))))


def concatenated(dataset, batch_size, order):
    return batches_by_slices(dataset, batch_size, order, torch.cat)


def only_the_first_ten(dataset):
    firsts = [None] * len(dataset.classes)
    for i in range(3):
        firsts[dataset[i][1]] = i
    return firsts


def zero_taken_for_missing(dataset):
    firsts = [None] * len(dataset.classes)
    for i, (_, label) in enumerate(dataset):
        if not firsts[label]:
            firsts[label] = i
    return firsts


def normalized_in_place(train, test):
    mean = train.mean(dim=(0, 2, 3), keepdim=True)
    std = train.std(dim=(0, 2, 3), keepdim=True)
    for images in (train, test):
        images -= mean
        images /= std
    return train, test


def mean_asked_too_late(train, test):
    std = train.std(dim=(0, 2, 3), keepdim=True)
    train = train - train.mean(dim=(0, 2, 3), keepdim=True)
    test = test - train.mean(dim=(0, 2, 3), keepdim=True)
    return train / std, test / std


def without_parentheses(train, test):
    mean = train.mean(dim=(0, 2, 3), keepdim=True)
    std = train.std(dim=(0, 2, 3), keepdim=True)
    return train - mean / std, test - mean / std


def by_variance(train, test):
    mean = train.mean(dim=(0, 2, 3), keepdim=True)
    variance = train.var(dim=(0, 2, 3), keepdim=True)
    return (train - mean) / variance, (test - mean) / variance


def stretched(train, test):
    low, high = (f(train, dim=(0, 2, 3), keepdim=True) for f in (torch.amin, torch.amax))
    return (train - low) / (high - low), (test - low) / (high - low)


def centered_by_itself(train, test):
    mean = test.mean(dim=(0, 2, 3), keepdim=True)
    return (test - mean) / train.std(dim=(0, 2, 3), keepdim=True)


def without_keepdim(train, test):
    return train - train.mean(dim=(0, 2, 3)), test


def in_two_lists(dataset, batch_size, order):
    images, labels = zip(*batches_by_slices(dataset, batch_size, order), strict=True)
    return list(images), list(labels)


def of_the_notebook(dataset, batch_size, order):
    return batches_by_slices([(torch.zeros_like(i), n) for i, n in dataset], batch_size, order)


def epochs_of_one_loader(labels, batch_size, epochs, seed):
    generator = torch.Generator().manual_seed(seed)
    loader = DataLoader(labels, batch_size, shuffle=True, generator=generator)
    return [torch.cat(list(loader)).tolist() for _ in range(epochs)]


def generator_made_anew(labels, batch_size, epochs, seed):
    return [epochs_of_one_loader(labels, batch_size, 1, seed)[0] for _ in range(epochs)]


def unseeded_epochs(labels, batch_size, epochs, seed):
    loader = DataLoader(labels, batch_size, shuffle=True)
    return [torch.cat(list(loader)).tolist() for _ in range(epochs)]


def means_of_classes(images, labels):
    return torch.stack([images[labels == c].float().mean(dim=0) for c in range(10)])


def sheet(images, columns, order=(0, 2, 1, 3)):
    n, h, w = images.shape
    placed = images.reshape(n // columns, columns, h, w).permute(order)
    return placed.reshape(n // columns * h, columns * w)


def sheet_downwards(images, columns):
    n, h, w = images.shape
    placed = images.reshape(columns, n // columns, h, w).permute(1, 2, 0, 3)
    return placed.reshape(n // columns * h, columns * w)


def sums_over_all(images, labels):
    return torch.stack([images[labels == c].sum(dim=0) / len(images) for c in range(10)])


class OwnLinear(nn.Module):
    """A right answer; the wrong ones differ from it in one line."""

    def __init__(self, in_features, out_features):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(out_features, in_features) - 0.5)
        self.bias = nn.Parameter(torch.zeros(out_features))

    def forward(self, x):
        return x @ self.weight.T + self.bias


def linear_with(**changed):
    """`OwnLinear` with other attributes: what each function makes of the right layer."""

    class Changed(OwnLinear):
        def __init__(self, in_features, out_features):
            super().__init__(in_features, out_features)
            for name, make in changed.items():
                if name != "forward":
                    value = make(getattr(self, name))
                    delattr(self, name)
                    setattr(self, name, value)

    if "forward" in changed:
        Changed.forward = changed["forward"]
    return Changed


class NoSuper(nn.Module):
    def __init__(self, *sizes):
        self.first = nn.Linear(784, 10)


def stack_of(container, *, copies=False, relu=torch.relu, width=64):
    class Stack(nn.Module):
        def __init__(self, depth):
            super().__init__()
            self.last = nn.Linear(64, 10)  # registered first: no order is asked for
            self.first = nn.Linear(784, 64)
            layers = [nn.Linear(64, width) for _ in range(depth)]
            self.hidden = container(layers[:1] * depth if copies else layers)

        def forward(self, images):
            x = relu(self.first(images.flatten(1)))
            for layer in self.hidden:
                x = relu(layer(x))
            return self.last(x)

    return Stack


def own_network(hidden=512, activation=nn.ReLU, *after, container=nn.Sequential):
    class Network(nn.Module):
        def __init__(self):
            super().__init__()
            first = (nn.Flatten(), nn.Linear(784, 512), activation())
            second = (nn.Linear(512, hidden), activation(), nn.Linear(hidden, 10))
            self.layers = container(*first, *second, *after)

        def forward(self, images):
            for layer in self.layers:
                images = layer(images)
            return images

    return Network


def unflattened(name="forward"):
    class Network(own_network()):
        pass

    def run(self, images):
        for layer in list(self.layers)[1:]:
            images = layer(images)
        return images

    Network.forward = nn.Module.forward
    setattr(Network, name, run)
    return Network


class Flip(nn.Module):
    """A right answer to `flip`; the wrong ones change one of its steps."""

    def forward(self, images):
        return self.flipped(images) if self.training else images

    def flipped(self, images):
        return torch.where(self.coins(images), images.flip(-1), images)

    def coins(self, images):
        return torch.rand(len(images), 1, 1, 1) < 0.5


def stops_early(model, train_epoch, val_loss, patience, epochs):
    best, lowest, waited = model, math.inf, 0
    while waited < patience and epochs > 0:
        train_epoch(model)
        epochs, waited, loss = epochs - 1, waited + 1, val_loss(model)
        if loss < lowest:
            best, lowest, waited = copy.deepcopy(model), loss, 0
    return best


READER = Reads()


def right_load(path, turn=True, page="white", mode="RGB"):
    with Image.open(path) as image:
        picture = (ImageOps.exif_transpose(image) if turn else image).convert("RGBA")
    below = Image.new("RGBA", picture.size, page)
    below.alpha_composite(picture)
    return below.convert(mode)


def convert_only(path):
    with Image.open(path) as image:
        return ImageOps.exif_transpose(image).convert("RGB")


def page_only(path):
    return Image.new("RGB", right_load(path).size, "white")


def right_group_split(groups, share, seed, back=lambda train, held: (train, held), shuffle=True):
    names = groups.unique()
    generator = torch.Generator().manual_seed(seed)
    order = torch.randperm(len(names), generator=generator) if shuffle else torch.arange(len(names))
    held = torch.isin(groups, names[order][: round(share * len(names))])
    return back((~held).nonzero().flatten(), held.nonzero().flatten())


def picture_split(groups, share, seed):
    order = torch.randperm(len(groups), generator=torch.Generator().manual_seed(seed))
    return order[round(share * len(groups)) :], order[: round(share * len(groups))]


def unseeded_split(groups, share, seed):
    return right_group_split(groups, share, torch.seed())


def names_for_places(groups, share, seed):
    train, held = right_group_split(groups, share, seed)
    return groups[train].unique(), groups[held].unique()


PLAN = {
    "question": "Does mirroring help with so few pictures?",
    "change": {"flip": False},
    "seeds": [0, 1],
    "expect": -0.08,
    "at_least": 0.06,
    "otherwise": "Then both directions teach the same.",
}


def square(picture, side=32):
    return ToTensor()(ImageOps.pad(picture, (side, side), color="white"))


def right_recognize(model, classes, path, load=right_load, fit=square, back=None, dim=1):
    model.eval()
    with torch.no_grad():
        logits = model(fit(load(path)).unsqueeze(0))
    probability, number = logits.softmax(dim=dim).max(dim=1)
    if back is not None:
        return back(logits[0], number.item(), classes)
    return classes[number.item()], probability


def recognize_in_training(model, classes, path):
    with torch.no_grad():
        probability, number = model(square(right_load(path))[None]).softmax(dim=1).max(dim=1)
    return classes[number.item()], probability


RIGHT = {
    "mistake": (2, SCORES, LABELS),
    "better_model": (Reads(0.9), BATCHES, 0.85),
    "brighten": (lambda image, amount: (image.int() + amount).clamp(max=255).byte(),),
    "class_means": (means_of_classes,),
    "broadcast_shapes": ([(60, 28, 28), "error", (60, 28, 28), (64, 64)],),
    "contact_sheet": (sheet,),
    "first_of_each": (first_by_loop,),
    "normalize": (normalized_by_channel,),
    "fit_to_test": (
        {"A": "training images", "B": "never scaled", "C": "scaled twice", "D": "fine"},
    ),
    "image_dataset": (RightDataset,),
    "fixed_dataset": (FixedDataset,),
    "batches": (batches_by_slices,),
    "epochs": (epochs_of_one_loader,),
    "test_loader": (lambda test_set: DataLoader(test_set, batch_size=16),),
    "steps": (48,),
    "sample": (IMAGES_AS_INTS := [(torch.rand(1, 28, 28), 3)],),
    "batch": ((torch.rand(4, 1, 28, 28), LABELS),),
    "linear": (OwnLinear,),
    "stack": (stack_of(nn.ModuleList),),
    "network": (own_network(),),
    "parameter_counts": ([401_920, 0, 160, 4_640],),
    "forward": (device_forward,),
    "move_images": (lambda images, device: images.to(device),),
    "batched_logits": (batched(),),
    "places": (RIGHT_PLACES,),
    "cross_entropy": (right_cross_entropy,),
    "labels": (lambda column: column.squeeze(1).long(),),
    "broken_losses": ({"A": 3, "B": 0, "C": 1, "D": 2},),
    "backward_pass": (right_backward,),
    "step": (right_step,),
    "broken_runs": ({"A": 2, "B": 3, "C": 0, "D": 1},),
    "learning_rate": (0.3,),
    "momentum": (Momentum,),
    "train_loop": (train_loop_with(result=per_image),),
    "test_loop": (right_test_loop,),
    "confusion_matrix": (counted_by_loop,),
    "matrix_stories": ({"A": 4, "B": 2, "C": 0, "D": 3, "E": 1},),
    "load_errors": ({"A": 3, "B": 0, "C": 4, "D": 2, "E": 1},),
    "resume": (resumable(),),
    "training_logs": ({"A": 3, "B": 0, "C": 1, "D": 2},),
    "choose_and_test": (whole_training(),),
    "read_curves": ({"A": 2, "B": 0, "C": 3, "D": 1},),
    "flip": (Flip,),
    "early_stopping": (stops_early,),
    "fetch": (lambda images, labels, i: (images[i].unsqueeze(1) / 255, labels[i]),),
    "schedule": (one_cycle(),),
    "scheduled_training": (scheduled(),),
    "weighed": (weighed(),),
    "part": (lambda indices, rank, size: indices[rank::size],),
    "shard_share": (shard_share(),),
    "rest_of_epoch": (lambda shards, size, seed, done: my_stream(shards, size, seed)[done:],),
    "reading_hours": (lambda images, each, rate: images * each / (rate * 1e6) / 3600,),
    "picture_loader": (right_load,),
    "group_split": (right_group_split,),
    "plan": (PLAN,),
    "recognizer": (right_recognize,),
}
NAMES = sorted(checks.EXERCISES)
# What a function may return instead of what it should.
RETURNED = [
    *(7, -1, 2.5, True, "text", [], [1, 2], (1,), (), {}, {"a": 1}, object(), nn.ReLU, nn.ReLU()),
    *(np.float32(1), np.zeros(3), np.zeros((2, 2)), float("nan"), range(3), (1, 2), (1, 2, 3)),
    *(torch.tensor(1), torch.tensor([1.0]), torch.zeros(0), torch.zeros(2, 3), torch.zeros(64, 10)),
    *([torch.zeros(2)], (torch.zeros(2), torch.zeros(2)), [torch.zeros(2, 1, 28, 28)] * 2),
    *(torch.tensor([True]), torch.zeros(2, dtype=torch.complex64), ["a", "b"], [(1, 2)], [None]),
]


@pytest.mark.parametrize("path", sorted(Path(checks.__file__).parent.glob("lesson_*.py")))
def test_a_lesson_gives_each_of_its_checks_once_and_under_one_name(path):
    lesson = importlib.import_module(f"fmnist_helpers.checks.{path.stem}")
    own = {name for name, each in vars(lesson).items() if hasattr(each, "exercise")}
    assert own == {name for name in lesson.__all__ if not name.isupper()}
    hidden = {name.removeprefix("hidden_") for name in vars(lesson) if name.startswith("hidden_")}
    assert hidden <= own
    for name in lesson.__all__:
        assert getattr(checks, name) is getattr(lesson, name), f"{name} is in two lessons"
    for name in own:
        each = getattr(lesson, name)
        assert each.exercise == f"{path.stem[-2:]}.{name}"
        assert each.points in (1, 2, 3)
        assert each.__doc__


def untouched(*_):
    """A stub."""


@pytest.mark.parametrize("name", NAMES)
def test_the_solution_is_right_and_noted(name):
    verdict = getattr(checks, name)(*RIGHT[name])
    assert verdict.state == verdicts.RIGHT, verdict.text
    assert verdict.text.startswith("Right: ")
    assert list(progress.done()) == [getattr(checks, name).exercise]


@pytest.mark.parametrize("name", NAMES)
def test_the_lessons_own_solution_is_not_noted_as_the_learners(name):
    assert getattr(checks, name)(*RIGHT[name], solution=True)
    assert progress.done() == {}


@pytest.mark.parametrize("name", NAMES)
def test_a_stub_is_not_tried(name, monkeypatch, capsys):
    stubs = [None, ...] + [untouched] * inspect.isfunction(RIGHT[name][0])
    for strict, stub in itertools.product(["", "1"], stubs):
        monkeypatch.setenv("FMNIST_STRICT", strict)
        verdict = getattr(checks, name)(stub, *RIGHT[name][1:])
        assert verdict.state == verdicts.NOT_TRIED
        assert capsys.readouterr().out.startswith("Not tried yet.")
    assert progress.done() == {}


@pytest.mark.parametrize("name", NAMES)
def test_a_stub_earns_nothing_if_it_is_graded(name):
    with pytest.raises(AssertionError, match="Not tried yet"):
        getattr(checks, name)(None, *RIGHT[name][1:], strict=True)


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_of_the_wrong_kind_is_no_error(name):
    for answer in ("a text", 3.5, object(), {"a": 1}, [], b"", float("nan")):
        verdict = getattr(checks, name)(answer, *RIGHT[name][1:])
        assert verdict.state != verdicts.RIGHT or name == "learning_rate", answer
        assert "0x" not in verdict.text


def no_zero_grad(model, images, labels, loss_fn, optimizer):
    loss_fn(model(images), labels).backward()
    optimizer.step()
    return 1.0


def zero_grad_too_late(model, images, labels, loss_fn, optimizer):
    loss_fn(model(images), labels).backward()
    optimizer.zero_grad()
    optimizer.step()
    return 1.0


def no_backward(model, images, labels, loss_fn, optimizer):
    loss_fn(model(images), labels)
    optimizer.step()
    return 1.0


def changes_by_hand(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels)
    optimizer.zero_grad()
    loss.backward()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter -= 0.4 * parameter.grad
    return loss


def labels_first(model, images, labels, loss_fn, optimizer):
    return loss_fn(labels, model(images))


def number_too_early(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels).item()
    loss.backward()


def backward_without_parentheses(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels)
    optimizer.zero_grad()
    loss.backward  # noqa: B018
    optimizer.step()
    return loss


def step_without_parentheses(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step  # noqa: B018
    return loss


def zero_grad_without_parentheses(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels)
    optimizer.zero_grad  # noqa: B018
    loss.backward()
    optimizer.step()
    return loss


def scaled_by_relu(x, target, w1, w2):
    inner = x @ w1.T
    for_prediction = 2 * (inner.relu() @ w2.T - target) / len(x)
    return (for_prediction @ w2 * inner.relu()).T @ x, for_prediction.T @ inner.relu()


def test_with_eval_only(dataloader, model, loss_fn):
    model.eval()
    return _score(dataloader, model, loss_fn)


def test_with_no_grad_only(dataloader, model, loss_fn):
    with torch.no_grad():
        return _score(dataloader, model, loss_fn)


def test_with_batch_means(dataloader, model, loss_fn):
    model.eval()
    with torch.no_grad():
        losses = [loss_fn(model(images), labels).item() for images, labels in dataloader]
        return sum(losses) / len(losses), 0.1


def test_with_means_over_images(dataloader, model, loss_fn):
    mean, _ = test_with_batch_means(dataloader, model, loss_fn)
    return mean * len(dataloader) / len(dataloader.dataset), 0.1


def _score(dataloader, model, loss_fn):
    pairs = [(loss_fn(model(x), y).item() * len(x), len(x)) for x, y in dataloader]
    return sum(a for a, _ in pairs) / sum(n for _, n in pairs), 0.1


for _helper in (
    test_with_eval_only,
    test_with_no_grad_only,
    test_with_batch_means,
    test_with_means_over_images,
    test_on_first_batch_only,
    test_percentage,
    test_before_training,
):
    _helper.__test__ = False

# check, wrong answer, words of its own message, the misconception that it shows


def flips(**methods):
    """`Flip` with other methods."""
    return type("OwnFlip", (Flip,), methods)


def flips_in_place(self, images):
    chosen = torch.rand(len(images)) < 0.5
    images[chosen] = images[chosen].flip(-1)
    return images


class FlipWithoutSuper(Flip):
    def __init__(self):
        self.probability = 0.5


class FlipWithoutSelf(nn.Module):
    def forward(images):
        return images


def flips_by_seed(self, images):
    torch.manual_seed(0)
    return torch.rand(len(images), 1, 1, 1) < 0.5


def flips_to_a_place(dimensions, *, everywhere=False):
    def flipped(self, images):
        if everywhere:
            return images.flip(dimensions)
        return torch.where(self.coins(images), images.flip(dimensions), images)

    return flips(flipped=flipped)


def keeps_no_copy(model, train_epoch, val_loss, patience, epochs):
    stops_early(model, train_epoch, val_loss, patience, epochs)
    return model


def keeps_a_view(model, train_epoch, val_loss, patience, epochs):
    """The classic: `state_dict` holds the tensors that go on training."""
    lowest, waited, best = math.inf, 0, None
    for _ in range(epochs):
        train_epoch(model)
        loss = val_loss(model)
        waited += 1
        if loss < lowest:
            lowest, waited, best = loss, 0, model.state_dict()
        if waited == patience:
            break
    model.load_state_dict(best)
    return model


def stops_at_the_first_rise(model, train_epoch, val_loss, patience, epochs):
    before, best = math.inf, model
    for _ in range(epochs):
        train_epoch(model)
        loss = val_loss(model)
        if loss > before:
            break
        before, best = loss, copy.deepcopy(model)
    return best


def never_counts_anew(model, train_epoch, val_loss, patience, epochs):
    lowest, waited, best = math.inf, 0, model
    for _ in range(epochs):
        train_epoch(model)
        loss = val_loss(model)
        if loss < lowest:
            lowest, best = loss, copy.deepcopy(model)
        else:
            waited += 1
        if waited == patience:
            break
    return best


def trains_to_the_end(model, train_epoch, val_loss, patience, epochs):
    return stops_early(model, train_epoch, val_loss, epochs, epochs)


def forgets_the_limit(model, train_epoch, val_loss, patience, epochs):
    return stops_early(model, train_epoch, val_loss, patience, 10**9)


def never_trains(model, train_epoch, val_loss, patience, epochs):
    val_loss(model)
    return copy.deepcopy(model)


def never_measures(model, train_epoch, val_loss, patience, epochs):
    train_epoch(model)
    return copy.deepcopy(model)


WRONG = [
    ("mistake", (4, SCORES, LABELS), "places go from 0 to 3", None),
    ("mistake", (-2, SCORES, LABELS), "places go from 0 to 3", None),
    ("mistake", (3, SCORES, LABELS), "One place before, they differ", None),
    ("mistake", (0, SCORES, LABELS), "both say 9, Ankle boot: the model is right", None),
    ("mistake", ([2], SCORES, LABELS), "expected one place, got a list of 1", None),
    ("better_model", (Reads, BATCHES, 0.5), "got the class Reads", None),
    ("better_model", (0.9, BATCHES, 0.5), "expected a model, got 0.9", None),
    ("better_model", (Reads(0.8), BATCHES, 0.85), "learned, but less", None),
    ("better_model", (Reads(0.8), BATCHES, 0.8), "the same", None),
    ("better_model", (Reads(0.1), BATCHES, 0.85), "about what guessing gets", None),
    ("better_model", (Reads(scale=math.nan), BATCHES, 0.85), "exploded", None),
    ("brighten", (lambda i, n: i + n,), "a pixel of 200 plus 60 became 4", "overflow"),
    ("brighten", (lambda i, n: (i + n).clamp(max=255),), "wraps around", "overflow"),
    ("brighten", (lambda i, n: (i.int() + n).byte(),), "wraps around", "overflow"),
    ("brighten", (lambda i, n: i.int() + n,), "should be 255, and became 2", None),
    ("brighten", (lambda i, n: (i.int() + n).clamp(max=255),), "got torch.int32", None),
    ("brighten", (lambda i, n: (i.int() + 60).clamp(max=255).byte(),), "plus 1 should be", None),
    ("brighten", (lambda i, n: i,), "should be 60, and became 0", None),
    (
        "brighten",
        (lambda i, n: i.copy_((i.int() + n).clamp(max=255)),),
        "changed the image that it was given",
        None,
    ),
    ("class_means", (lambda i, y: i.float().mean(0),), "got one of shape (28, 28)", None),
    ("class_means", (lambda i, y: list(means_of_classes(i, y)),), "a list of 10 tensors", None),
    (
        "class_means",
        (lambda i, y: means_of_classes(i, y).mean(dim=(1, 2)),),
        "got one number for each",
        "wrong_dim",
    ),
    ("class_means", (lambda i, y: means_of_classes(i, y).int(),), "no room for a mean", None),
    (
        "class_means",
        (lambda i, y: i.float().mean(0).expand(10, 28, 28),),
        "the mean of all garments",
        None,
    ),
    ("class_means", (sums_over_all,), "divided by all 57 images", None),
    ("class_means", (lambda i, y: means_of_classes(i, y).flip(0),), "is the mean of class 9", None),
    ("class_means", (lambda i, y: means_of_classes(i, y).mT,), "lying on its side", None),
    ("class_means", (lambda i, y: means_of_classes(i, y) + 1,), "in row", None),
    ("class_means", (lambda i, y: means_of_classes(i, y) / 255,), "between 0 and 1", None),
    ("class_means", (lambda i, y: means_of_classes(i, y)[0],), "stand inside the loop", None),
    ("class_means", (lambda i, y: MARKED[:10, 0],), "doesn't use `images`", None),
    (
        "class_means",
        (lambda i, y: torch.stack([i[y == c].float().mean(dim=1) for c in range(10)]),),
        "garments of class 0 are still there",
        None,
    ),
    ("broadcast_shapes", ([(60, 28, 28), None, None, None],), "pair 2 has no answer yet", None),
    ("contact_sheet", (lambda i, c: i.reshape(8, 8, 28, 28),), "take N, H and W", None),
    ("brighten", (lambda i, n: MARKED[0, 0].byte() + n,), "doesn't use `image`", None),
    ("brighten", (torch.zeros(28, 28),), "run the cell with `def` again", None),
    ("brighten", (lambda i, n: (i.int() + n).numpy(),), "a NumPy array of shape (28, 28)", None),
    ("better_model", (READER, BATCHES, 0.5, None, READER), "is the first model", None),
    ("better_model", (Reads(0.9), BATCHES, 0.5, UNREADABLE), "trained on `val_set`", None),
    ("network", (own_network(activation=lambda: nn.ReLU),), "made with parentheses", None),
    ("network", (unflattened(),), "rows of 28 arrived", None),
    ("network", (unflattened(name="forwards"),), "is it spelt `forward`", None),
    ("parameter_counts", ([401, 920, 0, 160, 4640],), "no comma inside a number: 401920", None),
    ("broadcast_shapes", ([(60, 28, 28)],), "each of 4 pairs, got 1", None),
    (
        "broadcast_shapes",
        ([(60, 28, 28), (60, 28, 28), (60, 28, 28), (64, 64)],),
        "pair 2, (60, 28, 28) and (60,): they don't fit",
        "broadcast",
    ),
    (
        "broadcast_shapes",
        (["error", "error", (60, 28, 28), (64, 64)],),
        "they do fit",
        "broadcast",
    ),
    (
        "broadcast_shapes",
        ([(60, 28, 28), "error", (60, 28, 28), (64, 1)],),
        "each of 64 rows meets each of 64 columns",
        "broadcast",
    ),
    ("broadcast_shapes", ([60, "error", 60, 64],), "expected a shape such as", None),
    (
        "contact_sheet",
        (lambda i, c: i.reshape(len(i) // c * i.shape[1], c * i.shape[2]),),
        "scrambled",
        "reshape_scrambles",
    ),
    ("contact_sheet", (sheet_downwards,), "column 1 is garment 3; expected 1", None),
    ("contact_sheet", (lambda i, c: sheet(i, len(i) // c),), "rows and columns are swapped", None),
    ("contact_sheet", (lambda i, c: sheet(i, c).float(),), "expected torch.uint8", None),
    ("contact_sheet", (lambda i, c: sheet(i, c).flip(0),), "no garment is whole", None),
    ("contact_sheet", (lambda i, c: i,), "expected (84, 112), got (12, 28, 28)", None),
    ("first_of_each", (lambda d: sorted(first_by_loop(d)),), "in which they come", None),
    ("first_of_each", (lambda d: list(range(len(d.classes))),), "these are the labels", None),
    ("first_of_each", (last_of_each,), "the last sample of each class", None),
    ("first_of_each", (lambda d: [0] * 10,), "got 10", None),
    ("first_of_each", (lambda d: [d[i] for i in first_by_loop(d)],), "a tuple of 2 among", None),
    ("first_of_each", (lambda d: dict(enumerate(first_by_loop(d))),), "got a dict", None),
    ("first_of_each", (lambda d: [0] * len(d.classes),), "expected position", None),
    ("first_of_each", (lambda d: 3,), "a list of positions, got 3", None),
    ("first_of_each", (lambda d: [],), "the list is empty", None),
    ("first_of_each", (lambda d: [0] * 12,), "one position per class", None),
    ("first_of_each", (only_the_first_ten,), "still holds None", None),
    ("first_of_each", (zero_taken_for_missing,), "ask `is None`", None),
    ("first_of_each", (lambda d: [i + 1 for i in first_by_loop(d)],), "one too large", None),
    ("normalize", (normalized(by="own"),), "their own mean", "test_set_statistics"),
    ("normalize", (normalized(by="both"),), "together", "test_set_statistics"),
    ("normalize", (normalized(dim=(0, 1, 2, 3)),), "for all three channels", None),
    ("normalize", (normalized(dim=(2, 3)),), "with its own numbers", None),
    ("normalize", (normalized(dim=(1, 2, 3)),), "with its own numbers", None),
    ("normalize", (normalized(divide=False),), "standard deviation is missing", None),
    ("normalize", (lambda a, b: (normalized_by_channel(a, b)[0], b),), "as they were", None),
    ("normalize", (lambda a, b: normalized_by_channel(a, b)[0],), "expected a pair", None),
    (
        "normalize",
        (lambda a, b: normalized_by_channel(b, a),),
        "in the other order",
        None,
    ),
    ("normalize", (lambda a, b: (b.mean((0, 2, 3)), b),), "the training images of shape", None),
    ("normalize", (normalized_in_place,), "a second call would normalize", None),
    ("normalize", (mean_asked_too_late,), "By then it is 0", None),
    ("normalize", (without_parentheses,), "parentheses", None),
    ("normalize", (by_variance,), "by the variance", None),
    (
        "normalize",
        (lambda a, b: tuple(-x for x in normalized_by_channel(a, b)),),
        "bright became dark",
        None,
    ),
    (
        "normalize",
        (lambda a, b: (normalized_by_channel(a, b)[0], centered_by_itself(a, b)),),
        "their own mean was subtracted",
        "test_set_statistics",
    ),
    ("normalize", (stretched,), "stretched to go from 0 to 1", None),
    ("normalize", (without_keepdim,), "two shapes don't fit", "broadcast"),
    ("normalize", (lambda a, b: (a, b),), "came back as they were", None),
    ("normalize", (lambda a, b: (a - 0.5, b - 0.5),), "got means", None),
    ("fit_to_test", (dict.fromkeys("ABCD", "fine"),), "A is not 'fine'", None),
    ("fit_to_test", ({"A": "training images"},), "B has no verdict", None),
    ("fit_to_test", (dict.fromkeys("ABCD", "wrong"),), "expected one of", None),
    ("fit_to_test", (dict.fromkeys("abcd", "fine"),), "the keys are A, B, C and D", None),
    ("fit_to_test", (["fine"] * 4,), "replace each `None`", None),
    ("image_dataset", (HeaderEaten,), "taken for a header", "header_eaten"),
    ("image_dataset", (ScaledInside,), "scaling is the transform's job", "scaling"),
    ("image_dataset", (TextLabels,), "is the text", "label_dtype"),
    ("image_dataset", (PairsReturned,), "expected the dict", None),
    ("image_dataset", (ReadAtOnce,), "already reads images", None),
    ("image_dataset", (KeptOnceRead,), "an image was kept", None),
    ("image_dataset", (FilesCounted,), "some of which have no label", None),
    ("image_dataset", (TransformAlways,), "None was called", None),
    ("image_dataset", (LengthNotReturned,), "`__len__` returned None", None),
    ("image_dataset", (LengthWithoutSelf,), "Python calls `__len__(self)`", None),
    ("image_dataset", (FolderFirst,), "the file of the table comes first", None),
    ("image_dataset", (NoDefaults,), "such as `transform=None`", None),
    ("image_dataset", (SortedFiles,), "another file's image", None),
    ("image_dataset", (TransformIgnored,), "never went through it", None),
    ("image_dataset", (TransformNotKept,), "was not kept", None),
    ("image_dataset", (TargetIgnored,), "with a target_transform", None),
    ("image_dataset", (NoLength,), "no `__len__`", None),
    ("image_dataset", (FolderOfTheNotebook,), "looked for where there is none", None),
    ("image_dataset", (TableOfTheNotebook,), "and `len` says 3", None),
    ("image_dataset", (lambda table, folder: len(table),), "expected a class", None),
    ("fixed_dataset", (FixedHeaderEaten,), "taken for a header", "header_eaten"),
    ("fixed_dataset", (FixedTwice,), "scaled twice", "scaling"),
    ("fixed_dataset", (RightDataset,), "never scaled", "scaling"),
    ("fixed_dataset", (FixedSorted,), "another file's image", None),
    ("fixed_dataset", (FixedNever,), "still that of the bytes", "scaling"),
    ("fixed_dataset", (FixedWhole,), "`//` cuts off", "scaling"),
    ("batches", (without_the_short_one,), "the last one, with", None),
    ("batches", (order_ignored,), "with that order", None),
    ("batches", (lambda d, n, o: batches_by_slices(d, n, o)[0],), "one pair of tensors", None),
    ("batches", (lambda d, n, o: batches_by_slices(d, 2 * n, o),), "the first batch has", None),
    ("batches", (concatenated,), "`torch.stack` puts", "missing_dimension"),
    (
        "batches",
        (lambda d, n, o: [[d[i] for i in o[k : k + n]] for k in range(0, len(o), n)],),
        "as a pair of images and labels",
        None,
    ),
    ("batches", (lambda d, n, o: 3,), "a list of batches, got 3", None),
    ("batches", (in_two_lists,), "got two lists", None),
    ("batches", (of_the_notebook,), "not from the dataset that was passed", None),
    (
        "batches",
        (lambda d, n, o: [b[::-1] for b in batches_by_slices(d, n, o)],),
        "its labels first",
        None,
    ),
    ("batches", (lambda d, n, o: batches_by_slices(d, n, o)[:1],), "the first one only", None),
    ("batches", (lambda d, n, o: [d[o[:n]]],), "it takes one position", None),
    (
        "batches",
        (lambda d, n, o: [*batches_by_slices(d, n, o), torch.stack([])],),
        "an empty part was stacked",
        None,
    ),
    (
        "batches",
        (lambda d, n, o: [(i, y.float()) for i, y in batches_by_slices(d, n, o)],),
        "expected whole numbers",
        "label_dtype",
    ),
    ("epochs", (generator_made_anew,), "in the same order", "generator_made_anew"),
    ("epochs", (lambda y, n, k, s: [list(y)] * k,), "order of the dataset", None),
    ("epochs", (lambda y, n, k, s: epochs_of_one_loader(y, n, k - 1, s),), "epochs, got", None),
    ("epochs", (unseeded_epochs,), "returned other orders", None),
    ("epochs", (lambda y, n, k, s: epochs_of_one_loader(y, n, k, 0),), "another seed", None),
    (
        "epochs",
        (lambda y, n, k, s: [e[:-1] for e in epochs_of_one_loader(y, n, k, s)],),
        "comes once",
        None,
    ),
    (
        "epochs",
        (lambda y, n, k, s: epochs_of_one_loader(list(range(len(y))), n, k, s),),
        "these are positions",
        None,
    ),
    (
        "epochs",
        (lambda y, n, k, s: [e[:n] for e in epochs_of_one_loader(y, n, k, s)],),
        "one batch",
        None,
    ),
    ("epochs", (lambda y, n, k, s: [*y],), "keeps the epochs apart", None),
    (
        "epochs",
        (lambda y, n, k, s: [list(DataLoader(y, n, shuffle=True, generator=s))],),
        "a number as its generator",
        None,
    ),
    ("epochs", (lambda y, n, k, s: 3,), "the labels of each epoch, got 3", None),
    (
        "test_loader",
        (lambda data: data,),
        "a loader puts samples together",
        "dataset_for_dataloader",
    ),
    (
        "test_loader",
        (lambda data: DataLoader(data, batch_size=16, shuffle=True),),
        "can't help the accuracy",
        "shuffled_test_set",
    ),
    (
        "test_loader",
        (lambda data: DataLoader(data, batch_size=16, drop_last=True),),
        "got 96",
        None,
    ),
    ("test_loader", (lambda data: DataLoader(IMAGES, 16),), "another dataset", None),
    ("test_loader", (lambda data: [1],), "expected a DataLoader", None),
    ("steps", (46.875,), "no part of a step", "epoch_for_step"),
    ("steps", (3,), "counts epochs", "epoch_for_step"),
    ("steps", (16,), "one epoch", "epoch_for_step"),
    ("steps", (3000,), "counts images", "epoch_for_step"),
    ("steps", (45,), "short last batch", "epoch_for_step"),
    ("linear", (nn.Linear,), "PyTorch's own", None),
    ("linear", (OwnLinear(5, 3),), "already made", None),
    ("linear", (dict,), "TypeError", None),
    ("linear", (lambda i, o: 3,), "expected a module", None),
    ("linear", (NoSuper,), "first line of `__init__`", None),
    ("linear", (lambda: OwnLinear(5, 3),), "takes 0 arguments (none), and", None),
    ("linear", (own_network(),), "which arguments", None),
    ("linear", (lambda i, o: nn.Sequential(nn.Linear(i, o)),), "`nn.Linear` inside", None),
    ("linear", (linear_with(weight=torch.Tensor.detach),), "plain tensor", "unregistered_layers"),
    ("linear", (linear_with(bias=lambda b: None),), "got `weight`", None),
    ("linear", (lambda i, o: OwnLinear(o, i),), "one row per output", None),
    ("linear", (linear_with(bias=lambda b: nn.Parameter(b[:1])),), "one number per output", None),
    ("linear", (linear_with(weight=lambda w: nn.Parameter(w.double())),), "torch.float64", None),
    (
        "linear",
        (linear_with(weight=lambda w: nn.Parameter(0 * w)),),
        "rows of `weight` start equal",
        None,
    ),
    ("linear", (linear_with(weight=lambda w: nn.Parameter(1e9 * w)),), "small numbers", None),
    ("linear", (linear_with(weight=lambda w: nn.Parameter(w / 0)),), "small numbers", None),
    (
        "linear",
        (linear_with(weight=lambda w: nn.Parameter(torch.arange(w.numel()).view_as(w) / 1e4)),),
        "the same weights",
        None,
    ),
    ("linear", (linear_with(forward=lambda s, x: x @ s.weight.T),), "bias is not added", None),
    (
        "linear",
        (linear_with(forward=lambda s, x: (x @ s.weight.T + s.bias).relu()),),
        "no ReLU inside",
        None,
    ),
    ("linear", (linear_with(forward=lambda s, x: x @ s.weight),), "raised RuntimeError", None),
    ("linear", (linear_with(forward=lambda s, x: s.bias + x[:, :1]),), "in the first place", None),
    ("linear", (linear_with(forward=lambda s, x: x),), "got a tensor of shape (7, 5)", None),
    ("linear", (linear_with(forward=lambda s, x: print(x.shape)),), "returned None", None),
    ("stack", (stack_of(list),), "got 50,890", "unregistered_layers"),
    ("stack", (stack_of(nn.ModuleList, copies=True),), "used 3 times", None),
    ("stack", (stack_of(nn.ModuleList, relu=nn.Identity()),), "worth a single one", None),
    ("stack", (stack_of(nn.ModuleList, width=32),), "4,160", None),
    ("stack", (NoSuper,), "first line of `__init__`", None),
    ("stack", (lambda depth: stack_of(nn.ModuleList)(3),), "with `depth=1`", None),
    ("network", (NeuralNetwork,), "the package's class", None),
    ("network", (NeuralNetwork(),), "already made", None),
    ("network", (own_network(hidden=256),), "512 → 256, 256 → 10", None),
    ("network", (own_network(512, nn.Identity),), "there is no ReLU", None),
    ("network", (own_network(512, nn.Tanh),), "there is tanh", None),
    ("network", (own_network(512, nn.ReLU, nn.ReLU()),), "after the last layer", None),
    ("network", (own_network(512, nn.ReLU, nn.Softmax(1)),), "sums to 1", None),
    ("network", (own_network(512, nn.ReLU, nn.Flatten(0)),), "expected logits of shape", None),
    (
        "network",
        (own_network(container=lambda *layers: layers),),
        "is a plain list",
        "unregistered_layers",
    ),
    ("parameter_counts", ([401_920, 0, 160],), "got 3", None),
    ("parameter_counts", ([401_408, 0, 160, 4_640],), "512 biases are missing", None),
    ("parameter_counts", ([402_192, 0, 160, 4_640],), "not per input", None),
    ("parameter_counts", ([401_920, 512, 160, 4_640],), "needs no weights", None),
    ("parameter_counts", ([401_920, 0, 144, 4_640],), "16 biases are missing", None),
    ("parameter_counts", ([401_920, 0, 160, 320],), "all 16 channels", None),
    ("parameter_counts", ([401_920, 0, 160, "4640"],), "expected a whole number", None),
    ("parameter_counts", ([401_920, 0, 160, 4_641],), "another number", None),
    ("forward", (lambda model, images: model(images),), "on another device", "device_mismatch"),
    (
        "forward",
        (lambda model, images: model.to(images.device)(images),),
        "the model was moved",
        "device_mismatch",
    ),
    (
        "forward",
        (lambda model, images: model.to_empty(device="cpu")(images),),
        "the model was moved",
        "device_mismatch",
    ),
    ("forward", (lambda model, images: 3,), "expected logits", None),
    ("forward", (lambda m, i: torch.zeros(4, 10),), "never called", None),
    ("forward", (lambda m, i: (device_forward(m, i), i),), "expected logits", None),
    ("forward", (lambda m, i: device_forward(m, i).cpu(),), "brought back to the CPU", None),
    ("forward", (lambda m, i: device_forward(m, i).softmax(1),), "not the model's logits", None),
    ("forward", (lambda m, i: m(i.to(m.device)),), "a model has no `.device`", None),
    ("forward", (lambda m, i: m(i.to(m)),), "neither a device nor a dtype", None),
    ("forward", (lambda m, i: m(i.to(device_of(i))),), "it got a tensor", None),
    ("move_images", (lambda i, d: (i.to(d), i)[1],), "was not kept", "device_mismatch"),
    ("move_images", (lambda i, d: i.to("meta"),), "asked for the device `cpu`", None),
    ("move_images", (lambda i, d: i.to("device"),), "without quotes", None),
    ("move_images", (lambda i, d: torch.zeros(i.shape, device=d),), "have other values", None),
    ("move_images", (lambda i, d: 1,), "expected the images", None),
    ("places", (["meta", "error", "meta"],), "got 3", None),
    ("places", ("meta",), "expected a list", None),
    ("places", (["gpu", *RIGHT_PLACES[1:]],), 'expected "cpu", "meta" or "error"', None),
    ("places", (["cpu", *RIGHT_PLACES[1:]],), "goes along with any tensor", None),
    ("places", (["meta", "meta", *RIGHT_PLACES[2:]],), "left `a` on the CPU", None),
    ("places", ([*RIGHT_PLACES[:2], "cpu", *RIGHT_PLACES[3:]],), "moved the parameters", None),
    ("places", ([*RIGHT_PLACES[:3], "meta", *RIGHT_PLACES[4:]],), "`a` is on the CPU", None),
    ("places", ([*RIGHT_PLACES[:4], "meta", "meta"],), "dict still holds the old", None),
    ("places", ([*RIGHT_PLACES[:5], "error"],), "moved first", None),
    ("batched_logits", (batched(join=list),), "expected one tensor, got a list of 3", None),
    ("batched_logits", (lambda m, i, b: device_forward(m, i),), "the model got [12]", None),
    ("batched_logits", (only_whole_batches,), "some never got there", None),
    ("batched_logits", (lambda m, i, b: m(i[:b]),), "ended after the first batch", None),
    ("batched_logits", (lambda m, i, b: torch.zeros(len(i), 10),), "never called", None),
    ("batched_logits", (batched(join=lambda found: found[-1]),), "of the last batch", None),
    (
        "batched_logits",
        (
            batched(
                back=torch.Tensor.detach, join=lambda found: torch.cat([torch.tensor([]), *found])
            ),
        ),
        "met a tensor on the CPU",
        "device_mismatch",
    ),
    ("batched_logits", (batched(step=1),), "the model got [1, 1, 1]", None),
    (
        "batched_logits",
        (batched(join=lambda found: torch.cat(found[::-1])),),
        "not in the order",
        None,
    ),
    ("batched_logits", (batched(result=lambda x: x.softmax(1)),), "these are probabilities", None),
    ("batched_logits", (batched(result=lambda x: x.argmax(1)),), "of shape (12, 10)", None),
    ("batched_logits", (batched(join=torch.stack),), "of shape (12, 10)", None),
    ("batched_logits", (batched(place="cpu"),), "a batch that was not there", "device_mismatch"),
    (
        "batched_logits",
        (batched(back=torch.Tensor.detach),),
        "the logits stayed there",
        "device_mismatch",
    ),
    (
        "batched_logits",
        (lambda m, i, b: batched()(m.to("cpu"), i, b),),
        "the model was moved",
        "device_mismatch",
    ),
    ("batched_logits", (lambda m, i, b: 3,), "expected logits", None),
    (
        "batched_logits",
        (lambda m, i, b: batched()(m, i.to(device_of(m)), b),),
        "went there at once",
        None,
    ),
    (
        "batched_logits",
        (batched(back=lambda logits: (logits.cpu(), logits)[1]),),
        "which has to be kept",
        "device_mismatch",
    ),
    (
        "cross_entropy",
        (lambda z, y: right_cross_entropy(z.exp() / z.exp().sum(1, keepdim=True), y),),
        "taken twice",
        "softmax_before_loss",
    ),
    ("cross_entropy", (F.cross_entropy,), "`cross_entropy` did the work", None),
    ("cross_entropy", (torch.nn.CrossEntropyLoss(),), "`cross_entropy` did the work", None),
    ("cross_entropy", (lambda z, y: -z.softmax(1).log().mean(),), "`softmax` did the", None),
    ("cross_entropy", (lambda z, y: -right_cross_entropy(z, y),), "sign is turned", None),
    ("cross_entropy", (lambda z, y: right_cross_entropy(z, y) * len(y),), "not its mean", None),
    ("cross_entropy", (lambda z, y: right_cross_entropy(z, y) * len(y) / 64,), "by 64;", None),
    (
        "cross_entropy",
        (lambda z, y: (z.exp().sum(1).log() - z[:, y]).mean(),),
        "every image at every label",
        None,
    ),
    ("cross_entropy", (lambda z, y: z.exp().sum(1).log() - z[:, y],), "pairs each row", None),
    ("cross_entropy", (lambda z, y: z - z.max(dim=1, keepdim=True),), "values alone", None),
    ("cross_entropy", (lambda z, y: torch.nn.CrossEntropyLoss(z, y),), "its settings", None),
    ("cross_entropy", (lambda z, y: right_cross_entropy(z, y).item(),), "a plain number", None),
    ("cross_entropy", (lambda z, y: right_cross_entropy(z, y) / math.log(2),), "base 2", None),
    ("cross_entropy", (lambda z, y: right_cross_entropy(z, z.argmax(1)),), "largest logit", None),
    ("cross_entropy", (lambda z, y: (1 - probabilities_at(z, y)).mean(),), "mean of 1 − p", None),
    ("cross_entropy", (lambda z, y: -probabilities_at(z, y).mean(),), "logarithm is miss", None),
    ("cross_entropy", (lambda z, y: -probabilities_at(z, y).mean().log(),), "after the mean", None),
    ("cross_entropy", (lambda z, y: -probabilities_at(z, y).log(),), "loss per image", None),
    ("cross_entropy", (lambda z, y: -probabilities_at(z, y).log().mean(),), "infinite", None),
    (
        "cross_entropy",
        (lambda z, y: right_cross_entropy(z.clamp(-50, 50), y),),
        "clipping changes the loss",
        None,
    ),
    (
        "cross_entropy",
        (lambda z, y: right_cross_entropy(z.sub_(z.max(1, keepdim=True).values), y),),
        "changed the logits",
        None,
    ),
    (
        "cross_entropy",
        (lambda z, y: (z.exp().sum(0).log()[y * 0] - z[torch.arange(len(y)), y]).mean(),),
        "try one image",
        None,
    ),
    ("labels", (lambda column: column.squeeze(1),), "torch.float32", "label_dtype"),
    ("labels", (lambda column: column.squeeze(1).int(),), "torch.int32", "label_dtype"),
    ("labels", (lambda column: column.squeeze(1).tolist(),), "expected a tensor", None),
    ("labels", (lambda column: column.long(),), "(6,), one number per image", None),
    ("labels", (lambda column: column.squeeze(1).long().numpy(),), "leave out `.numpy()`", None),
    (
        "labels",
        (lambda column: column.squeeze(1).long,),
        "the method `long` itself, not its result",
        None,
    ),
    ("labels", (lambda column: torch.tensor([9, 2, 1]),), "one label for each row", None),
    ("labels", (lambda column: column.squeeze(1).byte(),), "every version", "label_dtype"),
    ("labels", (lambda column: column.squeeze().long(),), "removed both", None),
    ("labels", (lambda column: torch.tensor([9, 2, 1, 0, 0, 0]),), "got [9, 2, 1, 0, 0, 0]", None),
    ("broken_losses", ({"A": 3, "B": 0, "C": 1, "D": 0},), "3 of 4 are right. D", None),
    ("broken_losses", ({"A": 0, "B": 3, "C": 1, "D": 2},), "give it half of the batch", None),
    ("broken_losses", ({"A": 0, "B": 1},), "expected the names A, B, C, D", None),
    (
        "broken_losses",
        ({"A": 0, "B": 1, "C": 4, "D": 2},),
        "C: expected a number from 0 to 3",
        None,
    ),
    ("broken_losses", ([3, 0, 1, 2],), "expected a dict", None),
    ("backward_pass", (backward_by_autograd,), "`backward` did the work", None),
    ("backward_pass", (lambda *a: right_backward(*a)[::-1],), "in the other order", None),
    ("backward_pass", (lambda *a: right_backward(*a, mask=False),), "ReLU is missing", None),
    ("backward_pass", (lambda *a: right_backward(*a, mask=False),), "by `input > 0`", None),
    ("backward_pass", (scaled_by_relu,), "what ReLU returned", None),
    (
        "backward_pass",
        (lambda *a: [g + 0.01 * g.abs().max() for g in right_backward(*a)],),
        "near, as a nudge is",
        None,
    ),
    ("backward_pass", (lambda *a: right_backward(*a, factor=1),), "half as large", None),
    ("backward_pass", (lambda *a: right_backward(*a, factor=-2),), "sign is turned", None),
    ("backward_pass", (lambda *a: [g.T for g in right_backward(*a)],), "It is transposed", None),
    (
        "backward_pass",
        (lambda x, *a: [len(x) * g for g in right_backward(x, *a)],),
        "the loss is a mean",
        None,
    ),
    ("backward_pass", (lambda *a: right_backward(*a)[0],), "expected two tensors", None),
    ("backward_pass", (lambda x, t, w1, w2: (w1, w2),), "w2 itself came back", None),
    ("backward_pass", (lambda x, t, w1, w2: (w1**3, w2**3),), "the right shape and other", None),
    ("step", (no_zero_grad,), "added up", "zero_grad_forgotten"),
    ("step", (zero_grad_too_late,), "had just computed", "zero_grad_forgotten"),
    ("step", (no_backward,), "no parameter has a gradient", None),
    ("step", (no_step,), "`optimizer.step()` was not called", None),
    ("step", (changes_by_hand,), "not by the optimizer that was given", None),
    ("step", (labels_first,), "the labels first", None),
    ("step", (number_too_early,), "a number has no `backward`", None),
    ("step", (backward_without_parentheses,), "`backward` is named, but not called", None),
    ("step", (step_without_parentheses,), "`step` is named, but not called", None),
    ("step", (zero_grad_without_parentheses,), "`zero_grad` is named, but not", None),
    ("step", (step_before_backward,), "before `backward` had computed", None),
    ("step", (measured_after,), "measured after the step", None),
    ("step", (lambda *a: [right_step(*a), "done"][1],), "expected the loss in return", None),
    ("step", (lambda m, x, y, f, o: right_step(m, x, 0 * y, f, o),), "to other values", None),
    ("step", (lambda *a: 1.0,), "never called", None),
    ("broken_runs", ({"A": 0, "B": 3, "C": 2, "D": 1},), "2 of 4 are right. A", None),
    ("broken_runs", ({"A": 2, "B": 3, "C": 0, "D": True},), "D: expected a number", None),
    ("momentum", (PlainSGD,), "that is plain SGD", None),
    ("momentum", (Renamed,), "a tensor that lasts from step to step", None),
    ("momentum", (WithoutRate,), "the learning rate is missing", None),
    ("momentum", (OwnRate,), "1.25 times as long", None),
    ("momentum", (OwnMomentum,), "momentum 0.6, and its steps use 0.9", None),
    ("momentum", (Swapped,), "are swapped", None),
    ("momentum", (WeightFirst,), "first the velocity", None),
    ("momentum", (ClearsInPlace,), "`.grad` is None", None),
    ("momentum", (NoSelf,), "`def step(self):`", None),
    ("momentum", (OneUnderscore,), "two underscores", None),
    ("momentum", (Damped,), "1 − momentum", None),
    ("momentum", (UsedUp,), "used up after one loop", None),
    ("momentum", (Recorded,), "operations are recorded", None),
    ("momentum", (Forgetful,), "the gradients are still there", None),
    ("momentum", (torch.optim.SGD,), "one of PyTorch's", None),
    ("momentum", (Momentum([], 0.1, 0.9),), "leave out the parentheses", None),
    ("learning_rate", (10.0,), "overshoots", "learning_rate"),
    ("learning_rate", (0.5,), "overshoots", "learning_rate"),
    ("learning_rate", (0.4,), "jump across the bottom", "learning_rate"),
    ("learning_rate", (0.1,), "crawls", "learning_rate"),
    ("learning_rate", (1e-4,), "crawls", "learning_rate"),
    ("learning_rate", (-1,), "positive number", None),
    ("train_loop", (train_loop_with(mode=lambda m: m, result=per_image),), "`model.train()`", None),
    (
        "train_loop",
        (train_loop_with(zero=False, result=per_image),),
        "added to those before it",
        "zero_grad_forgotten",
    ),
    (
        "train_loop",
        (train_loop_with(zero="late", result=per_image),),
        "it found no gradient",
        "zero_grad_forgotten",
    ),
    (
        "train_loop",
        (train_loop_with(step_in_loop=False, result=per_image),),
        "for 1 of 3 batches",
        None,
    ),
    (
        "train_loop",
        (train_loop_with(own=lambda p: torch.optim.SGD(p, lr=0.1), result=per_image),),
        "not by the optimizer that was given",
        None,
    ),
    (
        "train_loop",
        (train_loop_with(add="graph", result=per_image),),
        "holds on to its graph",
        None,
    ),
    (
        "train_loop",
        (train_loop_with(result=scored(lambda a, r, n: sum(a) / len(a))),),
        "the mean of the batch means; the batches hold 8, 8 and 6 images",
        "mean_of_batch_means",
    ),
    (
        "train_loop",
        (train_loop_with(result=scored(lambda a, r, n: sum(a) / sum(n))),),
        "added up and divided by the number of images",
        "mean_of_batch_means",
    ),
    (
        "train_loop",
        (train_loop_with(result=scored(lambda a, r, n: a[-1])),),
        "the last batch alone",
        None,
    ),
    (
        "train_loop",
        (train_loop_with(result=scored(accuracy=lambda a, r, n: sum(r))),),
        "the number of right answers",
        None,
    ),
    (
        "train_loop",
        (train_loop_with(result=scored(accuracy=lambda a, r, n: r[-1] / n[-1])),),
        "that of the last batch alone",
        None,
    ),
    (
        "train_loop",
        (train_loop_with(result=lambda *sums: per_image(*sums)[::-1]),),
        "in the other order",
        None,
    ),
    ("train_loop", (train_loop_with(result=lambda a, r, n: a),), "got a list of 3", None),
    ("train_loop", (train_loop_with(result=lambda a, r, n: (a, 1)),), "loss as one number", None),
    ("train_loop", (train_first_batch_only,), "1 of 3 batches", None),
    ("train_loop", (train_and_predict_again,), "6 times for 3 batches", None),
    ("train_loop", (lambda d, m, f, o: (1, 1),), "never called", None),
    ("train_loop", (lambda d, m, f: (1, 1),), "takes 3 arguments", None),
    ("test_loop", (test_with_eval_only,), "gradients were recorded", "eval_for_no_grad"),
    ("test_loop", (test_with_no_grad_only,), "training mode", "eval_for_no_grad"),
    ("test_loop", (test_with_batch_means,), "batch means", "mean_of_batch_means"),
    ("test_loop", (test_with_means_over_images,), "multiply each batch", "mean_of_batch_means"),
    ("test_loop", (lambda d, m, f: (1, 1),), "never called", None),
    ("test_loop", (test_on_first_batch_only,), "1 of 3 batches", None),
    ("test_loop", (test_percentage,), "a percentage", None),
    (
        "training_logs",
        ({"A": 1, "B": 0, "C": 3, "D": 2},),
        "a small gap is normal",
        "overfitting_misread",
    ),
    ("training_logs", ({"A": 3, "B": 2, "C": 1, "D": 0},), "2 of 4 are right", None),
    ("training_logs", ({"A": 0},), "expected the names", None),
    ("training_logs", ([3, 0, 1, 2],), "expected a dict", None),
    ("read_curves", ({"A": 2, "B": 0, "C": 3, "D": 0},), "still falls", "unfinished_training"),
    ("read_curves", ({"A": 2, "B": 1, "C": 3, "D": 1},), "B doesn't behave as if it is un", None),
    (
        "read_curves",
        ({"A": 2, "B": 0, "C": 2, "D": 1},),
        "C doesn't behave as if it overfits",
        None,
    ),
    ("read_curves", ({"A": 0, "B": 0, "C": 3, "D": 1},), "A doesn't behave as if it under", None),
    ("read_curves", ({"A": 2, "B": 0, "C": 3},), "expected the names A, B, C, D", None),
    ("flip", (Flip(),), "got a model that is already made", None),
    ("flip", (flips(forward=Flip.flipped),), "in evaluation mode the images were changed", None),
    ("flip", (flips(flipped=lambda self, images: images),), "no image was mirrored", None),
    ("flip", (FlipWithoutSuper,), "`super().__init__()`", None),
    ("flip", (FlipWithoutSelf,), "`def forward(self, images):`", None),
    ("flip", (flips(coins=lambda self, x: torch.rand(len(x)) < 0.5),), "As (B, 1, 1, 1)", None),
    ("flip", (flips(coins=lambda self, x: torch.rand(1) < 0.5),), "one decision for", None),
    ("flip", (flips_to_a_place([-1], everywhere=True),), "every image was mirrored", None),
    ("flip", (flips(coins=lambda self, x: torch.rand_like(x) < 0.5),), "they share no coin", None),
    ("flip", (flips(coins=flips_by_seed),), "the same images were mirrored", None),
    (
        "flip",
        (flips(coins=lambda self, x: torch.rand(len(x), 1, 1, 1) < 0.2),),
        "expected about 50 %",
        None,
    ),
    ("flip", (flips(flipped=flips_in_place),), "that went in were changed", None),
    ("flip", (flips_to_a_place([-2]),), "on their heads", None),
    ("flip", (flips_to_a_place([-2], everywhere=True),), "on their heads", None),
    ("flip", (flips_to_a_place([-1, -2]),), "turned around", None),
    ("flip", (flips_to_a_place([0], everywhere=True),), "changed places", None),
    ("flip", (flips(flipped=lambda self, x: x.flip(-1) / 2),), "neither as before", None),
    ("flip", (flips(flipped=lambda self, x: x[:, :, 1:]),), "expected the shape", None),
    ("flip", (flips(flipped=lambda self, x: x.flip(-1)[0]),), "expected the shape", None),
    ("flip", (flips(flipped=lambda self, x: x.tolist()),), "expected the images", None),
    ("early_stopping", (keeps_no_copy,), "the model of the last epoch", None),
    ("early_stopping", (keeps_a_view,), "holds the same tensors", None),
    ("early_stopping", (stops_at_the_first_rise,), "you stopped after epoch", None),
    ("early_stopping", (never_counts_anew,), "begins again at 0", None),
    ("early_stopping", (trains_to_the_end,), "never stops", None),
    ("early_stopping", (forgets_the_limit,), "`epochs` allows 4", None),
    ("early_stopping", (never_trains,), "no epoch was trained", None),
    ("early_stopping", (never_measures,), "never measured", None),
    ("early_stopping", (lambda *a: stops_early(*a).state_dict(),), "got a dict", None),
    ("early_stopping", (lambda *a: (stops_early(*a), 1),), "expected the model alone", None),
    (
        "early_stopping",
        (lambda *a: [stops_early(*a), 3.0][1],),
        "expected the model, got 3.0",
        None,
    ),
    (
        "choose_and_test",
        (whole_training(choose_by="test"),),
        "read 15 times",
        "test_set_used_to_choose",
    ),
    ("confusion_matrix", (lambda t, p, n: counted_by_loop(p, t, n),), "are exchanged", None),
    ("confusion_matrix", (counted_once_per_place,), "were counted once", None),
    ("confusion_matrix", (lambda t, p, n: counted_by_loop(t, p, n).double(),), "whole numb", None),
    ("confusion_matrix", (lambda t, p, n: counted_by_loop(t, p, n) / len(t),), "are shares", None),
    ("confusion_matrix", (lambda t, p, n: counted_by_loop(t, p, n - 1),), "never occurs", None),
    ("confusion_matrix", (lambda t, p, n: counted_by_loop(t, t, n),), "with themselves", None),
    ("confusion_matrix", (lambda t, p, n: counted_by_loop(t[1:], p[1:], n),), "is left out", None),
    (
        "confusion_matrix",
        (lambda t, p, n: counted_by_loop(t, p, n).diag().diag(),),
        "only the right answers",
        None,
    ),
    ("confusion_matrix", (lambda t, p, n: (t == p).sum().item(),), "of shape (3, 3)", None),
    ("confusion_matrix", (lambda t, p, n: "many",), "expected a tensor", None),
    ("matrix_stories", ({"A": 4, "B": 0, "C": 2, "D": 3, "E": 1},), "one row differ", None),
    ("matrix_stories", ({"A": 1, "B": 2, "C": 0, "D": 3, "E": 4},), "3 of 5", None),
    ("matrix_stories", ([4, 2, 0, 3, 1],), "a dict of names", None),
    ("load_errors", ({"A": 3, "B": 0, "C": 4, "D": 1, "E": 2},), "differ from the model's", None),
    ("load_errors", ({"A": 3, "B": 0, "C": 4, "D": 2},), "expected the names", None),
    ("resume", (resumable(read=False),), "the second call began anew", None),
    ("resume", (resumable("model"),), "the model was not put back", None),
    ("resume", (resumable("optimizer"),), "momentum was not put back", None),
    ("resume", (resumable("loader"),), "generator was not put back", None),
    ("resume", (resumable("random"),), "dropout draws from it) was not put back", None),
    ("resume", (resumable("optimizer", "random"),), "momentum and torch's own", None),
    ("resume", (resumable("epoch"),), "3 more were trained", None),
    ("resume", (resumable("loader", "epoch"),), "also trained 3 more", None),
    ("resume", (resumable(weights_only=False),), "ran the code inside it", None),
    ("resume", (resumable(write=False),), "no file at `path`", None),
    ("resume", (resumable(result=lambda now, in_all: in_all),), "and returned 3", None),
    ("resume", (resumable(result=lambda now, in_all: "3"),), "how many epochs", None),
    ("resume", (resumable(result=lambda now, in_all: None),), "returned None", None),
    ("resume", (resumable(more=1),), "it trained 2", None),
    ("resume", (loads_into_a_name,), "returns no model", None),
    ("choose_and_test", (test_before_training,), "choose first", "test_set_used_to_choose"),
    ("choose_and_test", (whole_training(tail=True),), "hold out images of every class", None),
    ("choose_and_test", (whole_training(shuffle=False),), "one class after the other", None),
    ("choose_and_test", (whole_training(new=False),), "Make a new network for each rate", None),
    ("choose_and_test", (trained_at(lambda rates: 0),), "expected 0.15, got 1e-06", None),
    ("choose_and_test", (whole_training(epochs=4),), "make 15", None),
    ("choose_and_test", (whole_training(learn_from="all"),), "no image was held out", None),
    ("choose_and_test", (whole_training(learn_from="held out"),), "the large part first", None),
    (
        "choose_and_test",
        (whole_training(order=lambda r, m, a: (r, RightOnTwoThirds(m), a)),),
        "80 % can be reached",
        None,
    ),
    ("choose_and_test", (whole_training(reported="percentage"),), "from 0 to 1", None),
    ("choose_and_test", (whole_training(reported="validation"),), "never read", None),
    ("choose_and_test", (whole_training(order=lambda r, m, a: (m, a)),), "expected (rate", None),
    (
        "choose_and_test",
        (whole_training(order=lambda r, m, a: (m, r, a)),),
        "the order is the rate, the model",
        None,
    ),
    (
        "choose_and_test",
        (whole_training(order=lambda r, m, a: (r, m, a + 0.05)),),
        "the model that you return is right on",
        None,
    ),
    ("choose_and_test", (whole_training(order=lambda r, m, a: (2, m, a)),), "got 2", None),
    ("fetch", (lambda x, y, i: x[i],), "expected (images, labels)", None),
    ("fetch", (lambda x, y, i: (x[i] / 255, y[i]),), "channel dimension", "missing_dimension"),
    ("fetch", (lambda x, y, i: (x[i].unsqueeze(1), y[i]),), "floats from 0 to 1", "scaling"),
    ("fetch", (lambda x, y, i: (x[i].unsqueeze(1).float(), y[i]),), "up to 239", "scaling"),
    ("fetch", (lambda x, y, i: (x[i].unsqueeze(1) / 255**2, y[i]),), "255 twice", "scaling"),
    (
        "fetch",
        (lambda x, y, i: (x[:64].unsqueeze(1) / 255, y[:64]),),
        "the first images",
        None,
    ),
    ("fetch", (lambda x, y, i: (x[i].unsqueeze(1) / 255, y[:64]),), "don't belong to these", None),
    ("fetch", (lambda x, y, i: (x.unsqueeze(1) / 255, y),), "got (300, 1, 28, 28)", None),
    ("fetch", (lambda x, y, i: (x[i].tolist(), y[i]),), "images as a tensor", None),
    ("fetch", (fetched_one_by_one,), "one image at a time", None),
    ("schedule", (lambda step, steps, highest: highest,), "never changes", None),
    ("schedule", (lambda s, n, h: one_cycle()(s, n, 1.0),), "`highest` plays no part", None),
    ("schedule", (one_cycle(first=0.0),), "would move nothing", None),
    ("schedule", (lambda s, n, h: h * (n - s) / n,), "can't bear that", None),
    ("schedule", (one_cycle(first=0.2),), "a tenth of `highest`", None),
    ("schedule", (one_cycle(share=0.3),), "Its top is at step 30", None),
    ("schedule", (one_cycle(falls=False),), "never comes down", None),
    ("schedule", (one_cycle(ends=-20),), "falls below 0", None),
    ("schedule", (one_cycle(ends=-1),), "at the last step already", None),
    ("schedule", (one_cycle(ends=50),), "It would come to", None),
    ("schedule", (lambda step, steps, highest: "fast" if step else 0.05,), "for step 1", None),
    ("scheduled_training", (scheduled(move="epoch"),), "once per epoch", None),
    ("scheduled_training", (scheduled(move="never"),), "was moved 0 times", None),
    ("scheduled_training", (scheduled(move="before"),), "moved *before* each step", None),
    (
        "scheduled_training",
        (scheduled(train="once"),),
        "in epoch 2 the model learned in evaluation mode",
        "eval_for_no_grad",
    ),
    (
        "scheduled_training",
        (scheduled(test=seen_in_training_mode),),
        "seen in training mode",
        "eval_for_no_grad",
    ),
    ("scheduled_training", (scheduled(epochs=1),), "called 5 times with gradients", None),
    ("scheduled_training", (scheduled(returns="first"),), "score after an earlier epoch", None),
    ("scheduled_training", (scheduled(returns="nothing"),), "expected the last score", None),
    ("weighed", (lambda g, n: sum(g) / len(g),), "the plain mean", "mean_of_batch_means"),
    ("weighed", (lambda g, n: sum(g),), "the sum of the gradients", None),
    ("weighed", (weighed(by="nothing"),), "the sum over all images", None),
    ("weighed", (weighed(by="parts"),), "by the number of parts", None),
    ("weighed", (lambda g, n: g[0],), "of one part alone", None),
    ("weighed", (lambda g, n: sum(g) * 0.7,), "not those of the whole batch", None),
    ("weighed", (weighed_in_place,), "have changed", None),
    ("weighed", (lambda g, n: [1.0],), "one tensor", None),
    ("part", (lambda i, rank, size: i,), "nothing is gained", None),
    ("part", (lambda i, r, n: i[r * (len(i) // n) :][: len(i) // n],), "to no process", None),
    ("part", (lambda i, r, n: i[r : r + len(i) - n + 1],), "14 were taken", None),
    ("part", (all_that_is_left_to_the_last,), "parts hold [2, 2, 2, 5]", None),
    ("part", (lambda i, rank, size: 4,), "some of the indices", None),
    ("part", (lambda i, size, rank: i[rank::size],), "`indices, rank, size`, in this order", None),
    ("part", (lambda i, rank, size: i.chunk(size)[rank],), "may make fewer parts", None),
    ("part", (raises_if_nothing_is_left,), "fewer images than processes", None),
    ("reading_hours", (lambda n, each, rate: n * each / (rate * 1e6),), "those are seconds", None),
    ("reading_hours", (lambda n, each, rate: n * each / rate / 3600,), "a million bytes", None),
    ("reading_hours", (lambda n, each, rate: n * each / rate / 2**20 / 3600,), "mebibyte", None),
    ("reading_hours", (lambda n, each, rate: n * each / rate,), "those are seconds, and", None),
    ("reading_hours", (lambda n, each, rate: 1.0,), "whatever is read", None),
    ("reading_hours", (lambda n, each, rate: n / rate + each,), "bytes per second", None),
    ("reading_hours", (lambda n, each, rate: n * each / rate / 1e6 / 60,), "are minutes", None),
    ("reading_hours", (lambda n, each, rate: "10 h",), "a number of hours", None),
    ("shard_share", (lambda shards, rank, size, epoch: list(shards),), "takes all shards", None),
    ("shard_share", (shard_share(seed="none"),), "don't agree on the order", None),
    ("shard_share", (shard_share(seed="rank"),), "don't agree on the order", None),
    ("shard_share", (shard_share(seed="same"),), "seed is made from `epoch`", None),
    ("shard_share", (lambda shards, rank, size, epoch: shards[rank::size],), "before you", None),
    ("shard_share", (shard_share(deal="first"),), "only in another order", None),
    ("shard_share", (lambda s, r, n, epoch: s[(r + epoch) % n :: n],), "always together", None),
    ("shard_share", (shard_share(deal="blocks"),), "with the most", None),
    ("shard_share", (shard_share(deal="whole blocks"),), "nobody took", None),
    ("shard_share", (shard_share(copies=False),), "in another order now", None),
    ("shard_share", (lambda shards, rank, size, epoch: 4,), "a list of shards", None),
    ("shard_share", (lambda shards, rank, size, epoch: [rank],), "none of the shards", None),
    ("rest_of_epoch", (poor_rest,), "come a second time", None),
    ("rest_of_epoch", (lambda a, b, c, done: my_stream(a, b, c)[: done or 999],), "before", None),
    ("rest_of_epoch", (lambda a, b, c, done: my_stream(a, b, c),), "come a second time", None),
    ("rest_of_epoch", (lambda a, b, c, d: my_stream(a, b, c)[d + 1 :],), "1 never", None),
    ("rest_of_epoch", (lambda a, b, c, d: sorted(my_stream(a, b, c)[d:]),), "other order", None),
    ("rest_of_epoch", (lambda a, b, c, done: 4,), "a list of samples", None),
    ("picture_loader", (convert_only,), "what was transparent is black", None),
    ("picture_loader", (lambda path: right_load(path, page="black"),), "is black", None),
    (
        "picture_loader",
        (lambda path: right_load(path, turn=False),),
        "still lies on its side",
        None,
    ),
    ("picture_loader", (lambda path: right_load(path, mode="RGBA"),), "expected mode RGB", None),
    ("picture_loader", (page_only,), "your picture is not on it", None),
    ("picture_loader", (lambda path: ToTensor()(right_load(path)),), "`prepare`", None),
    ("picture_loader", (lambda path: right_load(path).resize((8, 8)),), "expected the size", None),
    ("picture_loader", (lambda path: ImageOps.mirror(right_load(path)),), "not its own", None),
    ("group_split", (picture_split,), "has pictures in both parts", "twins_apart"),
    ("group_split", (unseeded_split,), "different groups", None),
    ("group_split", (lambda g, p, s: right_group_split(g, p, 3),), "two different seeds", None),
    ("group_split", (lambda g, p, s: right_group_split(g, 0.9, s),), "of the groups", None),
    ("group_split", (lambda g, p, s: right_group_split(g, p, s)[::-1],), "swapped", None),
    ("group_split", (lambda g, p, s: right_group_split(g, p, s)[0],), "(train, held_out)", None),
    ("group_split", (names_for_places,), "not numbers of groups", None),
    ("group_split", (lambda g, p, s: (g > 3, g <= 3),), "a mask", None),
    ("group_split", (lambda g, p, s: (g / 2, g / 3),), "whole numbers", None),
    ("group_split", (lambda g, p, s: (torch.arange(len(g)), torch.tensor([0])),), "twice", None),
    ("plan", (PLAN | {"change": {"flip": False, "epochs": 60}},), "changes 2 things", None),
    ("plan", (PLAN | {"change": {"flip": True}},), "leaves everything", None),
    ("plan", (PLAN | {"change": {"size": 64}},), "no setting 'size'", None),
    ("plan", (PLAN | {"change": "flip"},), "expected a dict", None),
    ("plan", (PLAN | {"change": {"epochs": "many"}},), "another kind", None),
    ("plan", (PLAN | {"seeds": [0]},), "with one seed", None),
    ("plan", (PLAN | {"seeds": [0, 0]},), "with one seed", None),
    ("plan", (PLAN | {"seeds": 3},), "expected a list", None),
    ("plan", (PLAN | {"expect": -5},), "5 points of accuracy are 0.05", None),
    ("plan", (PLAN | {"expect": "better"},), "a number for `expect`", None),
    ("plan", (PLAN | {"at_least": 0},), "any difference would count", None),
    ("plan", (PLAN | {"at_least": 0.01}, None, 0.03), "chance alone would pass", None),
    ("plan", (PLAN | {"expect": 0.02},), "can't show what you expect", None),
    ("plan", (PLAN | {"question": "flip"},), "a question mark", None),
    ("plan", (PLAN | {"otherwise": ""},), "expected a sentence", None),
    ("plan", ({"question": "Does it help?"},), "doesn't say `change`", None),
    ("recognizer", (lambda m, c, p: right_recognize(m, c, p, load=convert_only),), "black", None),
    ("recognizer", (lambda m, c, p: ("cup", m.head.bias.max()),), "never called", None),
    ("recognizer", (recognize_in_training,), "training mode", "eval_for_no_grad"),
    (
        "recognizer",
        (lambda m, c, p: (c[0], m(square(right_load(p)))),),
        "a batch of one",
        "missing_dimension",
    ),
    ("recognizer", (lambda m, c, p: (c[0], m(right_load(p))),), "makes a tensor", None),
    (
        "recognizer",
        (lambda m, c, p: right_recognize(m, c, p, fit=lambda i: 255 * square(i)),),
        "given bytes",
        "scaling",
    ),
    (
        "recognizer",
        (lambda m, c, p: right_recognize(m, c, p, fit=lambda i: square(i.resize((32, 32)))),),
        "stretched",
        None,
    ),
    (
        "recognizer",
        (lambda m, c, p: right_recognize(m, c, p, fit=lambda i: 1 - square(i)),),
        "something else",
        None,
    ),
    (
        "recognizer",
        (lambda m, c, p: right_recognize(m, c, p, fit=lambda i: square(i)[:1]),),
        "(1, 3, side, side)",
        None,
    ),
    (
        "recognizer",
        (lambda m, c, p: right_recognize(m, c, p, back=lambda x, i, c: (i, x.softmax(0)[i])),),
        "the name of a class",
        None,
    ),
    (
        "recognizer",
        (lambda m, c, p: right_recognize(m, c, p, back=lambda x, i, c: (c[i - 1], x.max())),),
        "the model prefers",
        None,
    ),
    (
        "recognizer",
        (lambda m, c, p: right_recognize(m, c, p, back=lambda x, i, c: (c[i], x[i].item())),),
        "which is the logit",
        None,
    ),
    (
        "recognizer",
        (
            lambda m, c, p: right_recognize(
                m, c, p, back=lambda x, i, c: (c[i], 100 * x.softmax(0)[i])
            ),
        ),
        "a percentage",
        None,
    ),
    ("recognizer", (lambda m, c, p: right_recognize(m, c, p, dim=0),), "always 1", None),
    (
        "recognizer",
        (lambda m, c, p: right_recognize(m, c, p, back=lambda x, i, c: (c[i], -5.0)),),
        "expected the probability",
        None,
    ),
    (
        "recognizer",
        (lambda m, c, p: right_recognize(m, c, p, back=lambda x, i, c: (c[i], "sure")),),
        "expected a probability",
        None,
    ),
    (
        "recognizer",
        (lambda m, c, p: right_recognize(m, c, p, back=lambda x, i, c: c[i]),),
        "return both",
        None,
    ),
    ("sample", (3,), "expected a dataset", None),
    ("sample", ([],), "is empty", None),
    ("sample", ([(torch.zeros(1, 4, 4, dtype=torch.uint8), 1)],), "never scaled", "scaling"),
    ("sample", ([(torch.rand(1, 4, 4) / 255, 1)],), "scaled twice", "scaling"),
    ("sample", ([(torch.rand(4, 4), 1)],), "3 dimensions", "missing_dimension"),
    ("sample", ([(torch.rand(4, 4, 3), 1)],), "channels before rows", "missing_dimension"),
    ("sample", ([(torch.rand(1, 4, 4) * 9, 1)],), "expected 0 to 1", "scaling"),
    ("sample", ([(torch.full((1, 4, 4), math.nan), 1)],), "not numbers", None),
    ("sample", ([(torch.rand(1, 4, 4), 1.0)],), "whole number", "label_dtype"),
    ("sample", ([(torch.rand(1, 4, 4), -1)],), "start at 0", None),
    ("sample", ([("a.png", 1)],), "as a tensor", None),
    ("sample", ([torch.rand(1, 4, 4)],), "(image, label)", None),
    ("batch", (DataLoader([]),), "yields no batch", None),
    ("batch", ((torch.rand(4, 28, 28), LABELS),), "4 dimensions", "missing_dimension"),
    ("batch", ((torch.rand(4, 1, 8, 8), LABELS.float()),), "torch.int64", "label_dtype"),
    ("batch", ((torch.rand(4, 1, 8, 8), [1, 2, 3, 4]),), "labels as a tensor", None),
    ("batch", ((torch.rand(3, 1, 8, 8), LABELS),), "one label per image", None),
    ("batch", ((torch.rand(4, 1, 8, 8), LABELS - 5),), "from 0 up", None),
]


def marked(names):
    """Each name once, for parametrize; with whole trainings, which take seconds, as slow ones."""
    slow = pytest.param("choose_and_test", marks=pytest.mark.slow)
    return [slow if name == "choose_and_test" else name for name in dict.fromkeys(names)]


@pytest.mark.parametrize("name", marked(name for name, *_ in WRONG))
def test_a_wrong_answer_is_told_what_it_shows(name, capsys):
    for _, answer, words, misconception in (each for each in WRONG if each[0] == name):
        verdict = getattr(checks, name)(*answer)
        assert verdict.state == verdicts.NOT_YET, (answer, verdict.text)
        assert words in " ".join(verdict.text.split())
        assert verdict.misconception == misconception, words
        assert capsys.readouterr().out == verdict.text + "\n"
    assert progress.done() == {}


def test_strict_raises_what_a_learner_would_read(monkeypatch):
    monkeypatch.setenv("FMNIST_STRICT", "1")
    with pytest.raises(AssertionError, match="counts epochs"):
        checks.steps(3)


def test_the_learners_line_is_shown():
    def divides(image):
        return image + 1 // len([])

    problem = checks.test_loader(divides).text
    assert problem.startswith("Not yet: your line `return image + 1 // len([])` raised ")
    assert problem.endswith("ZeroDivisionError: integer division or modulo by zero")


def test_a_loop_without_end_is_stopped(monkeypatch):
    def endless(image):
        while True:
            pass

    verdict = run.evaluate("x", lambda answer: answer(1), endless, seconds=0.2)
    assert "still running after 0.2 seconds" in verdict.text


def test_a_loop_without_end_is_stopped_in_a_thread():
    from concurrent.futures import ThreadPoolExecutor

    def endless(_):
        while True:
            pass

    with ThreadPoolExecutor(1) as pool:
        verdict = pool.submit(run.evaluate, "x", lambda f: f(1), endless, seconds=0.2).result()
    assert "still running" in verdict.text


@pytest.mark.parametrize("error", [SystemExit(3), RecursionError("deep"), MemoryError()])
def test_any_error_of_a_learner_is_survived(error):
    def fails(image):
        raise error

    assert type(error).__name__ in checks.test_loader(fails).text


def test_an_interrupt_is_the_learners_own():
    def interrupted(image):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        checks.test_loader(interrupted)


def test_output_is_kept_out_of_the_verdict(capsys):
    def talks(image):
        print("x" * 5_000_000)
        return DataLoader(image, 16)

    assert checks.test_loader(talks)
    assert len(capsys.readouterr().out) < 200


def test_files_of_an_answer_land_in_a_temporary_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def writes(image):
        open("left.txt", "w", encoding="utf-8").close()
        return DataLoader(image, 16)

    assert checks.test_loader(writes)
    assert not list(tmp_path.glob("*.txt"))


def test_random_numbers_go_on_as_if_nothing_had_been_checked():
    torch.manual_seed(3)
    expected = torch.rand(2)
    torch.manual_seed(3)
    checks.test_loader(lambda images: DataLoader(images, 16))
    assert torch.equal(torch.rand(2), expected)


def test_a_jupyter_cell_shows_a_verdict_once(capsys):
    verdict = checks.steps(48)
    capsys.readouterr()
    verdict._ipython_display_()
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("name", [name for name in NAMES if inspect.isfunction(RIGHT[name][0])])
def test_a_check_can_say_something_of_whatever_a_function_returns(name):
    for value in RETURNED:
        said = getattr(checks, name)(lambda *_, value=value: value, *RIGHT[name][1:]).text
        assert run.STUMBLED not in said, (value, said)
