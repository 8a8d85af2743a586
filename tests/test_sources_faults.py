"""`sources` on a bad day. Each fault is really caused: servers that misbehave, full and read-only
file systems, processes killed at any line. Every case ends in the right data, in the sample, or in
an error that says what to do.
"""

import errno
import gzip
import io
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import filelock
import pytest

from fmnist_helpers import sources
from fmnist_helpers.sources import contents as file_contents
from fmnist_helpers.sources import download
from tests.support import stand_in
from tests.support.lessons import ROOT
from tests.support.stand_in import DIGITS, FILES, TRAIN_IMAGES, contents, left_over, write
from tests.support.systems import needs_kill

LABELS = next(iter(sources.FULL))  # the file that is fetched first


@pytest.fixture(autouse=True)
def a_home_of_its_own(monkeypatch, tmp_path):
    """No test sees, or touches, the settings, the cache or the temporary folder of who runs it."""
    for name in ("FMNIST_DATA", "FMNIST_OFFLINE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for folder in ("home", "temporary"):
        (tmp_path / folder).mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.chdir(tmp_path)


def asked(mirrors, manner):
    return sum(count for (other, _), count in mirrors.asked.items() if other == manner)


# --- The network -----------------------------------------------------------------------------

# Only where a test must wait for them: a busy machine may be slow to serve what is right.
LIMITS = {
    "hangs": {"sources.download.READ_TIMEOUT": 1.5},
    "stalls": {"sources.download.READ_TIMEOUT": 1.5},
}
MANNERS = {
    "forbidden": "HTTP 403",
    "busy": "HTTP 503",
    "hangs": "timed out",
    "stalls": "timed out",
    "breaks_off": "broke",
    "ends_early": "ends too early",
    "digits": "digits",
    "html": "web page",
    "empty": "it ends after 0 of",
    "bomb": "it holds more than",
    "damaged": "gzip data is damaged",
    "garbage": "no connection",
    "contradicts_itself": "no connection",
    "goes_in_circles": "redirects",
}


@pytest.mark.parametrize("manner", MANNERS)
def test_a_mirror_that_fails_is_replaced_by_the_next(standing_in, mirrors, tmp_path, manner):
    standing_in(mirrors=mirrors.at(manner, "good"), **LIMITS.get(manner, {}))

    root = sources.ensure_fashion_mnist(tmp_path / "data")

    assert contents(root) == FILES
    assert left_over(root) == set()
    # Once to see whether there is a network and once in earnest: not again for each file.
    assert asked(mirrors, manner) == 2 or manner == "goes_in_circles"


@pytest.mark.parametrize("manner", MANNERS)
def test_without_a_good_mirror_the_sample_says_why(standing_in, mirrors, tmp_path, capsys, manner):
    # The last one answers at once: a mirror that hangs is not taken for an absent network.
    stand_in.bomb()  # so that the server has it at once
    standing_in(mirrors=mirrors.at(manner, "forbidden"), **LIMITS.get(manner, {}))

    root = sources.ensure_fashion_mnist(tmp_path / "data")

    assert sources.is_sample(root)
    assert left_over(root) == set()
    said = capsys.readouterr().err
    assert MANNERS[manner] in said
    assert f"{mirrors.at(manner)[0]}{LABELS}.gz" in said
    assert said.count("\n") == 1
    assert "object at 0x" not in said


def test_a_mirror_that_fails_late_costs_one_file(standing_in, mirrors, tmp_path):
    standing_in(mirrors=mirrors.at("digits_at_last", "good"))

    root = sources.ensure_fashion_mnist(tmp_path / "data")

    assert contents(root) == FILES
    assert set(mirrors.asked) > {("good", f"{TRAIN_IMAGES}.gz")}
    assert ("good", "train-labels-idx1-ubyte.gz") not in mirrors.asked


def test_a_mirror_that_failed_is_asked_again_after_all_others(standing_in, tmp_path, monkeypatch):
    """It becomes the last, and is not given up: another file may be there."""
    standing_in(mirrors=("one/", "two/"))
    images, labels = FILES[TRAIN_IMAGES], FILES[LABELS]
    missing = {f"one/{LABELS}.gz", f"two/{TRAIN_IMAGES}.gz"}
    asked = []

    def stream(url):
        asked.append(url)
        if url in missing:
            raise file_contents.Unusable("HTTP 404")
        yield FILES[url.partition("/")[2].removesuffix(".gz")]

    monkeypatch.setattr(download, "online", lambda urls: True)
    monkeypatch.setattr(download, "stream", stream)

    found = contents(sources.ensure_fashion_mnist(tmp_path / "data"))

    assert (found[TRAIN_IMAGES], found[LABELS]) == (images, labels)
    in_turn = [url for url in asked if LABELS in url or TRAIN_IMAGES in url]
    assert in_turn == [
        *(f"{mirror}{LABELS}.gz" for mirror in ("one/", "two/")),
        *(f"{mirror}{TRAIN_IMAGES}.gz" for mirror in ("two/", "one/")),
    ]


def unused_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_refused_connection_gives_the_sample(standing_in, tmp_path, capsys):
    standing_in(mirrors=[f"http://127.0.0.1:{unused_port()}/", "http://127.0.0.1:1/"])

    assert sources.is_sample(sources.ensure_fashion_mnist(tmp_path / "data"))

    assert "no connection to the internet" in capsys.readouterr().err


def test_a_name_server_that_never_answers_gives_the_sample(
    standing_in, tmp_path, capsys, monkeypatch
):
    test_is_over = threading.Event()

    def silence(*_, **__):
        test_is_over.wait(30)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", silence)
    standing_in(mirrors=["http://fashion.invalid/"], **{"sources.download.ONLINE_WITHIN": 0.3})
    try:
        root = sources.ensure_fashion_mnist(tmp_path / "data")
    finally:
        test_is_over.set()

    assert sources.is_sample(root)
    assert "no connection to the internet" in capsys.readouterr().err


def test_a_process_ends_though_a_name_server_never_answers():
    """What still asks must not keep a kernel or a command from ending."""
    code = (
        "import socket, time\n"
        "socket.getaddrinfo = lambda *_, **__: time.sleep(600)\n"
        "from fmnist_helpers.sources import download\n"
        "download.ONLINE_WITHIN = 0.1\n"
        "print(download.online(['http://fashion.invalid/']))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, cwd=ROOT
    )
    assert ended.stdout == "False\n", ended.stderr


def test_a_network_error_is_named_without_its_number():
    assert download._in_short(ConnectionRefusedError(111, "Connection  refused")) == (
        "Connection refused"
    )


# --- Files that are wrong --------------------------------------------------------------------


def cut(path):
    path.write_bytes(path.read_bytes()[:-1])


def flip_a_bit(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)


def put_digits(path):
    path.write_bytes(DIGITS[path.name])


def put_html(path):
    path.write_text("<html>")


def make_empty(path):
    path.write_bytes(b"")


def put_folder(path):
    path.unlink()
    path.mkdir()


def put_dangling_link(path):
    path.unlink()
    path.symlink_to("gone")


def put_pipe(path):
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes with names here")
    path.unlink()
    os.mkfifo(path)


DAMAGES = [
    cut,
    flip_a_bit,
    put_digits,
    put_html,
    make_empty,
    put_folder,
    put_dangling_link,
    put_pipe,
]
by_name = pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)


@by_name
@pytest.mark.parametrize("name", [LABELS, TRAIN_IMAGES])
def test_a_wrong_file_is_set_aside_named_and_replaced(standing_in, tmp_path, capsys, name, damage):
    standing_in(system=write(tmp_path / "system", packed=True))
    root = sources.ensure_fashion_mnist(tmp_path / "data")  # verified once, and wrong afterwards
    raw = sources.raw_folder(root)
    damage(raw / name)
    wrong = raw / f"{name}.wrong-1"
    damaged = (raw / name).read_bytes() if damage in DAMAGES[:5] else None

    assert sources.describe(root).state == "damaged"
    assert sources.ensure_fashion_mnist(root) == root

    assert contents(root) == FILES
    assert os.path.lexists(wrong)
    assert damaged is None or wrong.read_bytes() == damaged
    said = capsys.readouterr().err
    assert str(raw / name) in said
    assert wrong.name in said
    assert said.count("\n") == 1


def test_a_file_that_changed_unseen_is_noticed_the_next_time(standing_in, tmp_path):
    """Neither its size nor its time tells: every file is verified whenever its root is opened."""
    root = tmp_path / "data"
    path = write(sources.raw_folder(root)) / LABELS
    assert sources.ensure_fashion_mnist(root) == root
    before = path.stat()
    flip_a_bit(path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert sources.describe(root).state == "damaged"
    assert not sources.is_sample(root)
    standing_in(system=write(tmp_path / "system"))
    assert contents(sources.ensure_fashion_mnist(root)) == FILES


def test_a_link_that_was_set_aside_is_not_overwritten(standing_in, tmp_path):
    raw = write(sources.raw_folder(tmp_path / "data"), DIGITS)
    (raw / f"{LABELS}.wrong-1").symlink_to("gone")
    standing_in(system=write(tmp_path / "system"))
    sources.ensure_fashion_mnist(tmp_path / "data")
    assert os.readlink(raw / f"{LABELS}.wrong-1") == "gone"
    assert (raw / f"{LABELS}.wrong-2").read_bytes() == DIGITS[LABELS]


def test_looking_writes_nothing(standing_in, tmp_path):
    root = write(tmp_path / "data" / "FashionMNIST" / "raw", DIGITS).parents[1]
    before = snapshot(tmp_path)
    for look in (sources.describe, sources.is_sample):
        look(root)
        look(tmp_path / "nothing")
    assert snapshot(tmp_path) == before


def test_files_are_finished_on_the_disk_of_the_root(standing_in, tmp_path, monkeypatch):
    """A name can be given in one instant only within a file system."""
    moved, real_replace = [], os.replace

    def replace(old, new):
        moved.append(Path(old).is_relative_to(tmp_path / "data"))
        real_replace(old, new)

    monkeypatch.setattr(os, "replace", replace)
    standing_in(system=write(tmp_path / "system"))
    sources.ensure_fashion_mnist(tmp_path / "data")
    assert moved == [True] * len(FILES)
    # Other places are made only where they are needed.
    assert list((tmp_path / "temporary").iterdir()) == list((tmp_path / "home").iterdir()) == []
    standing_in()
    shutil.rmtree(tmp_path / "data")
    moved.clear()
    sources.ensure_fashion_mnist(tmp_path / "data")  # the sample
    assert moved == [True] * len(FILES)


def test_a_gzip_file_that_unfolds_takes_neither_memory_nor_disk(tmp_path):
    bomb = gzip.compress(bytes(64 << 20), 1)
    unzipped = file_contents.unzip(io.BufferedReader(io.BytesIO(bomb)))
    target = tmp_path / "file"
    tracemalloc.start()
    try:
        with pytest.raises(file_contents.Unusable, match="more than 1,000 bytes"):
            file_contents.write(unzipped, target, file_contents.Contents(1_000, ""))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8 << 20
    assert target.stat().st_size <= 1_000


def test_a_download_asks_for_the_file_itself_and_bounds_each_wait(monkeypatch):
    """Zipped once more on the way, a .gz file would be neither what was asked for nor verified."""
    asked = {}

    def get(url, **options):
        asked.update(options)
        raise OSError("not today")

    monkeypatch.setattr("requests.get", get)
    with pytest.raises(file_contents.Unusable, match="no connection: not today"):
        next(download.stream("http://127.0.0.1/x.gz"))
    assert asked["headers"] == {"Accept-Encoding": "identity"}
    assert asked["timeout"] == (download.CONNECT_TIMEOUT, download.READ_TIMEOUT)
    assert asked["stream"]


def test_a_network_is_there_as_soon_as_one_mirror_answers(monkeypatch):
    """All are asked at once: behind one that is silent the others would count as absent."""
    silent, gave_up = threading.Event(), []

    def connect(url):
        if url == "silent":
            silent.wait(3)
            gave_up.append(url)
            raise file_contents.Unusable("no connection: timed out")
        raise file_contents.Unusable("HTTP 404 Not Found")

    monkeypatch.setattr(download, "_open", connect)
    monkeypatch.setattr(download, "ONLINE_WITHIN", 5.0)
    try:
        assert download.online(["silent", "answers"])
        assert gave_up == []
    finally:
        silent.set()


def test_a_file_is_read_in_blocks(tmp_path):
    (tmp_path / "file").write_bytes(bytes(3 << 20) + b"end")
    blocks = list(file_contents.read(tmp_path / "file"))
    assert max(map(len, blocks)) <= file_contents.BLOCK == 1 << 20
    assert b"".join(blocks).endswith(b"\0end")


def test_what_is_no_file_is_called_so(tmp_path):
    (tmp_path / LABELS).mkdir()
    assert file_contents.identify(tmp_path / LABELS) == ("wrong", "it is not a file")


def test_what_was_wrong_before_the_first_call_is_set_aside_too(standing_in, tmp_path, capsys):
    standing_in(system=write(tmp_path / "system"))
    raw = write(sources.raw_folder(tmp_path / "data"), DIGITS)
    (raw / f"{LABELS}.wrong-1").write_bytes(b"from last time")

    root = sources.ensure_fashion_mnist(tmp_path / "data")

    assert contents(root) == FILES
    assert (raw / f"{LABELS}.wrong-1").read_bytes() == b"from last time"
    assert (raw / f"{LABELS}.wrong-2").read_bytes() == DIGITS[LABELS]
    assert capsys.readouterr().err.count("MNIST's digits") == 4


def test_a_wrong_file_without_replacement_leaves_the_good_ones(standing_in, tmp_path):
    raw = write(sources.raw_folder(tmp_path))
    flip_a_bit(raw / TRAIN_IMAGES)

    root = sources.ensure_fashion_mnist(tmp_path)

    assert sources.is_sample(root)
    assert contents(tmp_path) == {name: FILES[name] for name in FILES if name != TRAIN_IMAGES}
    assert (raw / f"{TRAIN_IMAGES}.wrong-1").stat().st_size == len(FILES[TRAIN_IMAGES])


def test_a_damaged_sample_is_mended(standing_in, tmp_path):
    root = sources.ensure_fashion_mnist(tmp_path)
    flip_a_bit(sources.raw_folder(root) / TRAIN_IMAGES)
    assert not sources.is_sample(root)

    assert sources.ensure_fashion_mnist(tmp_path) == root

    assert sources.is_sample(root)


def test_a_file_that_cannot_be_read_counts_as_wrong(standing_in, tmp_path, monkeypatch, capsys):
    standing_in(system=write(tmp_path / "system"))
    raw = write(sources.raw_folder(tmp_path / "data"))

    real_open = Path.open

    def open_with_a_bad_sector(path, *arguments, **options):
        if path == raw / LABELS and not arguments[0].startswith("w"):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real_open(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", open_with_a_bad_sector)
    assert sources.describe(tmp_path / "data").state == "damaged"
    sources.ensure_fashion_mnist(tmp_path / "data")
    monkeypatch.setattr(Path, "open", real_open)

    assert "cannot be read (Input/output error)" in capsys.readouterr().err
    assert (raw / f"{LABELS}.wrong-1").read_bytes() == FILES[LABELS]
    assert contents(tmp_path / "data") == FILES


# --- Copies that are wrong -------------------------------------------------------------------


def snapshot(folder):
    return {path: (path.lstat().st_mtime_ns, path.lstat().st_size) for path in folder.rglob("*")}


@by_name
def test_a_wrong_shared_file_is_named_skipped_and_left_alone(
    standing_in, tmp_path, monkeypatch, capsys, damage
):
    shared = write(sources.raw_folder(tmp_path / "shared"))
    damage(shared / TRAIN_IMAGES)
    before = snapshot(tmp_path / "shared")
    monkeypatch.setenv("FMNIST_DATA", str(tmp_path / "shared"))
    standing_in(system=write(tmp_path / "system"))

    root = sources.ensure_fashion_mnist(tmp_path / "data")

    assert root == tmp_path / "data"
    assert contents(root) == FILES
    assert snapshot(tmp_path / "shared") == before
    is_file = damage in DAMAGES[:5]
    assert capsys.readouterr().err.startswith(f"Skipped {shared / TRAIN_IMAGES}: " * is_file)


def test_a_shared_file_that_cannot_be_read_is_skipped(standing_in, tmp_path, monkeypatch, capsys):
    shared = write(tmp_path / "shared", packed=True)
    monkeypatch.setenv("FMNIST_DATA", str(shared))
    standing_in(system=write(tmp_path / "system"))
    real_open = Path.open

    def open_with_a_bad_sector(path, *arguments, **options):
        if path.parent == shared:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real_open(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", open_with_a_bad_sector)
    root = sources.ensure_fashion_mnist(tmp_path / "data")
    monkeypatch.setattr(Path, "open", real_open)

    assert contents(root) == FILES
    skipped = f"Skipped {shared / TRAIN_IMAGES}.gz: it cannot be read (Input/output error).\n"
    assert skipped in capsys.readouterr().err


def test_a_root_that_fmnist_data_names_too_is_looked_at_once(
    standing_in, tmp_path, monkeypatch, capsys
):
    packed = write(tmp_path / "data", packed=True)
    cut(packed / f"{TRAIN_IMAGES}.gz")
    monkeypatch.setenv("FMNIST_DATA", str(tmp_path / "data"))
    standing_in(system=write(tmp_path / "system"))

    assert sources.ensure_fashion_mnist("data") == Path("data")

    assert contents(tmp_path / "data") == FILES
    assert capsys.readouterr().err.count("Skipped") == 1


def test_a_wrong_system_copy_is_replaced_by_a_download(standing_in, mirrors, tmp_path, capsys):
    system = write(tmp_path / "system", packed=True)
    (system / f"{TRAIN_IMAGES}.gz").write_bytes(b"\x1f\x8b" + bytes(100))
    standing_in(mirrors=mirrors.at("good"), system=system)

    root = sources.ensure_fashion_mnist(tmp_path / "data")

    assert contents(root) == FILES
    assert (
        f"Skipped {system / TRAIN_IMAGES}.gz: its gzip data is damaged" in capsys.readouterr().err
    )


def an_absent_folder(tmp_path):
    return tmp_path / "absent"


def an_empty_folder(tmp_path):
    (tmp_path / "empty").mkdir()
    return tmp_path / "empty"


def a_file(tmp_path):
    (tmp_path / "file").write_text("")
    return tmp_path / "file"


def a_root_of_the_sample(tmp_path):
    return sources.ensure_fashion_mnist(tmp_path / "a sample")


@pytest.mark.parametrize("named", [an_absent_folder, an_empty_folder, a_file, a_root_of_the_sample])
def test_fmnist_data_that_leads_nowhere_is_named(standing_in, tmp_path, monkeypatch, capsys, named):
    place = named(tmp_path)
    before = snapshot(tmp_path / place)
    monkeypatch.setenv("FMNIST_DATA", str(place))
    standing_in(system=write(tmp_path / "system"))
    capsys.readouterr()

    root = sources.ensure_fashion_mnist(tmp_path / "data")

    assert contents(root) == FILES
    assert snapshot(place) == before
    assert capsys.readouterr().err == (
        f"FMNIST_DATA names {place}, but Fashion-MNIST's files are not there: looking elsewhere.\n"
    )


# --- Folders that cannot be written ----------------------------------------------------------


@pytest.fixture
def namespace():
    """Runs a command after mounts that only it sees, and that end with it; skips if it cannot."""
    unshare = shutil.which("unshare")
    trial = [unshare, "-rm", "mount", "-t", "tmpfs", "none", tempfile.gettempdir()]
    if unshare is None or subprocess.run(trial, capture_output=True).returncode:
        pytest.skip("this system lets tests mount nothing")

    def run(mounts, root, settings, **environment):
        command = stand_in.command(root, settings)
        script = [unshare, "-rm", "sh", "-ec", f'{mounts}; exec "$@"', "sh", *command]
        return stand_in.finish(stand_in.start(script, **environment))

    return run


def read_only(folder):
    return f"mount --rbind '{folder}' '{folder}'; mount -o remount,bind,ro '{folder}'"


def test_a_full_read_only_root_opens(namespace, tmp_path):
    write(sources.raw_folder(tmp_path / "data"))

    answer = namespace(read_only(tmp_path), tmp_path / "data", stand_in.settings())

    assert answer["root"] == str(tmp_path / "data")
    assert answer["state"] == "full"
    assert answer["said"] == ""


def test_a_read_only_root_is_replaced_by_the_users_cache(namespace, tmp_path):
    raw = write(sources.raw_folder(tmp_path / "data"), DIGITS)
    settings = stand_in.settings(system=write(tmp_path / "system"))

    answer = namespace(read_only(tmp_path / "data"), tmp_path / "data", settings)

    assert answer["root"].startswith(str(tmp_path / "home"))
    assert answer["state"] == "full"
    assert f"{tmp_path / 'data'} (Read-only file system)" in answer["said"]
    assert f"Skipped {raw / TRAIN_IMAGES}: " in answer["said"]
    assert contents(answer["root"]) == FILES
    assert contents(tmp_path / "data") == DIGITS

    again = namespace(read_only(tmp_path / "data"), tmp_path / "data", stand_in.settings())
    assert (again["root"], again["state"], again["said"]) == (answer["root"], "full", "")


def test_nothing_that_can_be_written_is_an_error_that_helps(namespace, tmp_path):
    settings = stand_in.settings(system=write(tmp_path / "system"))

    folders = [folder for folder in ("/tmp", "/var/tmp", tmp_path) if os.path.isdir(folder)]

    answer = namespace("; ".join(map(read_only, folders)), tmp_path / "data", settings)

    assert answer["error"] == "OSError"
    for words in (str(tmp_path / "data"), str(tmp_path / "home"), "Read-only", "Free some space"):
        assert words in answer["message"]


def test_a_full_disk_is_replaced_by_another(namespace, tmp_path):
    (tmp_path / "data").mkdir()
    settings = stand_in.settings(system=write(tmp_path / "system"))
    mounts = f"mount -t tmpfs -o size=128k none '{tmp_path / 'data'}'"

    answer = namespace(mounts, tmp_path / "data", settings)

    assert answer["root"].startswith(str(tmp_path / "home"))
    assert answer["state"] == "full"
    assert f"{tmp_path / 'data'} (No space left on device)" in answer["said"]
    assert answer["left_over"] == []


def test_full_disks_everywhere_are_an_error_that_helps(namespace, tmp_path):
    settings = stand_in.settings(system=write(tmp_path / "system"))
    folders = [tmp_path / name for name in ("data", "home")]
    folders[0].mkdir()
    mounts = "; ".join(f"mount -t tmpfs -o size=128k none '{folder}'" for folder in folders)

    answer = namespace(mounts, tmp_path / "data", settings)

    assert answer["error"] == "OSError"
    assert answer["message"].count("No space left on device") == 2
    assert "55 MB free" in answer["message"]
    assert answer["left_over"] == []


# The same without mounts, so that every system runs it: a path through a file can't be a folder.


@pytest.fixture
def obstacle(tmp_path):
    (tmp_path / "obstacle").write_text("")
    return tmp_path / "obstacle"


def test_a_root_that_cannot_be_made_is_replaced(
    standing_in, tmp_path, monkeypatch, capsys, obstacle
):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    standing_in(system=write(tmp_path / "system"))

    root = sources.ensure_fashion_mnist(obstacle)

    assert contents(root) == FILES
    assert obstacle.read_text() == ""
    assert f"Fashion-MNIST cannot be put into {obstacle}" in capsys.readouterr().err
    standing_in()
    assert sources.ensure_fashion_mnist(obstacle / "data") == root
    assert capsys.readouterr().err == ""  # it was said when that place was filled


def test_a_disk_that_fills_while_a_file_is_written_leaves_nothing(
    standing_in, tmp_path, monkeypatch
):
    def full(_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    standing_in(system=write(tmp_path / "system"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(OSError, match=r"55 MB free.*data \(No space left on device\)"):
        sources.ensure_fashion_mnist(tmp_path / "data")

    monkeypatch.undo()
    assert contents(tmp_path / "data") == {}
    assert left_over(tmp_path / "data") == set()


@pytest.mark.parametrize("name", ["with spaces", "데이터 폴더", "O'Brien & [co] %20 #1"])
def test_any_name_of_a_folder_will_do(standing_in, mirrors, tmp_path, name):
    standing_in(mirrors=mirrors.at("good"))

    root = sources.ensure_fashion_mnist(str(tmp_path / name / "데이터"))

    assert root == tmp_path / name / "데이터"
    assert contents(root) == FILES


def test_a_korean_path_works_in_a_process_whatever_its_locale(mirrors, tmp_path):
    settings = stand_in.settings(mirrors=mirrors.at("digits", "good"))
    write(sources.raw_folder(tmp_path / "옷 사진"), DIGITS)
    child = stand_in.start(
        stand_in.command(tmp_path / "옷 사진", settings), LC_ALL="C", PYTHONIOENCODING="ascii"
    )

    assert stand_in.finish(child)["state"] == "full"
    assert contents(tmp_path / "옷 사진") == FILES


# --- Processes -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def journey(tmp_path_factory):
    """Settings for a fill from half a system copy and a mirror, and the lines of code it takes."""
    folder = tmp_path_factory.mktemp("journey")
    server = stand_in.Mirrors()
    half = {name: FILES[name] for name in FILES if name.startswith("train")}
    settings = stand_in.settings(
        mirrors=server.at("digits", "good"), system=write(folder / "system", half, packed=True)
    )
    whole = stand_in.finish(
        stand_in.start(stand_in.command(folder / "data", settings, kill_at=-1), HOME=str(folder))
    )
    assert whole["state"] == "full"
    yield settings, whole["lines"]
    server.close()


@needs_kill
@pytest.mark.parametrize("tenth", range(10))
def test_a_killed_fill_leaves_nothing_that_is_trusted(journey, monkeypatch, tmp_path, tenth):
    settings, lines = journey
    at = random.Random(tenth).randint(1 + tenth * lines // 10, (tenth + 1) * lines // 10)
    root = tmp_path / "data"

    child = stand_in.start(stand_in.command(root, settings, kill_at=at))
    assert child.wait(timeout=60) == -signal.SIGKILL
    child.communicate()

    assert contents(root).items() <= FILES.items()  # each file is whole or absent
    stand_in.use(settings, monkeypatch.setattr)
    assert sources.ensure_fashion_mnist(root) == root
    assert contents(root) == FILES
    assert left_over(root) == set()


def crowd(size, root, settings):
    children = [stand_in.start(stand_in.command(root, settings)) for _ in range(size)]
    return [stand_in.finish(child, within=120) for child in children]


def test_thirty_processes_on_one_empty_root_download_it_once(mirrors, tmp_path):
    settings = stand_in.settings(mirrors=mirrors.at("slow"))

    answers = crowd(30, tmp_path / "data", settings)

    assert {(a["root"], a["state"]) for a in answers} == {(str(tmp_path / "data"), "full")}
    assert contents(tmp_path / "data") == FILES
    assert left_over(tmp_path / "data") == set()
    # Each file once; the first also to see whether there is a network.
    assert mirrors.asked == {("slow", f"{name}.gz"): 2 if name == LABELS else 1 for name in FILES}


def test_a_crowd_without_a_network_gets_the_sample(mirrors, tmp_path):
    settings = stand_in.settings(
        mirrors=mirrors.at("hangs"), **{"sources.download.ONLINE_WITHIN": 0.5}
    )

    answers = crowd(8, tmp_path / "data", settings)

    assert {(a["root"], a["state"]) for a in answers} == {(str(tmp_path / "data"), "sample")}
    assert all(a["said"].count("bundled sample") == 1 for a in answers)
    assert left_over(tmp_path / "data") == set()


def test_threads_of_one_process_fill_a_root_once(standing_in, mirrors, tmp_path):
    standing_in(mirrors=mirrors.at("slow"))

    with ThreadPoolExecutor(8) as pool:
        roots = set(pool.map(sources.ensure_fashion_mnist, [tmp_path / "data"] * 8))

    assert roots == {tmp_path / "data"}
    assert contents(tmp_path / "data") == FILES
    assert asked(mirrors, "slow") == len(FILES) + 1


@pytest.mark.skipif(os.name != "posix", reason="Windows opens no folders")
def test_bytes_reach_the_disk_before_their_names_do(standing_in, tmp_path, monkeypatch):
    real_fsync, real_replace, done = os.fsync, os.replace, []

    def fsync(descriptor):
        done.append(("synced", os.fstat(descriptor).st_ino))
        real_fsync(descriptor)

    def replace(old, new):
        done.append(("named", os.stat(old).st_ino))
        real_replace(old, new)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", replace)
    standing_in(system=write(tmp_path / "system"))
    raw = sources.raw_folder(sources.ensure_fashion_mnist(tmp_path / "data"))

    files = [(raw / name).stat().st_ino for name in FILES]
    assert done[-1] == ("synced", raw.stat().st_ino)
    for file in files:
        assert done.index(("synced", file)) < done.index(("named", file))


def test_an_interrupt_leaves_nothing_behind(standing_in, mirrors, tmp_path, monkeypatch):
    standing_in(mirrors=mirrors.at("good"))

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(sources, "_install", interrupted)
    with pytest.raises(KeyboardInterrupt):
        sources.ensure_fashion_mnist(tmp_path / "data")
    monkeypatch.undo()

    assert contents(tmp_path / "data") == {}
    # Some versions of filelock remove the file as they release the lock, others leave it.
    assert {path.name for path in (tmp_path / "data/FashionMNIST").iterdir()} <= {".lock"}
    stand_in.use(stand_in.settings(mirrors=mirrors.at("good")), monkeypatch.setattr)
    assert contents(sources.ensure_fashion_mnist(tmp_path / "data")) == FILES  # the lock is free


HOLD = """
import sys, time, filelock
with filelock.FileLock(sys.argv[1]):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def held(tmp_path):
    """A process that holds the lock of the root `data`."""
    lock = tmp_path / "data/FashionMNIST/.lock"
    lock.parent.mkdir(parents=True)
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(lock)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout.readline() == "held\n"
    yield child
    child.kill()
    child.communicate()


def test_a_lock_that_is_held_too_long_is_named(standing_in, tmp_path, capsys, held):
    standing_in(system=write(tmp_path / "system"), **{"sources.LOCK_WAIT": 0.2})

    with pytest.raises(TimeoutError, match=r"FashionMNIST.\.lock for 0 seconds.*another folder"):
        sources.ensure_fashion_mnist(tmp_path / "data")

    assert contents(tmp_path / "data") == {}
    # A full root needs no lock, and neither does a shared copy.
    write(sources.raw_folder(tmp_path / "data"))
    assert sources.ensure_fashion_mnist(tmp_path / "data") == tmp_path / "data"


def test_who_has_waited_for_a_sample_does_not_look_for_more_again(
    standing_in, tmp_path, monkeypatch
):
    """Thirty processes would wait for an absent network one after the other."""
    standing_in(mirrors=("http://127.0.0.1:9/",))
    ready = sources.ensure_fashion_mnist(tmp_path / "ready")
    real_acquire, times = filelock.BaseFileLock.acquire, []

    def acquire(self, *arguments, **options):
        times.append(self.lock_file)
        if len(times) == 1:  # the other one is at work, and soon done
            shutil.copytree(ready, tmp_path / "data", dirs_exist_ok=True)
            raise filelock.Timeout(self.lock_file)
        return real_acquire(self, *arguments, **options)

    monkeypatch.setattr(filelock.BaseFileLock, "acquire", acquire)
    monkeypatch.setattr(download, "online", lambda urls: pytest.fail("asked the network again"))
    assert sources.is_sample(sources.ensure_fashion_mnist(tmp_path / "data"))


def test_what_another_process_filled_meanwhile_is_left_as_it_is(
    standing_in, tmp_path, monkeypatch, capsys
):
    """The root is looked at once the lock is held, not before."""
    standing_in(system=write(tmp_path / "system"))
    raw = sources.raw_folder(tmp_path / "data")
    write(raw, {LABELS: DIGITS[LABELS]})
    real_acquire, numbers = filelock.BaseFileLock.acquire, []

    def acquire(self, *arguments, **options):
        write(raw)
        numbers.extend((raw / name).stat().st_ino for name in FILES)
        return real_acquire(self, *arguments, **options)

    monkeypatch.setattr(filelock.BaseFileLock, "acquire", acquire)
    assert sources.ensure_fashion_mnist(tmp_path / "data") == tmp_path / "data"
    assert [(raw / name).stat().st_ino for name in FILES] == numbers
    assert capsys.readouterr().err == ""
    assert left_over(tmp_path / "data") == set()


def test_who_waits_is_told_and_then_succeeds(standing_in, tmp_path, monkeypatch, held):
    standing_in(system=write(tmp_path / "system"))
    said = []

    def tell(message):
        said.append(message)
        held.kill()  # kill -9: the lock must not outlive its holder

    monkeypatch.setattr(sources, "_say", tell)
    root = sources.ensure_fashion_mnist(tmp_path / "data")

    assert contents(root) == FILES
    assert said == [f"Another process is filling {root} with Fashion-MNIST; waiting for it."]


@pytest.mark.skipif(os.name != "posix", reason="needs flock")
def test_a_file_system_without_locks_will_do(standing_in, tmp_path, monkeypatch):
    import fcntl

    def missing(*_):
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))

    monkeypatch.setattr(fcntl, "flock", missing)
    standing_in(system=write(tmp_path / "system"))

    assert contents(sources.ensure_fashion_mnist(tmp_path / "data")) == FILES
