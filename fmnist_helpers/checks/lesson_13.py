"""Checks of lesson 13: errors of loading, and a training that resumes."""

import contextlib
import itertools
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from fmnist_helpers import training
from fmnist_helpers.checks.engine import NotYet, call, check, expect_whole_number
from fmnist_helpers.checks.engine.examples import parameters_of
from fmnist_helpers.checks.engine.findings import expect_findings
from fmnist_helpers.checks.engine.trap import springs

__all__ = ["LOAD_CAUSES", "LOAD_ERRORS", "load_errors", "resume"]

LOAD_CAUSES = (
    "The model was built with other widths than the saved one.",
    "The file is a checkpoint: the state dict is one of several things in it.",
    "When it was saved, the model was inside another module.",
    "The file was written on a GPU, and there is none here.",
    "The file was cut short on its way.",
)
LOAD_ERRORS = {  # what PyTorch 2.15 says, shortened
    "A": "Attempting to deserialize object on a CUDA device but torch.cuda.is_available() is False",
    "B": "size mismatch for linear_relu_stack.0.weight: copying a param with shape "
    "torch.Size([512, 784]) from checkpoint, the shape in current model is torch.Size([256, 784])",
    "C": "PytorchStreamReader failed reading zip archive: failed finding central directory",
    "D": 'Missing key(s) in state_dict: "linear_relu_stack.0.weight", … Unexpected key(s) in '
    'state_dict: "module.linear_relu_stack.0.weight", …',
    "E": 'Missing key(s) in state_dict: "linear_relu_stack.0.weight", … Unexpected key(s) in '
    'state_dict: "model", "optimizer", "epoch"',
}
_CAUSE_OF = {"A": 3, "B": 0, "C": 4, "D": 2, "E": 1}
_AS_IF = (
    "the model had been built with other widths",
    "the file were a checkpoint",
    "the saved model had been inside another module",
    "the file came from a GPU",
    "the file had been cut short",
)
_LOOK_AT = (
    "which two shapes does it name?",
    "which names are in the file in place of the parameters'?",
    "how does a name in the file differ from the model's?",
    "which device does it name?",
    "could it read anything of the file?",
)


@check(points=1)
def load_errors(causes: dict[str, int]) -> str:
    """For each name in ``LOAD_ERRORS``, the number of its cause in ``LOAD_CAUSES``."""
    expect_findings(causes, _CAUSE_OF, _AS_IF, _LOOK_AT)
    return "the message names the cause, once you know which of its words to look at."


@check(
    points=3,
    errors={
        "_IncompatibleKeys": "`load_state_dict` fills the model in place, and returns no model: "
        "write it without `model =` before it.",
        "FileNotFoundError": "there is no file at `path` yet, and your function reads it all the "
        "same: `if path.exists():`, with parentheses; the method itself, and any path, are true.",
        "weights_only": "the checkpoint holds more than tensors, numbers and text, so that it "
        "can't be loaded with `weights_only=True`. Save states, with parentheses, not the objects "
        "themselves: `model.state_dict()`, `optimizer.state_dict()`, "
        "`loader.generator.get_state()`.",
    },
)
def resume(function: Callable, *, stops: Sequence = ((1, 3), (2, 5))) -> str:
    """``function(path, model, loader, loss_fn, optimizer, epochs)``: epochs that it trained.

    It trains up to `epochs` epochs in all, writes a checkpoint to `path` after each, and goes on
    from the one that it finds there. `loader.generator` shuffles, and the model has dropout.
    """
    loss_fn = nn.CrossEntropyLoss()
    for first, total in stops:
        path = Path(f"run of {total}.pt")
        begun = _begin(0)
        trained = _epochs(function, path, begun, loss_fn, first)
        _look_at_first_call(trained, begun, path, loss_fn, first)
        resumed = _begin(7)
        trained = _epochs(function, path, resumed, loss_fn, total)
        _look_at_second_call(trained, resumed, loss_fn, first, total)
        again = _begin(8)
        trained = _epochs(function, path, again, loss_fn, total)
        if trained != 0 or not _same(again[0], resumed[0]):
            raise NotYet(
                f"{total} epochs were done, and a third call with epochs={total} trained on, or "
                "left the model as it was.",
                "fill the model, then train only the epochs that are missing: here none.",
            )
    _look_at_a_stop(function, loss_fn)
    if _runs_code(function, loss_fn):
        raise NotYet(
            "it resumes to the same bits; but given another file, it ran the code inside it.",
            "with `weights_only=True`, `torch.load` reads numbers and refuses everything else.",
        )
    return "stopped and resumed with new objects, it ends in the same bits as without a stop."


def _begin(seed: int) -> tuple[nn.Module, DataLoader, torch.optim.Optimizer]:
    """A small model with dropout, a loader that shuffles, an optimizer with momentum."""
    data = torch.Generator().manual_seed(5)
    images, labels = torch.rand(37, 1, 2, 2, generator=data), torch.arange(37) % 3
    torch.manual_seed(seed)
    model = nn.Sequential(
        nn.Flatten(), nn.Linear(4, 8), nn.ReLU(), nn.Dropout(0.5), nn.Linear(8, 3)
    )
    own = torch.Generator().manual_seed(seed)
    dataset = TensorDataset(images, labels)
    loader = DataLoader(dataset, batch_size=8, shuffle=True, generator=own)
    return model, loader, torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)


def _train(begun, loss_fn, epochs: int) -> nn.Module:
    model, loader, optimizer = begun
    for _ in range(epochs):
        training.train_loop(loader, model, loss_fn, optimizer)
    return model


def _same(one: nn.Module, other: nn.Module) -> bool:
    return torch.equal(parameters_of(one), parameters_of(other))


def _epochs(function: Callable, path: Path, begun, loss_fn, epochs: int) -> int:
    model, loader, optimizer = begun
    trained = call(function, path, model, loader, loss_fn, optimizer, epochs)
    return expect_whole_number(trained, "return how many epochs this call has trained.")


class _Stop(Exception):
    """What stops a training in the middle of an epoch."""


def _look_at_a_stop(function: Callable, loss_fn) -> None:
    """Stopped in its second epoch, a training leaves the checkpoint of the first."""
    path, begun, batches = Path("stopped.pt"), _begin(0), itertools.count(1)

    def stopping(logits, labels):
        if next(batches) > len(begun[1]) + 2:
            raise _Stop
        return loss_fn(logits, labels)

    with contextlib.suppress(_Stop):
        _epochs(function, path, begun, stopping, 3)
        return  # it trained too little to be stopped: that is told later
    if not path.exists():
        raise NotYet(
            "stopped in the middle of the second epoch, there is no file at `path`, so that the "
            "first epoch is lost too.",
            "`torch.save(…, path)` after each epoch, inside the loop.",
        )


def _look_at_first_call(trained: int, begun, path: Path, loss_fn, first: int) -> None:
    model = begun[0]
    if not _same(model, _train(_begin(0), loss_fn, first)):
        counts = (n for n in range(2 * first + 2) if _same(model, _train(_begin(0), loss_fn, n)))
        if (count := next(counts, None)) is not None:
            raise NotYet(
                f"without a file and with epochs={first}, it trained {count}.",
                "the loop is `for epoch in range(done, epochs)`; `done` begins at 0.",
            )
        raise NotYet(
            f"without a file and with epochs={first}, its parameters are not those after as many "
            "calls of `train_loop`.",
            "before the first epoch, nothing may draw at random, or be seeded.",
        )
    if not path.exists():
        others = ", ".join(sorted(each.name for each in Path().iterdir()))
        instead = f", but {others}" if others else ""
        raise NotYet(
            f"after the first call there is no file at `path`{instead}.",
            "`torch.save(…, path)`, and nothing that removes it.",
        )
    if trained != first:
        raise NotYet(
            f"without a file and with epochs={first}, it trained as many, and returned {trained}.",
            "return the epochs that this call has trained.",
        )


def _look_at_second_call(trained: int, resumed, loss_fn, first: int, total: int) -> None:
    model, missing = resumed[0], total - first
    straight = _train(_begin(0), loss_fn, total)
    if _same(model, straight):
        if trained != missing:
            raise NotYet(
                f"{first} epochs were in the file, {total} were asked for: the second call "
                f"trained {missing}, and returned {trained}.",
                "count the epochs of this call only.",
            )
        return
    for epochs in (missing, total):
        for count in range(len(_PARTS) + 1):
            for left_out in itertools.combinations(_PARTS, count):
                if _same(model, _resume_without(left_out, loss_fn, first, epochs)):
                    raise _not_the_same(left_out, epochs, first, total)
    for epochs in (missing - 1, missing + 1, missing * total):
        if _same(model, _resume_without((), loss_fn, first, epochs)):
            raise _not_the_same((), epochs, first, total)
    raise NotYet(
        "resumed, it doesn't end in the same bits as without a stop.",
        "`get_state()` and `get_rng_state()` after each epoch say where the two sequences of "
        "random numbers are; `set_state` and `set_rng_state` put them back, each its own, before "
        "the next.",
    )


_PARTS = {  # what may be forgotten, and how it is kept
    "the model": "`model.state_dict()`",
    "the optimizer's momentum": "`optimizer.state_dict()`",
    "the loader's generator": "`loader.generator.get_state()`",
    "torch's own random state (dropout draws from it)": "`torch.get_rng_state()`",
}


def _resume_without(left_out: tuple[str, ...], loss_fn, first: int, epochs: int) -> nn.Module:
    """What becomes of a model that is trained on with everything put back but `left_out`."""
    begun = _begin(0)
    model, loader, optimizer = begun
    _train(begun, loss_fn, first)
    kept, random = (loader.generator.get_state(), torch.get_rng_state())
    new_model, new_loader, new_optimizer = _begin(7)
    names = list(_PARTS)
    if names[0] not in left_out:
        new_model.load_state_dict(model.state_dict())
    if names[1] not in left_out:
        new_optimizer.load_state_dict(optimizer.state_dict())
    if names[2] not in left_out:
        new_loader.generator.set_state(kept)
    if names[3] not in left_out:
        torch.set_rng_state(random)
    return _train((new_model, new_loader, new_optimizer), loss_fn, epochs)


def _not_the_same(left_out: tuple[str, ...], epochs: int, first: int, total: int) -> NotYet:
    if len(left_out) == len(_PARTS):
        return NotYet(
            "the second call began anew: nothing of the file was put back.",
            "is there a file at `path`? Then load it and fill the model.",
        )
    if not left_out:
        return NotYet(
            f"with {first} of {total} epochs in the file, {epochs} more were trained.",
            "keep the number of epochs that are done in the file, and begin the loop there."
            if epochs >= total - first
            else "save after an epoch is trained, with the number of epochs that are done; begin "
            "the loop there, and return after it.",
        )
    more = "" if epochs == total - first else f" (It also trained {epochs} more epochs.)"
    return NotYet(
        f"resumed, it doesn't end in the same bits: {' and '.join(left_out)} "
        f"{'was' if len(left_out) == 1 else 'were'} not put back." + more,
        "save it and put it back: " + ", ".join(_PARTS[name] for name in left_out) + ".",
    )


def _runs_code(function: Callable, loss_fn) -> bool:
    """Whether a file is read as a pickle that may run anything: here, it springs a trap."""
    path, (model, loader, optimizer) = Path("not only weights.pt"), _begin(0)
    return springs(path, lambda: function(path, model, loader, loss_fn, optimizer, 1))


def hidden_resume(answer):
    from fmnist_helpers.checks import resume

    resume(answer, strict=True, stops=[(3, 4)])
