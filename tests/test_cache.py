"""The cache of a folder of images: the same items, never out of date, safe when two build it."""

import os
import pickle
import threading

import numpy as np
import pytest
import torch
from filelock import FileLock
from PIL import Image
from torchvision.transforms import v2

from fmnist_helpers import _cache, _images
from fmnist_helpers.datasets import CustomImageDataset, cache_image_folder, split
from fmnist_helpers.loaders import make_loader
from tests.helpers import write_images, write_table

NAMES = [f"bag{i}.png" for i in range(9)]


@pytest.fixture
def dataset(tmp_path):
    write_images(tmp_path / "images", *NAMES)
    table = "".join(f"{name}, {i}\n" for i, name in enumerate(NAMES))
    return CustomImageDataset(write_table(tmp_path / "labels.csv", table), tmp_path / "images")


@pytest.fixture
def reads(monkeypatch):
    """The paths of all images that are decoded from now on."""
    decoded, read = [], _images.read

    def counting_read(path):
        decoded.append(path.name)
        return read(path)

    monkeypatch.setattr(_images, "read", counting_read)
    return decoded


def repaint(path, value=7, mtime=None):
    """Another picture of the same shape, at the time that is given."""
    Image.fromarray(np.full((28, 28), value, np.uint8)).save(path)
    if mtime is not None:
        os.utime(path, ns=(mtime, mtime))


def test_items_and_batches_are_the_same(dataset, tmp_path):
    cached = cache_image_folder(dataset, tmp_path / "cache")
    assert len(cached) == len(dataset)
    assert torch.equal(cached.targets, dataset.targets)
    for ours, theirs in zip(cached, dataset, strict=True):
        assert ours.keys() == theirs.keys()
        assert torch.equal(ours["image"], theirs["image"])
        assert ours["image"].dtype == torch.uint8
        assert ours["label"] == theirs["label"]
        assert type(ours["label"]) is int
    loaders = (make_loader(d, batch_size=4, shuffle=True, seed=1) for d in (cached, dataset))
    for ours, theirs in zip(*loaders, strict=True):
        assert type(ours) is type(theirs) is dict
        assert torch.equal(ours["image"], theirs["image"])
        assert torch.equal(ours["label"], theirs["label"])
    _, val = split(cached, 3)
    (batch,) = make_loader(val)
    assert torch.equal(batch["image"], torch.stack([item["image"] for item in val]))
    with pytest.raises(IndexError, match="9 images"):
        cached[9]


def test_transforms_are_applied_image_by_image(dataset, tmp_path):
    dataset.transform, dataset.target_transform = v2.ToDtype(torch.float32, scale=True), str
    cached = cache_image_folder(dataset, tmp_path / "cache")
    assert torch.equal(cached[3]["image"], dataset[3]["image"])
    assert cached[3]["label"] == "3"
    (batch,) = make_loader(cached)
    assert batch["image"].dtype == torch.float32
    assert batch["label"] == [str(i) for i in range(9)]
    with pytest.raises(TypeError, match="one image at a time"):
        cached[torch.tensor([0, 1])]


def test_images_are_decoded_once(dataset, tmp_path, reads):
    for _ in range(3):
        list(cache_image_folder(dataset, tmp_path / "cache"))
    assert reads == NAMES


def test_what_is_written_to_an_item_stays_out_of_the_cache(dataset, tmp_path):
    cached = cache_image_folder(dataset, tmp_path / "cache")
    cached[0]["image"].zero_()
    cached[torch.tensor([0])]["image"].zero_()
    assert torch.equal(cached[0]["image"], dataset[0]["image"])
    cached.images.zero_()
    again = cache_image_folder(dataset, tmp_path / "cache")
    assert torch.equal(again[0]["image"], dataset[0]["image"])


def test_it_is_made_anew_when_an_image_changes(dataset, tmp_path, reads):
    path = tmp_path / "images" / "bag4.png"
    changes = {
        "time": lambda: os.utime(path, ns=(1, 1)),
        "size": lambda: repaint(path, mtime=1),
        "a picture of another time": lambda: repaint(path, 9, mtime=2),
    }
    cache_image_folder(dataset, tmp_path / "cache")
    for name, change in changes.items():
        change()
        reads.clear()
        cached = cache_image_folder(dataset, tmp_path / "cache")
        assert reads == NAMES, name
        assert torch.equal(cached[4]["image"], dataset[4]["image"])
        assert len(list((tmp_path / "cache").glob("*.npy"))) == 1


def test_it_is_made_anew_when_the_table_names_other_images(dataset, tmp_path, reads):
    cache_image_folder(dataset, tmp_path / "cache")
    write_table(tmp_path / "labels.csv", "bag3.png, 1\nbag1.png, 2\n")
    other = CustomImageDataset(tmp_path / "labels.csv", tmp_path / "images")
    reads.clear()
    cached = cache_image_folder(other, tmp_path / "cache")
    assert reads == ["bag3.png", "bag1.png"]
    assert torch.equal(cached[0]["image"], dataset[3]["image"])


def test_a_new_label_needs_no_new_file(dataset, tmp_path, reads):
    cache_image_folder(dataset, tmp_path / "cache")
    write_table(tmp_path / "labels.csv", "".join(f"{name}, 77\n" for name in NAMES))
    other = CustomImageDataset(tmp_path / "labels.csv", tmp_path / "images")
    reads.clear()
    assert cache_image_folder(other, tmp_path / "cache").targets.tolist() == [77] * 9
    assert reads == []


def test_the_folder_is_made_with_those_above_it(dataset, tmp_path):
    assert len(cache_image_folder(dataset, tmp_path / "made" / "for" / "it")) == len(dataset)


def test_two_tables_may_share_a_folder(dataset, tmp_path, reads):
    write_table(tmp_path / "other.csv", "bag1.png, 1\n")
    other = CustomImageDataset(tmp_path / "other.csv", tmp_path / "images")
    for _ in range(2):
        assert len(cache_image_folder(dataset, tmp_path / "cache")) == 9
        assert len(cache_image_folder(other, tmp_path / "cache")) == 1
    assert reads == [*NAMES, "bag1.png"]


@pytest.mark.parametrize("damage", [b"", b"\x93NUMPY", None])
def test_a_damaged_file_is_made_anew(dataset, tmp_path, damage):
    file = cache_image_folder(dataset, tmp_path / "cache").file
    file.write_bytes(file.read_bytes()[:-1] if damage is None else damage)
    cached = cache_image_folder(dataset, tmp_path / "cache")
    assert torch.equal(cached[8]["image"], dataset[8]["image"])


class Malicious:
    """What runs a command when it is unpickled."""

    def __reduce__(self):
        return os.mkdir, (self.folder,)


def test_a_file_that_would_run_code_is_not_run(dataset, tmp_path):
    file = cache_image_folder(dataset, tmp_path / "cache").file
    malicious = Malicious()
    malicious.folder = str(tmp_path / "made by the pickle")
    file.write_bytes(pickle.dumps(malicious))
    cached = cache_image_folder(dataset, tmp_path / "cache")
    assert torch.equal(cached[8]["image"], dataset[8]["image"])
    file.write_bytes(pickle.dumps(malicious))
    with pytest.raises(ValueError, match="pickle"):
        _cache.CachedImageDataset(dataset.annotations, file)
    assert not os.path.exists(malicious.folder)


def test_two_at_once_decode_once(dataset, tmp_path, reads):
    made = []
    threads = [
        threading.Thread(
            target=lambda: made.append(cache_image_folder(dataset, tmp_path / "cache"))
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert reads == NAMES
    assert all(torch.equal(cached.images, made[0].images) for cached in made)
    assert len(made) == 4


def test_who_comes_second_waits(dataset, tmp_path):
    file = cache_image_folder(dataset, tmp_path / "cache").file
    lock = FileLock(next((tmp_path / "cache").glob("*.lock")))
    file.unlink()
    second = threading.Thread(target=cache_image_folder, args=(dataset, tmp_path / "cache"))
    with lock:
        second.start()
        second.join(0.3)
        assert second.is_alive()
        assert not file.exists()
    second.join()
    assert file.exists()


def test_a_build_that_fails_leaves_no_file(dataset, tmp_path):
    """And what it left of a part is no obstacle to the next."""
    (tmp_path / "images" / "bag8.png").write_bytes(b"no picture")
    with pytest.raises(ValueError, match="line 9 names"):
        cache_image_folder(dataset, tmp_path / "cache")
    assert not list((tmp_path / "cache").glob("*.npy"))
    repaint(tmp_path / "images" / "bag8.png")
    assert len(cache_image_folder(dataset, tmp_path / "cache")) == 9
    assert not list((tmp_path / "cache").glob("*.part"))


def test_images_that_change_meanwhile_are_not_kept(dataset, tmp_path, monkeypatch):
    read = _images.read

    def slow_read(path):
        if path.name == "bag8.png":
            repaint(tmp_path / "images" / "bag0.png", mtime=1)
        return read(path)

    monkeypatch.setattr(_images, "read", slow_read)
    with pytest.raises(RuntimeError, match="changed while they were read; run this again"):
        cache_image_folder(dataset, tmp_path / "cache")
    assert not list((tmp_path / "cache").glob("*.npy"))


def test_a_full_disk_is_an_error_and_not_a_crash(dataset, tmp_path):
    """/dev/full takes no byte; were the file mapped rather than written, the process would die."""
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full")
    with pytest.raises(OSError, match="No space left"):
        _cache._write(_cache.Path("/dev/full"), dataset.annotations, None)


def test_images_of_several_shapes_need_a_size(dataset, tmp_path):
    write_images(tmp_path / "images", *NAMES[:5], size=(28, 26))
    error = (
        r"line 6 names an image of shape \(1, 28, 28\), line 1 one of \(1, 26, 28\); .* "
        r"Give size=\(26, 28\)"
    )
    with pytest.raises(ValueError, match=error):
        cache_image_folder(dataset, tmp_path / "cache")
    cached = cache_image_folder(dataset, tmp_path / "cache", size=(14, 15))
    assert cached.images.shape == (9, 1, 14, 15)
    expected = v2.functional.resize(dataset[5]["image"], [14, 15], antialias=True)
    assert torch.equal(cached[5]["image"], expected)
    other = cache_image_folder(dataset, tmp_path / "cache", size=(15, 14))
    assert other.images.shape == (9, 1, 15, 14)


def test_gray_and_color_cannot_be_one_array(dataset, tmp_path):
    Image.fromarray(np.zeros((28, 28, 3), np.uint8)).save(tmp_path / "images" / "bag2.png")
    with pytest.raises(ValueError, match=r"line 3 .*Make the files all gray or all color"):
        cache_image_folder(dataset, tmp_path / "cache")


def test_workers_map_the_file_themselves(dataset, tmp_path):
    cached = cache_image_folder(dataset, tmp_path / "cache")
    sent = pickle.dumps(cached)
    assert len(sent) < 9 * 28 * 28
    again = pickle.loads(sent)
    assert torch.equal(again.images, cached.images)
    loaded = make_loader(cached, batch_size=4, num_workers=1)
    assert torch.equal(next(iter(loaded))["image"], cached.images[:4])
