"""How lessons are run: by pytest, in a small project of its own, and by `regenerate`."""

import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbval.plugin import CURRENT_ENV_KERNEL_NAME

import conftest
from tests import browser, regenerate
from tests.support import compare, lessons
from tests.support.lessons import ROOT, lesson_environment, write_atomically

SOURCES = """
import os
from pathlib import Path

def ensure_fashion_mnist(root):
    Path("fetched").touch()
    return Path(root)

def is_sample(root):
    return "TOY_SAMPLE" in os.environ
"""


def notebook(*cells, tags=None):
    """A notebook of code cells (source, printed text), each as if it had been run."""
    made = new_notebook()
    for count, (source, printed) in enumerate(cells, start=1):
        cell = new_code_cell(source, execution_count=count)
        if printed:
            cell.outputs = [new_output("stream", name="stdout", text=printed)]
        if tags:
            cell.metadata["tags"] = list(tags)
        made.cells.append(cell)
    return made


@pytest.fixture
def project(tmp_path):
    """This project's pytest settings around an empty notebooks/ and a stand-in for the data."""
    for name in ("conftest.py", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    for folder in ("tests", "notebooks", "fmnist_helpers", "elsewhere"):
        (tmp_path / folder).mkdir()
    for module in (browser, compare, lessons):
        place = Path(module.__file__).relative_to(ROOT)
        for each in (place, place.with_name("__init__.py"), Path("tests/__init__.py")):
            (tmp_path / each).parent.mkdir(exist_ok=True)
            shutil.copy(ROOT / each, tmp_path / each)
    (tmp_path / "tests" / "test_unit.py").write_text("def test_unit():\n    pass\n")
    (tmp_path / "fmnist_helpers" / "__init__.py").touch()
    (tmp_path / "fmnist_helpers" / "sources.py").write_text(SOURCES)
    return tmp_path


def run_pytest(project, *arguments, cwd=None, **variables):
    """Run pytest on the small project; its outcomes by test, and all it printed."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "COV_"))}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-rA", "--color=no", "-p", "no:cacheprovider", *arguments],
        cwd=cwd or project,
        env={**environment, **variables},
        capture_output=True,
        text=True,
        timeout=120,
    )
    found = re.findall(r"^(PASSED|FAILED|XFAIL|XPASS) (\S+::(?:Cell \d+|\w+))", done.stdout, re.M)
    return {test.rpartition("/")[2]: outcome for outcome, test in found}, done.stdout + done.stderr


COUNTING = [("n = 1\nprint(n)", "1\n"), *(("n += 1\nprint(n)", f"{n}\n") for n in range(2, 8))]
INLINE = "module://matplotlib_inline.backend_inline"
SURROUNDINGS = """
import os
print(os.environ["FMNIST_STRICT"], os.environ["OMP_NUM_THREADS"], os.environ["MPLBACKEND"])
print(os.path.basename(os.getcwd()), os.path.exists(os.environ["FMNIST_PROGRESS"]))
"""


@pytest.mark.slow
def test_strict_run_compares_and_ends_whatever_a_lesson_does(project):
    cells = {
        "00_counts": COUNTING,
        "01_differs": [("print(1)", "2\n"), ("print(3)", "3\n")],
        "02_dies": [("print(1)", "1\n"), ("import os\nos._exit(1)", ""), ("print(3)", "3\n")],
        "03_hangs": [("import time\ntime.sleep(1000)", ""), ("print(2)", "2\n")],
        "04_surroundings": [(SURROUNDINGS, f"1 1 {INLINE}\nnotebooks False\n")],
        "05_warns": [("import warnings\nwarnings.warn('old')\nprint(1)", "1\n")],
        "06_nears": [("print('loss 0.53')", "loss 0.52\n"), ("print('0.9')", "0.52\n")],
    }
    for name, each in cells.items():
        tags = ["within:0.02"] if name == "06_nears" else None
        nbformat.write(notebook(*each, tags=tags), project / "notebooks" / f"{name}.ipynb")
    outcomes, printed = run_pytest(project, "--nbval-cell-timeout=10", MPLBACKEND="agg")
    expected = {f"00_counts.ipynb::Cell {n}": "PASSED" for n in range(len(COUNTING))}
    expected |= {"01_differs.ipynb::Cell 0": "FAILED", "01_differs.ipynb::Cell 1": "PASSED"}
    expected |= {"02_dies.ipynb::Cell 0": "PASSED", "02_dies.ipynb::Cell 1": "FAILED"}
    expected |= {"02_dies.ipynb::Cell 2": "FAILED", "03_hangs.ipynb::Cell 0": "FAILED"}
    expected |= {"03_hangs.ipynb::Cell 1": "XPASS", "04_surroundings.ipynb::Cell 0": "PASSED"}
    expected |= {"05_warns.ipynb::Cell 0": "FAILED", "06_nears.ipynb::Cell 0": "PASSED"}
    expected |= {"06_nears.ipynb::Cell 1": "FAILED"}
    assert outcomes == expected | {"test_unit.py::test_unit": "PASSED"}, printed
    assert "the kernel died while it ran this cell" in printed
    assert "Timeout of 10 seconds exceeded" in printed
    assert "lessons: run and compared" in printed
    assert "NOT COMPARED" not in printed


@pytest.mark.slow
def test_run_on_the_sample_compares_nothing_and_says_so(project):
    cells = [("print(1)", "2\n"), ("1 / 0", "")]
    lesson = project / "notebooks" / "01_differs.ipynb"
    # Nothing is compared there, so that a tolerance has nothing to say.
    nbformat.write(notebook(*cells, tags=["within:0.02"]), lesson)
    outcomes, printed = run_pytest(
        project, str(lesson), "-n0", cwd=project / "elsewhere", TOY_SAMPLE="1"
    )
    assert outcomes == {"01_differs.ipynb::Cell 0": "PASSED", "01_differs.ipynb::Cell 1": "FAILED"}
    assert printed.count("NOT COMPARED") == 2, "in the header and at the end"
    assert (project / "elsewhere" / "fetched").exists()


@pytest.mark.slow
def test_slow_tests_are_left_out_and_the_header_says_so(project):
    slow = "import pytest\n\n@pytest.mark.slow\ndef test_slow():\n    pass\n"
    (project / "tests" / "test_unit.py").write_text(slow)
    outcomes, printed = run_pytest(project, "-n1", CI="")
    assert outcomes == {}
    assert "slow tests: LEFT OUT" in printed


@pytest.mark.parametrize(
    ("arguments", "mark", "ci", "left_out"),
    [
        (["tests", "notebooks"], "", "", True),
        (["tests", "notebooks"], "", "true", False),
        (["tests", "notebooks"], "slow", "", False),
        (["tests/test_unit.py"], "", "", False),
    ],
    ids=["all at once", "in CI", "by mark", "by name"],
)
def test_slow_tests_are_left_out_only_where_a_person_waits_for_all(
    pytestconfig, monkeypatch, arguments, mark, ci, left_out
):
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(pytestconfig, "args", arguments)
    monkeypatch.setattr(pytestconfig.option, "markexpr", mark)
    assert bool(conftest._slow_left_out(pytestconfig)) == left_out


@pytest.mark.parametrize(
    ("test", "windows", "without_datasets"),
    [
        ("notebooks/15_your_own_data.ipynb::Cell 3", None, None),
        ("notebooks/16_many_processes.ipynb::Cell 3", "torchrun", None),
        ("notebooks/17_larger_than_memory.ipynb::Cell 3", None, "Hugging Face Datasets"),
        (
            "tests/test_lessons_alone.py::lesson_runs_alone[16_many_processes]",
            "torchrun",
            None,
        ),
        ("tests/test_distributed.py::test_torchrun_takes_the_steps", "torchrun", None),
        ("tests/test_notebooks.py::test_form[16_many_processes]", None, None),
    ],
)
def test_what_cannot_run_here_is_skipped_with_its_reason(
    monkeypatch, test, windows, without_datasets
):
    assert conftest._impossible_here(test) is None
    with monkeypatch.context() as changed:
        changed.setattr("sys.platform", "win32")
        assert (windows or "") in (conftest._impossible_here(test) or "")
        assert bool(windows) == bool(conftest._impossible_here(test))
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert (without_datasets or "") in (conftest._impossible_here(test) or "")
    assert bool(without_datasets) == bool(conftest._impossible_here(test))


def test_unit_tests_alone_fetch_no_data(project):
    outcomes, printed = run_pytest(project, "tests", "-n0")
    assert outcomes == {"test_unit.py::test_unit": "PASSED"}
    assert "lessons:" not in printed
    assert not (project / "fetched").exists()


def test_an_id_that_differs_between_workers_is_named(project):
    unit = "import pytest\n\n@pytest.mark.parametrize('x', [1], ids=[str(object())])\n"
    (project / "tests" / "test_unit.py").write_text(f"{unit}def test_unit(x):\n    pass\n")
    outcomes, printed = run_pytest(project, "tests", "-n0")
    assert outcomes == {}
    assert "give `ids` to parametrize: an id holds an address: tests/test_unit.py" in printed


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no sockets in files for ZeroMQ")
def test_a_lessons_kernel_takes_no_port_that_another_could_choose(tmp_path):
    kernel = lessons.LessonKernel(CURRENT_ENV_KERNEL_NAME, cwd=tmp_path)
    try:
        assert kernel.km.get_connection_info()["transport"] == "ipc"
        assert kernel.is_alive()
    finally:
        kernel.stop()


@pytest.mark.slow
def test_regenerate_stores_what_a_lesson_prints_and_is_content_the_next_time(tmp_path, capsys):
    path = tmp_path / "lesson.ipynb"
    made = notebook(("x = 6\nprint(x)\nprint('end')", "stale\n"), ("x * 7", ""))
    made.cells.insert(0, new_markdown_cell("# Text\n\nHalf of it: 41.5 %", id="kept"))
    made.metadata["widgets"] = {"state": {}}
    made.metadata["jupytext"] = {"main_language": "python"}
    made.cells[2].metadata["execution"] = {"iopub.status.busy": "yesterday"}
    nbformat.write(made, path)
    before = path.read_bytes()

    assert not regenerate.regenerate(path, write=False)
    assert path.read_bytes() == before
    said = capsys.readouterr().out
    assert "would change: [1] text, [2] text" in said
    assert "prose quotes a number, cell 1: 41.5 % is shown nowhere" in said

    assert regenerate.regenerate(path)
    stored = nbformat.read(path, as_version=4)
    assert stored.cells[1].outputs[0].text == "6\nend\n"
    assert stored.cells[2].outputs[0].data == {"text/plain": "42"}
    assert [cell.execution_count for cell in stored.cells[1:]] == [1, 2]
    assert [cell.id for cell in stored.cells] == [cell.id for cell in made.cells]
    assert sorted(stored.metadata) == ["kernelspec", "language_info"]
    assert "version" not in stored.metadata.language_info
    assert stored.cells[2].metadata == {}

    assert regenerate.regenerate(path, write=False)
    assert "unchanged" in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "said"), [("1 / 0", "ZeroDivisionError"), ("import os\nos._exit(1)", "died")]
)
def test_regenerate_leaves_a_lesson_that_fails(tmp_path, source, said):
    path = tmp_path / "lesson.ipynb"
    nbformat.write(notebook(("print(1)", "stale\n"), (source, "")), path)
    before = path.read_bytes()
    with pytest.raises(regenerate.LessonError, match=said) as raised:
        regenerate.regenerate(path)
    assert "cell 2, In [2]" in str(raised.value)
    assert path.read_bytes() == before


def test_regenerate_refuses_the_sample(monkeypatch):
    monkeypatch.setattr("fmnist_helpers.sources.ensure_fashion_mnist", lambda root: root)
    monkeypatch.setattr("fmnist_helpers.sources.is_sample", lambda root: True)
    with pytest.raises(SystemExit, match="Only the bundled sample"):
        regenerate.main([])


def test_normalize_fills_in_missing_and_double_ids_and_keeps_the_others():
    made = notebook(*[("x", "")] * 4)
    for cell, name in zip(made.cells, ["a", "a", "", "cell-001"], strict=True):
        cell["id"] = name
    regenerate.normalize(made)
    names = [cell.id for cell in made.cells]
    assert (names[0], names[3]) == ("a", "cell-001")
    assert len(set(names)) == 4
    regenerate.normalize(made)
    assert [cell.id for cell in made.cells] == names


def test_normalize_merges_streams_and_cuts_machine_paths():
    made = notebook(("x", "a\n"), ("y", ""), tags=["raises-exception"])
    made.cells[0].outputs.append(new_output("stream", name="stdout", text="b\n"))
    frame = f'File "{nbformat.__file__}", line 3'
    made.cells[1].outputs = [new_output("error", ename="E", evalue="no", traceback=[frame])]
    regenerate.normalize(made)
    assert [output.text for output in made.cells[0].outputs] == ["a\nb\n"]
    (shown,) = made.cells[1].outputs[0].traceback
    assert shown == f'File "{os.path.join("nbformat", "__init__.py")}", line 3'
    assert made.cells[0].metadata.tags == ["raises-exception"]


def test_changed_cells_says_what_differs():
    before = notebook(("a", "1\n"), ("b", "1\n"), ("c", ""), ("d", ""), ("e", ""))
    after = nbformat.from_dict(before)
    after.cells[0].outputs[0].text = "2\n"
    after.cells[1].source = "B"
    for made, png in ((before, "old"), (after, "new")):
        made.cells[2].outputs = [new_output("display_data", {"image/png": png, "text/plain": "f"})]
    del after.cells[4]
    found = regenerate.changed_cells(before, after)
    assert found == ["[1] text", "[2] source", "[3] picture", "1 cells gone"]


def test_write_atomically_keeps_the_old_file_where_it_cannot_write(tmp_path, monkeypatch):
    path = tmp_path / "lesson.ipynb"
    write_atomically(path, "old\n")
    assert stat.S_IMODE(path.stat().st_mode) & 0o444 == 0o444

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr("pathlib.Path.replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write_atomically(path, "new\n")
    assert path.read_text() == "old\n"
    assert list(tmp_path.iterdir()) == [path]


def test_lesson_environment_is_put_back(tmp_path, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "agg")
    before = dict(os.environ)
    with lesson_environment(tmp_path):
        assert os.environ["FMNIST_STRICT"] == "1"
        assert "MPLBACKEND" not in os.environ
    assert dict(os.environ) == before
