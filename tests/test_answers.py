"""Right answers pass, wrong ones are rejected, and the verdict names their cause."""

import pytest

from fmnist_helpers import checks
from fmnist_helpers.checks.engine.run import STUMBLED
from tests.answers import answers, verdict
from tests.test_checks import RIGHT

ALL = answers()
TRAINS = {"choose_and_test"}

# An answer may warn, as in a notebook: torchvision says that its read_image is on its way out.
pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture(autouse=True)
def own_progress(tmp_path, monkeypatch):
    monkeypatch.setenv("FMNIST_PROGRESS", str(tmp_path / "progress.json"))
    monkeypatch.delenv("FMNIST_STRICT", raising=False)


@pytest.mark.filterwarnings("default")  # a learner's line that warns is no error in a notebook
@pytest.mark.parametrize("answer", ALL, ids=[f"{each.exercise}: {each.name}" for each in ALL])
def test_an_answer_is_judged_as_it_is(answer):
    said = verdict(answer, RIGHT[answer.exercise][1:])
    assert bool(said) == (answer.wrong is None), said.text
    if answer.wrong is not None:
        assert STUMBLED not in said.text
        assert answer.wrong.says in said.text


def test_there_are_enough_answers_to_each_exercise():
    for exercise in set(checks.EXERCISES) - {"sample", "batch"}:  # a learner's own data
        mine = [each for each in ALL if each.exercise == exercise]
        wrong = [each for each in mine if each.wrong is not None]
        # A whole training takes seconds for each answer.
        least_wrong, least_right = (8, 3) if exercise in TRAINS else (12, 6)
        assert len(wrong) >= least_wrong, exercise
        assert len(mine) - len(wrong) >= least_right, exercise


def test_nearly_all_verdicts_name_the_cause():
    wrong = [each.wrong for each in ALL if each.wrong is not None]
    assert sum(bool(each.says) for each in wrong) / len(wrong) >= 0.8
