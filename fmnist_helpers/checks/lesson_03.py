"""Checks of lesson 03: a dataset from a blank cell, one to debug, and samples of one's own."""

import contextlib
import inspect
from collections.abc import Sequence
from pathlib import Path

import torch
from PIL import Image

from fmnist_helpers.checks.engine import NotTried, NotYet, check, describe, expect_tensor
from fmnist_helpers.checks.engine.rows import look_at_row
from fmnist_helpers.checks.engine.run import is_stub
from fmnist_helpers.checks.engine.samples import image_and_label, look_at_image, look_at_label
from fmnist_helpers.datasets import CustomImageDataset

__all__ = ["fixed_dataset", "image_dataset", "sample"]


def _folder(name: str, count: int, side: int) -> tuple[Path, Path, torch.Tensor, list[int]]:
    """A table and a folder of images: labels_csv, img_dir, uint8 (N, 1, H, W), labels.

    The table's order is not the alphabet's, the first label is not the second. The last row names
    the file of row 1, a dark image, once more, and the folder holds two images without a row.
    """
    images = torch.randint(0, 250, (count, 1, side, side), dtype=torch.uint8)
    images[:, 0, 0, 0] = 255
    images[1] //= 2
    images[-1] = images[1]
    labels = [(3 * i + 1) % 10 for i in range(count)]
    order = torch.randperm(count - 1).tolist()
    if order == sorted(order):
        order.reverse()
    table, img_dir = Path(name, "table.csv"), Path(name, "pictures")
    img_dir.mkdir(parents=True)
    names = [f"{name} {place:02}.png" for place in order]
    names.append(names[1])
    for file, image in zip(names, images, strict=True):
        Image.fromarray(image[0].numpy()).save(img_dir / file)
    for extra in ("without a label", "without a label, too"):
        Image.new("L", (side, side)).save(img_dir / f"{name} {extra}.png")
    rows = zip(names, labels, strict=True)
    table.write_text("".join(f"{file}, {label}\n" for file, label in rows), encoding="utf-8")
    return table, img_dir, images, labels


def _class(answer: object) -> type:
    """The learner's class itself, tried or not."""
    if isinstance(answer, type):
        if _is_untouched(answer):
            raise NotTried
        return answer
    if callable(answer) and is_stub(answer):
        raise NotTried
    if hasattr(answer, "__getitem__") and not isinstance(answer, str | bytes | list | dict):
        raise NotYet(
            "expected the class, got a dataset made with it.",
            "pass the class itself, without parentheses.",
        )
    raise NotYet(f"expected a class, got {describe(answer)}.", "`class …(Dataset):`")


def _is_untouched(answer: type) -> bool:
    own = {name for name in vars(answer) if name in ("__init__", "__len__", "__getitem__")}
    return not own and answer.__init__ is object.__init__


def _make(cls: type, *arguments, **options):
    """An object of the class, whose three methods are there."""
    for method in ("__init__", "__len__", "__getitem__"):
        inherited = getattr(torch.utils.data.Dataset, method, None)
        if getattr(cls, method, inherited) is inherited:
            raise NotYet(
                f"the class has no `{method}`.",
                "two underscores before the name and two after it, indented as far as the others.",
            )
    _look_at_parameters(cls, len(arguments), options)
    return cls(*arguments, **options)


PARAMETERS = ("annotations_file", "img_dir", "transform", "target_transform")


def _look_at_parameters(cls: type, given: int, options: dict) -> None:
    """Whether each method can be called as Python calls it, with those named `options`."""
    mine = [name for name in inspect.signature(cls.__init__).parameters if name in PARAMETERS]
    if mine != [name for name in PARAMETERS if name in mine]:
        raise NotYet(
            f"the parameters of `__init__` are ({', '.join(mine)}); the exercise has "
            f"({', '.join(name for name in PARAMETERS if name in mine)}).",
            "values are passed in that order, whatever the names: the file of the table comes "
            "first.",
        )
    for method, count in (("__len__", 1), ("__getitem__", 2), ("__init__", 1 + given)):
        wanted = ("self", *(("idx",) if method == "__getitem__" else PARAMETERS))[:count]
        try:
            named = options if method == "__init__" else {}
            inspect.signature(getattr(cls, method)).bind(*wanted, **named)
        except TypeError as error:
            wanted += tuple(f"{name}=…" for name in named)
            raise NotYet(
                f"Python calls `{method}({', '.join(wanted)})`, which yours can't take: {error}.",
                "the first parameter of a method is `self`; what may be left out has a default, "
                "such as `transform=None`.",
            ) from error


def _look_at_length(dataset: object, labels: list[int]) -> None:
    count = len(labels)
    try:
        found = len(dataset)
    except TypeError as error:
        if "object cannot be interpreted as an integer" not in str(error):
            raise
        raise NotYet(
            f"`__len__` returned {describe(type(dataset).__len__(dataset))}.",
            "one whole number: `return len(self.table)`",
        ) from error
    if found == count:
        return
    said = f"the table has {count} lines, and `len` says {found}"
    if found == count - 1 and _first_label(dataset) != labels[0]:
        raise NotYet(
            f"{said}: the first one was probably taken for a header.",
            "`pd.read_csv` has an argument that says there is no header.",
            "header_eaten",
        )
    if found == count - 1:
        said += ", though sample 0 is that of the first line"
    if found == count + 1:
        said += ": that many files are in the folder, some of which have no label"
    raise NotYet(
        f"{said}.",
        "`len(self.table)` counts the rows of the table that is passed to `__init__`, not one of "
        "the notebook: take nothing off, and drop no row, even if two name one file.",
    )


def _first_label(dataset: object) -> object:
    with contextlib.suppress(Exception):  # whatever is wrong with a sample is told later
        return dataset[0]["label"]


def _look_at_sample(dataset: object, row: int, images: torch.Tensor, label: int) -> None:
    """Row `row` against its image in `images` (uint8 or float) and the `label` expected."""
    found = dataset[row]
    if not isinstance(found, dict) or not {"image", "label"} <= found.keys():
        keys = ", ".join(map(describe, found)) if isinstance(found, dict) else ""
        what = f"a dict with {keys}" if keys else None
        raise NotYet(
            f'expected the dict {{"image": …, "label": …}}, got {what or describe(found)}.',
            '`return {"image": image, "label": label}`',
        )
    image = expect_tensor(
        found["image"], "the image as a tensor", hint="`read_image(path)` reads the file at a path."
    )
    look_at_row(image, row, images)
    _look_at_label(found["label"], row, label)


def _look_at_label(found: object, row: int, label: int) -> None:
    if isinstance(found, str):
        raise NotYet(
            f"the label of sample {row} is the text {found!r}; expected a whole number.",
            "`int(…)`" if found.strip().isdigit() else "the label is the number in column 1.",
            "label_dtype",
        )
    look_at_label(found, f"the label of sample {row}")
    if int(found) != label:
        raise NotYet(
            f"sample {row} has the label {int(found)}; its line in the table says {label}.",
            "the label is in row `idx`, column 1.",
        )


READING = {  # what errors mean
    "'NoneType' object is not callable": "no transform was passed, so that it is None, and None "
    "was called: ask first, `if self.transform:`, and the same for `self.target_transform`.",
    "No such file": "a file was looked for where there is none: join the folder that is passed to "
    "`__init__` and the name in the table, `Path(self.img_dir) / name`.",
}


@check(points=3, errors=READING)
def image_dataset(cls: type, *, folders: Sequence = (("coat", 7, 28), ("hat", 12, 9))) -> str:
    """A Dataset class: ``cls(annotations_file, img_dir, transform, target_transform)``."""
    cls = _class(cls)
    for name, count, side in folders:
        table, img_dir, images, labels = _folder(name, count, side)
        dataset, theirs = _make(cls, str(table), str(img_dir)), CustomImageDataset(table, img_dir)
        _look_at_length(dataset, labels)
        for row in (0, count - 1, 2):
            _look_at_sample(dataset, row, images, theirs[row]["label"])
        _look_at_transforms(cls, table, img_dir, labels)
    _look_when_files_are_read(cls)
    return "its samples are those of the package's CustomImageDataset, transforms included."


def _look_at_transforms(cls, table, img_dir, labels) -> None:
    seen = []

    def transform(image):
        seen.append(image)
        return image / 255 if isinstance(image, torch.Tensor) else image

    transform.__qualname__ = "transform"  # as an error would name it
    changed = _make(cls, table, img_dir, transform=transform)
    found = changed[1]
    if not seen:
        raise NotYet(
            "a transform was passed, and the image never went through it.",
            "`if self.transform: image = self.transform(image)`",
        )
    if not isinstance(seen[0], torch.Tensor) or seen[0].ndim != 3:
        raise NotYet(f"the transform got {describe(seen[0])}; expected the image.")
    if not torch.is_tensor(found["image"]) or not torch.equal(found["image"], seen[0] / 255):
        raise NotYet(
            "the transform ran, but what it returned was not kept.",
            "`image = self.transform(image)`",
        )
    asked = []

    def target_transform(label):
        asked.append(label)
        return f"class {label}"

    for options in ({"transform": None}, {"transform": transform}):
        plain = _make(cls, table, img_dir, target_transform=target_transform, **options)
        found = plain[1]["label"]
        if found != f"class {labels[1]}":
            both = " and a transform" if options["transform"] else ""
            raise NotYet(
                f"with a target_transform that makes texts{both}, expected 'class {labels[1]}' as "
                f"the label, got {describe(found)}.",
                "`self.target_transform` ran, but what it returned was not kept."
                if asked and not both
                else "the label goes through `self.target_transform`, if there is one, whether or "
                "not there is a transform: two `if`, no `elif`.",
            )


def _look_when_files_are_read(cls: type) -> None:
    """No image is read when the dataset is made, and none is kept: a changed file is seen."""
    table, img_dir, images, _ = _folder("scarf", 3, 5)
    file = img_dir / table.read_text(encoding="utf-8").split(",")[0]
    content = file.read_bytes()
    file.write_bytes(b"no image yet")
    try:
        dataset = _make(cls, table, img_dir)
    except NotYet:
        raise
    except Exception as error:
        raise NotYet(
            "making the dataset already reads images: it failed when one of the files held none.",
            "read the image in `__getitem__`; a million photos don't fit into memory.",
        ) from error
    file.write_bytes(content)
    dataset[0]
    Image.fromarray(255 - images[0, 0].numpy()).save(file)
    if torch.equal(dataset[0]["image"], images[0]):
        raise NotYet(
            "an image was kept: its file changed, and the dataset still returned the old one.",
            "read the image in `__getitem__`, each time; `__init__` reads the table only.",
        )


def hidden_image_dataset(answer):
    from fmnist_helpers.checks import image_dataset

    image_dataset(answer, strict=True, folders=[("sock", 23, 6)])


@check(points=2, errors=READING)
def fixed_dataset(cls: type, *, folders: Sequence = (("boot", 8, 28), ("shirt", 11, 7))) -> str:
    """The corrected ``HurriedDataset(annotations_file, img_dir)``: rows, range, files by name."""
    cls = _class(cls)
    for name, count, side in folders:
        table, img_dir, images, labels = _folder(name, count, side)
        dataset = _make(cls, str(table), str(img_dir))
        _look_at_length(dataset, labels)
        for row in (0, 3, count - 1):
            _look_at_sample(dataset, row, images / 255, labels[row])
    return "every row is there, each image is that of its label, and it is scaled once."


def hidden_fixed_dataset(answer):
    from fmnist_helpers.checks import fixed_dataset

    fixed_dataset(answer, strict=True, folders=[("bag", 15, 5)])


@check(points=1)
def sample(dataset: object) -> str:
    """The first, a middle and the last sample of `dataset`: type, shape, dtype, range, labels."""
    if (
        isinstance(dataset, type)
        or not hasattr(dataset, "__getitem__")
        or not hasattr(dataset, "__len__")
    ):
        raise NotYet(
            f"expected a dataset, with a length and an index, got {describe(dataset)}.",
            "pass the dataset, not one of its samples, and not its class.",
        )
    if len(dataset) == 0:
        raise NotYet("the dataset is empty.", "does the table have rows?")
    for index in sorted({0, len(dataset) // 2, len(dataset) - 1}):
        image, label = image_and_label(dataset[index], f"sample {index}")
        look_at_image(image, f"the image of sample {index}", dims=3)
        look_at_label(label, f"the label of sample {index}")
    return f"{len(dataset)} samples, images {tuple(image.shape)} as {image.dtype}, whole labels."
