"""Ways to install: what README, Binder, Codespaces and the workflows say can be typed and done.

Where the packages come from can't be reached by a test; the form of what is typed can be tried.
"""

import argparse
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from fmnist_helpers.__main__ import COMMANDS, module_of
from tests.support.lessons import ROOT, lessons

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = [
    [line.partition("#")[0].strip() for line in block.splitlines()]
    for block in re.findall(r"^```\w*\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
]
CPU = ["uv venv", "uv pip install --torch-backend cpu --editable . --group dev"]
WORKFLOWS = ROOT / ".github" / "workflows"
# Of https://containers.dev's schema, which this file passed, as much as is used here.
KEYS = {
    *("name", "image", "hostRequirements", "postCreateCommand", "forwardPorts", "customizations")
}


def workflow(name):
    return yaml.safe_load((WORKFLOWS / f"{name}.yml").read_text(encoding="utf-8"))


def runs(job):
    return [step["run"] for step in job["steps"] if "run" in step]


def is_ours(line):
    """Whether a line calls our command with options that it has."""
    words = shlex.split(line)
    assert words[0] == "fmnist"
    assert words[1] in COMMANDS
    parser = argparse.ArgumentParser(exit_on_error=False, allow_abbrev=False)
    module_of(words[1]).add_arguments(parser)
    parser.parse_args(words[2:])
    return True


def test_readme_has_a_way_without_cuda_and_one_without_uv():
    assert [*CPU, "uv run --no-sync fmnist learn"] in BLOCKS
    without = ["python -m venv .venv", "source .venv/bin/activate", "pip install .", "fmnist learn"]
    assert without in BLOCKS
    assert r"on Windows: .venv\Scripts\activate" in README


@pytest.mark.skipif(shutil.which("uv") is None, reason="it is uv's command")
def test_uv_takes_the_command_for_the_cpu_build(tmp_path):
    """With no network it can't find the packages (1); what it can't read it refuses (2)."""

    def status(command):
        words = [*shlex.split(command), "--offline", "--dry-run", "--python", sys.executable]
        words += ["--cache-dir", tmp_path]
        return subprocess.run(words, cwd=ROOT, capture_output=True).returncode

    assert status(CPU[1]) in (0, 1)
    assert status(CPU[1].replace(" cpu ", " cpux ")) == 2
    assert status(CPU[1].replace("--torch-backend", "--torch-back")) == 2


def test_codespaces_and_vs_code_make_the_learners_copy_without_cuda():
    container = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text(encoding="utf-8"))
    assert container.keys() == KEYS
    steps = container["postCreateCommand"].split(" && ")
    assert steps == ["pip install uv", *CPU, "uv run --no-sync fmnist learn --no-start"]
    assert is_ours(steps[-1].removeprefix("uv run --no-sync "))
    opened = container["customizations"]["codespaces"]["openFiles"]
    assert opened == [f"my-lessons/{lessons()[0].name}"]
    _, python = container["image"].rsplit(":", 1)
    assert python in workflow("tests")["jobs"]["pytest"]["strategy"]["matrix"]["python"]
    needs = container["hostRequirements"]
    assert all(re.fullmatch(r"\d+gb", needs[name]) for name in ("memory", "storage"))


def test_binder_installs_this_folder_without_cuda_and_makes_the_learners_copy():
    folder = ROOT / ".binder"
    lines = (folder / "requirements.txt").read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if not line.startswith("#")]
    options = [line for line in lines if line.startswith("--")]
    assert options[0].startswith("--extra-index-url https://")
    assert options[0].endswith("/whl/cpu")
    assert options[1:] == ["--editable .[scale]"]
    named = {Requirement(line).name for line in lines if line not in options}
    assert named == {"torch", "torchvision"}  # what the other index is for
    runtime = (folder / "runtime.txt").read_text(encoding="utf-8").strip()
    assert runtime.removeprefix("python-") in SpecifierSet(PROJECT["project"]["requires-python"])
    post_build = folder / "postBuild"
    first, *rest = post_build.read_text(encoding="utf-8").splitlines()
    assert first == "#!/usr/bin/env bash"
    assert "set -euo pipefail" in rest
    ours = [line for line in rest if line.startswith("fmnist")]
    assert all(map(is_ours, ours))
    assert [shlex.split(line)[1] for line in ours] == ["learn", "data"]
    if os.name == "posix":
        assert os.access(post_build, os.X_OK)


def test_workflows_try_each_system_the_oldest_versions_and_tomorrows():
    jobs = workflow("tests")["jobs"]
    matrix = jobs["pytest"]["strategy"]["matrix"]
    assert {name.partition("-")[0] for name in matrix["os"]} == {"ubuntu", "macos", "windows"}
    assert "uv pip check" in runs(jobs["pytest"])
    oldest = " ".join(runs(jobs["oldest"]))
    assert f"--python {matrix['python'][0]} --resolution lowest-direct" in oldest
    assert "uv run pytest tests/browser" in runs(jobs["browser"])
    nightly = workflow("nightly")
    (schedule,) = nightly[True]["schedule"]  # YAML takes `on` for a yes
    assert schedule["cron"].split()[2:4] == ["*", "*"]  # a day of the week
    (tests,) = [each for each in nightly["jobs"]["nightly"]["steps"] if each.get("id") == "tests"]
    assert tests["continue-on-error"]
    assert "sphinx-build -W" in " ".join(runs(workflow("site")["jobs"]["build"]))


def test_a_release_is_checked_and_published_without_a_password():
    text = (WORKFLOWS / "release.yml").read_text(encoding="utf-8")
    assert "secrets." not in text
    build, publish = (workflow("release")["jobs"][name] for name in ("build", "publish"))
    assert "permissions" not in build
    assert publish["permissions"] == {"id-token": "write"}
    assert publish["needs"] == "build"
    assert any("pypi-publish" in step["uses"] for step in publish["steps"] if "uses" in step)
    done = runs(build)
    assert done[1:3] == ["uv build", "uvx twine check --strict dist/*"]
    assert done[3].partition("fmnist ")[0] == "uvx --from dist/*.whl "
    assert "$TAG" in done[0]  # the tag names the version
