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


POINTS = [(0.5, 0, 1), (-0.5, 0.5, 0), (-0.5, -0.5, 1)]


def test_a_border_runs_where_a_model_answers_0():
    models = {
        "upright": lambda xy: torch.from_numpy(xy[:, :1]) + 0.2,
        "never": lambda xy: 1 + 0 * xy[:, 0],
    }
    figure = plots.borders(POINTS, models)
    upright, never = figure.axes
    (border,) = [found for found in upright.collections if found.get_facecolor().size == 0]
    assert np.allclose(border.get_paths()[0].vertices[:, 0], -0.2)
    assert len(upright.collections) == len(never.collections) + 1, "no border where none is"
    blue, orange = sorted(upright.lines, key=lambda line: -len(line.get_xdata()))
    assert blue.get_xdata().tolist() == [0.5, -0.5]
    assert orange.get_ydata().tolist() == [0.5]
    assert figure.details == "upright: 67 % right; never: 67 % right"


@pytest.mark.parametrize(
    ("points", "models", "said"),
    [
        ([(0, 0)], {"f": len}, "points: expected rows of x, y and class"),
        (POINTS, {}, "found none"),
        (POINTS, {"f": lambda xy: xy}, "one row of numbers"),
        (POINTS, {"f": lambda xy: xy[:, 0] / 0}, "finite numbers"),
    ],
    ids=["points", "none", "shape", "infinity"],
)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # 1 / 0
def test_what_has_no_border_is_named(points, models, said):
    with pytest.raises(ValueError, match=said):
        plots.borders(points, models)
