"""Slides made from the lessons: ``python -m classroom.slides OUT.html [LESSON …]``.

Without lessons, those of the guide's 90-minute plan. A prediction is one slide, with its code; the
next one shows the stored output and the sentence that explains it. One file, without network.
"""

import argparse
import html
import re
from collections.abc import Iterator
from pathlib import Path
from string import Template

from nbconvert.filters import Highlight2HTML, markdown2html
from nbformat import NotebookNode
from pygments.formatters import HtmlFormatter

from classroom.edition import LESSONS, LINK, find, read

# The 90-minute plan, by words of the paragraphs that a slide asks, mostly predictions.
PLAN = {
    "00": ["It has learned nothing", "Now the part", "right now?", "How many numbers"],
    "02": ["How many are bags?", "Three things change", "How often does the transform run"],
    "04": ["64 of them, stacked?", "how large is the last?", "in the first batch of 64?"],
    "07": ["Is that a coincidence?"],
    "08": ["Watch one parameter", "Which of the three does it change?", "What will the bias be?"],
    "09": ["Which one ends lowest?"],
    "10": ["mean loss per image?", "five epochs with", "after one epoch?", "will the test be?"],
}
TITLE = "From pixels to a trained model"
PREDICT = "**Predict.** "
PAGE = Template(Path(__file__).with_suffix(".html").read_text(encoding="utf-8"))


def write(out: str | Path, only: list[str] | None = None) -> Path:
    """Write the slides of the lessons `only`, such as ["05"], or of the 90-minute plan."""
    minutes = {} if only else dict(_plan())
    parts = [] if only else [_slide(f"<h1>{TITLE}</h1><p>A class of 90 minutes</p>")]
    for path in find(only=only or list(PLAN)):
        number, lesson = path.stem[:2], read(path)
        title = lesson.cells[0].source.partition("\n")[0].removeprefix("# ")
        parts.append(_slide(f"<h1>{html.escape(title)}</h1>", _text(minutes.get(number, ""))))
        wanted = [PREDICT] if only else PLAN[number]
        for place, ask in _chosen(lesson, wanted):
            parts += _question_and_answer(lesson, place, ask, title, wanted)
    style = HtmlFormatter().get_style_defs(".highlight")
    page = PAGE.substitute(title=TITLE, highlight=style, slides="\n".join(parts))
    Path(out).expanduser().write_text(page, encoding="utf-8")
    return Path(out).expanduser()


def main(words: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m classroom.slides", description="Write slides made from the lessons."
    )
    parser.add_argument("out", help="the HTML file to write; one that is there is replaced")
    parser.add_argument(
        "lessons", nargs="*", help="such as 05 06: all their predictions, not the 90-minute plan"
    )
    asked = parser.parse_args(words)
    try:
        print("written:", write(asked.out, asked.lessons))
    except (ValueError, OSError) as error:
        parser.exit(1, f"{error}\n")


def _plan() -> Iterator[tuple[str, str]]:
    """The number of each lesson in the first plan of the guide, with its row."""
    guide = (LESSONS / "TEACHING.md").read_text(encoding="utf-8").partition("## Plan")[2]
    for minutes, row in re.findall(
        r"^\| (\d+–\d+) \| (.+) \|$", guide.split("### ")[1], re.MULTILINE
    ):
        for number in re.findall(r"\[(\d\d)\]", row):
            yield number, f"Minutes {minutes}. {row}"


def _chosen(lesson: NotebookNode, wanted: list[str]) -> Iterator[tuple[int, str]]:
    """The paragraphs with one of these words, each with the place of its cell."""
    for place, cell in enumerate(lesson.cells):
        for paragraph in cell.source.split("\n\n") if cell.cell_type == "markdown" else []:
            if any(words in paragraph for words in wanted):
                yield place, paragraph.removeprefix(PREDICT)


def _question_and_answer(
    lesson: NotebookNode, place: int, ask: str, title: str, wanted: list[str]
) -> list[str]:
    cells, after = [], place + 1
    while after < len(lesson.cells) and lesson.cells[after].cell_type == "code":
        cells.append(lesson.cells[after])
        after += 1
    header = f"<header>{html.escape(title)}</header>"
    code = [Highlight2HTML()(cell.source, language="python") for cell in cells]
    question = f'<div class="ask">{_text(ask)}</div>'
    shown = [_output(output) for cell in cells for output in cell.outputs]
    told = _explanation(lesson.cells[after].source, wanted, 2 if "<img" in "".join(shown) else 3)
    return [_slide(header, question, *code), _slide(header, *shown, _text(told))]


def _explanation(source: str, wanted: list[str], most: int) -> str:
    """The first paragraphs of a cell, up to a heading, a table, or what has a slide of its own."""
    text = re.split(r"^#|^\||^\*\*Predict", source, flags=re.MULTILINE)[0].strip()
    told = []
    for paragraph in text.split("\n\n")[:most]:
        if any(words in paragraph for words in wanted):
            break
        told.append(paragraph)
    if told and told[-1].endswith(":"):  # its last sentence leads to what the slide doesn't show
        told[-1] = "".join(told[-1].rpartition(". ")[:2])
    return "\n\n".join(told)


def _output(output: NotebookNode) -> str:
    data, alt = (
        output.get("data", {}),
        output.get("metadata", {}).get("image/png", {}).get("alt", ""),
    )
    if "image/png" in data:
        source = data["image/png"].replace("\n", "")
        return f'<img src="data:image/png;base64,{source}" alt="{html.escape(alt)}">'
    error = f"{output.get('ename')}: {output.get('evalue')}"
    text = output.get("text") or data.get("text/plain") or error
    return f'<div class="output"><pre>{html.escape(text.rstrip())}</pre></div>'


def _text(markdown: str) -> str:
    return markdown2html(LINK.sub(r"\1", markdown))


def _slide(*parts: str) -> str:
    return f"<section>{''.join(parts)}</section>"


if __name__ == "__main__":
    main()
