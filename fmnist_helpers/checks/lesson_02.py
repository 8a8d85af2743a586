"""Checks of lesson 02: the mean image of a class, and a negative."""

from collections.abc import Callable

import torch

from fmnist_helpers.checks.engine import NotYet, call, check, expect_tensor

__all__ = ["class_mean", "invert"]


@check(points=2)
def class_mean(function: Callable) -> str:
    """``function(images, labels, label)``: uint8 (N, 28, 28), int64 (N,), int → float (28, 28)."""
    images = torch.randint(0, 256, (40, 28, 28), dtype=torch.uint8)
    labels = torch.arange(40) % 4
    result = call(function, images, labels, 2)
    expected = images[labels == 2].float().mean(dim=0)
    result = expect_tensor(result, "the mean image of the class", expected.shape).float()
    if torch.allclose(result, images.float().mean(dim=0), atol=1e-3):
        raise NotYet(
            "expected the mean of one class, got the mean of all images.",
            "`images[labels == label]` keeps the images of one class.",
        )
    if torch.allclose(result * 255, expected, atol=0.5):
        result = result * 255
    if not torch.allclose(result, expected, atol=0.01):
        raise NotYet(
            f"expected {expected[0, 0]:.2f} in the first pixel, got {float(result[0, 0]):.2f}.",
            "convert to floats, then take the mean over the images: `.float().mean(dim=0)`.",
        )
    return "it picks the images of one class and averages them pixel by pixel."


def hidden_class_mean(answer):
    import torch

    images = torch.randint(0, 256, (33, 28, 28), dtype=torch.uint8)
    labels = torch.arange(33) % 3
    for label in range(3):
        mean = answer(images, labels, label).float()
        mean = mean * 255 if mean.max() <= 1 else mean
        assert torch.allclose(mean, images[label::3].float().mean(dim=0), atol=0.5), label


@check(points=2)
def invert(function: Callable) -> str:
    """``function(image)``: float (1, 28, 28) in [0, 1] → the negative, same shape and range."""
    image = torch.rand(1, 28, 28)
    before = image.clone()
    result = expect_tensor(call(function, image), "an image", before.shape)
    if torch.allclose(result, 255 - before, atol=1e-3):
        raise NotYet(
            "expected values from 0 to 1, got values up to 255: here white is 1.0, not 255.",
            "the image comes from `ToTensor`: its largest value is 1.0.",
            "scaling",
        )
    if torch.allclose(result, -before):
        raise NotYet(
            "expected values from 0 to 1, got negative ones.", "white is 1.0, black is 0.0."
        )
    if not torch.allclose(result, 1 - before, atol=1e-5):
        raise NotYet(
            f"expected {1 - before[0, 0, 0]:.3f} for a pixel of {before[0, 0, 0]:.3f}, got "
            f"{float(result.flatten()[0]):.3f}.",
            "how far is the pixel from white, 1.0?",
        )
    return "each pixel becomes its distance from white, and stays between 0 and 1."


def hidden_invert(answer):
    import torch

    for image in (torch.zeros(1, 28, 28), torch.ones(1, 28, 28), torch.rand(1, 28, 28)):
        assert torch.allclose(answer(image.clone()), 1 - image, atol=1e-5)
