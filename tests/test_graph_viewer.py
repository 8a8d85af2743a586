"""The graph viewer: what it reads of autograd's graph, and what each step of it tells."""

import pytest
import torch
from torch import nn

from fmnist_helpers import widgets
from fmnist_helpers.models import SmallCNN
from fmnist_helpers.plots import read_graph
from tests.support.helpers import graph_of_two_layers


def small_model():
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))
    loss = nn.functional.mse_loss(model(torch.rand(4, 2)), torch.rand(4, 1))
    return loss, dict(model.named_parameters())


def reuse():
    """A tensor that is used three times, through operations that keep little."""
    a = torch.tensor(0.5, requires_grad=True)
    b = a * a
    return ((b + a).sigmoid() / (2 - b)).exp().log().tanh(), {"a": a, "b": b}


def broadcast():
    bias = torch.zeros(3, requires_grad=True)
    return ((bias + torch.rand(4, 3)) ** 2).sum(), {"bias": bias}


EXAMPLES = (graph_of_two_layers, small_model, reuse, broadcast)


def step(viewer, steps):
    """Go on by so many steps; return what the page then shows."""
    viewer.picture.step += steps
    return viewer.picture.frames[viewer.picture.step]


def by_name(viewer, shown):
    return {node.name: text for node, text in zip(viewer.nodes, shown, strict=True) if text}


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_gradient_is_the_one_of_autograd(example):
    loss, named = example()
    nodes = {node.name: node for node in read_graph(loss, named)}
    expected = torch.autograd.grad(loss, [*named.values()])
    for (name, tensor), gradient in zip(named.items(), expected, strict=True):
        assert nodes[name].value is tensor
        assert nodes[name].gradient.shape == tensor.shape
        torch.testing.assert_close(nodes[name].gradient, gradient)


def test_reading_leaves_the_graph_and_every_grad_alone():
    loss, named = small_model()
    read_graph(loss, named)
    assert all(parameter.grad is None for parameter in named.values())
    loss.backward()
    assert all(parameter.grad is not None for parameter in named.values())


def test_what_has_no_name_is_drawn_and_has_a_value_only_if_the_graph_keeps_it():
    loss, named = graph_of_two_layers()
    nodes = {node.name: node for node in read_graph(loss, named)}
    assert nodes["(sub)"].value.item() == -4, "the square keeps its input"
    loss, named = reuse()
    nodes = {node.name: node for node in read_graph(loss, named)}
    assert nodes["(add)"].value is None
    assert nodes["(sigmoid)"].value.item() == pytest.approx(torch.tensor(0.75).sigmoid().item())
    a = torch.tensor(0.5, requires_grad=True)
    nodes = {node.name: node for node in read_graph(a.exp() + 1, {"a": a})}
    assert nodes["(exp)"].value == a.exp(), "exp keeps its own result; the sum keeps nothing"


def test_no_arrow_leads_back_and_no_two_boxes_share_a_place():
    for example in EXAMPLES:
        nodes = read_graph(*example())
        places = [(node.column, node.row) for node in nodes]
        assert len(set(places)) == len(nodes)
        for node, (column, _) in zip(nodes, places, strict=True):
            assert all(places[parent][0] < column for parent in node.parents)


def test_values_go_forward_one_operation_at_a_time():
    loss, named = graph_of_two_layers()
    viewer = widgets.graph_viewer(loss, **named)
    frame = step(viewer, 0)
    assert by_name(viewer, frame["values"]) == {"w1": "1.5", "w2": "−1"}
    frame = step(viewer, 1)
    assert by_name(viewer, frame["values"]) == {"w1": "1.5", "w2": "−1", "inner": "3"}
    assert frame["says"] == "inner, computed from w1 by mul: 3."
    frame = step(viewer, viewer.picture.turn - 1)
    assert by_name(viewer, frame["values"])["loss"] == "16"
    assert by_name(viewer, frame["gradients"]) == {}


def test_gradients_go_back_each_by_the_rule_of_its_operation():
    loss, named = graph_of_two_layers()
    viewer = widgets.graph_viewer(loss, **named)
    frame = step(viewer, viewer.picture.turn + 1)
    assert by_name(viewer, frame["gradients"]) == {"loss": "1"}
    frame = step(viewer, 3)
    known = {"loss": "1", "(sub)": "−8", "prediction": "−8", "hidden": "8", "w2": "−24"}
    assert by_name(viewer, frame["gradients"]) == known
    assert frame["says"] == (
        "prediction: A product sends each factor the incoming gradient times the other factor. "
        "To w2: −8 × 3 = −24. To hidden: −8 × (−1) = 8."
    )
    frame = step(viewer, 2)
    assert frame["says"].endswith("would add these to .grad: w1 16, w2 −24.")
    assert step(viewer, 1) is frame, "there it ends"


def test_gradients_that_meet_are_added_up_as_they_arrive():
    a = torch.tensor(3.0, requires_grad=True)
    viewer = widgets.graph_viewer(a * a + a, a=a)
    last = [by_name(viewer, frame["gradients"]).get("a") for frame in viewer.picture.frames[-2:]]
    assert last == ["1", "7"], "1 from the sum, then twice 3 from the product"


def test_every_operation_of_the_examples_has_a_rule_in_words():
    for example in EXAMPLES:
        loss, named = example()
        viewer = widgets.graph_viewer(loss, **named)
        for node, box in zip(viewer.nodes, viewer.picture.nodes, strict=True):
            assert "its own slope" not in box["about"], box["about"]
            assert node.name in box["about"]


def test_a_product_of_single_numbers_says_what_is_multiplied():
    """The factors in the text give the number that is sent, for each of lesson 8's operations."""
    loss, named = graph_of_two_layers()
    viewer = widgets.graph_viewer(loss, **named)
    for node, box in zip(viewer.nodes, viewer.picture.nodes, strict=True):
        for slope, amount in zip(node.slopes, node.sent, strict=True):
            assert node.gradient * slope == amount
            assert f"= {amount.item():g}".replace("-", "−") in box["sends"]


def refused_for_size():
    model = SmallCNN((2,))
    return nn.functional.cross_entropy(model(torch.rand(2, 1, 28, 28)), torch.tensor([1, 2])), {}


def refused_after_backward():
    loss, named = graph_of_two_layers()
    loss.backward()
    return loss, named


def refused_for_several_results():
    first, second = torch.rand(2, requires_grad=True).unbind()
    return first * second, {}


NUMBER = torch.tensor(1.0, requires_grad=True)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (refused_for_size, "this graph has 22 nodes, and more than 16 can't be read: take a sm"),
        (refused_after_backward, "backward has used it up, so compute the loss again"),
        (refused_for_several_results, "an operation in it has many results"),
        (lambda: (NUMBER, {}), "loss: expected the result of an operation, found a leaf"),
        (lambda: (torch.ones(2) * NUMBER, {}), r"single number, found shape \(2,\)"),
        (lambda: (NUMBER * 2, {"x": torch.ones(1)}), "x: expected a tensor that autograd recorded"),
        (lambda: (NUMBER.detach() * 2, {}), "loss: expected a tensor that autograd recorded"),
        (lambda: (NUMBER * 2, {"b": NUMBER * 3}), "b: the loss was not computed from it"),
        (lambda: (3.0, {}), "loss: expected a tensor that autograd recorded"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_its_reason(made, said):
    loss, named = made()
    with pytest.raises(ValueError, match=said):
        widgets.graph_viewer(loss, **named)


def test_the_result_keeps_its_own_name_if_it_has_one():
    y = NUMBER * 2
    assert [n.name for n in widgets.graph_viewer(y, x=NUMBER, y=y).nodes] == ["x", "y"]


def test_a_page_without_a_kernel_shows_the_whole_graph():
    loss, named = graph_of_two_layers()
    data, metadata = widgets.graph_viewer(loss, **named)._repr_mimebundle_()
    assert data["text/plain"].startswith("Widget: Graph viewer. computation graph: inner from w1;")
    assert "w2: value −1, gradient −24" in metadata["image/png"]["alt"]
