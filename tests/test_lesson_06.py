"""Lesson 6: what its text says and its outputs don't show."""

import torch

from fmnist_helpers.models import NeuralNetwork


def test_a_move_to_meta_makes_new_parameters_that_an_earlier_optimizer_does_not_hold():
    model = NeuralNetwork()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    model.to("meta")
    held = {id(parameter) for parameter in optimizer.param_groups[0]["params"]}
    assert held.isdisjoint(map(id, model.parameters()))
    later = torch.optim.SGD(model.parameters(), lr=0.1)
    assert [*map(id, later.param_groups[0]["params"])] == [*map(id, model.parameters())]


def test_to_leaves_the_tensor_where_it_is():
    images = torch.rand(2, 1, 28, 28)
    assert images.to("meta").device.type == "meta"
    assert images.device.type == "cpu"
