"""Checks of lesson 01: overflow, class means, shapes that broadcast, and a contact sheet."""

import torch

from fmnist_helpers.checks.engine import NotYet, call, check, describe, expect_tensor

__all__ = ["brighten", "broadcast_shapes", "class_means", "contact_sheet"]


@check(points=2)
def brighten(function) -> str:
    """``function(image, amount)``: uint8 (H, W) → uint8 (H, W), brighter, 255 at most."""
    image = torch.randint(0, 256, (28, 28), dtype=torch.uint8)
    image[0, :3] = torch.tensor([0, 200, 255])
    _look_for_own_variable(
        call(function, image.clone(), 60), call(function, 255 - image, 60), "image", "boot"
    )
    for amount in (60, 1, 255, int(torch.randint(70, 200, ()))):
        given = image.clone()
        result = expect_tensor(call(function, given, amount), "an image", image.shape)
        _look_at_brightened(result, image, amount)
        if not torch.equal(given, image):
            raise NotYet(
                "the result is right, but your function also changed the image that it was given.",
                "work on a copy: `image.int()` makes one, and so does `image + …`.",
            )
    return "bright pixels stop at white, and the image stays uint8."


def _look_for_own_variable(one, other, argument, variable):
    """Raise NotYet if two different inputs led to the same result."""
    if (
        isinstance(one, torch.Tensor)
        and isinstance(other, torch.Tensor)
        and torch.equal(one, other)
    ):
        raise NotYet(
            f"two different inputs, the same result: your function doesn't use `{argument}`.",
            f"did you write `{variable}`?",
        )


def _look_at_brightened(result, image, amount):
    expected = (image.int() + amount).clamp(max=255)
    if torch.equal(result.int(), (image.int() + amount) % 256) and amount < 255:
        raise NotYet(
            f"a pixel of 200 plus {amount} became {int(result[0, 1])}, and 255 became "
            f"{int(result[0, 2])}: the sum still wraps around at 256."
            if amount > 55
            else f"255 plus {amount} became {int(result[0, 2])}: the sum wraps around at 256.",
            "one of two: the sum was made in uint8, or it went back to uint8 before "
            "`clamp(max=255)`. Order: more room, add, clamp, back.",
            "overflow",
        )
    if not torch.isclose(result.double(), expected.double()).all():
        row, column = (result.double() != expected.double()).nonzero()[0].tolist()
        before, found = int(image[row, column]), float(result[row, column])
        hint = "add the amount to every pixel; `clamp(max=255)` stops at white."
        if found > 255:
            hint = "white is 255; `clamp(max=255)` stops there."
        raise NotYet(
            f"a pixel of {before} plus {amount} should be {int(expected[row, column])}, and became "
            f"{found:g}.",
            hint,
        )
    if result.dtype != torch.uint8:
        raise NotYet(
            f"the values are right; expected torch.uint8, as the image was, got {result.dtype}.",
            "`.to(torch.uint8)`, at the end.",
        )


def hidden_brighten(answer):
    import torch

    for amount in (0, 13, 254):
        image = torch.randint(0, 256, (5, 9), dtype=torch.uint8)
        expected = (image.int() + amount).clamp(max=255).to(torch.uint8)
        assert torch.equal(answer(image.clone(), amount), expected), amount


@check(points=2)
def class_means(function) -> str:
    """``function(images, labels)``: uint8 (N, 28, 28), int64 (N,) → float (10, 28, 28)."""
    for count in (57, 83):
        # Classes of different sizes, in no order, and different images in every call.
        labels = torch.cat([torch.arange(10), torch.randint(0, 10, (count - 10,))])
        labels = labels[torch.randperm(count)]
        images = torch.randint(0, 256, (count, 28, 28), dtype=torch.uint8)
        result = _call_for_means(function, images, labels)
        other = _call_for_means(function, 255 - images, labels)
        _look_for_own_variable(result, other, "images", "train_set.images")
        first = images[labels == 0].float().mean(dim=0)
        _look_at_means(_stacked(result, first), images, labels)
    return "ten mean images, one per class, each over its own garments only."


def _call_for_means(function, images, labels):
    try:
        return call(function, images.clone(), labels.clone())
    except RuntimeError as error:
        count = int((labels == 0).sum())
        if f"got [{count}, 28] at entry 0" not in str(error):
            raise
        raise NotYet(
            f"your function raised RuntimeError: {error}.",
            f"{count} garments of class 0 are still there; `dim=0` is the dimension that counts "
            "garments.",
        ) from error


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
        raise NotYet(
            f"expected one tensor, got {describe(result)} tensors.",
            "`torch.stack(means)` makes one tensor of a list of tensors of the same shape.",
        )
    result = expect_tensor(result, "the mean images")
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
    return expect_tensor(result, "the mean images", (10, 28, 28))


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
        if torch.allclose(result[c], images.float().mean(dim=0), atol=0.01):
            raise NotYet(
                f"the image of class {c} is the mean of all garments.",
                "`labels == c` is a mask: `images[labels == c]`.",
            )
        if torch.allclose(result[c], (images[labels == c].sum(dim=0) / images.shape[0]).float()):
            raise NotYet(
                f"the image of class {c} is too dark: the sum was divided by all {len(images)} "
                f"images, and {int((labels == c).sum())} are of this class.",
                "divide by as many as you added, or let `mean` do it.",
            )
        if torch.allclose(result[c], expected[c].T, atol=0.01):
            raise NotYet(
                f"class {c}: each picture lies on its side: rows and columns are swapped.",
                "`mean(dim=0)` leaves them in order.",
            )
        row, column = ((result[c] - expected[c]).abs() > 0.01).nonzero()[0].tolist()
        found, wanted = float(result[c, row, column]), float(expected[c, row, column])
        raise NotYet(
            f"class {c}: expected {wanted:.2f} in row {row}, column {column}, got {found:.2f}.",
            "keep the garments of the class, turn them into floats, then `mean(dim=0)`.",
        )


def hidden_class_means(answer):
    import torch

    labels = torch.cat([torch.arange(10), torch.randint(0, 10, (31,))])
    images = torch.randint(0, 256, (41, 28, 28), dtype=torch.uint8)
    means = answer(images, labels).float()
    for c in range(10):
        expected = images[labels == c].float().mean(dim=0)
        assert torch.allclose(means[c], expected, atol=0.1), f"class {c}"


SHAPES = (  # as the exercise lists them
    ((60, 28, 28), (28, 28)),
    ((60, 28, 28), (60,)),
    ((60, 28, 28), (60, 1, 1)),
    ((64, 1), (64,)),
)


@check(points=1)
def broadcast_shapes(answers) -> str:
    """For each pair in ``SHAPES`` the shape of their sum, or "error" if they don't fit."""
    if not isinstance(answers, list | tuple):
        raise NotYet(
            f"expected a list of four answers, got {describe(answers)}.",
            'such as [(28, 28), "error", (60,), (1, 1)].',
        )
    if len(answers) != len(SHAPES):
        raise NotYet(f"expected an answer for each of {len(SHAPES)} pairs, got {len(answers)}.")
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
    raise NotYet(f"{told}: {said} is not what comes out.", hint, "broadcast")


FROM_ARGUMENTS = "take N, H and W from `images.shape`, and `columns` from the argument."


@check(points=3)
def contact_sheet(function) -> str:
    """``function(images, columns)``: uint8 (N, H, W) → one image, `columns` images in each row."""
    for count, height, width, columns in ((12, 28, 28, 4), (6, 5, 7, 2), (3, 4, 4, 3)):
        images = torch.randint(0, 256, (count, height, width), dtype=torch.uint8)
        try:
            result = expect_tensor(call(function, images.clone(), columns), "one image")
        except RuntimeError as error:
            if "invalid for input of size" not in str(error):
                raise
            raise NotYet(
                f"{count} images of {height}×{width} in {columns} columns: your function raised "
                f"RuntimeError: {error}.",
                FROM_ARGUMENTS,
            ) from error
        _look_at_sheet(result, images, columns)
    return "each garment is whole, and they read like a text: left to right, then down."


def _look_at_sheet(result, images, columns):
    count, height, width = images.shape
    rows = count // columns
    expected = _sheet(images, columns)
    said = f"{count} images of {height}×{width} in {columns} columns"
    if result.shape != expected.shape:
        if result.shape == (columns * height, rows * width) and rows != columns:
            raise NotYet(
                f"{said}: expected {tuple(expected.shape)}, got {tuple(result.shape)}: rows and "
                "columns are swapped.",
                "`columns` images side by side; the number of rows follows from it.",
            )
        raise NotYet(
            f"{said}: expected {tuple(expected.shape)}, got {tuple(result.shape)}.", FROM_ARGUMENTS
        )
    if torch.equal(result.double(), expected.double()):
        if result.dtype != images.dtype:
            raise NotYet(f"the sheet is right; expected {images.dtype}, got {result.dtype}.")
        return
    if torch.equal(result, images.reshape(expected.shape)):
        raise NotYet(
            "the shape is right and the picture is scrambled: reshape reads the numbers on and on, "
            "so each line of the sheet holds lines of one garment, not of its neighbors.",
            "first split the garments into rows and columns, then bring the two dimensions that "
            "run down side by side with `permute`, and only then reshape to two dimensions.",
            "reshape_scrambles",
        )
    downwards = images.reshape(columns, rows, height, width).permute(1, 2, 0, 3)
    if torch.equal(result, downwards.reshape(expected.shape)):
        raise NotYet(
            "each garment is whole, but they run down first; expected left to right, then down.",
            "`images.reshape(rows, columns, …)`, in this order.",
        )
    raise NotYet(
        f"{said}: the shape is right, but the pixels are not where they should be.",
        "draw your result with `plots.garment`: what has moved?",
    )


def _sheet(images, columns):
    """By joining, so that there is a second way to the same picture."""
    rows = [torch.cat(list(row), dim=1) for row in images.split(columns)]
    return torch.cat(rows, dim=0)


def hidden_contact_sheet(answer):
    import torch

    for count, height, width, columns in ((8, 3, 6, 4), (15, 2, 2, 5), (4, 7, 3, 1)):
        images = torch.randint(0, 256, (count, height, width), dtype=torch.uint8)
        rows = [torch.cat(list(row), dim=1) for row in images.split(columns)]
        assert torch.equal(answer(images, columns), torch.cat(rows)), (count, columns)
