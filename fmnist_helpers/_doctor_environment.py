"""What `doctor` looks at in the installation: Python, packages, Jupyter.

Each function gives (status, what was found) and, unless all is well, what to do.
"""

import importlib.metadata
import json
import os
import platform
import re
import shutil
import sys
import sysconfig
import tomllib
from pathlib import Path

from fmnist_helpers._doctor import OK, PROBLEM, WARNING

OLDEST_PYTHON = (3, 11)
PROJECT = Path(__file__).parents[1]  # holds pyproject.toml, where this is a clone
INSTALL = "in the project's folder: `uv sync`, or `python -m pip install -e .`"


def python() -> tuple:
    found = f"{platform.python_version()}, {sys.executable}, {platform.system()}"
    if sys.version_info < OLDEST_PYTHON:
        return PROBLEM, found, "install Python 3.11 or newer; `uv` fetches one by itself"
    return OK, found


def packages() -> tuple:
    """Each requirement against what is installed, and that against the versions tested."""
    required, tested = _required(), _tested()
    missing, old, untested = [], [], []
    for name, lowest in required.items():
        try:
            version = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
            continue
        if _numbers(version) < _numbers(lowest):
            old.append(f"{name} {version} (needs {lowest})")
        elif name in tested and _numbers(version) != _numbers(tested[name]):
            untested.append(f"{name} {version} (tested: {tested[name]})")
    if missing or old:
        found = "; ".join(
            f"{what}: {', '.join(names)}"
            for what, names in (("missing", missing), ("too old", old))
            if names
        )
        return PROBLEM, found, INSTALL
    found = f"{len(required)} of {len(required)} are there and new enough"
    if untested:
        found += f"; other than tested: {', '.join(untested)}"
    return OK, found


def package(probe: dict) -> tuple:
    """Whether a notebook, which runs in its own folder, would find this very package."""
    if (there := probe.get("folder")) is None:
        return PROBLEM, "fmnist_helpers is not installed in this Python", INSTALL
    if os.path.realpath(there) == os.path.realpath(Path(__file__).parent):
        return OK, f"fmnist_helpers in {there}"
    here = Path(__file__).parent
    return PROBLEM, f"notebooks would import {there}, not {here}", INSTALL


def torch(probe: dict) -> tuple:
    if error := probe.get("error"):
        return PROBLEM, _import_error(error), _torch_remedy(error)
    if not probe["right"]:
        return (
            PROBLEM,
            f"{probe['version']}, but a matrix product came out wrong",
            _torch_remedy(""),
        )
    return OK, f"{probe['version']}, multiplies matrices"


def torchvision(probe: dict) -> tuple:
    if error := probe.get("error"):
        return PROBLEM, _import_error(error), _torch_remedy(error)
    if not probe["right"]:
        return PROBLEM, f"{probe['version']}, but it reads images wrongly", _torch_remedy("")
    return OK, f"{probe['version']}, reads and writes images"


def kernel() -> tuple:
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
        "remove that kernel (`python -m jupyter kernelspec remove python3`, then install "
        "ipykernel anew), or choose another one in JupyterLab's menu Kernel, Change Kernel",
    )


def jupyter() -> tuple:
    """Whether the command `jupyter lab` would start the JupyterLab that is installed here."""
    version = importlib.metadata.version("jupyterlab")
    scripts = sysconfig.get_path("scripts")
    command = shutil.which("jupyter-lab")
    if command is None or not _same_folder(command, os.path.join(scripts, "jupyter-lab")):
        where = "is not on the PATH" if command is None else f"is {command}, of another Python"
        return (
            WARNING,
            f"JupyterLab {version} is here, but the command `jupyter lab` {where}",
            "start it with `uv run jupyter lab` or `python -m jupyterlab`",
        )
    return OK, f"JupyterLab {version}"


def widgets() -> tuple:
    """Sliders need a part in the kernel (ipywidgets) and one that fits it in the page."""
    version = importlib.metadata.version("ipywidgets")
    remedy = "`python -m pip install --force-reinstall ipywidgets jupyterlab_widgets`, then reload"
    page = Path(sys.prefix, "share/jupyter/labextensions/@jupyter-widgets/jupyterlab-manager")
    try:
        parts = {
            name: importlib.metadata.version(name)
            for name in ("jupyterlab_widgets", "widgetsnbextension")
        }
        about = json.loads((page / "package.json").read_text(encoding="utf-8"))
    except importlib.metadata.PackageNotFoundError as problem:
        return PROBLEM, f"ipywidgets {version}, without {problem.name}", remedy
    except FileNotFoundError:
        return PROBLEM, f"ipywidgets {version}, but JupyterLab's part is not in {page}", remedy
    found = f"ipywidgets {version}, in the page {about['version']}, " + ", ".join(
        f"{name} {part}" for name, part in parts.items()
    )
    # ipywidgets 8 speaks with jupyterlab_widgets 3 and widgetsnbextension 4, and so on.
    fits = _numbers(parts["jupyterlab_widgets"])[0] + 5 == _numbers(version)[0]
    fits &= _numbers(parts["widgetsnbextension"])[0] + 4 == _numbers(version)[0]
    return (OK, found) if fits else (PROBLEM, f"{found}: they don't fit each other", remedy)


def fonts(probe: dict) -> tuple:
    if error := probe.get("error"):
        return PROBLEM, _import_error(error), f"install matplotlib: {INSTALL}"
    if probe["font"] is None:
        return (
            WARNING,
            f"matplotlib has none of {', '.join(probe['wanted'])}: figures may lack letters",
            "remove `font.family` and `font.sans-serif` from your matplotlibrc",
        )
    if not probe["cache_writable"]:
        return (
            WARNING,
            f"{probe['font']}; but {probe['cache']} cannot be written, so each start is slow",
            "set the environment variable MPLCONFIGDIR to a folder of your own",
        )
    return OK, f"{probe['font']}, matplotlib {probe['version']}"


def _required() -> dict[str, str]:
    """The lowest version of each package: {"torch": "2.9", …}, from the project or its metadata."""
    project = PROJECT / "pyproject.toml"
    if project.is_file():
        lines = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"]
    else:
        lines = importlib.metadata.requires("fmnist-helpers") or []
    return dict(re.match(r"([\w.-]+)>=([\d.]+)$", line).groups() for line in lines)


def _tested() -> dict[str, str]:
    """The version of each package with which all tests passed; {} where the list is not here."""
    listed = PROJECT / "requirements-tested.txt"
    if not listed.is_file():
        return {}
    return dict(re.findall(r"^([\w.-]+)==(\S+)$", listed.read_text(encoding="utf-8"), re.MULTILINE))


def _numbers(version: str) -> list[int]:
    """ "2.15.0+cu132" -> [2, 15, 0]: enough for our bounds, where `packaging` may be missing."""
    return [int(digits) for digits in re.findall(r"\d+", version.split("+")[0])[:3]]


def _same_folder(one: str, other: str) -> bool:
    return os.path.realpath(os.path.dirname(one)) == os.path.realpath(os.path.dirname(other))


def _import_error(error: str) -> str:
    lines = [line.strip() for line in error.splitlines() if line.strip()]
    return " ".join(lines[-3:])[-400:]


def _torch_remedy(error: str) -> str:
    if "No module named" in error:
        return INSTALL
    if "OMP: Error" in error:
        return (
            "two OpenMP libraries are in one process, as where packages of conda and of pip are "
            "mixed: make a new environment with one of the two"
        )
    return (
        "install torch and torchvision together and anew: `uv sync --reinstall-package torch "
        "--reinstall-package torchvision`, or `python -m pip install --force-reinstall torch "
        "torchvision`"
    )
