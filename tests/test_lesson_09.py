"""Lesson 9: what its text says and its outputs don't show."""

import nbformat
import pytest
import torch
from torch import nn

from fmnist_helpers import widgets
from fmnist_helpers.models import NeuralNetwork
from tests.lessons import NOTEBOOKS

CELLS = {
    cell.id: cell.source
    for cell in nbformat.read(NOTEBOOKS / "09_loss_and_optimizer.ipynb", as_version=4).cells
}


@pytest.fixture
def model():
    torch.manual_seed(0)
    return NeuralNetwork()


@pytest.fixture
def batch():
    """Images that a model can tell apart: one pattern for each class, with noise over it."""
    random = torch.Generator().manual_seed(0)
    labels = torch.randint(0, 10, (64,), generator=random)
    patterns = (torch.rand(10, 1, 28, 28, generator=random) > 0.5).float()
    return patterns[labels] * torch.rand(64, 1, 28, 28, generator=random), labels


def copies(parameters):
    return [parameter.detach().clone() for parameter in parameters]


def test_the_model_forgives_a_missing_channel_and_takes_a_missing_batch_for_images(model, batch):
    images, _ = batch
    torch.testing.assert_close(model(images.squeeze(1)), model(images), rtol=0, atol=0)
    torch.testing.assert_close(model(images[:1]), model(images)[:1])
    assert model(torch.rand(3, 28, 28)).shape == (3, 10)


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


def test_the_logits_bench_costs_what_the_text_says():
    bench = widgets.logits_bench()
    assert f"{bench.loss:.3f}" == "0.797"
    assert not bench.twice.value
    bench.presets["sure and wrong"].click()
    assert bench.loss > 8
    bench.presets["sure and right"].click()
    assert bench.loss < 0.01
    bench.twice.value = True
    assert f"{bench.loss:.3f}" == "1.464"
    for number, slider in enumerate(bench.logits):
        slider.value = slider.max if number == bench.label.value else slider.min
    assert f"{bench.loss:.3f}" == "1.461"


def test_the_race_opens_at_the_rate_that_the_text_names():
    assert widgets.optimizer_race().learning_rate.value == 0.1


def test_the_lab_opens_with_a_rate_that_learns_between_one_that_crawls_and_one_that_explodes(
    model, batch
):
    lab = widgets.learning_rate_lab(model, [batch] * 30, nn.CrossEntropyLoss())
    assert (lab.name, lab.outcome) == ("SGD 0.1", "learns")
    lab.learning_rate.value = 0.001
    assert lab.outcome == "crawls"
    lab.learning_rate.value = 10
    assert lab.outcome == "explodes"
