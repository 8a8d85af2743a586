"""Lesson 9: what the learning rate and the optimizer do on the way down."""

from functools import cache
from itertools import islice

import ipywidgets as widgets
import torch

from fmnist_helpers import plots
from fmnist_helpers.widgets.base import Lab, control, status_html, two_columns

START = (-2.0, 1.2)
RANGES = {"x_range": (-2.5, 1.5), "y_range": (-1.6, 1.6)}
STEEP = 10.0  # how much faster the loss grows along w1 than along w0
FAR = 1e3  # a path that went so far does not come back
OPTIMIZERS = {
    "SGD": lambda weights, lr: torch.optim.SGD(weights, lr),
    "momentum": lambda weights, lr: torch.optim.SGD(weights, lr, momentum=0.9),
    "RMSprop": lambda weights, lr: torch.optim.RMSprop(weights, lr),
    "Adam": lambda weights, lr: torch.optim.Adam(weights, lr),
}


class OptimizerRace(Lab):
    """One learning rate, from crawling to exploding, and the paths of up to four optimizers.

    Controls ``learning_rate`` and ``steps``, and ``chosen``, a checkbox for each optimizer.

    ``paths`` holds the weights after each step, a list of pairs for each optimizer; ``verdicts``
    says in words how far each came.
    """

    def __init__(self):
        self.learning_rate = control(
            widgets.FloatLogSlider, "learning rate", "The same for each optimizer", base=10,
            min=-3, max=0, step=0.05, value=0.1, readout_format=".4f",
        )  # fmt: skip
        self.steps = control(
            widgets.IntSlider, "steps", "How many steps each takes", min=1, max=60, value=30
        )
        self.chosen = {
            name: control(
                widgets.Checkbox, name, f"Draw the path of {name}", value=True, indent=False,
                width="9em",
            )
            for name in OPTIMIZERS
        }  # fmt: skip
        self.surface, self.losses, self.result = (widgets.HTML() for _ in range(3))
        boxes = widgets.GridBox(
            [*self.chosen.values()], layout=widgets.Layout(grid_template_columns="9em 9em")
        )
        super().__init__(
            "Optimizer race",
            "move the learning rate from its minimum, where SGD crawls, to its maximum.",
            f"above {2 / STEEP:g} SGD leaves the picture: each step lands farther off on the other "
            "side. Adam's first step is the learning rate, RMSprop's ten times that, however steep "
            "the slope is.",
            [
                two_columns(
                    [self.learning_rate, self.steps, boxes, self.result, self.losses],
                    [self.surface],
                )
            ],
        )
        self.on_change(self._draw, self.learning_rate, self.steps, *self.chosen.values())
        self._draw()

    def _draw(self):
        rate, steps = self.learning_rate.value, self.steps.value
        names = [name for name, box in self.chosen.items() if box.value]
        self.paths = {name: path(name, round(rate, 6), steps) for name in names}
        self.verdicts = {}
        if not names:
            self.result.value = status_html("Choose at least one optimizer.")
            return
        self.surface.value = plots.svg_paths(surface, self.paths, **RANGES, size=400)
        curves = {name: [float(surface(*point)) for point in way]
                  for name, way in self.paths.items()}  # fmt: skip
        # The picture ends where the losses began: a line that ends above it has exploded.
        self.losses.value = plots.svg_curves(
            curves, top=surface(*START), width=400, height=190, title="loss of each optimizer"
        )
        self.verdicts = {name: verdict(losses) for name, losses in curves.items()}
        self.result.value = status_html(
            "<br>".join(f"<b>{name}</b> {word}" for name, word in self.verdicts.items())
        )

    def static_figure(self) -> plots.LessonFigure:
        """The paths of the state in which the widget opens: all four, at the rate 0.1."""
        paths = self.paths or {name: path(name, 0.1) for name in OPTIMIZERS}
        return plots.loss_surface_paths(surface, paths, **RANGES)


def surface(w0, w1):
    """A long valley: half of w0 squared plus `STEEP` times w1 squared. Numbers, arrays, tensors."""
    return (w0 * w0 + STEEP * w1 * w1) / 2


def verdict(losses) -> str:
    """In words, how far down a path came."""
    if losses[-1] > losses[0]:
        return "explodes: the loss is larger than at the start."
    if losses[-1] < 0.01 * losses[0]:
        return "arrives: less than a hundredth of the loss is left."
    return "is on its way." if losses[-1] < 0.5 * losses[0] else "crawls."


def path(name, learning_rate, steps=60) -> list[tuple[float, float]]:
    """The weights before the first step and after each, by torch's own optimizer."""
    points, walk = _walk(name, learning_rate)
    points.extend(islice(walk, max(0, steps + 1 - len(points))))
    return points[: steps + 1]


@cache
def _walk(name, learning_rate):
    """The points so far and what gives the next: steps that nobody asked for cost time too."""
    return [], _steps(name, learning_rate)


def _steps(name, learning_rate):
    weights = [torch.tensor(w, dtype=torch.float64, requires_grad=True) for w in START]
    optimizer = OPTIMIZERS[name](weights, learning_rate)
    point = START
    yield point
    while max(map(abs, point)) <= FAR:
        optimizer.zero_grad()
        surface(*weights).backward()
        optimizer.step()
        point = tuple(w.item() for w in weights)
        yield point
