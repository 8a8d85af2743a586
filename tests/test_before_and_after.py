"""The test before and after a course: two parallel forms, and a key that is right."""

import contextlib
import io
import re

import pytest

from tests.support import guide

FORMS = {
    form: (guide.FOLDER / f"form_{form}.md").read_text(encoding="utf-8") for form in ("a", "b")
}
KEY = (guide.FOLDER / "test_before_and_after.md").read_text(encoding="utf-8")
ITEMS = range(1, 13)
MEANINGS = {int(part.partition(" · ")[0]): guide.rows(part) for part in KEY.split("\n### ")[1:]}


def item(form, number):
    """What an item of a form says, and its options by letter."""
    text = guide.section(FORMS[form], str(number))
    options = dict(re.findall(r"^- \*\*([a-e])\*\* (.+)$", text, re.MULTILINE))
    return text, {letter: option.strip("`") for letter, option in options.items()}


def right(form, number):
    """The letter that the key marks as right."""
    column = "ab".index(form)
    (letter,) = [row[column].strip("*") for row in MEANINGS[number] if row[column].startswith("*")]
    return letter


@pytest.mark.parametrize("form", FORMS)
def test_a_form_has_twelve_items_of_four_options_and_one_way_out(form):
    assert re.findall(r"^## (.+)$", FORMS[form], re.MULTILINE) == [str(n) for n in ITEMS]
    for number in ITEMS:
        _, options = item(form, number)
        assert list(options) == list("abcde")
        assert len(set(options.values())) == 5, number
        assert options["e"] == "I don't know yet"


@pytest.mark.parametrize("number", ITEMS)
def test_the_key_tells_each_answer_of_both_forms_once(number):
    assert len(MEANINGS[number]) == 4
    for column in (0, 1):
        assert sorted(row[column].strip("*") for row in MEANINGS[number]) == list("abcd")
    first, *others = MEANINGS[number]
    assert first[2].startswith("Right: ")
    assert not any(row[2].startswith("Right") or row[0].startswith("*") for row in others)


def test_the_list_of_items_says_the_same_as_the_tables():
    listed = guide.rows(KEY.partition("## What the answers say")[0])
    assert [int(row[0].split(" · ")[0]) for row in listed] == list(ITEMS)
    for (title, measures, lesson, *letters), number in zip(listed, ITEMS, strict=True):
        assert f"### {title}\n" in KEY
        assert measures
        assert all(list(guide.PAGES.glob(f"{each}_*.md")) for each in re.findall(r"\d\d", lesson))
        assert [each.strip("*") for each in letters] == [right("a", number), right("b", number)]


def test_no_letter_gives_the_answers_away():
    for form in FORMS:
        letters = [right(form, number) for number in ITEMS]
        assert all(2 <= letters.count(letter) <= 4 for letter in "abcd"), letters


def test_the_forms_are_parallel_and_not_the_same():
    for number in ITEMS:
        (first, one), (second, other) = item("a", number), item("b", number)
        assert bool(guide.PYTHON.search(first)) == bool(guide.PYTHON.search(second))
        assert first != second
        assert one != other


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("number", ITEMS)
def test_what_is_printed_is_the_answer_that_the_key_calls_right(form, number):
    text, options = item(form, number)
    blocks = guide.PYTHON.findall(text)
    if number <= 8:
        assert blocks, "the first eight ask what is printed"
    for block in blocks:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(block, {})
        assert options[right(form, number)] == printed.getvalue().strip()


def test_percentages_of_the_last_item_are_those_of_its_photos():
    counted = {"a": (100, 10, 8, 6), "b": (200, 20, 10, 8)}  # photos, faults, reported, right
    for form, (photos, faults, reported, hits) in counted.items():
        _, options = item(form, 12)
        recall, precision = hits / faults, hits / reported
        accuracy = (hits + photos - faults - (reported - hits)) / photos
        shares = [f"{share:.0%}" for share in (recall, precision, accuracy, reported / faults)]
        column = "ab".index(form)
        told = [options[row[column].strip("*")].replace(" ", "") for row in MEANINGS[12]]
        assert told == shares
