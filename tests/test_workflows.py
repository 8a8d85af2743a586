"""`python -m tests.workflows`: the steps of a workflow, run here as GitHub runs them."""

import os
import shutil
import subprocess
import sys

import pytest
import yaml

from tests import workflows

HERE = ".".join(map(str, sys.version_info[:2]))
MATRIX = {"os": ["ubuntu-latest", "macos-latest"], "python": ["2.7", HERE]}
posix = pytest.mark.skipif(os.name != "posix" or not shutil.which("git"), reason="bash and git")


def job(*steps, runs_on="ubuntu-latest", **more):
    return {"runs-on": runs_on, "steps": list(steps), **more}


def step(run, **env):
    return {"run": run, "env": env}


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Call it with jobs: they are a.yml of a committed project with one file, `kept`."""
    project = tmp_path / "project"
    project.mkdir()
    (project / "kept").touch()
    git = ["git", "-C", project, "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "start"]):
        subprocess.run([*git, *command], check=True)
    (project / "not_committed").touch()
    monkeypatch.setattr(workflows, "ROOT", project)
    monkeypatch.setattr(workflows, "WORKFLOWS", tmp_path)

    def write(env=None, **jobs):
        text = yaml.safe_dump({"env": env or {}, "jobs": jobs}, sort_keys=False)
        (tmp_path / "a.yml").write_text(text, encoding="utf-8")

    return write


def test_of_a_matrix_linux_and_this_python_are_run():
    runs_on = "${{ matrix.os }}"
    matrix = {"strategy": {"matrix": MATRIX}}
    workflow = {
        "env": {"LEVEL": "workflow", "A": 1},
        "jobs": {
            "tests": job(
                {"uses": "actions/checkout@v5"},
                step("python ${{ matrix.python }}", LEVEL="step"),
                runs_on=runs_on,
                env={"LEVEL": "job", "B": "2"},
                **matrix,
            ),
            "elsewhere": job(step("x"), runs_on="windows-latest"),
        },
    }
    ((name, steps),) = workflows.jobs(workflow)
    assert name == f"tests, ubuntu-latest, {HERE}"
    assert steps == [(f"python {HERE}", {"LEVEL": "step", "A": "1", "B": "2"})]


def test_a_value_that_does_not_exist_is_an_error():
    with pytest.raises(ValueError, match=r"matrix\.pyhton.* has no value here; known are \['matr"):
        workflows.filled("${{ matrix.pyhton }}", {"matrix.python": "3.11"})


@posix
def test_steps_run_in_a_fresh_clone_until_one_fails(written, capfd):
    written(
        one=job(step("ls; touch made"), step("false\ntouch on"), step("touch never")),
        two=job(step("ls; test $WORD$CI = saidtrue", WORD="said")),
    )
    assert workflows.main(["a.yml"]) == 1
    shown = capfd.readouterr().out.splitlines()
    assert shown == [
        "kept",
        "ok        a.yml, one: ls; touch made",
        "kept",
        "ok        a.yml, two: ls; test $WORD$CI = saidtrue",
        "FAILED  1 a.yml, one: false",
        "touch on",
    ]


@posix
def test_what_only_github_knows_and_what_is_named_is_left_out(written, capfd):
    written(
        one=job(
            step("gh issue create", TOKEN="${{ github.token }}"),
            step("uv run pytest"),
            step("echo so"),
        )
    )
    assert workflows.main(["a.yml", "--without", "pytest"]) == 0
    assert capfd.readouterr().out.splitlines() == [
        "left out  a.yml, one: gh issue create",
        "left out  a.yml, one: uv run pytest",
        "so",
        "ok        a.yml, one: echo so",
    ]


@posix
def test_a_pipe_that_breaks_is_a_failure(written):
    written(one=job(step("false | true")))
    assert workflows.main(["a.yml"]) == 1


def test_list_runs_nothing(monkeypatch, capsys):
    monkeypatch.setattr(workflows, "run", None)
    names = sorted(path.name for path in workflows.WORKFLOWS.glob("*.yml"))
    assert workflows.main(["--list", *names]) == 0
    listed = capsys.readouterr().out
    assert "tests.yml, lint: uvx ruff check" in listed
    assert 'left out  release.yml, build: test "v$(uv version --short)" = "$TAG"' in listed
