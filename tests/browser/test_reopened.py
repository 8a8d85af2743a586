"""A notebook that is opened again: each widget shows its face, and lives when its cell is run."""

import pytest

from tests.browser import jupyter

pytestmark = pytest.mark.browser

CELLS = (
    "import torch\nfrom fmnist_helpers import widgets",
    "widgets.logits_bench()",
    'widgets.quiz("05")',
    "from fmnist_helpers import plots\nplots.curves({'loss': [3, 2, 1]})",
)
SAVE = "async () => { await window.jupyterapp.commands.execute('docmanager:save') }"
RUN_AGAIN = "To use it, run this cell again"


@pytest.fixture(scope="module")
def page(chromium, server):
    folder, *where = server
    jupyter.write_notebook(folder / "notebooks" / "reopened.ipynb", *CELLS)
    page = jupyter.Page(chromium.new_page(), *where)
    page.run("reopened.ipynb")
    return page


def test_while_a_widget_lives_its_face_is_hidden(page):
    for cell in (1, 2):
        output = page.output(cell)
        output.locator(".lm-Widget .widget-html-content").first.wait_for()
        assert not output.get_by_text(RUN_AGAIN).is_visible()


def test_reopened_without_its_kernel_a_widget_shows_its_face_and_no_error(page):
    page.page.evaluate(SAVE)
    page.page.evaluate(
        "async () => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()"
    )
    page.page.reload()
    for cell in (1, 2):
        page.output(cell).get_by_text(RUN_AGAIN).wait_for()
    for cell in (1, 2):
        prompts = page.output(cell).locator(".jp-OutputPrompt:visible").all_inner_texts()
        assert not any(prompt.strip() for prompt in prompts), "a number beside nothing"
    assert page.output(1).locator("img.fmnist-light").is_visible()
    page.output(2).locator("summary").first.click()
    shown = page.page.locator(".jp-Notebook").inner_text()
    for trouble in ("Error displaying widget", "model not found", "Loading widget"):
        assert trouble not in shown


def test_run_again_it_lives(page):
    page.page.wait_for_function(jupyter.READY, timeout=120_000)
    page._run_all()
    test_while_a_widget_lives_its_face_is_hidden(page)


@pytest.mark.parametrize(
    ("theme", "shown", "hidden"),
    [("Dark", "fmnist-dark", "fmnist-light"), ("Light", "fmnist-light", "fmnist-dark")],
)
def test_a_figure_follows_the_theme(page, theme, shown, hidden):
    change = f"apputils:change-theme', {{theme: 'JupyterLab {theme}'}}"
    page.page.evaluate(f"async () => window.jupyterapp.commands.execute('{change})")
    figure = page.output(3)
    figure.locator(f"img.{shown}").wait_for(state="visible")
    figure.locator(f"img.{hidden}").wait_for(state="hidden")
