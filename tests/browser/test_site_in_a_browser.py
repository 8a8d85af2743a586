"""The site, built and opened from its folder, without a server or a network: what readers meet."""

import re
import subprocess
import sys
import zipfile
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest

from fmnist_helpers import quizzes
from tests.support.lessons import NOTEBOOKS, ROOT, lessons

pytestmark = [pytest.mark.browser, pytest.mark.slow]
OPENED = "document.querySelectorAll('details').forEach((each) => { each.open = true })"
LESSONS = [path.stem for path in lessons()]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder of the built site; a warning of Sphinx is an error."""
    pytest.importorskip("myst_nb", reason="the site needs its tools: uv sync --group docs")
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "docs", str(folder)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert built.returncode == 0, built.stderr
    return folder


@pytest.fixture(scope="module")
def pages(site):
    """Every page, and nothing of what the theme brings."""
    found = [path for path in sorted(site.rglob("*.html")) if "_static" not in path.parts]
    assert len(found) > len(LESSONS) * 2, "each lesson has a page for readers and one for teachers"
    return found


@pytest.fixture
def open_in(chromium):
    """Gives a function that opens an empty page in a theme and a width."""
    contexts = []

    def opened(theme="light", width=1280):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, reduced_motion="reduce"
        )
        contexts.append(context)
        store = f"localStorage.setItem('mode', '{theme}'); localStorage.setItem('theme', '{theme}')"
        context.add_init_script(store)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


class Links(HTMLParser):
    """The ids of a page, what it links to, and what it loads."""

    def __init__(self, path):
        super().__init__()
        self.ids, self.links, self.loaded = set(), [], []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.ids.add(attributes.get("id"))
        if tag == "a" and attributes.get("href"):
            self.links.append(attributes["href"])
        elif tag == "a" and attributes.get("name"):
            self.ids.add(attributes["name"])
        if tag in ("script", "img", "iframe", "source") and attributes.get("src"):
            self.loaded.append(attributes["src"])
        elif tag == "link" and attributes.get("rel") in ("stylesheet", "icon", "preload"):
            self.loaded.append(attributes["href"])


def test_no_link_is_dead_and_nothing_is_loaded_from_elsewhere(site, pages):
    parsed = {path: Links(path) for path in pages}
    dead = []
    for path, page in parsed.items():
        for link in page.links + page.loaded:
            url = urlsplit(link)
            if url.scheme or url.netloc:
                fine = url.scheme in ("http", "https") and "." in url.netloc and " " not in link
                fine = fine and link not in page.loaded
            else:
                target = (path.parent / unquote(url.path)).resolve() if url.path else path
                fine = target.is_file() and target.is_relative_to(site)
                if fine and url.fragment and target in parsed:
                    fine = unquote(url.fragment) in parsed[target].ids
            if not fine and not link.startswith("data:"):
                dead.append(f"{path.relative_to(site)}: {link}")
    assert dead == []


def findings(page, **options):
    """What axe calls serious or critical on a page, with all that folds unfolded."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.evaluate(OPENED)
    options["resultTypes"] = ["violations"]  # else all that passed is listed, at twice the time
    for violation in axe.Axe().run(page, options=options).response["violations"]:
        if violation["impact"] in ("serious", "critical"):
            for node in violation["nodes"]:
                yield f"{violation['id']}: {node['html'][:100]} {node['failureSummary'][:200]}"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(pages, open_in, theme):
    """All its rules in the light theme; in the dark one, what a theme can change: contrast."""
    page, code = open_in(theme), [path for path in pages if "_modules" in path.parts]
    options = {"runOnly": ["color-contrast"]} if theme == "dark" else {}
    found = []
    for path in [path for path in pages if path not in code[1:]]:  # they are all alike
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.dataset.theme") == theme
        found += [f"{path.name} {finding}" for finding in findings(page, **options)]
    assert found == []


def test_axe_would_find_something(open_in):
    page = open_in()
    page.set_content('<html lang="en"><title>a</title><main><img src="data:,"><h1>b</h1></main>')
    assert any(finding.startswith("image-alt") for finding in findings(page))


@pytest.mark.parametrize("width", [390, 900])
def test_no_page_is_wider_than_the_screen(pages, open_in, width):
    page, wide = open_in(width=width), []
    for path in pages:
        page.goto(path.as_uri())
        page.evaluate(OPENED)
        root = "document.documentElement"
        over = page.evaluate(f"{root}.scrollWidth - {root}.clientWidth")
        if over > 0:
            wide.append(f"{path.name}: {over} px")
    assert wide == []


def shown(text):
    """A text of a quiz as a page shows it: without what marks code and emphasis."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", quizzes.inline(text))).split())


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_quiz_answers_as_its_toml_says(site, open_in, lesson):
    page = open_in()
    page.goto((site / "lessons" / f"{lesson}.html").as_uri())
    quiz = page.get_by_role("region", name="Quiz")
    questions = quizzes.load(lesson[:2])
    lists = quiz.locator("ul")
    assert lists.count() == len(questions)
    for place, question in enumerate(questions):
        buttons = lists.nth(place).get_by_role("button")
        assert buttons.count() == len(question.options)
        for each, option in enumerate(question.options):
            buttons.nth(each).click()
            said = lists.nth(place).locator("+ [role=status]")
            assert " ".join(said.inner_text().split()).endswith(shown(option.feedback))
            assert said.inner_text().startswith("✓" if option.right else "✗")
            pressed = lists.nth(place).locator("[aria-pressed=true]")
            assert pressed.count() == 1
    firsts = Counter(question.options[0].right for question in questions)[True]
    assert f"first try: {firsts} of {len(questions)}." in quiz.inner_text()
    assert "kernel" not in page.locator("#check-what-you-know > p").first.inner_text()


def test_an_output_to_predict_and_a_solution_are_hidden_until_they_are_unfolded(site, open_in):
    page = open_in()
    page.goto((site / "lessons" / "01_tensors.html").as_uri())
    for kind, inside in ((".tag_hide-output", ".cell_output"), (".tag_solution", ".cell_input")):
        folded = page.locator(f"{kind} details").first
        assert not folded.locator(inside).is_visible()
        folded.locator("summary").click()
        assert folded.locator(inside).is_visible()


def test_the_search_works_without_a_server(site, open_in):
    page = open_in()
    page.goto((site / "search.html").as_uri() + "?q=broadcasting")
    results = page.locator("#search-results li a")
    results.first.wait_for()
    assert any("Compute with tensors" in text for text in results.all_inner_texts())


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_cheat_sheet_prints_on_two_pages_and_whole(site, open_in, paper):
    page = open_in(width=718)  # A4 without its margins
    page.goto((site / "cheat_sheet.html").as_uri())
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper))) == 2
    page.emulate_media(media="print")
    cut = page.locator("pre").evaluate_all(
        "all => all.filter((each) => each.scrollWidth > each.clientWidth).length"
    )
    assert cut == 0


@pytest.mark.parametrize("path", lessons(), ids=lambda path: path.stem)
def test_a_lesson_to_download_is_the_lesson(site, path):
    assert (site / "_sources" / "lessons" / path.name).read_bytes() == path.read_bytes()


@pytest.fixture(scope="module")
def unpacked(site, tmp_path_factory):
    """The folders that the site's zips unpack to, by the names of the zips."""
    folder = tmp_path_factory.mktemp("unpacked")
    zips = {path.stem: path for path in site.glob("_downloads/*/*.zip")}
    for path in zips.values():
        zipfile.ZipFile(path).extractall(folder)
    return {name: folder / name for name in zips}


def test_the_class_edition_has_no_solution(unpacked):
    edition = sorted((unpacked["fashion-mnist-class-edition"] / "notebooks").glob("*.ipynb"))
    assert [path.stem for path in edition] == LESSONS
    for path in edition:
        cells = nbformat.read(path, as_version=4).cells
        assert not any("solution" in cell.metadata.get("tags", ()) for cell in cells)
        assert not any(cell.get("outputs") for cell in cells)


def test_the_course_begins_as_the_site_says(unpacked, tmp_path):
    course = unpacked["fashion-mnist-course"]
    for path in lessons():
        assert (course / "notebooks" / path.name).read_bytes() == path.read_bytes()
    pictures = {path.name for path in (NOTEBOOKS / "pictures").iterdir()}
    assert {path.name for path in (course / "notebooks" / "pictures").iterdir()} == pictures
    mine = tmp_path / "mine"
    command = [sys.executable, "-m", "fmnist_helpers", "learn", "--no-start", str(mine)]
    # Its own package: an editable install would stand in for what the zip lacks.
    began = subprocess.run(command, cwd=course, capture_output=True, encoding="utf-8")
    assert began.returncode == 0, began.stderr
    assert len(list(Path(mine).glob("[0-9][0-9]_*.ipynb"))) == len(LESSONS)
    assert {"pyproject.toml", "README.md", "LICENSE"} <= {path.name for path in course.iterdir()}
