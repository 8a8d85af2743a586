"""Lesson 9: what the learning rate and the optimizer do on the way down."""

import itertools
from functools import cache
from typing import TypeVar

import ipywidgets as widgets
import torch

from fmnist_helpers import plots
from fmnist_helpers.widgets import base
from fmnist_helpers.widgets.curves import Curves

START = (-2.0, 1.2)
RANGES = {"x_range": (-2.5, 1.5), "y_range": (-1.6, 1.6)}
STEEP = 10.0  # how much faster the loss grows along w1 than along w0
T = TypeVar("T")  # of numbers, arrays or tensors
MOST = 60  # steps
FAR = 1e3  # a path that went so far does not come back
OPTIMIZERS = {
    "SGD": lambda weights, lr: torch.optim.SGD(weights, lr),
    "momentum": lambda weights, lr: torch.optim.SGD(weights, lr, momentum=0.9),
    "RMSprop": lambda weights, lr: torch.optim.RMSprop(weights, lr),
    "Adam": lambda weights, lr: torch.optim.Adam(weights, lr),
}


class OptimizerRace(base.Lab):
    """One learning rate, from crawling to exploding, and the paths of up to four optimizers.

    Controls ``learning_rate`` and ``steps``, and ``chosen``, a checkbox for each optimizer.
    ``paths`` holds the weights after each step, a list of pairs for each optimizer; ``verdicts``
    says in words how far each came.
    """

    title = "Optimizer race"
    try_this = "move the learning rate from its minimum, where SGD crawls, to its maximum."
    notice = (
        f"above {2 / STEEP:g} SGD leaves the picture: each step lands farther off on the other "
        "side. Adam's first step is the learning rate, RMSprop's ten times that, however steep "
        "the slope is."
    )

    def __init__(self):
        super().__init__()
        tip = "The same for each optimizer"
        self.learning_rate = base.rate_slider(tip, -3, 0, step=0.05, value=0.1)
        self.steps = base.slider("steps", "How many steps each takes", 1, MOST, 30)
        self.chosen = {
            name: base.checkbox(name, f"Draw the path of {name}", width="8em", value=True)
            for name in OPTIMIZERS
        }
        boxes = [*self.chosen.values()]
        self.surface, self.losses, self.result = widgets.HTML(), Curves(), widgets.HTML()
        left = [self.learning_rate, self.steps, base.row(boxes), self.result]
        self.show(base.two_columns(left, [self.surface]), self.losses)
        self.on_change(self._draw, self.learning_rate, self.steps, *boxes)
        self._draw()

    def _draw(self):
        rate, steps = self.learning_rate.value, self.steps.value
        names = [name for name, box in self.chosen.items() if box.value]
        self.paths = {name: path(name, round(rate, 6))[: steps + 1] for name in names}
        self.verdicts = {}
        if not names:
            self.result.value = base.status_html("Choose at least one optimizer.")
            return
        self.surface.value = plots.svg_paths(surface, self.paths, **RANGES)
        curves = {name: [float(surface(*p)) for p in way] for name, way in self.paths.items()}
        # The picture ends where the losses began: a line that ends above it has exploded.
        self.losses.value = plots.svg_curves(
            curves, top=surface(*START), width=400, height=190, title="loss of each optimizer"
        )
        self.verdicts = {name: verdict(losses, self.paths[name]) for name, losses in curves.items()}
        self.result.value = base.status_html(
            "<br>".join(f"<b>{name}</b> {word}" for name, word in self.verdicts.items())
        )

    def static_figure(self) -> plots.LessonFigure:
        """The paths of the state in which the widget opens: all four, at the rate 0.1."""
        paths = self.paths or {name: path(name, 0.1) for name in OPTIMIZERS}
        return plots.loss_surface_paths(surface, paths, **RANGES)


def surface(w0: T, w1: T) -> T:
    """A long valley: half of w0 squared plus `STEEP` times w1 squared."""
    return (w0 * w0 + STEEP * w1 * w1) / 2


def verdict(losses, points) -> str:
    """In words, how far down a path came, from its losses and its points."""
    if losses[-1] > losses[0]:
        return "explodes: the loss is larger than at the start."
    if losses[-1] < 0.01 * losses[0]:
        return "arrives: under 1 % of the loss is left."
    if losses[-1] < 0.5 * losses[0]:
        return "is on its way."
    across = [w1 for _, w1 in points]
    turns = sum(before * after < 0 for before, after in itertools.pairwise(across))
    if turns > len(across) / 2:
        return "jumps from side to side, and hardly comes down."
    return "crawls."


@cache
def path(name, learning_rate) -> list[tuple[float, float]]:
    """The weights before the first step and after each of `MOST`, by torch's own optimizer."""
    weights = [torch.tensor(w, dtype=torch.float64, requires_grad=True) for w in START]
    optimizer = OPTIMIZERS[name](weights, learning_rate)
    points = [START]
    while len(points) <= MOST and max(map(abs, points[-1])) <= FAR:
        optimizer.zero_grad()
        surface(*weights).backward()
        optimizer.step()
        points.append(tuple(w.item() for w in weights))
    return points
