"""What a network computes, drawn: signed numbers as pictures, functions as lines."""

import numpy as np
import pytest
import torch
from matplotlib.colors import to_rgb
from torch import nn

from fmnist_helpers import plots
from fmnist_helpers.plots.style import PALETTE


def colors(figure, place):
    """The colors of a picture's pixels, as (H, W, 3)."""
    (drawn,) = figure.axes[place].images
    return drawn.to_rgba(drawn.get_array())[..., :3]


def test_blue_is_above_0_orange_below_and_white_0():
    figure = plots.signed_images([[[-2.0, 0.0, 2.0]]], ["three"])
    left, middle, right = colors(figure, 0)[0]
    assert np.allclose(left, to_rgb(PALETTE[1]), atol=0.01)
    assert np.allclose(middle, 1, atol=0.01)
    assert np.allclose(right, to_rgb(PALETTE[0]), atol=0.01)
    assert "three from -2 to 2, 33 % above 0" in figure.details


def test_pictures_share_one_scale_and_keep_their_sizes():
    figure = plots.signed_images([torch.full((2, 2), 0.1), torch.full((3, 5), -1.0)], columns=2)
    drawn = [axes.images[0] for axes in figure.axes[:2]]
    assert [picture.get_array().shape for picture in drawn] == [(2, 2), (3, 5)]
    assert {picture.get_clim() for picture in drawn} == {(-1.0, 1.0)}


def test_weights_are_drawn_as_a_layer_holds_them():
    layer = nn.Linear(784, 10)
    figure = plots.signed_images(layer.weight.reshape(10, 28, 28))
    shown = figure.axes[9].images[0].get_array()
    assert np.array_equal(shown, layer.weight[9].detach().reshape(28, 28))


def test_pictures_of_nothing_but_zeros_are_white():
    assert np.allclose(colors(plots.signed_images(torch.zeros(1, 2, 2)), 0), 1, atol=0.01)


@pytest.mark.parametrize(
    ("images", "options", "said"),
    [
        ([], {}, "found none"),
        (torch.zeros(2, 1, 3, 3), {}, r"images\[0\]: expected \(H, W\), found \(1, 3, 3\)"),
        (torch.full((1, 2, 2), float("nan")), {}, r"images\[0\]: expected finite numbers"),
        (torch.zeros(2, 3, 3), {"titles": ["one"]}, "found 1 names, 2 images"),
        (torch.zeros(2, 3, 3), {"columns": 0}, "columns: expected at least 1"),
    ],
    ids=["none", "channel", "nan", "titles", "columns"],
)
def test_what_cannot_be_drawn_as_signed_images_is_named(images, options, said):
    with pytest.raises(ValueError, match=said):
        plots.signed_images(images, **options)


def test_graphs_draw_their_points_and_count_the_bends():
    at = torch.linspace(-2, 2, 41).reshape(-1, 1)
    figure = plots.function_graphs(at, {"line": 2 * at + 1, "two kinks": at.clamp(-1.03, 1)})
    line, kinks, marks = figure.axes[0].lines
    assert np.allclose(marks.get_xdata(), [-1.03, 1], atol=0.1)
    assert np.allclose(marks.get_ydata(), [-1.03, 1], atol=0.1)
    assert np.allclose(line.get_ydata(), 2 * at.flatten() + 1)
    assert np.allclose(kinks.get_xdata(), at.flatten())
    assert "line goes from -3 to 5 and bends in 0 places" in figure.details
    assert "two kinks goes from -1.03 to 1 and bends in 2 places" in figure.details


def test_bends_of_a_curve_are_not_marked():
    at = torch.linspace(-2, 2, 41)
    (curve,) = plots.function_graphs(at, {"curve": at**2}).axes[0].lines
    assert len(curve.get_xdata()) == 41


@pytest.mark.parametrize(
    ("inputs", "outputs", "said"),
    [
        ([0, 1], {}, "found none"),
        ([1, 0], {"f": [1, 2]}, "each larger than the one before"),
        ([0], {"f": [1]}, "two or more"),
        ([0, 1], {"f": [1, 2, 3]}, "f: expected 2 numbers, one per input, found 3"),
        ([0, 1], {"f": [1, float("inf")]}, "expected finite numbers"),
        ([0, 1], {"f": torch.zeros(2, 2)}, "one row of numbers"),
    ],
    ids=["none", "order", "one", "length", "infinity", "shape"],
)
def test_what_is_no_graph_is_named(inputs, outputs, said):
    with pytest.raises(ValueError, match=said):
        plots.function_graphs(inputs, outputs)
