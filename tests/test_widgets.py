"""Every control of every widget at its ends and in the middle, and every button clicked."""

import asyncio
import base64
import copy
import io
import re
import sys
import threading
from datetime import UTC, datetime

import ipywidgets
import numpy as np
import pytest
import torch
from PIL import Image

from fmnist_helpers import widgets
from fmnist_helpers.loaders import make_loader
from fmnist_helpers.sources import CLASS_NAMES
from fmnist_helpers.training import train_step
from fmnist_helpers.widgets.base import Lab, table
from fmnist_helpers.widgets.clickable import Clickable
from fmnist_helpers.widgets.curves import Curves
from fmnist_helpers.widgets.learning_rate_lab import verdict
from fmnist_helpers.widgets.live_training import first_weights, signed_pixels


@pytest.fixture(autouse=True)
def strict(monkeypatch):
    monkeypatch.setenv("FMNIST_STRICT", "1")


class Garments:
    """Random images, the classes in the order 0, 1 … 9, 0, 1 …"""

    def __init__(self, size=97):
        self.images = torch.randint(
            0, 256, (size, 28, 28), generator=torch.manual_seed(3), dtype=torch.uint8
        )
        self.targets = torch.arange(size) % 10

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        return self.images[index][None] / 255, int(self.targets[index])


def children(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from children(child)


def settings(control):
    """Minimum, middle and maximum of a control."""
    if isinstance(control, ipywidgets.SelectMultiple):
        values = [option[1] for option in control._options_full]
        return [(values[0],), tuple(values[:2]), tuple(values)]
    if hasattr(control, "_options_full"):
        values = [option[1] for option in control._options_full]
        return [values[0], values[len(values) // 2], values[-1]]
    if isinstance(control, ipywidgets.FileUpload):
        return [upload(Image.new("L", (40, 30), shade)) for shade in (0, 60, 120)]
    if isinstance(control, ipywidgets.FloatLogSlider):
        low, high = control.min, control.max
        return [control.base**at for at in (low, (low + high) / 2, high)]
    if isinstance(control, ipywidgets.Checkbox | ipywidgets.ToggleButton):
        return [False, True, False]
    if isinstance(control, ipywidgets.Textarea):
        return ["", "tshirt1.png, 0", "tshirt1.png, cat\n" * 50]
    if hasattr(control, "min"):
        low, high = control.min, control.max
        middle = (low + high) / 2
        return [low, int(middle) if isinstance(low, int) else middle, high]
    return []


def upload(picture, name="mine.png"):
    """What a FileUpload holds after this picture, or these bytes, were chosen."""
    data = picture
    if isinstance(picture, Image.Image):
        picture.save(buffer := io.BytesIO(), "PNG")
        data = buffer.getvalue()
    file = {"name": name, "type": "image/png", "size": len(data), "content": memoryview(data)}
    return ({**file, "last_modified": datetime(2026, 1, 1, tzinfo=UTC)},)


def shown(lab):
    """All that a widget shows, as one value that can be compared."""
    parts = [
        bytes(w.value) if isinstance(w, ipywidgets.Image) else w.value
        for w in children(lab)
        if isinstance(w, ipywidgets.HTML | ipywidgets.Image | Curves)
    ]
    return parts + [w.html for w in children(lab) if isinstance(w, Clickable)]


def controls(lab):
    return [w for w in children(lab) if settings(w) and not isinstance(w, ipywidgets.Image)]


def stepper_with_gradients():
    stepper = widgets.step_stepper()
    stepper.backward.click()  # without a gradient, the learning rate has nothing to scale
    return stepper


def live(lr=0.1, steps=30, loss_fn=None):
    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(784, 10))
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    train = make_loader(Garments(), batch_size=16, shuffle=True, seed=0)
    val = make_loader(Garments(), batch_size=32)
    loss_fn = loss_fn or torch.nn.CrossEntropyLoss()
    return widgets.live_training(model, train, val, loss_fn, optimizer, steps=steps)


def mistakes():
    data = Garments(200)
    scores = 8 * torch.nn.functional.one_hot(data.targets, 10).double()
    scores *= 1 - torch.arange(200)[:, None] / 1000  # no two are equally sure
    scores[10:70] = scores[10:70].roll(1, dims=0)  # class 1 is taken for 0, 2 for 1 …
    scores[30:40] /= 4  # these less surely
    return widgets.mistakes_lab(data.images, scores, data.targets)


def own():
    torch.manual_seed(0)
    return widgets.try_your_own(torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(784, 10)))


def rates(loss_fn=torch.nn.functional.cross_entropy):
    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(784, 10))
    batches = list(make_loader(Garments(), batch_size=16))
    lab = widgets.learning_rate_lab(model, batches, loss_fn)
    lab.learning_rate.value = 10  # a curve that Clear can forget
    lab.learning_rate.value = 0.1
    return lab


MAKERS = {
    "annotation_doctor": widgets.annotation_doctor,
    "pixel_inspector": lambda: widgets.pixel_inspector(Garments()),
    "batch_viewer": lambda: widgets.batch_viewer(Garments()),
    "logits_bench": widgets.logits_bench,
    "learning_rate_lab": rates,
    "mistakes_lab": mistakes,
    "optimizer_race": widgets.optimizer_race,
    "step_stepper": stepper_with_gradients,
    "try_your_own": own,
}


# Shows nothing for a control's change alone, or needs a kernel's event loop: has tests of its own.
APART = {"live_training", "linear_playground", "graph_viewer", "convolution_explorer"}


@pytest.fixture(params=MAKERS)
def lab(request):
    return MAKERS[request.param]()


def test_every_widget_is_tried():
    assert set(MAKERS) | APART == set(widgets.__all__) - {"quiz"}, "the quiz: tests/test_quizzes.py"


def test_every_control_at_its_ends_and_in_the_middle_changes_what_is_shown(lab):
    found = controls(lab)
    assert found
    for control in found:
        seen = set()
        if len(set(map(repr, settings(control)))) == 1:
            continue  # a page slider where all is on one page
        for value in settings(control):
            control.value = value
            assert lab.problem.value == ""
            seen.add(repr(shown(lab)))
        control.value = settings(control)[1]
        assert len(seen) > 1, f"{control.description} changes nothing"


def test_every_button_does_something(lab):
    for button in [w for w in children(lab) if isinstance(w, ipywidgets.Button)]:
        before = shown(lab)
        button.click()
        assert lab.problem.value == ""
        assert button.tooltip
        assert shown(lab) != before, f"{button.description} changes nothing"


def test_every_control_says_what_it_is(lab):
    for control in controls(lab):
        assert control.description, f"{control} has no label"
        assert control.tooltip, f"{control.description} has no tooltip"


def test_a_page_without_a_kernel_shows_a_picture_and_its_text(lab):
    data, metadata = lab._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert data["text/plain"].startswith(f"Widget: {lab.title}. ")
    assert metadata["image/png"]["alt"] == f"{lab!r}. {lab.static_figure().description}"
    assert "iVBOR" in data["image/png"][:8]
    assert "Try:" in lab.words.value
    assert "Notice:" in lab.words.value


def test_an_exception_in_a_callback_is_shown_and_in_strict_mode_raised(monkeypatch):
    def fails():
        raise ValueError("a <bad> value")

    lab = Lab()
    slider, button = ipywidgets.IntSlider(), lab.button("go", "go", fails)
    lab.on_change(fails, slider)
    with pytest.raises(ValueError, match="bad"):
        slider.value = 1
    with pytest.raises(ValueError, match="bad"):
        button.click()
    monkeypatch.delenv("FMNIST_STRICT")
    lab.problem.value = ""
    button.click()
    assert "role='alert'" in lab.problem.value
    assert "ValueError: a &lt;bad&gt; value" in lab.problem.value
    lab.guard(lambda: None)()
    assert lab.problem.value == ""


def test_a_table_sets_columns_of_numbers_to_the_right():
    html = table([("backward", -0.5, "<b>"), ("step", None, "x")], ("call", "grad", "note"), lit=1)
    assert re.findall(r"text-align:(\w+)'>([^<]*)<", html) == [
        *(("left", "call"), ("right", "grad"), ("left", "note")),
        *(("left", "backward"), ("right", "-0.5"), ("left", "&lt;b&gt;")),
        *(("left", "step"), ("right", "None"), ("left", "x")),
    ]
    assert table([], ("file", "label")).count("text-align:left") == 2


# --- pixel inspector --------------------------------------------------------------------------


def test_the_inspector_shows_the_pixel_as_byte_and_as_float():
    data = Garments()
    inspector = widgets.pixel_inspector(data)
    inspector.label.value, inspector.number.value = 7, 2
    inspector.row.value, inspector.column.value = 3, 27
    value = int(data.images[27, 3, 27])
    assert inspector.value == value
    assert f"<b>{value}</b>" in inspector.readout.value
    assert f"<b>{value / 255:.4f}</b>" in inspector.readout.value
    assert f"marked at {value}" in inspector.histogram.value
    assert inspector.picture.pixels == data.images[7::10].numpy().tobytes()


def test_the_inspector_takes_classes_of_different_size_and_small_images():
    data = Garments(12)  # classes 0 and 1 have two images, the others one
    data.images = data.images[:, :5, :4]
    inspector = widgets.pixel_inspector(data)
    inspector.number.value = 1
    inspector.label.value = 9
    assert inspector.number.value == 0
    assert (inspector.row.value, inspector.column.value) == (4, 3)
    assert inspector.picture.pixels == data.images[9].numpy().tobytes()
    assert inspector.picture.shapes == [(5, 4)]


# --- batch viewer -----------------------------------------------------------------------------


def test_the_viewer_shows_what_a_dataloader_gives():
    viewer = widgets.batch_viewer(Garments())
    viewer.batch_size.value, viewer.shuffle.value, viewer.seed.value = 16, True, 5
    loader = torch.utils.data.DataLoader(
        range(97), 16, shuffle=True, generator=torch.Generator().manual_seed(5)
    )
    for epoch in (1, 2, 3):
        viewer.epoch.value = epoch
        assert viewer.batches == [batch.tolist() for batch in loader]
    assert [len(batch) for batch in viewer.batches] == [16] * 6 + [1]
    viewer.drop_last.value = True
    assert [len(batch) for batch in viewer.batches] == [16] * 6
    assert "1 left out" in viewer.sizes.value


def test_the_viewer_shows_how_a_batch_is_made():
    viewer = widgets.batch_viewer(Garments())
    viewer.batch_size.value, viewer.shuffle.value, viewer.seed.value = 5, True, 1
    places = viewer.batches[0]
    assert viewer.stages.picked == "indices"
    assert f"<code>{places}</code>" in viewer.stages.html
    lit = re.findall(r"class='lit'><i data-home='(\d+)'", viewer.stages.html)
    assert sorted(map(int, lit)) == sorted(places)
    assert viewer.stages.html.count("data-home") == 97
    viewer.stages.picked = "samples"
    moved = re.findall(r"data-move='(\d+)'.*?<b>(\d)</b>", viewer.stages.html)
    assert [(int(i), int(label)) for i, label in moved] == [(i, i % 10) for i in places]
    viewer.stages.picked = "stack"
    assert "float32 (5, 1, 28, 28)" in viewer.stages.html
    assert "int64 (5,)" in viewer.stages.html


def test_a_thumbnail_is_the_cut_of_the_sheet_that_holds_its_image():
    viewer = widgets.batch_viewer(Garments())
    *_, style = [w for w in children(viewer) if isinstance(w, ipywidgets.HTML) and "url" in w.value]
    assert "background-size:1000% 1000%" in style.value
    sheet = base64.b64decode(re.search(r"base64,([^)]+)", style.value)[1])
    sheet = np.asarray(Image.open(io.BytesIO(sheet)).convert("L"))
    x, y = re.search(
        r"data-home='37' style='background-position:(.*?)% (.*?)%", viewer.stages.html
    ).groups()
    left, top = (round(float(share) / 100 * (280 - 28)) for share in (x, y))
    assert (sheet[top : top + 28, left : left + 28] == viewer.images[37]).all()


def test_the_viewer_counts_classes():
    viewer = widgets.batch_viewer(Garments())
    viewer.batch_size.value = 10
    assert "Trouser 1, Pullover 1" in viewer.balance.value
    viewer.batch.value = 3
    assert viewer.batches[3] == list(range(30, 40))
    viewer.batch_size.value = 64
    viewer.drop_last.value = True
    assert viewer.batch.value == 0


# --- logits bench -----------------------------------------------------------------------------


def test_the_loss_is_torchs_and_only_differences_count():
    bench = widgets.logits_bench()
    bench.logits[3].value, bench.label.value = 1.5, 3
    expected = torch.nn.functional.cross_entropy(bench.scores[None], torch.tensor([3])).item()
    assert bench.loss == expected
    bench.shift.value = 7.5
    assert bench.loss == pytest.approx(expected, abs=1e-12)


def test_presets_and_the_floor_under_two_softmaxes():
    bench = widgets.logits_bench()
    bench.presets["guess"].click()
    assert bench.loss == pytest.approx(np.log(10))
    bench.presets["sure and wrong"].click()
    assert bench.loss > 8
    bench.presets["sure and right"].click()
    assert bench.loss < 0.01
    bench.twice.value = True
    bench.logits[bench.label.value].value = 10
    assert bench.loss == pytest.approx(1.4612, abs=1e-3)


def test_the_bench_opens_in_the_state_that_lesson_7_speaks_of_with_a_bar_beside_each_slider():
    bench = widgets.logits_bench()
    assert not bench.twice.value
    assert [slider.value for slider in bench.logits] == [0.0] * 9 + [2.0]
    assert ">0.797</b>" in bench.result.value
    said = re.findall(r"aria-label='(.*?) ([\d.]+)'", bench.bars.value)
    assert [name for name, _ in said] == list(CLASS_NAMES)
    assert said[9][1] == "0.451"
    assert re.findall(r"width:([\d.]+)%", bench.bars.value)[9] == "45.1"
    bench.twice.value = True
    assert len(re.findall(r"width:([\d.]+)%", bench.bars.value)) == 20


# --- step stepper -----------------------------------------------------------------------------


def test_each_call_changes_its_own():
    stepper = widgets.step_stepper()
    stepper.backward.click()
    start, after = stepper.records
    assert after["weight"] == start["weight"]
    assert after["gradient"] == pytest.approx([-7.0, 1.0])
    stepper.step.click()
    moved = [w - 0.1 * g for w, g in zip(start["weight"], after["gradient"], strict=True)]
    assert stepper.records[-1]["weight"] == pytest.approx(moved)
    assert stepper.records[-1]["gradient"] == after["gradient"]
    stepper.zero_grad.click()
    assert stepper.records[-1]["gradient"] is None


def test_what_is_skipped_is_said():
    stepper = widgets.step_stepper()
    stepper.step.click()
    assert "there is no gradient" in stepper.now.value
    stepper.backward.click()
    once = stepper.records[-1]["gradient"]
    stepper.backward.click()
    assert "added" in stepper.now.value
    assert stepper.records[-1]["gradient"] == pytest.approx([2 * g for g in once])
    stepper.zero_grad.click()
    stepper.backward.click()
    stepper.learning_rate.value = 1.0
    stepper.step.click()
    assert "too far" in stepper.now.value
    stepper.step.click()
    assert "old" in stepper.now.value
    stepper.reset.click()
    assert len(stepper.records) == 1


# --- live training ----------------------------------------------------------------------------


async def clicked(run, *buttons):
    """Click one button after the other, with time for a few steps after each."""
    for button in buttons:
        button.click()
        for _ in range(4):
            await asyncio.sleep(0)


def by_hand(steps, lr=0.1):
    """The same steps as `live` takes, without a widget: the losses, and the weights."""
    run = live(lr)
    losses = []
    while len(losses) < steps:
        for images, labels in run.loader:
            losses.append(
                train_step(run.model, images, labels, run.loss_fn, run.optimizer)[0].item()
            )
            if len(losses) == steps:
                break
    return losses, run.model.state_dict()


def test_live_training_takes_the_steps_of_train_step():
    run = live()

    async def train():
        run.start.click()
        await run.task

    asyncio.run(train())
    losses, weights = by_hand(30)
    assert run.losses == losses
    assert all(torch.equal(run.model.state_dict()[name], weights[name]) for name in weights)
    assert (run.done, run.running) == (30, False)
    assert "<b>finished</b>" in run.status.value
    assert "step 30 of 30" in run.status.value
    assert run.model.training, "the mode it had before"
    assert len(run.checks) == 30
    assert run.start.disabled
    with pytest.raises(ValueError, match="all 30 steps are done"):
        run.start.click()


def test_whoever_reads_that_it_paused_finds_it_paused():
    run, said = live(), []

    def read(change):
        said.append(("<b>running</b>" in change["new"], run.running))

    async def train():
        run.start.click()
        await run.task

    run.status.observe(read, "value")
    asyncio.run(train())
    assert set(said) == {(True, True), (False, False)}


@pytest.fixture
def answering(monkeypatch):
    """Live training that looks for a pressed button after each step: its steps here are short."""
    monkeypatch.setattr(sys.modules[first_weights.__module__], "ANSWER_EVERY", 0.0)


def test_pause_ends_after_whole_steps_and_start_goes_on(answering):
    run = live()

    async def train():
        await clicked(run, run.start)
        first = run.task
        assert run.start.description == "Pause"
        with pytest.raises(ValueError, match="press Pause"):
            run.step.click()
        run.start.click()
        await first
        assert (run.start.description, run.running) == ("Start", False)
        assert "<b>paused</b>" in run.status.value
        paused_at = run.done
        assert 0 < paused_at < 30
        await clicked(run, run.step)
        assert run.done == paused_at + 1
        run.start.click()
        assert run.task is not first
        await run.task

    asyncio.run(train())
    assert run.losses == by_hand(30)[0]


def test_clicks_that_come_in_another_thread_are_answered_by_the_loop_of_the_cells(answering):
    async def train():
        run = live()
        await asyncio.to_thread(run.start.click)
        assert run.running
        assert run.task.get_loop() is asyncio.get_running_loop()
        await asyncio.to_thread(run.step.click)
        assert "press Pause" in run.problem.value
        await asyncio.to_thread(run.reset.click)
        await asyncio.sleep(0.05)
        assert (run.done, run.running, run.problem.value) == (0, False, "")
        assert "<b>ready</b>" in run.status.value

    asyncio.run(train())


def test_a_click_while_a_cell_runs_says_that_it_waits(answering):
    async def train():
        run = live()
        page = threading.Thread(target=run.start.click)
        page.start()
        page.join()  # as long as a cell runs, its loop does nothing else
        assert "<b>waiting for other cells</b>" in run.status.value
        assert not run.running
        await asyncio.sleep(0)
        assert "<b>running</b>" in run.status.value
        await run.task

    asyncio.run(train())


def test_start_pressed_again_before_it_paused_goes_on_and_never_trains_twice(answering):
    run = live()

    async def train():
        await clicked(run, run.start)
        task = run.task
        run.start.click()
        run.start.click()
        assert run.task is task
        assert len(asyncio.all_tasks()) == 2  # this one, and the training
        await task

    asyncio.run(train())
    assert run.losses == by_hand(30)[0]


@pytest.mark.parametrize("running", [True, False])
def test_reset_gives_the_untrained_model_and_optimizer_back(running):
    run = live()
    before = copy.deepcopy(run.model.state_dict())
    pictures = shown(run)

    async def train():
        await clicked(run, run.start)
        if not running:
            await run.task
        run.learning_rate.value = 1
        assert not torch.equal(run.model[1].weight, before["1.weight"])
        run.reset.click()
        await asyncio.sleep(0.01)

    asyncio.run(train())
    assert all(torch.equal(run.model.state_dict()[name], before[name]) for name in before)
    assert (run.done, run.running, run.optimizer.param_groups[0]["lr"]) == (0, False, 0.1)
    assert shown(run) == pictures
    run.step.click()
    assert run.done == 1


def test_the_weights_of_the_first_layer_are_pictures_that_follow_the_training():
    run = live()
    (size,) = {Image.open(io.BytesIO(run.weights.value)).size}
    assert size == (8 * 62, 2 * 62), "ten units of 28 × 28, twice as large"
    before = run.weights.value
    run.step.click()
    assert run.weights.value != before
    with torch.no_grad():
        run.model[1].weight.zero_()
        run.model[1].weight[0, : 14 * 28] = 1.0
        run.model[1].weight[0, 14 * 28 :] = -0.5
    top, bottom = signed_pixels(first_weights(run.model))[0][:, [0, 27], 0].T.tolist()
    assert top == [86, 180, 233]
    assert bottom == [115, 79, 0], "half as strong, and of the other color"
    conv = first_weights(torch.nn.Sequential(torch.nn.Conv2d(1, 8, 3)))
    assert conv.shape == (8, 3, 3)
    assert first_weights(torch.nn.Linear(5, 5)) is None


def test_step_works_alone_and_the_learning_rate_is_the_optimizers():
    run = live()
    run.step.click()
    run.learning_rate.value = 0.01
    assert run.optimizer.param_groups[0]["lr"] == 0.01
    before = shown(run)
    run.step.click()
    assert shown(run) != before
    assert run.done == 2


@pytest.mark.parametrize("rate", [1e-4, 10**-1.5, 10])
def test_any_learning_rate_is_drawn(rate):
    run = live()
    run.learning_rate.value = rate
    for _ in range(3):
        run.step.click()
    run.losses += [3e20, float("nan"), float("inf")]
    run._draw()
    assert "diverges" in run.loss_curve.value


def test_what_goes_wrong_inside_is_shown_and_raised_where_it_is_awaited():
    def loss_fn(logits, labels):
        if len(seen) == 3:
            raise RuntimeError("a broken loss")
        seen.append(labels)
        return torch.nn.functional.cross_entropy(logits, labels)

    seen = []
    run = live(loss_fn=loss_fn)

    async def train():
        run.start.click()
        with pytest.raises(RuntimeError, match="broken"):
            await run.task

    asyncio.run(train())
    assert "RuntimeError: a broken loss" in run.problem.value
    assert run.done == 3
    assert "paused" in run.status.value
    assert not run.running
    assert run.start.description == "Start"


def test_a_loss_that_is_no_number_ends_training_and_is_told():
    def loss_fn(logits, labels):
        loss = torch.nn.functional.cross_entropy(logits, labels)
        return loss * (float("nan") if run.done == 4 else 1.0)

    run = live(loss_fn=loss_fn)

    async def train():
        run.start.click()
        assert "<b>running</b>" in run.status.value, "at once, not only after the first step"
        await run.task

    asyncio.run(train())
    assert run.done == 5
    assert "<b>stopped: the loss is nan or infinite</b>" in run.status.value
    assert "Press <b>Reset</b>" in run.status.value
    assert "diverges" in run.loss_curve.value
    run.step.click()
    assert run.done == 5
    assert run.start.disabled
    with pytest.raises(ValueError, match="the loss is nan; press Reset"):
        run.start.click()
    run.reset.click()
    assert not run.start.disabled
    assert "<b>ready</b>" in run.status.value


def test_live_training_refuses_what_cannot_train():
    with pytest.raises(ValueError, match="steps=0"):
        live(steps=0)
    with pytest.raises(ValueError, match="val_loader returned no batch"):
        widgets.live_training(None, [], [], None, None)


# --- optimizer race ---------------------------------------------------------------------------


def test_paths_are_those_of_torchs_optimizers():
    race = widgets.optimizer_race()
    race.learning_rate.value, race.steps.value = 0.1, 5
    w0, w1 = -2.0, 1.2
    for _ in range(5):
        w0, w1 = w0 - 0.1 * w0, w1 - 0.1 * 10 * w1  # the slopes are w0 and 10 w1
    assert race.paths["SGD"][-1] == pytest.approx((w0, w1))
    assert len(race.paths["Adam"]) == 6
    before, after = race.paths["momentum"][1:3]  # 0.9 of the last step, and the new slope
    expected = before[0] + 0.9 * (before[0] + 2.0) - 0.1 * before[0]
    assert after[0] == pytest.approx(expected)
    first = race.paths["Adam"][1]  # a first step of Adam is as long as the learning rate
    assert (first[0] + 2.0, 1.2 - first[1]) == pytest.approx((0.1, 0.1), abs=1e-6)


def test_a_learning_rate_crawls_or_explodes():
    race = widgets.optimizer_race()
    race.learning_rate.value = 1e-3
    assert race.verdicts["Adam"] == "crawls."
    assert "diverges" not in race.losses.value
    assert "<b>SGD</b> crawls" in race.result.value
    race.learning_rate.value = 0.16  # the slider's own 10 ** -0.8 is 0.158
    assert "<b>SGD</b> arrives" in race.result.value
    race.learning_rate.value = 0.25
    assert "<b>SGD</b> explodes" in race.result.value
    assert "SGD diverges" in race.losses.value
    for box in race.chosen.values():
        box.value = False
    assert "at least one" in race.result.value


def test_a_path_that_changes_sides_at_every_step_does_not_crawl():
    race = widgets.optimizer_race()
    race.learning_rate.value = 0.1995
    assert race.verdicts["SGD"].startswith("jumps from side to side")


@pytest.mark.parametrize("rate", [1e-3, 0.1, 0.19, 0.21, 0.25, 1])
def test_the_race_says_that_a_line_diverges_where_its_verdict_says_that_it_explodes(rate):
    race = widgets.optimizer_race()
    race.learning_rate.value = rate
    exploded = {name for name, word in race.verdicts.items() if word.startswith("explodes")}
    diverged = set(re.findall(r"(\w+) diverges", race.losses.value))
    assert diverged == exploded
    assert ("SGD" in exploded) == (rate > 0.2)


# --- learning-rate lab ------------------------------------------------------------------------


def test_losses_are_those_of_train_step_from_the_same_start():
    lab = rates()
    start = copy.deepcopy(lab.model)
    for name, make in (("SGD", torch.optim.SGD), ("Adam", torch.optim.Adam)):
        lab.optimizer.value, lab.learning_rate.value = name, 0.01
        model = copy.deepcopy(start)
        optimizer = make(model.parameters(), lr=0.01)
        loss_fn = torch.nn.functional.cross_entropy
        batches = make_loader(Garments(), batch_size=16)
        expected = [train_step(model, *batch, loss_fn, optimizer)[0].item() for batch in batches]
        assert lab.losses == expected
        assert f"<b>{name} 0.01</b>" in lab.result.value
    assert torch.equal(lab.model[1].weight, start[1].weight)


def test_earlier_choices_stay_keep_their_color_and_are_not_trained_again():
    trained = []

    def loss_fn(logits, labels):
        trained.append(1)
        return torch.nn.functional.cross_entropy(logits, labels)

    lab = rates(loss_fn)
    assert list(lab.shown) == ["SGD 0.1", "SGD 10"]
    for rate in (0.001, 0.01, 1):
        lab.learning_rate.value = rate
    assert list(lab.shown) == ["SGD 0.1", "SGD 10", "SGD 0.001", "SGD 0.01", "SGD 1"]
    assert ">SGD 1 ◀" in lab.curves.value
    lab.learning_rate.value = 10
    lab.learning_rate.value = 0.1
    assert len(trained) == 5 * 7
    lab.optimizer.value = "Adam"
    assert list(lab.shown) == ["SGD 0.1", "SGD 10", "Adam 0.1", "SGD 0.01", "SGD 1"]
    lab.clear.click()
    assert list(lab.shown) == ["Adam 0.1"]


def test_a_rate_that_explodes_leaves_the_picture_and_says_so():
    lab = rates()
    lab.learning_rate.value = 10
    assert lab.outcome == "explodes"
    assert "SGD 10 ◀ diverges" in lab.curves.value
    lab.learning_rate.value = 1e-4
    assert lab.outcome == "crawls"


@pytest.mark.parametrize(
    ("losses", "word", "says"),
    [
        ([2.3, 2.2, 1.5, 1.5, 1.5, 1.5, 1.5], "learns", ""),
        ([2.3, 2.3, 2.35, 2.3, 2.3, 2.3, 2.3], "crawls", ""),
        ([2.3, 1e9, 1, 1, 1, 1, 1], "jumps", "still learns"),
        ([2.3, 4, 2.3, 2.3, 2.3, 2.3, 2.3], "jumps", "gets nowhere"),
        ([2.3, 40, 2.3, 2.3, 2.3, 2.3, 2.3], "explodes", "far above"),
        ([2.3, 1.2, float("inf"), *[float("nan")] * 5], "explodes", "nan or infinite"),
        ([2.3, *[float("nan")] * 6], "explodes", "nan or infinite"),
    ],
)
def test_a_curve_in_words(losses, word, says):
    found = verdict(losses)
    assert found[0] == word
    assert says in found[1]


def test_after_a_loss_that_is_no_number_no_step_is_taken():
    calls = []

    def loss_fn(logits, labels):
        calls.append(1)
        return logits.mean() * float("inf")

    lab = rates(loss_fn)
    assert len(calls) == 2, "one step for each of two rates"
    assert not np.isfinite(lab.losses).any()
    assert "the loss is nan" in lab.result.value


def test_the_learning_rate_lab_needs_batches():
    with pytest.raises(ValueError, match="expected two or more, found 0"):
        widgets.learning_rate_lab(torch.nn.Linear(1, 1), [], None)


# --- mistakes lab -----------------------------------------------------------------------------


def test_the_lab_opens_on_the_largest_mistake_and_a_click_shows_another_cell():
    lab = mistakes()
    assert lab.matrix.sum() == 200
    assert lab.cells.html.count("<button") == 100
    assert "label Pullover, taken for Trouser: 6 images'" in lab.cells.html
    off = lab.matrix * (1 - np.eye(10, dtype=int))
    row, column = map(int, lab.cells.picked.split(","))
    assert off[row, column] == off.max() == len(lab.found)
    lab.cells.picked = "2,1"
    assert sorted(lab.found) == [12, 22, 32, 42, 52, 62]
    assert "<b>6</b> images labeled Pullover, taken for Trouser" in lab.count.value
    assert lab.found[-1] == 32, "the least confident comes last"
    assert "Image 12: label <b>Pullover</b>" in lab.bars.value
    lab.garments.picked = "32"
    assert "Image 32: label <b>Pullover</b>" in lab.bars.value
    lab.cells.picked = "0,5"
    assert "<b>0</b> images" in lab.count.value
    assert (lab.bars.value, lab.garments.picked) == ("", "")
    assert all(button.disabled for button in lab.answers.values())
    lab.labels[0], lab.predictions[0] = 0, 5
    lab.cells.picked = "1,5"
    lab.cells.picked = "0,5"
    assert "<b>1</b> image labeled" in lab.count.value


def test_labels_to_doubt_are_confident_mistakes_and_come_page_by_page():
    lab = mistakes()
    lab.cells.picked = "2,1"
    assert lab.page.layout.display == "none", "all on one page"
    lab.doubted.value = True
    assert lab.cells.picked == ""
    assert sorted(lab.found) == [i for i in range(10, 70) if not 30 <= i < 40]
    assert (lab.page.min, lab.page.max, lab.page.layout.display) == (1, 3, None)
    assert f"Image {lab.found[0]}:" in lab.bars.value
    lab.page.value = 3
    assert lab.places == lab.found[48:].tolist()
    assert f"Image {lab.found[48]}:" in lab.bars.value
    lab.cells.picked = "2,1"
    assert not lab.doubted.value
    assert len(lab.found) == 6
    lab.doubted.value = True
    lab.doubted.value = False
    assert lab.cells.picked == "2,1", "the cell that was chosen before"


def test_votes_go_from_image_to_image_and_are_counted():
    lab = mistakes()
    lab.doubted.value = True
    first, second, *_ = lab.places
    assert "No votes yet" in lab.tally.value
    lab.answers["model"].click()
    assert lab.votes == {first: "model"}
    assert lab.garments.picked == str(second)
    assert "You judged 1 image:" in lab.tally.value
    assert "<b>1 of 1</b> labels" in lab.tally.value
    assert lab.garments.html.count("<span>model</span>") == 1
    lab.answers["can't tell"].click()
    lab.garments.picked = str(lab.places[-1])
    lab.answers["label"].click()
    assert lab.page.value == 2, "after the last image of a page comes the next page"
    assert "judged 3 images: label 1, model 1, can't tell 1. You would change <b>1 of 3" in (
        lab.tally.value
    )
    lab.page.value = 1
    lab.garments.picked = str(first)
    lab.answers["label"].click()
    assert "<b>0 of 3</b>" in lab.tally.value, "a vote can be changed"


def test_the_lab_refuses_what_does_not_fit():
    data = Garments(5)
    with pytest.raises(ValueError, match="5 images"):
        widgets.mistakes_lab(data.images, torch.zeros(4, 10), data.targets)


# --- annotation doctor ------------------------------------------------------------------------


def test_the_doctor_shows_the_row_that_pandas_eats():
    doctor = widgets.annotation_doctor()
    assert len(doctor.rows) == 4
    assert doctor.rows[0] == ("tshirt1.png", 0)
    assert doctor.eaten == "tshirt1.png, 0"
    assert "reads 3 rows" in doctor.by_pandas.value
    assert "reads 4 rows" in doctor.without_header.value


@pytest.mark.parametrize(
    ("example", "said"),
    [
        ("a word for a label", "labels.csv, line 2"),
        ("a name that is not there", "trousers1.png"),
        ("a label forgotten", "line 2"),
        ("empty", "labels.csv"),
    ],
)
def test_the_doctor_shows_errors_without_the_folder_they_came_from(example, said):
    doctor = widgets.annotation_doctor()
    doctor.example.value = example
    assert said in doctor.error
    assert doctor.folder.name not in doctor.error
    assert said in doctor.by_dataset.value
    assert doctor.problem.value == ""


def test_the_doctor_reads_headers_semicolons_and_what_is_typed():
    doctor = widgets.annotation_doctor()
    for example in ("with a header line", "semicolons and a blank line"):
        doctor.example.value = example
        assert doctor.rows == [("tshirt1.png", 0), ("trouser1.png", 1)]
    doctor.text.value = "ankleboot999.png, 9"
    assert doctor.rows == [("ankleboot999.png", 9)]
    assert doctor.error == ""


# --- try your own -----------------------------------------------------------------------------


def test_the_model_is_asked_about_what_preprocessing_made():
    lab = own()
    for name in lab.picture.options:
        lab.picture.value = name
        if name == "uploaded":
            continue
        with torch.inference_mode():
            expected = lab.model(lab.prepared.image[None]).softmax(dim=1)[0]
        assert torch.equal(lab.probabilities, expected)
        assert lab.answer == CLASS_NAMES[expected.argmax()]
        assert f"says <b>{lab.answer}</b>" in lab.result.value
        assert ("no class for that" in lab.result.value) == (name in ("a cat", "noise"))
        assert ("The picture is empty" in lab.result.value) == (
            name in ("blank paper", "drawn by hand")
        )
    assert lab.model.training, "the mode it had before"


def test_sliders_draw_and_a_named_garment_sets_them():
    lab = own()
    lab.picture.value = "trousers"
    assert [s.value for s in lab.measures.values()] == [25, 100, 0, 0, 100]
    long = lab.prepared.cropped.shape
    lab.measures["length"].value = 20
    assert lab.picture.value == "drawn with the sliders"
    assert lab.prepared.cropped.shape[0] < long[0]
    assert lab.prepared.was_inverted
    lab.picture.value = "a cat"
    lab.measures["width"].value = 100
    assert lab.picture.value == "drawn with the sliders"


def test_inverting_is_set_for_each_picture_and_can_be_overruled():
    lab = own()
    assert lab.invert.value
    assert "3. inverted" in lab.steps.value
    lab.invert.value = False
    assert "3. not inverted" in lab.steps.value
    assert lab.prepared.image[0, 0, 0] > 0.9
    lab.turn.value = 45
    assert not lab.invert.value, "moving the picture does not undo it"
    lab.upload.value = upload(Image.new("L", (50, 50), 30))
    assert not lab.invert.value
    lab.picture.value = "dress"
    assert lab.invert.value
    lab.crop.value = False
    assert "4. not cropped" in lab.steps.value
    assert lab.prepared.cropped.shape == lab.prepared.gray.shape


def test_a_picture_that_was_uploaded_is_shown():
    lab = own()
    lab.picture.value = "uploaded"
    assert "There is no picture yet" in lab.note.value
    lab.turn.value = 90
    assert lab.problem.value == ""
    photo = Image.new("RGB", (90, 300), "white")
    photo.paste((0, 90, 0), (20, 10, 70, 280))
    lab.upload.value = upload(photo)
    assert lab.picture.value == "uploaded"
    assert "There is no picture yet" not in lab.note.value
    assert lab.prepared.cropped.shape == (50, 270), "turned by 90 degrees"
    lab.turn.value = 0
    assert "90×300" in lab.steps.value
    lab.picture.value = "noise"
    lab.picture.value = "uploaded"
    assert lab.prepared.cropped.shape == (270, 50)


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"\x89PNG\r\n\x1a\n\0\0"])
def test_a_file_that_is_no_picture_is_told_and_the_old_one_stays(data):
    lab = own()
    before = lab.steps.value
    lab.upload.value = upload(data, "<notes>.png")
    assert lab.error.startswith("<notes>.png: ")
    assert "role='alert'" in lab.note.value
    assert ">&lt;notes&gt;.png: " in lab.note.value
    assert lab.steps.value == before
    assert lab.picture.value == "T-shirt"
    lab.upload.value = upload(Image.new("L", (50, 50), 30))
    assert (lab.error, lab.note.value) == ("", "")
    lab.upload.value = ()
    assert lab.picture.value == "uploaded"


def test_each_step_has_its_text():
    lab = own()
    assert re.findall("alt='([^']+)'", lab.steps.value) == [
        "step 1, original",
        "step 2, gray",
        "step 3, inverted",
        "step 4, cropped",
        "step 5, 28 × 28",
    ]
    assert "(1, 28, 28), from 0.00 to 0." in lab.steps.value
