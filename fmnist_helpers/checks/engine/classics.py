"""What beginners often do in any exercise, and what each of it means."""

import dis
import inspect
import re
from collections.abc import Callable
from types import BuiltinMethodType, CoroutineType, GeneratorType, MethodType, ModuleType

from fmnist_helpers.checks.engine.verdict import NotYet


def look_at_call(function: Callable, arguments: tuple) -> None:
    """Raise NotYet if `function` is `async`, or can't be called with so many `arguments`."""
    if inspect.iscoroutinefunction(function):
        raise NotYet(
            "your function is `async`: a call of it computes nothing, and returns a coroutine.",
            "write `def` without `async`.",
        )
    if isinstance(function, type):  # the messages of Python on classes name `__init__`
        return
    try:
        signature = inspect.signature(getattr(function, "forward", function))
    except (TypeError, ValueError):
        return
    try:
        signature.bind(*arguments)
    except TypeError:
        forward = getattr(type(function), "forward", None)
        if hasattr(forward, "__code__") and forward.__code__.co_varnames[:1] != ("self",):
            raise NotYet(
                "`forward` has no parameter `self`: Python passes the object itself first.",
                "`def forward(self, images):`",
            ) from None
        name = "`forward`" if hasattr(function, "forward") else "your function"
        taken = [f"`{each}`" for each in signature.parameters]
        raise NotYet(
            f"{name} takes {_count(len(taken), 'argument')} ({', '.join(taken) or 'none'}), and "
            f"the exercise gives it {len(arguments)}.",
            "keep the parameters in the order that the exercise names.",
        ) from None


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def look_at_result(result: object) -> None:
    """Raise NotYet if a function returned something that computes nothing yet."""
    if isinstance(result, CoroutineType):
        result.close()
        raise NotYet("your function returned a coroutine.", "leave out `async`.")
    if isinstance(result, GeneratorType):
        raise NotYet(
            f"your function returned {named(result)}: nothing of it has run yet.",
            "`return` hands the result back, after the loop.",
        )
    if isinstance(result, BuiltinMethodType | MethodType):
        name = result.__name__
        raise NotYet(
            f"your function returned the method `{name}` itself, not its result.",
            f"add parentheses: `{name}()`.",
        )


def named(value: object) -> str | None:
    """What a value that computes nothing is, in words; None for other values."""
    if isinstance(value, GeneratorType):
        return "a generator, since the function uses `yield`"
    if isinstance(value, CoroutineType):
        return "a coroutine, since the function is `async`"
    if isinstance(value, BuiltinMethodType | MethodType):
        return f"the method `{value.__name__}` itself, without `()`"
    if isinstance(value, type):
        return f"the class `{value.__name__}` itself, without `()`"
    if type(value).__name__ == "_IncompatibleKeys":
        return "the report of `load_state_dict`, which loads into the model that it is called on"
    return None


def explained(answer: object, examine: Callable, problem: NotYet) -> NotYet:
    """`problem`; what the answer does with its parameters is said as well, if it may be why."""
    return _other_order(answer, examine) or unused_parameters(answer, problem)


def _other_order(answer: object, examine: Callable) -> NotYet | None:
    """Whether the parameters are those of the check's docstring in another order."""
    asked = re.match(r"``\w+\((.+?)\)``", examine.__doc__ or "")
    code = getattr(answer, "__code__", None)
    if asked is None or code is None:
        return None
    names = asked[1].split(", ")
    taken = list(code.co_varnames[: code.co_argcount])
    if taken == names or sorted(taken) != sorted(names):
        return None
    return NotYet(
        f"your parameters are ({', '.join(taken)}); the exercise has ({', '.join(names)}).",
        "values are passed in that order, whatever the names.",
    )


def unused_parameters(answer: object, problem: NotYet) -> NotYet:
    """`problem`; if the answer ignores a parameter, or what was passed for it, its hint says so."""
    code = getattr(answer, "__code__", None)
    if code is None:
        return problem
    first_uses = {}
    for each in dis.get_instructions(code):
        kinds = re.findall("LOAD|STORE", each.opname)
        for place, name in enumerate(_names(each)):
            first_uses.setdefault(name, kinds[min(place, len(kinds) - 1)] if kinds else "")
    parameters = [name for name in code.co_varnames[: code.co_argcount] if name[0] != "_"]
    unused = [f"`{name}`" for name in parameters if name not in first_uses]
    replaced = [f"`{name}`" for name in parameters if first_uses.get(name) == "STORE"]
    if unused:
        plural = "s" if len(unused) > 1 else ""
        note = f"your function never uses its parameter{plural} {' and '.join(unused)}"
        if len(unused) == len(parameters) > 1:
            note = "your function uses none of its parameters"
        if taken := [name for name in code.co_names if _is_data(answer.__globals__.get(name))]:
            note += f"; it uses the notebook's `{taken[0]}`, which is another value"
    elif replaced:
        note = f"your function gives its parameter {replaced[0]} another value before it is used"
    else:
        return problem
    hint = f"{problem.hint} ({note}.)".strip()
    return NotYet(problem.message, hint, problem.misconception, problem.share)


def _names(instruction: dis.Instruction) -> tuple[str, ...]:
    value = instruction.argval  # Python 3.13 loads two at once
    return value if isinstance(value, tuple) else (value,) if isinstance(value, str) else ()


def _is_data(value: object) -> bool:
    return value is not None and not isinstance(value, ModuleType) and not callable(value)
