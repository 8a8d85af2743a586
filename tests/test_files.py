"""Files that are whole or not there. Kills in the middle are in test_checkpoints."""

import os

import pytest

from fmnist_helpers import files


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path):
    path = tmp_path / "new" / "file"
    for content in (b"one", b"two"):
        files.replace_file(path, content)
        assert path.read_bytes() == content
        assert os.listdir(path.parent) == ["file"]


def test_an_error_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "file"
    files.replace_file(path, b"old")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        files.replace_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["file"]


def test_a_link_is_followed(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "goal")
    files.replace_file(tmp_path / "link", b"content")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "goal").read_bytes() == b"content"


def test_what_is_set_aside_overwrites_nothing(tmp_path):
    (tmp_path / "file.old-1").symlink_to(tmp_path / "nowhere")  # it is taken all the same
    for number in (2, 3):
        (tmp_path / "file").write_text(str(number))
        kept = files.set_aside(tmp_path / "file", "old")
        assert (kept.name, kept.read_text()) == (f"file.old-{number}", str(number))
    assert not (tmp_path / "file").exists()
