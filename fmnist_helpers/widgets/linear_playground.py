"""Lessons 5 and 11: a network small enough to watch, and the border that it learns."""

import itertools
from collections.abc import Callable
from pathlib import Path

import anywidget
import numpy as np
import torch
import traitlets
from torch import nn

from fmnist_helpers import plots
from fmnist_helpers.widgets import base

HERE = Path(__file__).parent
Point = tuple[float, float, int]  # x and y from -1 to 1, and the class, 0 or 1


class LinearPlayground(base.Lab):
    """Points in two classes, a network of a few units, and its border while it learns, in the page.

    It trains in the page, on all points at once, and so even while Python is busy. ``board`` holds
    what the page shows; a cell can read and set it: ``points``, rows of x, y and class;
    ``layers``, ``units``, ``relu``, ``learning_rate``, ``zeros`` and ``seed``, with which training
    begins; ``playing``; and ``steps`` and ``loss``, how far it has come.
    """

    title = "Linear playground"
    try_this = "press play, then choose “nothing” between the layers, and play again."
    notice = (
        "with one hidden layer, the border bends only at the dotted lines, where a unit's ReLU "
        "turns from 0 to a slope."
    )

    def __init__(self):
        super().__init__()
        self.board = Board()
        self.show(self.board)

    def static_figure(self) -> plots.LessonFigure:
        """The borders that the same network learns with ReLU and without."""
        board = self.board
        points = board.points or board.presets["ring"]
        sizes = [2, *[board.units] * board.layers, 1]
        models = {
            f"{'with' if relu else 'without'} ReLU": learned(points, sizes, relu)
            for relu in (False, True)
        }
        return plots.borders(points, models)


class Board(anywidget.AnyWidget):
    """The part in the page: see `LinearPlayground`. Raises TraitError for what it can't show."""

    _esm = (HERE / "network.js").read_text("utf-8") + (HERE / "linear_playground.js").read_text(
        "utf-8"
    )
    _css = HERE / "linear_playground.css"
    presets = traitlets.Dict().tag(sync=True)
    preset = traitlets.Unicode("ring").tag(sync=True)
    points = traitlets.List().tag(sync=True)
    layers = traitlets.Int(1, min=1, max=2).tag(sync=True)
    units = traitlets.Int(8, min=1, max=12).tag(sync=True)
    relu = traitlets.Bool(True).tag(sync=True)
    learning_rate = traitlets.Float(0.3, min=0).tag(sync=True)
    zeros = traitlets.Bool(False).tag(sync=True)
    seed = traitlets.Int(1).tag(sync=True)
    playing = traitlets.Bool(False).tag(sync=True)
    steps = traitlets.Int(0).tag(sync=True)
    # None before the first step, and where it is nan, which JSON doesn't have.
    loss = traitlets.Float(None, allow_none=True).tag(sync=True)

    def __init__(self, **traits):
        presets = {name: make() for name, make in PRESETS.items()}
        super().__init__(**{"presets": presets, "points": presets["ring"], **traits})

    @traitlets.validate("points")
    def _points(self, proposal) -> list[Point]:
        points = [tuple(point) for point in proposal["value"]]
        for i, point in enumerate(points):
            fits = len(point) == 3 and all(abs(v) <= 1 for v in point) and point[2] in (0, 1)
            if not fits:
                raise traitlets.TraitError(
                    f"points[{i}]: expected x and y from -1 to 1, and 0 or 1; found {point}"
                )
        return points


def learned(points, sizes, relu, *, steps=60, learning_rate=0.1) -> Callable:
    """What a network gives for an array of points, when it has learned `points`."""
    rows = torch.tensor(points, dtype=torch.float64)
    with torch.random.fork_rng(devices=[]):  # the learner's random numbers stay as they are
        torch.manual_seed(0)
        model = network(sizes, relu)
    optimizer = torch.optim.Adam(model.parameters(), learning_rate)
    for _ in range(steps):
        optimizer.zero_grad()
        logits = model(rows[:, :2])[:, 0]
        nn.functional.binary_cross_entropy_with_logits(logits, rows[:, 2]).backward()
        optimizer.step()
    return lambda xy: model(torch.from_numpy(xy))


def network(sizes, relu) -> nn.Sequential:
    """Linear layers from `sizes[0]` numbers to `sizes[-1]`, float64, as JavaScript counts."""
    parts = []
    for inputs, outputs in itertools.pairwise(sizes):
        parts += [nn.Linear(inputs, outputs, dtype=torch.float64), nn.ReLU()]
    return nn.Sequential(*[part for part in parts[:-1] if relu or isinstance(part, nn.Linear)])


def ring() -> list[Point]:
    """Blue within, orange around."""
    angles, noise = np.linspace(0, 6 * np.pi, 40), np.random.default_rng(0).uniform(-1, 1, 40)
    classes = np.arange(40) % 2
    radii = np.where(classes, 0.18 + 0.12 * noise, 0.7 + 0.12 * noise)
    return rows(radii * np.cos(angles), radii * np.sin(angles), classes)


def corners() -> list[Point]:
    """Equal colors in opposite corners."""
    x, y = np.random.default_rng(0).uniform(0.15, 0.85, (2, 40))
    right, top = np.arange(40) % 2, np.arange(40) // 2 % 2
    return rows(np.where(right, x, -x), np.where(top, y, -y), right == top)


def moons() -> list[Point]:
    """Two half-moons, one in the hollow of the other."""
    angles, noise = (
        np.linspace(0, np.pi, 40),
        np.random.default_rng(0).uniform(-0.06, 0.06, (2, 40)),
    )
    classes = np.arange(40) % 2
    side = 2 * classes - 1
    return rows(
        0.55 * np.cos(angles) - 0.2 * side + noise[0],
        side * (0.65 * np.sin(angles) - 0.2) + noise[1],
        classes,
    )


def groups() -> list[Point]:
    """Two groups that a straight line can tell apart."""
    x, y = np.random.default_rng(0).uniform(-0.35, 0.35, (2, 40))
    classes = np.arange(40) % 2
    return rows(x + 0.8 * classes - 0.4, y + 0.7 * classes - 0.35, classes)


def rows(x, y, classes) -> list[Point]:
    return [
        (round(float(a), 3), round(float(b), 3), int(c))
        for a, b, c in zip(x, y, classes, strict=True)
    ]


PRESETS = {"ring": ring, "corners": corners, "moons": moons, "groups": groups}
