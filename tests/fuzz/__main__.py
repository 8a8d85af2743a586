"""Feeds the readers bytes that reach ever more of their code, and stops at what they must not do.

    uv run --with atheris python -m tests.fuzz {csv,image,idx,gzip} -max_total_time=60

Further options are libFuzzer's; a folder named last keeps what was learned. Each reader may refuse
its input with the errors that it promises; any other exception, a warning, or a row that breaks a
promise ends the run and leaves the input in a file `crash-…`, which then becomes a test.
"""

import io
import sys
import tempfile
import warnings
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["fmnist_helpers", "PIL", "torchvision.datasets.mnist"]):
    from fmnist_helpers.datasets import InMemoryFashionMNIST, images, labels_csv
    from fmnist_helpers.sources import contents

FOLDER = Path(tempfile.mkdtemp(prefix="fmnist-fuzz-"))


def csv(data: bytes) -> None:
    """A table: read, or refused by name."""
    file = FOLDER / "labels.csv"
    file.write_bytes(data)
    try:
        rows = labels_csv.read(file)
    except ValueError as error:
        return _must(str(error).startswith(str(file)), error)
    for name, label in zip(rows.names, rows.labels, strict=True):
        _must(name and not name.startswith("/") and ".." not in name.split("/"), name)
        _must(0 <= label < 10**18, label)


def image(data: bytes) -> None:
    """An image file: uint8 (1 or 3, H, W), or refused."""
    file = FOLDER / "x.png"
    file.write_bytes(data)
    try:
        pixels = images.read(file)
    except ValueError:
        return
    _must(pixels.ndim == 3 and pixels.shape[0] in (1, 3), pixels.shape)


def idx(data: bytes) -> None:
    """The raw files of Fashion-MNIST: images and as many labels, or refused."""
    raw = FOLDER / "FashionMNIST" / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    images, _, labels = data.partition(b"|")
    for part in ("train", "t10k"):
        (raw / f"{part}-images-idx3-ubyte").write_bytes(images)
        (raw / f"{part}-labels-idx1-ubyte").write_bytes(labels)
    try:
        dataset = InMemoryFashionMNIST(FOLDER)
    except RuntimeError as error:
        return _must(str(FOLDER) in str(error), error)
    _must(dataset.images.shape == (len(dataset), 28, 28), dataset.images.shape)


def gzip(data: bytes) -> None:
    """A download: unpacked to at most the size that is expected, or refused."""
    file = FOLDER / "unpacked"
    blocks = contents.unzip(io.BufferedReader(io.BytesIO(data)))
    try:
        contents.write(blocks, file, contents.Contents(100, "0" * 64))
    except contents.Unusable:
        _must(file.stat().st_size <= 100, file.stat())
    else:
        _must(False, "no input has this checksum")


def _must(true: object, found: object) -> None:
    if not true:
        raise AssertionError(found)


def main() -> None:
    """Fuzz the reader that the first argument names."""
    reader = {"csv": csv, "image": image, "idx": idx, "gzip": gzip}[sys.argv.pop(1)]
    warnings.simplefilter("error")
    atheris.Setup(sys.argv, reader)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
