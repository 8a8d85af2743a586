"""The same training on several processes, which torchrun starts: each takes a part of every batch.

A batch of 64 images is the same 64 on two processes as on one: 32 are looked at here, 32 there, and
the gradients are added up in proportion. So the steps are those of one process, to the last digits
of a float; the short last batch included, even if there are fewer images than processes.
"""

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any, NamedTuple

import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import BatchSampler, DataLoader, Dataset, Sampler, SequentialSampler

from fmnist_helpers.device import pick_device
from fmnist_helpers.loaders import unpack


def launched() -> bool:
    """True in a process that torchrun, or a launcher that sets the same variables, has started."""
    return {"RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT"} <= os.environ.keys()


class Process(NamedTuple):
    """This process among all `size`: number `rank`, from 0, which computes on `device`."""

    rank: int
    size: int
    device: torch.device


@contextlib.contextmanager
def joined(*, timeout: float = 300.0) -> Iterator[Process]:
    """Join the other processes, over NCCL if each has a GPU of its own, else over gloo.

    On one machine with several GPUs each process gets one of them. If a process waits longer
    than `timeout` seconds for another, or loses it, the operation that waits raises RuntimeError.
    Raises ValueError if there are more processes than GPUs.
    """
    device = pick_device()
    if device.type == "cuda":
        number, gpus = int(os.environ.get("LOCAL_RANK", 0)), torch.cuda.device_count()
        if number >= gpus:
            raise ValueError(
                f"process {number} on this machine finds {gpus} GPU(s), and each process needs its "
                f"own: start fewer, or set FMNIST_DEVICE=cpu"
            )
        device = torch.device("cuda", number)
        torch.cuda.set_device(device)
    waiting = timedelta(seconds=timeout)
    store, rank, size = next(dist.rendezvous("env://", timeout=waiting))
    # After a restart by torchrun the store still holds the addresses of those who are gone.
    attempt = os.environ.get("TORCHELASTIC_RESTART_COUNT", "0")
    dist.init_process_group(
        "nccl" if device.type == "cuda" else "gloo",
        store=dist.PrefixStore(f"attempt {attempt}", store),
        rank=rank,
        world_size=size,
        timeout=waiting,
    )
    try:
        yield Process(rank, size, device)
    finally:
        # With torch 2.9 and 2.10, a process could hang for ever at its end: gloo's group waits for
        # its threads while it holds the GIL, which they need to let go of their last tensors.
        time.sleep(0.1)
        dist.destroy_process_group()


def agreed(value: Any, process: Process) -> Any:
    """What process 0 has, in every process."""
    values = [value]
    if process.size > 1:
        dist.broadcast_object_list(values, src=0, device=process.device)
    return values[0]


class Shard:
    """What one of several processes sees of `loader`: its part of every batch.

    `loader` must be the same in all of them, with the same seed; no image is seen twice in an
    epoch and none is left out. If the last batch has fewer images than there are processes,
    some get an empty one. ``share`` is this process's share of the images of the latest batch.
    Raises ValueError for a loader that shuffles without a seed.
    """

    def __init__(self, loader: DataLoader, process: Process):
        # Those of `make_loader` over data in memory ask the dataset for whole batches.
        whole = loader.batch_sampler is None
        self.batches: BatchSampler = loader.sampler if whole else loader.batch_sampler
        in_order = isinstance(self.batches.sampler, SequentialSampler)
        if loader.generator is None and not in_order:
            raise ValueError(
                "each process would shuffle in its own way: give the loader a seed, "
                "make_loader(…, shuffle=True, seed=0)"
            )
        self.dataset, self.generator = loader.dataset, loader.generator
        self.batch_size = self.batches.batch_size
        self.share = 1.0
        collate = loader.collate_fn
        parts = _Parts(self.batches, process.rank, process.size)
        how = {"sampler": parts, "batch_size": None} if whole else {"batch_sampler": parts}
        self.loader = DataLoader(
            loader.dataset,
            **how,
            collate_fn=collate if whole else partial(_collate, loader.dataset, collate),
            generator=loader.generator,
            num_workers=loader.num_workers,
        )

    def __len__(self) -> int:
        return len(self.loader)

    def __iter__(self) -> Iterator:
        left = len(self.batches.sampler)
        for batch in self.loader:
            whole = min(self.batch_size, left)
            left -= whole
            self.share = len(unpack(batch)[1]) / whole
            yield batch


def wrap(model: nn.Module, shard: Shard) -> DistributedDataParallel:
    """`model`, which from now on learns in all processes alike from the batches of `shard`.

    All start with the weights of process 0, and draw at random (dropout, augmentation) each for
    itself. For losses that are means, as CrossEntropyLoss is.
    (BatchNorm still looks at one process's images at a time, so there the steps differ a little.)
    """
    torch.manual_seed(torch.initial_seed() + dist.get_rank())
    device = next(model.parameters()).device
    wrapped = DistributedDataParallel(
        model,
        device_ids=[device] if device.type == "cuda" else None,
    )
    wrapped.register_comm_hook(shard, _add_in_proportion)
    return wrapped


def _add_in_proportion(shard: Shard, bucket: dist.GradBucket) -> torch.futures.Future[torch.Tensor]:
    """Add up the gradients of all processes, each weighted by its share of the batch's images.

    DistributedDataParallel alone gives each process the same weight, and so too much to the images
    of one that has fewer.
    """
    gradients = bucket.buffer().mul_(shard.share)
    added = dist.all_reduce(gradients, async_op=True).get_future()
    return added.then(lambda future: future.value()[0])


class _Parts(Sampler):
    """Of the indices of each batch every `size`-th, from the `rank`-th on."""

    def __init__(self, batches: BatchSampler, rank: int, size: int):
        self.batches, self.rank, self.size = batches, rank, size

    def __len__(self) -> int:
        return len(self.batches)

    def __iter__(self) -> Iterator:
        for indices in self.batches:
            yield indices[self.rank :: self.size]


def _collate(dataset: Dataset, collate: Callable, items: list) -> Any:
    """`collate`, which also turns no items into a batch: tensors (0, 1, 28, 28) and (0,)."""
    if items:
        return collate(items)
    images, labels = unpack(collate([dataset[0]]))
    return images[:0], labels[:0]
