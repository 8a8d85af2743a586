"""What several test modules begin with."""

import signal

import pytest

from fmnist_helpers.datasets import InMemoryFashionMNIST
from tests.support import stand_in
from tests.support.helpers import write_root


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A root with random images and labels."""
    return write_root(tmp_path_factory.mktemp("fmnist"))


@pytest.fixture(scope="module")
def memory(root):
    return InMemoryFashionMNIST(root)


@pytest.fixture
def standing_in(monkeypatch):
    """The stand-in's table, no mirrors and no system copy; call it to have some."""

    def apply(**settings):
        stand_in.use(stand_in.settings(**settings), monkeypatch.setattr)

    apply()
    return apply


@pytest.fixture
def mirrors():
    server = stand_in.Mirrors()
    yield server
    server.close()


@pytest.fixture
def ctrl_c():
    """Python's own handler, which is missing where a shell started pytest in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
