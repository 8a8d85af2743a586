"""A widget goes on after an error, and leaves the learner's model and random numbers alone."""

import numpy as np
import pytest
from traitlets import TraitError

from fmnist_helpers import widgets


class Garments:
    """Ten images of one class; the image `broken` cannot be had."""

    def __init__(self, broken=None):
        self.images = np.random.default_rng(0).integers(0, 256, (10, 28, 28), dtype=np.uint8)
        self.targets = [3] * 10
        self.broken = broken

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        if index == self.broken:
            raise OSError("the image is away")
        return self.images[index], self.targets[index]


def test_an_error_while_controls_are_set_together_leaves_them_alive():
    lab = widgets.logits_bench()
    with pytest.raises(TraitError, match="no number"):
        lab.set_logits("no number", 0, 0)
    before = lab.result.value
    lab.logits[2].value = 7.5
    assert lab.result.value != before


def test_a_widget_shows_an_error_and_goes_on(monkeypatch):
    monkeypatch.delenv("FMNIST_STRICT", raising=False)
    lab = widgets.pixel_inspector(Garments(broken=4))
    pictures = []
    for number in (3, 4, 5, 4, 6):
        lab.number.value = number
        assert ("the image is away" in lab.problem.value) == (number == 4)
        pictures.append(lab.picture.value)
    assert len(set(pictures)) == 3
    lab.row.value = 20
    assert lab.picture.value != pictures[-1]
