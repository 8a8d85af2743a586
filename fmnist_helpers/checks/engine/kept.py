"""A training with known losses, and which of its epochs a model that was kept comes from."""

import torch
from torch import nn

from fmnist_helpers.checks.engine.expect import describe
from fmnist_helpers.checks.engine.verdict import NotYet


class KnownLosses:
    """A training whose validation losses are known; each epoch adds 1 to every number."""

    def __init__(self, losses: list[float], model: nn.Module):
        self.losses, self.trained, self.start = losses, 0, _numbers_in(model)

    def train(self, model: nn.Module) -> None:
        if self.trained == len(self.losses):
            raise NotYet(f"epochs={len(self.losses)}, and one more was trained.")
        if not isinstance(model, nn.Module):
            raise NotYet(f"`train_epoch` got {describe(model)}.", "`train_epoch(model)`")
        if (begun := self.epochs_in(model).round().unique().tolist()) != [self.trained]:
            raise NotYet(
                f"epoch {self.trained + 1} began with the model of epoch {begun[-1]:g}.",
                "load the best state once, after the loop.",
            )
        self.trained += 1
        with torch.no_grad():
            for tensor in model.state_dict().values():
                tensor += 1

    def epochs_in(self, model: nn.Module) -> torch.Tensor:
        """For each number of `model`, how many epochs it was trained."""
        return _numbers_in(model) - self.start

    def val_loss(self, model: nn.Module) -> float:
        if self.trained == 0:
            raise NotYet("`val_loss` was called before an epoch was trained.")
        return self.losses[self.trained - 1]


def _numbers_in(model: nn.Module) -> torch.Tensor:
    return torch.cat([tensor.flatten().double() for tensor in model.state_dict().values()])


class Loading(nn.Sequential):
    """A model that remembers whether it was loaded with its own tensors, or with copies."""

    shared: bool | None = None

    def load_state_dict(self, state_dict, *arguments, **options) -> object:
        own = {tensor.data_ptr() for tensor in self.state_dict().values()}
        tensors = (each for each in state_dict.values() if isinstance(each, torch.Tensor))
        self.shared = any(each.data_ptr() in own for each in tensors)
        return super().load_state_dict(state_dict, *arguments, **options)


def look_at_kept(epochs: torch.Tensor, losses: list[float], model: Loading) -> None:
    """Raise NotYet unless each number of the model was trained for the best number of `epochs`."""
    best, last = losses.index(min(losses)) + 1, len(losses)
    found = [round(each) for each in epochs.round().unique().tolist()]
    if found == [best]:
        return
    told = f"validation losses {losses}: epoch {best} is the best"
    if len(found) > 1:
        raise NotYet(
            f"{told}, and the numbers in the model are of epochs {' and '.join(map(str, found))}.",
            "keep a copy of every tensor in `state_dict()`: weights, biases, and the statistics of "
            "batch normalization, which are no parameters.",
        )
    (kept,) = found
    if kept == last:
        raise NotYet(
            f"{told}, and the model is that of epoch {last}, the last.", _why_the_last(model)
        )
    if kept == 0:
        raise NotYet(f"{told}, and the model is the untrained one.")
    if kept == losses.index(max(losses)) + 1:
        raise NotYet(f"{told}, and the model is that of the highest loss.", "`loss < lowest`")
    raise NotYet(
        f"{told}, and the model is that of epoch {kept}.",
        "keep it if the loss is the lowest yet, as it is, not rounded; and the copy is that of the "
        "model whose loss was measured.",
    )


def _why_the_last(model: Loading) -> str:
    if model.shared is None:
        return (
            "the state that was kept was never loaded: `model.load_state_dict(best)`. (Another "
            "name for the model is no copy of it.)"
        )
    if model.shared:
        return (
            "compare `best` right after it was kept and at the end: does it still hold the same "
            "numbers? `state_dict()` returns the model's own tensors, not copies."
        )
    return (
        "a copy was loaded, one of the last epoch: take it inside the `if`, and let `lowest` "
        "follow only there."
    )
