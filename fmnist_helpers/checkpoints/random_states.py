"""Everything that draws at random during training, as tensors and numbers: taken and put back."""

import random
from collections.abc import Iterable

import numpy as np
import torch


def random_state(loader: Iterable | None = None) -> dict:
    """The states of torch's, numpy's and Python's global generators, and of `loader`'s own."""
    name, keys, *rest = np.random.get_state()  # noqa: NPY002 (what transforms may draw from)
    state = {
        "torch": torch.get_rng_state(),
        "numpy": [name, torch.from_numpy(keys.astype(np.int64)), *rest],
        "python": random.getstate(),
        "loader": [generator.get_state() for generator in _generators(loader)],
    }
    if torch.cuda.is_initialized():
        state["cuda"] = torch.cuda.get_rng_state_all()
    if torch.backends.mps.is_available():
        state["mps"] = torch.mps.get_rng_state()
    return state


def set_random_state(state: dict, loader: Iterable | None = None) -> None:
    """Put back what `random_state` gave, as far as this machine has the devices, and `loader`."""
    torch.set_rng_state(state["torch"])
    name, keys, *rest = state["numpy"]
    np.random.set_state((name, keys.numpy().astype(np.uint32), *rest))  # noqa: NPY002
    random.setstate(state["python"])
    for generator, saved in zip(_generators(loader), state["loader"], strict=False):
        generator.set_state(saved)
    for number, saved in enumerate(state.get("cuda", [])[: torch.cuda.device_count()]):
        torch.cuda.set_rng_state(saved, number)
    if "mps" in state and torch.backends.mps.is_available():
        torch.mps.set_rng_state(state["mps"])


def _generators(loader) -> list[torch.Generator]:
    """The generators from which `loader` and its samplers draw, each of them once."""
    batches = getattr(loader, "batch_sampler", None)
    owners = (loader, getattr(loader, "sampler", None), batches, getattr(batches, "sampler", None))
    found = (getattr(owner, "generator", None) for owner in owners)
    return list(dict.fromkeys(generator for generator in found if generator is not None))
