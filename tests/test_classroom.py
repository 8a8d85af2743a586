"""What is handed out to a class, and where: no hidden tests, no leftovers, no harm done."""

import ast
import copy
import errno
import inspect
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import pytest
import torch

from classroom import course, edition, exercises, package
from fmnist_helpers import checks, progress, student
from fmnist_helpers.__main__ import main
from tests.support.lessons import ROOT

LESSON = "06_device.ipynb"
SECRET = "assert answer(41) == 42  # a hidden test"


@pytest.fixture
def checkout(tmp_path):
    """A small checkout with one lesson, to be spoiled."""
    root = tmp_path / "checkout"
    (root / "notebooks").mkdir(parents=True)
    shutil.copy(ROOT / "notebooks" / LESSON, root / "notebooks")
    for name in package.PROJECT:
        shutil.copy(ROOT / name, root)
    shutil.copytree(
        ROOT / "fmnist_helpers",
        root / "fmnist_helpers",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    return root


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory):
    return edition.write(tmp_path_factory.mktemp("class") / "edition", only=["06"])


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def refused(capsys, *arguments):
    """What the command says, in one line, when it refuses its arguments."""
    assert main(["student", *map(str, arguments)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    (line,) = said.err.splitlines()
    return line


# What students get of the package


def test_all_that_belongs_to_the_package_is_handed_out(handed_out):
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "fmnist_helpers"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    tracked = {name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()}
    assert tracked
    assert tracked <= set(contents(handed_out))


def test_hidden_tests_are_not_handed_out_and_checks_work_without_them(handed_out):
    sources = [path.read_text(encoding="utf-8") for path in handed_out.rglob("*.py")]
    functions = {
        node.name
        for source in sources
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef)
    }
    assert {"test_loader", "forward"} <= functions
    assert not [name for name in functions if name.startswith("hidden_")]
    hidden = [test for name in checks.EXERCISES if (test := course.hidden_test(name))]
    assert len(hidden) > 15
    for test in hidden:
        body = inspect.getsource(test).partition("\n")[2].strip()
        assert not [source for source in sources if body in source], test.__name__
    code = "from fmnist_helpers import checks; print(checks.__file__, *sorted(checks.EXERCISES))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=handed_out, capture_output=True, text=True, check=True
    )
    file, *names = done.stdout.split()
    assert Path(file).is_relative_to(handed_out.resolve())
    assert names == sorted(checks.EXERCISES)


LEFTOVERS = (
    ".ipynb_checkpoints/lesson_04-checkpoint.py",
    ".ipynb_checkpoints/lesson_04.py",
    "old checks/lesson_04.py",
    "__pycache__/lesson_04.cpython-311.pyc",
    "lesson_04.py~",
    "lesson_04.py.orig",
    "lesson_04.bak",
    "lesson_04 copy.py",
    "lesson_04 (1).py",
    "lesson_04-Copy1.py",
    "lesson_04.sync-conflict-20261124.py",
    ".lesson_04.py.swp",
    "#lesson_04.py#",
    ".#lesson_04.py",
    "hidden_tests.ipynb",
    "notes.txt",
    "answers/.private.toml~",
)


def test_what_editors_and_jupyter_leave_is_not_handed_out(checkout, tmp_path):
    for leftover in LEFTOVERS:
        path = checkout / "fmnist_helpers" / "checks" / leftover
        path.parent.mkdir(exist_ok=True)
        path.write_text(SECRET)
    out = edition.write(tmp_path / "out", checkout / "notebooks")
    there = contents(out)
    assert "fmnist_helpers/checks/lesson_04.py" in there
    assert not [name for name, content in there.items() if SECRET.encode() in content]


def test_what_a_link_leads_to_is_not_handed_out(checkout, tmp_path):
    (tmp_path / "elsewhere.py").write_text(SECRET)
    (checkout / "fmnist_helpers" / "linked.py").symlink_to(tmp_path / "elsewhere.py")
    out = edition.write(tmp_path / "out", checkout / "notebooks")
    assert not (out / "fmnist_helpers" / "linked.py").exists()


def test_hidden_tests_are_cut_out_of_any_module_and_nothing_else():
    source = (
        '"""Kept."""\n\n\ndef check():\n    return 1\n\n\n# says too much\n@decorated\n'
        "def hidden_check(answer):\n    assert answer() == 1\n\n\nLINES = ('a',)\n"
    )
    cut = package.without_hidden_tests(source, Path("x.py"))
    assert cut == '"""Kept."""\n\n\ndef check():\n    return 1\n\n\nLINES = (\'a\',)\n'
    assert package.without_hidden_tests(cut, Path("x.py")) == cut


def test_a_module_that_is_not_python_is_named(checkout, tmp_path, capsys):
    with (checkout / "fmnist_helpers" / "checks" / "lesson_04.py").open("a") as file:
        file.write("\ndef hidden_forward(:\n")
    said = refused(capsys, tmp_path / "out", "--lessons", checkout / "notebooks")
    assert "fmnist_helpers/checks/lesson_04.py, line" in said
    assert "is not Python" in said
    assert not (tmp_path / "out").exists()


# Where it may be written


@pytest.mark.parametrize("course_option", [[], ["--nbgrader"]])
@pytest.mark.parametrize(
    "inside", ["fmnist_helpers/out", "fmnist_helpers/checks/a/b", "notebooks/out", "classroom/out"]
)
def test_an_edition_inside_of_what_it_is_made_from_is_refused(
    inside, course_option, checkout, capsys
):
    before = contents(checkout)
    where = ("--lessons", checkout / "notebooks")
    said = refused(capsys, checkout / inside, *where, *course_option)
    assert f"is inside {checkout / inside.partition('/')[0]}" in said
    assert "name a folder outside of it" in said
    assert contents(checkout) == before
    assert not (checkout / inside).exists()


@pytest.mark.parametrize("inside", ["fmnist_helpers/out", "notebooks/out", "classroom/out"])
def test_this_checkout_is_refused_too_where_the_lessons_are_elsewhere(
    inside, checkout, capsys, monkeypatch
):
    monkeypatch.setattr(edition, "write_lesson", None)  # nothing would be left, should it try
    said = refused(capsys, ROOT / inside, "--lessons", checkout / "notebooks")
    assert f"is inside {ROOT / inside.partition('/')[0]}" in said
    assert not (ROOT / inside).exists()


def test_the_way_there_through_a_link_is_seen_through(checkout, tmp_path, capsys):
    (tmp_path / "short").symlink_to(checkout / "fmnist_helpers")
    out = tmp_path / "short" / "out"
    said = refused(capsys, out, "--lessons", checkout / "notebooks")
    assert f"is inside {checkout / 'fmnist_helpers'}" in said
    assert not out.exists()


@pytest.mark.parametrize("name", [".", "./", "../here"])
def test_the_folder_one_is_in_is_refused(name, tmp_path, monkeypatch, capsys):
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    assert "is the folder you are in: name a new one" in refused(capsys, name)
    assert list(tmp_path.iterdir()) == [here]


@pytest.mark.parametrize("target", ["empty", "a file", "nothing"])
def test_a_link_is_refused(target, tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    (tmp_path / "a file").write_text("mine")
    link = tmp_path / "link"
    link.symlink_to(tmp_path / target)
    assert "is a link, and was not followed: name a new folder" in refused(capsys, link)
    assert link.is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a file", "empty", "link"]
    assert list((tmp_path / "empty").iterdir()) == []


def test_a_place_where_no_folder_can_be_made_is_named(tmp_path, capsys):
    (tmp_path / "a file").write_text("mine")
    said = refused(capsys, tmp_path / "a file" / "new" / "out")
    assert f"can't make a folder in {tmp_path / 'a file' / 'new'}" in said
    assert "name one that you may write to" in said
    assert (tmp_path / "a file").read_text() == "mine"


@pytest.mark.parametrize("course_option", [[], ["--nbgrader"]])
def test_a_full_disk_is_named_and_nothing_is_left(course_option, tmp_path, monkeypatch, capsys):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device", "/somewhere")

    monkeypatch.setattr(nbformat, "write", full)
    out = tmp_path / "new" / "out"
    said = refused(capsys, out, "--only", "06", *course_option)
    assert f"there is no room for {out} (No space left on device)" in said
    assert "free some space" in said
    assert list(tmp_path.iterdir()) == []


def test_another_error_while_writing_is_passed_on_and_nothing_is_left(tmp_path, monkeypatch):
    def fails(*_):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(nbformat, "write", fails)
    with pytest.raises(OSError, match=r"^\[Errno 5\] Input/output error$"):
        edition.write(tmp_path / "new" / "out", only=["06"])
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_leaves_nothing(tmp_path, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(nbformat, "write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        edition.write(tmp_path / "new" / "out", only=["06"])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("make", [edition.write, course.write])
def test_the_folder_is_there_only_when_it_is_whole_and_for_all_to_read(make, tmp_path, monkeypatch):
    """It is filled beside its place: from another disk it could not come in one step."""
    real_write, there = nbformat.write, []
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "another disk"))

    def write(notebook, path, *rest):
        there.append((tmp_path / "out").exists())
        real_write(notebook, path, *rest)

    monkeypatch.setattr(nbformat, "write", write)
    out = make(tmp_path / "out", only=["04", "06"])
    assert there == [False, False]
    assert out.stat().st_mode & 0o777 == 0o755
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("make", [edition.write, course.write])
def test_what_it_is_made_from_stays_as_it_was(make, checkout, tmp_path):
    before = contents(checkout)
    make(tmp_path / "out", checkout / "notebooks")
    assert contents(checkout) == before


def test_the_home_folder_may_be_abbreviated(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert main(["student", "~/a class/edition", "--only", "06"]) == 0
    assert "1 lesson without" in capsys.readouterr().out
    assert (tmp_path / "a class" / "edition" / "notebooks" / LESSON).is_file()
    assert not (tmp_path / "~").exists()


# What of a lesson is handed out


@pytest.mark.parametrize("make", [edition.write, course.write])
def test_nothing_that_a_run_left_in_a_lesson_is_handed_out(make, checkout, tmp_path):
    """Outputs, counts, times, and the state of widgets: with sliders as somebody left them."""
    lesson = checkout / "notebooks" / LESSON
    notebook = nbformat.read(lesson, as_version=4)
    kept = dict(notebook.metadata)
    state = {"state": {"a1": {"model_name": "IntSliderModel", "state": {"value": 77_777}}}}
    notebook.metadata.widgets = {"application/vnd.jupyter.widget-state+json": state}
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            cell.execution_count = 1_000 + number
            cell.outputs = [nbformat.v4.new_output("stream", text="an output of ours")]
            cell.metadata.execution = {"iopub.execute_input": "2026-11-24T20:26:00Z"}
    nbformat.write(notebook, lesson)
    out = make(tmp_path / "out", checkout / "notebooks")
    (copy,) = out.rglob("[0-9][0-9]_*.ipynb")
    text = copy.read_text(encoding="utf-8")
    for left in ("77777", "an output of ours", "iopub.execute_input", '"execution_count": 1'):
        assert left not in text
    assert nbformat.read(copy, as_version=4).metadata == kept


def test_a_link_to_what_is_not_handed_out_becomes_plain_text(handed_out):
    before = edition.read(ROOT / "notebooks" / LESSON).cells
    after = edition.read(handed_out / "notebooks" / LESSON).cells
    linked, plain = ("\n".join(cell.source for cell in cells) for cells in (before, after))
    assert "](04_dataloader.ipynb)" in linked
    assert "04_dataloader.ipynb" not in plain
    for text, target in re.findall(r"(?<!!)\[([^\]]+)\]\(([^)]+)\)", linked):
        if target.endswith(".ipynb") and target != LESSON:
            assert text in plain
        elif target.startswith("http"):
            assert f"[{text}]({target})" in plain


def test_grading_says_nothing_whoever_speaks(capsys, monkeypatch):
    """nbgrader takes a line on stderr for a failure."""
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")

    def doubled(n):
        print("the answer")
        print("the answer", file=sys.stderr)
        return 28 if isinstance(n, torch.Tensor) else n

    def hidden(answer):
        print("the hidden test")
        print("the hidden test", file=sys.stderr)
        assert answer == 48

    student.graded("steps", 48, hidden=hidden)
    with pytest.raises(AssertionError):
        student.graded("steps", 47, hidden=hidden)
    with pytest.raises(AssertionError):
        student.graded("forward", doubled, hidden=hidden)
    assert capsys.readouterr() == ("", "")


# An answer's cell that makes every check right, in each way that one line allows.
TRICKS = (
    "student.graded = lambda *_, **__: None",
    "checks.steps = lambda *_, **__: True",
    "checks.steps.__wrapped__.__code__ = (lambda count: 'right').__code__",
    "checks.lesson_04.steps = lambda *_, **__: True",
    "run.evaluate = lambda exercise, *_, **__: verdict.right(exercise, 'it is')",
    "run.Failed = verdict.NotYet = Warning",
)


@pytest.mark.parametrize(
    "trick", [TRICKS[0], *(pytest.param(trick, marks=pytest.mark.slow) for trick in TRICKS[1:])]
)
def test_what_an_answer_replaces_is_not_what_it_is_graded_with(trick, tmp_path):
    """In a process of its own, with the cell that nbgrader would run after the answer's."""
    notebook = edition.read(ROOT / "notebooks" / "04_dataloader.ipynb")
    cells = course.source_lesson(notebook, "04_dataloader").cells
    (test,) = [c.source for c in cells if 'graded("steps"' in c.source]
    answer = re.search(r'graded\("steps", (\w+)', test)[1]
    code = f"""
from fmnist_helpers import checks, student
from fmnist_helpers.checks.engine import run, verdict
{answer} = 47
{trick}
before = checks
{{test}}
"""
    graded = "try:\n" + "".join(f"    {line}\n" for line in test.splitlines())
    graded += "except AssertionError:\n    print('no points')\nelse:\n    print('points')\n"
    graded += "from fmnist_helpers import checks\nprint(checks is before)"
    done = subprocess.run(
        [sys.executable, "-c", code.replace("{test}", graded)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "FMNIST_PROGRESS": str(tmp_path / "progress.json")},
    )
    assert done.stdout.splitlines()[-2:] == ["no points", "True"]


def graded_cells(answer, test, outputs):
    """An exercise as nbgrader runs it: its heading, the answer, and the test with its outputs."""
    heading = nbformat.v4.new_markdown_cell("### Exercise · count the steps\n\n*Write · easy*")
    cells = [nbformat.v4.new_code_cell(source) for source in (answer, test)]
    for cell, part in zip(cells, ("answer", "test"), strict=True):
        kind = {"grade": part == "test", "solution": part != "test", "locked": part == "test"}
        points = {"points": 2, "score": 1.5, "schema_version": 3, "grade_id": f"04-steps-{part}"}
        cell.metadata.nbgrader = nbformat.from_dict({**kind, **points})
    cells[1].outputs = outputs
    return [heading, *cells]


def output(text):
    data = {"text/plain": text, "text/html": f"<b>{text}</b>"}
    return nbformat.v4.new_output("display_data", data)


def failed(name, message):
    trace = ["Traceback (most recent call last)", "hidden_steps(answer)", message]
    return nbformat.v4.new_output("error", ename=name, evalue=message, traceback=trace)


SHARE = nbformat.v4.new_output("execute_result", {"text/plain": "1.5"}, execution_count=1)


@pytest.mark.parametrize(
    ("outputs", "told"),
    [
        ([output("Right: 938.")], ["Right: 938."]),
        ([output("Not yet: 937."), failed("Failed", "Not yet: 937.")], ["Not yet: 937."]),
        ([output("Not yet: 3 of 4 are right."), SHARE], ["Not yet: 3 of 4 are right."]),
        ([output("Right: 938."), failed("AssertionError", "7 != 8")], ["Right: 938.", "HIDDEN"]),
        ([failed("NameError", "name 'n' is not defined")], ["NameError: name 'n' is not defined"]),
        ([failed("AssertionError", "7 != 8")], ["HIDDEN"]),
    ],
    ids=["right", "wrong", "in parts", "by heart", "no answer", "no check"],
)
def test_feedback_names_the_exercise_and_tells_its_verdict_once(outputs, told):
    grading = pytest.importorskip("classroom.grading", reason="uv sync --group class")
    hidden = "### BEGIN HIDDEN TESTS\ngraded('steps', n, hidden=hidden_steps)\n### END HIDDEN TESTS"
    cells = graded_cells("n = 938", f"checks.steps(n)\n{hidden}", outputs)
    notebook, _ = grading.ReadableFeedback().preprocess(
        nbformat.v4.new_notebook(cells=cells), {"nbgrader": {}}
    )
    table, _, _, test = notebook.cells
    assert "count the steps</a></td><td>1.5 of 2</td>" in table.source
    assert "count the steps" in test.metadata.nbgrader.grade_id
    assert test.source == "checks.steps(n)"
    said = [each.get("text") or each.data["text/plain"] for each in test.outputs]
    expected = [grading.HIDDEN if text == "HIDDEN" else text for text in told]
    assert [text.strip() for text in said] == expected


@pytest.mark.parametrize("gone", [(), ("test",), ("answer", "test")])
def test_cells_that_were_deleted_come_back_at_the_end(gone, tmp_path, monkeypatch):
    grading = pytest.importorskip("classroom.grading", reason="uv sync --group class")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "release" / "04").mkdir(parents=True)
    released = nbformat.v4.new_notebook(cells=graded_cells("n = None", "checks.steps(n)", []))
    nbformat.write(released, tmp_path / "release" / "04" / "lesson.ipynb")
    cells = graded_cells("n = 938", "checks.steps(n)", [])
    ids = [f"04-steps-{part}" for part in gone]
    cells = [c for c in cells if c.metadata.get("nbgrader", {}).get("grade_id") not in ids]
    where = {"nbgrader": {"assignment": "04", "notebook": "lesson"}}
    notebook, _ = grading.RestoreCells().preprocess(nbformat.v4.new_notebook(cells=cells), where)
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert code == ["n = None" if "answer" in gone else "n = 938", "checks.steps(n)"]
    told = [cell for cell in notebook.cells if "Cells of this exercise were deleted" in cell.source]
    assert len(told) == len(gone)


def test_a_name_that_the_lesson_defines_too_needs_no_solution():
    def cells(*sources):
        made = [nbformat.v4.new_code_cell(source) for source in sources]
        made[1].metadata.tags = ["solution"]
        return made

    missing = exercises.names_only_in_solutions
    assert missing(cells("x = 1", "x = 2\ny = 3", "print(x)")) == {}
    assert missing(cells("x = 1", "x = 2\ny = 3", "print(x, y)")) == {2: {"y"}}


def test_lessons_are_found_once_and_in_order_however_they_are_asked_for():
    found = edition.find(only=["6", "04", "06"])
    assert [path.name[:2] for path in found] == ["04", "06"]


def test_an_exercise_that_comes_twice_is_graded_under_two_names():
    notebook = edition.read(ROOT / "notebooks" / LESSON)
    first = exercises.exercises(notebook.cells, "06")[0]
    heads = [at for at in range(first.stub) if first.title in notebook.cells[at].source]
    again = copy.deepcopy(notebook.cells[heads[-1] : first.solution + 1])
    for number, cell in enumerate(again):
        cell.id = f"again-{number}"
    notebook.cells += again
    marks = [
        cell.metadata.nbgrader.grade_id
        for cell in course.source_lesson(notebook, "06_device").cells
        if "nbgrader" in cell.metadata
    ]
    assert len(marks) == len(set(marks))
    assert [f"06-{first.name}-again-answer", f"06-{first.name}-again-test"] == marks[-2:]


def test_export_and_reset_together_lose_nothing(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("FMNIST_PROGRESS", str(tmp_path / "progress.json"))
    progress.record("04.steps")
    assert main(["progress", "--reset", "--export", str(tmp_path / "copy.json")]) == 0
    assert "04.steps" in (tmp_path / "copy.json").read_text()
    assert progress.done() == {}
    assert "A copy is in" in capsys.readouterr().out


# Lessons that cannot be handed out


WHOLE = (ROOT / "notebooks" / LESSON).read_bytes()
NO_SOURCE = json.loads(WHOLE)
del NO_SOURCE["cells"][3]["source"]


@pytest.mark.parametrize("course_option", [[], ["--nbgrader"]])
@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"{}", b"\xff\xfe\x00", WHOLE[:-400], json.dumps(NO_SOURCE).encode()],
    ids=["empty", "brace", "list", "dict", "binary", "cut off", "no source"],
)
def test_a_broken_lesson_is_named_and_nothing_is_left(
    content, course_option, checkout, tmp_path, capsys
):
    lesson = checkout / "notebooks" / LESSON
    lesson.write_bytes(content)
    out = tmp_path / "out"
    said = refused(capsys, out, "--lessons", checkout / "notebooks", *course_option)
    assert f"{lesson} is not a whole notebook (" in said
    assert "restore it from the repository, or leave it out with --only" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["checkout"]


@pytest.mark.parametrize("tag", ["stub", "check", "solution"])
def test_a_cell_that_is_not_python_is_named(tag, checkout, tmp_path, capsys):
    lesson = checkout / "notebooks" / LESSON
    notebook = nbformat.read(lesson, as_version=4)
    place = next(n for n, c in enumerate(notebook.cells) if tag in c.metadata.get("tags", []))
    notebook.cells[place].source += "\nreturn ="
    nbformat.write(notebook, lesson)
    out = tmp_path / "out"
    said = refused(capsys, out, "--nbgrader", "--lessons", checkout / "notebooks")
    assert f"06_device, cell {place + 1}, line" in said
    assert "is not Python: invalid syntax" in said
    assert not out.exists()
