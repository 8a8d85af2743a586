"""A guess is read again beside the result, and is never graded."""

import numpy as np
import pytest
import torch

from fmnist_helpers import checks


@pytest.mark.parametrize(
    ("guess", "result", "said"),
    [
        (60_000, 2, "You said 60,000 calls; it is 2 calls."),
        (0.5, 0.123456, "You said 0.5 calls; it is 0.123 calls."),
        (np.int64(3), torch.tensor(1200), "You said 3 calls; it is 1,200 calls."),
    ],
)
def test_a_guess_stands_beside_the_result(guess, result, said, capsys):
    checks.predict(guess, "calls").compare(result)
    assert capsys.readouterr().out == said + "\n"


def test_a_choice_stands_beside_the_result(capsys):
    checks.predict("sum", choices=("sum", "mean")).compare("mean")
    assert capsys.readouterr().out == "You said sum; it is mean.\n"


def test_without_a_guess_the_result_is_said(capsys):
    checks.predict(None, "calls").compare(2)
    assert capsys.readouterr().out == "It is 2 calls. (You made no guess.)\n"


@pytest.mark.parametrize(
    ("guess", "choices", "wanted"),
    [("many", (), "a number"), (True, (), "a number"), (3, ("a", "b"), 'one of "a", "b"')],
)
def test_a_guess_of_the_wrong_kind_is_said_and_forgotten(guess, choices, wanted, capsys):
    checks.predict(guess, choices=choices).compare(2)
    said = capsys.readouterr().out
    assert f"A guess is {wanted}; got" in said
    assert "You made no guess." in said
