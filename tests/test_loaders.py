"""Batches: those of the plain DataLoader, bit for bit; and what stands in the way of a batch."""

import pytest
import torch
from torch.utils.data import DataLoader
from torchvision.datasets import FashionMNIST
from torchvision.transforms import ToTensor

from fmnist_helpers.datasets import CustomImageDataset, InMemoryFashionMNIST, split
from fmnist_helpers.loaders import make_loader, unpack
from tests.helpers import write_images, write_root, write_table


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return write_root(tmp_path_factory.mktemp("fmnist"))


@pytest.fixture(scope="module")
def memory(root):
    return InMemoryFashionMNIST(root)


@pytest.fixture(scope="module")
def reference(root):
    return FashionMNIST(root, transform=ToTensor())


@pytest.fixture
def folder(tmp_path):
    """A dataset of six image files."""
    names = [f"bag{i}.png" for i in range(6)]
    table = write_table(tmp_path / "labels.csv", "".join(f"{name}, 8\n" for name in names))
    return CustomImageDataset(table, write_images(tmp_path / "images", *names))


def plain_loader(dataset, seed, **options):
    """What the tutorial writes, seeded."""
    return DataLoader(dataset, generator=torch.Generator().manual_seed(seed), **options)


def assert_same_batches(ours, theirs):
    ours, theirs = list(ours), list(theirs)
    assert len(ours) == len(theirs)
    for mine, other in zip(ours, theirs, strict=True):
        assert type(mine) is type(other)
        for a, b in zip(mine, other, strict=True):
            assert a.dtype == b.dtype
            assert torch.equal(a, b)


# The same batches ---------------------------------------------------------------------------------


@pytest.mark.parametrize("shuffle", [True, False])
@pytest.mark.parametrize("drop_last", [True, False])
@pytest.mark.parametrize("batch_size", [1, 7, 29, 64, 203, 500])
def test_every_epoch_equals_the_plain_loader(memory, reference, shuffle, drop_last, batch_size):
    if drop_last and batch_size > len(memory):
        pytest.skip("no batch")
    options = {"batch_size": batch_size, "shuffle": shuffle, "drop_last": drop_last}
    ours, theirs = make_loader(memory, seed=3, **options), plain_loader(reference, 3, **options)
    assert len(ours) == len(theirs)
    for _ in range(3):
        assert_same_batches(ours, theirs)


@pytest.mark.parametrize("stop_after", [1, 2, 7, 8])
def test_an_epoch_left_early_does_not_change_the_next(memory, reference, stop_after):
    """29 divides 203: there the plain loader draws again only after the last batch was taken."""
    for batch_size in (29, 64):
        options = {"batch_size": batch_size, "shuffle": True}
        ours, theirs = make_loader(memory, seed=5, **options), plain_loader(reference, 5, **options)
        for loader in (ours, theirs):
            for number, _ in enumerate(loader, start=1):
                if number == stop_after:
                    break
        assert_same_batches(ours, theirs)
        assert_same_batches(ours, theirs)


def test_two_epochs_at_once_equal_the_plain_loader(memory, reference):
    ours, theirs = (
        make_loader(memory, seed=1, shuffle=True),
        plain_loader(reference, 1, batch_size=64, shuffle=True),
    )
    assert_same_batches(
        [batch for pair in zip(ours, ours, strict=True) for batch in pair],
        [batch for pair in zip(theirs, theirs, strict=True) for batch in pair],
    )


def test_without_a_seed_the_global_one_rules(memory, reference):
    torch.manual_seed(11)
    ours, next_number = list(make_loader(memory, shuffle=True)), torch.rand(1)
    torch.manual_seed(11)
    theirs = list(DataLoader(reference, 64, shuffle=True))
    assert_same_batches(ours, theirs)
    assert torch.equal(next_number, torch.rand(1))


def test_the_same_with_workers(memory, reference):
    ours = make_loader(memory, shuffle=True, seed=2, num_workers=2)
    theirs = plain_loader(reference, 2, batch_size=64, shuffle=True)
    for _ in range(2):
        assert_same_batches(ours, theirs)


def test_the_plain_loader_with_workers_too(memory, reference):
    ours = make_loader(memory, shuffle=True, seed=2)
    theirs = plain_loader(reference, 2, batch_size=64, shuffle=True, num_workers=2)
    for _ in range(2):
        assert_same_batches(ours, theirs)


def test_parts_give_the_batches_of_plain_subsets(memory, reference):
    train, _ = split(memory, 0.25, seed=4)
    subset = torch.utils.data.Subset(reference, train.indices.tolist())
    ours = make_loader(train, batch_size=16, shuffle=True, seed=6)
    theirs = plain_loader(subset, 6, batch_size=16, shuffle=True)
    for _ in range(2):
        assert_same_batches(ours, theirs)


def test_datasets_without_index_tensors_give_the_same_batches_too(reference):
    ours = make_loader(reference, shuffle=True, seed=8)
    theirs = plain_loader(reference, 8, batch_size=64, shuffle=True)
    for _ in range(2):
        assert_same_batches(ours, theirs)


def test_shuffling_shuffles_anew_each_epoch_and_the_seed_repeats_it(memory):
    def labels(loader):
        return torch.cat([labels for _, labels in loader])

    first, again = (make_loader(memory, shuffle=True, seed=0) for _ in range(2))
    epochs = [labels(first), labels(first)]
    assert not torch.equal(*epochs)
    assert torch.equal(epochs[0].sort().values, memory.targets.sort().values)
    assert torch.equal(labels(again), epochs[0])
    assert not torch.equal(labels(make_loader(memory, shuffle=True, seed=1)), epochs[0])
    assert torch.equal(labels(make_loader(memory)), memory.targets)


def test_shapes_dtypes_and_range(memory):
    batches = list(make_loader(memory))
    assert [tuple(images.shape) for images, _ in batches] == [(64, 1, 28, 28)] * 3 + [
        (11, 1, 28, 28)
    ]
    for images, labels in batches:
        assert (images.dtype, labels.dtype) == (torch.float32, torch.int64)
        assert 0 <= images.min() < 0.01
        assert 0.99 < images.max() <= 1


def test_a_whole_batch_is_asked_for_at_once(memory):
    class Counting(InMemoryFashionMNIST):
        asked = 0

        def __getitem__(self, index):
            Counting.asked += 1
            return super().__getitem__(index)

    counting = object.__new__(Counting)
    counting.images, counting.targets = memory.images, memory.targets
    for dataset in (counting, split(counting, 0.1)[0]):
        Counting.asked = 0
        assert Counting.asked == 0
        assert len(list(make_loader(dataset, shuffle=True))) == Counting.asked


def test_it_is_a_plain_dataloader_over_the_dataset(memory, folder):
    for dataset in (memory, folder):
        loader = make_loader(dataset)
        assert type(loader) is DataLoader
        assert loader.dataset is dataset


def test_dict_batches(folder):
    (batch, short) = make_loader(folder, batch_size=4)
    assert batch["image"].shape == (4, 1, 28, 28)
    assert batch["image"].dtype == torch.uint8
    assert batch["label"].tolist() == [8] * 4
    images, labels = unpack(short)
    assert images.shape == (2, 1, 28, 28)
    assert labels.dtype == torch.int64


# unpack -------------------------------------------------------------------------------------------


def test_unpack_takes_pairs_and_dicts():
    images, labels = torch.zeros(2, 1), torch.ones(2)
    for batch in ((images, labels), [images, labels], {"image": images, "label": labels, "id": 3}):
        assert unpack(batch)[0] is images
        assert unpack(batch)[1] is labels


@pytest.mark.parametrize(
    ("batch", "found"),
    [
        (torch.zeros(2, 3), r"one tensor of shape \(2, 3\)"),
        ((1, 2, 3), "a tuple of 3"),
        ({"images": 1, "label": 2}, r"a dict with the keys \['images', 'label'\]"),
        ("no batch", "a str"),
        (None, "a NoneType"),
    ],
)
def test_unpack_says_what_it_found(batch, found):
    with pytest.raises(TypeError, match=found):
        unpack(batch)
