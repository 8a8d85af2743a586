"""How long things take."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from fmnist_helpers.plots.inputs import as_numbers, same_length
from fmnist_helpers.plots.style import (
    HALO,
    LINES,
    MARKERS,
    MUTED,
    PALETTE,
    LessonFigure,
    label_line_ends,
    styled,
)
from fmnist_helpers.plots.words import number

SHARE_COLORS = PALETTE[:5]  # white letters can be read on each


@styled
def time_shares(rows: Mapping[str, Mapping[str, float]], *, unit: str = "ms") -> LessonFigure:
    """What share of the time each part of a job took: a bar of 100 % a row, its parts in order.

    `rows` is {name: {part: time}}, times in `unit`s, with the same parts in every row. The whole
    time of a row stands at its end.
    """
    if not rows or not all(rows.values()):
        raise ValueError("rows: found no times; expected {name: {part: time}}")
    parts = list(next(iter(rows.values())))
    for name, row in rows.items():
        if list(row) != parts:
            raise ValueError(f"{name}: expected the parts {parts}, found {list(row)}")
    times = np.stack([as_numbers(list(row.values()), name) for name, row in rows.items()])
    if (times <= 0).any():
        raise ValueError(f"expected times above 0, found {times.min():g}")
    if len(parts) > len(SHARE_COLORS):
        raise ValueError(f"expected at most {len(SHARE_COLORS)} parts, found {len(parts)}")
    totals = times.sum(axis=1)
    shares = times / totals[:, None]
    figure = LessonFigure(
        8.2,
        0.9 + 0.55 * len(rows),
        alt=f"shares of the time for {', '.join(parts)}: {', '.join(rows)}",
        details="; ".join(
            f"{name}: {total:.3g} {unit}, "
            + ", ".join(f"{part} {share:.0%}" for part, share in zip(parts, row, strict=True))
            + f", most for {parts[int(row.argmax())]}"
            for name, total, row in zip(rows, totals, shares, strict=True)
        )
        + "".join(
            f"; {name} takes {number(total / totals[0])} times as long as {next(iter(rows))}"
            for name, total in [*zip(rows, totals, strict=True)][1:]
        ),
    )
    axes = figure.subplots()
    for place, (row, total) in enumerate(zip(shares, totals, strict=True)):
        left = 0.0
        for part, share, color in zip(parts, row, SHARE_COLORS, strict=False):
            axes.barh(place, share, left=left, height=0.7, color=color, edgecolor="white")
            if share > 0.11:  # narrower, its name would not fit: the order and the legend tell
                text = f"{part}\n{share:.0%}"
                style = {"ha": "center", "va": "center", "fontsize": 9, "color": "white"}
                axes.text(left + share / 2, place, text, **style)
            left += share
        axes.text(1.01, place, f"{total:.3g} {unit}", va="center")
    axes.set_yticks(range(len(rows)), rows)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(0, 1.12)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1])
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(f"share of the time, in this order: {', '.join(parts)}")
    return figure


@styled
def time_to_accuracy(
    runs: Mapping[str, tuple[ArrayLike, ArrayLike]],
    *,
    targets: Sequence[float] = (),
    unit: str = "s",
) -> LessonFigure:
    """Accuracy against the time spent, one line per recipe; `targets` are accuracies to reach.

    `runs` is {name: (times, accuracies)}: times in `unit`s since the start, accuracies 0-1, one
    of each a measurement (an epoch, say). Where a line first reaches a target, the time is written.
    """
    if not runs:
        raise ValueError("runs: found none; expected {name: (times, accuracies)}")
    lines = {str(name): _run(str(name), run) for name, run in runs.items()}
    figure = LessonFigure(
        8.2,
        4.0,
        alt="accuracy against time for "
        + ", ".join(lines)
        + "".join(f"; target {target:.0%}" for target in targets),
        details="; ".join(
            f"{name}: from {accuracies[0]:.1%} at {times[0]:.3g} {unit} to {accuracies[-1]:.1%} at "
            f"{times[-1]:.3g} {unit}, {accuracies.max():.1%} at best, "
            + ", ".join(reached_text(times, accuracies, t, unit) for t in (*targets,))
            for name, (times, accuracies) in lines.items()
        ),
    )
    axes = figure.subplots()
    for i, (name, (times, accuracies)) in enumerate(lines.items()):
        axes.plot(
            times,
            accuracies,
            color=PALETTE[i % len(PALETTE)],
            linestyle=LINES[i % len(LINES)],
            marker=MARKERS[i % len(MARKERS)],
            label=name,
        )
        for target in targets:
            at = reached(times, accuracies, target)
            if at is not None:
                axes.annotate(
                    f"{at:.3g} {unit}",
                    (at, target),
                    xytext=(5, -13),
                    textcoords="offset points",
                    fontsize=9,
                    color=PALETTE[i % len(PALETTE)],
                    path_effects=HALO,
                )
    for target in targets:
        axes.axhline(target, color=MUTED, linestyle=":", linewidth=1, zorder=0)
    axes.set_xlim(left=0)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.set_xlabel(f"time in {unit}")
    axes.set_ylabel("accuracy")
    axes.grid(axis="y")
    colors = PALETTE * len(lines)
    label_line_ends(
        axes, [(t[-1], a[-1], n, colors[i]) for i, (n, (t, a)) in enumerate(lines.items())]
    )
    return figure


def reached(times, accuracies, target):
    """The first time at which the accuracy is at least `target`; None if it never is."""
    hits = np.flatnonzero(np.asarray(accuracies) >= target)
    return float(times[hits[0]]) if hits.size else None


def reached_text(times, accuracies, target, unit):
    at = reached(times, accuracies, target)
    return f"{target:.0%} after {at:.4g} {unit}" if at is not None else f"{target:.0%} never"


def _run(name, run):
    if len(run) != 2:
        raise ValueError(f"{name}: expected (times, accuracies), found {len(run)} items")
    times = as_numbers(run[0], f"{name} times")
    accuracies = as_numbers(run[1], f"{name} accuracies")
    same_length(times=times, accuracies=accuracies)
    if (np.diff(times) < 0).any():
        raise ValueError(f"{name}: expected times that grow, found {times}")
    if accuracies.min() < 0 or accuracies.max() > 1:
        raise ValueError(f"{name}: expected accuracies in 0 to 1, found {accuracies.max():g}")
    return times, accuracies
