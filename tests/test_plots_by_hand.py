"""A figure that a lesson draws with pyplot is shown once, with its description."""

import io

import matplotlib
import pytest
from IPython.core.formatters import DisplayFormatter
from PIL import Image

from fmnist_helpers import plots

matplotlib.use("agg")
from matplotlib import pyplot as plt


@pytest.fixture(autouse=True)
def nothing_drawn(monkeypatch):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    plt.close("all")
    yield
    plt.close("all")


def test_it_is_a_picture_with_words_and_leaves_nothing_open():
    plt.figure(figsize=(2, 2))
    plt.imshow([[0, 1], [1, 0]], cmap="gray")
    plt.axis("off")
    drawing = plots.show("two white\n squares")
    assert plt.get_fignums() == []
    data, metadata = DisplayFormatter().format(drawing)
    assert set(data) == {"image/png", "text/plain"}
    assert data["text/plain"] == "Figure: two white squares"
    assert metadata["image/png"]["alt"] == "two white squares"
    picture = Image.open(io.BytesIO(drawing.png)).convert("L")
    assert picture.getextrema() == (0, 255)
    assert "Software" not in Image.open(io.BytesIO(drawing.png)).info


def test_a_page_gets_the_words_too(monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", "a.ipynb")
    plt.plot([1, 2])
    data, _ = DisplayFormatter().format(plots.show('a "line" & more'))
    assert 'alt="a &quot;line&quot; &amp; more"' in data["text/html"]


def test_without_a_drawing_it_says_what_to_do():
    with pytest.raises(ValueError, match="draw first"):
        plots.show("nothing")
    assert plt.get_fignums() == []
