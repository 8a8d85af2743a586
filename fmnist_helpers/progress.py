"""Which exercises and quizzes a learner has done: one small file on this computer, sent nowhere."""

import ast
import contextlib
import functools
import json
import os
import re
import sys
import time
from html import escape as html_escape
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from platformdirs import user_data_path

from fmnist_helpers import files

FORMAT = 2
HEADING = re.compile(r"^#{2,4} (.+)$", re.MULTILINE)
HERE = Path(__file__).parent
REMEDY = "let FMNIST_PROGRESS name a file"
PATIENCE = 60.0  # seconds to wait for the lock, which another process holds for a few milliseconds

# What exercises were called before, and in format 1 the lessons of the quizzes: old files still
# count. An exercise is known by its name, wherever it has moved.
RENAMED = {
    "move": "move_images",
}
QUIZZES_MOVED = {
    **{"01": "02", "02": "03", "03": "04", "04": "06", "05": "09"},
    **{"06": "10", "07": "12", "08": "13", "09": "14"},
}


@functools.cache
def plan() -> dict[str, tuple[str, ...]]:
    """What there is to do in each lesson: {"04": ("batches", …, "quiz"), …}.

    The exercises are read from the source of the checks, in its order: importing it takes torch.
    """
    todo = {}
    for path in sorted(HERE.glob("checks/lesson_[0-9][0-9].py")):
        body = ast.parse(path.read_text(encoding="utf-8")).body
        todo[path.stem[-2:]] = tuple(node.name for node in body if _is_check(node))
    for path in sorted(HERE.glob("quizzes/[0-9][0-9].toml")):
        todo[path.stem] = (*todo.get(path.stem, ()), "quiz")
    return dict(sorted(todo.items()))


def _is_check(node: ast.stmt) -> bool:
    decorators = getattr(node, "decorator_list", [])
    return any(ast.unparse(each).startswith("check(") for each in decorators)


def location() -> Path:
    """The file: ``FMNIST_PROGRESS``, else a file in the user's own data folder."""
    if named := os.environ.get("FMNIST_PROGRESS"):
        return Path(named).expanduser()
    return user_data_path("fmnist_helpers", appauthor=False) / "progress.json"


def done() -> dict[str, str]:
    """What is done: {"04.steps": "2026-11-22", …}, with the day it was first done.

    A file that holds something else is renamed, never deleted, and a message says so.
    Raises OSError for a file that cannot be read; it stays where it is.
    """
    return dict(_read(location())["done"])


def lesson_files() -> list[Path]:
    """The notebooks that this package comes with: installed with it, or in its checkout."""
    for folder in (HERE / "lessons", HERE.parent / "notebooks"):
        if found := sorted(folder.glob("[0-9][0-9]_*.ipynb")):
            return found
    raise FileNotFoundError(f"no lessons in {HERE}: install the package again")


def heading(exercise: str) -> tuple[str, str]:
    """Where a learner finds "04.steps": the lesson's file name, and the heading there.

    In an edition without that lesson, its number and the exercise's name.
    """
    lesson, _, name = exercise.partition(".")
    path = next((path for path in lesson_files() if path.name.startswith(f"{lesson}_")), None)
    if path is None:
        return lesson, name
    title = ""
    call = 'widgets.quiz("' if name == "quiz" else f"checks.{name}("
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            title = (HEADING.findall(source) or [title])[-1]
        elif call in source:
            return path.name, title
    return path.name, name


def show() -> None:
    """Print what is done in each lesson, and what comes next: in a notebook with a link to it."""
    try:
        finished = done()
        following = _next(finished)
        print(_summary(finished, following))
    except OSError as error:
        print(f"Your progress cannot be read now: {error}")
        return
    shell = notebook()
    if following and shell is not None and Path(following[0]).exists():
        file, title = following
        link = f"{file}#{title.replace(' ', '-')}"
        html = f'<a href="{html_escape(link)}">Go there</a>'
        shell.display_pub.publish({"text/plain": f"Go to {file}", "text/html": html})


def notebook() -> Any:
    """The shell of the notebook's kernel that this code runs in; None anywhere else."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    return shell if hasattr(shell, "kernel") else None


def summary() -> str:
    """One line per lesson: how much is done; then the first thing that is not."""
    finished = done()
    return _summary(finished, _next(finished))


def _next(finished: dict[str, str]) -> tuple[str, str] | None:
    """The heading of the first exercise or quiz that is not `finished`, in lesson order."""
    todo = [f"{lesson}.{name}" for lesson, names in plan().items() for name in names]
    left = (name for name in todo if name not in finished)
    return next(map(heading, left), None)


def _summary(finished: dict[str, str], following: tuple[str, str] | None) -> str:
    lines = []
    for lesson, names in plan().items():
        count = sum(f"{lesson}.{name}" in finished for name in names)
        marks = "✓" * count + "·" * (len(names) - count)
        lines.append(f"lesson {lesson}  {marks:7} {count} of {len(names)} done")
    if following:
        file, title = following
        lines.append(f"next: lesson {file[:2]}, {title.removeprefix('Exercise · ')}")
    else:
        lines.append("everything is done")
    return "\n".join(lines)


def record(exercise: str) -> None:
    """Record that `exercise` is done, today; a failure to do so is printed, not raised.

    The day it was first done is kept. Answers that nbgrader grades are the students', not the
    teacher's who runs it, and are not recorded.
    """
    if os.environ.get("NBGRADER_EXECUTION") == "autograde":
        return
    try:
        with _locked() as path:
            content = _read(path)
            if exercise not in content["done"]:
                content["done"][exercise] = time.strftime("%Y-%m-%d")
                files.replace_file(path, _as_bytes(content))
    except (OSError, Timeout) as error:
        print(f"{exercise} could not be recorded as done: {error}", file=sys.stderr)


def reset() -> Path | None:
    """Start over; the file so far is kept under another name, which is returned."""
    with _locked() as path:
        _refuse_non_file(path)
        return files.set_aside(path, "old") if path.exists() else None


def export(path: str | Path) -> Path:
    """Write a copy of the progress to `path`.

    Raises FileExistsError if something is there already, ValueError if the file holds no
    progress, OSError if it cannot be read or written.
    """
    path = Path(path).expanduser()
    if path.exists():
        raise FileExistsError(f"{path} exists: choose another name")
    path.write_bytes(_as_bytes(_parse(location())))
    return path


def _read(path: Path) -> dict:
    try:
        return _parse(path)
    except ValueError as error:
        aside = files.set_aside(path, "old")
        print(f"{error}. It is kept as {aside}, and progress starts over.", file=sys.stderr)
        return {"format": FORMAT, "done": {}}


def _parse(path: Path) -> dict:
    """What the file holds, under today's ids; nothing is done if there is no file.

    Raises ValueError for other contents, OSError if it cannot be read or is not a file.
    """
    _refuse_non_file(path)
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return {"format": FORMAT, "done": {}}
    try:
        # Editors of Windows add a mark, or save as UTF-16.
        is_utf16 = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
        content = json.loads(raw.decode("utf-16" if is_utf16 else "utf-8-sig"))
        entries = content["done"]
        found = {
            _id_today(each, content.get("format", 1)): str(day) for each, day in entries.items()
        }
        if any(not isinstance(day, str) for day in entries.values()):
            raise TypeError("a day is not text")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        reason = f"{type(error).__name__}: {error}"[:80]
        raise ValueError(f"{path} is not a progress file ({reason})") from error
    return content | {"format": FORMAT, "done": found}


def _id_today(exercise: str, written_in: int) -> str:
    lesson, _, name = exercise.partition(".")
    if name == "quiz":
        return f"{QUIZZES_MOVED.get(lesson, lesson) if written_in < 2 else lesson}.quiz"
    name = RENAMED.get(name, name)
    now = (number for number, names in plan().items() if name in names)
    return f"{next(now, lesson)}.{name}"


def _as_bytes(content: dict) -> bytes:
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()


@contextlib.contextmanager
def _locked():
    path = location()
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_name(f"{path.name}.lock"), timeout=PATIENCE):
        yield path


def _refuse_non_file(path: Path) -> None:
    """OSError for a folder, a device or a pipe: reading one may hang, writing would replace it."""
    if os.path.exists(path) and not os.path.isfile(path):
        what = "a folder" if os.path.isdir(path) else "not a regular file"
        raise OSError(f"{path} is {what}; {REMEDY}")
