"""The doctor: every finding with its remedy, where things are well, missing, wrong or broken."""

import importlib.metadata
import json
import os
import subprocess
import sys
import venv
from pathlib import Path
from types import SimpleNamespace

import pytest

from fmnist_helpers import __main__ as command_line
from fmnist_helpers import _command_doctor, _doctor, _doctor_probe, sources
from fmnist_helpers import _doctor_environment as environment
from fmnist_helpers import _doctor_machine as machine
from fmnist_helpers._doctor import OK, PROBLEM, WARNING, Finding, ask_probe
from tests.lessons import ROOT

NAMES = (
    "python packages package torch torchvision kernel jupyter widgets fonts "
    "data memory disk device threads openmp"
)


@pytest.fixture(scope="module")
def findings(tmp_path_factory):
    """What the doctor finds on this computer, by name."""
    return {each.name: each for each in _doctor.examine(tmp_path_factory.mktemp("data"))}


class TestHere:
    def test_everything_is_looked_at(self, findings):
        assert list(findings) == NAMES.split()

    @pytest.mark.parametrize(
        "name", ["python", "packages", "torch", "torchvision", "widgets", "openmp"]
    )
    def test_what_these_tests_run_in_is_well(self, findings, name):
        assert findings[name].status == OK, findings[name]

    def test_says_what_there_is(self, findings):
        assert sys.executable in findings["python"].found
        assert importlib.metadata.version("torch") in findings["torch"].found
        assert findings["device"].found
        assert "cores" in findings["threads"].found
        assert not [each for each in findings.values() if "could not be looked at" in each.found]

    def test_whatever_is_not_well_has_a_remedy(self, findings):
        assert all(bool(each.remedy) == (each.status != OK) for each in findings.values())


class TestCommand:
    findings = (
        Finding("python", OK, "3.11"),
        Finding("memory", WARNING, "little", "close something"),
    )

    @pytest.fixture
    def examined(self, monkeypatch):
        """Lets the doctor find what a test says."""

        def find(*findings):
            monkeypatch.setattr(_command_doctor, "examine", lambda root: list(findings))

        return find

    def test_warnings_do_not_keep_lessons_from_running(self, examined, capsys):
        examined(*self.findings)
        assert command_line.main(["doctor"]) == 0
        assert capsys.readouterr().out == (
            "ok    python       3.11\n"
            "look  memory       little\n"
            "                   To do: close something\n"
            "\n"
            "The lessons will run.\n"
        )

    def test_problems_do(self, examined, capsys):
        examined(*self.findings, Finding("torch", PROBLEM, "missing", "install it"))
        assert command_line.main(["doctor"]) == 1
        said = capsys.readouterr().out
        assert "NO    torch        missing\n" in said
        assert said.endswith("The lessons won't run: see NO above.\n")

    def test_json_for_who_helps(self, examined, capsys):
        examined(*self.findings)
        assert command_line.main(["doctor", "--json"]) == 0
        report = json.loads(capsys.readouterr().out)
        assert report["lessons_will_run"] is True
        assert report["findings"][1] == {
            "name": "memory",
            "status": "warning",
            "found": "little",
            "remedy": "close something",
        }


@pytest.mark.slow
def test_in_a_python_with_nothing_installed_it_says_what_to_install(tmp_path):
    """No torch, no numpy, not even the package itself: only the folder and Python."""
    venv.create(tmp_path / "bare", with_pip=False, symlinks=os.name != "nt")
    python = tmp_path / "bare" / ("Scripts" if os.name == "nt" else "bin") / "python"
    ended = subprocess.run(
        [python, "-m", "fmnist_helpers", "doctor", "--json", "--root", str(tmp_path / "data")],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=ROOT,
        env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
    )
    assert ended.returncode == 1, ended.stderr
    assert ended.stderr == ""
    found = {each["name"]: each for each in json.loads(ended.stdout)["findings"]}
    assert list(found) == NAMES.split()
    assert found["python"]["status"] == OK
    assert "missing: torch, torchvision, numpy" in found["packages"]["found"]
    for name in ("packages", "package", "torch", "torchvision", "fonts"):
        assert found[name]["status"] == PROBLEM
        assert "uv sync" in found[name]["remedy"]
    assert found["data"]["status"] == OK


class TestProbe:
    def ask(self, code: str, timeout: float = 60.0):
        return ask_probe([sys.executable, "-S", "-c", code], timeout)

    def test_gives_what_each_part_found(self):
        probe = self.ask(
            """if 1:
            print('{"begins": "torch"}')
            print('{"part": "torch", "threads": 2}')
            print("chatter of some library")
            print('{"begins": "fonts"}')
            print('{"part": "fonts", "error": "ImportError: no"}')
            """
        )
        assert probe("torch") == {"threads": 2}
        assert probe("fonts") == {"error": "ImportError: no"}

    def test_names_the_part_that_crashed_and_the_last_words(self):
        probe = self.ask(
            """if 1:
            import os, sys
            print('{"begins": "torch"}')
            print('{"part": "torch", "threads": 2}')
            print('{"begins": "openmp"}', flush=True)
            print("OMP: Error #15: two of them", file=sys.stderr, flush=True)
            os.abort()
            """
        )
        assert probe("torch") == {"threads": 2}
        assert "died with status -6. OMP: Error #15: two of them" in probe("openmp")["error"]
        assert probe("fonts")["error"].startswith("not reached: Python died")

    def test_does_not_wait_for_ever(self):
        probe = self.ask(
            """if 1:
            import time
            print('{"begins": "torch"}', flush=True)
            time.sleep(60)
            """,
            timeout=1.0,
        )
        assert probe("torch") == {"error": "no answer after 1 s"}

    def test_a_python_that_says_nothing(self):
        assert "died with status 3" in self.ask("raise SystemExit(3)")("torch")["error"]

    def test_the_real_one_survives_whatever_is_broken(self, tmp_path, monkeypatch):
        for name in ("torch", "sklearn", "matplotlib"):
            (tmp_path / f"{name}.py").write_text(f"raise OSError('{name}.so: cannot open')")
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        probe = ask_probe([sys.executable, str(_doctor.PROBE)], 60.0)
        for part in ("torch", "torchvision", "device"):
            assert probe(part)["error"] == "OSError: torch.so: cannot open"
        assert probe("openmp")["error"] == "OSError: sklearn.so: cannot open"
        assert probe("fonts")["error"] == "OSError: matplotlib.so: cannot open"
        status, found, remedy = environment.torch(probe("torch"))
        assert (status, found) == (PROBLEM, "OSError: torch.so: cannot open")
        assert "--force-reinstall" in remedy


def test_the_probe_finds_here_what_the_lessons_use(capsys, monkeypatch):
    monkeypatch.setattr(sys, "path", list(sys.path))
    _doctor_probe.main()
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    found = {each.pop("part"): each for each in said if "part" in each}
    assert [each["begins"] for each in said if "begins" in each] == list(found)
    assert list(found) == list(_doctor_probe.PARTS)
    assert Path(found["package"]["folder"]) == Path(_doctor_probe.__file__).parent
    assert found["torch"]["version"].startswith(importlib.metadata.version("torch"))
    assert [found[name]["right"] for name in ("torch", "torchvision", "device")] == [True] * 3
    assert found["openmp"]["libraries"]
    assert found["fonts"]["font"] in found["fonts"]["wanted"]


def test_a_check_that_fails_is_a_finding_too():
    def check():
        raise KeyError("odd")

    finding = _doctor._finding("odd", check)
    assert (finding.status, finding.found) == (WARNING, "could not be looked at: KeyError('odd')")


class TestEnvironment:
    def test_old_python(self, monkeypatch):
        monkeypatch.setattr(sys, "version_info", (3, 10, 0))
        status, _, remedy = environment.python()
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
        monkeypatch.setattr(environment, "PROJECT", tmp_path)
        return tmp_path

    @pytest.mark.parametrize(
        ("versions", "status", "words"),
        [
            ({"torch": "2.9", "scikit-learn": "1.5"}, OK, "2 of 2 are there and new enough"),
            ({"torch": "2.15.0+cu132", "scikit-learn": "1.10"}, OK, "2 of 2"),
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
        installed(**versions)
        found = environment.packages()
        assert found[0] == status
        assert words in found[1]
        assert len(found) == (2 if status == OK else 3)

    def test_versions_other_than_tested_are_named(self, installed, project):
        (project / "requirements-tested.txt").write_text(
            "# all\ntorch==2.15.0\nscikit-learn==1.9.1\n"
        )
        installed(**{"torch": "2.15.0+cpu", "scikit-learn": "1.8.0"})
        status, found = environment.packages()
        assert status == OK
        assert found.endswith("other than tested: scikit-learn 1.8.0 (tested: 1.9.1)")

    def test_the_projects_own_lists_are_understood(self):
        assert environment._required()["torch"] == "2.9"
        assert set(environment._required()) <= set(environment._tested())

    def test_without_a_clone_the_metadata_name_the_packages(self, monkeypatch, tmp_path):
        monkeypatch.setattr(environment, "PROJECT", tmp_path)
        monkeypatch.setattr(importlib.metadata, "requires", lambda name: ["torch>=2.9"])
        assert environment._required() == {"torch": "2.9"}
        assert environment._tested() == {}

    def test_package(self, tmp_path):
        here = Path(environment.__file__).parent
        assert environment.package({"folder": str(here)})[0] == OK
        assert environment.package({"folder": None})[:2] == (
            PROBLEM,
            "fmnist_helpers is not installed in this Python",
        )
        status, found, _ = environment.package({"folder": str(tmp_path)})
        assert (status, found) == (PROBLEM, f"notebooks would import {tmp_path}, not {here}")

    @pytest.mark.parametrize("check", [environment.torch, environment.torchvision])
    @pytest.mark.parametrize(
        ("probe", "status", "remedy"),
        [
            ({"version": "2.15", "right": True}, OK, None),
            ({"version": "2.15", "right": False}, PROBLEM, "--force-reinstall torch torchvision"),
            ({"error": "ModuleNotFoundError: No module named 'torch'"}, PROBLEM, "uv sync"),
            ({"error": "x\nOMP: Error #15: Initializing libiomp5"}, PROBLEM, "a new environment"),
            ({"error": "operator torchvision::nms does not exist"}, PROBLEM, "together and anew"),
        ],
    )
    def test_torch(self, check, probe, status, remedy):
        found = check(probe)
        assert found[0] == status
        assert remedy is None or remedy in found[2]

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
        assert environment.kernel() == (OK, "notebooks run in this Python")

    def test_kernel_of_another_environment(self, kernel, tmp_path):
        """An environment's python is often a link to the same Python: its folder tells."""
        (tmp_path / "bin").mkdir()
        other = tmp_path / "bin" / "python"
        other.symlink_to(os.path.realpath(sys.executable))
        kernel(str(other))
        status, found, remedy = environment.kernel()
        assert status == PROBLEM
        assert found.startswith(f"notebooks run in {other}, not in {sys.executable}")
        assert "kernelspec remove python3" in remedy

    def test_no_kernel(self, kernel):
        kernel(None)
        assert environment.kernel()[:2] == (PROBLEM, "Jupyter knows no kernel python3")

    def test_jupyter_of_this_environment(self, monkeypatch):
        scripts = Path(environment.sysconfig.get_path("scripts"))
        monkeypatch.setattr(environment.shutil, "which", lambda name: str(scripts / name))
        assert environment.jupyter()[0] == OK

    @pytest.mark.parametrize(
        ("command", "words"),
        [(None, "is not on the PATH"), ("/usr/bin/jupyter-lab", "is /usr/bin/jupyter-lab, of an")],
    )
    def test_jupyter_of_another_environment(self, monkeypatch, command, words):
        monkeypatch.setattr(environment.shutil, "which", lambda name: command)
        status, found, remedy = environment.jupyter()
        assert status == WARNING
        assert words in found
        assert "python -m jupyterlab" in remedy

    def test_widgets_whose_parts_do_not_fit(self, installed):
        installed(ipywidgets="8.1.5", jupyterlab_widgets="2.0", widgetsnbextension="4.0")
        status, found, remedy = environment.widgets()
        assert status == PROBLEM
        assert "they don't fit each other" in found
        assert "--force-reinstall ipywidgets" in remedy

    def test_widgets_without_the_pages_part(self, installed, monkeypatch, tmp_path):
        installed(ipywidgets="8.1.5", widgetsnbextension="4.0")
        assert environment.widgets()[:2] == (
            PROBLEM,
            "ipywidgets 8.1.5, without jupyterlab_widgets",
        )
        installed(ipywidgets="8.1.5", jupyterlab_widgets="3.0", widgetsnbextension="4.0")
        monkeypatch.setattr(sys, "prefix", str(tmp_path))
        status, found, _ = environment.widgets()
        assert status == PROBLEM
        assert "JupyterLab's part is not in" in found

    @pytest.mark.parametrize(
        ("change", "status", "words"),
        [
            ({}, OK, "DejaVu Sans"),
            ({"font": None}, WARNING, "none of DejaVu Sans, Arial"),
            ({"cache_writable": False}, WARNING, "/cache cannot be written"),
            ({"error": "No module named 'matplotlib'"}, PROBLEM, "No module named 'matplotlib'"),
        ],
    )
    def test_fonts(self, change, status, words):
        well = {"version": "3.11", "font": "DejaVu Sans", "cache": "/cache", "cache_writable": True}
        found = environment.fonts(well | {"wanted": ["DejaVu Sans", "Arial"]} | change)
        assert found[0] == status
        assert words in found[1]


class TestMachine:
    @pytest.fixture
    def described(self, monkeypatch, tmp_path):
        """Lets the root be in a state; there is no other copy of the images."""
        monkeypatch.delenv("FMNIST_DATA", raising=False)
        monkeypatch.setattr(sources, "SYSTEM_COPY", tmp_path / "none")

        def be(state):
            wrong = {Path("x"): "it is cut off"} if state == "damaged" else {}
            found = sources.Description(tmp_path, state, {}, wrong, 0)
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
        found = machine.data(tmp_path)
        assert found[0] == status
        assert words in found[1]
        assert status == OK or f"data --root {tmp_path}" in found[2]

    def test_data_elsewhere(self, described, tmp_path, monkeypatch):
        described("missing")
        monkeypatch.setattr(sources, "SYSTEM_COPY", tmp_path)
        assert f"copies it from {tmp_path}" in machine.data(tmp_path / "root")[1]
        monkeypatch.setenv("FMNIST_DATA", str(tmp_path / "nowhere"))
        status, found, remedy = machine.data(tmp_path / "root")
        assert (status, remedy) == (WARNING, "correct it or unset it")
        assert "nowhere, which is no folder" in found

    @pytest.mark.parametrize(("free", "status"), [(8e9, OK), (1.2e9, WARNING), (0.4e9, PROBLEM)])
    def test_memory(self, monkeypatch, free, status):
        monkeypatch.setattr(machine, "_memory", lambda: (free, 16e9))
        found = machine.memory()
        assert found[0] == status
        assert f"{free / 1e9:.1f} of 16.0 GB" in found[1]

    def test_memory_and_cores_within_a_containers_limits(self, monkeypatch, tmp_path):
        monkeypatch.setattr(machine, "CGROUP", tmp_path)
        free, total = machine._memory()
        assert 0 < free <= total
        assert machine._cores() >= 1
        (tmp_path / "memory.max").write_text("max\n")
        (tmp_path / "cpu.max").write_text("max 100000\n")
        assert machine._memory()[1] == total
        assert machine._cores() >= 1
        (tmp_path / "memory.max").write_text("1000000\n")
        (tmp_path / "memory.current").write_text("400000\n")
        (tmp_path / "cpu.max").write_text("50000 100000\n")
        assert machine._memory() == (600_000, 1_000_000)
        assert machine._cores() == 0.5

    @pytest.mark.parametrize(("free", "status"), [(8e9, OK), (0.4e9, WARNING), (0.1e9, PROBLEM)])
    def test_disk(self, monkeypatch, tmp_path, free, status):
        monkeypatch.setattr(machine.shutil, "disk_usage", lambda folder: SimpleNamespace(free=free))
        found = machine.disk(tmp_path / "not" / "yet")
        assert found[0] == status
        assert found[1] == f"{free / 1e9:.1f} GB are free in {tmp_path}"

    def test_disk_that_cannot_be_written(self, monkeypatch, tmp_path):
        monkeypatch.setattr(os, "access", lambda path, mode: False)
        assert machine.disk(tmp_path)[:2] == (WARNING, f"{tmp_path} cannot be written")

    @pytest.mark.parametrize(
        ("probe", "nvidia", "status", "words"),
        [
            ({"device": "cpu", "cuda": None}, True, OK, "cpu"),
            ({"device": "cpu", "cuda": "13"}, False, OK, "cpu"),
            ({"device": "cpu", "cuda": "13"}, True, WARNING, "this torch (CUDA 13) cannot use"),
            ({"device": "cuda:0", "name": "H200", "cuda": "13"}, True, OK, "cuda:0 H200"),
            ({"device": "mps", "cuda": None, "right": False}, False, PROBLEM, "computes wrongly"),
            ({"error": "RuntimeError:\nno kernel image"}, True, PROBLEM, "no kernel image"),
        ],
    )
    def test_device(self, monkeypatch, probe, nvidia, status, words):
        monkeypatch.setattr(machine.shutil, "which", lambda name: "/usr/bin/x" if nvidia else None)
        found = machine.device({"name": "", "right": True} | probe)
        assert found[0] == status
        assert words in found[1]
        assert status != PROBLEM or "FMNIST_DEVICE=cpu" in found[2]

    @pytest.mark.parametrize(
        ("threads", "load", "status", "words"),
        [
            (2, 0.1, OK, "2 cores, OMP_NUM_THREADS=2, torch starts with 2 threads"),
            (8, 0.1, WARNING, "more than there are cores"),
            (2, 9.2, WARNING, "9 processes want to compute"),
            (None, 0.1, OK, "2 cores, OMP_NUM_THREADS=2"),
        ],
    )
    def test_threads(self, monkeypatch, threads, load, status, words):
        for name in ("OMP_WAIT_POLICY", "FMNIST_THREADS"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("OMP_NUM_THREADS", "2")
        monkeypatch.setattr(machine, "_cores", lambda: 2)
        monkeypatch.setattr(os, "getloadavg", lambda: (load, load, load))
        found = machine.threads({} if threads is None else {"threads": threads})
        assert found[0] == status
        assert words in found[1]

    @pytest.mark.parametrize(
        ("libraries", "status"),
        [
            ([], OK),
            ([("libgomp", "/a/libgomp.so")], OK),
            ([("libgomp", "/a/libgomp.so"), ("libgomp", "/b/libgomp.so")], OK),
            ([("libiomp", "/a/libiomp5.so"), ("libomp", "/b/libomp.so")], WARNING),
        ],
    )
    def test_openmp(self, libraries, status):
        assert machine.openmp({"libraries": libraries})[0] == status

    def test_openmp_that_cannot_be_looked_at(self):
        found = machine.openmp({"error": "x\nImportError: threadpoolctl"})
        assert found == (WARNING, "could not be looked at: ImportError: threadpoolctl")
