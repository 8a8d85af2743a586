"""Drawn explanations: what hands what to whom."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from fmnist_helpers.plots.style import INK, MUTED, PALETTE, LessonFigure, bare, styled

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
def pipeline(
    stages: Sequence[tuple[str, str]] = LOADER_STAGES, *, highlight: str | int | None = None
) -> LessonFigure:
    """Stages in a row, each handing on to the next; one may be highlighted.

    `stages` are (name, text) pairs; `highlight` is a name or a place, counted from 0.
    """
    stages = as_stages(stages)
    lit = highlighted(stages, highlight)
    alt = "pipeline: " + " → ".join(f"{n} ({t.replace(chr(10), ' ')})" for n, t in stages)
    if lit is not None:
        alt += f"; highlighted: {stages[lit][0]}"
    figure, axes = _canvas(8.6, 1.25, alt)
    width, gap = _widths(len(stages))
    for i, (name, text) in enumerate(stages):
        x = i * (width + gap)
        _box(axes, x, 0.04, width, 0.92, name, text, lit=i == lit)
        if i:
            _arrow(axes, (x - gap, 0.5), (x, 0.5))
    return figure


@styled
def data_parallel(processes: int = 2, *, batch_size: int = 64) -> LessonFigure:
    """What DistributedDataParallel does in one step, for a few processes.

    Each process takes its share of the batch through its own copy of the model; the gradients are
    averaged over all of them, so that every copy takes the same step.
    """
    if not 2 <= processes <= 4 or batch_size % processes:
        raise ValueError(
            f"expected 2 to 4 processes that divide the batch, found {processes} for {batch_size}"
        )
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
    if not 1 <= len(panels) <= 4:
        raise ValueError(f"panels: expected 1 to 4, found {len(panels)}")
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
        axes.annotate(
            "\n".join(text), (0, 1), xytext=(0, -6), textcoords="offset points", va="top",
            family="DejaVu Sans Mono", fontsize=9, linespacing=1.5,
        )  # fmt: skip
    return figure


def as_stages(stages):
    """(name, text) pairs, checked."""
    stages = [tuple(stage) for stage in stages]
    if not 1 <= len(stages) <= 6 or any(len(stage) != 2 for stage in stages):
        raise ValueError(f"stages: expected 1 to 6 (name, text) pairs, found {stages}")
    return [(str(name), str(text)) for name, text in stages]


def highlighted(stages, highlight):
    """The place of the stage to highlight, from its name or place; None for none."""
    if highlight is None:
        return None
    names = [name for name, _ in stages]
    if highlight in names:
        return names.index(highlight)
    if not isinstance(highlight, int) or not 0 <= highlight < len(names):
        raise ValueError(f"highlight: expected one of {names} or its place, found {highlight!r}")
    return highlight


def _canvas(width, height, alt):
    figure = LessonFigure(width, height, alt=alt)
    axes = bare(figure.subplots())
    axes.set_xlim(-0.005, 1.005)
    axes.set_ylim(0, 1)
    return figure, axes


def _widths(count):
    gap = 0.05 if count < 6 else 0.03
    return (1 - gap * (count - 1)) / count, gap


def _box(axes, x, y, width, height, name, text, *, lit=False):
    """A box; a lit one is filled, with a thick edge, so that it stands out without color too."""
    patch = FancyBboxPatch(
        (x, y),
        width,
        height,
        boxstyle="round,pad=0,rounding_size=0.02",
        mutation_aspect=axes.figure.get_figwidth() / axes.figure.get_figheight(),
        facecolor=PALETTE[0] if lit else "#F4F4F4",
        edgecolor=INK if lit else MUTED,
        linewidth=2.5 if lit else 1,
    )
    axes.add_patch(patch)
    ink = "white" if lit else INK
    inches = height * axes.figure.get_figheight()
    up, down = 0.22 / inches * height, 0.16 / inches * height
    middle = y + height / 2
    bold = {"ha": "center", "va": "center", "color": ink}
    axes.text(x + width / 2, middle + up, name, weight="bold", **bold)
    axes.text(x + width / 2, middle - down, text, fontsize=9, linespacing=1.3, **bold)


def _arrow(axes, start, end, *, both=False):
    style = "<|-|>" if both else "-|>"
    axes.add_patch(
        FancyArrowPatch(start, end, arrowstyle=style, mutation_scale=12, color=MUTED, shrinkA=1)
    )
