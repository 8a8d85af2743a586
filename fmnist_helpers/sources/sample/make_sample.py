"""Build the bundled sample from the official files, by running this file.

It keeps the first 200 training images and the first 50 test images of each class, in the order
of the official files: 2,000 and 500 images, balanced. Nothing is drawn by chance, so everyone who
runs this gets the same images. It writes four gzipped IDX files beside this script and prints the
table `SAMPLE` of `fmnist_helpers.sources`.
"""

import gzip
import hashlib
import sys
from pathlib import Path

import numpy as np

PER_CLASS = {"train": 200, "t10k": 50}


def make_sample(raw_folder) -> dict[str, bytes]:
    """The contents of the four sample files, as a dict from file name to bytes.

    `raw_folder` holds the four official IDX files, uncompressed.
    """
    contents = {}
    for part, per_class in PER_CLASS.items():
        images_name, labels_name = f"{part}-images-idx3-ubyte", f"{part}-labels-idx1-ubyte"
        labels = np.frombuffer((raw_folder / labels_name).read_bytes(), np.uint8, offset=8)
        images = np.frombuffer((raw_folder / images_name).read_bytes(), np.uint8, offset=16)
        first = [np.flatnonzero(labels == label)[:per_class] for label in range(10)]
        kept = np.sort(np.concatenate(first))
        contents[images_name] = idx(images.reshape(-1, 28, 28)[kept])
        contents[labels_name] = idx(labels[kept])
    return contents


def idx(array) -> bytes:
    """`array`, of uint8, in the IDX format: its number of axes, their lengths, then its bytes."""
    header = np.array([0x0800 + array.ndim, *array.shape], dtype=">u4")
    return header.tobytes() + array.tobytes()


def main() -> None:
    sys.path.insert(0, str(Path(__file__).parents[3]))
    from fmnist_helpers import sources

    root = sources.ensure_fashion_mnist()
    if sources.is_sample(root):
        sys.exit("The sample is made from the full dataset, and only the sample is here.")
    for name, data in make_sample(sources.raw_folder(root)).items():
        # No name and no time in the header: the same images give the same file.
        Path(__file__).with_name(f"{name}.gz").write_bytes(gzip.compress(data, 9, mtime=0))
        print(f'"{name}": Contents({len(data)}, "{hashlib.sha256(data).hexdigest()}"),')


if __name__ == "__main__":
    main()
