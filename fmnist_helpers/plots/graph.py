"""The computation graph that PyTorch records, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.patches import FancyBboxPatch

from fmnist_helpers.plots.inputs import expect
from fmnist_helpers.plots.style import INK, MUTED, PALETTE, LessonFigure, bare, styled

if TYPE_CHECKING:
    import torch

WIDTH, HEIGHT = 0.72, 0.78  # of a box, where columns and rows are 1 apart
FORWARD, BACK = PALETTE[0], PALETTE[1]


@styled
def computation_graph(tensors: dict[str, torch.Tensor]) -> LessonFigure:
    """The graph from leaves to a result: values forward, gradients back.

    `tensors` are {name: tensor of one number}, each recorded by autograd, in the order in which
    they were computed. A gradient is drawn if the tensor keeps one: a leaf after ``backward()``,
    others if they were told to by ``retain_grad()``. What has no name is not drawn.
    """
    values = {name: _value(name, tensor) for name, tensor in tensors.items()}
    expect(len(tensors) > 1, "tensors", "two or more", len(tensors))
    gradients = {name: _gradient(tensor) for name, tensor in tensors.items()}
    parents = _parents(tensors)
    places = _places(tensors, parents)
    columns = 1 + max(x for x, _ in places.values())
    rows = 1 + max(y for _, y in places.values())
    figure = LessonFigure(
        min(8.8, 1.75 * columns),
        1.25 * rows + 0.35,
        alt="computation graph: "
        + "; ".join(f"{name} from {' and '.join(p)}" for name, p in parents.items() if p),
        details="; ".join(
            f"{name}: value {values[name]}"
            + (f", gradient {gradients[name]}" if gradients[name] is not None else "")
            for name in tensors
        ),
    )
    axes = bare(figure.subplots())
    axes.set_xlim(-0.45, columns - 0.55)
    axes.set_ylim(0.55 - rows, 0.45)
    for name, tensor in tensors.items():
        for parent in parents[name]:
            _arrows(axes, places[parent], places[name], back=gradients[parent] is not None)
        made_by = "leaf" if tensor.grad_fn is None else tensor.grad_fn.name()
        _box(axes, places[name], name, made_by, values[name], gradients[name])
    axes.plot([], [], color=FORWARD, label="value, forward")
    axes.plot([], [], color=BACK, linestyle="--", label="gradient, back")
    figure.legend(loc="outside upper left", ncols=2, frameon=False, fontsize=9)
    return figure


def _value(name, tensor):
    recorded = getattr(tensor, "requires_grad", False)
    expect(recorded, name, "a tensor that autograd recorded", "none")
    expect(tensor.numel() == 1, name, "one number", f"shape {tuple(tensor.shape)}")
    return _short(tensor.item())


def _gradient(tensor):
    """The gradient that the tensor keeps, if it does; asking others for one warns."""
    if not (tensor.is_leaf or tensor.retains_grad) or tensor.grad is None:
        return None
    return _short(tensor.grad.item())


def _short(number):
    return f"{number + 0.0:.3g}".replace("-", "−")  # + 0.0: no minus before a zero


def _parents(tensors):
    """For each name, the names of the tensors that it was computed from, in their order."""
    known = {tensor.grad_fn: name for name, tensor in tensors.items() if tensor.grad_fn}
    leaves = [(name, tensor) for name, tensor in tensors.items() if tensor.grad_fn is None]

    def named(function):
        if function in known:
            return {known[function]}
        variable = getattr(function, "variable", None)
        found = {name for name, leaf in leaves if leaf is variable}
        return found or above(function)

    def above(function):
        return set().union(*(named(f) for f, _ in function.next_functions if f is not None))

    found = {n: above(t.grad_fn) if t.grad_fn else set() for n, t in tensors.items()}
    return {name: [other for other in tensors if other in found[name]] for name in tensors}


def _places(tensors, parents):
    """(column, row) of each: as many columns as the longest way has tensors, leaves beside."""
    columns = {}
    for name in tensors:
        missing = [parent for parent in parents[name] if parent not in columns]
        if missing:
            raise ValueError(f"{name}: expected {missing[0]} before it, which it was computed from")
        columns[name] = 1 + max((columns[parent] for parent in parents[name]), default=-1)
    for name, tensor in tensors.items():
        if tensor.grad_fn is None:
            users = [columns[other] for other in tensors if name in parents[other]]
            columns[name] = min(users, default=1) - 1
    places, taken = {}, {}
    for name in sorted(tensors, key=lambda name: tensors[name].grad_fn is None):
        row = taken.setdefault(columns[name], 0)
        places[name] = (columns[name], row)
        taken[columns[name]] += 1
    return places


def _arrows(axes, start, end, *, back):
    """One arrow forward and, below it, one back."""
    (x, y), (x_end, y_end) = start, end
    left, right = (x + WIDTH / 2, -y), (x_end - WIDTH / 2, -y_end)
    for shift, color, line, (tail, head) in (
        (0.1, FORWARD, "-", (left, right)),
        *([(-0.1, BACK, "--", (right, left))] if back else []),
    ):
        axes.annotate(
            "",
            (head[0], head[1] + shift),
            xytext=(tail[0], tail[1] + shift),
            arrowprops={"arrowstyle": "-|>", "color": color, "linestyle": line, "shrinkA": 1,
                        "shrinkB": 1, "linewidth": 1.5},
        )  # fmt: skip


def _box(axes, place, name, made_by, value, gradient):
    x, y = place[0], -place[1]
    axes.add_patch(
        FancyBboxPatch(
            (x - WIDTH / 2, y - HEIGHT / 2),
            WIDTH,
            HEIGHT,
            boxstyle="round,pad=0,rounding_size=0.05",
            facecolor="#F4F4F4",
            edgecolor=MUTED,
        )
    )
    lines = [
        (name, {"weight": "bold", "color": INK}),
        (made_by, {"color": MUTED, "fontsize": 9}),
        (f"value {value}", {"color": FORWARD}),
    ]
    if gradient is not None:
        lines.append((f"gradient {gradient}", {"color": BACK}))
    top = y + 0.095 * (len(lines) - 1)
    for i, (text, style) in enumerate(lines):
        axes.text(x, top - 0.19 * i, text, ha="center", va="center", **style)
