"""Rules for what a lesson runs: plain, short, from known packages, as a learner would write it."""

import ast
import re
import sys

from tests.hygiene.lesson import Lesson, Problems, parse
from tests.hygiene.outputs import words
from tests.support import compare

MAX_LINES = 12
MAX_LONG_CELLS = 2
MAX_IGNORED = 3
MIN_FACTS = 5
MAX_YES_OR_NO = 4
MAX_ASSERTS = 4
TAGS = {
    "raises-exception": "an error that the lesson provokes",
    "nbval-ignore-output": "output that differs from machine to machine",
    "uncompared:REASON": f"why: {', '.join(compare.REASONS)}",
    "within:0.02": "how far its numbers may be from the stored ones; within:5% for a share",
    "error:words+of+it": "what the error must still say; the rest of its text may differ",
    "long-cell": f"more than {MAX_LINES} lines of code",
    "solution": "an exercise's solution, folded",
    "stub": "what a learner replaces",
    "check": "an exercise's check",
    "misconception:NAME": "the cell in which a misconception is met",
    "quiz": "the questions at the end",
    "progress": "what stands after the closing cell",
    "install": "installs the course where it is missing; written by regenerate --links",
}
WITH_A_VALUE = tuple(tag.partition(":")[0] + ":" for tag in TAGS if ":" in tag)
NOT_TOLD = {"stub", "check", "solution", "quiz", "progress", "install"}
YES_OR_NO = re.compile(r"(?:^|:\s*)(?:True|False)(?:\s|$)", re.MULTILINE)
BY_PROGRAM = re.compile(r"\.click\(|\.value\s*=(?!=)")
PACKAGES = {
    *("torch", "torchvision", "numpy", "pandas", "matplotlib", "PIL", "ipywidgets", "IPython"),
    *sys.stdlib_module_names,
}
FROM_LESSON = {"sklearn": 7, "safetensors": 13, "datasets": 17}


def plain_python(lesson: Lesson) -> Problems:
    """No shell lines, magics or `?`: every code cell is Python."""
    for cell in lesson.code:
        names = [output.get("ename") for output in cell.outputs]
        if parse(cell.source) is None and "SyntaxError" not in names:
            yield f"{cell}: not plain Python (no ! and % lines): {cell.source.splitlines()[0]!r}"


def imports_from_the_list(lesson: Lesson) -> Problems:
    """Lessons import what the README installs, and the package's public names, never `*`."""
    for cell, tree in lesson.trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
                if any(module.partition(".")[0] == "fmnist_helpers" for module in modules):
                    yield f"{cell}: write `from fmnist_helpers import ...`"
            elif isinstance(node, ast.ImportFrom):
                modules = [node.module or "."]
                names = [alias.name for alias in node.names]
                if "*" in names:
                    yield f"{cell}: import * hides where names come from"
                parts = [*(node.module or "").split("."), *names]
                if parts[0] == "fmnist_helpers" and any(p.startswith("_") for p in parts):
                    yield f"{cell}: imports a private name of fmnist_helpers"
            else:
                continue
            for module in modules:
                if not _is_allowed(module.partition(".")[0], lesson.number):
                    yield f"{cell}: {module} is not on the list of what lessons import"


def few_and_known_tags(lesson: Lesson) -> Problems:
    """Hardly any cell is left uncompared, and none is skipped."""
    ignored = 0
    for cell in lesson.cells:
        unknown = {t for t in cell.tags if t not in TAGS and not t.startswith(WITH_A_VALUE)}
        if unknown:
            yield f"{cell}: unknown tags {sorted(unknown)}; known are {sorted(TAGS)}"
        if cell.is_code and re.search(r"^\s*#\s*(NBVAL|PYTEST_VALIDATE)_", cell.source, re.M):
            yield f"{cell}: a tag, not a comment, speaks to nbval"
        ignored += "nbval-ignore-output" in cell.tags and "progress" not in cell.tags
    if ignored > MAX_IGNORED:
        yield f"{ignored} cells are tagged nbval-ignore-output; at most {MAX_IGNORED} may be"


def tags_fit_the_outputs(lesson: Lesson) -> Problems:
    """A tolerance has numbers to compare, an error says its words, an uncompared cell says why."""
    for cell in lesson.cells:
        for problem in compare.misused(cell.tags, cell.outputs):
            yield f"{cell}: {problem}"


def short_cells(lesson: Lesson) -> Problems:
    long = [cell for cell in lesson.code if cell.code_lines > MAX_LINES]
    for cell in long:
        if "long-cell" not in cell.tags:
            yield f"{cell}: {cell.code_lines} lines of code; {MAX_LINES} fit in a reader's head"
    if len(long) > MAX_LONG_CELLS:
        yield f"{len(long)} long cells; at most {MAX_LONG_CELLS} may be tagged so"
    for cell in lesson.code:
        if "long-cell" in cell.tags and cell not in long:
            yield f"{cell}: tagged long-cell, and is not long"


def results_are_shown(lesson: Lesson) -> Problems:
    """A lesson prints numbers, which are compared; yes or no only where that is the question."""
    facts = sum(cell.is_compared and any(map(_states, cell.outputs)) for cell in lesson.code)
    if facts < MIN_FACTS:
        yield f"{facts} cells print something that is compared; a lesson has {MIN_FACTS} or more"
    printed = [
        f"{cell}: {line}"
        for cell in _told(lesson)
        for output in cell.outputs
        if output.output_type == "stream"
        for line in output.text.splitlines()
        if YES_OR_NO.search(line)
    ]
    if len(printed) > MAX_YES_OR_NO:
        yield (
            f"{len(printed)} lines print True or False; show the numbers instead, all but "
            f"{MAX_YES_OR_NO} times: {printed}"
        )


def few_asserts(lesson: Lesson) -> Problems:
    """An assert is there for the learner to take up the habit; tests stand in tests/."""
    told = {cell.number for cell in _told(lesson)}
    nodes = (node for cell, tree in lesson.trees if cell.number in told for node in ast.walk(tree))
    asserts = sum(isinstance(node, ast.Assert) for node in nodes)
    if asserts > MAX_ASSERTS:
        yield f"{asserts} asserts outside exercises; at most {MAX_ASSERTS} teach the habit"


def cells_are_a_learners(lesson: Lesson) -> Problems:
    """No cell does what only a test would: work a widget by program, ask which data it has."""
    for cell in _told(lesson):
        if re.search(r"\bwidgets\.\w+\(", cell.source) and BY_PROGRAM.search(cell.source):
            yield f"{cell}: makes a widget and works it by program; tests/ is the place for that"
        if re.search(r"\bif\s+(?:not\s+)?full\b", cell.source):
            yield f"{cell}: `if full` is scaffolding for tests; the cell just runs on less data"


def solutions_are_folded(lesson: Lesson) -> Problems:
    for cell in lesson.code:
        hidden = cell.node.metadata.get("jupyter", {}).get("source_hidden") is True
        if ("solution" in cell.tags) != hidden:
            yield f"{cell}: the tag solution and jupyter.source_hidden go together"


def _told(lesson):
    """The code that the lesson tells, without its exercises."""
    return [cell for cell in lesson.code if not NOT_TOLD & set(cell.tags)]


def _is_allowed(package, lesson_number):
    if package in FROM_LESSON:
        return lesson_number >= FROM_LESSON[package]
    return package in PACKAGES or package == "fmnist_helpers"


def _states(output):
    """True where an output says something: a figure's `<Figure size ...>` does not."""
    return bool(words(output).strip()) and "image/png" not in output.get("data", {})
