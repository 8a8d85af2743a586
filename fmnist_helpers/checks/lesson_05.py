"""Checks of lesson 05: a linear layer, layers that hide, a network, and counting parameters."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import torch
from torch import nn
from torch.nn import functional as F

from fmnist_helpers.checks.engine import NotYet, call, check, describe, expect_answers, what_led_to
from fmnist_helpers.checks.engine.models import MAKING, in_plain_lists, make_model
from fmnist_helpers.checks.engine.networks import (
    IN_FORWARD,
    compare_networks,
    count_parameters,
    without_gradient,
)
from fmnist_helpers.models import NeuralNetwork

__all__ = ["linear", "network", "parameter_counts", "stack"]


@check(points=3, errors=MAKING | IN_FORWARD)
def linear(layer_class: Callable, *, sizes: Sequence = ((5, 3), (1, 4), (784, 10))) -> str:
    """``layer_class(in_features, out_features)``: a module that computes ``x @ W.T + b``."""
    if isinstance(layer_class, type) and issubclass(layer_class, nn.Linear):
        raise NotYet(
            "that is PyTorch's own layer.", "inherit from `nn.Module`, and write the rest."
        )
    for inputs, outputs in sizes:
        layer = make_model(layer_class, inputs, outputs)
        _look_at_parameters_of_linear(layer, inputs, outputs)
        if torch.equal(layer.weight, make_model(layer_class, inputs, outputs).weight):
            raise NotYet(
                "two new layers have the same weights; expected them to start at random.",
                "`torch.rand(…)` draws from 0 to 1.",
            )
        for size in (7, 1):
            _look_at_output_of_linear(layer, torch.randn(size, inputs))
        _look_at_gradients_of_linear(layer, torch.randn(7, inputs))
    methods = [each.__code__ for each in vars(layer_class).values() if hasattr(each, "__code__")]
    if taken := {"Linear", "linear"} & {name for code in methods for name in code.co_names}:
        raise NotYet(
            f"it computes the right thing, by PyTorch's own `{taken.pop()}`.",
            "from `torch.nn`, use only `nn.Module` and `nn.Parameter`: write `x @ W.T + b`.",
        )
    return "with the same parameters, `nn.Linear` returns the same, for three sizes of layer."


def _look_at_parameters_of_linear(layer: nn.Module, inputs: int, outputs: int) -> None:
    inside = [type(each).__name__ for each in layer.modules() if each is not layer]
    if inside:
        raise NotYet(
            f"there is an `nn.{inside[0]}` inside; expected the layer to have its own parameters.",
            "`self.weight = nn.Parameter(…)`",
        )
    found = {name: tuple(each.shape) for name, each in layer.named_parameters()}
    if set(found) != {"weight", "bias"}:
        if plain := in_plain_lists(layer):
            single = isinstance(getattr(layer, plain[0]), torch.Tensor)
            raise NotYet(
                f"`self.{plain[0]}` is a plain {'tensor' if single else 'list'}, which a module "
                "doesn't note: training would not change its numbers.",
                "give each parameter an attribute of its own: `self.weight = nn.Parameter(…)`.",
                "unregistered_layers",
            )
        names = ", ".join(f"`{name}`" for name in found) or "none"
        raise NotYet(
            f"expected the parameters `weight` and `bias`, got {names}.",
            "`self.weight = nn.Parameter(…)` in `__init__`; without `self.` it is gone at its end.",
        )
    for name, shape in {"weight": (outputs, inputs), "bias": (outputs,)}.items():
        if found[name] != shape:
            raise NotYet(
                f"for {inputs} inputs and {outputs} outputs, expected a `{name}` of shape {shape}, "
                f"got {found[name]}.",
                "one row per output, one column per input."
                if name == "weight"
                else "one number per output.",
            )
        values = getattr(layer, name)
        if values.dtype != torch.float32:
            raise NotYet(f"expected float32 numbers in `{name}`, got {values.dtype}.")
    if outputs > 1 and torch.equal(layer.weight, layer.weight[:1].expand(outputs, inputs)):
        raise NotYet(
            f"all {outputs} rows of `weight` start equal, so all outputs would be the same and "
            "would learn the same.",
            "start at random: `torch.rand(…)`.",
        )
    if not layer.weight.abs().max() < 10:  # nan is not less, either
        raise NotYet(
            f"a weight starts at {layer.weight.abs().max():.3g}; expected small numbers.",
            "divide them: `torch.rand(…) / 10`. (`torch.empty(…)` leaves what was in memory.)",
        )


def _look_at_output_of_linear(layer: nn.Module, x: torch.Tensor) -> None:
    weight, bias = torch.randn_like(layer.weight), torch.randn_like(layer.bias)
    with torch.no_grad():
        layer.weight.copy_(weight)
        layer.bias.copy_(bias)
    result = call(layer, x)
    expected = F.linear(x, weight, bias)
    if not isinstance(result, torch.Tensor) or result.shape != expected.shape:
        raise NotYet(
            f"for `x` of shape {tuple(x.shape)}, expected a tensor of shape "
            f"{tuple(expected.shape)}, got {describe(result)}.",
            "`x @ W.T + b`: one row per image.",
        )
    if torch.allclose(result, expected, atol=1e-4):
        return
    mistakes = {
        "the bias is not added: `x @ W.T + b`.": expected - bias,
        "the bias is subtracted: `x @ W.T + b`.": expected - 2 * bias,
        "negative results became 0: a linear layer has no ReLU inside.": expected.relu(),
    }
    raise NotYet(
        f"expected {expected[0, 0]:.3f} in the first place, got {result[0, 0]:.3f}, after other "
        "numbers were put into `weight` and `bias`.",
        what_led_to(result, mistakes)
        or "does `forward` use `self.weight` and `self.bias` as they are now?",
    )


def _look_at_gradients_of_linear(layer: nn.Module, x: torch.Tensor) -> None:
    if still := without_gradient(layer, layer(x)):
        raise NotYet(
            f"the numbers are right, but no gradient reaches `{still[0]}`: training could never "
            "change it.",
            "no `requires_grad=False`, no `.data`, no `.detach()`, no `no_grad` in `forward`.",
        )


def hidden_linear(answer):
    from fmnist_helpers.checks import linear

    linear(answer, strict=True, sizes=((6, 2), (1, 1), (3, 9)))


FIRST, HIDDEN, LAST = 784 * 64 + 64, 64 * 64 + 64, 64 * 10 + 10


@check(points=2, errors=MAKING | IN_FORWARD)
def stack(model_class: Callable, *, depths: Sequence[int] = (3, 1, 5)) -> str:
    """``model_class(depth)``: 784 → 64, `depth` layers 64 → 64, and 64 → 10, ReLU between."""
    for depth in depths:
        model = make_model(model_class, depth)
        _count_stack(model, depth)
        hidden = [nn.Sequential(nn.Linear(64, 64), nn.ReLU()) for _ in range(depth)]
        first = (nn.Flatten(), nn.Linear(784, 64), nn.ReLU())
        reference = nn.Sequential(*first, *hidden, nn.Linear(64, 10))
        compare_networks(model, reference, f"with `depth={depth}`")
    return "every layer is there, noted by the module, and used, for three depths."


def _count_stack(model: nn.Module, depth: int) -> None:
    expected, found = FIRST + depth * HIDDEN + LAST, count_parameters(model)
    start = f"with `depth={depth}`, expected {expected:,} parameters, got {found:,}"
    if found == expected:
        return
    if plain := in_plain_lists(model):
        raise NotYet(
            f"{start}: `self.{plain[0]}` is a plain list, in which the module sees no layers.",
            "`nn.ModuleList(…)`",
            "unregistered_layers",
        )
    if found == FIRST + HIDDEN + LAST:
        raise NotYet(
            f"{start}: there is one layer from 64 to 64, used {depth} times or made anew in its "
            f"place. `[layer] * {depth}` copies no layer.",
            f"call `nn.Linear(64, 64)` {depth} times.",
        )
    layers, left = divmod(found - FIRST - LAST, HIDDEN)
    if left == 0:
        raise NotYet(f"{start}: that is {layers} layers from 64 to 64.", "`range(depth)`")
    raise NotYet(f"{start}.", f"one layer from 64 to 64 has {HIDDEN:,}.")


def hidden_stack(answer):
    from fmnist_helpers.checks import stack

    stack(answer, strict=True, depths=(2, 4))


@check(points=2, errors=MAKING | IN_FORWARD)
def network(model_class: Callable) -> str:
    """``model_class()``: the network of the lessons, 784 → 512 → 512 → 10, ReLU between."""
    if model_class is NeuralNetwork:
        raise NotYet("that is the package's class.", "write your own, from `class MyNetwork` on.")
    model = make_model(model_class)
    expected, found = count_parameters(NeuralNetwork()), count_parameters(model)
    if found == 0:
        plain = in_plain_lists(model)
        seen = f"`self.{plain[0]}` is a plain list, in which the module sees" if plain else "it has"
        raise NotYet(
            f"expected {expected:,} parameters, got none: {seen} no layers.",
            "make the layers in `__init__`, and give each to an attribute of `self`, or to "
            "`nn.Sequential` or `nn.ModuleList`.",
            "unregistered_layers",
        )
    if found != expected:
        shapes = [f"{p.shape[1]} → {p.shape[0]}" for p in model.parameters() if p.ndim == 2]
        raise NotYet(
            f"expected {expected:,} parameters, got {found:,}; your linear layers: "
            f"{', '.join(shapes) or 'none'}.",
            "784 → 512, 512 → 512, 512 → 10, each with biases: leave out `bias=False`.",
        )
    compare_networks(model, NeuralNetwork(), "with the package's parameters")
    return f"the package's logits, from the same {expected:,} parameters."


COUNTED = {
    "nn.Linear(784, 512)": 401_920,
    "nn.ReLU()": 0,
    "nn.Conv2d(1, 16, 3)": 160,
    "nn.Conv2d(16, 32, 3)": 4_640,
}
# What another number shows: (layer, answer) → why.
MISCOUNTED = {
    ("nn.Linear(784, 512)", 784 * 512): "its 512 biases are missing.",
    ("nn.Linear(784, 512)", 784 * 512 + 784): "there is one bias per output, not per input.",
    ("nn.Linear(784, 512)", 784 * 512 + 1): "there is one bias per output.",
    ("nn.Linear(784, 512)", 512): "those are its biases alone.",
    ("nn.Linear(784, 512)", 2): "that counts the tensors, a weight and a bias, not their numbers.",
    ("nn.Linear(784, 512)", 784 + 512): "each output has 784 weights: multiply, don't add.",
    ("nn.Conv2d(1, 16, 3)", 16 * 9): "its 16 biases are missing.",
    ("nn.Conv2d(1, 16, 3)", 16 * 9 + 1): "there is one bias per kernel.",
    ("nn.Conv2d(1, 16, 3)", 16 * 3 + 16): "a kernel has 3 × 3 weights.",
    ("nn.Conv2d(1, 16, 3)", 16 * 26 * 26): "that is how many numbers come out of it.",
    ("nn.Conv2d(1, 16, 3)", 160 * 26 * 26): "a kernel has the same weights at every place.",
    ("nn.Conv2d(1, 16, 3)", 16 * (9 + 9)): "there is one bias per kernel, not per weight.",
    ("nn.Conv2d(1, 16, 3)", 16): "those are its biases alone.",
    ("nn.Conv2d(1, 16, 3)", 9): "that is one kernel without its bias; there are 16.",
    ("nn.Conv2d(1, 16, 3)", 10): "that is one kernel with its bias; there are 16.",
    ("nn.Conv2d(16, 32, 3)", 32 * 16 * 9): "its 32 biases are missing.",
    ("nn.Conv2d(16, 32, 3)", 32 * 9 + 32): "each kernel looks at all 16 channels.",
    ("nn.Conv2d(16, 32, 3)", 32 * 9): "each kernel looks at all 16 channels, and has a bias.",
    ("nn.Conv2d(16, 32, 3)", 32 * (16 * 9 + 16)): "there is one bias per kernel, not per channel.",
    ("nn.Conv2d(16, 32, 3)", 32 * 16 * 3 + 32): "a kernel has 3 × 3 weights per channel.",
}


@check(points=2)
def parameter_counts(counts: Sequence[int]) -> str:
    """The parameters of the layers in ``COUNTED``, in that order."""
    counts = expect_answers(counts, len(COUNTED), "numbers", "such as [1, 2, 3, 4].")
    if len(counts) != len(COUNTED):
        hint = ""
        for left, right in pairwise(counts):
            if f"{left},{right}" in {f"{each:,}" for each in COUNTED.values()}:
                hint = f"no comma inside a number: {left}{right}."
                break
        if len(counts) == 3:
            hint = "a layer without parameters counts too: 0."
        elif isinstance(counts[0], list | tuple):
            hint = "one pair of brackets is enough."
        raise NotYet(f"expected four numbers, one per layer, got {len(counts)}.", hint)
    for (layer, expected), found in zip(COUNTED.items(), counts, strict=True):
        number = found.item() if hasattr(found, "item") else found
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise NotYet(f"`{layer}`: expected a whole number, got {describe(found)}.")
        if number == expected:
            continue
        if expected == 0:
            raise NotYet(
                f"`{layer}`: expected none, got {number:,}. It replaces negative numbers by 0, and "
                "needs no weights for that."
            )
        why = MISCOUNTED.get((layer, number), "that is another number.")
        if other := next((name for name, count in COUNTED.items() if count == number), None):
            why = f"that is the number of `{other}`; keep the order of the question."
        raise NotYet(f"`{layer}`, {number:,}: {why}", "count weights, then biases, per output.")
    return "weights and biases, all four layers; a convolution doesn't ask how large the image is."
