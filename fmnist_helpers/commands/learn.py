"""``fmnist learn``: a learner's own copy of the lessons, and JupyterLab in it.

The copy has no outputs, so that a prediction is one, and its solutions are folded. A file that the
learner changed is never written over. `.lessons.json` in the folder says what was copied.
"""

import argparse
import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat

from fmnist_helpers import files, progress

LEDGER = ".lessons.json"
# Without it, JupyterLab's first question is about its own news.
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "folder",
        metavar="FOLDER",
        nargs="?",
        default="my-lessons",
        help="where your copy is, or will be (default: my-lessons)",
    )
    parser.add_argument(
        "--reset", metavar="NN", help="set one lesson back, such as 03; yours is kept beside it"
    )
    parser.add_argument("--no-start", action="store_true", help="only copy: don't open JupyterLab")


def run(args: argparse.Namespace) -> int:
    """Bring the copy up to date, say what happened, and start JupyterLab; the exit status."""
    folder = Path(args.folder).expanduser()
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(f"{folder} is a file: name a folder for your lessons")
    if args.reset:
        print(reset(folder, args.reset.zfill(2)))
    for line in copy_lessons(folder):
        print(line)
    first = where_to_start()
    if args.no_start:
        print(f"Your lessons are in {folder}. To open them: fmnist learn {folder}")
        return 0
    print(f"Opening {first} in JupyterLab. To end it, press Ctrl-C here, twice.", flush=True)
    return start_jupyterlab(folder, first)


def copy_lessons(folder: Path) -> list[str]:
    """Write the lessons into `folder`, and return a line about each that needs one.

    A lesson that is not there is written. One that has a new version is replaced if it is as it was
    copied; else the new version is written beside it, under a name with `-new`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    known, said, written = _read_ledger(folder), [], 0
    for lesson in progress.lesson_files():
        copy, mine = learners_copy(lesson), folder / lesson.name
        content = (nbformat.writes(copy) + "\n").encode()
        version = _hash("\n".join(cell.source for cell in copy.cells).encode())
        was_version, was_content = known.get(lesson.name, (None, None))
        if mine.exists() and version == was_version:
            continue
        if mine.exists() and _hash(mine.read_bytes()) not in (was_content, _hash(content)):
            beside = mine.with_name(f"{mine.stem}-new.ipynb")
            files.replace_file(beside, content)
            said.append(f"{mine.name} has a new version. Yours is untouched; it is {beside.name}.")
        else:
            written += 1
            files.replace_file(mine, content)
        known[lesson.name] = (version, _hash(content))
        files.replace_file(folder / LEDGER, json.dumps(known, indent=1).encode())
    if written:
        said.insert(0, f"Lessons written into {folder}: {written}.")
    return said


def reset(folder: Path, number: str) -> str:
    """Set lesson `number` back; the learner's is kept under a name with the time."""
    names = {lesson.name[:2]: lesson.name for lesson in progress.lesson_files()}
    if number not in names:
        raise ValueError(f"there is no lesson {number}; choose from {', '.join(names)}")
    mine = folder / names[number]
    if not mine.exists():
        return f"{mine} is not there, so a new copy is made."
    kept = mine.with_name(f"{mine.stem}-{time.strftime('%Y-%m-%d-%H%M%S')}.ipynb")
    mine.rename(kept)
    return f"{mine.name} is as it was. What you had is in {kept.name}."


def where_to_start() -> str:
    """The name of the lesson to open: the first that isn't done, from the last one begun."""
    done = progress.done()
    names = {lesson.name[:2]: lesson.name for lesson in progress.lesson_files()}
    plan = {number: todo for number, todo in progress.plan().items() if number in names}
    begun = [number for number in plan if any(each.startswith(f"{number}.") for each in done)]
    for number in (number for number in plan if number >= max(begun, default="00")):
        if any(f"{number}.{each}" not in done for each in plan[number]):
            return names[number]
    return next(iter(names.values()))


def learners_copy(lesson: Path) -> nbformat.NotebookNode:
    """A lesson as a learner first sees it: no outputs, solutions folded, this Python's kernel."""
    notebook = nbformat.read(lesson, as_version=4)
    # Who has the command has the package.
    notebook.cells = [c for c in notebook.cells if "install" not in c.metadata.get("tags", ())]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            if "solution" in cell.metadata.get("tags", ()):
                cell.metadata.jupyter = {"source_hidden": True}
    notebook.metadata.pop("widgets", None)
    # As the kernel will say it of itself: otherwise each lesson is "changed" as soon as it is open.
    notebook.metadata.kernelspec = {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    }
    notebook.metadata.language_info = {
        "codemirror_mode": {"name": "ipython", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
        "version": ".".join(map(str, sys.version_info[:3])),
    }
    return notebook


def start_jupyterlab(folder: Path, first: str) -> int:
    """Run JupyterLab over `folder`, for this computer alone and with a token; its exit status."""
    with tempfile.TemporaryDirectory(prefix="fmnist-", ignore_cleanup_errors=True) as configuration:
        settings = Path(configuration, "labconfig", "default_setting_overrides.json")
        settings.parent.mkdir()
        settings.write_text(json.dumps(SETTINGS), encoding="utf-8")
        paths = filter(None, [configuration, os.environ.get("JUPYTER_CONFIG_PATH")])
        command = [
            *(sys.executable, "-m", "jupyterlab", f"--LabApp.default_url=/lab/tree/{first}"),
            *(f"--ServerApp.root_dir={folder.resolve()}", "--ServerApp.ip=127.0.0.1"),
        ]
        if getattr(os, "geteuid", lambda: None)() == 0:  # as in most containers
            command.append("--ServerApp.allow_root=True")
        environment = {**os.environ, "JUPYTER_CONFIG_PATH": os.pathsep.join(paths)}
        jupyterlab = subprocess.Popen(command, env=environment)
        # Ctrl-C reaches JupyterLab also: it asks whether to end, and this program waits for it.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        return jupyterlab.wait()


def _read_ledger(folder: Path) -> dict[str, list[str]]:
    try:
        return dict(json.loads((folder / LEDGER).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):  # not there, or no longer readable: know nothing
        return {}


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
