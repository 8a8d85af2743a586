"""The teacher's guide names what is there: lessons, checks, commands with their options, links.

The lessons' pages are tested in test_teaching_pages.py.
"""

import argparse
import importlib.util
import re
import shlex
import tomllib

import pytest

from classroom import edition
from classroom.exercises import exercises
from fmnist_helpers import checks
from fmnist_helpers.__main__ import COMMANDS, module_of
from tests.hygiene.form import LINK
from tests.support import guide
from tests.support.lessons import ROOT, lessons

PAGES = guide.texts()
GUIDE = PAGES[guide.ENTRANCE]
BLOCKS = re.findall(r"^```bash\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
PLANS = re.findall(r"^\| Minutes \| What \|\n(?:\|.*\n)+", GUIDE, re.MULTILINE)
INLINE = re.findall(r"`((?:uv run |python -m |nbgrader )[^`]+)`", GUIDE)
LINES = [line for block in BLOCKS for line in block.splitlines()] + INLINE


def calls(program):
    """The arguments of each call of `program`, such as `-m fmnist_helpers`, in the guide."""
    wanted = shlex.split(program)
    for line in LINES:
        words = shlex.split(line)
        for place in range(len(words)):
            if words[place : place + len(wanted)] == wanted:
                yield words[place + len(wanted) :]


@pytest.mark.parametrize("path", lessons(), ids=lambda path: path.stem)
def test_points_follow_from_what_the_exercise_says_of_itself(path):
    """The line under its heading, such as *Fill the gap · medium · 6 minutes*."""
    worth = re.search(r"easy (\d), medium (\d), hard (\d); open exercises (\d)", GUIDE)
    points = dict(zip(("easy", "medium", "hard", "open"), map(int, worth.groups()), strict=True))
    cells = edition.read(path).cells
    for exercise in exercises(cells, path.stem):
        heads = [cell.source for cell in cells[: exercise.stub] if "### Exercise · " in cell.source]
        level = re.search(r"^\*[^·*]+· (\w+) ·[^*]*\*$", heads[-1], re.MULTILINE)
        assert checks.EXERCISES[exercise.name].points == points[level[1]], exercise.name


def test_each_plan_goes_from_data_to_a_tested_model():
    plans = re.split(r"^### ", guide.section(GUIDE, "Plan"), flags=re.MULTILINE)[1:]
    assert len(plans) == 4
    for plan in plans:
        for name in ("00", "02", "04", "09", "10"):
            assert f"[{name}](" in plan, f"{plan.splitlines()[0]}: no lesson {name}"


@pytest.mark.parametrize("plan", PLANS)
def test_minutes_of_a_plan_follow_one_another(plan):
    spans = [(int(a), int(b)) for a, b in re.findall(r"^\| (\d+)–(\d+) \|", plan, re.MULTILINE)]
    assert len(spans) >= 5
    assert spans[0][0] == 0
    assert all(a < b for a, b in spans)
    assert [b for _, b in spans[:-1]] == [a for a, _ in spans[1:]]


def test_our_commands_and_their_options_exist():
    found = list(calls("-m fmnist_helpers"))
    assert {words[0] for words in found} >= {"student", "data", "doctor", "progress"}
    for words in found:
        assert words[0] in COMMANDS, words
        parser = argparse.ArgumentParser(exit_on_error=False, allow_abbrev=False)
        module_of(words[0]).add_arguments(parser)
        parser.parse_args(words[1:])


def test_the_slides_are_asked_for_as_they_can_be():
    found = list(calls("-m classroom.slides"))
    assert len(found) == 2
    for out, *named in found:
        assert out.endswith(".html")
        assert {path.name[:2] for path in lessons()} >= set(named)


def test_uv_is_asked_for_groups_that_exist():
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = re.findall(r"--group (\w+)", "\n".join(LINES))
    assert "class" in asked
    assert set(asked) <= set(groups["dependency-groups"])


@pytest.mark.skipif(
    importlib.util.find_spec("nbgrader") is None,
    reason="nbgrader is not installed: uv run --group class pytest tests/test_teaching.py",
)
def test_nbgrader_has_the_commands_and_options():
    from nbgrader.apps import NbGraderApp

    found = list(calls("nbgrader"))
    assert {words[0] for words in found} >= {"generate_assignment", "autograde", "export"}
    for words in found:
        assert words[0] in NbGraderApp.subcommands, words
        app, _ = NbGraderApp.subcommands[words[0]]
        options = {word.removeprefix("--") for word in words if word.startswith("--")}
        assert options <= set(app.aliases) | set(app.flags), words


def test_environment_variables_exist():
    source = "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "fmnist_helpers").rglob("*.py")
    )
    named = set(re.findall(r"\bFMNIST_[A-Z]+\b", GUIDE))
    assert named
    assert all(f'"{name}"' in source for name in named), named


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(path):
    targets = [target for _, _, target in LINK.findall(PAGES[path])]
    for target in targets:
        if target.startswith("https://"):
            continue
        file, _, anchor = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        assert there.is_file(), target
        if anchor:
            assert anchor in anchors(there.read_text(encoding="utf-8")), target
    assert targets or "form_" in path.name, "a page that leads nowhere"


def test_every_page_is_reached_from_the_entrance():
    reached = {(guide.ENTRANCE.parent / target).resolve() for _, _, target in LINK.findall(GUIDE)}
    assert set(PAGES) - {guide.ENTRANCE} <= reached


def test_students_get_nothing_of_the_guide(tmp_path):
    folder = edition.write(tmp_path / "edition", only=["00"])
    given = [path for path in folder.rglob("*") if path.is_file()]
    assert not {path.name for path in given} & ({path.name for path in PAGES} - {"README.md"})
    for path in given:
        if path.suffix in {".md", ".ipynb", ".py", ".toml"}:
            text = path.read_text(encoding="utf-8")
            assert "Keys to the predictions" not in text, path
            assert "teaching/" not in text, path


def test_the_installed_package_holds_nothing_of_the_guide():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (left_out,) = [
        each["exclude"]
        for each in project["tool"]["hatch"]["build"]["targets"].values()
        if "notebooks" in each.get("only-include", ())
    ]
    for path in PAGES:
        part = path.relative_to(ROOT)
        assert any(part.is_relative_to(each) for each in left_out), part


def anchors(text):
    """What links to headings end in, as GitHub writes them."""
    return {
        re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    }


def test_nothing_in_it_opens_a_server_to_the_network():
    assert not re.search(r"--ip|0\.0\.0\.0|token\s*=\s*['\"]{2}|--allow-root", GUIDE)
