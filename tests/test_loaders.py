"""Batches: those of the plain DataLoader, bit for bit; and what stands in the way of a batch."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from torch.utils.data import DataLoader, IterableDataset, TensorDataset
from torchvision.datasets import FashionMNIST
from torchvision.transforms import ToTensor, v2

from fmnist_helpers.datasets import CustomImageDataset, InMemoryFashionMNIST, split
from fmnist_helpers.loaders import make_loader, unpack, workers
from tests.support.helpers import write_images, write_table


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
@pytest.mark.parametrize(
    ("batch_size", "drop_last"),
    [
        (1, False),
        (7, True),
        (29, False),
        (29, True),
        (64, False),
        (64, True),
        (203, True),
        (500, False),
    ],
)
def test_every_epoch_equals_the_plain_loader(memory, reference, shuffle, drop_last, batch_size):
    options = {"batch_size": batch_size, "shuffle": shuffle, "drop_last": drop_last}
    ours, theirs = make_loader(memory, seed=3, **options), plain_loader(reference, 3, **options)
    assert len(ours) == len(theirs)
    for _ in range(3):
        assert_same_batches(ours, theirs)


def test_the_order_of_many_images_is_torchs_seeded_or_not():
    many = TensorDataset(torch.arange(25_001))
    orders = []
    for make in (make_loader, DataLoader):
        torch.manual_seed(2)
        loader = make(many, batch_size=1_000, shuffle=True)
        orders.append([torch.cat([batch[0] for batch in loader]) for _ in range(2)])
    assert all(map(torch.equal, *orders))
    assert not torch.equal(*orders[0])


@pytest.mark.parametrize("stop_after", [1, 2, 4, 7, 8])
def test_an_epoch_left_early_does_not_change_the_next(memory, reference, stop_after):
    """29 divides 203: there the plain loader draws again only after the last batch was taken.

    Of batches of 64 the fourth is short: there it has drawn again before that one is given.
    """
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


def test_batch_size_and_shuffle_may_stand_where_torch_has_them(memory):
    ours = make_loader(memory, 16, True, seed=3)
    theirs = make_loader(memory, batch_size=16, shuffle=True, seed=3)
    for one, other in zip(ours, theirs, strict=True):
        assert torch.equal(one[1], other[1])
    assert len(next(iter(ours))[1]) == 16


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
        (torch.zeros(2, 3), r"got a Tensor: tensor"),
        ((1, 2, 3), r"a tuple: \(1, 2, 3\)"),
        ({"images": 1, "label": 2}, "a dict: {'images': 1"),
        ("no batch", "a str"),
        (None, "a NoneType"),
    ],
)
def test_unpack_says_what_it_found(batch, found):
    with pytest.raises(TypeError, match=found):
        unpack(batch)


# What stands in the way ---------------------------------------------------------------------------


class Stream(IterableDataset):
    def __iter__(self):
        yield 0


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"batch_size": 0}, "batch_size=0"),  # in torch's words, as the next ones
        ({"batch_size": 64.0}, r"batch_size=64\.0"),
        ({"batch_size": "64"}, "batch_size=64"),
        ({"num_workers": -1}, "num_workers option should be non-negative"),
        ({"drop_last": None}, "drop_last=None"),
        ({"dataset": []}, "the dataset is empty"),
        ({"dataset": None}, "NoneType is not a dataset"),
        ({"dataset": 64}, "int is not a dataset"),
        ({"dataset": FashionMNIST}, r"a dataset made with the class: FashionMNIST\("),
        ({"dataset": Stream()}, "Stream is not a dataset of known length"),
        ({"dataset": DataLoader([1])}, r"DataLoader is not a dataset .* loader\.dataset"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_argument_that_is_none_is_refused_with_a_remedy(memory, change, error):
    with pytest.raises(ValueError, match=error):
        make_loader(**{"dataset": memory, **change})


def test_drop_last_may_keep_exactly_one_batch(memory):
    assert len(list(make_loader(memory, batch_size=203, drop_last=True))) == 1


def test_images_of_several_sizes_are_named_with_a_remedy(tmp_path):
    write_images(tmp_path, "bag1.png", "bag2.png")
    write_images(tmp_path, "bag3.png", size=(30, 28))
    table = write_table(tmp_path / "labels.csv", "bag1.png, 8\n\nbag2.png, 8\nbag3.png, 8\n")
    dataset = CustomImageDataset(table, tmp_path)
    error = (
        r"item 0 of the batch is \(1, 28, 28\), item 2 is \(1, 28, 30\)"
        r".*Resize\(\(28, 28\)\)"
    )
    with pytest.raises(ValueError, match=error):
        list(make_loader(dataset))
    dataset.transform = v2.Resize((28, 28))
    ((images, _),) = map(unpack, make_loader(dataset))
    assert images.shape == (3, 1, 28, 28)


def test_images_of_several_sizes_in_any_dataset():
    items = [(torch.zeros(1, 2, 2), 0), (torch.zeros(3, 2, 2), 0)]
    with pytest.raises(ValueError, match=r"item 0 of the batch is \(1, 2, 2\).*item 1.*v2\.RGB"):
        list(make_loader(items))
    with pytest.raises(ValueError, match=r"item 1 is \(3, 2, 2\)"):
        list(make_loader([image for image, _ in items]))  # no label, no pair


def test_pil_images_are_refused_with_a_remedy(root):
    with pytest.raises(TypeError, match=r"give it transform=ToTensor\(\)"):
        list(make_loader(FashionMNIST(root)))


def test_what_else_cannot_be_a_batch_keeps_torchs_words():
    with pytest.raises(TypeError, match="found <class 'NoneType'>"):
        list(make_loader([(torch.zeros(1), None)]))
    with pytest.raises(RuntimeError, match="equal size"):
        list(make_loader([(torch.zeros(1), torch.zeros(1)), (torch.zeros(1), torch.zeros(2))]))
    with pytest.raises(RuntimeError, match="equal size"):
        list(make_loader([(torch.zeros(1),), ()]))


# Worker processes ---------------------------------------------------------------------------------

AS_IN_A_NOTEBOOK = """
import multiprocessing
import sys
import torch
from torch.utils.data import Dataset
from torchvision.transforms import Compose
from fmnist_helpers.datasets import InMemoryFashionMNIST, Part
from fmnist_helpers.loaders import make_loader

class Squares(Dataset):
    targets = torch.arange(8)
    transform = None
    def __len__(self):
        return 8
    def __getitem__(self, idx):
        return torch.tensor(idx * idx)

def double(image):
    return image * 2

def said(dataset):
    try:
        make_loader(dataset, num_workers=1)
    except ValueError as error:
        return str(error)

memory = InMemoryFashionMNIST(sys.argv[1])
plain = list(make_loader(memory, shuffle=True, seed=0))
nested = Part(memory, torch.arange(3))
nested.transform = Compose([double])
for method in ("forkserver", "spawn"):
    multiprocessing.set_start_method(method, force=True)
    print(method, "class:", said(Squares()))
    print(method, "part:", said(Part(Squares(), torch.arange(3))))
    print(method, "transform:", said(nested))
loaded = list(make_loader(memory, shuffle=True, seed=0, num_workers=1))
pairs = [pair for x, y in zip(plain, loaded, strict=True) for pair in zip(x, y, strict=True)]
print("same:", all(torch.equal(a, b) for a, b in pairs))
print("moved, not copied:", memory.images.is_shared() and memory.targets.is_shared())
"""


@pytest.mark.slow
def test_a_fresh_process_cannot_see_what_a_notebook_defines(root):
    """In a process of its own, which like a notebook's kernel has no main file."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", AS_IN_A_NOTEBOOK, str(root)],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        cwd=Path(__file__).parent.parent,
    )
    assert done.returncode == 0, done.stderr
    said = dict(line.split(": ", 1) for line in done.stdout.splitlines())
    for method in ("spawn", "forkserver"):
        assert said[f"{method} class"].startswith("Squares is defined in this notebook")
        assert "num_workers=0, or move it to a .py file" in said[f"{method} class"]
        assert said[f"{method} part"].startswith("Squares is defined in this notebook")
        assert said[f"{method} transform"].startswith("double is defined in this notebook")
    assert said["same"] == "True"
    assert said["moved, not copied"] == "True"


class Anything(torch.utils.data.Dataset):
    """A dataset that carries what it was given."""

    def __init__(self, **what):
        self.__dict__.update(what)

    def __len__(self):
        return 1

    def __getitem__(self, idx):
        return idx


def test_lambdas_and_open_files_cannot_go_to_a_fresh_process(monkeypatch, tmp_path):
    monkeypatch.setattr(workers, "start_method", lambda: "spawn")
    with open(tmp_path / "file", "w", encoding="utf-8") as file:
        for what in (lambda image: image, file, (i for i in range(3))):
            with pytest.raises(ValueError, match=r"cannot load this Anything: .*num_workers=0"):
                make_loader(Anything(what=[what]), num_workers=1)
            make_loader(Anything(what=[what]), num_workers=0)


def test_what_multiprocessing_can_send_may_go_to_a_fresh_process(monkeypatch):
    """A socket, which pickle alone refuses."""
    monkeypatch.setattr(workers, "start_method", lambda: "spawn")
    with socket.socket() as connection:
        make_loader(Anything(what=connection), num_workers=1)


def test_asking_moves_no_images(monkeypatch):
    """multiprocessing puts every tensor that it pickles into shared memory."""
    monkeypatch.setattr(workers, "start_method", lambda: "spawn")
    images = torch.zeros(2, 1, 28, 28)
    make_loader(Anything(images=images), num_workers=1)
    assert not images.is_shared()


def test_a_fresh_process_can_see_what_a_script_defines(monkeypatch):
    monkeypatch.setattr(workers, "start_method", lambda: "spawn")
    monkeypatch.setattr(Anything, "__module__", "__main__")
    monkeypatch.setattr(sys.modules["__main__"], "Anything", Anything, raising=False)
    # A worker of pytest-xdist has no file behind its __main__, as a notebook has none.
    monkeypatch.setattr(sys.modules["__main__"], "__file__", "script.py", raising=False)
    make_loader(Anything(), num_workers=1)


def test_a_forked_process_can_see_everything(monkeypatch):
    monkeypatch.setattr(workers, "start_method", lambda: "fork")
    make_loader(Anything(what=lambda image: image), num_workers=1)


def test_asking_for_the_start_method_does_not_fix_it(monkeypatch):
    asked = []

    def get_start_method(allow_none=False):
        asked.append(allow_none)

    monkeypatch.setattr(workers.multiprocessing, "get_start_method", get_start_method)
    assert workers.start_method() == workers.multiprocessing.get_all_start_methods()[0]
    assert asked == [True]
