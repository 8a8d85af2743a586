"""Bytes from a mirror over HTTP, with a bound on everything that can hang.

`sources` decides what to fetch and verifies it; this module only knows the network.
"""

import queue
import sys
import threading
import time

from ._contents import Unusable

ONLINE_WITHIN = 5.0  # seconds until a network that gives no sign of life counts as absent
CONNECT_TIMEOUT = 5.0  # seconds for one connection
READ_TIMEOUT = 10.0  # seconds of silence
PATIENCE = 30.0  # seconds after which a mirror must have kept up MIN_SPEED
MIN_SPEED = 40_000  # bytes a second: at this speed the whole dataset takes 13 minutes
BLOCK = 1 << 16


def online(urls):
    """True as soon as any of `urls` gives an HTTP answer, whatever it says.

    The questions are asked in threads, as looking up a host's name has no time limit of its own and
    takes half a minute on a network that leads nowhere.
    """
    answers = queue.SimpleQueue()

    def ask(url):
        try:
            _open(url).close()
        except Unusable as error:
            answers.put(error.args[0].startswith("HTTP"))
        else:
            answers.put(True)

    for url in urls:
        threading.Thread(target=ask, args=(url,), daemon=True).start()
    deadline = time.monotonic() + ONLINE_WITHIN
    try:
        return any(answers.get(timeout=max(0, deadline - time.monotonic())) for _ in urls)
    except queue.Empty:
        return False


def stream(url):
    """The body of `url` in blocks of at most 64 KiB, with a progress bar where someone can see it.

    Raises Unusable where the server refuses, falls silent, breaks off or only trickles.
    """
    from tqdm import tqdm
    from urllib3.exceptions import HTTPError

    response = _open(url)
    with (
        response,
        tqdm(
            desc=f"Downloading {url.rpartition('/')[2]}",
            total=int(response.headers.get("Content-Length", 0)) or None,
            unit="B",
            unit_scale=True,
            leave=False,
            disable=not _someone_is_watching(),
        ) as progress,
    ):
        started = time.monotonic()
        try:
            # read1 gives what has come; read waits for a full block, however slowly it trickles.
            while block := response.raw.read1(BLOCK, decode_content=False):
                progress.update(len(block))
                elapsed = time.monotonic() - started
                if elapsed > PATIENCE and progress.n < MIN_SPEED * elapsed:
                    raise Unusable(f"it sends only {progress.n / elapsed / 1000:.0f} kB a second")
                yield block
        except (HTTPError, OSError) as error:
            raise Unusable(f"the connection broke: {_in_short(error)}") from error


def _open(url):
    # Half of the package's importing time, and needed only where a file has to be downloaded.
    import requests

    try:
        response = requests.get(
            url,
            stream=True,
            timeout=(CONNECT_TIMEOUT, READ_TIMEOUT),
            headers={"Accept-Encoding": "identity"},  # the .gz file itself, not one in transit
        )
    except requests.RequestException as error:
        raise Unusable(f"no connection: {_in_short(error)}") from error
    if not response.ok:
        response.close()
        raise Unusable(f"HTTP {response.status_code} {response.reason}")
    return response


def _in_short(error):
    """The innermost cause of a network error, without the addresses of Python objects."""
    while error.__context__ is not None:
        error = error.__context__
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def _someone_is_watching():
    # A kernel's stderr is no terminal, yet a learner looks at it.
    return "ipykernel" in sys.modules or sys.stderr.isatty()
