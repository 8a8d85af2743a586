"""Checks of lesson 10: both loops, logs to read, and a whole training, chosen and tested fairly."""

import copy
import math
from collections.abc import Callable

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, Dataset

from fmnist_helpers.checks.engine import NotYet, call, check, describe
from fmnist_helpers.checks.engine.examples import parameters_of
from fmnist_helpers.checks.engine.findings import expect_findings
from fmnist_helpers.checks.engine.loops import (
    Scores,
    Watched,
    as_number,
    half_right,
    look_at_calls,
    optimizer_like,
)

__all__ = ["LOGS", "LOG_ADVICE", "choose_and_test", "test_loop", "train_loop", "training_logs"]

SIZES = ((22, 8), (9, 4))  # images and batch size: the last batch is short


@check(points=2)
def train_loop(function: Callable) -> str:
    """``function(dataloader, model, loss_fn, optimizer)``: one epoch; ``(loss, accuracy)``."""
    for count, size in SIZES:
        model = Watched()
        batches = half_right(model, count, size)
        model.eval()  # as a test loop leaves it
        twins = {name: copy.deepcopy(model) for name in ("right", "sums up")}
        before = parameters_of(model)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.03 + 0.05 * torch.rand(1).item())
        steps = []
        optimizer.register_step_post_hook(lambda *_, steps=steps: steps.append(1))
        result = call(function, batches, model, nn.CrossEntropyLoss(), optimizer)

        scores = Scores(twins["right"], batches, optimizer_like(optimizer, twins["right"]))
        _train_and_sum_up(twins["sums up"], batches, optimizer_like(optimizer, twins["sums up"]))
        look_at_calls(model.seen, len(batches), "train")
        _look_at_parameters(model, before, twins, len(steps), len(batches))
        scores.compare(result)
    return "one epoch, and the parameters and means are those of the package's `train_loop`."


def _train_and_sum_up(model: nn.Module, batches: DataLoader, optimizer) -> None:
    """Train without ever clearing a gradient."""
    for images, labels in batches:
        F.cross_entropy(model(images), labels).backward()
        optimizer.step()


def _look_at_parameters(model, before, twins: dict, steps: int, batches: int) -> None:
    found = parameters_of(model)
    if torch.allclose(found, parameters_of(twins["right"]), atol=1e-6):
        return
    if steps == 0 and not torch.equal(found, before):
        raise NotYet(
            "the parameters changed, but not by the optimizer that was given.",
            "call `optimizer.step()` on the argument.",
        )
    if torch.allclose(found, parameters_of(twins["sums up"]), atol=1e-6):
        raise NotYet(
            "from the second batch on, each gradient was added to those before it.",
            "`optimizer.zero_grad()` clears them.",
            "zero_grad_forgotten",
        )
    if steps < batches:
        raise NotYet(
            f"`optimizer.step()` was called {steps} times for {batches} batches.",
            "each batch is one step: `zero_grad`, `backward`, `step`, inside the loop.",
        )
    if torch.equal(found, before):
        raise NotYet(
            "no parameter changed, although `step` was called: it found no gradient.",
            "`backward` comes before `step`, and `zero_grad` not between the two.",
            "zero_grad_forgotten",
        )
    raise NotYet(
        "the parameters are not those of one step for each batch.",
        "predict, `loss_fn(logits, labels)`, `zero_grad`, `backward`, `step`, in this order.",
    )


def hidden_train_loop(answer):
    import copy

    import torch
    from torch import nn
    from torch.utils.data import DataLoader, TensorDataset

    images, labels = torch.rand(23, 1, 2, 3), torch.randint(0, 4, (23,))
    model = nn.Sequential(nn.Flatten(), nn.Linear(6, 4))
    twin, loss_fn = copy.deepcopy(model), nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    other = torch.optim.Adam(twin.parameters(), lr=0.01)
    for size in (5, 23):
        model.eval()
        loader = DataLoader(TensorDataset(images, labels), batch_size=size)
        loss, accuracy = answer(loader, model, loss_fn, optimizer)
        assert model.training
        total, right = 0.0, 0
        for x, y in loader:
            logits = twin(x)
            batch_loss = loss_fn(logits, y)
            other.zero_grad()
            batch_loss.backward()
            other.step()
            total += batch_loss.item() * len(y)
            right += int((logits.argmax(dim=1) == y).sum())
        assert abs(float(loss) - total / 23) < 1e-4
        assert abs(float(accuracy) - right / 23) < 1e-6
        for mine, its in zip(model.parameters(), twin.parameters(), strict=True):
            assert torch.allclose(mine, its, atol=1e-5)


@check(points=1)
def test_loop(function: Callable) -> str:
    """``function(dataloader, model, loss_fn)``: ``(loss, accuracy)`` per image, nothing learned."""
    for count, size in SIZES:
        model = Watched()
        batches = half_right(model, count, size)
        model.train()  # as a train loop leaves it
        before = parameters_of(model)
        result = call(function, batches, model, nn.CrossEntropyLoss())
        if not torch.equal(before, parameters_of(model)):
            raise NotYet("the parameters changed: a test loop must not learn.", "no optimizer.")
        look_at_calls(model.seen, len(batches), "test")
        Scores(model, batches).compare(result)
    return "nothing learned, nothing recorded, and the means are those of the package's."


def hidden_test_loop(answer):
    import torch
    from torch import nn
    from torch.utils.data import DataLoader, TensorDataset

    images, labels = torch.rand(31, 1, 2, 3), torch.randint(0, 4, (31,))
    model = nn.Sequential(nn.Flatten(), nn.Dropout(0.5), nn.Linear(6, 4))
    loss_fn = nn.CrossEntropyLoss()
    for size in (10, 31):
        model.train()
        loss, accuracy = answer(
            DataLoader(TensorDataset(images, labels), batch_size=size), model, loss_fn
        )
        model.eval()
        with torch.no_grad():
            logits = model(images)
        right = float((logits.argmax(dim=1) == labels).double().mean())
        assert abs(float(loss) - float(loss_fn(logits, labels))) < 1e-4
        assert abs(float(accuracy) - right) < 1e-6


LOG_ADVICE = (
    "go on training: it has not finished",
    "stop earlier: it gets worse on images that it doesn't learn from",
    "take a smaller learning rate: the steps are too long",
    "leave it: more epochs would change little",
)
# Training and validation losses, epoch by epoch.
LOGS = {
    "A": ([0.60, 0.45, 0.40, 0.38, 0.37, 0.37], [0.55, 0.47, 0.44, 0.43, 0.43, 0.43]),
    "B": ([2.26, 2.11, 1.87, 1.58, 1.34, 1.18], [2.20, 2.00, 1.72, 1.45, 1.25, 1.12]),
    "C": ([0.71, 0.42, 0.25, 0.13, 0.06, 0.03], [0.58, 0.50, 0.52, 0.63, 0.78, 0.91]),
    "D": ([1.94, 3.60, 1.21, 2.87, 2.30, 1.76], [2.95, 1.38, 2.02, 3.11, 1.69, 2.40]),
}
ADVICE = {"A": 3, "B": 0, "C": 1, "D": 2}
LOOK = (
    "do both losses still fall in the last epoch, and by how much?",
    "where is the validation loss lowest, and where does it end?",
    "does the training loss fall from epoch to epoch?",
    "by how much did each loss change in the last two epochs?",
)


@check(points=2)
def training_logs(findings: dict[str, int]) -> str:
    """For each name in ``LOGS``, the number of the advice in ``LOG_ADVICE`` that fits it."""
    if isinstance(findings, dict) and findings.get("A") == 1:
        raise NotYet(
            "A's validation loss lies above its training loss, but it never rises.",
            "a small gap is normal. Overfitting shows as a validation loss that has turned.",
            "overfitting_misread",
        )
    expect_findings(findings, ADVICE, tuple(f"you should {a}" for a in LOG_ADVICE), LOOK)
    return "training says whether it learns at all and has finished, validation whether to stop."


CLASSES = 10


@check(points=3, seconds=90)
def choose_and_test(function: Callable) -> str:
    """``function(train_set, test_set, rates)``: ``(rate, model, test_accuracy)``, fairly chosen."""
    for rates, best in (([0.1, 1e-5, 100.0], 0.1), ([1e-6, 0.15], 0.15)):
        garments = _Garments()
        train_set, test_set = garments.draw(800, in_order=True), garments.draw(130)
        fresh = garments.draw(300)
        rate, model, accuracy = _parts(call(function, train_set, test_set, list(rates)))
        _look_at_reads(train_set, test_set)
        _look_at_model(model, fresh)
        if rate != best:
            raise NotYet(
                f"of the rates {rates} expected {best}, got {rate!r}.",
                "which model has the best accuracy on the images that you held out?",
            )
        expected = _accuracy(model, test_set)
        if math.isclose(accuracy, 100 * expected, abs_tol=0.05):
            raise NotYet(f"expected a test accuracy from 0 to 1, got {accuracy:g}.")
        if not math.isclose(accuracy, expected, abs_tol=1e-4):
            raise NotYet(
                f"the model that you return is right on {expected:.3f} of the test images; you "
                f"report {accuracy:.4g}.",
                "test the model that was chosen, on all test images, in `eval()` mode.",
            )
    return f"chosen on validation, tested once: {accuracy:.1%}. Lessons 0 to 10 work together."


class _Garments:
    """A new kind of images: ten patterns under noise, and one image in ten with a wrong label."""

    def __init__(self):
        self.patterns = F.interpolate(torch.rand(CLASSES, 1, 7, 7).round(), scale_factor=4)

    def draw(self, count: int, *, in_order: bool = False) -> "_Counted":
        labels = torch.randint(CLASSES, (count,))
        labels = labels.sort().values if in_order else labels
        shown = torch.where(torch.rand(count) < 0.1, torch.randint(CLASSES, (count,)), labels)
        return _Counted(0.6 * self.patterns[shown] + 0.4 * torch.rand(count, 1, 28, 28), labels)


class _Counted(Dataset):
    """Pairs of an image and a label; notes how often each was read, and the last time of all."""

    clock = 0

    def __init__(self, images: torch.Tensor, labels: torch.Tensor):
        self.images, self.targets = images, labels
        self.reads, self.times = torch.zeros(len(labels)), torch.zeros(len(labels))

    def __len__(self) -> int:
        return len(self.targets)

    def __getitem__(self, index):
        if not 0 <= index < len(self):
            raise IndexError(f"index {index} in a dataset of {len(self)}")
        _Counted.clock += 1
        self.reads[index] += 1
        self.times[index] = _Counted.clock
        return self.images[index], int(self.targets[index])


def _parts(result) -> tuple[object, nn.Module, float]:
    if not isinstance(result, tuple | list) or len(result) != 3:
        raise NotYet(f"expected (rate, model, test_accuracy), got {describe(result)}.")
    rate, model, accuracy = result
    if isinstance(rate, nn.Module) or not isinstance(model, nn.Module):
        raise NotYet(
            "expected (rate, model, test_accuracy), got "
            f"({', '.join(describe(part) for part in result)}).",
            "the order is the rate, the model, the accuracy.",
        )
    if isinstance(accuracy, tuple | list):
        raise NotYet(
            f"expected the test accuracy as one number, got {describe(accuracy)}.",
            "a test loop returns the loss and the accuracy.",
        )
    return rate, model, as_number(accuracy, "test accuracy")


def _look_at_reads(train_set: _Counted, test_set: _Counted) -> None:
    """Raise NotYet unless the test set was read once, after everything else."""
    times = test_set.reads.mean().item()
    if times == 0:
        raise NotYet("the test set was never read.", "test the model that you chose.")
    if times > 1.5:
        raise NotYet(
            f"each test image was read {times:.0f} times: more than one test means that its "
            "results could choose.",
            "hold out a part of the training set, choose by it, and test the chosen model alone.",
            "test_set_used_to_choose",
        )
    if (test_set.reads == 0).any():
        left = int((test_set.reads == 0).sum())
        raise NotYet(
            f"{left} of {len(test_set)} test images were never read.",
            "no `drop_last`, and no `break`.",
        )
    if train_set.times.max() > test_set.times.min():
        raise NotYet(
            "the test set was read before the last training had ended.",
            "choose first, then test.",
            "test_set_used_to_choose",
        )
    if (train_set.reads == 0).all():
        raise NotYet("the training set was never read.", "train a network for each rate.")


def _look_at_model(model: nn.Module, fresh: _Counted) -> None:
    """Raise NotYet unless the model has learned, and each class of it."""
    with torch.no_grad():
        found = model.eval()(fresh.images).argmax(dim=1)
    right = found == fresh.targets
    missing = [c for c in range(CLASSES) if not right[fresh.targets == c].any()]
    if 0 < len(missing) < CLASSES // 2:
        raise NotYet(
            f"the model never recognizes the classes {missing}.",
            "did it learn from any? The training set is sorted by class: hold out images of every "
            "class, and shuffle the rest.",
        )
    if right.float().mean() < 0.8:
        raise NotYet(
            f"on new images the model that you return is right on {right.float().mean():.0%}; 80 % "
            "can be reached.",
            "Does each rate get a new network and optimizer? Is the training loader shuffled? "
            "The training set is sorted by class: which classes were held out?",
        )


def _accuracy(model: nn.Module, dataset: _Counted) -> float:
    with torch.no_grad():
        return float((model(dataset.images).argmax(dim=1) == dataset.targets).double().mean())


def hidden_choose_and_test(answer):
    import torch
    from torch.utils.data import Dataset

    class Counted(Dataset):
        def __init__(self, patterns, count):
            self.targets = torch.arange(count) * 10 // count
            shown = torch.where(torch.rand(count) < 0.1, torch.randint(10, (count,)), self.targets)
            self.images = 0.6 * patterns[shown] + 0.4 * torch.rand(count, 1, 28, 28)
            self.reads = 0

        def __len__(self):
            return len(self.targets)

        def __getitem__(self, index):
            if not 0 <= index < len(self):
                raise IndexError(index)
            self.reads += 1
            return self.images[index], int(self.targets[index])

    patterns = torch.rand(10, 1, 7, 7).round().repeat_interleave(4, 2).repeat_interleave(4, 3)
    for rates, best in (([200.0, 0.12], 0.12), ([1e-6, 0.08, 1e-5], 0.08)):
        train_set, test_set = Counted(patterns, 900), Counted(patterns, 150)
        rate, model, accuracy = answer(train_set, test_set, rates)
        assert rate == best
        assert len(test_set) <= test_set.reads < 1.5 * len(test_set), "the test set is read once"
        model.eval()
        with torch.no_grad():
            right = model(test_set.images).argmax(dim=1) == test_set.targets
        assert abs(float(accuracy) - float(right.double().mean())) < 1e-4
        assert right.double().mean() > 0.7
