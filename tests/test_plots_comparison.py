"""Runs beside one another: what is drawn is what was measured, and said in the alt text."""

import numpy as np
import pytest

from fmnist_helpers import plots
from fmnist_helpers.training import History

SHORT = {"train_loss": [2.0, 1.0], "val_loss": [2.1, 1.5]}
LONG = History(train_loss=[2.0, 0.5, 0.1], val_loss=[1.5, 0.8, 1.2])


def test_each_run_has_a_panel_with_its_two_lines():
    figure = plots.loss_panels({"short": SHORT, "long": LONG})
    assert [axes.get_title() for axes in figure.axes] == ["short", "long"]
    training, validation = figure.axes[1].lines
    assert training.get_xdata().tolist() == [1, 2, 3]
    assert training.get_ydata().tolist() == LONG.train_loss
    assert validation.get_ydata().tolist() == LONG.val_loss
    assert [text.get_text() for text in figure.axes[1].texts] == ["training", "validation"]


def test_all_panels_share_one_scale_that_begins_at_0():
    first, second = plots.loss_panels({"short": SHORT, "long": LONG}).axes
    assert first.get_ylim() == second.get_ylim()
    assert first.get_ylim()[0] == 0


def test_where_the_losses_go_is_said():
    figure = plots.loss_panels({"short": SHORT, "long": LONG})
    assert figure.alt.endswith("one panel each for short and long")
    assert "short: training falls from 2 to 1" in figure.details
    assert "validation falls from 1.5 to 1.2, lowest at epoch 2 with 0.8" in figure.details


@pytest.mark.parametrize(
    ("runs", "said"),
    [
        ({}, "at least one run, found none"),
        ({"a": {}}, "a, train_loss: expected at least one number"),
        ({"a": {"train_loss": [1.0, 2.0], "val_loss": [1.0]}}, "a, val_loss: expected 2 epochs"),
        ({"a": {"train_loss": [float("nan")], "val_loss": [1.0]}}, "expected finite numbers"),
    ],
    ids=["none", "empty", "unequal", "nan"],
)
def test_what_cannot_be_drawn_as_panels_is_named(runs, said):
    with pytest.raises(ValueError, match=said):
        plots.loss_panels(runs)


PANELS = {
    "loss": {"plain": [0.8, 0.6, 0.7], "other": [0.5, 0.4, 0.45]},
    "accuracy": {"plain": [0.7], "other": [0.9, 0.8]},
}


def test_each_run_is_a_dot_and_the_bar_goes_from_least_to_greatest():
    left, _ = plots.run_ranges(PANELS).axes
    baseline, bar, dots, mean = left.lines[:4]
    assert np.allclose(baseline.get_xdata(), 0.7)
    assert bar.get_xdata().tolist() == [0.6, 0.8]
    assert dots.get_xdata().tolist() == [0.8, 0.6, 0.7]
    assert np.allclose(mean.get_xdata(), 0.7)
    assert [line.get_ydata()[0] for line in left.lines[1:]] == [0, 0, 0, 1, 1, 1]


def test_rows_are_named_once_with_the_first_on_top():
    left, right = plots.run_ranges(PANELS).axes
    assert [label.get_text() for label in left.get_yticklabels()] == ["plain", "other"]
    assert [label.get_text() for label in right.get_yticklabels()] == ["", ""]
    bottom, top = left.get_ylim()
    assert bottom > top
    assert [axes.get_xlabel() for axes in (left, right)] == ["loss", "accuracy"]


def test_ranges_are_said_in_numbers():
    figure = plots.run_ranges(PANELS)
    assert "a row each for plain and other" in figure.alt
    assert "Loss: plain 0.6 to 0.8, mean 0.7; other 0.4 to 0.5, mean 0.45" in figure.details
    assert "Accuracy: plain 0.7 to 0.7, mean 0.7; other 0.8 to 0.9, mean 0.85" in figure.details


@pytest.mark.parametrize(
    ("panels", "said"),
    [
        ({}, "at least one quantity"),
        ({"loss": {}}, "at least one setting"),
        ({"loss": {"a": []}}, "loss, a: expected at least one number"),
        (
            {"loss": {"a": [1]}, "accuracy": {"b": [1]}},
            "accuracy: expected the settings a, found b",
        ),
        ({"loss": {"a": [1]}, "accuracy": {}}, "accuracy: expected the settings a, found none"),
    ],
    ids=["none", "no setting", "no run", "others", "missing"],
)
def test_what_cannot_be_drawn_as_ranges_is_named(panels, said):
    with pytest.raises(ValueError, match=said):
        plots.run_ranges(panels)
