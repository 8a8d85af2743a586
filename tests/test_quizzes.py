"""Each quiz asks what can be answered, answers every choice, and works without a kernel."""

import re

import pytest

from fmnist_helpers import progress, quizzes, widgets
from tests.lessons import NOTEBOOKS

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
