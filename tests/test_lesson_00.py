"""What lesson 00 says and its outputs do not show."""

import torch
from torch import nn

from fmnist_helpers.datasets import InMemoryFashionMNIST, split
from fmnist_helpers.loaders import make_loader
from fmnist_helpers.models import NeuralNetwork
from fmnist_helpers.training import predict, test_loop
from tests.support.helpers import write_root

test_loop.__test__ = False


def test_the_model_has_as_many_numbers_as_the_text_says():
    assert sum(p.numel() for p in NeuralNetwork().parameters()) == 669_706


def test_a_sixth_of_the_pictures_is_kept_back_and_none_is_in_both_parts(tmp_path):
    garments = InMemoryFashionMNIST(write_root(tmp_path))
    train_set, val_set = split(garments, 1 / 6)
    assert len(val_set) == round(len(garments) / 6)
    assert not set(train_set.indices.tolist()) & set(val_set.indices.tolist())


def test_the_lines_of_the_lesson_train_on_small_data(tmp_path):
    """The training cell, three passes over a few images: the loss falls, the answers improve."""
    train_set, val_set = split(InMemoryFashionMNIST(write_root(tmp_path)), 1 / 6)
    train_loader = make_loader(train_set, batch_size=8, shuffle=True, seed=0)
    val_loader = make_loader(val_set, batch_size=500)
    torch.manual_seed(0)
    model, loss_fn = NeuralNetwork(), nn.CrossEntropyLoss()
    before = test_loop(train_loader, model, loss_fn)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    model.train()
    for _ in range(3):
        for images, labels in train_loader:
            loss = loss_fn(model(images), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    assert test_loop(train_loader, model, loss_fn).loss < before.loss
    images, labels = next(iter(val_loader))
    assert predict(model, images).shape == (len(labels), 10)
