"""Each quiz asks what can be answered, answers every choice, and works without a kernel."""

import os
import random
import re
import subprocess
import sys
import tomllib

import numpy as np
import pytest
import torch

from fmnist_helpers import progress, quizzes, widgets
from tests.support.lessons import NOTEBOOKS, ROOT

LESSONS = sorted(path.stem for path in quizzes.FOLDER.glob("*.toml"))


@pytest.fixture(autouse=True)
def own_progress(tmp_path, monkeypatch):
    monkeypatch.setenv("FMNIST_PROGRESS", str(tmp_path / "progress.json"))


@pytest.mark.parametrize("lesson", LESSONS)
def test_questions_are_whole(lesson):
    questions = quizzes.load(lesson)
    assert 4 <= len(questions) <= 6
    for question in questions:
        assert len(question.options) >= 3
        assert sum(option.right for option in question.options) == 1
        assert len({option.text for option in question.options}) == len(question.options)
        assert all(option.say.endswith((".", "`")) for option in question.options)


def test_the_learners_random_numbers_are_left_alone():
    random.seed(5)
    torch.manual_seed(5)
    before = random.getstate(), np.random.get_state()[1].tolist()  # noqa: NPY002
    drawn = torch.get_rng_state()
    widgets.quiz("04")
    assert random.getstate() == before[0]
    assert np.random.get_state()[1].tolist() == before[1]  # noqa: NPY002
    assert torch.equal(torch.get_rng_state(), drawn)


def test_the_order_of_options_is_mixed_and_the_same_in_every_process():
    """Python's own hashes of texts differ between processes."""
    code = (
        "from fmnist_helpers import quizzes\n"
        "for q in quizzes.load('04'): print([option.text for option in q.options])"
    )
    orders = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert orders[0] == orders[1]
    assert orders[0].splitlines() == [
        str([option.text for option in question.options]) for question in quizzes.load("04")
    ]


def test_the_order_is_not_that_of_the_file():
    """Whoever writes a question is tempted to put the right option first."""
    moved = []
    for lesson in LESSONS:
        entries = tomllib.loads((quizzes.FOLDER / f"{lesson}.toml").read_text("utf-8"))["question"]
        for entry, question in zip(entries, quizzes.load(lesson), strict=True):
            written = [option["text"].strip() for option in entry["option"]]
            shown = [option.text for option in question.options]
            assert sorted(written) == sorted(shown)
            moved.append(written != shown)
    assert sum(moved) > len(moved) / 2


def test_the_right_option_stands_in_every_place():
    places = {
        [option.right for option in question.options].index(True)
        for lesson in LESSONS
        for question in quizzes.load(lesson)
    }
    assert places == {0, 1, 2}


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_choice_is_answered_at_once(lesson):
    quiz = widgets.quiz(lesson)
    for choice, answer, question in zip(quiz.choices, quiz.answers, quiz.questions, strict=True):
        for index, option in enumerate(question.options):
            choice.index = index
            assert quizzes.inline(option.feedback) in answer.value
        choice.index = None
        assert answer.value == ""


def test_a_quiz_is_done_when_all_is_right():
    quiz = widgets.quiz("04")
    for choice, question in zip(quiz.choices, quiz.questions, strict=True):
        assert progress.done() == {}
        choice.index = [option.right for option in question.options].index(True)
    assert list(progress.done()) == ["04.quiz"]


def test_a_quiz_with_a_wrong_answer_is_not_done():
    """All are answered; what counts is what is chosen now."""
    quiz = widgets.quiz("04")
    right = [[each.right for each in question.options].index(True) for question in quiz.questions]
    quiz.choices[0].index = right[0]
    quiz.choices[0].index = (right[0] + 1) % 3
    for choice, index in list(zip(quiz.choices, right, strict=True))[1:]:
        choice.index = index
    assert progress.done() == {}
    quiz.choices[0].index = right[0]
    assert list(progress.done()) == ["04.quiz"]


@pytest.mark.parametrize("lesson", LESSONS)
def test_without_a_kernel_every_option_unfolds_its_answer(lesson):
    bundle = widgets.quiz(lesson)._repr_mimebundle_()
    options = [option for question in quizzes.load(lesson) for option in question.options]
    assert bundle["text/html"].count("<details>") == len(options)
    for option in options:
        assert f"<summary>{quizzes.inline(option.text)}</summary>" in bundle["text/html"]
        assert quizzes.inline(option.say) in bundle["text/html"]
        assert option.say not in bundle["text/plain"]


def test_text_is_escaped():
    assert quizzes.inline("a < b & `x < y` *so*") == (
        "a &lt; b &amp; <code>x &lt; y</code> <em>so</em>"
    )


def test_a_lesson_without_a_quiz_is_named():
    with pytest.raises(FileNotFoundError, match=r"'77'.*00, "):
        quizzes.load("77")


@pytest.mark.parametrize("lesson", LESSONS)
def test_no_answer_stands_in_the_lessons_source(lesson):
    (path,) = NOTEBOOKS.glob(f"{lesson}_*.ipynb")
    source = re.sub(r'"outputs": \[.*?\n   \]', "", path.read_text(encoding="utf-8"), flags=re.S)
    for question in quizzes.load(lesson):
        assert not any(option.say in source for option in question.options)
