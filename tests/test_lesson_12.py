"""Lesson 12: what its text says and its outputs don't show."""

import nbformat
import pytest
import torch
from sklearn.metrics import confusion_matrix, precision_recall_fscore_support
from torch import nn

from fmnist_helpers import plots, widgets
from fmnist_helpers.datasets import InMemoryFashionMNIST, split
from fmnist_helpers.sources import CLASS_NAMES
from tests.support.helpers import write_root
from tests.support.lessons import NOTEBOOKS

CELLS = {
    cell.id: cell.source
    for cell in nbformat.read(NOTEBOOKS / "12_mistakes.ipynb", as_version=4).cells
}


@pytest.fixture
def names():
    """The lesson's names after its own cells, for a model that is often sure and often wrong."""
    generator = torch.Generator().manual_seed(0)
    labels = torch.randint(0, 10, (500,), generator=generator)
    logits = 3 * torch.randn(500, 10, generator=generator)
    logits[torch.arange(500), labels] += 3
    probabilities = logits.softmax(dim=1)
    confidence, predictions = probabilities.max(dim=1)
    right = predictions == labels
    names = {
        "torch": torch,
        "CLASS_NAMES": CLASS_NAMES,
        "confusion_matrix": confusion_matrix,
        "precision_recall_fscore_support": precision_recall_fscore_support,
        "plots": plots,
        "labels": labels,
        "logits": logits,
        "probabilities": probabilities,
        "confidence": confidence,
        "predictions": predictions,
        "right": right,
        "accuracy": right.double().mean(),
    }
    for cell in ("e0cc361f", "75463b80", "f840063c"):
        exec(CELLS[cell], names)
    return names


@pytest.fixture
def lab(names):
    return widgets.mistakes_lab(torch.zeros(500, 28, 28), names["logits"], names["labels"])


def test_precision_and_recall_by_hand_are_the_librarys_for_every_class(names):
    precision, recall, *_ = precision_recall_fscore_support(names["labels"], names["predictions"])
    assert names["precision"].tolist() == pytest.approx(precision.tolist(), rel=1e-6)
    assert names["recall"].tolist() == pytest.approx(recall.tolist(), rel=1e-6)


def test_the_lab_opens_on_the_largest_count_off_the_diagonal(names, lab):
    mistakes = names["matrix"].clone().fill_diagonal_(0)
    assert mistakes[lab.cell] == mistakes.max()
    assert len(lab.found) == mistakes.max()
    assert not lab.doubted.value


def test_labels_to_doubt_are_the_candidates_found_by_hand(names, lab):
    lab.doubted.value = True
    suspects = names["suspects"].tolist()
    assert suspects
    assert sorted(lab.found.tolist()) == suspects


def test_every_candidate_was_predicted_wrong(names):
    assert not names["right"][names["suspects"]].any()


@pytest.fixture
def searched(tmp_path):
    """The lesson's search for twins, over a few images; returns its names, with the images."""
    train_set = InMemoryFashionMNIST(write_root(tmp_path))
    train_part, _ = split(train_set, validation=0.1, seed=0)
    test_set = InMemoryFashionMNIST(tmp_path, train=False)
    test_set.images[3] = train_set.images[train_part.indices[5]] // 2  # the same, but darker
    names = {
        "torch": torch,
        "nn": nn,
        "train_set": train_set,
        "train_part": train_part,
        "test_set": test_set,
        "plots": plots,
    }
    exec(CELLS["twins-search"], names)
    return names


def test_the_search_finds_a_twin_that_is_darker(searched):
    assert searched["nearest"][3] == 5
    exec(CELLS["twins-count"], searched)
    assert searched["similarity"][3] > 0.999
    assert searched["twins"].nonzero().flatten().tolist() == [3]


def test_similarity_is_that_of_all_pixels_and_at_most_1(searched):
    rows = searched["unit_rows"](searched["test_set"].images)
    assert rows.norm(dim=1).tolist() == pytest.approx([1] * len(rows), abs=1e-5)
    assert rows.sum(dim=1).tolist() == pytest.approx([0] * len(rows), abs=1e-4)
