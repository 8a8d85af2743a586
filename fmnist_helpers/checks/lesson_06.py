"""Checks of lesson 06: moving images, and a model that stays where it is."""

from collections.abc import Callable

import torch

from fmnist_helpers.checks.engine import NotYet, call, check, describe, expect_tensor
from fmnist_helpers.checks.engine.examples import small_model

__all__ = ["forward", "move_images"]


@check(points=1)
def move_images(function: Callable) -> str:
    """``function(images, device)``: the images on that device."""
    images = torch.rand(4, 1, 28, 28)
    result = expect_tensor(call(function, images, torch.device("meta")), "the images")
    if result.device.type == "cpu":
        raise NotYet(
            "the images are still on the CPU: `.to()` returned a new tensor, and it was not kept.",
            "`images = images.to(device)`",
            "device_mismatch",
        )
    return "`.to()` returns a new tensor, and you kept it."


def hidden_move_images(answer):
    import torch

    for shape in ((1, 1, 28, 28), (7, 3, 4, 4)):
        images = torch.rand(shape)
        assert torch.equal(answer(images, torch.device("cpu")), images)
        moved = answer(images, torch.device("meta"))
        assert moved.device.type == "meta"
        assert moved.shape == shape


# The first computation on the meta device loads much of torch: slow on a slow machine.
@check(points=2, seconds=60)
def forward(function: Callable) -> str:
    """``function(model, images)``: the logits, wherever the model is."""
    images = torch.rand(4, 1, 28, 28)
    for device in ("cpu", "meta"):
        model = small_model().to(device)
        try:
            logits = call(function, model, images)
        except (RuntimeError, NotImplementedError) as error:
            if "meta tensor" in str(error):
                raise _model_moved() from error
            if "device" not in str(error):
                raise
            raise NotYet(
                "the model is on one device and the images on another: they were not moved, or "
                "the result of `.to()` was not kept.",
                "`next(model.parameters()).device` says where the model is.",
                "device_mismatch",
            ) from error
        if not isinstance(logits, torch.Tensor) or logits.shape != (4, 10):
            raise NotYet(f"expected logits of shape (4, 10), got {describe(logits)}.")
        if logits.device.type != device:
            raise _model_moved()
    return "it asks the model where it is, and brings the images there."


def _model_moved() -> NotYet:
    return NotYet(
        "the model was moved; expected it to stay, and the images to go to it.",
        "move the smaller thing: the batch.",
        "device_mismatch",
    )


def hidden_forward(answer):
    import torch
    from torch import nn

    model = nn.Sequential(nn.Flatten(), nn.Linear(12, 10))
    images = torch.rand(5, 1, 3, 4)
    with torch.no_grad():
        assert torch.allclose(answer(model, images), model(images))
        model = model.to("meta")
        assert answer(model, images).shape == (5, 10)
        assert answer(model, images.to("meta")).device.type == "meta"
