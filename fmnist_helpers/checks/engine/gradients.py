"""What is wrong with gradients that were computed by hand."""

import torch

from fmnist_helpers.checks.engine import NotYet, expect_tensor


def look_at_gradients(result, x, target, w1, w2) -> None:
    """Raise NotYet unless `result` is what autograd computes."""
    w1, w2 = w1.requires_grad_(), w2.requires_grad_()
    (((x @ w1.T).relu() @ w2.T - target) ** 2).mean().backward()
    if _close(result[0], w2.grad) and _close(result[1], w1.grad):
        raise NotYet("both are right, in the other order.", "return the gradient of w1 first.")
    with torch.no_grad():
        known = [
            (message, _by_hand(x, target, w1, w2, **change)) for message, change in MISTAKES.items()
        ]
    for place, (name, weight) in reversed(list(enumerate({"w1": w1, "w2": w2}.items()))):
        made = [(message, gradients[place]) for message, gradients in known]
        _look_at_gradient(result[place], weight, name, len(x), made)


def _by_hand(
    x, target, w1, w2, *, relu=torch.relu, slope=None, back=None, through=None, of_w2=None
):
    """Both gradients; each keyword takes the place of one step."""
    inner = x @ w1.T
    hidden = relu(inner)
    error = hidden @ w2.T - target
    of_prediction = back(error) if back else 2 * error / len(x)
    of_hidden = through(of_prediction, w2) if through else of_prediction @ w2
    of_inner = of_hidden * (slope(inner) if slope else inner > 0)
    return of_inner.T @ x, of_prediction.T @ (of_w2(inner) if of_w2 else hidden)


def _first_alone(error: torch.Tensor) -> torch.Tensor:
    """The first row's slope, in a mean over one row."""
    return torch.cat([2 * error[:1], torch.zeros_like(error[1:])])


MASK = "ReLU's slope is 1 where its input is positive, else 0: multiply by `input > 0`."


MISTAKES = {
    f"the ReLU is missing on the way back. {MASK}": {"slope": torch.ones_like},
    f"the gradient was multiplied by what ReLU returned. {MASK}": {"slope": torch.relu},
    f"the mask is the wrong way round. {MASK}": {"slope": lambda inner: inner < 0},
    f"ReLU was applied to the gradient. {MASK}": {
        "through": lambda of_prediction, w2: (of_prediction @ w2).relu(),
        "slope": torch.ones_like,
    },
    f"one mask was used for all rows. {MASK}": {"slope": lambda inner: inner.mean(0) > 0},
    "on the way to the hidden layer, w2 was left out.": {
        "through": lambda of_prediction, w2: of_prediction.expand(-1, w2.shape[1])
    },
    "the ReLU is missing on the way forward.": {"relu": lambda inner: inner},
    "the ReLU is missing on both ways.": {"relu": lambda inner: inner, "slope": torch.ones_like},
    "w2 was multiplied by what came out of the ReLU, not by what went in.": {
        "of_w2": lambda inner: inner
    },
    "the squared error went back; the slope of a square is 2 × error.": {
        "back": lambda error: error**2 / len(error)
    },
    "the errors were averaged before they went back; each row has its own.": {
        "back": lambda error: (2 * error.mean() / len(error)).expand_as(error)
    },
    "only the first row was used.": {"back": _first_alone},
}


def _look_at_gradient(found, weight, name, size, known):
    expected = weight.grad
    expect_tensor(found, f"the gradient of {name} as a tensor")
    if found.shape != expected.shape:
        transposed = " It is transposed." if found.shape == expected.T.shape else ""
        raise NotYet(
            f"the gradient of {name} should have the shape of {name}, {tuple(expected.shape)}; "
            f"got {tuple(found.shape)}.{transposed}",
            "each weight has one gradient. Which shapes does `@` need to give that?",
        )
    if _close(found, expected):
        return
    times = _times(found, expected)
    if times is not None and abs(times - 1) > 0.03:
        raise NotYet(f"the gradient of {name}: {_what_factor(times, size)}")
    for message, wrong in known:
        if _close(found, wrong):
            raise NotYet(f"the gradient of {name}: {message}")
    stepped = _times(weight.detach() - found.detach(), expected)
    if stepped is not None:
        raise NotYet(
            f"for the gradient of {name}, {name} itself came back, "
            f"{f'after a step of {stepped:.3g}' if stepped else 'as it was'}.",
            "return the gradient alone.",
        )
    if _close(found, expected, within=0.03):
        raise NotYet(
            f"the gradient of {name} is near, as a nudge is, but not exact.",
            "multiply slopes from the end to the beginning.",
        )
    raise NotYet(
        f"the gradient of {name} has the right shape and other values than `backward` computes.",
        "compare it with `.grad`, as the cells above do, one operation at a time.",
    )


def _times(found: torch.Tensor, expected: torch.Tensor) -> float | None:
    """How many times `expected` the tensor `found` is; None if it is no multiple of it."""
    found = found.detach().to(expected.dtype)
    times = float((found * expected).sum() / (expected**2).sum())
    return times if torch.allclose(found, times * expected, rtol=1e-3, atol=1e-5) else None


def _what_factor(times: float, size: int) -> str:
    """What may be missing if a gradient of `size` rows is so many times what it should be."""
    for factor, message in (
        (0, "all of it is 0."),
        (-1, "the sign is turned: the error is prediction − target."),
        (2, "it is twice as large."),
        (1 / 2, "it is half as large: a square has the slope 2 × error."),
        (size, "it is as many times too large as there are rows: the loss is a mean."),
        (
            size / 2,
            "twice the mean is missing: the slope of the mean of squares is 2 × error / rows.",
        ),
    ):
        if abs(times - factor) < 1e-3:
            return message
    return (
        f"it is {times:.3g} times what it should be. The mean is over the {size} rows: divide by "
        "their number, once."
    )


def _close(found, expected, within: float = 0) -> bool:
    """Whether they are equal but for rounding, or for that share of the largest entry."""
    if not isinstance(found, torch.Tensor) or found.shape != expected.shape:
        return False
    atol = max(1e-5, within * float(expected.abs().max()))
    return torch.allclose(found.detach().to(expected.dtype), expected, rtol=1e-3, atol=atol)
