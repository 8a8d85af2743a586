"""Checks of lesson 03: a table of labels, `__getitem__`, scaling, and samples of one's own."""

from collections.abc import Callable
from pathlib import Path

import torch

from fmnist_helpers.checks.engine import (
    NotYet,
    call,
    check,
    describe,
    expect_tensor,
    line_places,
)
from fmnist_helpers.checks.engine.samples import image_and_label, look_at_image, look_at_label

__all__ = ["GETITEM_LINES", "getitem_order", "read_table", "sample", "to_float"]


@check(points=1)
def read_table(function: Callable) -> str:
    """``function(path)``: the table of a ``labels.csv`` without a header, one row per image."""
    names = [f"garment{i}.png" for i in range(7)]
    path = Path("labels.csv")
    path.write_text("".join(f"{name}, {i % 10}\n" for i, name in enumerate(names)))
    table = call(function, str(path))
    try:
        rows = len(table)
    except TypeError:
        raise NotYet(f"expected a table with 7 rows, got {describe(table)}.") from None
    if rows == 6:
        raise NotYet(
            "expected 7 rows, got 6: the first row was probably taken for a header.",
            "`pd.read_csv` has an argument that says there is no header.",
            "header_eaten",
        )
    if rows != 7:
        raise NotYet(f"expected 7 rows, one per line, got {rows}.", "read every line once.")
    first = table.iloc[0].tolist() if hasattr(table, "iloc") else list(table[0])
    if str(first[0]) != names[0] or str(first[-1]).strip() != "0":
        raise NotYet(f"expected {names[0]!r} and 0 in the first row, got {first}.")
    if str(first[-1]).startswith(" "):
        raise NotYet("the label still has a space before it.", "`skipinitialspace=True` drops it.")
    return "all 7 lines are rows; none was taken for a header."


def hidden_read_table(answer):
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        for rows in (1, 23):
            path = Path(folder, "labels.csv")
            lines = [f"coat {row}.png, {9 - row % 10}\n" for row in range(rows)]
            path.write_text("".join(lines), encoding="utf-8")
            table = answer(str(path))
            assert len(table) == rows, f"{rows} lines, {len(table)} rows"
            last = table.iloc[-1].tolist() if hasattr(table, "iloc") else list(table[-1])
            assert str(last[0]) == f"coat {rows - 1}.png", last
            assert int(last[-1]) == 9 - (rows - 1) % 10, last


GETITEM_LINES = (
    "return {'image': image, 'label': label}",
    "path = self.img_dir / self.img_labels.iloc[idx, 0]",
    "image = self.transform(image)",
    "image = read_image(path)",
    "label = int(self.img_labels.iloc[idx, 1])",
)


@check(points=1)
def getitem_order(order: object) -> str:
    """The lines of ``GETITEM_LINES``, by number, in an order in which they run."""
    give_back, make_path, transform, read, _ = line_places(order, GETITEM_LINES)
    if give_back != 4:
        raise NotYet("`return` ends the method: lines after it never run.", "put line 0 last.")
    if make_path > read:
        raise NotYet("the file is read before its path is known.", "line 3 uses `path`.")
    if read > transform:
        raise NotYet("the image is transformed before it is read.", "line 2 uses `image`.")
    return "each line finds what it uses, and `return` comes last."


@check(points=2)
def to_float(function: Callable) -> str:
    """``function(image)``: uint8 (C, H, W) → float32 in [0, 1], divided by 255 exactly once."""
    _try_dark_image(function)
    image = torch.randint(0, 256, (1, 28, 28), dtype=torch.uint8)
    image[0, 0, :2] = torch.tensor([0, 255], dtype=torch.uint8)
    result = expect_tensor(call(function, image.clone()), "an image", image.shape)
    top = float(result.max())
    if not result.is_floating_point() or top > 1:
        raise NotYet(
            f"expected floats up to 1, got {result.dtype} up to {top:g}: the image was probably "
            "never scaled.",
            "`read_image` returns bytes from 0 to 255; unlike `ToTensor`, it doesn't scale them.",
            "scaling",
        )
    if top < 0.01:
        raise NotYet(
            f"expected the largest value to be 1, got {top:.4f}: the image was scaled twice.",
            "divide by 255 once; `v2.ToDtype(torch.float32, scale=True)` already divides.",
            "scaling",
        )
    if not torch.allclose(result.float(), image / 255, atol=1e-6):
        raise NotYet(
            f"expected {float(image[0, 0, 2]) / 255:.4f} for a byte of {int(image[0, 0, 2])}, got "
            f"{float(result[0, 0, 2]):.4f}.",
            "divide each value by 255.",
        )
    if result.dtype != torch.float32:
        raise NotYet(
            f"the values are right; expected torch.float32, got {result.dtype}, which a model "
            "won't accept.",
            "`.float()`, or `v2.ToDtype(torch.float32, scale=True)`",
        )
    return "bytes from 0 to 255 became floats from 0 to 1, scaled once."


def _try_dark_image(function) -> None:
    """A picture whose brightest byte is 51 tells a division by the maximum from one by 255."""
    dark = torch.full((1, 28, 28), 51, dtype=torch.uint8)
    result = call(function, dark)
    if isinstance(result, torch.Tensor) and result.is_floating_point() and 0.99 < result.min() <= 1:
        raise NotYet(
            "expected each value divided by 255, got each divided by the largest in this image.",
            "255 is the same for every image; a dark one should stay dark.",
            "scaling",
        )


def hidden_to_float(answer):
    import torch

    for image in (
        torch.zeros(1, 28, 28, dtype=torch.uint8),
        torch.full((3, 5, 4), 255, dtype=torch.uint8),
        torch.randint(0, 100, (1, 28, 28), dtype=torch.uint8),
    ):
        assert torch.allclose(answer(image.clone()).float(), image / 255, atol=1e-6)


@check(points=1)
def sample(dataset: object) -> str:
    """The first, a middle and the last sample of `dataset`: type, shape, dtype, range, labels."""
    if not hasattr(dataset, "__getitem__") or not hasattr(dataset, "__len__"):
        raise NotYet(
            f"expected a dataset, with a length and an index, got {describe(dataset)}.",
            "pass the dataset, not one of its samples.",
        )
    if len(dataset) == 0:
        raise NotYet("the dataset is empty.", "does the table have rows?")
    for index in sorted({0, len(dataset) // 2, len(dataset) - 1}):
        image, label = image_and_label(dataset[index], f"sample {index}")
        look_at_image(image, f"the image of sample {index}", dims=3)
        look_at_label(label, f"the label of sample {index}")
    return f"{len(dataset)} samples, images {tuple(image.shape)} as {image.dtype}, whole labels."
