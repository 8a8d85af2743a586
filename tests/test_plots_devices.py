"""What moves where, drawn: the sizes it is given, and which way each arrow points."""

import pytest
from matplotlib.patches import FancyArrowPatch

from fmnist_helpers import plots


def arrows(axes):
    """(x, y) of both ends of each arrow that is drawn."""
    return [patch._posA_posB for patch in axes.patches if isinstance(patch, FancyArrowPatch)]


def test_sizes_stand_at_their_arrows_and_in_the_text():
    figure = plots.device_moves(2_678_824, 200_704)
    texts = [text.get_text() for text in figure.axes[0].texts]
    assert "once: 2.68 MB" in texts
    assert "at every step: 0.20 MB" in texts
    assert "once, 2.68 MB" in figure.alt
    assert "at every step, 0.20 MB" in figure.alt


def test_model_and_batch_go_to_the_gpu_and_logits_come_back():
    axes = plots.device_moves(1_000_000, 1_000_000).axes[0]
    heights = {t.get_text(): t.get_position()[1] for t in axes.texts}
    level = {round(start[1]): end[0] - start[0] for start, end in arrows(axes)}
    ways = {
        name: next(way for y, way in level.items() if abs(y - heights[name]) < 3)
        for name in ("model.to(device)", "images.to(device)", "logits.cpu()", "holds")
    }
    assert ways["model.to(device)"] > 0
    assert ways["images.to(device)"] > 0
    assert ways["logits.cpu()"] < 0
    assert ways["holds"] > 0


def test_the_optimizer_points_at_the_parameters_on_the_gpu():
    axes = plots.device_moves(1_000_000, 1_000_000).axes[0]
    places = [t.get_position() for t in axes.texts if t.get_text() == "parameters"]
    on_gpu = max(places)
    assert any(
        end[0] == on_gpu[0] and 0 < end[1] - on_gpu[1] < 2 and start[1] > end[1]
        for start, end in arrows(axes)
    )


def test_all_text_fits_into_the_picture_and_none_overlaps():
    figure = plots.device_moves(123_456_789, 12_345_678)
    figure.canvas.draw()
    boxes = [text.get_window_extent() for text in figure.axes[0].texts]
    width, height = figure.bbox.width, figure.bbox.height
    assert all(b.x0 >= 0 and b.y0 >= 0 and b.x1 <= width and b.y1 <= height for b in boxes)
    overlapping = [
        (i, j) for i in range(len(boxes)) for j in range(i) if boxes[i].overlaps(boxes[j])
    ]
    assert not overlapping


@pytest.mark.parametrize("sizes", [(0, 5), (5, 0), (-1, 5)])
def test_a_size_that_is_none_is_refused(sizes):
    with pytest.raises(ValueError, match="a number above 0"):
        plots.device_moves(*sizes)
