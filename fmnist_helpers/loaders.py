"""Batches: seeded, safe in notebooks, and fast where the data is in memory."""

import multiprocessing
import operator
from collections.abc import Iterator, Mapping
from itertools import islice

import numpy as np
import torch
from torch.utils.data import BatchSampler, DataLoader, Dataset, RandomSampler, SequentialSampler


def make_loader(
    dataset: Dataset,
    *,
    batch_size: int = 64,
    shuffle: bool = False,
    seed: int | None = None,
    num_workers: int = 0,
    drop_last: bool = False,
) -> DataLoader:
    """A ``DataLoader`` over `dataset`; with a `seed`, the same batches in every run.

    The batches are those of ``DataLoader(dataset, batch_size, shuffle, generator=…)`` with a
    generator of that seed, bit for bit, in the first epoch and in every later one. A dataset
    that says ``supports_index_tensors`` (``InMemoryFashionMNIST`` and its parts) is asked for a
    whole batch at once, which is many times faster than image by image.

    Images come as float32 (B, 1, 28, 28) in [0, 1] and labels as int64 (B,) from this package's
    datasets; the last batch is short unless `drop_last`.
    Raises ValueError for a batch size below 1, an empty dataset, a loader that would hold no
    batch, and for workers that could not load the dataset's class.
    """
    _check(dataset, batch_size, num_workers, drop_last)
    generator = None if seed is None else torch.Generator().manual_seed(operator.index(seed))
    # Workers that persist skip a draw from the generator in later epochs, so they start anew: the
    # batches of a seed are the same with any number of workers.
    common = {"generator": generator, "num_workers": num_workers}
    if not getattr(dataset, "supports_index_tensors", False):
        return DataLoader(
            dataset, batch_size=batch_size, shuffle=shuffle, drop_last=drop_last, **common
        )
    # The loader draws from the generator when an epoch starts, the sampler when the first index
    # is asked for and again at the end. Sharing one generator between torch's own two classes
    # keeps these draws in the order of the plain DataLoader, in any version of torch.
    order = RandomSampler(dataset, generator=generator) if shuffle else SequentialSampler(dataset)
    batches = TensorBatchSampler(order, batch_size, drop_last)
    return DataLoader(dataset, sampler=batches, batch_size=None, **common)


def unpack(batch) -> tuple[torch.Tensor, torch.Tensor]:
    """``(images, labels)`` of a batch, be it a pair or a dict with "image" and "label".

    Raises TypeError for anything else, and says what it found.
    """
    if isinstance(batch, Mapping) and {"image", "label"} <= batch.keys():
        return batch["image"], batch["label"]
    if isinstance(batch, tuple | list) and len(batch) == 2:
        return batch[0], batch[1]
    raise TypeError(
        f"a batch should be (images, labels) or a dict with 'image' and 'label'; got "
        f"{_describe(batch)}. Does the loop run over a DataLoader rather than over a Dataset?"
    )


class TensorBatchSampler(BatchSampler):
    """torch's ``BatchSampler``, which gives each batch's indices as one int64 tensor (B,).

    The order of an epoch is drawn at once. A ``RandomSampler`` draws from its generator again when
    it finds itself at its end, so that is asked for when the plain ``BatchSampler`` would ask.
    """

    def __iter__(self) -> Iterator[torch.Tensor]:
        sampler = iter(self.sampler)
        order = np.fromiter(islice(sampler, len(self.sampler)), np.int64, len(self.sampler))
        for indices in torch.from_numpy(order).split(self.batch_size):
            if len(indices) < self.batch_size:
                next(sampler, None)
                if self.drop_last:
                    return
            yield indices
        next(sampler, None)


def _check(dataset, batch_size, num_workers, drop_last) -> None:
    if isinstance(batch_size, bool) or not isinstance(batch_size, int) or batch_size < 1:
        raise ValueError(f"batch_size={batch_size!r}: expected a whole number of 1 or more")
    if isinstance(num_workers, bool) or not isinstance(num_workers, int) or num_workers < 0:
        raise ValueError(f"num_workers={num_workers!r}: expected a whole number of 0 or more")
    if len(dataset) == 0:
        raise ValueError("the dataset is empty: there is no image to put into a batch")
    if drop_last and len(dataset) < batch_size:
        raise ValueError(
            f"drop_last=True with batch_size={batch_size} drops all {len(dataset)} images; "
            f"use a smaller batch_size or drop_last=False"
        )
    if num_workers:
        _check_workers_can_import(dataset)


def _check_workers_can_import(dataset) -> None:
    """Refuse what would die or hang: a class of the notebook in a process that starts afresh."""
    if multiprocessing.get_start_method() == "fork":
        return
    parts = [dataset, getattr(dataset, "dataset", None)]
    parts += [
        getattr(part, name, None) for part in parts for name in ("transform", "target_transform")
    ]
    for part in parts:
        owner = part if hasattr(part, "__qualname__") else type(part)
        if owner.__module__ == "__main__":
            raise ValueError(
                f"{owner.__qualname__} is defined in this notebook, and worker processes on this "
                f"system start afresh and cannot see it. Use num_workers=0, or move it to a .py "
                f"file and import it."
            )


def _describe(batch) -> str:
    if isinstance(batch, torch.Tensor):
        return f"one tensor of shape {tuple(batch.shape)}"
    if isinstance(batch, Mapping):
        return f"a dict with the keys {sorted(map(str, batch))}"
    if isinstance(batch, tuple | list):
        return f"a {type(batch).__name__} of {len(batch)}"
    return f"a {type(batch).__name__}"
