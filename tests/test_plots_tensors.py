"""Tensors and answers as they are drawn: every number, every frame, every mean, every share."""

import numpy as np
import pytest
import torch
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from fmnist_helpers import plots
from fmnist_helpers.plots.style import PALETTE
from fmnist_helpers.sources import CLASS_NAMES

IMAGES = torch.randint(0, 256, (4, 28, 28), generator=torch.Generator().manual_seed(0)).byte()


def frames(axes, dim):
    """The boxes drawn for a dimension, as (left, top, right, bottom)."""
    found = [p for p in axes.patches if isinstance(p, Rectangle) and not p.get_fill()]
    found = [p for p in found if to_rgb(p.get_edgecolor()) == to_rgb(PALETTE[dim])]
    return [
        (p.get_x(), p.get_y(), p.get_x() + p.get_width(), p.get_y() + p.get_height()) for p in found
    ]


def numbers(axes):
    """{number: its place} of all numbers that are written."""
    return {
        int(t.get_text()): t.get_position() for t in axes.texts if t.get_text().strip().isdigit()
    }


@pytest.mark.parametrize(
    ("shape", "expected"),
    [((6,), (1, 0, 0)), ((1, 6), (1, 1, 0)), ((6, 1), (1, 6, 0)), ((2, 3, 1), (1, 2, 6))],
)
def test_a_frame_for_each_pair_of_brackets(shape, expected):
    (axes,) = plots.shapes({"t": torch.arange(6).reshape(shape)}).axes
    assert tuple(len(frames(axes, dim)) for dim in range(3)) == expected


def test_numbers_stand_in_the_frame_of_their_row():
    table = torch.arange(12).reshape(3, 4)
    (axes,) = plots.shapes({"table": table}).axes
    places = numbers(axes)
    assert sorted(places) == list(range(12))
    rows = sorted(frames(axes, 1), key=lambda box: box[1])
    for row, (left, top, right, bottom) in zip(table.tolist(), rows, strict=True):
        inside = [n for n, (x, y) in places.items() if left < x < right and top < y < bottom]
        assert sorted(inside, key=lambda n: places[n][0]) == row


def test_tensors_stand_apart_with_title_and_shape():
    figure = plots.shapes({"one": torch.arange(4), "two": torch.arange(4)[:, None]}, columns=2)
    (axes,) = figure.axes
    (_, _, right, _), (left, _, _, _) = sorted(frames(axes, 0))
    assert right < left
    assert {"one\n(4,)", "two\n(4, 1)"} <= {t.get_text() for t in axes.texts}
    assert "two, shape (4, 1): [[0], [1], [2], [3]]" in figure.alt


@pytest.mark.parametrize(
    ("tensor", "said"),
    [
        (torch.zeros(3), "whole numbers in 1 to 3 dimensions, found float32"),
        (torch.arange(1).reshape(1, 1, 1, 1), r"found int64 of shape \(1, 1, 1, 1\)"),
        (torch.arange(65), "at most 64 numbers, none below 0, found 65"),
        (torch.tensor([-1]), "none below 0, found 1, the smallest -1"),
    ],
)
def test_tensors_that_cannot_be_read_are_named(tensor, said):
    with pytest.raises(ValueError, match=f"x: expected .*{said}"):
        plots.shapes({"x": tensor})


@pytest.mark.parametrize("images", [IMAGES, IMAGES / 255], ids=["uint8", "float"])
def test_reductions_draw_the_mean_over_each_dimension(images):
    figure = plots.reductions(images)
    stack, *means = figure.axes
    assert len(stack.images) == 4
    for dim, axes in enumerate(means):
        (drawn,) = axes.images
        expected = (IMAGES / 255).mean(dim=dim)
        np.testing.assert_allclose(drawn.get_array(), expected, atol=1e-5)
        assert f"mean(dim={dim})\n{tuple(expected.shape)}" == axes.get_title()


@pytest.mark.parametrize("images", [IMAGES[0], IMAGES[:1], IMAGES.repeat(3, 1, 1)])
def test_reductions_want_a_few_images(images):
    with pytest.raises(ValueError, match="N from 2 to 8"):
        plots.reductions(images)


def test_class_bars_are_as_long_as_softmax_says():
    scores = torch.tensor([0.0, 1, 2, 3, 4, 3, 2, 1, 0, 6])
    figure = plots.class_bars(IMAGES[0], scores, 4)
    _, axes = figure.axes
    lengths = [bar.get_width() for bar in axes.patches]
    np.testing.assert_allclose(lengths, 100 * scores.softmax(dim=0), atol=1e-4)
    names = [tick.get_text() for tick in axes.get_yticklabels()]
    assert names == [name + " ←" * (name == "Coat") for name in CLASS_NAMES]
    assert figure.details.startswith("likeliest first: Ankle boot 78 %, Coat 10 %")


def test_class_bars_take_one_garment():
    with pytest.raises(ValueError, match=r"index it first: scores\[0\]"):
        plots.class_bars(IMAGES[0], torch.zeros(5, 10))
