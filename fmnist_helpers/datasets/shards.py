"""Images in shards: a few large files, mapped into memory instead of read.

Each shard is an Arrow file. Beside them lies ``shards.json``, written last: rows, bytes and SHA-256
of each, since no engine notices a shard that was cut or overwritten.
"""

import functools
import json
import numbers
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np
import torch
from torch.utils.data import Dataset

from fmnist_helpers import files
from fmnist_helpers.datasets import images
from fmnist_helpers.datasets.annotations import position

MANIFEST = "shards.json"
BYTES_HELD = 16_000_000  # in memory, before writing sends them to the file
SIDES = ("channels", "height", "width")
REMEDY = "write the folder again with write_shards, or copy it again"


def write_shards(dataset: Dataset, folder: str | Path, *, rows: int = 10_000) -> Path:
    """Write the images of `dataset`, in its order, into shards of `rows` images; return `folder`.

    Items may be pairs or dicts; images PIL, uint8 (C, H, W), or floats in [0, 1], of any sizes,
    gray or in color; labels whole numbers from 0. Each image is stored as its raw bytes, so choose
    `rows` to make files of 100 MB to 1 GB. What is held in memory meanwhile is 16 MB.
    Raises FileExistsError for a folder that holds shards already, ValueError for an invalid image
    or label, no image, or no `rows`, ModuleNotFoundError without Hugging Face Datasets.
    """
    engine, folder = _engine(), Path(folder)
    if rows < 1 or len(dataset) == 0:
        raise ValueError(f"{len(dataset)} images, rows={rows}: expected 1 or more of both")
    if (folder / MANIFEST).exists():
        raise FileExistsError(f"{folder} holds shards already: choose another folder")
    folder.mkdir(parents=True, exist_ok=True)
    shards, shapes = [], set()
    for start in range(0, len(dataset), rows):
        part = range(start, min(start + rows, len(dataset)))
        file = folder / f"shard-{len(shards):05}.arrow"
        shapes |= _write_shard(engine, file, (_row(dataset[index], index) for index in part))
        size, sha256 = file.stat().st_size, files.sha256(file)
        shards.append({"file": file.name, "rows": len(part), "bytes": size, "sha256": sha256})
    shape = shapes.pop() if len(shapes) == 1 else None
    manifest = {"shape": shape, "classes": getattr(dataset, "classes", None), "shards": shards}
    files.replace_file(folder / MANIFEST, json.dumps(manifest, indent=1).encode())
    return folder


class ShardedDataset(Dataset):
    """The images in a folder of shards, which may be larger than memory: the files are mapped.

    ``dataset[i]`` is ``(image, label)``: float32 (C, H, W) in [0, 1] and an int, each after its
    transform. If all images have one shape and there are no transforms, ``dataset[indices]``, with
    an int64 tensor (B,) of positions from 0, is a batch: float32 (B, C, H, W) and int64 (B,).

    ``shape`` is (C, H, W), or None if the images differ; ``classes`` the names, or None; ``rows`` a
    ``datasets.Dataset`` with the columns pixels, channels, height, width, label.
    Opening compares the files' sizes with the manifest, ``verify`` every byte.
    Raises FileNotFoundError for a missing manifest or shard, ValueError for a damaged one,
    ModuleNotFoundError without Hugging Face Datasets.
    """

    def __init__(
        self,
        folder: str | Path,
        transform: Callable | None = None,
        target_transform: Callable | None = None,
    ):
        self.folder, engine = Path(folder), _engine()
        self.transform, self.target_transform = transform, target_transform
        manifest = _read_manifest(self.folder / MANIFEST)
        self.shards, self.classes = manifest["shards"], manifest["classes"]
        self.shape = manifest["shape"] and tuple(manifest["shape"])
        opened = [_open_shard(engine, self.folder, shard) for shard in self.shards]
        self.rows = engine.concatenate_datasets(opened)
        self._tables = self.rows.with_format("arrow")
        as_stored = transform is None and target_transform is None
        self.supports_index_tensors = as_stored and self.shape is not None

    @functools.cached_property
    def targets(self) -> torch.Tensor:
        """All labels, int64 (N,), read when they are first asked for."""
        return torch.tensor(self.rows.data.column("label").to_numpy())

    def verify(self) -> None:
        """Read every byte; ValueError for the first shard that is not what was written."""
        for shard in self.shards:
            file = self.folder / shard["file"]
            if (found := files.sha256(file)) != shard["sha256"]:
                raise ValueError(
                    f"{file} was altered: its SHA-256 is {found[:12]}…, and "
                    f"{shard['sha256'][:12]}… was written; {REMEDY}"
                )

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index):
        if not isinstance(index, torch.Tensor) or index.ndim != 1:
            return self.__getitems__([position(index, len(self))])[0]
        if not self.supports_index_tensors:
            raise TypeError(
                "a tensor of positions needs images of one shape and no transforms; use "
                "make_loader, which asks for the images one by one"
            )
        table = self._tables[index.tolist()]
        pixels = _to_floats(b"".join(table["pixels"].to_pylist()), len(index), *self.shape)
        return pixels, torch.tensor(table["label"].to_pylist(), dtype=torch.int64)

    def __getitems__(self, indices: list[int]) -> list[tuple]:
        items = []
        for row in self._tables[indices].to_pylist():
            image, label = _to_floats(row["pixels"], *(row[side] for side in SIDES)), row["label"]
            image = image if self.transform is None else self.transform(image)
            label = label if self.target_transform is None else self.target_transform(label)
            items.append((image, label))
        return items


def _engine() -> ModuleType:
    """Hugging Face Datasets, which takes a second to import and not everybody needs."""
    try:
        import datasets
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "shards need Hugging Face Datasets: in the project's folder, run `uv sync --extra "
            "scale`, or `pip install 'datasets>=5.1'`, and restart the kernel"
        ) from error
    return datasets


def _row(item, index: int) -> dict:
    """What is stored of an item; `index` is for the error."""
    image, label = (item["image"], item["label"]) if isinstance(item, dict) else item
    label = label.item() if isinstance(label, torch.Tensor) and label.ndim == 0 else label
    if not isinstance(label, numbers.Integral) or label < 0:
        raise ValueError(f"the label of image {index} is {label!r}; expected a whole number from 0")
    try:
        pixels = images.to_tensor(images.to_pil(image))
    except ValueError as error:
        raise ValueError(f"image {index}: {error}") from error
    sides = dict(zip(SIDES, pixels.shape, strict=True))
    return {"pixels": pixels.numpy().tobytes(), **sides, "label": int(label)}


def _write_shard(engine: ModuleType, file: Path, rows) -> set[tuple]:
    """Write the rows, and return the shapes of their images."""
    import pyarrow

    columns = dict.fromkeys((*SIDES, "label"), engine.Value("int64"))
    schema = engine.Features({"pixels": engine.Value("binary"), **columns}).arrow_schema
    shapes, held, size = set(), [], 0
    with pyarrow.OSFile(str(file), "wb") as sink, pyarrow.ipc.new_stream(sink, schema) as writer:
        for row in rows:
            shapes.add(tuple(row[side] for side in SIDES))
            held.append(row)
            size += len(row["pixels"])
            if size >= BYTES_HELD:
                writer.write_batch(pyarrow.RecordBatch.from_pylist(held, schema))
                held, size = [], 0
        if held:
            writer.write_batch(pyarrow.RecordBatch.from_pylist(held, schema))
    return shapes


def _read_manifest(file: Path) -> dict:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise FileNotFoundError(
            f"{file.parent} has no {MANIFEST}, which is written last: it is not a folder of "
            f"shards, or writing it was cut short; {REMEDY}"
        ) from error
    except ValueError as error:
        raise ValueError(f"{file} is damaged ({error!r}); {REMEDY}") from error


def _open_shard(engine: ModuleType, folder: Path, shard: dict):
    """The shard, mapped, if it has its size."""
    file = folder / shard["file"]
    if not file.is_file():
        raise FileNotFoundError(f"{file} is missing, and {folder / MANIFEST} names it; {REMEDY}")
    if (size := file.stat().st_size) != shard["bytes"]:
        raise ValueError(f"{file} has {size:,} bytes, expected {shard['bytes']:,}; {REMEDY}")
    try:
        return engine.Dataset.from_file(str(file))
    except Exception as error:  # Arrow raises what it meets: ArrowInvalid, OSError, KeyError …
        raise ValueError(f"{file} cannot be read ({error}); {REMEDY}") from error


def _to_floats(pixels: bytes, *shape: int) -> torch.Tensor:
    """Raw bytes as ToTensor would return them: float32 in [0, 1], bit for bit."""
    floats = np.frombuffer(pixels, np.uint8).astype(np.float32)
    return torch.from_numpy(floats).div_(255).view(shape)
