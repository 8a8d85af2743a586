"""`python -m tests.portability`: what wanders is measured, what differs is found."""

import json
import shutil
import sys
import tomllib
from decimal import Decimal
from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from packaging.requirements import Requirement

from tests.portability import __main__ as program
from tests.portability import surroundings
from tests.portability.deviations import deviations, differences, largest
from tests.support.lessons import ROOT


def run_of(*texts, tags=("within:0.03",), name="stdout"):
    """A notebook whose cells print these texts, each with the tags."""
    made = new_notebook()
    for count, text in enumerate(texts, start=1):
        cell = new_code_cell("…", execution_count=count, metadata={"tags": list(tags)})
        cell.outputs = [new_output("stream", name=name, text=text)]
        made.cells.append(cell)
    return made


def measured(stored, *seen, tags=("within:0.03",)):
    """The largest deviations of the texts in `seen`, each in surroundings of its own."""
    found = []
    for number, text in enumerate(seen):
        found += deviations("06", f"s{number}", run_of(stored, tags=tags), run_of(text, tags=tags))
    return largest(found)


def test_largest_deviation_of_each_number_and_where_it_was_seen():
    first, second = measured(
        "loss 0.50, 81.0 %\n", "loss 0.50, 81.2 %\n", "loss 0.49, 81.1 %\n", "loss 0.505, 81.0 %\n"
    )
    assert (first.stored, first.seen, first.away, first.surroundings) == (
        "0.50",
        "0.49",
        Decimal("0.01"),
        "s1",
    )
    assert first.share == Decimal(1) / 3
    assert (second.stored, second.seen, second.surroundings) == ("81.0%", "81.2%", "s0")
    assert second.away == Decimal("0.002")
    assert (first.cell, first.place, second.place) == (1, 1, 2)


@pytest.mark.parametrize(
    ("tag", "seen", "too_far"),
    [
        ("within:0.03", "0.51", False),  # exactly a third
        ("within:0.03", "0.511", True),
        ("within:0.03", "0.489", True),
        ("within:6%", "0.51", False),
        ("within:6%", "0.5101", True),
        ("within:0.03", "9.50", True),
        ("within:0.03", "nan", True),
    ],
)
def test_numbers_beyond_a_third_of_their_tolerance_are_marked(tag, seen, too_far):
    worst = measured("loss 0.50\n", f"loss {seen}\n", tags=[tag])
    assert [each.too_far for each in worst] == [too_far]
    text = program.table(worst)
    assert any(line.startswith("!") for line in text.splitlines()) is too_far
    assert ("1 beyond a third" in text) is too_far


def test_table_shows_what_moved_and_counts_the_rest():
    worst = measured("1.00 2.00\n", "1.00 2.01\n")
    lines = program.table(worst).splitlines()
    assert lines[1].split() == ["06", "[1]", "2", "2.00", "2.01", "0.01", "0.03", "33%", "s0"]
    assert lines[-2:] == ["2 numbers, 1 of them the same everywhere", "all within a third"]
    assert "same everywhere" in program.table(worst, everything=True).splitlines()[1]


@pytest.mark.parametrize(
    ("seen", "shown"),
    [
        ("accuracy 0.50\n", "+ accuracy 0.50"),
        ("loss 0.50\nmore\n", "+ more"),
        ("loss 0.50 0.50\n", "+ loss 0.50 0.50"),
        ("loss nan\n", "+ loss nan"),
        ("loss 3\n", "+ loss 3"),
    ],
)
def test_text_that_differs_is_found(seen, shown):
    (found,) = differences("06", "avx2", run_of("loss 0.50\n"), run_of(seen))
    assert (found.lesson, found.cell, found.surroundings) == ("06", 1, "avx2")
    assert shown in found.says


def test_numbers_that_wander_are_no_difference_in_text_however_far():
    stored, seen = run_of("loss 0.50\n"), run_of("loss 123.4\n")
    assert list(differences("06", "avx2", stored, seen)) == []


def test_without_a_tolerance_numbers_are_text_and_without_comparison_nothing_is():
    assert [d.cell for d in differences("", "", run_of("0.5", tags=()), run_of("0.6", tags=()))]
    ignored = ("nbval-ignore-output", "uncompared:time")
    pair = run_of("0.5", tags=ignored), run_of("0.6 s", tags=ignored)
    assert list(differences("", "", *pair)) == []
    assert list(deviations("", "", *pair)) == []


def test_another_stream_or_picture():
    pair = run_of("0.5"), run_of("0.5", name="stderr")
    assert len(list(differences("", "", *pair))) == 1
    stored, seen = run_of("0.5", tags=()), run_of("0.5", tags=())
    for notebook, picture in ((stored, "AAAA"), (seen, "BBBB")):
        data = {"image/png": picture, "text/plain": "Figure"}
        notebook.cells[0].outputs.append(new_output("display_data", data))
    assert list(differences("", "", stored, seen)) == []


def test_a_tag_that_fits_nothing_is_reported():
    (found,) = differences("", "", run_of("no number\n"), run_of("no number\n"))
    assert "prints no number" in found.says


def test_instruction_sets_that_the_processor_lacks_are_not_tried(monkeypatch):
    monkeypatch.setattr("torch.backends.cpu.get_cpu_capability", lambda: "AVX2")
    names = [each.name for each in surroundings.chosen(["cpu"])]
    assert "avx2" in names
    assert "avx512" not in names
    (named,) = surroundings.chosen(["avx512"])
    with pytest.raises(surroundings.NotHere, match="has avx2 only"):
        named.interpreter()
    monkeypatch.setattr("torch.backends.cpu.get_cpu_capability", lambda: "NO AVX")
    assert {"avx2", "avx512"}.isdisjoint(each.name for each in surroundings.chosen([]))


def test_a_python_is_found_by_what_it_says_of_itself():
    version = ".".join(map(str, sys.version_info[:2]))
    assert surroundings._find_python(version)
    assert surroundings._find_python("2.0") is None


def test_surroundings_that_do_not_exist(capsys):
    with pytest.raises(SystemExit):
        program.main(["--only", "cpu,avx1024"])
    assert "no surroundings 'avx1024'; there are cpu, here, default" in capsys.readouterr().err


def test_list_runs_nothing(capsys):
    assert program.main(["--list"]) == 0
    assert "mkl-compatible" in capsys.readouterr().out


def test_colab_brings_all_that_the_course_needs_but_the_page():
    """The cell that installs the course there installs none of what it stands on."""
    lines = (ROOT / surroundings.COLAB).read_text(encoding="utf-8").splitlines()
    pins = [Requirement(line) for line in lines if not line.startswith("#")]
    assert all(next(iter(pin.specifier)).operator == "==" for pin in pins)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {Requirement(line).name for line in project["dependencies"]}
    assert needed - {pin.name for pin in pins} == {"jupyterlab"}


@pytest.mark.skipif(shutil.which("uv") is None, reason="uv makes the environments")
def test_an_environment_as_in_colab_keeps_its_versions(monkeypatch, tmp_path):
    (colab,) = surroundings.chosen(["colab"])
    asked = []

    def run(command, **_):
        asked.append(list(map(str, command)))
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(surroundings, "cache", lambda: tmp_path)
    monkeypatch.setattr(surroundings, "_find_python", lambda version: f"python{version}")
    monkeypatch.setattr(surroundings.subprocess, "run", run)
    assert surroundings._environment(colab).is_relative_to(tmp_path / "colab")
    venv, versions, course = asked
    assert venv[:2] == ["uv", "venv"]
    assert versions[-2:] == ["--requirement", surroundings.COLAB]
    assert course[-3:] == ["--no-deps", "--editable", "."]
    assert "COLAB_RELEASE_TAG" in colab.variables  # by which the doctor knows it


def test_cells_that_show_a_widget_are_left_out_where_ipywidgets_is_old(monkeypatch, tmp_path):
    stored, seen = run_of("0.5", tags=()), run_of("0.6", tags=())
    for notebook, text in ((stored, "Quiz: 6 questions"), (seen, "Quiz(children=...")):
        shown = new_output("display_data", {"text/plain": text})
        notebook.cells.append(new_code_cell('widgets.quiz("10")', outputs=[shown]))
    program._skip_widgets(stored, seen)
    (found,) = differences("", "", stored, seen)
    assert "0.6" in found.says


@pytest.fixture
def pretend(monkeypatch, tmp_path):
    """Let `run` return the pairs of texts given, stored and seen, and then be interrupted."""

    def pretend(*pairs):
        done = iter(pairs)

        def run(path, where):
            for pair in done:
                return tuple(map(run_of, pair))
            raise KeyboardInterrupt

        monkeypatch.setattr(program, "run", run)
        monkeypatch.setattr(program, "demand_full_data", lambda: None)
        monkeypatch.setattr(program, "lessons", lambda: [tmp_path / "06.ipynb"])

    return pretend


@pytest.mark.parametrize(
    ("seen", "status"), [("loss 0.505\n", 0), ("loss 0.52\n", 1), ("accuracy 0.50\n", 1)]
)
def test_exit_status_says_whether_all_holds(pretend, seen, status):
    pretend(("loss 0.50\n", seen))
    assert program.main(["--only", "here"]) == status


def test_stopped_early_it_says_what_it_has(pretend, capsys):
    pretend(("0.50\n", "0.505\n"))
    assert program.main(["--only", "here,default"]) == 1
    printed = capsys.readouterr()
    assert "0.505" in printed.out
    assert "all within a third" in printed.out
    assert "stopped: not everything was run" in printed.err


def test_the_same_difference_is_printed_once(pretend, capsys):
    pretend(*[("loss 0.50\n", "accuracy 0.50\n")] * 2)
    assert program.main(["--only", "here,default"]) == 1
    printed = capsys.readouterr().out
    assert printed.count("+ accuracy 0.50") == 1
    assert "06 [1], here, default" in printed


TINY = """\
import os
if os.environ["FMNIST_THREADS"] == "2":
    1 / 0
plain = os.environ.get("ATEN_CPU_CAPABILITY") == "default"
print(f"loss {0.51 if plain else 0.50:.2f}")
"""


@pytest.mark.slow
def test_a_lesson_is_run_in_each_surroundings_and_stays_as_it_is(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(program, "demand_full_data", lambda: None)
    lesson, result = tmp_path / "00_tiny.ipynb", tmp_path / "result.json"
    notebook = run_of("loss 0.50\n")
    notebook.cells[0].source = TINY
    nbformat.write(notebook, lesson)
    before = lesson.read_bytes()
    arguments = [str(lesson), "--json", str(result), "--only", "default,two-threads"]
    assert program.main(arguments) == 1
    found = json.loads(result.read_text())
    (row,) = found["numbers"]
    assert (row["stored"], row["seen"], row["surroundings"]) == ("0.50", "0.51", "default")
    (problem,) = found["problems"]
    assert (problem["surroundings"], problem["cell"]) == ("two-threads", 0)
    assert "ZeroDivisionError" in problem["says"]
    assert "ZeroDivisionError" in capsys.readouterr().out
    assert lesson.read_bytes() == before
