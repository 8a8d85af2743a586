"""How a check runs an answer: what it calls things, whose line it shows, what it puts back."""

import json
import signal

import pytest
import torch

from fmnist_helpers.checks import _run, _verdict
from fmnist_helpers.loaders import make_loader


@pytest.mark.parametrize(
    ("value", "named"),
    [
        (torch.zeros(2, 3), "a tensor of shape (2, 3) and dtype torch.float32"),
        ([1, 2, 3], "a list of 3"),
        ((), "a tuple of 0"),
        (7, "7"),
        (True, "True"),
        ("shirt", "'shirt'"),
        ("x" * 58, f"'{'x' * 58}'"),
        ("x" * 59, f"'{'x' * 56}…"),
        ({"a": 1}, "a dict"),
        (range(3), "a range"),
        (OSError("no"), "an OSError"),
    ],
    ids=repr,
)
def test_values_are_named_in_words(value, named):
    assert _run.kind(value) == named


def verdict_on(answer, seconds=20.0):
    def examine(answer):
        return str(_run.call(answer))

    return _run.judge("00.test", examine, answer, seconds=seconds)


def test_the_innermost_line_of_the_learner_is_shown():
    def helper():
        return [][3]

    def answer():
        return helper()

    assert "your line `return [][3]` raised IndexError" in verdict_on(answer).text


def test_a_line_of_this_package_is_not_called_theirs():
    def answer():
        return make_loader([1], batch_size=0)

    said = verdict_on(answer).text
    assert (
        "your line `return make_loader([1], batch_size=0)` raised ValueError: batch_size=0" in said
    )


def test_a_line_of_pythons_own_library_is_not_called_theirs():
    def answer():
        return json.loads("no json")

    assert '`return json.loads("no json")` raised json' in verdict_on(answer).text


def test_a_check_has_the_time_that_it_was_given():
    @_run.check("00.test", seconds=0.2)
    def checked(answer):
        return str(_run.call(answer))

    def answer():
        while True:
            pass

    assert "still running after 0.2 seconds" in checked(answer).text


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="Windows has no such signal")
def test_the_timer_is_put_back():
    before = signal.getsignal(signal.SIGALRM)
    assert verdict_on(lambda: 1, seconds=60.0).state == _run.RIGHT
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("strict", "raising"),
    [("", []), ("0", []), ("1", [_verdict.NOT_YET]), ("grade", [_verdict.NOT_YET, "not tried"])],
)
def test_strictness_is_what_the_environment_says(strict, raising, monkeypatch, capsys):
    monkeypatch.setenv("FMNIST_STRICT", strict)
    for state in (_verdict.RIGHT, _verdict.NOT_YET, _verdict.NOT_TRIED):
        verdict = _verdict.Verdict("00.test", state, "what is said")
        if state in raising:
            with pytest.raises(AssertionError, match="what is said"):
                _verdict.deliver(verdict)
        else:
            assert _verdict.deliver(verdict) is verdict
            assert capsys.readouterr().out == "what is said\n"
