"""Where the bytes come from: find Fashion-MNIST, verify it, and fall back to a sample without it.

Every file is verified each time that a root is opened, in about a tenth of a second. Nothing of the
learner's is deleted or overwritten: a wrong file is renamed and named.

Images and labels are Zalando's (https://github.com/zalandoresearch/fashion-mnist, MIT license).
"""

import contextlib
import itertools
import os
import shutil
import sys
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path

from fmnist_helpers import files
from fmnist_helpers.sources import download
from fmnist_helpers.sources.contents import FULL, SAMPLE, Unusable, identify, read, write

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
MIRRORS = (
    # The authors' bucket over https; the same as torchvision asks for it, over plain http, where
    # networks have put MNIST's digits in its place (zalandoresearch/fashion-mnist#107 and #131);
    # the authors' repository.
    "https://fashion-mnist.s3.eu-central-1.amazonaws.com/",
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
)
SYSTEM_COPY = Path("/usr/share/datasets/fashion-mnist")  # Debian, Ubuntu: dataset-fashion-mnist
SAMPLE_FOLDER = Path(__file__).with_name("sample")
# Pictures for lesson 15, in the public domain: one folder per class, of many sizes and modes.
DRAWINGS = Path(__file__).with_name("drawings")
LOCK_WAIT = 900.0  # seconds, as a download over a slow line takes minutes


def ensure_fashion_mnist(root: str | Path = "data") -> Path:
    """A folder that `torchvision.datasets.FashionMNIST(folder, train=..., download=False)` opens.

    That is `root`, filled with verified files from the first of: itself, the folder that the
    environment variable FMNIST_DATA names, the system's copy, the internet (unless FMNIST_OFFLINE
    is set), the sample in this package. But if FMNIST_DATA names a whole copy in torchvision's
    layout, it is that copy; and if `root` cannot be written, a folder in the user's cache.
    What the learner should know (only the sample, say) is printed to stderr.
    Raises TimeoutError if another process fills `root` for 15 minutes, OSError if no folder can be
    written.
    """
    import platformdirs  # not above: the doctor looks where nothing is installed

    root = Path(root).expanduser()
    if describe(root).state == "full":
        return root
    shared = _shared_folder()
    if shared and describe(shared).state == "full":
        return shared
    copies = dict.fromkeys(folder.absolute() for folder in (root, shared, SYSTEM_COPY) if folder)
    failures, cache = [], platformdirs.user_cache_path("fmnist-helpers", appauthor=False)
    # Without a home for the user, the cache's path is not absolute.
    for place in (root, cache) if cache.is_absolute() else (root,):
        if failures and describe(place).state != "full":  # it was said when that place was filled
            _say(f"Fashion-MNIST cannot be put into {failures[-1]}. Trying {place}.")
        try:
            return _fill(place, copies)
        except TimeoutError:
            raise
        except OSError as error:
            failures.append(f"{place} ({error.strerror or error})")
    raise OSError(
        "Fashion-MNIST needs a folder that can be written, with 55 MB free, and found none: "
        f"{', '.join(failures)}. Free some space, or name another folder: "
        "ensure_fashion_mnist('/another/folder')."
    )


def is_sample(root: str | Path) -> bool:
    """True if `root` holds the bundled sample, verified, rather than all 70,000 images."""
    return describe(root).state == "sample"


def raw_folder(root: str | Path) -> Path:
    """The folder in `root` where torchvision looks for the four IDX files."""
    return Path(root).expanduser() / "FashionMNIST" / "raw"


@dataclass(frozen=True)
class Description:
    """What a root holds; `str()` of it is one sentence.

    `state` is "full", "sample", "missing", "incomplete" or "damaged"; `files` says for each file
    "full", "sample", "missing" or "wrong"; `wrong` says for each path what is wrong with it.
    """

    root: Path
    state: str
    files: dict[str, str]
    wrong: dict[Path, str]

    def __str__(self):
        sentences = {
            "full": f"all 70,000 images are in {self.root}, verified, 55 MB.",
            "sample": f"only the sample of 2,500 images is in {self.root}, verified.",
            "missing": f"nothing is in {self.root} yet.",
            "incomplete": f"some of the four files are missing in {self.root}.",
            "damaged": "; ".join(f"{path}: {reason}" for path, reason in self.wrong.items()) + ".",
        }
        return "Fashion-MNIST: " + sentences[self.state]


def describe(root: str | Path) -> Description:
    """Verify each file of `root` and say what is there; writes nothing. See Description."""
    raw = raw_folder(root)
    found = {raw / name: identify(raw / name) for name in FULL}
    files = {path.name: kind for path, (kind, _) in found.items()}
    wrong = {path: reason for path, (kind, reason) in found.items() if kind == "wrong"}
    kinds = set(files.values())
    state = "damaged" if wrong else kinds.pop() if len(kinds) == 1 else "incomplete"
    return Description(Path(root).expanduser(), state, files, wrong)


def _fill(root, copies):
    """Put verified files into `root`, all if possible, else the sample's; returns its root."""
    if describe(root).state == "full":  # a cache that was filled earlier
        return root
    with _locked(root) as waited:
        _set_aside(root)
        found = describe(root)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=raw_folder(root).parent) as work:
            try:
                if waited and found.state == "sample":
                    raise Unusable("another process has just looked for the rest without success")
                needed = [name for name, kind in found.files.items() if kind != "full"]
                _collect(needed, Path(work), copies)
                _install(needed, Path(work), root)
            except Unusable as reason:
                return _fall_back(found, Path(work), reason)
    return root


def _collect(names, work, copies):
    """Write each of the files `names`, verified, into the folder `work`, or raise Unusable."""
    missing = [name for name in names if not _copy(name, work, copies)]
    if not missing:
        return
    if os.environ.get("FMNIST_OFFLINE", "").lower() not in ("", "0", "false", "no", "off"):
        raise Unusable("FMNIST_OFFLINE forbids a download")
    if not download.online([f"{mirror}{missing[0]}.gz" for mirror in MIRRORS]):
        raise Unusable("there is no connection to the internet")
    mirrors = list(MIRRORS)
    for name in missing:
        _fetch(name, work, mirrors)


def _copy(name, work, folders):
    """True if one of `folders` has the file, unpacked or gzipped; it is then in `work`."""
    for path in itertools.chain.from_iterable(_copies(name, folder) for folder in folders):
        try:
            write(read(path), work / name, FULL[name])
            return True
        except Unusable as reason:
            _say(f"Skipped {path}: {reason}.")
    return False


def _copies(name, folder):
    """Where `folder`, laid out in any of the usual ways, has a file that may be `name`, in full."""
    for inside in (folder, folder / "raw", raw_folder(folder)):
        for path in (inside / name, inside / f"{name}.gz"):
            if os.path.isfile(path) and (path.name != name or identify(path)[0] != "sample"):
                yield path


def _fetch(name, work, mirrors):
    """Download a file into `work`. A mirror that fails becomes the last of the list `mirrors`."""
    failures = []
    for mirror in tuple(mirrors):
        url = f"{mirror}{name}.gz"
        try:
            with contextlib.closing(download.stream(url)) as blocks:
                write(blocks, work / name, FULL[name])
                return
        except Unusable as reason:
            failures.append(f"{url}: {reason}")
            mirrors.append(mirrors.pop(0))
    raise Unusable(f"no mirror has it ({'; '.join(failures)})")


def _fall_back(found, work, reason):
    """Say that only the sample is available, and why; returns a root with it."""
    # Full files stay: the sample gets a root of its own beside them.
    root = found.root / "sample" if "full" in found.files.values() else found.root
    _set_aside(root)
    if not is_sample(root):
        for name, expected in SAMPLE.items():
            write(read(SAMPLE_FOLDER / f"{name}.gz"), work / name, expected)
        _install(SAMPLE, work, root)
    _say(
        "Only the bundled sample of Fashion-MNIST is here, 2,000 training and 500 test images, "
        f"because {reason}. The lessons run with it, but get other numbers than those printed. For "
        "all 70,000 images, connect to the internet, install the Debian or Ubuntu package "
        "dataset-fashion-mnist, or let FMNIST_DATA name a folder that holds the four files; then "
        "run this again."
    )
    return root


def _install(names, work, root):
    """Move finished files to where torchvision looks, so that each is there whole or not at all."""
    folder = raw_folder(root)
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        files.move_over(work / name, folder / name)
    files.sync_folder(folder)


def _set_aside(root):
    """Rename what is wrong in `root`, and say so."""
    for path, reason in describe(root).wrong.items():
        kept = files.set_aside(path, "wrong")
        _say(f"Set aside {path}: {reason}. It is kept as {kept.name}.")


@contextlib.contextmanager
def _locked(root):
    """Hold the lock of `root`, which outlives no process; returns True if it was not free."""
    import filelock

    folder = raw_folder(root).parent
    folder.mkdir(parents=True, exist_ok=True)
    lock, waited = filelock.FileLock(folder / ".lock"), False
    for patience in (0, 2, LOCK_WAIT):
        try:
            with warnings.catch_warnings(action="ignore"):  # a lock file where locks are missing
                lock.acquire(timeout=patience)
            break
        except filelock.Timeout:
            waited = True
            if patience == 2:
                _say(f"Another process is filling {root} with Fashion-MNIST; waiting for it.")
    else:
        raise TimeoutError(
            f"Another process has held {lock.lock_file} for {LOCK_WAIT:.0f} seconds. If one of "
            "your notebooks hangs, shut down its kernel and run this again; or use another folder: "
            "ensure_fashion_mnist('another_folder')."
        )
    try:
        for left_by_a_crash in folder.glob(".new-*"):
            shutil.rmtree(left_by_a_crash, ignore_errors=True)
        yield waited
    finally:
        lock.release()


def _shared_folder():
    """The folder that FMNIST_DATA names, if it has any of the files, or None."""
    if not (named := os.environ.get("FMNIST_DATA")):
        return None
    folder = Path(os.path.abspath(os.path.expanduser(named)))
    if any(True for name in FULL for _ in _copies(name, folder)):
        return folder
    _say(f"FMNIST_DATA names {folder}, but Fashion-MNIST's files are not there: looking elsewhere.")
    return None


def _say(message):
    # Not a warning: lessons make errors of those, and their text names a kernel's own file.
    print(message, file=sys.stderr, flush=True)
