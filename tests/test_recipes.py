"""The recipes: the parts that they are made of, and the same run from the same seed."""

import pytest
import torch
from torch import nn

from benchmarks.recipes import train
from fmnist_helpers.datasets import InMemoryFashionMNIST
from fmnist_helpers.loaders import make_loader
from fmnist_helpers.models import NeuralNetwork, RandomFlipShift, SmallCNN
from fmnist_helpers.recipes import RECIPES, Recipe
from fmnist_helpers.training import fit
from tests.support.helpers import write_root

TINY = Recipe(
    lambda: SmallCNN((4,), kernel=5, stride=2, hidden=8, augment=RandomFlipShift(1), mirror=True),
    epochs=2,
    batch_size=64,
    lr=0.1,
    momentum=0.9,
    weight_decay=5e-4,
    warmup=0.2,
)


@pytest.fixture
def train_set(tmp_path):
    return InMemoryFashionMNIST(write_root(tmp_path))  # 203 images: 4 batches of 64


def weights(model):
    return torch.cat([value.flatten().double() for value in model.state_dict().values()])


def test_tutorial_is_the_tutorials():
    recipe = RECIPES["tutorial"]
    model = recipe.model()
    optimizer = recipe.optimizer(model)
    assert type(model) is NeuralNetwork
    assert (recipe.epochs, recipe.batch_size) == (5, 64)
    assert recipe.scheduler(optimizer, 10) is None
    (group,) = optimizer.param_groups
    plain = torch.optim.SGD(model.parameters(), lr=1e-3).param_groups[0]
    assert {**group, "fused": None, "params": None} == {**plain, "fused": None, "params": None}


@pytest.mark.parametrize("name", RECIPES)
def test_every_recipe_makes_a_network_that_learns_from_a_batch(name, train_set):
    recipe = RECIPES[name]
    torch.manual_seed(0)
    model = recipe.model()
    optimizer, loss_fn = recipe.optimizer(model), nn.CrossEntropyLoss()
    images, labels = train_set[torch.arange(64)]
    before = weights(model)
    losses = []
    for _ in range(4):
        logits = model(images)
        assert logits.shape == (64, 10)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        assert all(parameter.grad.isfinite().all() for parameter in model.parameters())
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < losses[0]
    assert not torch.equal(weights(model), before)


@pytest.mark.parametrize("name", RECIPES)
def test_each_call_makes_a_new_network(name):
    recipe = RECIPES[name]
    assert recipe.model() is not recipe.model()


def test_same_seed_same_bits(train_set):
    first, history = train(TINY, train_set, seed=1, device="cpu")
    torch.rand(7)  # what was drawn in between must not matter
    again, same = train(TINY, train_set, seed=1, device="cpu")
    other, _ = train(TINY, train_set, seed=2, device="cpu")
    assert torch.equal(weights(first), weights(again))
    assert history == same
    assert not torch.equal(weights(first), weights(other))


def test_trains_by_the_loop_that_is_taught(train_set):
    """`train` is no more than the parts, seeded, in `fit`."""
    recipe = TINY
    torch.manual_seed(3)
    model = recipe.model()
    optimizer = recipe.optimizer(model)
    loader = make_loader(train_set, batch_size=64, shuffle=True, seed=3)
    scheduler = recipe.scheduler(optimizer, 8)
    loss_fn = nn.CrossEntropyLoss()
    fit(model, loader, None, loss_fn, optimizer, epochs=2, scheduler=scheduler)
    trained, history = train(recipe, train_set, seed=3, device="cpu")
    assert torch.equal(weights(trained), weights(model))
    assert len(history) == 2
    assert not trained.training


def test_scores_the_validation_set_after_each_epoch(train_set):
    _, history = train(TINY, train_set, train_set, device="cpu")
    assert len(history.val_accuracy) == 2


def test_the_rate_rises_falls_and_ends_near_nothing():
    model = nn.Linear(2, 2)
    optimizer = TINY.optimizer(model)
    scheduler = TINY.scheduler(optimizer, 100)
    rates = []
    for _ in range(100):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    peak = rates.index(max(rates))
    assert rates[0] == pytest.approx(0.01)
    assert max(rates) == pytest.approx(0.1, rel=0.05)
    assert 18 <= peak <= 22
    assert rates == sorted(rates[:peak]) + sorted(rates[peak:], reverse=True)
    assert 5e-4 < rates[-1] < 0.002  # the last step still learns; after it the rate is 0
    assert optimizer.param_groups[0]["lr"] < 1e-5


def test_the_schedule_can_be_saved_and_read_without_running_code(tmp_path):
    optimizer = TINY.optimizer(nn.Linear(2, 2))
    scheduler = TINY.scheduler(optimizer, 100)
    optimizer.step()
    scheduler.step()
    torch.save(scheduler.state_dict(), tmp_path / "schedule.pt")
    fresh = TINY.scheduler(TINY.optimizer(nn.Linear(2, 2)), 100)
    fresh.load_state_dict(torch.load(tmp_path / "schedule.pt", weights_only=True))
    assert fresh.get_last_lr() == scheduler.get_last_lr()


def test_a_network_may_call_a_part_of_it_module():
    model = nn.Sequential()
    model.module, model.other = nn.Linear(2, 2), nn.Linear(2, 2)
    (group,) = TINY.optimizer(model).param_groups
    assert len(group["params"]) == 4


def test_memory_is_kept_from_step_to_step(train_set, monkeypatch):
    """A third of a small convolutional network's time: see ``keep_freed_memory``."""
    asked = []
    monkeypatch.setattr("benchmarks.recipes.keep_freed_memory", lambda: asked.append(True))
    train(TINY, train_set, device="cpu")
    assert asked == [True]
