"""The package's plan, held: who may import whom, and that every public name says what it does."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.lessons import ROOT

PACKAGE = ROOT / "fmnist_helpers"
MAX_LINES = 400

# A topic is a file, or a folder of that name. The taught ones stand in the order of the lessons,
# and import only what stands above them. All may import what lies below.
BELOW = {"files", "memory"}
TAUGHT = (
    *("sources", "datasets", "loaders", "models", "device", "training", "recipes"),
    *("checkpoints", "distributed"),
)
ASKED = ("quizzes", "progress")
MAY_IMPORT = {
    **{topic: set(TAUGHT[:place]) for place, topic in enumerate(TAUGHT)},
    "quizzes": set(),
    "progress": set(),
    "plots": {"sources"},
    "widgets": {*TAUGHT, "plots", *ASKED},
    "checks": {*TAUGHT, "progress"},
    "student": set(),
    "commands": {*TAUGHT, "plots", "widgets", "checks", "student", *ASKED},
    "__main__": {"commands"},
    "files": set(),
    "memory": set(),
}
# Each kept behind one door: a page without widgets, or a machine without a screen, needs neither.
ONLY_IN = {
    "ipywidgets": {"widgets"},
    "anywidget": {"widgets"},
    "IPython": {"widgets"},
    "matplotlib": {"plots", "commands"},
}


def files() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path.parent.name != "sample")


def topic(path: Path) -> str:
    """What a file belongs to: `plots/images.py` -> `plots`."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path):
    """The modules and names that a file imports, wherever in the file: `fmnist_helpers.sources`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_imports(path: Path):
    """Of the package's own modules, those that a file imports, as lists of names."""
    return [name.split(".")[1:] for name in imported(path) if name.startswith("fmnist_helpers.")]


def is_module(*names: str) -> bool:
    place = PACKAGE.joinpath(*names)
    return place.is_dir() or place.with_suffix(".py").is_file()


def test_a_topic_imports_only_what_it_may():
    for path in files():
        others = {names[0] for names in own_imports(path)} - {topic(path)}
        if topic(path) == "__init__":
            assert not others, "the package itself imports nothing"
        else:
            assert others <= MAY_IMPORT[topic(path)] | BELOW, path


def test_a_folder_s_helpers_are_its_own():
    """What stands in a folder beside its `__init__` is not imported from outside of it."""
    for path in files():
        for name, *inner in own_imports(path):
            if name not in (topic(path), "commands") and inner:
                assert not is_module(name, inner[0]), f"{path}: import from {name} itself"


def test_the_map_of_the_package_names_every_topic():
    described = ast.get_docstring(ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8")))
    assert {topic(path) for path in files()} - {"__init__"} == set(MAY_IMPORT)
    for name in MAY_IMPORT:
        assert name == "__main__" or f"``{name}``" in described


@pytest.mark.parametrize("package", ONLY_IN)
def test_package_is_imported_behind_one_door(package):
    doors = {topic(p) for p in files() if any(n.split(".")[0] == package for n in imported(p))}
    assert doors <= ONLY_IN[package]


def exported(path: Path):
    """Public functions and classes of a file, and methods, but for torch's forward.

    Properties are told of where the class is.
    """
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and is_public(node.name, path):
            yield node
            if isinstance(node, ast.ClassDef):
                methods = (inner for inner in node.body if isinstance(inner, ast.FunctionDef))
                for method in methods:
                    is_property = "property" in [ast.unparse(d) for d in method.decorator_list]
                    if method.name[0] != "_" and method.name != "forward" and not is_property:
                        yield method


def is_public(name: str, path: Path) -> bool:
    """No underscore; in a folder, what stands in its `__init__` or is imported there."""
    if path.parent == PACKAGE or path.name == "__init__.py":
        return not name.startswith("_")
    front = ast.parse((path.parent / "__init__.py").read_text(encoding="utf-8"))
    given = [alias.name for n in front.body if isinstance(n, ast.ImportFrom) for alias in n.names]
    return name in given


def test_public_names_say_what_they_do_and_take():
    for path in files():
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), f"{path}: what for?"
        for node in exported(path):
            assert ast.get_docstring(node), f"{path}: {node.name} has no docstring"


def test_parameters_of_public_functions_have_type_hints():
    """Ruff's ANN201 asks for what a function returns; its ANN001 would ask private ones too."""
    functions = [
        (path, node) for path in files() for node in exported(path) if hasattr(node, "args")
    ]
    for path, node in functions:
        given = node.args
        taken = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
        bare = [arg.arg for arg in taken if arg and not arg.annotation and arg.arg != "self"]
        assert not bare, f"{path}: {node.name}({', '.join(bare)})"


def test_module_is_a_few_pages():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in files()}
    assert {path: lines for path, lines in lengths.items() if lines > MAX_LINES} == {}


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("fmnist_helpers", {"torch", "numpy", "pandas"}),
        ("fmnist_helpers.sources", {"torch", "matplotlib", "pandas"}),
        ("fmnist_helpers.training", {"matplotlib", "pandas", "ipywidgets", "torchvision"}),
        ("fmnist_helpers.widgets, fmnist_helpers.checks", {"pandas", "torchvision", "sklearn"}),
    ],
)
def test_import_stays_light(module, heavy):
    code = f"import sys, {module}; print(*({heavy!r} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("", ""), f"import {module} brings this in"
