"""`fmnist learn`: a copy of one's own, which no update writes over, and JupyterLab in it."""

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from fmnist_helpers import __main__ as command_line
from fmnist_helpers import progress
from fmnist_helpers.commands import learn
from tests.support.lessons import ROOT


def lesson(source: str) -> nbformat.NotebookNode:
    shown = new_code_cell(source, execution_count=3, outputs=[new_output("stream", text="81 %")])
    return new_notebook(cells=[shown, new_code_cell("7", metadata={"tags": ["solution"]})])


@pytest.fixture
def originals(tmp_path, monkeypatch):
    """The lessons that the package comes with: 00, 03 and 05."""
    folder = tmp_path / "originals"
    folder.mkdir()
    names = ("00_start", "03_custom", "05_model")
    for name in names:
        nbformat.write(lesson(name), folder / f"{name}.ipynb")
    monkeypatch.setattr(progress, "lesson_files", lambda: sorted(folder.glob("*.ipynb")))
    monkeypatch.setattr(
        progress,
        "plan",
        lambda: {name[:2]: (f"do{name[:2]}", "quiz") for name in (*names, "09_more")},
    )
    monkeypatch.setenv("FMNIST_PROGRESS", str(tmp_path / "progress.json"))
    monkeypatch.chdir(tmp_path)
    return folder


def run(*options: str) -> int:
    return command_line.main(["learn", "--no-start", *options])


def sources(path: Path) -> list[str]:
    return [cell.source for cell in nbformat.read(path, as_version=4).cells]


@pytest.mark.usefixtures("originals")
def test_the_copy_has_no_outputs_and_folded_solutions(capsys):
    assert run() == 0
    assert "Lessons written into my-lessons: 3." in capsys.readouterr().out
    first, solution = nbformat.read("my-lessons/00_start.ipynb", as_version=4).cells
    assert (first.outputs, first.execution_count) == ([], None)
    assert solution.metadata.jupyter.source_hidden


@pytest.mark.usefixtures("originals")
def test_a_second_time_nothing_is_written(capsys):
    run("mine")
    Path("mine/03_custom.ipynb").write_text("{}", encoding="utf-8")
    before = {path: path.read_bytes() for path in Path("mine").iterdir()}
    capsys.readouterr()
    run("mine")
    assert {path: path.read_bytes() for path in Path("mine").iterdir()} == before
    assert "written" not in capsys.readouterr().out


def test_a_new_version_replaces_what_was_not_changed_and_lies_beside_what_was(originals, capsys):
    run()
    mine = Path("my-lessons")
    nbformat.write(lesson("my notes"), mine / "03_custom.ipynb")
    for name in ("03_custom", "05_model"):
        nbformat.write(lesson(f"{name}, mended"), originals / f"{name}.ipynb")
    capsys.readouterr()
    run()
    assert sources(mine / "03_custom.ipynb")[0] == "my notes"
    assert sources(mine / "03_custom-new.ipynb")[0] == "03_custom, mended"
    assert sources(mine / "05_model.ipynb")[0] == "05_model, mended"
    said = capsys.readouterr().out
    assert "Lessons written into my-lessons: 1." in said
    assert "03_custom.ipynb has a new version. Yours is untouched; it is 03_custom-new" in said
    run()
    assert "new version" not in capsys.readouterr().out


def test_another_python_is_no_new_version(originals, monkeypatch, capsys):
    run()
    monkeypatch.setattr(sys, "version_info", (3, 99, 0))
    capsys.readouterr()
    run()
    assert "written" not in capsys.readouterr().out


@pytest.mark.usefixtures("originals")
@pytest.mark.parametrize("ledger", ["no json", "[1]", "{}", None])
def test_without_its_ledger_the_folder_keeps_what_was_changed(ledger):
    run()
    path = Path("my-lessons", learn.LEDGER)
    path.unlink() if ledger is None else path.write_text(ledger, encoding="utf-8")
    nbformat.write(lesson("my notes"), "my-lessons/03_custom.ipynb")
    run()
    assert sources(Path("my-lessons/03_custom.ipynb"))[0] == "my notes"


@pytest.mark.usefixtures("originals")
@pytest.mark.parametrize("number", ["03", "3"])
def test_a_lesson_is_set_back_and_the_learners_is_kept(number, capsys):
    run()
    nbformat.write(lesson("my notes"), "my-lessons/03_custom.ipynb")
    run("--reset", number)
    assert sources(Path("my-lessons/03_custom.ipynb"))[0] == "03_custom"
    (kept,) = Path("my-lessons").glob("03_custom-20*.ipynb")
    assert sources(kept)[0] == "my notes"
    assert f"What you had is in {kept.name}." in capsys.readouterr().out


@pytest.mark.usefixtures("originals")
def test_what_cannot_be_done_is_said(capsys):
    Path("file").write_text("mine", encoding="utf-8")
    assert run("file") == 2
    assert run("--reset", "04") == 2
    said = capsys.readouterr().err
    assert "file is a file: name a folder for your lessons" in said
    assert "there is no lesson 04; choose from 00, 03, 05" in said
    assert Path("file").read_text(encoding="utf-8") == "mine"


@pytest.mark.usefixtures("originals")
@pytest.mark.parametrize(
    ("done", "first"),
    [
        ([], "00_start.ipynb"),
        (["00.do00"], "00_start.ipynb"),
        (["00.do00", "00.quiz"], "03_custom.ipynb"),
        (["03.do03"], "03_custom.ipynb"),
        (["03.do03", "03.quiz"], "05_model.ipynb"),
        (["05.do05", "05.quiz"], "00_start.ipynb"),
    ],
)
def test_it_opens_where_the_learner_stopped(done, first):
    for exercise in done:
        progress.record(exercise)
    assert learn.where_to_start() == first


@pytest.mark.usefixtures("originals")
def test_jupyterlab_starts_on_this_computer_without_its_question(monkeypatch):
    started = {}

    class Started:
        def __init__(self, command, env):
            settings = Path(env["JUPYTER_CONFIG_PATH"].split(learn.os.pathsep)[0])
            started["command"] = command
            started["settings"] = json.loads(
                (settings / "labconfig" / "default_setting_overrides.json").read_text()
            )

        def wait(self):
            return 3

    monkeypatch.setattr(learn.subprocess, "Popen", Started)
    monkeypatch.setattr(learn.signal, "signal", lambda *_: None)
    assert command_line.main(["learn", "mine"]) == 3
    assert started["command"][1:4] == [
        "-m",
        "jupyterlab",
        "--LabApp.default_url=/lab/tree/00_start.ipynb",
    ]
    assert f"--ServerApp.root_dir={Path('mine').resolve()}" in started["command"]
    assert "--ServerApp.ip=127.0.0.1" in started["command"]
    (setting,) = started["settings"].values()
    assert setting["fetchNews"] == "false"


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("uv") is None, reason="uv builds the wheel")
def test_the_wheel_carries_the_lessons_and_runs_in_an_empty_folder(tmp_path):
    subprocess.run(["uv", "build", "-q", "--wheel", "-o", tmp_path, ROOT], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path / "installed")
    assert wheel.stat().st_size < 6e6
    lessons = [name for name in names if name.startswith("fmnist_helpers/lessons/")]
    assert sum(name.endswith(".ipynb") for name in lessons) == len(progress.lesson_files())
    assert not [name for name in lessons if "/data/" in name or "_work" in name or "TEACH" in name]
    assert not [name for name in names if name.startswith(("tests/", "classroom/", "benchmarks/"))]
    (tmp_path / "empty").mkdir()
    code = (
        "from fmnist_helpers.__main__ import main; raise SystemExit(main(['learn', '--no-start']))"
    )
    environment = {"PYTHONPATH": str(tmp_path / "installed"), "PATH": "", "HOME": str(tmp_path)}
    subprocess.run(
        [sys.executable, "-P", "-c", code], cwd=tmp_path / "empty", env=environment, check=True
    )
    copied = sorted(path.name for path in (tmp_path / "empty" / "my-lessons").glob("*.ipynb"))
    assert copied == [path.name for path in progress.lesson_files()]
