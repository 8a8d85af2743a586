"""A small Fashion-MNIST of our own, and mirrors on loopback that misbehave, for tests of `sources`.

The stand-in has the four files in the right format, a two-hundredth of their size. Its contents
take the place of the official ones in the table that `sources` verifies by, so that every path
through the real code runs, in milliseconds.
"""

import contextlib
import functools
import gzip
import hashlib
import importlib
import json
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from fmnist_helpers import sources
from fmnist_helpers.sources import contents as file_contents

REPOSITORY = Path(__file__).parents[2]


def idx_files(seed, train=300, test=60):
    """Four IDX files of random images, as a dict from name to bytes."""
    rng = random.Random(seed)
    files = {}
    for part, count in {"t10k": test, "train": train}.items():
        number = count.to_bytes(4, "big")
        side = (28).to_bytes(4, "big")
        header = bytes([0, 0, 8, 1]) + number
        files[f"{part}-labels-idx1-ubyte"] = header + bytes(rng.choices(range(10), k=count))
        header = bytes([0, 0, 8, 3]) + number + side + side
        files[f"{part}-images-idx3-ubyte"] = header + rng.randbytes(count * 784)
    return {name: files[name] for name in sources.FULL}


FILES = idx_files("fashion")
DIGITS = idx_files("digits")  # as MNIST: the same names and sizes
TRAIN_IMAGES = "train-images-idx3-ubyte"


def write(folder, files=FILES, packed=False):
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        path = folder / (f"{name}.gz" if packed else name)
        path.write_bytes(gzip.compress(data, 1) if packed else data)
    return folder


def contents(root):
    """What torchvision would open in `root`, as a dict like FILES."""
    folder = sources.raw_folder(root)
    return {name: (folder / name).read_bytes() for name in sources.FULL if (folder / name).exists()}


def left_over(root):
    """The files in `root` beside the four and the lock."""
    expected = {*(f"raw/{name}" for name in sources.FULL), ".lock"}
    folder = sources.raw_folder(root).parent
    files = (path for path in folder.rglob("*") if not path.is_dir())
    return {path.relative_to(folder).as_posix() for path in files} - expected


def settings(mirrors=(), system="/nowhere", **changed):
    """What `use` applies: the stand-in's table, these mirrors, the limits, as plain JSON."""
    table = {name: (len(data), hashlib.sha256(data).hexdigest()) for name, data in FILES.items()}
    limits = {
        "sources.download.ONLINE_WITHIN": 20,
        "sources.download.CONNECT_TIMEOUT": 20,
        "sources.download.READ_TIMEOUT": 20,
        "sources.LOCK_WAIT": 60,
    }
    return {"table": table, "mirrors": mirrors, "system": str(system), "limits": limits | changed}


def use(settings, setattr=setattr):
    """Apply `settings` to the package; a test gives monkeypatch.setattr, which undoes them."""
    table = {name: file_contents.Contents(*at) for name, at in settings["table"].items()}
    for module in (sources, file_contents):
        setattr(module, "FULL", table)
    setattr(sources, "MIRRORS", tuple(settings["mirrors"]))
    setattr(sources, "SYSTEM_COPY", Path(settings["system"]))
    for name, value in settings["limits"].items():
        module, name = name.rsplit(".", 1)
        setattr(importlib.import_module(f"fmnist_helpers.{module}"), name, value)


# A process of its own: prints what ensure_fashion_mnist gave, and dies by kill -9 at the n-th line
# of our code if it is told to.
CHILD = """
import json, os, signal, sys
from tests.support import stand_in
from fmnist_helpers import sources
root, settings, kill_at = json.loads(sys.argv[1])
stand_in.use(settings)
lines = 0
def count(frame, event, argument):
    global lines
    if "fmnist_helpers" not in frame.f_code.co_filename:
        return None
    if event == "line":
        lines += 1
        if lines == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
    return count
if kill_at is not None:
    sys.settrace(count)
try:
    found = sources.ensure_fashion_mnist(root)
except OSError as error:
    answer = {"error": type(error).__name__, "message": str(error)}
else:
    sys.settrace(None)
    if kill_at is not None and kill_at > 0:  # a fill's lines vary by a few: killed at its end
        os.kill(os.getpid(), signal.SIGKILL)
    answer = {"root": str(found), "state": sources.describe(found).state}
sys.settrace(None)
print(json.dumps(answer | {"lines": lines, "left_over": sorted(stand_in.left_over(root))}))
"""


def command(root, settings, kill_at=None):
    return [sys.executable, "-c", CHILD, json.dumps([str(root), settings, kill_at])]


def start(command, **environment):
    # A learner's own settings and proxies stay out.
    ours = {k: v for k, v in os.environ.items() if not k.startswith(("FMNIST_", "COV_"))}
    ours |= {"PYTHONPATH": str(REPOSITORY), "NO_PROXY": "127.0.0.1", "PYTHONWARNINGS": "error"}
    return subprocess.Popen(
        command,
        env=ours | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def finish(process, within=60):
    """The answer of a child, with what it said to stderr; fails if it crashes or hangs."""
    try:
        out, said = process.communicate(timeout=within)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise
    assert process.returncode == 0, said
    return json.loads(out) | {"said": said}


@functools.cache
def bomb():
    """130 kB of gzip that unfold into 30 MB."""
    return gzip.compress(bytes(30_000_000), 1)


class Mirrors:
    """An HTTP server on loopback; the first part of a path says how it misbehaves.

    `asked` counts the requests by manner and file.
    """

    def __init__(self):
        self.asked = Counter()
        self.released = threading.Event()  # what hangs lets go when the test ends

        class Handler(BaseHTTPRequestHandler):
            mirrors = self

            def do_GET(self):
                _, manner, file = self.path.split("/")
                self.mirrors.asked[manner, file] += 1
                with contextlib.suppress(OSError):  # the client has hung up
                    getattr(self, manner)(file)

            def log_message(self, *_):
                pass

            def send(self, body, status=200, promised=None, encoding=None):
                self.send_response(status)
                if encoding:
                    self.send_header("Content-Encoding", encoding)
                self.send_header("Content-Length", str(promised or len(body)))
                self.end_headers()
                self.wfile.write(body)

            def good(self, file):
                self.send(gzip.compress(FILES[file.removesuffix(".gz")], 1))

            def slow(self, file):
                time.sleep(0.2)
                self.good(file)

            def forbidden(self, file):
                self.send(b"<Error>AccessDenied</Error>", 403)

            def busy(self, file):
                self.send(b"come again", 503)

            def hangs(self, file):
                self.mirrors.released.wait(30)

            def stalls(self, file):
                whole = gzip.compress(FILES[file.removesuffix(".gz")], 1)
                self.send(whole[: len(whole) // 2], promised=len(whole))
                self.mirrors.released.wait(30)

            def trickles(self, file):
                whole = gzip.compress(FILES[file.removesuffix(".gz")], 1)
                self.send(whole[:2], promised=len(whole))
                for byte in whole[2:600]:
                    self.wfile.write(bytes([byte]))
                    time.sleep(0.05)

            def steady(self, file):
                """For half a second or more: longer than the patience that a test gives it."""
                whole = gzip.compress(FILES[file.removesuffix(".gz")], 1)
                self.send(b"", promised=len(whole))
                part = len(whole) // 10 + 1
                for start in range(0, len(whole), part):
                    time.sleep(0.05)
                    self.wfile.write(whole[start : start + part])

            def breaks_off(self, file):
                whole = gzip.compress(FILES[file.removesuffix(".gz")], 1)
                self.send(whole[: len(whole) // 2], promised=len(whole))

            def ends_early(self, file):
                whole = gzip.compress(FILES[file.removesuffix(".gz")], 1)
                self.send(whole[: len(whole) // 2])

            def digits(self, file):
                self.send(gzip.compress(DIGITS[file.removesuffix(".gz")], 1))

            def digits_at_last(self, file):
                (self.digits if file.startswith(TRAIN_IMAGES) else self.good)(file)

            def html(self, file):
                self.send(b"\r\n<!DOCTYPE html><title>Sign in to this network</title>")

            def empty(self, file):
                self.send(b"")

            def bomb(self, file):
                self.send(bomb())

            def damaged(self, file):
                whole = bytearray(gzip.compress(FILES[file.removesuffix(".gz")], 1))
                whole[12:40] = bytes(28)
                self.send(bytes(whole))

            def unpacked(self, file):
                self.send(FILES[file.removesuffix(".gz")])

            def in_chunks(self, file):
                self.protocol_version = "HTTP/1.1"
                self.send_response(200)
                self.send_header("Transfer-Encoding", "chunked")
                self.send_header("Connection", "close")
                self.end_headers()
                whole = gzip.compress(FILES[file.removesuffix(".gz")], 1)
                for start in range(0, len(whole), 5_000):
                    part = whole[start : start + 5_000]
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
                self.wfile.write(b"0\r\n\r\n")
                self.close_connection = True

            def labeled(self, file):  # servers may take .gz for how a page travels
                self.send(gzip.compress(FILES[file.removesuffix(".gz")], 1), encoding="gzip")

            def garbage(self, file):
                self.wfile.write(b"220 mail.example ESMTP\r\n")

            def contradicts_itself(self, file):
                self.send(b"", promised="1, 2")

            def goes_in_circles(self, file):
                self.send_response(302)
                self.send_header("Location", self.path)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def moved(self, file):
                self.send_response(302)
                self.send_header("Location", f"/good/{file}")
                self.send_header("Content-Length", "0")
                self.end_headers()

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def at(self, *manners):
        """The addresses of mirrors with these manners, for `settings`."""
        return [f"http://127.0.0.1:{self.server.server_port}/{manner}/" for manner in manners]

    def close(self):
        self.released.set()
        self.server.shutdown()
        self.server.server_close()
