"""Lesson 10: what its text says and its outputs don't show."""

import nbformat
import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from fmnist_helpers import training
from tests.support.lessons import NOTEBOOKS

CELLS = {
    cell.id: cell.source
    for cell in nbformat.read(NOTEBOOKS / "10_train_and_test.ipynb", as_version=4).cells
}


@pytest.fixture
def loops():
    """The two loops as the lesson writes them."""
    names = {"torch": torch}
    for cell in ("568f17ed", "f9ec9533"):
        exec(CELLS[cell], names)
    return names["my_train_loop"], names["my_test_loop"]


def start():
    torch.manual_seed(0)
    data = TensorDataset(torch.rand(100, 1, 28, 28), torch.randint(0, 10, (100,)))
    model = nn.Sequential(nn.Flatten(), nn.Dropout(0.5), nn.Linear(784, 10))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    return DataLoader(data, batch_size=48), model, nn.CrossEntropyLoss(), optimizer


def test_the_loops_are_the_packages_with_a_short_last_batch_and_dropout(loops):
    my_train_loop, my_test_loop = loops
    loader, mine, loss_fn, optimizer = start()
    trained = my_train_loop(loader, mine, loss_fn, optimizer)
    tested = my_test_loop(loader, mine, loss_fn)
    assert not mine.training

    loader, its, loss_fn, optimizer = start()
    assert trained == pytest.approx(tuple(training.train_loop(loader, its, loss_fn, optimizer)))
    assert tested == pytest.approx(tuple(training.test_loop(loader, its, loss_fn)))
    assert torch.equal(mine[2].weight, its[2].weight)


def test_of_ten_nan_logits_argmax_says_class_0():
    assert torch.full((3, 10), torch.nan).argmax(dim=1).tolist() == [0, 0, 0]


def test_the_difference_that_chance_makes_to_the_validation_accuracy():
    torch.manual_seed(0)
    n = 6_000
    accuracies = torch.distributions.Binomial(n, torch.tensor(0.87)).sample((2_000,)) / n
    assert accuracies.std().item() == pytest.approx(0.0043, abs=0.0004)
    assert "0.0043" in CELLS["4bd5410a"]
