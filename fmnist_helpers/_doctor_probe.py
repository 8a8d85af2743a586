"""Run in a process of its own by `doctor`, since what it imports may be missing, hang or crash.

Each part prints one JSON line: its name and what it found, or "error". After a crash the lines of
the parts before it are there, and the name of the part that crashed.
"""

import json
import os
import sys
import warnings


def package_part() -> dict:
    """What a notebook would import: this script's folder is on the path, its parent is not."""
    from importlib.util import find_spec

    spec = find_spec("fmnist_helpers")
    return {"folder": os.path.dirname(spec.origin) if spec and spec.origin else None}


def torch_part() -> dict:
    import torch

    product = torch.ones(64, 64) @ torch.ones(64, 64)
    return {
        "version": str(torch.__version__),
        "right": bool((product == 64).all()),
        "threads": torch.get_num_threads(),
        "passive": os.environ.get("OMP_WAIT_POLICY", "").upper() == "PASSIVE",
    }


def torchvision_part() -> dict:
    import torch
    import torchvision
    from torchvision.io import decode_image, encode_png

    image = torch.arange(16, dtype=torch.uint8).reshape(1, 4, 4)
    return {
        "version": str(torchvision.__version__),
        "right": bool((decode_image(encode_png(image)) == image).all()),
    }


def device_part() -> dict:
    import torch

    sys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    from fmnist_helpers.device import pick_device

    device = pick_device()
    right = bool((torch.ones(64, 64, device=device).sum() == 4096).item())
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else ""
    return {"device": str(device), "name": name, "right": right, "cuda": torch.version.cuda}


def openmp_part() -> dict:
    import numpy  # noqa: F401 (what lessons import brings its thread libraries along)
    import sklearn  # noqa: F401
    import threadpoolctl
    import torch  # noqa: F401

    pools = [pool for pool in threadpoolctl.threadpool_info() if pool["user_api"] == "openmp"]
    return {"libraries": sorted({(pool["prefix"], pool["filepath"]) for pool in pools})}


def fonts_part() -> dict:
    import matplotlib
    from matplotlib import font_manager

    family = matplotlib.rcParams["font.family"]
    wanted = matplotlib.rcParams["font.sans-serif"] if family == ["sans-serif"] else family
    there = {font.name for font in font_manager.fontManager.ttflist}
    return {
        "version": matplotlib.__version__,
        "font": next((name for name in wanted if name in there), None),
        "wanted": wanted[:3],
        "cache": matplotlib.get_cachedir(),
        "cache_writable": os.access(matplotlib.get_cachedir(), os.W_OK),
    }


PARTS = {
    "package": package_part,
    "torch": torch_part,
    "torchvision": torchvision_part,
    "device": device_part,
    "openmp": openmp_part,
    "fonts": fonts_part,
}


def main() -> None:
    with warnings.catch_warnings(action="ignore"):
        for name, part in PARTS.items():
            print(json.dumps({"begins": name}), flush=True)
            try:
                found = part()
            except Exception as problem:
                found = {"error": f"{type(problem).__name__}: {problem}"}
            print(json.dumps({"part": name} | found), flush=True)


if __name__ == "__main__":
    main()
