"""What `doctor` looks at on the computer: images, memory, disk, device, threads.

Each function gives (status, what was found) and, unless all is well, what to do.
"""

import os
import shutil
from pathlib import Path

from fmnist_helpers._doctor import OK, PROBLEM, WARNING

MEMORY = 1.5e9  # bytes free: what a lesson's kernel and JupyterLab may need
DISK = 0.5e9  # bytes free: the images, packed and unpacked, exported files, checkpoints
CGROUP = Path("/sys/fs/cgroup")  # limits that a hub or a container sets


def data(root: Path) -> tuple:
    from fmnist_helpers import sources

    found = sources.describe(root)
    fetch = f"`python -m fmnist_helpers data --root {root}`"
    shared = os.environ.get("FMNIST_DATA")
    if shared and not Path(shared).expanduser().is_dir():
        return WARNING, f"FMNIST_DATA names {shared}, which is no folder", "correct it or unset it"
    if found.state == "full":
        return OK, str(found)
    if found.state == "missing":
        if shared or sources.SYSTEM_COPY.is_dir():
            return OK, f"{found} The first lesson copies it from {shared or sources.SYSTEM_COPY}"
        return OK, f"{found} The first lesson downloads it, 31 MB; to do so now: {fetch}"
    if found.state == "sample":
        return WARNING, str(found), f"go online, or let FMNIST_DATA name a full copy; then {fetch}"
    return WARNING, str(found), f"{fetch} sets aside what is wrong and fetches it again"


def memory() -> tuple:
    free, total = _memory()
    found = f"{free / 1e9:.1f} of {total / 1e9:.1f} GB are free"
    if free < MEMORY:
        return (
            WARNING if free > MEMORY / 3 else PROBLEM,
            found,
            f"lessons need {MEMORY / 1e9:.1f} GB: shut down other kernels (in JupyterLab: the "
            f"panel with the square in a circle), close other programs",
        )
    return OK, found


def disk(root: Path) -> tuple:
    folder = next(path for path in (root, *root.absolute().parents) if path.is_dir())
    free = shutil.disk_usage(folder).free
    found = f"{free / 1e9:.1f} GB are free in {folder.absolute()}"
    if not os.access(folder, os.W_OK):
        return WARNING, f"{folder.absolute()} cannot be written", "work in a folder of your own"
    if free < DISK:
        status = WARNING if free > DISK / 3 else PROBLEM
        return status, found, f"free some space: {DISK / 1e9:.1f} GB are enough"
    return OK, found


def device(probe: dict) -> tuple:
    if error := probe.get("error"):
        return (
            PROBLEM,
            f"cannot compute: {error.strip().splitlines()[-1][:300]}",
            "set the environment variable FMNIST_DEVICE=cpu; for the GPU, update its driver",
        )
    found = " ".join(filter(None, [probe["device"], probe["name"]]))
    if not probe["right"]:
        return (
            PROBLEM,
            f"{found} computes wrongly",
            "set the environment variable FMNIST_DEVICE=cpu",
        )
    if probe["device"] == "cpu" and probe["cuda"] and shutil.which("nvidia-smi"):
        return (
            WARNING,
            f"cpu; there is an NVIDIA GPU, which this torch (CUDA {probe['cuda']}) cannot use",
            "update the GPU's driver (`nvidia-smi` names its CUDA version), or leave it so",
        )
    return OK, found


def threads(probe: dict) -> tuple:
    cores = _cores()
    settings = {
        name: os.environ.get(name)
        for name in ("OMP_NUM_THREADS", "OMP_WAIT_POLICY", "FMNIST_THREADS")
    }
    found = f"{cores:g} cores, " + ", ".join(
        f"{name}={value}" for name, value in settings.items() if value
    )
    if (count := probe.get("threads")) is not None:
        found = f"{found.removesuffix(', ')}, torch starts with {count} threads"
        if count > max(cores, 1):
            return (
                WARNING,
                f"{found}: more than there are cores",
                "set OMP_NUM_THREADS=1 before Python starts, or call device.set_threads()",
            )
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    if busy > 2 * cores:
        return (
            WARNING,
            f"{found}; {busy:.0f} processes want to compute",
            "lessons will be slow: wait, or close other programs",
        )
    return OK, found.removesuffix(", ")


def openmp(probe: dict) -> tuple:
    if error := probe.get("error"):
        return WARNING, f"could not be looked at: {error.strip().splitlines()[-1][:300]}"
    libraries = probe["libraries"]
    kinds = {prefix for prefix, _ in libraries}
    found = (
        ", ".join(f"{prefix} ({Path(path).parent.name})" for prefix, path in libraries) or "none"
    )
    # Copies of GNU's get along. Intel's and LLVM's beside another kind crash or hang.
    if len(kinds) > 1:
        return (
            WARNING,
            f"different libraries in one process: {found}; it may crash or hang",
            "make a new environment with packages from pip alone or conda alone",
        )
    return OK, found


def _memory() -> tuple[float, float]:
    """Free and total bytes, within the limit of a container where there is one."""
    import psutil

    machine = psutil.virtual_memory()
    free, total = machine.available, machine.total
    try:
        limit = int((CGROUP / "memory.max").read_text())
        used = int((CGROUP / "memory.current").read_text())
    except (OSError, ValueError):  # none, or "max"
        return free, total
    return min(free, limit - used), min(total, limit)


def _cores() -> float:
    """Cores that this process may use; part of one where a container has a quota."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    try:
        quota, period = (CGROUP / "cpu.max").read_text().split()
        return min(cores, int(quota) / int(period))
    except (OSError, ValueError):
        return cores
