"""Checks of lesson 15: a loader of pictures, a split by groups, a plan, and a whole recognizer."""

import copy
import math
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageOps

from fmnist_helpers.checks.engine import (
    NotYet,
    call,
    check,
    describe,
    expect_parts,
    expect_unchanged,
    what_led_to,
)
from fmnist_helpers.checks.engine.pictures import (
    Recorder,
    is_near,
    look_the_same,
    on_page,
    telling_model,
    without_transparency,
    write_picture,
    wrong_pixels,
)
from fmnist_helpers.checks.engine.plans import SETTINGS, look_at_plan

__all__ = ["group_split", "picture_loader", "plan", "recognizer"]


PICTURES = (  # name, mode, width and height
    ("plain.png", "RGB", (53, 41)),
    ("gray photo.jpg", "L", (9, 14)),
    ("drawing 7.png", "RGBA", (21, 10)),
    ("outline.png", "LA", (8, 13)),
    ("icon.png", "P", (16, 11)),
    ("sideways.jpg", "EXIF", (24, 16)),
)


@check(points=2)
def picture_loader(function: Callable, *, pictures: Sequence = PICTURES) -> str:
    """``function(path)``: the picture as PIL's RGB, on white, upright, of its own size."""
    for name, mode, size in pictures:
        file = write_picture(name, mode, size)
        content = file.read_bytes()
        found = call(function, str(file))
        if file.read_bytes() != content:
            raise NotYet("your function wrote over the file.", "leave out `save`.")
        _compare_picture(found, file, mode)
    return "gray, palette, transparent or sideways: each comes upright, as RGB, on white."


def _compare_picture(found: object, file: Path, mode: str) -> None:
    right, kind = on_page(file), "RGB" if mode == "EXIF" else mode
    if not isinstance(found, Image.Image):
        hint = "`ToTensor` comes later, in `prepare`; `Image.fromarray` makes one of an array."
        raise NotYet(f"expected a PIL image, got {describe(found)}.", hint)
    if found.mode != "RGB":
        raise NotYet(
            f"for a picture of mode {kind}, expected mode RGB, got {found.mode}.",
            'end with `.convert("RGB")`; it returns a new picture.',
        )
    if mode == "EXIF" and found.size == right.size[::-1]:
        raise NotYet(
            f"a photo taken sideways, {right.width} pixels wide when upright, came "
            f"{found.width} wide: it still lies on its side.",
            "`ImageOps.exif_transpose` returns the turned picture; the white page takes its size "
            "from that.",
        )
    if found.size != right.size:
        raise NotYet(
            f"expected the size {right.size}, got {found.size}.",
            "each picture keeps its own size; `prepare` changes it later, and `exif_transpose` "
            "turns only what a camera took sideways.",
        )
    if look_the_same(found, right):
        return
    if look_the_same(found, on_page(file, "black")) or look_the_same(
        found, without_transparency(file)
    ):
        raise NotYet(
            f"in a picture of mode {kind}, what was transparent is black.",
            "put the picture on a white one before you convert it to RGB, by its transparency, "
            "and return the white one.",
        )
    if np.asarray(found).min() == 255:
        raise NotYet(
            "the page came back white: your picture is not on it.",
            "`page.alpha_composite(picture)` changes `page`.",
        )
    raise wrong_pixels(np.asarray(found), np.asarray(right), file, kind)


def hidden_picture_loader(answer):
    from fmnist_helpers.checks import picture_loader

    picture_loader(
        answer,
        strict=True,
        pictures=[("one picture.png", "RGBA", (7, 5)), ("mask.png", "L", (6, 9))],
    )


# The numbers of groups, and the share of them that is held out.
CUTS = ((range(0, 400, 4), 0.2), (range(37), 0.5), (range(-90, -10, 2), 0.3))


@check(points=3)
def group_split(function: Callable, *, cuts: Sequence = CUTS) -> str:
    """``function(groups, share, seed)``: ``(train, held_out)``, no group in both."""
    for numbers, share in cuts:
        groups = _random_groups(numbers)
        given = groups.clone()
        train, held = _parts(call(function, given, share, 0), groups)
        expect_unchanged(given, groups, "groups")
        torn = set(groups[train].tolist()) & set(groups[held].tolist())
        if torn:
            group = min(torn)
            raise NotYet(
                f"group {group} has pictures in both parts, and {len(torn) - 1} others have too: "
                "a model could remember them.",
                "draw groups, and then take all pictures of each.",
                "twins_apart",
            )
        _look_at_share(groups, held, share)
        _look_at_chance(function, groups, share, held)
    return "every group is on one side, drawn by chance, the same for the same seed."


def _random_groups(numbers: range) -> torch.Tensor:
    """The group of each picture: one to four pictures of each number, in random order."""
    names = torch.tensor(list(numbers))
    groups = names.repeat_interleave(torch.randint(1, 5, (len(names),)))
    return groups[torch.randperm(len(groups))]


def _parts(result: object, groups: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    parts = [_as_places(part) for part in expect_parts(result, "(train, held_out)")]
    if any(part.dtype == torch.bool for part in parts):
        raise NotYet(
            "expected places, such as tensor([0, 3, 4]), got a mask of True and False.",
            "`mask.nonzero().flatten()` are the places at which it is True.",
        )
    if any(part.ndim != 1 for part in parts):
        raise NotYet(
            f"expected two tensors of one dimension, got {describe(parts[0])}.",
            "`nonzero()` makes a column for each dimension: `.flatten()`.",
        )
    if any(part.is_floating_point() and part.numel() for part in parts):
        raise NotYet(f"expected whole numbers, places in `groups`, got {parts[0].dtype}.")
    parts = [part.long() for part in parts]
    places = torch.cat(parts)
    if len(places) and (places.min() < 0 or places.max() >= len(groups)):
        raise NotYet(
            f"there are {len(groups)} pictures, and a part names place {int(places.max())}.",
            "return places of pictures, not numbers of groups.",
        )
    counts = places.bincount(minlength=len(groups))
    if (counts > 1).any():
        both = len(set(parts[0].tolist()) & set(parts[1].tolist()))
        where = f"{both} are in both parts" if both else "one is named twice in a part"
        raise NotYet(
            f"a picture is named twice: of {len(groups)} pictures, {where}.",
            "what is held out is not for training.",
        )
    if (counts == 0).any():
        raise NotYet(
            f"of {len(groups)} pictures, {int((counts == 0).sum())} are in no part.",
            "return places of pictures, not numbers of groups; what isn't held out is for "
            "training.",
        )
    return parts[0], parts[1]


def _as_places(part: object) -> torch.Tensor:
    try:
        return torch.as_tensor(part)
    except (TypeError, ValueError, RuntimeError):
        raise NotYet(
            f"expected two tensors of places in `groups`, got {describe(part)}.",
            "`held.nonzero().flatten()`",
        ) from None


def _look_at_share(groups, held, share: float) -> None:
    total = len(groups.unique())
    found = len(groups[held].unique()) / total
    if share != 0.5 and abs(1 - found - share) < 0.03:
        raise NotYet(
            f"with a share of {share:g}, {found:.0%} of the groups are held out: the parts are "
            "swapped.",
            "return the training part first.",
        )
    if abs(found - share) > 0.12:
        hint = "`round(share * len(names))` of them, where `names` is `groups.unique()`."
        if round(found * total) == round(share * len(groups)):
            hint = "that many are the share of all pictures; count groups: `groups.unique()`."
        raise NotYet(f"with a share of {share:g}, {found:.0%} of the groups are held out.", hint)


def _look_at_chance(function, groups, share: float, held) -> None:
    torch.rand(7)  # what else was drawn in between must not matter
    again = _parts(call(function, groups.clone(), share, 0), groups)
    if set(again[1].tolist()) != set(held.tolist()):
        raise NotYet(
            "called twice with the same seed, it held out different groups.",
            "`torch.Generator().manual_seed(seed)`, passed to `torch.randperm`.",
        )
    seeds = range(1, 9)
    others = [_parts(call(function, groups.clone(), share, seed), groups)[1] for seed in seeds]
    drawn = {frozenset(part.tolist()) for part in (held, *others)}
    if len(drawn) < 1 + len(seeds):
        raise NotYet(
            "two different seeds held out the same groups: nothing was drawn by chance.",
            "`torch.randperm` shuffles the groups; the seed decides how.",
        )


def hidden_group_split(answer):
    from fmnist_helpers.checks import group_split

    group_split(answer, strict=True, cuts=[(range(9, 200, 3), 0.25)])


@check(points=2)
def plan(answer: object, settings: dict | None = None, noise: float = 0.01) -> str:
    """A plan of an experiment, a dict with the `PARTS`; `noise` is what two seeds differ by."""
    settings = settings or SETTINGS
    look_at_plan(answer, settings, noise)
    (name, value), *_ = answer["change"].items()
    return f"one change, {name} from {settings[name]} to {value}, and a rule made beforehand."


TASKS = (  # the classes; a picture's name, mode and size
    (["knife", "cup", "fork"], "new one.png", "RGBA", (40, 24)),
    (["E", "B", "D", "A", "C"], "scan.png", "LA", (18, 30)),
    (["right", "left"], "photo.jpg", "RGB", (31, 33)),
)


@check(points=3)
def recognizer(
    function: Callable, prepare: Callable | None = None, *, tasks: Sequence = TASKS
) -> str:
    """``function(model, classes, path)``: ``(name, probability)`` for the picture in a file.

    `prepare` makes a tensor of a picture, if the learner's project does it in a way of its own.
    """
    for classes, name, mode, size in tasks:
        file = write_picture(name, mode, size)
        model = telling_model(len(classes), file)
        weights = copy.deepcopy(model.state_dict())
        result = call(function, model, list(classes), str(file))
        _look_at_input(model, file, prepare)
        if any(not torch.equal(weights[name], now) for name, now in model.state_dict().items()):
            raise NotYet("the model's weights have changed.", "it is asked, not trained.")
        probabilities = model.expected()
        best = int(probabilities.argmax())
        _compare_answer(result, classes, best, probabilities, model.logits)
    return "loaded, prepared, recognized: as in training, by name, with a probability."


def _look_at_input(model: Recorder, file: Path, prepare: Callable | None) -> None:
    if model.images is None:
        raise NotYet("the model that was passed was never called.", "use the parameters.")
    if model.images.max() > 1 or not model.images.is_floating_point():
        raise NotYet("the model was given bytes; expected 0 to 1.", "`prepare` scales.", "scaling")
    picture, side = on_page(file), tuple(model.images.shape[-2:])
    if prepare is not None and torch.equal(model.images[0], prepare(picture)):
        return
    if side[0] != side[1]:
        raise NotYet(
            f"the model was given a picture of {side[1]} × {side[0]} pixels, its own size.",
            "`prepare(load_picture(path))` brings each to the size that the model knows.",
        )
    if is_near(model.images, ImageOps.pad(picture, side, color="white")):
        return
    if is_near(model.images, ImageOps.pad(without_transparency(file), side, color="white")):
        raise NotYet(
            "what was transparent in the file is black in what the model was given.",
            "`load_picture`, as for training.",
        )
    if is_near(model.images, picture.resize(side)):
        raise NotYet("the picture was stretched.", "`prepare` keeps the shape, as in training.")
    raise NotYet(
        "the model was given something else than the prepared picture.",
        "`prepare(load_picture(path))`, as for training, and nothing more.",
    )


ONE_NUMBER = "one number, without a text around it: `max` returns the largest, and its place."


def _compare_answer(result, classes, best: int, probabilities, logits) -> None:
    name, probability = expect_parts(result, "(name, probability)")
    if math.prod(np.shape(probability)) > 1:
        raise NotYet(f"expected one probability, got {describe(probability)}.", ONE_NUMBER)
    if isinstance(probability, float | torch.Tensor) and probability == 1:
        raise NotYet(
            f"expected {float(probabilities[best]):.3f}, got 1: over a dimension with one entry, "
            "softmax is always 1.",
            "the classes are in dimension 1.",
        )
    if isinstance(name, int | float | torch.Tensor | np.generic | list | tuple):
        hint = "`classes[number]`; the number must be a plain int: `.item()`."
        if isinstance(probability, str):
            hint = "the name first, then the probability."
        raise NotYet(f"expected the name of a class, got {describe(name)}.", hint)
    if name != classes[best]:
        hint = "the largest logit, and `classes` as they were passed."
        if name == classes[int(logits.argmin())]:
            hint = "that is the one with the smallest logit."
        if name == classes[0]:
            hint = "that is the first class: is the maximum taken along dimension 1?"
        raise NotYet(
            f"of {classes}, the model prefers {classes[best]!r}; you said {describe(name)}.", hint
        )
    try:
        value = float(probability)
    except (TypeError, ValueError, RuntimeError):
        raise NotYet(f"expected a probability, got {describe(probability)}.", ONE_NUMBER) from None
    right = float(probabilities[best])
    if not math.isclose(value, right, abs_tol=1e-3):
        raise _wrong_probability(value, right, best, probabilities, logits)


def _wrong_probability(value: float, right: float, best: int, probabilities, logits) -> NotYet:
    meaning = {
        "a percentage": 100 * right,
        "which is the logit": logits[best],
        "the logarithm of it: `softmax`, not `log_softmax`": math.log(right),
        "a sigmoid: the classes don't share one certainty": logits[best].sigmoid(),
        "softmax of what is softmax already": probabilities.softmax(dim=0)[best],
        "the logit divided by the sum of the logits, which is not a softmax": (
            logits / logits.sum()
        ).max(),
        "that of the first class": probabilities[0],
        "the mean of all, which is the same for any picture": 1 / len(probabilities),
        "cut off by `int`": 0,
        "rounded to one digit": round(right, 1),
        "rounded to two digits": round(right, 2),
    }
    shown = what_led_to(value, meaning, rtol=1e-3)
    return NotYet(
        f"expected the probability {right:.3f}, got {value:.3f}{shown and ', '}{shown}.",
        "`softmax(dim=1)`, then the largest: a number from 0 to 1.",
    )


def hidden_recognizer(answer):
    from fmnist_helpers.checks import recognizer

    recognizer(
        answer, strict=True, tasks=[(["dark", "bright", "blue"], "picture.png", "RGBA", (20, 20))]
    )
