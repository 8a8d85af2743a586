"""Lesson 5: what its text says and its outputs don't show."""

import pytest
import torch
from torch import nn

from fmnist_helpers.models import NeuralNetwork


def test_the_bias_of_the_lesson_makes_the_nearest_mean_win():
    images, means = torch.rand(200, 784), torch.rand(10, 784)
    scores = images @ (means - means.mean(dim=0)).T - (means * means).sum(dim=1) / 2
    assert torch.equal(scores.argmax(1), torch.cdist(images, means).argmin(1))


def test_a_new_linear_layer_draws_its_weights_between_one_28th_and_its_negative():
    weight = nn.Linear(784, 10).weight
    assert 0.99 / 28 < weight.max() <= 1 / 28
    assert -1 / 28 <= weight.min() < -0.99 / 28


def test_a_hundred_linear_layers_in_a_row_are_worth_one():
    layers = nn.Sequential(*(nn.Linear(3, 3, dtype=torch.float64) for _ in range(100)))
    bias = layers(torch.zeros(1, 3, dtype=torch.float64))
    weight = layers(torch.eye(3, dtype=torch.float64)) - bias
    x = torch.rand(7, 3, dtype=torch.float64)
    assert torch.allclose(layers(x), x @ weight + bias)


def test_enough_hidden_numbers_follow_any_curve():
    """A sum of ReLUs, one for each bend, goes through every point of a curve."""
    at = torch.linspace(-3, 3, 40, dtype=torch.float64)
    curve = torch.sin(2 * at) + at.abs()
    slopes = curve.diff() / at.diff()
    heights = torch.cat([slopes[:1], slopes.diff()])
    network = torch.relu(at[:, None] - at[None, :-1]) @ heights + curve[0]
    assert torch.allclose(network, curve)


def test_calling_runs_what_is_attached_and_forward_leaves_it_out():
    seen = []
    layer = nn.Linear(2, 2)
    layer.register_forward_hook(lambda module, inputs, output: seen.append(output))
    layer.forward(torch.rand(1, 2))
    assert len(seen) == 0
    layer(torch.rand(1, 2))
    assert len(seen) == 1


def test_training_leaves_layers_in_a_list_as_they_were():
    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.hidden = [nn.Linear(4, 4), nn.Linear(4, 4)]
            self.last = nn.Linear(4, 2)

        def forward(self, x):
            for layer in self.hidden:
                x = torch.relu(layer(x))
            return self.last(x)

    model = Model()
    watched = {"in the list": model.hidden[0].weight, "registered": model.last.weight}
    before = {name: weight.detach().clone() for name, weight in watched.items()}
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    model(torch.rand(8, 4)).square().sum().backward()
    optimizer.step()
    assert torch.equal(watched["in the list"], before["in the list"])
    assert not torch.equal(watched["registered"], before["registered"])
    assert set(model.state_dict()) == {"last.weight", "last.bias"}


def test_a_plain_tensor_is_not_registered_and_a_parameter_is():
    module = nn.Module()
    module.plain = torch.rand(2)
    module.parameter = nn.Parameter(torch.rand(2))
    assert [name for name, _ in module.named_parameters()] == ["parameter"]


def test_the_small_cnn_has_about_a_seventieth_of_the_parameters():
    cnn = [nn.Conv2d(1, 8, 3), nn.Conv2d(8, 16, 3), nn.Linear(16 * 7 * 7, 10)]
    few = sum(p.numel() for layer in cnn for p in layer.parameters())
    many = sum(p.numel() for p in NeuralNetwork().parameters())
    assert few == 9_098
    assert many / few == pytest.approx(70, rel=0.06)


def test_an_image_without_a_batch_is_taken_for_28_and_unsqueeze_makes_a_batch_of_one():
    network = nn.Sequential(nn.Flatten(), nn.Linear(784, 32))
    with pytest.raises(RuntimeError, match="28x28"):
        network(torch.rand(28, 28))
    assert network(torch.rand(28, 28).unsqueeze(0)).shape == (1, 32)
