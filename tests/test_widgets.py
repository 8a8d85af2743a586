"""Every control of every widget at its ends and in the middle, and every button clicked."""

import io

import ipywidgets
import numpy as np
import pytest
import torch
from PIL import Image

from fmnist_helpers import widgets
from fmnist_helpers.widgets._lab import Lab


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
    if isinstance(control, ipywidgets.FloatLogSlider):
        low, high = control.min, control.max
        return [control.base**at for at in (low, (low + high) / 2, high)]
    if isinstance(control, ipywidgets.Checkbox | ipywidgets.ToggleButton):
        return [False, True, False]
    if hasattr(control, "min"):
        low, high = control.min, control.max
        middle = (low + high) / 2
        return [low, int(middle) if isinstance(low, int) else middle, high]
    return []


def shown(lab):
    """All that a widget shows, as one value that can be compared."""
    return [
        bytes(w.value) if isinstance(w, ipywidgets.Image) else w.value
        for w in children(lab)
        if isinstance(w, ipywidgets.HTML | ipywidgets.Image)
    ]


def controls(lab):
    return [w for w in children(lab) if settings(w) and not isinstance(w, ipywidgets.Image)]


def stepper_with_gradients():
    stepper = widgets.step_stepper()
    stepper.backward.click()  # without a gradient, the learning rate has nothing to scale
    return stepper


MAKERS = {
    "pixel_inspector": lambda: widgets.pixel_inspector(Garments()),
    "batch_viewer": lambda: widgets.batch_viewer(Garments()),
    "logits_bench": widgets.logits_bench,
    "step_stepper": stepper_with_gradients,
}


@pytest.fixture(params=MAKERS)
def lab(request):
    return MAKERS[request.param]()


def test_every_widget_is_tried():
    assert set(MAKERS) == set(widgets.__all__) - {"quiz"}, "the quiz: tests/test_quizzes.py"


def test_every_control_at_its_ends_and_in_the_middle_changes_what_is_shown(lab):
    found = controls(lab)
    assert found
    for control in found:
        seen = set()
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
    assert metadata["image/png"]["alt"] == data["text/plain"]
    assert "iVBOR" in data["image/png"][:8]
    assert "Try:" in lab.words.value
    assert "Notice:" in lab.words.value


def test_an_exception_in_a_callback_is_shown_and_in_strict_mode_raised(monkeypatch):
    def fails():
        raise ValueError("a <bad> value")

    lab = Lab("Title", "this", "that", [])
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
    lab.react(lambda: None)()
    assert lab.problem.value == ""


# --- pixel inspector --------------------------------------------------------------------------


def pixels(picture):
    return np.asarray(Image.open(io.BytesIO(picture.value)).convert("L"))


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
    assert pixels(inspector.picture)[3 * 12 + 6, 27 * 12 + 6] == value


def test_the_inspector_takes_classes_of_different_size_and_small_images():
    data = Garments(12)  # classes 0 and 1 have two images, the others one
    data.images = data.images[:, :5, :4]
    inspector = widgets.pixel_inspector(data)
    inspector.number.value = 1
    inspector.label.value = 9
    assert inspector.number.value == 0
    assert (inspector.row.value, inspector.column.value) == (4, 3)


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


def test_the_viewer_counts_classes_and_lights_up_a_stage():
    viewer = widgets.batch_viewer(Garments())
    viewer.batch_size.value = 10
    assert "Trouser 1, Pullover 1" in viewer.balance.value
    viewer.batch.value = 3
    assert viewer.batches[3] == list(range(30, 40))
    viewer.stage.value = "collate_fn"
    assert "highlighted: collate_fn" in viewer.pipeline.value
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
