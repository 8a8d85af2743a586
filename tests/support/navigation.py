"""The links between lessons, made from the files that are there: the one place that knows them.

The opening cell holds the row of lessons, and the closing cell the link to the next one. A lesson
that is added or renamed changes them in every notebook: `python -m tests.regenerate --navigation`.
"""

import re
from pathlib import Path

import nbformat

from tests.support.lessons import lessons, write_atomically

START_NAME = "the map of the lessons"
ROW_ITEM = r"(?:\[\d{1,2} [^\]]+\]\(\d\d_[^)]+\.ipynb\)|\*\*\d{1,2} [^*]+\*\*)"
ROW = re.compile(rf"^{ROW_ITEM}(?: · {ROW_ITEM})*$", re.MULTILINE)
NEXT = re.compile(r"^\*\*Next\*\* \[[^\]]*\]\([^)]*\)", re.MULTILINE)
H1 = re.compile(r"^# (.+)$", re.MULTILINE)


def row(path: Path, paths: list[Path]) -> str:
    """The row of lessons as the lesson at `path` shows it: itself bold, the others linked."""
    return " · ".join(
        f"**{name(p)}**" if p.name == path.name else f"[{name(p)}]({p.name})" for p in paths
    )


def next_link(path: Path, paths: list[Path]) -> str:
    """The beginning of the line that ends a lesson: where to go from `path`."""
    names = [p.name for p in paths]
    after = names.index(path.name) + 1
    if after < len(paths):
        return f"**Next** [{title(paths[after])}]({names[after]})"
    return f"**Next** [{START_NAME}]({names[0]})"


def name(path: Path) -> str:
    """`03_custom_dataset.ipynb` -> `3 custom dataset`."""
    number, _, rest = path.stem.partition("_")
    return f"{int(number)} {rest.replace('_', ' ')}"


def title(path: Path) -> str:
    """The lesson's H1, such as `3 · Cut a dataset into batches`; its name where it has none yet."""
    first = nbformat.read(path, as_version=4).cells[0]
    found = H1.search(first.source)
    return found[1].strip() if found else name(path)


def link_lesson(notebook: nbformat.NotebookNode, path: Path) -> None:
    """Write the row and the next link into a notebook; text that its author wrote around stays."""
    paths = lessons()
    if path not in paths or not notebook.cells:
        return
    first = notebook.cells[0]
    if ROW.search(first.source):
        first.source = ROW.sub(lambda _: row(path, paths), first.source, count=1)
    else:
        first.source = H1.sub(lambda m: f"{m[0]}\n\n{row(path, paths)}", first.source, count=1)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = NEXT.sub(lambda _: next_link(path, paths), cell.source)


def link_all() -> list[Path]:
    """Write the links into every lesson; gives those that changed."""
    changed = []
    for path in lessons():
        before = path.read_text(encoding="utf-8")
        notebook = nbformat.reads(before, as_version=4)
        link_lesson(notebook, path)
        after = nbformat.writes(notebook) + "\n"
        if nbformat.reads(before, as_version=4) != notebook:
            write_atomically(path, after)
            changed.append(path)
    return changed
