"""Thirty people on one server: a real JupyterHub, and each logs in and runs a lesson.

It needs ``uv sync --group hub`` and ``npm install -g configurable-http-proxy``. All of it listens
on this computer only, and is gone at the end. People stay, with their kernels, until all are done.
"""

import contextlib
import functools
import json
import secrets
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import psutil
import requests
import websocket

from benchmarks._measure import Options, Table, private, smaps
from tests.support.lessons import lessons

GB, MB = 10**9, 10**6
LESSON = "04"
LIMIT = 4 * GB  # of one process, in address space that it may write to: more than it ever touches
LEAST = 1.5 * GB  # available in the whole machine; below it, all is ended
SYSTEM = 2 * GB  # for everything else on a server
SIZES = (16, 24, 32, 64)
PATIENCE = 1800  # seconds for one person's lesson
CONFIG = """
c.JupyterHub.bind_url = {url!r}
c.JupyterHub.hub_port = {hub_port}
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = {password!r}
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = {homes!r} + "/{{username}}"
c.Spawner.cmd = ["prlimit", "--data={limit}", {python!r}, "-m", "jupyterhub.singleuser"]
# Kernels that start at the same time take each other's ports; a file is each one's own. Its path
# may have 107 characters, so it can't lie deep in the home folder.
c.Spawner.args = ["--allow-root", "--KernelManager.transport=ipc"]
c.Spawner.environment = {environment!r}
c.Spawner.environment["JUPYTER_RUNTIME_DIR"] = lambda spawner: {folder!r} + "/" + spawner.user.name
c.Spawner.start_timeout = c.Spawner.http_timeout = 600
c.JupyterHub.concurrent_spawn_limit = 1000
c.ConfigurableHTTPProxy.command = [{proxy!r}]
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy_port}"
"""


@dataclass
class Person:
    """Somebody in the class: how long things took, and what their processes hold at the end."""

    name: str
    started: float = 0.0
    lesson: float = 0.0
    again: float = 0.0
    failed: str = ""
    kernel: dict = field(default_factory=dict)
    server: dict = field(default_factory=dict)


def run(options: Options) -> Table:
    """Log in `options.users` people, let each run the lesson, and say what it took."""
    number = options.lessons[0] if options.lessons else LESSON
    (path,) = (path for path in lessons() if path.stem.startswith(number))
    people = [Person(f"person{n:02}") for n in range(1, options.users + 1)]
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    with (
        tempfile.TemporaryDirectory(prefix="fmnist-class-", ignore_cleanup_errors=True) as folder,
        hub(Path(folder), people, options.root()) as (server, url, password),
    ):
        with Guard(server) as guard, ThreadPoolExecutor(options.wave or len(people)) as wave:
            list(wave.map(lambda one: _attend(one, url, password, cells, options.again), people))
        if not guard.stopped:
            _weigh(server, people)
        everything = sum(smaps(p.pid).get("Pss", 0) for p in _family(server))
        others = sum(private(p.pid) for p in _family(server)) - sum(
            one.kernel.get("private", 0) + one.server.get("private", 0) for one in people
        )
    return _table(path.stem, options, people, guard, everything, others)


def _table(lesson, options, people, guard, everything, others) -> Table:
    done = [one for one in people if not one.failed]
    rows = [("people who finished", f"{len(done)} of {len(people)}", "")]
    if done:
        rows += [
            ("from login to a kernel", *_seconds([one.started for one in done])),
            ("the lesson", *_seconds([one.lesson for one in done])),
        ]
        if options.again:
            rows.append(("a second time, restarted", *_seconds([one.again for one in done])))
        rows += [
            ("a kernel, private", *_megabytes([one.kernel["private"] for one in done])),
            ("a kernel, Pss", *_megabytes([one.kernel["Pss"] for one in done])),
            ("a server, private", *_megabytes([one.server["private"] for one in done])),
            ("hub and proxy, private", f"{others / MB:,.0f} MB", ""),
            ("in all, Pss", f"{everything / MB:,.0f} MB", ""),
        ]
    rows.append(("least memory available", f"{guard.least / MB:,.0f} MB", ""))
    notes = [f"{one.name}: {one.failed}" for one in people if one.failed]
    if guard.stopped:
        notes.insert(0, f"Ended: less than {LEAST / GB} GB of memory was available.")
    if done:
        fits = _fits(done, everything, guard.first - guard.least)
        notes.append(f"So many fit, with {SYSTEM / GB:.0f} GB for the system: {fits}")
    wave = f", {options.wave} at once" if options.wave else ""
    title = f"Classroom: {len(people)} people on one JupyterHub, lesson {lesson}{wave}"
    return Table(title, ("what", "median", "largest"), rows, [*notes, options.note()])


def _fits(done: list[Person], everything: int, most: int) -> str:
    """How many people fit into servers of several sizes, by what one of them needs.

    That is the largest kernel and server at the end, or a person's part of the most memory that
    was taken meanwhile, whichever is more.
    """
    at_end = max(o.kernel["private"] for o in done) + max(o.server["private"] for o in done)
    shared = everything - sum(o.kernel["private"] + o.server["private"] for o in done)
    each = max(at_end, (most - shared) / len(done))
    fits = ((size, (size * GB - SYSTEM - shared) // each) for size in SIZES)
    return ", ".join(f"{count:.0f} in {size} GB" for size, count in fits) + "."


def _seconds(values: list[float]) -> tuple[str, str]:
    return f"{statistics.median(values):.0f} s", f"{max(values):.0f} s"


def _megabytes(values: list[int]) -> tuple[str, str]:
    return f"{statistics.median(values) / MB:.0f} MB", f"{max(values) / MB:.0f} MB"


@contextlib.contextmanager
def hub(folder: Path, people: list[Person], data: Path) -> Iterator[tuple]:
    """A JupyterHub on this computer: its process, its address, and the password of everybody."""
    proxy = shutil.which("configurable-http-proxy")
    if proxy is None:
        raise FileNotFoundError(
            "configurable-http-proxy is not on the PATH: npm install -g configurable-http-proxy"
        )
    for one in people:
        (folder / "homes" / one.name).mkdir(parents=True)
    port, hub_port, proxy_port = _free_ports(3)
    url, password = f"http://127.0.0.1:{port}", secrets.token_hex(16)
    config = CONFIG.format(
        **{"url": url, "hub_port": hub_port, "proxy_port": proxy_port, "proxy": proxy},
        **{"password": password, "python": sys.executable, "limit": LIMIT},
        folder=str(folder),
        homes=str(folder / "homes"),
        environment={
            **{"FMNIST_DATA": str(data.resolve()), "OMP_WAIT_POLICY": "PASSIVE"},
            **{"OMP_NUM_THREADS": "1", "JUPYTER_PLATFORM_DIRS": "1"},
        },
    )
    (folder / "jupyterhub_config.py").write_text(config, encoding="utf-8")
    log = (folder / "hub.log").open("w+", encoding="utf-8", errors="replace")
    command = [sys.executable, "-m", "jupyterhub", "-f", str(folder / "jupyterhub_config.py")]
    server = psutil.Popen(command, cwd=folder, stdout=log, stderr=subprocess.STDOUT)
    try:
        _await_answer(server, url, log)
        yield server, url, password
    finally:
        end(server)
        log.close()


def _await_answer(server: psutil.Popen, url: str, log) -> None:
    deadline = time.monotonic() + 120
    while server.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(requests.ConnectionError):
            if requests.get(f"{url}/hub/api", timeout=10).ok:
                return
        time.sleep(0.5)
    log.seek(0)
    raise RuntimeError(f"the hub did not start:\n{log.read()[-2000:]}")


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def _family(server: psutil.Popen) -> list[psutil.Process]:
    """The hub, its proxy, the servers and the kernels, parents first."""
    try:
        return [psutil.Process(server.pid), *server.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def end(server: psutil.Popen) -> None:
    """End the hub and all that it started, parents first: a server would restart its kernel."""
    family = _family(server)
    for process in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGKILL)
    psutil.wait_procs(family, timeout=30)
    server.poll()  # psutil has waited for it; now its own object knows


class Guard:
    """Ends everything in a ``with`` block before the machine is out of memory."""

    def __init__(self, server: psutil.Popen):
        self.stopped, self.first = False, psutil.virtual_memory().available
        self.least = self.first
        self._server, self._over = server, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Guard":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.25):
            self.least = min(self.least, psutil.virtual_memory().available)
            if self.least < LEAST:
                self.stopped = True
                end(self._server)
                return


def _attend(one: Person, url: str, password: str, cells: list, again: bool) -> None:
    """What a person does: log in, wait for the server, open a kernel, run all cells; or twice."""
    begun = time.monotonic()
    try:
        with requests.Session() as session:
            token = _log_in(session, url, one.name, password)
            session.headers["Authorization"] = f"token {token}"
            base = f"{url}/user/{one.name}"
            kernel = _checked(session.post(f"{base}/api/kernels", json={}, timeout=600))["id"]
            channels = f"{base}/api/kernels/{kernel}/channels".replace("http", "ws", 1)
            header = [f"Authorization: token {token}"]
            connect = functools.partial(
                websocket.create_connection, channels, header=header, timeout=PATIENCE
            )
            with contextlib.closing(connect()) as socket_:
                one.started = time.monotonic() - begun
                one.lesson = _run(socket_, cells)
            if again:
                _checked(session.post(f"{base}/api/kernels/{kernel}/restart", timeout=600))
                # Anew, as JupyterLab does: what comes first can miss a connection from before.
                with contextlib.closing(connect()) as socket_:
                    one.again = _run(socket_, cells)
    except (
        requests.RequestException,
        websocket.WebSocketException,
        OSError,
        RuntimeError,
    ) as error:
        one.failed = f"{type(error).__name__}: {str(error)[:300]}"


def _log_in(session: requests.Session, url: str, name: str, password: str) -> str:
    """Log in as a browser does, start the person's server, and get a token for its API."""
    session.get(f"{url}/hub/login", timeout=600).raise_for_status()
    form = {"username": name, "password": password, "_xsrf": session.cookies["_xsrf"]}
    session.post(f"{url}/hub/login", data=form, timeout=600).raise_for_status()
    _xsrf = {"X-XSRFToken": next(c.value for c in session.cookies if c.path == "/hub/")}
    users = f"{url}/hub/api/users/{name}"
    reply = session.post(f"{users}/server", headers=_xsrf, timeout=600)
    if reply.status_code != 400:  # it is being started already: logging in does so too
        reply.raise_for_status()
    token = _checked(session.post(f"{users}/tokens", headers=_xsrf, json={}, timeout=600))["token"]
    deadline = time.monotonic() + 600
    while not _checked(session.get(users, timeout=600))["server"]:
        if time.monotonic() > deadline:
            raise RuntimeError("the server did not start within ten minutes")
        time.sleep(0.5)
    return token


def _checked(reply: requests.Response) -> dict:
    reply.raise_for_status()
    return reply.json()


def _run(socket_: websocket.WebSocket, cells: list) -> float:
    """Run all cells; how many seconds they took."""
    begun = time.monotonic()
    for place, cell in enumerate(cells, start=1):
        _execute(socket_, cell, place)
    return time.monotonic() - begun


def _execute(socket_: websocket.WebSocket, cell, place: int) -> None:
    """Run a cell to its end; RuntimeError if it raises where no tag allows it."""
    message = {
        "channel": "shell",
        "header": {
            **{"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "version": "5.3"},
            **{"username": "", "session": uuid.uuid4().hex, "date": ""},
        },
        **{"parent_header": {}, "metadata": {}},
        "content": {"code": cell.source, "allow_stdin": False, "stop_on_error": False},
    }
    socket_.send(json.dumps(message))
    replied = idle = False
    while not (replied and idle):
        _, data = socket_.recv_data()
        if data[:1] != b"{":  # a widget's pixels
            continue
        reply = json.loads(data)
        content = reply["content"]
        if content.get("execution_state") in ("restarting", "dead"):
            raise RuntimeError(f"the kernel was killed in cell [{place}]")
        if reply["parent_header"].get("msg_id") != message["header"]["msg_id"]:
            continue
        idle = idle or content.get("execution_state") == "idle"
        if reply["msg_type"] == "execute_reply":
            replied = True
            allowed = "raises-exception" in cell.metadata.get("tags", [])
            if content["status"] != "ok" and not allowed:
                raise RuntimeError(
                    f"cell [{place}]: {content.get('ename')}: {content.get('evalue')}"
                )


def _weigh(server: psutil.Popen, people: list[Person]) -> None:
    """Read the memory of each person's server and kernel, while all of them are there."""
    by_name = {one.name: one for one in people}
    for process in _family(server):
        with contextlib.suppress(psutil.NoSuchProcess):
            one = by_name.get(process.environ().get("JUPYTERHUB_USER"))
            if one is not None:
                held = {"private": private(process.pid), "Pss": smaps(process.pid).get("Pss", 0)}
                command = " ".join(process.cmdline())
                if "ipykernel_launcher" in command:
                    one.kernel = held
                elif "jupyterhub.singleuser" in command:
                    one.server = held
