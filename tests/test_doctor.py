"""The doctor: every finding with its remedy, where things are well, missing, wrong or broken."""

import functools
import importlib.metadata
import os
import subprocess
import sys
import venv
from pathlib import Path
from types import SimpleNamespace

import pytest

from fmnist_helpers import __main__ as command_line
from fmnist_helpers import sources
from fmnist_helpers.commands import doctor
from fmnist_helpers.commands.doctor import looks
from fmnist_helpers.commands.doctor.finding import OK, PROBLEM, WARNING, Finding
from tests.support.lessons import ROOT

NAMES = "python kernel packages torch device widgets data memory disk"


@pytest.fixture(autouse=True)
def fresh_probe(monkeypatch):
    """Each test asks anew: what one has found is no answer for another."""
    monkeypatch.setattr(looks, "probe", functools.cache(looks.probe.__wrapped__))


def fake(found):
    return lambda: found


@pytest.mark.slow
def test_what_these_tests_run_in_is_well(tmp_path):
    findings = {each.name: each for each in doctor.examine(tmp_path)}
    assert list(findings) == NAMES.split()
    for name in ("python", "packages", "torch", "widgets"):
        assert findings[name].status == OK, findings[name]
    assert sys.executable in findings["python"].found
    assert importlib.metadata.version("torch") in findings["torch"].found
    assert findings["device"].found
    for each in findings.values():
        assert "could not be looked at" not in each.found
        assert bool(each.remedy) == (each.status != OK)


class TestCommand:
    findings = (
        Finding("python", OK, "3.11"),
        Finding("memory", WARNING, "little", "close something"),
    )

    @pytest.fixture
    def examined(self, monkeypatch):
        """Lets the doctor find what a test says."""

        def find(*findings):
            monkeypatch.setattr(doctor, "examine", lambda root: list(findings))

        return find

    def test_warnings_do_not_keep_lessons_from_running(self, examined, capsys):
        examined(*self.findings)
        assert command_line.main(["doctor"]) == 0
        assert capsys.readouterr().out == (
            "ok    python    3.11\n"
            "look  memory    little\n"
            "                To do: close something\n"
            "\n"
            "The lessons will run.\n"
        )

    def test_problems_do(self, examined, capsys):
        examined(*self.findings, Finding("torch", PROBLEM, "missing", "install it"))
        assert command_line.main(["doctor"]) == 1
        said = capsys.readouterr().out
        assert "NO    torch     missing\n" in said
        assert said.endswith("The lessons won't run: see NO above.\n")


@pytest.mark.slow
def test_in_a_python_with_nothing_installed_it_says_what_to_install(tmp_path):
    """No torch, no numpy, not even the package itself: only the folder and Python."""
    venv.create(tmp_path / "bare", with_pip=False, symlinks=os.name != "nt")
    python = tmp_path / "bare" / ("Scripts" if os.name == "nt" else "bin") / "python"
    ended = subprocess.run(
        [python, "-m", "fmnist_helpers", "doctor", "--root", str(tmp_path / "data")],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=ROOT,
        env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
    )
    assert ended.returncode == 1, ended.stderr
    assert ended.stderr == ""
    lines = ended.stdout.splitlines()
    said = {line.split()[1]: line for line in lines if line[:4].strip() in ("ok", "look", "NO")}
    assert list(said) == NAMES.split()
    assert said["python"].startswith("ok")
    assert "missing: fmnist-helpers, torch, torchvision, numpy" in said["packages"]
    assert "No module named 'torch'" in said["torch"]
    for name in ("packages", "torch"):
        assert said[name].startswith("NO")
        assert "uv sync" in lines[lines.index(said[name]) + 1]
    assert said["data"].startswith("ok")


class TestProbe:
    def ask(self, monkeypatch, code, timeout=60.0):
        monkeypatch.setattr(looks, "PROBE", code)
        monkeypatch.setattr(looks, "TIMEOUT", timeout)
        return looks.probe()

    def test_names_the_last_words_of_a_crash_and_keeps_what_was_found(self, monkeypatch):
        found = self.ask(
            monkeypatch,
            "import os, sys\n"
            """print('{"torch": "2.15"}', flush=True)\n"""
            "print('OMP: Error #15: two of them', file=sys.stderr, flush=True)\n"
            "os.abort()",
        )
        assert found["torch"] == "2.15"
        assert "OMP: Error #15: two of them" in found["error"]

    def test_does_not_wait_for_ever(self, monkeypatch):
        found = self.ask(monkeypatch, "import time; time.sleep(60)", timeout=1.0)
        assert found == {"error": "importing torch took more than 1 s"}

    def test_a_python_that_says_nothing(self, monkeypatch):
        found = self.ask(monkeypatch, "raise SystemExit(3)")
        assert found == {"error": "Python died with status 3"}

    def test_a_broken_torch(self, monkeypatch, tmp_path):
        (tmp_path / "torch.py").write_text("raise OSError('torch.so: cannot open')")
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        status, found, remedy = looks.torch(tmp_path)
        assert status == PROBLEM
        assert found.endswith("OSError: torch.so: cannot open")
        assert "--force-reinstall" in remedy


def test_a_look_that_fails_is_a_finding_too(tmp_path):
    def look(root):
        raise KeyError("odd")

    finding = doctor._finding("odd", look, tmp_path)
    assert (finding.status, finding.found) == (WARNING, "could not be looked at: KeyError('odd')")


class TestEnvironment:
    def test_old_python(self, monkeypatch):
        monkeypatch.setattr(sys, "version_info", (3, 10, 0))
        status, _, remedy = looks.python(ROOT)
        assert status == PROBLEM
        assert "3.11" in remedy

    @pytest.fixture
    def installed(self, monkeypatch):
        """Pretends that these versions are installed, and nothing else; None for not at all."""

        def pretend(**versions):
            def version(name):
                if versions.get(name) is None:
                    raise importlib.metadata.PackageNotFoundError(name)
                return versions[name]

            monkeypatch.setattr(importlib.metadata, "version", version)

        return pretend

    @pytest.fixture
    def project(self, monkeypatch, tmp_path):
        (tmp_path / "pyproject.toml").write_text(
            '[project]\ndependencies = ["torch>=2.9", "scikit-learn>=1.5"]\n'
        )
        monkeypatch.setattr(looks, "PROJECT", tmp_path)
        return tmp_path

    @pytest.mark.parametrize(
        ("versions", "status", "words"),
        [
            ({"torch": "2.9", "scikit-learn": "1.5"}, OK, "all 2 are there and new enough"),
            ({"torch": "2.15.0+cu132", "scikit-learn": "1.10"}, OK, "all 2 are"),
            (
                {"torch": "2.8.1", "scikit-learn": "1.5"},
                PROBLEM,
                "too old: torch 2.8.1 (needs 2.9)",
            ),
            ({"torch": "2.10", "scikit-learn": "1.4"}, PROBLEM, "too old: scikit-learn 1.4"),
            ({"torch": "2.8"}, PROBLEM, "missing: scikit-learn; too old: torch 2.8 (needs 2.9)"),
        ],
    )
    @pytest.mark.usefixtures("project")
    def test_packages(self, installed, versions, status, words):
        installed(**{"fmnist-helpers": "0.1.0"}, **versions)
        found = looks.packages(ROOT)
        assert found[0] == status
        assert words in found[1]
        assert len(found) == (2 if status == OK else 3)

    @pytest.mark.parametrize(
        ("variable", "service"),
        [("COLAB_RELEASE_TAG", "Colab"), ("KAGGLE_KERNEL_RUN_TYPE", "Kaggle")],
    )
    def test_a_service_brings_its_own_versions(self, installed, monkeypatch, variable, service):
        monkeypatch.setattr(looks, "_required", lambda: {"ipywidgets": "8.1.5", "jupyterlab": "4"})
        monkeypatch.setenv("COLAB_RELEASE_TAG", "release")  # Kaggle's image comes from Colab's
        monkeypatch.setenv(variable, "release")
        installed(**{"fmnist-helpers": "0.1.0"}, ipywidgets="7.7.1", jupyterlab_widgets="3.0.16")
        assert looks.packages(ROOT) == (OK, f"those that {service} brings")
        assert looks.widgets(ROOT) == (OK, f"ipywidgets 7.7.1, in {service}'s own page")
        installed(ipywidgets="7.7.1")  # the course itself is missing
        assert looks.packages(ROOT)[0] == PROBLEM
        for each in looks.SERVICES:
            monkeypatch.delenv(each, raising=False)
        assert looks.packages(ROOT)[0] == PROBLEM

    def test_the_projects_own_lists_are_understood(self):
        assert looks._required()["torch"] == "2.9"
        assert set(looks._required()) > {"torchvision", "pandas", "ipywidgets"}

    @pytest.mark.parametrize(
        ("error", "remedy"),
        [
            ("ModuleNotFoundError: No module named 'torch'", "uv sync"),
            ("OMP: Error #15: Initializing libiomp5", "a new environment"),
            (
                "operator torchvision::nms does not exist",
                "reinstall torch and torchvision together",
            ),
        ],
    )
    def test_torch_that_cannot_be_imported(self, monkeypatch, error, remedy):
        monkeypatch.setattr(looks, "probe", fake({"error": error}))
        status, found, to_do = looks.torch(ROOT)
        assert (status, found) == (PROBLEM, error)
        assert remedy in to_do
        assert looks.device(ROOT)[0] == PROBLEM

    def test_torchvision_that_reads_wrongly(self, monkeypatch):
        found = {"torch": "2.15", "torchvision": "0.29", "reads_images": False}
        monkeypatch.setattr(looks, "probe", fake(found))
        assert looks.torch(ROOT)[0] == PROBLEM

    def test_without_a_clone_the_metadata_name_the_packages(self, monkeypatch, tmp_path):
        monkeypatch.setattr(looks, "PROJECT", tmp_path)
        monkeypatch.setattr(importlib.metadata, "requires", lambda name: ["torch>=2.9"])
        assert looks._required() == {"torch": "2.9"}

    @pytest.fixture
    def kernel(self, monkeypatch):
        """Lets Jupyter's kernel python3 start with this command."""
        from jupyter_client import kernelspec

        def start_with(command):
            def get_kernel_spec(self, name):
                if command is None:
                    raise kernelspec.NoSuchKernel(name)
                return SimpleNamespace(argv=[command, "-m", "x"], resource_dir="/kernels/python3")

            monkeypatch.setattr(kernelspec.KernelSpecManager, "get_kernel_spec", get_kernel_spec)

        return start_with

    @pytest.mark.parametrize("command", ["python", sys.executable])
    def test_kernel_of_this_python(self, kernel, command):
        kernel(command)
        assert looks.kernel(ROOT) == (OK, "notebooks run in this Python")

    def test_kernel_of_another_environment(self, kernel, tmp_path):
        """An environment's python is often a link to the same Python: its folder tells."""
        (tmp_path / "bin").mkdir()
        other = tmp_path / "bin" / "python"
        other.symlink_to(os.path.realpath(sys.executable))
        kernel(str(other))
        status, found, remedy = looks.kernel(ROOT)
        assert status == PROBLEM
        assert found.startswith(f"notebooks run in {other}, not in {sys.executable}")
        assert "kernelspec remove python3" in remedy

    def test_no_kernel(self, kernel):
        kernel(None)
        assert looks.kernel(ROOT)[:2] == (PROBLEM, "Jupyter knows no kernel python3")

    def test_widgets_whose_parts_do_not_fit(self, installed):
        installed(ipywidgets="8.1.5", jupyterlab_widgets="2.0", widgetsnbextension="4.0")
        status, found, remedy = looks.widgets(ROOT)
        assert status == PROBLEM
        assert "they don't fit each other" in found
        assert "--force-reinstall ipywidgets" in remedy

    def test_widgets_without_the_pages_part(self, installed, monkeypatch, tmp_path):
        installed(ipywidgets="8.1.5", widgetsnbextension="4.0")
        assert looks.widgets(ROOT)[:2] == (
            PROBLEM,
            "ipywidgets 8.1.5, without jupyterlab_widgets",
        )
        installed(ipywidgets="8.1.5", jupyterlab_widgets="3.0", widgetsnbextension="4.0")
        monkeypatch.setattr(sys, "prefix", str(tmp_path))
        status, found, _ = looks.widgets(ROOT)
        assert status == PROBLEM
        assert "JupyterLab's part is not in" in found


class TestMachine:
    @pytest.fixture
    def described(self, monkeypatch, tmp_path):
        """Lets the root be in a state; there is no other copy of the images."""
        monkeypatch.delenv("FMNIST_DATA", raising=False)
        monkeypatch.setattr(sources, "SYSTEM_COPY", tmp_path / "none")

        def be(state):
            wrong = {Path("x"): "it is cut off"} if state == "damaged" else {}
            found = sources.Description(tmp_path, state, {}, wrong)
            monkeypatch.setattr(sources, "describe", lambda root: found)

        return be

    @pytest.mark.parametrize(
        ("state", "status", "words"),
        [
            ("full", OK, "all 70,000 images"),
            ("missing", OK, "The first lesson downloads it"),
            ("sample", WARNING, "only the sample"),
            ("incomplete", WARNING, "missing"),
            ("damaged", WARNING, "it is cut off"),
        ],
    )
    def test_data(self, described, tmp_path, state, status, words):
        described(state)
        found = looks.data(tmp_path)
        assert found[0] == status
        assert words in found[1]
        assert status == OK or f"data --root {tmp_path}" in found[2]

    def test_data_elsewhere(self, described, tmp_path, monkeypatch):
        described("missing")
        monkeypatch.setattr(sources, "SYSTEM_COPY", tmp_path)
        assert f"copies it from {tmp_path}" in looks.data(tmp_path / "root")[1]
        monkeypatch.setenv("FMNIST_DATA", str(tmp_path / "nowhere"))
        status, found, remedy = looks.data(tmp_path / "root")
        assert (status, remedy) == (WARNING, "correct or unset it")
        assert "nowhere, which is not a folder" in found

    @pytest.mark.parametrize(("free", "status"), [(8e9, OK), (1.2e9, WARNING), (0.4e9, PROBLEM)])
    def test_memory(self, monkeypatch, free, status):
        monkeypatch.setattr(looks, "_memory", lambda: (free, 16e9))
        found = looks.memory(ROOT)
        assert found[0] == status
        assert f"{free / 1e9:.1f} of 16.0 GB" in found[1]

    def test_memory_within_a_containers_limits(self, monkeypatch, tmp_path):
        monkeypatch.setattr(looks, "CGROUP", tmp_path)
        free, total = looks._memory()
        assert 0 < free <= total
        (tmp_path / "memory.max").write_text("max\n")
        assert looks._memory()[1] == total
        (tmp_path / "memory.max").write_text("1000000\n")
        (tmp_path / "memory.current").write_text("400000\n")
        assert looks._memory() == (600_000, 1_000_000)

    @pytest.mark.parametrize(("free", "status"), [(8e9, OK), (0.4e9, WARNING), (0.1e9, PROBLEM)])
    def test_disk(self, monkeypatch, tmp_path, free, status):
        monkeypatch.setattr(looks.shutil, "disk_usage", lambda folder: SimpleNamespace(free=free))
        found = looks.disk(tmp_path / "not" / "yet")
        assert found[0] == status
        assert found[1] == f"{free / 1e9:.1f} GB are free in {tmp_path}"

    def test_disk_that_cannot_be_written(self, monkeypatch, tmp_path):
        monkeypatch.setattr(os, "access", lambda path, mode: False)
        assert looks.disk(tmp_path)[:2] == (WARNING, f"{tmp_path} cannot be written")

    @pytest.mark.parametrize(
        ("probe", "nvidia", "status", "words"),
        [
            ({"device": "cpu", "cuda": None}, True, OK, "cpu"),
            ({"device": "cpu", "cuda": "13"}, False, OK, "cpu"),
            (
                {"device": "cpu", "cuda": "13"},
                True,
                WARNING,
                "but this PyTorch (CUDA 13) cannot use",
            ),
            ({"device": "cuda:0", "name": "H200", "cuda": "13"}, True, OK, "cuda:0 H200"),
            ({"device": "mps", "cuda": None, "right": False}, False, PROBLEM, "computes wrongly"),
            ({"error": "RuntimeError: no kernel image"}, True, PROBLEM, "no kernel image"),
        ],
    )
    def test_device(self, monkeypatch, probe, nvidia, status, words):
        monkeypatch.setattr(looks.shutil, "which", lambda name: "/usr/bin/x" if nvidia else None)
        monkeypatch.setattr(looks, "probe", fake({"name": "", "right": True} | probe))
        found = looks.device(ROOT)
        assert found[0] == status
        assert words in found[1]
        assert status != PROBLEM or "FMNIST_DEVICE=cpu" in found[2]
