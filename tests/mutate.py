"""Do the tests notice? Changes the package, one small fault at a time, and runs its tests.

    python -m tests.mutate loaders checks/_run --sample 40

Each mutant is made in a copy of the project, in a process of its own that is ended when it hangs.
Those that no test catches are printed, to be explained or caught: `tests/MUTATION.md` holds them.
Not part of `pytest`: a mutant takes seconds, and there are thousands.
"""

import argparse
import ast
import contextlib
import copy
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from importlib.util import cache_from_source
from pathlib import Path
from typing import NamedTuple

import pytest
from coverage import Coverage, CoverageData

from tests.lessons import ROOT
from tests.test_faults_are_caught import COPIED, PRELOADED

OURS = ("fmnist_helpers", "tests", "conftest", "nbval")
INPUT = ["datasets", "bad_input"]
# Which files of tests/ hold a module to its word; where nothing is said, the one of its name.
TESTS = {
    "_annotations": ["annotations", *INPUT],
    "_cache": ["cache"],
    "_checkpoint_files": ["checkpoints"],
    "_checkpoint_fit": ["checkpoints"],
    "_collate": ["loaders", "bad_input"],
    "_contents": ["sources", "sources_faults"],
    "_download": ["sources", "sources_faults"],
    "_images": [*INPUT, "cache", "picture"],
    "_interrupts": ["checkpoints"],
    "_labels_csv": [*INPUT, "annotations"],
    "_random_states": ["checkpoints"],
    "_workers": ["loaders"],
    "datasets": INPUT,
    "loaders": ["loaders", "bad_input"],
    "sources": ["sources", "sources_faults"],
    "training": ["training", "bad_input"],
}
CHECKS = ["checks", "checks_forms", "checks_own_data", "checks_run"]
# Their arguments are words for a person, which tests hold in part.
MESSAGES = {"NotYet", "ValueError", "TypeError", "OSError", "IndexError", "FileNotFoundError"}

NO_DEEDS = ("annotation", "returns", "decorator_list")

SWAPS = {
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.Lt: [ast.LtE, ast.GtE],
    ast.LtE: [ast.Lt, ast.Gt],
    ast.Gt: [ast.GtE, ast.LtE],
    ast.GtE: [ast.Gt, ast.Lt],
    ast.Is: [ast.IsNot],
    ast.IsNot: [ast.Is],
    ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
    ast.Add: [ast.Sub],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Div],
    ast.Div: [ast.Mult],
    ast.FloorDiv: [ast.Div],
    ast.Mod: [ast.Mult],
    ast.BitAnd: [ast.BitOr],
    ast.And: [ast.Or],
    ast.Or: [ast.And],
}


class Mutant(NamedTuple):
    line: int
    last: int  # line
    was: str
    now: str
    source: str  # of the whole module


def mutants(source: str) -> list[Mutant]:
    """Every fault that is made of a module's source, in its order."""
    raw, starts = source.encode(), [0]
    for line in raw.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    made = []
    for node in _nodes(ast.parse(source)):
        for part, fault in _faults(node):
            begin = starts[part.lineno - 1] + part.col_offset
            end = starts[part.end_lineno - 1] + part.end_col_offset
            now = ast.unparse(fault)
            now = f"({now})" if isinstance(fault, ast.expr) else now
            text = (raw[:begin] + now.encode() + raw[end:]).decode()
            made.append(Mutant(part.lineno, part.end_lineno, raw[begin:end].decode(), now, text))
    return made


def _nodes(node: ast.AST) -> Iterator[ast.AST]:
    """What stands below `node` and does something: no words for people, no types, no docstrings."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", None) in MESSAGES:
        below = node.args[2:]  # of NotYet, the name of a misconception
    else:
        fields = (getattr(node, name) for name in node._fields if name not in NO_DEEDS)
        below = [
            each for field in fields for each in (field if isinstance(field, list) else [field])
        ]
    for child in below:
        said = isinstance(child, ast.JoinedStr) or _is_text(getattr(child, "value", None))
        if isinstance(child, ast.AST) and not said:
            yield child
            yield from _nodes(child)


def _is_text(value) -> bool:
    """Whether this is a sentence or a docstring, or stands for one."""
    value = getattr(value, "value", value)
    return isinstance(value, str) and " " in value


def _faults(node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    """What to put in the place of `node`, or of a part of it."""
    match node:
        case ast.Compare(ops=[operator]):
            for other in SWAPS[type(operator)]:
                yield node, _with(node, ops=[other()])
        case ast.BinOp(left=left, op=op, right=right) if type(op) in SWAPS:
            if not any(_is_string(side) for side in (left, right)):
                yield node, _with(node, op=SWAPS[type(op)][0]())
        case ast.BoolOp(op=op, values=values):
            yield node, _with(node, op=SWAPS[type(op)][0]())
            for value in values:
                yield node, value
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield node, operand
        case ast.If(test=test) | ast.IfExp(test=test):
            if not any(isinstance(inner, ast.BoolOp | ast.NamedExpr) for inner in ast.walk(test)):
                yield test, ast.Constant(True)
                yield test, ast.Constant(False)
        case ast.Constant(value=bool(value)):
            yield node, ast.Constant(not value)
        case ast.Constant(value=int(value) | float(value)):
            yield node, ast.Constant(value + 1)
        case ast.Constant(value=str(value)):
            yield node, ast.Constant(value + "X")
        case ast.Call(keywords=keywords):
            for i in range(len(keywords)):
                yield node, _with(node, keywords=keywords[:i] + keywords[i + 1 :])
        case ast.Return(value=ast.expr() as value) if ast.unparse(value) != "None":
            yield value, ast.Constant(None)
        case ast.Expr() | ast.AugAssign() | ast.Raise() | ast.Continue() | ast.Break():
            yield node, ast.Pass()
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield node, ast.Pass()


def _with(node: ast.AST, **changes) -> ast.AST:
    other = copy.copy(node)
    for name, value in changes.items():
        setattr(other, name, value)
    return other


def _is_string(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr | ast.Constant) and not isinstance(
        getattr(node, "value", None), int | float
    )


class Copy:
    """This project without its lessons, in a folder where one module after the other is changed."""

    def __init__(self, folder: Path):
        self.project = folder / "project"
        self.project.mkdir()
        for name in COPIED:
            take = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
            take(ROOT / name, self.project / name)
        # What a mutant writes, it writes here.
        self.variables = {name: str(folder / name) for name in ("HOME", "TMPDIR")}
        for path in self.variables.values():
            Path(path).mkdir()
        self.seconds = {}
        self.processes = multiprocessing.get_context("forkserver")
        self.processes.set_forkserver_preload(PRELOADED)

    def reached(self, module: str, tests: list[str]) -> tuple[dict[int, set[str]], float]:
        """Which tests reach each line of an unchanged module, and the seconds that all take."""
        begun, file = time.monotonic(), self.project / f".coverage.{'-'.join(tests)}"
        file = file.with_name(file.name.replace("/", "-"))
        if file not in self.seconds:
            if status := self.run(tests, patience=600, coverage_file=file):
                said = (self.project / "printed").read_text(errors="replace")[-5000:]
                sys.exit(f"{said}\n{module}: its tests fail before anything is changed ({status})")
            self.seconds[file] = time.monotonic() - begun
        data = CoverageData(file)
        data.read()
        found = data.contexts_by_lineno(str(self.path(module)))
        return {line: set(tests) for line, tests in found.items()}, self.seconds[file]

    def survives(self, module: str, mutant: Mutant, tests: list[str], patience: float) -> bool:
        before = self.path(module).read_text(encoding="utf-8")
        self.path(module).write_text(mutant.source, encoding="utf-8")
        try:
            return self.run(tests, patience) == 0
        finally:
            self.path(module).write_text(before, encoding="utf-8")
            # Two changes within one second can look the same to Python.
            Path(cache_from_source(self.path(module))).unlink(missing_ok=True)

    def path(self, module: str) -> Path:
        return self.project / "fmnist_helpers" / f"{module}.py"

    def run(self, tests: list[str], patience: float, coverage_file=None) -> int | None:
        """The exit status of pytest; None where it hung."""
        arguments = (self.project, tests, self.variables, coverage_file)
        process = self.processes.Process(target=_run_pytest, args=arguments)
        process.start()
        process.join(patience)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # with what the tests left running
        process.join()
        return None if process.exitcode == -signal.SIGKILL else process.exitcode


def _run_pytest(project: Path, tests: list[str], variables: dict, coverage_file) -> None:
    os.setsid()
    os.chdir(project)
    os.environ.update(variables)
    tempfile.tempdir = None
    # The server that this process was forked from may have read the project's own.
    for name in [name for name in sys.modules if name.partition(".")[0] in OURS]:
        del sys.modules[name]
    sys.path[:] = [path for path in sys.path if path not in ("", str(ROOT))]
    with open(project / "printed", "w") as printed:
        os.dup2(printed.fileno(), 1)
        os.dup2(printed.fileno(), 2)
    options = ["-n0", "-x", "-q", "-p", "no:cacheprovider", f"--rootdir={project}"]
    plugins = [WhoReaches(coverage_file)] if coverage_file else []
    sys.exit(pytest.main([*options, *tests], plugins=plugins))


class WhoReaches:
    """A plugin of pytest: notes for each line of the package the tests that come by."""

    def __init__(self, file: Path):
        self.coverage = Coverage(file, source=["fmnist_helpers"])
        self.coverage.start()

    def pytest_runtest_logstart(self, nodeid):
        self.coverage.switch_context(nodeid)

    def pytest_unconfigure(self):
        self.coverage.stop()
        self.coverage.save()


def examine(copy, module: str, sample: int, random: random.Random, thorough: bool) -> Counter:
    """Print the mutants of a sample that survive, and count what became of them."""
    names = TESTS.get(module) or (CHECKS if module.startswith("checks/") else [module])
    files = [f"tests/test_{name}.py" for name in names]
    every = mutants(copy.path(module).read_text(encoding="utf-8"))
    chosen = sorted(random.sample(every, min(sample, len(every))))
    reached, seconds = copy.reached(module, files)
    print(f"{module}: {len(chosen)} of {len(every)}; its tests take {seconds:.0f} s", flush=True)
    counts = Counter(possible=len(every), examined=len(chosen))
    for mutant in chosen:
        near = set().union(*(reached.get(n, ()) for n in range(mutant.line, mutant.last + 1)))
        # Where it is reached when the module is imported, by all. Those that run the module in a
        # process of its own are not among the near ones, so survivors may be met by them, too.
        runs = [sorted(near)] if near and "" not in near else [files]
        runs += [files] if thorough and runs != [files] else []
        if all(copy.survives(module, mutant, tests, 30 + 2 * seconds) for tests in runs):
            counts["survived"] += 1
            print(f"  {module}.py:{mutant.line}: {mutant.was}  ->  {mutant.now}", flush=True)
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.mutate", description=__doc__)
    parser.add_argument("modules", nargs="+", metavar="MODULE", help="such as loaders, checks/_run")
    parser.add_argument("--sample", type=int, default=40, help="mutants of each (default: 40)")
    parser.add_argument("--seed", type=int, default=0, help="of the sample (default: 0)")
    parser.add_argument(
        "--thorough", action="store_true", help="meet survivors with all tests of their module"
    )
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fmnist-mutants-") as folder:
        copy = Copy(Path(folder))
        for module in arguments.modules:
            seed = random.Random(f"{arguments.seed} {module}")
            counts = examine(copy, module, arguments.sample, seed, arguments.thorough)
            caught = counts["examined"] - counts["survived"]
            print(f"{module}: {caught} of {counts['examined']} caught", flush=True)


if __name__ == "__main__":
    main()
