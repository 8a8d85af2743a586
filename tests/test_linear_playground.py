"""The playground without a browser: what a cell can read and set, and the picture of it."""

import numpy as np
import pytest
import torch
import traitlets

from fmnist_helpers import widgets
from fmnist_helpers.widgets.linear_playground import PRESETS, learned


@pytest.fixture
def lab():
    return widgets.linear_playground()


def share_right(points, relu):
    rows = np.array(points)
    answers = learned(points, [2, 8, 1], relu)(rows[:, :2])[:, 0]
    return ((answers.detach().numpy() > 0) == rows[:, 2]).mean()


def test_it_opens_in_the_state_that_its_text_speaks_of(lab):
    board = lab.board
    assert (board.preset, board.layers, board.relu, board.zeros) == ("ring", 1, True, False)
    assert board.points == PRESETS["ring"]()
    assert (board.steps, board.loss, board.playing) == (0, None, False)


@pytest.mark.parametrize("name", PRESETS)
def test_points_lie_on_the_board_twenty_of_each_class(name):
    rows = np.array(PRESETS[name]())
    assert np.bincount(rows[:, 2].astype(int)).tolist() == [20, 20]
    assert np.abs(rows[:, :2]).max() <= 1


@pytest.mark.parametrize(
    ("name", "straight"), [("ring", False), ("corners", False), ("moons", False), ("groups", True)]
)
def test_a_straight_border_is_enough_for_two_groups_only(name, straight):
    """What the lesson claims; for the ring and the corners, ReLU also is seen to be enough."""
    points = PRESETS[name]()
    assert (share_right(points, relu=False) == 1) == straight
    if name != "moons":
        assert share_right(points, relu=True) == 1


def test_the_page_can_move_points_and_tell_how_far_it_came(lab):
    lab.board.set_state({"points": [[0.5, -1, 1], [0, 0.25, 0]], "preset": "yours"})
    assert lab.board.points == [(0.5, -1, 1), (0, 0.25, 0)]
    lab.board.set_state({"steps": 12, "loss": 0.25})
    assert (lab.board.steps, lab.board.loss) == (12, 0.25)
    lab.board.set_state({"loss": None})
    assert lab.board.loss is None


@pytest.mark.parametrize("point", [(0, 0), (1.5, 0, 1), (0, 0, 2), (0, float("nan"), 1)])
def test_a_point_that_is_none_is_refused_by_its_place(lab, point):
    before = lab.board.points
    with pytest.raises(traitlets.TraitError, match=r"points\[1\]: expected x and y from -1 to 1"):
        lab.board.points = [(0, 0, 1), point]
    assert lab.board.points == before


@pytest.mark.parametrize("setting", [{"layers": 3}, {"units": 0}, {"learning_rate": -1}])
def test_settings_out_of_range_are_refused(lab, setting):
    with pytest.raises(traitlets.TraitError):
        lab.board.set_trait(*next(iter(setting.items())))


def test_its_picture_shows_what_relu_is_for(lab):
    figure = lab.static_figure()
    assert "without ReLU, with ReLU" in figure.alt
    assert figure.details.endswith("with ReLU: 100 % right")
    data, _ = lab._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert data["text/plain"].startswith("Widget: Linear playground. points of two classes")


def test_its_picture_needs_no_random_number_of_the_learner(lab):
    torch.manual_seed(5)
    expected = torch.rand(1)
    torch.manual_seed(5)
    lab.static_figure()
    assert torch.rand(1) == expected


def test_what_the_page_needs_is_in_the_package(lab):
    module = lab.board._esm
    assert "export function trainStep" in module
    assert "export default { render }" in module
    assert "http" not in module
