"""Each misconception is met in a lesson's cell, caught by a check, and shown by a wrong answer."""

import nbformat
import pytest

from fmnist_helpers import checks
from tests.lessons import NOTEBOOKS
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
    "mean_of_batch_means": ("10_train_and_test", "mean_loss"),
    "zero_grad_forgotten": ("08_gradients", "step"),
    "eval_for_no_grad": ("10_train_and_test", "test_loop"),
    "learning_rate": ("09_optimizers", "learning_rate"),
    "test_set_used_to_choose": ("10_train_and_test", "choose"),
    "overfitting_misread": ("10_train_and_test", "diagnose"),
    "device_mismatch": ("06_device", "forward"),
    "label_dtype": ("07_loss", "labels"),
    "missing_dimension": ("04_dataloader", "batches"),
    "twins_apart": ("15_your_own_data", "group_split"),
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
