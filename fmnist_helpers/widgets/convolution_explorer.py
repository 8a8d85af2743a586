"""Lessons 5 and 14: a kernel slides over an image; its window, its products and its result."""

from pathlib import Path

import anywidget
import numpy as np
import torch
import traitlets
from numpy.typing import ArrayLike

from fmnist_helpers import plots
from fmnist_helpers.widgets import base

PRESETS = {
    "vertical edges": [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]],
    "horizontal edges": [[-1, -1, -1], [0, 0, 0], [1, 1, 1]],
    "outline": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
    "blur": [[1 / 9] * 3] * 3,
    "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
    "copy": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
}
SIDES = (3, 5, 7)


class SlidingWindow(anywidget.AnyWidget):
    """What the page shows: `image` under `kernel`, both row by row, computed there at once.

    `at` is the place in the result, (row, column), whose window and products are shown.
    """

    _esm = Path(__file__).with_suffix(".js")
    _css = Path(__file__).with_suffix(".css")
    image = traitlets.List(traitlets.Float()).tag(sync=True)
    width = traitlets.Int().tag(sync=True)
    side = traitlets.Int().tag(sync=True)
    stride, padding = traitlets.Int(1).tag(sync=True), traitlets.Int(0).tag(sync=True)
    choices = traitlets.List().tag(sync=True)
    kernel = traitlets.List(traitlets.Float()).tag(sync=True)
    at = traitlets.List(traitlets.Int()).tag(sync=True)

    @traitlets.validate("kernel")
    def _whole(self, proposal) -> list[float]:
        found = len(proposal["value"])
        if found != self.side**2:
            raise traitlets.TraitError(f"kernel: expected {self.side**2} numbers, got {found}")
        return proposal["value"]


class ConvolutionExplorer(base.Lab):
    """A kernel slides over an image: see each product under its window, and change its weights.

    `image` is one gray image, see ``plots.as_image``. `kernels` are learned ones to choose from:
    (N, K, K) or, as in ``model[0].weight``, (N, 1, K, K), K being 3, 5 or 7; without them there are
    a few well-known ones of 3 × 3. `stride` and `padding` are those of ``nn.Conv2d``.

    ``kernel`` can be read and set, ``result`` is what the page shows. Raises ValueError for what
    isn't such an image or such kernels.
    """

    title = "Convolution explorer"

    def __init__(
        self,
        image: ArrayLike,
        kernels: ArrayLike | None = None,
        *,
        stride: int = 1,
        padding: int = 0,
    ):
        choices = _learned(kernels) if kernels is not None else _presets()
        side = len(choices[0][1])
        self.try_this = (
            "move over the image or the result; choose another kernel; type a weight of your own."
        )
        self.notice = f"each number of the result is the sum of {side**2} products, nothing else."
        super().__init__()
        self.pixels = _gray(image)
        height, width = self.pixels.shape
        if stride < 1:
            raise ValueError(f"stride: expected 1 or more, found {stride}")
        if not 0 <= padding < side:
            raise ValueError(f"padding: expected 0 to {side - 1}, found {padding}")
        if min(height, width) + 2 * padding < side:
            raise ValueError(
                f"image: expected {side} pixels or more a side, found {height}×{width}"
            )
        self.window = SlidingWindow(
            image=self.pixels.ravel().tolist(),
            width=width,
            side=side,
            stride=stride,
            padding=padding,
            choices=[{"name": name, "kernel": k.ravel().tolist()} for name, k in choices],
            kernel=choices[0][1].ravel().tolist(),
        )
        brightest = int(self.result.argmax())
        self.window.at = [*divmod(brightest, self.result.shape[1])]
        self.show(self.window)

    @property
    def kernel(self) -> torch.Tensor:
        """The weights, float32 (K, K)."""
        return torch.tensor(self.window.kernel).reshape(self.window.side, self.window.side)

    @kernel.setter
    def kernel(self, weights: ArrayLike) -> None:
        """Show these weights, (K, K)."""
        self.window.kernel = torch.as_tensor(weights).flatten().tolist()

    @property
    def result(self) -> torch.Tensor:
        """What the kernel makes of the image, float32, as ``conv2d`` of PyTorch computes it."""
        options = {"stride": self.window.stride, "padding": self.window.padding}
        image = torch.tensor(self.pixels, dtype=torch.float32)
        return torch.nn.functional.conv2d(image[None, None], self.kernel[None, None], **options)[
            0, 0
        ]

    def static_figure(self) -> plots.LessonFigure:
        """The image, the kernel and the result."""
        shown = {"image": self.pixels, "kernel": self.kernel, "result": self.result}
        titles = [f"{name} {' × '.join(map(str, it.shape))}" for name, it in shown.items()]
        return plots.signed_images([*shown.values()], titles, columns=3)


def _gray(image) -> np.ndarray:
    pixels = plots.as_image(image)
    if pixels.ndim != 2:
        raise ValueError("image: expected one channel, found a color image")
    return pixels / 255.0 if pixels.dtype == np.uint8 else pixels.astype(float)


def _presets() -> list[tuple[str, np.ndarray]]:
    return [(name, np.array(kernel, dtype=float)) for name, kernel in PRESETS.items()]


def _learned(kernels) -> list[tuple[str, np.ndarray]]:
    found = torch.as_tensor(kernels).detach().cpu().double()
    if found.ndim == 4 and found.shape[1] == 1:
        found = found[:, 0]
    is_square = found.ndim == 3 and found.shape[1] == found.shape[2] in SIDES
    if not (is_square and len(found) and found.isfinite().all()):
        shape = tuple(found.shape)
        raise ValueError(
            f"kernels: expected finite (N, K, K) or (N, 1, K, K), K 3, 5 or 7, found {shape}"
        )
    return [(f"kernel {i}", kernel) for i, kernel in enumerate(found.numpy())]
