"""How a check runs an answer: what it calls things, whose line it shows, what it puts back."""

import builtins
import json
import os
import random
import signal
import sys
import warnings

import numpy as np
import pytest
import torch

from fmnist_helpers.checks.engine import classics, expect, run, state
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
    assert "your line `return make_loader([1], batch_size=0)` raised ValueError: batch_size" in said


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
        assert capsys.readouterr().out == ("" if strict else verdict.text + "\n")


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


async def asynchronous():
    return 1


def gives_a_coroutine():
    return asynchronous()


def returns_what_append_does():
    return [].append(1)


def returns_after_backward():
    return torch.ones(1, requires_grad=True).sum().backward()


def prints():
    print(1)


def takes_two(images, labels):
    return 1


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (asynchronous, "your function is `async`"),
        (gives_a_coroutine, "returned a coroutine"),
        (lambda: torch.ones(3).mean, "the method `mean` itself, not its result"),
        (lambda: torch.nn.ReLU().train, "the method `train` itself"),
        (takes_two, "takes 2 arguments (`images`, `labels`), and the exercise gives it 0"),
        (returns_what_append_does, "`append` changes its object in place and returns None"),
        (returns_after_backward, "`backward` changes its object in place"),
        (prints, "`print` only shows the result: `return` hands it back"),
    ],
)
def test_what_beginners_often_do_is_recognized(answer, said):
    verdict = verdict_on(answer)
    assert verdict.state == verdicts.NOT_YET
    assert said in verdict.text


images = torch.zeros(3)


def uses_the_notebooks_images(batch, size):
    return images.sum() * size


def uses_both(batch, size):
    return batch, size


def uses_none(batch, size):
    return 7


def replaces_one(batch, size):
    size = len(batch)
    return batch.sum() / size


def keeps_some(batch, size):
    batch = batch[:size]
    return batch.sum()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            uses_the_notebooks_images,
            "never uses its parameter `batch`; it uses the notebook's `images`",
        ),
        (uses_both, None),
        (uses_none, "your function uses none of its parameters"),
        (replaces_one, "gives its parameter `size` another value before it is used"),
        (keeps_some, None),
        (torch.nn.Linear, None),
    ],
)
def test_a_parameter_that_is_never_used_is_named(answer, said):
    problem = classics.unused_parameters(answer, verdicts.NotYet("wrong.", "a hint.", "name"))
    assert (problem.message, problem.misconception) == ("wrong.", "name")
    assert problem.hint.startswith("a hint.")
    assert (said in problem.hint) if said else problem.hint == "a hint."


@pytest.mark.parametrize(
    ("value", "named"),
    [
        ((x for x in "ab"), "a generator, since the function uses `yield`"),
        (torch.ones(1).sum, "the method `sum` itself, without `()`"),
        (torch.nn.ReLU, "the class `ReLU` itself, without `()`"),
        (torch.nn.ReLU().load_state_dict({}), "the report of `load_state_dict`"),
    ],
    ids=["generator", "method", "class", "report"],
)
def test_what_computes_nothing_is_named(value, named):
    assert expect.describe(value).startswith(named)


@pytest.mark.parametrize("number", [784, np.int64(784), np.uint8(78), torch.tensor(7), np.array(3)])
def test_a_whole_number_may_come_from_any_library(number):
    assert type(expect.expect_whole_number(number)) is int


@pytest.mark.parametrize(
    ("value", "hint"),
    [(784.0, "is a float"), (np.float32(3), "is a float"), ("784", "without quotes"), (True, "")],
)
def test_what_is_no_whole_number_is_told_why(value, hint):
    with pytest.raises(verdicts.NotYet) as caught:
        expect.expect_whole_number(value)
    assert hint in caught.value.hint


CHANGES = {
    "the default dtype": lambda: torch.set_default_dtype(torch.float64),
    "the default device": lambda: torch.set_default_device("meta"),
    "whether gradients are computed": lambda: torch.set_grad_enabled(False),
    "whether algorithms are deterministic": lambda: torch.use_deterministic_algorithms(True),
    "the number of threads": lambda: torch.set_num_threads(3),
    "the environment variables": lambda: os.environ.update(FMNIST_MADE_UP="1"),
    "`sys.path`": lambda: sys.path.append("somewhere"),
    "`torch.nn.functional.relu`": lambda: setattr(torch.nn.functional, "relu", torch.sigmoid),
    "`Tensor.sum`": lambda: setattr(torch.Tensor, "sum", torch.Tensor.mean),
    "`builtins.print`": lambda: setattr(builtins, "print", repr),
    "": lambda: (
        random.seed(1),
        np.random.seed(1),  # noqa: NPY002
        torch.manual_seed(1),
        warnings.simplefilter("error"),
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_an_answer_changes_is_put_back_and_said(what):
    def surroundings():
        return [
            *(read() for _, read, _ in state._SETTINGS),
            *(random.getstate()[1], np.random.get_state()[1].tolist(), warnings.filters[:]),  # noqa: NPY002
            *(torch.get_rng_state().tolist(), torch.nn.functional.relu, torch.Tensor.sum, print),
        ]

    def answer():
        CHANGES[what]()
        return 1

    before = surroundings()
    text = verdict_on(answer).text
    assert surroundings() == before
    note = text.partition("\n")[2]
    assert note.startswith("Note: your code changed ") == bool(what)
    assert what in note


def test_a_loop_that_catches_even_what_ends_it_is_stopped():
    def answer():
        while True:
            try:  # noqa: SIM105
                pass
            except BaseException:
                pass

    if hasattr(signal, "setitimer"):
        assert "still running after 0.2 seconds" in verdict_on(answer, seconds=0.2).text
        assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
