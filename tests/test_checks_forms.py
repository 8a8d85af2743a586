"""Checks take a right answer in any form, and no wrong one for it."""

import pytest
import torch

from fmnist_helpers import checks
from fmnist_helpers.checks.engine import verdict as verdicts

LABELS = torch.tensor([9, 2, 7, 1])


@pytest.fixture(autouse=True)
def own_progress(tmp_path, monkeypatch):
    monkeypatch.setenv("FMNIST_PROGRESS", str(tmp_path / "progress.json"))
    monkeypatch.delenv("FMNIST_STRICT", raising=False)


@pytest.mark.parametrize("index", [2, -2, torch.tensor(2), torch.tensor([2])], ids=repr)
def test_the_place_of_a_sneaker_counts_from_either_end(index):
    assert checks.sneaker(index, LABELS)


@pytest.mark.parametrize("index", [2.0, torch.tensor(2.0), torch.tensor([2, 2]), True], ids=repr)
def test_what_is_no_place_is_told_so(index):
    assert "expected a whole number" in checks.sneaker(index, LABELS).text


@pytest.mark.parametrize("check", [checks.step_order])
def test_an_order_is_a_list_of_numbers(check):
    for answer in ("10342", [0.5, 1], 3):
        assert "expected a list of line numbers" in check(answer).text
    assert check([]).state == verdicts.NOT_TRIED
    assert check(()).state == verdicts.NOT_TRIED


@pytest.mark.parametrize("check", [checks.numbers_in_image, checks.steps])
def test_a_truth_value_is_no_number(check):
    assert "expected a whole number, got True" in check(True).text


def test_an_error_that_is_not_about_devices_is_the_learners_own():
    def fails(model, images):
        raise RuntimeError("mat1 and mat2 shapes cannot be multiplied")

    verdict = checks.forward(fails)
    assert "raised RuntimeError: mat1 and mat2" in verdict.text
    assert verdict.misconception is None
