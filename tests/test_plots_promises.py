"""What figures say of a training that went wrong."""

import math

import pytest

from fmnist_helpers import plots


@pytest.mark.parametrize(
    ("val_loss", "best"),
    [([0.5, math.nan, 0.4, 0.6], 3), ([math.nan, 0.5, 0.7, 0.6], 2), ([0.4, 0.3, math.nan, 2], 2)],
)
def test_an_epoch_whose_loss_is_no_number_is_never_the_best(val_loss, best):
    history = {
        "train_loss": [0.6, 0.5, 0.4, 0.3],
        "train_accuracy": [0.5] * 4,
        "val_loss": val_loss,
        "val_accuracy": [0.5] * 4,
    }
    figure = plots.history_curves(history)
    assert figure.axes[0].get_title(loc="left").endswith(f"epoch {best}")
    for axes in figure.axes:
        assert best in [line.get_xdata()[0] for line in axes.lines if len(line.get_xdata()) == 2]
