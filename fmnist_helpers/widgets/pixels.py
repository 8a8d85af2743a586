"""Lesson 2: an image is a table of numbers, and `ToTensor` divides them by 255."""

import ipywidgets as widgets
import numpy as np

from fmnist_helpers import plots
from fmnist_helpers.sources import CLASS_NAMES
from fmnist_helpers.widgets._lab import Lab, beside, captioned, control, says
from fmnist_helpers.widgets._samples import pixels_of, targets_of

IMAGES_PER_CLASS = 100  # enough to browse


def pixel_inspector(dataset) -> "PixelInspector":
    """Choose a class, an image and a pixel; see the pixel as uint8 and as float, and its image.

    `dataset` gives pairs or dicts of an image (PIL, uint8, or float in [0, 1]) and a class number,
    as ``FashionMNIST`` and ``InMemoryFashionMNIST`` do. Raises ValueError where it is empty.
    """
    return PixelInspector(dataset)


class PixelInspector(Lab):
    """Controls ``label``, ``number``, ``row``, ``column``; ``value`` is the chosen pixel, 0-255."""

    def __init__(self, dataset):
        self.dataset = dataset
        self.targets = targets_of(dataset)
        present = np.unique(self.targets).tolist()
        self.label = control(
            widgets.Dropdown,
            "class",
            "Which kind of garment to look at",
            options=[(CLASS_NAMES[label], label) for label in present],
            value=int(self.targets[0]),
        )
        self.number = control(
            widgets.IntSlider, "image", "Which image of this class", min=0, max=0, value=0
        )
        self.row = control(widgets.IntSlider, "row", "Row of the pixel, 0 is the top", max=27)
        self.column = control(
            widgets.IntSlider, "column", "Column of the pixel, 0 is the left", max=27
        )
        self.row.value, self.column.value = 10, 14
        self.picture = widgets.Image(format="png", width=336, height=336)
        self.readout, self.histogram = widgets.HTML(), widgets.HTML()
        super().__init__(
            "Pixel inspector",
            "choose a pixel with the row and column sliders, also with the arrow keys.",
            "the background is 0, and the float is always the whole number divided by 255.",
            [beside([self.label, self.number, self.row, self.column, self.readout],
                    [self.picture, self.histogram])],
        )  # fmt: skip
        self.on_change(self.choose_class, self.label)
        self.on_change(self.choose_image, self.number)
        self.on_change(self.draw_pixel, self.row, self.column)
        self.choose_class()

    @property
    def value(self) -> int:
        """The chosen pixel, 0-255."""
        return int(self.pixels[self.row.value, self.column.value])

    def choose_class(self):
        self.places = np.flatnonzero(self.targets == self.label.value)[:IMAGES_PER_CLASS]
        with self.together():
            self.number.max = len(self.places) - 1  # and a larger value comes down to it
        self.choose_image()

    def choose_image(self):
        self.pixels = pixels_of(self.dataset[int(self.places[self.number.value])])
        with self.together():
            self.row.max, self.column.max = (side - 1 for side in self.pixels.shape[:2])
        self.draw_pixel()

    def draw_pixel(self):
        row, column = self.row.value, self.column.value
        self.picture.value = plots.png_bytes(self.pixels, zoom=12, mark=(row, column))
        height, width = self.pixels.shape[:2]
        self.readout.value = says(
            f"<p>As bytes: <code>image[{row}, {column}]</code> is <b>{self.value}</b>, a uint8 "
            f"from 0 to 255.<br>As a tensor: <code>image[0, {row}, {column}]</code> is "
            f"<b>{self.value / 255:.4f}</b>, a float32 from 0 to 1: {self.value} / 255.<br>"
            f"Shape: ({height}, {width}) before <code>ToTensor</code>, "
            f"(1, {height}, {width}) after.</p>"
        )
        title = "how often each value occurs in this image"
        self.histogram.value = captioned(
            title, plots.svg_histogram(self.pixels, mark=self.value, title=title)
        )

    def face(self):
        return plots.image_values(self.pixels)
