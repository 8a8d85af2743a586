"""Widgets and lessons in a real JupyterLab; and whether a run of pytest has these tests."""

from pathlib import Path

NO_BROWSER = (
    "browser: LEFT OUT, as they need Chromium and minutes; `uv run pytest tests/browser` runs them"
)


def left_out(config):
    """A line that says so, unless the command names the tests in a browser, or any marker."""
    named = any("tests/browser" in Path(argument).as_posix() for argument in config.args)
    return None if named or config.option.markexpr else NO_BROWSER
