"""What the files of Fashion-MNIST hold, and how a copy of one is verified.

A file is known by the SHA-256 of its uncompressed contents: the gzip headers of good copies differ.
"""

import gzip
import hashlib
import os
import zlib
from collections.abc import Iterable, Iterator
from io import BufferedReader
from pathlib import Path
from typing import NamedTuple

from fmnist_helpers.files import sha256

BLOCK = 1 << 20


class Unusable(Exception):
    """A copy of a file that cannot be used; the message says why, in words for a learner."""


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
# 2,000 training and 500 test images, as sample/make_sample.py takes them from the full ones.
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


def identify(path: Path) -> tuple[str, str]:
    """("full", ""), ("sample", ""), ("missing", "") or ("wrong", what is wrong with the file)."""
    if not os.path.lexists(path):
        return "missing", ""
    if not os.path.isfile(path):  # a folder or a pipe must not be opened
        return "wrong", "it is not a file"
    try:
        found = Contents(path.stat().st_size, sha256(path))
    except OSError as error:
        return "wrong", f"it cannot be read ({error.strerror})"
    expected = FULL[path.name]
    if found in (expected, SAMPLE[path.name]):
        return "full" if found == expected else "sample", ""
    if found.size != expected.size:
        return "wrong", f"it holds {found.size:,} bytes instead of {expected.size:,}"
    return "wrong", _OTHER_BYTES


def read(path: Path) -> Iterator[bytes]:
    """The contents of a file, unzipped, in blocks; raises Unusable if it cannot be read."""
    try:
        with path.open("rb") as file:
            yield from unzip(file)
    except OSError as error:
        raise Unusable(f"it cannot be read ({error.strerror})") from error


def unzip(file: BufferedReader) -> Iterator[bytes]:
    """The contents of an open file, gzipped or not, in blocks of at most 1 MiB."""
    head = file.peek(2)
    if head.lstrip().startswith(b"<"):
        raise Unusable("it is a web page")
    source = gzip.GzipFile(fileobj=file) if head.startswith(b"\x1f\x8b") else file
    try:
        while block := source.read(BLOCK):
            yield block
    except EOFError as error:
        raise Unusable("its gzip data ends too early") from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise Unusable("its gzip data is damaged") from error


def write(blocks: Iterable[bytes], target: Path, expected: Contents) -> None:
    """Write `blocks` to the file `target`, and verify them.

    Raises Unusable if they are not what is `expected`, and OSError if they cannot be written.
    """
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as file:
        for block in blocks:
            size += len(block)
            if size > expected.size:  # before the disk is full, however much a gzip file expands to
                raise Unusable(f"it holds more than {expected.size:,} bytes")
            digest.update(block)
            file.write(block)
        if size < expected.size:
            raise Unusable(f"it ends after {size:,} of {expected.size:,} bytes")
        if digest.hexdigest() != expected.sha256:
            raise Unusable(_OTHER_BYTES)
        file.flush()
        os.fsync(file.fileno())  # else a power cut could leave a name without its bytes


_OTHER_BYTES = "it has the size of Fashion-MNIST's but other bytes, as MNIST's digits have"
