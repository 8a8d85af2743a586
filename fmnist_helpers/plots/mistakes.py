"""What a model gets wrong, and how sure it was."""

from collections.abc import Sequence

import numpy as np
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from fmnist_helpers.plots.batches import write_counts
from fmnist_helpers.plots.images import draw
from fmnist_helpers.plots.inputs import (
    as_array,
    as_images,
    as_labels,
    as_numbers,
    as_probabilities,
    same_length,
)
from fmnist_helpers.plots.style import (
    FAINT,
    HALO,
    INK,
    MUTED,
    PALETTE,
    RIGHT,
    WRONG,
    LessonFigure,
    bare,
    styled,
)
from fmnist_helpers.plots.words import counted, percent
from fmnist_helpers.sources import CLASS_NAMES


@styled
def predictions_grid(
    images: ArrayLike,
    scores: ArrayLike,
    labels: ArrayLike,
    *,
    titles: Sequence[str] | None = None,
    columns: int = 4,
    class_names: Sequence[str] = CLASS_NAMES,
) -> LessonFigure:
    """Garments with the model's three likeliest classes, right and wrong told in words.

    `images` are (N, H, W) or (N, C, H, W); `scores` (N, classes) logits, or probabilities (rows
    that sum to 1); `labels` (N,) class indices. `titles` are N texts above the images.
    """
    images = as_images(images)
    probabilities = as_probabilities(scores, len(class_names), "scores")
    labels = as_labels(labels, len(class_names))
    same_length(images=images, scores=probabilities, labels=labels)
    right = probabilities.argmax(axis=1) == labels
    columns = max(1, min(columns, len(images)))
    rows = -(-len(images) // columns)
    figure = LessonFigure(
        max(2.4, min(2.15 * columns, 8.8)),
        2.75 * rows,
        alt=f"{len(images)} garments, each with its label and the three likeliest classes: "
        + ", ".join(class_names[label] for label in labels),
        details=f"{right.sum()} right, {(~right).sum()} wrong. "
        + "; ".join(
            f"{class_names[label]} predicted "
            + ", ".join(f"{class_names[c]} {percent(row[c])}" for c in _top(row))
            for label, row in zip(labels, probabilities, strict=True)
        ),
    )
    grid = figure.subplots(2 * rows, columns, squeeze=False, height_ratios=[1.6, 1] * rows)
    for i in range(rows * columns):
        row, column = divmod(i, columns)
        top, bottom = bare(grid[2 * row, column]), bare(grid[2 * row + 1, column])
        if i >= len(images):
            top.set_visible(False)
            bottom.set_visible(False)
            continue
        draw(top, images[i])
        color = RIGHT if right[i] else WRONG
        verdict = "✓ right" if right[i] else f"✗ wrong, label: {class_names[labels[i]]}"
        top.set_title(
            verdict if titles is None else f"{titles[i]}\n{verdict}", color=color, fontsize=9
        )
        for spine in top.spines.values():
            spine.set(visible=True, color=color, linewidth=2.5, linestyle="-" if right[i] else "--")
        _draw_top(bottom, probabilities[i], labels[i], class_names)
    return figure


@styled
def confusion_matrix(matrix: ArrayLike, class_names: Sequence[str] = CLASS_NAMES) -> LessonFigure:
    """Counts of label (row) against prediction (column); color is the share of the row.

    `matrix` is (classes, classes), whole numbers: `matrix[i, j]` images of class i were taken for
    class j. The color's scale shows small shares too: a row's few mistakes must be seen.
    """
    matrix = as_matrix(matrix, len(class_names))
    shares = matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1)
    figure = LessonFigure(
        7.6,
        5.4,
        alt=f"confusion matrix, label by prediction, of the classes {', '.join(class_names)}",
        details=f"{_describe_matrix(matrix, class_names)}. By label: "
        + "; ".join(
            f"{name}: " + ", ".join(f"{n} {class_names[j]}" for j, n in enumerate(row) if n)
            for name, row in zip(class_names, matrix, strict=True)
        ),
    )
    axes = bare(figure.subplots())
    write_counts(axes, matrix, shares)
    for i in range(len(class_names)):
        corner = (i - 0.5, i - 0.5)
        axes.add_patch(Rectangle(corner, 1, 1, fill=False, edgecolor=INK, linewidth=1.2))
    axes.set_xticks(range(len(class_names)), class_names, rotation=35, ha="left")
    axes.set_yticks(range(len(class_names)), class_names)
    axes.tick_params(length=0)
    axes.xaxis.tick_top()
    axes.xaxis.set_label_position("top")
    axes.set_xlabel("predicted")
    axes.set_ylabel("label")
    return figure


@styled
def class_scores(matrix: ArrayLike, class_names: Sequence[str] = CLASS_NAMES) -> LessonFigure:
    """Precision and recall of each class, from a confusion matrix (rows labels).

    Recall: of this class's images, the share that was found. Precision: of the images called this
    class, the share that is. A class never predicted has no precision, and one without images no
    recall: no mark is drawn.
    """
    matrix = as_matrix(matrix, len(class_names))
    hits = np.diag(matrix)
    with np.errstate(invalid="ignore"):
        precision, recall = hits / matrix.sum(axis=0), hits / matrix.sum(axis=1)
    figure = LessonFigure(
        7,
        0.9 + 0.3 * len(class_names),
        alt="precision and recall of each class: " + ", ".join(class_names),
        details="; ".join(
            f"{name}: precision {p:.3f}, recall {r:.3f}"
            for name, p, r in zip(class_names, precision, recall, strict=True)
        )
        + "".join(
            f"; lowest {what}: {class_names[int(np.nanargmin(values))]}"
            for what, values in (("precision", precision), ("recall", recall))
            if not np.isnan(values).all()
        ),
    )
    axes = figure.subplots()
    places = np.arange(len(class_names))
    axes.hlines(places, np.fmin(precision, recall), np.fmax(precision, recall), color=FAINT, lw=4)
    axes.plot(precision, places, "o", color=PALETTE[0], markersize=8, label="precision")
    axes.plot(
        recall, places, "D", color=PALETTE[1], markersize=7, mfc="none", mew=2, label="recall"
    )
    axes.set_yticks(places, class_names)
    axes.invert_yaxis()
    axes.set_xlim(right=1.01)
    axes.set_xlabel("share")
    axes.grid(axis="x")
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    figure.legend(loc="outside upper right", ncols=2, frameon=False)
    return figure


@styled
def reliability_diagram(
    confidences: ArrayLike, correct: ArrayLike, *, bins: int = 10
) -> LessonFigure:
    """Is a model right as often as it is sure? Accuracy against confidence, in bins of equal width.

    `confidences` are the probabilities of the predicted classes, 0-1 (N,); `correct` whether each
    was right (N,), booleans. Bars on the diagonal are calibrated, below it overconfident. `bins` is
    how many; a bin that holds nothing has no bar. The gap written above is the mean of
    |accuracy - confidence|, weighted by the images in the bin (the expected calibration error).
    """
    confidences, correct = as_numbers(confidences, "confidences"), as_numbers(correct, "correct")
    same_length(confidences=confidences, correct=correct)
    if confidences.min() < 0 or confidences.max() > 1 + 1e-6:
        found = f"{confidences.min():g} to {confidences.max():g}"
        raise ValueError(f"confidences: expected probabilities in 0 to 1, found {found}")
    if not np.isin(correct, (0, 1)).all():
        raise ValueError("correct: expected True or False for each image")
    edges, counts, accuracy, confidence = calibration(confidences, correct, bins)
    error = np.nansum(counts * np.abs(accuracy - confidence)) / counts.sum()
    figure = LessonFigure(
        5.2,
        5.0,
        alt=f"reliability diagram of {len(correct):,} images: accuracy by confidence, {bins} bins",
        details=f"expected calibration error {error:.3f}; "
        + _describe_calibration(counts, accuracy, confidence)
        + "; "
        + "; ".join(
            f"confidence {c:.2f}: accuracy {a:.2f} of {counted(n, 'image')}"
            for n, a, c in zip(counts, accuracy, confidence, strict=True)
            if n
        ),
    )
    top, bottom = figure.subplots(2, 1, sharex=True, height_ratios=(3.2, 1))
    width = 1 / bins
    middles = edges[:-1] + width / 2
    top.bar(middles, np.nan_to_num(accuracy), width * 0.92, color=PALETTE[0], label="accuracy")
    top.plot([0, 1], [0, 1], "--", color=INK, linewidth=1.2)
    top.annotate("as right as sure", (0.3, 0.33), rotation=38, ha="center", path_effects=HALO)
    top.plot(confidence, accuracy, "o", color=PALETTE[1])
    top.set_title(f"mean gap to the dashed line: {error:.3f}", loc="left")
    top.set_ylim(0, 1)
    top.set_ylabel("accuracy")
    top.grid(axis="y")
    bottom.bar(middles, counts, width * 0.92, color=MUTED)
    bottom.set_xlim(0, 1)
    bottom.set_xlabel("confidence (probability of the predicted class)")
    bottom.set_ylabel("images")
    return figure


def _describe_matrix(matrix, class_names, count=4):
    """The diagonal's share, and the most frequent mistakes."""
    off = matrix.copy()
    np.fill_diagonal(off, 0)
    right, total = int(np.trace(matrix)), int(matrix.sum())
    said = f"{right:,} of {total:,} lie on the diagonal, right"
    order = np.argsort(-off, axis=None, kind="stable")[:count]
    worst = [divmod(int(i), len(class_names)) for i in order if off.flat[i]]
    if worst:
        mistakes = (f"{class_names[r]} taken for {class_names[c]} {off[r, c]:,}" for r, c in worst)
        said += "; most frequent mistakes: " + ", ".join(mistakes)
    return said


def _describe_calibration(counts, accuracy, confidence):
    """On which side of the diagonal the bins lie, and where most images are."""
    held = np.flatnonzero(counts)
    gaps = accuracy[held] - confidence[held]
    below, above = int((gaps < -0.01).sum()), int((gaps > 0.01).sum())
    fullest = int(counts.argmax())
    return (
        f"accuracy lies below confidence in {below} of {len(held)} bins, above it in {above}; "
        f"most images ({counts[fullest]:,}) have a confidence near {confidence[fullest]:.2f}"
    )


def worst_errors(
    images: ArrayLike,
    scores: ArrayLike,
    labels: ArrayLike,
    *,
    count: int = 8,
    columns: int = 4,
    class_names: Sequence[str] = CLASS_NAMES,
) -> LessonFigure:
    """The most confident mistakes, most confident first, as a grid like `predictions_grid`.

    Takes what `predictions_grid` takes; each image's title is its place in `images`. Among them are
    the labels that are probably wrong. Raises ValueError if there is no mistake.
    """
    order = rank_errors(scores, labels, classes=len(class_names))[:count]
    if not len(order):
        raise ValueError(f"no mistake among {len(labels)} images: nothing to draw")
    figure = predictions_grid(
        [images[int(i)] for i in order],
        as_array(scores, "scores")[order],
        as_array(labels, "labels")[order],
        titles=[f"image {i}" for i in order],
        columns=columns,
        class_names=class_names,
    )
    # Which images these are depends on the last digits of the weights.
    figure.alt = f"the {len(order)} most confident mistakes among {len(labels):,} images"
    return figure


def rank_errors(scores: ArrayLike, labels: ArrayLike, *, classes: int = 10) -> np.ndarray:
    """Indices (M,) of the images that were predicted wrong, the most confident mistake first."""
    probabilities = as_probabilities(scores, classes, "scores")
    labels = as_labels(labels, classes)
    same_length(scores=probabilities, labels=labels)
    wrong = np.flatnonzero(probabilities.argmax(axis=1) != labels)
    return wrong[np.argsort(-probabilities[wrong].max(axis=1), kind="stable")]


def calibration(confidences, correct, bins):
    """Bin edges (bins + 1,), counts, mean accuracy and mean confidence per bin (NaN if empty)."""
    if bins < 1:
        raise ValueError(f"bins: expected at least 1, found {bins}")
    edges = np.linspace(0, 1, bins + 1)
    place = np.minimum((confidences * bins).astype(int), bins - 1)  # 1.0 is in the last bin
    counts = np.bincount(place, minlength=bins)
    with np.errstate(invalid="ignore"):
        accuracy = np.bincount(place, weights=correct, minlength=bins) / counts
        confidence = np.bincount(place, weights=confidences, minlength=bins) / counts
    return edges, counts, accuracy, confidence


def as_matrix(matrix, classes):
    """A (classes, classes) table of counts."""
    array = as_array(matrix, "matrix")
    if array.shape != (classes, classes):
        raise ValueError(f"matrix: expected shape {(classes, classes)}, found {array.shape}")
    if array.dtype.kind == "f" and np.isfinite(array).all() and (array == array.round()).all():
        array = array.astype(np.int64)
    if array.dtype.kind not in "iu" or (array < 0).any():
        raise ValueError("matrix: expected counts, whole numbers of 0 or more; normalize nothing")
    return array


def _top(row, count=3):
    return np.argsort(-row, kind="stable")[:count]


def _draw_top(axes, row, label, class_names):
    for place, c in enumerate(_top(row)):
        text = f"{class_names[c]} {percent(row[c])}" + (" ← label" if c == label else "")
        color = "#A9CCE3" if c == label else FAINT
        axes.barh(place, row[c], color=color, height=0.86)
        axes.text(0.02, place, text, va="center", fontsize=9, color=INK)
    axes.set_xlim(0, 1)
    axes.set_ylim(2.6, -0.6)
