"""The convolution explorer: what it takes and what its result is (the page: tests/browser)."""

import numpy as np
import pytest
import torch
import traitlets
from torch import nn

from fmnist_helpers import widgets
from fmnist_helpers.widgets.convolution_explorer import PRESETS

IMAGE = torch.rand(28, 28, generator=torch.Generator().manual_seed(0))


def test_it_opens_with_vertical_edges_and_gives_what_conv2d_gives():
    explorer = widgets.convolution_explorer(IMAGE)
    assert explorer.kernel.tolist() == PRESETS["vertical edges"]
    expected = nn.functional.conv2d(IMAGE[None, None], explorer.kernel[None, None])[0, 0]
    torch.testing.assert_close(explorer.result, expected)
    row, column = explorer.window.at
    assert explorer.result[row, column] == expected.max(), "it opens where there is something"


def test_bytes_become_numbers_from_0_to_1():
    image = (255 * IMAGE).round().byte()
    explorer = widgets.convolution_explorer(image)
    np.testing.assert_allclose(explorer.window.image, image.flatten() / 255, atol=1e-7)


def test_a_kernel_can_be_set():
    explorer = widgets.convolution_explorer(IMAGE)
    explorer.kernel = PRESETS["copy"]
    torch.testing.assert_close(explorer.result, IMAGE[1:-1, 1:-1])
    with pytest.raises(traitlets.TraitError, match="expected 9 numbers, got 25"):
        explorer.kernel = torch.zeros(5, 5)


def test_blur_keeps_the_brightness_and_edges_forget_it():
    """What the names promise: weights that add up to 1, or to 0."""
    sums = {name: np.sum(kernel) for name, kernel in PRESETS.items()}
    expected = {"vertical edges": 0, "horizontal edges": 0, "outline": 0}
    assert sums == pytest.approx({**dict.fromkeys(PRESETS, 1), **expected})


def test_learned_kernels_are_offered_with_the_stride_and_padding_of_their_layer():
    layer = nn.Conv2d(1, 4, kernel_size=5, stride=2, padding=2, bias=False)
    explorer = widgets.convolution_explorer(IMAGE, layer.weight, stride=2, padding=2)
    assert [choice["name"] for choice in explorer.window.choices] == [
        f"kernel {i}" for i in range(4)
    ]
    explorer.kernel = explorer.window.choices[3]["kernel"]
    expected = layer(IMAGE[None, None])[0, 3].detach()
    torch.testing.assert_close(explorer.result, expected)
    assert layer.weight.requires_grad


@pytest.mark.parametrize(
    ("arguments", "options", "said"),
    [
        ((torch.rand(3, 28, 28),), {}, "image: expected one channel, found a color image"),
        ((torch.rand(2, 28),), {}, "image: expected 3 pixels or more a side, found 2×28"),
        ((IMAGE, torch.rand(4, 3, 5, 5)), {}, "kernels: expected finite .* found \\(4, 3, 5, 5\\)"),
        ((IMAGE, torch.rand(4, 2, 2)), {}, "kernels: expected finite"),
        ((IMAGE, torch.full((1, 3, 3), torch.nan)), {}, "kernels: expected finite"),
        ((IMAGE, torch.rand(0, 3, 3)), {}, "kernels: expected finite"),
        ((IMAGE,), {"stride": 0}, "stride: expected 1 or more, found 0"),
        ((IMAGE,), {"padding": 3}, "padding: expected 0 to 2, found 3"),
    ],
)
def test_what_it_cannot_show_is_refused(arguments, options, said):
    with pytest.raises(ValueError, match=said):
        widgets.convolution_explorer(*arguments, **options)


def test_a_page_without_a_kernel_shows_image_kernel_and_result():
    data, metadata = widgets.convolution_explorer(IMAGE)._repr_mimebundle_()
    assert data["text/plain"].startswith("Widget: Convolution explorer. 3 pictures of")
    assert "result 26 × 26" in metadata["image/png"]["alt"]
