"""Each misconception is met in a lesson's cell, caught by a check, and shown by a wrong answer.

The teacher's table of them names more: some are caught by a question of a quiz.
"""

import re
import tomllib
from pathlib import Path

import nbformat
import pytest

from fmnist_helpers import checks, quizzes
from tests.support import guide
from tests.support.lessons import NOTEBOOKS
from tests.test_checks import WRONG

# misconception: the lesson in which it is met, and the check that names it
MISCONCEPTIONS = {
    "overflow": ("01_tensors", "brighten"),
    "wrong_dim": ("01_tensors", "class_means"),
    "reshape_scrambles": ("01_tensors", "contact_sheet"),
    "broadcast": ("01_tensors", "broadcast_shapes"),
    "test_set_statistics": ("02_datasets", "normalize"),
    "header_eaten": ("03_custom_dataset", "fixed_dataset"),
    "dataset_for_dataloader": ("04_dataloader", "test_loader"),
    "scaling": ("03_custom_dataset", "fixed_dataset"),
    "shuffled_test_set": ("04_dataloader", "test_loader"),
    "generator_made_anew": ("04_dataloader", "epochs"),
    "epoch_for_step": ("04_dataloader", "steps"),
    "unregistered_layers": ("05_model", "stack"),
    "softmax_before_loss": ("07_loss", "cross_entropy"),
    "mean_of_batch_means": ("10_train_and_test", "train_loop"),
    "zero_grad_forgotten": ("08_gradients", "step"),
    "eval_for_no_grad": ("10_train_and_test", "test_loop"),
    "learning_rate": ("09_optimizers", "learning_rate"),
    "test_set_used_to_choose": ("10_train_and_test", "choose_and_test"),
    "overfitting_misread": ("10_train_and_test", "training_logs"),
    "unfinished_training": ("11_generalize", "read_curves"),
    "device_mismatch": ("06_device", "forward"),
    "label_dtype": ("07_loss", "labels"),
    "missing_dimension": ("04_dataloader", "batches"),
    "twins_apart": ("15_your_own_data", "group_split"),
}

QUIZZES = Path(quizzes.__file__).parent
TABLE = {
    name.strip("`"): columns
    for name, *columns in guide.rows((guide.FOLDER / "misconceptions.md").read_text("utf-8"))
}


def cells(lesson):
    return nbformat.read(NOTEBOOKS / f"{lesson}.ipynb", as_version=4).cells


@pytest.mark.parametrize("name", MISCONCEPTIONS)
def test_it_is_met_in_a_cell_of_its_lesson(name):
    lesson, _ = MISCONCEPTIONS[name]
    tagged = [c for c in cells(lesson) if f"misconception:{name}" in c.metadata.get("tags", [])]
    assert tagged, f"{lesson} has no cell tagged misconception:{name}"
    assert all(cell.cell_type == "code" and cell.outputs for cell in tagged)


@pytest.mark.parametrize("name", MISCONCEPTIONS)
def test_its_lesson_asks_the_learner_about_it(name):
    lesson, check = MISCONCEPTIONS[name]
    asked = [c for c in cells(lesson) if f"checks.{check}(" in c.source]
    kinds = {tag for cell in asked for tag in cell.metadata.get("tags", [])}
    assert {"check", "solution"} <= kinds, f"{lesson} does not ask with checks.{check}"


@pytest.mark.parametrize("name", MISCONCEPTIONS)
def test_a_wrong_answer_shows_it(name):
    _, check = MISCONCEPTIONS[name]
    assert any(row[0] == check and row[3] == name for row in WRONG)


def test_every_misconception_that_a_check_can_name_is_in_the_table():
    assert {row[3] for row in WRONG if row[3]} == set(MISCONCEPTIONS)
    assert {check for _, check in MISCONCEPTIONS.values()} <= set(checks.EXERCISES)


def test_the_teachers_table_has_at_least_25_and_all_of_these():
    assert len(TABLE) >= 25
    assert set(MISCONCEPTIONS) - set(TABLE) == set()
    order = [lesson_of(place) for _, place, *_ in TABLE.values()]
    assert order == sorted(order), "in the order of the lessons"


@pytest.mark.parametrize("name", TABLE)
def test_the_teachers_table_names_a_cell_that_is_there(name):
    _, place, experiment, _ = TABLE[name]
    lesson = lesson_of(place)
    heading = re.match(r"\[\d\d · (.+)\]\(", place)[1]
    code = re.search(r"`([^`]+)`$", place)[1]
    found = [
        cell
        for cell in under(heading, lesson)
        if cell.cell_type == "code" and code in cell.source and cell.outputs
    ]
    assert found, f"{lesson}: no cell under '{heading}' has {code}"
    numbers = re.sub(r"`[^`]*`", "", experiment)
    assert guide.unsupported(numbers, guide.shown(NOTEBOOKS / f"{lesson}.ipynb")) == []
    if name in MISCONCEPTIONS:
        assert lesson == MISCONCEPTIONS[name][0]


@pytest.mark.parametrize("name", TABLE)
def test_the_teachers_table_names_a_check_or_a_question_that_is_there(name):
    caught = TABLE[name][3]
    if check := re.fullmatch(r"`checks\.(\w+)`", caught):
        assert check[1] in checks.EXERCISES
        if name in MISCONCEPTIONS:
            assert check[1] == MISCONCEPTIONS[name][1]
    else:
        quiz, words = re.fullmatch(r'quiz (\d\d), "(.+)"', caught).groups()
        (file,) = QUIZZES.glob(f"{quiz}.toml")
        asked = [q["ask"] for q in tomllib.loads(file.read_text("utf-8"))["question"]]
        assert len([ask for ask in asked if words in ask.replace("\n", " ")]) == 1, asked


def lesson_of(place):
    return re.search(r"\(\.\./(\w+)\.ipynb\)", place)[1]


def under(heading, lesson):
    """The cells of a lesson below a heading of the second level, up to the next."""
    there = False
    for cell in cells(lesson):
        if cell.cell_type == "markdown":
            for line in re.findall(r"^## (.+)$", cell.source, re.MULTILINE):
                there = line == heading
        if there:
            yield cell
