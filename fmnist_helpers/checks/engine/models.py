"""Makes a model of a class that a learner wrote; says what is missing in one that makes none."""

import inspect
from collections.abc import Callable

from torch import Tensor, nn

from fmnist_helpers.checks.engine.expect import describe
from fmnist_helpers.checks.engine.run import call
from fmnist_helpers.checks.engine.verdict import NotYet

WITH_PARENTHESES = "a layer is made with parentheses: `nn.ReLU()`."
AS_ARGUMENTS = (
    "hand over the layers themselves, without the brackets, or put a `*` before the list."
)


def in_plain_lists(module: nn.Module) -> list[str]:
    """The attributes with layers or tensors that are not registered; those in lists count too."""
    found = []
    for name, value in vars(module).items():
        values = value.values() if isinstance(value, dict) else value
        several = values if isinstance(value, list | tuple | dict) else [value]
        if not name.startswith("_") and any(isinstance(v, nn.Module | Tensor) for v in several):
            found.append(name)
    return found


def make_model(model_class: Callable, *arguments: int) -> nn.Module:
    """``model_class(*arguments)``, a module; raises NotYet if the class makes none."""
    if isinstance(model_class, nn.Module):
        raise NotYet(
            f"expected a class, got a model that is already made, {describe(model_class)}.",
            "pass the class itself, without parentheses.",
        )
    if not callable(model_class):
        raise NotYet(f"expected a class, got {describe(model_class)}.", "`class …(nn.Module):`")
    called = f"{getattr(model_class, '__name__', 'your class')}({', '.join(map(str, arguments))})"
    try:
        model = call(model_class, *arguments)
    except AttributeError as error:
        if "__init__() call" not in str(error):
            raise
        raise NotYet(
            f"`{called}` raised AttributeError: {error}. The module has no list yet to note layers "
            "and parameters in.",
            "`super().__init__()` is the first line of `__init__`.",
        ) from error
    except TypeError as error:
        if "is not a Module subclass" in str(error):
            hint = AS_ARGUMENTS if str(error).startswith(("list", "tuple")) else WITH_PARENTHESES
            raise NotYet(f"`{called}` raised TypeError: {error}.", hint) from error
        if "argument" not in str(error) or "__init__" not in str(error):
            raise
        hint = "which arguments does your `__init__` take?"
        if "'super' object" in str(error):
            hint = "`super().__init__()` has parentheses twice."
        elif "__init__" not in vars(model_class):
            hint = "your class has no `__init__` of its own: two underscores on each side."
        raise NotYet(f"`{called}` raised TypeError: {error}.", hint) from error
    except NotYet as problem:
        if not inspect.isfunction(model_class):
            raise
        raise NotYet(problem.message, "a class is expected: `class …(nn.Module):`.") from problem
    if not isinstance(model, nn.Module):
        raise NotYet(
            f"`{called}` made {describe(model)}; expected a module.",
            "`class …(nn.Module):` inherits from it.",
        )
    return model
