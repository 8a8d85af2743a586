"""The convolution explorer in a real browser: its arithmetic against PyTorch, pointer and keys."""

import json
import re
from pathlib import Path

import pytest
import torch

from fmnist_helpers.widgets.convolution_explorer import __file__ as module
from tests.browser import jupyter
from tests.browser.test_reopened import RUN_AGAIN, SAVE

pytestmark = pytest.mark.browser

CELLS = (
    """\
import torch
from fmnist_helpers import widgets
image = torch.rand(28, 28, generator=torch.Generator().manual_seed(0))""",
    "explorer = widgets.convolution_explorer(image)\nexplorer",
    """\
torch.manual_seed(1)
layer = torch.nn.Conv2d(1, 16, kernel_size=5, stride=2, padding=2, bias=False)
learned = widgets.convolution_explorer(image, layer.weight, stride=2, padding=2)
learned""",
)
CONVOLVE = """async ([source, ...numbers]) => {
    const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    return (await import(url)).convolve(...numbers);
}"""


@pytest.fixture(scope="module")
def page(chromium, server):
    with jupyter.page_with(chromium, server, "convolution.ipynb", *CELLS, height=900) as page:
        yield page


@pytest.fixture
def element(page):
    element = page.output(1)
    element.get_by_role("button", name="vertical edges").click()
    element.scroll_into_view_if_needed()
    return element


def said(element) -> tuple[int, int, float]:
    """Row, column and number of the result that the page tells."""
    text = element.get_by_role("status").inner_text().replace("−", "-")
    row, column, number = re.match(r"result\[(\d+), (\d+)\] = ([-\d.]+),", text).groups()
    return int(row), int(column), float(number)


def products(element) -> list[str]:
    return element.locator(".products span").all_inner_texts()


def number(page, expression) -> float:
    return float(page.ask(f"float({expression})"))


@pytest.mark.parametrize(("stride", "padding"), [(1, 0), (1, 1), (2, 0), (2, 2), (3, 1)])
@pytest.mark.parametrize("side", [3, 5])
def test_the_page_computes_what_conv2d_computes(chromium, side, stride, padding):
    torch.manual_seed(side)
    image, kernel = torch.rand(11, 14), torch.randn(side, side)
    options = {"stride": stride, "padding": padding}
    expected = torch.nn.functional.conv2d(image[None, None], kernel[None, None], **options)[0, 0]
    source = Path(module).with_suffix(".js").read_text(encoding="utf-8")
    blank = chromium.new_page()
    try:
        arguments = [image.flatten().tolist(), 14, kernel.flatten().tolist(), side, stride, padding]
        made = blank.evaluate(CONVOLVE, [source, *arguments])
    finally:
        blank.close()
    assert (made["rows"], made["columns"]) == tuple(expected.shape)
    torch.testing.assert_close(torch.tensor(made["result"]).reshape(expected.shape), expected)


def test_the_window_follows_the_pointer_and_its_products_add_up(page, element):
    before, after = element.locator("figure > canvas").all()
    before.hover(position={"x": 8 * 20 + 4, "y": 8 * 5 + 4})  # over the pixel in row 5, column 20
    row, column, total = said(element)
    assert (row, column) == (4, 19), "a window with that pixel in its middle"
    assert total == pytest.approx(number(page, "explorer.result[4, 19]"), abs=0.006)
    lines = [line.replace("−", "-") for line in products(element)]
    assert len(lines) == 9
    factors = [[float(n) for n in re.findall(r"-?[\d.]+", line)] for line in lines]
    assert [weight for _, weight, _ in factors] == [-1, 0, 1] * 3
    pixels = page.ask("image[4:7, 19:22].flatten().tolist()")
    for (pixel, weight, product), exact in zip(factors, json.loads(pixels), strict=True):
        assert pixel == pytest.approx(exact, abs=0.006)
        assert product == pytest.approx(exact * weight, abs=0.006)
    after.tap(position={"x": 4, "y": 8 * 25 + 4})
    assert said(element)[:2] == (25, 0)


def test_arrow_keys_move_the_window_and_stop_at_the_edge(page, element):
    result = element.locator("figure > canvas").nth(1)
    page.ask("setattr(explorer.window, 'at', [0, 1])")
    element.get_by_text("result[0, 1]").wait_for()
    cells = page.page.locator(".jp-Cell").count()
    for key in ("ArrowDown", "ArrowLeft", "ArrowLeft", "b"):
        result.press(key)
    assert said(element)[:2] == (1, 0)
    assert page.page.locator(".jp-Cell").count() == cells, "b would insert one"
    page.page.wait_for_timeout(200)  # for the message to reach the kernel
    assert page.ask("explorer.window.at") == "[1, 0]"


def test_a_weight_that_is_typed_changes_the_result(page, element):
    cell = element.get_by_label("weight in row 1, column 1", exact=True)
    cell.fill("2.5")
    page.page.wait_for_timeout(200)
    assert page.ask("explorer.kernel[1, 1].item()") == "2.5"
    row, column, total = said(element)
    assert total == pytest.approx(number(page, f"explorer.result[{row}, {column}]"), abs=0.006)
    assert element.locator("button[aria-pressed=true]").count() == 0, "no longer a preset"
    cell.press("ControlOrMeta+a")
    cell.press("-")
    page.page.wait_for_timeout(200)
    assert page.ask("explorer.kernel[1, 1].item()") == "2.5", "not typed to its end"


def test_a_preset_shows_its_weights(page, element):
    element.get_by_role("button", name="sharpen").click()
    weights = [cell.input_value() for cell in element.locator("input").all()]
    assert weights == ["0", "-1", "0", "-1", "5", "-1", "0", "-1", "0"]
    assert element.locator("button[aria-pressed=true]").inner_text() == "sharpen"


def test_learned_kernels_can_be_chosen_and_two_explorers_keep_apart(page, element):
    other = page.output(2)
    assert other.locator(".choices button").count() == 16
    other.get_by_role("button", name="kernel 7").click()
    other.locator("figure > canvas").nth(1).hover(position={"x": 16 * 3 + 4, "y": 16 * 8 + 4})
    row, column, total = said(other)
    assert (row, column) == (8, 3)
    exact = number(page, "layer(image[None, None])[0, 7, 8, 3]")
    assert total == pytest.approx(exact, abs=0.006)
    assert len(products(other)) == 25
    assert len(products(element)) == 9
    assert page.errors == []


@pytest.mark.parametrize("width", [900, 1400])
def test_all_of_it_is_in_one_view(page, element, width):
    page.page.evaluate("window.jupyterapp.shell.collapseLeft()")
    page.page.set_viewport_size({"width": width, "height": 900})
    try:
        boxes = [canvas.bounding_box() for canvas in element.locator("figure > canvas").all()]
        assert boxes[0]["y"] == boxes[1]["y"], "image and result side by side"
        assert element.locator(".fmnist-convolution").bounding_box()["height"] < 600
    finally:
        page.page.set_viewport_size({"width": 1280, "height": 900})


def test_reopened_without_its_kernel_it_shows_its_face(page):
    page.page.evaluate(SAVE)
    page.page.evaluate(
        "async () => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()"
    )
    page.page.reload()
    page.output(1).get_by_text(RUN_AGAIN).wait_for()
    assert "result 26 × 26" in page.output(1).locator("img.fmnist-light").get_attribute("alt")
    page.page.wait_for_function(jupyter.READY, timeout=120_000)
    page._run_all()
    page.output(1).locator(".fmnist-convolution canvas").first.wait_for()
    assert not page.output(1).get_by_text(RUN_AGAIN).is_visible()
