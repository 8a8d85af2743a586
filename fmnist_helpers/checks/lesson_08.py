"""Checks of lesson 08: a backward pass by hand, a training step, and four runs with a mistake."""

import copy
import dis
import itertools
from collections.abc import Callable, Iterable

import torch
from torch import nn

from fmnist_helpers.checks.engine import (
    NotYet,
    call,
    check,
    describe,
    expect_unchanged,
)
from fmnist_helpers.checks.engine.examples import parameters_of
from fmnist_helpers.checks.engine.findings import expect_findings
from fmnist_helpers.checks.engine.gradients import look_at_gradients
from fmnist_helpers.checks.engine.watch import Watch

__all__ = ["RUNS", "RUN_FAULTS", "backward_pass", "broken_runs", "step"]


@check(points=3)
def backward_pass(function: Callable, *, sizes: Iterable = ((5, 3, 8), (3, 6, 7))) -> str:
    """``function(x, target, w1, w2)``: the gradients of `w1` and `w2`, without `backward`.

    Of the loss ``((relu(x @ w1.T) @ w2.T - target) ** 2).mean()``, with `x` (B, D), `target`
    (B, 1), `w1` (H, D) and `w2` (1, H).
    """
    for size, width, hidden in sizes:
        x, target = torch.randn(size, width), torch.randn(size, 1)
        w1, w2 = torch.randn(hidden, width), torch.randn(1, hidden)
        arguments = x, target, w1, w2
        given = [argument.clone() for argument in arguments]
        result = _without_autograd(function, given)
        for now, before in zip(given, arguments, strict=True):
            hint = "gradients are asked for, not a step: the weights stay as they are."
            expect_unchanged(now, before, "tensors", hint)
        if not isinstance(result, tuple | list) or len(result) != 2:
            raise NotYet(
                f"expected two tensors, the gradients of w1 and w2, got {describe(result)}.",
                "`return for_w1, for_w2`",
            )
        look_at_gradients(result, *arguments)
    return "the chain rule through two layers, by hand, equal to what `backward` computes."


def _without_autograd(function, arguments):
    """What the function returns; raises NotYet if `backward` or the like worked for it."""
    try:
        with Watch() as watch:
            return call(function, *arguments)
    finally:  # also after an error, as these arguments don't ask for gradients
        if watch.used & {"backward", "grad"}:
            raise NotYet("`backward` did the work.", "go back through the operations yourself.")


def hidden_backward_pass(answer):
    from fmnist_helpers.checks import backward_pass

    backward_pass(answer, strict=True, sizes=((7, 2, 5), (1, 4, 1)))


@check(
    points=2,
    errors={
        "'float' object has no attribute 'backward'": "the loss is a plain number, and a number "
        "has no `backward`: `.item()` comes after that.",
    },
)
def step(function: Callable, *, sizes: Iterable[int] = (6, 3)) -> str:
    """``function(model, images, labels, loss_fn, optimizer)``: one step of training; the loss."""
    loss_fn = _Loss(label_smoothing=0.1)  # another than the lesson's
    model = nn.Sequential(nn.Flatten(), nn.Linear(12, 5), nn.ReLU(), nn.Linear(5, 4))
    twin = copy.deepcopy(model)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    other = torch.optim.SGD(twin.parameters(), lr=0.5)
    losses = []
    for number, size in enumerate(sizes):
        images, labels = torch.rand(size, 1, 3, 4), torch.randint(4, (size,))
        before = parameters_of(model)
        loss_fn.rows = []
        with _Calls(model, optimizer) as calls, Watch() as watch:
            result = call(function, model, images, labels, loss_fn, optimizer)
        rows = loss_fn.rows.copy()
        other.zero_grad()
        expected = loss_fn(twin(images), labels)
        expected.backward()
        other.step()
        if not torch.allclose(parameters_of(model), parameters_of(twin), atol=1e-6):
            moves = parameters_of(model) - before, parameters_of(twin) - before
            named = _only_named(function)
            raise _wrong_step(number, calls.made, watch.used, rows, moves, size, named)
        losses.append((result, expected, loss_fn(model(images), labels)))
    for result, expected, afterwards in losses:
        _look_at_step_loss(result, expected, afterwards)
    return "in each of two steps, the gradients were cleared, computed, and used."


class _Loss(nn.CrossEntropyLoss):
    """Says so if it is called with other things than logits and labels; notes how many rows."""

    rows = ()

    def forward(self, logits=None, labels=None):
        if logits is None or labels is None:
            given = "nothing" if logits is None else "one argument"
            raise NotYet(
                f"the loss was called with {given}; it is made already, and wants two.", IN_ORDER
            )
        if getattr(logits, "ndim", 0) == 1 and getattr(labels, "ndim", 0) == 2:
            raise NotYet("the loss was given the labels first and the logits second.", IN_ORDER)
        if torch.allclose(logits.sum(-1), torch.ones(()), atol=1e-5):
            raise NotYet(
                "the loss was given probabilities.",
                "leave the softmax to the loss: it wants logits.",
                "softmax_before_loss",
            )
        self.rows.append(len(logits))
        return super().forward(logits, labels)


IN_ORDER = "`loss_fn(logits, labels)`"


def _only_named(function) -> set[str]:
    """The methods that the function names in a line of their own and doesn't call."""
    try:
        lines = list(dis.get_instructions(function))
    except TypeError:
        return set()
    return {
        first.argval
        for first, then in itertools.pairwise(lines)
        if first.opname == "LOAD_ATTR" and then.opname == "POP_TOP"
    }


class _Calls:
    """While it is entered, `made` gathers the calls of a training step in their order."""

    def __init__(self, model, optimizer):
        self.model, self.optimizer, self.made = model, optimizer, []

    def __enter__(self):
        first = next(self.model.parameters())
        note = self.made.append
        self.hooks = [
            self.model.register_forward_hook(lambda *_: note("predict")),
            first.register_post_accumulate_grad_hook(lambda _: note("backward")),
            self.optimizer.register_step_pre_hook(lambda *_: note("step")),
        ]
        zero_grad = self.optimizer.zero_grad
        self.optimizer.zero_grad = lambda *a, **k: (note("zero_grad"), zero_grad(*a, **k))[1]
        return self

    def __exit__(self, *_):
        del self.optimizer.zero_grad
        for hook in self.hooks:
            hook.remove()


def _wrong_step(
    number: int,
    made: list[str],
    used: set[str],
    rows: list[int],
    moves: tuple[torch.Tensor, torch.Tensor],
    size: int,
    only_named: set[str],
) -> NotYet:
    """Why the parameters moved by `moves[0]`, where it should have been `moves[1]`."""
    unmoved = not moves[0].any()
    for name in ("backward", "step", "zero_grad"):
        if name not in made and name in only_named:
            return NotYet(
                f"`{name}` is named, but not called.", f"`{name}()`: the parentheses call it."
            )
    if "step" not in made and not unmoved:
        return NotYet(
            "the parameters changed, but not by the optimizer that was given.",
            "call `optimizer.step()` on the argument.",
        )
    if "backward" not in made and "backward" in used:
        return NotYet(
            "`backward` was called, and no gradient reached the model that was given.",
            "is the loss that of `model(images)`, of this very model?",
        )
    for needed, missing in (
        ("predict", "the model was never called: `model(images)`."),
        ("backward", "no parameter has a gradient: `loss.backward()` was not called."),
        ("step", "no parameter changed: `optimizer.step()` was not called."),
    ):
        if needed not in made:
            return NotYet(f"{missing}", "predict, measure, clear, compute the gradients, step.")
    if made.index("step") < made.index("backward"):
        return NotYet(
            "`step` was called before `backward` had computed the gradients.",
            "put `loss.backward()` before `optimizer.step()`.",
        )
    between = made[made.index("backward") : made.index("step")]
    if unmoved and "zero_grad" in between:
        return NotYet(
            "no parameter changed: `zero_grad` cleared the gradients that `backward` had just "
            "computed.",
            "clear them before `backward`, or after `step`.",
            "zero_grad_forgotten",
        )
    for name in ("step", "backward"):
        if made.count(name) > 1:
            return NotYet(
                f"`{name}` was called {made.count(name)} times.", "one step, with the whole batch."
            )
    if not rows:
        return NotYet("the loss that was given was never called.", IN_ORDER)
    if sum(rows) != size:
        return NotYet(
            f"the loss got {sum(rows)} images of {size}.", "one step, with the whole batch."
        )
    if number == 1 and "zero_grad" not in made:
        return NotYet(
            "the first step is right, the second is not: the gradients of both were added up.",
            "`optimizer.zero_grad()` clears them.",
            "zero_grad_forgotten",
        )
    times = float((moves[0] * moves[1]).sum() / (moves[1] ** 2).sum())
    if torch.allclose(moves[0], times * moves[1], atol=1e-5):
        return NotYet(
            f"the step was {times:.3g} times as long as it should be.",
            "call `backward` on what the loss returns, as it is.",
        )
    which = ("first", "second")[number]
    return NotYet(
        f"the {which} step moved the parameters to other values than predict, measure, clear, "
        f"backward, step. The calls that were made: {', '.join(made)}.",
        "is the loss `loss_fn(logits, labels)`, of these images and these labels?",
    )


def _look_at_step_loss(result, expected: torch.Tensor, afterwards: torch.Tensor) -> None:
    """`result` is the loss, or begins with it, as what the package's step returns does."""
    if isinstance(result, tuple) and result:
        result = result[0]
    if isinstance(result, torch.Tensor) and result.numel() == 1:
        result = result.item()
    if isinstance(result, bool) or not isinstance(result, int | float):
        raise NotYet(f"the step is right; expected the loss in return, got {describe(result)}.")
    if abs(result - expected.item()) > 1e-4:
        when = ""
        if abs(result - afterwards.item()) < 1e-4:
            when = " It was measured after the step."
        raise NotYet(
            f"the step is right; its loss was {expected.item():.4f}, and {result:.4f} was "
            f"returned.{when}",
            "return the loss that `backward` was called on.",
        )


def hidden_step(answer):
    from fmnist_helpers.checks import step

    step(answer, strict=True, sizes=(4, 9))


def _never_cleared(model, batches, loss_fn) -> list[float]:
    optimizer = torch.optim.SGD(model.parameters(), lr=0.02)
    losses = []
    for images, labels in batches:
        loss = loss_fn(model(images), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def _of_another_model(model, batches, loss_fn) -> list[float]:
    optimizer = torch.optim.SGD(copy.deepcopy(model).parameters(), lr=0.1)
    return _train(model, batches, loss_fn, optimizer)


def _cleared_too_late(model, batches, loss_fn) -> list[float]:
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    losses = []
    for images, labels in batches:
        loss = loss_fn(model(images), labels)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        losses.append(loss.item())
    return losses


def _cut_off(model, batches, loss_fn) -> list[float]:
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    last = [module for module in model.modules() if isinstance(module, nn.Linear)][-1]
    cut = last.register_forward_pre_hook(lambda _, inputs: tuple(i.detach() for i in inputs))
    try:
        return _train(model, batches, loss_fn, optimizer)
    finally:
        cut.remove()


def _train(model, batches: Iterable, loss_fn, optimizer) -> list[float]:
    losses = []
    for images, labels in batches:
        loss = loss_fn(model(images), labels)
        model.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


RUN_FAULTS = (
    "zero_grad cleared the gradients before step could use them",
    "the gradients were never cleared",
    "the optimizer held the parameters of another model",
    "a detach cut the earlier layers off",
)
RUNS = {
    "A": _of_another_model,
    "B": _cut_off,
    "C": _cleared_too_late,
    "D": _never_cleared,
}
FOUND = {"A": 2, "B": 3, "C": 0, "D": 1}
MEASURE = (
    "does the first layer have a gradient after the run, and did any parameter change?",
    "compare the gradient after the run with that of one `backward` on the same batch.",
    "does the first layer have a gradient after the run, and did any parameter change?",
    "which parameters changed: those of all layers, or only some?",
)


@check(points=2)
def broken_runs(findings: dict[str, int]) -> str:
    """For each name in ``RUNS``, the number of its fault in ``RUN_FAULTS``."""
    expect_findings(findings, FOUND, RUN_FAULTS, MEASURE)
    return "a gradient and a change of parameters, before and after: enough to tell all four apart."
