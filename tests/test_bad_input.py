"""What people really put into a table of labels and a folder of images, case by case.

Each case either works as a person would expect, and gives the items listed with it, or is refused
with one error that names file and line and says what to do. None ends in a warning, in a row lost
without a word, or in an error from inside a library.
"""

import io
import os
import struct
import zlib
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
import torch
from PIL import Image

from fmnist_helpers.datasets import CustomImageDataset
from tests.support.helpers import write_images, write_table
from tests.support.systems import needs_modes

SHIRT, COAT = ("shirt1.png", 6), ("coat1.png", 4)
TWO = [SHIRT, COAT]
EXCEL_HINT = "save it as plain text, CSV in UTF-8"


class Case(NamedTuple):
    """A table beside the images shirt1.png and coat1.png, and what must come of it."""

    table: str | bytes
    items: list[tuple[str, int]] | None = None  # the rows that are read, or …
    error: str = ""  # … what the error says, as a regular expression
    line: int | None = None  # which it names


WORKS = {
    "as the tutorial writes it": Case("shirt1.png, 6\ncoat1.png, 4\n", TWO),
    "no space after the comma": Case("shirt1.png,6\ncoat1.png,4\n", TWO),
    "a header": Case("file_name,label\nshirt1.png,6\ncoat1.png,4\n", TWO),
    "a header in Korean": Case("파일,레이블\nshirt1.png,6\ncoat1.png,4\n", TWO),
    "a header in quotes": Case('"image","class"\n"shirt1.png","6"\n', [SHIRT]),
    "a header of one word and a comma": Case("name,label,\nshirt1.png,6,\n", [SHIRT]),
    "no newline at the end": Case("shirt1.png, 6\ncoat1.png, 4", TWO),
    "blank lines": Case("\n\nshirt1.png, 6\n\n   \ncoat1.png, 4\n\n\n", TWO),
    "blank lines before a header": Case("\n\nname, label\nshirt1.png, 6\n", [SHIRT]),
    "rows of commas, as spreadsheets leave them": Case("shirt1.png,6\n,\n , \n,,,\n", [SHIRT]),
    "CRLF": Case("shirt1.png, 6\r\ncoat1.png, 4\r\n", TWO),
    "CR alone": Case("shirt1.png, 6\rcoat1.png, 4\r", TWO),
    "a byte-order mark": Case("\ufeffshirt1.png, 6\ncoat1.png, 4\n".encode(), TWO),
    "a byte-order mark and a header": Case("\ufeffname,label\nshirt1.png,6\n".encode(), [SHIRT]),
    "a comma, and more semicolons within a name": Case("a;b;c.png,6\n", [("a;b;c.png", 6)]),
    "semicolons": Case("shirt1.png;6\ncoat1.png;4\n", TWO),
    "semicolons and a header": Case("name;label\nshirt1.png;6\n", [SHIRT]),
    "tabs": Case("shirt1.png\t6\ncoat1.png\t4\n", TWO),
    "quotes": Case('"shirt1.png", "6"\n"coat1.png",4\n', TWO),
    "spaces around": Case("  shirt1.png  ,  6  \n\tcoat1.png\t,\t4\n", TWO),
    "more columns": Case("shirt1.png, 6, train, 0.5\ncoat1.png, 4, test\n", TWO),
    "a comma too many": Case("shirt1.png, 6,\n", [SHIRT]),
    "the same image twice": Case("shirt1.png, 6\nshirt1.png, 6\n", [SHIRT, SHIRT]),
    "the same image with two labels": Case(
        "shirt1.png, 6\nshirt1.png, 0\n", [SHIRT, ("shirt1.png", 0)]
    ),
    "labels as pandas writes them beside a gap": Case("shirt1.png, 6.0\ncoat1.png, 4.\n", TWO),
    "a plus sign and zeros": Case("shirt1.png, +6\ncoat1.png, 004\n", TWO),
    "a negative zero": Case("shirt1.png, -0\n", [("shirt1.png", 0)]),
    "a class beyond the ten": Case(
        "shirt1.png, 10\ncoat1.png, 999\n", [("shirt1.png", 10), ("coat1.png", 999)]
    ),
    "the largest label": Case(f"shirt1.png, {10**18 - 1}\n", [("shirt1.png", 10**18 - 1)]),
    "a name with spaces and a comma": Case(
        '"my shirt, blue.png", 6\n', [("my shirt, blue.png", 6)]
    ),
    "a name with a quote in it": Case('5" disk.png, 8\n', [('5" disk.png', 8)]),
    "a name with doubled quotes": Case('"5"" disk.png", 8\n', [('5" disk.png', 8)]),
    "a name with a line break": Case(
        '"two\nlines.png", 6\nshirt1.png, 6\n', [("two\nlines.png", 6), SHIRT]
    ),
    "a name in Korean": Case("티셔츠1.png, 0\n", [("티셔츠1.png", 0)]),
    "a name with two dots in it": Case("shirt..1.png, 6\n", [("shirt..1.png", 6)]),
    "a name with a colon": Case("12:30.png, 6\n", [("12:30.png", 6)]),
    "a name without a suffix": Case("shirt1, 6\n", [("shirt1", 6)]),
    "a subfolder": Case(
        "cats/cat1.png, 3\n./shirt1.png, 6\n", [("cats/cat1.png", 3), ("./shirt1.png", 6)]
    ),
    "a subfolder as Windows writes it": Case(
        "cats\\cat1.png, 3\n.\\shirt1.png, 6\n", [("cats/cat1.png", 3), ("./shirt1.png", 6)]
    ),
    "a name that begins with a hash": Case("#1.png, 6\n", [("#1.png", 6)]),
    "a link within the folder": Case("linked.png, 6\n", [("linked.png", 6)]),
}

REFUSED = {
    "nothing at all": Case("", error="names no image: expected lines such as"),
    "only blank lines": Case("\n \n\n", error="names no image"),
    "only a header": Case("name, label\n", error="names no image"),
    "only a mark": Case(b"\xef\xbb\xbf", error="names no image"),
    "no separator": Case(
        "shirt1.png, 6\ncoat1.png 4\n", error="expected a name, a comma, a label", line=2
    ),
    "names only": Case("shirt1.png\ncoat1.png\n", error="no separator", line=1),
    "another separator": Case("shirt1.png|6\n", error="no separator", line=1),
    "separators that change": Case("shirt1.png, 6\ncoat1.png; 4\n", error="no separator", line=2),
    "no label": Case("shirt1.png, 6\ncoat1.png,\n", error="the label is missing", line=2),
    "no label in the first row": Case("shirt1.png,\n", error="the label is missing", line=1),
    "no name": Case("shirt1.png, 6\n, 4\n", error="the name of the image is missing", line=2),
    "a label in words": Case(
        "shirt1.png, 6\ncoat1.png, cat\n", error="'cat' is not a class number", line=2
    ),
    "a label in words in the first row": Case(
        "shirt1.png, cat\n", error="'cat' is not a class number", line=1
    ),
    "a label in words, before it a name that is not there": Case(
        "shirt9.png, cat\n", error="'cat' is not a class number", line=1
    ),
    "a label that is no number": Case(
        "shirt1.png, NaN\n", error="'NaN' is not a class number", line=1
    ),
    "a label that is not known, before it a name that is not there": Case(
        "photo1,n/a\nshirt1.png, 6\n", error="'n/a' is not a class number", line=1
    ),
    "a question mark, before it a picture of another format": Case(
        "photo1.heic,?\nshirt1.png, 6\n", error="'\\?' is not a class number", line=1
    ),
    "an infinite label": Case("shirt1.png, inf\n", error="'inf' is not a class number", line=1),
    "a fraction": Case("shirt1.png, 6\ncoat1.png, 4.5\n", error="'4.5' is not a class", line=2),
    "a decimal comma": Case('shirt1.png; "6,5"\n', error="is not a class number", line=1),
    "a power of ten": Case("shirt1.png, 1e0\n", error="'1e0' is not a class number", line=1),
    "another base": Case("shirt1.png, 0x6\n", error="'0x6' is not a class number", line=1),
    "an underscore": Case("shirt1.png, 1_0\n", error="'1_0' is not a class number", line=1),
    "digits of another script": Case("shirt1.png, \uff16\n", error="is not a class number", line=1),
    "true": Case("shirt1.png, 6\ncoat1.png, True\n", error="'True' is not a class number", line=2),
    "a negative label": Case(
        "shirt1.png, 6\ncoat1.png, -1\n",
        error="'-1' is not a class number; expected a whole number, 0 or more",
        line=2,
    ),
    "a huge label": Case("shirt1.png, 9223372036854775808\n", error="not a class number", line=1),
    "a label of five thousand digits": Case(
        f"shirt1.png, {'9' * 5000}\n", error="not a class number", line=1
    ),
    "a first row that is neither header nor image": Case(
        "shirt1.png 6, x\ncoat1.png, 4\n", error="'x' is not a class number", line=1
    ),
    "a number and a word": Case(
        "1, cat\nshirt1.png, 6\n", error="'cat' is not a class number", line=1
    ),
    "label and name swapped": Case(
        "6, shirt1.png\n", error="expected the name first and the label second", line=1
    ),
    "pandas with its index": Case(",name,label\n0,shirt1.png,6\n", error="index=False", line=2),
    "a comment": Case("# my shirts\nshirt1.png, 6\n", error="no separator", line=1),
    "a comment further down": Case(
        "shirt1.png, 6\n\n# coats\ncoat1.png, 4\n", error="no separator", line=3
    ),
    "a second header further down": Case(
        "name,label\nshirt1.png,6\nname,label\n", error="'label' is not a class number", line=3
    ),
    "an image that is not there": Case(
        "shirt1.png, 6\nhat1.png, 4\n", error="'hat1.png', which is not in .*check the name", line=2
    ),
    "many images that are not there": Case(
        "a.png, 6\nb.png, 4\nc.png, 1\n",
        error=r"'a.png'.*\(nor are the files of 2 later rows\)",
        line=1,
    ),
    "another suffix": Case("shirt1.jpg, 6\n", error="did you mean 'shirt1.png'", line=1),
    "capitals": Case("Shirt1.PNG, 6\n", error="did you mean 'shirt1.png'", line=1),
    "an accent written in another way": Case(
        "e\u0301te\u0301.png, 6\n", error="did you mean '\u00e9t\u00e9.png'", line=1
    ),
    "the folder's own name before the file's": Case(
        "images/shirt1.png, 6\n", error="did you mean 'shirt1.png'. Names are relative", line=1
    ),
    "a line number after blank lines and a line break in quotes": Case(
        '\n"two\nlines.png", 6\n\nhat1.png, 4\n', error="hat1.png", line=5
    ),
    "up and out": Case(
        "shirt1.png, 6\n../secret.png, 1\n",
        error="leaves the folder of images; expected .*'secret.png'",
        line=2,
    ),
    "up and out from below": Case("cats/../../secret.png, 1\n", error="leaves the folder", line=1),
    "up and out as Windows writes it": Case(
        "..\\secret.png, 1\n", error="leaves the folder", line=1
    ),
    "an absolute name": Case("/etc/passwd, 1\n", error="leaves the folder", line=1),
    "an absolute name as Windows writes it": Case(
        "C:\\images\\shirt1.png, 1\n", error="leaves the folder .*'shirt1.png'", line=1
    ),
    "a drive": Case("C:shirt1.png, 1\n", error="leaves the folder", line=1),
    "a share on another computer": Case(
        "\\\\server\\shirt1.png, 1\n", error="leaves the folder", line=1
    ),
    "a link to nowhere": Case("nowhere.png, 1\n", error="is not in", line=1),
    "a link to itself": Case("circle.png, 1\n", error="is not in", line=1),
    "a folder named like an image": Case("folder.png, 1\n", error="which is not a file in", line=1),
    "the folder itself": Case("., 1\n", error="which is not a file in", line=1),
    "a name longer than a file's can be": Case(f"{'x' * 5000}.png, 1\n", error="is not in", line=1),
    "a pipe": Case("pipe.png, 1\n", error="which is not a file in", line=1),
    "a zero byte": Case("shirt1.png\0, 6\n", error=f"is not UTF-8 text.*{EXCEL_HINT}"),
    "a zero byte far down": Case(
        "shirt1.png, 6\n" * 500 + "coat1.png\0, 4", error="is not in", line=501
    ),
    "UTF-16": Case("shirt1.png,6".encode("utf-16-le"), error=f"is not UTF-8 text.*{EXCEL_HINT}"),
    "Latin-1": Case(
        "shirt1.png, 6\nété.png, 4\n".encode("latin-1"),
        error=f"is not UTF-8 text; {EXCEL_HINT}",
        line=2,
    ),
    "an Excel workbook": Case(
        b"PK\x03\x04\x14\x00\xff\xfe",
        error=f"is not UTF-8 text: perhaps UTF-16 or an Excel workbook; {EXCEL_HINT}",
    ),
    "a picture": Case(b"\x89PNG\r\n\x1a\n" + bytes(99), error=f"is not UTF-8 text.*{EXCEL_HINT}"),
    "a quote that is not closed": Case(
        'shirt1.png, 6\n"coat1.png, 4\nshirt1.png, 6\n',
        error="put quotes around a whole name",
        line=2,
    ),
    "text after a closing quote": Case(
        'shirt1.png, 6\n"coat"1.png, 4\n', error="put quotes around a whole name", line=2
    ),
    "a line without an end": Case(
        "shirt1.png, 6\n" + "x" * 200_000,
        error="put quotes around a whole name|no separator",
        line=2,
    ),
}


@pytest.fixture(scope="module")
def images(tmp_path_factory):
    """The folder of images beside which each table is put; nothing in it is changed."""
    if os.name != "posix":
        pytest.skip("Windows refuses the names that are tested here")
    place = tmp_path_factory.mktemp("input")
    folder = place / "images"
    write_images(
        folder, "shirt1.png", "coat1.png", "my shirt, blue.png", '5" disk.png', "two\nlines.png",
        "티셔츠1.png", "shirt..1.png", "12:30.png", "cats/cat1.png", "#1.png", "\u00e9t\u00e9.png",
        "a;b;c.png", "../secret.png", "../outside/secret.png",
    )  # fmt: skip
    for name in ("shirt1", "label"):
        (folder / name).write_bytes((folder / "shirt1.png").read_bytes())
    (folder / "folder.png").mkdir()
    for name, goal in {
        "linked.png": "cats/cat1.png",
        "link_out.png": "../secret.png",
        "folder_out": "../outside",
        "nowhere.png": "gone.png",
        "circle.png": "circle.png",
    }.items():
        (folder / name).symlink_to(goal)
    os.mkfifo(folder / "pipe.png")
    return folder


def test_there_are_at_least_sixty_cases():
    assert len(WORKS) + len(REFUSED) + len(PICTURES) + len(NO_PICTURES) >= 60


@pytest.mark.parametrize("case", WORKS.values(), ids=WORKS)
def test_a_table_that_works(case, images, tmp_path):
    dataset = CustomImageDataset(write_table(tmp_path / "labels.csv", case.table), images)
    names = dataset.names
    assert list(zip(names, dataset.targets.tolist(), strict=True)) == case.items
    for item, (name, label) in zip(dataset, case.items, strict=True):
        assert item["label"] == label
        pixels = torch.from_numpy(np.array(Image.open(images / name)))
        assert torch.equal(item["image"][0], pixels)


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_a_table_that_is_refused(case, images, tmp_path):
    table = write_table(tmp_path / "labels.csv", case.table)
    with pytest.raises((ValueError, FileNotFoundError), match=case.error) as caught:
        CustomImageDataset(table, images)
    place = f"{table}, line {case.line}" if case.line else f"{table} "
    assert str(caught.value).startswith(place)
    assert len(str(caught.value)) < 600


# Image files --------------------------------------------------------------------------------------

GRAY = np.arange(28 * 28, dtype=np.uint32).reshape(28, 28).astype(np.uint8)
COLOR = np.stack([GRAY, 255 - GRAY, GRAY // 2], axis=2)


def encoded(picture, image_format: str, **options) -> bytes:
    file = io.BytesIO()
    picture.save(file, image_format, **options)
    return file.getvalue()


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_that_claims(width: int, height: int) -> bytes:
    """A few hundred bytes that say they are a picture of this size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes(10_000))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        png_chunk(*part) for part in ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    )


def gray16_png() -> bytes:
    return encoded(Image.fromarray(GRAY.astype(np.uint16) * 256 + 99), "PNG")


def sideways_jpeg() -> bytes:
    """A photo of 20 × 10 pixels from a camera held upright: to be shown as 10 × 20."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return encoded(Image.fromarray(COLOR[:10, :20]), "JPEG", exif=exif)


def palette() -> Image.Image:
    return Image.fromarray(COLOR).quantize(64)


PICTURES = {
    "gray PNG": (encoded(Image.fromarray(GRAY), "PNG"), GRAY),
    "color PNG": (encoded(Image.fromarray(COLOR), "PNG"), COLOR),
    "PNG of 16 bits": (gray16_png(), GRAY),
    "PNG of 1 bit": (encoded(Image.fromarray(GRAY > 99), "PNG"), (GRAY > 99) * 255),
    "palette PNG": (encoded(palette(), "PNG"), np.array(palette().convert("RGB"))),
    "palette PNG with a transparent color": (
        encoded(palette(), "PNG", transparency=0),
        np.array(palette().convert("RGB")),
    ),
    "palette PNG with transparencies": (
        encoded(palette(), "PNG", transparency=bytes(range(64))),
        np.array(palette().convert("RGB")),
    ),
    "RGBA PNG": (encoded(Image.fromarray(np.dstack([COLOR, GRAY])), "PNG"), COLOR),
    "gray PNG with transparency": (
        encoded(Image.merge("LA", [Image.fromarray(GRAY)] * 2), "PNG"),
        GRAY,
    ),
    "gray PNG with a transparent gray": (
        encoded(Image.fromarray(GRAY), "PNG", transparency=7),
        GRAY,
    ),
    "BMP": (encoded(Image.fromarray(COLOR), "BMP"), COLOR),
    "TIFF": (encoded(Image.fromarray(GRAY), "TIFF"), GRAY),
    "PPM": (encoded(Image.fromarray(COLOR), "PPM"), COLOR),
    "WebP": (encoded(Image.fromarray(COLOR), "WEBP", lossless=True), COLOR),
    "one pixel": (encoded(Image.fromarray(GRAY[:1, :1]), "PNG"), GRAY[:1, :1]),
    "PNG with text after its end": (encoded(Image.fromarray(GRAY), "PNG") + b"text", GRAY),
}
SHAPES = {
    "gray JPEG": (encoded(Image.fromarray(GRAY), "JPEG"), (1, 28, 28)),
    "color JPEG": (encoded(Image.fromarray(COLOR), "JPEG"), (3, 28, 28)),
    "CMYK JPEG": (encoded(Image.fromarray(COLOR).convert("CMYK"), "JPEG"), (3, 28, 28)),
    "GIF": (encoded(Image.fromarray(COLOR), "GIF"), (3, 28, 28)),
    "a photo taken sideways": (sideways_jpeg(), (3, 20, 10)),
}
NO_PICTURES = {
    "empty": (b"", "the file is empty"),
    "spaces": (b" \n\n", "the file is empty"),
    "HTML": (
        b"<!DOCTYPE html><html>404</html>",
        "a web page or an SVG drawing",
    ),
    "HTML after a line break": (b"\n\n<html>403</html>", "a web page"),
    "SVG": (
        b'<?xml version="1.0"?><svg/>',
        "an SVG drawing, which has no pixels; .*export the drawing as PNG",
    ),
    "text": (b"not a picture", "not one of PNG, JPEG, .* convert it"),
    "PostScript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "not one of PNG"),
    "random bytes": (np.random.default_rng(0).bytes(999), "not one of PNG"),
    "half a PNG": (encoded(Image.fromarray(GRAY), "PNG")[:60], "copy or download it again"),
    "the first bytes of a PNG": (
        encoded(Image.fromarray(GRAY), "PNG")[:20],
        "copy or download|not one of",
    ),
    "half a JPEG": (encoded(Image.fromarray(COLOR), "JPEG")[:700], "copy or download it again"),
    "half a TIFF": (
        encoded(Image.fromarray(GRAY), "TIFF")[:400],
        "copy or download it again|not one of",
    ),
    "a PNG with a flipped bit": (
        encoded(Image.fromarray(GRAY), "PNG").replace(b"IDATx", b"IDATy"),
        "copy or download it again",
    ),
    "a bomb of a PNG": (
        png_that_claims(60_000, 60_000),
        "more than 89,478,485 pixels; make it smaller",
    ),
    "half a bomb": (png_that_claims(10_000, 9_000), "more than 89,478,485 pixels; make it smaller"),
    "a flat bomb": (png_that_claims(2**31 - 1, 1), "more than 89,478,485 pixels; make it smaller"),
    "a PNG that says it is larger than it is": (png_that_claims(5_000, 5_000), "copy or download"),
    "a PNG without pixels": (png_that_claims(0, 28), "copy or download|not one of"),
    "numbers of 32 bits": (encoded(Image.fromarray(GRAY.astype(np.int32)), "TIFF"), "have 32 bits"),
    "floating-point numbers": (
        encoded(Image.fromarray(GRAY.astype(np.float32)), "TIFF"),
        "have 32 bits",
    ),
}


def one_image(folder: Path, contents: bytes) -> CustomImageDataset:
    """A dataset whose second line names a file with these contents, whatever its suffix says."""
    write_images(folder, "shirt1.png")
    (folder / "x.png").write_bytes(contents)
    return CustomImageDataset(
        write_table(folder / "labels.csv", "shirt1.png, 6\nx.png, 1\n"), folder
    )


@pytest.mark.parametrize(("contents", "pixels"), PICTURES.values(), ids=PICTURES)
def test_a_picture_that_works(contents, pixels, tmp_path):
    image = one_image(tmp_path, contents)[1]["image"]
    expected = torch.from_numpy(np.ascontiguousarray(pixels).astype(np.uint8))
    expected = expected[None] if expected.ndim == 2 else expected.permute(2, 0, 1)
    assert image.dtype == torch.uint8
    assert image.is_contiguous()
    assert torch.equal(image, expected)


@pytest.mark.parametrize(("contents", "shape"), SHAPES.values(), ids=SHAPES)
def test_a_picture_that_loses_detail(contents, shape, tmp_path):
    image = one_image(tmp_path, contents)[1]["image"]
    assert image.dtype == torch.uint8
    assert image.shape == shape


@pytest.mark.parametrize(("contents", "error"), NO_PICTURES.values(), ids=NO_PICTURES)
def test_a_file_that_is_no_picture(contents, error, tmp_path):
    dataset = one_image(tmp_path, contents)
    assert dataset[0]["label"] == 6
    with pytest.raises(ValueError, match=error) as caught:
        dataset[1]
    expected = f"{tmp_path / 'labels.csv'}, line 2 names {tmp_path / 'x.png'}: "
    assert str(caught.value).startswith(expected)


def test_a_file_that_goes_away(tmp_path):
    dataset = one_image(tmp_path, b"")
    (tmp_path / "x.png").unlink()
    with pytest.raises(FileNotFoundError, match=r"line 2 names 'x.png', which is not in"):
        dataset[1]


@needs_modes
def test_a_file_that_may_not_be_read(tmp_path):
    dataset = one_image(tmp_path, b"")
    (tmp_path / "x.png").chmod(0)
    with pytest.raises(PermissionError, match=r"x\.png"):
        dataset[1]


def test_the_table_and_the_folder_must_be_there(tmp_path):
    folder = write_images(tmp_path / "images", "shirt1.png")
    table = write_table(tmp_path / "labels.csv", "shirt1.png, 6\n")
    with pytest.raises(FileNotFoundError, match=r"there is no file .*gone.csv; expected a table"):
        CustomImageDataset(tmp_path / "gone.csv", folder)
    with pytest.raises(FileNotFoundError, match=r"there is no folder .*gone; expected the folder"):
        CustomImageDataset(table, tmp_path / "gone")
    with pytest.raises(FileNotFoundError, match=r"expected .*Dataset\(annotations_file, img_dir\)"):
        CustomImageDataset(folder, table)
