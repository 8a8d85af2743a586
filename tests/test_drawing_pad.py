"""The drawing pad: what is drawn reaches the model, and which pixels speak for its answer."""

import base64
import io
import re

import numpy as np
import pytest
import torch
import traitlets
from PIL import Image
from torch import nn

from fmnist_helpers import widgets
from fmnist_helpers.widgets.drawing_pad import DrawingPad


def drawn(rows=slice(8, 20), columns=slice(6, 22)) -> np.ndarray:
    image = np.zeros((28, 28), dtype=np.uint8)
    image[rows, columns] = 255
    return image


@pytest.fixture
def own():
    torch.manual_seed(0)
    return widgets.try_your_own(nn.Sequential(nn.Flatten(), nn.Linear(784, 10)))


def test_pixels_are_the_image_row_by_row():
    pad = DrawingPad()
    assert pad.image.shape == (28, 28)
    assert not pad.image.any()
    pad.image = drawn(columns=slice(0, 3))
    assert pad.pixels[8 * 28 : 8 * 28 + 4] == bytes([255, 255, 255, 0])


@pytest.mark.parametrize("value", [b"", bytes(783), bytes(785)])
def test_other_sizes_are_refused(value):
    with pytest.raises(traitlets.TraitError, match=f"expected 784 bytes, got {len(value)}"):
        DrawingPad().pixels = value


def test_a_stroke_becomes_the_picture_and_is_answered(own):
    before = own.bars.value
    own.pad.image = drawn()
    assert own.picture.value == "drawn by hand"
    assert own.bars.value != before
    assert own.prepared.cropped.shape == (12, 16), "cropped to what was drawn"
    one = own.probabilities
    own.pad.image = drawn(rows=slice(2, 26))
    assert not torch.equal(own.probabilities, one)


def test_an_empty_pad_is_said_to_be_empty(own):
    own.picture.value = "drawn by hand"
    assert "The picture is empty" in own.result.value


def test_what_speaks_for_the_answer_is_shown_when_asked(own):
    own.pad.image = drawn()
    assert own.why.value == ""
    own.reasons.value = True
    assert f"blue speaks for {own.answer}, orange against it".lower() in own.why.value.lower()
    assert "data:image/png" in own.why.value
    own.reasons.value = False
    assert own.why.value == ""


def test_a_pixel_speaks_for_the_class_by_its_weight():
    """In a linear model, the gradient by a pixel is its weight."""
    layer = nn.Linear(784, 10, bias=False)
    nn.init.zeros_(layer.weight)
    layer.weight.data[3, 14 * 28 : 14 * 28 + 14] = 1  # the left half of a row speaks for 3
    layer.weight.data[3, 14 * 28 + 14 : 15 * 28] = -0.5
    own = widgets.try_your_own(nn.Sequential(nn.Flatten(), layer))
    own.crop.value, own.reasons.value = False, True
    own.pad.image = np.full((28, 28), 255, dtype=np.uint8)
    own.invert.value = False
    encoded = re.search(r"base64,([^']+)'", own.why.value)[1]
    picture = np.asarray(Image.open(io.BytesIO(base64.b64decode(encoded))).resize((28, 28), 0))
    picture = picture.astype(int)
    assert picture[14, 5, 2] > picture[14, 5, 0], "for: more blue than red"
    assert picture[14, 20, 0] > picture[14, 20, 2], "against: more red than blue"
    assert len(set(picture[3, 3])) == 1, "neither: gray"
    assert all(p.grad is None for p in layer.parameters())
