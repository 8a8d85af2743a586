"""``python -m fmnist_helpers``: what it trains, saves, logs and says, also of bad input."""

import argparse
import io
import math
import os
import shlex
import signal
import subprocess
import sys

import pytest
import torch

from benchmarks.recipes import train as train_by
from fmnist_helpers import __main__ as command_line
from fmnist_helpers import checkpoints, recipes, sources, training
from fmnist_helpers.commands import train as train_command
from fmnist_helpers.commands.train import DEFAULTS, Report
from fmnist_helpers.datasets import InMemoryFashionMNIST, split
from fmnist_helpers.distributed import Process
from fmnist_helpers.models import NeuralNetwork, SmallCNN
from fmnist_helpers.training import History, Score, Tally
from tests.support import stoppable
from tests.support.helpers import write_root
from tests.support.lessons import ROOT

IMAGES = 203  # 183 to train on: three batches


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return write_root(tmp_path_factory.mktemp("root"), train=IMAGES)


@pytest.fixture
def train(root, tmp_path, monkeypatch):
    """Runs ``train`` with the given options on a small root, in an empty folder; its status."""
    monkeypatch.setattr(train_command, "ensure_fashion_mnist", lambda root: root)
    monkeypatch.chdir(tmp_path)
    threads = torch.get_num_threads()

    def run(options: str = "") -> int:
        arguments = shlex.split(options)
        if "--root" not in arguments:
            arguments += ["--root", str(root)]
        return command_line.main(["train", *arguments])

    yield run
    torch.set_num_threads(threads)


def weights(path, model=None) -> dict:
    model = NeuralNetwork() if model is None else model
    checkpoints.load(path, model)
    return model.state_dict()


def same(one: dict, other: dict) -> bool:
    return all(torch.equal(one[name], other[name]) for name in one)


class TestTrain:
    def test_trains_as_the_recipe_does(self, train, root, tmp_path):
        assert train("--epochs 2 --lr 0.1 --batch-size 50 --seed 7 --checkpoint run.pt") == 0
        recipe = recipes.Recipe(NeuralNetwork, epochs=2, batch_size=50, lr=0.1)
        parts = split(InMemoryFashionMNIST(root), 0.1, seed=0)
        model, history = train_by(recipe, *parts, seed=7, device="cpu")
        found = checkpoints.load(tmp_path / "run.pt")
        assert same(weights(tmp_path / "run.pt"), model.state_dict())
        assert found.history == history
        expected = {"recipe": "tutorial", "model": None, "seed": 7, "lr": 0.1, "epochs": 2}
        assert {name: found.recipe[name] for name in expected} == expected

    def test_default_is_the_tutorials_recipe(self, train, tmp_path):
        assert train("--checkpoint run.pt") == 0
        recipe = checkpoints.load(tmp_path / "run.pt").recipe
        expected = {"lr": 1e-3, "batch_size": 64, "epochs": 5, "optimizer": "SGD", "momentum": 0}
        assert expected == {name: recipe[name] for name in expected}

    def test_another_model_and_recipe(self, train, tmp_path):
        assert train("--recipe fast90 --epochs 1 --model SmallCNN --checkpoint run.pt") == 0
        weights(tmp_path / "run.pt", SmallCNN())
        recipe = checkpoints.load(tmp_path / "run.pt").recipe
        assert (recipe["recipe"], recipe["scheduler"]) == ("fast90", "OneCycleLR")

    def test_says_what_it_does_and_what_it_reached(self, train, capsys):
        assert train("--epochs 1 --test") == 0
        said, complaints = capsys.readouterr()
        first, epoch, test, last = said.splitlines()
        (path,) = checkpoint_files()
        assert first.startswith("183 training images, on cpu, threads: 1, processes: 1.")
        assert "epoch 1/1  training: loss" in epoch
        assert "validation: loss" in epoch
        assert test.startswith("test: loss")
        assert last == f"saved in {path}"
        assert complaints == ""  # no bar where nobody watches

    def test_each_run_saves_in_a_file_of_its_own(self, train, monkeypatch):
        train("--epochs 1")
        train(
            "--epochs 1 --model NeuralNetwork",
        )
        assert len(checkpoint_files()) == 2
        names = set()
        for number in (1, 2):  # two that start in one second are two processes
            monkeypatch.setattr(os, "getpid", lambda number=number: number)
            names.add(str(train_command._new_name(DEFAULTS)).rpartition("-")[2])
        assert names == {"1.pt", "2.pt"}

    def test_test_scores_are_those_of_the_test_set(self, train, root, tmp_path, capsys):
        train("--epochs 1 --test --checkpoint run.pt")
        said = capsys.readouterr().out.splitlines()
        model = NeuralNetwork()
        model.load_state_dict(weights(tmp_path / "run.pt"))
        test_set = [InMemoryFashionMNIST(root, train=False)[torch.arange(50)]]
        score = training.test_loop(test_set, model, torch.nn.CrossEntropyLoss())
        assert f"test: loss {score.loss:.4f}, accuracy {100 * score.accuracy:.2f} %" in said

    def test_the_test_set_is_scored_only_on_request(self, train, monkeypatch, capsys):
        monkeypatch.setattr(
            train_command, "_test", lambda *_: pytest.fail("looked at the test set")
        )
        assert train("--epochs 1") == 0
        assert "test:" not in capsys.readouterr().out

    def test_the_images_held_out_are_the_same_whatever_the_seed(self, train, monkeypatch):
        """So that runs can be compared."""
        held_out = []

        def noted(dataset, validation, *, seed=0):
            parts = split(dataset, validation, seed=seed)
            held_out.append(parts[1].indices.tolist())
            return parts

        monkeypatch.setattr(train_command, "split", noted)
        for seed in (0, 7):
            assert train(f"--epochs 1 --seed {seed} --checkpoint {seed}.pt") == 0
        assert held_out[0] == held_out[1]

    def test_a_checkpoint_that_is_in_the_way_is_told_before_anything_is_fetched(
        self, train, tmp_path, monkeypatch, capsys
    ):
        (tmp_path / "run.pt").write_text("mine")
        monkeypatch.setattr(train_command, "ensure_fashion_mnist", lambda _: pytest.fail("fetched"))
        assert train("--checkpoint run.pt") == 2
        assert "run.pt exists: add --resume" in capsys.readouterr().err
        assert (tmp_path / "run.pt").read_text() == "mine"

    def test_all_images_where_none_is_held_out(self, train, tmp_path, capsys):
        assert train("--epochs 1 --validation 0 --checkpoint run.pt") == 0
        assert capsys.readouterr().out.startswith("203 training images")
        assert checkpoints.load(tmp_path / "run.pt").history.val_loss == []

    @pytest.mark.parametrize(("option", "threads"), [("", 1), ("--threads 2", 2)])
    def test_threads(self, train, monkeypatch, option, threads):
        for variable in ("FMNIST_THREADS", "OMP_NUM_THREADS"):
            monkeypatch.delenv(variable, raising=False)
        torch.set_num_threads(3)
        assert train(f"--epochs 1 {option}") == 0
        assert torch.get_num_threads() == threads


def checkpoint_files() -> list[str]:
    return [os.path.join("checkpoints", name) for name in os.listdir("checkpoints")]


class TestChosen:
    """Which settings a run gets: what is given, else what its file says, else the recipe's."""

    def chosen(self, options: str, size: int = 1):
        parser = argparse.ArgumentParser()
        train_command.add_arguments(parser)
        process = Process(0, size, torch.device("cpu"))
        return train_command._chosen(parser.parse_args(shlex.split(options)), process)

    def test_the_batch_size_is_said_per_process_and_kept_for_all_of_them(self, tmp_path):
        assert self.chosen("--batch-size 32", size=4)[2].batch_size == 128
        assert self.chosen("", size=4)[2].batch_size == 64  # the recipe's is that of all, too
        path = tmp_path / "run.pt"
        stoppable.save(path, NeuralNetwork(), recipe={"batch_size": 128})
        assert self.chosen(f"--resume --checkpoint {path}", size=2)[2].batch_size == 128

    def test_what_is_given_counts_before_what_the_file_says(self, tmp_path):
        path = tmp_path / "run.pt"
        saved = {"recipe": "fast90", "seed": 3, "validation": 0.2, "lr": 0.3, "epochs": 4}
        stoppable.save(path, NeuralNetwork(), recipe=saved)
        done, settings, recipe = self.chosen(f"--resume --checkpoint {path}")
        assert (done, settings) == (0, DEFAULTS | {n: saved[n] for n in DEFAULTS if n in saved})
        assert (recipe.lr, recipe.epochs, recipe.momentum) == (0.3, 4, 0.9)
        _, settings, recipe = self.chosen(
            f"--resume --checkpoint {path} --seed 0 --validation 0 --lr 0.1 --epochs 9"
        )
        assert (settings["seed"], settings["validation"]) == (0, 0)  # also where it is nothing
        assert (recipe.lr, recipe.epochs) == (0.1, 9)


class TestResume:
    def test_continues_to_the_same_bits(self, train, tmp_path):
        train("--epochs 4 --lr 0.1 --seed 3 --checkpoint whole.pt")
        train("--epochs 2 --lr 0.1 --seed 3 --checkpoint run.pt")
        assert train("--epochs 4 --checkpoint run.pt --resume") == 0  # lr and seed are remembered
        assert same(weights(tmp_path / "run.pt"), weights(tmp_path / "whole.pt"))
        loaded = [checkpoints.load(tmp_path / name) for name in ("run.pt", "whole.pt")]
        assert loaded[0].history == loaded[1].history

    @pytest.mark.parametrize(
        ("recipe", "number", "status"),
        [
            ("fast90", signal.SIGINT, 130),
            ("fast90", signal.SIGTERM, 130),
        ],
    )
    def test_after_a_signal_by_the_command_that_it_says(
        self, train, tmp_path, capsys, monkeypatch, recipe, number, status
    ):
        train(f"--epochs 4 --lr 0.1 --recipe {recipe} --batch-size 64 --checkpoint whole.pt")
        step = Report.step

        def interrupting_step(self, tally):
            step(self, tally)
            if self.next_epoch == 2 and len(tally) == 1:
                signal.raise_signal(number)

        monkeypatch.setattr(Report, "step", interrupting_step)
        options = f"--epochs 4 --lr 0.1 --recipe {recipe} --batch-size 64"
        options += " --checkpoint 'my run.pt'"
        assert train(options) == status
        monkeypatch.undo()
        said = capsys.readouterr().out.splitlines()[-1]
        where, command = said.split(". To continue: python -m fmnist_helpers ")
        if number == signal.SIGINT:
            # It came when a step had ended, so one more was done.
            assert where == "stopped: epoch 2, batch 2 is in my run.pt"

        monkeypatch.setattr(train_command, "ensure_fashion_mnist", lambda root: root)
        monkeypatch.chdir(tmp_path)
        assert command_line.main(shlex.split(command)) == 0
        model = recipes.RECIPES[recipe].model
        assert same(
            weights(tmp_path / "my run.pt", model()), weights(tmp_path / "whole.pt", model())
        )
        epochs = [line[:9] for line in capsys.readouterr().out.splitlines()[1:-1]]
        assert epochs == ["epoch 2/4", "epoch 3/4", "epoch 4/4"]

    def test_with_nothing_there_begins(self, train, tmp_path):
        """So that a job that a cluster starts again can be one and the same command."""
        assert train("--epochs 1 --checkpoint run.pt --resume") == 0
        assert checkpoints.load(tmp_path / "run.pt").epoch == 1

    def test_with_all_done_does_nothing(self, train, tmp_path):
        train("--epochs 1 --checkpoint run.pt")
        before = (tmp_path / "run.pt").read_bytes()
        assert train("--checkpoint run.pt --resume") == 0
        assert (tmp_path / "run.pt").read_bytes() == before

    @pytest.mark.parametrize(
        ("option", "message"),
        [
            ("--lr 0.5", "lr=0.1, now 0.5"),
            ("--seed 4", "seed=0, now 4"),
            ("--batch-size 32", "batch_size=64, now 32"),
            ("--validation 0.2", "validation=0.1, now 0.2"),
            ("--model SmallCNN", "model=None, now 'SmallCNN'"),
            ("--recipe fast90 --epochs 3", "other settings"),
        ],
    )
    def test_with_other_settings_is_refused(self, train, tmp_path, capsys, option, message):
        train("--epochs 1 --lr 0.1 --checkpoint run.pt")
        before = (tmp_path / "run.pt").read_bytes()
        capsys.readouterr()
        assert train(f"--checkpoint run.pt --resume {option}") == 2
        assert message in capsys.readouterr().err
        assert (tmp_path / "run.pt").read_bytes() == before


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("recipe", "soup"),
        ("recipe", ["tutorial"]),
        ("model", "Transformer"),
        ("epochs", -1),
        ("epochs", "many"),
        ("lr", float("nan")),
        ("batch_size", 0),
        ("seed", None),
        ("validation", 2.0),
    ],
)
def test_a_checkpoint_with_a_strange_recipe_is_refused(train, tmp_path, capsys, name, value):
    train("--epochs 1 --checkpoint run.pt")
    content = torch.load("run.pt", weights_only=True)
    content["recipe"][name] = value
    torch.save(content, "run.pt")
    before = (tmp_path / "run.pt").read_bytes()
    capsys.readouterr()
    assert train("--checkpoint run.pt --resume") == 2
    complaint = capsys.readouterr().err
    assert f"run.pt was not saved by this command: its recipe says {name}=" in complaint
    assert complaint.count("\n") == 1
    assert (tmp_path / "run.pt").read_bytes() == before


def test_home_is_expanded_in_the_name_of_a_checkpoint(train, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert train("--epochs 1 --checkpoint ~/run.pt") == 0
    assert train("--epochs 1 --checkpoint ~/run.pt") == 2  # it exists, and --resume was not said
    assert checkpoints.load(tmp_path / "run.pt").epoch == 1


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("FMNIST_THREADS", "1e9", "FMNIST_THREADS='1e9': expected a whole number"),
        ("FMNIST_THREADS", "999999", "FMNIST_THREADS=999999: expected 1 to 1,024"),
        ("FMNIST_DEVICE", "meta", "FMNIST_DEVICE='meta' names a device that this machine cannot"),
        ("FMNIST_DEVICE", "privateuseone", "FMNIST_DEVICE='privateuseone' names a device"),
        ("FMNIST_DEVICE", "gpu", "FMNIST_DEVICE='gpu' names a device"),
    ],
)
def test_a_setting_that_cannot_be_is_named(train, monkeypatch, capsys, name, value, said):
    monkeypatch.setenv(name, value)
    assert train("--epochs 1") == 2
    complaint = capsys.readouterr().err
    assert said in complaint
    assert complaint.count("\n") == 1


BAD_INPUT = {
    "": "the following arguments are required: COMMAND",
    "tran": "invalid choice: 'tran'",
    "--epochs 3": "invalid choice: '3'",
    "train --epochs 0": "--epochs: 0: expected 1 or more",
    "train --epochs -1": "--epochs: -1: expected 1 or more",
    "train --epochs 1.5": "--epochs: invalid whole number value: '1.5'",
    "train --epochs many": "--epochs: invalid whole number value: 'many'",
    "train --epochs": "--epochs: expected one argument",
    "train --lr 0": "--lr: 0: expected a number above 0",
    "train --lr -0.1": "--lr: -0.1: expected a number above 0",
    "train --lr nan": "--lr: nan: expected a number above 0",
    "train --lr inf": "--lr: inf: expected a number above 0",
    "train --lr x": "--lr: invalid number value: 'x'",
    "train --batch-size 0": "--batch-size: 0: expected 1 or more",
    "train --seed -1": "--seed: -1: expected 0 or more",
    "train --validation 1": "--validation: 1: expected a share",
    "train --validation -0.1": "--validation: -0.1: expected a share",
    "train --threads 0": "--threads: 0: expected 1 or more",
    "train --threads 1000000": "threads=1000000: expected 1 to 1,024",
    "train --every 0": "--every: 0: expected 1 or more",
    "train --model Transformer": "--model: invalid choice: 'Transformer'",
    "train --recipe soup": "--recipe: invalid choice: 'soup'",
    "train --check run.pt": "unrecognized arguments: --check run.pt",
    "train extra": "unrecognized arguments: extra",
    "train --resume": "--resume needs --checkpoint FILE",
    "train --checkpoint there.pt": "there.pt exists: add --resume",
    "train --checkpoint there.pt --resume": "there.pt is damaged or not a checkpoint",
    "train --checkpoint folder --resume": "folder",
    "train --checkpoint there.pt/run.pt": "cannot save",
    "train --validation 0.0001": "holds out none or all of 203 images",
    "train --seed 99999999999999999999": "99999999999999999999",
    "data --root": "--root: expected one argument",
    "doctor --xml": "unrecognized arguments: --xml",
}


@pytest.mark.parametrize("options", BAD_INPUT)
def test_bad_input_is_told_in_one_line_with_status_2(train, tmp_path, capsys, options, root):
    (tmp_path / "there.pt").write_text("no checkpoint")
    (tmp_path / "folder").mkdir()
    arguments = shlex.split(options)
    if arguments[:1] == ["train"]:
        arguments += ["--root", str(root)]
    try:
        status = command_line.main(arguments)
    except SystemExit as end:  # argparse ends by itself
        status = end.code
    complaint = capsys.readouterr().err
    assert status == 2
    assert BAD_INPUT[options] in complaint
    assert complaint.startswith("python -m fmnist_helpers")
    assert complaint.count("\n") == 1
    assert (tmp_path / "there.pt").read_text() == "no checkpoint"


def test_help_names_every_command(capsys):
    with pytest.raises(SystemExit) as end:
        command_line.main(["--help"])
    assert end.value.code == 0
    said = capsys.readouterr().out
    assert all(f"    {name} " in said for name in command_line.COMMANDS)


@pytest.mark.parametrize("name", command_line.COMMANDS)
def test_every_command_has_its_two_functions_and_help(name, capsys):
    module = command_line.module_of(name)
    assert callable(module.run)
    with pytest.raises(SystemExit) as end:
        command_line.main([name, "--help"])
    assert end.value.code == 0
    assert f"usage: python -m fmnist_helpers {name}" in capsys.readouterr().out


def test_missing_package_sends_to_the_doctor(monkeypatch, capsys):
    def module_of(name):
        raise ModuleNotFoundError("No module named 'torch'")

    monkeypatch.setattr(command_line, "module_of", module_of)
    assert command_line.main(["train"]) == 1
    complaint = capsys.readouterr().err
    assert "No module named 'torch'. `python -m fmnist_helpers doctor` says what to do" in complaint


def test_interrupt_before_training_ends_quietly(train, monkeypatch, capsys):
    def interrupted(root):
        raise KeyboardInterrupt

    monkeypatch.setattr(train_command, "ensure_fashion_mnist", interrupted)
    assert train() == 130
    assert capsys.readouterr().err == "python -m fmnist_helpers train: stopped\n"


def test_a_lost_process_is_told_in_one_line(train, monkeypatch, capsys):
    monkeypatch.setattr(train_command.distributed, "launched", lambda: True)
    monkeypatch.setenv("RANK", "1")
    monkeypatch.setenv("WORLD_SIZE", "2")

    def joined():
        raise RuntimeError("Connection closed by peer\nwith details")

    monkeypatch.setattr(train_command.distributed, "joined", joined)
    assert train() == 1
    assert capsys.readouterr().err == (
        "python -m fmnist_helpers train: process 1 of 2 failed, or lost the others: "
        "Connection closed by peer with details\n"
    )


def test_under_torchrun_the_command_to_go_on_begins_with_it(monkeypatch, tmp_path):
    for variable in ("RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT"):
        monkeypatch.setenv(variable, "1")
    parser = command_line._Parser(prog="x")
    train_command.add_arguments(parser)
    args = parser.parse_args(["--every", "5", "--test", "--root", "my data"])
    command = train_command._command(args, tmp_path / "run.pt")
    assert command == (
        f"torchrun … -m fmnist_helpers train --resume --checkpoint {tmp_path / 'run.pt'} "
        f"--root 'my data' --every 5 --test"
    )


class TestData:
    @pytest.fixture
    def found(self, monkeypatch):
        """What is found there: a state that a test sets."""
        state = {}
        monkeypatch.setattr("fmnist_helpers.commands.data.ensure_fashion_mnist", lambda root: root)
        monkeypatch.setattr(
            "fmnist_helpers.commands.data.describe",
            lambda root: sources.Description(root, state["state"], {}, {}),
        )
        return state

    @pytest.mark.parametrize(
        ("state", "option", "status"),
        [("full", "", 0), ("sample", "", 0), ("full", "--full", 0), ("sample", "--full", 1)],
    )
    def test_says_what_is_there(self, found, capsys, state, option, status):
        found["state"] = state
        assert command_line.main(["data", "--root", "here", *option.split()]) == status
        assert "in here, verified" in capsys.readouterr().out


class TestReport:
    def test_a_line_per_epoch(self, capsys):
        history = History()
        history.add(Score(math.nan, 0.1), None, 1.04)
        report = Report(epochs=2, batches=1)
        report.epoch(1, history)
        assert report.next_epoch == 2
        history.add(Score(0.52, 0.812), Score(0.6, 0.8), 2.06)
        report.epoch(2, history)
        assert capsys.readouterr().out == (
            "epoch 1/2  training: loss nan, accuracy 10.00 %  1.0 s\n"
            "epoch 2/2  training: loss 0.5200, accuracy 81.20 %  "
            "validation: loss 0.6000, accuracy 80.00 %  2.1 s\n"
        )

    def test_quiet_says_nothing(self, capsys):
        report = Report(epochs=1, batches=1, quiet=True)
        report.step(Tally(None))
        report.say("words")
        assert capsys.readouterr() == ("", "")

    def test_shows_a_bar_to_who_watches(self, monkeypatch):
        class Terminal(io.StringIO):
            def isatty(self):
                return True

        terminal = Terminal()
        monkeypatch.setattr(sys, "stderr", terminal)
        report = Report(epochs=5, batches=9, done=1)
        tally = Tally(None)
        tally.sizes = [64] * 4  # resumed in the middle of an epoch
        report.step(tally)
        assert "epoch 2/5" in terminal.getvalue()
        assert "3/9" in terminal.getvalue()
        assert report.bar.n == 4
        report.say("words")
        assert report.bar is None


@pytest.mark.slow
def test_ctrl_c_in_a_real_process_leaves_a_checkpoint(root, tmp_path):
    command = [sys.executable, "-m", "tests.support.tiny_command", "train", "--root", str(root)]
    command += ["--epochs", "100000", "--checkpoint", str(tmp_path / "run.pt")]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    try:
        while "epoch 2/" not in process.stdout.readline():
            assert process.poll() is None, process.stderr.read()
        process.send_signal(signal.SIGINT)
        said, complaints = process.communicate(timeout=120)
    finally:
        process.kill()
    assert process.returncode == 130
    assert complaints == ""
    last = said.splitlines()[-1]
    assert last.startswith("stopped: epoch ")
    assert f"train --resume --checkpoint {tmp_path / 'run.pt'} --root {root}" in last
    assert checkpoints.load(tmp_path / "run.pt", NeuralNetwork()).epoch >= 2
