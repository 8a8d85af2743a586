"""Lesson 9: what the learning rate does to a real model's loss on real batches."""

import copy
import math

import ipywidgets as widgets

from fmnist_helpers import plots
from fmnist_helpers.device import device_of, move
from fmnist_helpers.loaders import unpack
from fmnist_helpers.training import train_step
from fmnist_helpers.widgets import base
from fmnist_helpers.widgets.curves import Curves
from fmnist_helpers.widgets.optimizer_race import OPTIMIZERS

STEPS = 30  # few enough to be done while one waits
KEPT = 5  # curves at once
MEAN_OVER = 5  # steps: single batches are harder or easier


class LearningRateLab(base.Lab):
    """Choose a learning rate and an optimizer; see `model`'s loss over its first 30 steps.

    `batches` are pairs or dicts of images and labels, one per step; any after the thirtieth are
    left out. Every choice begins with a copy of `model`, which stays as it is, and takes the same
    batches. Raises ValueError for fewer than two batches.

    Controls ``learning_rate`` and ``optimizer``, button ``clear``. ``losses`` holds the loss of
    each step for what is chosen, NaN from where it exploded; ``shown``, by name, those of the last
    choices too. ``outcome`` is one word: crawls, learns, jumps or explodes.
    """

    title = "Learning-rate lab on the real model"
    try_this = "find the largest learning rate whose loss still falls, for each optimizer."
    notice = "the best rate of one optimizer lets another crawl or explode."

    def __init__(self, model, batches, loss_fn):
        super().__init__()
        device = device_of(model)
        self.model, self.loss_fn = copy.deepcopy(model), loss_fn
        self.batches = [move(unpack(batch), device) for batch in batches[:STEPS]]
        if len(self.batches) < 2:
            raise ValueError(f"batches: expected two or more, found {len(self.batches)}")
        self.done, self.shown, self.order = {}, {}, []
        where = {"step": 0.25, "value": 0.1, "continuous_update": False}
        self.learning_rate = base.rate_slider("From crawling to exploding", -4, 1, **where)
        self.optimizer = base.dropdown(
            "optimizer", "What turns gradients into steps", [*OPTIMIZERS]
        )
        self.curves, self.result = Curves(), widgets.HTML()
        self.clear = self.button("Clear", "Forget the curves of earlier choices", self._clear)
        left = [self.learning_rate, self.optimizer, base.row([self.clear]), self.result]
        self.show(base.two_columns(left, [self.curves]))
        self.on_change(self._draw, self.learning_rate, self.optimizer)
        self._draw()

    @property
    def name(self) -> str:
        """What is chosen, in short: ``SGD 0.1``."""
        return f"{self.optimizer.value} {float(f'{self.learning_rate.value:.2g}'):g}"

    def _clear(self):
        self.shown, self.order = {}, []
        self._draw()

    def _draw(self):
        if self.name not in self.done:
            self.done[self.name] = self._train()
        self.losses = self.done[self.name]
        self._keep()
        self.outcome, words = verdict(self.losses)
        first = self.losses[0]  # the same for all: nothing has been learned yet
        self.curves.value = plots.svg_curves(
            {f"{name} ◀" if name == self.name else name: x for name, x in self.shown.items()},
            top=2 * first if math.isfinite(first) else None,
            x_max=len(self.batches) - 1,
            width=620,
            height=330,
            title="loss of the real model",
        )
        self.result.value = base.status_html(f"<b>{self.name}</b> {self.outcome}{words}")

    def _keep(self):
        """Show it too, in the place of the oldest choice, so that the others keep their color."""
        names = list(self.shown)
        if self.name not in names:
            if len(names) < KEPT:
                names.append(self.name)
            else:
                names[names.index(self.order.pop(0))] = self.name
        self.order = [name for name in self.order if name != self.name] + [self.name]
        self.shown = {name: self.done[name] for name in names}

    def _train(self) -> list[float]:
        """The loss of each step, before it; NaN after one that is not finite."""
        model = copy.deepcopy(self.model).train()
        rate = float(f"{self.learning_rate.value:.6g}")
        optimizer = OPTIMIZERS[self.optimizer.value](model.parameters(), rate)
        losses = []
        for images, labels in self.batches:
            if losses and not math.isfinite(losses[-1]):
                losses.append(math.nan)
                continue
            loss, _ = train_step(model, images, labels, self.loss_fn, optimizer)
            losses.append(loss.item())
        return losses

    def static_figure(self) -> plots.LessonFigure:
        """The curves that are shown now."""
        return plots.learning_rate_curves(self.shown)


def verdict(losses) -> tuple[str, str]:
    """One word for how it went, by the last losses beside the first, and what that means."""
    first, last = losses[0], losses[-MEAN_OVER:]
    end = sum(last) / len(last)
    learned = end < 0.9 * first
    if not math.isfinite(end):
        return "explodes", ": the loss is nan or infinite, and no later step can repair that."
    if max(losses) > 1.5 * first and learned:
        return "jumps", " above where it began, but still learns."
    if max(losses) > 5 * first:
        return "explodes", ": the loss went far above where it began, and nothing was learned."
    if max(losses) > 1.5 * first:
        return "jumps", " around, and gets nowhere."
    return ("learns", ".") if learned else ("crawls", ".")
