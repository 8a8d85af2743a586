"""The playground in a browser: its arithmetic against torch, and a hand on it in JupyterLab."""

import json

import pytest
import torch

from fmnist_helpers.widgets.linear_playground import PRESETS, Board, network
from tests.browser import jupyter

pytestmark = pytest.mark.browser

# Trains in the page; gives the weights before and after, and the loss before each step.
TRAIN = """async ([source, sizes, relu, zeros, points, rate, steps]) => {
  const url = URL.createObjectURL(new Blob([source], {type: 'text/javascript'}));
  const {makeNetwork, randomNumbers, trainStep} = await import(url);
  const layers = makeNetwork(sizes, zeros ? () => 0 : randomNumbers(1));
  const before = structuredClone(layers);
  const losses = Array.from({length: steps}, () => trainStep(layers, relu, points, rate));
  return {before, after: layers, losses};
}"""
CELLS = (
    "from fmnist_helpers import widgets\nfirst = widgets.linear_playground()\nfirst",
    "second = widgets.linear_playground()\nsecond",
)


@pytest.fixture(scope="module")
def blank(chromium):
    page = chromium.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("relu", [True, False])
@pytest.mark.parametrize(
    ("sizes", "rate", "zeros"),
    [
        ([2, 8, 1], 0.3, False),
        ([2, 3, 3, 1], 1, False),
        ([2, 12, 12, 1], 0.1, False),
        ([2, 4, 1], 0.3, True),
    ],
)
def test_it_trains_as_torch_does(blank, sizes, rate, zeros, relu):
    """The same start, the same points, the same rate: 50 steps later, the same weights."""
    points = PRESETS["moons"]()[:-3]  # more of one class: else zeros have no gradient at all
    page = blank.evaluate(TRAIN, [Board._esm, sizes, relu, zeros, points, rate, 50])
    model = network(sizes, relu)
    linear = [layer for layer in model if isinstance(layer, torch.nn.Linear)]
    with torch.no_grad():
        for layer, start in zip(linear, page["before"], strict=True):
            layer.weight.copy_(torch.tensor(start["w"], dtype=torch.float64))
            layer.bias.copy_(torch.tensor(start["b"], dtype=torch.float64))
    rows = torch.tensor(points, dtype=torch.float64)
    optimizer, losses = torch.optim.SGD(model.parameters(), rate), []
    for _ in range(50):
        optimizer.zero_grad()
        logits = model(rows[:, :2])[:, 0]
        loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, rows[:, 2])
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert page["losses"] == pytest.approx(losses, rel=1e-9)
    assert losses[-1] < losses[0]
    for layer, end in zip(linear, page["after"], strict=True):
        for parameter, name in ((layer.weight, "w"), (layer.bias, "b")):
            found = torch.tensor(end[name], dtype=torch.float64)
            torch.testing.assert_close(found, parameter.detach(), rtol=1e-9, atol=1e-12)


def test_random_numbers_are_even_and_the_same_for_a_seed(blank):
    drawn = blank.evaluate(
        """async source => {
          const url = URL.createObjectURL(new Blob([source], {type: 'text/javascript'}));
          const {randomNumbers} = await import(url);
          return [1, 1, 2].map(seed => {
            const draw = randomNumbers(seed); return Array.from({length: 4000}, draw);
          });
        }""",
        Board._esm,
    )
    assert drawn[0] == drawn[1] != drawn[2]
    numbers = torch.tensor(drawn[0])
    assert numbers.abs().max() < 1
    assert torch.histc(numbers, 10, -1, 1).min() > 300


@pytest.fixture(scope="module")
def notebook(chromium, server):
    with jupyter.page_with(chromium, server, "playground.ipynb", *CELLS, height=900) as page:
        yield page


@pytest.fixture
def element(notebook):
    """The first playground, as it opens."""
    notebook.page.set_viewport_size({"width": 1280, "height": 900})
    notebook.ask("first.board.set_trait('learning_rate', 0.3)")
    element = notebook.output(0)
    choose(element, "points", "groups")  # another one first: to choose the same changes nothing
    choose(element, "points", "ring")
    choose(element, "between layers", "ReLU")
    click(element, "reset")
    element.get_by_text("step 0").wait_for()
    return element


def click(element, name):
    element.get_by_role("button", name=name, exact=True).click()


def setting(element, label):
    return element.get_by_role("combobox", name=label, exact=True)


def choose(element, label, text):
    setting(element, label).select_option(label=text)


def board(element):
    return element.get_by_role("application")


def place(element, x, y):
    """Where a point of the board lies on the screen."""
    board(element).scroll_into_view_if_needed()
    box = board(element).bounding_box()
    return box["x"] + (x + 1) / 2 * box["width"], box["y"] + (1 - y) / 2 * box["height"]


def points(notebook, expected, name="first"):
    """The points as Python has them, once there are as many as expected."""
    for _ in range(100):
        found = json.loads(notebook.ask(f"__import__('json').dumps({name}.board.points)")[1:-1])
        if len(found) == expected:
            return found
        notebook.page.wait_for_timeout(50)
    raise AssertionError(f"expected {expected} points, found {len(found)}")


def wait_for_point(notebook, expected, place, of):
    """All points, once Python has this one so: the page tells it a moment after it shows it."""
    for _ in range(100):
        found = points(notebook, of)[place]
        if found == pytest.approx(expected, abs=0.02):
            return points(notebook, of)
        notebook.page.wait_for_timeout(50)
    raise AssertionError(f"expected {expected}, found {found}")


def test_it_trains_pauses_and_goes_back_and_python_can_read_how_far(notebook, element):
    before = board(element).screenshot()
    click(element, "play")
    element.get_by_text("All 40 points are on their side").wait_for(timeout=60_000)
    click(element, "pause")
    assert board(element).screenshot() != before
    said = element.locator("output").inner_text()
    notebook.page.wait_for_timeout(200)
    assert element.locator("output").inner_text() == said, "it goes on after a pause"
    steps, loss = notebook.ask("(first.board.steps, round(first.board.loss, 4))")[1:-1].split(", ")
    assert said == f"step {steps} · loss {float(loss):.4f}"
    click(element, "reset")
    element.get_by_text("step 0").wait_for()
    assert board(element).screenshot() == before, "the same weights as before"
    click(element, "new start")
    assert board(element).screenshot() != before


def test_it_answers_while_the_kernel_is_busy(notebook, element):
    sleep = """() => {
      const {kernel} = window.jupyterapp.shell.currentWidget.sessionContext.session;
      window.slept = false;
      kernel.requestExecute({code: 'import time; time.sleep(5)'})
        .done.then(() => { window.slept = true; });
    }"""
    notebook.page.evaluate(sleep)
    click(element, "step")
    element.get_by_text("step 1 ·").wait_for()
    assert not notebook.page.evaluate("() => window.slept")
    notebook.page.wait_for_function("() => window.slept")
    assert notebook.ask("first.board.steps") == "1"


def test_points_are_dragged_added_and_dragged_off(notebook, element):
    mouse = notebook.page.mouse
    x, y, label = points(notebook, 40)[0]
    mouse.move(*place(element, x, y))
    mouse.down()
    mouse.move(*place(element, -0.9, -0.9), steps=8)
    mouse.up()
    moved = wait_for_point(notebook, [-0.9, -0.9, label], 0, of=40)
    assert moved[1:] == [list(point) for point in PRESETS["ring"]()][1:]
    assert notebook.ask("first.board.preset") == "'yours'"
    mouse.click(*place(element, 0.95, 0.95))
    wait_for_point(notebook, [0.95, 0.95, 1], 40, of=41)
    mouse.move(*place(element, 0.95, 0.95))
    mouse.down()
    mouse.move(*place(element, 0.5, 1.3), steps=8)
    mouse.up()
    assert points(notebook, 40) == moved


def test_a_finger_adds_a_point(notebook, element):
    notebook.page.touchscreen.tap(*place(element, -0.95, 0.95))
    wait_for_point(notebook, [-0.95, 0.95, 1], 40, of=41)


def test_the_keyboard_moves_adds_recolors_and_removes(notebook, element):
    cells = notebook.page.locator(".jp-Cell").count()
    board(element).focus()
    for key in ("Enter", "ArrowUp", "ArrowUp", "ArrowLeft", " ", "b"):
        board(element).press(key)
    element.get_by_text("Point 41 of 41, orange, at -0.05, 0.10.").wait_for()
    wait_for_point(notebook, [-0.05, 0.1, 0], 40, of=41)
    assert notebook.page.locator(".jp-Cell").count() == cells, "JupyterLab took a key"
    board(element).press("Delete")
    assert len(points(notebook, 40)) == 40
    board(element).press("PageDown")
    element.get_by_text("Point 1 of 40").wait_for()


def test_too_large_steps_without_relu_end_in_nan_and_a_sentence(notebook, element):
    choose(element, "between layers", "nothing")
    choose(element, "learning rate", "30")
    click(element, "play")
    element.get_by_text("The loss is nan").wait_for(timeout=60_000)
    element.get_by_role("button", name="play", exact=True).wait_for()
    assert notebook.ask("first.board.loss") == "None"
    choose(element, "learning rate", "0.3")
    click(element, "reset")
    element.get_by_text("points are on the wrong side").wait_for()


def test_too_large_steps_with_relu_leave_dead_units(element):
    choose(element, "learning rate", "10")
    click(element, "play")
    element.get_by_text("These units are dead").wait_for(timeout=60_000)
    click(element, "pause")


def test_weights_of_zero_learn_nothing(notebook, element):
    choose(element, "weights start", "at 0")
    for _ in range(3):
        click(element, "step")
    element.get_by_text("step 3 · loss 0.6931").wait_for()
    element.get_by_text("All weights are 0").wait_for()
    choose(element, "weights start", "at random")


def test_the_loss_curve_says_its_values(notebook, element):
    for _ in range(3):
        click(element, "step")
    curve = element.get_by_role("img", name="Loss by step: step 3")
    curve.hover(position={"x": 2, "y": 30})
    element.get_by_text("step 1 · loss").wait_for()
    curve.hover(position={"x": 278, "y": 30})
    element.get_by_text("step 3 · loss").wait_for()


def test_python_can_set_what_the_page_shows(notebook, element):
    notebook.ask("first.board.set_trait('learning_rate', 0.25)")
    notebook.page.wait_for_function(
        "select => select.value === '0.25'",
        arg=setting(element, "learning rate").element_handle(),
    )
    notebook.ask("first.board.set_trait('playing', True)")
    element.get_by_role("button", name="pause", exact=True).wait_for()
    notebook.ask("first.board.set_trait('playing', False)")
    element.get_by_role("button", name="play", exact=True).wait_for()


def test_two_of_them_learn_apart(notebook, element):
    other = notebook.output(1)
    click(other, "step")
    other.get_by_text("step 1 ·").wait_for()
    assert element.locator("output").inner_text() == "step 0"
    click(element, "step")
    element.get_by_text("step 1 ·").wait_for()
    assert points(notebook, 40, "second") == [list(point) for point in PRESETS["ring"]()]


CONTRAST = """element => {
  const light = color => {
    const [r, g, b] = color.match(/[\\d.]+/g).map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const seen = node => {
    for (; node; node = node.parentElement) {
      const color = getComputedStyle(node).backgroundColor;
      if (!/, 0\\)$/.test(color)) return color;
    }
    return 'rgb(255, 255, 255)';
  };
  const text = 'button, select, label, output, p, small';
  return Math.min(...[...element.querySelectorAll(text)].map(node => {
    const [a, b] = [getComputedStyle(node).color, seen(node)].map(light).sort((a, b) => a - b);
    return (b + 0.05) / (a + 0.05);
  }));
}"""


# The largest red of what is drawn, not tinted: of an orange point, or of lines in white.
BRIGHTEST = """canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
  .data.filter((_, i, all) => i % 4 === 0 && all[i + 3] > 200)
  .reduce((a, b) => Math.max(a, b))"""


def test_it_can_be_read_in_both_themes(notebook, element):
    box, brightest = element.locator(".fmnist-playground"), {}
    for theme in ("Dark", "Light"):
        change = f"apputils:change-theme', {{theme: 'JupyterLab {theme}'}}"
        notebook.page.evaluate(f"async () => window.jupyterapp.commands.execute('{change})")
        dark = str(theme == "Light").lower()
        notebook.page.wait_for_function(f"() => document.body.dataset.jpThemeLight === '{dark}'")
        notebook.page.wait_for_timeout(300)
        assert box.evaluate(CONTRAST) >= 4.5
        brightest[theme] = board(element).evaluate(BRIGHTEST)
    assert brightest["Dark"] == 255, "the border is drawn in the color of the text"
    assert brightest["Light"] < 230


@pytest.mark.parametrize("width", [900, 1400])
def test_control_and_effect_are_in_one_view(notebook, element, width):
    notebook.page.set_viewport_size({"width": width, "height": 800})
    element.get_by_role("button", name="play", exact=True).scroll_into_view_if_needed()
    play = element.get_by_role("button", name="play", exact=True).bounding_box()
    seen = board(element).bounding_box()
    assert seen["y"] + seen["height"] - play["y"] < 500, "they don't fit into one view"
    assert seen["x"] + seen["width"] <= width
    assert notebook.errors == []


def test_reopened_it_shows_its_picture_and_run_again_it_lives(notebook):
    """Last: it restarts the kernel."""
    save = "async () => { await window.jupyterapp.commands.execute('docmanager:save') }"
    notebook.page.evaluate(save)
    notebook.page.evaluate(
        "async () => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()"
    )
    notebook.page.reload()
    notebook.output(0).get_by_text("run this cell again").wait_for()
    assert notebook.output(0).locator("img.fmnist-light").is_visible()
    notebook._run_all()
    click(notebook.output(0), "step")
    notebook.output(0).get_by_text("step 1 ·").wait_for()
    assert not notebook.output(0).get_by_text("run this cell again").is_visible()
