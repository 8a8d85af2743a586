"""What is handed out to a class, and where: no hidden tests, no leftovers, no harm done."""

import ast
import errno
import inspect
import json
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from classroom import course, edition, package
from fmnist_helpers import checks
from fmnist_helpers.__main__ import main
from tests.lessons import ROOT

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


@pytest.mark.parametrize("leftover", LEFTOVERS)
def test_what_editors_and_jupyter_leave_is_not_handed_out(leftover, checkout, tmp_path):
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


def test_the_home_folder_may_be_abbreviated(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert main(["student", "~/a class/edition", "--only", "06"]) == 0
    assert "1 lesson without" in capsys.readouterr().out
    assert (tmp_path / "a class" / "edition" / "notebooks" / LESSON).is_file()
    assert not (tmp_path / "~").exists()


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
