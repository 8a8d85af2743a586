"""Each lesson has a page for its teacher: what it types runs, and its keys are the lesson's."""

import re
import tempfile

import matplotlib.pyplot as plt
import nbformat
import pytest
import torch

from fmnist_helpers import checks
from fmnist_helpers.sources import is_sample
from tests.support import guide
from tests.support.lessons import DATA, NOTEBOOKS, lessons
from tests.test_map import minutes_of

LESSONS = pytest.mark.parametrize("path", lessons(), ids=lambda path: path.stem)


@LESSONS
def test_each_lesson_has_what_to_say_wrong_answers_and_a_shorter_way(path):
    page = guide.page_of(path)
    for part in ("**Say first.** ", "**Stop**", "**Shorter:**"):
        assert part in page, part
    assert f"(../../{path.name})" in page.partition("**Say first.**")[0]
    wrong = guide.rows(guide.section(page, "Expected wrong answers"))
    assert all(len(row) == 3 and all(row) for row in wrong)
    named = set(re.findall(r"`checks\.(\w+)`", page))
    asked = {name for name, each in checks.EXERCISES.items() if each.exercise[:2] == path.name[:2]}
    assert asked - named == set(), "exercises without expected wrong answers"
    assert named <= set(checks.EXERCISES)


def test_each_page_belongs_to_a_lesson():
    assert {path.stem for path in guide.PAGES.iterdir()} == {path.stem for path in lessons()}


@LESSONS
def test_each_prediction_has_its_key(path):
    keys = guide.rows(guide.section(guide.page_of(path), "Keys to the predictions"))
    asked = guide.predictions(path)
    assert len(keys) == len(asked), [question for question, _ in asked]
    for (words, key, guesses), (question, shown) in zip(keys, asked, strict=True):
        assert words in question, question
        assert guide.unsupported(key, shown) == [], f"{words}: the lesson doesn't show it there"
        assert guesses, f"{words}: no guess to expect"


@LESSONS
def test_each_page_has_one_drawing_for_the_board(path):
    board = guide.section(guide.page_of(path), "On the board")
    (drawing,) = re.findall(r"^```text\n(.*?)^```", board, re.MULTILINE | re.DOTALL)
    lines = drawing.splitlines()
    assert 3 <= len(lines) <= 16
    assert max(map(len, lines)) <= 100, "wider than a board"


@LESSONS
def test_minutes_of_live_coding_follow_one_another(path):
    assert 15 <= live_minutes(path) <= 30


@pytest.mark.slow
@LESSONS
def test_what_is_typed_live_runs_and_prints_what_the_page_says(path, monkeypatch):
    monkeypatch.chdir(NOTEBOOKS)
    (block,) = live_blocks(path)
    assert [step for step in guide.steps(block) if step.sign], "nothing to predict"
    threads, names = torch.get_num_threads(), {}
    try:
        torch.set_num_threads(1)
        wrong = guide.run(block, names)
    finally:
        torch.set_num_threads(threads)
        plt.close("all")
        for each in names.values():
            if isinstance(each, tempfile.TemporaryDirectory):
                each.cleanup()
    if is_sample(DATA):
        pytest.skip("the numbers are those of the full dataset; there is only the sample")
    assert wrong == []


def test_the_guide_says_how_long_each_lesson_takes():
    listed = guide.rows(
        guide.section(guide.ENTRANCE.read_text(encoding="utf-8"), "Lesson by lesson")
    )
    expected = []
    for path in lessons():
        page = f"(teaching/lessons/{path.stem}.md)"
        expected.append((path.name, page, minutes_of(path), live_minutes(path)))
    found = []
    for lesson, page, alone, live in listed:
        name = re.search(r"\]\((\S+)\)", lesson)[1]
        found.append((name, page[page.index("(") :], int(alone.split()[0]), int(live.split()[0])))
    assert found == expected


RUNS = {
    "as it says": ("x = 1\nx + 1  # → 2", []),
    "nearly": ("0.45  # ≈ 0.5", []),
    "an error that it names": ("[][0]  # → IndexError", []),
    "another number": ("1 + 1  # → 3", ["1 + 1: expected 3, got 2"]),
    "too far off": ("0.3  # ≈ 0.5", ["0.3: expected 0.5, got 0.3"]),
    "no error": ("1  # → IndexError", ["1: expected IndexError, got 1"]),
    "another error": ("[][0]  # → KeyError", ["[][0]: IndexError: list index out of range"]),
    "an error that it doesn't name": ("{}[0]", ["{}[0]: KeyError: 0"]),
}


@pytest.mark.parametrize(("source", "wrong"), RUNS.values(), ids=RUNS)
def test_what_does_not_come_as_the_page_says_is_told(source, wrong):
    assert guide.run(source, {}) == wrong


KEYS = {
    "shown": ("It is 0.93, `nan` or 938", "loss 0.931, nan, 938", []),
    "a percentage": ("85 % at once", "0.853", []),
    "another number": ("It is 0.94", "loss 0.931", ["0.94"]),
    "another count": ("937 batches", "938", ["937"]),
    "other words": ("It is `inf`", "nan", ["inf"]),
    "numbers that are words": ("Two of 3, in lesson 10", "", []),
}


@pytest.mark.parametrize(("key", "shown", "wrong"), KEYS.values(), ids=KEYS)
def test_a_key_that_the_lesson_does_not_show_is_told(key, shown, wrong):
    assert guide.unsupported(key, shown) == wrong


def live_blocks(path):
    return guide.PYTHON.findall(guide.section(guide.page_of(path), "Live coding"))


def live_minutes(path):
    """How long the live coding of a lesson takes; its spans follow one another from 0."""
    (block,) = live_blocks(path)
    assert block.startswith("# Before class")
    spans = [(int(a), int(b)) for a, b in re.findall(r"^# (\d+)–(\d+) · \S", block, re.MULTILINE)]
    assert len(spans) >= 4
    assert all(a < b for a, b in spans)
    assert [a for a, _ in spans] == [0] + [b for _, b in spans[:-1]]
    return spans[-1][1]


def test_the_project_is_graded_by_the_criteria_of_its_lesson():
    (lesson,) = NOTEBOOKS.glob("15_*.ipynb")
    cells = nbformat.read(lesson, as_version=4).cells
    (rubric,) = [cell.source for cell in cells if "## How a project is graded" in cell.source]
    page = guide.texts()[guide.FOLDER / "project.md"]
    criteria = [row[0] for row in guide.rows(rubric)]
    assert len(criteria) >= 6
    assert [row[0] for row in guide.rows(page)][: len(criteria)] == criteria
    points = re.search(r"^(\d+) of (\d+) points is a pass", rubric, re.MULTILINE)
    assert f"{points[1]} of {points[2]} is a pass" in page
