"""What lesson 16 says of scripts and ports, and does not show."""

import os
import re
import shutil
import socket
import subprocess
import sys

import nbformat
import pytest

from fmnist_helpers import checkpoints
from tests.support.helpers import write_root
from tests.support.lessons import NOTEBOOKS, ROOT

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


# What a cluster has, in a few lines: srun starts its command once per node, here side by side.
STAND_INS = {
    "scontrol": 'printf "localhost\\nsecond-node\\n"',
    "srun": """
        while [[ $1 == --* ]]; do echo "$1" >> srun-options; shift; done
        for node in $(seq "$SLURM_NNODES"); do
            "$@" > "node-$node" 2> "node-$node-errors" & jobs+=($!)
        done
        for job in "${jobs[@]}"; do wait "$job" || status=$?; done
        exit ${status:-0}
    """,
    "uv": f'shift 2; exec "{sys.executable}" -m torch.distributed.run "$@"',
}


@pytest.fixture
def hand_in(tmp_path):
    """Runs a script as Slurm would on two nodes, and returns its exit status and what they said."""
    for name, lines in STAND_INS.items():
        (tmp_path / name).write_text(f"#!/bin/bash\n{lines}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    settings = os.environ | {
        "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "FMNIST_DEVICE": "cpu",
        "SLURM_JOB_NODELIST": "node[1-2]",
        "SLURM_NNODES": "2",
        "SLURM_JOB_ID": "1234",
        "SLURM_CPUS_PER_TASK": "16",
    }

    def run(script):
        job = subprocess.run(
            ["bash"], input=script, text=True, cwd=tmp_path, env=settings, timeout=240
        )
        return job.returncode, [(tmp_path / f"node-{node}").read_text() for node in (1, 2)]

    return run


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the script is for bash")
def test_the_clusters_script_trains_on_two_nodes_and_goes_on(tmp_path, hand_in):
    """Its own words, but for one process per node, a free port and 203 images."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    changes = {
        "--nproc-per-node=4": "--nproc-per-node=1",
        ":29500": f":{port}",
        "-m fmnist_helpers": "-m tests.support.tiny_command",
        "--resume": f"--resume --root {write_root(tmp_path / 'root')} --epochs 2",
    }
    script = SCRIPT
    for words, others in changes.items():
        assert script.count(words) == 1
        script = script.replace(words, others)
    status, said = hand_in(script)
    assert status == 0, (tmp_path / "node-1-errors").read_text()[-3_000:]
    assert sorted(bool(each) for each in said) == [False, True]  # one process speaks for both
    assert "processes: 2" in "".join(said)
    assert re.findall(r"^epoch (\d)/2", "".join(said), re.MULTILINE) == ["1", "2"]
    assert (tmp_path / "srun-options").read_text() == "--cpus-per-task=16\n"
    saved = checkpoints.load(tmp_path / "run.pt")
    assert saved.epoch == 2
    assert saved.recipe["batch_size"] == 2 * 32  # of all processes together

    status, said = hand_in(script)  # handed in again: it goes on where it was, at its end
    assert status == 0
    assert "epoch " not in "".join(said)
