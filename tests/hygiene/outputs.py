"""Rules for what a lesson has stored: all of it, from one run, and the same on any machine."""

import copy
import re

from tests.hygiene.lesson import Lesson, Problems
from tests.regenerate import normalize

MAX_BYTES = 1_000_000  # GitHub shows larger notebooks slowly, or not at all
ABSOLUTE_PATH = re.compile(
    r"(?<![\w.:/])/(?:home|usr|tmp|root|work|Users|var|opt|etc|mnt|private)/|\b[A-Z]:\\\w"
)
ADDRESS = re.compile(r"0x[0-9a-fA-F]{6,}")
DURATION = re.compile(r"\d[\d.,]*\s?(?:ns|µs|μs|us|ms)\b|\d[.,]\d+\s?(?:s|sec|seconds|minutes)\b")
CLOCK = re.compile(r"\b\d{1,2}:\d\d:\d\d\b|\b20\d\d-\d\d-\d\d\b")


def outputs_stored_in_order(lesson: Lesson) -> Problems:
    """Every code cell was run once, from top to bottom: nbval compares none without a count."""
    for expected, cell in enumerate(lesson.code, start=1):
        if not cell.source.strip():
            yield f"{cell}: an empty code cell"
        if cell.node.execution_count != expected:
            yield f"{cell}: expected In [{expected}]; run `python -m tests.regenerate`"


def as_regenerate_leaves_it(lesson: Lesson) -> Problems:
    """No widget state, timings, versions or foreign metadata; every cell with an id of its own."""
    clean = copy.deepcopy(lesson.notebook)
    normalize(clean)
    hint = "run `python -m tests.regenerate`"
    if clean.metadata != lesson.notebook.metadata:
        yield f"metadata: {sorted(lesson.notebook.metadata)} is more than is kept; {hint}"
    pairs = list(zip(lesson.cells, clean.cells, strict=True))
    if wrong := [cell.node.get("id") for cell, kept in pairs if cell.node.get("id") != kept.id]:
        yield f"ids missing or taken twice: {wrong}; {hint}"
    if more := [str(cell.number) for cell, kept in pairs if cell.node != kept]:
        yield f"cells {', '.join(more)}: metadata or outputs hold more than is kept; {hint}"


def small_file(lesson: Lesson) -> Problems:
    size = lesson.path.stat().st_size
    if size >= MAX_BYTES:
        yield f"{size:,} bytes: a lesson stays under {MAX_BYTES:,}; make its pictures smaller"


def errors_only_where_tagged(lesson: Lesson) -> Problems:
    """An error is stored where the lesson provokes it, and there only."""
    for cell in lesson.code:
        raised = any(output.output_type == "error" for output in cell.outputs)
        tagged = "raises-exception" in cell.tags
        if raised and not tagged:
            yield f"{cell}: an error without the tag raises-exception"
        if tagged and not raised:
            yield f"{cell}: tagged raises-exception, and raises nothing"


def nothing_on_stderr(lesson: Lesson) -> Problems:
    """No warning, and no progress bar, reaches the page."""
    for cell in lesson.code:
        for output in cell.outputs:
            if output.output_type == "stream" and output.name == "stderr":
                yield f"{cell}: on stderr: {output.text.strip()[:120]!r}"


def stored_outputs_are_stable(lesson: Lesson) -> Problems:
    """What is compared holds no path, address, duration or time of day of the machine that ran it.

    No stored text at all names a folder of that machine.
    """
    changing = {"address": ADDRESS, "duration": DURATION, "time of day": CLOCK}
    for cell in lesson.code:
        for text in map(words, cell.outputs):
            if found := ABSOLUTE_PATH.search(text):
                yield f"{cell}: the output holds a path: {_around(text, found)!r}"
            for what, pattern in changing.items():
                if cell.is_compared and (found := pattern.search(text)):
                    yield f"{cell}: the output holds a {what}: {_around(text, found)!r}"


def words(output):
    """All text of an output that nbval can compare, and a traceback's."""
    if output.output_type == "stream":
        return output.text
    if output.output_type == "error":
        return "\n".join([output.ename, output.evalue, *output.traceback])
    return "\n".join(str(text) for kind, text in output.data.items() if kind.startswith("text/"))


def _around(text, found):
    return text[max(0, found.start() - 20) : found.end() + 20]
