"""Progress is one small file: kept whole, set aside when damaged, and never in a learner's way."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from filelock import BaseFileLock, FileLock

from fmnist_helpers import checks, progress, quizzes
from tests.support.lessons import ROOT
from tests.support.systems import needs_pipes


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch):
    path = tmp_path / "kept" / "progress.json"
    monkeypatch.setenv("FMNIST_PROGRESS", str(path))
    return path


def test_what_is_recorded_is_there_the_next_time(file):
    progress.record("04.steps")
    assert list(progress.done()) == ["04.steps"]
    assert json.loads(file.read_text())["done"] == progress.done()


def test_the_first_day_is_kept(file):
    file.parent.mkdir()
    file.write_text('{"format": 1, "done": {"04.steps": "2020-01-02"}, "note": "mine"}')
    progress.record("04.steps")
    progress.record("04.loader")
    assert progress.done()["04.steps"] == "2020-01-02"
    assert json.loads(file.read_text())["note"] == "mine"


DAMAGES = {
    "nothing": b"",
    "half": b"{",
    "a list": b"[]",
    "no dict": b'{"done": 3}',
    "days that are numbers": b'{"done": {"a": 1}}',
    "no text": b"\x00\xff",
    "very deep": b"[" * 200_000,
    "half a character of UTF-16": b"\xff\xfe{",
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_file_with_other_contents_is_set_aside_and_that_is_said(file, capsys, damage):
    file.parent.mkdir()
    file.write_bytes(damage)
    assert progress.done() == {}
    aside = file.with_name("progress.json.old-1")
    assert aside.read_bytes() == damage
    said = capsys.readouterr().err
    assert said.startswith(f"{file} is not a progress file (")
    assert f"It is kept as {aside}, and progress starts over." in said
    progress.record("04.steps")
    assert list(progress.done()) == ["04.steps"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_file_that_an_editor_of_windows_saved_is_read(file, encoding):
    file.parent.mkdir()
    file.write_text('{"format": 2, "done": {"04.steps": "2020-01-02"}}', encoding=encoding)
    progress.record("04.loader")
    assert progress.done()["04.steps"] == "2020-01-02"
    assert len(progress.done()) == 2


def test_a_good_file_that_cannot_be_read_now_stays(file, monkeypatch, capsys):
    """No file handles left, a network drive that is away: the reason passes, the file is good."""
    progress.record("04.steps")
    before = file.read_bytes()

    def fail(self):
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(type(file), "read_bytes", fail)
    with pytest.raises(OSError, match="Too many open files"):
        progress.done()
    with pytest.raises(OSError, match="Too many open files"):
        progress.export(file.with_name("copy.json"))
    progress.record("04.loader")
    assert "04.loader could not be recorded as done: [Errno 24]" in capsys.readouterr().err
    progress.show()
    assert "Your progress cannot be read now: [Errno 24]" in capsys.readouterr().out
    monkeypatch.undo()
    assert file.read_bytes() == before
    assert sorted(path.name for path in file.parent.iterdir()) in (
        ["progress.json"],
        ["progress.json", "progress.json.lock"],
    )


@needs_pipes
def test_what_is_no_file_is_refused_and_left_alone(tmp_path, monkeypatch, capsys):
    folder, pipe = tmp_path / "folder", tmp_path / "pipe"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    os.mkfifo(pipe)
    for place, what in ((folder, "is a folder"), (pipe, "is not a regular file")):
        monkeypatch.setenv("FMNIST_PROGRESS", str(place))
        for act in (progress.done, progress.reset, lambda: progress.export(tmp_path / "copy")):
            with pytest.raises(OSError, match=f"{what}; let FMNIST_PROGRESS name a file"):
                act()
        progress.record("04.steps")
        assert what in capsys.readouterr().err
    assert (folder / "mine.txt").read_text() == "mine"
    assert pipe.is_fifo()
    assert not (tmp_path / "copy").exists()


def test_home_is_expanded(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("FMNIST_PROGRESS", "~/mine/progress.json")
    progress.record("04.steps")
    assert (tmp_path / "mine" / "progress.json").is_file()
    assert progress.export("~/copy.json") == tmp_path / "copy.json"


def test_reset_keeps_the_old_file(file):
    assert progress.reset() is None
    progress.record("04.steps")
    aside = progress.reset()
    assert progress.done() == {}
    assert "04.steps" in aside.read_text()
    progress.record("04.steps")
    assert progress.reset() != aside


def test_export_copies_and_overwrites_nothing(tmp_path):
    progress.record("04.steps")
    copy = progress.export(tmp_path / "copy.json")
    assert "04.steps" in copy.read_text()
    with pytest.raises(FileExistsError, match="choose another name"):
        progress.export(copy)


def test_export_of_what_cannot_be_understood_fails_and_writes_nothing(file, tmp_path):
    file.parent.mkdir()
    file.write_text("{")
    with pytest.raises(ValueError, match=rf"^{file} is not a progress file"):
        progress.export(tmp_path / "copy.json")
    assert file.read_text() == "{"
    assert not (tmp_path / "copy.json").exists()


def test_a_folder_that_cannot_be_written_stops_nobody_but_is_told(tmp_path, monkeypatch, capsys):
    (tmp_path / "a file").write_text("")
    monkeypatch.setenv("FMNIST_PROGRESS", str(tmp_path / "a file" / "progress.json"))
    progress.record("04.steps")
    assert "04.steps could not be recorded as done" in capsys.readouterr().err
    assert checks.steps(48)


def test_a_lock_that_is_held_for_too_long_is_told_of(file, monkeypatch, capsys):
    monkeypatch.setattr(progress, "PATIENCE", 0.1)
    file.parent.mkdir()
    with FileLock(file.with_name("progress.json.lock")):
        progress.record("04.steps")
    assert "04.steps could not be recorded as done" in capsys.readouterr().err
    progress.record("04.steps")
    assert list(progress.done()) == ["04.steps"]


def test_many_at_once_lose_nothing():
    names = [f"04.{number}" for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(progress.record, names))
    assert sorted(progress.done()) == sorted(names)


def test_a_record_that_cannot_be_finished_leaves_the_file_as_it_was(file, monkeypatch, capsys):
    progress.record("04.steps")
    before = file.read_bytes()

    def fail(*_):
        raise OSError(28, "No space left on device")

    for call in ("fsync", "replace"):
        with monkeypatch.context() as patch:
            patch.setattr(os, call, fail)
            progress.record("04.loader")
        assert "04.loader could not be recorded as done: [Errno 28]" in capsys.readouterr().err
        assert file.read_bytes() == before
        assert {path.name for path in file.parent.iterdir()} <= {file.name, f"{file.name}.lock"}


def test_bytes_reach_the_disk_before_their_name_does(file, monkeypatch):
    done, real_fsync, real_replace = [], os.fsync, os.replace

    def fsync(descriptor):
        done.append(("synced", os.fstat(descriptor).st_ino))
        real_fsync(descriptor)

    def replace(old, new):
        done.append(("named", os.stat(old).st_ino))
        assert os.path.dirname(old) == str(file.parent)  # on one disk, else it's no single step
        real_replace(old, new)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", replace)
    progress.record("04.steps")
    number, folder = file.stat().st_ino, file.parent.stat().st_ino
    assert done == [("synced", number), ("named", number), ("synced", folder)]


def test_what_another_process_noted_while_this_one_waited_is_kept(file, monkeypatch):
    """The file is read when the lock is held, not before."""
    progress.record("04.steps")
    real_acquire = BaseFileLock.acquire

    def acquire(self, *arguments, **options):
        file.write_text('{"format": 2, "done": {"04.loader": "2020-01-02"}}')
        return real_acquire(self, *arguments, **options)

    monkeypatch.setattr(BaseFileLock, "acquire", acquire)
    progress.record("04.split")
    assert sorted(progress.done()) == ["04.loader", "04.split"]


def test_nothing_is_written_for_what_is_done_already(file):
    progress.record("04.steps")
    before = file.stat()
    progress.record("04.steps")
    after = file.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_no_kept_file_is_overwritten(file):
    """Not even a link that leads nowhere, or a second one on the same day."""
    kept = []
    for number in range(3):
        progress.record(f"04.{number}")
        kept.append(progress.reset())
    assert len(set(kept)) == 3
    for number, path in enumerate(kept):
        assert list(json.loads(path.read_text())["done"]) == [f"04.{number}"]


def test_a_look_at_what_is_done_writes_nothing(file, capsys):
    progress.done()
    progress.show()
    assert not file.parent.exists()
    capsys.readouterr()


def test_asking_for_the_plan_imports_no_torch():
    code = (
        "import sys; from fmnist_helpers import progress; progress.summary();"
        "print([name for name in ('torch', 'numpy', 'ipywidgets') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_the_plan_holds_every_check_and_quiz():
    exercises = {check.exercise for check in checks.EXERCISES.values()}
    quiz = {f"{path.stem}.quiz" for path in quizzes.FOLDER.glob("*.toml")}
    planned = [f"{lesson}.{name}" for lesson, names in progress.plan().items() for name in names]
    assert set(planned) == exercises | quiz
    assert len(planned) == len(set(planned))
    assert list(progress.plan()) == sorted(progress.plan())


def test_what_was_recorded_under_older_names_and_numbers_counts(file):
    """Format 1 had 01 for the datasets, 03 for the loader, 05 for the optimizer."""
    file.parent.mkdir()
    old = [
        "03.steps",
        "04.move",
        "05.learning_rate",
        "03.quiz",
        "05.quiz",
    ]
    file.write_text(json.dumps({"format": 1, "done": dict.fromkeys(old, "2020-01-02")}))
    planned = {f"{lesson}.{name}" for lesson, names in progress.plan().items() for name in names}
    assert set(progress.done()) <= planned
    assert len(progress.done()) == len(old)
    assert {"04.steps", "04.quiz", "09.quiz"} <= set(progress.done())
    progress.record("06.move_images")
    assert progress.done()["06.move_images"] == "2020-01-02"
    progress.record("04.loader")
    assert json.loads(file.read_text())["format"] == 2
    assert {"04.steps", "04.quiz", "09.quiz"} <= set(progress.done())  # and is not moved again


def test_the_plan_has_the_order_of_the_lessons():
    for lesson, names in progress.plan().items():
        exercises = [name for name in names if name != "quiz"]
        lines = [checks.EXERCISES[name].__wrapped__.__code__.co_firstlineno for name in exercises]
        assert lines == sorted(lines), lesson
        assert "quiz" not in names[:-1]


def test_each_exercise_has_a_name_of_its_own():
    names = [name for some in progress.plan().values() for name in some if name != "quiz"]
    assert len(names) == len(set(names))


def test_the_summary_counts_and_says_what_is_next(capsys):
    progress.record("00.mistake")
    progress.show()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith(f"1 of {len(progress.plan()['00'])} done")
    assert lines[-1] == "next: lesson 00, beat your first model"
    for lesson, names in progress.plan().items():
        for name in names:
            progress.record(f"{lesson}.{name}")
    assert progress.summary().endswith("everything is done")


@pytest.mark.parametrize(
    "exercise", [f"{n}.{each}" for n, todo in progress.plan().items() for each in todo]
)
def test_each_exercise_is_named_by_its_heading(exercise):
    file, title = progress.heading(exercise)
    lesson, name = exercise.split(".")
    assert file.startswith(f"{lesson}_")
    assert title == "Check what you know" if name == "quiz" else title.startswith("Exercise · ")


def test_in_an_edition_without_the_lesson_the_exercise_still_has_a_name(monkeypatch):
    monkeypatch.setattr(progress, "lesson_files", lambda: [])
    assert progress.summary().endswith("next: lesson 00, mistake")
