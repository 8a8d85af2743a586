"""Any picture becomes an image like Fashion-MNIST's, or an error that says why not."""

import io
import struct
import zlib

import numpy as np
import pytest
import torch
from PIL import Image

from fmnist_helpers.datasets import prepare_picture


def picture(size=(120, 200), box=(30, 40, 60, 160), ink="navy", paper="white", mode="RGB"):
    """A rectangle on a plain background; `box` is left, top, right, bottom."""
    image = Image.new(mode, size, paper)
    image.paste(Image.new(mode, (box[2] - box[0], box[3] - box[1]), ink), box[:2])
    return image


def encoded(image, kind="PNG", **more):
    buffer = io.BytesIO()
    image.save(buffer, kind, **more)
    return buffer.getvalue()


def huge_png(side=30_000):
    """A valid header of a picture that would take 900 million bytes."""

    def chunk(name, data):
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def test_each_step_of_a_dark_picture_on_a_bright_background():
    made = prepare_picture(picture())
    assert made.original.size == (120, 200)
    assert made.gray.shape == (200, 120)
    assert made.was_inverted
    assert not made.blank
    assert np.array_equal(made.inverted, 255 - made.gray)
    assert made.cropped.shape == (120, 30), "the rectangle, and nothing else"
    assert (made.cropped == made.inverted[100, 45]).all()
    # Its longer edge is 28, the shorter one 7 in the middle: columns 10 to 16.
    ink = np.flatnonzero(made.resized.max(axis=0))
    assert (ink[0], ink[-1]) == (10, 16)
    assert (made.resized[:, 10:17] > 0).all()
    assert made.image.shape == (1, 28, 28)
    assert made.image.dtype == torch.float32
    assert torch.equal(made.image[0] * 255, torch.from_numpy(made.resized).float())


def test_a_bright_picture_on_a_dark_background_is_left_as_it_is():
    made = prepare_picture(picture(ink="white", paper="black"))
    assert not made.was_inverted
    assert np.array_equal(made.inverted, made.gray)
    assert made.image.max() == 1
    assert made.image[0, 14, 0] == 0


def test_who_calls_may_say_whether_to_invert():
    dark, bright = picture(), picture(ink="white", paper="black")
    assert not prepare_picture(dark, invert=False).was_inverted
    assert prepare_picture(bright, invert=True).was_inverted
    made = prepare_picture(dark, invert=False)
    assert made.image[0, 14, 0] == 1, "the canvas takes the color of the background"
    assert np.array_equal(made.cropped, 255 - prepare_picture(dark).cropped)


def test_a_garment_of_the_dataset_comes_back_as_it_was():
    image = torch.zeros(1, 28, 28, dtype=torch.uint8)
    image[0, :, 5:22] = torch.randint(100, 256, (28, 17), generator=torch.manual_seed(0)).byte()
    made = prepare_picture(image)
    assert made.cropped.shape == (28, 17)
    assert made.resized.tolist() == image[0].tolist()
    assert torch.equal(made.image, prepare_picture(image / 255).image)


def test_where_it_lies_and_how_large_it_is_does_not_matter():
    there = prepare_picture(picture(box=(80, 70, 110, 190))).image
    assert torch.equal(there, prepare_picture(picture()).image)
    large = prepare_picture(picture(size=(480, 800), box=(120, 160, 240, 640))).image
    assert (large - there).abs().max() < 0.1


@pytest.mark.parametrize(("shade", "width"), [(243, 30), (241, 90)])
def test_what_is_within_5_percent_of_the_background_is_cut_off(shade, width):
    image = picture(ink="black")
    image.paste(Image.new("RGB", (60, 120), (shade,) * 3), (60, 40))
    assert prepare_picture(image).cropped.shape == (120, width)


def test_without_cropping_the_margin_stays():
    made = prepare_picture(picture(), crop=False)
    assert made.cropped.shape == (200, 120)
    assert made.image[0, 0].max() == 0


@pytest.mark.parametrize("paper", [0, 100, 127, 128, 255])
def test_a_blank_picture_is_all_background(paper):
    made = prepare_picture(picture(ink=paper, paper=paper, mode="L"))
    assert made.blank
    assert made.was_inverted == (paper > 127)
    assert made.cropped.shape == (200, 120)
    assert made.image.unique().numel() == 1
    assert made.image.max() <= 0.5


@pytest.mark.parametrize("ink", ["black", "white"])
def test_what_is_see_through_stands_out_from_the_content(ink):
    clear = Image.new("RGBA", (100, 100), (128, 128, 128, 0))
    clear.paste(Image.new("RGBA", (20, 80), ink), (40, 10))
    made = prepare_picture(encoded(clear))
    assert made.was_inverted == (ink == "black")
    assert made.cropped.shape == (80, 20)
    assert made.cropped.min() == 255
    assert prepare_picture(Image.new("RGBA", (9, 9), (9, 9, 9, 0))).blank


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "I;16"])
def test_every_mode(mode):
    image = picture(ink="black").convert("L")
    if mode == "I;16":
        image = Image.fromarray(np.asarray(image).astype(np.uint16) * 257)
    made = prepare_picture(image.convert(mode))
    assert made.was_inverted
    assert made.cropped.shape == (120, 30)
    assert made.image.amin() >= 0
    assert made.image.amax() <= 1


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP"])
def test_files_and_their_bytes(kind, tmp_path):
    data = encoded(picture(), kind)
    file = tmp_path / "mine.picture"  # what it is called doesn't matter
    file.write_bytes(data)
    made = prepare_picture(file)
    assert torch.equal(made.image, prepare_picture(memoryview(data)).image)
    plain = prepare_picture(picture()).image
    assert (made.image - plain).abs().mean() < 0.05


def test_a_photo_taken_sideways_is_turned():
    exif = Image.Exif()
    exif[0x0112] = 6
    made = prepare_picture(encoded(picture(), "JPEG", exif=exif))
    assert made.original.size == (200, 120)


def test_a_large_photo_is_made_smaller_and_a_thin_one_stays_a_line():
    made = prepare_picture(picture(size=(3000, 4000), box=(900, 1000, 2100, 3000)))
    assert max(made.original.size) == 512
    assert made.cropped.shape == pytest.approx((256, 154), abs=3)
    thin = prepare_picture(picture(size=(3, 2000), box=(1, 0, 2, 2000), ink="black"))
    assert thin.image.shape == (1, 28, 28)
    one = prepare_picture(Image.new("L", (1, 1), 255))
    assert one.blank
    assert one.image.shape == (1, 28, 28)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html>", "a web page or an SVG drawing"),
        (b"name,label\n", "not one of PNG, JPEG"),
        (encoded(picture())[:200], "copy or download it again"),
        (huge_png(), "more than .* pixels; make it smaller"),
        (huge_png(12_000), "more than .* pixels; make it smaller"),
        (np.zeros((2, 3, 4, 5)), r"shape \(2, 3, 4, 5\)"),
        (np.full((28, 28), 300.0), "float64 numbers, from 300.0"),
        (Image.new("F", (4, 4)), "32 bits"),
        (Image.new("L", (0, 4)), "0×4 pixels"),
    ],
    ids=["empty", "page", "text", "cut off", "bomb", "large", "batch", "range", "floats", "none"],
)
def test_what_is_no_picture_is_named(data, says):
    with pytest.raises(ValueError, match=says):
        prepare_picture(data)


def test_a_bad_file_is_named(tmp_path):
    file = tmp_path / "notes.png"
    file.write_bytes(b"not a picture")
    with pytest.raises(ValueError, match=r"notes\.png: it is not one of PNG"):
        prepare_picture(file)
    with pytest.raises(FileNotFoundError):
        prepare_picture(tmp_path / "missing.png")


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "P"])
def test_the_callers_picture_is_left_as_it_was(mode):
    image = picture(size=(700, 900), box=(100, 200, 500, 800)).convert(mode)
    if mode == "P":
        image.info["transparency"] = 0
    before, info = image.tobytes(), dict(image.info)
    prepare_picture(image)
    assert image.size == (700, 900)
    assert image.mode == mode
    assert image.tobytes() == before
    assert image.info == info


@pytest.mark.parametrize("kind", [torch.tensor, np.array])
def test_the_callers_numbers_are_left_as_they_were(kind):
    pixels = kind([[0.0, 1.0, 0.5], [1.0, 1.0, 1.0], [0.25, 1.0, 1.0]])
    made = prepare_picture(pixels)
    made.image.fill_(0.5)
    assert pixels.tolist() == [[0.0, 1.0, 0.5], [1.0, 1.0, 1.0], [0.25, 1.0, 1.0]]
