"""The site: the lessons with their outputs, a glossary, a cheat sheet, the guide, the reference.

    uv run --group docs sphinx-build docs site

The lessons are copied into docs/lessons, prepared for a page, each time; nothing is executed, and
nothing is loaded from elsewhere.
"""

import shutil
import sys
from pathlib import Path

from sphinx.application import Sphinx

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import downloads  # noqa: E402
import prepare  # noqa: E402

prepare.lessons(HERE.parent / "notebooks", HERE / "lessons", HERE / "glossary.md")
downloads.write(HERE.parent, HERE / "lessons")

project = "From data to a trained PyTorch model"
author = "the fmnist-helpers authors"
copyright = "2026, the fmnist-helpers authors. MIT license"
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.viewcode"]
html_theme = "sphinx_book_theme"
html_title = "Data to a trained model"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_js_files = [("quiz.js", {"defer": "defer"})]
html_theme_options = {
    "home_page_in_toc": True,
    "show_navbar_depth": 1,
    "show_toc_level": 2,
    "use_download_button": True,
    "use_fullscreen_button": False,
    # The sidebar has the field already; on a phone, a button stands above the text.
    "navbar_persistent": [],
}

nb_execution_mode = "off"
nb_merge_streams = True
# JupyterLab's widgets need a kernel; their pictures are stored beside them.
nb_mime_priority_overrides = [
    ("html", "application/vnd.jupyter.widget-view+json", None),
    ("html", "text/html", 10),
]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
default_role = "code"

autodoc_typehints = "description"
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True}
# A lesson begins with its own H1; code that a learner is to predict has an output to unfold.
suppress_warnings = ["myst.header", "mystnb.unknown_mime_type", "misc.highlighting_failure"]


def give_lessons_as_they_are(app: Sphinx, error: Exception | None) -> None:
    """Let the button for downloads give the lesson itself, not what was prepared for its page."""
    sources = Path(app.outdir) / "_sources" / "lessons"
    for path in sorted(sources.glob("*.ipynb")):
        shutil.copyfile(HERE.parent / "notebooks" / path.name, path)


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    app.connect("build-finished", give_lessons_as_they_are)
