"""What lesson 16 says of scripts and ports, and does not show."""

import re
import shutil
import subprocess

import nbformat
import pytest

from tests.support.lessons import NOTEBOOKS

(LESSON,) = NOTEBOOKS.glob("16_*.ipynb")
CELLS = nbformat.read(LESSON, as_version=4).cells
(SCRIPT,) = re.findall(
    r"^```bash\n(#!/bin/bash\n.*?)^```", "\n".join(c.source for c in CELLS), re.M | re.S
)


def syntax(script):
    return subprocess.run(["bash", "-n"], input=script, text=True, capture_output=True).returncode


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_the_clusters_script_is_bash():
    assert syntax(SCRIPT) == 0
    assert syntax(SCRIPT.replace("$(scontrol", "$((scontrol")) != 0


def test_the_clusters_script_makes_the_recipes_batch():
    asked = dict(re.findall(r"--(nodes|gpus-per-node|batch-size|nproc-per-node)[= ](\d+)", SCRIPT))
    processes = int(asked["nodes"]) * int(asked["nproc-per-node"])
    assert asked["gpus-per-node"] == asked["nproc-per-node"]
    assert processes * int(asked["batch-size"]) == 256


def test_the_job_is_started_only_after_its_port_was_explained():
    (start,) = [i for i, cell in enumerate(CELLS) if "torch.distributed.run" in cell.source][:1]
    assert "**The open port.**" in CELLS[start - 1].source


def test_what_the_processes_say_arrives_on_every_system():
    """torchrun's own logs stay empty on macOS, where it redirects nothing; files do not."""
    (job,) = [cell.source for cell in CELLS if "torch.distributed.run" in cell.source][:1]
    assert not re.search(r"--redirects|--tee|--log-dir", job)
    assert "process 1 of 2" in str([cell.get("outputs") for cell in CELLS])
