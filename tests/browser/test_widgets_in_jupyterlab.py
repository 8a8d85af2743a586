"""Each widget in JupyterLab: every control moved by mouse or keyboard, every button clicked."""

import io
import re
from functools import partial

import pytest
from PIL import Image

from benchmarks import _in_page, widgets_latency
from benchmarks._measure import Options
from fmnist_helpers import widgets
from tests.browser import jupyter
from tests.support.lessons import DATA

pytestmark = pytest.mark.browser

START = """\
import torch
from fmnist_helpers import widgets
from fmnist_helpers.loaders import make_loader

class Garments:
    def __init__(self):
        generator = torch.Generator().manual_seed(3)
        self.images = torch.randint(0, 256, (97, 28, 28), generator=generator, dtype=torch.uint8)
        self.targets = torch.arange(97) % 10

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        return self.images[index][None] / 255, int(self.targets[index])

data = Garments()
scores = 8 * torch.nn.functional.one_hot(data.targets, 10).double()
scores[10:70] = scores[10:70].roll(1, dims=0)
scores *= 1 - torch.arange(97)[:, None] / 1000
torch.manual_seed(0)
linear = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(784, 10))
"""
RATES = """\
batches = list(make_loader(data, batch_size=16))
lab = widgets.learning_rate_lab(linear, batches, torch.nn.CrossEntropyLoss())
lab.learning_rate.value = 1  # a curve that Clear can forget
lab
"""
MAKERS = {
    "annotation_doctor": "widgets.annotation_doctor()",
    "pixel_inspector": "widgets.pixel_inspector(data)",
    "batch_viewer": "widgets.batch_viewer(data)",
    "logits_bench": "widgets.logits_bench()",
    "step_stepper": "widgets.step_stepper()",
    "optimizer_race": "widgets.optimizer_race()",
    "linear_playground": "widgets.linear_playground()",
    "learning_rate_lab": RATES,
    "mistakes_lab": "widgets.mistakes_lab(data.images, scores, data.targets)",
    "try_your_own": "widgets.try_your_own(linear)",
}
LIVE = """\
model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(784, 10))
train, val = make_loader(data, batch_size=16, shuffle=True, seed=0), make_loader(data)
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
loss_fn = torch.nn.CrossEntropyLoss()
run = widgets.live_training(model, train, val, loss_fn, optimizer, steps=1_000_000)
run
"""
# Trains for half a second, then fails.
FAILS = """\
def fails(logits, labels):
    if failing.done > 3:
        raise ArithmeticError("too <much>")
    return torch.nn.functional.cross_entropy(logits, labels)

failing = widgets.live_training(model, train, val, fails, optimizer)
failing
"""
# Answers late, by a known time.
SLOW = """\
import time, ipywidgets

def tell(change):
    time.sleep(0.3)
    told.value = f"<b>{change.new}</b>"

slow, told = ipywidgets.IntSlider(description="slow"), ipywidgets.HTML("0")
slow.observe(tell, "value")
ipywidgets.VBox([slow, told])
"""
QUIZZES = """\
from fmnist_helpers.progress import plan
ipywidgets.VBox([widgets.quiz(lesson) for lesson, todo in plan().items() if "quiz" in todo])
"""
FIGURE = """\
from fmnist_helpers import plots
plots.curves({"loss": [3, 2, 1]})
"""
CELLS = {
    name: number
    for number, name in enumerate(
        [*MAKERS, "live_training", "fails", "slow", "quizzes", "figure"], start=1
    )
}
# Of each option of a quiz: is its button whole, and does its text stay clear of everything?
OPTIONS = """quizzes => [...quizzes.querySelectorAll('.widget-radio-box')].flatMap(box => {
    const labels = [...box.querySelectorAll('label')]
    const right = box.getBoundingClientRect().right + 1
    return labels.map((label, i) => {
        const button = label.querySelector('input').getBoundingClientRect()
        const text = document.createRange()
        text.selectNodeContents(label)
        const next = labels[i + 1]?.getBoundingClientRect().top ?? Infinity
        const {bottom, right: end} = text.getBoundingClientRect()
        return [label.textContent, button.width >= 12, end <= right, bottom <= next + 1]
    })
})"""


@pytest.fixture(scope="module")
def notebook(chromium, server):
    """All widgets in one notebook, one a cell, in one page: a kernel costs seconds."""
    folder, *where = server
    jupyter.write_notebook(
        folder / "notebooks" / "widgets.ipynb",
        START,
        *MAKERS.values(),
        LIVE,
        FAILS,
        SLOW,
        QUIZZES,
        FIGURE,
    )
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = jupyter.Page(context.new_page(), *where)
    page.run("widgets.ipynb")
    yield page
    context.close()


def moved(page, element, act, value):
    """Do `act`; where it changed what `value()` gives, wait for the new picture."""
    before, old = page.seen(element), value()
    act()
    if value() != old:
        page.wait_until_other(element, before)
        return True
    return False


def move_slider(page, element, slider):
    """To its maximum, its middle and its minimum, and one step up: keyboard and mouse."""
    handle = slider.locator(".noUi-handle")

    def value():
        return handle.get_attribute("aria-valuenow")

    changes = [
        moved(page, element, act, value)
        for act in (
            lambda: handle.press("End"),
            lambda: slider.click(),
            lambda: handle.press("Home"),
            lambda: handle.press("ArrowRight"),
        )
    ]
    places = float(handle.get_attribute("aria-valuemax")) - float(
        handle.get_attribute("aria-valuemin")
    )
    assert sum(changes) >= 2 or not places, "a slider doesn't follow mouse and keyboard"


def move_select(page, element, select):
    options = select.locator("option").all_inner_texts()
    for choice in (options[-1], options[len(options) // 2], options[0]):
        moved(page, element, partial(select.select_option, label=choice), select.input_value)


def move_checkbox(page, element, box):
    for _ in range(3):
        assert moved(page, element, box.click, box.is_checked)


def move_number(page, element, number):
    def typed(text):
        number.fill(text)
        number.press("Enter")

    for text in ("9999", "5", "0"):
        moved(page, element, partial(typed, text), number.input_value)


def move_text(page, element, text):
    for written in ("", "tshirt1.png, 0", "tshirt1.png, cat"):
        assert moved(page, element, partial(text.fill, written), text.input_value)


def move_toggle(page, element, toggle):
    before, on = page.seen(element), "mod-active" in toggle.get_attribute("class")
    toggle.click()
    if not on:
        page.wait_until_other(element, before)


KINDS = {
    "select": move_select,
    "input[type=checkbox]": move_checkbox,
    "input[type=number]:not([disabled])": move_number,
    ".widget-toggle-button": move_toggle,
    ".noUi-target:not([disabled])": move_slider,
    "textarea": move_text,
}


def move_controls(page, element):
    for selector, move in KINDS.items():
        for control in element.locator(selector).all():
            page.wait_until_settled(element)  # an answer that comes late may move a control too
            move(page, element, control)


def click_buttons(page, element):
    for button in element.locator("button.widget-button").all():
        before = page.seen(element)
        button.click()
        page.wait_until_other(element, before)


@pytest.mark.parametrize("name", MAKERS)
def test_every_control_and_button_changes_what_is_shown(notebook, name):
    element = notebook.output(CELLS[name])
    click_buttons(notebook, element)
    if name == "step_stepper":  # without a gradient, the learning rate scales nothing
        click(element, "backward")
        element.get_by_text("A step now would move weight").wait_for()
    move_controls(notebook, element)
    assert element.locator("[role=alert]").count() == 0
    assert notebook.errors == []
    assert not re.findall(r"Traceback|Exception in callback", notebook.log.read_text())


def click(element, name):
    element.get_by_role("button", name=name, exact=True).click()


def slider(element, label):
    """The handle of the slider with this label."""
    box = element.locator(".widget-hslider", has=element.page.get_by_text(label, exact=True))
    return box.locator(".noUi-handle")


# The texts of an element with a contrast below 4.5 : 1 to what is painted behind them.
FAINT = """element => {
    const parse = color => (color.match(/[\\d.]+/g) ?? [0, 0, 0, 0]).map(Number)
    const light = rgb => rgb.slice(0, 3)
        .map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0)
    const over = ([r, g, b, a = 1], below) => [r, g, b].map((v, i) => a * v + (1 - a) * below[i])
    const behind = node => {
        if (!node) return [255, 255, 255]
        const color = parse(getComputedStyle(node).backgroundColor)
        return color[3] === undefined ? color : over(color, behind(node.parentElement))
    }
    const faint = []
    for (const node of element.querySelectorAll('*')) {
        const text = [...node.childNodes].filter(child => child.nodeType === 3)
            .map(child => child.data.trim()).join(' ').trim()
        const silent = node.closest('style, title, desc, :disabled, .jp-OutputPrompt')
        if (!text || silent || !node.checkVisibility()) continue
        const style = getComputedStyle(node)
        const ground = behind(node.closest('svg')?.parentElement ?? node)
        const color = over(parse(node.closest('svg') ? style.fill : style.color), ground)
        const [high, low] = [light(color), light(ground)].sort((a, b) => b - a)
        const contrast = (high + 0.05) / (low + 0.05)
        if (contrast < 4.5) faint.push(`${text}: ${contrast.toFixed(2)}`)
    }
    return faint
}"""


READ = [*MAKERS, "live_training", "fails", "quizzes"]


@pytest.mark.parametrize("theme", ["Dark", "Light"])
def test_every_text_can_be_read_in_light_and_in_dark(notebook, theme):
    change = f"apputils:change-theme', {{theme: 'JupyterLab {theme}'}}"
    notebook.page.evaluate(f"async () => window.jupyterapp.commands.execute('{change})")
    dark = "theme => document.body.dataset.jpThemeLight === String(theme === 'Light')"
    notebook.page.wait_for_function(dark, arg=theme)
    faint = {name: notebook.output(CELLS[name]).evaluate(FAINT) for name in READ}
    assert {name: texts for name, texts in faint.items() if texts} == {}


TARGETS = "button, select, .noUi-handle, input[type=range]"
SMALL = f"""element => [...element.querySelectorAll('{TARGETS}')]
    .filter(target => target.checkVisibility() && !target.closest('.fmnist-thumbs'))
    .map(target => [target.textContent || target.className, target.getBoundingClientRect()])
    .filter(([_, box]) => Math.min(box.width, box.height) < 40)
    .map(([name, box]) => name + ' ' + box.width + ' × ' + box.height)"""


def test_for_fingers_targets_are_at_least_40_pixels_and_touch_draws(chromium, server):
    folder, *where = server
    cells = [MAKERS[name] for name in ("mistakes_lab", "logits_bench", "try_your_own")]
    jupyter.write_notebook(folder / "notebooks" / "touch.ipynb", START, *cells)
    phone = {"viewport": {"width": 900, "height": 800}, "has_touch": True, "is_mobile": True}
    with chromium.new_context(**phone) as context:
        page = jupyter.Page(context.new_page(), *where)
        page.run("touch.ipynb")
        assert page.page.evaluate("() => matchMedia('(pointer: coarse)').matches")
        for cell in (1, 2, 3):
            page.output(cell).locator("button, .noUi-handle").first.wait_for()
            assert page.output(cell).evaluate(SMALL) == []
        page.output(1).locator("[data-pick='3,2']").tap()
        page.output(1).get_by_text("images labeled Dress, taken for Pullover").wait_for()
        page.output(3).locator(".fmnist-pad canvas").tap()
        page.output(3).get_by_text("The picture is empty").wait_for(state="detached")
        assert page.errors == []


def test_pixel_inspector_follows_the_arrow_keys(notebook):
    element = notebook.output(CELLS["pixel_inspector"])
    for label, key in (("row", "Home"), ("column", "End")):
        slider(element, label).press(key)
    element.get_by_text("image[0, 27]").wait_for()
    slider(element, "row").press("ArrowRight")
    slider(element, "column").press("ArrowLeft")
    element.get_by_text("image[1, 26]").wait_for()
    element.get_by_text("row 1, column 26").wait_for()
    image = element.get_by_role("application")
    assert image.evaluate("canvas => canvas.width") == 28 * 12
    image.press("ArrowDown")
    image.press("ArrowLeft")
    element.get_by_text("image[2, 25]").wait_for()
    assert slider(element, "row").get_attribute("aria-valuenow") == "2.0"


def test_pixel_inspector_says_what_is_under_the_pointer_and_chooses_it_by_a_click(notebook):
    element = notebook.output(CELLS["pixel_inspector"])
    image = element.get_by_role("application")
    bytes_of = "[int(v) for v in data.images[0][3, 4:6]]"  # the first image, of class 0
    one, two = map(int, notebook.ask(bytes_of)[1:-1].split(", "))
    element.locator("select").select_option(label="T-shirt/top")
    slider(element, "image").press("Home")
    slider(element, "row").press("Home")
    slider(element, "column").press("Home")
    element.get_by_text("image[0, 0]").wait_for()
    image.hover(position={"x": 4 * 12 + 6, "y": 3 * 12 + 6})
    element.get_by_text(f"row 3, column 4: byte {one}, float {one / 255:.4f}").wait_for()
    assert element.get_by_text("image[0, 0]").count(), "to pass over a pixel chooses none"
    image.click(position={"x": 5 * 12 + 6, "y": 3 * 12 + 6})
    element.get_by_text(f"row 3, column 5: byte {two}").wait_for()
    element.get_by_text("image[3, 5]").wait_for()
    slider(element, "row").hover()
    element.get_by_text("row 3, column 5").wait_for()
    assert slider(element, "row").get_attribute("aria-valuenow") == "3.0"
    slider(element, "row").press("ArrowRight")
    element.get_by_text("row 4, column 5").wait_for()
    element.get_by_text("image[4, 5]").wait_for()
    assert notebook.errors == []


def test_annotation_doctor_follows_the_typing(notebook):
    element = notebook.output(CELLS["annotation_doctor"])
    element.locator("textarea").fill("tshirt1.png, 0\ntrouser1.png, 1\n")
    element.get_by_text("reads 2 images").wait_for()
    element.get_by_text("reads 1 row;").wait_for()
    element.locator("textarea").fill("tshirt1.png, 0\ntrouser1.png, cat\n")
    element.get_by_text("labels.csv, line 2").wait_for()


def test_a_screen_reader_is_told_what_a_figure_shows(notebook):
    element = notebook.output(CELLS["figure"])
    image = element.get_by_role("img", name="loss by step")
    image.wait_for()
    assert image.get_attribute("alt").endswith("loss falls from 3 to 1")
    assert element.locator("img:visible").count() == 1
    assert image.evaluate("image => image.naturalWidth") == 800


@pytest.mark.parametrize("width", [1280, 700])
def test_a_long_option_of_a_quiz_keeps_its_button_and_its_lines(notebook, width):
    notebook.page.set_viewport_size({"width": width, "height": 800})
    try:
        options = notebook.output(CELLS["quizzes"]).evaluate(OPTIONS)
    finally:
        notebook.page.set_viewport_size({"width": 1280, "height": 800})
    assert len(options) > 100
    assert [option for option in options if not all(option)] == []


def test_optimizer_race_explodes_at_its_right_end(notebook):
    element = notebook.output(CELLS["optimizer_race"])
    for box in element.locator("input[type=checkbox]").all():
        box.set_checked(True)
    slider(element, "steps").press("End")
    slider(element, "learning rate").press("End")
    element.get_by_text("explodes").first.wait_for()
    slider(element, "learning rate").press("Home")
    element.get_by_text("crawls").first.wait_for()


def test_learning_rate_lab_keeps_the_curves_of_earlier_choices(notebook):
    element = notebook.output(CELLS["learning_rate_lab"])
    element.locator("select").select_option(label="SGD")
    slider(element, "learning rate").press("End")
    element.get_by_text("SGD 10 ◀ diverges", exact=True).wait_for()
    element.get_by_text("explodes").wait_for()
    slider(element, "learning rate").press("Home")
    element.get_by_text("SGD 0.0001 ◀", exact=True).wait_for()
    element.get_by_text("crawls").wait_for()
    assert element.get_by_text("SGD 10 diverges", exact=True).count() == 1
    click(element, "Clear")
    element.get_by_text("SGD 10 diverges", exact=True).wait_for(state="detached")


def test_a_curve_says_its_values_under_the_pointer_and_by_the_arrow_keys(notebook):
    element = notebook.output(CELLS["learning_rate_lab"])
    element.locator("select").select_option(label="SGD")
    slider(element, "learning rate").press("Home")
    element.get_by_text("SGD 0.0001 ◀", exact=True).wait_for()
    click(element, "Clear")
    losses = notebook.ask("[float(f'{loss:.3g}') for loss in lab.losses]")
    first, second, *_, last = losses[1:-1].split(", ")
    drawing, said = element.get_by_role("group", name="Curves."), element.locator("output")
    box = drawing.locator("svg").bounding_box()
    drawing.hover(position={"x": 60, "y": box["height"] / 2})
    expect_text(said, f"step 0: SGD 0.0001 ◀ {first}")
    assert drawing.locator("circle.pointed").count() == 1
    drawing.hover(position={"x": box["width"] - 5, "y": 20})
    expect_text(said, f"step {len(losses.split(',')) - 1}: SGD 0.0001 ◀ {last}")
    slider(element, "learning rate").hover()
    expect_text(said, "Point at a curve for its values.")
    drawing.focus()
    drawing.press("ArrowRight")
    drawing.press("ArrowRight")
    expect_text(said, f"step 1: SGD 0.0001 ◀ {second}")
    assert notebook.errors == []


def expect_text(element, text):
    element.page.wait_for_function(
        "([element, text]) => element.innerText === text", arg=[element.element_handle(), text]
    )


def choose_file(notebook, element, name, data):
    with notebook.page.expect_file_chooser() as chooser:
        element.get_by_role("button", name="Upload a picture").click()
    chooser.value.set_files({"name": name, "mimeType": "image/png", "buffer": data})


def test_try_your_own_takes_a_file_and_tells_of_one_that_is_no_picture(notebook):
    element = notebook.output(CELLS["try_your_own"])
    image = Image.new("RGB", (90, 300), "white")
    image.paste((0, 90, 0), (20, 10, 70, 280))
    image.save(png := io.BytesIO(), "PNG")
    box = element.locator(".widget-checkbox", has_text="crop to the content")
    box.locator("input").set_checked(True)
    slider(element, "turn").press("End")  # by 180 degrees: the size stays
    choose_file(notebook, element, "mine.png", png.getvalue())
    element.get_by_text("90×300").first.wait_for()
    element.get_by_text("50×270").wait_for()
    choose_file(notebook, element, "notes.png", b"not a picture")
    element.get_by_text("notes.png: it is not one of PNG").wait_for()
    element.get_by_text("50×270").wait_for()
    element.locator("select").select_option(label="a cat")
    element.get_by_text("There is no class for that").wait_for()
    assert element.locator("[role=alert]").count() == 0


def pad_image(notebook):
    """The pad's pixels as the page shows them: one number each."""
    read = """canvas => [...canvas.getContext('2d').getImageData(0, 0, 28, 28).data]
        .filter((_, i) => i % 4 === 0)"""
    return notebook.output(CELLS["try_your_own"]).locator(".fmnist-pad canvas").evaluate(read)


def test_drawing_by_pointer_and_keyboard_is_answered_taken_back_and_rubbed_out(notebook):
    element, mouse = notebook.output(CELLS["try_your_own"]), notebook.page.mouse
    canvas = element.locator(".fmnist-pad canvas")
    canvas.scroll_into_view_if_needed()
    click(element, "clear")
    box = canvas.bounding_box()

    def stroke(row):
        mouse.move(box["x"] + 40, box["y"] + 9 * row)
        mouse.down()
        mouse.move(box["x"] + 200, box["y"] + 9 * row, steps=12)
        mouse.up()

    stroke(10)
    chosen = element.locator("select").first
    notebook.page.wait_for_function(
        "select => /^drawn\\sby\\shand$/.test(select.selectedOptions[0].text)",
        arg=chosen.element_handle(),
    )
    element.get_by_text("The picture is empty").wait_for(state="detached")
    one = pad_image(notebook)
    assert one[10 * 28 + 14] == 255
    assert one[3 * 28 + 14] == 0
    stroke(20)
    assert pad_image(notebook) != one
    click(element, "undo")
    assert pad_image(notebook) == one
    click(element, "eraser")
    stroke(10)
    assert pad_image(notebook)[10 * 28 + 14] == 0
    click(element, "clear")
    click(element, "pen")
    canvas.focus()
    for key in ("ArrowUp", "ArrowUp", "ArrowLeft", " "):
        canvas.press(key)
    assert pad_image(notebook)[12 * 28 + 13] == 255
    canvas.press("Delete")
    assert max(pad_image(notebook)) == 0
    element.get_by_text("The picture is empty").wait_for()
    assert notebook.errors == []


def test_mistakes_lab_shows_the_images_of_a_cell_and_counts_votes(notebook):
    element = notebook.output(CELLS["mistakes_lab"])
    element.locator("input[type=checkbox]").set_checked(False)
    cell = element.get_by_role("button", name="label Pullover, taken for Trouser: 6 images")
    cell.click()
    element.get_by_text("images labeled Pullover, taken for Trouser").wait_for()
    assert cell.get_attribute("aria-pressed") == "true"
    for key in ("ArrowRight", "ArrowDown", "Enter"):  # from the cell that has the focus
        notebook.page.keyboard.press(key)
    element.get_by_text("images labeled Dress, taken for Pullover").wait_for()
    thumbs = element.locator(".fmnist-thumbs button")
    assert thumbs.count() == 6
    thumbs.nth(1).focus()
    notebook.page.keyboard.press("ArrowRight")
    notebook.page.keyboard.press(" ")
    last = thumbs.nth(2)
    number = last.get_attribute("data-pick")
    element.get_by_text(f"Image {number}: label").wait_for()
    click(element, "model")
    last.get_by_text("model", exact=True).wait_for()
    element.get_by_text(re.compile(r"You judged \d+ images?: .*You would change")).wait_for()
    assert element.locator("[aria-pressed=true]").nth(1).get_attribute("data-pick") != number
    assert notebook.errors == []


@pytest.mark.parametrize("width", [1400, 900])
def test_the_matrix_and_its_images_are_in_one_view(notebook, width):
    notebook.page.set_viewport_size({"width": width, "height": 800})
    try:
        element = notebook.output(CELLS["mistakes_lab"])
        boxes = [element.locator(f".fmnist-{name}").bounding_box() for name in ("matrix", "thumbs")]
        whole = element.bounding_box()
    finally:
        notebook.page.set_viewport_size({"width": 1280, "height": 800})
    top = min(box["y"] for box in boxes)
    bottom = max(box["y"] + box["height"] for box in boxes)
    assert bottom - top < 640, "what JupyterLab leaves of 800 pixels"
    assert all(box["x"] + box["width"] <= whole["x"] + whole["width"] for box in boxes), "cut off"


def test_batch_viewer_drops_the_short_batch(notebook):
    element = notebook.output(CELLS["batch_viewer"])
    slider(element, "batch_size").press("End")
    drop = element.locator(".widget-checkbox", has_text="drop_last").locator("input")
    drop.set_checked(False)
    element.get_by_text("2 batches, 97 images").wait_for()
    drop.set_checked(True)
    element.get_by_text("33 left out").wait_for()


def test_batch_viewer_moves_the_samples_from_the_dataset_to_the_stack(notebook):
    element = notebook.output(CELLS["batch_viewer"])
    moving = "() => document.getAnimations().length"
    for stage, text in (("2. samples", "a list of pairs"), ("3. stack", "float32 (")):
        click(element, stage)
        notebook.page.wait_for_function(moving, timeout=3000)
        element.get_by_text(text).wait_for()
    samples = element.locator("[data-move]")
    samples.first.wait_for()
    background = samples.first.evaluate("it => getComputedStyle(it).backgroundImage")
    assert background.startswith('url("data:image/png')
    notebook.page.keyboard.press("ArrowLeft")  # the clicked button still has the focus
    notebook.page.keyboard.press("Enter")
    element.get_by_text("a list of pairs").wait_for()
    click(element, "1. indices")
    samples.first.wait_for(state="detached")
    assert notebook.errors == []


def test_logits_bench_keeps_its_floor(notebook):
    element = notebook.output(CELLS["logits_bench"])
    twice = element.locator("input[type=checkbox]")
    twice.set_checked(False)
    click(element, "guess")
    element.get_by_text("2.303", exact=True).wait_for()
    click(element, "sure and right")
    twice.set_checked(True)
    element.get_by_text("1.464", exact=True).wait_for()


def test_step_stepper_adds_gradients_where_zero_grad_is_skipped(notebook):
    element = notebook.output(CELLS["step_stepper"])
    click(element, "reset")
    element.get_by_text("No gradient yet").wait_for()
    click(element, "backward")
    element.get_by_text("-7.000").first.wait_for()
    click(element, "backward")
    element.get_by_text("-14.000").first.wait_for()


def steps_done(element):
    """How many steps the live training says that it has done."""
    return int(re.search(r"step (\d+) of", element.inner_text())[1])


def test_live_training_runs_is_steered_and_stops(notebook):
    element = notebook.output(CELLS["live_training"])
    click(element, "Step")
    element.get_by_text("step 1 of").wait_for()
    before = notebook.seen(element)
    click(element, "Start")
    notebook.wait_until_other(element, before)
    # A slider of another widget stays alive meanwhile, and so does the learning rate.
    inspector = notebook.output(CELLS["pixel_inspector"])
    slider(inspector, "row").press("Home")
    slider(inspector, "row").press("ArrowRight")
    slider(inspector, "column").press("Home")
    inspector.get_by_text("image[1, 0]").wait_for()
    rate = slider(element, "learning rate")
    rate.press("Home")
    element.get_by_text("0.0001", exact=True).wait_for()
    click(element, "Pause")
    element.get_by_text("paused", exact=True).wait_for()
    at = steps_done(element)
    assert at > 1
    click(element, "Step")
    element.get_by_text(f"step {at + 1} of").wait_for()
    click(element, "Start")
    element.get_by_text("running", exact=True).wait_for()
    click(element, "Reset")
    element.get_by_text("ready", exact=True).wait_for()
    assert steps_done(element) == 0
    element.get_by_text("0.0100", exact=True).wait_for()
    assert element.locator("[role=alert]").count() == 0
    assert notebook.errors == []


def test_live_training_pauses_at_once_while_its_kernel_runs_cells(notebook):
    element = notebook.output(CELLS["live_training"])
    click(element, "Start")
    element.get_by_text("running", exact=True).wait_for()
    assert notebook.ask("run.running") == "True"
    click(element, "Pause")
    element.get_by_text("paused", exact=True).wait_for()
    at = steps_done(element)
    assert notebook.ask("run.running, run.done") == f"(False, {at})"
    assert steps_done(element) == at


def test_live_training_says_that_a_cell_keeps_it_waiting(notebook):
    element = notebook.output(CELLS["live_training"])
    click(element, "Reset")
    element.get_by_text("ready", exact=True).wait_for()
    notebook.page.evaluate(jupyter.BEGIN, "import time; time.sleep(4)")
    click(element, "Start")
    element.get_by_text("waiting for other cells", exact=True).wait_for()
    element.get_by_text("running", exact=True).wait_for()
    click(element, "Reset")
    element.get_by_text("ready", exact=True).wait_for()


def test_live_training_shows_what_went_wrong(notebook):
    element = notebook.output(CELLS["fails"])
    click(element, "Start")
    alert = element.get_by_role("alert")
    alert.get_by_text("ArithmeticError: too <much>").wait_for()
    element.get_by_text("paused", exact=True).wait_for()
    assert notebook.ask("failing.done") == "4"


def test_the_benchmark_waits_for_the_picture(notebook):
    """A lower bound of a time, which no machine can be too slow for."""
    element = notebook.output(CELLS["slow"])
    act = partial(slider(element, "slow").press, "ArrowRight")
    assert _in_page.answer(notebook.page, element, act) >= 0.3


def test_the_benchmark_makes_its_tables(notebook):
    assert set(widgets_latency.MAKERS) == set(widgets.__all__), "each is measured"
    assert {case.widget for case in widgets_latency.CASES} == set(widgets.__all__)
    elements = {name: notebook.output(number) for name, number in CELLS.items()}
    options = Options(quick=True, data=DATA)
    cases = [case for case in widgets_latency.CASES if case.widget == "step_stepper"]
    table = widgets_latency.answers(notebook.page, elements, "ipykernel 0", options, cases)
    assert [row[0] for row in table.rows] == [f"step_stepper, {case.control}" for case in cases]
    assert all(len(times.seconds) == 4 for times in table.times.values())
    table = widgets_latency.live(notebook.page, elements, "ipykernel 0", options)
    assert len(table.times["Pause"].seconds) == 3
    heights = dict(row[:2] for row in table.rows)["heights of the curve, in pixels"]
    assert float(heights) > 0, "one height: the page below does not jump"
