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


def counted(count: int, noun: str) -> str:
    """``1 image``, ``2 images``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def listed(names: Sequence[str]) -> str:
    """``a, b and c``."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def trend(values: np.ndarray, *, x: str = "step", start: int = 0, height: float = 0.0) -> str:
    """Where a line of finite numbers goes: from, to, and the extremes between.

    `height` is what the whole picture spans; a line that hardly moves on it is flat.
    """
    first, last = float(values[0]), float(values[-1])
    low, high = int(values.argmin()), int(values.argmax())
    span = float(np.ptp(values))
    if len(values) == 1:
        return f"{number(first)} at {x} {start}"
    if span <= FLAT * height or span == 0:
        return f"stays near {number(values.mean())}"
    if abs(last - first) < NEAR * min(span, max(abs(first), abs(last))):
        said = f"goes from {number(first)} to {number(last)}"
    else:
        said = f"{'falls' if last < first else 'rises'} from {number(first)} to {number(last)}"
    for what, at, end in (("lowest", low, min(first, last)), ("highest", high, max(first, last))):
        if abs(values[at] - end) > NEAR * span:
            said += f", {what} at {x} {start + at} with {number(values[at])}"
    return said


def crossing(series: Mapping[str, np.ndarray], *, x: str = "step", start: int = 0) -> str:
    """Which of two lines lies above at the end, and since when; of more, their order at the end."""
    finite = {name: values for name, values in series.items() if np.isfinite(values[-1:]).all()}
    if len(finite) < 2:
        return ""
    if len(finite) == len(series) == 2:
        (one, a), (other, b) = finite.items()
        length = min(len(a), len(b))
        above = np.sign(a[:length] - b[:length])
        if above[-1]:
            upper, lower = (one, other) if above[-1] > 0 else (other, one)
            changes = np.flatnonzero(above != above[-1])
            since = f"from {x} {start + int(changes[-1]) + 1} on" if changes.size else "throughout"
            return f"{upper} lies above {lower} {since}"
    order = sorted(finite, key=lambda name: -finite[name][-1])
    return "at the end, from highest to lowest: " + ", ".join(order)


def rows_and_columns(pixels: np.ndarray) -> str:
    """Where on a black background a picture has its content, and how much of it is black."""
    bright = pixels if pixels.ndim == 2 else pixels.max(axis=2)
    rows, columns = np.nonzero(bright)
    if not rows.size:
        return "all pixels are 0, black"
    black = 1 - rows.size / bright.size
    return (
        f"{percent(black)} of the pixels are 0, black; the others lie in rows {rows.min()} to "
        f"{rows.max()}, columns {columns.min()} to {columns.max()}"
    )


def spread(values: np.ndarray) -> str:
    """How many numbers are 0, and where half of the others lie."""
    zeros, others = int((values == 0).sum()), values[values != 0]
    said = f"{zeros:,} of {values.size:,} pixels are 0"
    if others.size:
        low, high = np.percentile(others, [25, 75])
        said += f", half of the others lie between {number(low)} and {number(high)}"
    return said


def percent(share: float) -> str:
    """A share 0-1 rounded, but never to 0 % or 100 % where it isn't."""
    if 0 < share < 0.005:
        return "<1 %"
    return ">99 %" if 0.995 <= share < 1 else f"{100 * share:.0f} %"
