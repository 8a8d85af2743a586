"""The checks of lessons 02 to 04 take right answers in any form, and name what is none."""

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch.utils.data import BatchSampler, DataLoader, Dataset, RandomSampler

from fmnist_helpers import checks
from fmnist_helpers.checks.engine import verdict as verdicts
from fmnist_helpers.loaders import make_loader


@pytest.fixture(autouse=True)
def own_progress(tmp_path, monkeypatch):
    monkeypatch.setenv("FMNIST_PROGRESS", str(tmp_path / "progress.json"))
    monkeypatch.delenv("FMNIST_STRICT", raising=False)


@pytest.mark.parametrize(
    "loader",
    [
        lambda data: DataLoader(data, batch_size=64),
        lambda data: DataLoader(data, batch_sampler=BatchSampler(range(len(data)), 7, False)),
        lambda data: make_loader(data, 8),
    ],
    ids=["DataLoader", "batch sampler", "make_loader"],
)
def test_a_loader_of_any_make_will_do(loader):
    assert checks.test_loader(loader)


def test_a_loader_that_shuffles_in_any_way_is_told_so():
    def shuffled(data):
        order = BatchSampler(RandomSampler(data), 25, drop_last=False)
        return DataLoader(data, batch_sampler=order)

    for answer in (shuffled, lambda data: make_loader(data, 25, True, seed=0)):
        assert "the test images are shuffled" in checks.test_loader(answer).text


def first_by_set(dataset):
    labels = [label for _, label in dataset]
    return torch.tensor([labels.index(label) for label in sorted(set(labels))])


@pytest.mark.parametrize(
    "function",
    [
        first_by_set,
        lambda dataset: tuple(first_by_set(dataset).numpy()),
        lambda dataset: first_by_set(dataset).numpy(),
        lambda dataset: [(dataset.targets == c).nonzero()[0] for c in range(len(dataset.classes))],
        lambda dataset: [dataset.targets.tolist().index(c) for c in range(len(dataset.classes))],
    ],
    ids=["tensor", "numpy numbers", "numpy array", "tensors", "targets"],
)
def test_positions_may_be_numbers_of_any_kind(function):
    assert checks.first_of_each(function)


@pytest.mark.parametrize("correction", [0, 1])
def test_either_standard_deviation_normalizes(correction):
    def normalize(train, test):
        mean = train.mean(dim=(0, 2, 3))[:, None, None]
        std = train.std(dim=(0, 2, 3), correction=correction)[:, None, None]
        return [(train - mean) / std, (test - mean) / std]

    assert checks.normalize(normalize)


def test_verdicts_are_read_whatever_their_case():
    right = {"A": "Training images", "B": "never scaled ", "C": "scaled twice", "D": "FINE"}
    assert checks.fit_to_test(right)
    assert checks.fit_to_test(dict.fromkeys("ABCD")).state == verdicts.NOT_TRIED
    assert checks.fit_to_test({}).state == verdicts.NOT_TRIED


class ByPillow(Dataset):
    """The folder read with Pillow and plain Python, the table kept as lines."""

    def __init__(self, annotations_file, img_dir, transform=None, target_transform=None):
        self.lines = Path(annotations_file).read_text(encoding="utf-8").split("\n")[:-1]
        self.img_dir, self.change, self.change_label = img_dir, transform, target_transform

    def __len__(self):
        return len(self.lines)

    def __getitem__(self, idx):
        name, label = self.lines[idx].split(", ")
        image = torch.from_numpy(np.array(Image.open(f"{self.img_dir}/{name}")))[None]
        label = np.int64(label)
        return {
            "image": self.change(image) if self.change else image,
            "label": self.change_label(label) if self.change_label else torch.tensor(label),
        }


def test_a_dataset_may_be_written_in_other_ways():
    verdict = checks.image_dataset(ByPillow)
    assert verdict, verdict.text


class NumbersOfNumPy(ByPillow):
    def __getitem__(self, idx):
        sample = super().__getitem__(idx)
        label = sample["label"]
        return sample | {"label": label.numpy()[()] if torch.is_tensor(label) else label}


def test_a_label_may_be_a_number_of_numpy():
    assert checks.image_dataset(NumbersOfNumPy)


class NotADataset:
    """Right in all but its base class: what a learner calls a dataset."""

    __init__, __len__, __getitem__ = ByPillow.__init__, ByPillow.__len__, ByPillow.__getitem__


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (ByPillow.__new__(ByPillow), "expected the class, got a dataset made with it"),
        ([1, 2], "expected a class, got a list"),
        (type("Empty", (Dataset,), {}), "Not tried yet"),
        (type("NoInit", (Dataset,), {"__len__": len, "__getitem__": len}), "no `__init__`"),
        (NotADataset, "Right"),
    ],
    ids=["object", "list", "empty", "no init", "no base class"],
)
def test_a_class_is_told_from_what_is_none(answer, said):
    assert said in checks.image_dataset(answer).text


def test_epochs_may_be_lists_of_batches_or_tensors():
    def epochs(labels, batch_size, epochs, seed):
        torch.manual_seed(seed)
        loader = DataLoader(labels, batch_size, shuffle=True)
        return [list(loader) for _ in range(epochs)]

    def stacked(labels, batch_size, number, seed):
        return torch.stack([torch.cat(order) for order in epochs(labels, batch_size, number, seed)])

    assert checks.epochs(epochs)
    assert checks.epochs(stacked)
