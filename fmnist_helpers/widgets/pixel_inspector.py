"""Lesson 2: an image is a table of numbers, and `ToTensor` divides them by 255."""

import ipywidgets as widgets
import numpy as np

from fmnist_helpers import plots
from fmnist_helpers.sources import CLASS_NAMES
from fmnist_helpers.widgets import base
from fmnist_helpers.widgets.pixel_board import PixelBoard
from fmnist_helpers.widgets.samples import pixels_of, targets_of

IMAGES_PER_CLASS = 100  # enough to browse


class PixelInspector(base.Lab):
    """Choose a class, an image and a pixel; see the pixel as uint8 and as float, and its image.

    `dataset` gives pairs or dicts of an image (PIL, uint8, or float in [0, 1]) and a class number,
    as ``FashionMNIST`` and ``InMemoryFashionMNIST`` do. Raises ValueError if it is empty.

    Controls ``label``, ``number``, ``row``, ``column``; ``value`` is the chosen pixel, 0-255.
    """

    title = "Pixel inspector"
    try_this = "move over the image; click a pixel, or choose it with a slider or the arrow keys."
    notice = "the background is 0, and the float is always the whole number divided by 255."

    def __init__(self, dataset):
        super().__init__()
        self.dataset, self.targets = dataset, targets_of(dataset)
        present = [(CLASS_NAMES[label], label) for label in np.unique(self.targets).tolist()]
        first, tip = int(self.targets[0]), "Which kind of garment to look at"
        self.label = base.dropdown("class", tip, present, value=first)
        self.number = base.slider("image", "Which image of this class", 0, 0, 0)
        self.row = base.slider("row", "Row of the pixel, 0 is the top", 0, 27, 10)
        self.column = base.slider("column", "Column of the pixel, 0 is the left", 0, 27, 14)
        self.picture = PixelBoard(row=self.row.value, column=self.column.value)
        self.readout, self.histogram = widgets.HTML(), widgets.HTML()
        left = [self.label, self.number, self.row, self.column, self.readout]
        self.show(base.two_columns(left, [self.picture, self.histogram]))
        self.on_change(self._choose_class, self.label)
        self.on_change(self._choose_image, self.number)
        self.on_change(self._draw_pixel, self.row, self.column)
        self._choose_class()
        for name in ("number", "row", "column"):  # the page doesn't wait for the kernel
            widgets.jslink((getattr(self, name), "value"), (self.picture, name))

    @property
    def value(self) -> int:
        """The chosen pixel, 0-255."""
        return int(self.pixels[self.row.value, self.column.value])

    def _choose_class(self):
        places = np.flatnonzero(self.targets == self.label.value)[:IMAGES_PER_CLASS]
        self.images = [self._read(int(place)) for place in places]
        blank = np.zeros((1, 1), dtype=np.uint8)
        self.picture.show([blank if isinstance(i, Exception) else i for i in self.images])
        with self.hold_updates():
            self.number.max = len(self.images) - 1  # and a larger value comes down to it
        self._choose_image()

    def _read(self, place):
        """The pixels, or what prevents it: one image that can't be read spares all others."""
        try:
            return pixels_of(self.dataset[place])
        except Exception as error:
            return error

    def _choose_image(self):
        image = self.images[self.number.value]
        if isinstance(image, Exception):
            raise image
        self.pixels = image
        with self.hold_updates():
            self.row.max, self.column.max = (side - 1 for side in self.pixels.shape[:2])
        self._draw_pixel()

    def _draw_pixel(self):
        row, column = self.row.value, self.column.value
        height, width = self.pixels.shape[:2]
        self.readout.value = base.status_html(
            f"<p>As bytes: <code>image[{row}, {column}]</code> is <b>{self.value}</b>, a uint8 "
            f"from 0 to 255.<br>As a tensor: <code>image[0, {row}, {column}]</code> is "
            f"<b>{self.value / 255:.4f}</b>, a float32 from 0 to 1: {self.value} / 255.<br>"
            f"Shape: ({height}, {width}) before <code>ToTensor</code>, "
            f"(1, {height}, {width}) after.</p>"
        )
        title = "how often each value occurs in this image"
        self.histogram.value = base.captioned(
            title, plots.svg_histogram(self.pixels, mark=self.value, title=title)
        )

    def static_figure(self) -> plots.LessonFigure:
        """The image and the numbers in its middle."""
        return plots.image_values(self.pixels)
