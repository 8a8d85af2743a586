"""What lesson 2 says about Fashion-MNIST and its outputs do not show."""

import pytest
import torch

from fmnist_helpers.datasets import InMemoryFashionMNIST
from fmnist_helpers.sources import ensure_fashion_mnist, is_sample
from tests.support.lessons import DATA


@pytest.fixture(scope="module")
def root():
    root = ensure_fashion_mnist(DATA)
    if is_sample(root):
        pytest.skip("the images that the lesson names are not in the sample")
    return root


def test_a_test_image_has_a_near_twin_among_the_training_images(root):
    train, test = InMemoryFashionMNIST(root), InMemoryFashionMNIST(root, train=False)
    difference = (train.images[13_360].int() - test.images[4_998].int()).abs()
    assert (difference > 0).sum() == 162
    assert difference.max() == 4
    assert train.targets[13_360] == test.targets[4_998] == 0


def test_sandals_are_the_darkest_and_brightened_they_look_like_other_shoes(root):
    train, test = InMemoryFashionMNIST(root), InMemoryFashionMNIST(root, train=False)
    pixels = train.images / 255
    mean, std = pixels.mean(), pixels.std()
    averages = torch.stack([pixels[train.targets == c].mean(dim=0) for c in range(10)])
    brightness = [test.images[test.targets == c].float().mean().item() for c in range(10)]
    assert min(range(10), key=brightness.__getitem__) == 5

    sandals = test.images[test.targets == 5] / 255
    own = (sandals - sandals.mean()) / sandals.std()
    assert (own > (sandals - mean) / std).all()
    known = ((averages - mean) / std).flatten(1)
    said = torch.cdist(own.flatten(1), known).argmin(dim=1).bincount(minlength=10)
    assert said[7] + said[9] > 0.5 * said.sum()
