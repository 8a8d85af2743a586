"""The exercises of a lesson: where each is in the notebook, and what its solution says.

An exercise is a heading ``### Exercise · …``, then a cell tagged ``stub``, one tagged ``check``
that calls ``checks.NAME(answer, …)``, a cell of hints, and one tagged ``solution`` that calls the
same check with ``solution=True``, on a name of its own or on an expression.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

HEADING = re.compile(r"^### Exercise · (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Exercise:
    """One exercise: its places among the cells, and the call that checks it.

    `answer` is the learner's name, such as ``my_loader``; `details` are the check's further
    arguments, as source; `solution` is None in an edition without solutions.
    """

    title: str
    stub: int
    check: int
    solution: int | None
    name: str
    answer: str
    details: tuple[str, ...]

    @property
    def arguments(self) -> str:
        return ", ".join((self.answer, *self.details))


def tags(cell) -> list[str]:
    return cell.metadata.get("tags", [])


def exercises(cells: list, lesson: str) -> list[Exercise]:
    """The exercises among the cells of a lesson; `lesson` is its name, for messages.

    Raises ValueError if a check has no stub, or asks for another name than the stub defines.
    """
    checks = [place for place, cell in enumerate(cells) if "check" in tags(cell)]
    found = []
    for number, place in enumerate(checks):
        earliest = checks[number - 1] + 1 if number else 0
        latest = checks[number + 1] if number + 1 < len(checks) else len(cells)
        found.append(_exercise(cells, lesson, earliest, place, latest))
    return found


def solution_for(exercise: Exercise, cells: list, lesson: str) -> str:
    """The lesson's solution under the learner's name: source that may follow the stub.

    What the solution cell does after its check, such as drawing, is left out. Raises ValueError
    if there is no such cell, or if it doesn't call the same check.
    """
    if exercise.solution is None:
        raise ValueError(
            f"{lesson}, exercise '{exercise.title}': no cell is tagged solution. Is this a student "
            "edition? Start from the lessons with their solutions."
        )
    source = cells[exercise.solution].source
    where = f"{lesson}, cell {exercise.solution + 1}"
    call, before = _check_call(source, where, exercise.name)
    lines = source.splitlines()
    kept = "\n".join(lines[: before[-1].end_lineno]) if before else ""
    given = call.args[0]
    if isinstance(given, ast.Name) and given.id in set(_bound(before)):
        return re.sub(rf"\b{re.escape(given.id)}\b", exercise.answer, kept)
    value = ast.get_source_segment(source, given)
    return "\n".join(filter(None, [kept, f"{exercise.answer} = {value}"]))


def names_only_in_solutions(cells: list) -> dict[int, set[str]]:
    """Cells that use a name that only solution cells define: without those, they would fail."""
    solutions, others, uses = set(), set(), {}
    for place, cell in enumerate(cells):
        if cell.cell_type != "code":
            continue
        try:
            tree = compile(
                cell.source, "cell", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
            )
        except SyntaxError:  # a lesson may show one on purpose
            continue
        (solutions if "solution" in tags(cell) else others).update(_bound(tree.body))
        if "solution" not in tags(cell):
            uses[place] = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    missing = solutions - others
    return {place: names & missing for place, names in uses.items() if names & missing}


def _exercise(cells, lesson: str, earliest: int, place: int, latest: int) -> Exercise:
    where = f"{lesson}, cell {place + 1}"
    call, _ = _check_call(cells[place].source, where)
    stubs = [at for at in range(earliest, place) if "stub" in tags(cells[at])]
    if not stubs:
        raise ValueError(f"{where}: a check, but no cell tagged stub before it")
    answer = call.args[0]
    stub = f"{lesson}, cell {stubs[-1] + 1}"
    given = set(_bound(_statements(cells[stubs[-1]].source, stub)))
    if not isinstance(answer, ast.Name) or answer.id not in given:
        raise ValueError(
            f"{where} checks {ast.unparse(answer)}; the stub in cell {stubs[-1] + 1} defines "
            f"{', '.join(sorted(given)) or 'no name'}"
        )
    heads = [cell for cell in cells[earliest : stubs[-1]] if HEADING.search(cell.source)]
    if not heads:
        raise ValueError(f"{where}: no heading '### Exercise · …' before its stub")
    solutions = [at for at in range(place + 1, latest) if "solution" in tags(cells[at])]
    return Exercise(
        title=HEADING.search(heads[-1].source)[1],
        stub=stubs[-1],
        check=place,
        solution=solutions[0] if solutions else None,
        name=call.func.attr,
        answer=answer.id,
        details=tuple(ast.unparse(argument) for argument in (*call.args[1:], *call.keywords)),
    )


def _check_call(source: str, where: str, name: str | None = None):
    """The call of `checks.NAME(answer, …)` in a cell, and the statements before it."""
    body = _statements(source, where)
    for place, statement in enumerate(body):
        call = statement.value if isinstance(statement, ast.Expr) else None
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and isinstance(call.func.value, ast.Name)
            and call.func.value.id == "checks"
            and call.func.attr == (name or call.func.attr)
            and call.args
        ):
            return call, body[:place]
    raise ValueError(f"{where}: no line calls checks.{name or 'NAME'}(answer)")


def _statements(source: str, where: str) -> list[ast.stmt]:
    try:
        return ast.parse(source).body
    except SyntaxError as error:
        raise ValueError(f"{where}, line {error.lineno}, is not Python: {error.msg}") from error


def _bound(statements) -> Iterator[str]:
    """Names that the statements define at the top of a cell."""
    for statement in statements:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield statement.name
        elif isinstance(statement, ast.Import | ast.ImportFrom):
            yield from (a.asname or a.name.partition(".")[0] for a in statement.names)
        else:
            for node in ast.walk(statement):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    yield node.id
