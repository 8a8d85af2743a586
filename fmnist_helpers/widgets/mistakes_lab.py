"""Lesson 12: which images a model mixes up, how sure it was, and which labels to doubt."""

import base64
from collections import Counter

import ipywidgets as widgets
import numpy as np

from fmnist_helpers import plots
from fmnist_helpers.plots import as_image, as_labels, as_probabilities
from fmnist_helpers.sources import CLASS_NAMES
from fmnist_helpers.widgets import base
from fmnist_helpers.widgets.clickable import Clickable

PAGE = 24  # thumbnails at once
SURE, UNLIKELY = 0.9, 0.02  # a label is doubted where another class is surer than the one
ANSWERS = {
    "label": "The label is right, and the model is wrong",
    "model": "The model is right: you would change the label",
    "can't tell": "The picture does not show which is right",
}


class MistakesLab(base.Lab):
    """Click a cell of the confusion matrix; see its images; vote on each: label, model, can't tell.

    `images` are (N, 28, 28) or (N, 1, 28, 28), uint8 or float in [0, 1]; `scores` are logits or
    probabilities (N, 10); `labels` are class numbers (N,). Raises ValueError if they don't match.

    Controls ``cells`` (``picked`` is "label,prediction"), ``doubted``, ``page``, ``garments``
    (``picked`` is a position) and buttons ``answers``. ``matrix`` counts (10, 10) labels by
    predictions; ``found`` holds the positions of the images that are shown, the most confident
    first; ``probabilities`` are (N, 10); ``votes`` is {position: answer}.
    """

    title = "Mistakes lab"
    try_this = "click a cell of the matrix, then its images. Then look only at doubtful labels."
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
        self.votes = {}
        self._make_controls()
        self.count, self.bars, self.tally = (widgets.HTML() for _ in range(3))
        self.picture = base.sheet()
        question = widgets.HTML("Which is right?")
        judge = widgets.VBox([self.picture, question, base.row([*self.answers.values()])])
        judge.layout.width = "172px"
        left = widgets.VBox([self.cells, self.doubted])
        right = widgets.VBox([self.count, self.garments, self.page])
        left.layout.margin, right.layout.flex = "0 1.5em 0 0", "1 1 26em"
        self.show(base.row([left, right]), base.row([judge, self.bars]), self.tally)
        self.cells.observe(self.guard(self._choose_cell), "picked")
        self.garments.observe(self.guard(self._draw_image), "picked")
        self.on_change(self._choose, self.doubted)
        self.on_change(self._draw_page, self.page)
        self._choose()

    def _make_controls(self):
        off = self.matrix - np.diag(np.diag(self.matrix))
        self.cell = divmod(int(off.argmax()), len(off))  # the largest mistake
        self.cells = Clickable(
            html=matrix_html(self.matrix), label="Confusion matrix: rows are labels"
        )
        self.garments = Clickable(label="Images of the chosen cell")
        tip = f"The model is over {SURE:.0%} sure of another class than the label"
        self.doubted = base.checkbox("only images with doubtful labels", tip)
        self.page = base.slider("page", f"{PAGE} images per page", 1, 1, 1)
        self.answers = {
            answer: self.button(answer, tip, lambda answer=answer: self._vote(answer))
            for answer, tip in ANSWERS.items()
        }

    def _choose_cell(self):
        if self.updates_held or not self.cells.picked:
            return
        self.cell = tuple(map(int, self.cells.picked.split(",")))
        with self.hold_updates():
            self.doubted.value = False
        self._choose()

    def _choose(self):
        confidence = self.probabilities.max(axis=1)
        label, prediction = self.cell
        if self.doubted.value:
            chance = self.probabilities[np.arange(len(self.labels)), self.labels]
            wanted = (confidence > SURE) & (chance < UNLIKELY) & (self.predictions != self.labels)
        else:
            wanted = (self.labels == label) & (self.predictions == prediction)
        found = np.flatnonzero(wanted)
        self.found = found[np.argsort(-confidence[found], kind="stable")]
        with self.hold_updates():
            self.cells.picked = "" if self.doubted.value else f"{label},{prediction}"
            self.page.max = max(1, -(-len(found) // PAGE))
            self.page.value = 1
        self.page.layout.display = None if self.page.max > 1 else "none"
        what = f"labeled {CLASS_NAMES[label]}, taken for {CLASS_NAMES[prediction]}"
        what = "whose label deserves a second look" if self.doubted.value else what
        images = "image" if len(found) == 1 else "images"
        self.count.value = base.status_html(f"<b>{len(found):,}</b> {images} {what}.")
        self._draw_page()

    def _draw_page(self):
        self.places = self.found[(self.page.value - 1) * PAGE :][:PAGE].tolist()
        with self.hold_updates():
            self._draw_thumbs()
            self.garments.picked = str(self.places[0]) if self.places else ""
        self._draw_image()

    def _draw_thumbs(self):
        thumbs = "".join(self._thumb(place) for place in self.places)
        self.garments.html = f"<div class='fmnist-thumbs'>{thumbs}</div>"

    def _thumb(self, place) -> str:
        vote = f"<span>{self.votes[place]}</span>" if place in self.votes else ""
        image = f"<img alt='image {place}' src='{picture(self.images[place])}'>"
        return f"<button data-pick='{place}'>{image}{vote}</button>"

    def _draw_image(self):
        if self.updates_held:
            return
        for button in self.answers.values():
            button.disabled = not self.garments.picked
        self._draw_tally()
        if not self.garments.picked:
            blank = np.zeros((1, 1), dtype=np.uint8)
            self.picture.value, self.bars.value = plots.png_bytes(blank, zoom=1), ""
            return
        chosen = int(self.garments.picked)
        self.picture.value = plots.png_bytes(as_image(self.images[chosen]), zoom=6)
        label, said = (CLASS_NAMES[i] for i in (self.labels[chosen], self.predictions[chosen]))
        self.bars.value = (
            f"<div>Image {chosen}: label <b>{label}</b>, the model says <b>{said}</b></div>"
        ) + plots.svg_bars(
            self.probabilities[chosen],
            CLASS_NAMES,
            highlight=int(self.labels[chosen]),
            low=0,
            high=1,
            width=290,
            title=f"probabilities of image {chosen}; the label in bold",
        )

    def _vote(self, answer):
        """Note the answer for the image that is shown, and show the next one."""
        place = int(self.garments.picked)
        self.votes[place] = answer
        self._draw_thumbs()
        after = self.places[self.places.index(place) + 1 :]
        if after:
            self.garments.picked = str(after[0])
        elif self.page.value < self.page.max:
            self.page.value += 1
        self._draw_tally()

    def _draw_tally(self):
        if not self.votes:
            self.tally.value = base.status_html("No votes yet.")
            return
        counts, judged = Counter(self.votes.values()), len(self.votes)
        each = ", ".join(f"{answer} {counts[answer]}" for answer in ANSWERS)
        images = "image" if judged == 1 else "images"
        self.tally.value = base.status_html(
            f"You judged {judged} {images}: {each}. You would change "
            f"<b>{counts['model']} of {judged}</b> labels."
        )

    def static_figure(self) -> plots.LessonFigure:
        """The whole confusion matrix."""
        return plots.confusion_matrix(self.matrix)


def picture(image) -> str:
    """An image as a data URL."""
    png = plots.png_bytes(as_image(image), zoom=1)
    return f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"


def matrix_html(counts) -> str:
    """The counts as a table of buttons, darker for larger shares of the row."""
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)

    def button(row, column):
        count, name, said = counts[row, column], CLASS_NAMES[row], CLASS_NAMES[column]
        images = "image" if count == 1 else "images"
        tip = f"label {name}, taken for {said}: {count} {images}"
        shade = f"background:rgba(0,114,178,{0.75 * shares[row, column] ** 0.5:.2f})"
        return (
            f"<td><button data-pick='{row},{column}' style='{shade}' title='{tip}' "
            f"aria-label='{tip}'>{count}</button></td>"
        )

    heads = "".join(f"<th scope='col'><span>{name}</span></th>" for name in CLASS_NAMES)
    rows = "".join(
        f"<tr><th scope='row'>{name}</th>{''.join(button(i, j) for j in range(len(counts)))}</tr>"
        for i, name in enumerate(CLASS_NAMES)
    )
    return (
        "<table class='fmnist-matrix'><thead>"
        f"<tr><td>label ↓<br>taken for →</td>{heads}</tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )
