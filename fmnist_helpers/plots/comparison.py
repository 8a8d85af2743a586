"""Runs beside one another: their losses epoch by epoch, and how far repeated runs differ."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from fmnist_helpers.plots.inputs import as_numbers, expect
from fmnist_helpers.plots.style import (
    INK,
    PALETTE,
    LessonFigure,
    label_line_ends,
    line_style,
    name_rows,
    styled,
)
from fmnist_helpers.plots.words import listed, number, trend


@styled
def loss_panels(runs: Mapping[str, Any]) -> LessonFigure:
    """Training and validation loss by epoch, one panel per run, all on one scale.

    `runs` is {name: history}. A history holds `train_loss` and `val_loss`, lists of one number per
    epoch, as attributes or keys.
    """
    expect(len(runs) > 0, "runs", "at least one run", "none")
    panels = {str(name): _losses(history, name) for name, history in runs.items()}
    figure = LessonFigure(
        min(2.9 * len(panels) + 0.6, 10),
        2.9,
        alt=f"training and validation loss by epoch, one panel each for {listed(list(panels))}",
        details=". ".join(
            f"{name}: "
            + "; ".join(f"{part} {trend(v, x='epoch', start=1)}" for part, v in lines.items())
            for name, lines in panels.items()
        ),
    )
    grid = figure.subplots(1, len(panels), sharey=True, squeeze=False)[0]
    for axes, (name, lines) in zip(grid, panels.items(), strict=True):
        for i, values in enumerate(lines.values()):
            style = line_style(i) | {"marker": "", "linewidth": 2.2 - 0.6 * i}
            axes.plot(np.arange(1, len(values) + 1), values, **style)
        axes.set_title(name)
        axes.set_xlabel("epoch")
        axes.grid(axis="y")
        axes.xaxis.get_major_locator().set_params(integer=True, nbins=4)
    grid[0].set_ylabel("loss")
    grid[0].set_ylim(bottom=0)
    ends = [
        (len(values), values[-1], part, PALETTE[i])
        for i, (part, values) in enumerate(lines.items())
    ]
    label_line_ends(grid[-1], ends)  # once, at the right: every panel has the same two lines
    return figure


@styled
def run_ranges(panels: Mapping[str, Mapping[str, ArrayLike]]) -> LessonFigure:
    """Repeated runs of several settings: a dot per run, a bar from the least to the greatest.

    `panels` is {quantity: {setting: one number per run}}, the same settings in each. A vertical
    line at the mean of the first setting, the baseline, runs through all rows.
    """
    expect(len(panels) > 0, "panels", "at least one quantity", "none")
    names = [str(name) for name in next(iter(panels.values()))]
    expect(len(names) > 0, "panels", "at least one setting", "none")
    rows = {}
    for quantity, settings in panels.items():
        found = [str(name) for name in settings]
        expect(found == names, quantity, f"the settings {listed(names)}", listed(found) or "none")
        rows[quantity] = [as_numbers(v, f"{quantity}, {n}") for n, v in settings.items()]
    figure = LessonFigure(
        3.6 * len(panels) + 1.6,
        0.34 * len(names) + 0.9,
        alt=f"{listed(list(panels))} of repeated runs, a row each for {listed(names)}, beside a "
        f"line at the mean of {names[0]}",
        details=". ".join(_ranges(quantity, names, values) for quantity, values in rows.items()),
    )
    grid = figure.subplots(1, len(panels), squeeze=False)[0]
    for place, (axes, (quantity, values)) in enumerate(zip(grid, rows.items(), strict=True)):
        axes.axvline(values[0].mean(), color=PALETTE[1], linestyle="--", linewidth=1.2, zorder=0)
        for row, runs in enumerate(values):
            axes.plot(
                [runs.min(), runs.max()], [row, row], color=PALETTE[0], linewidth=4, alpha=0.3
            )
            axes.plot(runs, [row] * len(runs), "o", color=PALETTE[0])
            axes.plot(runs.mean(), row, "|", color=INK, markersize=13, markeredgewidth=1.8)
        name_rows(axes, names if place == 0 else [""] * len(names))
        axes.set_xlabel(quantity)
        axes.grid(axis="x")
        axes.margins(x=0.08)
    return figure


def _losses(history, name) -> dict[str, np.ndarray]:
    held = history if isinstance(history, Mapping) else vars(history)
    lines = {}
    for part, key in (("training", "train_loss"), ("validation", "val_loss")):
        lines[part] = as_numbers(held.get(key, ()), f"{name}, {key}")
    expect(
        len(lines["training"]) == len(lines["validation"]),
        f"{name}, val_loss",
        f"{len(lines['training'])} epochs",
        len(lines["validation"]),
    )
    return lines


def _ranges(quantity: str, names: Sequence[str], values: Sequence[np.ndarray]) -> str:
    said = [
        f"{name} {number(v.min())} to {number(v.max())}, mean {number(v.mean())}"
        for name, v in zip(names, values, strict=True)
    ]
    return f"{quantity[:1].upper()}{quantity[1:]}: {'; '.join(said)}"
