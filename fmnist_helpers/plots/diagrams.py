"""Drawn explanations: what hands what to whom."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from fmnist_helpers.plots.inputs import expect
from fmnist_helpers.plots.style import INK, MUTED, PALETTE, LessonFigure, bare, beside, styled

# (name, what it does): what a DataLoader does with shuffle=True and batch_size=64.
LOADER_STAGES = (
    ("Sampler", "an order of indices\n41, 7, 2, 19, …"),
    ("Dataset", "a sample for each:\nds[41], ds[7], …"),
    ("collate_fn", "stacks 64 samples\ninto two tensors"),
    ("Batch", "images [64, 1, 28, 28]\nlabels [64]"),
)
TRAINING_STAGES = (
    ("model", "images → logits\n[64, 10]"),
    ("loss_fn", "logits and labels\n→ one number"),
    ("zero_grad", "forgets the last\ngradients"),
    ("backward", "writes .grad of\nevery parameter"),
    ("step", "changes every\nparameter"),
)


@styled
def pipeline(stages: Sequence[tuple[str, str]] = LOADER_STAGES) -> LessonFigure:
    """One to six stages in a row, (name, text) pairs, each handing on to the next."""
    alt = "pipeline: " + " → ".join(f"{name} ({text})" for name, text in stages)
    figure, axes = _canvas(8.6, 1.25, alt.replace("\n", " "))
    gap = 0.05 if len(stages) < 6 else 0.03
    width = (1 - gap * (len(stages) - 1)) / len(stages)
    for i, (name, text) in enumerate(stages):
        x = i * (width + gap)
        _box(axes, x, 0.04, width, 0.92, name, text)
        if i:
            _arrow(axes, (x - gap, 0.5), (x, 0.5))
    return figure


@styled
def data_parallel(processes: int = 2, *, batch_size: int = 64) -> LessonFigure:
    """What DistributedDataParallel does in one step, for a few processes.

    Each process takes its share of the batch through its own copy of the model; the gradients are
    averaged over all of them, so that every copy takes the same step.
    """
    fits = 2 <= processes <= 4 and batch_size % processes == 0
    expect(fits, "processes", "2 to 4 that divide the batch", f"{processes} for {batch_size}")
    share = batch_size // processes
    alt = (
        f"one step on {processes} processes: each takes {share} of {batch_size} images through its "
        "own copy of the model, the gradients are averaged, and every copy takes the same step"
    )
    figure, axes = _canvas(8.6, 0.55 + 0.95 * processes, alt)
    height = 1 / processes
    for i in range(processes):
        y = 1 - (i + 1) * height + 0.08 * height
        box, middle = height * 0.84, y + height * 0.42
        _box(axes, 0.00, y, 0.17, box, f"process {i}", f"{share} of {batch_size}\nimages")
        _box(axes, 0.22, y, 0.17, box, "copy of model", "same weights")
        _box(axes, 0.44, y, 0.17, box, "backward", f"gradients of\nits {share} images")
        _box(axes, 0.83, y, 0.17, box, "step", "same weights\nagain")
        for left, right in ((0.17, 0.22), (0.39, 0.44), (0.61, 0.66), (0.78, 0.83)):
            _arrow(axes, (left, middle), (right, middle), both=left == 0.61)
    _box(axes, 0.66, 0.03, 0.12, 0.94, "all-reduce", "mean of the\ngradients", lit=True)
    return figure


@styled
def text_panels(panels: Mapping[str, str]) -> LessonFigure:
    """Titles with a few lines of code or data under each, side by side: {title: text}."""
    lines = {title: str(text).splitlines() or [""] for title, text in panels.items()}
    widths = [max(map(len, [title, *text])) for title, text in lines.items()]
    height = 0.5 + 0.2 * max(map(len, lines.values()))
    alt = "; ".join(f"{title}: {' / '.join(text)}" for title, text in lines.items())
    figure = LessonFigure(sum(0.085 * width + 0.3 for width in widths), height, alt=alt)
    grid = figure.subplots(1, len(panels), width_ratios=[width + 3 for width in widths])
    for axes, (title, text) in zip(np.atleast_1d(grid), lines.items(), strict=True):
        bare(axes).axhline(1, color=MUTED, linewidth=2.5)
        axes.set_title(title, loc="left", weight="bold", family="DejaVu Sans Mono", fontsize=9)
        axes.set_ylim(0, 1)
        style = {"va": "top", "family": "DejaVu Sans Mono", "fontsize": 9, "linespacing": 1.5}
        beside(axes, "\n".join(text), (0, 1), (0, -6), **style)
    return figure


def _canvas(width, height, alt):
    figure = LessonFigure(width, height, alt=alt)
    axes = bare(figure.subplots())
    axes.set(xlim=(-0.005, 1.005), ylim=(0, 1))
    return figure, axes


def _box(axes, x, y, width, height, name, text, *, lit=False):
    """A box; a lit one is filled, with a thick edge, so that it stands out without color too."""
    size = axes.figure.get_size_inches()
    patch = FancyBboxPatch(
        (x, y),
        width,
        height,
        boxstyle="round,pad=0,rounding_size=0.02",
        mutation_aspect=size[0] / size[1],
        facecolor=PALETTE[0] if lit else "#F4F4F4",
        edgecolor=INK if lit else MUTED,
        linewidth=2.5 if lit else 1,
    )
    axes.add_patch(patch)
    at, middle = x + width / 2, y + height / 2
    style = {"ha": "center", "va": "center", "color": "white" if lit else INK}
    axes.text(at, middle + 0.22 / size[1], name, weight="bold", **style)
    axes.text(at, middle - 0.16 / size[1], text, fontsize=9, linespacing=1.3, **style)


def _arrow(axes, start, end, *, both=False):
    style = "<|-|>" if both else "-|>"
    axes.add_patch(
        FancyArrowPatch(start, end, arrowstyle=style, mutation_scale=12, color=MUTED, shrinkA=1)
    )
