"""Numbers that a lesson's prose quotes, and that its cells do not show.

Only decimal numbers and percentages count: whole numbers are mostly not results. Code, formulas,
links, headings, tables and versions are no quotes. A result may be quoted rounded, and a share as a
percentage: 0.8134 may be called 81 %.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

import nbformat

QUOTE = re.compile(r"(?<![\w.,/-])(\d+\.\d+|\d+(?=\s?%))(?![.,]?\d|\w)(\s?%)?")
SHOWN = re.compile(r"(?<![\w.])\d[\d,_]*(?:\.\d+)?(?:e[-+]?\d+)?", re.IGNORECASE)
NO_PROSE = re.compile(
    r"^(```|~~~).*?^\1|`[^`]*`|\$[^$]*\$"  # code and formulas
    r"|\[[^\]]*\]\([^)]*\)|<[^>]*>"  # links and HTML
    r"|^(?:#|\||\*\*Time\*\*|\*\*You'll need\*\*).*?$"  # headings, tables, what the lesson needs
    r"|\b(?:Python|(?:Py)?[Tt]orch(?:vision)?|[Pp]andas|NumPy|[Mm]atplotlib|JupyterLab) [\d.]+",
    re.MULTILINE | re.DOTALL,
)


def stale_quotes(before: nbformat.NotebookNode, after: nbformat.NotebookNode) -> list[str]:
    """A sentence for each number in prose that stands in no output and no code of `after`.

    The sentence says whether the outputs of `before` showed it, as then it has surely gone stale.
    """
    old, new = _shown(before), _shown(after)
    found = []
    for place, cell in enumerate(after.cells, start=1):
        if cell.cell_type == "markdown":
            for quote in _quotes(cell.source):
                if not _is_among(new, quote):
                    since = "is no longer shown" if _is_among(old, quote) else "is shown nowhere"
                    found.append(f"cell {place}: {quote[0]} {since}")
    return found


def _quotes(source: str) -> Iterator[re.Match]:
    return QUOTE.finditer(NO_PROSE.sub(" ", source))


def _is_among(numbers, quote):
    value = Decimal(quote[1])
    half = Decimal(1).scaleb(value.as_tuple().exponent) / 2
    return any(
        abs(number - value) <= half or (quote[2] and abs(100 * number - value) <= half)
        for number in numbers
    )


def _shown(notebook):
    """Every number in the code, the outputs and the alt texts of their pictures."""
    texts = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            texts.append(cell.source)
            for output in cell.outputs:
                texts += [output.get("text", ""), output.get("evalue", "")]
                texts += [str(v) for k, v in output.get("data", {}).items() if k[:5] == "text/"]
                texts.append(output.get("metadata", {}).get("image/png", {}).get("alt", ""))
    return {Decimal(re.sub("[,_]", "", number)) for text in texts for number in SHOWN.findall(text)}
