"""What a figure shows, in words: trends, extremes and crossings, computed from its data."""

from collections.abc import Mapping, Sequence

import numpy as np

FLAT = 0.05  # a line that moves by less than this share of the picture's height is flat
NEAR = 0.1  # an extreme this close to an end of its line is that end


def number(value: float) -> str:
    """Three significant digits, enough for a listener; no exponent below a million."""
    if 1000 <= abs(value) < 1e6:
        return f"{value:,.0f}"
    return f"{value + 0.0:.3g}".replace("e+0", "e").replace("e+", "e")


def percent(share: float) -> str:
    """A share 0-1, rounded, but never to 0 % or 100 % unless it is."""
    if 0 < share < 0.005:
        return "<1 %"
    return ">99 %" if 0.995 <= share < 1 else f"{100 * share:.0f} %"


def counted(count: int, noun: str) -> str:
    """``1 image``, ``2 images``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def listed(names: Sequence[str]) -> str:
    """``a, b and c``."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def each(form: str, *columns, between: str = "; ") -> str:
    """`form` filled in once for each row of `columns`."""
    return between.join(form.format(*row) for row in zip(*columns, strict=True))


def trend(values: np.ndarray, *, x: str = "step", start: int = 0, height: float = 0.0) -> str:
    """Where a line of finite numbers goes: from, to, and the extremes between.

    `height` is what the whole picture spans; a line that hardly moves on it is flat.
    """
    first, last, span = float(values[0]), float(values[-1]), float(np.ptp(values))
    if len(values) == 1:
        return f"{number(first)} at {x} {start}"
    if span <= FLAT * height or span == 0:
        return f"stays near {number(values.mean())}"
    verb = "falls" if last < first else "rises"
    if abs(last - first) < NEAR * min(span, max(abs(first), abs(last))):
        verb = "goes"
    said = f"{verb} from {number(first)} to {number(last)}"
    for what, at, end in (
        ("lowest", int(values.argmin()), min(first, last)),
        ("highest", int(values.argmax()), max(first, last)),
    ):
        if abs(values[at] - end) > NEAR * span:
            said += f", {what} at {x} {start + at} with {number(values[at])}"
    return said


def crossing(series: Mapping[str, np.ndarray], *, x: str = "step", start: int = 0) -> str:
    """Which of two lines lies above at the end, and since when; of more, their order at the end."""
    if len(series) < 2:
        return ""
    if len(series) == 2:
        (one, a), (other, b) = series.items()
        length = min(len(a), len(b))
        above = np.sign(a[:length] - b[:length])
        if above[-1]:
            upper, lower = (one, other) if above[-1] > 0 else (other, one)
            changes = np.flatnonzero(above != above[-1])
            since = f"from {x} {start + int(changes[-1]) + 1} on" if changes.size else "throughout"
            return f"{upper} lies above {lower} {since}"
    order = sorted(series, key=lambda name: -series[name][-1])
    return "at the end, from highest to lowest: " + ", ".join(order)
