"""Makes a model of a class that a learner wrote; says what is missing in one that makes none."""

from collections.abc import Callable

from torch import nn

from fmnist_helpers.checks.engine.expect import describe
from fmnist_helpers.checks.engine.run import call
from fmnist_helpers.checks.engine.verdict import NotYet

WITH_PARENTHESES = "a layer is made with parentheses: `nn.ReLU()`."


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
            raise NotYet(f"`{called}` raised TypeError: {error}.", WITH_PARENTHESES) from error
        if "argument" not in str(error) or "__init__" not in str(error):
            raise
        raise NotYet(
            f"`{called}` raised TypeError: {error}.", "which arguments does your `__init__` take?"
        ) from error
    if not isinstance(model, nn.Module):
        raise NotYet(
            f"`{called}` made {describe(model)}; expected a module.",
            "`class …(nn.Module):` inherits from it.",
        )
    return model
