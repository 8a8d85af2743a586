"""A figure on a dark page: readable, with the same hues, and with its pictures as they are."""

import colorsys
import io

import numpy as np
import pytest
import torch
from matplotlib.colors import to_rgb
from PIL import Image

from fmnist_helpers import plots
from fmnist_helpers.plots import style
from fmnist_helpers.plots.dark import dark_png


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def both(figure) -> tuple[np.ndarray, np.ndarray]:
    return pixels(figure.png()), pixels(dark_png(figure.png(), figure))


def luminance(rgb) -> float:
    """Relative luminance of WCAG 2, of channels from 0 to 1."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


def contrast(one, other) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def patch(color) -> tuple[np.ndarray, np.ndarray]:
    """A figure of one color: its middle pixel on a light page and on a dark one, from 0 to 1."""
    figure = style.LessonFigure(1, 1, alt="a patch")
    figure.set_facecolor(color)
    png = io.BytesIO()
    figure.savefig(png, format="png", facecolor=color)
    light, dark = pixels(png.getvalue()), pixels(dark_png(png.getvalue(), figure))
    return light[50, 50] / 255, dark[50, 50] / 255


@pytest.mark.parametrize("color", [style.INK, style.MUTED, style.PALETTE[0]])
def test_text_and_lines_can_be_read_on_both_pages(color):
    light, dark = patch(color)
    assert contrast(light, to_rgb("white")) >= 4.5
    assert contrast(dark, to_rgb("#111111")) >= 4.5


@pytest.mark.parametrize("color", style.PALETTE)
def test_a_color_keeps_its_hue_and_can_be_seen(color):
    light, dark = patch(color)
    hues = [colorsys.rgb_to_hls(*each)[0] for each in (light, dark)]
    assert hues[0] == pytest.approx(hues[1], abs=0.02)
    assert contrast(dark, to_rgb("#111111")) >= 3


def test_the_page_is_as_dark_as_jupyterlabs():
    light, dark = both(plots.curves({"loss": [3, 2, 1]}))
    assert light[0, 0].tolist() == [255] * 3
    assert dark[0, 0].tolist() == [17] * 3


def test_a_garment_is_the_same_on_both_pages():
    figure = plots.garment(torch.rand(1, 28, 28, generator=torch.Generator().manual_seed(0)))
    light, dark = both(figure)
    box = figure.axes[0].images[0].get_window_extent()
    left, bottom, right, top = (int(edge) for edge in box.extents)
    inside = slice(len(light) - top + 3, len(light) - bottom - 3), slice(left + 3, right - 3)
    assert light[inside].size > 10_000
    assert np.array_equal(light[inside], dark[inside])
    assert not np.array_equal(light, dark)


def test_in_a_jupyter_page_each_theme_has_its_picture(monkeypatch):
    figure = plots.curves({"loss": [3, 2, 1]})
    monkeypatch.setenv("JPY_SESSION_NAME", "lesson.ipynb")
    html = figure._repr_mimebundle_()[0]["text/html"]
    assert html.count("<img") == html.count(f'alt="{figure.description}"') == 2
    dark = "body:is([data-jp-theme-light=false], .vscode-dark, .vscode-high-contrast)"
    assert f"{dark} img.fmnist-light {{ display: none !important }}" in html
