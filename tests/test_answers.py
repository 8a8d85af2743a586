"""Right answers pass, wrong ones are rejected, and the verdict names their cause."""

import pytest

from fmnist_helpers import checks
from tests.answers import AS_IT_IS, answers, judged, verdict
from tests.test_checks import RIGHT, marked

ALL = answers()
TRAINS = {"choose_and_test"}

# An answer may warn, as in a notebook: torchvision says that its read_image is on its way out.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(autouse=True)
def own_progress(tmp_path, monkeypatch):
    monkeypatch.setenv("FMNIST_PROGRESS", str(tmp_path / "progress.json"))
    monkeypatch.delenv("FMNIST_STRICT", raising=False)


@pytest.mark.parametrize("exercise", marked(each.exercise for each in ALL))
def test_an_answer_is_judged_as_it_is(exercise):
    misjudged = {}
    for answer in (each for each in ALL if each.exercise == exercise):
        said = verdict(answer, RIGHT[exercise][1:])
        if (outcome := judged(answer, said)) not in AS_IT_IS:
            misjudged[answer.name] = f"{outcome}: {said.text}"
    assert misjudged == {}


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
