"""A stored notebook as the rules see it: cells with their places, and the row of lessons."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import nbformat

FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
Problems = Iterator[str]


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
        return [(cell, tree) for cell in self.code if (tree := parse(cell.source)) is not None]


def parse(source):
    """The syntax tree of a code cell, or None where it is not Python."""
    try:
        # JupyterLab's cells may await at the top.
        return compile(source, "cell", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except SyntaxError:
        return None
