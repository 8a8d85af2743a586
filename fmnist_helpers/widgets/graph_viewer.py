"""Lesson 8: a computation graph, values forward and gradients back, step by step."""

from pathlib import Path

import anywidget
import torch
import traitlets

from fmnist_helpers import plots
from fmnist_helpers.plots import Node, read_graph, tensor_text
from fmnist_helpers.widgets import base

REORDERS = "It only rearranges numbers, so it puts the gradient back in the old order."
PRODUCT = "A matrix product sends each matrix the incoming gradient times the other, transposed."
RULES = {  # what each operation does with the gradient that comes in
    "add": "A sum passes the incoming gradient on to each part.",
    "sub": "A difference passes the incoming gradient on; what is subtracted gets it negated.",
    "rsub": "What is subtracted gets the incoming gradient negated.",
    "neg": "A minus sign negates the incoming gradient.",
    "mul": "A product sends each factor the incoming gradient times the other factor.",
    "div": "A quotient sends its numerator the incoming gradient divided by the denominator.",
    "pow": "A power xⁿ sends x the incoming gradient times n · xⁿ⁻¹.",
    "relu": "ReLU passes the incoming gradient on if its input is positive; otherwise it sends 0.",
    "exp": "exp sends the incoming gradient times its own result.",
    "log": "log sends the incoming gradient divided by its input.",
    "sigmoid": "A sigmoid s sends the incoming gradient times s · (1 − s).",
    "tanh": "A tanh t sends the incoming gradient times 1 − t².",
    "sum": "A sum passes the incoming gradient on to each number.",
    "mean": "A mean passes the incoming gradient on to each number, divided by how many there are.",
    "mseloss": "Each prediction gets the incoming gradient times 2 · its error / their count.",
    "logsoftmax": "Each logit gets its own gradient minus its probability times the sum of all.",
    "nllloss": "Each right class's log-probability gets minus the incoming gradient / their count.",
    **dict.fromkeys(("mm", "mv", "addmm", "bmm"), PRODUCT),
    **dict.fromkeys(("t", "transpose", "permute", "view", "unsafeview", "unsqueeze"), REORDERS),
}
OTHER = "It sends the incoming gradient times its own slope."


class GraphPicture(anywidget.AnyWidget):
    """The graph as it is after `step` steps: those up to `turn` go forward, the others back.

    `frames` tell for each step what it did, which node it lit, and which numbers are known;
    `chosen` is the place of the node that was touched or focused last, or -1.
    """

    _esm = Path(__file__).with_suffix(".js")
    _css = Path(__file__).with_suffix(".css")
    nodes, frames = traitlets.List().tag(sync=True), traitlets.List().tag(sync=True)
    turn, step = traitlets.Int().tag(sync=True), traitlets.Int().tag(sync=True)
    chosen = traitlets.Int(-1).tag(sync=True)

    @traitlets.validate("step")
    def _in_frames(self, proposal) -> int:
        return min(max(proposal["value"], 0), len(self.frames) - 1)


class GraphViewer(base.Lab):
    """The computation graph of `loss`, a single number that autograd recorded.

    `tensors` give names to what it was computed from: ``graph_viewer(loss, w=w, error=error)``, or
    ``graph_viewer(loss, **dict(model.named_parameters()))``. Show it before ``backward``, which
    uses the graph up. No ``.grad`` is touched. ValueError for a graph of more than 16 nodes.

    ``nodes`` are the graph as it was read; ``picture`` is what shows it, and its ``step`` counts
    how far the numbers have gone.
    """

    title = "Graph viewer"
    try_this = (
        "press forward until the loss is there, then backward, step by step. Touch a box to read "
        "its rule."
    )
    notice = "each box needs only the gradient that comes in, and a slope of its own."

    def __init__(self, loss: torch.Tensor, /, **tensors: torch.Tensor):
        super().__init__()
        self.nodes = read_graph(loss, tensors)
        self.figure = plots.computation_graph(loss, **tensors)
        operations = [i for i, node in enumerate(self.nodes) if node.parents]
        self.picture = GraphPicture(
            frames=_frames(self.nodes, operations),
            turn=len(operations),
            nodes=_boxes(self.nodes, operations),
        )
        self.show(self.picture)

    def static_figure(self) -> plots.LessonFigure:
        """The whole graph, with every number."""
        return self.figure


def _boxes(nodes, operations) -> list[dict]:
    """What the page needs to draw each node, and to tell of it when it is touched."""
    passed = {i: 2 + 2 * len(operations) - place for place, i in enumerate(operations, start=1)}
    return [
        {
            "name": node.name,
            "made_by": node.made_by,
            "parents": node.parents,
            "column": node.column,
            "row": node.row,
            "about": _about(nodes, node),
            "sends": _sends(nodes, node),
            "passed": passed.get(i, -1),  # the step from which on its gradient has gone further
        }
        for i, node in enumerate(nodes)
    ]


def _frames(nodes, operations) -> list[dict]:
    values = ["" if node.parents else tensor_text(node.value) for node in nodes]
    gradients = [""] * len(nodes)
    frames = []

    def add(lit, says):
        frames.append({"lit": lit, "says": says, "values": [*values], "gradients": [*gradients]})

    given = [f"{n.name} = {v}" for n, v in zip(nodes, values, strict=True) if not n.parents]
    add(-1, f"Given: {', '.join(given)}. Nothing is computed yet.")
    for i in operations:
        values[i] = tensor_text(nodes[i].value)
        add(i, _computed(nodes, nodes[i]))
    gradients[-1] = tensor_text(nodes[-1].gradient)
    says = f"It begins at the end: the gradient of {nodes[-1].name} with respect to itself is 1."
    add(len(nodes) - 1, says)
    totals = {}
    for i in reversed(operations):
        for parent, amount in zip(nodes[i].parents, nodes[i].sent, strict=True):
            totals[parent] = totals[parent] + amount if parent in totals else amount
            gradients[parent] = tensor_text(totals[parent])
        add(i, f"{nodes[i].name}: {_rule(nodes[i])} {_sends(nodes, nodes[i])}")
    leaves = [f"{n.name} {tensor_text(n.gradient)}" for n in nodes if not n.parents]
    frames[-1]["says"] += f" Done: backward would add these to .grad: {', '.join(leaves)}."
    return frames


def _computed(nodes, node) -> str:
    of = " and ".join(nodes[parent].name for parent in node.parents)
    said = f"{node.name}, computed from {of} by {node.operation}"
    if node.value is None:
        return f"{said}. The graph does not keep its value: to see it, give it a name in your code."
    return f"{said}: {tensor_text(node.value)}."


def _about(nodes, node) -> str:
    if not node.parents:
        return f"{node.name} is a leaf: no operation made it. Its gradient goes into .grad."
    of = " and ".join(nodes[parent].name for parent in node.parents)
    return f"{node.name} was made by {node.made_by} from {of}. {_rule(node)}"


def _rule(node) -> str:
    return RULES.get(node.operation, OTHER)


def _sends(nodes: list[Node], node: Node) -> str:
    """What an operation sends back, with the multiplication if it is one of single numbers."""
    said = []
    for parent, slope, amount in zip(node.parents, node.slopes, node.sent, strict=True):
        product = tensor_text(amount)
        if amount.numel() == node.gradient.numel() == 1:
            factors = [tensor_text(node.gradient), tensor_text(slope)]
            factors[1] = f"({factors[1]})" if factors[1].startswith("−") else factors[1]
            product = f"{' × '.join(factors)} = {product}"
        said.append(f"To {nodes[parent].name}: {product}.")
    return " ".join(said)
