"""The commands that README and lessons show can be typed: their options exist."""

import argparse
import re
import shlex

import nbformat
import pytest
from torch.distributed import run as torchrun

from benchmarks import __main__ as benchmarks
from fmnist_helpers.__main__ import COMMANDS, module_of
from tests.support.lessons import ROOT, lessons

FENCE = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
OURS = ["-m", "fmnist_helpers"]


def texts():
    yield (ROOT / "README.md").read_text(encoding="utf-8")
    for path in lessons():
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown":
                yield cell.source


def commands():
    """Each command as its words, without what a shell would add, such as `&`."""
    for text in texts():
        lines = "".join(FENCE.findall(text)).replace("\\\n", " ").splitlines()
        for line in lines + INLINE.findall(FENCE.sub("", text)):
            if "torchrun --" in line or "python -m " in line:
                yield [word for word in shlex.split(line, comments=True) if word != "&"]


def after(words, wanted):
    """The words behind `wanted`, such as -m fmnist_helpers; None where it is not there."""
    for place in range(len(words) - len(wanted) + 1):
        if words[place : place + len(wanted)] == wanted:
            return words[place + len(wanted) :]
    return None


def once(calls):
    """Each call once, in order."""
    return [list(call) for call in dict.fromkeys(tuple(call) for call in calls if call is not None)]


FOUND = list(commands())


@pytest.mark.parametrize("words", once(after(w, OURS) for w in FOUND), ids=" ".join)
def test_our_commands_exist_with_these_options(words):
    assert words, "`python -m fmnist_helpers` needs a command"
    assert words[0] in COMMANDS
    parser = argparse.ArgumentParser(exit_on_error=False, allow_abbrev=False)
    module_of(words[0]).add_arguments(parser)
    parser.parse_args(words[1:])


@pytest.mark.parametrize("words", once(after(w, ["torchrun"]) for w in FOUND), ids=" ".join)
def test_torchrun_takes_these_options(words):
    if "$SLURM_NNODES" in words[0]:
        words = [words[0].replace("$SLURM_NNODES", "2"), *words[1:]]
    parsed = torchrun.get_args_parser().parse_args(words)
    assert parsed.module
    assert parsed.training_script == "fmnist_helpers"


@pytest.mark.parametrize("words", once(after(w, ["-m", "benchmarks"]) for w in FOUND), ids=" ".join)
def test_benchmarks_have_these_tables(words):
    asked = benchmarks._parser().parse_args(words)
    assert set(asked.tables) <= set(benchmarks.TABLES)


def test_commands_were_found():
    assert {words[0] for words in once(after(w, OURS) for w in FOUND)} >= {"train", "doctor"}
    assert len(once(after(w, ["torchrun"]) for w in FOUND)) >= 3
    assert len(once(after(w, ["-m", "benchmarks"]) for w in FOUND)) >= 2
