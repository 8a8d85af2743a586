"""Lesson 7: what its text says and its outputs don't show."""

import math

import pytest
import torch
from torch import nn

from fmnist_helpers import checks, widgets
from fmnist_helpers.models import NeuralNetwork


def test_the_logits_bench_costs_what_the_text_says():
    bench = widgets.logits_bench()
    assert f"{bench.loss:.3f}" == "0.797"
    assert not bench.twice.value
    bench.shift.value = 7
    assert f"{bench.loss:.3f}" == "0.797"
    bench.shift.value = 0
    bench.presets["sure and wrong"].click()
    assert bench.loss > 8
    bench.presets["sure and right"].click()
    assert bench.loss < 0.01
    bench.twice.value = True
    assert f"{bench.loss:.3f}" == "1.464"
    for number, slider in enumerate(bench.logits):
        slider.value = slider.max if number == bench.label.value else slider.min
    assert f"{bench.loss:.3f}" == "1.461"


def test_a_first_loss_is_the_logarithm_of_the_number_of_classes():
    torch.manual_seed(0)
    images = torch.rand(64, 1, 28, 28)
    for classes in (2, 10):
        logits = NeuralNetwork()(images)[:, :classes]
        loss = nn.CrossEntropyLoss()(logits, torch.randint(classes, (64,)))
        assert loss.item() == pytest.approx(math.log(classes), abs=0.05)


def test_a_column_of_labels_is_refused_with_the_words_of_the_quiz():
    with pytest.raises(RuntimeError, match="0D or 1D target tensor expected, multi-target not"):
        nn.CrossEntropyLoss()(torch.zeros(64, 10), torch.zeros(64, 1, dtype=torch.int64))


@pytest.mark.parametrize(
    ("name", "on_half", "right", "wrong"),
    [("A", 0.5, 0, 1.5625), ("B", 1, 0, 100), ("C", 1, 1.4612, 2.4612), ("D", None, 0, 0)],
)
def test_each_broken_loss_shows_its_fault_to_one_measurement(name, on_half, right, wrong):
    loss = checks.LOSSES[name]
    logits, labels = torch.randn(32, 10).repeat(2, 1), torch.randint(10, (32,)).repeat(2)
    if on_half:
        share = loss(logits[:32], labels[:32]) / loss(logits, labels)
        assert share.item() == pytest.approx(on_half, rel=1e-4)
    certain = torch.zeros(1, 10)
    certain[0, 3] = 100
    assert loss(certain, torch.tensor([3])).item() == pytest.approx(right, abs=1e-4)
    assert loss(certain, torch.tensor([4])).item() == pytest.approx(wrong, abs=1e-4)
