"""What each figure shows, asked of its artists; and what holds for every figure."""

import base64
import functools
import inspect
import io
import itertools
import re
import subprocess
import sys
from html.parser import HTMLParser
from types import SimpleNamespace

import matplotlib
import numpy as np
import pytest
import torch
from IPython.core.formatters import DisplayFormatter
from IPython.core.pylabtools import print_figure
from matplotlib._pylab_helpers import Gcf
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch
from matplotlib.text import Text
from PIL import Image

from fmnist_helpers import plots
from fmnist_helpers.plots.descent import ARROW
from fmnist_helpers.plots.style import spread_apart
from fmnist_helpers.sources import CLASS_NAMES
from tests.support.helpers import graph_of_two_layers
from tests.support.lessons import ROOT

GREY = torch.arange(28 * 28, dtype=torch.float32).reshape(1, 28, 28) % 256
IMAGES = torch.stack([(GREY + 10 * i) % 256 for i in range(24)]).to(torch.uint8)
LABELS = torch.arange(24) % 10
LOGITS = torch.eye(10)[(LABELS + (LABELS == 6).long()) % 10] * 6 + torch.linspace(0, 1, 10)
HISTORY = SimpleNamespace(
    train_loss=[0.9, 0.5, 0.3, 0.1],
    train_accuracy=[0.6, 0.8, 0.9, 0.99],
    val_loss=[0.8, 0.55, 0.6, 0.9],
    val_accuracy=[0.65, 0.79, 0.8, 0.78],
)
MATRIX = torch.eye(10, dtype=torch.int64) * 90 + 1
PATHS = {"SGD": [[-3.0, 1.0], [-1.0, -0.5], [0.1, 0.1]], "Adam": [[-3.0, 1.0], [-2.0, 0.5]]}
RECORDS = [
    {"operation": "start", "weight": 2.0, "gradient": None, "loss": 4.0},
    {"operation": "backward", "weight": 2.0, "gradient": 4.0, "loss": 4.0},
    {"operation": "step", "weight": 1.6, "gradient": 4.0, "loss": 2.56},
]


def two_layers():
    loss, named = graph_of_two_layers()
    return plots.computation_graph(loss, **named)


class Samples:
    """A dataset of tuples, as torchvision's, or of dicts, as the learner's."""

    def __init__(self, images=IMAGES, labels=LABELS, as_dict=False):
        self.images, self.targets, self.as_dict = images, labels, as_dict

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        image, label = self.images[index], int(self.targets[index])
        return {"image": image, "label": label} if self.as_dict else (image, label)


def bowl(x, y):
    return x**2 + 4 * y**2


FIGURES = {
    "garment": lambda: plots.garment(IMAGES[0], 9),
    "image_grid": lambda: plots.image_grid(
        IMAGES[:5], [f"number {i}" for i in range(5)], columns=3
    ),
    "garment_grid": lambda: plots.garment_grid(Samples(), per_class=3),
    "image_values": lambda: plots.image_values(IMAGES[0]),
    "value_ranges": lambda: plots.value_ranges({"raw": IMAGES[0], "scaled": IMAGES[0] / 255}),
    "batch_strip": lambda: plots.batch_strip([IMAGES[:8], IMAGES[8:16], IMAGES[16:19]]),
    "shuffle_order": lambda: plots.shuffle_order([range(12), torch.arange(11, -1, -1)]),
    "batch_class_balance": lambda: plots.batch_class_balance([LABELS[:12], LABELS[12:]]),
    "pipeline": lambda: plots.pipeline(),
    "data_parallel": lambda: plots.data_parallel(2),
    "shapes": lambda: plots.shapes({"a": torch.arange(4), "b": torch.arange(12).reshape(2, 3, 2)}),
    "reductions": lambda: plots.reductions(IMAGES[:3, 0]),
    "class_bars": lambda: plots.class_bars(IMAGES[0], LOGITS[0], 0),
    "text_panels": lambda: plots.text_panels({"file.csv": "a, 1\nb, 2", "read(file)": "1 row"}),
    "curves": lambda: plots.curves({"one": [3, 2, 1], "other": [3, 2.9, 2.8]}),
    "learning_rate_curves": lambda: plots.learning_rate_curves(
        {"lr 0.1": [2.3, 1.0, 0.5, 0.4], "lr 10": [2.3, 4.0, 90.0, float("nan")]}, window=2
    ),
    "history_curves": lambda: plots.history_curves(HISTORY),
    "loss_panels": lambda: plots.loss_panels({"one": HISTORY, "other": HISTORY}),
    "run_ranges": lambda: plots.run_ranges(
        {
            "loss": {"plain": [0.7, 0.8], "changed": [0.5]},
            "accuracy": {"plain": [1], "changed": [1]},
        }
    ),
    "softmax_loss": lambda: plots.softmax_loss(torch.linspace(-7, 3, 10), 4),
    "squared_errors": lambda: plots.squared_errors([1, 2, 3], [1.0, 2.5, 2.0], [1.5, 2.0, 2.5]),
    "gradient_steps": lambda: plots.gradient_steps(lambda w: (w - 1) ** 2, [-3.0, -1.4, -0.44]),
    "computation_graph": two_layers,
    "step_trace": lambda: plots.step_trace(RECORDS),
    "loss_surface_paths": lambda: plots.loss_surface_paths(bowl, PATHS),
    "predictions_grid": lambda: plots.predictions_grid(IMAGES[:8], LOGITS[:8], LABELS[:8]),
    "confusion_matrix": lambda: plots.confusion_matrix(MATRIX),
    "class_scores": lambda: plots.class_scores(MATRIX),
    "reliability_diagram": lambda: plots.reliability_diagram([0.95, 0.9, 0.6], [True, False, True]),
    "worst_errors": lambda: plots.worst_errors(IMAGES, LOGITS, LABELS),
    "device_moves": lambda: plots.device_moves(2_678_824, 200_704),
    "signed_images": lambda: plots.signed_images(torch.eye(4).sub(0.5).expand(3, 4, 4)),
    "borders": lambda: plots.borders([(0, 0, 1), (0.5, 0, 0)], {"left": lambda xy: -xy[:, 0]}),
    "time_shares": lambda: plots.time_shares(
        {"slow": {"loading": 8.0, "training": 2.0}, "fast": {"loading": 0.1, "training": 1.9}}
    ),
    "time_to_accuracy": lambda: plots.time_to_accuracy(
        {"slow": ([1, 2, 3], [0.5, 0.6, 0.7]), "fast": ([1, 2], [0.8, 0.9])}, targets=(0.7,)
    ),
}
every_figure = pytest.mark.parametrize("name", FIGURES)


def texts(part):
    """All that is written in a figure or axes, where it is seen."""
    return [t.get_text() for t in part.findobj(Text) if t.get_visible() and t.get_text().strip()]


# --- every figure -----------------------------------------------------------------------------


def test_every_public_function_that_draws_is_tested_here():
    prefixes = ("as_", "png_", "svg_")
    other = {name for name in plots.__all__ if name.startswith(prefixes)}
    other |= {"in_jupyter_page", "read_graph", "show", "tensor_text"}
    functions = {name for name in plots.__all__ if inspect.isfunction(getattr(plots, name))}
    assert functions - other == set(FIGURES)


@pytest.fixture(autouse=True)
def no_page(monkeypatch):
    """Tests that are started from a notebook see what any other sees."""
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)


@functools.cache
def shown(name):
    """A figure and what a notebook makes of it: drawn once for the tests that only look."""
    figure = FIGURES[name]()
    return figure, *DisplayFormatter().format(figure)


@every_figure
def test_figure_is_shown_once_with_its_text(name):
    figure, picture, metadata = shown(name)
    assert isinstance(figure, Figure)
    assert set(picture) == {"image/png", "text/plain"}
    assert re.fullmatch(r"Figure: \S.{20,}", picture["text/plain"])
    assert "0x" not in picture["text/plain"]
    assert picture["text/plain"] == repr(figure) == str(figure)
    assert metadata["image/png"]["alt"].startswith(repr(figure).removeprefix("Figure: "))
    assert Gcf.get_all_fig_managers() == [], "registered with pyplot, it would be shown twice"


@every_figure
def test_figure_can_be_read(name):
    """Nothing is cut off, no letter is small, and it fits on a page at 100 dots an inch."""
    figure, picture, _ = shown(name)
    box, whole = figure.get_tightbbox(), figure.bbox_inches
    assert box.x0 >= -0.01
    assert box.y0 >= -0.01
    assert box.x1 <= whole.x1 + 0.01
    assert box.y1 <= whole.y1 + 0.01
    assert min(t.get_fontsize() for t in figure.findobj(Text) if t.get_text().strip()) >= 9
    assert figure.get_figwidth() * figure.dpi <= 900
    assert len(picture["image/png"]) < 60_000


@every_figure
def test_figure_is_the_same_each_time(name):
    """The same data gives the same bytes."""
    _, picture, _ = shown(name)
    again = FIGURES[name]()
    assert repr(again) == picture["text/plain"]
    assert base64.b64encode(again.png()).decode() == picture["image/png"]


def test_figure_looks_the_same_whatever_the_learner_set():
    settings = {"text.color": "yellow", "axes.facecolor": "black", "font.size": 4.0}
    usual = plots.batch_class_balance([LABELS]).png()
    with matplotlib.rc_context(settings):
        assert plots.batch_class_balance([LABELS]).png() == usual


def test_fonts_that_are_asked_for_are_there(caplog):
    plots.batch_class_balance([[0]], class_names=("Trouser",)).png()
    assert caplog.text == ""


def test_every_public_name_is_in_the_map():
    for name in (n for n in plots.__all__ if not n.endswith("STAGES")):
        assert f"``{name}``" in plots.__doc__


def test_inline_backend_gets_the_small_png_too():
    """`%matplotlib inline` brings its own way of drawing every Figure."""
    formatter = DisplayFormatter()
    formatter.formatters["image/png"].for_type(Figure, lambda f: print_figure(f, base64=True))
    figure = plots.curves({"loss": [3, 2, 1]})
    picture, metadata = formatter.format(figure)
    assert picture["text/plain"] == repr(figure)
    assert len(picture["image/png"]) < 12_000
    assert metadata["image/png"]["alt"].startswith("loss by step")


def test_numbers_that_differ_between_runs_stay_out_of_the_compared_text():
    one = plots.curves({"loss": [2.31, 0.51]})
    other = plots.curves({"loss": [2.32, 0.52]})
    assert repr(one) == repr(other)
    _, metadata = one._repr_mimebundle_()
    assert metadata["image/png"]["alt"] == (
        "loss by step, step 0 to 1, a line each for loss. loss falls from 2.31 to 0.51"
    )


def test_page_gets_the_alt_text_that_jupyterlab_leaves_out_of_a_png(monkeypatch):
    figure = plots.curves({'a < "b"': [2, 1]})
    assert "text/html" not in figure._repr_mimebundle_()[0], "stored outputs hold one picture"
    monkeypatch.setenv("JPY_SESSION_NAME", "lesson.ipynb")
    data, metadata = figure._repr_mimebundle_()
    parser = HTMLParser()
    seen = []
    parser.handle_starttag = lambda tag, attributes: seen.append((tag, dict(attributes)))
    parser.feed(data["text/html"])
    source = f"data:image/png;base64,{data['image/png']}"
    style, light, dark = seen
    assert style == ("style", {})
    assert light == ("img", {"class": "fmnist-light", "src": source} | metadata["image/png"])
    assert dark[1]["alt"] == metadata["image/png"]["alt"]
    assert dark[1]["src"] != source


def test_text_has_no_line_breaks():
    figure = plots.curves({"two\nlines": [1, 2]})
    assert "\n" not in repr(figure)
    assert "\n" not in figure._repr_mimebundle_()[1]["image/png"]["alt"]


def test_color_pictures_keep_their_colors():
    red = torch.zeros(3, 8, 8, dtype=torch.uint8)
    red[0] = 255
    figure = plots.image_grid([red])
    (drawn,) = figure.axes[0].images
    assert drawn.get_array()[0, 0].tolist() == [255, 0, 0]
    pixels = np.asarray(Image.open(io.BytesIO(figure.png())).convert("RGB"))
    assert pixels[pixels.shape[0] // 2, pixels.shape[1] // 2].tolist() == [255, 0, 0]


def test_import_brings_neither_torch_nor_pyplot():
    code = (
        "import sys, fmnist_helpers.plots; print({'torch', 'matplotlib.pyplot'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("set()", "")


# --- images -----------------------------------------------------------------------------------


def test_garment_is_drawn_grey_on_fixed_limits():
    figure = plots.garment(IMAGES[3], torch.tensor(9))
    (drawn,) = figure.axes[0].images
    assert np.array_equal(drawn.get_array(), IMAGES[3, 0])
    assert drawn.get_cmap().name == "gray"
    assert drawn.get_clim() == (0, 255)
    assert figure.axes[0].get_xlabel() == "Ankle boot"


@pytest.mark.parametrize("as_dict", [False, True])
def test_garment_takes_a_sample_with_its_label(as_dict):
    figure = plots.garment(Samples(as_dict=as_dict)[3])
    assert np.array_equal(figure.axes[0].images[0].get_array(), IMAGES[3, 0])
    assert figure.axes[0].get_xlabel() == "Dress"


def test_a_dark_image_stays_dark():
    """Limits that follow the data would hide an image that was scaled twice."""
    figure = plots.garment(IMAGES[0] / 255 / 255)
    assert figure.axes[0].images[0].get_clim() == (0, 1)


@pytest.mark.parametrize(
    "images",
    [
        IMAGES[:4],
        IMAGES[:4, 0],
        list(IMAGES[:4]),
        IMAGES[:4].numpy(),
        [Image.fromarray(image[0].numpy()) for image in IMAGES[:4]],
        IMAGES[:4].bool(),
        IMAGES[:4].to(torch.bfloat16) / 256,
    ],
    ids=["N1HW", "NHW", "list", "numpy", "PIL", "bool", "bfloat16"],
)
def test_image_grid_takes_images_in_every_form(images):
    figure = plots.image_grid(images, columns=3)
    shown = [axes for axes in figure.axes if axes.get_visible()]
    assert len(figure.axes) == 6
    assert [axes.images[0].get_array().shape for axes in shown] == [(28, 28)] * 4


def test_image_grid_keeps_the_order_and_takes_any_sizes():
    images = [torch.full((1, 4 + i, 6), 10 * i, dtype=torch.uint8) for i in range(3)]
    figure = plots.image_grid(images, ["a", "b", "c"])
    assert [int(axes.images[0].get_array()[0, 0]) for axes in figure.axes] == [0, 10, 20]
    assert [axes.get_xlabel() for axes in figure.axes] == ["a", "b", "c"]
    assert repr(figure) == "Figure: 1 × 3 grid of 3 images: a, b, c"


def test_palette_pictures_show_their_brightness():
    picture = Image.new("P", (4, 4), 1)
    picture.putpalette([0, 0, 0, 200, 200, 200])
    figure = plots.garment(picture)
    assert int(figure.axes[0].images[0].get_array().max()) == 200


@pytest.mark.parametrize("as_dict", [False, True])
def test_garment_grid_has_one_class_a_row(as_dict):
    figure = plots.garment_grid(Samples(as_dict=as_dict), per_class=2)
    sheet = figure.axes[0].images[0].get_array()
    assert sheet.shape == (10 * 30 - 2, 2 * 30 - 2)
    for label in range(10):  # image `label` and image `label + 10` are of class `label`
        for column in range(2):
            part = sheet[label * 30 : label * 30 + 28, column * 30 : column * 30 + 28]
            assert np.array_equal(part, IMAGES[label + 10 * column, 0])
    assert [t.get_text() for t in figure.axes[0].get_yticklabels()] == list(CLASS_NAMES)


def test_garment_grid_reads_labels_where_there_are_no_targets():
    samples = Samples(labels=LABELS.flip(0))
    pairs = [samples[i] for i in range(len(samples))]
    figure = plots.garment_grid(pairs, per_class=1)
    sheet = figure.axes[0].images[0].get_array()
    first = int(torch.nonzero(LABELS.flip(0) == 0)[0])
    assert np.array_equal(sheet[:28, :28], IMAGES[first, 0])


def test_garment_grid_says_which_class_is_missing():
    figure = plots.garment_grid(Samples(IMAGES[:9], LABELS[:9]), per_class=2)
    assert "none of Ankle boot" in repr(figure)


def test_garment_grid_asks_only_for_the_images_that_it_shows():
    asked = []

    class Counted(Samples):
        def __getitem__(self, index):
            asked.append(index)
            return super().__getitem__(index)

    plots.garment_grid(Counted(), per_class=1)
    assert sorted(asked) == list(range(10))


def test_image_values_writes_the_numbers_of_the_frame():
    figure = plots.image_values(IMAGES[2], rows=slice(3, 6), columns=slice(10, 14))
    whole, close = figure.axes
    assert np.array_equal(close.images[0].get_array(), IMAGES[2, 0, 3:6, 10:14])
    written = [int(t.get_text()) for t in close.texts]
    assert written == IMAGES[2, 0, 3:6, 10:14].flatten().tolist()
    (frame,) = whole.patches
    assert frame.get_bbox().bounds == (9.5, 2.5, 4, 3)
    assert [t.get_text() for t in close.get_xticklabels()] == ["10", "11", "12", "13"]
    assert [t.get_text() for t in close.get_yticklabels()] == ["3", "4", "5"]


def test_image_values_of_a_whole_float_image():
    image = torch.full((28, 28), 0.53)
    image[0, 0] = 0
    figure = plots.image_values(image, rows=slice(None), columns=slice(None))
    (close,) = figure.axes
    assert [t.get_text() for t in close.texts[:2]] == ["0", ".53"]
    assert len(close.texts) == 784


def test_value_ranges_shows_wrong_scales_as_they_are():
    image = IMAGES[0]
    figure = plots.value_ranges({"raw": image, "twice": image / 255 / 255, "never": image.float()})
    top, bottom = figure.axes[:3], figure.axes[3:]
    assert [axes.images[0].get_clim() for axes in top] == [(0, 255), (0, 1), (0, 1)]
    assert [axes.get_title() for axes in top] == [
        "raw\nuint8 (1, 28, 28)\n0 to 255",
        "twice\nfloat32 (1, 28, 28)\n0 to 0.003922",
        "never\nfloat32 (1, 28, 28)\n0 to 255",
    ]
    for axes in bottom:
        assert axes.patches[0].get_data().values.sum() == 784, "each pixel is counted once"
    assert bottom[1].patches[0].get_data().values[0] == 784
    assert bottom[2].get_xlim()[1] == 255


# --- batches ----------------------------------------------------------------------------------


def test_batch_strip_shows_every_image_in_order_and_the_gap():
    parts = [IMAGES, IMAGES[3:23]]
    figure = plots.batch_strip(parts)
    (axes,) = figure.axes
    sheet = axes.images[0].get_array()
    for batch, part in enumerate(parts):
        for i, image in enumerate(part):
            row, column = (batch * 3 + i // 16) * 30, i % 16 * 30
            assert np.array_equal(sheet[row : row + 28, column : column + 28], image[0])
    assert len(axes.patches) == 2 * 32 - 24 - 20, "places without an image"
    assert [t.get_text() for t in axes.get_yticklabels()] == [
        "batch 0\n24 images",
        "batch 1\n20 images",
    ]


def test_shuffle_order_draws_the_indices():
    orders = [[0, 1, 2, 3], [2, 0, 3, 1]]
    figure = plots.shuffle_order(orders, ["shuffle=False", "shuffle=True"])
    (axes,) = figure.axes
    assert axes.images[0].get_array().tolist() == orders
    assert [t.get_text() for t in axes.texts] == list("01232031")
    assert [t.get_text() for t in axes.get_yticklabels()] == ["shuffle=False", "shuffle=True"]


def test_shuffle_order_of_a_whole_epoch_is_told_by_color_alone():
    figure = plots.shuffle_order([range(60_000)])
    shown = figure.axes[0].images[0].get_array()[0]
    assert np.array_equal(shown, range(60_000))
    assert not len(figure.axes[0].texts)
    assert "60,000 images" in repr(figure)
    assert "0, 1, 2, 3, 4 …" in repr(figure)


def test_batch_class_balance_counts_each_batch():
    figure = plots.batch_class_balance([torch.tensor([0, 0, 1]), [9, 9, 9]])
    written = [int(t.get_text()) for t in figure.axes[0].texts]
    assert written == [2, 1, *[0] * 8, *[0] * 9, 3]
    assert "batch 0: 2 T-shirt/top, 1 Trouser; batch 1: 3 Ankle boot" in repr(figure)


# --- drawn explanations -----------------------------------------------------------------------


@pytest.mark.parametrize("stages", [plots.LOADER_STAGES, plots.TRAINING_STAGES])
def test_pipeline_draws_its_stages(stages):
    figure = plots.pipeline(stages)
    assert texts(figure) == [text for stage in stages for text in stage]
    names = [text.get_text() for text in figure.axes[0].texts if text.get_weight() == "bold"]
    assert names == [name for name, _ in stages]


def test_text_panels_write_each_text_below_its_title():
    figure = plots.text_panels({"file.csv": "a, 1\nb, 2", "read(file)": ""})
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["file.csv", "read(file)"]
    assert [axes.texts[0].get_text() for axes in figure.axes] == ["a, 1\nb, 2", ""]
    assert figure.alt == "file.csv: a, 1 / b, 2; read(file): "


def test_stages_stay_inside_their_boxes():
    for stages in (plots.LOADER_STAGES, plots.TRAINING_STAGES):
        figure = plots.pipeline(stages)
        figure.canvas.draw()
        boxes = [
            p.get_window_extent() for p in figure.axes[0].patches if isinstance(p, FancyBboxPatch)
        ]
        for i, text in enumerate(figure.axes[0].texts):
            box, words = boxes[i // 2], text.get_window_extent()
            assert box.x0 <= words.x0, text
            assert words.x1 <= box.x1, text


def test_data_parallel_shares_the_batch():
    figure = plots.data_parallel(4, batch_size=64)
    assert texts(figure).count("16 of 64\nimages") == 4
    assert texts(figure).count("all-reduce") == 1


# --- learning ---------------------------------------------------------------------------------


def lines_of(axes):
    """{label: (x, y)} of the lines that have a name."""
    named = [line for line in axes.lines if not line.get_label().startswith("_")]
    return {
        line.get_label(): (list(line.get_xdata()), list(line.get_ydata().round(6)))
        for line in named
    }


def test_curves_draw_what_they_are_given():
    losses = torch.tensor([3.0, 2.0, 1.0], requires_grad=True)
    figure = plots.curves({"a": losses, "b": [1, 2]}, x="epoch", start=1)
    (axes,) = figure.axes
    assert lines_of(axes) == {"a": ([1, 2, 3], [3, 2, 1]), "b": ([1, 2], [1, 2])}
    assert {"a", "b"} <= set(texts(axes))
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("epoch", "loss")
    assert len({line.get_linestyle() for line in axes.lines[:2]}) == 2, "told apart without color"
    assert len({line.get_marker() for line in axes.lines[:2]}) == 2


def test_window_averages_the_last_steps():
    figure = plots.curves({"a": [4, 2, 0, 2]}, window=2)
    (axes,) = figure.axes
    assert lines_of(axes)["a"][1] == [4, 3, 1, 1]
    faint = next(line for line in axes.lines if line.get_alpha() == 0.2)
    assert list(faint.get_ydata()) == [4, 2, 0, 2]
    assert axes.get_ylabel() == "loss (mean of 2)"


@pytest.mark.parametrize("last", [float("nan"), float("inf"), 1e30])
def test_diverging_line_is_cut_off_and_named(last):
    figure = plots.learning_rate_curves({"good": [2.0, 1.0, 0.5], "bad": [2.0, 30.0, last]})
    (axes,) = figure.axes
    assert axes.get_ylim()[1] == 4
    assert axes.get_ylim()[0] > 0, "the diverging line does not stretch the picture"
    assert {"good", "bad diverges"} <= set(texts(axes))
    crosses = [
        line for line in axes.lines if line.get_marker() == "X" and len(line.get_xdata()) == 1
    ]
    assert [line.get_xdata()[0] for line in crosses] == [1]


@pytest.mark.parametrize("top", [None, 5])
def test_line_ends_before_its_first_nan(top):
    figure = plots.curves({"good": [3, 2, 1], "bad": [3.0, 2.0, float("nan"), 1.0]}, top=top)
    assert lines_of(figure.axes[0])["bad"] == ([0, 1], [3, 2])
    assert {"good", "bad diverges"} <= set(texts(figure))


def test_peak_that_comes_back_is_not_called_diverging():
    figure = plots.learning_rate_curves({"spiky": [2.0, 9.0, 0.5]})
    assert "spiky" in texts(figure)
    assert lines_of(figure.axes[0])["spiky"] == ([0, 1, 2], [2.0, 9.0, 0.5]), "no false plateau"
    assert figure.axes[0].get_ylim()[1] == 4


def test_window_gets_over_a_huge_loss():
    figure = plots.curves({"a": [2.0, 1e20, 2.0, 3.0, 5.0]}, window=2, top=10)
    assert lines_of(figure.axes[0])["a"][1][-2:] == [2.5, 4.0]


def test_line_without_one_finite_number_is_named():
    figure = plots.curves({"good": [1, 2], "bad": [float("nan")] * 2})
    assert "bad: not a number from the start" in texts(figure)


def test_history_curves_show_both_parts_and_the_best_epoch():
    figure = plots.history_curves(HISTORY)
    loss, accuracy = figure.axes
    epochs = [1, 2, 3, 4]
    assert lines_of(loss) == {
        "training": (epochs, HISTORY.train_loss),
        "validation": (epochs, HISTORY.val_loss),
    }
    assert lines_of(accuracy)["validation"] == (epochs, HISTORY.val_accuracy)
    assert loss.get_title(loc="left") == "lowest validation loss: epoch 2"
    assert [line.get_xdata()[0] for line in loss.lines if line.get_linestyle() == ":"] == [2]


@pytest.mark.parametrize("missing", [[], None])
def test_history_without_validation(missing):
    history = {"train_loss": [2.0], "train_accuracy": [0.3], "val_loss": missing}
    figure = plots.history_curves(history)
    assert set(lines_of(figure.axes[0])) == {"training"}
    assert "validation" not in " ".join(texts(figure))


def test_history_takes_the_package_s_own():
    from fmnist_helpers.training import History

    history = History([1.0, 0.5], [0.5, 0.6], [0.9, 0.4], [0.5, 0.7])
    assert lines_of(plots.history_curves(history).axes[0])["training"] == ([1, 2], [1.0, 0.5])


def test_softmax_loss_equals_torch():
    logits = torch.tensor([0.2, -2.0, 3.1, -0.5, 2.5, -6.0, 1.9, -7.0, 0.3, -5.0])
    figure = plots.softmax_loss(logits, 4)
    left, middle, right = figure.axes
    assert [bar.get_width() for bar in left.patches] == pytest.approx(logits.tolist())
    probabilities = logits.softmax(0)
    assert [bar.get_width() for bar in middle.patches] == pytest.approx(probabilities.tolist())
    dot = next(line for line in right.lines if line.get_marker() == "o")
    loss = torch.nn.functional.cross_entropy(logits[None], torch.tensor([4])).item()
    assert (dot.get_xdata()[0], dot.get_ydata()[0]) == pytest.approx(
        (probabilities[4].item(), loss)
    )
    assert f"loss = −ln {probabilities[4]:.2f} = {loss:.2f}" in texts(right)
    assert [t.get_text() for t in left.get_yticklabels() if t.get_weight() == "bold"] == ["Coat"]


def test_softmax_of_perfect_probabilities_stops_at_its_floor():
    figure = plots.softmax_loss(torch.eye(10)[3], 3)
    assert "loss = −ln 0.23 = 1.46" in texts(figure)


def test_softmax_loss_of_huge_logits():
    figure = plots.softmax_loss([1000.0, *[0.0] * 9], 0)
    assert "loss = −ln 1.00 = 0.00" in texts(figure)


# --- gradients and steps ----------------------------------------------------------------------


def test_squared_errors_draws_squares_whose_mean_is_the_loss():
    x, y, predictions = [1.0, 2, 3], [1.0, 2.5, 2.0], [1.5, 2.0, 2.5]
    figure = plots.squared_errors(x, y, predictions)
    (axes,) = figure.axes
    heights = torch.tensor([square.get_height() for square in axes.patches])
    loss = torch.nn.functional.mse_loss(torch.tensor(predictions), torch.tensor(y)).item()
    assert (heights**2).mean().item() == pytest.approx(loss)
    assert axes.get_title(loc="left") == f"mean of the 3 squares: {loss:.3g}"
    figure.canvas.draw()
    for square in axes.patches:
        box = square.get_window_extent()
        assert box.width == pytest.approx(box.height, rel=0.02)


def test_gradient_steps_go_sideways_and_then_to_the_loss():
    weights = [-3.0, -1.4, -0.44]
    figure = plots.gradient_steps(lambda w: (w - 1) ** 2, weights)
    (axes,) = figure.axes
    dots = next(line for line in axes.lines if line.get_marker() == "o")
    assert list(dots.get_xdata()) == weights
    assert list(dots.get_ydata()) == pytest.approx([16, 5.76, 2.0736])
    arrows = [text for text in axes.texts if text.arrow_patch]
    assert [(*arrow.xyann, *arrow.xy) for arrow in arrows] == [
        (-3.0, 16.0, -1.4, 16.0),
        (-1.4, pytest.approx(5.76), -0.44, pytest.approx(5.76)),
    ]
    tangents = [line for line in axes.lines if line.get_linewidth() == 3]
    slopes = [np.diff(line.get_ydata())[0] / np.diff(line.get_xdata())[0] for line in tangents]
    assert slopes == pytest.approx([-8, -4.8, -2.88], rel=1e-3)
    assert [t.get_text() for t in axes.texts if t.get_text()] == ["0", "1", "2"]
    assert axes.get_xlim() == pytest.approx((-3.64, 0.2)), "a quarter more than the steps cover"
    assert ARROW["arrowstyle"] == "-|>"


def test_computation_graph_joins_what_autograd_recorded():
    figure = two_layers()
    assert figure.alt == (
        "computation graph: inner from w1; hidden from inner; prediction from w2 and hidden; "
        "(sub) from prediction; loss from (sub)"
    )
    (axes,) = figure.axes
    written = [t.get_text() for t in axes.texts if t.get_text()]
    assert written[:4] == ["w1", "leaf", "value 1.5", "gradient 16"]
    at = written.index("prediction")
    assert written[at : at + 4] == ["prediction", "MulBackward0", "value −3", "gradient −8"]
    assert written[-4:] == ["loss", "PowBackward0", "value 16", "gradient 1"]
    places = {t.get_text(): (round(t.get_position()[0]), t.get_position()[1]) for t in axes.texts}
    assert places["w2"][0] == places["hidden"][0] == places["prediction"][0] - 1
    assert places["w2"][1] < places["hidden"][1], "beside it, a row below"


def test_computation_graph_draws_an_arrow_for_each_way():
    found = [getattr(t, "arrow_patch", None) for t in two_layers().axes[0].texts]
    styles = [patch.get_linestyle() for patch in found if patch]
    assert sorted(styles) == ["-"] * 6 + ["--"] * 6


def test_step_trace_shows_each_value_and_none():
    figure = plots.step_trace(RECORDS)
    weight, gradient, loss = figure.axes
    assert list(weight.lines[0].get_ydata()) == [2.0, 2.0, 1.6]
    assert np.array_equal(gradient.lines[0].get_ydata(), [np.nan, 4, 4], equal_nan=True)
    assert list(loss.lines[0].get_ydata()) == [4.0, 4.0, 2.56]
    assert [t.get_text() for t in gradient.texts] == ["None", "4", "4"]
    assert [t.get_text() for t in loss.get_xticklabels()] == ["start", "backward", "step"]


def test_step_trace_of_two_weights():
    records = [
        {"operation": "backward", "weight": torch.tensor([1.0, 2.0]), "gradient": g, "loss": 1.0}
        for g in (None, [0.5, -0.5])
    ]
    figure = plots.step_trace(records)
    assert [list(line.get_ydata()) for line in figure.axes[0].lines] == [[1, 1], [2, 2]]
    assert {"weight 0", "weight 1"} <= set(texts(figure.axes[0]))
    named = plots.step_trace(records, names=("weight", "bias"))
    assert {"weight", "bias"} <= set(texts(named.axes[0]))
    assert {"weight.grad", "bias.grad"} <= set(texts(named.axes[1]))


def test_loss_surface_paths_draws_paths_and_cuts_nan():
    paths = {**PATHS, "wild": torch.tensor([[-3.0, 1.0], [5.0, 5.0], [float("nan"), 0.0]])}
    figure = plots.loss_surface_paths(bowl, paths, x_range=(-4, 4), y_range=(-2, 2))
    (axes,) = figure.axes
    drawn = lines_of(axes)
    assert drawn["SGD"] == ([-3.0, -1.0, 0.1], [1.0, -0.5, 0.1])
    assert drawn["wild"] == ([-3.0, 5.0], [1.0, 5.0])
    assert axes.get_xlim() == (-4, 4)
    assert {"SGD", "Adam", "wild", "start"} <= {t.get_text() for t in figure.findobj(Text)}


# --- mistakes ---------------------------------------------------------------------------------


def test_predictions_grid_tells_right_and_wrong_in_words():
    labels = torch.tensor([2, 3])
    scores = torch.full((2, 10), -9.0)
    scores[:, 2], scores[:, 6], scores[:, 3] = 3.0, 2.0, 1.0
    figure = plots.predictions_grid(IMAGES[:2], scores, labels)
    first, second, bars, more = figure.axes
    assert first.get_title() == "✓ right"
    assert second.get_title() == "✗ wrong, label: Dress"
    share = scores.softmax(1)[0]
    assert [bar.get_width() for bar in bars.patches] == pytest.approx(
        [share[2].item(), share[6].item(), share[3].item()]
    )
    assert [t.get_text() for t in more.texts] == [
        "Pullover 67 %",
        "Shirt 24 %",
        "Dress 9 % ← label",
    ]
    assert first.spines["left"].get_linestyle() != second.spines["left"].get_linestyle()
    assert np.array_equal(second.images[0].get_array(), IMAGES[1, 0])


def test_probabilities_are_not_put_through_softmax_again():
    figure = plots.predictions_grid(IMAGES[:1], torch.eye(10)[:1], LABELS[:1])
    assert figure.axes[1].patches[0].get_width() == 1


def test_confusion_matrix_writes_counts_and_colors_shares():
    matrix = torch.zeros(10, 10, dtype=torch.int64)
    matrix[0, 0], matrix[0, 6], matrix[6, 0] = 75, 25, 1000
    figure = plots.confusion_matrix(matrix)
    (axes,) = figure.axes
    written = [int(t.get_text().replace(",", "")) for t in axes.texts]
    assert written == matrix.flatten().tolist()
    colors = axes.images[0].get_array() ** 2
    assert (colors[0, 0], colors[0, 6], colors[6, 0]) == pytest.approx((0.75, 0.25, 1))
    assert [t.get_text() for t in axes.get_yticklabels()] == list(CLASS_NAMES)
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("predicted", "label")
    assert "T-shirt/top: 75 T-shirt/top, 25 Shirt" in figure.details


def test_class_scores_divide_by_columns_and_by_rows():
    figure = plots.class_scores(torch.tensor([[6, 2], [4, 12]]), ("a", "b"))
    drawn = {line.get_label(): list(line.get_xdata()) for line in figure.axes[0].lines}
    assert drawn["precision"] == pytest.approx([6 / 10, 12 / 14])
    assert drawn["recall"] == pytest.approx([6 / 8, 12 / 16])


def test_class_that_was_never_predicted_has_no_precision():
    figure = plots.class_scores(np.array([[2, 0], [1, 0]]), ("a", "b"))
    drawn = {line.get_label(): line.get_xdata() for line in figure.axes[0].lines}
    assert np.isnan(drawn["precision"][1])
    assert drawn["recall"].tolist() == [1, 0]


def test_reliability_diagram_bins_by_confidence():
    confidences = torch.tensor([0.05, 0.09, 0.95, 0.95, 1.0])
    figure = plots.reliability_diagram(confidences, [False, True, True, True, False])
    top, bottom = figure.axes
    heights = [bar.get_height() for bar in top.patches]
    assert heights == pytest.approx([0.5, *[0] * 8, 2 / 3])
    assert [bar.get_height() for bar in bottom.patches] == [2, *[0] * 8, 3]
    gap = (2 * abs(0.5 - 0.07) + 3 * abs(2 / 3 - 2.9 / 3)) / 5
    assert top.get_title(loc="left") == f"mean gap to the dashed line: {gap:.3f}"


def test_worst_errors_puts_the_most_confident_mistake_first():
    scores = torch.zeros(4, 10)
    scores[0, 1], scores[1, 1], scores[2, 2], scores[3, 5] = 2.0, 5.0, 9.0, 3.0
    labels = torch.tensor([0, 0, 2, 4])
    figure = plots.worst_errors(IMAGES[:4], scores, labels)
    titles = [axes.get_title().split("\n")[0] for axes in figure.axes]
    assert titles[:3] == ["image 1", "image 3", "image 0"]
    assert np.array_equal(figure.axes[1].images[0].get_array(), IMAGES[3, 0])
    figure = plots.worst_errors(IMAGES[:4], scores, labels, count=2)
    assert repr(figure) == "Figure: the 2 most confident mistakes among 4 images"


# --- times ------------------------------------------------------------------------------------


def test_time_shares_fill_each_row_and_leave_out_names_that_would_not_fit():
    figure = FIGURES["time_shares"]()
    (axes,) = figure.axes
    bars = [(round(bar.get_x(), 3), round(bar.get_width(), 3)) for bar in axes.patches]
    assert bars == [(0, 0.8), (0.8, 0.2), (0, 0.05), (0.05, 0.95)]
    written = [t.get_text() for t in axes.texts]
    assert written == ["loading\n80%", "training\n20%", "10 ms", "training\n95%", "2 ms"]
    assert "fast: 2 ms, loading 5%, training 95%" in figure.details
    assert "80" not in repr(figure)


def test_time_to_accuracy_marks_the_first_time_that_reaches_the_target():
    runs = {"slow": ([10, 20, 30, 40], [0.5, 0.7, 0.65, 0.8]), "fast": ([1, 2], [0.6, 0.69])}
    figure = plots.time_to_accuracy(runs, targets=(0.7,))
    (axes,) = figure.axes
    assert lines_of(axes)["slow"] == ([10, 20, 30, 40], [0.5, 0.7, 0.65, 0.8])
    assert "20 s" in texts(axes)
    assert "69.0% at best, 70% never" in figure.details


# --- bad input --------------------------------------------------------------------------------

NAN = torch.full((28, 28), float("nan"))


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (
            lambda: plots.garment(IMAGES),
            r"expected \(H, W\).*found \(24, 1, 28, 28\).*index it first",
        ),
        (lambda: plots.garment(torch.zeros(28, 28, 3)), r"found \(28, 28, 3\).*permute"),
        (lambda: plots.garment(torch.zeros(0, 28)), r"found \(0, 28\)"),
        (lambda: plots.garment(NAN), "found NaN or infinity"),
        (lambda: plots.garment(IMAGES[0].float()), "found 0 to 255; divide by 255"),
        (lambda: plots.garment(IMAGES[0] / 255 - 0.5), "found -0.5 to 0.5; undo the normalization"),
        (lambda: plots.garment(np.full((2, 2), "a")), "expected numbers, found dtype <U1"),
        (lambda: plots.garment(IMAGES[0], 10), "label: expected 0 to 9, found 10"),
        (lambda: plots.garment(IMAGES[0], 1.0), "expected whole numbers .* found dtype float"),
        (
            lambda: plots.image_grid([(IMAGES[0], 9)]),
            r"images\[0\]: expected an image, found a sample with its label; .* sample\[0\]",
        ),
        (lambda: plots.image_values({"image": IMAGES[0], "label": 9}), r"sample\[\"image\"\]"),
        (lambda: plots.image_grid(IMAGES[0, 0]), r"found one; put it in a list: \[image\]"),
        (lambda: plots.image_grid([]), "images: expected .*, found none"),
        (lambda: plots.image_grid([IMAGES[0], NAN]), r"images\[1\]: .*NaN"),
        (lambda: plots.image_grid(IMAGES[:2], ["one"]), "found 2 images, 1 titles"),
        (
            lambda: plots.garment_grid(Samples(IMAGES[:0], LABELS[:0])),
            "dataset: expected at least one image",
        ),
        (lambda: plots.garment_grid(Samples(labels=LABELS - 1)), "found -1 at index 0"),
        (lambda: plots.image_values(torch.zeros(3, 4, 4)), "expected one channel, found 3"),
        (lambda: plots.image_values(IMAGES[0], rows=slice(40, 50)), r"rows: .* found \[\]"),
        (lambda: plots.value_ranges({}), "images: expected {name: image}, found none"),
        (
            lambda: plots.batch_class_balance([[0, 1, 12]]),
            "expected 0 to 9, found 12 at index 2",
        ),
        (lambda: plots.batch_class_balance([[]]), r"batch 0: .*found shape \(0,\)"),
        (lambda: plots.batch_strip([]), "batches: expected at least one, found none"),
        (lambda: plots.batch_strip([IMAGES[:2]], ["a", "b"]), "found 2 names, 1 batches"),
        (lambda: plots.shuffle_order([[0, 1], [0]]), "rows of indices of one length"),
        (lambda: plots.shuffle_order([[0.5, 1.5]]), "expected whole numbers, found float64"),
        (lambda: plots.batch_class_balance([[0, 11]]), "batch 0: expected 0 to 9, found 11"),
        (lambda: plots.data_parallel(3, batch_size=64), "found 3 for 64"),
        (lambda: plots.curves({}), "expected {name: numbers}, found nothing"),
        (lambda: plots.curves([1, 2]), "expected {name: numbers}, found list"),
        (lambda: plots.curves({"a": []}), "a: expected at least one number, found none"),
        (
            lambda: plots.curves({"a": [[1, 2]]}),
            r"a: expected one row .* shape \(1, 2\)",
        ),
        (lambda: plots.curves({"a": ["x"]}), "a: expected numbers"),
        (lambda: plots.curves({"a": [1]}, window=0), "window: expected at least 1"),
        (lambda: plots.history_curves({"train_loss": []}), "history: expected at least one epoch"),
        (
            lambda: plots.history_curves({"train_loss": [1, 2], "train_accuracy": [0.5]}),
            "train_accuracy: expected 2 epochs, found 1",
        ),
        (lambda: plots.softmax_loss([1, 2], 0), "logits: expected 10 numbers, found 2"),
        (lambda: plots.softmax_loss([float("inf")] * 10, 0), "found inf at index 0"),
        (lambda: plots.squared_errors([1], [1, 2], [1]), "found 1 x, 2 y, 1 predictions"),
        (lambda: plots.step_trace([]), "records: expected at least one operation, found none"),
        (lambda: plots.step_trace([{"operation": "step"}]), r"records\[0\]: expected 'weight'"),
        (lambda: plots.loss_surface_paths(bowl, {}), "paths: expected"),
        (lambda: plots.loss_surface_paths(bowl, {"a": [1, 2]}), r"a: expected \(N, 2\) weights"),
        (
            lambda: plots.loss_surface_paths(bowl, {"a": [[float("nan")] * 2]}),
            "a: expected a finite",
        ),
        (lambda: plots.loss_surface_paths(lambda x, y: 0 * x, PATHS), "found 0 everywhere"),
        (
            lambda: plots.predictions_grid(IMAGES, LOGITS[:3], LABELS),
            "24 images, 3 scores, 24 labels",
        ),
        (
            lambda: plots.predictions_grid(IMAGES, LOGITS[:, :4], LABELS),
            r"expected shape \(N, 10\)",
        ),
        (
            lambda: plots.worst_errors(IMAGES, LOGITS * float("nan"), LABELS),
            "NaN or infinity in row 0",
        ),
        (lambda: plots.confusion_matrix(MATRIX[:3]), r"expected shape \(10, 10\), found \(3, 10\)"),
        (lambda: plots.confusion_matrix(MATRIX / 100), "expected counts"),
        (lambda: plots.confusion_matrix(-MATRIX), "expected counts"),
        (lambda: plots.reliability_diagram([1.5], [True]), "expected probabilities in 0 to 1"),
        (lambda: plots.reliability_diagram([0.5], [3]), "correct: expected True or False"),
        (
            lambda: plots.worst_errors(IMAGES[:5], LOGITS[:5], LABELS[:5]),
            "no mistake among 5 images",
        ),
        (lambda: plots.time_shares({"a": {}}), "rows: .* found no times"),
        (
            lambda: plots.time_shares({"a": {"load": 1, "step": 2}, "b": {"step": 1}}),
            r"b: expected the parts \['load', 'step'\], found \['step'\]",
        ),
        (lambda: plots.time_shares({"a": {"load": 0, "step": 2}}), "above 0, found 0"),
        (lambda: plots.time_shares({"a": dict.fromkeys("abcdef", 1)}), "at most 5 parts, found 6"),
        (lambda: plots.time_to_accuracy({"a": ([2, 1], [0.1, 0.2])}), "expected times that grow"),
        (lambda: plots.time_to_accuracy({"a": ([1], [65])}), "accuracies in 0 to 1, found 65"),
    ],
)
def test_bad_input_is_named(call, says):
    with pytest.raises(ValueError, match=says):
        call()


# --- labels that would overlap ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("positions", "apart"),
    [
        ([0.0, 10.0], [0.0, 10.0]),
        ([5.0, 5.0], [4.5, 5.5]),
        ([5.0, 4.9, 5.1], [5.0, 4.0, 6.0]),
        ([0.0, 0.9, 1.0], [-0.3666667, 0.6333333, 1.6333333]),
        ([0.0, 0.0, 0.0, 1.5], [-1.125, -0.125, 0.875, 1.875]),
        ([], []),
    ],
)
def test_spread_apart_moves_as_little_as_needed(positions, apart):
    assert spread_apart(positions, 1.0).tolist() == pytest.approx(apart)


def test_labels_at_the_ends_of_lines_do_not_overlap():
    figure = plots.curves({f"line {i}": [2.0, 1.0 + i / 1000] for i in range(6)})
    figure.canvas.draw()
    boxes = [t.get_window_extent() for t in figure.axes[0].texts]
    boxes.sort(key=lambda box: box.y0)
    assert all(low.y1 <= high.y0 + 3 for low, high in itertools.pairwise(boxes))


def test_palette_can_be_told_from_white():
    """Lines need a contrast of 3 : 1 with the page (WCAG 2.2, 1.4.11); the first four have it."""
    from fmnist_helpers.plots.style import PALETTE

    for color in PALETTE[:4]:
        parts = np.array(to_rgb(color))
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        light = linear @ [0.2126, 0.7152, 0.0722]
        assert 1.05 / (light + 0.05) >= 3, color
        assert (light + 0.05) / 0.05 >= 3, color
