"""Shards: what was written comes back bit for bit, once per epoch, or an error says why not."""

import json
import os
import pickle
import signal
import sys

import numpy as np
import pytest
import torch
from PIL import Image
from torch.utils.data import Dataset
from torchvision.transforms import v2

from fmnist_helpers.datasets import (
    CustomImageDataset,
    InMemoryFashionMNIST,
    ShardedDataset,
    export_image_folder,
    split,
    write_shards,
)
from fmnist_helpers.loaders import make_loader
from tests.support import sharing
from tests.support.helpers import write_root
from tests.support.processes import in_a_job

pytest.importorskip("datasets", reason="`uv sync --extra scale` installs what shards stand on")


class Items(Dataset):
    def __init__(self, *items):
        self.items = items

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        return self.items[index]


def noise(*shape, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return torch.randint(256, shape, dtype=torch.uint8, generator=generator)


MIXED = Items((noise(3, 5, 7), 4), (noise(1, 2, 3), 300), (noise(3, 9, 4), 0), (noise(1, 5, 7), 1))


@pytest.fixture
def memory(tmp_path):
    return InMemoryFashionMNIST(write_root(tmp_path / "root"))  # 203 images


@pytest.fixture
def folder(memory, tmp_path):
    return write_shards(memory, tmp_path / "shards", rows=50)  # the last one has 3


def batches(dataset, **options):
    loader = make_loader(dataset, batch_size=16, shuffle=True, seed=1, **options)
    return [batch for _ in range(2) for batch in loader]


def assert_equal_batches(found, expected):
    for one, other in zip(found, expected, strict=True):
        assert torch.equal(one[0], other[0])
        assert torch.equal(one[1], other[1])


class TestWhatWasWritten:
    @pytest.mark.parametrize("workers", [0, 2])
    def test_makes_the_batches_of_the_data_in_memory_bit_for_bit(self, memory, folder, workers):
        shards = ShardedDataset(folder)
        assert sorted(path.name for path in folder.iterdir()) == [
            *(f"shard-{number:05}.arrow" for number in range(5)),
            "shards.json",
        ]
        assert shards.supports_index_tensors
        assert (shards.shape, shards.classes) == ((1, 28, 28), list(memory.classes))
        assert_equal_batches(batches(shards, num_workers=workers), batches(memory))

    def test_travels_to_a_fresh_process_as_paths_not_as_bytes(self, memory, folder):
        travelling = pickle.dumps(ShardedDataset(folder))
        assert len(travelling) < 20_000 < folder.joinpath("shard-00000.arrow").stat().st_size
        assert_equal_batches(batches(pickle.loads(travelling)), batches(memory))

    def test_is_read_item_by_item_too(self, memory, folder):
        shards = ShardedDataset(folder)
        assert len(shards) == 203
        for index in (0, 49, 50, 202, -1, np.int64(7)):
            image, label = shards[index]
            assert torch.equal(image, memory[index][0])
            assert type(label) is int
            assert label == memory[index][1]
        for index in (203, -204):
            with pytest.raises(IndexError):
                shards[index]

    def test_can_be_split_and_a_part_is_as_fast(self, memory, folder):
        parts, expected = split(ShardedDataset(folder), 40), split(memory, 40)
        for part, other in zip(parts, expected, strict=True):
            assert part.supports_index_tensors
            assert torch.equal(part.targets, other.targets)
            assert_equal_batches(batches(part), batches(other))

    def test_keeps_sizes_colors_and_labels(self, tmp_path):
        shards = ShardedDataset(write_shards(MIXED, tmp_path / "mixed", rows=3))
        assert shards.shape is shards.classes is None
        assert shards.targets.tolist() == [4, 300, 0, 1]
        for (image, label), (pixels, expected) in zip(shards, MIXED, strict=True):
            assert torch.equal(image, pixels / 255)
            assert label == expected

    def test_of_many_sizes_becomes_batches_by_a_transform(self, tmp_path):
        folder = write_shards(MIXED, tmp_path / "mixed", rows=3)
        with pytest.raises(ValueError, match=r"must have one shape.*transform=v2.Resize"):
            list(make_loader(ShardedDataset(folder), batch_size=4))
        resize = v2.Compose([v2.Resize((4, 4)), v2.Grayscale()])
        shards = ShardedDataset(folder, resize, lambda label: label + 1)
        ((images, labels),) = make_loader(shards, batch_size=4)
        assert torch.equal(images, torch.stack([resize(pixels / 255) for pixels, _ in MIXED]))
        assert labels.tolist() == [5, 301, 1, 2]
        with pytest.raises(TypeError, match="one shape and no transforms; use make_loader"):
            shards[torch.tensor([0])]

    def test_may_come_from_a_folder_of_images_or_from_pillow(self, memory, tmp_path):
        files = CustomImageDataset(*export_image_folder(memory, tmp_path / "files", limit=9))
        from_files = ShardedDataset(write_shards(files, tmp_path / "a"))
        pictures = Items(*((Image.fromarray(noise(6, 5).numpy()), np.int8(3)) for _ in range(2)))
        from_pillow = ShardedDataset(write_shards(pictures, tmp_path / "b"))
        for index in range(9):
            assert torch.equal(from_files[index][0], memory[index][0])
        assert torch.equal(from_pillow[1][0], noise(1, 6, 5) / 255)

    def test_is_written_without_holding_more_than_a_few_images(self, tmp_path, monkeypatch):
        """Each flush makes a batch of the file, and the next images come after it."""
        monkeypatch.setattr("fmnist_helpers.datasets.shards.BYTES_HELD", 40)
        shards = ShardedDataset(write_shards(sharing.Numbered(10), tmp_path / "small"))
        assert [len(batch) for batch in shards.rows.data.to_batches()] == [3, 3, 3, 1]
        assert sharing.numbers(shards[torch.arange(10)][0]) == list(range(10))


class TestWriting:
    @pytest.mark.parametrize(
        ("item", "message"),
        [
            ((noise(1, 2, 2), "shirt"), r"the label of image 1 is 'shirt'; expected a whole"),
            ((noise(1, 2, 2), -1), "the label of image 1 is -1; expected a whole number from 0"),
            ((noise(1, 2, 2), 1.5), "the label of image 1 is 1.5"),
            ((noise(2, 2, 2), 1), r"image 1: an image of shape \(2, 2, 2\); expected"),
            ((torch.tensor([[[2.5]]]), 1), "image 1: an image of float32 numbers, from 2.5"),
        ],
        ids=["text", "negative", "fraction", "channels", "range"],
    )
    def test_refuses_an_invalid_item_and_can_be_done_again(self, tmp_path, item, message):
        good = (noise(1, 2, 2), 1)
        with pytest.raises(ValueError, match=message):
            write_shards(Items(good, item), tmp_path, rows=1)
        with pytest.raises(FileNotFoundError, match="writing it was cut short"):
            ShardedDataset(tmp_path)
        assert len(ShardedDataset(write_shards(Items(good), tmp_path))) == 1

    def test_refuses_a_folder_that_holds_shards(self, memory, folder):
        with pytest.raises(FileExistsError, match="holds shards already: choose another folder"):
            write_shards(memory, folder)

    @pytest.mark.parametrize(("count", "rows"), [(0, 5), (5, 0)])
    def test_refuses_nothing(self, tmp_path, count, rows):
        with pytest.raises(ValueError, match=f"{count} images, rows={rows}: expected 1 or more"):
            write_shards(sharing.Numbered(count), tmp_path, rows=rows)

    def test_says_what_to_install(self, memory, folder, monkeypatch):
        monkeypatch.setitem(sys.modules, "datasets", None)
        for call in (lambda: write_shards(memory, folder / "new"), lambda: ShardedDataset(folder)):
            with pytest.raises(ModuleNotFoundError, match="run `uv sync --extra scale`"):
                call()


class TestDamage:
    def last(self, folder):
        return folder / "shard-00004.arrow"

    def edit(self, folder, **changes):
        manifest = json.loads((folder / "shards.json").read_text())
        (folder / "shards.json").write_text(json.dumps(manifest | changes))
        return manifest["shards"]

    def test_a_missing_shard(self, folder):
        self.last(folder).unlink()
        with pytest.raises(FileNotFoundError, match=r"shard-00004.arrow is missing, and .*json"):
            ShardedDataset(folder)

    @pytest.mark.parametrize("cut", [1, 1000])
    def test_a_truncated_shard(self, folder, cut):
        size = self.last(folder).stat().st_size
        os.truncate(self.last(folder), size - cut)
        message = rf"shard-00004.arrow has {size - cut:,} bytes, expected {size:,}; write"
        with pytest.raises(ValueError, match=message):
            ShardedDataset(folder)

    def test_what_is_not_arrow(self, folder):
        self.last(folder).write_bytes(bytes(self.last(folder).stat().st_size))
        with pytest.raises(ValueError, match=r"shard-00004.arrow cannot be read \(.*write the"):
            ShardedDataset(folder)

    def test_altered_bytes_are_found_when_asked_for(self, folder):
        shards = ShardedDataset(folder)
        shards.verify()
        with self.last(folder).open("r+b") as file:
            file.seek(-1500, os.SEEK_END)
            file.write(bytes(range(64)))
        assert len(ShardedDataset(folder)) == 203  # nothing is noticed
        with pytest.raises(ValueError, match=r"shard-00004.arrow was altered: its SHA-256 is"):
            shards.verify()

    @pytest.mark.parametrize("content", ["", '{"shape": 1'])
    def test_a_damaged_manifest(self, folder, content):
        (folder / "shards.json").write_text(content)
        with pytest.raises(ValueError, match=r"shards.json is damaged \(.*; write the folder"):
            ShardedDataset(folder)

    def test_a_folder_that_holds_none(self, tmp_path):
        with pytest.raises(FileNotFoundError, match=r"has no shards.json, which is written last"):
            ShardedDataset(tmp_path)


COUNT = 33  # in batches of 8: the last one has a single image, and other processes none


@pytest.fixture(scope="module")
def numbered(tmp_path_factory):
    return write_shards(sharing.Numbered(COUNT), tmp_path_factory.mktemp("job") / "shards", rows=10)


@pytest.fixture(scope="module")
def order(numbered):
    """The numbers of the images of each batch, two epochs long, in one process."""
    loader = make_loader(ShardedDataset(numbered), batch_size=8, shuffle=True, seed=3)
    return [sharing.numbers(images) for _ in range(2) for images, _ in loader]


def seen(folder, size):
    """What the processes of a job saw together, step by step."""
    logs = [(folder / f"seen-{rank}-of-{size}").read_text().splitlines() for rank in range(size)]
    steps = zip(*([line.split()[1:] for line in log] for log in logs), strict=True)
    return [sorted(int(number) for part in step for number in part) for step in steps]


SLOW = pytest.mark.slow


class TestJobs:
    @pytest.mark.parametrize("size", [2, pytest.param(1, marks=SLOW), pytest.param(3, marks=SLOW)])
    def test_each_image_comes_once_per_epoch(self, numbered, order, tmp_path, size):
        job = sharing.read_shards_in_a_job
        assert in_a_job(size, job, numbered, tmp_path / "run.pt", tmp_path, None) == [0] * size
        found = seen(tmp_path, size)
        assert found == [sorted(batch) for batch in order]
        for epoch in (found[:5], found[5:]):
            assert sorted(number for step in epoch for number in step) == list(range(COUNT))

    @pytest.mark.parametrize(
        ("before", "after"),
        [(2, 3), pytest.param(2, 2, marks=SLOW), pytest.param(3, 1, marks=SLOW)],
    )
    def test_a_killed_job_goes_on_with_the_same_images(
        self, numbered, order, tmp_path, before, after
    ):
        job, path = sharing.read_shards_in_a_job, tmp_path / "run.pt"
        for name in ("killed", "rest"):
            (tmp_path / name).mkdir()
        statuses = in_a_job(before, job, numbered, path, tmp_path / "killed", 7)
        assert -signal.SIGKILL in statuses
        assert 0 not in statuses
        assert in_a_job(after, job, numbered, path, tmp_path / "rest", None) == [0] * after
        rest = seen(tmp_path / "rest", after)
        assert 3 <= len(rest) <= 4  # the seventh step's file may not have been finished
        assert rest == [sorted(batch) for batch in order[-len(rest) :]]
