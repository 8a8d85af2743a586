"""Files from a mirror over HTTP, with a bound on each wait.

`sources` decides what to fetch and verifies it; this module only knows the network.
"""

import io
import queue
import sys
import threading
import time
from collections.abc import Iterator

from fmnist_helpers.sources.contents import Unusable, unzip

ONLINE_WITHIN = 5.0  # seconds until a network that shows no sign of life counts as absent
CONNECT_TIMEOUT = 5.0  # seconds for one connection
READ_TIMEOUT = 10.0  # seconds of silence


def online(urls) -> bool:
    """True as soon as any of `urls` sends an HTTP answer, whatever it says."""
    # In threads, as looking up a host's name may take half a minute, without a limit of its own.
    answers = queue.SimpleQueue()

    def ask(url):
        try:
            _open(url).close()
            answers.put(True)
        except Unusable as error:
            answers.put(str(error).startswith("HTTP"))

    for url in urls:
        threading.Thread(target=ask, args=(url,), daemon=True).start()
    deadline = time.monotonic() + ONLINE_WITHIN
    try:
        return any(answers.get(timeout=max(0, deadline - time.monotonic())) for _ in urls)
    except queue.Empty:
        return False


def stream(url) -> Iterator[bytes]:
    """The file at `url`, unzipped, in blocks, with a progress bar if someone can see it.

    Raises Unusable if the server refuses, falls silent or breaks off.
    """
    from tqdm import tqdm
    from urllib3.exceptions import HTTPError

    response = _open(url)
    length = response.headers.get("Content-Length", "")
    with (
        response,
        tqdm(
            desc=f"Downloading {url.rpartition('/')[2]}",
            total=int(length) if length.isdecimal() else None,
            unit="B",
            unit_scale=True,
            leave=False,
            # A kernel's stderr is not a terminal, yet a learner looks at it.
            disable=not ("ipykernel" in sys.modules or sys.stderr.isatty()),
        ) as progress,
    ):
        response.raw.auto_close = False  # at its end, which a reader has yet to see
        try:
            for block in unzip(io.BufferedReader(response.raw)):
                progress.update(response.raw.tell() - progress.n)
                yield block
        except (HTTPError, OSError) as error:
            raise Unusable(f"the connection broke: {_in_short(error)}") from error


def _open(url):
    # Imported here, as only a download needs it: it takes longer than all the rest of `sources`.
    import requests
    from urllib3.exceptions import HTTPError

    try:
        response = requests.get(
            url,
            stream=True,
            timeout=(CONNECT_TIMEOUT, READ_TIMEOUT),
            headers={"Accept-Encoding": "identity"},  # the .gz file itself, not one in transit
        )
    except (HTTPError, OSError) as error:  # requests' own errors are OSErrors
        raise Unusable(f"no connection: {_in_short(error)}") from error
    if not response.ok:
        response.close()
        raise Unusable(f"HTTP {response.status_code} {response.reason}")
    return response


def _in_short(error):
    """The innermost cause of a network error, without the addresses of Python objects."""
    while error.__context__ is not None:
        error = error.__context__
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(text.split())[:200]  # it may quote what the server sent
