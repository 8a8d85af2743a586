"""Lesson 11: which images a model mixes up, how sure it was, and which labels to doubt."""

import ipywidgets as widgets
import numpy as np

from fmnist_helpers import plots
from fmnist_helpers.plots import as_images, as_labels, as_probabilities
from fmnist_helpers.sources import CLASS_NAMES
from fmnist_helpers.widgets.base import Lab, control, sheet, status_html, two_columns

PAGE = 24  # thumbnails at once
SURE, UNLIKELY = 0.9, 0.02  # a label is doubted where another class is surer than the one
ORDERS = ("most confident first", "least confident first", "as in the dataset")


class MistakesLab(Lab):
    """Pick a cell of the confusion matrix; see its images, with the model's probabilities.

    `images` are (N, 28, 28) or (N, 1, 28, 28), uint8 or float in [0, 1]; `scores` are logits or
    probabilities (N, 10); `labels` are class numbers (N,). Raises ValueError if they don't match.

    Controls ``label``, ``prediction``, ``order``, ``doubted``, ``page``, ``number``.

    ``matrix`` counts (10, 10) labels by predictions; ``found`` holds the positions of the images
    that are shown, in their order; ``probabilities`` are (N, 10).
    """

    def __init__(self, images, scores, labels):
        classes = len(CLASS_NAMES)
        self.probabilities = as_probabilities(scores, classes, "scores")
        self.labels = as_labels(labels, classes)
        self.images = images
        if not len(images) == len(self.probabilities) == len(self.labels):
            found = f"{len(images)} images, {len(self.probabilities)} scores, {len(self.labels)}"
            raise ValueError(f"expected as many of each, found {found} labels")
        self.predictions = self.probabilities.argmax(axis=1)
        self.matrix = np.zeros((classes, classes), dtype=np.int64)
        np.add.at(self.matrix, (self.labels, self.predictions), 1)
        self._make_controls()
        self.table, self.count, self.bars = (widgets.HTML() for _ in range(3))
        self.sheet = sheet()
        controls = [self.label, self.prediction, self.order, self.doubted, self.page, self.number]
        super().__init__(
            "Mistakes lab",
            "choose a label and what it was taken for; go through the images one by one. Then "
            "look only at labels to doubt.",
            "among the mistakes that the model was sure of, some labels look wrong rather than "
            "the model.",
            [two_columns([*controls, self.bars], [self.table, self.count, self.sheet])],
        )
        self.on_change(self._choose, self.label, self.prediction, self.order, self.doubted)
        self.on_change(self._draw, self.page, self.number)
        self._choose()

    def _make_controls(self):
        off = self.matrix.copy()
        np.fill_diagonal(off, 0)
        label, prediction = np.unravel_index(off.argmax(), off.shape)
        names = [(name, i) for i, name in enumerate(CLASS_NAMES)]
        self.label = control(
            widgets.Dropdown, "label", "The row of the matrix: what the label says",
            options=names, value=int(label),
        )  # fmt: skip
        self.prediction = control(
            widgets.Dropdown, "taken for", "The column of the matrix: what the model said",
            options=names, value=int(prediction),
        )  # fmt: skip
        self.order = control(
            widgets.Dropdown, "order", "In which order to show the images", options=ORDERS
        )
        self.doubted = control(
            widgets.Checkbox, "labels to doubt, of all cells",
            f"The model is over {SURE:.0%} sure of another class, and gives the label under "
            f"{UNLIKELY:.0%}", indent=False,
        )  # fmt: skip
        one = {"min": 1, "max": 1, "value": 1}
        self.page = control(widgets.IntSlider, "page", f"{PAGE} images per page", **one)
        self.number = control(widgets.IntSlider, "image", "Which image of the page", **one)

    def _choose(self):
        confidence = self.probabilities.max(axis=1)
        if self.doubted.value:
            chance = self.probabilities[np.arange(len(self.labels)), self.labels]
            found = np.flatnonzero(
                (confidence > SURE) & (chance < UNLIKELY) & (self.predictions != self.labels)
            )
        else:
            found = np.flatnonzero(
                (self.labels == self.label.value) & (self.predictions == self.prediction.value)
            )
        if self.order.value != ORDERS[2]:
            sign = -1 if self.order.value == ORDERS[0] else 1
            found = found[np.argsort(sign * confidence[found], kind="stable")]
        self.found = found
        self.table.value = plots.svg_matrix(
            self.matrix, CLASS_NAMES, selected=(self.label.value, self.prediction.value)
        )
        with self.hold_updates():
            self.page.max = max(1, -(-len(found) // PAGE))
            self.page.value, self.number.value = 1, 1
        self._draw()

    def _draw(self):
        places = self.found[(self.page.value - 1) * PAGE :][:PAGE]
        with self.hold_updates():
            self.number.max = max(1, len(places))
        what = (
            "whose label deserves a second look"
            if self.doubted.value
            else f"labeled {CLASS_NAMES[self.label.value]}, "
            f"taken for {CLASS_NAMES[self.prediction.value]}"
        )
        images = "image" if len(self.found) == 1 else "images"
        self.count.value = status_html(f"<b>{len(self.found):,}</b> {images} {what}.")
        if not len(places):
            blank = np.zeros((1, 1), dtype=np.uint8)
            self.sheet.value, self.bars.value = plots.png_bytes(blank, zoom=1), ""
            return
        chosen = int(places[self.number.value - 1])
        images = as_images([self.images[int(i)] for i in places])
        self.sheet.value = plots.png_sheet(
            images, columns=8, zoom=2, marks={self.number.value - 1: "selected"}
        )
        label, said = (CLASS_NAMES[i] for i in (self.labels[chosen], self.predictions[chosen]))
        self.bars.value = (
            f"<div style='margin-top:8px'>Image {chosen}: label <b>{label}</b>, the model says "
            f"<b>{said}</b></div>"
        ) + plots.svg_bars(
            self.probabilities[chosen], CLASS_NAMES, highlight=int(self.labels[chosen]), low=0,
            high=1, width=360, title=f"probabilities of image {chosen}; the label in bold",
        )  # fmt: skip

    def static_figure(self) -> plots.LessonFigure:
        """The whole confusion matrix."""
        return plots.confusion_matrix(self.matrix)
