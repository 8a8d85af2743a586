"""Makes of each lesson the page that a reader sees: what to unfold, alt texts, linked terms."""

import re
import shutil
from pathlib import Path

import nbformat

TERM = re.compile(r"^(?P<term>[A-Za-z][\w -]*)\n  \S", re.MULTILINE)
# What these sentences are followed by is about JupyterLab: how to do without a kernel, or unfold.
IN_JUPYTERLAB = re.compile(
    r"^(Choose an answer, and read what it reveals\.|The next cell holds a solution\.).*",
    re.MULTILINE,
)
# The row of lessons, which has two links at least.
ROW = re.compile(r"^(?:\[\d+ [^\]]+\]\([^)]+\)|\*\*\d+ [^*]+\*\*) · .*\n+", re.MULTILINE)


def lessons(source: Path, target: Path, glossary: Path) -> None:
    """Write every lesson of `source` into the folder `target`, whose content is replaced."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    found = TERM.findall(glossary.read_text(encoding="utf-8"))
    terms = {term.lower(): term for term in found}
    for path in sorted(source.glob("[0-9][0-9]_*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        prepare(notebook, terms)
        nbformat.write(notebook, target / path.name)
    # Pages of the guide and pictures, at the places that the lessons and the guide link to.
    for path in source.iterdir():
        if path.suffix == ".md":
            shutil.copy(path, target)
        elif path.name in ("pictures", "teaching"):
            shutil.copytree(path, target / path.name)


def prepare(notebook: nbformat.NotebookNode, terms: dict[str, str]) -> None:
    """Change a lesson into its page."""
    linked, predicted = set(), False
    for cell in notebook.cells:
        tags = set(cell.metadata.get("tags", ()))
        if cell.cell_type == "markdown":
            cell.source = link_terms(without_row(cell.source), terms, linked)
            cell.source = IN_JUPYTERLAB.sub(r"\1", cell.source)
            predicted = "**Predict.**" in cell.source
            continue
        if tags & {"progress", "install"}:
            tags.add("remove-cell")
        if "quiz" in tags:
            tags.add("remove-input")
        if "solution" in tags:
            tags.add("hide-cell")
        elif predicted and cell.outputs:
            tags.add("hide-output")
            predicted = False
        for output in cell.outputs:
            alt = output.get("metadata", {}).get("image/png", {}).get("alt")
            if alt:
                # An option of a picture in the page; a quote would end it.
                cell.metadata["mystnb"] = {"image": {"alt": alt.replace('"', "'")}}
        cell.metadata["tags"] = sorted(tags)


def without_row(source: str) -> str:
    """The text without the row of lessons: the site has its own."""
    return ROW.sub("", source, count=1)


def link_terms(source: str, terms: dict[str, str], linked: set[str]) -> str:
    """The text in which a term that is set in italics, where it is first met, links to it."""

    def link(match: re.Match) -> str:
        term = match[1].lower()
        found = next((each for each in (term, term.removesuffix("s")) if each in terms), None)
        if found is None or found in linked:
            return match[0]
        linked.add(found)
        return f"{{term}}`{match[1]} <{terms[found]}>`"

    return re.sub(r"(?<![*\w\[`])\*([A-Za-z][\w -]*)\*(?!\*)", link, source)
