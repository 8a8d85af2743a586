"""Losses, gradients and steps: what happens while a model learns."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from fmnist_helpers.plots.inputs import as_array, as_label, as_numbers, softmax
from fmnist_helpers.plots.style import (
    FAINT,
    LINES,
    MARKERS,
    MUTED,
    PALETTE,
    LessonFigure,
    label_line_ends,
    styled,
)
from fmnist_helpers.plots.words import crossing, number, trend
from fmnist_helpers.sources import CLASS_NAMES


@styled
def curves(
    series: Mapping[str, ArrayLike],
    *,
    x: str = "step",
    y: str = "loss",
    window: int = 1,
    top: float | None = None,
    start: int = 0,
    marks: Mapping[str, float] | None = None,
) -> LessonFigure:
    """One line for each named list of numbers, its name written at its end.

    `series` is {name: numbers, one per step}; the first stands at `start`. `window` averages that
    many steps, with the single ones drawn faintly behind. `top` cuts the picture off above. `marks`
    is {text: x} for vertical lines. NaN and infinity are allowed: the line ends there, marked.
    """
    series = as_series(series)
    details = describe(series, x=x, window=window, top=top, start=start)
    details += "".join(f"; marked at {x} {at:g}: {text}" for text, at in (marks or {}).items())
    figure = LessonFigure(8, 3.8, alt=_curves_alt(series, x, y, start), details=details)
    axes = figure.subplots()
    _draw_curves(axes, series, window=window, top=top, start=start)
    axes.set_xlabel(x)
    axes.set_ylabel(y if window == 1 else f"{y} (mean of {window})")
    for text, at in (marks or {}).items():
        axes.axvline(at, color=MUTED, linestyle=":", linewidth=1.2)
        axes.annotate(
            f" {text}", (at, 1), xycoords=("data", "axes fraction"), va="top", color=MUTED
        )
    return figure


def learning_rate_curves(
    losses: Mapping[str, ArrayLike], *, window: int = 1, x: str = "step", y: str = "loss"
) -> LessonFigure:
    """Training losses for several learning rates, on one scale that a diverging one can't spoil.

    `losses` is {name: losses, one per step}. The picture ends at twice the highest first loss: a
    line that leaves it, or ends in NaN or infinity, is marked "diverges".
    """
    series = as_series(losses)
    first = [values[0] for values in series.values() if np.isfinite(values[0])]
    return curves(series, x=x, y=y, window=window, top=2 * max(first) if first else None)


@styled
def history_curves(history: Any) -> LessonFigure:
    """Loss and accuracy after each epoch, training against validation, the best epoch marked.

    `history` holds lists of one number per epoch, as attributes or keys: `train_loss`,
    `train_accuracy`, `val_loss`, `val_accuracy` (accuracies 0-1; the last two may be empty). Best
    is the lowest validation loss: later epochs only fit the training images better.
    """
    parts = {
        (kind, part): _values_of(history, f"{part}_{kind}")
        for kind in ("loss", "accuracy")
        for part in ("train", "val")
    }
    epochs = len(parts["loss", "train"])
    if epochs == 0:
        raise ValueError("history: found no epochs; expected at least one")
    for (kind, part), values in parts.items():
        if len(values) not in ((epochs,) if part == "train" else (0, epochs)):
            raise ValueError(f"{part}_{kind}: expected {epochs} epochs, found {len(values)}")
    validated = len(parts["loss", "val"]) > 0
    names = {"train": "training", "val": "validation"} if validated else {"train": "training"}
    lines = {
        kind: {names[part]: parts[kind, part] for part in names if len(parts[kind, part])}
        for kind in ("loss", "accuracy")
    }
    validated = validated and np.isfinite(parts["loss", "val"]).any()
    best = int(np.nanargmin(parts["loss", "val"])) + 1 if validated else None
    details = ". ".join(
        f"{kind.capitalize()}: {describe(lines[kind], x='epoch', start=1)}" for kind in lines
    )
    if best:
        lowest = number(parts["loss", "val"][best - 1])
        details += f". Marked: epoch {best}, with the lowest validation loss, {lowest}"
    figure = LessonFigure(
        8.6,
        3.4,
        alt=f"loss and accuracy after each epoch, 1 to {epochs}, "
        + " against ".join(names.values()),
        details=details,
    )
    for axes, kind in zip(figure.subplots(1, 2), ("loss", "accuracy"), strict=True):
        _draw_curves(axes, lines[kind], start=1, markers=True)
        axes.set_xlabel("epoch")
        axes.set_ylabel(f"{kind} (mean per image)" if kind == "loss" else kind)
    if best:
        for axes in figure.axes:
            axes.axvline(best, color=MUTED, linestyle=":", linewidth=1.2, zorder=0)
        figure.axes[0].set_title(f"lowest validation loss: epoch {best}", color=MUTED, loc="left")
    return figure


@styled
def softmax_loss(
    logits: ArrayLike, label: int, *, class_names: Sequence[str] = CLASS_NAMES
) -> LessonFigure:
    """From logits to the loss of one image: logits, softmax, and -ln of the label's probability.

    `logits` are the model's scores for one image, one per class; `label` is the index of the
    right class.
    """
    logits = as_numbers(as_array(logits, "logits").reshape(-1), "logits")
    if len(logits) != len(class_names):
        raise ValueError(f"logits: expected {len(class_names)} numbers, found {len(logits)}")
    label = as_label(label, len(class_names))
    probabilities = softmax(logits)
    loss = float(-np.log(max(probabilities[label], 1e-45))) + 0.0  # + 0.0: no "-0.00"
    figure = LessonFigure(
        8.8,
        3.4,
        alt=f"logits of {len(logits)} classes, their softmax, and the loss, which is minus the "
        f"logarithm of the probability of the label {class_names[label]}",
        details="; ".join(
            f"{name} logit {z:.2f} probability {p:.3f}"
            for name, z, p in zip(class_names, logits, probabilities, strict=True)
        )
        + f"; the largest logit is that of {class_names[int(logits.argmax())]}; on the falling "
        f"curve of -ln p, a point at probability {probabilities[label]:.3f} and loss {loss:.3f}",
    )
    left, middle, right = figure.subplots(1, 3, width_ratios=(1, 1, 1.25))
    for axes, values, form in ((left, logits, "{:.1f}"), (middle, probabilities, "{:.2f}")):
        _draw_label_bars(axes, values, label, form)
    left.set_yticks(range(len(class_names)), class_names)
    left.get_yticklabels()[label].set_fontweight("bold")
    left.set_xlabel("logits")
    middle.set_yticks([])
    middle.set_xlabel("softmax: probabilities")
    middle.set_xlim(0, 1.22)
    middle.set_xticks([0, 0.5, 1])
    _draw_log_loss(right, probabilities[label], loss)
    return figure


def _draw_label_bars(axes, values, label, form):
    places = np.arange(len(values))
    bars = axes.barh(places, values, color=FAINT, edgecolor=MUTED, linewidth=0.6, height=0.72)
    bars[label].set_color(PALETTE[0])
    axes.bar_label(bars, [form.format(v) for v in values], padding=3, fontsize=9)
    axes.margins(x=0.2)
    axes.axvline(0, color=MUTED, linewidth=0.8)
    axes.spines["left"].set_visible(False)
    axes.tick_params(left=False)
    axes.set_ylim(len(values) - 0.4, -0.6)


def _draw_log_loss(axes, probability, loss):
    p = np.linspace(0.005, 1, 300)
    axes.plot(p, -np.log(p), color=MUTED)
    axes.plot([probability], [loss], "o", color=PALETTE[0], markersize=9, clip_on=False, zorder=3)
    axes.plot([probability, probability, 0], [0, loss, loss], ":", color=PALETTE[0])
    said = {"text": f"loss = −ln {probability:.2f} = {loss:.2f}", "color": PALETTE[0]}
    if probability < 0.5:
        axes.annotate(xy=(probability, loss), xytext=(10, 12), textcoords="offset points", **said)
    else:  # beside its point it would lie on the curve
        axes.annotate(xy=(1, 0.32), xycoords="axes fraction", ha="right", **said)
    axes.set_xlim(0, 1.02)
    axes.set_ylim(0, max(5.3, loss * 1.15))
    axes.set_xlabel("probability of the label")
    axes.set_ylabel("loss")
    axes.grid()


def as_series(series, *, empty=False):
    """{name: float vector}; NaN and infinity may be among the numbers."""
    if not isinstance(series, dict) or not series:
        raise ValueError(f"series: expected {{name: numbers}}, found {type(series).__name__}")
    return {
        str(name): as_numbers(values, str(name), finite=False, empty=empty)
        for name, values in series.items()
    }


def _values_of(history, key):
    found = history.get(key) if isinstance(history, dict) else getattr(history, key, None)
    return np.zeros(0) if found is None else as_numbers(found, key, finite=False, empty=True)


def _curves_alt(series, x, y, start):
    lengths = {len(values) for values in series.values()}
    span = f"{x} {start} to {start + max(lengths) - 1}"
    return f"{y} by {x}, {span}, a line each for " + ", ".join(series)


def describe(series, *, x="step", window=1, top=None, start=0):
    """Where each line goes, what leaves the picture, and which line ends above which."""
    parts = {name: visible_part(values, window, top) for name, values in series.items()}
    drawn = np.concatenate([shown for shown, _ in parts.values()])
    drawn = drawn if top is None else drawn.clip(max=top)
    height = float(np.ptp(drawn)) if drawn.size else 0.0
    lines = []
    for name, (shown, outcome) in parts.items():
        at = start + len(shown) - 1
        if not len(shown):
            lines.append(f"{name} is not a number from the start")
        elif outcome == "is above":
            lines.append(f"{name} ends above the picture, over {number(top)}")
        elif outcome and shown[-1] == top:
            first = number(shown[0])
            lines.append(
                f"{name} diverges: from {first}, leaving the picture at the top at {x} {at}"
            )
        elif outcome:
            lines.append(f"{name} diverges: from {number(shown[0])}, not a number after {x} {at}")
        else:
            lines.append(f"{name} {trend(shown, x=x, start=start, height=height)}")
    whole = {name: shown for name, (shown, outcome) in parts.items() if not outcome}
    said = "; ".join(filter(None, [*lines, crossing(whole, x=x, start=start)]))
    return said if window == 1 else f"averaged over {window}, {said}"


def smoothed(values, window):
    """The mean of the last `window` values, or of as many as there are; NaN ends it."""
    if window < 1:
        raise ValueError(f"window: expected at least 1, found {window}")
    # Each window is added up by itself: a running sum would never get over a loss of 1e20.
    padded = np.concatenate([np.full(window - 1, np.nan), values])
    if not len(values):
        return np.zeros(0)
    return np.nanmean(np.lib.stride_tricks.sliding_window_view(padded, window), axis=1)


def _draw_curves(axes, series, *, window=1, top=None, start=0, markers=False):
    ends, lowest = [], []
    for i, (name, values) in enumerate(series.items()):
        color = PALETTE[i % len(PALETTE)]
        shown, outcome = visible_part(values, window, top)
        steps = start + np.arange(len(shown))
        if window > 1:
            axes.plot(steps, values[: len(shown)], color=color, alpha=0.2, linewidth=0.8)
            lowest.extend(values[: len(shown)])
        axes.plot(
            steps,
            shown,
            color=color,
            linestyle=LINES[i % len(LINES)],
            marker=MARKERS[i % len(MARKERS)],
            markevery=1 if markers or len(shown) <= 20 else len(shown) // 8,
            label=name,
        )
        ends.append(_line_end(steps, shown, name, color, outcome, top))
        lowest.extend(shown)
    axes.grid(axis="y")
    axes.margins(x=0.02)
    if top is not None and lowest:  # what lies above must not stretch the picture below either
        axes.set_ylim(min(lowest) - 0.05 * (top - min(lowest)), top)
    axes.autoscale_view()
    axes.xaxis.get_major_locator().set_params(integer=True)
    for x, y, _, color in (end[:4] for end in ends if end[4]):
        axes.plot([x], [y], marker="X", color=color, markersize=9, clip_on=False)
    label_line_ends(axes, [end[:4] for end in ends])


def visible_part(values, window=1, top=None):
    """The part of a line that is drawn, averaged over `window`, and its outcome in words.

    The outcome is "diverges" for a line that comes to NaN or infinity, or ends above both `top` and
    its own start: it is cut where it leaves the picture. A line that ends above `top` but began
    higher "is above". A peak above `top` that comes back doesn't count, and the outcome is "".
    """
    finite = np.isfinite(values)
    stop = len(values) if finite.all() else int(np.argmin(finite))
    shown = smoothed(values[:stop], window)
    if top is not None and stop and shown[-1] > top:
        outcome = "diverges" if stop < len(values) or shown[-1] > shown[0] else "is above"
        below = np.flatnonzero(shown <= top)
        shown = shown[: int(below[-1]) + 2 if below.size else 1]
        shown[-1] = top
        return shown, outcome
    return shown, "diverges" if stop < len(values) else ""


def _line_end(steps, shown, name, color, outcome, top):
    if not len(shown):  # not one finite number
        return 0, 0 if top is None else top, f"{name}: not a number from the start", color, True
    return steps[-1], shown[-1], f"{name} {outcome}".strip(), color, outcome == "diverges"
