"""The computation graph that PyTorch records, drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from matplotlib.patches import FancyBboxPatch

from fmnist_helpers.plots.inputs import expect
from fmnist_helpers.plots.style import INK, MUTED, PALETTE, LessonFigure, bare, styled

if TYPE_CHECKING:
    import torch

MOST = 16  # nodes; the tutorial's network has as many
KEPT = "_saved_self", "_saved_other"  # by an operation, of its first and second input
RECORDED = "a tensor that autograd recorded"
WIDTH, HEIGHT = 0.72, 0.78  # of a box, where columns and rows are 1 apart
FORWARD, BACK = PALETTE[0], PALETTE[1]


@dataclass(frozen=True)
class Node:
    """A tensor of the graph: a leaf, or the result of an operation.

    ``parents`` are the places, in the list of all nodes, of the tensors that it was computed from.
    Going back, it sends each of them an amount: its own gradient times the operation's slope.
    ``column`` and ``row`` are where it is drawn.
    """

    name: str
    made_by: str  # "leaf", or the name of its grad_fn
    parents: tuple[int, ...]
    value: torch.Tensor | None  # None: the graph does not keep it
    gradient: torch.Tensor
    slopes: tuple[torch.Tensor, ...]  # one for each parent
    sent: tuple[torch.Tensor, ...]
    column: int = 0
    row: int = 0

    @property
    def operation(self) -> str:
        """The short name of what made it: "mul" for "MulBackward0"."""
        return self.made_by.partition("Backward")[0].lower()


@styled
def computation_graph(loss: torch.Tensor, /, **tensors: torch.Tensor) -> LessonFigure:
    """The graph from leaves to `loss`: values forward, gradients back.

    `tensors` give names to what `loss` was computed from; see `read_graph`.
    """
    nodes = read_graph(loss, tensors)
    columns = 1 + max(node.column for node in nodes)
    rows = 1 + max(node.row for node in nodes)
    figure = LessonFigure(
        min(8.8, 1.75 * columns),
        1.25 * rows + 0.35,
        alt="computation graph: "
        + "; ".join(
            f"{node.name} from {' and '.join(nodes[p].name for p in node.parents)}"
            for node in nodes
            if node.parents
        ),
        details="; ".join(
            f"{node.name}: value {tensor_text(node.value)}, gradient {tensor_text(node.gradient)}"
            for node in nodes
        ),
    )
    axes = bare(figure.subplots())
    axes.set_xlim(-0.45, columns - 0.55)
    axes.set_ylim(0.55 - rows, 0.45)
    for node in nodes:
        for parent in node.parents:
            _arrows(axes, nodes[parent], node)
        _box(axes, node)
    axes.plot([], [], color=FORWARD, label="value, forward")
    axes.plot([], [], color=BACK, linestyle="--", label="gradient, back")
    figure.legend(loc="outside upper left", ncols=2, frameon=False, fontsize=9)
    return figure


def read_graph(loss: torch.Tensor, tensors: dict[str, torch.Tensor]) -> list[Node]:
    """What autograd recorded of `loss`, a single number: leaves first, `loss` last.

    `tensors` are {name: tensor that `loss` was computed from}; what has no name is called by its
    operation, and its value is known only if the graph keeps it. The gradients come from the
    graph's own functions, one by one. They are written into no ``.grad``, and the graph stays
    usable. ValueError for what is not such a graph, is used up, or has more than 16 nodes.
    """
    for name, tensor in {**tensors, "loss": loss}.items():
        expect(getattr(tensor, "requires_grad", False), name, RECORDED, "one that it did not")
    expect(loss.grad_fn is not None, "loss", "the result of an operation", "a leaf")
    expect(loss.numel() == 1, "loss", "a single number", f"shape {tuple(loss.shape)}")
    functions = _forward_order(loss.grad_fn, [*map(id, tensors.values())])
    if len(functions) > MOST:
        raise ValueError(
            f"this graph has {len(functions):,} nodes, and more than {MOST} can't be read: take a "
            "smaller model, or one part of it"
        )
    known = _known(functions, loss, tensors)
    try:
        gradients, slopes, sent = _send_back(functions, loss)
        values = {f: known[f][1] if f in known else _kept(f, functions) for f in functions}
    except TypeError as error:  # a function that wants more gradients than one
        raise ValueError("this graph can't be read: an operation in it has many results") from error
    except RuntimeError as error:
        used_up = "second time" in str(error)
        why = "backward has used it up, so compute the loss again" if used_up else error
        raise ValueError(f"this graph can't be read: {why}") from error
    places = {function: i for i, function in enumerate(functions)}
    nodes = [
        Node(
            known[f][0] if f in known else "",
            "leaf" if _leaf(f) else f.name(),
            () if _leaf(f) else tuple(places[parent] for parent in _parents(f)),
            values[f],
            gradients[f],
            slopes.get(f, ()),
            sent.get(f, ()),
        )
        for f in functions
    ]
    return [
        replace(node, name=node.name or f"({node.operation})", column=column, row=row)
        for node, (column, row) in zip(nodes, _places(nodes), strict=True)
    ]


def tensor_text(tensor: torch.Tensor | None) -> str:
    """A tensor in a few characters: its number, or its shape."""
    if tensor is None:
        return "not kept"
    if tensor.numel() != 1:
        return str(tuple(tensor.shape))
    return f"{tensor.item() + 0.0:.3g}".replace("-", "−")  # + 0.0: no minus before a zero


def _places(nodes):
    """(column, row) of each: as many columns as the longest way has tensors, leaves beside."""
    columns = []
    for node in nodes:
        columns.append(1 + max((columns[parent] for parent in node.parents), default=-1))
    for i, node in enumerate(nodes):
        if not node.parents:
            columns[i] = min(columns[j] for j, other in enumerate(nodes) if i in other.parents) - 1
    places, taken = {}, {}
    first_column = min(columns)
    for i in sorted(range(len(nodes)), key=lambda i: not nodes[i].parents):
        column = columns[i] - first_column
        places[i] = column, taken.setdefault(column, 0)
        taken[column] += 1
    return [places[i] for i in range(len(nodes))]


def _leaf(function):
    return hasattr(function, "variable")


def _parents(function):
    return [parent for parent, _ in function.next_functions if parent is not None]


def _forward_order(last, named):
    """Each function after those that it was computed from; before all, leaves as they are named."""
    order, seen, todo = [], set(), [(last, False)]
    while todo:
        function, parents_done = todo.pop()
        if parents_done:
            order.append(function)
        elif function not in seen:
            seen.add(function)
            todo.append((function, True))
            todo += [(parent, False) for parent in reversed(_parents(function))]
    ids = [*named, *(id(function.variable) for function in order if _leaf(function))]
    leaves = sorted(filter(_leaf, order), key=lambda leaf: ids.index(id(leaf.variable)))
    return leaves + [function for function in order if not _leaf(function)]


def _known(functions, loss, tensors):
    """{function: (name, tensor)} of all leaves, of what has a name, and of the loss."""
    known = {tensor.grad_fn: (n, tensor) for n, tensor in tensors.items() if tensor.grad_fn}
    known.setdefault(loss.grad_fn, ("loss", loss))
    leaves = {id(tensor): name for name, tensor in tensors.items() if tensor.grad_fn is None}
    for function in filter(_leaf, functions):
        known[function] = leaves.pop(id(function.variable), "leaf"), function.variable
    missing = [name for f, (name, _) in known.items() if f not in functions] + [*leaves.values()]
    if missing:
        raise ValueError(f"{missing[0]}: the loss was not computed from it")
    return known


def _send_back(functions, loss):
    """Every gradient, and for each operation its slopes and what it sends to its parents."""
    gradients = {loss.grad_fn: loss.new_ones(loss.shape)}
    slopes, sent = {}, {}
    for function in reversed(functions):
        if _leaf(function):
            continue
        one = gradients[function].new_ones(gradients[function].shape)
        slopes[function] = _answers(function, one)
        sent[function] = _answers(function, gradients[function])
        for parent, amount in zip(_parents(function), sent[function], strict=True):
            gradients[parent] = gradients[parent] + amount if parent in gradients else amount
    return gradients, slopes, sent


def _answers(function, gradient):
    """What the function makes of a gradient, for each of its parents."""
    made = function(gradient)
    made = made if isinstance(made, tuple) else (made,)
    pairs = zip(function.next_functions, made, strict=True)
    # Like autograd, add up what goes to a tensor that was broadcast.
    return tuple(
        amount.detach().sum_to_size(parent._input_metadata[place].shape)
        for (parent, place), amount in pairs
        if parent is not None
    )


def _kept(function, functions):
    """The value of a result without a name, if an operation keeps it for its own slope."""
    if hasattr(function, "_saved_result"):
        return function._saved_result
    for user in functions:
        for (parent, _), name in zip(user.next_functions, KEPT, strict=False):
            if parent is function and getattr(user, name, None) is not None:
                return getattr(user, name)
    return None


def _arrows(axes, start, end):
    """One arrow forward and, below it, one back."""
    left = start.column + WIDTH / 2, -start.row
    right = end.column - WIDTH / 2, -end.row
    for shift, color, line, (tail, head) in (
        (0.1, FORWARD, "-", (left, right)),
        (-0.1, BACK, "--", (right, left)),
    ):
        axes.annotate(
            "",
            (head[0], head[1] + shift),
            xytext=(tail[0], tail[1] + shift),
            arrowprops={"arrowstyle": "-|>", "color": color, "linestyle": line, "shrinkA": 1,
                        "shrinkB": 1, "linewidth": 1.5},
        )  # fmt: skip


def _box(axes, node):
    x, y = node.column, -node.row
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
        (node.name, {"weight": "bold", "color": INK}),
        (node.made_by, {"color": MUTED, "fontsize": 9}),
        (f"value {tensor_text(node.value)}", {"color": FORWARD}),
        (f"gradient {tensor_text(node.gradient)}", {"color": BACK}),
    ]
    for i, (text, style) in enumerate(lines):
        axes.text(x, y + 0.285 - 0.19 * i, text, ha="center", va="center", **style)
