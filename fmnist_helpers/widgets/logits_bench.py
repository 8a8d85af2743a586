"""Lesson 9: from ten logits to one loss."""

import ipywidgets as widgets
import torch
from torch import nn

from fmnist_helpers import plots
from fmnist_helpers.sources import CLASS_NAMES
from fmnist_helpers.widgets.base import Lab, control, row, status_html, two_columns

PRESETS = {  # what each button sets: the label's logit, that of class 6, all others
    "guess": (0.0, 0.0, 0.0),
    "sure and right": (8.0, 0.0, 0.0),
    "sure and wrong": (0.0, 8.0, 0.0),
}


class LogitsBench(Lab):
    """Ten sliders for the logits of one image; see softmax and the loss follow.

    Controls ``logits`` (ten sliders), ``label``, ``shift``, ``twice``, and buttons ``presets``.

    ``loss`` is what `CrossEntropyLoss` gives for them.
    """

    def __init__(self):
        self.logits = [
            control(
                widgets.FloatSlider, name, f"Logit of {name}", min=-10, max=10, step=0.1,
                value=2.0 if name == "Ankle boot" else 0.0, readout_format=".1f",
            )
            for name in CLASS_NAMES
        ]  # fmt: skip
        self.label = control(
            widgets.Dropdown, "label", "The right class of the image",
            options=[(name, i) for i, name in enumerate(CLASS_NAMES)], value=9,
        )  # fmt: skip
        self.shift = control(
            widgets.FloatSlider, "add to all ten", "A number that is added to every logit",
            min=-10, max=10, step=0.5, readout_format=".1f",
        )  # fmt: skip
        self.twice = control(
            widgets.Checkbox, "softmax before the loss (a mistake)",
            "Feed probabilities to CrossEntropyLoss, which takes softmax itself", indent=False,
        )  # fmt: skip
        self.result, self.bars = widgets.HTML(), widgets.HTML()
        super().__init__(
            "Logits bench",
            "raise the logit of the label, then of another class; then add a number to all ten.",
            "only differences between logits count; being sure and wrong is expensive; with "
            "softmax taken twice the loss cannot fall below 1.461.",
            [],
        )
        self.presets = {
            name: self.button(name, f"Set logits: {name}", lambda to=to: self._set_logits(*to))
            for name, to in PRESETS.items()
        }
        controls = [self.label, row([*self.presets.values()]), *self.logits, self.shift, self.twice]
        self.children = (self.words, two_columns(controls, [self.result, self.bars]), self.problem)
        self.on_change(self._draw, *self.logits, self.label, self.shift, self.twice)
        self._draw()

    def _set_logits(self, right, wrong, others):
        """The label's logit, that of one other class, and those of the rest."""
        other = 6 if self.label.value != 6 else 0
        values = {self.label.value: right, other: wrong}
        with self.hold_updates():
            for i, slider in enumerate(self.logits):
                slider.value = values.get(i, others)
        self._draw()

    @property
    def scores(self) -> torch.Tensor:
        """The ten logits with what is added to all: float64 (10,)."""
        values = [slider.value for slider in self.logits]
        return torch.tensor(values, dtype=torch.float64) + self.shift.value

    @property
    def loss(self) -> float:
        """CrossEntropyLoss of the logits, or, by mistake, of their softmax."""
        scores = self.scores.softmax(dim=0) if self.twice.value else self.scores
        return nn.CrossEntropyLoss()(scores[None], torch.tensor([self.label.value])).item()

    def _draw(self):
        label, scores = self.label.value, self.scores
        once = scores.softmax(dim=0)
        used = once.softmax(dim=0) if self.twice.value else once
        shown = {
            "logits": (scores, -10, 10, "{:.1f}"),
            "softmax: ten probabilities, together 1": (once, 0, 1, "{:.3f}"),
        }
        if self.twice.value:
            shown["softmax of the probabilities: almost flat"] = (used, 0, 1, "{:.3f}")
        self.bars.value = "".join(
            f"<div style='margin-top:6px'><b>{title}</b></div>"
            + plots.svg_bars(values, CLASS_NAMES, highlight=label, low=low, high=high, form=form,
                             title=title)
            for title, (values, low, high, form) in shown.items()
        )  # fmt: skip
        floor = " The floor is 1.461." if self.twice.value else ""
        alone = (scores == scores.max()).sum() == 1
        right = "the label's" if alone and int(scores.argmax()) == label else "not the label's"
        self.result.value = status_html(
            f"loss = −ln({used[label]:.4f}) = <b style='font-size:1.3em'>{self.loss:.3f}</b>."
            f"{floor}<br>A guess among ten classes costs ln 10 = 2.303. The largest logit is "
            f"{right}."
        )

    def static_figure(self) -> plots.LessonFigure:
        """The logits, their softmax and the loss."""
        return plots.softmax_loss(self.scores, self.label.value)
