"""Checkpoint files: written whole or not at all, read without running what they hold."""

import io
import os
import pickle
import zipfile
from pathlib import Path

import torch

from fmnist_helpers.files import replace_file


def write(path: Path, content: dict) -> None:
    """Replace `path` by a file that holds `content`, in one instant; until then the old one stays.

    Raises TypeError for content that `read` would refuse, OSError if it cannot be written.
    """
    buffer = io.BytesIO()
    torch.save(content, buffer)
    try:
        _load(buffer.getvalue())
    except Exception as error:
        raise TypeError(
            f"cannot save {path}: only numbers, strings, tensors, and lists and dicts of them can "
            f"be read back safely ({_first_line(error)})"
        ) from error
    try:
        with buffer.getbuffer() as written:
            replace_file(path, written)
    except OSError as error:
        raise OSError(
            error.errno,
            f"cannot save {path}: {error.strerror}. What was saved before is untouched; free some "
            f"space or choose another path",
        ) from error


def read(path: Path, newest: int) -> dict:
    """What `write` has put into `path`. Raises FileNotFoundError, or ValueError with the reason."""
    if not os.path.exists(path):
        raise FileNotFoundError(f"there is no checkpoint {path}")
    try:
        content = _load(path.read_bytes())
    except zipfile.BadZipFile as error:
        raise ValueError(
            f"{path} is damaged or not a checkpoint: {_first_line(error)}. It was perhaps cut off "
            f"while it was copied; take another copy"
        ) from error
    except pickle.UnpicklingError as error:
        raise ValueError(
            f"{path} holds more than numbers, strings and tensors, which could run commands when "
            f"loaded. Nothing of it was run; don't use this file ({_first_line(error)})"
        ) from error
    except Exception as error:
        raise ValueError(f"{path} is damaged: {_first_line(error)}") from error
    version = content.get("format") if isinstance(content, dict) else None
    if not isinstance(version, int):
        raise ValueError(
            f"{path} is not a checkpoint of this package. If it is a state_dict: "
            f"model.load_state_dict(torch.load({str(path)!r}, weights_only=True))"
        )
    if version > newest:
        raise ValueError(
            f"{path} was written by a newer fmnist_helpers (format {version}, this one reads up "
            f"to {newest}): update the package"
        )
    return content


def _load(data: bytes):
    # torch.load also reads older formats, and does not notice a flipped bit in a tensor: the zip
    # file's checksums do.
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if damaged := archive.testzip():
            raise zipfile.BadZipFile(f"the checksum of {damaged} is wrong")
    return torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)


def _first_line(error: Exception) -> str:
    """The sentence of an error that says most: torch's explain weights_only first."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    told = [line for line in lines if "GLOBAL" in line or "Unsupported" in line]
    return (told or lines or [type(error).__name__])[0]
