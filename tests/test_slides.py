"""The slides say what the lessons say: first what a prediction asks, then what came."""

import html
import re

import nbformat
import pytest

from classroom import slides
from tests.support import guide
from tests.support.lessons import lessons

LESSON = {path.stem[:2]: path for path in lessons()}
SRC = re.compile(r'(?:src|href)="(?!data:)([^"]*)"')


@pytest.fixture(scope="module")
def deck(tmp_path_factory):
    """The slides of the 90-minute plan."""
    return read(slides.write(tmp_path_factory.mktemp("slides") / "deck.html"))


def read(path):
    """The slides of a file, as HTML without tags."""
    page = path.read_text(encoding="utf-8")
    assert SRC.findall(page) == [], "it needs another file, or the network"
    assert "import" not in page.partition("<style>")[2].partition("</style>")[0]
    sections = re.findall(r"<section>(.*?)</section>", page, re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]+>", "", each)) for each in sections]


def words(text):
    """What is left of a text without marks and space: the same in Markdown and on a slide."""
    return re.sub(r"[\W_]+", "", re.sub(r"\]\([^)]*\)", "", text))


@pytest.mark.parametrize("number", slides.PLAN)
def test_the_plan_chooses_what_is_there_once(number):
    for wanted in slides.PLAN[number]:
        assert len(chosen(LESSON[number], [wanted])) == 1, wanted


def chosen(path, wanted):
    """The cell and the paragraph of a lesson for each of these words."""
    cells = nbformat.read(path, as_version=4).cells
    return [
        (at, paragraph.removeprefix("**Predict.** "))
        for at, cell in enumerate(cells)
        for paragraph in cell.source.split("\n\n")
        if cell.cell_type == "markdown" and any(each in paragraph for each in wanted)
    ]


def test_lessons_and_minutes_are_those_of_the_guide(deck):
    plan = re.split(r"^### ", guide.section(guide.texts()[guide.ENTRANCE], "Plan"), flags=re.M)[1]
    rows = {
        number: (row[0], row[1])
        for row in guide.rows(plan)
        for number in re.findall(r"\[(\d\d)\]", row[1])
    }
    assert list(rows) == list(slides.PLAN)
    for minutes, what in rows.values():
        assert [s for s in deck if f"Minutes {minutes}" in s and words(what) in words(s)]


def test_each_question_is_followed_by_what_came(deck):
    asked = 0
    for number, wanted in slides.PLAN.items():
        cells = nbformat.read(LESSON[number], as_version=4).cells
        for place, question in chosen(LESSON[number], wanted):
            asked += 1
            (at,) = [i for i, each in enumerate(deck) if words(question) in words(each)]
            code = words(cells[place + 1].source)
            assert code in words(deck[at])
            printed = words(first_line(cells[place + 1].outputs))
            assert printed in words(deck[at + 1])
            assert not printed or printed not in words(deck[at]), "the answer is on this slide"
    assert len(deck) == 1 + len(slides.PLAN) + 2 * asked


def first_line(outputs):
    """What is printed first, or an error; nothing for a picture, or for a definition."""
    for output in outputs:
        text = output.get("text") or output.get("evalue", "")
        return text.strip().splitlines()[0] if text else ""
    return ""


def test_figures_keep_their_words(tmp_path):
    slides.write(tmp_path / "deck.html", ["05"])
    page = (tmp_path / "deck.html").read_text(encoding="utf-8")
    images = re.findall(r"<img [^>]+>", page)
    assert images
    assert all(re.search(r'alt="[^"]{30,}"', image) for image in images)


def test_lessons_may_be_named(tmp_path, capsys):
    slides.main([str(tmp_path / "deck.html"), "5", "06"])
    assert "written:" in capsys.readouterr().out
    deck = read(tmp_path / "deck.html")
    asked = [question for n in ("05", "06") for question, _ in guide.predictions(LESSON[n])]
    assert len(deck) == 2 + 2 * len(asked)
    assert all(any(words(question) in words(each) for each in deck) for question in asked)
    assert deck[0].startswith("5 · ")


@pytest.mark.parametrize(
    ("out", "lesson", "said"),
    [("deck.html", "77", "no lesson 77"), ("nowhere/deck.html", "00", "nowhere")],
)
def test_what_cannot_be_written_is_named(out, lesson, said, tmp_path, capsys):
    with pytest.raises(SystemExit) as stopped:
        slides.main([str(tmp_path / out), lesson])
    assert stopped.value.code == 1
    assert said in capsys.readouterr().err
