"""Lesson 8: what its text says and its outputs don't show."""

import pytest
import torch
from torch import nn

from fmnist_helpers import checks, widgets
from fmnist_helpers.models import NeuralNetwork
from tests.support.helpers import patterned_batch


@pytest.fixture
def model():
    torch.manual_seed(0)
    return NeuralNetwork()


@pytest.fixture
def batch():
    return patterned_batch()


def copies(parameters):
    return [parameter.detach().clone() for parameter in parameters]


def test_each_call_changes_what_the_table_says(model, batch):
    images, labels = batch
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    start = copies(model.parameters())
    assert all(parameter.grad is None for parameter in model.parameters())

    nn.CrossEntropyLoss()(model(images), labels).backward()
    assert all(map(torch.equal, model.parameters(), start))
    gradients = copies(parameter.grad for parameter in model.parameters())

    optimizer.step()
    for parameter, old, gradient in zip(model.parameters(), start, gradients, strict=True):
        torch.testing.assert_close(parameter.detach(), old - 0.1 * gradient, rtol=0, atol=1e-7)
        assert torch.equal(parameter.grad, gradient)

    moved = copies(model.parameters())
    optimizer.zero_grad()
    assert all(map(torch.equal, model.parameters(), moved))
    assert all(parameter.grad is None for parameter in model.parameters())


def test_a_second_backward_adds_exactly_the_same_again(model, batch):
    images, labels = batch
    loss_fn = nn.CrossEntropyLoss()
    loss_fn(model(images), labels).backward()
    once = copies(parameter.grad for parameter in model.parameters())
    loss_fn(model(images), labels).backward()
    for parameter, gradient in zip(model.parameters(), once, strict=True):
        assert torch.equal(parameter.grad, 2 * gradient)


def test_gradients_of_parts_add_up_to_those_of_the_batch(model, batch):
    images, labels = batch
    loss_fn = nn.CrossEntropyLoss()
    loss_fn(model(images), labels).backward()
    whole = copies(parameter.grad for parameter in model.parameters())
    model.zero_grad()
    for part, its_labels in zip(images.split(16), labels.split(16), strict=True):
        (loss_fn(model(part), its_labels) / 4).backward()
    parts = [parameter.grad for parameter in model.parameters()]
    torch.testing.assert_close(parts, whole, rtol=0, atol=1e-6)


def test_a_graph_keeps_the_inputs_of_the_linear_layers_and_little_else(model, batch):
    images, labels = batch
    kept = {}

    def note(tensor):
        kept[tensor.untyped_storage().data_ptr()] = tensor.untyped_storage().nbytes()
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(note, lambda tensor: tensor):
        loss = nn.CrossEntropyLoss()(model(images), labels)
    for parameter in model.parameters():
        kept.pop(parameter.untyped_storage().data_ptr(), None)
    assert sum(kept.values()) == pytest.approx(4 * 64 * (784 + 512 + 512), rel=0.02)
    assert loss.requires_grad


def test_a_forgotten_zero_grad_is_ahead_at_first_and_rises_later():
    """As the quiz says: the sum of all gradients keeps pushing where it was right to go before."""
    losses = {}
    for name in ("cleared", "summed"):
        weight = torch.tensor(0.0, requires_grad=True)
        optimizer = torch.optim.SGD([weight], lr=0.005)
        losses[name] = []
        for _ in range(31):
            loss = (weight - 3) ** 2
            if name == "cleared":
                optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses[name].append(loss.item())
    assert losses["summed"][15] < 0.1 < losses["cleared"][15]
    assert losses["summed"][30] > 8
    assert losses["cleared"] == sorted(losses["cleared"], reverse=True)


@pytest.mark.parametrize(
    ("name", "first_has_gradient", "last_has_gradient", "first_moves", "last_moves"),
    [
        ("A", True, True, False, False),
        ("B", False, True, False, True),
        ("C", False, False, False, False),
        ("D", True, True, True, True),
    ],
)
def test_each_broken_run_shows_its_fault(
    model, batch, name, first_has_gradient, last_has_gradient, first_moves, last_moves
):
    first, last = model.linear_relu_stack[0].weight, model.linear_relu_stack[4].weight
    before = copies([first, last])
    losses = checks.RUNS[name](model, [batch] * 3, nn.CrossEntropyLoss())
    assert len(losses) == 3
    assert (first.grad is not None, last.grad is not None) == (
        first_has_gradient,
        last_has_gradient,
    )
    assert torch.equal(first, before[0]) != first_moves
    assert torch.equal(last, before[1]) != last_moves
    model(batch[0]).sum().backward()
    assert first.grad is not None, "what cut the graph should be gone after the run"


def test_the_stepper_opens_without_a_gradient_and_adds_up_what_is_not_cleared():
    stepper = widgets.step_stepper()
    assert stepper.weight.grad is None
    for button in (stepper.backward, stepper.step, stepper.backward):
        button.click()
    assert "added" in stepper.now.value
