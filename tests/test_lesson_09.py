"""Lesson 9: what its text says and its outputs don't show."""

import pytest
import torch
from torch import nn

from fmnist_helpers import widgets
from fmnist_helpers.models import NeuralNetwork
from tests.support.helpers import patterned_batch


@pytest.fixture
def model():
    torch.manual_seed(0)
    return NeuralNetwork()


@pytest.fixture
def batch():
    return patterned_batch()


def test_adams_first_step_is_the_learning_rate_and_rmsprops_ten_times_that():
    for make, times in ((torch.optim.Adam, 1), (torch.optim.RMSprop, 10)):
        for size in (1.0, 1e-3):
            weight = torch.zeros(1, requires_grad=True)
            optimizer = make([weight], lr=0.01)
            (size * weight).sum().backward()
            optimizer.step()
            assert weight.item() == pytest.approx(-0.01 * times, rel=0.01)


def test_parameters_without_parentheses_are_refused_with_the_words_of_the_quiz(model):
    with pytest.raises(TypeError, match="'method' object is not iterable"):
        torch.optim.Adam(model.parameters)


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
