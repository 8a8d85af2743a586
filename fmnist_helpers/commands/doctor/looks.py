"""What the doctor looks at. Each function takes the data's folder; returns status, what was found
and, unless all is well, what to do.

What may crash or hang, such as importing a broken torch, is tried in a process of its own.
"""

import functools
import importlib.metadata
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from fmnist_helpers.commands.doctor.finding import OK, PROBLEM, WARNING

OLDEST_PYTHON = (3, 11)
MEMORY = 1.5e9  # bytes free: what a lesson's kernel and JupyterLab may need
DISK = 0.5e9  # bytes free: the images, packed and unpacked, exported files, checkpoints
TIMEOUT = 120.0  # seconds for importing torch and one multiplication
# A variable that a service sets in its notebooks. Its page works with its own versions of ipykernel
# and ipywidgets alone; `python -m tests.portability --only colab` runs lessons in them. Kaggle's
# image is built on Colab's, and so is looked for first.
SERVICES = {"KAGGLE_KERNEL_RUN_TYPE": "Kaggle", "COLAB_RELEASE_TAG": "Colab"}
CGROUP = Path("/sys/fs/cgroup")  # limits that a hub or a container sets
PROJECT = Path(__file__).parents[3]  # holds pyproject.toml, if this is a clone
INSTALL = "in the project's folder: `uv sync`, or `python -m pip install -e .`"
REINSTALL = (
    "reinstall torch and torchvision together: `uv sync --reinstall-package torch "
    "--reinstall-package torchvision`, or `python -m pip install --force-reinstall torch "
    "torchvision`"
)
# Prints what it found as one line of JSON. The last product is computed where lessons compute.
PROBE = """
import json, torch, torchvision
from torchvision.io import decode_image, encode_png
found = {"torch": torch.__version__, "torchvision": torchvision.__version__}
image = torch.arange(16, dtype=torch.uint8).reshape(1, 4, 4)
found["reads_images"] = bool((decode_image(encode_png(image)) == image).all())
print(json.dumps(found), flush=True)
from fmnist_helpers.device import pick_device
device = pick_device()
found["device"] = str(device)
found["name"] = torch.cuda.get_device_name(device) if device.type == "cuda" else ""
found["cuda"] = torch.version.cuda
found["right"] = bool((torch.ones(64, 64, device=device).sum() == 4096).item())
print(json.dumps(found), flush=True)
"""


def python(root: Path) -> tuple:
    """Its version, and which one it is."""
    found = f"{platform.python_version()}, {sys.executable}, {platform.system()}"
    if sys.version_info < OLDEST_PYTHON:
        return PROBLEM, found, "install Python 3.11 or newer; `uv` fetches one by itself"
    return OK, found


def kernel(root: Path) -> tuple:
    """Whether a notebook would run in the Python that runs this."""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        spec = KernelSpecManager().get_kernel_spec("python3")
    except NoSuchKernel:
        return PROBLEM, "Jupyter knows no kernel python3", f"install ipykernel: {INSTALL}"
    starts = spec.argv[0]
    # Jupyter replaces a bare "python" by the Python that runs Jupyter. Environments may share one
    # Python through links, so it is the folder that counts.
    if not os.path.isabs(starts) or _same_folder(starts, sys.executable):
        return OK, "notebooks run in this Python"
    return (
        PROBLEM,
        f"notebooks run in {starts}, not in {sys.executable}: {spec.resource_dir} says so",
        "remove that kernel (`python -m jupyter kernelspec remove python3`, then reinstall "
        "ipykernel), or choose another one in JupyterLab's menu: Kernel, Change Kernel",
    )


def packages(root: Path) -> tuple:
    """Each requirement against what is installed."""
    required = _required()
    missing, old = [], []
    for name, lowest in {"fmnist-helpers": "0", **required}.items():
        try:
            version = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
            continue
        if _numbers(version) < _numbers(lowest):
            old.append(f"{name} {version} (needs {lowest})")
    if (service := _service()) and not set(missing) - {"jupyterlab"}:
        return OK, f"those that {service} brings"
    found = [f"missing: {', '.join(missing)}"] if missing else []
    found += [f"too old: {', '.join(old)}"] if old else []
    if found:
        return PROBLEM, "; ".join(found), INSTALL
    return OK, f"all {len(required)} are there and new enough"


def torch(root: Path) -> tuple:
    """Whether torch and torchvision can be imported and work together."""
    found = probe()
    if "torch" not in found:
        return PROBLEM, found["error"], _remedy(found["error"])
    versions = f"torch {found['torch']}, torchvision {found['torchvision']}"
    if not found["reads_images"]:
        return PROBLEM, f"{versions}: torchvision reads images wrongly", REINSTALL
    return OK, versions


def device(root: Path) -> tuple:
    """Where the lessons will compute, and whether that works."""
    found = probe()
    use_cpu = "set the environment variable FMNIST_DEVICE=cpu"
    if "device" not in found:
        return PROBLEM, f"cannot compute: {found['error']}", f"{use_cpu}, or see torch above"
    what = " ".join(filter(None, [found["device"], found["name"]]))
    if not found["right"]:
        return PROBLEM, f"{what} computes wrongly", use_cpu
    if found["device"] == "cpu" and found["cuda"] and shutil.which("nvidia-smi"):
        return (
            WARNING,
            f"cpu; there is an NVIDIA GPU, but this PyTorch (CUDA {found['cuda']}) cannot use it",
            "update your GPU driver (`nvidia-smi` shows its CUDA version), or go on with the CPU",
        )
    return OK, what


def widgets(root: Path) -> tuple:
    """Sliders need a part in the kernel (ipywidgets) and one that fits it in the page."""
    version = importlib.metadata.version("ipywidgets")
    if service := _service():
        return OK, f"ipywidgets {version}, in {service}'s own page"
    remedy = "`python -m pip install --force-reinstall ipywidgets jupyterlab_widgets`, then reload"
    try:
        page = importlib.metadata.version("jupyterlab_widgets")
    except importlib.metadata.PackageNotFoundError:
        return PROBLEM, f"ipywidgets {version}, without jupyterlab_widgets", remedy
    folder = Path(sys.prefix, "share/jupyter/labextensions/@jupyter-widgets/jupyterlab-manager")
    if not folder.is_dir():
        return PROBLEM, f"ipywidgets {version}, but JupyterLab's part is not in {folder}", remedy
    found = f"ipywidgets {version}, in the page {page}"
    # ipywidgets 8 speaks with jupyterlab_widgets 3, and so on.
    if _numbers(page)[0] + 5 != _numbers(version)[0]:
        return PROBLEM, f"{found}: they don't fit each other", remedy
    return OK, found


def data(root: Path) -> tuple:
    """Whether Fashion-MNIST is there, and whole, or can be had."""
    from fmnist_helpers import sources

    found = sources.describe(root)
    fetch = f"`python -m fmnist_helpers data --root {root}`"
    shared = os.environ.get("FMNIST_DATA")
    if shared and not Path(shared).expanduser().is_dir():
        return WARNING, f"FMNIST_DATA names {shared}, which is not a folder", "correct or unset it"
    if found.state == "full":
        return OK, str(found)
    if found.state == "missing":
        if shared or sources.SYSTEM_COPY.is_dir():
            return OK, f"{found} The first lesson copies it from {shared or sources.SYSTEM_COPY}"
        return OK, f"{found} The first lesson downloads it, 31 MB; to do so now: {fetch}"
    if found.state == "sample":
        return WARNING, str(found), f"go online, or let FMNIST_DATA name a full copy; then {fetch}"
    return WARNING, str(found), f"{fetch} sets aside what is wrong and fetches it again"


def memory(root: Path) -> tuple:
    """Free memory, within the limit of a container if there is one."""
    free, total = _memory()
    found = f"{free / 1e9:.1f} of {total / 1e9:.1f} GB are free"
    if free >= MEMORY:
        return OK, found
    return (
        WARNING if free > MEMORY / 3 else PROBLEM,
        found,
        f"lessons need {MEMORY / 1e9:.1f} GB: shut down other kernels (in JupyterLab: the "
        f"panel with the square in a circle), close other programs",
    )


def disk(root: Path) -> tuple:
    """Free space, and whether the data's folder can be written."""
    folder = next(path for path in (root, *root.absolute().parents) if path.is_dir())
    free = shutil.disk_usage(folder).free
    found = f"{free / 1e9:.1f} GB are free in {folder.absolute()}"
    if not os.access(folder, os.W_OK):
        return WARNING, f"{folder.absolute()} cannot be written", "work in a folder of your own"
    if free < DISK:
        status = WARNING if free > DISK / 3 else PROBLEM
        return status, found, f"free some space: {DISK / 1e9:.1f} GB are enough"
    return OK, found


@functools.cache
def probe() -> dict:
    """What PROBE printed last in a process of its own; with an "error" if it did not end well."""
    # This very package first, wherever the command was started.
    path = os.pathsep.join(filter(None, [str(PROJECT), os.environ.get("PYTHONPATH")]))
    try:
        ended = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", PROBE],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=TIMEOUT,
            env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8:replace"},
        )
    except subprocess.TimeoutExpired:
        return {"error": f"importing torch took more than {TIMEOUT:.0f} s"}
    lines = [line for line in ended.stdout.splitlines() if line.startswith("{")]
    found = json.loads(lines[-1]) if lines else {}
    if ended.returncode:
        last_words = [line.strip() for line in ended.stderr.splitlines() if line.strip()][-3:]
        words = " ".join(last_words)[-400:]
        found["error"] = words or f"Python died with status {ended.returncode}"
    return found


def _service() -> str:
    """The service in whose page this runs; "" on a computer of one's own."""
    return next((name for variable, name in SERVICES.items() if os.environ.get(variable)), "")


def _required() -> dict[str, str]:
    """The lowest version of each package: {"torch": "2.9", …}, from the project or its metadata."""
    project = PROJECT / "pyproject.toml"
    if project.is_file():
        lines = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"]
    else:
        lines = importlib.metadata.requires("fmnist-helpers") or []
    found = (re.match(r"([\w.-]+)>=([\d.]+)$", line) for line in lines)
    return dict(match.groups() for match in found if match)


def _numbers(version: str) -> list[int]:
    """ "2.15.0+cu132" -> [2, 15, 0]: enough for our bounds, where `packaging` may be missing."""
    return [int(digits) for digits in re.findall(r"\d+", version.split("+")[0])[:3]]


def _same_folder(one: str, other: str) -> bool:
    return os.path.realpath(os.path.dirname(one)) == os.path.realpath(os.path.dirname(other))


def _remedy(error: str) -> str:
    if "No module named" in error:
        return INSTALL
    if "OMP: Error" in error:
        return (
            "two OpenMP libraries are in one process, which happens when packages of conda and pip "
            "are mixed: make a new environment with one of the two"
        )
    return REINSTALL


def _memory() -> tuple[float, float]:
    """Free and total bytes."""
    import psutil

    machine = psutil.virtual_memory()
    free, total = machine.available, machine.total
    try:
        limit = int((CGROUP / "memory.max").read_text(encoding="ascii"))
        used = int((CGROUP / "memory.current").read_text(encoding="ascii"))
    except (OSError, ValueError):  # none, or "max"
        return free, total
    return min(free, limit - used), min(total, limit)
