"""Checks of lesson 11: four curves to read, an augmentation, and early stopping."""

from collections.abc import Callable, Sequence

import torch
from torch import nn

from fmnist_helpers.checks.engine import NotYet, call, check, describe
from fmnist_helpers.checks.engine.findings import expect_findings
from fmnist_helpers.checks.engine.models import MAKING, make_model
from fmnist_helpers.checks.engine.stopping import Training, look_at_stop

__all__ = ["CURVES", "CURVE_FAULTS", "early_stopping", "flip", "read_curves"]


def _numbers(text: str) -> list[float]:
    return [float(number) for number in text.split()]


CURVE_FAULTS = ("it underfits", "it is unfinished", "it overfits", "nothing is wrong")
# Four trainings of 20 epochs, measured on 2026-11-24 with one seed each, 2,000 validation images.
# A: 500 images, 256 hidden numbers, Adam. B: 2,000 images shrunk to 2 × 2 pixels. C: 32,000 images,
# 128 hidden numbers. D: 2,000 images, 64 hidden numbers, a learning rate that is far too small.
CURVES = {
    "A": {
        "train_loss": _numbers(
            "1.54 0.90 0.73 0.61 0.54 0.45 0.39 0.36 0.40 0.30 "
            "0.30 0.25 0.21 0.26 0.20 0.19 0.15 0.18 0.17 0.17"
        ),
        "val_loss": _numbers(
            "0.99 0.85 0.77 0.81 0.71 0.65 0.68 0.73 0.69 0.72 "
            "0.75 0.70 0.70 0.72 0.80 0.73 0.80 0.80 0.91 0.81"
        ),
    },
    "B": {
        "train_loss": _numbers(
            "2.21 1.82 1.54 1.44 1.39 1.35 1.35 1.33 1.32 1.31 "
            "1.30 1.28 1.32 1.29 1.29 1.29 1.27 1.27 1.26 1.27"
        ),
        "val_loss": _numbers(
            "2.03 1.61 1.48 1.39 1.36 1.33 1.32 1.32 1.33 1.29 "
            "1.28 1.29 1.33 1.29 1.27 1.27 1.28 1.24 1.27 1.27"
        ),
    },
    "C": {
        "train_loss": _numbers(
            "1.08 0.60 0.53 0.49 0.46 0.45 0.43 0.42 0.41 0.40 "
            "0.39 0.38 0.38 0.37 0.36 0.36 0.35 0.35 0.34 0.33"
        ),
        "val_loss": _numbers(
            "0.66 0.54 0.51 0.47 0.45 0.44 0.45 0.42 0.41 0.42 "
            "0.41 0.43 0.40 0.39 0.39 0.38 0.38 0.37 0.36 0.38"
        ),
    },
    "D": {
        "train_loss": _numbers(
            "2.30 2.23 2.14 2.05 1.96 1.86 1.75 1.64 1.54 1.45 "
            "1.36 1.29 1.23 1.17 1.12 1.08 1.05 1.01 0.99 0.96"
        ),
        "val_loss": _numbers(
            "2.26 2.18 2.10 2.01 1.92 1.82 1.71 1.61 1.51 1.42 "
            "1.35 1.28 1.22 1.17 1.13 1.09 1.05 1.02 1.00 0.97"
        ),
    },
}
FOUND = {"A": 2, "B": 0, "C": 3, "D": 1}
MEASURE = (
    "how high is the training loss at the end, and how much did it fall in the last ten epochs?",
    "how much did the training loss fall in the last ten epochs?",
    "which way does the validation loss go while the training loss falls?",
    "how far apart do the two lines end, and does the validation loss rise?",
)


@check(points=1)
def read_curves(findings: dict[str, int]) -> str:
    """For each name in ``CURVES``, the number of what it shows in ``CURVE_FAULTS``."""
    if isinstance(findings, dict) and findings.get("D") == 0:
        raise NotYet(
            "D ends with a high training loss, and it doesn't underfit: its loss fell from 1.45 to "
            "0.96 in the last ten epochs, and still falls.",
            "nobody knows yet what this model can learn.",
            "unfinished_training",
        )
    expect_findings(findings, FOUND, CURVE_FAULTS, MEASURE)
    return "how high training ends, whether it still falls, and where validation goes."


@check(
    points=2,
    errors=MAKING
    | {
        r"must match the size.*dimension 0": "batches differ in size: toss the coins in `forward`, "
        "`len(images)` of them.",
        r"must match the size": "a coin per image has the shape (B,), and broadcasting starts at "
        "the right. As (B, 1, 1, 1) it fits (B, C, H, W). A mirror image has the shape of the "
        "image: `flip` keeps it, `.T` and `.mT` don't.",
        r"forward\(\) (takes|missing)": "`def forward(self, images):`",
    },
)
def flip(layer_class: Callable, *, shapes: Sequence = ((40, 3, 4, 8), (60, 1, 6, 5))) -> str:
    """A class: ``layer_class()`` mirrors each image with probability ½ in training mode only."""
    layer = make_model(layer_class)
    if "_modules" not in vars(layer):
        raise NotYet(
            "the layer can't be switched to evaluation mode: `nn.Module` was never set up.",
            "`super().__init__()` is the first line of `__init__`, or leave `__init__` out.",
        )
    for shape in shapes:
        images = torch.rand(shape)
        for _ in range(5):
            _look_at_evaluation(layer.eval(), images)
        layer.train()
        _look_at_coins([_mirrored(layer, images) for _ in range(20)])
    one = torch.rand(1, 1, 5, 5)
    if {bool(_mirrored(layer, one)) for _ in range(40)} != {True, False}:
        raise NotYet(
            "a batch of one image came out the same 40 times.",
            "draw a coin for each image: `torch.rand(len(images))`.",
        )
    return "in training a coin per image, in evaluation every image as it is."


def _look_at_evaluation(layer: nn.Module, images: torch.Tensor) -> None:
    result = _images_from(layer, images)
    if torch.equal(result, images):
        return
    layer.train()
    if all(torch.equal(_images_from(layer, images), images) for _ in range(3)):
        raise NotYet(
            "the wrong way round: images were mirrored in evaluation mode, and in training mode "
            "none was.",
            "`self.training` is True in training mode.",
        )
    raise NotYet(
        "in evaluation mode the images were changed too, so a score would depend on luck.",
        "`self.training`, not the method `self.train`, is False after `eval()`: return the images "
        "as they are.",
    )


def _mirrored(layer: nn.Module, images: torch.Tensor) -> torch.Tensor:
    """Which images came out mirrored, bool (B,); raises NotYet for one that is neither."""
    result = _images_from(layer, images)
    same = (result == images).flatten(1).all(1)
    mirrored = (result == images.flip(-1)).flatten(1).all(1)
    if (same | mirrored).all():
        return mirrored & ~same
    if _all_among(result, images, images.flip(-2)):
        raise NotYet("the images stand on their heads.", "the last dimension runs left to right.")
    if _all_among(result, images, images.flip(-1, -2)):
        raise NotYet("the images were turned around.", "flip the last dimension only.")
    if _all_among(result, images, images.flip(0)) or _all_among(
        result, images.flip(0), images.flip(0).flip(-1)
    ):
        raise NotYet(
            "the images changed places, and the labels did not.",
            "dimension 0 counts the images; leave it alone.",
        )
    if ((result == images) | (result == images.flip(-1))).all():
        raise NotYet(
            "within one image, some pixels were mirrored and others not: they share no coin.",
            "the coins need the shape (B, 1, 1, 1), so that all pixels of an image share one.",
        )
    raise NotYet(
        "an image came out that is neither as before nor its mirror image.",
        "reverse the order of the columns, and change nothing else: no shift, no turn.",
    )


def _all_among(result: torch.Tensor, *choices: torch.Tensor) -> bool:
    """Whether each image of `result` is that of one of the `choices`."""
    if any(choice.shape != result.shape for choice in choices):
        return False
    hits = [(result == choice).flatten(1).all(1) for choice in choices]
    return bool(torch.stack(hits).any(0).all())


def _images_from(layer: nn.Module, images: torch.Tensor) -> torch.Tensor:
    given = images.clone()
    result = call(layer, given)
    if not torch.equal(given, images):
        raise NotYet(
            "the images that went in were changed, so the dataset would change with them.",
            "make new ones: `torch.where(…)`, or work on `images.clone()`.",
        )
    if not isinstance(result, torch.Tensor):
        raise NotYet(f"expected the images, a tensor, got {describe(result)}.")
    if result.shape != images.shape:
        raise NotYet(f"expected the shape {tuple(images.shape)}, got {tuple(result.shape)}.")
    return result


def _look_at_coins(calls: list[torch.Tensor]) -> None:
    """Raise NotYet unless about half of the images, others at each call, were mirrored."""
    shares = [float(mirrored.double().mean()) for mirrored in calls]
    if not any(shares):
        raise NotYet(
            "in training mode no image was mirrored.",
            "`images.flip(-1)` returns new images; what happens to them? And is `self.training` "
            "the right way round?",
        )
    if set(shares) == {1}:
        raise NotYet(
            "in training mode every image was mirrored, at every call; expected about half.",
            "draw a coin for each image: `torch.rand(len(images)) < 0.5`.",
        )
    if set(shares) <= {0, 1}:
        raise NotYet(
            "all images of a batch were treated alike: one decision for the whole batch.",
            "draw a coin for each image: `torch.rand(len(images))`.",
        )
    if all(torch.equal(mirrored, calls[0]) for mirrored in calls):
        raise NotYet(
            "the same images were mirrored at every call: nothing is random, or a seed is set.",
            "draw new coins at every call, and leave the seed to whoever trains.",
        )
    share = sum(shares) / len(shares)
    if abs(share - 0.5) > 0.1:  # of 800 coins or more: over five standard deviations
        raise NotYet(
            f"{100 * share:.0f} % of the images were mirrored; expected about 50 %.",
            "`torch.rand(…) < 0.5` is True half of the time; `torch.randn(…) < 0.5` is not.",
        )


def hidden_flip(answer):
    from fmnist_helpers.checks import flip

    flip(answer, strict=True, shapes=[(90, 2, 3, 7)])


# Validation losses by epoch, the patience, the limit of epochs; the best epoch, the last one run.
_RUNS = (
    ([0.9, 0.7, 0.6, 0.5, 0.55, 0.52, 0.51, 0.4], 3, 100, 4, 7),
    ([0.9, 0.8, 0.85, 0.7, 0.75, 0.6, 0.65, 0.66], 2, 100, 6, 8),
    ([0.9, 0.7, 0.5, 0.4, 0.3, 0.2], 2, 4, 4, 4),
    ([0.8, 0.5, 0.5, 0.5, 0.4, 0.3], 2, 100, 2, 4),
)


@check(points=3)
def early_stopping(function: Callable, *, runs: Sequence = _RUNS) -> str:
    """``function(model, train_epoch, val_loss, patience, epochs)``: the model at its best.

    `train_epoch(model)` trains for an epoch, `val_loss(model)` measures. Ends after `epochs`
    epochs, or if `patience` epochs in a row brought no new lowest loss.
    """
    shift = float(torch.randint(1, 9, ()))  # so that no run's weights are known beforehand
    for losses, patience, epochs, best, last in (*runs, _random_run()):
        training = Training(losses, shift)
        result = call(
            function, training.model, training.train_epoch, training.val_loss, patience, epochs
        )
        look_at_stop(training, losses, patience, epochs, last)
        _look_at_best(result, training, losses, best)
    return "the model of the best epoch, and no epoch more than patience allows."


def _look_at_best(result, training: Training, losses, best: int) -> None:
    if isinstance(result, tuple | list) and len(result) == 2:
        raise NotYet(f"expected the model alone, got {describe(result)}.", "return the model.")
    if isinstance(result, dict):
        raise NotYet(
            "expected a model, got a dict, such as `state_dict()` returns.",
            "return the copy of the model, or load the dict: `model.load_state_dict(…)`.",
        )
    if not isinstance(result, nn.Module):
        raise NotYet(f"expected the model, got {describe(result)}.", "return the model.")
    found, ran = training.epoch_of(result), training.trained
    if found == best:
        return
    if found == ran:
        raise NotYet(
            f"that is the model of the last epoch, {found}; the lowest of the losses "
            f"{losses[:ran]} is that of epoch {best}.",
            "`best = model` gives the same model a second name, and `state_dict()` holds the same "
            "tensors: both go on training. `copy.deepcopy(model)` doesn't.",
        )
    raise NotYet(
        f"that is the model of epoch {found}; the lowest of the losses {losses[:ran]} is that of "
        f"epoch {best}.",
        "copy the model when its loss is lower than all before.",
    )


def _random_run() -> tuple[list[float], int, int, int, int]:
    """Losses that fall to a random epoch and then rise; patience 2."""
    best = int(torch.randint(3, 9, ()))
    losses = [round(1.5 - 0.1 * i, 2) for i in range(best)]
    losses += [round(losses[-1] + 0.05 * i, 2) for i in range(1, 6)]
    return losses, 2, 100, best, best + 2


def hidden_early_stopping(answer):
    from fmnist_helpers.checks import early_stopping

    early_stopping(
        answer,
        strict=True,
        runs=[
            ([3.0, 1.0, 2.0, 1.0, 0.5], 2, 50, 2, 4),
            ([3.0, 2.0, 2.5, 1.0, 1.5, 0.9], 4, 6, 6, 6),
        ],
    )
