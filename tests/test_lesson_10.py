"""Lesson 10: what its text says and its outputs don't show."""

import nbformat
import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from fmnist_helpers import checks, training
from tests.support.lessons import NOTEBOOKS

CELLS = {
    cell.id: cell.source
    for cell in nbformat.read(NOTEBOOKS / "10_train_and_test.ipynb", as_version=4).cells
}


@pytest.fixture
def loops():
    """The two loops as the lesson's solutions write them."""
    names = {"torch": torch, "checks": checks}
    for cell in ("568f17ed", "f9ec9533"):
        exec(CELLS[cell], names)
    return names["solution_train_loop"], names["solution_test_loop"]


def start():
    torch.manual_seed(0)
    data = TensorDataset(torch.rand(100, 1, 28, 28), torch.randint(0, 10, (100,)))
    model = nn.Sequential(nn.Flatten(), nn.Dropout(0.5), nn.Linear(784, 10))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    return DataLoader(data, batch_size=48), model, nn.CrossEntropyLoss(), optimizer


def test_the_loops_are_the_packages_with_a_short_last_batch_and_dropout(loops):
    train_loop, test_loop = loops
    loader, mine, loss_fn, optimizer = start()
    trained = train_loop(loader, mine, loss_fn, optimizer)
    tested = test_loop(loader, mine, loss_fn)
    assert not mine.training

    loader, its, loss_fn, optimizer = start()
    assert trained == pytest.approx(tuple(training.train_loop(loader, its, loss_fn, optimizer)))
    assert tested == pytest.approx(tuple(training.test_loop(loader, its, loss_fn)))
    assert torch.equal(mine[2].weight, its[2].weight)


def test_the_difference_that_chance_makes_to_the_validation_accuracy():
    torch.manual_seed(0)
    n = 6_000
    accuracies = torch.distributions.Binomial(n, torch.tensor(0.86)).sample((2_000,)) / n
    assert accuracies.std().item() == pytest.approx(0.0045, abs=0.0004)
    assert "0.0045" in CELLS["4bd5410a"]


def test_the_best_of_many_guesses_shines_on_few_images_whatever_the_seed():
    """The lesson shows one seed: 14 % of 500 images for the best of 200, then a guess again."""
    for seed in range(20):
        torch.manual_seed(seed)
        right = (torch.randint(10, (200, 6_000)) == torch.randint(10, (6_000,))).float()
        scores = right[:, :500].mean(dim=1)
        assert scores.max() > 0.125
        assert right[scores.argmax(), 500:].mean() == pytest.approx(0.1, abs=0.015)


def test_a_third_run_continues_in_the_same_history():
    """What the lesson does with the best rate: four more epochs after the first."""
    loader, model, loss_fn, optimizer = start()
    history = training.fit(model, loader, loader, loss_fn, optimizer, epochs=1)
    training.fit(model, loader, loader, loss_fn, optimizer, epochs=3, history=history)
    assert len(history) == 3
