"""Where a check lets an answer write: in a temporary folder that is gone afterwards."""

import os
import sys
import tempfile
from pathlib import Path

import pytest
from torch.utils.data import DataLoader

from fmnist_helpers import checks, progress
from tests.test_checks import NAMES, RIGHT

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
opened = []
watching = False


def note(event, arguments):
    """Where Python opens a file to write, or makes a folder; torch's own files are not seen."""
    if not watching or event not in ("open", "os.mkdir"):
        return
    path = arguments[0]
    writes = event == "os.mkdir" or arguments[2] & WRITES
    # Bytecode of what is imported at last is Python's doing.
    if writes and isinstance(path, str | os.PathLike) and "__pycache__" not in Path(path).parts:
        opened.append(Path(path).absolute())


sys.addaudithook(note)  # can't be taken away again, so it looks away between the tests


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """The folder of the lesson, in which a learner works, and the one for temporary files."""
    lesson, temporary = tmp_path / "lesson", tmp_path / "temporary"
    lesson.mkdir()
    temporary.mkdir()
    monkeypatch.chdir(lesson)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setenv("FMNIST_PROGRESS", str(tmp_path / "progress" / "progress.json"))
    monkeypatch.setattr(sys.modules[__name__], "watching", True)
    opened.clear()
    return lesson, temporary


def outside(folder):
    return {path for path in opened if not path.is_relative_to(folder)}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_written_beside_the_lesson(name, folders):
    lesson, temporary = folders
    assert getattr(checks, name)(*RIGHT[name], solution=True)
    assert Path.cwd() == lesson
    assert list(lesson.iterdir()) == []
    assert list(temporary.glob("tmp*")) == []
    assert outside(temporary) == set()


def test_relative_names_land_in_the_temporary_folder(folders):
    lesson, temporary = folders

    def writes(image):
        Path("made").mkdir()
        Path("made", "left.txt").write_text("left", encoding="utf-8")
        return DataLoader(image, 16)

    assert checks.test_loader(writes, solution=True)
    assert "left.txt" in {path.name for path in opened}
    assert outside(temporary) == set()
    assert list(lesson.iterdir()) == []


def test_what_an_answer_writes_on_purpose_is_seen_by_these_tests(folders):
    lesson, temporary = folders

    def writes(image):
        (lesson / "left.txt").write_text("left")
        return DataLoader(image, 16)

    assert checks.test_loader(writes, solution=True)
    assert outside(temporary) == {lesson / "left.txt"}


def test_only_progress_is_kept(folders):
    _, temporary = folders
    assert checks.test_loader(lambda images: DataLoader(images, 16))
    kept = progress.location().parent
    assert all(path == kept or path.parent == kept for path in outside(temporary))
    assert progress.location().is_file()
