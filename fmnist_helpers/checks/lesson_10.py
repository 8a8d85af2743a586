"""Checks of lesson 10: both loops, logs to read, and a whole training, chosen and tested fairly."""

import copy
import math
from collections.abc import Callable, Sequence

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader

from fmnist_helpers.checks.engine import NotYet, call, check, describe, expect_parts
from fmnist_helpers.checks.engine.counted import (
    Counted,
    Garments,
    look_at_learning,
    look_at_reads,
)
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
def train_loop(function: Callable, *, sizes: Sequence = SIZES) -> str:
    """``function(dataloader, model, loss_fn, optimizer)``: one epoch; ``(loss, accuracy)``."""
    for count, size in sizes:
        model = Watched()
        batches = half_right(model, count, size)
        model.eval()  # as a test loop leaves it
        twins = {name: copy.deepcopy(model) for name in ("right", "sums up", "softmax")}
        before = parameters_of(model)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.03 + 0.05 * torch.rand(1).item())
        steps = []
        optimizer.register_step_post_hook(lambda *_, steps=steps: steps.append(1))
        result = call(function, batches, model, nn.CrossEntropyLoss(), optimizer)

        scores = Scores(twins["right"], batches, optimizer_like(optimizer, twins["right"]))
        for slip in ("sums up", "softmax"):
            _train_with(slip, twins[slip], batches, optimizer_like(optimizer, twins[slip]))
        look_at_calls(model.seen, len(batches), "train")
        _look_at_parameters(model, before, twins, len(steps), len(batches))
        scores.compare(result)
    return "one epoch, and the parameters and means are those of the package's `train_loop`."


def _train_with(slip: str, model: nn.Module, batches: DataLoader, optimizer) -> None:
    """Train without clearing any gradient ("sums up"), or with a softmax too many."""
    for images, labels in batches:
        logits = model(images)
        if slip == "softmax":
            optimizer.zero_grad()
            logits = logits.softmax(dim=1)
        F.cross_entropy(logits, labels).backward()
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
    if torch.allclose(found, parameters_of(twins["softmax"]), atol=1e-6):
        raise NotYet(
            "the parameters are those of a training with a softmax before the loss.",
            "`nn.CrossEntropyLoss` takes the logits as they are: it has a softmax of its own.",
        )
    if steps < batches:
        raise NotYet(
            f"`optimizer.step()` was called for {steps} of {batches} batches.",
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
    from fmnist_helpers.checks import train_loop

    train_loop(answer, strict=True, sizes=((23, 5), (31, 10)))


@check(points=1)
def test_loop(function: Callable, *, sizes: Sequence = SIZES) -> str:  # noqa: PT028
    """``function(dataloader, model, loss_fn)``: ``(loss, accuracy)`` per image, nothing learned."""
    for count, size in sizes:
        model = Watched()
        batches = half_right(model, count, size)
        model.train()  # as a train loop leaves it
        before = parameters_of(model)
        result = call(function, batches, model, nn.CrossEntropyLoss())
        if not torch.equal(before, parameters_of(model)):
            raise NotYet("the parameters changed: a test loop must not learn.", "no optimizer.")
        _look_at_gradients(model)
        look_at_calls(model.seen, len(batches), "test")
        Scores(model, batches).compare(result)
    return "nothing learned, nothing recorded, and the means are those of the package's."


def _look_at_gradients(model: nn.Module) -> None:
    """Raise NotYet if a test loop has computed gradients, or switched them off for good."""
    if not all(parameter.requires_grad for parameter in model.parameters()):
        raise NotYet(
            "your function set `requires_grad` of the parameters, so the model can't learn any "
            "more.",
            "leave the model alone, and put the loop under `with torch.no_grad():`.",
        )
    if not torch.is_grad_enabled():
        raise NotYet(
            "gradients are still switched off after your function, for everything that runs later.",
            "`with torch.no_grad():` switches them on again at its end.",
        )
    if any(parameter.grad is not None for parameter in model.parameters()):
        raise NotYet(
            "`backward` computed gradients, which only a training needs.",
            "take out the lines that learn: `zero_grad`, `backward` and `step`.",
        )


def hidden_test_loop(answer):
    from fmnist_helpers.checks import test_loop

    test_loop(answer, strict=True, sizes=((23, 5), (31, 10)))


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


@check(points=3, seconds=90)
def choose_and_test(
    function: Callable,
    *,
    trials: Sequence = (([0.1, 1e-5, 100.0], 0.1), ([1e-6, 0.15], 0.15)),
) -> str:
    """``function(train_set, test_set, rates)``: ``(rate, model, test_accuracy)``, fairly chosen."""
    for rates, best in trials:
        garments = Garments()
        train_set, test_set = garments.draw(800, in_order=True), garments.draw(130)
        fresh = garments.draw(300)
        rate, model, accuracy = _parts(call(function, train_set, test_set, list(rates)))
        look_at_reads(train_set, test_set)
        look_at_learning(train_set, len(rates))
        _look_at_model(model, fresh, train_set, rate == best)
        if rate != best:
            raise NotYet(
                f"of the rates {rates} expected {best}, got {rate!r}.",
                "which model has the best accuracy on the images that you held out?",
            )
        if (share := _accuracy(model, fresh)) < 0.8:
            raise NotYet(
                f"on new images the model that you return is right on {100 * share:.0f} %; "
                "80 % can be reached.",
                "SGD with the given rates, batches of about 64, five epochs each.",
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


def _parts(result) -> tuple[object, nn.Module, float]:
    rate, model, accuracy = expect_parts(result, "(rate, model, test_accuracy)")
    if isinstance(rate, nn.Module) or not isinstance(model, nn.Module):
        raise NotYet(
            "expected (rate, model, test_accuracy), got "
            f"({', '.join(describe(part) for part in result)}).",
            "the order is the rate, the model, the accuracy.",
        )
    return rate, model, as_number(accuracy, "test accuracy")


def _look_at_model(model: nn.Module, fresh: Counted, train_set: Counted, is_best: bool) -> None:
    """Raise NotYet for a model that learned badly, if the images say why, or its rate is best."""
    share = _accuracy(model.eval(), fresh)
    if share < 0.8 and train_set.repeats > 0.9 * train_set.reads.sum():
        raise NotYet(
            f"on new images the model is right on {share:.0%}: it learned one class after the "
            "other, as the training set is sorted.",
            "`shuffle=True` for the training loader.",
        )
    if share < 0.5 and is_best:
        raise NotYet(
            f"the rate is the best, but the model that you return is right on only {share:.0%} of "
            "new images.",
            "is it the one that this rate made? Make a new network for each rate, inside the loop, "
            "and keep the best one with its rate.",
        )


def _accuracy(model: nn.Module, dataset: Counted) -> float:
    with torch.no_grad():
        return float((model(dataset.images).argmax(dim=1) == dataset.targets).double().mean())


def hidden_choose_and_test(answer):
    from fmnist_helpers.checks import choose_and_test

    choose_and_test(answer, strict=True, trials=(([200.0, 0.12], 0.12), ([1e-6, 0.08, 1e-5], 0.08)))
