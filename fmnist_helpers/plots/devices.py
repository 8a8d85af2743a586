"""Where a model and its batches live, drawn: what moves to the GPU, and how often."""

from matplotlib.patches import FancyArrowPatch, Rectangle

from fmnist_helpers.plots.inputs import expect
from fmnist_helpers.plots.style import INK, MUTED, PALETTE, LessonFigure, bare, styled

LEFT, RIGHT, WIDTH = 2, 66, 32  # of 100: the boxes in CPU memory, those in GPU memory
ROWS = {"optimizer": 50, "model": 34, "batch": 18, "logits": 2}  # the bottom of each row
HEIGHT = 11


@styled
def device_moves(model_bytes: int, batch_bytes: int) -> LessonFigure:
    """What moves between CPU and GPU in training: the model once, a batch at every step.

    `model_bytes` are those of all parameters, `batch_bytes` those of one batch.
    """
    expect(model_bytes > 0, "model_bytes", "a number above 0", model_bytes)
    expect(batch_bytes > 0, "batch_bytes", "a number above 0", batch_bytes)
    model, batch = _megabytes(model_bytes), _megabytes(batch_bytes)
    figure = LessonFigure(
        8.6,
        3.9,
        alt=f"CPU memory at the left, GPU memory at the right. model.to(device) moves the "
        f"parameters once, {model}, and the model holds them from then on. images.to(device) "
        f"copies a batch at every step, {batch}, into a new tensor; the old one stays. "
        "logits.cpu() copies the logits back. The optimizer holds the model's parameters, "
        "wherever they are, and no copy of them.",
    )
    figure.set_layout_engine("none")
    axes = bare(figure.add_axes((0, 0, 1, 1)))
    axes.set(xlim=(0, 100), ylim=(-1, 71))
    for x, name, color in ((LEFT, "CPU memory", PALETTE[0]), (RIGHT, "GPU memory", PALETTE[1])):
        panel = Rectangle((x - 1.5, 0), WIDTH + 3, 69, facecolor=color, alpha=0.08)
        axes.add_patch(panel)
        axes.text(x + WIDTH / 2, 65, name, ha="center", va="center", weight="bold", color=INK)
    _box(axes, LEFT, "optimizer", "optimizer", "refers to the parameters,\nhas no copy of them")
    _box(axes, LEFT, "model", "parameters", "here until the move", dashed=True)
    _box(axes, LEFT, "batch", "images", "stay here")
    _box(axes, LEFT, "logits", "logits", "a new tensor")
    _box(axes, RIGHT, "model", "parameters", "held by the same model")
    _box(axes, RIGHT, "batch", "images", "a new tensor")
    _box(axes, RIGHT, "logits", "logits", "the model's result")
    _arrow(axes, "model", f"model.to(device)\nonce: {model}")
    _arrow(axes, "batch", f"images.to(device)\nat every step: {batch}")
    _arrow(axes, "logits", "logits.cpu()\nwhen you need them", back=True)
    holds = FancyArrowPatch(
        (LEFT + WIDTH, ROWS["optimizer"] + HEIGHT / 2),
        (RIGHT + WIDTH / 2, ROWS["model"] + HEIGHT),
        arrowstyle="-|>",
        connectionstyle="angle,angleA=0,angleB=90,rad=6",
        mutation_scale=13,
        color=MUTED,
        linestyle="--",
    )
    axes.add_patch(holds)
    axes.text(50, ROWS["optimizer"] + HEIGHT / 2 + 1, "holds", ha="center", va="bottom")
    return figure


def _megabytes(size):
    return f"{size / 1e6:.2f} MB"


def _box(axes, x, row, name, text, *, dashed=False):
    y = ROWS[row]
    axes.add_patch(
        Rectangle(
            (x, y), WIDTH, HEIGHT, facecolor="white", edgecolor=MUTED, ls="--" if dashed else "-"
        )
    )
    lines = text.count("\n") + 1
    middle = x + WIDTH / 2
    axes.text(middle, y + HEIGHT - 0.8, name, ha="center", va="top", weight="bold", fontsize=9)
    axes.text(middle, y + (1 if lines > 1 else 2.5), text, ha="center", va="bottom", fontsize=9)


def _arrow(axes, row, text, *, back=False):
    y = ROWS[row] + HEIGHT / 2
    ends = [(LEFT + WIDTH, y), (RIGHT, y)]
    axes.add_patch(
        FancyArrowPatch(
            *(reversed(ends) if back else ends), arrowstyle="-|>", mutation_scale=13, color=INK
        )
    )
    code, often = text.split("\n")
    axes.text(50, y + 1, code, ha="center", va="bottom", fontsize=9, family="DejaVu Sans Mono")
    axes.text(50, y - 1, often, ha="center", va="top", fontsize=9)
