"""Checks of lessons 00 to 03: images, tables, datasets and batches."""

import math
from pathlib import Path

import torch
from torch.utils.data import DataLoader, Dataset, RandomSampler, TensorDataset

from fmnist_helpers.checks._run import call, check, kind
from fmnist_helpers.checks._verdict import NotTried, NotYet
from fmnist_helpers.sources import CLASS_NAMES


@check("00.numbers")
def numbers_in_image(count) -> str:
    """How many numbers hold one gray image of 28 × 28 pixels: an int."""
    _whole_number(count)
    if count == 28 * 28:
        return "28 rows of 28 pixels are 784 numbers, one for each pixel."
    meaning = {
        28: "counts one row only.",
        56: "adds rows and columns; a rectangle has rows times columns.",
        255: "is the largest value of a pixel, not how many there are.",
        256: "is how many values a pixel can have, not how many pixels there are.",
        3 * 784: "is right for a color image; these are gray, with one channel.",
    }
    raise NotYet(
        f"expected rows times columns, got {count}, which "
        f"{meaning.get(count, 'is another number.')}",
        "look at the shape of the image.",
    )


@check("00.sneaker")
def sneaker(index, labels) -> str:
    """An index into `labels`, int64 (N,), at which a sneaker stands."""
    if isinstance(index, torch.Tensor) and index.numel() == 1 and not index.is_floating_point():
        index = int(index)
    _whole_number(index)
    if not -len(labels) <= index < len(labels):
        raise NotYet(
            f"index {index} is past the end: there are {len(labels)} images, from 0 to "
            f"{len(labels) - 1}.",
            "try a smaller number.",
        )
    if CLASS_NAMES[int(labels[index])] == "Sneaker":
        return f"image {index} has the label {int(labels[index])}, and that is Sneaker."
    if index == CLASS_NAMES.index("Sneaker"):
        raise NotYet(
            f"expected the place of an image, got {index}, which is the number of the class.",
            "look at the label there: `train_set.targets[my_index]`.",
        )
    raise NotYet(
        f"expected a sneaker, got {CLASS_NAMES[int(labels[index])]} at index {index}.",
        "`train_set.targets[:20]` shows the first labels; Python counts from 0.",
    )


@check("01.class_mean")
def class_mean(function) -> str:
    """``function(images, labels, label)``: uint8 (N, 28, 28), int64 (N,), int → float (28, 28)."""
    images = torch.randint(0, 256, (40, 28, 28), dtype=torch.uint8)
    labels = torch.arange(40) % 4
    result = call(function, images, labels, 2)
    expected = images[labels == 2].float().mean(dim=0)
    _same_shape(result, expected, "one picture, the mean over the images of the class")
    if torch.allclose(result.float(), images.float().mean(dim=0), atol=1e-3):
        raise NotYet(
            "expected the mean of one class, got the mean of all images.",
            "`images[labels == label]` keeps the images of one class.",
        )
    if torch.allclose(result.float() * 255, expected, atol=0.5):
        result = result.float() * 255
    if not torch.allclose(result.float(), expected, atol=0.01):
        raise NotYet(
            f"expected {expected[0, 0]:.2f} in the first pixel, got {float(result[0, 0]):.2f}.",
            "take the mean as floats, over the images: `.float().mean(dim=0)`.",
        )
    return "it picks the images of one class and averages them pixel by pixel."


@check("01.invert")
def invert(function) -> str:
    """``function(image)``: float (1, 28, 28) in [0, 1] → the negative, same shape and range."""
    image = torch.rand(1, 28, 28)
    before = image.clone()
    result = call(function, image)
    _same_shape(result, before, "an image of the same shape")
    if torch.allclose(result, 255 - before, atol=1e-3):
        raise NotYet(
            "expected values from 0 to 1, got values up to 255: white is 1.0 here, not 255.",
            "the image is one of `ToTensor`: its largest value is 1.0.",
            "scaling",
        )
    if torch.allclose(result, -before):
        raise NotYet("expected values from 0 to 1, got negative ones.", "white is 1.0, black 0.0.")
    if not torch.allclose(result, 1 - before, atol=1e-5):
        raise NotYet(
            f"expected {1 - before[0, 0, 0]:.3f} for a pixel of {before[0, 0, 0]:.3f}, got "
            f"{float(result.flatten()[0]):.3f}.",
            "how far is the pixel from white, 1.0?",
        )
    return "each pixel becomes its distance from white, and stays between 0 and 1."


@check("02.read_table")
def read_table(function) -> str:
    """``function(path)``: the table of a ``labels.csv`` without a header, a row an image."""
    names = [f"garment{i}.png" for i in range(7)]
    path = Path("labels.csv")
    path.write_text("".join(f"{name}, {i % 10}\n" for i, name in enumerate(names)))
    table = call(function, str(path))
    try:
        rows = len(table)
    except TypeError:
        raise NotYet(f"expected a table with 7 rows, got {kind(table)}.") from None
    if rows == 6:
        raise NotYet(
            "expected 7 rows, got 6, which usually means that the first row was taken for a "
            "heading.",
            "`pd.read_csv` has an argument that says there is no header.",
            "header_eaten",
        )
    if rows != 7:
        raise NotYet(f"expected 7 rows, one for each line, got {rows}.", "read every line once.")
    first = table.iloc[0].tolist() if hasattr(table, "iloc") else list(table[0])
    if str(first[0]) != names[0] or str(first[-1]).strip() != "0":
        raise NotYet(f"expected {names[0]!r} and 0 in the first row, got {first}.")
    if str(first[-1]).startswith(" "):
        raise NotYet("the label still has a space before it.", "`skipinitialspace=True` drops it.")
    return "all 7 lines are rows; none was taken for a heading."


@check("02.to_float")
def to_float(function) -> str:
    """``function(image)``: uint8 (C, H, W) → float32 in [0, 1], divided by 255 exactly once."""
    _look_at_dark(function)
    image = torch.randint(0, 256, (1, 28, 28), dtype=torch.uint8)
    image[0, 0, :2] = torch.tensor([0, 255], dtype=torch.uint8)
    result = call(function, image.clone())
    _same_shape(result, image, "an image of the same shape")
    top = float(result.max())
    if not result.is_floating_point() or top > 1:
        raise NotYet(
            f"expected floats up to 1, got {result.dtype} up to {top:g}, which usually means that "
            "the image was never scaled.",
            "`read_image` gives bytes from 0 to 255; it is no `ToTensor`.",
            "scaling",
        )
    if top < 0.01:
        raise NotYet(
            f"expected the largest value to be 1, got {top:.4f}, which means that the image was "
            "scaled twice.",
            "divide by 255 once; `v2.ToDtype(torch.float32, scale=True)` divides already.",
            "scaling",
        )
    if not torch.allclose(result.float(), image / 255, atol=1e-6):
        raise NotYet(
            f"expected {float(image[0, 0, 2]) / 255:.4f} for a byte of {int(image[0, 0, 2])}, got "
            f"{float(result[0, 0, 2]):.4f}.",
            "each value divided by 255.",
        )
    if result.dtype != torch.float32:
        raise NotYet(
            f"the values are right; expected torch.float32, got {result.dtype}, which a model "
            "refuses.",
            "`.float()`, or `v2.ToDtype(torch.float32, scale=True)`",
        )
    return "bytes from 0 to 255 became floats from 0 to 1, scaled once."


def _look_at_dark(function) -> None:
    """A picture whose lightest byte is 51 shows who divides by the largest value instead of 255."""
    dark = torch.full((1, 28, 28), 51, dtype=torch.uint8)
    result = call(function, dark)
    if isinstance(result, torch.Tensor) and result.is_floating_point() and 0.99 < result.min() <= 1:
        raise NotYet(
            "expected each value divided by 255, got each divided by this picture's own largest.",
            "255 is the same for every picture; a dark one should stay dark.",
            "scaling",
        )


GETITEM_LINES = (
    "return {'image': image, 'label': label}",
    "path = self.img_dir / self.img_labels.iloc[idx, 0]",
    "image = self.transform(image)",
    "image = read_image(path)",
    "label = int(self.img_labels.iloc[idx, 1])",
)


@check("02.getitem_order")
def getitem_order(order) -> str:
    """The lines of ``GETITEM_LINES``, by their numbers, in an order in which they run."""
    if sorted(_numbers(order)) != list(range(5)):
        raise NotYet(f"expected each number from 0 to 4 once, got {list(order)}.")
    place = {line: order.index(line) for line in range(5)}
    if place[0] != 4:
        raise NotYet("`return` ends the method: lines after it never run.", "put line 0 last.")
    if place[1] > place[3]:
        raise NotYet("the file is read before its path is known.", "line 3 uses `path`.")
    if place[3] > place[2]:
        raise NotYet("the image is transformed before it was read.", "line 2 uses `image`.")
    return "each line finds what it uses, and `return` comes last."


@check("03.loader")
def loader(answer) -> str:
    """A ``DataLoader`` with batches of 25 that shuffles."""
    if isinstance(answer, Dataset):
        raise NotYet(
            f"expected a DataLoader, got {kind(answer)}: a dataset answers for one sample, a "
            "loader puts samples together.",
            "`DataLoader(dataset, …)` is made around a dataset.",
            "dataset_for_dataloader",
        )
    if not isinstance(answer, DataLoader):
        raise NotYet(f"expected a DataLoader, got {kind(answer)}.", "`DataLoader(dataset, …)`")
    first = next(iter(answer))
    images = first["image"] if isinstance(first, dict) else first[0]
    if len(images) != 25:
        raise NotYet(f"expected batches of 25 images, got {len(images)}.", "`batch_size=25`")
    if not _shuffles(answer):
        raise NotYet("expected a new order in each epoch, got the same.", "`shuffle=True`")
    return "it gives batches of 25, in a new order each epoch."


@check("03.test_loader")
def test_loader(function) -> str:
    """``function(test_set)``: a loader over all of it that is right for measuring."""
    test_set = TensorDataset(torch.rand(50, 1, 28, 28), torch.arange(50) % 10)
    answer = call(function, test_set)
    if not isinstance(answer, DataLoader):
        raise NotYet(f"expected a DataLoader, got {kind(answer)}.")
    labels = torch.cat([labels for _, labels in answer])
    if _shuffles(answer):
        raise NotYet(
            "the test images are shuffled. The order does not change how many answers are right, "
            "so it cannot help the accuracy; but prediction 7 no longer belongs to image 7.",
            "leave `shuffle` at False for everything that only measures.",
            "shuffled_test_set",
        )
    if len(labels) != 50:
        raise NotYet(
            f"expected all 50 test images, got {len(labels)}.", "`drop_last` leaves images out."
        )
    return "every test image comes once, in its own place."


@check("03.steps")
def steps(count) -> str:
    """How many steps three epochs over 1,000 images in batches of 64 take: an int."""
    _whole_number(count)
    right = 3 * math.ceil(1000 / 64)
    if count == right:
        return "16 batches an epoch, the last one short, and three epochs: 48 steps."
    meaning = {
        3: "counts epochs. A step takes one batch.",
        16: "counts the steps of one epoch.",
        45: "leaves out the short last batch of each epoch.",
        47: "cuts the batches across epochs; each epoch ends with its own short batch.",
        3000: "counts images. A step takes a whole batch.",
        1000: "counts images. A step takes a whole batch.",
        192: "multiplies the batch size by the epochs.",
    }
    raise NotYet(
        f"expected the number of batches in three epochs, got {count}, which "
        f"{meaning.get(count, 'is another number.')}",
        "how many batches hold 1,000 images, if the last may be short?",
        "epoch_for_step",
    )


@check("03.as_batch")
def as_batch(function) -> str:
    """``function(image)``: uint8 (28, 28) → a batch of one, float (1, 1, 28, 28) in [0, 1]."""
    image = torch.randint(0, 256, (28, 28), dtype=torch.uint8)
    image[0, 0] = 255
    result = call(function, image)
    if not isinstance(result, torch.Tensor):
        raise NotYet(f"expected a tensor, got {kind(result)}.")
    if result.ndim == 4 and result.shape[:2] == (28, 28):
        raise NotYet(
            f"both dimensions are there, at the wrong end: the shape is {tuple(result.shape)}.",
            "batch and channel go in front: `.unsqueeze(0)`.",
            "missing_dimension",
        )
    if result.shape != (1, 1, 28, 28):
        raise NotYet(
            f"expected the shape (1, 1, 28, 28), got {tuple(result.shape)}: a dimension is "
            "missing, for the batch, for the channel, or for both.",
            "`.unsqueeze(0)` puts a dimension of 1 in front.",
            "missing_dimension",
        )
    if not result.is_floating_point() or float(result.max()) > 1:
        raise NotYet(
            f"the shape is right; expected floats up to 1, got {result.dtype} up to "
            f"{float(result.max()):g}.",
            "divide by 255.",
            "scaling",
        )
    if not torch.allclose(result[0, 0].float(), image / 255, atol=1e-6):
        raise NotYet(
            f"the shape is right; expected {float(image[0, 1]) / 255:.4f} for a byte of "
            f"{int(image[0, 1])}, got {float(result[0, 0, 0, 1]):.4f}.",
            "divide by 255 once.",
            "scaling",
        )
    return "one image, one channel, 28 rows, 28 columns: a model can take it."


def _shuffles(loader: DataLoader) -> bool:
    sampler = loader.sampler
    if isinstance(sampler, RandomSampler):
        return True
    inner = getattr(sampler, "sampler", None) or getattr(loader.batch_sampler, "sampler", None)
    return isinstance(inner, RandomSampler)


def _whole_number(value) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise NotYet(
            f"expected a whole number, got {kind(value)}.",
            "write it without quotes and without a decimal point.",
        )


def _numbers(order) -> list:
    if not isinstance(order, list | tuple) or not all(isinstance(i, int) for i in order):
        raise NotYet(f"expected a list of line numbers, got {kind(order)}.", "such as [1, 0, 2].")
    if not order:
        raise NotTried
    return list(order)


def _same_shape(result, expected: torch.Tensor, what: str) -> None:
    if not isinstance(result, torch.Tensor):
        raise NotYet(f"expected a tensor, {what}, got {kind(result)}.")
    if result.shape != expected.shape:
        raise NotYet(
            f"expected {what}, of shape {tuple(expected.shape)}, got {tuple(result.shape)}."
        )
