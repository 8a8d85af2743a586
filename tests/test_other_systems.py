"""What Windows and macOS do otherwise than Linux, as far as it can be simulated here.

Processes that are started afresh, as both systems do, are tested in test_loaders.py.
"""

import ast
import io
import os
import signal
import subprocess
import sys
from pathlib import PurePosixPath

import pytest

from classroom.folder import new_folder
from fmnist_helpers import __main__ as command_line
from fmnist_helpers import files, progress, sources
from fmnist_helpers.checks.engine import sandbox
from tests.support.lessons import ROOT

SHIPPED = [
    path
    for folder in ("fmnist_helpers", "classroom", "docs")
    for path in (ROOT / folder).rglob("*.py")
]
POSIX_MODULES = {"fcntl", "grp", "posix", "pwd", "pty", "resource", "termios", "tty"}
# What Windows lacks in `os` and `signal`. A line that has one must also ask whether it is there.
LACKING = (
    "fork forkpty getuid geteuid getgid killpg mkfifo setsid sched_getaffinity statvfs sync uname"
)
POSIX_NAMES = {f"os.{name}" for name in LACKING.split()} | {"signal.SIGHUP", "signal.SIGKILL"}
ASKS = ("os.name", "sys.platform", "hasattr", "getattr")


def texts_without_encoding(source):
    """The lines that open a text in whatever encoding the system prefers: cp1252 on Windows."""
    needed = {"read_text": 0, "write_text": 1}  # how many arguments come before the encoding
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        keywords = {keyword.arg: keyword.value for keyword in node.keywords}
        method = isinstance(node.func, ast.Attribute)
        name = node.func.attr if method else getattr(node.func, "id", "")
        owner = getattr(node.func.value, "id", "") if method else ""
        if "encoding" in keywords:
            continue
        if name in needed:
            yield from [node.lineno] * (len(node.args) <= needed[name])
        elif name == "open" and owner not in ("Image", "gzip", "os", "webbrowser"):
            mode = keywords.get("mode") or next(iter(node.args[0 if method else 1 :]), None)
            yield from [node.lineno] * ("b" not in str(getattr(mode, "value", "")))
        elif name in ("run", "Popen", "check_output"):
            yield from [node.lineno] * bool({"text", "universal_newlines"} & set(keywords))


def test_texts_are_utf_8_wherever_they_are_read():
    found = {path: list(texts_without_encoding(path.read_text("utf-8"))) for path in SHIPPED}
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "line",
    [
        *("p.read_text()", "p.write_text('a')", "open(p)", "open(p, 'w')", "p.open()"),
        *("p.open('a')", "subprocess.run(c, text=True)"),
    ],
)
def test_a_text_without_encoding_is_noticed(line):
    assert list(texts_without_encoding(line)) == [1]


@pytest.mark.parametrize(
    "line",
    [
        *("p.read_text('utf-8')", "open(p, 'rb')", "p.open('wb')", "open(p, encoding='utf-8')"),
        *("Image.open(p)", "subprocess.run(c, capture_output=True)"),
    ],
)
def test_what_has_an_encoding_or_needs_none_is_fine(line):
    assert list(texts_without_encoding(line)) == []


def test_nothing_is_taken_for_there_that_windows_lacks():
    for path in SHIPPED:
        source = path.read_text(encoding="utf-8")
        lines = source.splitlines()
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import | ast.ImportFrom):
                assert not imports_posix(node), f"{path}:{node.lineno}"
            elif isinstance(node, ast.Attribute) and ast.unparse(node) in POSIX_NAMES:
                line = lines[node.lineno - 1]
                assert any(asks in line for asks in ASKS), f"{path}:{node.lineno}: {line}"


def imports_posix(node):
    names = {getattr(node, "module", None), *(alias.name for alias in node.names)}
    return bool(names & POSIX_MODULES)


def test_what_windows_lacks_stops_no_module_of_tests_from_being_collected():
    for path in (ROOT / "tests").rglob("*.py"):
        assert list(lines_that_stop_it(path.read_text(encoding="utf-8"))) == [], path


def lines_that_stop_it(source):
    """What stands in a function is not run by an import; the rest is, decorators included."""
    for node in outside_functions(ast.parse(source)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from [node.lineno] * imports_posix(node)
        elif isinstance(node, ast.expr) and not any(asks in ast.unparse(node) for asks in ASKS):
            used = {ast.unparse(each) for each in ast.walk(node) if isinstance(each, ast.Attribute)}
            yield from [node.lineno] * bool(used & POSIX_NAMES)


def outside_functions(node):
    """The statements' imports and whole expressions that run as a module is imported."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from child.decorator_list
        elif isinstance(child, ast.Import | ast.ImportFrom | ast.expr):
            yield child
        else:
            yield from outside_functions(child)


@pytest.mark.parametrize(
    "line",
    [
        *("import resource", "from fcntl import flock", "ROOT = os.geteuid() == 0"),
        *("@mark(os.geteuid() == 0)\ndef f(): pass", "class A:\n    import pwd"),
    ],
)
def test_what_would_stop_it_is_noticed(line):
    assert list(lines_that_stop_it(line))


def test_each_file_has_a_name_that_every_system_takes():
    """Windows forbids signs and names, and 260 letters in all; it and macOS ignore capitals."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, encoding="utf-8"
    )
    if listed.returncode:
        pytest.skip("not a checkout of git's")
    names = [PurePosixPath(name) for name in listed.stdout.split("\0") if name]
    assert len(names) > 100
    devices = {
        "con",
        "prn",
        "aux",
        "nul",
        *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)),
    }
    for name in names:
        for part in name.parts:
            assert not set('<>:"|?*\\') & set(part), name
            assert part.isprintable(), name
            assert part == part.rstrip(". "), name
            assert part.partition(".")[0].lower() not in devices, name
        assert len(str(name)) < 150, "room for the folder that it is unpacked in"
    assert len({str(name).casefold() for name in names}) == len(names)


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii"])
def test_a_command_prints_what_a_pipe_of_windows_cannot_encode(encoding, tmp_path, monkeypatch):
    monkeypatch.setenv("FMNIST_PROGRESS", str(tmp_path / "progress.json"))
    progress.record("01.quiz")
    pipe = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", pipe)
    assert command_line.main(["progress"]) == 0
    pipe.flush()
    said = pipe.buffer.getvalue().decode(encoding)
    assert "lesson 01" in said
    assert "1 of " in said


IN_ASCII = """
import locale, sys, warnings
assert locale.getpreferredencoding(False) != "UTF-8"
warnings.filterwarnings("error", category=EncodingWarning, module="fmnist_helpers|classroom")
from fmnist_helpers import __main__ as command_line, quizzes
assert quizzes.load("07")
for command in ("learn --no-start mine", "student class --only 03", "progress"):
    assert command_line.main(command.split()) == 0
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="Windows has an encoding of its own to test with")
def test_a_python_that_prefers_another_encoding_works_in_utf_8(tmp_path):
    settings = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    settings |= {"PYTHONPATH": str(ROOT), "FMNIST_PROGRESS": str(tmp_path / "progress.json")}
    ended = subprocess.run(
        [sys.executable, "-X", "warn_default_encoding", "-c", IN_ASCII],
        cwd=tmp_path,
        env=os.environ | settings,
        capture_output=True,
    )
    assert ended.returncode == 0, ended.stderr.decode(errors="replace")
    written = (tmp_path / "class" / "notebooks" / "03_custom_dataset.ipynb").read_bytes()
    assert "·".encode() in written


@pytest.fixture
def held(monkeypatch):
    """Windows, whose scanner holds a file against so many attempts to replace it."""
    tries, slept = [], []

    def hold(times):
        replace = os.replace

        def refuse(*paths):
            tries.append(paths)
            if len(tries) <= times:
                raise PermissionError(13, "being used by another process")
            return replace(*paths)

        monkeypatch.setattr(files, "WINDOWS", True)
        monkeypatch.setattr(os, "replace", refuse)
        monkeypatch.setattr(files.time, "sleep", slept.append)
        return tries, slept

    return hold


def test_a_file_that_a_scanner_holds_is_replaced_a_moment_later(held, tmp_path):
    path = tmp_path / "progress.json"
    path.write_bytes(b"old")
    tries, slept = held(2)
    files.replace_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert (len(tries), len(slept)) == (3, 2)


def test_a_file_that_stays_held_stays_as_it_was_and_that_is_said(held, tmp_path):
    path = tmp_path / "progress.json"
    path.write_bytes(b"old")
    _, slept = held(100)
    with pytest.raises(PermissionError, match="another process"):
        files.replace_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["progress.json"]
    assert sum(slept) < 3, "nobody waits long for what may never come"


def test_a_folder_for_a_class_is_renamed_a_moment_later(held, tmp_path):
    tries, _ = held(2)
    with new_folder(tmp_path / "class", []) as folder:
        (folder / "lesson").write_text("x", encoding="utf-8")
    assert (tmp_path / "class" / "lesson").is_file()
    assert len(tries) == 3


def test_a_file_of_the_dataset_is_installed_a_moment_later(held, tmp_path):
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "labels").write_bytes(b"new")
    tries, _ = held(1)
    sources._install(["labels"], tmp_path / "new", tmp_path / "root")
    assert (sources.raw_folder(tmp_path / "root") / "labels").read_bytes() == b"new"
    assert len(tries) == 2


def test_elsewhere_a_refusal_is_said_at_once(held, tmp_path, monkeypatch):
    tries, slept = held(1)
    monkeypatch.setattr(files, "WINDOWS", False)
    with pytest.raises(PermissionError):
        files.replace_file(tmp_path / "file", b"new")
    assert (len(tries), slept) == (1, [])


def test_a_folder_that_cannot_be_opened_is_no_obstacle(tmp_path, monkeypatch):
    """As on Windows: then its names are as safe as the system makes them."""

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    files.sync_folder(tmp_path)


def test_without_a_timer_signal_an_endless_answer_is_stopped_all_the_same(monkeypatch):
    monkeypatch.delattr(signal, "setitimer", raising=False)

    def endless():
        with sandbox.time_limit(0.05):
            while True:
                pass

    with pytest.raises(sandbox.TimeUp):
        endless()


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_a_process_is_copied_on_linux_alone(system, monkeypatch):
    """macOS copies one whose libraries then crash, Windows copies none."""
    monkeypatch.setattr(sandbox, "notebook", lambda: "a kernel")
    monkeypatch.setattr(sys, "platform", "linux")
    there = sandbox.can_run_apart()
    assert there or sandbox.torch.cuda.is_initialized()
    monkeypatch.setattr(sys, "platform", system)
    assert not sandbox.can_run_apart()
