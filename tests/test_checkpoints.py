"""Checkpoints: the same bits after any stop, whole files under any fault, and no code from them."""

import contextlib
import copy
import errno
import io
import os
import pickle
import random
import signal
import threading
import zipfile
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader, RandomSampler, Subset

from fmnist_helpers import checkpoints, training
from fmnist_helpers.checkpoints import settings
from fmnist_helpers.datasets import InMemoryFashionMNIST
from fmnist_helpers.loaders import make_loader
from fmnist_helpers.training import History
from tests.support import stoppable
from tests.support.helpers import write_root
from tests.support.processes import in_a_process
from tests.support.stoppable import BATCHES, EPOCHS, Run
from tests.support.systems import needs_kill, needs_limits


class Stop(Exception):
    """Ends a training from inside, as a power cut would."""


def differing(one: dict, other: dict) -> list[str]:
    """Where two states differ, in any bit."""
    assert one.keys() == other.keys()
    return [name for name in one if not torch.equal(one[name], other[name])]


def stopped_after(steps: int, path: Path, run: Run, **options) -> None:
    """Train until `steps` batches are done, over the epochs, and leave the rest undone."""
    left = steps

    def after_step(_) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise Stop

    with contextlib.suppress(Stop):
        run.fit(path, on_step=after_step, **options)


def trained(path: Path, run: Run, **options) -> tuple[dict, History]:
    """The state at once after the training (it tells what would be drawn next), and the history."""
    history = run.fit(path, **options)
    return run.state(), history


@pytest.fixture
def whole(tmp_path) -> tuple[dict, History]:
    """What a run ends in that nothing has stopped."""
    return trained(tmp_path / "whole.pt", Run())


class TestSameBits:
    @pytest.mark.parametrize("loader_seed", [5, None], ids=["seeded", "global"])
    @pytest.mark.parametrize("steps", range(1, BATCHES * EPOCHS + 1))
    def test_stopped_after_any_step(self, tmp_path, steps, loader_seed):
        whole, expected = trained(tmp_path / "whole.pt", Run(loader_seed=loader_seed))
        path = tmp_path / "run.pt"
        stopped_after(steps, path, Run(loader_seed=loader_seed), every=1)
        again = Run(seed=99, loader_seed=None if loader_seed is None else 99)
        state, history = trained(path, again)
        assert differing(state, whole) == []
        assert history == expected
        assert len(history) == EPOCHS

    def test_stopped_again_and_again(self, tmp_path, whole):
        for _ in range(BATCHES * EPOCHS):
            stopped_after(1, tmp_path / "run.pt", Run(), every=1)
        state, history = trained(tmp_path / "run.pt", Run(seed=99))
        assert differing(state, whole[0]) == []
        assert history == whole[1]

    def test_goes_back_to_the_last_save_where_not_each_step_is_saved(self, tmp_path, whole):
        stopped_after(BATCHES + 3, tmp_path / "run.pt", Run(), every=2)
        content = stoppable.load(tmp_path / "run.pt")
        assert (content.epoch, content.step) == (1, 2)
        state, _ = trained(tmp_path / "run.pt", Run(seed=99), every=2)
        assert differing(state, whole[0]) == []

    def test_saving_changes_nothing(self, tmp_path):
        plain = Run()
        training.fit(
            plain.model,
            plain.train_loader,
            plain.val_loader,
            nn.CrossEntropyLoss(),
            plain.optimizer,
            epochs=EPOCHS,
            scheduler=plain.scheduler,
        )
        expected = plain.state()
        state, _ = trained(tmp_path / "run.pt", Run(), every=1)
        assert differing(state, expected) == []

    def test_with_workers(self, tmp_path):
        whole, _ = trained(tmp_path / "whole.pt", Run(workers=1))
        stopped_after(BATCHES + 2, tmp_path / "run.pt", Run(workers=1), every=1)
        state, _ = trained(tmp_path / "run.pt", Run(seed=99, workers=1))
        assert differing(state, whole) == []

    def test_with_the_packages_own_loader(self, tmp_path):
        data = InMemoryFashionMNIST(write_root(tmp_path))

        def train(path, stop_at=None):
            torch.manual_seed(0)
            model = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
            loader = make_loader(data, batch_size=64, shuffle=True, seed=3)
            optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
            steps = []

            def after_step(_):
                steps.append(1)
                if len(steps) == stop_at:
                    raise Stop

            with contextlib.suppress(Stop):
                checkpoints.fit(
                    path,
                    model,
                    loader,
                    None,
                    nn.CrossEntropyLoss(),
                    optimizer,
                    epochs=3,
                    every=1,
                    on_step=after_step,
                )
            return model.state_dict()

        expected = train(tmp_path / "whole.pt")
        for stop_at in (1, 3, 4, 2):
            train(tmp_path / "run.pt", stop_at)
        assert differing(train(tmp_path / "run.pt"), expected) == []

    def test_between_epochs_by_hand(self, tmp_path):
        """What lesson 08 does: save, load into new objects, train on with `training.fit`."""

        def epochs(run, number, history=None):
            return training.fit(
                run.model,
                run.train_loader,
                run.val_loader,
                nn.CrossEntropyLoss(),
                run.optimizer,
                epochs=number,
                scheduler=run.scheduler,
                history=history,
            )

        whole = Run()
        expected, whole = epochs(whole, 3), whole.state()
        run, path = Run(), tmp_path / "run.pt"
        history = epochs(run, 1)
        stoppable.save(
            path,
            run.model,
            run.optimizer,
            run.scheduler,
            loader=run.train_loader,
            history=history,
        )
        new = Run(seed=99)
        loaded = stoppable.load(
            path, new.model, new.optimizer, new.scheduler, loader=new.train_loader
        )
        assert (loaded.epoch, loaded.step, loaded.history) == (1, 0, history)
        assert epochs(new, 3, loaded.history) == expected
        assert differing(new.state(), whole) == []

    def test_without_the_loader_the_random_states_stay(self, tmp_path):
        run = Run()
        stoppable.save(tmp_path / "run.pt", run.model, loader=run.train_loader)
        torch.manual_seed(7)
        expected = torch.rand(3)
        torch.manual_seed(7)
        stoppable.load(tmp_path / "run.pt", run.model)
        assert torch.equal(torch.rand(3), expected)

    @pytest.mark.parametrize("where", ["loader", "sampler", "batch sampler"])
    def test_finds_the_loaders_generator(self, tmp_path, where):
        def make(seed):
            own, data = torch.Generator().manual_seed(seed), stoppable.Noisy()
            sampler = RandomSampler(data, generator=own)
            if where == "loader":
                return DataLoader(data, batch_size=9, shuffle=True, generator=own)
            if where == "sampler":
                return DataLoader(data, batch_size=9, sampler=sampler)
            batches = torch.utils.data.BatchSampler(sampler, 9, drop_last=False)
            return DataLoader(data, batch_sampler=batches)

        model = nn.Linear(1, 1)
        stoppable.save(tmp_path / "run.pt", model, loader=make(1))
        expected = torch.cat([labels for _, labels in make(1)])
        other = make(2)
        stoppable.load(tmp_path / "run.pt", model, loader=other)
        assert torch.equal(torch.cat([labels for _, labels in other]), expected)

    def test_after_the_end_there_is_nothing_to_do(self, tmp_path):
        run, path = Run(), tmp_path / "run.pt"
        history = run.fit(path)
        expected = run.state()
        before = path.read_bytes()
        again = Run(seed=99)
        assert again.fit(path) == history
        assert differing(again.state(), expected) == []
        assert path.read_bytes() == before

    def test_what_callbacks_are_told_of_is_saved_already(self, tmp_path):
        """A callback that fails, or copies the file, finds the epoch or the step in it."""
        path, found = tmp_path / "run.pt", []

        def look(*_) -> None:
            loaded = stoppable.load(path)
            found.append((loaded.epoch, loaded.step))

        Run().fit(path, every=2, on_epoch=look, on_step=lambda tally: len(tally) == 2 and look())
        assert found == [(0, 2), (1, 0), (1, 2), (2, 0), (2, 2), (3, 0)]

    def test_an_epoch_after_which_the_callback_failed_is_not_lost(self, tmp_path, whole):
        def fail(epoch, _):
            raise Stop

        for epoch in (1, 2, 3):
            with contextlib.suppress(Stop):
                Run(seed=epoch - 1).fit(tmp_path / "run.pt", on_epoch=fail)
            assert stoppable.load(tmp_path / "run.pt").epoch == epoch
        state, _ = trained(tmp_path / "run.pt", Run(seed=99))
        assert differing(state, whole[0]) == []

    def test_only_true_ends_a_training(self, tmp_path):
        """A callback may return what it likes, such as the number of what it has written."""
        assert len(Run().fit(tmp_path / "run.pt", on_epoch=lambda *_: 1)) == EPOCHS
        assert not stoppable.load(tmp_path / "run.pt").finished

    def test_a_training_that_on_epoch_ended_stays_ended(self, tmp_path):
        run, path = Run(), tmp_path / "run.pt"
        assert len(run.fit(path, on_epoch=lambda epoch, _: epoch == 2)) == 2
        assert stoppable.load(path).finished
        assert len(Run(seed=99).fit(path, on_epoch=lambda *_: pytest.fail("trained on"))) == 2


@needs_kill
class TestKilled:
    @pytest.mark.parametrize("seed", range(3))
    def test_after_random_steps(self, tmp_path, seed):
        in_a_process(
            stoppable.train_until_killed, tmp_path / "whole.pt", 1, None, tmp_path / "whole"
        )
        draw = random.Random(seed)
        path, left = tmp_path / "run.pt", BATCHES * EPOCHS
        every = draw.choice([1, 2])
        while left > 4:
            steps = draw.randrange(2, 4)
            left -= steps
            code = in_a_process(
                stoppable.train_until_killed, path, every, steps, tmp_path / "never"
            )
            assert code == -signal.SIGKILL
            stoppable.load(path)
        assert in_a_process(stoppable.train_until_killed, path, every, None, tmp_path / "end") == 0
        assert not (tmp_path / "never").exists()
        expected, end = torch.load(tmp_path / "whole"), torch.load(tmp_path / "end")
        assert differing(end["state"], expected["state"]) == []
        assert end["loss"] == expected["loss"]

    @pytest.mark.parametrize(
        ("where", "left"),
        [("writing", 1.0), ("fsync", 1.0), ("replace", 1.0), ("after replace", 2.0)],
    )
    def test_in_the_middle_of_saving(self, tmp_path, where, left):
        path = tmp_path / "run.pt"
        stoppable.save_number(path, 1.0)
        assert in_a_process(stoppable.save_and_be_killed, path, where) == -signal.SIGKILL
        assert stoppable.load_number(path) == left


@pytest.mark.usefixtures("ctrl_c")
class TestInterrupts:
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_one_lets_the_step_end_and_saves(self, tmp_path, whole, number):
        run, path, steps = Run(), tmp_path / "run.pt", []

        def interrupt(*_):
            if len(steps) == BATCHES + 1:
                signal.raise_signal(number)

        run.optimizer.register_step_pre_hook(interrupt)
        handlers = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
        with pytest.raises(KeyboardInterrupt) as stopped:
            run.fit(path, on_step=steps.append)
        assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == handlers
        assert len(steps) == BATCHES + 2  # `on_step` is told of the last one too
        assert str(stopped.value) == f"stopped: epoch 2, batch 2 is in {path}"
        loaded = stoppable.load(path)
        assert (loaded.epoch, loaded.step) == (1, 2)
        state, _ = trained(path, Run(seed=99))
        assert differing(state, whole[0]) == []

    def test_a_second_one_stops_at_once(self, tmp_path):
        run, reached = Run(), []

        def interrupt_twice(*_):
            signal.raise_signal(signal.SIGINT)
            reached.append("first")
            signal.raise_signal(signal.SIGINT)
            reached.append("second")

        run.optimizer.register_step_pre_hook(interrupt_twice)
        with pytest.raises(KeyboardInterrupt):
            run.fit(tmp_path / "run.pt")
        assert reached == ["first"]
        assert stoppable.load(tmp_path / "run.pt").step == 0

    def test_during_validation_the_epoch_is_saved_first(self, tmp_path):
        run, path = Run(), tmp_path / "run.pt"

        class Interrupting(list):
            def __iter__(self):
                signal.raise_signal(signal.SIGINT)
                return super().__iter__()

        run.val_loader = Interrupting(run.val_loader)
        with pytest.raises(KeyboardInterrupt, match="epoch 1 is in"):
            run.fit(path)
        assert stoppable.load(path).epoch == 1

    def test_outside_the_main_thread_training_works_too(self, tmp_path):
        run, failures = Run(), []

        def train():
            try:
                run.fit(tmp_path / "run.pt")
            except BaseException as failure:
                failures.append(failure)

        thread = threading.Thread(target=train)
        thread.start()
        thread.join()
        assert failures == []
        assert stoppable.load(tmp_path / "run.pt").epoch == EPOCHS


class TestFile:
    def test_holds_all_that_the_issue_of_support_needs(self, tmp_path):
        path = tmp_path / "deep" / "er" / "run.pt"  # folders are made
        run = Run()
        history = History(train_loss=[1.0], train_accuracy=[0.5], seconds=[2.0])
        recipe = {"model": "NeuralNetwork", "lr": 1e-3, "sizes": [1, 2], "flags": {"a": None}}
        assert stoppable.save(path, run.model, history=history, recipe=recipe) == path
        loaded = stoppable.load(path)
        assert loaded.history == history
        assert loaded.history.seconds == [2.0]
        assert loaded.recipe == recipe
        assert loaded.versions["torch"] == str(torch.__version__)
        assert set(loaded.versions) == {"python", "torch", "numpy"}
        assert not loaded.finished

    def test_is_an_ordinary_file_that_torch_load_reads_safely(self, tmp_path):
        run = Run()
        run.fit(tmp_path / "run.pt")
        content = torch.load(tmp_path / "run.pt", weights_only=True)
        assert differing(content["model"]["state"], run.model.state_dict()) == []
        mask = os.umask(0)
        os.umask(mask)
        assert (tmp_path / "run.pt").stat().st_mode & 0o777 == 0o666 & ~mask
        assert [file.name for file in tmp_path.iterdir()] == ["run.pt"]

    def test_recipe_with_the_settings_is_kept_by_fit(self, tmp_path):
        Run().fit(tmp_path / "run.pt", recipe={"note": "first try"})
        recipe = stoppable.load(tmp_path / "run.pt").recipe
        assert recipe["note"] == "first try"
        assert (recipe["optimizer"], recipe["lr"], recipe["batch_size"]) == ("Adam", 0.01, 8)
        assert (recipe["scheduler"], recipe["images"]) == ("OneCycleLR", 27)

    def test_follows_a_link_to_the_file(self, tmp_path):
        stoppable.save_number(tmp_path / "run.pt", 1.0)
        (tmp_path / "latest.pt").symlink_to("run.pt")
        stoppable.save_number(tmp_path / "latest.pt", 2.0)
        assert (tmp_path / "latest.pt").is_symlink()
        assert stoppable.load_number(tmp_path / "run.pt") == 2.0

    def test_of_a_compiled_model_holds_the_plain_names(self, tmp_path):
        model = nn.Linear(1, 1)
        stoppable.save(tmp_path / "run.pt", torch.compile(model, backend="eager"))
        stoppable.load(tmp_path / "run.pt", nn.Linear(1, 1))

    @pytest.mark.parametrize(
        "make",
        [
            lambda o: torch.optim.lr_scheduler.StepLR(o, 1),
            lambda o: torch.optim.lr_scheduler.MultiStepLR(o, [1, 2]),
            lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, 5),
            lambda o: torch.optim.lr_scheduler.LambdaLR(o, lambda step: 0.9**step),
            lambda o: torch.optim.lr_scheduler.ReduceLROnPlateau(o),
            lambda o: torch.optim.lr_scheduler.SequentialLR(
                o,
                [
                    torch.optim.lr_scheduler.LinearLR(o, 0.1, total_iters=2),
                    torch.optim.lr_scheduler.CosineAnnealingLR(o, 5),
                ],
                [2],
            ),
        ],
    )
    @pytest.mark.parametrize("optimizer", ["SGD", "RMSprop", "AdamW"])
    def test_keeps_the_usual_optimizers_and_schedulers(self, tmp_path, make, optimizer):
        model = nn.Linear(1, 1)

        def new():
            made = getattr(torch.optim, optimizer)(model.parameters(), lr=0.1)
            return made, make(made)

        first, schedule = new()
        model(torch.ones(1, 1)).sum().backward()
        first.step()
        schedule.step(*[0.5] * isinstance(schedule, torch.optim.lr_scheduler.ReduceLROnPlateau))
        stoppable.save(tmp_path / "run.pt", model, first, schedule)
        second, other = new()
        stoppable.load(tmp_path / "run.pt", model, second, other)
        assert second.param_groups[0]["lr"] == first.param_groups[0]["lr"]
        assert other.last_epoch == schedule.last_epoch == 1

    def test_keeps_the_states_of_gpus(self, tmp_path, monkeypatch):
        """Stand-ins for CUDA and MPS: what is asked of them is what is given back to them."""
        given = {}
        states = [torch.arange(4, dtype=torch.uint8), torch.arange(5, dtype=torch.uint8)]
        monkeypatch.setattr(torch.cuda, "is_initialized", lambda: True)
        monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)  # one was lost since
        monkeypatch.setattr(torch.cuda, "get_rng_state_all", lambda: states)
        monkeypatch.setattr(
            torch.cuda, "set_rng_state", lambda state, n: given.update({f"cuda:{n}": state})
        )
        monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
        monkeypatch.setattr(torch.mps, "get_rng_state", lambda: states[0])
        monkeypatch.setattr(torch.mps, "set_rng_state", lambda state: given.update(mps=state))
        run = Run()
        stoppable.save(tmp_path / "run.pt", run.model, loader=run.train_loader)
        stoppable.load(tmp_path / "run.pt", run.model, loader=run.train_loader)
        assert {name: len(state) for name, state in given.items()} == {"cuda:0": 4, "mps": 4}


@contextlib.contextmanager
def files_limited_to(size: int):
    """A quota, which the kernel enforces: writing past `size` bytes fails."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


class TestDiskTrouble:
    @needs_limits
    def test_a_full_disk_keeps_the_old_checkpoint(self, tmp_path):
        path = tmp_path / "run.pt"
        stoppable.save_number(path, 1.0)
        with files_limited_to(1000), pytest.raises(OSError, match=r"run\.pt.*untouched") as full:
            stoppable.save_number(path, 2.0)
        assert full.value.errno == errno.EFBIG
        assert stoppable.load_number(path) == 1.0
        assert [file.name for file in tmp_path.iterdir()] == ["run.pt"]

    @needs_limits
    def test_a_full_disk_in_the_middle_of_training_loses_nothing_saved(self, tmp_path, whole):
        path, limits = tmp_path / "run.pt", contextlib.ExitStack()

        def fill_the_disk(tally):
            if len(tally) == 3:
                limits.enter_context(files_limited_to(1000))

        with limits, pytest.raises(OSError, match="untouched"):
            Run().fit(path, every=1, on_step=fill_the_disk)
        assert stoppable.load(path).step == 3
        state, _ = trained(path, Run(seed=99))
        assert differing(state, whole[0]) == []

    def test_a_folder_that_cannot_be_used_is_found_before_training(self, tmp_path):
        (tmp_path / "file").write_text("in the way")
        run = Run()
        before = copy.deepcopy(run.model.state_dict())
        with pytest.raises(OSError, match="cannot save"):
            run.fit(tmp_path / "file" / "run.pt")
        assert differing(run.model.state_dict(), before) == []

    def test_home_is_expanded(self, tmp_path, monkeypatch):
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("USERPROFILE", str(tmp_path))
        stoppable.save_number(Path("~/run.pt"), 1.0)
        assert stoppable.load_number(tmp_path / "run.pt") == 1.0

    def test_a_file_system_that_syncs_no_folders(self, tmp_path, monkeypatch):
        synced = []

        def fsync(descriptor):
            synced.append(descriptor)
            if len(synced) == 2:
                raise OSError(errno.EINVAL, "not here")

        monkeypatch.setattr(os, "fsync", fsync)
        stoppable.save_number(tmp_path / "run.pt", 1.0)
        assert len(synced) == 2  # the file, and then its folder
        assert stoppable.load_number(tmp_path / "run.pt") == 1.0

    def test_a_recipe_that_could_not_be_read_back_keeps_the_old_checkpoint(self, tmp_path):
        path = tmp_path / "run.pt"
        stoppable.save_number(path, 1.0)
        with pytest.raises(TypeError, match="only numbers, strings, tensors"):
            stoppable.save(path, nn.Linear(1, 1), recipe={"path": Path("x")})
        assert stoppable.load_number(path) == 1.0


class RunsACommand:
    def __init__(self, marker: Path):
        self.marker = marker

    def __reduce__(self):
        return os.system, (f"touch '{self.marker}'",)


def zipped(source: Path, pickled: bytes) -> bytes:
    """The checkpoint `source` with its pickle replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, pickled if name.endswith("data.pkl") else old.read(name))
    return buffer.getvalue()


class TestBadFiles:
    @pytest.fixture
    def path(self, tmp_path):
        stoppable.save_number(tmp_path / "run.pt", 1.0)
        return tmp_path / "run.pt"

    def refused(self, path: Path, message: str, **objects) -> None:
        """`load` refuses, says why, and changes nothing."""
        model = nn.Linear(1, 1)
        before = copy.deepcopy(model.state_dict())
        with pytest.raises(ValueError, match=message) as refusal:
            stoppable.load(path, model, **objects)
        assert str(path) in str(refusal.value)
        assert "\n" not in str(refusal.value)
        assert differing(model.state_dict(), before) == []

    @pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.9, 0.999])
    def test_truncated(self, path, share):
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * share)])
        self.refused(path, "damaged or not a checkpoint")

    def test_one_bit_flipped_anywhere(self, path):
        """A flipped bit in a tensor is still a number: only a checksum tells."""
        data = bytearray(path.read_bytes())
        with zipfile.ZipFile(path) as archive:
            records = {
                info.filename: info.header_offset + 30 + len(info.filename)
                for info in archive.infolist()
            }
        (weights,) = (name for name in records if name.endswith("data/0"))
        content = torch.load(path, weights_only=True)["model"]["state"]["weight"].numpy().tobytes()
        place = data.index(content, records[weights])
        data[place] ^= 1
        path.write_bytes(data)
        # torch itself reads the wrong number without complaint:
        assert torch.load(path, weights_only=True)["model"]["state"]["weight"].item() != 1.0
        self.refused(path, "the checksum of .* is wrong")

    @pytest.mark.parametrize(
        "data", [b"", b"hello", b"<html>404</html>", pickle.dumps({"a": 1}), bytes(5000)]
    )
    def test_something_else(self, path, data):
        path.write_bytes(data)
        self.refused(path, "damaged or not a checkpoint")

    def test_a_refused_file_leaves_the_random_states_alone(self, path):
        loader, other = Run().train_loader, nn.Linear(3, 1)
        before = checkpoints.random_state(loader)
        with pytest.raises(ValueError, match="doesn't fit this Linear"):
            stoppable.load(path, other, loader=loader)
        after = checkpoints.random_state(loader)
        assert torch.equal(after["torch"], before["torch"])
        assert after["python"] == before["python"]
        assert torch.equal(after["loader"][0], before["loader"][0])

    def test_tensors_of_a_gpu_are_read_where_there_is_none(self, path, monkeypatch):
        """They go to the devices of the model, not to those that they were saved from."""
        monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
        with zipfile.ZipFile(path) as archive:
            (name,) = (each for each in archive.namelist() if each.endswith("data.pkl"))
            pickled = archive.read(name)
        cpu, cuda = (b"X" + len(at).to_bytes(4, "little") + at for at in (b"cpu", b"cuda:0"))
        assert cpu in pickled
        path.write_bytes(zipped(path, pickled.replace(cpu, cuda)))
        assert stoppable.load_number(path) == 1.0

    def test_the_versions_are_those_that_wrote_the_file(self, path):
        content = torch.load(path, weights_only=True)
        content["versions"]["torch"] = "1.0.1"
        torch.save(content, path)
        assert stoppable.load(path).versions["torch"] == "1.0.1"

    def test_a_newer_file_is_called_newer_whatever_it_lacks(self, path):
        torch.save({"format": 2, "parts": []}, path)
        self.refused(path, r"newer fmnist_helpers \(format 2")

    def test_missing(self, tmp_path):
        with pytest.raises(FileNotFoundError, match=r"there is no checkpoint .*none\.pt"):
            stoppable.load(tmp_path / "none.pt")

    def test_plain_state_dict(self, path):
        torch.save(nn.Linear(1, 1).state_dict(), path)
        self.refused(path, r"not a checkpoint of this package.*model\.load_state_dict\(torch\.load")

    def test_a_tensor(self, path):
        torch.save(torch.ones(2), path)
        self.refused(path, "not a checkpoint of this package")

    def test_from_a_newer_version(self, path):
        content = torch.load(path, weights_only=True)
        torch.save(content | {"format": 2}, path)
        self.refused(path, r"newer fmnist_helpers \(format 2, this one reads up to 1\): update")

    def test_malicious_files_run_nothing(self, path, tmp_path):
        marker = tmp_path / "was run"
        evil = RunsACommand(marker)
        pickled = pickle.dumps({"format": 1, "model": evil})
        pickle.loads(pickled)  # the bait does bite where it may
        assert marker.exists()
        marker.unlink()

        whole = path.read_bytes()
        for data in (pickled, zipped(path, pickled)):
            path.write_bytes(data)
            with pytest.raises(ValueError, match=r"run\.pt"):
                stoppable.load(path)
            path.write_bytes(whole)
        for new_format in (True, False):
            torch.save(evil, path, _use_new_zipfile_serialization=new_format)
            with pytest.raises(ValueError, match=r"run\.pt"):
                stoppable.load(path)
        assert not marker.exists()

    def test_a_malicious_file_is_called_one(self, path, tmp_path):
        torch.save({"format": 1, "x": RunsACommand(tmp_path / "was run")}, path)
        self.refused(path, r"could run commands.*Nothing of it was run.*system")


class TestOthers:
    """Files that are right, and of something else."""

    @pytest.mark.parametrize(
        ("other", "message"),
        [
            (nn.Linear(2, 1), r"weight is \(1, 1\) in the file and \(1, 2\) here"),
            (nn.Linear(1, 1, bias=False), "bias is only in the file"),
            (nn.Sequential(nn.Linear(1, 1)), r"0\.bias is missing in the file.*and 1 more"),
        ],
    )
    def test_another_model(self, tmp_path, other, message):
        path = tmp_path / "run.pt"
        stoppable.save_number(path, 1.0)
        before = copy.deepcopy(other.state_dict())
        with pytest.raises(ValueError, match=rf"the model Linear.*{message}.*Build the model"):
            stoppable.load(path, other)
        assert differing(other.state_dict(), before) == []

    def test_another_optimizer_or_scheduler(self, tmp_path):
        run, path = Run(), tmp_path / "run.pt"
        stoppable.save(path, run.model, run.optimizer, run.scheduler)
        sgd = torch.optim.SGD(run.model.parameters())
        with pytest.raises(ValueError, match="holds the optimizer Adam, not SGD"):
            stoppable.load(path, run.model, sgd)
        step = torch.optim.lr_scheduler.StepLR(run.optimizer, 1)
        with pytest.raises(ValueError, match="holds the scheduler OneCycleLR, not StepLR"):
            stoppable.load(path, run.model, run.optimizer, step)

    def test_saved_without_what_is_asked_for(self, tmp_path):
        run, path = Run(), tmp_path / "run.pt"
        stoppable.save(path, run.model)
        with pytest.raises(ValueError, match="holds no optimizer: it was saved without one"):
            stoppable.load(path, run.model, run.optimizer)

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            (lambda run: run.optimizer.defaults.update(lr=0.5), "lr=0.01, now 0.5"),
            (lambda run: setattr(run, "scheduler", None), "scheduler='OneCycleLR', now None"),
            (
                lambda run: setattr(run, "train_loader", DataLoader(stoppable.Noisy(), 4)),
                "batch_size=8, now 4",
            ),
            (
                lambda run: setattr(
                    run, "train_loader", DataLoader(Subset(stoppable.Noisy(), range(20)), 8)
                ),
                "images=27, now 20",
            ),
            (
                lambda run: setattr(
                    run,
                    "scheduler",
                    torch.optim.lr_scheduler.OneCycleLR(run.optimizer, 0.05, total_steps=99),
                ),
                "total_steps=12, now 99",
            ),
        ],
    )
    def test_a_run_with_other_settings(self, tmp_path, change, message):
        path = tmp_path / "run.pt"
        Run().fit(path)
        before = path.read_bytes()
        other = Run(seed=99)
        change(other)
        weights = copy.deepcopy(other.model.state_dict())
        with pytest.raises(ValueError, match=rf"other settings: .*{message}.*another path"):
            other.fit(path)
        assert path.read_bytes() == before
        assert differing(other.model.state_dict(), weights) == []

    def test_a_run_with_another_loss(self, tmp_path):
        model = nn.Sequential(nn.Flatten(), nn.Linear(16, 10))
        loader, path = DataLoader(stoppable.Noisy(), 8), tmp_path / "run.pt"
        train_plainly(path, model, loader)
        smoothed = nn.CrossEntropyLoss(label_smoothing=0.1)
        with pytest.raises(ValueError, match=r"label_smoothing=0\.0, now 0\.1"):
            train_plainly(path, model, loader, loss_fn=smoothed)
        with pytest.raises(ValueError, match="loss='CrossEntropyLoss', now 'nll_loss'"):
            train_plainly(path, model, loader, loss_fn=nn.functional.nll_loss)

    def test_a_run_with_another_recipe(self, tmp_path):
        Run().fit(tmp_path / "run.pt", recipe={"seed": 1})
        with pytest.raises(ValueError, match="seed=1, now 2"):
            Run().fit(tmp_path / "run.pt", recipe={"seed": 2})

    def test_a_loader_of_the_package_with_another_batch_size(self, tmp_path):
        data = InMemoryFashionMNIST(write_root(tmp_path))
        model = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
        train_plainly(tmp_path / "run.pt", model, make_loader(data, batch_size=64))
        with pytest.raises(ValueError, match="batch_size=64, now 32"):
            train_plainly(tmp_path / "run.pt", model, make_loader(data, batch_size=32))

    def test_epochs_may_be_added(self, tmp_path):
        model = nn.Sequential(nn.Flatten(), nn.Linear(16, 10))
        loader = DataLoader(stoppable.Noisy(), 8)
        first = train_plainly(tmp_path / "run.pt", model, loader, epochs=1)
        both = train_plainly(tmp_path / "run.pt", model, loader, epochs=2)
        assert len(both) == 2
        assert both.train_loss[:1] == first.train_loss

    def test_settings_that_change_only_the_speed_may_change(self, tmp_path):
        Run().fit(tmp_path / "run.pt")
        other = Run()
        other.optimizer.defaults["fused"] = True
        assert len(other.fit(tmp_path / "run.pt")) == EPOCHS

    def test_a_file_of_save_can_be_gone_on_with(self, tmp_path):
        run, path = Run(), tmp_path / "run.pt"
        stoppable.save(path, run.model, run.optimizer, run.scheduler, loader=run.train_loader)
        assert len(run.fit(path)) == EPOCHS

    def test_a_file_that_was_saved_without_a_loader_can_be_loaded_with_one(self, tmp_path):
        run, path = Run(), tmp_path / "run.pt"
        stoppable.save(path, run.model)
        expected = torch.rand(3)
        own = run.train_loader.generator.get_state()
        stoppable.load(path, run.model, loader=run.train_loader)
        assert torch.equal(torch.rand(3), expected)
        assert torch.equal(run.train_loader.generator.get_state(), own)

    def test_more_epochs_behind_than_asked_for(self, tmp_path):
        run, path = Run(), tmp_path / "run.pt"
        history = History(train_loss=[1.0] * 4)
        stoppable.save(path, run.model, run.optimizer, run.scheduler, history=history)
        with pytest.raises(ValueError, match="already holds 4 epochs, more than epochs=3"):
            run.fit(path)

    @pytest.mark.parametrize(("epochs", "every"), [(0, None), (1, 0), (1, -1)])
    def test_numbers_below_one(self, tmp_path, epochs, every):
        run = Run()
        with pytest.raises(ValueError, match="expected numbers of 1 or more"):
            checkpoints.fit(
                tmp_path / "run.pt",
                run.model,
                run.train_loader,
                None,
                nn.CrossEntropyLoss(),
                run.optimizer,
                epochs=epochs,
                every=every,
            )
        assert list(tmp_path.iterdir()) == []


def train_plainly(
    path: Path, model: nn.Module, loader: DataLoader, epochs: int = 1, loss_fn=None
) -> History:
    """Go on with, or begin, a run that has no schedule and no validation."""
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    loss_fn = nn.CrossEntropyLoss() if loss_fn is None else loss_fn
    return checkpoints.fit(path, model, loader, None, loss_fn, optimizer, epochs=epochs)


def test_a_process_more_than_before_draws_for_itself(tmp_path, monkeypatch):
    path = tmp_path / "run.pt"
    run = Run()
    run.fit(path)
    content = torch.load(path, weights_only=True)
    drawn = []
    for rank in (0, 1, 2):
        monkeypatch.setattr(checkpoints._Run, "rank", rank)
        place = checkpoints._Run(path, None, None, None, checkpoints._Batches(None), {})
        place.restore_place(content, nn.CrossEntropyLoss())
        drawn.append(torch.rand(()).item())
    assert len(set(drawn)) == 3


def test_numpys_state_survives_the_trip():
    """Stored as int64, since weights_only reads no numpy array."""
    state = checkpoints.random_state()
    expected = np.random.rand(3)  # noqa: NPY002
    np.random.seed(4)  # noqa: NPY002
    checkpoints.set_random_state(state)
    assert np.array_equal(np.random.rand(3), expected)  # noqa: NPY002


def test_a_sampler_without_batches_goes_on_drawing_where_it_was():
    """With ``batch_size=None`` a loader has no batch sampler through which its own is found."""
    data, own = stoppable.Noisy(), torch.Generator().manual_seed(1)
    loader = DataLoader(data, batch_size=None, sampler=RandomSampler(data, generator=own))
    state = checkpoints.random_state(loader)
    expected = list(loader.sampler)
    checkpoints.set_random_state(state, loader)
    assert list(loader.sampler) == expected


@pytest.mark.parametrize("name", ["foreach", "fused", "capturable", "differentiable"])
def test_what_only_changes_the_speed_is_no_setting(name):
    """A run may go on with another of these: the steps are the same."""
    parameters = [torch.zeros(1, requires_grad=True)]
    plain = torch.optim.Adam(parameters, lr=0.01)
    optimizer = torch.optim.Adam(parameters, lr=0.01)
    optimizer.defaults[name] = not optimizer.defaults[name]  # some need a GPU to be asked for
    found, expected = (
        settings.settings_of([], nn.CrossEntropyLoss(), each, None) for each in (optimizer, plain)
    )
    assert found == expected
    assert found["lr"] == 0.01
