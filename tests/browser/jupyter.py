"""JupyterLab on a free loopback port, with settings and a runtime of its own, and a page in it."""

import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[2]
START_WITHIN = 120  # seconds

# No news, no update check, and every cell in the page whether or not it is scrolled into view.
SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "notebook-extension/tracker": {"windowingMode": "none"},
}


NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def find_chromium() -> str | None:
    """The path of a Chromium: that of the variable CHROMIUM, or one on the PATH."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def write_notebook(path, *cells):
    """A notebook of code cells without outputs: an old prompt would look like success."""
    path.parent.mkdir(parents=True, exist_ok=True)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, path)


@contextlib.contextmanager
def jupyterlab(folder: Path, *, kernel_python=None, **environment):
    """JupyterLab over the notebooks in `folder` / "notebooks": its address, token, and log.

    Kernels run by the Python `kernel_python`, if given: one with another ipykernel, say.
    """
    home, notebooks = folder / "home", folder / "notebooks"
    notebooks.mkdir(parents=True, exist_ok=True)
    for name, setting in SETTINGS.items():
        file = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(setting))
    if kernel_python:
        _write_kernelspec(home / "data" / "kernels" / "python3" / "kernel.json", kernel_python)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token, log = secrets.token_hex(16), folder / "jupyterlab.log"
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--expose-app-in-browser"),
        *(f"--ServerApp.root_dir={notebooks}", "--ServerApp.ip=127.0.0.1"),
        *(f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--ServerApp.allow_root=True"),
        f"--IdentityProvider.token={token}",
    ]
    own = {
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "JUPYTER_DATA_DIR": home / "data",
        "JUPYTER_PREFER_ENV_PATH": "no",  # a kernel in that folder goes first
        "JUPYTERLAB_SETTINGS_DIR": home / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": home / "workspaces",
        "IPYTHONDIR": home / "ipython",
        "FMNIST_PROGRESS": home / "progress.json",
        "PYTHONPATH": ROOT,
    }
    env = {**os.environ, **{name: str(value) for name, value in own.items()}, **environment}
    for name in ("PYTEST_CURRENT_TEST", "MPLBACKEND"):
        env.pop(name, None)
    with log.open("w") as out:
        server = subprocess.Popen(command, env=env, cwd=notebooks, stdout=out, stderr=out)
    try:
        _wait_for(f"http://127.0.0.1:{port}/api?token={token}", server, log)
        yield f"http://127.0.0.1:{port}", token, log
    finally:
        server.terminate()  # which ends its kernels too
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _write_kernelspec(file, python):
    file.parent.mkdir(parents=True)
    argv = [str(Path(python).absolute()), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    file.write_text(json.dumps({"argv": argv, "display_name": "Python 3", "language": "python"}))


def _wait_for(url, server, log):
    patience = time.monotonic() + START_WITHIN
    while time.monotonic() < patience:
        if server.poll() is not None:
            break
        try:
            urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=5)
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()[-3000:]}")


# What is seen below an element: its text, its drawings, and the decoded pixels of its pictures.
SEEN = """async (element) => {
  const parts = [...element.querySelectorAll('.widget-html-content, output')].map(e => e.innerHTML);
  for (const image of element.querySelectorAll('img')) {
    try { await image.decode(); } catch { parts.push('not decoded'); continue; }
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth; canvas.height = image.naturalHeight;
    canvas.getContext('2d').drawImage(image, 0, 0);
    parts.push(canvas.toDataURL());
  }
  return parts.join('|');
}"""
READY = """() => {
  const session = window.jupyterapp?.shell.currentWidget?.sessionContext?.session;
  return session?.kernel?.connectionStatus === 'connected' && session.kernel.status === 'idle';
}"""
ASK = """async expression => {
  const {kernel} = window.jupyterapp.shell.currentWidget.sessionContext.session;
  const future = kernel.requestExecute(
    {code: '', silent: false, store_history: false, user_expressions: {it: expression}});
  const reply = (await future.done).content.user_expressions.it;
  return reply.data?.['text/plain'] ?? reply.evalue;
}"""
RUN = """async code => {
  const {kernel} = window.jupyterapp.shell.currentWidget.sessionContext.session;
  await kernel.requestExecute({code, store_history: false}).done;
}"""
BEGIN = f"code => {{ void ({RUN})(code); }}"
NEXT = """path => {
  const {shell, commands} = window.jupyterapp;
  void shell.currentWidget.sessionContext.shutdown();
  shell.currentWidget.dispose();
  void commands.execute('docmanager:open', {path});
}"""
DONE = """() => {
  const panel = window.jupyterapp.shell.currentWidget;
  const cells = panel.content.widgets.filter(cell => cell.model.type === 'code');
  return cells.every(cell => cell.model.executionCount !== null)
    && panel.sessionContext.session.kernel.status === 'idle';
}"""


class Page:
    """A notebook in JupyterLab, run from its first cell to its last.

    `errors` gathers what the page and its console complain of.
    """

    def __init__(self, page, address, token, log):
        self.page, self.address, self.token, self.log = page, address, token, log
        self.errors = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "console",
            lambda message: message.type == "error" and self.errors.append(message.text),
        )

    def run(self, notebook):
        """Open `notebook`, run it, and wait until every cell has run."""
        where = urllib.parse.quote(notebook)
        self.page.goto(f"{self.address}/lab/tree/{where}?token={self.token}&reset")
        self._run_all()

    def run_next(self, notebook):
        """The same in a page that is open: that one's notebook is closed, its kernel ended."""
        self.page.evaluate(NEXT, notebook)
        self._run_all()

    def _run_all(self):
        self.page.wait_for_function(READY, timeout=120_000)
        # Not awaited: a dialog would hold it up for ever.
        self.page.evaluate("void window.jupyterapp.commands.execute('notebook:run-all-cells')")
        self.page.wait_for_function(DONE, timeout=240_000)

    def ask(self, expression) -> str:
        """What the page's kernel makes of `expression`, run like a cell, as text."""
        return self.page.evaluate(ASK, expression)

    def output(self, cell):
        """What the code cell number `cell`, from 0, shows."""
        return self.page.locator(".jp-CodeCell").nth(cell).locator(".jp-OutputArea").first

    def seen(self, element):
        return element.evaluate(SEEN)

    def wait_until_settled(self, element):
        """Wait until `element` shows the same for a tenth of a second."""
        before = None
        while before != (now := self.seen(element)):
            before = now
            self.page.wait_for_timeout(100)

    def wait_until_other(self, element, before):
        """Wait until `element` shows something else than `before`; TimeoutError after 20 s."""
        self.page.wait_for_function(
            f"async ([element, before]) => (await ({SEEN})(element)) !== before",
            arg=[element.element_handle(), before],
            timeout=20_000,
        )

    def wait_for_text(self, element, before):
        """Wait until the text of `element` is there and is not `before`; TimeoutError in 60 s."""
        self.page.wait_for_function(
            "([element, before]) => element.innerText.trim() && element.innerText !== before",
            arg=[element.element_handle(), before],
            timeout=60_000,
        )


@contextlib.contextmanager
def page_with(chromium, server, name, *cells, height=800):
    """A page, 1280 pixels wide and for fingers too, in which a notebook of `cells` has been run."""
    folder, *where = server
    write_notebook(folder / "notebooks" / name, *cells)
    viewport = {"width": 1280, "height": height}
    with contextlib.closing(chromium.new_context(viewport=viewport, has_touch=True)) as context:
        page = Page(context.new_page(), *where)
        page.run(name)
        yield page
