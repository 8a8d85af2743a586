"""Two ways to install, one list of packages; and the two commands that the README promises."""

import ast
import os
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from types import SimpleNamespace

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from tests import browser
from tests.support.lessons import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
CONDA_NAMES = {
    "pytorch": "torch",
    "matplotlib-base": "matplotlib",
    "playwright-python": "playwright",
}
# Imported, and installed by the package on the right, whose interface they are part of.
COMES_WITH = {
    "traitlets": "ipywidgets",
    "IPython": "ipykernel",
    "coverage": "pytest-cov",
    "contourpy": "matplotlib",
    "jupyter_client": "nbclient",
    "psutil": "ipykernel",
    "threadpoolctl": "scikit-learn",
    "urllib3": "requests",
    "pyarrow": "datasets",
}
ON_REQUEST = {"atheris"}  # `tests.fuzz` says how it is installed for a run
LOCAL = {"classroom", "fmnist_helpers", "tests", "benchmarks", "docs", "conftest"}
LEARN = "uv run fmnist learn"
CHECK = "uv run pytest"
BROWSER = "uv run pytest tests/browser"


def requirements(*groups):
    """Name -> bounds of the project's dependencies, its extra, and of the groups named."""
    lines = (
        PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["scale"]
    )
    for group in groups:
        lines += PROJECT["dependency-groups"][group]
    found = [Requirement(line) for line in lines]
    return {canonicalize_name(each.name): each.specifier for each in found}


def conda_requirements():
    """The same from environment.yml, under the names that PyPI uses; without python and pip."""
    found = {}
    for line in CONDA["dependencies"]:
        if isinstance(line, str):
            name, _, bounds = line.partition(" ")
            found[CONDA_NAMES.get(name, name)] = SpecifierSet(bounds)
    return found


def test_conda_installs_what_pyproject_names():
    conda = conda_requirements()
    assert conda.pop("python") == SpecifierSet(PROJECT["project"]["requires-python"])
    assert conda.pop("pip") == SpecifierSet()
    assert conda == requirements("dev")


def test_conda_takes_one_channel_and_this_folder():
    assert CONDA["channels"] == ["conda-forge", "nodefaults"]
    assert CONDA["dependencies"][-1] == {"pip": ["-e ."]}


def test_every_conda_entry_has_its_reason():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    entries = re.findall(r"^ +- (?!python |pip:|conda-forge)(.+)$", text, re.MULTILINE)
    assert len(entries) > 20
    for entry in entries:
        assert re.search(r" # \w+", entry), f"environment.yml: why {entry!r}?"


def test_every_requirement_has_a_lower_bound_and_no_upper():
    for name, bounds in requirements("dev", "class").items():
        assert [bound.operator for bound in bounds] == [">="], f"{name}{bounds}"


def test_tested_versions_name_every_requirement_and_satisfy_it():
    text = (ROOT / "requirements-tested.txt").read_text(encoding="utf-8")
    lines = [line.partition("#")[0].strip() for line in text.splitlines()]
    tested = [Requirement(line) for line in lines if line]
    for each in tested:
        assert [pin.operator for pin in each.specifier] == ["=="], f"{each} is no exact version"
    versions = {canonicalize_name(t.name): next(iter(t.specifier)).version for t in tested}
    bounds = requirements("dev", "class")
    assert versions.keys() == bounds.keys()
    outside = {name: v for name, v in versions.items() if v not in bounds[name]}
    assert not outside


@pytest.mark.parametrize(
    ("folder", "groups"),
    [("fmnist_helpers", ()), ("tests", ("dev", "class")), ("benchmarks", ("dev", "hub"))],
)
def test_every_import_is_declared(folder, groups):
    """Nothing is used that only happens to be installed."""
    distributions = packages_distributions()
    declared = set(requirements(*groups))
    missing = {}
    for path in (ROOT / folder).rglob("*.py"):
        for package in imported_packages(path) - set(sys.stdlib_module_names) - LOCAL - ON_REQUEST:
            names = [*distributions.get(package, [package]), COMES_WITH.get(package, package)]
            if not {canonicalize_name(name) for name in names} & declared:
                missing.setdefault(package, path.name)
    assert not missing, "declare in pyproject.toml and environment.yml, or in COMES_WITH"


def imported_packages(path):
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def test_the_package_under_test_is_the_one_of_this_checkout():
    import fmnist_helpers

    assert os.path.samefile(os.path.dirname(fmnist_helpers.__file__), ROOT / "fmnist_helpers")


def test_readme_gives_the_two_commands():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = [line.partition("#")[0].strip() for line in readme.splitlines()]
    assert LEARN in lines
    assert CHECK in lines
    assert PROJECT["project"]["scripts"]["fmnist"] == "fmnist_helpers.__main__:main"


def test_ci_runs_the_readmes_test_command_and_then_the_browser():
    script = ROOT / ".ci" / "run"
    lines = [line.strip() for line in script.read_text(encoding="utf-8").splitlines()]
    ran = [line for line in lines if line.startswith("uv run pytest")]
    assert ran == [CHECK, BROWSER]
    assert BROWSER in (ROOT / "README.md").read_text(encoding="utf-8")
    assert lines[0] == "#!/usr/bin/env bash"
    assert "set -euo pipefail" in lines
    assert {"uv run ruff check", "uv run ruff format --check"} <= set(lines)
    if os.name == "posix":
        assert os.access(script, os.X_OK)


@pytest.mark.parametrize(
    ("arguments", "marker", "said"),
    [
        (["tests", "notebooks"], "", True),
        (["tests/test_widgets.py"], "", True),
        (["tests/browser"], "", False),
        (["tests/browser/test_lessons_in_jupyterlab.py::test_x"], "", False),
        (["tests"], "browser", False),
    ],
)
def test_tests_in_a_browser_run_where_they_are_asked_for(arguments, marker, said):
    config = SimpleNamespace(args=arguments, option=SimpleNamespace(markexpr=marker))
    assert bool(browser.left_out(config)) == said
