"""How a check runs an answer: what it calls things, whose line it shows, what it puts back."""

import json
import os
import signal
import sys

import pytest
import torch

from fmnist_helpers.checks.engine import expect, run
from fmnist_helpers.checks.engine import verdict as verdicts
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
    assert expect.describe(value) == named


def verdict_on(answer, seconds=20.0):
    def examine(answer):
        return str(run.call(answer))

    return run.evaluate("00.test", examine, answer, seconds=seconds)


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
    @run.check(points=1, seconds=0.2)
    def checked(answer):
        return str(run.call(answer))

    def answer():
        while True:
            pass

    assert "still running after 0.2 seconds" in checked(answer).text


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="Windows has no such signal")
def test_the_timer_is_put_back():
    before = signal.getsignal(signal.SIGALRM)
    assert verdict_on(lambda: 1, seconds=60.0).state == verdicts.RIGHT
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def checked(answer, **options):
    @run.check(points=1)
    def examine(answer):
        return str(run.call(answer))

    return examine(answer, **options)


def wrong():
    raise verdicts.NotYet("what is said")


OUTCOMES = {verdicts.RIGHT: lambda: 1, verdicts.NOT_YET: wrong, verdicts.NOT_TRIED: None}


@pytest.mark.parametrize("state", OUTCOMES)
@pytest.mark.parametrize(
    ("environment", "strict", "raising"),
    [
        (None, False, []),
        ("0", False, []),
        ("1", False, [verdicts.NOT_YET]),
        (None, True, [verdicts.NOT_YET, verdicts.NOT_TRIED]),
        ("0", True, [verdicts.NOT_YET, verdicts.NOT_TRIED]),
        ("1", True, [verdicts.NOT_YET, verdicts.NOT_TRIED]),
    ],
)
def test_only_strict_checks_raise(environment, strict, raising, state, monkeypatch, capsys):
    monkeypatch.delenv("FMNIST_STRICT", raising=False)
    if environment:
        monkeypatch.setenv("FMNIST_STRICT", environment)
    if state in raising:
        with pytest.raises(AssertionError, match=r"what is said|Not tried yet"):
            checked(OUTCOMES[state], strict=strict)
        assert capsys.readouterr().out == ""
    else:
        verdict = checked(OUTCOMES[state], strict=strict)
        assert verdict.state == state
        assert capsys.readouterr().out == verdict.text + "\n"


def test_a_loop_that_catches_every_exception_is_stopped_too():
    def answer():
        try:
            while True:
                pass
        except Exception:
            return "went on"

    verdict = verdict_on(answer, seconds=0.2)
    assert "still running after 0.2 seconds" in verdict.text
    if hasattr(signal, "SIGALRM"):
        assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def fails():
    torch.rand(1)
    raise ValueError("no")


def never_ends():
    while True:
        torch.rand(1)


@pytest.mark.parametrize("answer", [lambda: 1, fails, never_ends], ids=["right", "fails", "hangs"])
def test_whatever_an_answer_does_its_surroundings_are_put_back(answer):
    folders = []

    def wandering():
        folders.append(os.getcwd())
        os.mkdir("deeper")
        os.chdir("deeper")
        torch.manual_seed(77)
        return answer()

    handler = signal.getsignal(signal.SIGALRM) if hasattr(signal, "SIGALRM") else None
    before = os.getcwd(), sys.stdout, sys.stderr, torch.get_rng_state()
    verdict_on(wandering, seconds=0.2)
    assert (os.getcwd(), sys.stdout, sys.stderr) == before[:3]
    assert torch.equal(torch.get_rng_state(), before[3])
    assert folders[0] != before[0]
    assert not os.path.exists(folders[0])
    if handler is not None:
        assert signal.getsignal(signal.SIGALRM) is handler


def test_of_what_an_answer_prints_only_the_beginning_is_kept():
    """A loop that prints for twenty seconds must not fill the memory."""
    kept = []

    def answer():
        for stream in (sys.stdout, sys.stderr):
            assert stream.write("x" * 1_500) == 1_500
            assert stream.write("y" * 1_500) == 1_500
            kept.append(stream.getvalue())
        return 1

    assert verdict_on(answer)
    assert [(text.count("x"), text.count("y")) for text in kept] == [(1_500, 500)] * 2


def test_a_long_error_is_cut():
    def answer():
        raise ValueError("z" * 5_000)

    assert 200 < len(verdict_on(answer).text) < 500


def test_only_a_right_answer_is_noted_and_before_anything_can_fail(monkeypatch):
    noted = []
    monkeypatch.setattr(run, "record", noted.append)
    monkeypatch.delenv("FMNIST_STRICT", raising=False)
    for outcome in OUTCOMES.values():
        checked(outcome)
        checked(outcome, solution=True)
    assert len(noted) == 1
    assert noted[0].endswith(".examine")


def test_a_check_keeps_the_name_and_the_words_of_what_it_examines():
    @run.check(points=3)
    def examine(answer):
        """What it asks."""
        return "so."

    assert (examine.__name__, examine.__doc__, examine.points) == ("examine", "What it asks.", 3)
    assert examine.__module__ == __name__
