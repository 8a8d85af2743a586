"""The comparison of lessons: what passes, and each way of failing.

Most tests compare outputs as nbval would get them; the last ones run nbval itself.
"""

import ast
import inspect
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from nbval import plugin

from tests.support import compare
from tests.support.lessons import LessonKernel

TABLE = "<table><tr><th>lr</th><td>{}</td></tr><tr><th>steps</th><td>{}</td></tr></table>"


def printed(text, name="stdout"):
    return new_output("stream", name=name, text=text)


def shown(**data):
    """An output with one text per MIME type: shown(plain=..., html=...)."""
    mimes = {"plain": "text/plain", "html": "text/html", "svg": "image/svg+xml"}
    return new_output("display_data", {mimes[kind]: text for kind, text in data.items()})


def raised(name, value):
    return new_output("error", ename=name, evalue=value, traceback=[f"{name}: {value}"])


def as_outputs(outputs):
    outputs = outputs if isinstance(outputs, list) else [outputs]
    return [printed(each) if isinstance(each, str) else each for each in outputs]


def agree(stored, new, *tags):
    """True where the snapped outputs are the stored ones, whatever nbval leaves out."""
    stored, new = as_outputs(stored), as_outputs(new)
    assert list(compare.misused(tags, stored)) == []
    before = nbformat.from_dict(new)
    snapped = compare.snap(new, stored, tags)
    assert new == before, "the new outputs are left as they are"
    return _compared(snapped) == _compared(stored)


def _compared(outputs):
    return [{k: v for k, v in output.items() if k != "traceback"} for output in outputs]


NEAR = {
    "equal": ("loss 0.52\n", "loss 0.52\n"),
    "near": ("loss 0.52, accuracy 81.3 %\n", "loss 0.53, accuracy 79.9 %\n"),
    "at the limit, exactly": ("loss 0.52\n", "loss 0.54\n"),
    "two points of a percentage": ("81.3%\n", "83.3%\n"),
    "whole percentages": ("81 %\n", "79 %\n"),
    "other digits": ("0.5\n", "0.51234\n"),
    "a sign that turns": ("x -0.01\n", "x 0.01\n"),
    "a typographic minus": ("x −0.31\n", "x −0.32\n"),
    "scientific, with a point": ("1.00e-02\n", "2.00e-02\n"),
    "in brackets, padded": ("tensor([ 0.01, -0.01])", "tensor([-0.01,  0.01])"),
    "columns, padded": ("    loss\n0  10.00\n", "   loss\n0  9.99\n"),
    "about a whole number": ("≈ 0.03 of ≈ 540\n", "≈ 0.03 of ≈ 540\n"),
    "nan and inf": ("nan, -inf, 0.5\n", "nan, -inf, 0.51\n"),
    "a unit behind": ("0.52s 0.31MB\n", "0.53s 0.32MB\n"),
    "at the end of a sentence": ("It is 0.52.\n", "It is 0.53.\n"),
    "html": (shown(html=TABLE.format(0.52, 30)), shown(html=TABLE.format(0.53, 30))),
    "svg": (shown(svg="<text>0.52</text>"), shown(svg="<text>0.53</text>")),
    "streams": (["0.1\n", printed("0.2\n", "stderr")], ["0.11\n", printed("0.21\n", "stderr")]),
    "several results": (
        [shown(plain="0.1"), shown(plain="0.2")],
        [shown(plain="0.11"), shown(plain="0.21")],
    ),
}


@pytest.mark.parametrize(("stored", "new"), NEAR.values(), ids=NEAR)
def test_numbers_within_the_tolerance_pass(stored, new):
    assert agree(
        [*as_outputs(stored), shown(plain="1.5")],
        [*as_outputs(new), shown(plain="1.5")],
        "within:0.02",
    )


FAR = {
    "a number out of tolerance": ("loss 0.52\n", "loss 0.5401\n"),
    "a percentage out of tolerance": ("81.3 %\n", "83.4 %\n"),
    "one of two": ("loss 0.52, 0.9\n", "loss 0.52, 0.95\n"),
    "one of two outputs": (
        [shown(plain="0.1"), shown(plain="0.2")],
        [shown(plain="0.1"), shown(plain="0.3")],
    ),
    "a missing number": ("loss 0.52 0.31\n", "loss 0.52\n"),
    "an extra number": ("loss 0.52\n", "loss 0.52 0.31\n"),
    "a missing line": ("a 0.52\nb 0.52\n", "a 0.52\n"),
    "an extra line": ("a 0.52\n", "a 0.52\na 0.52\n"),
    "a missing output": ([shown(plain="0.1"), shown(plain="0.1")], [shown(plain="0.1")]),
    "a changed word": ("loss 0.52\n", "cost 0.52\n"),
    "a capital": ("loss 0.52\n", "Loss 0.52\n"),
    "changed order in a line": ("train 0.52, val 0.53\n", "val 0.53, train 0.52\n"),
    "changed order of lines": ("train 0.52\nval 0.53\n", "val 0.53\ntrain 0.52\n"),
    "a changed unit": ("0.52 s\n", "0.52 ms\n"),
    "a changed unit, close behind": ("0.52s\n", "0.52m\n"),
    "a percent sign gone": ("0.52 %\n", "0.52\n"),
    "a percent sign come": ("0.52\n", "0.52 %\n"),
    "a percent sign moved": ("52 %\n", "52%\n"),
    "nan for a number": ("loss 0.52\n", "loss nan\n"),
    "a number for nan": ("loss nan 0.5\n", "loss 0.52 0.5\n"),
    "inf for nan": ("loss nan 0.5\n", "loss inf 0.5\n"),
    "the other inf": ("loss -inf 0.5\n", "loss inf 0.5\n"),
    "an integer": ("step 100: 0.52\n", "step 101: 0.52\n"),
    "an integer for a number": ("0.99\n", "1\n"),
    "a version": ("torch 2.9.1\n", "torch 2.9.2\n"),
    "a version behind a name": ("torch-2.9 0.5\n", "torch-2.91 0.5\n"),
    "torch's 1.": ("tensor([1., 0.])", "tensor([1., 1.])"),
    "1e-3": ("lr 1e-3\n", "lr 2e-3\n"),
    "thousands": ("1,000.5\n", "1,000.51\n"),
    "numbers without a space between": ("[0.1,0.2]\n", "[0.1,0.21]\n"),
    "before a comma without a space": ("[0.1,0.2]\n", "[0.11,0.2]\n"),
    "≈ gone": ("≈ 540\n", "540\n"),
    "html, a number": (shown(html=TABLE.format(0.52, 30)), shown(html=TABLE.format(0.55, 30))),
    "html, an integer": (shown(html=TABLE.format(0.52, 30)), shown(html=TABLE.format(0.52, 31))),
    "svg": (shown(svg="<text>0.52</text>"), shown(svg="<text>0.55</text>")),
    "the other stream": ("0.1\n", printed("0.1\n", "stderr")),
    "a line end": ("0.1\n", "0.1"),
    "a number for a sign": ("# 0.1\n", "0.1 0.1\n"),
}


@pytest.mark.parametrize(("stored", "new"), FAR.values(), ids=FAR)
def test_everything_else_fails(stored, new):
    assert not agree(
        [*as_outputs(stored), shown(plain="1.5")],
        [*as_outputs(new), shown(plain="1.5")],
        "within:0.02",
    )


def test_without_a_tag_the_slightest_difference_fails():
    assert agree("0.52\n", "0.52\n")
    assert not agree("0.52\n", "0.520001\n")
    assert not agree("    loss\n", "   loss\n")


def test_a_relative_tolerance_is_a_share_of_the_stored_number():
    assert agree("≈ 1,000 and 0.0010\n", "≈ 1,050 and 0.00105\n", "within:5%")
    assert not agree("≈ 1,000\n", "≈ 1,051\n", "within:5%")
    assert not agree("80 %\n", "85 %\n", "within:5%"), "of 80 %, not of a hundred"
    assert not agree("0.0\n", "0.0001\n", "within:5%"), "of zero"
    assert agree("0.0\n", "-0.0\n", "within:5%")


def test_only_what_really_differs_is_left_to_report():
    stored = "a 0.10\nb 0.20, 0.30\nc 0.40\n"
    new = "a 0.11\nnew\nb 0.21, 0.90\nc 0.41\n"
    (output,) = compare.snap([printed(new)], [printed(stored)], ["within:0.02"])
    assert output.text == "a 0.10\nnew\nb 0.20, 0.90\nc 0.40\n"


def test_the_share_of_the_tolerance_is_told_for_each_number():
    stored, new = [printed("loss 0.52, 81 %, nan\n")], [printed("loss 0.53, 80 %, nan\n")]
    tolerance = compare.Tolerance.of("within:0.02")
    pairs = list(compare.paired_numbers(new, stored))
    assert [(old[0], now[0]) for old, now in pairs] == [
        ("0.52", "0.53"),
        ("81", "80"),
        *[("nan",) * 2],
    ]
    assert [float(tolerance.share(*pair)) for pair in pairs] == [0.5, 0.5, 0]


DTYPE = raised("RuntimeError", "expected scalar type Long\nbut found Float")


def test_an_error_is_compared_by_its_type_and_the_words_that_count():
    tags = ["raises-exception", "error:expected+scalar+type", "error:Found"]
    other = "Here we EXPECTED  Scalar\ntype Int64, but found Float"
    assert agree(DTYPE, raised("RuntimeError", other), *tags)
    assert not agree(DTYPE, raised("RuntimeError", "expected scalar type Long"), *tags)
    assert not agree(DTYPE, raised("TypeError", other), *tags)
    assert not agree(DTYPE, raised("RuntimeError", other), "raises-exception"), "exact without"
    assert not agree(DTYPE, [], *tags)
    assert not agree(["before\n", DTYPE], ["after\n", DTYPE], *tags)


NUMBERS = "loss 0.52\n"
MISUSED = {
    "no number": ("1 of 2.9.1, 1e-3, 1,000\n", ["within:0.02"], "prints no number"),
    "nan alone": ("nan\n", ["within:0.02"], "prints no number"),
    "no output": ([], ["within:0.02"], "prints no number"),
    "numbers of markup": (
        shown(html='<style>a {width: 50%}</style><p title="0.5">1</p>'),
        ["within:0.02"],
        "prints no number",
    ),
    "two": (NUMBERS, ["within:0.02", "within:5%"], "two tolerances"),
    "zero": (NUMBERS, ["within:0.00"], "is not a tolerance"),
    "zero percent": (NUMBERS, ["within:0%"], "is not a tolerance"),
    "negative": (NUMBERS, ["within:-0.1"], "is not a tolerance"),
    "a word": (NUMBERS, ["within:little"], "is not a tolerance"),
    "nothing": (NUMBERS, ["within:"], "is not a tolerance"),
    "nan": (NUMBERS, ["within:nan"], "is not a tolerance"),
    "another sign": (NUMBERS, ["within=0.02"], "is not a tolerance"),
    "nothing raised": (NUMBERS, ["error:expected"], "raises nothing"),
    "other words": (DTYPE, ["error:expected", "error:Double"], "doesn't say 'Double'"),
    "no words": (DTYPE, ["error:"], "names no words"),
    "blank words": (DTYPE, ["error:+"], "names no words"),
    "an error without colon": (DTYPE, ["error"], "names no words"),
    "no reason": (NUMBERS, ["nbval-ignore-output"], "uncompared:REASON"),
    "an unknown reason": (NUMBERS, ["nbval-ignore-output", "uncompared:why"], "uncompared:REASON"),
    "two reasons": (
        NUMBERS,
        ["nbval-ignore-output", "uncompared:time", "uncompared:path"],
        "uncompared:REASON",
    ),
    "a reason for nothing": (NUMBERS, ["uncompared:time"], "beside nbval-ignore-output"),
    "both": (NUMBERS, ["nbval-ignore-output", "uncompared:time", "within:1%"], "compares"),
}


@pytest.mark.parametrize(("stored", "tags", "said"), MISUSED.values(), ids=MISUSED)
def test_a_tag_that_does_not_fit_is_an_error(stored, tags, said):
    problems = list(compare.misused(tags, as_outputs(stored)))
    assert len(problems) == 1
    assert said in problems[0]


def test_tags_that_fit_are_accepted():
    assert not list(compare.misused(["stub"], []))
    assert not list(compare.misused(["nbval-ignore-output", "uncompared:time"], []))
    assert not list(compare.misused(["within:0.02"], [shown(html=TABLE.format(0.52, 30))]))


def test_the_module_needs_nbval_and_the_standard_library_alone():
    """Others copy it: see docs/check_your_own.md."""
    imports = [
        node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(ast.parse(inspect.getsource(compare)))
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    needed = {name.partition(".")[0] for name in imports}
    assert "nbval" in needed
    assert needed - sys.stdlib_module_names == {"nbval"}


# From here on: nbval itself, with one kernel for all cells.


def stored_cell(source, outputs, *tags):
    cell = new_code_cell(source, execution_count=1, outputs=as_outputs(outputs))
    cell.metadata["tags"] = list(tags)
    return cell


CELLS = {
    "near": (stored_cell("print('loss 0.53')", "loss 0.52\n", "within:0.02"), None),
    "far": (stored_cell("print('a 0.11\\nb 0.9')", "a 0.12\nb 0.5\n", "within:0.02"), "b 0.5"),
    "no tag": (stored_cell("print('loss 0.53')", "loss 0.52\n"), "loss 0.52"),
    "no number": (stored_cell("print(1)", "1\n", "within:0.02"), "prints no number"),
    "both streams": (
        stored_cell(
            "import sys\nprint(0.1, flush=True)\nprint(0.2, file=sys.stderr)\nprint(0.3)",
            [printed("0.11\n0.31\n"), printed("0.21\n", "stderr")],
            "within:0.02",
        ),
        None,
    ),
    "html": (
        stored_cell(
            "class Table:\n  def __repr__(self): return 'loss 0.6'\n"
            "  def _repr_html_(self): return '<b>0.6</b>'\nTable()",
            shown(plain="loss 0.5", html="<b>0.5</b>"),
            "within:0.02",
        ),
        "mismatch 'text/plain'",
    ),
    "another html": (
        stored_cell(
            "class Table:\n  def __repr__(self): return 'loss 0.5'\n"
            "  def _repr_html_(self): return '<b>0.6</b>'\nTable()",
            shown(plain="loss 0.5", html="<b>0.5</b>"),
            "within:0.02",
        ),
        "mismatch 'text/html'",
    ),
    "an error's words": (
        stored_cell(
            "raise ValueError('Expected Long, found Int')",
            raised("ValueError", "expected Long here"),
            "raises-exception",
            "error:expected+long",
        ),
        None,
    ),
    "an error of another type": (
        stored_cell(
            "raise TypeError('expected Long')",
            raised("ValueError", "expected Long"),
            "raises-exception",
            "error:expected+long",
        ),
        "ValueError",
    ),
    "an error without the phrase": (
        stored_cell(
            "raise ValueError('no such dtype')",
            raised("ValueError", "expected Long"),
            "raises-exception",
            "error:expected+long",
        ),
        "no such dtype",
    ),
    "no error": (
        stored_cell(
            "1",
            raised("ValueError", "expected Long"),
            "raises-exception",
            "error:expected+long",
        ),
        "Missing output fields",
    ),
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """What nbval says of each of CELLS: '' where it passes."""
    folder = tmp_path_factory.mktemp("compared")
    nbformat.write(new_notebook(cells=[cell for cell, _ in CELLS.values()]), folder / "a.ipynb")
    (folder / "pytest.ini").touch()
    found = []

    class Reporter:
        def pytest_configure(self, config):
            compare.install()
            compare.install()

        def pytest_runtest_logreport(self, report):
            if report.when == "call":
                found.append(str(report.longrepr or ""))

    options = ["--nbval", "--nbval-current-env", "--color=no", "-q", "-p", "no:cacheprovider"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plugin, "RunningKernel", LessonKernel)
        pytest.main([*options, f"--rootdir={folder}", str(folder)], plugins=[Reporter()])
    return dict(zip(CELLS, found, strict=True))


@pytest.mark.parametrize("name", CELLS)
def test_nbval_compares_so(name, reports):
    said = CELLS[name][1]
    if said is None:
        assert reports[name] == ""
    else:
        assert said in reports[name]


def test_nbval_reports_real_differences_only(reports):
    assert "0.11" not in reports["far"].partition("Traceback")[2]
    assert "mismatch 'text/html'" not in reports["html"]
