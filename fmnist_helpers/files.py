"""Files that are whole or not there: for data, checkpoints and progress alike."""

import contextlib
import hashlib
import itertools
import os
import secrets
import time
from pathlib import Path

WINDOWS = os.name == "nt"


def replace_file(path: Path, content: bytes) -> None:
    """Let `path` hold `content`, in one instant; until then, and on any error, the old file stays.

    A link is followed to the file that it names. Raises OSError if the file cannot be written.
    """
    path = Path(os.path.realpath(path))
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(temporary, "xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        move_over(temporary, path)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()
    sync_folder(path.parent)


def move_over(source: Path, target: Path) -> None:
    """Rename `source`; a file that was called `target` is gone, in one instant."""
    # Windows refuses while a virus scanner has either open: then it is tried for two seconds.
    for wait in (0.05, 0.2, 0.5, 1.2) if WINDOWS else ():
        try:
            return os.replace(source, target)
        except PermissionError:
            time.sleep(wait)
    return os.replace(source, target)


def sync_folder(folder: Path) -> None:
    """Let the names in `folder` outlive a power cut, as far as the system can promise it."""
    with contextlib.suppress(OSError):  # Windows opens no folders, some network drives sync none
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def set_aside(path: Path, suffix: str) -> Path:
    """Rename `path` to the first free one of ``NAME.suffix-1``, ``-2``, …, and return that."""
    numbered = (path.with_name(f"{path.name}.{suffix}-{n}") for n in itertools.count(1))
    kept = next(other for other in numbered if not os.path.lexists(other))
    return path.rename(kept)
