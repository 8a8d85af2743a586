"""Batches: seeded, safe in notebooks, and fast if the data is in memory."""

from collections.abc import Iterator, Mapping
from typing import Any

import torch
from torch.utils.data import BatchSampler, DataLoader, Dataset, RandomSampler, SequentialSampler

from fmnist_helpers.loaders import workers
from fmnist_helpers.loaders.collate import as_is, collate


def make_loader(
    dataset: Dataset,
    batch_size: int = 64,
    shuffle: bool = False,
    *,
    seed: int | None = None,
    num_workers: int = 0,
    drop_last: bool = False,
) -> DataLoader:
    """A ``DataLoader`` over `dataset`; with a `seed`, the same batches in every run.

    The batches are those of ``DataLoader(dataset, batch_size, shuffle, generator=…)`` with a
    generator of that seed, bit for bit, in every epoch. A dataset that ``supports_index_tensors``
    (``InMemoryFashionMNIST`` and its parts) is asked for a whole batch at once, which is many times
    faster. This package's Fashion-MNIST comes as images, float32 (B, 1, 28, 28) in [0, 1], and
    labels, int64 (B,); the last batch is short unless `drop_last`.
    Worker processes help if items take long to load, and only cost time if the data is in memory.
    Raises ValueError for what is not a dataset, for an empty one, and for one that workers could
    not load.
    """
    _check_dataset(dataset)
    if num_workers:
        workers.check(dataset)
    generator = None
    if seed is not None:
        generator = torch.Generator().manual_seed(seed)
    # No persistent workers: they skip a draw from the generator in later epochs.
    options = {"num_workers": num_workers, "generator": generator}
    # The loader draws from the generator when an epoch starts, the sampler when the first index
    # is asked for and again at the end: with one generator for both, in the same order as torch.
    order = ShuffledOrder(dataset, generator=generator) if shuffle else SequentialSampler(dataset)
    if not getattr(dataset, "supports_index_tensors", False):
        options |= {"batch_size": batch_size, "sampler": order, "drop_last": drop_last}
        return DataLoader(dataset, collate_fn=collate, **options)
    batches = TensorBatchSampler(order, batch_size, drop_last)
    # Without as_is torch looks into each batch for NumPy arrays: a tenth of an epoch's time.
    return DataLoader(dataset, sampler=batches, batch_size=None, collate_fn=as_is, **options)


def unpack(batch: Any) -> tuple[torch.Tensor, torch.Tensor]:
    """``(images, labels)`` of a batch, be it a pair or a dict with "image" and "label".

    Raises TypeError for anything else, and says what it found.
    """
    if isinstance(batch, Mapping) and {"image", "label"} <= batch.keys():
        return batch["image"], batch["label"]
    if isinstance(batch, tuple | list) and len(batch) == 2:
        return batch[0], batch[1]
    raise TypeError(
        f"a batch should be (images, labels) or a dict with 'image' and 'label'; got a "
        f"{type(batch).__name__}: {batch!r:.100}. Does the loop run over a DataLoader?"
    )


class ShuffledOrder(RandomSampler):
    """torch's ``RandomSampler``, in less memory: 8 bytes per image, and not 40 as a list."""

    def __iter__(self) -> Iterator[int]:
        # Without a generator torch seeds one by the global one.
        generator = self.generator or torch.Generator().manual_seed(
            int(torch.empty((), dtype=torch.int64).random_())
        )
        order = torch.randperm(len(self.data_source), generator=generator)
        for part in order.split(10_000):
            yield from part.tolist()
        del order, part
        torch.randperm(len(self.data_source), generator=generator)  # as torch's does at its end


class TensorBatchSampler(BatchSampler):
    """torch's ``BatchSampler``, which yields each batch's indices as an int64 tensor (B,)."""

    def __iter__(self) -> Iterator[torch.Tensor]:
        return map(torch.tensor, super().__iter__())


def _check_dataset(dataset) -> None:
    if isinstance(dataset, type):
        raise ValueError(f"expected a dataset made with the class: {dataset.__name__}(...)")
    if isinstance(dataset, DataLoader) or not hasattr(dataset, "__len__"):
        raise ValueError(
            f"a {type(dataset).__name__} is not a dataset of known length; expected one with "
            f"__len__ and __getitem__, such as loader.dataset. For a stream, use torch's DataLoader"
        )
    if len(dataset) == 0:
        raise ValueError("the dataset is empty: there is no image to put into a batch")
