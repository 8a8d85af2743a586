"""A new folder that is whole or not there; a place that would do harm is refused."""

import contextlib
import errno
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from fmnist_helpers.files import move_over


@contextlib.contextmanager
def new_folder(out: str | Path, made_from: Iterable[Path]) -> Iterator[Path]:
    """A folder to fill, which becomes `out` if the block ends well, and is removed if not.

    `out` must be new or an empty folder, and outside of the folders in `made_from`. Raises
    FileExistsError or ValueError if it is not, OSError if it can't be written; the message says
    what to do.
    """
    out = _new_place(out, made_from)
    new_parents = [parent for parent in out.parents if not parent.exists()]
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        filling = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}."))
    except OSError as error:
        _remove_if_empty(new_parents)
        raise OSError(
            f"can't make a folder in {out.parent} ({error.strerror}): name one that you may write "
            "to, with room on its disk"
        ) from error
    try:
        yield filling
        filling.chmod(0o755)  # mkdtemp's are for one user only; this one is handed out
        if out.exists():
            out.rmdir()
        move_over(filling, out)
    except BaseException as error:
        shutil.rmtree(filling, ignore_errors=True)
        _remove_if_empty(new_parents)
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise OSError(
                f"there is no room for {out} ({error.strerror}), and nothing was kept: free some "
                "space, or name a folder on another disk"
            ) from error
        raise


def _new_place(out: str | Path, made_from: Iterable[Path]) -> Path:
    """Where `out` leads, as an absolute path."""
    named = Path(out).expanduser()
    if named.is_symlink():
        raise FileExistsError(f"{out} is a link, and was not followed: name a new folder")
    place = named.resolve()
    if place == Path.cwd():
        raise FileExistsError(f"{out} is the folder you are in: name a new one in it, or elsewhere")
    for source in made_from:
        if place.is_relative_to(source.resolve()):
            raise ValueError(
                f"{out} is inside {source}, which the edition is made from: name a folder outside "
                "of it"
            )
    if place.is_dir() and any(place.iterdir()):
        raise FileExistsError(
            f"{out} is not empty, and nothing in it was changed: name a new folder"
        )
    if place.exists() and not place.is_dir():
        raise FileExistsError(f"{out} is a file, and was not changed: name a new folder")
    return place


def _remove_if_empty(folders: list[Path]) -> None:
    for folder in folders:
        with contextlib.suppress(OSError):
            folder.rmdir()
