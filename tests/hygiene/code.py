"""Rules for what a lesson runs: plain, short, from known packages, with claims that can fail."""

import ast
import re
import sys

from tests.hygiene.lesson import Lesson, Problems, parse
from tests.hygiene.outputs import words

MAX_LINES = 12
MAX_LONG_CELLS = 2
MAX_IGNORED = 3
MIN_ASSERTS = 3
MIN_FACTS = 5
TAGS = {
    "raises-exception": "an error that the lesson provokes",
    "nbval-ignore-output": "output that differs from machine to machine",
    "long-cell": f"more than {MAX_LINES} lines of code",
    "solution": "an exercise's solution, folded",
    "stub": "what a learner replaces",
    "check": "an exercise's check",
    "misconception:NAME": "the cell in which a misconception is met",
    "quiz": "the questions at the end",
    "progress": "what stands after the closing cell",
}
PACKAGES = {
    *("torch", "torchvision", "numpy", "pandas", "matplotlib", "PIL", "ipywidgets", "IPython"),
    *sys.stdlib_module_names,
}
FROM_LESSON = {"sklearn": 7}


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
        unknown = {t for t in cell.tags if t not in TAGS and not t.startswith("misconception:")}
        if unknown:
            yield f"{cell}: unknown tags {sorted(unknown)}; known are {sorted(TAGS)}"
        if cell.is_code and re.search(r"^\s*#\s*(NBVAL|PYTEST_VALIDATE)_", cell.source, re.M):
            yield f"{cell}: a tag, not a comment, speaks to nbval"
        ignored += "nbval-ignore-output" in cell.tags
    if ignored > MAX_IGNORED:
        yield f"{ignored} cells are tagged nbval-ignore-output; at most {MAX_IGNORED} may be"


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


def claims_that_run(lesson: Lesson) -> Problems:
    """Asserts, and printed facts that are compared: each catches what the other misses."""
    nodes = (node for _, tree in lesson.trees for node in ast.walk(tree))
    asserts = sum(isinstance(node, ast.Assert) for node in nodes)
    facts = sum(cell.is_compared and any(map(_states, cell.outputs)) for cell in lesson.code)
    if asserts < MIN_ASSERTS:
        yield f"{asserts} asserts; a lesson has {MIN_ASSERTS} or more"
    if facts < MIN_FACTS:
        yield f"{facts} cells print something that is compared; a lesson has {MIN_FACTS} or more"


def solutions_are_folded(lesson: Lesson) -> Problems:
    for cell in lesson.code:
        hidden = cell.node.metadata.get("jupyter", {}).get("source_hidden") is True
        if ("solution" in cell.tags) != hidden:
            yield f"{cell}: the tag solution and jupyter.source_hidden go together"


def _is_allowed(package, lesson_number):
    if package in FROM_LESSON:
        return lesson_number >= FROM_LESSON[package]
    return package in PACKAGES or package == "fmnist_helpers"


def _states(output):
    """True where an output says something: a figure's `<Figure size ...>` does not."""
    return bool(words(output).strip()) and "image/png" not in output.get("data", {})
