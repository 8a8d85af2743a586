"""Where the arithmetic happens: choose a device, share the CPU, time without fooling oneself."""

import os
import time
from collections.abc import Mapping
from typing import Any

import torch

MOST_THREADS = 1024  # far more than help; so many that none can be started would end the process


def pick_device() -> torch.device:
    """The best device of this machine: ``cuda``, else ``mps`` (Apple), else ``cpu``.

    The environment variable ``FMNIST_DEVICE`` (for instance ``cpu``) overrules the choice.
    Raises ValueError if it names a device that this machine lacks.
    """
    wanted = os.environ.get("FMNIST_DEVICE")
    if wanted:
        return _demand(wanted)
    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")


def device_of(model: torch.nn.Module) -> torch.device:
    """The device of the model's parameters; ``cpu`` for a model that has none."""
    parameter = next(model.parameters(), None)
    return torch.device("cpu") if parameter is None else parameter.device


def move(batch: Any, device: torch.device | str) -> Any:
    """`batch` with every tensor in it on `device`: a tensor, or tuples, lists, dicts of them.

    Anything else (a file name, say) is passed on unchanged.
    """
    if isinstance(batch, torch.Tensor):
        # Into a GPU, from pinned memory, the copy overlaps with computing. Back to the CPU it must
        # be waited for: whoever read the result too early would read rubbish.
        return batch.to(device, non_blocking=torch.device(device).type == "cuda")
    if isinstance(batch, Mapping):
        return {key: move(value, device) for key, value in batch.items()}
    if isinstance(batch, tuple | list):
        return type(batch)(move(value, device) for value in batch)
    return batch


def set_threads(threads: int | None = None) -> int:
    """Let torch use this many CPU threads in this process, and say how many.

    Without a number: ``FMNIST_THREADS``, else ``OMP_NUM_THREADS``, else 1. One suits the small
    models here and a machine that thirty people share, and yields the same bits on any of them.
    Raises ValueError for a number below 1 or above 1,024, naming where it was set.
    """
    said = "threads"
    if threads is None:
        said = "FMNIST_THREADS" if os.environ.get("FMNIST_THREADS") else "OMP_NUM_THREADS"
        # OMP_NUM_THREADS may hold one number for each level of nesting: "4,1".
        threads = os.environ.get(said, "1").split(",")[0] or "1"
    try:
        threads = int(threads)
    except ValueError:
        raise ValueError(f"{said}={threads!r}: expected a whole number such as 1") from None
    if not 1 <= threads <= MOST_THREADS:
        raise ValueError(f"{said}={threads}: expected 1 to {MOST_THREADS:,}")
    torch.set_num_threads(threads)
    return threads


def keep_freed_memory() -> None:
    """Let this process keep what torch frees, for the next step to use again (Linux with glibc).

    glibc returns large blocks to the system at once, and fetching them again for the next step
    takes a third of a small CNN's time. What counts as large rises to the largest block that was
    freed, 32 MiB at most: see M_MMAP_THRESHOLD in ``man 3 mallopt``.
    """
    torch.empty(31 * 2**20, dtype=torch.uint8)


def synchronize(device: torch.device | str) -> None:
    """Wait until `device` has done all that it was given; the CPU never lags behind."""
    device = torch.device(device)
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    elif device.type == "mps":
        torch.mps.synchronize()


class Timer:
    """Wall time of a ``with`` block in ``.seconds``, waiting for the device before and after.

    A GPU takes orders and works later, so a clock read without waiting times the giving of
    orders. ``with Timer(device) as timer: …`` then ``timer.seconds``.
    """

    def __init__(self, device: torch.device | str = "cpu"):
        self.device = torch.device(device)
        self.seconds = 0.0

    def __enter__(self) -> "Timer":
        synchronize(self.device)
        self._start = time.perf_counter()
        return self

    def __exit__(self, *_) -> None:
        synchronize(self.device)
        self.seconds = time.perf_counter() - self._start


def _demand(name: str) -> torch.device:
    try:
        device = torch.device(name)
        torch.ones(2, device=device).sum().item()  # "meta" has tensors, and no numbers in them
    # Each back end refuses in its own way.
    except (RuntimeError, AssertionError, ImportError) as error:
        raise ValueError(
            f"FMNIST_DEVICE={name!r} names a device that this machine cannot use "
            f"({str(error).splitlines()[0]}). Unset it, or set it to 'cpu'."
        ) from error
    return device
