"""The tutorial's network: its layers, its arithmetic, its size."""

import torch
from torch import nn

from fmnist_helpers.models import NeuralNetwork


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
