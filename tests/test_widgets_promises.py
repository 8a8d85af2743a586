"""A widget goes on after an error, and leaves the learner's model and random numbers alone."""

import asyncio
import copy

import numpy as np
import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from fmnist_helpers import widgets


class Garments:
    """Ten images of one class; the image `broken` cannot be had."""

    def __init__(self, broken=None):
        self.images = np.random.default_rng(0).integers(0, 256, (10, 28, 28), dtype=np.uint8)
        self.targets = [3] * 10
        self.broken = broken

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        if index == self.broken:
            raise OSError("the image is away")
        return self.images[index], self.targets[index]


def test_an_error_while_controls_are_set_together_leaves_them_alive(monkeypatch):
    monkeypatch.delenv("FMNIST_STRICT", raising=False)
    lab = widgets.logits_bench()

    def fail(change):
        raise RuntimeError("in the middle of ten sliders")

    for slider in lab.logits:
        slider.observe(fail, "value")
    for preset in lab.presets.values():
        preset.click()
    assert "in the middle of ten sliders" in lab.problem.value
    for slider in lab.logits:
        slider.unobserve(fail, "value")
    before = lab.result.value
    lab.logits[2].value = 7.5
    assert lab.result.value != before
    assert lab.problem.value == ""


def test_a_widget_shows_an_error_and_goes_on(monkeypatch):
    monkeypatch.delenv("FMNIST_STRICT", raising=False)
    lab = widgets.pixel_inspector(Garments(broken=4))
    pictures = []
    for number in (3, 4, 5, 4, 6):
        lab.number.value = number
        assert ("the image is away" in lab.problem.value) == (number == 4)
        pictures.append(lab.pixels.tobytes())
    assert len(set(pictures)) == 3
    assert lab.picture.shapes[3:6] == [(28, 28), (1, 1), (28, 28)]
    lab.row.value = 20
    assert "image[20, 14]" in lab.readout.value


def parts(shuffled=False):
    """A model in evaluation mode, and batches: random images with their classes."""
    torch.manual_seed(0)
    model = nn.Sequential(nn.Flatten(), nn.Dropout(0.5), nn.Linear(784, 10)).eval()
    data = TensorDataset(torch.rand(40, 1, 28, 28), torch.arange(40) % 10)
    return model, DataLoader(data, batch_size=8, shuffle=shuffled)


def test_live_training_gives_the_model_back_in_the_mode_that_it_had():
    model, batches = parts()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    run = widgets.live_training(model, batches, batches, nn.CrossEntropyLoss(), optimizer, steps=4)
    before = model[2].weight.detach().clone()
    run.step.click()
    assert not torch.equal(model[2].weight, before)  # it is the model itself that learns
    assert not model.training


def test_live_training_can_be_started_again_after_an_error(monkeypatch):
    monkeypatch.delenv("FMNIST_STRICT", raising=False)
    model, batches = parts()
    broken = [True]

    def loss_fn(logits, labels):
        if broken:
            raise RuntimeError("a broken loss")
        return nn.functional.cross_entropy(logits, labels)

    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    run = widgets.live_training(model, batches, batches, loss_fn, optimizer, steps=4)

    async def train():
        run.start.click()
        with pytest.raises(RuntimeError, match="broken"):
            await run.task
        assert "a broken loss" in run.problem.value
        assert not model.training
        broken.clear()
        run.start.click()
        assert run.problem.value == ""
        await run.task

    asyncio.run(train())
    assert run.done == 4
    assert not model.training


def test_the_learning_rate_lab_trains_copies_each_from_the_same_start():
    model, batches = parts()
    before, drawn = copy.deepcopy(model.state_dict()), copy.deepcopy(model)
    lab = widgets.learning_rate_lab(model, list(batches), nn.functional.cross_entropy)
    lab.learning_rate.value = 1
    assert all(torch.equal(value, before[name]) for name, value in model.state_dict().items())
    assert all(parameter.grad is None for parameter in model.parameters())
    assert model.training == drawn.training
