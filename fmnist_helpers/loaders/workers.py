"""Whether worker processes could load a dataset: asked before they crash or hang."""

import io
import multiprocessing
import pickle
import sys
from multiprocessing.reduction import ForkingPickler

import numpy as np
import torch


def start_method() -> str:
    """How this Python starts processes: "fork", "spawn" or "forkserver"."""
    # Without allow_none, the question alone would fix the method for good.
    chosen = multiprocessing.get_start_method(allow_none=True)
    return chosen or multiprocessing.get_all_start_methods()[0]


def check(dataset) -> None:
    """ValueError for a `dataset` that workers could not load.

    A forked process has everything that this one has. A fresh one imports what it needs: that
    fails, or hangs, for classes and functions that were defined in a notebook or a prompt, and for
    lambdas anywhere.
    """
    if start_method() == "fork":
        return
    try:
        _Probe().dump(dataset)
    except ValueError:
        raise
    except Exception as error:
        raise ValueError(
            f"worker processes cannot load this {type(dataset).__name__}: {error}. Use "
            f"num_workers=0, or a function or class from a .py file instead of the one named here"
        ) from error


class _Probe(pickle.Pickler):
    """Pickles as multiprocessing would, to nowhere, without the bulk of tensors and arrays."""

    def __init__(self):
        super().__init__(io.BytesIO())
        self.dispatch_table = ForkingPickler(io.BytesIO()).dispatch_table

    def persistent_id(self, obj):
        if isinstance(obj, torch.Tensor | np.ndarray | bytes):
            return "bulk"
        owner = obj if hasattr(obj, "__qualname__") else type(obj)
        # Fresh processes import the file of a script again, and find what it defines.
        is_script = hasattr(sys.modules["__main__"], "__file__")
        if getattr(owner, "__module__", None) == "__main__" and not is_script:
            raise ValueError(
                f"{owner.__qualname__} is defined in this notebook, and worker processes on this "
                f"system start afresh and cannot see it. Use num_workers=0, or move it to a .py "
                f"file and import it"
            )
        return None
