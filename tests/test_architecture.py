"""The package's cut: who may import whom, and that every public name says what it gives."""

import ast
import functools
import subprocess
import sys

import pytest

from tests.lessons import ROOT

PACKAGE = ROOT / "fmnist_helpers"
MAX_LINES = 400

# What each module may import of the others. Data and learning are two columns that meet in
# training; what draws, touches and checks stands on top, and nothing stands on it.
DATA = {"sources", "datasets", "loaders"}
LEARNING = {"device", "models", "training"}
MAY_IMPORT = {
    "sources": set(),
    "datasets": {"sources"},
    "loaders": {"datasets"},
    "device": set(),
    "models": set(),
    # A loop takes its loaders and its model as arguments: it only opens batches and moves them.
    "training": {"loaders", "device"},
    "schedules": set(),
    "recipes": {"loaders", "device", "models", "training", "schedules"},
    "checkpoints": {"device", "models", "training"},
    "distributed": DATA | LEARNING | {"checkpoints"},
    "plots": {"sources"},
    "progress": set(),
    "quizzes": set(),
    "widgets": DATA | LEARNING | {"checkpoints", "plots", "progress", "quizzes"},
    "checks": DATA | LEARNING | {"checkpoints", "progress"},
    "student": {"models"},  # hidden tests of what learners build, beside the real one
    "__main__": DATA
    | LEARNING
    | {"recipes", "checkpoints", "distributed", "plots", "checks", "progress", "student"},
}
# Each kept behind one door: a page without widgets, or a machine without a screen, needs neither.
ONLY_IN = {
    "ipywidgets": {"widgets"},
    "IPython": {"widgets"},
    "matplotlib": {"plots", "_doctor_probe"},
}


def files():
    return sorted(
        path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).parts[0] != "sample"
    )


def topic(path):
    """The module of the package that a file belongs to: `plots/images.py` -> `plots`."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imported(path):
    """Absolute names of all that a file imports, wherever in the file: `fmnist_helpers.sources`."""
    inside = ["fmnist_helpers", *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = inside[: len(inside) - node.level + 1] if node.level else []
            module = ".".join([*package, *filter(None, [node.module])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


@functools.cache
def siblings(path):
    """Which of the package's own modules a file imports."""
    parts = (name.split(".") for name in imported(path))
    own = {names[1] for names in parts if names[0] == "fmnist_helpers" and len(names) > 1}
    return own - {topic(path)}


def users(private, seen=frozenset()):
    """The public modules that use a private one, directly or through another private one.

    A file that runs in a process of its own is named, not imported.
    """
    named = f'"{private}.py"'
    direct = {
        topic(path)
        for path in files()
        if private in siblings(path) or named in path.read_text(encoding="utf-8")
    } - seen
    inner = {name for name in direct if name.startswith("_") and not name.startswith("__")}
    through = {user for name in inner for user in users(name, seen | {private})}
    return {name for name in direct if name in MAY_IMPORT} | through


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_module_imports_only_what_stands_above_it(path):
    """A private module may import what each of the modules that use it may import."""
    name = topic(path)
    found = {sibling for sibling in siblings(path) if sibling in MAY_IMPORT}
    if name == "__init__":
        assert siblings(path) == set(), "the package itself imports nothing"
        return
    if not name.startswith("_"):
        assert name in MAY_IMPORT, f"{name} is missing in the table above"
    standing = {name} if name in MAY_IMPORT else users(name)
    assert standing, f"{name} is used by nothing"
    allowed = set.intersection(*(MAY_IMPORT[user] for user in standing))
    assert found <= allowed, f"{name} may import {sorted(allowed)}, not {sorted(found - allowed)}"


def test_the_table_has_no_circle():
    done = set()
    for name, above in MAY_IMPORT.items():  # in the order of DESIGN and of __init__'s map
        assert above <= done, f"{name} stands before {sorted(above - done)}"
        done.add(name)


def test_nothing_imports_what_draws_touches_and_checks():
    leaves = {"plots": {"widgets"}, "widgets": set(), "checks": set(), "__main__": set()}
    for leaf, may in leaves.items():
        users = {name for name, above in MAY_IMPORT.items() if leaf in above}
        assert users <= may | {"__main__"}


def test_the_map_of_the_package_names_every_public_module():
    described = ast.get_docstring(ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8")))
    for name in {topic(path) for path in files()}:
        if not name.startswith("_"):
            assert f"``{name}``" in described, f"{name} is missing in fmnist_helpers.__doc__"


@pytest.mark.parametrize("package", ONLY_IN)
def test_package_is_imported_behind_one_door(package):
    doors = {
        topic(path)
        for path in files()
        if any(name.split(".")[0] == package for name in imported(path))
    }
    assert doors <= ONLY_IN[package]


def exported(path):
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


def is_public(name, path):
    """In a module, no underscore; in a folder of modules, what its __init__ gives."""
    if path.parent != PACKAGE:
        tree = ast.parse((path.parent / "__init__.py").read_text(encoding="utf-8"))
        given = [
            alias.name for n in tree.body if isinstance(n, ast.ImportFrom) for alias in n.names
        ]
        return name in given
    return not name.startswith("_") and not path.name.startswith("_")


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_public_names_have_docstrings(path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), f"{path.name}: what for?"
    for node in exported(path):
        assert ast.get_docstring(node), f"{path.name}: {node.name} has no docstring"


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_module_is_a_few_pages(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("fmnist_helpers", {"torch", "numpy", "pandas"}),
        ("fmnist_helpers.sources", {"torch", "matplotlib", "pandas"}),
        ("fmnist_helpers.training", {"matplotlib", "pandas", "ipywidgets", "torchvision"}),
    ],
)
def test_import_stays_light(module, heavy):
    code = f"import sys, {module}; print(*({heavy!r} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("", ""), f"import {module} brings this in"
