"""What of the package students get: the files that belong to it, without the hidden tests.

A hidden test is written beside its check, so that an exercise is one place; here, all of them are
cut out of the copies. They are no secret from someone who reads the repository, but an exercise
shouldn't carry its own hidden test to those who are graded by it.
"""

import ast
import shutil
from pathlib import Path

# What a student's computer needs to install the package.
PROJECT = ("pyproject.toml", "environment.yml", "LICENSE")
# Quizzes, sample images, drawings, and what widgets run in the page.
DATA = {".toml", ".gz", ".png", ".jpg", ".csv", ".js", ".css"}


def copy_package(checkout: Path, folder: Path) -> None:
    """Copy the package of a checkout, and what installs it, into `folder`."""
    for name in PROJECT:
        shutil.copyfile(checkout / name, folder / name)
    for path in sorted((checkout / "fmnist_helpers").rglob("*")):
        part = path.relative_to(checkout)
        if belongs(path, part):
            copy = folder / part
            copy.parent.mkdir(parents=True, exist_ok=True)
            if path.suffix == ".py":
                source = without_hidden_tests(path.read_text(encoding="utf-8"), part)
                copy.write_text(source, encoding="utf-8")
            else:
                shutil.copyfile(path, copy)


def belongs(path: Path, part: Path) -> bool:
    """Whether a file is one of the package's own; `part` is its path from the checkout.

    Copies that editors, Jupyter and file managers leave, such as ``.ipynb_checkpoints/…``,
    ``lesson_03.py~`` or ``lesson_03 copy.py``, have names that no module can have.
    """
    if path.is_symlink() or not path.is_file() or not all(map(str.isidentifier, part.parts[:-1])):
        return False
    if path.suffix == ".py":
        return path.stem.isidentifier()
    return path.name == "LICENSE" or path.suffix in DATA


def without_hidden_tests(source: str, part: Path) -> str:
    """The source without functions called ``hidden_…``, and without the comments above them."""
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise ValueError(f"{part}, line {error.lineno}, is not Python: {error.msg}") from error
    lines = source.splitlines(keepends=True)
    for node in reversed(tree.body):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("hidden_"):
            first = min(each.lineno for each in (node, *node.decorator_list)) - 1
            while first and not lines[first - 1].partition("#")[0].strip():
                first -= 1
            del lines[first : node.end_lineno]
    return "".join(lines)
