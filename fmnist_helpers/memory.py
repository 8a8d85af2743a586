"""What a kernel needn't hold, where thirty of them share a machine."""

import functools
import sys
from collections.abc import Callable

import torch
from torch.optim import Optimizer

COMPILER = "torch._dynamo"


def spare_compiler() -> None:
    """Let optimizers work without loading ``torch._dynamo``, as long as nothing else loads it.

    Their first step loads the whole compiler, 100 MB and 2 s, only to tell it what not to compile.
    While it isn't loaded, there is nobody to tell. No number changes.
    """
    if COMPILER in sys.modules:
        return
    for name in ("add_param_group", "load_state_dict", "state_dict", "zero_grad"):
        function = getattr(getattr(Optimizer, name), "__wrapped__", None)
        if function is not None:  # where torch/_compile.py keeps what the compiler passes over
            function.__dynamo_disable = function
    for kind in vars(torch.optim).values():
        step = vars(kind).get("step") if isinstance(kind, type) else None
        if getattr(step, "__code__", None) and step.__code__.co_name == "_use_grad":
            kind.step = _step(step)


def _step(original: Callable) -> Callable:
    """What torch wraps around an optimizer's step, without its two words to the compiler."""

    @functools.wraps(original)
    def step(self: Optimizer, *args, **kwargs):
        if COMPILER in sys.modules:
            return original(self, *args, **kwargs)
        with torch.set_grad_enabled(self.defaults["differentiable"]):
            return original.__wrapped__(self, *args, **kwargs)

    return step
