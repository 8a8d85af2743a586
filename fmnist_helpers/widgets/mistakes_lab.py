"""Lesson 12: which images a model mixes up, how sure it was, and which labels to doubt."""

import ipywidgets as widgets
import numpy as np

from fmnist_helpers import plots
from fmnist_helpers.plots import as_images, as_labels, as_probabilities
from fmnist_helpers.sources import CLASS_NAMES
from fmnist_helpers.widgets import base

PAGE = 24  # thumbnails at once
SURE, UNLIKELY = 0.9, 0.02  # a label is doubted where another class is surer than the one


class MistakesLab(base.Lab):
    """Pick a cell of the confusion matrix; see its images, with the model's probabilities.

    `images` are (N, 28, 28) or (N, 1, 28, 28), uint8 or float in [0, 1]; `scores` are logits or
    probabilities (N, 10); `labels` are class numbers (N,). Raises ValueError if they don't match.

    Controls ``label``, ``prediction``, ``doubted``, ``page``, ``number``. ``matrix`` counts
    (10, 10) labels by predictions; ``found`` holds the positions of the images that are shown, the
    most confident first; ``probabilities`` are (N, 10).
    """

    title = "Mistakes lab"
    try_this = (
        "choose a label and what it was taken for; go through the images one by one. Then look "
        "only at doubtful labels."
    )
    notice = (
        "among the mistakes that the model was sure of, it is sometimes the label that looks "
        "wrong, not the model."
    )

    def __init__(self, images, scores, labels):
        super().__init__()
        classes = len(CLASS_NAMES)
        self.images = images
        self.probabilities = as_probabilities(scores, classes, "scores")
        self.labels = as_labels(labels, classes)
        if not len(images) == len(self.probabilities) == len(self.labels):
            found = f"{len(images)} images, {len(self.probabilities)} scores, {len(self.labels)}"
            raise ValueError(f"expected equally many, found {found} labels")
        self.predictions = self.probabilities.argmax(axis=1)
        self.matrix = np.zeros((classes, classes), dtype=np.int64)
        np.add.at(self.matrix, (self.labels, self.predictions), 1)
        self._make_controls()
        self.table, self.count, self.bars = (widgets.HTML() for _ in range(3))
        self.sheet = base.sheet()
        cell = [self.label, self.prediction, self.doubted]
        controls = [*cell, self.page, self.number, self.bars]
        self.show(base.two_columns(controls, [self.table, self.count, self.sheet]))
        self.on_change(self._choose, *cell)
        self.on_change(self._draw, self.page, self.number)
        self._choose()

    def _make_controls(self):
        off = self.matrix - np.diag(np.diag(self.matrix))
        label, prediction = divmod(int(off.argmax()), len(off))
        names = [(name, i) for i, name in enumerate(CLASS_NAMES)]
        tip = "The row of the matrix: what the label says"
        self.label = base.dropdown("label", tip, names, value=label)
        tip = "The column of the matrix: what the model said"
        self.prediction = base.dropdown("taken for", tip, names, value=prediction)
        tip = f"The model is over {SURE:.0%} sure of another class than the label"
        self.doubted = base.checkbox("labels to doubt, of all cells", tip)
        self.page = base.slider("page", f"{PAGE} images per page", 1, 1, 1)
        self.number = base.slider("image", "Which image of the page", 1, 1, 1)

    def _choose(self):
        confidence = self.probabilities.max(axis=1)
        if self.doubted.value:
            chance = self.probabilities[np.arange(len(self.labels)), self.labels]
            wanted = (confidence > SURE) & (chance < UNLIKELY) & (self.predictions != self.labels)
        else:
            of_label = self.labels == self.label.value
            wanted = of_label & (self.predictions == self.prediction.value)
        found = np.flatnonzero(wanted)
        self.found = found[np.argsort(-confidence[found], kind="stable")]
        self.table.value = plots.svg_matrix(
            self.matrix, CLASS_NAMES, selected=(self.label.value, self.prediction.value)
        )
        with self.hold_updates():
            self.page.max = max(1, -(-len(found) // PAGE))
            self.page.value = self.number.value = 1
        self._draw()

    def _draw(self):
        places = self.found[(self.page.value - 1) * PAGE :][:PAGE]
        with self.hold_updates():
            self.number.max = max(1, len(places))
        row, column = CLASS_NAMES[self.label.value], CLASS_NAMES[self.prediction.value]
        what = f"labeled {row}, taken for {column}"
        if self.doubted.value:
            what = "whose label deserves a second look"
        images = "image" if len(self.found) == 1 else "images"
        self.count.value = base.status_html(f"<b>{len(self.found):,}</b> {images} {what}.")
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
            self.probabilities[chosen],
            CLASS_NAMES,
            highlight=int(self.labels[chosen]),
            low=0,
            high=1,
            width=360,
            title=f"probabilities of image {chosen}; the label in bold",
        )

    def static_figure(self) -> plots.LessonFigure:
        """The whole confusion matrix."""
        return plots.confusion_matrix(self.matrix)
