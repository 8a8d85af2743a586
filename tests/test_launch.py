"""Links that open a lesson in a browser: made from one address, and gone where there is none."""

import contextlib
import importlib.util
import re
import shutil
import subprocess
import sys
import urllib.parse

import nbformat
import pytest

from docs import prepare
from fmnist_helpers.commands import learn
from tests import regenerate
from tests.hygiene import RULES, Lesson
from tests.support import launch
from tests.support.lessons import ROOT, lessons

REPOSITORY = "example/a-course.of-ours"  # nobody's: only its form counts
URLS = '[project.urls]\nRepository = "{}"\n\n[project.scripts]\n'
PUBLISHED = re.compile(r"^\[project\.urls\]\n(?:\w+ = .*\n)+", re.MULTILINE)
ANYWHERE = re.compile(r"colab\.research|mybinder|kaggle\.com|codespaces|github\.com/example")


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """A copy of what the links are written into, as it is."""
    root = tmp_path_factory.mktemp("stored")
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, root)
    names = shutil.ignore_patterns("data", "_work", ".*")
    shutil.copytree(ROOT / "notebooks", root / "notebooks", ignore=names)
    return root


@pytest.fixture(scope="module")
def files(stored, tmp_path_factory):
    """Another copy, as it is without an address, also once the course has one."""
    root = tmp_path_factory.mktemp("course") / "course"
    shutil.copytree(stored, root)
    pyproject = root / "pyproject.toml"
    without = PUBLISHED.sub("", pyproject.read_text(encoding="utf-8"))
    pyproject.write_text(without, encoding="utf-8")
    launch.link_all(root)
    return root


@pytest.fixture
def publish(files):
    """Call it with an address to write the links; afterwards the copy is as it was."""
    pyproject = files / "pyproject.toml"
    before = {path: path.read_bytes() for path in [pyproject, *texts(files)]}

    def publish(address=f"https://github.com/{REPOSITORY}"):
        text = pyproject.read_text(encoding="utf-8")
        pyproject.write_text(
            text.replace("[project.scripts]\n", URLS.format(address)), encoding="utf-8"
        )
        return launch.link_all(files)

    yield publish
    for path, content in before.items():
        path.write_bytes(content)


def texts(root):
    return [root / "README.md", *sorted((root / "notebooks").glob("[0-9]*.ipynb"))]


def shown_in(text):
    """Service -> address, as the text's line shows them."""
    (line,) = launch.LINE.findall(text)
    return dict(re.findall(r"\[(\w+)\]\((\S+)\)", line))


def read(path):
    return nbformat.read(path, as_version=4)


def test_what_is_stored_agrees_with_pyproject(stored):
    assert launch.address(stored) == launch.address()
    assert launch.link_all(stored) == [], "run `python -m tests.regenerate --links`"


def test_without_an_address_nothing_is_shown(files):
    assert launch.address(files) is None
    for path in texts(files):
        assert not ANYWHERE.search(path.read_text(encoding="utf-8")), path.name


def test_each_lesson_opens_itself(files, publish):
    assert publish() == texts(files)
    for path in texts(files)[1:]:
        shown = shown_in(read(path).cells[0].source)
        assert list(shown) == ["Colab", "Binder", "Kaggle", "Codespaces"]
        where = f"{REPOSITORY}/blob/main/notebooks/{path.name}"
        assert shown["Colab"] == f"https://colab.research.google.com/github/{where}"
        kaggle = urllib.parse.urlsplit(shown["Kaggle"])
        assert (kaggle.netloc, kaggle.path) == ("kaggle.com", "/kernels/welcome")
        assert urllib.parse.parse_qs(kaggle.query) == {"src": [f"https://github.com/{where}"]}
        binder = urllib.parse.urlsplit(shown["Binder"])
        assert (binder.netloc, binder.path) == ("mybinder.org", f"/v2/gh/{REPOSITORY}/main")
        # The learner's copy, which .binder/postBuild makes.
        wanted = {"urlpath": [f"lab/tree/my-lessons/{path.name}"]}
        assert urllib.parse.parse_qs(binder.query) == wanted
        assert shown["Codespaces"] == f"https://codespaces.new/{REPOSITORY}"


def test_the_readme_opens_the_first_lesson_and_says_what_to_clone(files, publish):
    publish()
    readme = (files / "README.md").read_text(encoding="utf-8")
    assert shown_in(readme)["Colab"].endswith(f"{REPOSITORY}/blob/main/notebooks/{first().name}")
    assert f"`git clone https://github.com/{REPOSITORY}`, or download" in readme
    assert readme.index("**In a browser**") < readme.index("## Two commands")


def test_a_second_time_changes_nothing_and_without_the_address_all_is_as_before(files, publish):
    pyproject = files / "pyproject.toml"
    unset, before = pyproject.read_bytes(), [path.read_bytes() for path in texts(files)]
    assert publish()
    assert launch.link_all(files) == []
    pyproject.write_bytes(unset)
    assert launch.link_all(files) == texts(files)
    assert [path.read_bytes() for path in texts(files)] == before


def test_another_address_replaces_the_first(files, publish):
    publish()
    pyproject = files / "pyproject.toml"
    text = pyproject.read_text(encoding="utf-8")
    pyproject.write_text(text.replace(REPOSITORY, "example/moved"), encoding="utf-8")
    launch.link_all(files)
    for path in texts(files):
        text = path.read_text(encoding="utf-8")
        assert REPOSITORY not in text
        assert "example/moved" in text


def test_a_lesson_with_its_links_is_in_form_and_as_ruff_wants_it(files, publish):
    publish()
    paths = tuple(texts(files)[1:])
    found = [
        f"{path.name}: {problem}"
        for path in paths
        for rule in RULES
        for problem in rule(Lesson(path, paths))
    ]
    assert not found
    ours = ["--config", 'lint.isort.known-first-party = ["fmnist_helpers"]']
    for command in (["check", *ours], ["format", "--check"]):
        command = [sys.executable, "-m", "ruff", *command, "--no-cache", "notebooks"]
        done = subprocess.run(command, cwd=files, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


def test_counts_are_those_of_a_run_also_in_outputs_and_tracebacks(files, publish):
    (path,) = (files / "notebooks").glob("05_*.ipynb")
    before = read(path)
    publish()
    after = read(path)
    assert len(after.cells) == len(before.cells) + 1
    assert (after.cells[1].id, after.cells[1].execution_count) == ("install", 1)
    old = [cell for cell in before.cells[1:] if cell.cell_type == "code"]
    new = [cell for cell in after.cells[2:] if cell.cell_type == "code"]
    prompts = 0
    for was, now in zip(old, new, strict=True):
        assert (now.id, now.source) == (was.id, was.source)
        assert now.execution_count == was.execution_count + 1
        for output in now.outputs:
            assert output.get("execution_count") in (None, now.execution_count)
            for prompt in re.findall(r"In\[(\d+)\]", "".join(output.get("traceback", []))):
                assert int(prompt) <= now.execution_count
                prompts += int(prompt) == now.execution_count
    assert prompts


@pytest.mark.parametrize(
    ("url", "repository"),
    [
        ("https://github.com/example/course", "example/course"),
        ("https://github.com/example/course/", "example/course"),
        ("https://github.com/example/course.git", "example/course"),
        ("https://github.com/example/course.py", "example/course.py"),
    ],
)
def test_forms_of_an_address(tmp_path, url, repository):
    (tmp_path / "pyproject.toml").write_text(f'[project]\nurls.Repository = "{url}"')
    assert launch.address(tmp_path) == repository


@pytest.mark.parametrize(
    "url", ["https://example.org/x/y", "https://github.com/only-an-owner", "github.com/a/b", ""]
)
def test_an_address_that_cannot_be_opened_there_is_said(tmp_path, url):
    (tmp_path / "pyproject.toml").write_text(f'[project]\nurls.Repository = "{url}"')
    with pytest.raises(ValueError, match=r"such as https://github.com/OWNER/NAME") as error:
        launch.address(tmp_path)
    assert repr(url) in str(error.value)


def run_the_cell(monkeypatch, *, installed):
    """What pip was asked for, once the guarded cell was run."""
    asked = []
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name if installed else None)
    monkeypatch.setattr(subprocess, "run", lambda command, check: asked.append(command))
    with contextlib.redirect_stdout(None):
        exec(launch.CELL.format(course="https://github.com/a/b/archive/refs/heads/main.zip"), {})
    return asked


def test_the_cell_does_nothing_where_the_package_is(monkeypatch):
    assert run_the_cell(monkeypatch, installed=True) == []


def test_the_cell_installs_the_course_alone_where_it_is_missing(monkeypatch):
    ((python, *words),) = run_the_cell(monkeypatch, installed=False)
    assert python == sys.executable
    assert words[:3] == ["-m", "pip", "install"]
    # Other versions of ipykernel and ipywidgets would break the page that Colab shows them in.
    assert "--no-deps" in words
    assert words[-1] == "https://github.com/a/b/archive/refs/heads/main.zip"


def test_who_has_the_command_does_not_get_the_cell(files, publish):
    publish()
    path = files / "notebooks" / first().name
    assert read(path).cells[1].id == "install"
    copy = learn.learners_copy(path)
    assert [cell.id for cell in copy.cells] == [c.id for c in read(path).cells if c.id != "install"]


def test_the_site_shows_the_links_and_not_the_cell(files, publish):
    publish()
    notebook = read(files / "notebooks" / first().name)
    prepare.prepare(notebook, {})
    assert "remove-cell" in notebook.cells[1].metadata["tags"]
    assert "Colab" in shown_in(notebook.cells[0].source)


def test_regenerate_writes_them(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(launch, "link_all", lambda: [tmp_path / "05_model.ipynb"])
    monkeypatch.setattr(regenerate, "regenerate", None)  # nothing is run
    assert regenerate.main(["--links"]) == 0
    word = "" if launch.address() else "no "
    assert capsys.readouterr().out == f"05_model.ipynb: {word}links to a browser\n"


def first():
    return lessons()[0]
