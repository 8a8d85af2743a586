"""How long the widgets take to answer a hand, in a real JupyterLab in headless Chromium.

python -m benchmarks widgets [--quick] [--json FILE] [--data FOLDER]
python -m benchmarks widgets --kernel-python other/bin/python    another ipykernel
"""

import os

# Before torch is imported, or they don't count; the kernel inherits them.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import argparse
import contextlib
import json
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from playwright.sync_api import TimeoutError, sync_playwright

from benchmarks import _in_page
from benchmarks._measure import Options, Table, Times, environment, environment_line
from tests.browser import jupyter

SMALL, ANY = 0.05, 0.1  # seconds, p95: for those that redraw a small image, and for all
PAUSE = 0.5  # seconds
REDRAWS, SHARE = 8, 0.8  # a second, at least, while it trains at this share of the plain speed

START = """\
import ipykernel, torch
from fmnist_helpers import widgets
from fmnist_helpers.datasets import InMemoryFashionMNIST, split
from fmnist_helpers.loaders import make_loader
from fmnist_helpers.models import NeuralNetwork
torch.manual_seed(0)
train, val = split(InMemoryFashionMNIST({root!r}), validation=0.1, seed=0)
test = InMemoryFashionMNIST({root!r}, train=False)
train_loader, val_loader = make_loader(train, shuffle=True, seed=0), make_loader(val)
model, loss_fn = NeuralNetwork(), torch.nn.CrossEntropyLoss()
with torch.inference_mode():
    scores = model(test.images[:, None] / 255)
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
print("ipykernel", ipykernel.__version__)
"""
MAKERS = {
    "pixel_inspector": "widgets.pixel_inspector(train)",
    "annotation_doctor": "widgets.annotation_doctor()",
    "batch_viewer": "widgets.batch_viewer(train)",
    "logits_bench": "widgets.logits_bench()",
    "step_stepper": "widgets.step_stepper()",
    "optimizer_race": "widgets.optimizer_race()",
    "linear_playground": "widgets.linear_playground()",
    "learning_rate_lab": (
        "batches = [batch for batch, _ in zip(train_loader, range(30))]\n"
        "widgets.learning_rate_lab(model, batches, loss_fn)"
    ),
    "live_training": (
        "run = widgets.live_training("
        "model, train_loader, val_loader, loss_fn, optimizer, steps=10**6)\nrun"
    ),
    "mistakes_lab": "widgets.mistakes_lab(test.images, scores, test.targets)",
    "try_your_own": "widgets.try_your_own(NeuralNetwork())",
    "graph_viewer": (
        "w = torch.tensor(2.0, requires_grad=True)\n"
        "widgets.graph_viewer(((w * 3 - 1) ** 2).sigmoid(), w=w)"
    ),
    "convolution_explorer": "widgets.convolution_explorer(test.images[0])",
    "quiz": "widgets.quiz('02')",
}
# The steps of `run`, without its widget: how many a second.
PLAIN = """\
def plain(seconds):
    import time
    from fmnist_helpers.training import train_step
    steps, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        train_step(run.model, *run._next_batch(), run.loss_fn, run.optimizer)[0].item()
        steps += 1
    return steps / (time.perf_counter() - began)
"""


@dataclass(frozen=True)
class Case:
    """A widget, what is done to it, and within how many seconds 95 % of the answers should come.

    The answer is all that changes, or what changes in the part that `part`, a CSS selector, finds.
    """

    widget: str
    control: str
    move: object  # (element, name of the control, how often it was moved) moves it once more
    aim: float = ANY
    part: str | None = None

    @property
    def name(self) -> str:
        """What the table calls it."""
        return f"{self.widget}, {self.control}" + (": picture" if self.part else "")


def press(element, name, count, keys=("ArrowRight", "ArrowLeft")):
    """Five times in one direction, five times back."""
    box = element.locator(".widget-hslider", has=element.page.get_by_text(name, exact=True))
    box.locator(".noUi-handle").press(keys[count // 5 % 2])


def click(element, name, count):
    element.get_by_role("button", name=name, exact=True).click()


def tick(element, name, count):
    element.locator(".widget-checkbox", has_text=name).locator("input").click()


def choose(element, name, count):
    box = element.locator(".widget-dropdown", has=element.page.get_by_text(name, exact=True))
    box.locator("select").select_option(index=1 + count % 2)


def walk(element, name, count):
    forward = element.get_by_role("button", name="forward", exact=True)
    click(element, "forward" if forward.is_enabled() else "reset", count)


def weigh(element, name, count):
    element.get_by_label(name, exact=True).press(("ArrowUp", "ArrowDown")[count % 2])


def pick_stage(element, name, count):
    element.locator(".fmnist-stages button").nth((1, 2, 0)[count % 3]).click()


def pick_cell(element, name, count):
    element.locator(".fmnist-matrix button").nth((1, 60, 46, 24)[count % 4]).click()


def pick_image(element, name, count):
    element.locator(".fmnist-thumbs button").nth(1 + count % 5).click()  # not the one that is shown


def answer_quiz(element, name, count):
    element.locator(".widget-radio-box").first.locator("input").nth(count % 2).click()


def draw(element, name, count):
    """A short stroke on the pad."""
    pad = element.locator(".fmnist-pad canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    x, y = box["x"] + 20 + 20 * (count % 10), box["y"] + 20 + 20 * (count // 10 % 10)
    mouse = element.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 15, y + 15, steps=3)
    mouse.up()


def hover(element, name, count):
    """To another place in the image, with no button down."""
    canvas = element.locator("figure canvas, .fmnist-pixels canvas").first
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    part = (2 + count % 7) / 10
    element.page.mouse.move(box["x"] + part * box["width"], box["y"] + part * box["height"])


def write(element, name, count):
    element.locator("textarea").press(("1", "Backspace")[count % 2])


CASES = (
    Case("pixel_inspector", "pointer", hover, SMALL, "output"),
    Case("pixel_inspector", "row", press, SMALL, "output"),
    Case("pixel_inspector", "image", press, SMALL, "output"),
    Case("pixel_inspector", "row", press),
    Case("pixel_inspector", "image", press),
    Case("annotation_doctor", "labels.csv", write),
    Case("annotation_doctor", "example", choose),
    Case("batch_viewer", "batch", press),
    Case("batch_viewer", "batch_size", press),
    Case("batch_viewer", "stages", pick_stage),
    Case("logits_bench", "Dress", press),
    Case("step_stepper", "backward", click),
    Case("step_stepper", "learning rate", press),  # scales the gradient that is there by now
    Case("optimizer_race", "learning rate", press),
    Case("optimizer_race", "steps", press),
    Case("linear_playground", "step", click, SMALL),
    Case("learning_rate_lab", "learning rate", press),  # a new choice trains for 30 steps
    Case("live_training", "Step", click),
    Case("mistakes_lab", "a cell", pick_cell),
    Case("mistakes_lab", "an image", pick_image),
    Case("try_your_own", "width", press),
    Case("graph_viewer", "forward", walk, SMALL),
    Case("convolution_explorer", "pointer", hover, SMALL, "output"),
    Case("convolution_explorer", "weight in row 1, column 2", weigh, SMALL),
    Case("try_your_own", "a stroke", draw),
    Case("quiz", "an answer", answer_quiz),
)


def main(arguments: list[str] | None = None) -> None:
    """Measure, print both tables, keep every time as JSON."""
    asked = _parser().parse_args(arguments)
    options = Options(quick=asked.quick, data=asked.data)
    measured = {"environment": environment(), "quick": asked.quick, "tables": []}
    print(environment_line(measured["environment"]), flush=True)
    with opened(options, asked.kernel_python) as (page, elements, kernel):
        for name, table in (("answers", answers), ("live", live)):
            made = table(page, elements, kernel, options)
            print(f"\n{made}", flush=True)
            measured["tables"].append(made.as_dict(name))
            if asked.json:
                asked.json.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")


@contextlib.contextmanager
def opened(options, kernel_python=None):
    """All widgets in a page of JupyterLab: the page, {widget: its output}, which ipykernel."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        folder, root = Path(folder), str(options.root().resolve())
        cells = START.format(root=root), *MAKERS.values()
        jupyter.write_notebook(folder / "notebooks" / "widgets.ipynb", *cells)
        where = stack.enter_context(jupyter.jupyterlab(folder, kernel_python=kernel_python))
        chromium = stack.enter_context(sync_playwright()).chromium
        browser = chromium.launch(executable_path=jupyter.find_chromium(), args=["--no-sandbox"])
        stack.callback(browser.close)
        view = browser.new_page(viewport={"width": 1280, "height": 800})
        page = jupyter.Page(view, *where)
        page.run("widgets.ipynb")
        kernel = page.output(0).inner_text().strip()
        outputs = {widget: page.output(i) for i, widget in enumerate(MAKERS, start=1)}
        yield view, outputs, kernel
        if page.errors:
            print("The page complained:", *page.errors, sep="\n", file=sys.stderr)


def answers(page, elements, kernel, options, cases=CASES) -> Table:
    """For each case: the time from a control's change to the new picture in the page."""
    times = {}
    for case in cases:
        taken = []
        for count in range(options.turns(60, quick=4) + 2):
            act = partial(case.move, elements[case.widget], case.control, count)
            try:
                how = {"selector": case.part, "hover": case.move is hover}
                taken.append(_in_page.answer(page, elements[case.widget], act, **how))
            except TimeoutError as error:
                raise RuntimeError(f"{case.name}: nothing changed") from error
        times[case.name] = Times(tuple(taken[2:]))  # the first two warm up
    return Table(
        f"From a control's change to the new picture in the page ({kernel})",
        ("widget, control", "p50", "p95", "aim for p95", "within"),
        [
            (name, _ms(taken.median), _ms(p95(taken)), _ms(case.aim), p95(taken) <= case.aim)
            for case, (name, taken) in zip(cases, times.items(), strict=True)
        ],
        ["The clock runs from the browser's event until all is painted.", options.note()],
        times,
    )


def live(page, elements, kernel, options) -> Table:
    """The curve that grows, other widgets meanwhile, and Pause."""
    element, inspector = elements["live_training"], elements["pixel_inspector"]
    start, pause = (partial(click, element, name, 0) for name in ("Start", "Pause"))
    seconds = options.turns(10, quick=2)
    alone = [plain(page, options)]
    painted, heights = _in_page.frames(
        page, element, start, selector=".widget-html-content:has(svg)",
        milliseconds=1_000 * seconds,
    )  # fmt: skip
    gaps = Times(tuple(np.diff(painted).tolist()))
    began = steps_of(page), time.perf_counter()
    page.wait_for_timeout(1_000 * seconds)
    watched = (steps_of(page) - began[0]) / (time.perf_counter() - began[1])
    said = element.get_by_role("status").first.inner_text().splitlines()[0]
    moves = range(options.turns(60, quick=4))
    beside = [
        _in_page.answer(page, inspector, partial(press, inspector, "row", count)) for count in moves
    ]
    pauses = []
    for _ in range(options.turns(20, quick=3)):
        element.get_by_text("running", exact=True).wait_for()
        page.wait_for_timeout(300)
        pauses.append(_in_page.answer(page, element, pause, text="paused"))
        start()
    pause()
    alone.append(plain(page, options))
    share = watched / np.mean(alone)
    beside, pauses = Times(tuple(beside)), Times(tuple(pauses))
    return Table(
        f"Live training of the tutorial's model, batches of 64 ({kernel})",
        ("what", "measured", "aim"),
        [
            ("frames of the curve", f"{1 / np.mean(gaps.seconds):.1f} / s", f"{REDRAWS} / s"),
            ("speed, of that without a widget", f"{share:.0%}", f"{SHARE:.0%}"),
            ("longest time between two frames", _ms(max(gaps.seconds)), ""),
            ("heights of the curve, in pixels", ", ".join(f"{h:g}" for h in heights), "one"),
            ("pixel inspector meanwhile, p50", _ms(beside.median), ""),
            ("pixel inspector meanwhile, p95", _ms(p95(beside)), ""),
            ("Pause, p50", _ms(pauses.median), ""),
            ("Pause, slowest", _ms(max(pauses.seconds)), _ms(PAUSE)),
        ],
        [f"The widget said: {said}.", options.note()],
        {"between two frames": gaps, "pixel inspector meanwhile": beside, "Pause": pauses},
    )


def plain(page, options) -> float:
    """Steps a second without the widget, in the page's kernel."""
    page.evaluate(jupyter.RUN, PLAIN)
    return float(page.evaluate(jupyter.ASK, f"plain({options.turns(5, quick=1)})"))


def steps_of(page) -> int:
    """How many steps the live training has done."""
    return int(page.evaluate(jupyter.ASK, "run.done"))


def p95(times: Times) -> float:
    """What 95 of 100 stay below."""
    return float(np.percentile(times.seconds, 95))


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks widgets")
    parser.add_argument("--quick", action="store_true", help="few turns: half a minute")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write all times there")
    parser.add_argument("--data", type=Path, default=Path("data"), help="the folder of the data")
    parser.add_argument(
        "--kernel-python", type=Path, metavar="PATH", help="run the kernel by this Python"
    )
    return parser


if __name__ == "__main__":
    main()
