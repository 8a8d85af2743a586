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
        hint = "keep the parameters in the order that the exercise names."
        taken = [f"`{each}`" for each in signature.parameters]
        raise NotYet(
            f"{name} takes {_count(len(taken), 'argument')} ({', '.join(taken) or 'none'}), and "
            f"the exercise gives it {len(arguments)}.",
            hint,
        ) from None


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def look_at_result(result: object) -> None:
    """Raise NotYet if a function returned something that computes nothing yet."""
    if isinstance(result, CoroutineType):
        result.close()
        raise NotYet("your function returned a coroutine.", "leave out `async`.")
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


# What an error of Python or PyTorch usually means in a beginner's line.
ERRORS = (
    (
        r"builtin_function_or_method|'(method|function)' (object|and)|and '(method|function)'",
        "a method is named there, but not called: it needs parentheses.",
    ),
    (
        r"'NoneType' object",
        "something is None: methods that change their object, such as `append`, `sort` and "
        "`backward`, return None, so don't assign what they return.",
    ),
    (
        r"does not require grad and does not have a grad_fn",
        "nothing leads back from there to a parameter: `.item()`, `.detach()`, `argmax` and "
        "`torch.no_grad()` cut the computation graph.",
    ),
    (
        r"backward through the graph a second time",
        "each `backward` uses its graph up: call it once for each loss.",
    ),
    (
        r"only one element tensors|cannot be converted to (a )?Scalar",
        "`int`, `float`, `.item()` and the functions of `math` take a single number; this tensor "
        "holds several.",
    ),
    (
        r"'(Tensor|list)' object is not callable",
        "it is no function: leave out the parentheses behind it, or hand over something else.",
    ),
    (
        r"operand type\(s\).*'(ReLU|Linear|Flatten|LogSoftmax|CrossEntropyLoss|MSELoss)'",
        "a layer or a loss is made first, as in `nn.ReLU()`, and then called with the tensor.",
    ),
    (
        r"forward\(\) (takes|missing)",
        "count the arguments: a model takes the images, a loss the logits and the labels.",
    ),
    (
        r"cannot be interpreted as an integer",
        "a whole number is needed there: `len(…)` counts what is in a list or a dataset.",
    ),
    (
        r"indices must be integers|can be converted to an index",
        "a place in a list is a whole number, and what stands between the brackets is not: print "
        "it.",
    ),
    (
        r"mat1 and mat2 shapes cannot be multiplied",
        "`a @ b`, as in a linear layer, needs as many columns in `a` as there are rows in `b`: "
        "compare the two shapes. `.T` swaps rows and columns.",
    ),
    (
        r"The size of tensor a .* must match",
        "two sizes must be equal, or one of them 1, as `keepdim=True` leaves it. What are the "
        "shapes?",
    ),
)


def hint_to_error(error: BaseException, answer: object) -> str:
    """What may have led to an error that the answer raised; empty if it is none of the usual."""
    numbers = {int(n) for n in re.findall(r"\d+", re.sub(r"dimension \d+", "", str(error)))}
    code = getattr(answer, "__code__", None)
    if code is not None and isinstance(error, RuntimeError | IndexError | ValueError):
        written = [each.argval for each in dis.get_instructions(code) if _is_size(each)]
        if fixed := [number for number in written if number in numbers]:
            return f"{fixed[0]} is written into your function; other data have other sizes."
    return next((hint for words, hint in ERRORS if re.search(words, str(error))), "")


def _is_size(instruction: dis.Instruction) -> bool:
    """Whether it loads a whole number that is too large to be a dimension's position."""
    if instruction.opname not in ("LOAD_CONST", "LOAD_SMALL_INT"):
        return False
    value = instruction.argval
    return isinstance(value, int) and not isinstance(value, bool) and value > 2


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
        note = f"your function never uses its parameter {' and '.join(unused)}"
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
