"""Losses over steps and epochs, and how the loss of one image comes about."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from fmnist_helpers.plots.inputs import as_array, as_label, as_numbers, expect, softmax
from fmnist_helpers.plots.style import (
    FAINT,
    MUTED,
    PALETTE,
    LessonFigure,
    beside,
    label_line_ends,
    line_style,
    name_rows,
    styled,
)
from fmnist_helpers.plots.words import crossing, each, number, trend
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
) -> LessonFigure:
    """One line for each named list of numbers, its name written at its end.

    `series` is {name: numbers, one per step}; the first stands at `start`. `window` averages that
    many steps, with the single ones drawn faintly behind. `top` cuts the picture off above. NaN and
    infinity are allowed: the line ends there, marked.
    """
    series = as_series(series)
    last = start + max(map(len, series.values())) - 1
    alt = f"{y} by {x}, {x} {start} to {last}, a line each for {', '.join(series)}"
    details = _describe(series, x=x, window=window, top=top, start=start)
    figure = LessonFigure(8, 3.8, alt=alt, details=details)
    axes = figure.subplots()
    _draw_curves(axes, series, window=window, top=top, start=start)
    axes.set_xlabel(x)
    axes.set_ylabel(y if window == 1 else f"{y} (mean of {window})")
    return figure


def learning_rate_curves(losses: Mapping[str, ArrayLike], *, window: int = 1) -> LessonFigure:
    """Training losses for several learning rates, on one scale that a diverging one can't spoil.

    `losses` is {name: losses, one per step}. The picture ends at twice the highest first loss: a
    line that leaves it, or ends in NaN or infinity, is marked "diverges".
    """
    series = as_series(losses)
    first = [values[0] for values in series.values() if np.isfinite(values[0])]
    return curves(series, window=window, top=2 * max(first) if first else None)


@styled
def history_curves(history: Any) -> LessonFigure:
    """Loss and accuracy after each epoch, training against validation, the best epoch marked.

    `history` holds lists of one number per epoch, as attributes or keys: `train_loss`,
    `train_accuracy`, `val_loss`, `val_accuracy` (accuracies 0-1; the last two may be empty). Best
    is the lowest validation loss: later epochs only fit the training images better.
    """
    held = history if isinstance(history, dict) else vars(history)
    epochs = len(held.get("train_loss", ()))
    expect(epochs, "history", "at least one epoch", "none")
    lines = {"loss": {}, "accuracy": {}}
    for kind in lines:
        for part, name in (("train", "training"), ("val", "validation")):
            key = f"{part}_{kind}"
            found = held.get(key)
            values = as_numbers(() if found is None else found, key, finite=False, empty=True)
            may_be = (epochs,) if part == "train" else (0, epochs)
            expect(len(values) in may_be, key, f"{epochs} epochs", len(values))
            if len(values):
                lines[kind][name] = values
    details = ". ".join(
        f"{kind.capitalize()}: {_describe(lines[kind], x='epoch', start=1)}" for kind in lines
    )
    validation = lines["loss"].get("validation", np.zeros(0))
    best = int(np.nanargmin(validation)) + 1 if np.isfinite(validation).any() else None
    if best:
        lowest = number(validation[best - 1])
        details += f". Marked: epoch {best}, with the lowest validation loss, {lowest}"
    alt = f"loss and accuracy after each epoch, 1 to {epochs}, {' against '.join(lines['loss'])}"
    figure = LessonFigure(8.6, 3.4, alt=alt, details=details)
    for axes, kind in zip(figure.subplots(1, 2), lines, strict=True):
        _draw_curves(axes, lines[kind], start=1, markers=True)
        axes.set_xlabel("epoch")
        axes.set_ylabel("loss (mean per image)" if kind == "loss" else kind)
        if best:
            axes.axvline(best, color=MUTED, linestyle=":", linewidth=1.2, zorder=0)
    if best:
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
    classes = len(class_names)
    expect(len(logits) == classes, "logits", f"{classes} numbers", len(logits))
    label = as_label(label, classes)
    probabilities = softmax(logits)
    loss = float(-np.log(max(probabilities[label], 1e-45))) + 0.0  # + 0.0: no "-0.00"
    figure = LessonFigure(
        8.8,
        3.4,
        alt=f"logits of {classes} classes, their softmax, and the loss, which is minus the "
        f"logarithm of the probability of the label {class_names[label]}",
        details=each("{} logit {:.2f} probability {:.3f}", class_names, logits, probabilities)
        + f"; the largest logit is that of {class_names[int(logits.argmax())]}; on the falling "
        f"curve of -ln p, a point at probability {probabilities[label]:.3f} and loss {loss:.3f}",
    )
    left, middle, right = figure.subplots(1, 3, width_ratios=(1, 1, 1.25))
    for axes, values, form in ((left, logits, "{:.1f}"), (middle, probabilities, "{:.2f}")):
        _draw_label_bars(axes, values, label, form)
    name_rows(left, class_names)
    left.get_yticklabels()[label].set_fontweight("bold")
    left.set_xlabel("logits")
    name_rows(middle, [""] * classes)
    middle.set(xlabel="softmax: probabilities", xlim=(0, 1.22), xticks=[0, 0.5, 1])
    _draw_log_loss(right, probabilities[label], loss)
    return figure


def _draw_label_bars(axes, values, label, form):
    style = {"color": FAINT, "edgecolor": MUTED, "linewidth": 0.6, "height": 0.72}
    bars = axes.barh(range(len(values)), values, **style)
    bars[label].set_color(PALETTE[0])
    axes.bar_label(bars, [form.format(v) for v in values], padding=3, fontsize=9)
    axes.margins(x=0.2)
    axes.axvline(0, color=MUTED, linewidth=0.8)


def _draw_log_loss(axes, probability, loss):
    p = np.linspace(0.005, 1, 300)
    axes.plot(p, -np.log(p), color=MUTED)
    axes.plot([probability], [loss], "o", color=PALETTE[0], markersize=9, clip_on=False, zorder=3)
    axes.plot([probability, probability, 0], [0, loss, loss], ":", color=PALETTE[0])
    text, style = f"loss = −ln {probability:.2f} = {loss:.2f}", {"color": PALETTE[0]}
    if probability < 0.5:
        beside(axes, text, (probability, loss), (10, 12), path_effects=(), **style)
    else:  # beside its point it would lie on the curve
        axes.annotate(text, (1, 0.32), xycoords="axes fraction", ha="right", **style)
    axes.set(xlim=(0, 1.02), ylim=(0, max(5.3, loss * 1.15)), ylabel="loss")
    axes.set_xlabel("probability of the label")
    axes.grid()


def as_series(series, *, empty=False) -> dict[str, np.ndarray]:
    """{name: float vector}; NaN and infinity may be among the numbers."""
    found = type(series).__name__ if series else "nothing"
    expect(isinstance(series, dict) and series, "series", "{name: numbers}", found)
    return {
        str(name): as_numbers(values, str(name), finite=False, empty=empty)
        for name, values in series.items()
    }


def drawn_span(parts, top) -> tuple[float, float]:
    """The lowest and the highest number that is drawn, of `visible_part` of each line."""
    drawn = np.concatenate([shown for shown, _ in parts])
    drawn = drawn if top is None else drawn.clip(max=top)  # a peak may leave the picture
    return (drawn.min(), drawn.max()) if drawn.size else (0.0, 1.0)


def _describe(series, *, x="step", window=1, top=None, start=0):
    """Where each line goes, what leaves the picture, and which line ends above which."""
    parts = {name: visible_part(values, window, top) for name, values in series.items()}
    low, high = drawn_span(parts.values(), top)
    lines = []
    for name, (shown, outcome) in parts.items():
        at = start + len(shown) - 1
        if not len(shown):
            said = "is not a number from the start"
        elif outcome == "is above":
            said = f"ends above the picture, over {number(top)}"
        elif outcome:
            leaving = f"leaving the picture at the top at {x} {at}"
            end = leaving if shown[-1] == top else f"not a number after {x} {at}"
            said = f"diverges: from {number(shown[0])}, {end}"
        else:
            said = trend(shown, x=x, start=start, height=high - low)
        lines.append(f"{name} {said}")
    whole = {name: shown for name, (shown, outcome) in parts.items() if not outcome}
    said = "; ".join(filter(None, [*lines, crossing(whole, x=x, start=start)]))
    return said if window == 1 else f"averaged over {window}, {said}"


def _smoothed(values, window):
    """The mean of the last `window` values, or of as many as there are."""
    expect(window >= 1, "window", "at least 1", window)
    if not len(values):
        return np.zeros(0)
    # Each window is added up by itself: a running sum would never get over a loss of 1e20.
    padded = np.concatenate([np.full(window - 1, np.nan), values])
    return np.nanmean(np.lib.stride_tricks.sliding_window_view(padded, window), axis=1)


def _draw_curves(axes, series, *, window=1, top=None, start=0, markers=False):
    ends, lowest = [], np.inf
    for i, (name, values) in enumerate(series.items()):
        shown, outcome = visible_part(values, window, top)
        style, steps = line_style(i), start + np.arange(len(shown))
        color, single = style["color"], values[: len(shown)]
        if window > 1:
            axes.plot(steps, single, color=color, alpha=0.2, linewidth=0.8)
        every = 1 if markers or len(shown) <= 20 else len(shown) // 8
        axes.plot(steps, shown, **style, markevery=every, label=name)
        lowest = min([lowest, *single, *shown])
        if not len(shown):  # not one finite number
            steps, shown, outcome = [0], [top or 0], "diverges"
            name = f"{name}: not a number from the start"
        else:
            name = f"{name} {outcome}".strip()
        ends.append((steps[-1], shown[-1], name, color))
        if outcome == "diverges":
            axes.plot(*ends[-1][:2], marker="X", color=color, markersize=9, clip_on=False)
    axes.grid(axis="y")
    axes.margins(x=0.02)
    if top is not None and lowest < top:  # what lies above must not stretch the picture below
        axes.set_ylim(lowest - 0.05 * (top - lowest), top)
    axes.autoscale_view()
    axes.xaxis.get_major_locator().set_params(integer=True)
    label_line_ends(axes, ends)


def visible_part(values, window=1, top=None) -> tuple[np.ndarray, str]:
    """The part of a line that is drawn, averaged over `window`, and its outcome in words.

    The outcome is "diverges" for a line that comes to NaN or infinity, or ends above both `top` and
    its own start: it is cut where it leaves the picture. A line that ends above `top` but began
    higher "is above". A peak above `top` that comes back doesn't count, and the outcome is "".
    """
    finite = np.isfinite(values)
    stop = len(values) if finite.all() else int(np.argmin(finite))
    shown = _smoothed(values[:stop], window)
    if top is not None and stop and shown[-1] > top:
        outcome = "diverges" if stop < len(values) or shown[-1] > shown[0] else "is above"
        below = np.flatnonzero(shown <= top)
        shown = shown[: int(below[-1]) + 2 if below.size else 1]
        shown[-1] = top
        return shown, outcome
    return shown, "diverges" if stop < len(values) else ""
