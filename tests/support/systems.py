"""Marks for tests of what not every system has; on one that lacks it they are skipped."""

import os
import signal
from importlib.util import find_spec

import pytest

needs_kill = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no kill -9 here")
needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
needs_limits = pytest.mark.skipif(find_spec("resource") is None, reason="no quotas here")
# Its superuser may read every file, whatever its mode says; Windows has no such modes.
needs_modes = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="every file can be read"
)
