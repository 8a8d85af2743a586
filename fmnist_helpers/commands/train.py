"""``python -m fmnist_helpers train``, and the same under torchrun: a recipe, saved as it goes."""

import argparse
import dataclasses
import math
import os
import shlex
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import torch
from torch import nn
from tqdm import tqdm

from fmnist_helpers import checkpoints, distributed
from fmnist_helpers.datasets import InMemoryFashionMNIST, split
from fmnist_helpers.device import keep_freed_memory, pick_device, set_threads
from fmnist_helpers.distributed import Process, Shard
from fmnist_helpers.loaders import make_loader
from fmnist_helpers.models import NeuralNetwork, SmallCNN
from fmnist_helpers.recipes import RECIPES, Recipe
from fmnist_helpers.sources import ensure_fashion_mnist
from fmnist_helpers.training import History, Tally, test_loop

MODELS = {"NeuralNetwork": NeuralNetwork, "SmallCNN": SmallCNN}
# What a run is made of besides its recipe's numbers. It is saved with them, to continue from.
DEFAULTS = {"recipe": "tutorial", "model": None, "seed": 0, "validation": 0.1}


def _number(kind: type, expected: str, fits: Callable) -> Callable[[str], float]:
    """For argparse: makes a number of a text; says what was `expected` of one that doesn't fit."""

    def convert(text: str) -> float:
        number = kind(text)
        if not fits(number):
            raise argparse.ArgumentTypeError(f"{text}: expected {expected}")
        return number

    # argparse names it if int() or float() itself refuses: "invalid whole number value: 'x'".
    convert.__name__ = "whole number" if kind is int else "number"
    return convert


WHOLE = _number(int, "0 or more, below 2**63", lambda number: 0 <= number < 2**63)
COUNT = _number(int, "1 or more", lambda number: number > 0)
RATE = _number(float, "a number above 0", lambda number: 0 < number < math.inf)
SHARE = _number(float, "a share from 0, for none, to below 1", lambda number: 0 <= number < 1)
EXAMPLES = """\
examples:
  python -m fmnist_helpers train --epochs 3 --lr 0.05
  python -m fmnist_helpers train --checkpoint run.pt --resume
  torchrun --standalone --nproc-per-node=2 -m fmnist_helpers train --batch-size 32

Ctrl-C saves before it stops, and says how to continue."""


def add_arguments(parser) -> None:
    """The options of the command."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EXAMPLES
    add = parser.add_argument
    add("--recipe", choices=RECIPES, help="what to begin with (tutorial); the rest changes it")
    add("--model", choices=MODELS, help="another network than the recipe's")
    add("--epochs", metavar="N", type=COUNT, help="passes over the training images")
    add("--lr", metavar="RATE", type=RATE, help="learning rate")
    add("--batch-size", metavar="N", type=COUNT, help="images per step, in each process")
    add("--seed", metavar="N", type=WHOLE, help="of weights, order and augmentation (0)")
    add("--validation", metavar="SHARE", type=SHARE, help="share held out for validation (0.1)")
    add("--test", action="store_true", help="score the test set, once, at the end")
    add("--checkpoint", metavar="FILE", type=Path, help="save here (a new file in checkpoints/)")
    add("--every", metavar="N", type=COUNT, help="save also after every N steps of an epoch")
    add("--resume", action="store_true", help="continue from --checkpoint if it exists")
    add("--root", metavar="FOLDER", default="data", help="where the images are (%(default)s)")
    add("--threads", metavar="N", type=COUNT, help="CPU threads (FMNIST_THREADS, else 1)")


def run(args) -> int:
    """Train as the options say, and return the exit status."""
    _check_checkpoint(args)
    set_threads(args.threads)
    root = ensure_fashion_mnist(args.root)  # may take long: the others don't wait for us yet
    if not distributed.launched():
        return _train(args, root, Process(0, 1, pick_device()))
    try:
        with distributed.joined() as process:
            return _train(args, root, process)
    except RuntimeError as error:
        rank, size = os.environ["RANK"], os.environ["WORLD_SIZE"]
        raise ConnectionError(
            f"process {rank} of {size} failed, or lost the others: {error}"
        ) from error


def _train(args, root: Path, process: Process) -> int:
    done, settings, recipe = _chosen(args, process)
    path = args.checkpoint or distributed.agreed(_new_name(settings), process)
    train_set, val_set = _data(root, settings["validation"], process.device)
    train_loader = make_loader(
        train_set, batch_size=recipe.batch_size, shuffle=True, seed=settings["seed"]
    )
    val_loader = None if val_set is None else make_loader(val_set, batch_size=500)
    keep_freed_memory()
    torch.manual_seed(settings["seed"])
    bare = model = recipe.model().to(process.device)
    if process.size > 1:
        train_loader = Shard(train_loader, process)
        val_loader = None if val_loader is None else Shard(val_loader, process)
        model = distributed.wrap(model, train_loader)
    optimizer = recipe.optimizer(model)
    report = Report(recipe.epochs, len(train_loader), done=done, quiet=process.rank > 0)
    report.say(
        f"{len(train_set):,} training images, on {process.device}, threads: "
        f"{torch.get_num_threads()}, processes: {process.size}. Saving in {path}"
    )
    try:
        checkpoints.fit(
            path,
            model,
            train_loader,
            val_loader,
            nn.CrossEntropyLoss(),
            optimizer,
            epochs=recipe.epochs,
            scheduler=recipe.scheduler(optimizer, recipe.epochs * len(train_loader)),
            every=args.every,
            recipe=settings,
            on_epoch=report.epoch,
            on_step=report.step,
        )
    except KeyboardInterrupt as stop:
        report.say(f"{stop or 'stopped at once'}. To continue: {_command(args, path)}")
        return 130
    if process.rank == 0:
        if args.test:
            report.say(_scored("test", *_test(root, bare, process.device)))
        report.say(f"saved in {path}")
    return 0


class Report:
    """Says how a training goes: a progress bar within an epoch, a line after it.

    `done` epochs are behind it. `quiet` is for all processes of a job but one.
    """

    def __init__(self, epochs: int, batches: int, *, done: int = 0, quiet: bool = False):
        self.epochs, self.batches, self.quiet = epochs, batches, quiet
        self.next_epoch = done + 1
        self.bar = None

    def step(self, tally: Tally) -> None:
        """Move the bar; an epoch that is resumed halfway begins halfway."""
        if self.bar is None:
            self.bar = tqdm(
                total=self.batches,
                initial=len(tally) - 1,
                desc=f"epoch {self.next_epoch}/{self.epochs}",
                unit="batch",
                leave=False,
                disable=True if self.quiet else None,  # None: if nobody watches, as in a file
            )
        self.bar.update(1)

    def epoch(self, epoch: int, history: History) -> None:
        """Print the scores of the epoch that has ended."""
        self.next_epoch = epoch + 1
        scores = [_scored("training", history.train_loss[-1], history.train_accuracy[-1])]
        if history.val_loss:
            scores += [_scored("validation", history.val_loss[-1], history.val_accuracy[-1])]
        seconds = history.seconds[-1]
        self.say(f"epoch {epoch}/{self.epochs}  {'  '.join(scores)}  {seconds:.1f} s")

    def say(self, sentence: str) -> None:
        """Print a line in place of the bar."""
        if self.bar is not None:
            self.bar.close()
            self.bar = None
        if not self.quiet:
            print(sentence, flush=True)


def _scored(part: str, loss: float, accuracy: float) -> str:
    return f"{part}: loss {loss:.4f}, accuracy {100 * accuracy:.2f} %"


def _check_checkpoint(args) -> None:
    if args.checkpoint is not None:
        args.checkpoint = args.checkpoint.expanduser()
    if args.resume and args.checkpoint is None:
        raise ValueError("--resume needs --checkpoint FILE: the file to continue from")
    if args.checkpoint is not None and args.checkpoint.exists() and not args.resume:
        raise ValueError(
            f"{args.checkpoint} exists: add --resume to continue it, or name another file"
        )


def _chosen(args, process: Process) -> tuple[int, dict, Recipe]:
    """Epochs done, settings and recipe: what is given, else what the run to go on with has."""
    done, saved = 0, {}
    if args.resume and args.checkpoint.exists():
        checkpoint = checkpoints.load(args.checkpoint)
        done, saved = checkpoint.epoch, checkpoint.recipe
        _check_saved(args.checkpoint, saved)
    settings = {}
    for name, default in DEFAULTS.items():
        given = getattr(args, name)
        settings[name] = saved.get(name, default) if given is None else given
    # In a file, as in a recipe, the batch size is that of all processes together.
    batch_size = args.batch_size and args.batch_size * process.size
    changes = {
        "model": MODELS.get(settings["model"]),
        "epochs": args.epochs or saved.get("epochs"),
        "lr": args.lr or saved.get("lr"),
        "batch_size": batch_size or saved.get("batch_size"),
    }
    changes = {name: value for name, value in changes.items() if value is not None}
    return done, settings, dataclasses.replace(RECIPES[settings["recipe"]], **changes)


def _check_saved(path: Path, saved: dict) -> None:
    """ValueError if a file's recipe holds what no option of this command could have said."""
    take = {
        "recipe": RECIPES.__getitem__,
        "model": {None: None, **MODELS}.__getitem__,
        **{"seed": WHOLE, "epochs": COUNT, "batch_size": COUNT, "lr": RATE, "validation": SHARE},
    }
    for name in saved.keys() & take.keys():
        try:
            take[name](saved[name])
        except (KeyError, TypeError, ValueError, argparse.ArgumentTypeError) as error:
            raise ValueError(
                f"{path} was not saved by this command: its recipe says {name}="
                f"{str(saved[name])[:40]!r}. Load it with fmnist_helpers.checkpoints.load"
            ) from error


def _new_name(settings: dict) -> Path:
    name = settings["model"] or settings["recipe"]
    return Path("checkpoints", f"{name}-{datetime.now():%Y%m%d-%H%M%S}-{os.getpid()}.pt")


def _data(root: Path, validation: float, device: torch.device):
    """Training and validation images, on the device; None for no validation."""
    images = InMemoryFashionMNIST(root, train=True).to(device)
    # The same split whatever the seed of the training, so that runs can be compared.
    return split(images, validation, seed=0) if validation else (images, None)


def _test(root: Path, model, device: torch.device):
    images = InMemoryFashionMNIST(root, train=False).to(device)
    return test_loop(make_loader(images, batch_size=500), model, nn.CrossEntropyLoss())


def _command(args, path: Path) -> str:
    """What to type to go on; under torchrun it follows torchrun's own options."""
    start = "torchrun … -m" if distributed.launched() else "python -m"
    command = f"{start} fmnist_helpers train --resume --checkpoint {shlex.quote(str(path))}"
    for option in ("--root", "--every", "--threads"):
        value = getattr(args, option[2:].replace("-", "_"))
        if value is not None and (option, value) != ("--root", "data"):
            command += f" {option} {shlex.quote(str(value))}"
    return command + (" --test" if args.test else "")
