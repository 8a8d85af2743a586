"""Which numbers in a lesson's prose are said to be shown nowhere."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.support.quotes import stale_quotes


def lesson(prose, printed="", code="train()", alt=""):
    picture = new_output("display_data", {"text/plain": "Figure"})
    picture.metadata["image/png"] = {"alt": alt}
    outputs = [new_output("stream", name="stdout", text=printed), picture]
    return new_notebook(cells=[new_code_cell(code, outputs=outputs), new_markdown_cell(prose)])


def test_a_number_that_the_outputs_showed_before_is_told():
    prose = "The loss is 0.52, with 81.3 % right."
    before = lesson(prose, "loss 0.52, accuracy 81.3 %\n")
    assert stale_quotes(before, before) == []
    after = lesson(prose, "loss 0.47, accuracy 81.3 %\n")
    assert stale_quotes(before, after) == ["cell 2: 0.52 is no longer shown"]


QUOTED = {
    "no output": ("It is 0.52.", "1\n", "0.52 is shown nowhere"),
    "a percentage": ("About 86 % are right.", "accuracy 87.1 %\n", "86 % is shown nowhere"),
    "wrongly rounded": ("It is 0.52.", "0.526\n", "0.52 is shown nowhere"),
    "only as a part of another": ("It is 0.52.", "10.52 v0.52.1\n", "0.52 is shown nowhere"),
}


@pytest.mark.parametrize(("prose", "printed", "said"), QUOTED.values(), ids=QUOTED)
def test_a_number_that_is_not_shown_is_told(prose, printed, said):
    made = lesson(prose, printed)
    assert stale_quotes(made, made) == [f"cell 2: {said}"]


FOUND = {
    "as it is": ("It is 0.52.", "loss 0.52\n"),
    "rounded": ("It is 0.5, or 81 %.", "loss 0.523, accuracy 81.3 %\n"),
    "a share as a percentage": ("About 81 %.", "0.8134\n"),
    "with its exponent": ("It is 0.002.", "2e-3\n"),
    "with thousands": ("It is 1234.5.", "1,234.5\n"),
}


@pytest.mark.parametrize(("prose", "printed"), FOUND.values(), ids=FOUND)
def test_a_number_that_is_shown_is_not_told(prose, printed):
    made = lesson(prose, printed)
    assert stale_quotes(made, made) == []


def test_code_and_alt_texts_show_numbers_too():
    made = lesson("From 0.1 down to 0.03.", code="fit(lr=0.1)", alt="falls to 0.03")
    assert stale_quotes(made, made) == []


@pytest.mark.parametrize(
    "prose",
    [
        "There are 12 of 60,000.",
        "`lr=0.5`, $x = 0.5$",
        "```\n0.5\n```",
        "[arXiv:1708.07747](https://x.org/0.5)",
        "## The 0.5 rule",
        "| 0.5 | 90 % |",
        "**Time** about 7.5 minutes",
        "PyTorch 2.9 and torchvision 0.29.",
        "Version 1.2.3, from 2026-11.24",
    ],
)
def test_what_is_no_result_is_no_quote(prose):
    assert stale_quotes(lesson(prose), lesson(prose)) == []
