"""Several processes take the steps of one: the same images, gradients, scores and checkpoints."""

import os
import re
import signal
import subprocess
import sys

import pytest
import torch
from torch import nn
from torch.utils.data import Dataset, TensorDataset

from fmnist_helpers import checkpoints, distributed, training
from fmnist_helpers.__main__ import main
from fmnist_helpers.commands import train
from fmnist_helpers.datasets import InMemoryFashionMNIST
from fmnist_helpers.distributed import Process, Shard
from fmnist_helpers.loaders import make_loader, unpack
from fmnist_helpers.models import NeuralNetwork
from tests.support import sharing
from tests.support.helpers import write_root
from tests.support.lessons import ROOT
from tests.support.processes import agent, in_a_job
from tests.support.systems import needs_kill

CPU = torch.device("cpu")


class Dicts(Dataset):
    """Items as CustomImageDataset gives them; each image holds its own number."""

    def __init__(self, count: int):
        self.count = count

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, index: int) -> dict:
        return {"image": torch.full((1, 2, 2), float(index)), "label": index % 10}


def shards(make, size: int) -> list[Shard]:
    return [Shard(make(), Process(rank, size, CPU)) for rank in range(size)]


class TestShard:
    @pytest.mark.parametrize(
        ("size", "count", "workers"),
        [(2, 16, 0), (2, 17, 0), (2, 21, 0), (3, 17, 0), (3, 18, 0), (3, 21, 0), (2, 17, 1)],
    )
    def test_all_parts_together_are_the_batches_of_one_process(self, size, count, workers):

        def make(workers=workers):
            return make_loader(
                Dicts(count), batch_size=8, shuffle=True, seed=1, num_workers=workers
            )

        reference = make(workers=0)
        parts = shards(make, size)
        for _ in range(2):  # epochs: the order is another in each
            whole = [batch["image"][:, 0, 0, 0].tolist() for batch in reference]
            each = [[unpack(batch)[0][:, 0, 0, 0].tolist() for batch in part] for part in parts]
            for number, images in enumerate(whole):
                together = [image for part in each for image in part[number]]
                assert sorted(together) == sorted(images)
            assert [len(part) for part in each] == [len(reference)] * size
            seen = [image for part in each for images in part for image in images]
            assert sorted(seen) == list(range(count))

    def test_data_in_memory_is_asked_for_whole_batches(self, tmp_path):
        data = InMemoryFashionMNIST(write_root(tmp_path))

        def make():
            return make_loader(data, batch_size=64, shuffle=True, seed=1)

        parts = [list(shard) for shard in shards(make, 2)]
        for number, (images, labels) in enumerate(make()):
            assert torch.equal(parts[0][number][0], images[0::2])
            assert torch.equal(parts[1][number][1], labels[1::2])

    @pytest.mark.parametrize("in_memory", [True, False])
    def test_an_empty_part_is_a_batch_too(self, tmp_path, in_memory):
        data = InMemoryFashionMNIST(write_root(tmp_path, train=9)) if in_memory else Dicts(9)
        images, labels = unpack(list(shards(lambda: make_loader(data, batch_size=8), 2)[1])[-1])
        assert images.shape == (0, 1, 28, 28) if in_memory else (0, 1, 2, 2)
        assert labels.shape == (0,)
        assert labels.dtype == torch.int64

    def test_share_is_that_of_the_images_of_the_latest_batch(self):
        seen = [
            [shard.share for _ in shard]
            for shard in shards(lambda: make_loader(Dicts(8 + 8 + 3), batch_size=8), 2)
        ]
        assert seen == [[1 / 2, 1 / 2, 2 / 3], [1 / 2, 1 / 2, 1 / 3]]

    def test_drop_last_is_kept(self):
        seen = [
            [shard.share for _ in shard]
            for shard in shards(lambda: make_loader(Dicts(19), batch_size=8, drop_last=True), 2)
        ]
        assert seen == [[1 / 2, 1 / 2]] * 2

    @pytest.mark.parametrize("in_memory", [True, False])
    def test_workers_and_their_number_are_kept(self, tmp_path, in_memory):
        data = InMemoryFashionMNIST(write_root(tmp_path))
        data = data if in_memory else TensorDataset(torch.zeros(9, 1), torch.zeros(9))
        whole = make_loader(data, batch_size=4, num_workers=2)
        assert Shard(whole, Process(1, 2, CPU)).loader.num_workers == 2

    def test_shuffling_without_a_seed_is_refused(self):
        with pytest.raises(ValueError, match="shuffle in its own way: give the loader a seed"):
            Shard(make_loader(Dicts(9), shuffle=True), Process(0, 2, CPU))
        assert len(Shard(make_loader(Dicts(9)), Process(0, 2, CPU))) == 1  # in order it may be

    def test_tells_checkpoints_what_the_whole_loader_is(self):
        loader = make_loader(Dicts(9), batch_size=8, shuffle=True, seed=1)
        shard = Shard(loader, Process(0, 2, CPU))
        assert (shard.batch_size, shard.dataset, shard.generator) == (
            8,
            loader.dataset,
            loader.generator,
        )


COUNTS = (32, 24 + 5, 24 + 1)  # images in batches of 8: the last one even, uneven, of one image


@pytest.fixture(scope="module")
def job(tmp_path_factory):
    """The folder with what two processes ended in, for each of COUNTS."""
    folder = tmp_path_factory.mktemp("job")
    assert in_a_job(2, sharing.train_in_a_job, list(COUNTS), folder) == [0, 0]
    return folder


def assert_ended_as_one(folder, count, weights, history):
    """Both processes ended as one process alone did."""
    ends = [torch.load(folder / f"{count}-{rank}") for rank in (0, 1)]
    for name, expected in weights.items():
        assert torch.equal(ends[0]["weights"][name], ends[1]["weights"][name])
        torch.testing.assert_close(ends[0]["weights"][name], expected, rtol=1e-5, atol=1e-6)
    for end in ends:
        assert end["train"] == pytest.approx(history.train_loss, rel=1e-6)
        assert end["val"] == pytest.approx(history.val_loss, rel=1e-6)
        assert end["accuracy"] == history.val_accuracy


class TestSteps:
    @pytest.mark.parametrize("count", COUNTS)
    def test_are_those_of_one_process(self, job, count):
        assert_ended_as_one(job, count, *sharing.train(count))

    def test_would_differ_if_processes_weighed_the_same(self):
        """The tolerance above tells: the mean of two unequal parts' means is another gradient."""
        model = sharing.network()
        images, labels = sharing.clothes(5).tensors

        def gradient(*slices):
            losses = [nn.functional.cross_entropy(model(images[s]), labels[s]) for s in slices]
            return torch.autograd.grad(sum(losses) / len(losses), model[1].weight)[0]

        whole = gradient(slice(None))
        halves = gradient(slice(0, 5, 2), slice(1, 5, 2))
        assert not torch.allclose(whole, halves, rtol=1e-2, atol=1e-4)

    def test_scores_are_those_of_all_images(self, tmp_path):
        assert in_a_job(2, sharing.score_in_a_job, tmp_path) == [0, 0]
        one, other = (torch.load(tmp_path / str(rank)) for rank in (0, 1))
        _, model, _, val_loader, _ = sharing.parts(19, None)
        expected = training.test_loop(val_loader, model, nn.CrossEntropyLoss())
        assert one["score"] == other["score"] == pytest.approx(tuple(expected), rel=1e-6)
        assert one["said"] == other["said"] == "process 0"
        assert one["drawn"] != other["drawn"]  # dropout and augmentation are each one's own

    @pytest.mark.parametrize("missing", ["RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT"])
    def test_a_variable_that_a_cluster_sets_by_chance_is_no_launch(self, monkeypatch, missing):
        for variable in ("RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT"):
            monkeypatch.setenv(variable, "1")
        assert distributed.launched()
        monkeypatch.delenv(missing)
        assert not distributed.launched()

    def test_one_process_agrees_with_itself(self):
        assert distributed.agreed("x", Process(0, 1, CPU)) == "x"

    def test_a_job_of_one_takes_the_same_steps(self, tmp_path, monkeypatch):
        """In this very process: DistributedDataParallel, the shares and the checkpoint of it."""
        assert not distributed.launched()
        store, (environment,) = agent(1)
        for variable, value in environment.items():
            monkeypatch.setenv(variable, value)
        assert distributed.launched()
        with distributed.joined(timeout=60) as process:
            assert process == Process(0, 1, CPU)
            weights, history = sharing.train(19, process)
            _, model, train_loader, _, optimizer = sharing.parts(19, process)
            loss_fn = nn.CrossEntropyLoss()
            path = tmp_path / "run.pt"
            saved = checkpoints.fit(
                path, model, train_loader, None, loss_fn, optimizer, epochs=3, every=1
            )
        expected, expected_history = sharing.train(19)
        for name, value in expected.items():
            torch.testing.assert_close(weights[name], value, rtol=1e-6, atol=1e-7)
        assert history.train_loss == pytest.approx(expected_history.train_loss)
        assert saved.train_loss == history.train_loss
        alone = sharing.network()  # the file holds the model's own names, without "module."
        checkpoints.load(path, alone)
        assert all(torch.equal(alone.state_dict()[name], weights[name]) for name in weights)
        del store

    def test_what_fails_inside_leaves_the_group_so_that_one_can_join_again(self, monkeypatch):
        store, (environment,) = agent(1)
        for variable, value in environment.items():
            monkeypatch.setenv(variable, value)
        for attempt in range(2):
            monkeypatch.setenv("TORCHELASTIC_RESTART_COUNT", str(attempt))
            with pytest.raises(ZeroDivisionError), distributed.joined(timeout=60):
                raise ZeroDivisionError
            assert not torch.distributed.is_initialized()
        del store

    def test_each_process_takes_a_gpu_of_its_own(self, monkeypatch):
        """Stand-ins for two GPUs and NCCL: what is asked of torch."""
        asked = {}
        monkeypatch.setattr(distributed, "pick_device", lambda: torch.device("cuda"))
        monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
        monkeypatch.setattr(torch.cuda, "set_device", lambda device: asked.update(device=device))
        monkeypatch.setattr(
            distributed.dist,
            "init_process_group",
            lambda backend, **_: asked.update(backend=backend),
        )
        monkeypatch.setattr(distributed.dist, "destroy_process_group", lambda: None)
        store, (_, environment) = agent(2)
        for variable, value in environment.items():
            monkeypatch.setenv(variable, value)
        with distributed.joined() as process:
            assert process == Process(1, 2, torch.device("cuda:1"))
        assert asked == {"device": torch.device("cuda:1"), "backend": "nccl"}
        del store

    def test_more_processes_than_gpus_are_refused(self, monkeypatch):
        monkeypatch.setattr(distributed, "pick_device", lambda: torch.device("cuda"))
        monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
        monkeypatch.setenv("LOCAL_RANK", "1")
        with (
            pytest.raises(
                ValueError, match=r"process 1 on this machine finds 1 GPU\(s\).*FMNIST_DEVICE=cpu"
            ),
            distributed.joined(),
        ):
            pass


class TestCheckpoints:
    @needs_kill
    def test_a_job_that_was_killed_goes_on_to_the_same_bits(self, tmp_path):
        """Dropout is on: each process goes on with its own random numbers."""
        for name in ("whole", "stopped"):
            (tmp_path / name).mkdir()
        job = sharing.resume_in_a_job
        assert in_a_job(2, job, tmp_path / "whole.pt", tmp_path / "whole", None) == [0, 0]
        path = tmp_path / "run.pt"
        for steps in (2, 5):
            statuses = in_a_job(2, job, path, tmp_path / "stopped", steps)
            assert -signal.SIGKILL in statuses
            assert 0 not in statuses
        before = checkpoints.load(path)
        done = 3 * before.epoch + before.step
        assert 2 <= done <= 7
        assert in_a_job(2, job, path, tmp_path / "stopped", None) == [0, 0]
        for rank in (0, 1):
            end = torch.load(tmp_path / "stopped" / f"end-{rank}")
            expected = torch.load(tmp_path / "whole" / f"end-{rank}")
            assert end["steps"] == 12 - done
            assert all(
                torch.equal(end["weights"][name], value)
                for name, value in expected["weights"].items()
            )
            assert end["train"] == pytest.approx(expected["train"], rel=1e-6)

        # One process can go on with it, too, and three.
        checkpoints.load(path, sharing.network(0.5))
        content = torch.load(path, weights_only=True)
        assert len(content["random"]["now"]) == 2
        assert not torch.equal(*(state["torch"] for state in content["random"]["now"]))

    def test_more_processes_can_go_on(self, tmp_path):
        path = tmp_path / "run.pt"
        job = sharing.resume_in_a_job
        assert 0 not in in_a_job(2, job, path, tmp_path, 2)
        assert in_a_job(3, job, path, tmp_path, None) == [0, 0, 0]
        weights = [torch.load(tmp_path / f"end-{rank}")["weights"] for rank in range(3)]
        for name, value in weights[0].items():
            assert torch.equal(weights[1][name], value)
            assert torch.equal(weights[2][name], value)

    def test_an_interrupt_of_one_stops_all_after_the_same_step(self, tmp_path):
        path = tmp_path / "run.pt"
        assert in_a_job(2, sharing.interrupt_one_of_a_job, path, tmp_path) == [0, 0]
        stops = {(tmp_path / f"stopped-{rank}").read_text() for rank in (0, 1)}
        assert stops == {f"stopped: epoch 1, batch 10 is in {path}"}
        assert checkpoints.load(path).step == 10


@pytest.mark.parametrize("how", ["fails", pytest.param("hangs", marks=pytest.mark.slow)])
def test_the_others_of_a_lost_process_do_not_hang(tmp_path, how):
    statuses = in_a_job(2, sharing.lose_one_of_a_job, how, tmp_path)
    assert statuses[0] == 1
    assert (tmp_path / "lost-0").read_text()


@pytest.mark.slow
def test_torchrun_takes_the_steps_of_one_process_through_a_failure(tmp_path, monkeypatch):
    """The command of the README. Process 1 fails in epoch 2; torchrun ends all, and starts anew."""
    root = write_root(tmp_path / "root")
    two = tmp_path / "two.pt"
    common = ["train", "--root", str(root), "--lr", "0.1", "--validation", "0", "--epochs", "3"]
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--max-restarts=1"]
    command += [
        "--nproc-per-node=2",
        "-m",
        "tests.support.tiny_command",
        *common,
        "--batch-size",
        "32",
    ]
    command += ["--every", "1", "--checkpoint", str(two), "--resume"]
    job = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=240,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "FMNIST_TEST_FAIL": "6"},
    )
    assert job.returncode == 0, job.stderr
    assert "train: this process was made to fail" in job.stderr
    epochs = re.findall(r"^epoch (\d)/3", job.stdout, re.MULTILINE)
    assert epochs == ["1", "2", "3"]  # one process speaks, and what was done is not done again

    monkeypatch.setattr(train, "ensure_fashion_mnist", lambda root: root)
    one = tmp_path / "one.pt"
    assert main([*common, "--checkpoint", str(one)]) == 0
    ours, theirs = NeuralNetwork(), NeuralNetwork()
    two, one = checkpoints.load(two, ours), checkpoints.load(one, theirs)
    for name, value in theirs.state_dict().items():
        torch.testing.assert_close(ours.state_dict()[name], value, rtol=1e-4, atol=1e-6)
    assert two.history.train_loss == pytest.approx(one.history.train_loss, rel=1e-5)
    assert two.recipe == one.recipe
    assert two.recipe["batch_size"] == 64


@pytest.mark.by_name
def test_torchrun_on_all_images_learns_what_one_process_learns(tmp_path):
    """Real data, the real command: `pytest -m by_name tests/test_distributed.py`, a minute or two.

    Sums are taken in another order, and 844 steps make more of the last digits: so the bounds.
    """
    found = {}
    for processes in (1, 2):
        path = tmp_path / f"{processes}.pt"
        command = ["torch.distributed.run", "--standalone", f"--nproc-per-node={processes}", "-m"]
        command += ["fmnist_helpers", "train", "--lr", "0.1", "--epochs", "1", "--test"]
        command += ["--batch-size", str(64 // processes), "--checkpoint", str(path)]
        job = subprocess.run(
            [sys.executable, "-m", *command],
            capture_output=True,
            text=True,
            timeout=600,
            cwd=ROOT,
            env=os.environ | {"FMNIST_DEVICE": "cpu", "OMP_NUM_THREADS": "1"},
        )
        assert job.returncode == 0, job.stderr[-3_000:]
        assert f"54,000 training images, on cpu, threads: 1, processes: {processes}" in job.stdout
        (accuracy,) = re.findall(r"^test: .*accuracy ([\d.]+)", job.stdout, re.MULTILINE)
        history = checkpoints.load(path, NeuralNetwork()).history
        found[processes] = [*history.train_loss, *history.val_loss, float(accuracy)]
        print(job.stdout)  # with -s: the figures that lesson 16 quotes
    one, two = found.values()
    assert two[0] == pytest.approx(one[0], rel=2e-3)
    assert two[1] == pytest.approx(one[1], rel=0.01)
    assert two[2] == pytest.approx(one[2], rel=0.01)
