"""`sources` on a good day: each place that files come from, and the official files themselves."""

import gzip
import hashlib
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from fmnist_helpers import sources
from tests.support import stand_in
from tests.support.stand_in import FILES, TRAIN_IMAGES, contents, left_over, write

OFFICIAL = Path("/usr/share/datasets/fashion-mnist")


@pytest.fixture(autouse=True)
def nobody_elses_settings(monkeypatch, tmp_path):
    for name in ("FMNIST_DATA", "FMNIST_OFFLINE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


# --- The official files ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def official_root(tmp_path_factory):
    """A root filled from the Debian or Ubuntu package, or a skip."""
    if not all((OFFICIAL / f"{name}.gz").is_file() for name in sources.FULL):
        pytest.skip(f"the package dataset-fashion-mnist is not installed ({OFFICIAL})")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("FMNIST_DATA", raising=False)
        patch.setattr(sources, "MIRRORS", ())
        patch.setattr(sources, "SYSTEM_COPY", OFFICIAL)
        root = sources.ensure_fashion_mnist(tmp_path_factory.mktemp("official") / "data")
    return root


def test_torchvision_opens_the_official_files(official_root):
    from torchvision.datasets import FashionMNIST

    train = FashionMNIST(official_root, train=True, download=False)
    test = FashionMNIST(str(official_root), train=False, download=False)

    assert train.data.shape == (60_000, 28, 28)
    assert test.data.shape == (10_000, 28, 28)
    assert np.bincount(train.targets.numpy()).tolist() == [6_000] * 10
    assert np.bincount(test.targets.numpy()).tolist() == [1_000] * 10
    assert not sources.is_sample(official_root)
    assert sources.describe(official_root).state == "full"


def test_the_table_is_that_of_the_files_torchvision_downloads(official_root):
    # torchvision lists the MD5 of its gzip files; the Debian ones differ in the header alone. The
    # sizes of the contents are those that 60,000 and 10,000 images of 28 x 28 bytes must have.
    from torchvision.datasets import FashionMNIST

    assert {f"{name}.gz" for name in sources.FULL} == {name for name, _ in FashionMNIST.resources}
    for name, (size, sha256) in sources.FULL.items():
        count = 60_000 if name.startswith("train") else 10_000
        assert size == (16 + count * 784 if "images" in name else 8 + count)
        data = gzip.decompress((OFFICIAL / f"{name}.gz").read_bytes())
        assert hashlib.sha256(data).hexdigest() == sha256


def test_the_sample_is_the_first_of_each_class_of_the_official_files(official_root):
    spec = importlib.util.spec_from_file_location(
        "make_sample", sources.SAMPLE_FOLDER / "make_sample.py"
    )
    make_sample = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make_sample)

    remade = make_sample.make_sample(sources.raw_folder(official_root))

    assert remade.keys() == sources.SAMPLE.keys()
    for name, data in remade.items():
        assert data == gzip.decompress((sources.SAMPLE_FOLDER / f"{name}.gz").read_bytes())
        assert hashlib.sha256(data).hexdigest() == sources.SAMPLE[name].sha256


def test_class_names_and_mirrors_are_those_of_torchvision():
    from torchvision.datasets import FashionMNIST

    assert tuple(FashionMNIST.classes) == sources.CLASS_NAMES
    assert set(FashionMNIST.mirrors) < set(sources.MIRRORS)
    assert all(mirror.endswith("/") for mirror in sources.MIRRORS)
    # Where nobody on the way can put other bytes into their place, first; small files first, so
    # that a wrong mirror shows itself early.
    assert sources.MIRRORS[0].startswith("https://")
    sizes = [size for size, _ in sources.FULL.values()]
    assert sizes == sorted(sizes)


# --- The sample ------------------------------------------------------------------------------


def test_without_any_source_the_root_holds_the_sample(standing_in, capsys, tmp_path):
    from torchvision.datasets import FashionMNIST

    root = sources.ensure_fashion_mnist(tmp_path / "data")

    assert root == tmp_path / "data"
    assert sources.is_sample(root)
    train = FashionMNIST(root, train=True, download=False)
    test = FashionMNIST(root, train=False, download=False)
    assert np.bincount(train.targets.numpy()).tolist() == [200] * 10
    assert np.bincount(test.targets.numpy()).tolist() == [50] * 10
    assert train.data.shape == (2_000, 28, 28)
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    for word in ("sample", "internet", "dataset-fashion-mnist", "FMNIST_DATA", "again"):
        assert word in said


def test_the_sample_says_so_each_time_and_is_written_once(standing_in, capsys, tmp_path):
    root = sources.ensure_fashion_mnist(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in sources.raw_folder(root).iterdir()}
    capsys.readouterr()

    assert sources.ensure_fashion_mnist(tmp_path) == root

    assert "sample" in capsys.readouterr().err
    assert before == {path: path.stat().st_mtime_ns for path in sources.raw_folder(root).iterdir()}


def test_a_sample_becomes_the_full_data_once_that_can_be_had(standing_in, capsys, tmp_path):
    root = sources.ensure_fashion_mnist(tmp_path / "data")
    assert sources.is_sample(root)
    capsys.readouterr()

    standing_in(system=write(tmp_path / "system", packed=True))

    assert sources.ensure_fashion_mnist(tmp_path / "data") == root
    assert contents(root) == FILES
    assert not sources.is_sample(root)
    assert left_over(root) == set()
    assert capsys.readouterr().err == ""


def test_the_sample_never_takes_the_place_of_full_files(standing_in, tmp_path):
    raw = write(sources.raw_folder(tmp_path))
    (raw / TRAIN_IMAGES).unlink()

    root = sources.ensure_fashion_mnist(tmp_path)

    assert root == tmp_path / "sample"
    assert sources.is_sample(root)
    assert not sources.is_sample(tmp_path)
    kept = {name: data for name, data in FILES.items() if name != TRAIN_IMAGES}
    assert contents(tmp_path) == kept

    standing_in(system=write(tmp_path / "system", {TRAIN_IMAGES: FILES[TRAIN_IMAGES]}))
    assert sources.ensure_fashion_mnist(tmp_path) == tmp_path
    assert contents(tmp_path) == FILES


def test_the_sample_is_small_and_carries_its_license():
    files = [path for path in sources.SAMPLE_FOLDER.iterdir() if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 1_200_000
    notice = (sources.SAMPLE_FOLDER / "LICENSE").read_text("utf-8")
    assert "The MIT License" in notice
    assert "2017 Zalando SE" in notice


# --- Where the files come from ---------------------------------------------------------------


def test_a_full_root_is_returned_untouched(standing_in, capsys, tmp_path, monkeypatch):
    write(sources.raw_folder(tmp_path / "data"))
    monkeypatch.setenv("FMNIST_DATA", str(tmp_path / "nothing"))
    before = sorted(tmp_path.rglob("*"))

    assert sources.ensure_fashion_mnist("data") == Path("data")

    assert sorted(tmp_path.rglob("*")) == before  # not even a lock
    assert capsys.readouterr().err == ""


def test_a_home_folder_is_understood(standing_in, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    write(sources.raw_folder(tmp_path / "data"))
    assert sources.ensure_fashion_mnist("~/data") == tmp_path / "data"
    assert sources.describe("~/data").state == "full"


@pytest.mark.parametrize("packed", [False, True])
def test_the_system_copy_fills_a_root(standing_in, capsys, tmp_path, packed):
    standing_in(system=write(tmp_path / "system", packed=packed))

    root = sources.ensure_fashion_mnist(tmp_path / "data")

    assert root == tmp_path / "data"
    assert contents(root) == FILES
    assert left_over(root) == set()
    assert capsys.readouterr() == ("", "")  # a lesson's first run prints what its second prints


@pytest.mark.parametrize("where", ["FashionMNIST/raw", "."])
def test_gzip_files_that_torchvision_left_in_the_root_are_used(standing_in, tmp_path, where):
    write(tmp_path / "data" / where, packed=True)
    root = sources.ensure_fashion_mnist(tmp_path / "data")
    assert contents(root) == FILES


def test_a_whole_shared_copy_is_used_where_it_is(standing_in, tmp_path, monkeypatch):
    write(sources.raw_folder(tmp_path / "shared"))
    monkeypatch.setenv("FMNIST_DATA", str(tmp_path / "shared"))

    assert sources.ensure_fashion_mnist(tmp_path / "data") == tmp_path / "shared"

    assert not (tmp_path / "data").exists()
    assert left_over(tmp_path / "shared") == set()
    assert not (tmp_path / "shared/FashionMNIST/.lock").exists()


def test_a_shared_copy_may_be_named_from_here_or_from_home(standing_in, tmp_path, monkeypatch):
    write(sources.raw_folder(tmp_path / "shared"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    for named in ("shared", "~/shared"):
        monkeypatch.setenv("FMNIST_DATA", named)
        assert sources.ensure_fashion_mnist("data") == tmp_path / "shared"


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("layout", [".", "raw", "FashionMNIST/raw"])
def test_any_shared_layout_fills_a_root(standing_in, tmp_path, monkeypatch, layout, packed):
    shared = tmp_path / "shared"
    write(shared / layout, packed=packed)
    # One file the other way round: not in torchvision's layout as a whole.
    whole = shared / layout / (TRAIN_IMAGES + ".gz" * packed)
    whole.unlink()
    write(shared / layout, {TRAIN_IMAGES: FILES[TRAIN_IMAGES]}, packed=not packed)
    before = sorted(shared.rglob("*"))
    monkeypatch.setenv("FMNIST_DATA", str(shared))

    root = sources.ensure_fashion_mnist(tmp_path / "data")

    assert root == tmp_path / "data"
    assert contents(root) == FILES
    assert sorted(shared.rglob("*")) == before


@pytest.mark.parametrize("manner", ["good", "unpacked", "moved", "in_chunks", "labeled"])
def test_the_internet_fills_a_root(standing_in, capsys, tmp_path, mirrors, manner):
    standing_in(mirrors=mirrors.at(manner))

    root = sources.ensure_fashion_mnist(tmp_path / "data")

    assert contents(root) == FILES
    assert left_over(root) == set()
    assert capsys.readouterr().out == ""


def test_only_what_is_missing_is_downloaded(standing_in, tmp_path, mirrors):
    raw = write(sources.raw_folder(tmp_path))
    (raw / TRAIN_IMAGES).unlink()
    standing_in(mirrors=mirrors.at("good"))
    there = {path: path.stat().st_ino for path in raw.iterdir()}

    assert sources.ensure_fashion_mnist(tmp_path) == tmp_path

    assert contents(tmp_path) == FILES
    assert set(mirrors.asked) == {("good", f"{TRAIN_IMAGES}.gz")}
    assert {path: path.stat().st_ino for path in there} == there  # not even written again


@pytest.mark.parametrize(
    ("value", "forbidden"),
    [("1", True), ("Yes", True), ("true", True), ("0", False), ("", False), ("False", False)],
)
def test_offline_asks_nobody(standing_in, tmp_path, mirrors, monkeypatch, capsys, value, forbidden):
    standing_in(mirrors=mirrors.at("good"))
    monkeypatch.setenv("FMNIST_OFFLINE", value)

    root = sources.ensure_fashion_mnist(tmp_path)

    assert sources.is_sample(root) == forbidden
    assert (not mirrors.asked) == forbidden
    assert ("FMNIST_OFFLINE" in capsys.readouterr().err) == forbidden


def test_a_download_shows_progress_in_a_notebook_or_a_terminal(
    standing_in, tmp_path, mirrors, monkeypatch, capsys
):
    standing_in(mirrors=mirrors.at("good"))
    monkeypatch.setitem(sys.modules, "ipykernel", sys)  # what a notebook has
    sources.ensure_fashion_mnist(tmp_path / "a")
    said = capsys.readouterr().err
    # How much of how much, in k or M of bytes, and how fast.
    pattern = (
        rf"Downloading {TRAIN_IMAGES}\.gz: +0%\|.*\| 0\.00/\d+(\.\d+)?[kM] \[00:00<\?, \?B/s\]"
    )
    assert re.search(pattern, said), said

    monkeypatch.delitem(sys.modules, "ipykernel")
    sources.ensure_fashion_mnist(tmp_path / "b")  # pytest's stderr is no terminal
    assert capsys.readouterr().err == ""


# --- What a root holds -----------------------------------------------------------------------


def test_describe_names_the_state_of_a_root(standing_in, tmp_path):
    assert sources.describe(tmp_path).state == "missing"
    assert "nothing" in str(sources.describe(tmp_path))

    raw = write(sources.raw_folder(tmp_path))
    full = sources.describe(tmp_path)
    assert (full.state, full.wrong) == ("full", {})
    assert full.files == dict.fromkeys(FILES, "full")
    assert "70,000" in str(full)

    (raw / TRAIN_IMAGES).rename(raw / "elsewhere")
    incomplete = sources.describe(tmp_path)
    assert incomplete.state == "incomplete"
    assert incomplete.files[TRAIN_IMAGES] == "missing"
    assert "missing" in str(incomplete)

    (raw / TRAIN_IMAGES).write_bytes(b"")
    damaged = sources.describe(tmp_path)
    assert damaged.state == "damaged"
    assert damaged.files[TRAIN_IMAGES] == "wrong"
    assert "0 bytes instead of" in damaged.wrong[raw / TRAIN_IMAGES]
    assert str(raw / TRAIN_IMAGES) in str(damaged)

    sample = sources.describe(sources.ensure_fashion_mnist(tmp_path / "other"))
    assert sample.state == "sample"
    assert "sample" in str(sample)


def test_is_sample_of_an_empty_root_is_false(tmp_path):
    assert sources.is_sample(tmp_path) is False


def test_a_quick_look_imports_nothing_heavy(tmp_path):
    script = (
        "import sys; from fmnist_helpers import sources; sources.describe(sys.argv[1]);"
        "print([name for name in ('torch', 'torchvision', 'numpy', 'requests', 'filelock')"
        " if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(stand_in.REPOSITORY)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.strip() == "[]"
