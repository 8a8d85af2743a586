"""What lesson 2 says about Fashion-MNIST and its outputs do not show."""

import pytest

from fmnist_helpers.datasets import InMemoryFashionMNIST
from fmnist_helpers.sources import ensure_fashion_mnist, is_sample
from tests.lessons import DATA


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
