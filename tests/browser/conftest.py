"""One JupyterLab and one Chromium for all tests here."""

import os

import pytest

from tests.browser import jupyter
from tests.support.lessons import IPYTHON_CONFIG, NOTHING_BUT_THE_SAMPLE


# Not for the whole session: while Playwright runs, no other test can call asyncio.run.
@pytest.fixture(scope="package")
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


@pytest.fixture(scope="package")
def server(tmp_path_factory):
    """JupyterLab over a folder where lessons find the sample only, which is enough here.

    With ``KERNEL_PYTHON=path pytest tests/browser`` another Python runs the kernels: one with
    ipykernel 6, say.
    """
    folder = tmp_path_factory.mktemp("jupyterlab")
    profile = folder / "home" / "ipython" / "profile_default"
    profile.mkdir(parents=True)
    line = f"c.InteractiveShellApp.exec_lines = [{NOTHING_BUT_THE_SAMPLE!r}]\n"
    (profile / "ipython_kernel_config.py").write_text(IPYTHON_CONFIG + line, encoding="utf-8")
    python = os.environ.get("KERNEL_PYTHON")
    sample_only = {"FMNIST_OFFLINE": "1", "FMNIST_DATA": ""}
    with jupyter.jupyterlab(folder, kernel_python=python, **sample_only) as (address, token, log):
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
