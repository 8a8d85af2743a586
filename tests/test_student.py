"""The class edition: what students get, what is graded, and that nbgrader really grades it."""

import ast
import contextlib
import html
import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import torch

from classroom import course as nbgrader_course
from classroom import exercises, package
from fmnist_helpers import checks, progress, student
from fmnist_helpers.__main__ import main
from fmnist_helpers.sources import describe
from tests.hygiene.form import LINK
from tests.regenerate import execute
from tests.support.lessons import DATA, ROOT, lessons
from tests.test_checks import trained_at

QUICK = "06_device"
RESOLVES_OUTSIDE = re.compile(r"https?:|mailto:|#")


def read(path):
    return nbformat.read(path, as_version=4)


def by_name(paths):
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    return student.write(tmp_path_factory.mktemp("class") / "edition")


@pytest.fixture(autouse=True)
def own_progress(tmp_path, monkeypatch):
    monkeypatch.setenv("FMNIST_PROGRESS", str(tmp_path / "progress.json"))
    monkeypatch.delenv("FMNIST_STRICT", raising=False)


@by_name(lessons())
def test_only_solutions_outputs_and_their_announcement_are_gone(path, edition):
    before = [cell for cell in read(path).cells if "solution" not in exercises.tags(cell)]
    after = read(edition / "notebooks" / path.name).cells
    assert [cell.id for cell in after] == [cell.id for cell in before]
    for old, new in zip(before, after, strict=True):
        assert exercises.tags(new) == exercises.tags(old)
        if new.cell_type == "code":
            assert (new.source, new.outputs, new.execution_count) == (old.source, [], None)
        else:
            assert "holds a solution" not in new.source
            assert old.source.startswith(new.source)
            gone = old.source.removeprefix(new.source).strip()
            assert gone == "" or gone.startswith("The next cell holds a solution.")


@by_name(lessons())
def test_links_lead_somewhere_within_the_edition(path, edition):
    copy = edition / "notebooks" / path.name
    for cell in read(copy).cells:
        if cell.cell_type == "markdown":
            for _, _, target in LINK.findall(cell.source):
                if not RESOLVES_OUTSIDE.match(target):
                    assert (copy.parent / target.partition("#")[0]).is_file(), target


def test_the_folder_is_all_that_a_student_needs_and_no_more(edition):
    there = {path.name for path in edition.iterdir()}
    assert there == {"README.md", "notebooks", "fmnist_helpers", *package.PROJECT}
    assert not list(edition.rglob("test_*.py"))
    assert not list(edition.rglob("__pycache__"))
    readme = (edition / "README.md").read_text(encoding="utf-8")
    (first,) = re.findall(r"jupyter lab (\S+)", readme)
    assert (edition / first).is_file()
    code = "import fmnist_helpers.student as s; print(s.__file__)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=edition, capture_output=True, text=True, check=True
    )
    assert Path(done.stdout.strip()).is_relative_to(edition.resolve())


@pytest.mark.slow
def test_a_student_notebook_runs_to_its_end(edition, tmp_path, monkeypatch):
    monkeypatch.setenv("FMNIST_DATA", str(DATA))
    notebook = read(edition / "notebooks" / f"{QUICK}.ipynb")
    execute(notebook, tmp_path)
    said = [
        cell.outputs[0].data["text/plain"]
        for cell in notebook.cells
        if "check" in exercises.tags(cell)
    ]
    assert len(said) >= 2
    assert all(text.startswith("Not tried yet.") for text in said)


def test_a_lesson_that_needs_a_solution_is_refused_and_nothing_is_left(tmp_path):
    folder = tmp_path / "lessons"
    folder.mkdir()
    notebook = read(ROOT / "notebooks" / f"{QUICK}.ipynb")
    solved = [cell for cell in notebook.cells if "def solution_move" in cell.source]
    assert len(solved) == 1
    notebook.cells.append(nbformat.v4.new_code_cell("print(solution_move)"))
    nbformat.write(notebook, folder / f"{QUICK}.ipynb")
    with pytest.raises(ValueError, match=rf"cell {len(notebook.cells)} uses solution_move"):
        student.write(tmp_path / "out", folder)
    assert [path.name for path in tmp_path.iterdir()] == ["lessons"]


@pytest.mark.parametrize("course", [[], ["--nbgrader"]])
def test_nothing_is_overwritten(course, tmp_path, capsys):
    mine = tmp_path / "out" / "notebooks" / "06_device.ipynb"
    mine.parent.mkdir(parents=True)
    mine.write_text("my work")
    assert main(["student", str(tmp_path / "out"), *course]) == 2
    assert f"{tmp_path / 'out'} is not empty" in capsys.readouterr().err
    assert mine.read_text() == "my work"
    assert main(["student", str(mine), *course]) == 2
    assert f"{mine} is a file" in capsys.readouterr().err
    assert mine.read_text() == "my work"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_empty_folder_is_filled_and_only_what_is_asked_for(tmp_path, capsys):
    out = tmp_path / "an empty one"
    out.mkdir()
    assert main(["student", str(out), "--only", "6", "04"]) == 0
    assert "2 lessons" in capsys.readouterr().out
    names = sorted(path.name for path in (out / "notebooks").iterdir())
    assert names == ["04_dataloader.ipynb", "06_device.ipynb"]
    row = read(out / "notebooks" / "06_device.ipynb").cells[0].source.splitlines()[2]
    assert "[4 dataloader](04_dataloader.ipynb) · 5 model · **6 device** · 7 loss" in row
    assert "notebooks/04_dataloader.ipynb" in (out / "README.md").read_text(encoding="utf-8")


def test_lessons_that_are_not_there_are_named(tmp_path, monkeypatch, capsys):
    assert main(["student", str(tmp_path / "out"), "--only", "42"]) == 2
    assert "no lesson 42" in capsys.readouterr().err
    assert main(["student", str(tmp_path / "out"), "--lessons", str(tmp_path)]) == 2
    assert f"no lessons in {tmp_path}" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("course", [[], ["--nbgrader"]])
def test_a_package_without_its_checkout_says_where_editions_are_made(course, edition):
    """An edition's package stands as an installed one does: nothing is beside it."""
    done = subprocess.run(
        # -S: without site-packages, from which this checkout would be found.
        [sys.executable, "-S", "-m", "fmnist_helpers", "student", "out", *course],
        cwd=edition,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "editions for a class are made in a checkout of the repository" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (edition / "out").exists()


def test_lessons_without_a_checkout_come_without_the_package(tmp_path):
    folder = tmp_path / "only lessons"
    folder.mkdir()
    shutil.copy(ROOT / "notebooks" / f"{QUICK}.ipynb", folder)
    out = student.write(tmp_path / "out", folder)
    assert {path.name for path in out.iterdir()} == {"README.md", "notebooks"}
    assert "uv run" not in (out / "README.md").read_text().split("If something")[0]


@by_name(lessons())
def test_each_solution_is_found_under_the_learners_name(path):
    cells = read(path).cells
    found = exercises.exercises(cells, path.stem)
    assert len(found) >= 2
    for exercise in found:
        assert checks.EXERCISES[exercise.name].exercise.startswith(path.name[:2])
        body = ast.parse(exercises.solution_for(exercise, cells, path.stem)).body
        assert exercise.answer in set(exercises._bound(body))
        assert not [
            node for node in ast.walk(ast.Module(body)) if getattr(node, "id", "") == "checks"
        ]


STUB = "def my_twice(x): ..."


def exercise_cells(solution, check="checks.twice(my_twice, 3)", stub=STUB):
    tagged = {"stub": stub, "check": check, "solution": solution}
    cells = [
        nbformat.v4.new_markdown_cell("### Exercise · double\n\n*Fill the gap · hard · 3 minutes*")
    ]
    for tag, source in tagged.items():
        cells.append(nbformat.v4.new_code_cell(source, metadata={"tags": [tag]}))
    return cells


@pytest.mark.parametrize(
    ("solution", "expected"),
    [
        (
            "def solution_twice(x):\n    return 2 * x  # solution_twice_over stays\n\n\n"
            "checks.twice(solution_twice, 3, solution=True)\nprint(solution_twice(1))",
            "def my_twice(x):\n    return 2 * x  # solution_twice_over stays",
        ),
        ("checks.twice(lambda x: 2 * x, 3, solution=True)", "my_twice = lambda x: 2 * x"),
        ("n = 2\nchecks.twice(double(n), 3, solution=True)", "n = 2\nmy_twice = double(n)"),
        ("checks.twice(known, 3, solution=True)", "my_twice = known"),
    ],
)
def test_a_solution_is_put_under_the_learners_name(solution, expected):
    cells = exercise_cells(solution)
    (exercise,) = exercises.exercises(cells, "42_x")
    assert (exercise.answer, exercise.arguments) == ("my_twice", "my_twice, 3")
    assert exercises.solution_for(exercise, cells, "42_x") == expected


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            {"check": "checks.twice(my_other)"},
            r"cell 3 checks my_other; the stub in cell 2 defines my_tw",
        ),
        ({"check": "print(1)"}, r"cell 3: no line calls checks.NAME"),
        ({"stub": "print(1)"}, "defines no name"),
    ],
)
def test_an_exercise_out_of_form_is_named(wrong, message):
    with pytest.raises(ValueError, match=message):
        exercises.exercises(exercise_cells("checks.twice(f, 3)", **wrong), "42_x")


def test_a_course_cannot_be_made_of_a_student_edition(edition, tmp_path, capsys):
    lessons_there = str(edition / "notebooks")
    assert main(["student", str(tmp_path / "out"), "--nbgrader", "--lessons", lessons_there]) == 2
    assert "Is this a student edition?" in capsys.readouterr().err


def _tries_an_import(node):
    """An import with another in reserve, as of a name that newer versions lack."""
    return isinstance(node, ast.Try) and isinstance(node.body[0], ast.ImportFrom)


def lesson_names(path):
    """What a lesson imports and defines, without what it computes."""
    names = {}
    for cell in read(path).cells:
        if cell.cell_type == "code" and "raises-exception" not in exercises.tags(cell):
            kept = [
                node
                for node in ast.parse(cell.source).body
                if isinstance(node, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef)
                or _tries_an_import(node)
            ]
            for node in kept:
                with contextlib.suppress(NameError):  # a default that the lesson computes
                    exec(compile(ast.Module([node], []), path.name, "exec"), names)
    return names


@pytest.mark.filterwarnings("ignore:The image decoding and encoding:DeprecationWarning")
@by_name(lessons())
def test_hidden_tests_pass_the_solutions_and_fail_the_stubs(path):
    cells, names = read(path).cells, lesson_names(path)
    torch.manual_seed(0)
    for exercise in exercises.exercises(cells, path.stem):
        hidden = nbgrader_course.hidden_test(exercise.name)
        if f"def {exercise.answer}(" in cells[exercise.stub].source:
            assert hidden, f"{path.stem}: there is no hidden_{exercise.name}"
        if hidden:
            exec(exercises.solution_for(exercise, cells, path.stem), names)
            student.graded(exercise.name, names[exercise.answer], hidden=hidden)
            exec(cells[exercise.stub].source, names)
            with pytest.raises((AssertionError, TypeError, AttributeError)):
                hidden(names[exercise.answer])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "learned_by_heart"),
    [("choose_and_test", trained_at(lambda rates: 3 - len(rates)))],
)
def test_an_answer_that_only_fits_the_check_gets_no_marks(name, learned_by_heart):
    check, hidden = checks.EXERCISES[name], nbgrader_course.hidden_test(name)
    assert check(learned_by_heart), "it should pass the check that the learner sees"
    with pytest.raises(AssertionError):
        student.graded(name, learned_by_heart, hidden=hidden)


def test_graded_is_strict_and_silent(capsys):
    student.graded("steps", 48)
    for wrong, message in ((None, "Not tried yet"), (16, "one epoch")):
        with pytest.raises(AssertionError, match=message):
            student.graded("steps", wrong)
    assert capsys.readouterr() == ("", "")


def test_an_answer_that_is_right_in_parts_earns_parts_of_the_points():
    check = checks.training_logs  # four runs
    assert student.graded("training_logs", {"A": 3, "B": 0, "C": 1, "D": 2}) is None
    assert student.graded("training_logs", {"A": 3, "B": 0, "C": 1, "D": 0}) == 0.75 * check.points
    with pytest.raises(AssertionError, match="0 of 4 are right"):
        student.graded("training_logs", {"A": 0, "B": 1, "C": 2, "D": 3})


def test_nbgrader_takes_the_number_that_ends_a_cell_for_its_score():
    utils = pytest.importorskip("nbgrader.utils", reason="uv sync --group class")
    grading = {"grade": True, "locked": True, "solution": False, "points": 3, "grade_id": "x"}
    cell = nbformat.v4.new_code_cell("graded(check, answer)", metadata={"nbgrader": grading})
    for text, score in (("2.25", 2.25), (None, 3)):
        shown = nbformat.v4.new_output("execute_result", {"text/plain": text}) if text else None
        cell.outputs = [shown] if shown else []
        assert utils.determine_grade(cell) == (score, 3)


def test_what_nbgrader_runs_is_not_noted_as_the_teachers_progress(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    checks.steps(48)
    assert progress.done() == {}
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    checks.steps(48)
    assert list(progress.done()) == ["04.steps"]


def test_lessons_are_handed_out_once_they_are_released(tmp_path, capsys):
    out = student.write_course(tmp_path / "course", only=["06"])
    assert main(["student", str(tmp_path / "out"), "--course", str(out)]) == 2
    assert "run `nbgrader generate_assignment`" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_every_exercise_of_the_course_has_an_answer_and_a_test_with_points(tmp_path):
    out = student.write_course(tmp_path / "course")
    source = out / "source"
    assert sorted(source.rglob("*.ipynb")) == [source / p.stem / p.name for p in lessons()]
    ids = []
    for path in lessons():
        found = exercises.exercises(read(path).cells, path.stem)
        meta = [
            c.metadata.nbgrader
            for c in read(source / path.stem / path.name).cells
            if "nbgrader" in c.metadata
        ]
        ids += [each.grade_id for each in meta]
        assert [each.grade for each in meta] == [False, True] * len(found)
        assert [m.locked for m in meta] == [m.grade for m in meta]
        assert [m.points for m in meta if m.grade] == [
            checks.EXERCISES[e.name].points for e in found
        ]
    assert len(ids) == len(set(ids)) >= 2 * 20
    assert all(re.fullmatch(r"\d\d-[a-z_]+-(answer|test)", each) for each in ids)


def nbgrader(course, *arguments):
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=course,
        capture_output=True,
        text=True,
        timeout=900,  # a busy machine; alone it takes a tenth of that
    )
    assert done.returncode == 0, done.stderr[-4000:]


def submit(course, who, answer):
    """Hand in the released lesson, with `answer(grade_id, released, solved)` for each answer."""
    solved = {
        cell.metadata.nbgrader.grade_id: cell.source
        for cell in read(course / "source" / QUICK / f"{QUICK}.ipynb").cells
        if "nbgrader" in cell.metadata
    }
    notebook = read(course / "release" / QUICK / f"{QUICK}.ipynb")
    for cell in list(notebook.cells):
        if "nbgrader" in cell.metadata:
            grade_id = cell.metadata.nbgrader.grade_id
            given = answer(grade_id, cell.source, solved[grade_id])
            if given is None:
                notebook.cells.remove(cell)
            else:
                cell.source = given
    folder = course / "submitted" / who / QUICK
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / f"{QUICK}.ipynb")


def all_solved(grade_id, released, solved):
    return solved if grade_id.endswith("-answer") else released


def untouched(grade_id, released, solved):
    """Stubs; and the check is taken out, which must not help."""
    return released if grade_id.endswith("-answer") else "pass"


def one_solved(grade_id, released, solved):
    return solved if grade_id == "06-forward-answer" else released


def by_heart(grade_id, released, solved):
    """Right on the images that the check tries, and on no others."""
    if grade_id != "06-move_images-answer":
        return all_solved(grade_id, released, solved)
    name = re.search(r"def (\w+)", solved)[1]
    return f"{solved}\n\n_moved = {name}\n\n\ndef {name}(images, device):\n" + (
        "    return _moved(images, device) if len(images) == 4 else images * 2\n"
    )


def deleted(grade_id, released, solved):
    """All solved, one test deleted, and of another exercise both cells."""
    gone = ("06-forward-test", "06-places-answer", "06-places-test")
    return None if grade_id in gone else all_solved(grade_id, released, solved)


@pytest.mark.slow
@pytest.mark.skipif(
    importlib.util.find_spec("nbgrader") is None,
    reason="nbgrader is not installed: uv run --group class pytest tests/test_student.py",
)
def test_nbgrader_hands_out_and_grades(tmp_path, monkeypatch):
    monkeypatch.delenv("FMNIST_DATA", raising=False)
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    course = student.write_course(tmp_path / "course", only=["06"])
    (course / "data").symlink_to(DATA)
    nbgrader(course, "generate_assignment", QUICK)
    release = (course / "release" / QUICK / f"{QUICK}.ipynb").read_text(encoding="utf-8")
    for secret in (
        "SOLUTION",
        "HIDDEN TESTS",
        "hidden_forward",
        "return model(images.to(device_of(model)))",
    ):
        assert secret not in release
    stubs = [
        c.source.strip()
        for c in read(ROOT / f"notebooks/{QUICK}.ipynb").cells
        if "stub" in exercises.tags(c)
    ]
    released = nbformat.reads(release, as_version=4).cells
    assert [c.source.strip() for c in released if "stub" in exercises.tags(c)] == stubs

    handed_out = student.write(tmp_path / "handed out", course=course)
    there = {path.name for path in handed_out.iterdir()}
    assert there == {"README.md", "notebooks", "fmnist_helpers", *package.PROJECT}
    assert "To hand in a lesson" in (handed_out / "README.md").read_text(encoding="utf-8")
    (copy,) = (handed_out / "notebooks").iterdir()
    assert [cell.metadata.get("nbgrader") for cell in read(copy).cells] == [
        cell.metadata.get("nbgrader") for cell in released
    ]

    for answer in (all_solved, untouched, one_solved, by_heart, deleted):
        submit(course, answer.__name__, answer)
    nbgrader(course, "autograde", QUICK)

    marks = gradebook(course)
    points = {
        "06-move_images-test": 1,
        "06-forward-test": 2,
        "06-places-test": 2,
        "06-batched_logits-test": 3,
    }
    nothing = dict.fromkeys(points, 0)
    assert marks == {
        "all_solved": points,
        "untouched": nothing,
        "one_solved": nothing | {"06-forward-test": 2},
        "by_heart": points | {"06-move_images-test": 0},
        "deleted": points | {"06-places-test": 0},
    }
    nbgrader(course, "generate_feedback", QUICK)
    feedback = {
        path.parents[1].name: path.read_text(encoding="utf-8")
        for path in course.glob(f"feedback/*/*/{QUICK}.html")
    }
    titles = [
        e.title for e in exercises.exercises(read(ROOT / f"notebooks/{QUICK}.ipynb").cells, QUICK)
    ]
    for who, page in feedback.items():
        rows = re.findall(r'<tr><td><a href="#[^"]+">(.+?)</a></td><td>(.+?)</td></tr>', page)
        assert sorted(rows) == sorted(  # what was put back stands last
            (html.escape(title), f"{marks[who][name]:g} of {most}")
            for title, (name, most) in zip(titles, points.items(), strict=True)
        )
        assert "hidden_" not in page
        assert "HIDDEN TESTS" not in page
        assert "AssertionError" not in page
        assert page.count("Traceback (most recent call last)") == 1, "the lesson's own, provoked"
    assert feedback["untouched"].count("Not tried yet.") == len(points)
    assert feedback["all_solved"].count("Another test tries other inputs") == 0
    assert feedback["by_heart"].count("Another test tries other inputs") == 1
    assert "Cells of this exercise were deleted" in feedback["deleted"]
    if describe(DATA).state == "full":
        copies = list(course.glob("autograded/*/*/data"))
        assert not copies, "each submission got a copy of the images; the course has one for all"
    assert progress.done() == {}


def gradebook(course):
    """Who got which mark for which cell."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        return {
            submission.student.id: {grade.name: grade.auto_score for grade in notebook.grades}
            for submission in book.assignment_submissions(QUICK)
            for notebook in submission.notebooks
        }


def test_the_command_shows_exports_and_resets_progress(tmp_path, capsys):
    checks.steps(48)
    capsys.readouterr()
    assert main(["progress"]) == 0
    assert re.search(r"lesson 04 .*1 of", capsys.readouterr().out)
    copy = tmp_path / "copy.json"
    assert main(["progress", "--export", str(copy), "--reset"]) == 0
    assert "04.steps" in copy.read_text()
    assert progress.done() == {}
    assert main(["progress", "--export", str(copy)]) == 2
    assert "choose another name" in capsys.readouterr().err
