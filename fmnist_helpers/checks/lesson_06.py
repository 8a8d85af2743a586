"""Checks of lesson 06: moving images, what is where, and predictions wherever the model is."""

import traceback
from collections.abc import Callable, Sequence

import torch
from torch import nn

from fmnist_helpers.checks.engine import (
    NotYet,
    call,
    check,
    describe,
    expect_answers,
    expect_tensor,
)
from fmnist_helpers.checks.engine.elsewhere import Elsewhere

__all__ = ["batched_logits", "forward", "move_images", "places"]


@check(
    points=1,
    errors={
        "at start of device string": "`device` is a parameter: write it without quotes.",
        "NVIDIA|CUDA": "`.cuda()` works on one kind of device only, and fails if there is none; "
        "`.to(device)` goes wherever `device` says.",
    },
)
def move_images(function: Callable, *, shape: Sequence[int] = (4, 1, 28, 28)) -> str:
    """``function(images, device)``: the images on that device."""
    images = torch.rand(shape)
    result = _moved(function, images, "meta")
    if result.device.type == "cpu":
        raise NotYet(
            "the images are still on the CPU. `.to()` returns a new tensor: perhaps it was not "
            "kept, or went to another device than `device`.",
            "`images = images.to(device)`",
            "device_mismatch",
        )
    result = _moved(function, images, "cpu")
    if result.device.type != "cpu":
        raise NotYet(
            f"asked for the device `cpu`, the images went to `{result.device}`.",
            "use the parameter `device`: it is another one with every call.",
        )
    if result.shape != images.shape or result.dtype != images.dtype:
        raise NotYet(
            f"{describe(images)} was to be moved, {describe(result)} came back.",
            "move the images as they are.",
        )
    if not torch.equal(result, images):
        raise NotYet("the images that came back have other values.", "move them, unchanged.")
    return "`.to()` returns a new tensor, and you kept it."


def _moved(function: Callable, images: torch.Tensor, device: str) -> torch.Tensor:
    result = call(function, images, torch.device(device))
    hint = "return the moved images, one tensor, and nothing else."
    return expect_tensor(result, "the images", hint=hint)


def hidden_move_images(answer):
    from fmnist_helpers.checks import move_images

    move_images(answer, strict=True, shape=(7, 3, 4, 4))


ASKING = {  # what errors mean if the wrong thing is asked where it is
    "'generator' object has no attribute 'device'": "`parameters()` goes through all parameters, "
    "and has no device of its own; `device_of(model)` asks the first of them.",
    "has no attribute 'device'": "a model has no `.device`: its parameters could be on several. "
    "`device_of(model)` asks the first of them.",
    "'Tensor' object has no attribute 'parameters'": "`device_of` asks a model; it got a tensor: "
    "ask where the model is.",
    r"to\(\) received an invalid combination": "`.to()` got something that is neither a device nor "
    "a dtype: `device_of(model)` is the device of the model.",
}


# The first computation on the meta device loads much of torch: slow on a slow machine.
@check(
    points=2,
    seconds=60,
    errors=ASKING
    | {
        "to_empty": (
            "the model was moved; expected it to stay, and the images to go to it: move the "
            "smaller thing, the batch.",
            "device_mismatch",
        ),
        "meta tensor": "the logits were brought back to the CPU; expected them where the model is: "
        "who needs them elsewhere, moves them.",
        r"^(RuntimeError|NotImplementedError)[\s\S]*device": (
            "the images that the model was given are on another device: `device_of(model)` says "
            "where they belong, and `images = images.to(…)` keeps what was moved.",
            "device_mismatch",
        ),
    },
)
def forward(function: Callable, *, count: int = 4) -> str:
    """``function(model, images)``: the logits, wherever the model is."""
    images = torch.rand(count, 1, 28, 28)
    for device in ("meta", "cpu"):
        model = _Watched().to(device)
        logits = call(function, model, images)
        if not isinstance(logits, torch.Tensor) or logits.shape != (count, 10):
            raise NotYet(
                f"expected logits of shape ({count}, 10), got {describe(logits)}.",
                "return what the model returns: ten numbers for each image.",
            )
        if not model.seen:
            raise NotYet("the model that was given was never called.", "`return model(…)`")
        if logits.device.type != device:
            raise _model_moved()
        if device == "cpu" and not torch.allclose(logits, model(images), atol=1e-5):
            raise NotYet(
                "the shape is right, the values are not the model's logits.",
                _why_other_values(logits),
            )
    return "it asks the model where it is, and brings the images there."


def _why_other_values(found: torch.Tensor) -> str:
    """A hint for `found` in place of the logits, of the same shape."""
    if torch.allclose(found.sum(dim=1), torch.ones(()), atol=1e-4):
        return "these are probabilities: leave the softmax out."
    return "return what the model returns, unchanged, for the images as they are."


def _was_moving(error: Exception) -> bool:
    """Whether the error came up while a module was moved."""
    return any(frame.name == "_apply" for frame in traceback.extract_tb(error.__traceback__))


def _model_moved() -> NotYet:
    return NotYet(
        "the model was moved; expected it to stay, and the images to go to it.",
        "move the smaller thing: the batch.",
        "device_mismatch",
    )


def hidden_forward(answer):
    from fmnist_helpers.checks import forward

    forward(answer, strict=True, count=5)


# Each line of the exercise's program, where its result is, and why.
PLACES = {
    "b + 1": ("meta", "`b` is on `meta`, and a plain number goes along with any tensor."),
    "a + b": ("error", "`a.to(…)` left `a` on the CPU, and `b` is on `meta`."),
    "layer.weight": ("meta", "`layer.to(…)` moved the parameters inside the layer."),
    "layer(a)": ("error", "the layer's parameters are on `meta`, `a` is on the CPU."),
    'pair["x"]': (
        "cpu",
        "the loop gave the name `tensor` to each moved tensor, and the dict still holds the old.",
    ),
    'layer(pair["x"].to("meta"))': ("meta", "the argument is moved first, then the layer uses it."),
}


@check(points=2)
def places(answers: Sequence[str]) -> str:
    """For each line in ``PLACES``: ``"cpu"``, ``"meta"`` or ``"error"``."""
    example = 'such as `["cpu", "meta", …]`: one word for each line, in their order.'
    answers = expect_answers(answers, len(PLACES), "words", example)
    if len(answers) != len(PLACES):
        raise NotYet(f"expected {len(PLACES)} words, one per line, got {len(answers)}.")
    for number, (answer, (line, (place, why))) in enumerate(
        zip(answers, PLACES.items(), strict=True), start=1
    ):
        said = str(answer).strip().lower()
        if said not in ("cpu", "meta", "error"):
            raise NotYet(
                f'line {number}: expected "cpu", "meta" or "error", got {describe(answer)}.'
            )
        if said != place:
            raise NotYet(f'line {number}, `{line}`, is not "{said}": {why}')
    return "all six lines: you can tell where a tensor is without running anything."


class _Watched(nn.Module):
    """One layer that notes the size and the device of each batch it is given."""

    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(784, 10)
        self.seen = []

    def forward(self, images):
        self.seen.append((len(images), images.device.type))
        return self.layer(images.flatten(1))


# The first computation on the meta device loads much of torch: slow on a slow machine.
@check(points=3, seconds=60, errors=ASKING)
def batched_logits(function: Callable, *, sizes: Sequence = ((12, 4), (10, 4), (3, 8))) -> str:
    """``function(model, images, batch_size)``: all logits, on the CPU, computed in batches."""
    some = int(torch.randint(5, 40, ()))
    for count, batch_size in (*sizes, (some, 1 + some // 3)):
        _look_at_logits(function, count, batch_size)
    _look_at_device(function)
    return "batch after batch, each where the model is, and the logits come back in order."


def _look_at_logits(function: Callable, count: int, batch_size: int) -> None:
    model, images = _Watched(), torch.rand(count, 1, 28, 28)
    with torch.no_grad():
        expected = model(images)
    model.seen.clear()
    case = f"for {count} images and `batch_size={batch_size}`"
    result = call(function, model, images, batch_size)
    if isinstance(result, list | tuple):
        raise NotYet(
            f"{case}, expected one tensor, got {describe(result)}.",
            "`torch.cat(…)` joins a list of tensors along dim 0.",
        )
    expect_tensor(result, "logits")
    sizes = [size for size, _ in model.seen]
    wanted = [min(batch_size, count - start) for start in range(0, count, batch_size)]
    if not sizes:
        raise NotYet(
            f"{case}, the model that was given was never called.",
            "`model(batch)` returns the logits.",
        )
    if len(sizes) == 1 and sizes == wanted[:1] != wanted and count >= 2 * batch_size:
        raise NotYet(
            f"{case}, the loop ended after the first batch.",
            "a `return` inside the loop ends it: put it after the loop.",
        )
    if sum(sizes) < count and sizes == wanted[: len(sizes)]:
        raise NotYet(
            f"{case}, the model was given {sum(sizes)} images: some never got there.",
            "the last batch may be smaller. `images[8:12]` of ten images returns two.",
        )
    if sizes != wanted:
        raise NotYet(
            f"{case}, expected batches of {wanted}, the model got {sizes}.",
            "`range(0, len(images), batch_size)` counts the places where batches start.",
        )
    if result.shape == (wanted[-1], 10) and len(wanted) > 1:
        raise NotYet(
            f"{case}, only the logits of the last batch came back.",
            "collect those of each batch in a list, and join them after the loop.",
        )
    if result.shape != (count, 10):
        raise NotYet(
            f"{case}, expected logits of shape ({count}, 10), got {tuple(result.shape)}.",
            "one row of ten logits per image: `torch.cat` joins batches along dim 0.",
        )
    if not torch.allclose(result, expected, atol=1e-4):
        both = result.detach().sort(dim=0).values, expected.sort(dim=0).values
        if torch.allclose(*both, atol=1e-4):
            raise NotYet(
                f"{case}, the logits are right, but not in the order of the images.",
                "take the batches from the first image to the last, and append each at the end.",
            )
        row = int((result - expected).abs().amax(dim=1).gt(1e-4).nonzero()[0])
        raise NotYet(
            f"{case}, row {row} is not what the model returns for image {row}.",
            _why_other_values(result),
        )


def _look_at_device(function: Callable) -> None:
    """With a model that is elsewhere: each batch goes there, and its logits come back."""
    model = _Watched().to("meta")
    elsewhere = Elsewhere()
    try:
        with elsewhere:
            result = call(function, model, torch.rand(6, 1, 28, 28), 3)
    except (RuntimeError, NotImplementedError) as error:
        if "Module.to_empty" in str(error) or _was_moving(error):
            raise _model_moved() from error
        was_there = "meta" in {place for _, place in model.seen}
        if was_there and "meta tensor" in str(error):
            return  # logits were written into a tensor on the CPU, which copies them there
        if "device" not in str(error) and "meta tensor" not in str(error):
            raise
        if was_there:
            raise NotYet(
                "with the model on another device, a batch got there, but its logits met a tensor "
                "on the CPU.",
                "bring the logits back before you join them with anything: `.cpu()`.",
                "device_mismatch",
            ) from error
        raise NotYet(
            "with the model on another device, the model was given a batch that was not there.",
            "`batch = batch.to(device_of(model))`, for each batch.",
            "device_mismatch",
        ) from error
    if next(model.parameters()).device.type != "meta":
        raise _model_moved()
    if isinstance(result, torch.Tensor) and result.device.type == "meta":
        raise NotYet(
            "with the model on another device, the logits stayed there.",
            "`.cpu()` returns a copy on the CPU, which has to be kept.",
            "device_mismatch",
        )
    if elsewhere.sent and max(elsewhere.sent) == 6:
        raise NotYet(
            "with the model on another device, all six images went there at once, with "
            "`batch_size=3`.",
            "cut first, then move each batch: a million photos don't fit into a GPU's memory.",
        )


def hidden_batched_logits(answer):
    from fmnist_helpers.checks import batched_logits

    batched_logits(answer, strict=True, sizes=((7, 3), (8, 2), (1, 5)))
