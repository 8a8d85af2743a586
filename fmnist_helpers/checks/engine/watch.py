"""Notices what an answer lets PyTorch do."""

from torch.overrides import TorchFunctionMode


class Watch(TorchFunctionMode):
    """While it is entered, `used` gathers the names of the PyTorch functions that are called.

    `calls` counts them, indexing a tensor included.
    """

    def __init__(self):
        super().__init__()
        self.used, self.calls = set(), 0

    def __torch_function__(self, function, types, arguments=(), options=None):
        self.used.add(function.__name__)
        self.calls += 1
        return function(*arguments, **(options or {}))
