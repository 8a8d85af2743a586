"""Where the bytes come from: find Fashion-MNIST, verify it, and fall back to a sample without it.

A file is known by the SHA-256 of its uncompressed contents, and it is checked each time that a root
is opened: the 55 MB take about a tenth of a second, and no file is trusted for having been right
once. Nothing of the learner's is deleted or overwritten: a wrong file is renamed and named.

Images and labels are Zalando's (https://github.com/zalandoresearch/fashion-mnist, MIT license).
"""

import contextlib
import hashlib
import itertools
import os
import shutil
import sys
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from . import _download
from ._download import Unusable

CLASS_NAMES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)


class Contents(NamedTuple):
    """What a file must hold: its size in bytes, and the SHA-256 of those bytes."""

    size: int
    sha256: str


# 60,000 training and 10,000 test images. Small files first: a mirror that serves the wrong thing
# shows itself after 5 kB rather than after 26 MB.
FULL = {
    "t10k-labels-idx1-ubyte": Contents(
        10_008, "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"
    ),
    "train-labels-idx1-ubyte": Contents(
        60_008, "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"
    ),
    "t10k-images-idx3-ubyte": Contents(
        7_840_016, "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"
    ),
    "train-images-idx3-ubyte": Contents(
        47_040_016, "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"
    ),
}
# 2,000 training and 500 test images: see sample/make_sample.py.
SAMPLE = {
    "t10k-labels-idx1-ubyte": Contents(
        508, "9c71808b3a0ebfc091442c0009a7aa35be2d9622bf6aaf6891ce9a0088e96c07"
    ),
    "train-labels-idx1-ubyte": Contents(
        2_008, "4738fd437c0f8d6498ae7f6f5c86f1cc3c878d4116ff169fc5635bd6847899cc"
    ),
    "t10k-images-idx3-ubyte": Contents(
        392_016, "8fdf02ada67d92f4db5ba3c2f6c5b1cc6186ba6e0efd4914661e4389e103b81e"
    ),
    "train-images-idx3-ubyte": Contents(
        1_568_016, "a724cd72799a6b1c3a81c4263865a75a73bb6473673b3394e34adf222930f19e"
    ),
}
SAMPLE_FOLDER = Path(__file__).with_name("sample")
SYSTEM_COPY = Path("/usr/share/datasets/fashion-mnist")  # Debian, Ubuntu: dataset-fashion-mnist
MIRRORS = (
    # The authors' bucket, over https; then the same as torchvision asks for it, over plain http,
    # where some networks have put MNIST's digits in its place; then the authors' repository.
    "https://fashion-mnist.s3.eu-central-1.amazonaws.com/",
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
)
LOCK_WAIT = 900.0  # seconds: the slowest download that is let run takes 13 minutes
BLOCK = 1 << 20


def ensure_fashion_mnist(root="data"):
    """A folder that `torchvision.datasets.FashionMNIST(folder, train=..., download=False)` opens.

    That folder is `root`, once it is filled with verified files from the first of: root itself, the
    folder that the environment variable FMNIST_DATA names, the system's copy, the internet (unless
    FMNIST_OFFLINE is set), the sample in this package. Use the folder that is returned: where
    FMNIST_DATA names a whole copy in torchvision's layout, it is that copy, and where `root`
    cannot be written, one in the user's cache or in the temporary folder.

    Raises TimeoutError where another process fills the same root for too long, and OSError where
    no folder can be written.
    """
    root = Path(root).expanduser()
    if describe(root).state == "full":
        return root
    if shared := _shared_root():
        _set_aside(root)
        return shared
    failures = []
    for place in _places(root):
        try:
            if place != root and describe(place).state == "full":
                return place
            return _fill(place)
        except TimeoutError:
            raise
        except OSError as error:
            failures.append(f"{place}: {error.strerror or error}")
            _say(f"Fashion-MNIST cannot be put into {failures[-1]}; trying another folder.")
    raise OSError(
        f"Fashion-MNIST needs {_total(FULL) / 1e6:.0f} MB in a folder that can be written, and "
        f"found none ({'; '.join(failures)}). Free some space, or name another folder: "
        "ensure_fashion_mnist('/another/folder')."
    )


def is_sample(root):
    """True where `root` holds the bundled sample, verified, rather than the 70,000 images."""
    return describe(root).state == "sample"


def raw_folder(root):
    """The folder in `root` where torchvision looks for the four IDX files."""
    return Path(root).expanduser() / "FashionMNIST" / "raw"


@dataclass(frozen=True)
class Description:
    """What a root holds. `state` is "full", "sample", "missing" (in part, too) or "damaged".

    `files` gives for each file "full", "sample", "missing", or what is wrong with it, in words.
    `size` counts the bytes of the files that are right.
    """

    root: Path
    state: str
    files: dict[str, str]
    size: int

    def wrong(self):
        """The files that are neither right nor missing, each with what is wrong with it."""
        return {n: s for n, s in self.files.items() if s not in ("full", "sample", "missing")}


def describe(root):
    """Verify every file of `root` and say what is there; writes nothing, and never raises."""
    files = {name: _identify(raw_folder(root) / name, name) for name in FULL}
    size = sum({"full": FULL, "sample": SAMPLE}[s][n].size for n, s in files.items() if s in _RIGHT)
    if _has_old_cache(root):
        files["../processed"] = "an old cache, which torchvision would open in place of the files"
    states = set(files.values())
    if states - _RIGHT - {"missing"}:
        state = "damaged"
    else:
        state = states.pop() if len(states) == 1 else "missing"
    return Description(Path(root), state, files, size)


_RIGHT = {"full", "sample"}


def _identify(path, name):
    if not os.path.lexists(path):
        return "missing"
    try:
        _verify(path, SAMPLE[name])
        return "sample"
    except Unusable:
        pass
    try:
        _verify(path, FULL[name])
        return "full"
    except Unusable as error:
        return str(error)


def _verify(path, expected):
    """Raise Unusable unless the file holds exactly what is expected."""
    try:
        if not path.is_file():
            raise Unusable("it is no file")
        size = path.stat().st_size
        if size != expected.size:
            raise Unusable(f"it holds {size:,} bytes instead of {expected.size:,}")
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise Unusable(f"it cannot be read: {error.strerror}") from error
    if digest != expected.sha256:
        raise Unusable("its bytes are not those of Fashion-MNIST")


def _has_old_cache(root):
    """True where torchvision would open `processed/*.pt`, as it wrote before 2021, unverified."""
    folder = raw_folder(root).with_name("processed")
    return all((folder / name).is_file() for name in ("training.pt", "test.pt"))


def _places(root):
    """Where the files may be put, best first."""
    yield root
    import platformdirs

    cache = platformdirs.user_cache_path("fmnist-helpers")
    if cache.is_absolute():  # it is not where a user has no home
        yield cache
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")
    yield Path(tempfile.gettempdir()) / f"fmnist-helpers-{user}"


def _fill(root):
    """Put verified files into `root`, the full ones if they can be had, else the sample's."""
    with _locked(root) as folder:
        _set_aside(root)
        files = describe(root).files
        needed = [name for name in FULL if files[name] != "full"]
        with tempfile.TemporaryDirectory(prefix=".new-", dir=folder) as work:
            try:
                _collect(needed, Path(work), root)
            except Unusable as reason:
                return _fall_back(root, files, str(reason))
            _install(needed, Path(work), root)
    return root


@contextlib.contextmanager
def _locked(root):
    """Hold the lock of `root` and give its folder FashionMNIST, cleared of what a crash left."""
    import filelock

    folder = raw_folder(root).parent
    folder.mkdir(parents=True, exist_ok=True)
    lock = filelock.FileLock(folder / ".lock")
    try:
        try:
            lock.acquire(timeout=min(3, LOCK_WAIT))
        except filelock.Timeout:
            _say(f"Another process is filling {root} with Fashion-MNIST; waiting for it.")
            lock.acquire(timeout=LOCK_WAIT)
    except filelock.Timeout:
        raise TimeoutError(
            f"Another process has held {lock.lock_file} for {LOCK_WAIT:.0f} seconds. If one of "
            "your notebooks hangs, shut down its kernel and run this again; or use another folder: "
            "ensure_fashion_mnist('another_folder')."
        ) from None
    with lock:
        lock.release()  # acquired twice: above, with the time limit, and by `with`
        for left_over in folder.glob(".new-*"):
            shutil.rmtree(left_over, ignore_errors=True)
        yield folder


def _set_aside(root):
    """Rename what is wrong in `root`, and say so. Nothing is deleted."""
    for name, reason in describe(root).wrong().items():
        path = Path(os.path.normpath(raw_folder(root) / name))
        numbered = (path.with_name(f"{path.name}.wrong-{n}") for n in itertools.count(1))
        kept = next(other for other in numbered if not os.path.lexists(other))
        path.rename(kept)
        _say(f"Set aside {path}: {reason}. It is kept as {kept.name}.")


def _collect(names, work, root):
    """Write each of `names`, full and verified, into the folder `work`; else raise Unusable."""
    folders = [root, SYSTEM_COPY]
    if shared := _shared_folder():
        folders.insert(1, shared)
    remaining = [name for name in names if not _copy(name, work, folders, root)]
    if not remaining:
        return
    if os.environ.get("FMNIST_OFFLINE", "0") not in ("", "0"):
        raise Unusable("FMNIST_OFFLINE forbids a download")
    if not _download.online([f"{mirror}{remaining[0]}.gz" for mirror in MIRRORS]):
        raise Unusable("there is no way to the internet")
    mirrors = list(MIRRORS)
    for name in remaining:
        _fetch(name, work, mirrors)


def _copy(name, work, folders, root):
    """True where one of `folders` had the file, which is then in `work`."""
    ours = raw_folder(root) / name
    for folder in folders:
        for inner in (folder, folder / "raw", folder / "FashionMNIST" / "raw"):
            for path in (inner / name, inner / f"{name}.gz"):
                if not path.is_file() or path == ours:
                    continue
                try:
                    _unpack(_read(path), work / name, FULL[name])
                    return True
                except Unusable as error:
                    _say(f"Skipped {path}: {error}.")
    return False


def _fetch(name, work, mirrors):
    """Download one file into `work`; a mirror that failed becomes the last of `mirrors`."""
    failures = []
    for mirror in tuple(mirrors):
        try:
            _unpack(_download.stream(f"{mirror}{name}.gz"), work / name, FULL[name])
            return
        except Unusable as error:
            failures.append(f"{mirror}{name}.gz: {error}")
            mirrors.append(mirrors.pop(0))
    raise Unusable(f"no mirror had it ({'; '.join(failures)})")


def _read(path):
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                yield block
    except OSError as error:
        raise Unusable(f"it cannot be read: {error.strerror}") from error


def _unpack(blocks, target, expected):
    """Write the contents of `blocks`, gzipped or not, to `target`; Unusable if not as expected."""
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as file:
        for block in _inflate(blocks):
            size += len(block)
            if size > expected.size:
                raise Unusable(f"it holds more than {expected.size:,} bytes")
            digest.update(block)
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    if size < expected.size:
        raise Unusable(f"it ends after {size:,} of {expected.size:,} bytes")
    if digest.hexdigest() != expected.sha256:
        raise Unusable("its bytes are not those of Fashion-MNIST")


def _inflate(blocks):
    """The bytes of `blocks`, unzipped if they are gzip, at most 1 MiB at a time."""
    blocks, head = iter(blocks), b""
    while len(head) < 2 and (block := next(blocks, b"")):
        head += block
    if head.lstrip()[:1] == b"<":
        raise Unusable("it is a web page")
    if head[:2] != b"\x1f\x8b":
        yield from itertools.chain([head], blocks)
        return
    unzip = zlib.decompressobj(wbits=31)
    for block in itertools.chain([head], blocks):
        while block and not unzip.eof:
            try:
                yield unzip.decompress(block, BLOCK)
            except zlib.error as error:
                raise Unusable("its gzip data is damaged") from error
            block = unzip.unconsumed_tail
    if not unzip.eof:
        raise Unusable("it is cut off")


def _install(names, work, root):
    """Move finished files to where torchvision looks: each is there whole, or not at all."""
    target = raw_folder(root)
    target.mkdir(parents=True, exist_ok=True)
    for name in names:
        os.replace(work / name, target / name)
    if os.name == "posix":  # Windows opens no folders
        folder = os.open(target, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _fall_back(root, files, reason):
    """Make `root` a root of the sample and return it, and say so."""
    if "full" in files.values():  # the full files that are there stay
        root = root / "sample"
    with tempfile.TemporaryDirectory(prefix=".new-", dir=_made(raw_folder(root).parent)) as work:
        for name, expected in SAMPLE.items():
            try:
                _unpack(_read(SAMPLE_FOLDER / f"{name}.gz"), Path(work) / name, expected)
            except Unusable as error:
                raise RuntimeError(f"{SAMPLE_FOLDER / name}.gz: {error}. Reinstall it.") from error
        _install(SAMPLE, Path(work), root)
    _say(
        f"Only the bundled sample of Fashion-MNIST is here, 2,000 training and 500 test images, as "
        f"{reason}: for all 70,000, connect to the internet, install the Debian or Ubuntu package "
        "dataset-fashion-mnist, or let FMNIST_DATA name a folder that holds the four files, "
        "and run this again."
    )
    return root


def _made(folder):
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _shared_folder():
    """The folder that FMNIST_DATA names, or None."""
    if not (named := os.environ.get("FMNIST_DATA")):
        return None
    folder = Path(os.path.abspath(os.path.expanduser(named)))
    if not folder.is_dir():
        _say(f"FMNIST_DATA names {folder}, which is no folder; looking elsewhere.")
        return None
    return folder


def _shared_root():
    """What FMNIST_DATA names, where that is a full root (or its FashionMNIST, or raw), or None."""
    if (folder := _shared_folder()) is None:
        return None
    roots = (folder, folder.parent, folder.parent.parent)
    return next(
        (
            root
            for root in roots
            if folder in (root, root / "FashionMNIST", raw_folder(root))
            and describe(root).state == "full"
        ),
        None,
    )


def _total(contents):
    return sum(size for size, _ in contents.values())


def _say(message):
    # Not a warning: lessons make errors of those, and their text holds the path of a kernel's file.
    print(message, file=sys.stderr, flush=True)
