"""Lesson 6: what its text says and its outputs don't show."""

import re

import nbformat
import pytest
import torch
from torch import nn

from fmnist_helpers import checks
from fmnist_helpers.checks import lesson_06
from fmnist_helpers.checks.engine import verdict as verdicts
from fmnist_helpers.models import NeuralNetwork
from tests.support.lessons import NOTEBOOKS

CELLS = nbformat.read(NOTEBOOKS / "06_device.ipynb", as_version=4).cells


@pytest.fixture(autouse=True)
def own_progress(tmp_path, monkeypatch):
    monkeypatch.setenv("FMNIST_PROGRESS", str(tmp_path / "progress.json"))


def test_a_move_to_meta_makes_new_parameters_that_an_earlier_optimizer_does_not_hold():
    model = NeuralNetwork()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    model.to("meta")
    held = {id(parameter) for parameter in optimizer.param_groups[0]["params"]}
    assert held.isdisjoint(map(id, model.parameters()))
    later = torch.optim.SGD(model.parameters(), lr=0.1)
    assert [*map(id, later.param_groups[0]["params"])] == [*map(id, model.parameters())]


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs an NVIDIA GPU")
def test_a_move_to_an_nvidia_gpu_keeps_the_parameters_that_an_earlier_optimizer_holds():
    model = NeuralNetwork()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    model.to("cuda")
    held = [id(parameter) for parameter in optimizer.param_groups[0]["params"]]
    assert held == [*map(id, model.parameters())]
    assert next(model.parameters()).device.type == "cuda"


def test_to_leaves_the_tensor_where_it_is():
    images = torch.rand(2, 1, 28, 28)
    assert images.to("meta").device.type == "meta"
    assert images.device.type == "cpu"


def test_a_plain_tensor_of_a_module_is_left_behind():
    """The quiz asks about it."""

    class Centered(nn.Module):
        def __init__(self):
            super().__init__()
            self.mean = torch.zeros(784)
            self.layer = nn.Linear(784, 10)

        def forward(self, images):
            return self.layer(images.flatten(1) - self.mean)

    model = Centered()
    model.to("meta")
    assert model.mean.device.type == "cpu"
    assert model.layer.weight.device.type == "meta"
    with pytest.raises(RuntimeError, match="device"):
        model(torch.rand(2, 1, 28, 28, device="meta"))


def test_the_program_of_the_exercise_does_what_its_check_says():
    """Its setup is run, then each of its numbered lines."""
    (text,) = [c.source for c in CELLS if "### Exercise · say where it is" in c.source]
    (setup,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    lines = re.findall(r"^\d\. `(.+)`$", text, re.MULTILINE)
    names = {"torch": torch, "nn": nn}
    exec(setup, names)
    places = []
    for line in lines:
        try:
            places.append(eval(line, names).device.type)
        except RuntimeError:
            places.append("error")
    assert lines == list(lesson_06.PLACES)
    assert places == [place for place, _ in lesson_06.PLACES.values()]


@pytest.mark.parametrize("form", [list, tuple, lambda words: dict(enumerate(words))])
def test_places_are_taken_in_any_form(form):
    words = [place.upper() for place, _ in lesson_06.PLACES.values()]
    assert checks.places(form(words)).state == verdicts.RIGHT


def filled_in(model, images, batch_size):
    logits = torch.zeros(len(images), 10)
    for start in range(0, len(images), batch_size):
        batch = images[start : start + batch_size].to(next(model.parameters()).device)
        with torch.no_grad():
            logits[start : start + batch_size] = model(batch)
    return logits


def with_split(model, images, batch_size):
    place = next(model.parameters()).device
    return torch.cat([model(part.to(place)).to("cpu") for part in images.split(batch_size)])


def joined_before_the_way_back(model, images, batch_size):
    place = next(model.parameters()).device
    return torch.cat([model(part.to(place)) for part in images.split(batch_size)]).cpu()


@pytest.mark.parametrize("answer", [filled_in, with_split, joined_before_the_way_back])
def test_batches_may_be_made_and_joined_in_any_way(answer):
    verdict = checks.batched_logits(answer)
    assert verdict.state == verdicts.RIGHT, verdict.text
    lesson_06.hidden_batched_logits(answer)


def test_the_hidden_test_sees_logits_that_stay_on_the_device():
    def stays(model, images, batch_size):
        place = next(model.parameters()).device
        return torch.cat([model(part.to(place)) for part in images.split(batch_size)])

    with pytest.raises(AssertionError, match="the logits stayed there"):
        lesson_06.hidden_batched_logits(stays)
