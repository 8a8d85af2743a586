"""What lesson 3 says about `read_image` and its outputs do not show."""

import ast

import nbformat
import pytest
import torch
import torchvision.io
from PIL import Image
from torchvision.transforms import ToTensor

from fmnist_helpers import datasets
from tests.support.lessons import NOTEBOOKS

LESSON = NOTEBOOKS / "03_custom_dataset.ipynb"


@pytest.fixture
def png(tmp_path):
    pixels = torch.randint(0, 256, (28, 28), generator=torch.manual_seed(0), dtype=torch.uint8)
    Image.fromarray(pixels.numpy()).save(tmp_path / "one.png")
    return tmp_path / "one.png"


def import_read_image():
    """Run the lesson's cell that imports it, and give what it imported."""
    cells = (c.source for c in nbformat.read(LESSON, as_version=4).cells if c.cell_type == "code")
    (source,) = (source for source in cells if "import read_image" in source)
    assert isinstance(ast.parse(source).body[0], ast.Try)
    namespace = {}
    exec(source, namespace)
    return namespace["read_image"]


@pytest.mark.filterwarnings("ignore:The image decoding and encoding:DeprecationWarning")
def test_read_image_gives_the_bytes_of_which_totensor_makes_floats(png):
    image = import_read_image()(png)
    assert image.dtype == torch.uint8
    assert torch.equal(image / 255, ToTensor()(Image.open(png)))


def test_where_torchvision_has_no_read_image_the_packages_is_taken(png, monkeypatch):
    monkeypatch.delattr(torchvision.io, "read_image", raising=False)
    taken = import_read_image()
    assert taken is datasets.read_image
    image = taken(png)
    assert image.dtype == torch.uint8
    assert torch.equal(image / 255, ToTensor()(Image.open(png)))
