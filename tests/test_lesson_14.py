"""What lesson 14 says of profiles and of batch normalization, and does not show."""

import re

import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader
from torchvision import datasets
from torchvision.transforms import ToTensor

from fmnist_helpers import widgets
from fmnist_helpers.datasets import InMemoryFashionMNIST
from fmnist_helpers.loaders import make_loader
from fmnist_helpers.recipes import RECIPES
from tests.support.helpers import write_root
from tests.support.lessons import NOTEBOOKS


@pytest.fixture
def batch_norm():
    torch.manual_seed(0)
    return RECIPES["fast90"].model().features[0][2]


@pytest.fixture
def outputs():
    return 3 + 2 * torch.rand(64, 16, 7, 7)


def test_in_training_each_channel_gets_the_learned_shift_as_mean_and_scale_as_spread(
    batch_norm, outputs
):
    with torch.no_grad():
        batch_norm.weight.copy_(torch.linspace(0.5, 2, 16))
        batch_norm.bias.copy_(torch.linspace(-1, 1, 16))
    channels = batch_norm.train()(outputs).transpose(0, 1).flatten(1)
    assert torch.allclose(channels.mean(dim=1), batch_norm.bias, atol=1e-4)
    assert torch.allclose(channels.std(dim=1), batch_norm.weight, atol=1e-3)


def test_training_keeps_running_averages_and_testing_uses_them(batch_norm, outputs):
    batch_norm.eval()
    before = batch_norm(outputs)
    assert torch.equal(before[:1], batch_norm(outputs[:1])), "the rest of the batch plays a part"
    batch_norm.train()(outputs)
    assert not torch.equal(before, batch_norm.eval()(outputs))


def test_running_averages_are_no_parameters_and_are_saved(batch_norm):
    assert {name for name, _ in batch_norm.named_parameters()} == {"weight", "bias"}
    assert {"running_mean", "running_var"} <= set(batch_norm.state_dict())


@pytest.mark.parametrize("in_memory", [False, True])
def test_a_profile_of_five_batches_counts_a_division_per_image_or_per_batch(tmp_path, in_memory):
    root = write_root(tmp_path, train=400)
    pictures = datasets.FashionMNIST(root, train=True, transform=ToTensor())
    loader = (
        make_loader(InMemoryFashionMNIST(root), batch_size=64)
        if in_memory
        else DataLoader(pictures, batch_size=64)
    )
    batches = iter(loader)
    next(batches)
    with torch.profiler.profile() as found:
        for _ in range(5):
            next(batches)
    calls = {event.key: event.count for event in found.key_averages()}
    assert calls["aten::div"] == (5 if in_memory else 320)


def test_the_explorer_that_the_text_offers_shows_the_learned_kernels(tmp_path):
    text = (NOTEBOOKS / "14_faster.ipynb").read_text(encoding="utf-8")
    line = re.search(r"`(widgets\.convolution_explorer\(.+?\))`", text)[1]
    layer = nn.Conv2d(1, 16, kernel_size=5, stride=2, padding=2)
    in_memory = InMemoryFashionMNIST(write_root(tmp_path))
    explorer = eval(line, {"widgets": widgets, "in_memory": in_memory, "kernels": layer.weight})
    assert len(explorer.window.choices) == 16
    explorer.kernel = layer.weight[5, 0]
    image = in_memory.images[:1, None] / 255
    torch.testing.assert_close(explorer.result, (layer(image)[0, 5] - layer.bias[5]).detach())
