"""Checks of lesson 15: a loader of pictures, a split by groups, a plan, and a whole recognizer."""

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageOps

from fmnist_helpers.checks.engine import NotYet, call, check, describe, expect_number
from fmnist_helpers.checks.engine.pictures import (
    Recorder,
    is_near,
    look_the_same,
    on_page,
    without_transparency,
    write_picture,
)

__all__ = ["group_split", "picture_loader", "plan", "recognizer"]


@check(points=2)
def picture_loader(function: Callable) -> str:
    """``function(path)``: the picture as PIL's RGB, on white, upright, of its own size."""
    for name, mode, size in (
        ("plain.png", "RGB", (19, 12)),
        ("gray photo.jpg", "L", (9, 14)),
        ("drawing 7.png", "RGBA", (21, 10)),
        ("outline.png", "LA", (8, 13)),
        ("icon.png", "P", (16, 11)),
        ("sideways.jpg", "EXIF", (24, 16)),
    ):
        file = write_picture(name, mode, size)
        found = call(function, str(file))
        _compare_picture(found, file, mode)
    return "gray, palette, transparent or sideways: each comes upright, as RGB, on white."


def _compare_picture(found: object, file: Path, mode: str) -> None:
    right, kind = on_page(file), "RGB" if mode == "EXIF" else mode
    if not isinstance(found, Image.Image):
        hint = "`ToTensor` comes later, in `prepare`." if isinstance(found, torch.Tensor) else ""
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
            "`ImageOps.exif_transpose` returns the turned picture.",
        )
    if found.size != right.size:
        raise NotYet(
            f"expected the size {right.size}, got {found.size}.",
            "each picture keeps its own size; `prepare` changes it later.",
        )
    if look_the_same(found, right):
        return
    if look_the_same(found, on_page(file, "black")) or look_the_same(
        found, without_transparency(file)
    ):
        raise NotYet(
            f"in a picture of mode {kind}, what was transparent is black.",
            "put the picture on a white one before you convert it to RGB.",
        )
    if np.asarray(found).min() == 255:
        raise NotYet(
            "the page came back white: your picture is not on it.",
            "`page.alpha_composite(picture)` changes `page`.",
        )
    raise NotYet(f"the pixels of a picture of mode {kind} are not its own.")


def hidden_picture_loader(answer):
    import tempfile
    from pathlib import Path

    import numpy as np
    from PIL import Image

    with tempfile.TemporaryDirectory() as folder:
        pixels = np.zeros((5, 7, 4), np.uint8)
        pixels[2:, 3:] = (200, 30, 60, 255)
        file = Path(folder, "one picture.png")
        Image.fromarray(pixels).save(file)
        found = answer(str(file))
        assert found.mode == "RGB"
        assert found.size == (7, 5)
        assert found.getpixel((0, 0)) == (255, 255, 255)
        assert found.getpixel((5, 4)) == (200, 30, 60)
        Image.fromarray(pixels[..., 0]).save(file)
        assert answer(file).getpixel((0, 0)) == (0, 0, 0), "black that is not transparent stays"


@check(points=3)
def group_split(function: Callable) -> str:
    """``function(groups, share, seed)``: ``(train, held_out)``, no group in both."""
    for numbers, share in ((range(0, 400, 4), 0.2), (range(37), 0.5)):
        groups = _random_groups(numbers)
        train, held = _parts(call(function, groups.clone(), share, 0), groups)
        torn = set(groups[train].tolist()) & set(groups[held].tolist())
        if torn:
            group = min(torn)
            raise NotYet(
                f"group {group} has pictures in both parts, and {len(torn) - 1} others have too: "
                "a model could remember them.",
                "draw groups, and then take all pictures of each.",
                "twins_apart",
            )
        _look_at_share(groups, train, held, share)
        _look_at_chance(function, groups, share, train, held)
    return "every group is on one side, drawn by chance, the same for the same seed."


def _random_groups(numbers: range) -> torch.Tensor:
    """The group of each picture: one to four pictures of each number, in random order."""
    names = torch.tensor(list(numbers))
    groups = names.repeat_interleave(torch.randint(1, 5, (len(names),)))
    return groups[torch.randperm(len(groups))]


def _parts(result: object, groups: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    if not isinstance(result, tuple | list) or len(result) != 2:
        raise NotYet(f"expected (train, held_out), got {describe(result)}.", "return both.")
    parts = [torch.as_tensor(part).flatten() for part in result]
    if any(part.dtype == torch.bool for part in parts):
        raise NotYet(
            "expected places, such as tensor([0, 3, 4]), got a mask of True and False.",
            "`mask.nonzero().flatten()` are the places at which it is True.",
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
        raise NotYet("a picture is named twice.", "each place belongs to one part.")
    if (counts == 0).any():
        raise NotYet(
            f"of {len(groups)} pictures, {int((counts == 0).sum())} are in no part.",
            "return places of pictures, not numbers of groups; what isn't held out is for "
            "training.",
        )
    return parts[0], parts[1]


def _look_at_share(groups, train, held, share: float) -> None:
    total = len(groups.unique())
    found = len(groups[held].unique()) / total
    if share != 0.5 and abs(1 - found - share) < 0.03:
        raise NotYet(
            f"with a share of {share:g}, {found:.0%} of the groups are held out: the parts are "
            "swapped.",
            "return the training part first.",
        )
    if abs(found - share) > 0.12:
        raise NotYet(f"with a share of {share:g}, {found:.0%} of the groups are held out.")


def _look_at_chance(function, groups, share: float, train, held) -> None:
    torch.rand(7)  # what else was drawn in between must not matter
    again = _parts(call(function, groups.clone(), share, 0), groups)
    if set(again[1].tolist()) != set(held.tolist()):
        raise NotYet(
            "called twice with the same seed, it held out different groups.",
            "`torch.Generator().manual_seed(seed)`, passed to `torch.randperm`.",
        )
    other = _parts(call(function, groups.clone(), share, 1), groups)
    if set(other[1].tolist()) == set(held.tolist()):
        raise NotYet(
            "two different seeds held out the same groups: nothing was drawn by chance.",
            "`torch.randperm` shuffles the groups; the seed decides how.",
        )


def hidden_group_split(answer):
    import torch

    groups = torch.tensor([9, 3, 9, 100, 3, 5, 6, 5, 71, 9, 12, 12, 40, 41, 42, 43])
    drawn = set()
    for seed in range(8):
        train, held = (torch.as_tensor(part).tolist() for part in answer(groups, 0.25, seed))
        assert sorted(train + held) == list(range(len(groups)))
        assert not {int(groups[i]) for i in train} & {int(groups[i]) for i in held}
        assert 1 <= len({int(groups[i]) for i in held}) <= 5
        drawn.add(tuple(sorted(held)))
    assert len(drawn) > 2, "the seed decides what is drawn"


SETTINGS = {"color": True, "flip": True, "epochs": 30, "lr": 0.003}
_PARTS = {
    "question": "what you want to know",
    "change": "a dict with the setting that you change",
    "seeds": "two or more seeds",
    "expect": "by how much you expect the accuracy to change, such as -0.05",
    "at_least": "a change smaller than this counts as none",
    "otherwise": "what you would conclude if you turn out to be wrong",
}


@check(points=2)
def plan(answer: object, settings: dict | None = None, noise: float = 0.0) -> str:
    """A plan of an experiment, a dict with the `_PARTS`; `noise` is what two seeds differ by."""
    settings = settings or SETTINGS
    if not isinstance(answer, dict):
        raise NotYet(f"expected a dict, got {describe(answer)}.", 'such as {"question": …}.')
    if missing := [name for name in _PARTS if name not in answer]:
        raise NotYet(f"your plan doesn't say `{missing[0]}`: {_PARTS[missing[0]]}.")
    _look_at_texts(answer)
    _look_at_change(answer["change"], settings)
    seeds = answer["seeds"]
    if not isinstance(seeds, list | tuple | range) or len(set(seeds)) < 2:
        raise NotYet(
            "with one seed you can't tell the change from chance.",
            "a list of two or more different seeds, such as [0, 1].",
        )
    _look_at_numbers(answer, noise)
    (name, value), *_ = answer["change"].items()
    return f"one change, {name} from {settings[name]} to {value}, and a rule made beforehand."


def _look_at_texts(answer: dict) -> None:
    question, otherwise = answer["question"], answer["otherwise"]
    if not isinstance(question, str) or len(question.split()) < 3 or "?" not in question:
        raise NotYet(
            f"`question` is {describe(question)}; expected a whole sentence with a question mark."
        )
    if not isinstance(otherwise, str) or len(otherwise.split()) < 4:
        raise NotYet(
            f"`otherwise` is {describe(otherwise)}; expected a sentence.",
            "what result would change your mind, and what would you believe then?",
        )


def _look_at_change(change: object, settings: dict) -> None:
    if not isinstance(change, dict) or not change:
        raise NotYet(f"`change` is {describe(change)}; expected a dict.", 'such as {"epochs": 60}.')
    if unknown := [name for name in change if name not in settings]:
        raise NotYet(
            f"there is no setting {unknown[0]!r}; there are {', '.join(settings)}.",
            "for a change of another kind, give `settings` a new entry first, and use it.",
        )
    really = {name: value for name, value in change.items() if value != settings[name]}
    if not really:
        raise NotYet(f"`change` leaves everything as it is: {settings}.")
    if len(change) > 1:
        raise NotYet(
            f"it changes {len(change)} things, {' and '.join(change)}. If the accuracy moves, you "
            "won't know which of them did it.",
            "one change per experiment.",
        )
    ((name, value),) = really.items()
    if isinstance(value, str) or isinstance(value, bool) != isinstance(settings[name], bool):
        raise NotYet(f"{name} is {settings[name]!r}; {describe(value)} is of another kind.")


def _look_at_numbers(answer: dict, noise: float) -> None:
    expect = expect_number(answer["expect"], "a number for `expect`, such as -0.05")
    at_least = expect_number(answer["at_least"], "a number for `at_least`, such as 0.05")
    for name, value in (("expect", expect), ("at_least", at_least)):
        if not math.isfinite(value) or abs(value) >= 1:
            raise NotYet(f"`{name}` is {value:g}; 5 points of accuracy are 0.05.")
    if at_least <= 0:
        raise NotYet(
            f"`at_least` is {at_least:g}: then any difference would count, however small.",
            "how far apart were two runs that differed only in their seed?",
        )
    if at_least < noise:
        raise NotYet(
            f"`at_least` is {at_least:g}, but two runs that differ only in their seed were "
            f"{noise:.3f} apart: chance alone would pass.",
            "ask for more than that.",
        )


@check(points=3)
def recognizer(function: Callable, prepare: Callable | None = None) -> str:
    """``function(model, classes, path)``: ``(name, probability)`` for the picture in a file.

    `prepare` makes a tensor of a picture, if the learner's project does it in a way of its own.
    """
    for classes, name, mode, size in (
        (["cup", "fork", "knife"], "new one.png", "RGBA", (40, 24)),
        (["A", "B", "C", "D", "E"], "scan.png", "LA", (18, 30)),
        (["left", "right"], "photo.jpg", "RGB", (31, 33)),
    ):
        file, model = write_picture(name, mode, size), Recorder(len(classes))
        result = call(function, model, list(classes), str(file))
        _look_at_input(model, file, prepare)
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


def _compare_answer(result, classes, best: int, probabilities, logits) -> None:
    if not isinstance(result, tuple | list) or len(result) != 2:
        raise NotYet(f"expected (name, probability), got {describe(result)}.", "return both.")
    name, probability = result
    if isinstance(probability, float | torch.Tensor) and probability == 1:
        raise NotYet(
            f"expected {float(probabilities[best]):.3f}, got 1: over a dimension with one entry, "
            "softmax is always 1.",
            "the classes are in dimension 1.",
        )
    if isinstance(name, int | float | torch.Tensor | np.generic):
        raise NotYet(
            f"expected the name of a class, got {describe(name)}.",
            "`classes[number]`; the number must be a plain int: `.item()`.",
        )
    if name != classes[best]:
        raise NotYet(
            f"of {classes}, the model prefers {classes[best]!r}; you said {describe(name)}.",
            "the largest logit, and `classes` as they were passed.",
        )
    try:
        value = float(probability)
    except (TypeError, ValueError, RuntimeError):
        raise NotYet(f"expected a probability, got {describe(probability)}.") from None
    right = float(probabilities[best])
    if math.isclose(value, right, abs_tol=1e-3):
        return
    if math.isclose(value, 100 * right, abs_tol=0.6):
        raise NotYet(f"expected {right:.3f}, got {value:.3f}, a percentage.", "from 0 to 1.")
    if math.isclose(value, float(logits[best]), abs_tol=1e-3):
        raise NotYet(
            f"expected {right:.3f}, got {value:.3f}, which is the logit.", "`softmax(dim=1)`"
        )
    raise NotYet(f"expected the probability {right:.3f}, got {value:.3f}.")


def hidden_recognizer(answer):
    import tempfile
    from pathlib import Path

    import torch
    from PIL import Image
    from torch import nn

    class Brightness(nn.Module):
        """Prefers class 1 the brighter a picture is; in training mode it says nonsense."""

        def forward(self, images):
            bright = images.mean(dim=(1, 2, 3))
            logits = torch.stack([torch.full_like(bright, 0.5), bright], dim=1) * 4
            return -logits if self.training else logits

    with tempfile.TemporaryDirectory() as folder:
        for color, name in (((0, 0, 0, 0), "bright"), ((0, 0, 0, 255), "dark")):
            file = Path(folder, "picture.png")
            Image.new("RGBA", (20, 20), color).save(file)
            found, probability = answer(Brightness().train(), ["dark", "bright"], str(file))
            assert found == name
            assert abs(float(probability) - 0.8808) < 1e-3  # 1 / (1 + exp(-2))
