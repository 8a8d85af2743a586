"""Devices on any machine: what is chosen, what is moved, how threads and time are counted."""

import os
import platform
import subprocess
import sys
import time

import pytest
import torch

from fmnist_helpers import device
from fmnist_helpers.device import Timer, device_of, move, pick_device, set_threads


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch):
    for variable in ("FMNIST_DEVICE", "FMNIST_THREADS", "OMP_NUM_THREADS"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def _threads():
    """Puts the number of threads back."""
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


@pytest.mark.parametrize(
    ("cuda", "mps", "expected"),
    [(True, True, "cuda"), (True, False, "cuda"), (False, True, "mps"), (False, False, "cpu")],
)
def test_pick_device_prefers_cuda_then_mps_then_cpu(monkeypatch, cuda, mps, expected):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)
    assert pick_device() == torch.device(expected)


def test_environment_overrules_the_choice(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setenv("FMNIST_DEVICE", "cpu")
    assert pick_device() == torch.device("cpu")


@pytest.mark.parametrize("name", ["abacus", "cpu:x", "cuda:77", "xpu:9", "meta", "privateuseone"])
def test_environment_naming_no_device_is_an_error(monkeypatch, name):
    monkeypatch.setenv("FMNIST_DEVICE", name)
    with pytest.raises(ValueError, match=rf"FMNIST_DEVICE='{name}'.*set it to 'cpu'"):
        pick_device()


def test_device_of_is_where_the_parameters_are():
    assert device_of(torch.nn.Linear(1, 1, device="meta")) == torch.device("meta")
    assert device_of(torch.nn.Linear(1, 1)) == torch.device("cpu")
    assert device_of(torch.nn.Identity()) == torch.device("cpu")  # which has none


def test_move_reaches_every_tensor_and_keeps_the_rest():
    tensor = torch.ones(2)
    batch = {
        "image": tensor,
        "more": [tensor, (tensor, "name")],
        "file": "tshirt1.png",
    }
    moved = move(batch, torch.device("meta"))
    for found in (moved["image"], moved["more"][0], moved["more"][1][0]):
        assert found.device == torch.device("meta")
    assert moved["more"][1][1] == "name"
    assert type(moved["more"][1]) is tuple
    assert moved["file"] == "tshirt1.png"
    assert tensor.device == torch.device("cpu")  # the batch itself stays


def test_move_takes_a_devices_name_and_copies_nothing_in_place():
    tensor = torch.ones(2)
    assert move(tensor, "cpu") is tensor


@pytest.mark.parametrize(("target", "waits"), [("cpu", True), ("meta", True), ("cuda", False)])
def test_only_copies_into_cuda_are_not_waited_for(monkeypatch, target, waits):
    """A copy to the CPU that isn't waited for may be read before it has arrived."""
    asked = {}
    monkeypatch.setattr(torch.Tensor, "to", lambda self, *_, **options: asked.update(options))
    move(torch.ones(2), target)
    assert asked["non_blocking"] is not waits


@pytest.mark.usefixtures("_threads")
class TestThreads:
    def test_default_is_one(self):
        torch.set_num_threads(2)
        assert set_threads() == 1
        assert torch.get_num_threads() == 1

    def test_number_is_obeyed(self, monkeypatch):
        monkeypatch.setenv("FMNIST_THREADS", "1")
        assert set_threads(2) == 2
        assert torch.get_num_threads() == 2

    @pytest.mark.parametrize(
        ("ours", "omp", "expected"),
        [("3", "2", 3), (None, "2", 2), ("", "2", 2), (None, "2,1", 2), ("", "", 1)],
    )
    def test_environment(self, monkeypatch, ours, omp, expected):
        if ours is not None:
            monkeypatch.setenv("FMNIST_THREADS", ours)
        monkeypatch.setenv("OMP_NUM_THREADS", omp)
        assert set_threads() == expected
        assert torch.get_num_threads() == expected

    @pytest.mark.parametrize("threads", [0, -1, 1025, 10**9])
    def test_fewer_than_one_or_absurdly_many_is_an_error(self, threads):
        with pytest.raises(ValueError, match=f"threads={threads}: expected 1 to 1,024"):
            set_threads(threads)

    @pytest.mark.parametrize("name", ["FMNIST_THREADS", "OMP_NUM_THREADS"])
    @pytest.mark.parametrize("text", ["many", "1.5", "100000"])
    def test_environment_holding_no_such_number_is_an_error_that_names_it(
        self, monkeypatch, name, text
    ):
        monkeypatch.setenv(name, text)
        with pytest.raises(ValueError, match=rf"^{name}='?{text}'?: expected"):
            set_threads()


class TestTimer:
    def test_counts_the_seconds_of_its_block(self, monkeypatch):
        clock = iter([10.0, 12.5])
        monkeypatch.setattr(time, "perf_counter", lambda: next(clock))
        with Timer() as timer:
            assert timer.seconds == 0.0
        assert timer.seconds == 2.5

    def test_waits_for_the_device_before_each_reading_of_the_clock(self, monkeypatch):
        events = []
        monkeypatch.setattr(device, "synchronize", lambda where: events.append(str(where)))
        monkeypatch.setattr(time, "perf_counter", lambda: events.append("clock") or 0.0)
        with Timer("cuda"):
            events.append("work")
        assert events == ["cuda", "clock", "work", "cuda", "clock"]

    def test_times_a_block_that_fails(self, monkeypatch):
        clock = iter([10.0, 12.5])
        monkeypatch.setattr(time, "perf_counter", lambda: next(clock))
        timer = Timer()
        with pytest.raises(KeyError), timer:
            raise KeyError
        assert timer.seconds == 2.5

    def test_synchronize_asks_the_devices_own_library(self, monkeypatch):
        waited = []
        monkeypatch.setattr(torch.cuda, "synchronize", lambda where: waited.append(where.type))
        monkeypatch.setattr(torch.mps, "synchronize", lambda: waited.append("mps"))
        for name in ("cpu", "cuda", "mps"):
            device.synchronize(name)
        assert waited == ["cuda", "mps"]


# Each prints whether the heap still holds what was freed: 8 MiB before the call, 24 MiB after it.
KEPT = """
import ctypes, torch
from fmnist_helpers.device import keep_freed_memory

class Info(ctypes.Structure):  # man 3 mallinfo2
    _fields_ = [(name, ctypes.c_size_t) for name in (
        "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost".split())]

mallinfo2 = ctypes.CDLL(None).mallinfo2
mallinfo2.restype = Info

def kept(size):
    free = mallinfo2().fordblks
    block = torch.ones(size * 2**20, dtype=torch.uint8)
    del block
    return mallinfo2().fordblks - free > size * 2**19  # part of it may have been free before

print(kept(8))
keep_freed_memory()
print(kept(24))
"""


def has_mallinfo2():
    name, version = platform.libc_ver()
    return name == "glibc" and tuple(map(int, version.split("."))) >= (2, 33)


@pytest.mark.skipif(not has_mallinfo2(), reason="only glibc 2.33 or newer says what the heap holds")
def test_freed_memory_is_kept_for_the_next_step():
    tuned = ("MALLOC_", "GLIBC_TUNABLES", "LD_PRELOAD")
    plain = {name: value for name, value in os.environ.items() if not name.startswith(tuned)}
    command = [sys.executable, "-c", KEPT]
    run = subprocess.run(command, capture_output=True, text=True, check=True, env=plain)
    assert run.stdout.split() == ["False", "True"]


def test_the_block_that_is_freed_is_as_large_as_glibc_heeds(monkeypatch):
    """Above 32 MiB it would change nothing; a small one would keep little. On any kernel."""
    asked = []
    monkeypatch.setattr(torch, "empty", lambda *size, dtype: asked.append((size, dtype)))
    device.keep_freed_memory()
    ((size,), dtype), *more = asked
    assert more == []
    assert 16 * 2**20 < size * dtype.itemsize < 32 * 2**20
