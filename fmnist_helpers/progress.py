"""Which exercises and quizzes a learner has done: one small file on this computer, sent nowhere."""

import ast
import contextlib
import functools
import json
import os
import tempfile
import time
from pathlib import Path

from filelock import FileLock, Timeout
from platformdirs import user_data_path

FORMAT = 1

HERE = Path(__file__).parent
# What an exercise was called before its id and its check had one name: old files still count.
RENAMED = {
    "00.numbers": "00.numbers_in_image",
    "04.move": "04.move_images",
    "07.noise": "07.noise_answers",
}


@functools.cache
def plan() -> dict[str, tuple[str, ...]]:
    """What there is to do in each lesson: {"03": ("as_batch", …, "quiz"), …}.

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
        return Path(named)
    return user_data_path("fmnist_helpers", appauthor=False) / "progress.json"


def done() -> dict[str, str]:
    """What is done: {"03.steps": "2026-11-22", …}, with the day it was first done.

    A file that cannot be read as progress is set aside beside itself, never deleted.
    """
    return dict(_read(location())["done"])


def show() -> None:
    """Print what is done in each lesson, and what comes next."""
    print(summary())


def summary() -> str:
    """One line per lesson: how much is done; then the first thing that is not."""
    finished = done()
    lines = []
    for lesson, names in plan().items():
        count = sum(f"{lesson}.{name}" in finished for name in names)
        marks = "✓" * count + "·" * (len(names) - count)
        lines.append(f"lesson {lesson}  {marks:7} {count} of {len(names)} done")
    todo = [f"{lesson}.{name}" for lesson, names in plan().items() for name in names]
    left = [name for name in todo if name not in finished]
    lines.append(f"next: {left[0].replace('.', ', ')}" if left else "everything is done")
    return "\n".join(lines)


def record(exercise: str) -> None:
    """Note that `exercise` is done, today. A folder that cannot be written to is no reason to fail.

    The day it was first done is kept. Answers that nbgrader grades are their writers', not the
    teacher's who runs it, and are not noted.
    """
    if os.environ.get("NBGRADER_EXECUTION") == "autograde":
        return
    with contextlib.suppress(OSError, Timeout), _locked() as path:
        content = _read(path)
        if exercise not in content["done"]:
            content["done"][exercise] = time.strftime("%Y-%m-%d")
            _write(path, content)


def reset() -> Path | None:
    """Begin anew; the file so far is kept under another name, which is returned."""
    with _locked() as path:
        return _set_aside(path) if path.exists() else None


def export(path: str | Path) -> Path:
    """Write a copy of the progress to `path`; FileExistsError where something is there already."""
    path = Path(path)
    if path.exists():
        raise FileExistsError(f"{path} exists: choose another name")
    path.write_text(json.dumps(_read(location()), indent=2) + "\n", encoding="utf-8")
    return path


def _read(path: Path) -> dict:
    empty = {"format": FORMAT, "done": {}}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return empty
    except (ValueError, OSError):
        content = None
    entries = content.get("done") if isinstance(content, dict) else None
    if not isinstance(entries, dict) or not all(isinstance(day, str) for day in entries.values()):
        with contextlib.suppress(OSError):
            _set_aside(path)
        return empty
    renamed = {RENAMED.get(exercise, exercise): day for exercise, day in entries.items()}
    return content | {"done": renamed}


def _write(path: Path, content: dict) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(json.dumps(content, indent=2, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _set_aside(path: Path) -> Path:
    for number in range(1, 1000):
        aside = path.with_name(f"{path.name}.old-{number}")
        if not aside.exists():
            os.replace(path, aside)
            return aside
    raise FileExistsError(f"{path.parent} holds a thousand old copies of {path.name}: delete some")


@contextlib.contextmanager
def _locked():
    path = location()
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_name(f"{path.name}.lock"), timeout=5):
        yield path
