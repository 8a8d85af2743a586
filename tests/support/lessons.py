"""Where the lessons are, and the kernel in which they are run: here, by nbval and by `regenerate`.

Both run a lesson in the same surroundings, so that what is stored is what is compared.
"""

import os
import shutil
import subprocess
import tempfile
import time
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from queue import Empty

from jupyter_client.manager import KernelManager
from nbval.kernel import NbvalKernelspecManager, RunningKernel

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"
DATA = NOTEBOOKS / "data"

# What a user may have set that would change what a lesson prints or draws.
LEFT_OUT = (
    "MPLBACKEND",  # the kernel chooses matplotlib's inline backend where nothing is set
    "PYTHONDONTWRITEBYTECODE",  # each kernel would compile torch anew: 8 s
    "PYTHONSTARTUP",
    # A warning is noticed without being made an error: it prints what is not stored.
    "PYTHONWARNINGS",
    "PYTEST_CURRENT_TEST",  # some libraries behave otherwise under pytest
    "COLUMNS",
    "LINES",
    "FORCE_COLOR",
    "NO_COLOR",
)

# Without it, matplotlib signs each PNG with its version: an upgrade would touch every figure.
IPYTHON_CONFIG = """\
c.InlineBackend.print_figure_kwargs = {"bbox_inches": "tight", "metadata": {"Software": None}}
c.HistoryManager.enabled = False
"""

# Run by the kernel before the first cell: no copy of the data but the one in the package.
NOTHING_BUT_THE_SAMPLE = """
from pathlib import Path
from fmnist_helpers import sources
sources.SYSTEM_COPY = Path("no system copy")
del Path, sources
"""


def lessons() -> list[Path]:
    """The numbered notebooks, in the order in which they are read."""
    return sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"))


@contextmanager
def lesson_environment(home: Path, variables: Mapping[str, str] | None = None) -> Iterator[None]:
    """`os.environ` as a lesson under test gets it; kernels started inside inherit it.

    The folder `home` stands in for the user's own: their IPython profile, matplotlib settings and
    progress have no part in a test. Sums are the same on any number of cores: there is one thread.
    `variables` are set last: with them tests.portability makes other surroundings.
    """
    before = dict(os.environ)
    profile = home / "ipython" / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "ipython_kernel_config.py").write_text(IPYTHON_CONFIG, encoding="utf-8")
    for variable in LEFT_OUT:
        os.environ.pop(variable, None)
    os.environ.update(
        FMNIST_STRICT="1",
        FMNIST_THREADS="1",
        FMNIST_PROGRESS=str(home / "progress.json"),
        IPYTHONDIR=str(home / "ipython"),
        JUPYTER_PLATFORM_DIRS="1",
        JUPYTER_RUNTIME_DIR=str(home / "runtime"),
        MATPLOTLIBRC=str(_matplotlib_defaults()),
        MKL_NUM_THREADS="1",
        OMP_NUM_THREADS="1",
        OMP_WAIT_POLICY="PASSIVE",
        PYTHONHASHSEED="0",
    )
    os.environ.update(variables or {})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def write_atomically(path: Path, text: str) -> None:
    """Replace the file in one step: a reader sees the old or the new one, never a part."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _matplotlib_defaults() -> Path:
    (package,) = find_spec("matplotlib").submodule_search_locations
    return Path(package) / "mpl-data" / "matplotlibrc"


class KernelDiedError(RuntimeError):
    """The kernel ended while a cell ran."""


class LessonKernel(RunningKernel):
    """nbval's kernel in a lesson's surroundings; it notices within a second that it has died.

    nbval alone waits for the whole cell timeout (minutes) for a reply from a dead process.
    """

    def __init__(self, kernel_name, cwd=None, startup_timeout=60):
        home = Path(tempfile.mkdtemp(prefix="fmnist-lesson-"))
        # A finalizer, because nbval doesn't stop a kernel that has died.
        self._remove_home = weakref.finalize(self, shutil.rmtree, home, ignore_errors=True)
        with lesson_environment(home):
            # As nbval does, but nbval opens os.devnull, and a later test gets the ResourceWarning.
            # And through files: kernels that start at the same moment can choose the same TCP port,
            # and then one of them never answers. Windows has no such files.
            through = {} if os.name == "nt" else {"transport": "ipc", "ip": str(home / "kernel")}
            self.km = KernelManager(
                kernel_name=kernel_name, kernel_spec_manager=NbvalKernelspecManager(), **through
            )
            self.km.start_kernel(stderr=subprocess.DEVNULL, cwd=cwd)
            self.kc = self.km.client()
            self.kc.start_channels()
            try:
                self.kc.wait_for_ready(timeout=startup_timeout)
            except RuntimeError:
                self.kc.stop_channels()
                self.km.shutdown_kernel(now=True)
                raise
            self._ensure_iopub_up()

    def await_reply(self, msg_id, timeout=None):
        deadline = time.monotonic() + (float("inf") if timeout is None else timeout)
        while True:
            try:
                return super().await_reply(msg_id, timeout=1)
            except Empty:
                if not self.is_alive():
                    raise KernelDiedError(
                        "the kernel died while it ran this cell (out of memory, os._exit, or a "
                        "crash in native code); run the lesson in JupyterLab to see its log"
                    ) from None
                if time.monotonic() >= deadline:
                    raise

    def stop(self):
        super().stop()
        self._remove_home()
