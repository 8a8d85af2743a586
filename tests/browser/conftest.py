"""One JupyterLab and one Chromium for all tests here."""

import pytest

from tests.browser import jupyter


@pytest.fixture(scope="session")
def chromium():
    """A headless Chromium; skips, saying what is missing, where there is none."""
    sync = pytest.importorskip(
        "playwright.sync_api", reason="the browser tests need playwright: uv sync"
    )
    path = jupyter.find_chromium()
    if path is None:
        pytest.skip("the browser tests need Chromium: apt install chromium, or set CHROMIUM")
    with sync.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("jupyterlab")
    with jupyter.jupyterlab(folder) as (address, token, log):
        yield folder, address, token, log


@pytest.fixture
def open_page(chromium, server):
    """Gives a function that opens a page of JupyterLab; it is closed when the test ends."""
    pages = []

    def opened():
        context = chromium.new_context(viewport={"width": 1280, "height": 800})
        pages.append(context)
        return jupyter.Page(context.new_page(), *server[1:])

    yield opened
    for context in pages:
        context.close()
