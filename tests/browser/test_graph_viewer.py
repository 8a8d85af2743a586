"""The graph viewer in JupyterLab: by mouse, keyboard and touch, light and dark, two at once."""

import pytest

from tests.browser import jupyter
from tests.browser.test_reopened import RUN_AGAIN, SAVE

pytestmark = pytest.mark.browser

CELLS = (
    """\
import torch
from fmnist_helpers import widgets
x = torch.tensor(2.0)
w1, w2 = (torch.tensor(value, requires_grad=True) for value in (1.5, -1.0))
hidden = (w1 * x).relu()
prediction = w2 * hidden
loss = (prediction - 1) ** 2""",
    """\
viewer = widgets.graph_viewer(loss, w1=w1, w2=w2, hidden=hidden, prediction=prediction)
viewer""",
    """\
a = torch.tensor(3.0, requires_grad=True)
other = widgets.graph_viewer(a * a + a, a=a)
other""",
)
# What is drawn of each arrow: hidden ones go back, and have not been gone yet.
BACK = """element => [...element.querySelectorAll('g.back')]
    .filter(arrow => getComputedStyle(arrow).visibility === 'visible').length"""
# The least contrast of all text in the drawing with what is behind it.
CONTRAST = """element => {
    const linear = c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    const light = color => {
        const [r, g, b] = color.match(/[\\d.]+/g).map(n => linear(n / 255));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const against = (one, two) => {
        const [low, high] = [light(one), light(two)].sort((a, b) => a - b);
        return (high + 0.05) / (low + 0.05);
    };
    return Math.min(...[...element.querySelectorAll('svg text')].map(text => against(
        getComputedStyle(text).fill,
        getComputedStyle(text.parentElement.querySelector('rect')).fill,
    )));
}"""


@pytest.fixture(scope="module")
def page(chromium, server):
    with jupyter.page_with(chromium, server, "graph.ipynb", *CELLS) as page:
        yield page


def click(element, name):
    element.get_by_role("button", name=name, exact=True).click()


def box(element, name):
    """The box of the tensor `name`, as a screen reader finds it."""
    return element.locator(f"g[role=button][aria-label^='{name},']")


@pytest.fixture
def element(page):
    element = page.output(1)
    element.locator(".scroll svg").wait_for()
    reset = element.get_by_role("button", name="reset", exact=True)
    if reset.is_enabled():
        reset.click()
    return element


def test_values_go_forward_then_gradients_back(page, element):
    assert element.get_by_role("button", name="backward", exact=True).is_disabled()
    assert box(element, "hidden").get_attribute("aria-label") == "hidden, ReluBackward0 of (mul)"
    for _ in range(5):
        click(element, "forward")
    assert element.get_by_role("button", name="forward", exact=True).is_disabled()
    assert box(element, "loss").locator("text").all_text_contents()[-2:] == ["value 16", ""]
    assert element.evaluate(BACK) == 0
    for done in range(1, 5):
        click(element, "backward")
        assert element.evaluate(BACK) == (0, 1, 2, 4)[done - 1]
    said = element.get_by_role("status").inner_text()
    assert said.endswith("To w2: −8 × 3 = −24. To hidden: −8 × (−1) = 8.")
    told = "w2, leaf, value −1, gradient −24"
    assert box(element, "w2").get_attribute("aria-label") == told
    element.locator("summary").click()
    assert told in element.locator("li").all_inner_texts()
    page.page.wait_for_timeout(200)  # for the message to reach the kernel
    assert page.ask("viewer.picture.step") == "9"
    assert page.errors == []


def test_a_button_at_its_last_step_keeps_the_focus(element):
    forward = element.get_by_role("button", name="forward", exact=True)
    forward.focus()
    for _ in range(6):  # one more than there are
        forward.press("Enter")
    assert forward.is_disabled()
    assert forward.evaluate("button => button === document.activeElement")


def test_the_arrow_keys_walk_and_stay_in_the_widget(page, element):
    box(element, "w1").focus()
    cells = page.page.locator(".jp-Cell").count()
    for _ in range(5):
        page.page.keyboard.press("ArrowRight")
    page.page.keyboard.press("ArrowLeft")
    page.page.keyboard.press("b")  # which would insert a cell
    assert "gradient 1" in box(element, "loss").get_attribute("aria-label")
    page.page.keyboard.press("Home")
    assert "value" not in box(element, "loss").get_attribute("aria-label")
    assert page.page.locator(".jp-Cell").count() == cells
    assert box(element, "w1").evaluate("box => box === document.activeElement")


def test_the_rule_of_a_box_is_told_by_mouse_by_finger_and_by_tab(page, element):
    rule = element.locator("p.about")
    box(element, "prediction").hover()
    rule.get_by_text("A product sends each factor").wait_for()
    box(element, "hidden").tap()
    rule.get_by_text("ReLU passes the incoming gradient on").wait_for()
    box(element, "w1").focus()
    rule.get_by_text("w1 is a leaf").wait_for()
    page.page.keyboard.press("Tab")
    rule.get_by_text("w2 is a leaf").wait_for()


def test_a_step_from_python_is_shown_and_two_viewers_keep_apart(page, element):
    page.ask("setattr(other.picture, 'step', 3)")
    box(page.output(2), "loss").get_by_text("grad 1").wait_for()
    assert "value" not in box(element, "loss").get_attribute("aria-label")


@pytest.mark.parametrize("theme", ["Dark", "Light"])
def test_every_number_can_be_read_in_both_themes(page, element, theme):
    change = f"apputils:change-theme', {{theme: 'JupyterLab {theme}'}}"
    page.page.evaluate(f"async () => window.jupyterapp.commands.execute('{change})")
    light = "true" if theme == "Light" else "false"
    page.page.locator(f"body[data-jp-theme-light={light}]").wait_for(state="attached")
    assert element.evaluate(CONTRAST) >= 4.5


@pytest.mark.parametrize("width", [900, 1400])
def test_the_whole_graph_and_its_buttons_are_in_one_view(page, element, width):
    page.page.evaluate("window.jupyterapp.shell.collapseLeft()")
    page.page.set_viewport_size({"width": width, "height": 800})
    try:
        graph, scroll = element.locator(".scroll svg").bounding_box(), element.locator(".scroll")
        assert graph["width"] <= scroll.evaluate("scroll => scroll.clientWidth")
        top = element.get_by_role("button", name="forward").bounding_box()["y"]
        about = element.locator("p.about").bounding_box()
        assert about["y"] + about["height"] - top < 500
    finally:
        page.page.set_viewport_size({"width": 1280, "height": 800})


def test_reopened_without_its_kernel_it_shows_its_face_and_run_again_it_lives(page):
    page.page.evaluate(SAVE)
    page.page.evaluate(
        "async () => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()"
    )
    page.page.reload()
    page.output(1).get_by_text(RUN_AGAIN).wait_for()
    assert page.output(1).locator("img.fmnist-light").is_visible()
    assert "gradient −24" in page.output(1).locator("img.fmnist-light").get_attribute("alt")
    page.page.wait_for_function(jupyter.READY, timeout=120_000)
    page._run_all()
    page.output(1).locator(".fmnist-graph svg").wait_for()
    assert not page.output(1).get_by_text(RUN_AGAIN).is_visible()
