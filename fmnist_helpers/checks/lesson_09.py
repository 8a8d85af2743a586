"""Checks of lesson 09: a learning rate that was searched for, and an optimizer with momentum."""

import contextlib
import copy
import inspect
import math
from collections.abc import Callable, Sequence

import torch
from torch import nn
from torch.nn import functional as F

from fmnist_helpers.checks.engine import (
    NotTried,
    NotYet,
    call,
    check,
    describe,
    expect_number,
    what_led_to,
)
from fmnist_helpers.checks.engine.examples import parameters_of

__all__ = ["learning_rate", "momentum"]

STEPS, GOAL = 30, 0.001
USUAL = 0.9  # the momentum that the lesson uses, and that some write into their class


@check(points=1)
def learning_rate(value: float) -> str:
    """A learning rate with which SGD brings a small problem below a loss of 0.001 in 30 steps."""
    rate = _as_number(value)
    if not 0 < rate < math.inf:
        raise NotYet(
            f"expected a positive number, got {rate:g}.",
            "between the rates that crawl and those that overshoot, such as 0.01 and 1.",
        )
    first, last = _fit_a_line(rate)
    if not math.isfinite(last) or last > first:
        raise NotYet(
            f"with {rate:g} the loss grew from {first:.2f} to {last:.3g}: each step overshoots, "
            "and the next is larger still.",
            "divide it by ten; once you are near, by two.",
            "learning_rate",
        )
    if last > GOAL and _fit_a_line(rate / 2)[1] < last:
        raise NotYet(
            f"with {rate:g} the loss went from {first:.2f} to {last:.3g} in {STEPS} steps, and "
            "half that rate does better: the steps jump across the bottom.",
            "a little less.",
            "learning_rate",
        )
    if last > GOAL:
        raise NotYet(
            f"with {rate:g} the loss only went from {first:.2f} to {last:.3g} in {STEPS} steps: it "
            "crawls.",
            "multiply it by ten; once you are near, by two.",
            "learning_rate",
        )
    return f"with {rate:g} the loss falls from {first:.2f} to {last:.1g} in {STEPS} steps."


def _as_number(value: object) -> float:
    """Whatever `float` takes, such as a number of NumPy's, but neither text nor a bool."""
    # NumPy's numbers and tensors of one element have `item`, which tells a bool from a number.
    with contextlib.suppress(Exception):
        value = value.item()
    if not isinstance(value, str | bytes | bytearray | bool):
        with contextlib.suppress(Exception):
            return float(value)
    hint = "write one number, with a decimal point and without quotes or brackets."
    return expect_number(value, "a positive number", hint)


def _fit_a_line(rate: float) -> tuple[float, float]:
    """First and last loss of SGD steps that fit a line to 64 points in 20 dimensions."""
    generator = torch.Generator().manual_seed(0)
    inputs = torch.randn(64, 20, generator=generator)
    targets = inputs @ torch.randn(20, 1, generator=generator)
    weights = torch.zeros(20, 1, requires_grad=True)
    optimizer = torch.optim.SGD([weights], lr=rate)
    losses = []
    for _ in range(STEPS + 1):
        value = F.mse_loss(inputs @ weights, targets)
        optimizer.zero_grad()
        value.backward()
        optimizer.step()
        losses.append(value.item())
    return losses[0], losses[-1]


@check(
    points=2,
    errors={
        "NoneType": "something is still None: before the first `backward`, `.grad` is None, and "
        "`parameter.grad = None` clears it in any case. A velocity begins at 0, as "
        "`torch.zeros_like(parameter)`, not at None.",
        r"__init__\(\) (takes|missing)": "`def __init__(self, parameters, lr, momentum):`",
        "leaf": "a parameter was changed while its operations are recorded, which PyTorch refuses: "
        "put the changes under `with torch.no_grad():`.",
    },
)
def momentum(optimizer: Callable, *, pairs: Sequence = ((0.08, 0.9), (0.03, 0.6))) -> str:
    """A class: ``optimizer(parameters, lr, momentum)`` with ``zero_grad()`` and ``step()``."""
    if isinstance(optimizer, type) and not {"step", "zero_grad"} & set(dir(optimizer)):
        raise NotTried
    if not callable(optimizer):
        raise NotYet(
            f"expected a class, got {describe(optimizer)}.",
            "leave out the parentheses: the check makes its own objects.",
        )
    _look_at_signatures(optimizer)
    # No rate equals 1 - momentum or another factor that a mistake could multiply by.
    for rate, share in pairs:
        _compare_steps(optimizer, rate, share)
    return "five steps of two models, and every parameter is where PyTorch's SGD puts it."


def _look_at_signatures(optimizer: Callable) -> None:
    """Raise NotYet for a method that Python could not call as it is written."""
    for name, own in vars(optimizer).items() if isinstance(optimizer, type) else ():
        if name != "__init__" and name.strip("_") == "init" and inspect.isfunction(own):
            raise NotYet(
                f"the class has a method `{name}`, which nothing calls.",
                "`__init__` has two underscores on each side.",
            )
        if name not in ("__init__", "step", "zero_grad") or not inspect.isfunction(own):
            continue
        names = list(inspect.signature(own).parameters)
        if not names or (name == "__init__" and names[0] == "parameters"):
            rest = ", ".join(["self", *names])
            raise NotYet(
                f"`{name}` has no `self`: each method is given its object first.",
                f"`def {name}({rest}):`",
            )


def _made(optimizer: Callable, *arguments: object) -> object:
    """What the class makes. A function may make an object too, but one that trains is no class."""
    try:
        return call(optimizer, *arguments)
    except NotTried:
        raise
    except Exception as error:
        if not inspect.isfunction(optimizer):
            raise
        raise NotYet(
            "expected a class, got a function, which forgets its velocities as it ends.",
            "`class MyMomentum:`, with the methods `__init__`, `zero_grad` and `step`.",
        ) from error


def _compare_steps(optimizer: Callable, rate: float, share: float) -> None:
    model = nn.Sequential(nn.Linear(4, 3), nn.Tanh(), nn.Linear(3, 2))
    twin, plain, fixed = (copy.deepcopy(model) for _ in range(3))
    others = {
        twin: torch.optim.SGD(twin.parameters(), lr=rate, momentum=share),
        plain: torch.optim.SGD(plain.parameters(), lr=rate),
        fixed: torch.optim.SGD(fixed.parameters(), lr=rate, momentum=USUAL),
    }
    mine = _made(optimizer, model.parameters(), rate, share)  # a generator, as in any training
    rule = getattr(type(mine), "step", None)
    if str(getattr(rule, "__module__", "")).startswith("torch."):
        raise NotYet("that is one of PyTorch's.", "write a class of your own.")
    for name in ("step", "zero_grad"):
        if not callable(getattr(mine, name, None)):
            raise NotYet(
                f"expected an object with the methods `zero_grad` and `step`; no `{name}`."
            )
    for number in range(1, 6):
        inputs, targets = torch.randn(8, 4), torch.randn(8, 2)
        before = parameters_of(model)
        _clear(mine, model)
        F.mse_loss(model(inputs), targets).backward()
        _step(mine)
        for other, its_optimizer in others.items():
            its_optimizer.zero_grad()
            F.mse_loss(other(inputs), targets).backward()
            its_optimizer.step()
        found = parameters_of(model)
        if _near(found, parameters_of(twin)):
            continue
        if number == 1 and torch.equal(found, before):
            raise _nothing_moved(mine, model)
        if number == 1:
            raise _wrong_first_step(found - before, parameters_of(twin) - before, rate, share)
        if _near(found, parameters_of(fixed)):
            raise NotYet(
                f"your object was made with momentum {share:g}, and its steps use {USUAL:g}.",
                "keep the argument: `self.momentum = momentum`.",
            )
        raise _wrong_later_step(number, _near(found, parameters_of(plain)))


def _moves_later(mine, model) -> bool:
    """Whether a second step moves what the first did not."""
    before = parameters_of(model)
    F.mse_loss(model(torch.ones(1, 4)), torch.ones(1, 2)).backward()
    _step(mine)
    return not torch.equal(before, parameters_of(model))


def _clear(mine, model) -> None:
    mine.zero_grad()
    if any(p.grad is not None and p.grad.any() for p in model.parameters()):
        raise NotYet(
            "after `zero_grad` the gradients are still there, and `backward` adds to them.",
            "`parameter.grad = None`, for each parameter.",
        )


def _step(mine) -> None:
    result = mine.step()
    if inspect.isgenerator(result) or inspect.iscoroutine(result):
        raise NotYet(f"`step` moved nothing and returned {describe(result)}.", "a plain `def`.")


def _near(found: torch.Tensor, expected: torch.Tensor) -> bool:
    return torch.allclose(found, expected, rtol=1e-4, atol=1e-6)


def _nothing_moved(mine, model) -> NotYet:
    kept = vars(mine).values() if hasattr(mine, "__dict__") else ()
    if any(inspect.isgenerator(value) or value == [] for value in kept):
        return NotYet(
            "the first step moved nothing: your object has no parameters left to move.",
            "`model.parameters()` is used up after one loop: begin with `list(parameters)`, and "
            "loop over that list.",
        )
    if _moves_later(mine, model):
        return NotYet(
            "the first step moved nothing, the second did: the weights moved before the velocity "
            "had taken in the gradient.",
            "first the velocity, then the weight.",
        )
    return NotYet(
        "the first step moved nothing.",
        "`parameter = parameter - …` only gives a new tensor that name; `parameter -= …` changes "
        "the parameter.",
    )


def _wrong_first_step(
    moved: torch.Tensor, right: torch.Tensor, rate: float, share: float
) -> NotYet:
    if (moved == 0).any():
        return NotYet("only some of the parameters moved.", "loop over all of them.")
    rule = "velocity = momentum × velocity + gradient."
    mistakes = {
        "it goes up the slope: go against the gradient.": -right,
        f"it is too short, as the gradient was multiplied by 1 − momentum: {rule}": (1 - share)
        * right,
        f"it is too short, by the factor momentum; only the old velocity fades: {rule}": share
        * right,
        "it is too long, by the factor 1 + momentum: weight = weight − lr × velocity.": (1 + share)
        * right,
        "it is the whole gradient; the learning rate is missing.": right / rate,
        "it is momentum × gradient; the two numbers are swapped: parameters, lr, momentum.": right
        * share
        / rate,
    }
    hint = "print one weight, its gradient and the velocity before and after."
    times = float((moved * right).sum() / (right * right).sum())
    if _near(moved, times * right):
        said = f"it is {times:.3g} times as long"
        hint = f"{said}: keep the argument, `self.lr = lr`, and multiply by it once."
    return NotYet(
        "the first step should be that of plain SGD, weight − lr × gradient, as every velocity "
        "begins at 0.",
        what_led_to(moved, mistakes) or hint,
    )


def _wrong_later_step(number: int, is_plain: bool) -> NotYet:
    if is_plain:
        return NotYet(
            "that is plain SGD: each step used only its own gradient.",
            "Is there a velocity for each parameter, a tensor that lasts from step to step, also "
            "through `zero_grad`? `velocity = …` only gives a new tensor that name; "
            "`velocity *= …` and `velocity += …` change the one in your list.",
        )
    return NotYet(
        f"the steps before are right; step {number} is not.",
        "velocity = momentum × velocity + gradient. Does `zero_grad` leave the velocities alone? A "
        "velocity that *is* the gradient's tensor changes with it.",
    )


def hidden_momentum(answer):
    from fmnist_helpers.checks import momentum

    momentum(answer, strict=True, pairs=[(0.2, 0.7)])
