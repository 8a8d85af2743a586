"""Makes a model of a class that a learner wrote; says what is missing in one that makes none."""

import inspect
from collections.abc import Callable

from torch import Tensor, nn

from fmnist_helpers.checks.engine.expect import describe
from fmnist_helpers.checks.engine.run import call
from fmnist_helpers.checks.engine.verdict import NotYet

WITH_PARENTHESES = "a layer is made with parentheses: `nn.ReLU()`."
MAKING = {  # what errors mean while a module is made
    r"__init__\(\) call": "`super().__init__()` is the first line of `__init__`: before it, the "
    "module has no list yet to note layers and parameters in.",
    r"(list|tuple) is not a Module subclass": "hand over the layers themselves, without the "
    "brackets, or put a `*` before the list.",
    r"is not a Module subclass": WITH_PARENTHESES,
    r"'super' object": "`super().__init__()` has parentheses twice.",
    r"__init__\(\) (takes|missing|got)": "which arguments does your `__init__` take? Its name has "
    "two underscores on each side.",
}


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
    try:
        model = call(model_class, *arguments)
    except NotYet as problem:
        if not inspect.isfunction(model_class):
            raise
        raise NotYet(problem.message, "a class is expected: `class …(nn.Module):`.") from problem
    if not isinstance(model, nn.Module):
        raise NotYet(
            f"your class made {describe(model)}; expected a module.",
            "`class …(nn.Module):` inherits from it.",
        )
    return model
