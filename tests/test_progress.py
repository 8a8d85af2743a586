"""Progress is one small file: kept whole, set aside when damaged, and never in a learner's way."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from fmnist_helpers import checks, progress, quizzes


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch):
    path = tmp_path / "kept" / "progress.json"
    monkeypatch.setenv("FMNIST_PROGRESS", str(path))
    return path


def test_what_is_recorded_is_there_the_next_time(file):
    progress.record("03.steps")
    assert list(progress.done()) == ["03.steps"]
    assert json.loads(file.read_text())["done"] == progress.done()


def test_the_first_day_is_kept(file):
    file.parent.mkdir()
    file.write_text('{"format": 1, "done": {"03.steps": "2020-01-02"}, "note": "mine"}')
    progress.record("03.steps")
    progress.record("03.loader")
    assert progress.done()["03.steps"] == "2020-01-02"
    assert json.loads(file.read_text())["note"] == "mine"


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"done": 3}', '{"done": {"a": 1}}', "\x00\xff"])
def test_a_damaged_file_is_set_aside(file, damage):
    file.parent.mkdir()
    file.write_text(damage, encoding="utf-8")
    assert progress.done() == {}
    assert file.with_name("progress.json.old-1").read_text(encoding="utf-8") == damage
    progress.record("03.steps")
    assert list(progress.done()) == ["03.steps"]


def test_reset_keeps_the_old_file(file):
    assert progress.reset() is None
    progress.record("03.steps")
    aside = progress.reset()
    assert progress.done() == {}
    assert "03.steps" in aside.read_text()
    progress.record("03.steps")
    assert progress.reset() != aside


def test_export_copies_and_overwrites_nothing(tmp_path):
    progress.record("03.steps")
    copy = progress.export(tmp_path / "copy.json")
    assert "03.steps" in copy.read_text()
    with pytest.raises(FileExistsError, match="choose another name"):
        progress.export(copy)


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path, monkeypatch):
    (tmp_path / "a file").write_text("")
    monkeypatch.setenv("FMNIST_PROGRESS", str(tmp_path / "a file" / "progress.json"))
    progress.record("03.steps")
    assert checks.steps(48)


def test_many_at_once_lose_nothing():
    names = [f"03.{number}" for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(progress.record, names))
    assert sorted(progress.done()) == sorted(names)


def test_the_plan_holds_every_check_and_quiz():
    exercises = {check.exercise for check in checks.EXERCISES.values()}
    quiz = {f"{path.stem}.quiz" for path in quizzes.FOLDER.glob("*.toml")}
    planned = [f"{lesson}.{name}" for lesson, names in progress.plan().items() for name in names]
    assert set(planned) == exercises | quiz
    assert len(planned) == len(set(planned))
    assert list(progress.plan()) == sorted(progress.plan())


def test_what_was_recorded_under_an_older_name_counts(file):
    file.parent.mkdir()
    old = dict.fromkeys(progress.RENAMED, "2020-01-02")
    file.write_text(json.dumps({"format": 1, "done": {**old, "03.steps": "2020-01-03"}}))
    assert set(progress.done()) == {*progress.RENAMED.values(), "03.steps"}
    assert set(progress.RENAMED.values()) <= {check.exercise for check in checks.EXERCISES.values()}
    progress.record("00.numbers_in_image")
    assert progress.done()["00.numbers_in_image"] == "2020-01-02"


def test_the_summary_counts_and_says_what_is_next(capsys):
    progress.record("00.numbers_in_image")
    progress.show()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith(f"1 of {len(progress.plan()['00'])} done")
    assert lines[-1] == "next: 00, sneaker"
    for lesson, names in progress.plan().items():
        for name in names:
            progress.record(f"{lesson}.{name}")
    assert progress.summary().endswith("everything is done")
