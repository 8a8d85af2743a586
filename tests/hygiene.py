"""What holds for every lesson: rules that read the stored notebook, without running it.

A rule takes a Lesson and yields one sentence for each thing that is wrong, naming the cell. Every
function in RULES is a rule; `test_notebooks.py` holds each lesson to each of them, and shows for
each rule a notebook that it refuses.
"""

import ast
import copy
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import nbformat

from tests import navigation
from tests.regenerate import normalize

MAX_BYTES = 1_000_000  # GitHub shows larger notebooks slowly, or not at all
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
    "exercise": "an exercise's stub",
    "check": "an exercise's check",
    "quiz": "the questions at the end",
    "progress": "what stands after the closing cell",
}
PACKAGES = {
    *("torch", "torchvision", "numpy", "pandas", "matplotlib", "PIL", "ipywidgets", "IPython"),
    *sys.stdlib_module_names,
}
FROM_LESSON = {"sklearn": 7}

ABSOLUTE_PATH = re.compile(
    r"(?<![\w.:/])/(?:home|usr|tmp|root|work|Users|var|opt|etc|mnt|private)/|\b[A-Z]:\\\w"
)
ADDRESS = re.compile(r"0x[0-9a-fA-F]{6,}")
DURATION = re.compile(r"\d[\d.,]*\s?(?:ns|µs|μs|us|ms)\b|\d[.,]\d+\s?(?:s|sec|seconds|minutes)\b")
CLOCK = re.compile(r"\b\d{1,2}:\d\d:\d\d\b|\b20\d\d-\d\d-\d\d\b")
LINK = re.compile(r"(!?)\[([^\]]*)\]\(<?([^)>\s]+)>?(?:\s+\"[^\"]*\")?\)")
HTML_TARGET = re.compile(r"<(?:img|a)\b[^>]*?\b(?:src|href)=[\"']([^\"']+)[\"']", re.IGNORECASE)
HTML_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$", re.MULTILINE)
FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Cell:
    """A cell and its place, counted from 1 as a reader counts; `prompt` is its execution count."""

    number: int
    node: nbformat.NotebookNode

    def __str__(self):
        prompt = f", In [{self.node.get('execution_count')}]" if self.is_code else ""
        return f"cell {self.number}{prompt}"

    @property
    def is_code(self):
        return self.node.cell_type == "code"

    @property
    def source(self):
        return self.node.source

    @property
    def tags(self):
        return self.node.metadata.get("tags", [])

    @property
    def outputs(self):
        return self.node.get("outputs", [])

    @property
    def is_compared(self):
        return self.is_code and "nbval-ignore-output" not in self.tags

    @property
    def prose(self):
        """A markdown cell without its code blocks."""
        return FENCED.sub("", self.source)

    @property
    def code_lines(self):
        lines = (line.strip() for line in self.source.splitlines())
        return sum(bool(line) and not line.startswith("#") for line in lines)


@dataclass(frozen=True)
class Lesson:
    """A stored notebook, and the row of lessons in which it stands."""

    path: Path
    row: tuple[Path, ...]

    @cached_property
    def notebook(self):
        return nbformat.read(self.path, as_version=4)

    @cached_property
    def cells(self):
        return [Cell(number, node) for number, node in enumerate(self.notebook.cells, start=1)]

    @property
    def code(self):
        return [cell for cell in self.cells if cell.is_code]

    @property
    def markdown(self):
        return [cell for cell in self.cells if cell.node.cell_type == "markdown"]

    @property
    def number(self):
        return int(self.path.name[:2])

    @cached_property
    def trees(self):
        """Each code cell that is Python, with its syntax tree."""
        return [(cell, tree) for cell in self.code if (tree := _parse(cell.source)) is not None]


Problems = Iterator[str]


def opening_cell_in_form(lesson: Lesson) -> Problems:
    """H1 with number and verb, minutes, and what the learner does, learns and needs."""
    first = lesson.cells[0]
    if first.is_code:
        yield f"{first}: the opening cell is markdown"
        return
    heading = first.source.partition("\n")[0]
    match = re.fullmatch(r"# (\d) · ([A-Z][\w-]*)(.*)", heading)
    if not match:
        yield f"{first} begins with '# {lesson.number} · Verb ...', not with {heading!r}"
    else:
        if int(match[1]) != lesson.number:
            yield f"{first}: the heading says lesson {match[1]}, the file {lesson.number}"
        if match[2] in {"The", "A", "An", "How", "What", "Why"} or match[2].endswith("ing"):
            yield f"{first}: the heading says what to do: a verb after the dot, not {match[2]!r}"
        if match[3].endswith("."):
            yield f"{first}: no full stop after the heading"
    if not re.search(r"^\*\*Time\*\* about [1-9]\d* minutes", first.source, re.MULTILINE):
        yield f"{first}: no line '**Time** about N minutes'"
    for label in ("You'll do", "You'll learn", "You'll need"):
        if not re.search(rf"^\*\*{label}\*\*:?\s+[^\s*]", first.source, re.MULTILINE):
            yield f"{first}: no '**{label}** ...' with text after it"


def closing_cell_in_form(lesson: Lesson) -> Problems:
    """What the learner can do now, the next lesson, and one or two links with a word on each."""
    cells = [cell for cell in lesson.cells if "progress" not in cell.tags]
    last = cells[-1]
    if last.is_code:
        yield f"{last}: the closing cell is markdown (code after it needs the tag progress)"
        return
    if not last.source.startswith("## What you can do now\n"):
        yield f"{last}: the closing cell begins with '## What you can do now'"
    can, _, rest = last.source.partition("**Next**")
    if not re.search(r"^[-*] \w", can, re.MULTILINE):
        yield f"{last}: no list of what the learner can do"
    read = re.findall(r"^[-*] (.*)$", rest.partition("**To read**")[2], re.MULTILINE)
    if not 1 <= len(read) <= 2:
        yield f"{last}: '**To read**' lists one or two links, not {len(read)}"
    for line in read:
        after = LINK.sub("", line)
        if not LINK.search(line) or len(after.split()) < 4:
            yield f"{last}: a link, and what the learner finds there, instead of {line!r}"


def linked_with_its_neighbors(lesson: Lesson) -> Problems:
    """The row of lessons and the next link are what the files that are there make of them."""
    hint = "run `python -m tests.regenerate --navigation`"
    paths = list(lesson.row)
    row = navigation.row(lesson.path, paths)
    if row not in lesson.cells[0].source.splitlines():
        yield f"cell 1 has no line {row!r}: {hint}"
    following = navigation.next_link(lesson.path, paths)
    found = [line for cell in lesson.markdown for line in cell.source.splitlines()]
    if sum(line.startswith("**Next**") for line in found) != 1:
        yield "there is one line that begins with **Next**, in the closing cell"
    elif not any(line.startswith(following) for line in found):
        yield f"no line begins with {following!r}: {hint}"


def headings_in_order(lesson: Lesson) -> Problems:
    """One H1, at the top; no level is skipped on the way down."""
    level = 0
    for cell in lesson.markdown:
        for marks, text in HEADING.findall(cell.prose):
            if len(marks) == 1 and level:
                yield f"{cell}: a second H1, {text!r}"
            elif len(marks) > level + 1:
                yield f"{cell}: {text!r} jumps from level {level} to {len(marks)}"
            level = len(marks)
    if not level:
        yield "no heading at all"


def links_resolve(lesson: Lesson) -> Problems:
    """A relative link names a file that is there; a link within the lesson names a heading."""
    anchors = {
        re.sub(r"\s", "-", text)
        for cell in lesson.markdown
        for _, text in HEADING.findall(cell.prose)
    }
    for cell in lesson.markdown:
        targets = [target for _, _, target in LINK.findall(cell.prose)]
        for target in targets + HTML_TARGET.findall(cell.prose):
            if re.match(r"https?:|mailto:", target):
                continue
            file, _, anchor = target.partition("#")
            if target.startswith("attachment:"):
                if target.removeprefix("attachment:") not in cell.node.get("attachments", {}):
                    yield f"{cell}: no attachment {target!r}"
            elif file and not (lesson.path.parent / file).exists():
                yield f"{cell}: {target!r} leads nowhere"
            elif not file and anchor not in anchors:
                yield f"{cell}: no heading for {target!r}"


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
    for cell, kept in zip(lesson.cells, clean.cells, strict=True):
        if cell.node.get("id") != kept.id:
            yield f"{cell}: its id {cell.node.get('id')!r} is missing or taken; {hint}"
        elif cell.node != kept:
            yield f"{cell}: metadata or outputs hold more than is kept; {hint}"


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


def plain_python(lesson: Lesson) -> Problems:
    """No shell lines, magics or `?`: every code cell is Python."""
    for cell in lesson.code:
        names = [output.get("ename") for output in cell.outputs]
        if _parse(cell.source) is None and "SyntaxError" not in names:
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


def figures_in_words(lesson: Lesson) -> Problems:
    """The cell after a picture says in words what it shows."""
    for cell in lesson.code:
        if any("image/png" in output.get("data", {}) for output in cell.outputs):
            after = lesson.cells[cell.number : cell.number + 1]
            if not after or not re.match(r"\*Figure:\* \w+ \w+", after[0].source):
                yield f"{cell} draws; the next cell begins '*Figure:* ...' and says what is seen"


def images_have_alt(lesson: Lesson) -> Problems:
    for cell in lesson.markdown:
        for bang, alt, target in LINK.findall(cell.prose):
            if bang and not alt.strip():
                yield f"{cell}: the image {target} has no alternative text"
        for tag in HTML_IMAGE.findall(cell.prose):
            if not re.search(r"\balt=[\"'][^\"']+[\"']", tag):
                yield f"{cell}: {tag} has no alternative text"


def few_and_known_tags(lesson: Lesson) -> Problems:
    """Hardly any cell is left uncompared, and none is skipped."""
    ignored = 0
    for cell in lesson.cells:
        unknown = set(cell.tags) - set(TAGS)
        if unknown:
            yield f"{cell}: unknown tags {sorted(unknown)}; known are {sorted(TAGS)}"
        if cell.is_code and re.search(r"^\s*#\s*(NBVAL|PYTEST_VALIDATE)_", cell.source, re.M):
            yield f"{cell}: a tag, not a comment, speaks to nbval"
        ignored += "nbval-ignore-output" in cell.tags
    if ignored > MAX_IGNORED:
        yield f"{ignored} cells are tagged nbval-ignore-output; at most {MAX_IGNORED} may be"


def stored_outputs_are_stable(lesson: Lesson) -> Problems:
    """What is compared holds no path, address, duration or time of day of the machine that ran it.

    No stored text at all names a folder of that machine.
    """
    changing = {"address": ADDRESS, "duration": DURATION, "time of day": CLOCK}
    for cell in lesson.code:
        for text in map(_words, cell.outputs):
            if found := ABSOLUTE_PATH.search(text):
                yield f"{cell}: the output holds a path: {_around(text, found)!r}"
            for what, pattern in changing.items():
                if cell.is_compared and (found := pattern.search(text)):
                    yield f"{cell}: the output holds a {what}: {_around(text, found)!r}"


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


RULES = (
    opening_cell_in_form,
    closing_cell_in_form,
    linked_with_its_neighbors,
    headings_in_order,
    links_resolve,
    outputs_stored_in_order,
    as_regenerate_leaves_it,
    small_file,
    errors_only_where_tagged,
    nothing_on_stderr,
    plain_python,
    imports_from_the_list,
    figures_in_words,
    images_have_alt,
    few_and_known_tags,
    stored_outputs_are_stable,
    short_cells,
    claims_that_run,
    solutions_are_folded,
)


def _parse(source):
    try:
        # JupyterLab's cells may await at the top.
        return compile(source, "cell", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except SyntaxError:
        return None


def _is_allowed(package, lesson_number):
    if package in FROM_LESSON:
        return lesson_number >= FROM_LESSON[package]
    return package in PACKAGES or package == "fmnist_helpers"


def _words(output):
    """All text of an output that nbval can compare, and a traceback's."""
    if output.output_type == "stream":
        return output.text
    if output.output_type == "error":
        return "\n".join([output.ename, output.evalue, *output.traceback])
    return "\n".join(str(text) for kind, text in output.data.items() if kind.startswith("text/"))


def _states(output):
    """True where an output says something: a figure's `<Figure size ...>` does not."""
    return bool(_words(output).strip()) and "image/png" not in output.get("data", {})


def _around(text, found):
    return text[max(0, found.start() - 20) : found.end() + 20]
