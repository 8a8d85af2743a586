"""How long things take."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from fmnist_helpers.plots.inputs import as_numbers, expect, same_length
from fmnist_helpers.plots.style import (
    MUTED,
    PALETTE,
    LessonFigure,
    beside,
    label_line_ends,
    line_style,
    name_rows,
    styled,
)
from fmnist_helpers.plots.words import each, number

SHARE_COLORS = PALETTE[:5]  # white letters can be read on each


@styled
def time_shares(rows: Mapping[str, Mapping[str, float]]) -> LessonFigure:
    """What share of the time each part of a job took: a bar of 100 % per row, its parts in order.

    `rows` is {name: {part: time}}, times in ms, with the same parts, at most five, in every row.
    The whole time of a row is written at its end.
    """
    expect(rows and all(rows.values()), "rows", "{name: {part: time}}", "no times")
    parts, *_ = map(list, rows.values())
    for name, row in rows.items():
        expect(list(row) == parts, name, f"the parts {parts}", list(row))
    times = np.stack([as_numbers(list(row.values()), name) for name, row in rows.items()])
    expect((times > 0).all(), "rows", "times above 0", f"{times.min():g}")
    count = len(SHARE_COLORS)
    expect(len(parts) <= count, "rows", f"at most {count} parts", len(parts))
    totals = times.sum(axis=1)
    shares = times / totals[:, None]
    texts = [each("{} {:.0%}", parts, row, between=", ") for row in shares]
    slower = [number(total / totals[0]) for total in totals]
    details = each("{}: {:.3g} ms, {}", rows, totals, texts) + "".join(
        f"; {name} takes {times} times as long as {next(iter(rows))}"
        for name, times in [*zip(rows, slower, strict=True)][1:]
    )
    alt = f"shares of the time for {', '.join(parts)}: {', '.join(rows)}"
    figure = LessonFigure(8.2, 0.9 + 0.55 * len(rows), alt=alt, details=details)
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
        axes.text(1.01, place, f"{total:.3g} ms", va="center")
    name_rows(axes, list(rows))
    axes.set_xlim(0, 1.12)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1])
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.set_xlabel(f"share of the time, in this order: {', '.join(parts)}")
    return figure


@styled
def time_to_accuracy(
    runs: Mapping[str, tuple[ArrayLike, ArrayLike]], *, targets: Sequence[float] = ()
) -> LessonFigure:
    """Accuracy against the time spent, one line per recipe; `targets` are accuracies to reach.

    `runs` is {name: (times, accuracies)}: seconds since the start, accuracies 0-1, one of each per
    measurement (an epoch, say). The time is written where a line first reaches a target.
    """
    lines = {str(name): _run(str(name), run) for name, run in runs.items()}
    alt = f"accuracy against time for {', '.join(lines)}"
    figure = LessonFigure(
        8.2,
        4.0,
        alt=alt + "".join(f"; target {target:.0%}" for target in targets),
        details="; ".join(f"{n}: {_describe_run(*run, targets)}" for n, run in lines.items()),
    )
    axes = figure.subplots()
    ends = []
    for i, (name, (times, accuracies)) in enumerate(lines.items()):
        style = line_style(i)
        axes.plot(times, accuracies, **style, label=name)
        ends.append((times[-1], accuracies[-1], name, style["color"]))
        for target in targets:
            at = _reached(times, accuracies, target)
            if at is not None:
                text, look = f"{at:.3g} s", {"fontsize": 9, "color": style["color"]}
                beside(axes, text, (at, target), (5, -13), **look)
    for target in targets:
        axes.axhline(target, color=MUTED, linestyle=":", linewidth=1, zorder=0)
    axes.set_xlim(left=0)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.set_xlabel("time in s")
    axes.set_ylabel("accuracy")
    axes.grid(axis="y")
    label_line_ends(axes, ends)
    return figure


def _reached(times, accuracies, target):
    """The first time at which the accuracy is at least `target`; None if it never is."""
    hits = np.flatnonzero(accuracies >= target)
    return float(times[hits[0]]) if hits.size else None


def _describe_run(times, accuracies, targets):
    said = [
        f"from {accuracies[0]:.1%} at {times[0]:.3g} s to {accuracies[-1]:.1%} at "
        f"{times[-1]:.3g} s, {accuracies.max():.1%} at best"
    ]
    for target in targets:
        at = _reached(times, accuracies, target)
        said.append(f"{target:.0%} never" if at is None else f"{target:.0%} after {at:.4g} s")
    return ", ".join(said)


def _run(name, run):
    expect(len(run) == 2, name, "(times, accuracies)", f"{len(run)} items")
    times = as_numbers(run[0], f"{name} times")
    accuracies = as_numbers(run[1], f"{name} accuracies")
    same_length(times=times, accuracies=accuracies)
    expect((np.diff(times) >= 0).all(), name, "times that grow", times)
    in_range = accuracies.min() >= 0 and accuracies.max() <= 1
    expect(in_range, name, "accuracies in 0 to 1", f"{accuracies.max():g}")
    return times, accuracies
