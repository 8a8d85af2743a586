"""The networks: their layers, their arithmetic, their size, and what changes in training only."""

import random

import numpy as np
import pytest
import torch
from torch import nn

from fmnist_helpers.models import NeuralNetwork, RandomFlipShift, SmallCNN


def test_has_the_tutorials_layers_and_names():
    model = NeuralNetwork()
    shapes = {name: tuple(value.shape) for name, value in model.named_parameters()}
    assert shapes == {
        "linear_relu_stack.0.weight": (512, 784),
        "linear_relu_stack.0.bias": (512,),
        "linear_relu_stack.2.weight": (512, 512),
        "linear_relu_stack.2.bias": (512,),
        "linear_relu_stack.4.weight": (10, 512),
        "linear_relu_stack.4.bias": (10,),
    }
    assert sum(parameter.numel() for parameter in model.parameters()) == 669_706
    assert [type(layer) for layer in model.linear_relu_stack] == [
        nn.Linear,
        nn.ReLU,
        nn.Linear,
        nn.ReLU,
        nn.Linear,
    ]


def test_gives_the_logits_of_three_matrix_products():
    model = NeuralNetwork()
    images = torch.rand(4, 1, 28, 28, generator=torch.Generator().manual_seed(0))
    values = images.reshape(4, 784)
    for layer in (0, 2, 4):
        weight, bias = model.linear_relu_stack[layer].parameters()
        values = values @ weight.T + bias
        if layer < 4:
            values = values.clamp(min=0)
    logits = model(images)
    assert logits.shape == (4, 10)
    assert logits.dtype == torch.float32
    torch.testing.assert_close(logits, values)


def test_each_image_is_scored_alone():
    model = NeuralNetwork()
    images = torch.rand(3, 1, 28, 28)
    torch.testing.assert_close(model(images)[1:2], model(images[1:2]))


def test_same_seed_same_weights():
    def weights(seed):
        torch.manual_seed(seed)
        return NeuralNetwork().linear_relu_stack[0].weight

    assert torch.equal(weights(0), weights(0))
    assert not torch.equal(weights(0), weights(1))


def images_of(count, seed=0):
    return torch.rand(count, 1, 28, 28, generator=torch.Generator().manual_seed(seed))


def test_small_cnn_halves_the_image_at_each_stage():
    model = SmallCNN((4, 6, 8), hidden=5).eval()
    assert model.features(images_of(2)).shape == (2, 8, 3, 3)
    assert model.classifier[0].weight.shape == (5, 8 * 3 * 3)
    assert model(images_of(2)).shape == (2, 10)
    assert SmallCNN((4,), kernel=5, stride=2).features(images_of(2)).shape == (2, 4, 7, 7)


def test_small_cnn_with_mirror_scores_an_image_and_its_mirror_image_alike():
    torch.manual_seed(0)
    images = images_of(3)
    plain, mirrored = SmallCNN((4,)).eval(), SmallCNN((4,), mirror=True).eval()
    mirrored.load_state_dict(plain.state_dict())
    mean = (plain(images) + plain(images.flip(-1))) / 2
    torch.testing.assert_close(mirrored(images), mean)
    assert not torch.allclose(plain(images), mean)
    mirrored.train(), plain.train()
    torch.testing.assert_close(mirrored(images), plain(images))


def test_small_cnn_augments_while_training_only():
    class Blank(nn.Module):
        def forward(self, images):
            return torch.zeros_like(images)

    torch.manual_seed(0)
    model = SmallCNN((4,), augment=Blank())
    model(images_of(8))
    training = model.train()(images_of(8))
    torch.testing.assert_close(training, training[:1].expand(8, 10))
    scored = model.eval()(images_of(8))
    assert not torch.allclose(scored, scored[:1].expand(8, 10))


@pytest.mark.parametrize("shift", [0, 2])
def test_flip_shift_leaves_images_alone_in_evaluation_mode(shift):
    images = images_of(4)
    assert torch.equal(RandomFlipShift(shift).eval()(images), images)


@pytest.mark.parametrize("shift", [0, 2])
def test_flip_shift_gives_each_image_mirrored_or_not_and_moved_by_a_few_pixels(shift):
    """Every outcome is one of the 2 × (2 × shift + 1)² that are possible, and each kind occurs."""
    torch.manual_seed(0)
    image = images_of(1)
    changed = RandomFlipShift(shift)(image.repeat(300, 1, 1, 1))
    outcomes = {}
    for mirrored in (False, True):
        padded = nn.functional.pad(image.flip(-1) if mirrored else image, [shift] * 4)
        for row in range(2 * shift + 1):
            for column in range(2 * shift + 1):
                part = padded[0, :, row : row + 28, column : column + 28]
                outcomes[mirrored, row, column] = (changed == part).flatten(1).all(1).sum().item()
    assert sum(outcomes.values()) == 300
    assert min(outcomes.values()) > 0
    mirrored = sum(count for (flip, _, _), count in outcomes.items() if flip)
    assert 120 < mirrored < 180


def test_flip_shift_follows_torchs_seed():
    def changed(seed):
        torch.manual_seed(seed)
        return RandomFlipShift(2)(images_of(16))

    assert torch.equal(changed(0), changed(0))
    assert not torch.equal(changed(0), changed(1))


def test_the_stages_lie_channels_last_in_memory():
    """What convolutions are fastest with; the results are the same either way."""
    model = SmallCNN((4, 6)).eval()
    layout = {"memory_format": torch.channels_last}
    for module in model.modules():
        if isinstance(module, nn.Conv2d) and module.in_channels > 1:
            assert module.weight.is_contiguous(**layout)
            assert not module.weight.is_contiguous()
    assert model.features(images_of(2).contiguous(**layout)).is_contiguous(**layout)


def test_a_stage_pools_before_it_normalizes():
    (stage,) = SmallCNN((4,)).features
    assert [type(layer).__name__ for layer in stage] == [
        "Conv2d",
        "MaxPool2d",
        "BatchNorm2d",
        "ReLU",
    ]


@pytest.mark.parametrize("shift", [0, 2])
def test_flip_shift_leaves_what_it_is_given_and_other_generators_alone(shift):
    images = images_of(4)
    before, python = images.clone(), random.getstate()
    drawn = np.random.get_state()[1].copy()  # noqa: NPY002
    augment = RandomFlipShift(shift)
    augment(images)
    assert torch.equal(images, before)
    assert random.getstate() == python
    assert np.array_equal(np.random.get_state()[1], drawn)  # noqa: NPY002
    state = torch.get_rng_state()
    augment.eval()(images)
    assert torch.equal(torch.get_rng_state(), state)  # where nothing is drawn


@pytest.mark.parametrize("make", [NeuralNetwork, lambda: SmallCNN((4,), mirror=True)])
def test_a_network_leaves_its_images_alone(make):
    images = images_of(3)
    before = images.clone()
    for train in (True, False):
        make().train(train)(images)
    assert torch.equal(images, before)
