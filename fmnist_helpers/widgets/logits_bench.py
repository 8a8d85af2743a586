"""Lesson 7: from ten logits to one loss."""

import ipywidgets as widgets
import torch
from torch import nn

from fmnist_helpers import plots
from fmnist_helpers.sources import CLASS_NAMES
from fmnist_helpers.widgets import base

PRESETS = {  # what each button sets: the label's logit, that of class 6, all others
    "guess": (0.0, 0.0, 0.0),
    "sure and right": (8.0, 0.0, 0.0),
    "sure and wrong": (0.0, 8.0, 0.0),
}


class LogitsBench(base.Lab):
    """Ten sliders for the logits of one image; see softmax and the loss follow.

    Controls ``logits`` (ten sliders), ``label``, ``shift``, ``twice``, and buttons ``presets``.
    ``loss`` is what `CrossEntropyLoss` gives for them.
    """

    title = "Logits bench"
    try_this = "raise the logit of the label, then of another class; then add a number to all ten."
    notice = (
        "only differences between logits count; being sure and wrong is expensive; with softmax "
        "applied twice the loss cannot fall below 1.461."
    )

    def __init__(self):
        super().__init__()
        range_ = {"min": -10, "max": 10, "readout_format": ".1f"}
        slider = widgets.FloatSlider
        self.logits = [
            base.control(slider, name, f"Logit of {name}", step=0.1, **range_)
            for name in CLASS_NAMES
        ]
        self.logits[9].value = 2.0
        classes = [(name, i) for i, name in enumerate(CLASS_NAMES)]
        self.label = base.dropdown("label", "The right class of the image", classes, value=9)
        tip = "A number that is added to every logit"
        self.shift = base.control(slider, "add to all ten", tip, step=0.5, **range_)
        self.twice = base.checkbox(
            "softmax before the loss (a mistake)",
            "Feed probabilities to CrossEntropyLoss, which takes softmax itself",
        )
        self.result, self.bars = widgets.HTML(), widgets.HTML()
        self.presets = {
            name: self.button(name, f"Set logits: {name}", lambda to=to: self._set_logits(*to))
            for name, to in PRESETS.items()
        }
        sliders = widgets.VBox(self.logits, layout={"flex": "1 1 18em", "max_width": "26em"})
        self.bars.layout.flex = "1 1 9em"
        self.show(
            base.row([self.label, *self.presets.values()]),
            self.result,
            widgets.HBox([sliders, self.bars], layout={"max_width": "46em"}),
            base.row([self.shift, self.twice]),
        )
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
        self.bars.value = "".join(
            bar_html(*each, lit=i == label)
            for i, each in enumerate(zip(CLASS_NAMES, once.tolist(), used.tolist(), strict=True))
        )
        floor = ""
        if self.twice.value:
            floor = " Orange: the softmax of the softmax, almost flat. The floor is 1.461."
        alone = (scores == scores.max()).sum() == 1
        right = "the label's" if alone and int(scores.argmax()) == label else "not the label's"
        self.result.value = base.status_html(
            f"The label's logit is {scores[label]:.1f}, its probability {used[label]:.4f}: loss = "
            f"−ln({used[label]:.4f}) = <b style='font-size:1.3em'>{self.loss:.3f}</b>."
            f"{floor}<br>Guessing among ten classes costs ln 10 = 2.303. The largest logit is "
            f"{right}."
        )

    def static_figure(self) -> plots.LessonFigure:
        """The logits, their softmax and the loss."""
        return plots.softmax_loss(self.scores, self.label.value)


def bar_html(name: str, once: float, used: float, *, lit: bool) -> str:
    """The probability `once` as a bar beside its slider, under it what is `used` if that differs.

    `lit` is the label's.
    """
    shares = [(once, "#0072B2" if lit else "#8888")] + [(used, "#D55E00")] * (used != once)
    bars = "".join(
        f"<div style='height:{14 // len(shares)}px;width:{100 * share:.1f}%;background:{color};"
        "margin:1px 0'></div>"
        for share, color in shares
    )
    said = f"<b>{used:.3f}</b>" if lit else f"{used:.3f}"
    return (
        f"<div role='img' aria-label='{name} {used:.3f}' "
        "style='display:flex;align-items:center;gap:6px;"
        "height:calc(var(--jp-widgets-inline-height) + 4px)'>"
        f"<div style='flex:1;border-left:1px solid'>{bars}</div><div>{said}</div></div>"
    )
