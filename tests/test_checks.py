"""Every check accepts its solution, waits for a stub, and says what a wrong answer shows."""

import importlib
import inspect
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, Dataset, TensorDataset

from fmnist_helpers import checks, progress
from fmnist_helpers.checks.engine import run
from fmnist_helpers.checks.engine import verdict as verdicts
from fmnist_helpers.datasets import read_image
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


def right_diagnosis(train, val):
    if val[-1] > 1.05 * min(val):
        return "overfitting"
    return "underfitting" if train[-1] > 1 else "neither"


def diagnosed_by_change(train, val):
    if val[-1] > 1.05 * min(val):
        return "overfitting"
    return "underfitting" if train[-1] < 0.95 * train[-2] else "neither"


def restored(path, *, train=False, fill=True, weights_only=True):
    model = NeuralNetwork()
    if fill:
        model.load_state_dict(torch.load(path, weights_only=weights_only))
    return model.train(train)


def fetched_one_by_one(images, labels, indices):
    batch = [images[i].unsqueeze(0) / 255 for i in indices]
    return torch.stack(batch), labels[indices]


def all_that_is_left_to_the_last(indices, rank, size):
    share = len(indices) // size
    return indices[rank * share :] if rank == size - 1 else indices[rank * share :][:share]


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


READER = Reads()
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
    "mean_loss": (lambda losses, sizes: float(np.average(losses, weights=sizes)),),
    "test_loop": (right_test_loop,),
    "diagnose": (right_diagnosis,),
    "choose": (lambda scores: max(scores, key=lambda name: scores[name]["validation"]),),
    "recall": (lambda matrix, label: matrix[label, label] / matrix[label].sum(),),
    "noise_answers": (0,),
    "restore": (restored,),
    "best_epoch": (lambda losses: losses.index(min(losses)) + 1,),
    "fetch": (lambda images, labels, i: (images[i].unsqueeze(1) / 255, labels[i]),),
    "scaled_rate": (lambda lr, old, new: lr * new / old,),
    "part": (lambda indices, rank, size: indices[rank::size],),
    "reading_hours": (lambda images, each, rate: images * each / (rate * 1e6) / 3600,),
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
@pytest.mark.parametrize("strict", ["", "1"])
def test_a_stub_is_not_tried(name, strict, monkeypatch, capsys):
    monkeypatch.setenv("FMNIST_STRICT", strict)
    stubs = [None, ...] + [untouched] * inspect.isfunction(RIGHT[name][0])
    for stub in stubs:
        verdict = getattr(checks, name)(stub, *RIGHT[name][1:])
        assert verdict.state == verdicts.NOT_TRIED
        assert capsys.readouterr().out.startswith("Not tried yet.")
    assert progress.done() == {}


@pytest.mark.parametrize("name", NAMES)
def test_a_stub_earns_nothing_if_it_is_graded(name):
    with pytest.raises(AssertionError, match="Not tried yet"):
        getattr(checks, name)(None, *RIGHT[name][1:], strict=True)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("answer", ["a text", 3.5, object(), {"a": 1}, [], b"", float("nan")])
def test_an_answer_of_the_wrong_kind_is_no_error(name, answer):
    verdict = getattr(checks, name)(answer, *RIGHT[name][1:])
    assert verdict.state != verdicts.RIGHT or name == "learning_rate"
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
):
    _helper.__test__ = False

# check, wrong answer, words of its own message, the misconception that it shows
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
        "the training images of shape",
        None,
    ),
    ("normalize", (lambda a, b: (a, b),), "got means", None),
    ("fit_to_test", (dict.fromkeys("ABCD", "fine"),), "A is not 'fine'", None),
    ("fit_to_test", ({"A": "training images"},), "B has no verdict", None),
    ("fit_to_test", (dict.fromkeys("ABCD", "wrong"),), "expected one of", None),
    ("image_dataset", (HeaderEaten,), "taken for a header", "header_eaten"),
    ("image_dataset", (ScaledInside,), "scaling is the transform's job", "scaling"),
    ("image_dataset", (TextLabels,), "is the text", "label_dtype"),
    ("image_dataset", (PairsReturned,), "expected the dict", None),
    ("image_dataset", (ReadAtOnce,), "an image was kept", None),
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
    ("batches", (without_the_short_one,), "the short one is missing", None),
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
        "got 48",
        None,
    ),
    ("test_loader", (lambda data: [1],), "expected a DataLoader", None),
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
    ("forward", (lambda model, images: model(images),), "was not kept", "device_mismatch"),
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
    ("move_images", (lambda i, d: (i.to(d), i)[1],), "was not kept", "device_mismatch"),
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
    ("batched_logits", (batched(result=lambda x: x.softmax(1)),), "as the first logit", None),
    ("batched_logits", (batched(result=lambda x: x.argmax(1)),), "of shape (12, 10)", None),
    ("batched_logits", (batched(join=torch.stack),), "of shape (12, 10)", None),
    ("batched_logits", (batched(place="cpu"),), "not on the model's device", "device_mismatch"),
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
    ("backward_pass", (lambda x, t, w1, w2: (w1, w2),), "the right shape and other", None),
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
    ("momentum", (OwnRate,), "3.33 times as long", None),
    ("momentum", (OwnMomentum,), "momentum 0.6, and its steps use 0.9", None),
    ("momentum", (Swapped,), "are swapped", None),
    ("momentum", (WeightFirst,), "first the velocity", None),
    ("momentum", (ClearsInPlace,), "`.grad` is None", None),
    ("momentum", (NoSelf,), "`def step(self):`", None),
    ("momentum", (OneUnderscore,), "two underscores", None),
    ("momentum", (Damped,), "1 − momentum", None),
    ("momentum", (UsedUp,), "used up after one loop", None),
    ("momentum", (Recorded,), "operations are recorded", None),
    ("momentum", (Forgetful,), "step 2 is not", None),
    ("momentum", (torch.optim.SGD,), "one of PyTorch's", None),
    ("momentum", (Momentum([], 0.1, 0.9),), "leave out the parentheses", None),
    ("learning_rate", (10.0,), "overshoots", "learning_rate"),
    ("learning_rate", (0.5,), "overshoots", "learning_rate"),
    ("learning_rate", (0.4,), "jump across the bottom", "learning_rate"),
    ("learning_rate", (0.1,), "crawls", "learning_rate"),
    ("learning_rate", (1e-4,), "crawls", "learning_rate"),
    ("learning_rate", (-1,), "positive number", None),
    (
        "mean_loss",
        (lambda a, n: sum(a) / len(a),),
        "mean of the batch means",
        "mean_of_batch_means",
    ),
    (
        "mean_loss",
        (lambda a, n: sum(x * k for x, k in zip(a, n, strict=True)) / 3,),
        "not by the number of images",
        None,
    ),
    ("mean_loss", (lambda a, n: 1.0,), "how many images", None),
    ("test_loop", (test_with_eval_only,), "gradients were recorded", "eval_for_no_grad"),
    ("test_loop", (test_with_no_grad_only,), "training mode", "eval_for_no_grad"),
    ("test_loop", (test_with_batch_means,), "batch means", "mean_of_batch_means"),
    ("test_loop", (test_with_means_over_images,), "multiply each batch", "mean_of_batch_means"),
    ("test_loop", (lambda d, m, f: (1, 1),), "never called", None),
    (
        "diagnose",
        (lambda t, v: "overfitting" if v[-1] > t[-1] else "underfitting",),
        "gap alone is normal",
        "overfitting_misread",
    ),
    ("diagnose", (lambda t, v: "neither",), "are underfitting", None),
    ("diagnose", (diagnosed_by_change,), "tells why, not whether", None),
    (
        "choose",
        (lambda scores: max(scores, key=lambda name: scores[name]["test"]),),
        "no longer unseen",
        "test_set_used_to_choose",
    ),
    ("choose", (lambda scores: 0.86,), "the name of a setting", None),
    ("recall", (lambda m, k: m[k, k] / m[:, k].sum(),), "precision", None),
    ("recall", (lambda m, k: 0.5,), "sums a row", None),
    ("recall", (lambda m, k: m.diag() / m.sum(1),), "for the class asked for", None),
    ("noise_answers", (3,), "which class number", None),
    ("restore", (lambda path: torch.load(path, weights_only=True),), "got the state dict", None),
    ("restore", (lambda path: "model",), "expected a model", None),
    ("restore", (lambda path: restored(path, fill=False),), "random start", None),
    ("restore", (lambda path: restored(path, train=True),), "training mode", "eval_for_no_grad"),
    ("restore", (lambda path: restored(path, weights_only=False),), "ran the code", None),
    ("best_epoch", (len,), "by then the model was overfitting", "overfitting_misread"),
    ("best_epoch", (lambda losses: losses.index(min(losses)),), "counts from 0", None),
    ("best_epoch", (min,), "the number of an epoch", None),
    ("fetch", (lambda x, y, i: x[i],), "expected (images, labels)", None),
    ("fetch", (lambda x, y, i: (x[i] / 255, y[i]),), "channel dimension", "missing_dimension"),
    ("fetch", (lambda x, y, i: (x[i].unsqueeze(1), y[i]),), "floats from 0 to 1", "scaling"),
    ("fetch", (lambda x, y, i: (x[i].unsqueeze(1).float(), y[i]),), "up to 255", "scaling"),
    ("fetch", (lambda x, y, i: (x[i].unsqueeze(1) / 255**2, y[i]),), "255 twice", "scaling"),
    (
        "fetch",
        (lambda x, y, i: (x[:64].unsqueeze(1) / 255, y[:64]),),
        "not the images that `indices` asks for",
        None,
    ),
    ("fetch", (lambda x, y, i: (x[i].unsqueeze(1) / 255, y[:64]),), "don't belong to these", None),
    ("fetch", (lambda x, y, i: (x.unsqueeze(1) / 255, y),), "got (300, 1, 28, 28)", None),
    ("fetch", (lambda x, y, i: (x[i].tolist(), y[i]),), "images as a tensor", None),
    ("fetch", (fetched_one_by_one,), "one image at a time", None),
    ("scaled_rate", (lambda lr, old, new: lr,), "0.1, the same", "learning_rate"),
    ("scaled_rate", (lambda lr, old, new: lr * old / new,), "wrong way round", "learning_rate"),
    ("scaled_rate", (lambda lr, old, new: lr + 1,), "by the same factor", None),
    ("scaled_rate", (lambda lr, old, new: "0.4",), "expected a learning rate", None),
    ("part", (lambda i, rank, size: i,), "nothing is gained", None),
    ("part", (lambda i, r, n: i[r * (len(i) // n) :][: len(i) // n],), "to no process", None),
    ("part", (lambda i, r, n: i[r : r + len(i) - n + 1],), "14 were taken", None),
    ("part", (all_that_is_left_to_the_last,), "parts hold [2, 2, 2, 5]", None),
    ("part", (lambda i, rank, size: 4,), "some of the indices", None),
    ("reading_hours", (lambda n, each, rate: n * each / (rate * 1e6),), "those are seconds", None),
    ("reading_hours", (lambda n, each, rate: n * each / rate / 3600,), "a million bytes", None),
    ("reading_hours", (lambda n, each, rate: n * each / rate / 2**20 / 3600,), "mebibyte", None),
    ("reading_hours", (lambda n, each, rate: n * each / rate,), "those are seconds, and", None),
    ("reading_hours", (lambda n, each, rate: 1.0,), "bytes per second", None),
    ("reading_hours", (lambda n, each, rate: "10 h",), "a number of hours", None),
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


@pytest.mark.parametrize(("name", "answer", "words", "misconception"), WRONG)
def test_a_wrong_answer_is_told_what_it_shows(name, answer, words, misconception, capsys):
    verdict = getattr(checks, name)(*answer)
    assert verdict.state == verdicts.NOT_YET, verdict.text
    assert words in " ".join(verdict.text.split())
    assert verdict.misconception == misconception
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
        open("left.txt", "w").close()
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
