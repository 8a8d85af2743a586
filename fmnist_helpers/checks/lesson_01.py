"""Checks of lesson 01: overflow, class means, shapes that broadcast, and a contact sheet."""

import torch

from fmnist_helpers.checks.engine import (
    NotYet,
    call,
    check,
    describe,
    expect_tensor,
    expect_unchanged,
    what_led_to,
)
from fmnist_helpers.checks.engine.sheets import sheet, which_image, why_another_shape

__all__ = ["brighten", "broadcast_shapes", "class_means", "contact_sheet"]


@check(points=2)
def brighten(function, *, amounts=(60, 1, 255)) -> str:
    """``function(image, amount)``: uint8 (H, W) → uint8 (H, W), brighter, 255 at most."""
    image = torch.randint(0, 256, (28, 28), dtype=torch.uint8)
    image[0, :3] = torch.tensor([0, 200, 255])
    _look_for_own_variable(
        call(function, image.clone(), 60), call(function, 255 - image, 60), "image"
    )
    for amount in (*amounts, int(torch.randint(70, 200, ()))):
        given = image.clone()
        result = expect_tensor(call(function, given, amount), "an image", image.shape)
        _look_at_brightened(result, image, amount)
        hint = "work on a copy: `image.int()` makes one, and so does `image + …`."
        expect_unchanged(given, image, "image", hint)
    return "bright pixels stop at white, and the image stays uint8."


def _look_for_own_variable(one, other, argument):
    """Raise NotYet if two different inputs led to the same result."""
    if (
        isinstance(one, torch.Tensor)
        and isinstance(other, torch.Tensor)
        and torch.equal(one, other)
    ):
        raise NotYet(
            f"two different inputs, the same result: your function doesn't use `{argument}`.",
            "does it use a variable of the notebook instead?",
        )


def _look_at_brightened(result, image, amount):
    expected = (image.int() + amount).clamp(max=255)
    if torch.equal(result.int(), (image.int() + amount) % 256) and amount < 255:
        raise NotYet(
            f"a pixel of 200 plus {amount} became {int(result[0, 1])}, and 255 became "
            f"{int(result[0, 2])}: the sum still wraps around at 256."
            if amount > 55
            else f"255 plus {amount} became {int(result[0, 2])}: the sum wraps around at 256.",
            "one of two: the sum was made in one byte, or it went back to uint8 before "
            "`clamp(max=255)`. Order: more room, add, clamp, back.",
            "overflow",
        )
    if not torch.isclose(result.double(), expected.double()).all():
        row, column = (result.double() != expected.double()).nonzero()[0].tolist()
        before, found = int(image[row, column]), float(result[row, column])
        mistakes = _brightened_badly(image, amount)
        hint = what_led_to(
            result, {meant: each.to(result.dtype) for meant, each in mistakes.items()}
        )
        raise NotYet(
            f"a pixel of {before} plus {amount} should be {int(expected[row, column])}, and became "
            f"{found:g}.",
            hint or "add the amount to every pixel; `clamp(max=255)` stops at white.",
        )
    if result.dtype != torch.uint8:
        raise NotYet(
            f"the values are right; expected torch.uint8, as the image was, got {result.dtype}.",
            "`.to(torch.uint8)`, at the end.",
        )


def _brightened_badly(image, amount):
    """What a mistake means → the image that it leads to."""
    wide = image.int() + amount
    share, stretched = wide / 255, wide * 255 / wide.max()
    return {
        "white is 255: `clamp(max=255)` comes after the sum.": wide,
        "a number alone is the lower limit: not `clamp(255)` but `clamp(max=255)`.": wide.clamp(
            255
        ),
        "add the amount, don't multiply by it.": (image.int() * amount).clamp(max=255),
        "the amount is added, it is no percentage.": (image * (1 + amount / 100)).clamp(max=255),
        "what would be too bright becomes white.": torch.where(wide > 255, image, wide),
        "white is 255, so `max=255`.": wide.clamp(max=254),
        "256 doesn't fit into uint8 and becomes 0: white is 255.": wide.clamp(max=256) % 256,
        "these are shares of white, from 0 to 1; expected 0 to 255.": share.clamp(max=1),
        "only what is above 255 changes to 255; leave the others as they are.": stretched,
    }


def hidden_brighten(answer):
    from fmnist_helpers.checks import brighten

    brighten(answer, strict=True, amounts=(13, 100, 254))


@check(
    points=2,
    errors={
        r"got \[\d+, 28\] at entry 0": "all garments of class 0 are still there; `dim=0` is the "
        "dimension that counts garments.",
    },
)
def class_means(function, *, counts=(57, 83)) -> str:
    """``function(images, labels)``: uint8 (N, 28, 28), int64 (N,) → float (10, 28, 28)."""
    for count in counts:
        # Classes of different sizes, in no order, and different images in every call.
        labels = torch.cat([torch.arange(10), torch.randint(0, 10, (count - 10,))])
        labels = labels[torch.randperm(count)]
        images = torch.randint(0, 256, (count, 28, 28), dtype=torch.uint8)
        result = call(function, images.clone(), labels.clone())
        other = call(function, 255 - images, labels.clone())
        _look_for_own_variable(result, other, "images")
        first = images[labels == 0].float().mean(dim=0)
        _look_at_means(_stacked(result, first), images, labels)
    return "ten mean images, one per class, each over its own garments only."


def _stacked(result, first):
    """Ten means as one tensor; a list of ten tensors is nearly there."""
    early = result[0] if isinstance(result, list) and len(result) == 1 else result
    one = isinstance(early, torch.Tensor) and early.shape in ((28, 28), (1, 28, 28))
    if one and torch.allclose(early.reshape(28, 28).float(), first, atol=0.01):
        raise NotYet(
            "expected ten mean images, got only that of class 0.",
            "does `return` stand inside the loop? Move it left.",
        )
    if isinstance(result, list | tuple) and all(isinstance(r, torch.Tensor) for r in result):
        wrong = [tuple(each.shape) for each in result if each.shape != (28, 28)]
        if wrong:
            raise NotYet(
                f"expected ten mean images of shape (28, 28), got a list with one of {wrong[0]}.",
                "which dimension counts the garments of a class? `dim=` names the one that goes.",
                "wrong_dim",
            )
        raise NotYet(
            f"expected one tensor, got {describe(result)} tensors.",
            "`torch.stack(means)` makes one tensor of a list of tensors of the same shape.",
        )
    result = expect_tensor(result, "the mean images", hint="`torch.stack(means)` of a list of ten.")
    if result.shape == (28, 28):
        raise NotYet(
            "expected ten mean images, shape (10, 28, 28), got one of shape (28, 28).",
            "one mean per class: a loop over `range(10)` and a mask in each round.",
        )
    if result.shape == (10,):
        raise NotYet(
            "expected an image for each class, shape (10, 28, 28), got one number for each.",
            "`.mean()` averages everything; `.mean(dim=0)` only over the garments.",
            "wrong_dim",
        )
    hint = ""
    if result.shape == (280, 28):
        hint = "`torch.cat` joins the images below each other; `torch.stack` gives them a dim 0."
    elif result.shape == (10, 1, 28, 28):
        hint = "`keepdim=True` left a 1 too many; without it, or with `squeeze(1)`, it is gone."
    elif sorted(result.shape) == [10, 28, 28]:
        hint = "the ten classes are dim 0: `torch.stack(means)`."
    elif result.shape[1:] == (28, 28):
        hint = "there are ten classes, `range(10)`, and each round adds its mean to the same list."
    return expect_tensor(result, "the mean images", (10, 28, 28), hint)


def _look_at_means(result, images, labels):
    expected = torch.stack([images[labels == c].float().mean(dim=0) for c in range(10)])
    if not result.is_floating_point():
        raise NotYet(
            f"expected floats, got {result.dtype}, which has no room for a mean such as 97.25.",
            "`.float()` before the mean.",
        )
    result = result.float()
    if torch.allclose(result * 255, expected, atol=0.1):
        raise NotYet(
            "the means lie between 0 and 1; expected the mean of the pixels as they are, 0 to 255.",
            "leave out the division by 255.",
        )
    for c in range(10):
        if torch.allclose(result[c], expected[c], atol=0.01):
            continue
        row, column = ((result[c] - expected[c]).abs() > 0.01).nonzero()[0].tolist()
        found, wanted = float(result[c, row, column]), float(expected[c, row, column])
        raise NotYet(
            f"class {c}: expected {wanted:.2f} in row {row}, column {column}, got {found:.2f}.",
            f"the image is {what}."
            if (what := what_led_to(result[c], _means_gone_wrong(images, labels, c)))
            else "keep the garments of the class, turn them into floats, then `mean(dim=0)`.",
        )


def _means_gone_wrong(images, labels, c):
    """What the image of class `c` is after a mistake, and a hint → that image."""
    mine = images[labels == c]
    total = mine.sum(dim=0)
    mask = "`labels == c` is a mask, `images[labels == c]`"
    float_first = "`.float()` first, then `mean(dim=0)`"
    others = {
        f"the mean of class {other}: {mask}": images[labels == other].float().mean(dim=0)
        for other in range(10)
        if other != c
    }
    return {
        f"the mean of all garments: {mask}": images.float().mean(dim=0),
        f"the sum, not the mean: {float_first}": total,
        "the median, not the mean: `mean(dim=0)`": mine.float().median(dim=0).values,
        "the mean without its decimals: `/`, not `//`": total // len(mine),
        f"too dark, as the sum overflowed its byte: {float_first}": total % 256 / len(mine),
        f"too dark, divided by all {len(images)} images, not its own": total / len(images),
        "lying on its side, rows and columns swapped: no `.T`": mine.float().mean(dim=0).T,
        "one garment, the first of its class: `mean(dim=0)` of all of them": mine[0],
        f"garment {c}, whatever its class: {mask}": images[c],
        **others,
    }


def hidden_class_means(answer):
    from fmnist_helpers.checks import class_means

    class_means(answer, strict=True, counts=(30, 41))


SHAPES = (  # as the exercise lists them
    ((60, 28, 28), (28, 28)),
    ((60, 28, 28), (60,)),
    ((60, 28, 28), (60, 1, 1)),
    ((64, 1), (64,)),
)


@check(points=1)
def broadcast_shapes(answers) -> str:
    """For each pair in ``SHAPES`` the shape of their sum, or "error" if they don't fit."""
    if not isinstance(answers, list | tuple) or all(isinstance(each, int) for each in answers):
        raise NotYet(
            f"expected a list of four answers, shapes or texts, got {describe(answers)}.",
            'such as [(28, 28), "error", (60,), (1, 1)].',
        )
    if len(answers) != len(SHAPES):
        raise NotYet(
            f"expected an answer for each of {len(SHAPES)} pairs, got {len(answers)}.",
            'a pair that doesn\'t fit has one too: "error".',
        )
    for number, (pair, answer) in enumerate(zip(SHAPES, answers, strict=True), start=1):
        _look_at_shape(number, pair, answer)
    return "you can tell from two shapes what comes out, before anything runs."


def _look_at_shape(number, pair, answer):
    first, second = pair
    if answer is None or answer is ...:
        raise NotYet(f"pair {number} has no answer yet.", 'a shape such as (28, 28), or "error".')
    try:
        right = tuple(torch.broadcast_shapes(first, second))
    except RuntimeError:
        right = "error"
    if isinstance(answer, str):
        said = answer.strip().lower()
    elif isinstance(answer, torch.Tensor):
        said = tuple(answer.shape)
    else:
        said = tuple(answer) if isinstance(answer, list | tuple) else answer
    if said == right:
        return
    told = f"pair {number}, {first} and {second}"
    if said != "error" and not isinstance(said, tuple):
        raise NotYet(
            f'{told}: expected a shape such as (28, 28), or "error", got {describe(answer)}.'
        )
    if right == "error":
        raise NotYet(
            f"{told}: they don't fit.",
            "write one under the other, right-aligned: 28 stands over 60.",
            "broadcast",
        )
    if said == "error":
        raise NotYet(
            f"{told}: they do fit.",
            "compare from the right; a 1 is stretched, and a missing dimension counts as 1.",
            "broadcast",
        )
    hint = "compare from the right; in each place the larger number wins over a 1."
    if first == (64, 1):
        hint = "(64,) counts as (1, 64): each of 64 rows meets each of 64 columns."
    elif len(said) > len(first):
        hint = f"the shapes are not joined: nothing has more than {len(first)} dimensions here."
    elif len(said) < len(first):
        hint = "nothing is cut off: the result has as many dimensions as the longer shape."
    elif any(size > max(pair) for size, *pair in zip(said, first, (1, *second)[-3:], strict=False)):
        hint = "the numbers are added, not the shapes."
    raise NotYet(f"{told}: {said} is not what comes out.", hint, "broadcast")


FROM_ARGUMENTS = "take N, H and W from `images.shape`, and `columns` from the argument."


@check(points=3, errors={"invalid for input of size": FROM_ARGUMENTS})
def contact_sheet(function, *, sheets=((12, 28, 28, 4), (6, 5, 7, 2), (3, 4, 4, 3))) -> str:
    """``function(images, columns)``: uint8 (N, H, W) → one image, `columns` images in each row."""
    for count, height, width, columns in sheets:
        images = torch.randint(0, 256, (count, height, width), dtype=torch.uint8)
        result = call(function, images.clone(), columns)
        expect_tensor(result, "one image", hint="`torch.cat` joins rows to one tensor.")
        _look_at_sheet(result, images, columns)
    return "each garment is whole, and they read like a text: left to right, then down."


def _look_at_sheet(result, images, columns):
    count, height, width = images.shape
    rows = count // columns
    expected = sheet(images, columns)
    said = f"{count} images of {height}×{width} in {columns} columns"
    if result.shape != expected.shape:
        raise NotYet(
            f"{said}: expected {tuple(expected.shape)}, got {tuple(result.shape)}"
            f"{why_another_shape(result, expected, images, columns)}",
            FROM_ARGUMENTS,
        )
    if torch.equal(result.double(), expected.double()):
        if result.dtype != images.dtype:
            raise NotYet(f"the sheet is right; expected {images.dtype}, got {result.dtype}.")
        return
    if torch.allclose(result.double() * 255, expected.double()):
        raise NotYet("the sheet was divided by 255.", "leave the pixels as they are, uint8.")
    if torch.equal(result, images.reshape(expected.shape)):
        raise NotYet(
            "the shape is right and the picture is scrambled: reshape reads the numbers on and on, "
            "so each line of the sheet holds lines of one garment, not of its neighbors.",
            "first split the garments into rows and columns, then bring the two dimensions that "
            "run down side by side with `permute`, and only then reshape to two dimensions.",
            "reshape_scrambles",
        )
    places = result.reshape(rows, height, columns, width).transpose(1, 2).flatten(0, 1)
    found = [which_image(place, images) for place in places]
    if None not in found:
        place = next(i for i, number in enumerate(found) if number != i)
        raise NotYet(
            f"each garment is whole, but in row {place // columns}, column {place % columns} is "
            f"garment {found[place]}; expected {place}.",
            "left to right, then down: `images.reshape(rows, columns, …)`, in this order.",
        )
    if width == height and torch.equal(places, images.transpose(1, 2)):
        raise NotYet(
            "each garment lies on its side: its rows and columns are swapped.",
            "H comes before W, also after `permute`.",
        )
    raise NotYet(
        f"{said}: the shape is right, but no garment is whole: lines of several are mixed.",
        "which dimensions run down the sheet, and which across? Draw it with `plots.garment`.",
    )


def hidden_contact_sheet(answer):
    from fmnist_helpers.checks import contact_sheet

    contact_sheet(answer, strict=True, sheets=((8, 3, 6, 4), (15, 2, 2, 5), (4, 7, 3, 1)))
