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
    expect,
    same_length,
)
from fmnist_helpers.plots.style import (
    FAINT,
    HALO,
    INK,
    MUTED,
    PALETTE,
    LessonFigure,
    bare,
    name_classes,
    name_rows,
    styled,
)
from fmnist_helpers.plots.words import counted, each, percent
from fmnist_helpers.sources import CLASS_NAMES


@styled
def predictions_grid(
    images: ArrayLike,
    scores: ArrayLike,
    labels: ArrayLike,
    *,
    titles: Sequence[str] | None = None,
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
    columns = min(4, len(images))
    rows = -(-len(images) // columns)
    names = [class_names[label] for label in labels]
    figure = LessonFigure(
        max(2.4, 2.15 * columns),
        2.75 * rows,
        alt=f"{len(images)} garments, each with its label and the three likeliest classes: "
        + ", ".join(names),
        details=f"{right.sum()} right, {(~right).sum()} wrong. "
        + each("{} predicted {}", names, [_describe_top(p, class_names) for p in probabilities]),
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
        color, line = (PALETTE[0], "-") if right[i] else (PALETTE[1], "--")
        verdict = "✓ right" if right[i] else f"✗ wrong, label: {names[i]}"
        title = verdict if titles is None else f"{titles[i]}\n{verdict}"
        top.set_title(title, color=color, fontsize=9)
        for spine in top.spines.values():
            spine.set(visible=True, color=color, linewidth=2.5, linestyle=line)
        _draw_top(bottom, probabilities[i], labels[i], class_names)
    return figure


@styled
def worst_errors(
    images: ArrayLike,
    scores: ArrayLike,
    labels: ArrayLike,
    *,
    count: int = 8,
    class_names: Sequence[str] = CLASS_NAMES,
) -> LessonFigure:
    """The most confident mistakes, most confident first, as a grid like `predictions_grid`.

    Takes what `predictions_grid` takes; each image's title is its place in `images`. Among them are
    the labels that are probably wrong. Raises ValueError if there is none.
    """
    probabilities = as_probabilities(scores, len(class_names), "scores")
    labels = as_labels(labels, len(class_names))
    same_length(images=images, scores=probabilities, labels=labels)
    wrong = np.flatnonzero(probabilities.argmax(axis=1) != labels)
    order = wrong[np.argsort(-probabilities[wrong].max(axis=1), kind="stable")][:count]
    expect(order.size, "scores", "mistakes to draw", f"no mistake among {len(labels)} images")
    figure = predictions_grid(
        [images[int(i)] for i in order],
        probabilities[order],
        labels[order],
        titles=[f"image {i}" for i in order],
        class_names=class_names,
    )
    # Which images these are depends on the last digits of the weights.
    figure.alt = f"the {len(order)} most confident mistakes among {len(labels):,} images"
    return figure


@styled
def confusion_matrix(matrix: ArrayLike, class_names: Sequence[str] = CLASS_NAMES) -> LessonFigure:
    """Counts of label (row) against prediction (column); color is the share of the row.

    `matrix` is (classes, classes), whole numbers: `matrix[i, j]` images of class i were taken for
    class j. The color's scale shows small shares too: a row's few mistakes must be seen.
    """
    matrix = as_matrix(matrix, len(class_names))
    figure = LessonFigure(
        7.6,
        5.4,
        alt=f"confusion matrix, label by prediction, of the classes {', '.join(class_names)}",
        details=_describe_matrix(matrix, class_names),
    )
    axes = bare(figure.subplots())
    write_counts(axes, matrix)
    for i in range(len(class_names)):
        corner = (i - 0.5, i - 0.5)
        axes.add_patch(Rectangle(corner, 1, 1, fill=False, edgecolor=INK, linewidth=1.2))
    name_classes(axes, class_names, class_names)
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
        details=each("{}: precision {:.3f}, recall {:.3f}", class_names, precision, recall),
    )
    axes = figure.subplots()
    places = np.arange(len(class_names))
    axes.hlines(places, np.fmin(precision, recall), np.fmax(precision, recall), color=FAINT, lw=4)
    axes.plot(precision, places, "o", color=PALETTE[0], markersize=8, label="precision")
    open_mark = {"color": PALETTE[1], "markersize": 7, "mfc": "none", "mew": 2}
    axes.plot(recall, places, "D", **open_mark, label="recall")
    name_rows(axes, class_names)
    axes.set_xlim(right=1.01)
    axes.set_xlabel("share")
    axes.grid(axis="x")
    figure.legend(loc="outside upper right", ncols=2, frameon=False)
    return figure


@styled
def reliability_diagram(confidences: ArrayLike, correct: ArrayLike) -> LessonFigure:
    """Is a model right as often as it is sure? Accuracy against confidence, in ten equal bins.

    `confidences` are the probabilities of the predicted classes, 0-1 (N,); `correct` whether each
    was right (N,), booleans. Bars on the diagonal are calibrated, below it overconfident; a bin
    that holds nothing has no bar. The gap written above is the mean of |accuracy - confidence|,
    weighted by the images in the bin (the expected calibration error).
    """
    confidences, correct = as_numbers(confidences, "confidences"), as_numbers(correct, "correct")
    same_length(confidences=confidences, correct=correct)
    low, high = confidences.min(), confidences.max()
    in_range = low >= 0 and high <= 1 + 1e-6
    expect(in_range, "confidences", "probabilities in 0 to 1", f"{low:g} to {high:g}")
    expect(np.isin(correct, (0, 1)).all(), "correct", "True or False for each image", "others")
    bins = 10
    place = np.minimum((confidences * bins).astype(int), bins - 1)  # 1.0 is in the last bin
    counts = np.bincount(place, minlength=bins)
    with np.errstate(invalid="ignore"):
        accuracy = np.bincount(place, weights=correct, minlength=bins) / counts
        confidence = np.bincount(place, weights=confidences, minlength=bins) / counts
    error = np.nansum(counts * np.abs(accuracy - confidence)) / counts.sum()
    held = counts > 0
    figure = LessonFigure(
        5.2,
        5.0,
        alt=f"reliability diagram of {len(correct):,} images: accuracy by confidence, {bins} bins",
        details=f"expected calibration error {error:.3f}; "
        + each(
            "confidence {:.2f}: accuracy {:.2f} of {}",
            confidence[held],
            accuracy[held],
            [counted(n, "image") for n in counts[held]],
        ),
    )
    top, bottom = figure.subplots(2, 1, sharex=True, height_ratios=(3.2, 1))
    middles = (np.arange(bins) + 0.5) / bins
    top.bar(middles, np.nan_to_num(accuracy), 0.92 / bins, color=PALETTE[0])
    top.plot([0, 1], [0, 1], "--", color=INK, linewidth=1.2)
    top.annotate("as right as sure", (0.3, 0.33), rotation=38, ha="center", path_effects=HALO)
    top.plot(confidence, accuracy, "o", color=PALETTE[1])
    top.set_title(f"mean gap to the dashed line: {error:.3f}", loc="left")
    top.set(ylim=(0, 1), ylabel="accuracy")
    top.grid(axis="y")
    bottom.bar(middles, counts, 0.92 / bins, color=MUTED)
    bottom.set(xlim=(0, 1), ylabel="images")
    bottom.set_xlabel("confidence (probability of the predicted class)")
    return figure


def as_matrix(matrix, classes) -> np.ndarray:
    """A (classes, classes) table of counts."""
    array = as_array(matrix, "matrix")
    expect(array.shape == (classes, classes), "matrix", f"shape {(classes, classes)}", array.shape)
    whole = np.nan_to_num(array, nan=-1).astype(np.int64)
    are_counts = (whole == array).all() and (whole >= 0).all()
    expect(are_counts, "matrix", "counts, whole numbers of 0 or more", "others; don't normalize it")
    return whole


def _describe_matrix(matrix, class_names):
    """The diagonal's share, the most frequent mistakes, and all counts by label."""
    off = matrix - np.diag(np.diag(matrix))
    said = f"{np.trace(matrix):,} of {matrix.sum():,} lie on the diagonal, right"
    order = np.argsort(-off, axis=None, kind="stable")[:4]
    worst = [divmod(int(i), len(class_names)) for i in order if off.flat[i]]
    mistakes = [f"{class_names[r]} taken for {class_names[c]} {off[r, c]:,}" for r, c in worst]
    if mistakes:
        said += "; most frequent mistakes: " + ", ".join(mistakes)
    rows = [
        ", ".join(f"{n} {c}" for n, c in zip(row, class_names, strict=True) if n) for row in matrix
    ]
    return f"{said}. By label: {each('{}: {}', class_names, rows)}"


def _top(row):
    return np.argsort(-row, kind="stable")[:3]


def _describe_top(row, class_names):
    return ", ".join(f"{class_names[c]} {percent(row[c])}" for c in _top(row))


def _draw_top(axes, row, label, class_names):
    for place, c in enumerate(_top(row)):
        text = f"{class_names[c]} {percent(row[c])}" + (" ← label" if c == label else "")
        color = "#A9CCE3" if c == label else FAINT
        axes.barh(place, row[c], color=color, height=0.86)
        axes.text(0.02, place, text, va="center", fontsize=9, color=INK)
    axes.set(xlim=(0, 1), ylim=(2.6, -0.6))
