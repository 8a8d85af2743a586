"""One garment, and how sure a model is of each class."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from fmnist_helpers.plots.images import draw
from fmnist_helpers.plots.inputs import as_array, as_image, as_label, as_probabilities, expect
from fmnist_helpers.plots.style import INK, PALETTE, LessonFigure, bare, name_rows, styled
from fmnist_helpers.sources import CLASS_NAMES


@styled
def class_bars(
    image: ArrayLike,
    scores: ArrayLike,
    label: int | None = None,
    *,
    class_names: Sequence[str] = CLASS_NAMES,
) -> LessonFigure:
    """One image, and a bar for each class: the share that the model gives it, all together 100 %.

    `scores` (classes,) are probabilities, or logits, which softmax turns into probabilities.
    `label`, if there is one, is the right class: an arrow marks its name, another color its bar.
    """
    pixels = as_image(image)
    row = as_array(scores, "scores")
    hint = f"shape {row.shape}; for a batch, index it first: scores[0]"
    expect(row.ndim == 1, "scores", f"one number per class, shape ({len(class_names)},)", hint)
    shares = as_probabilities(row[None], len(class_names), "scores")[0]
    label = None if label is None else as_label(label, len(class_names))
    said = "no label" if label is None else f"label {class_names[label]}"
    order = np.argsort(-shares, kind="stable")
    figure = LessonFigure(
        7.2,
        0.4 + 0.27 * len(class_names),
        alt=f"a garment, {said}, and a bar for each of {len(class_names)} classes",
        details="likeliest first: "
        + ", ".join(f"{class_names[c]} {100 * shares[c]:.0f} %" for c in order),
    )
    picture, axes = figure.subplots(1, 2, width_ratios=[1, 1.9])
    draw(bare(picture), pixels)
    picture.set_xlabel(said)
    bars = axes.barh(range(len(class_names)), 100 * shares, color=PALETTE[0], height=0.72)
    axes.bar_label(bars, fmt="%.0f %%", padding=4, color=INK)
    if label is not None:
        bars[label].set_color(PALETTE[1])
    name_rows(axes, [f"{name} ←" if c == label else name for c, name in enumerate(class_names)])
    axes.set(xlim=(0, 112), xticks=[])
    axes.spines["bottom"].set_visible(False)
    return figure
