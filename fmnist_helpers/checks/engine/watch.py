"""Notices what an answer lets PyTorch do."""

from torch.overrides import TorchFunctionMode


class Watch(TorchFunctionMode):
    """While it is entered, `used` gathers the names of the PyTorch functions that are called."""

    def __init__(self):
        super().__init__()
        self.used = set()

    def __torch_function__(self, function, types, arguments=(), options=None):
        self.used.add(function.__name__)
        return function(*arguments, **(options or {}))
