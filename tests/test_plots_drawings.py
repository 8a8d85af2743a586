"""The pictures and drawings that widgets show: PNG bytes and SVG text, read back."""

import io
import re
from xml.etree import ElementTree

import numpy as np
import pytest
import torch
from PIL import Image

from fmnist_helpers import plots

SVG = "{http://www.w3.org/2000/svg}"
IMAGES = torch.arange(6 * 16, dtype=torch.uint8).reshape(6, 1, 4, 4)
PATHS = {"SGD": [[-3.0, 1.0], [-1.0, -0.5]], "Adam": [[-3.0, 1.0], [9.0, 9.0]]}


def decoded(png):
    picture = Image.open(io.BytesIO(png))
    assert picture.format == "PNG"
    return np.asarray(picture)


def bowl(x, y):
    return x**2 + 4 * y**2


# --- pictures ---------------------------------------------------------------------------------


def test_png_bytes_holds_every_pixel_zoomed():
    pixels = decoded(plots.png_bytes(IMAGES[1], zoom=3))
    assert pixels.shape == (12, 12)
    assert np.array_equal(pixels[1::3, 1::3], IMAGES[1, 0])
    assert np.array_equal(pixels[::3], pixels[2::3])


@pytest.mark.parametrize("scale", [1.0, 255.0])
def test_png_bytes_of_floats_is_scaled_by_dtype_not_by_content(scale):
    """An image that was scaled twice must come out black here too."""
    image = torch.tensor([[0.0, 0.5], [0.8, 1.0]]) / scale
    expected = (image.double() * 255).round()
    assert decoded(plots.png_bytes(image, zoom=1)).tolist() == expected.tolist()


def test_curves_hold_the_values_that_a_page_says_under_the_pointer():
    """Also of points that are drawn lower than they are; and each value once, however many."""
    losses = [0.5, 0.25, 40.0, 0.125]
    drawing = plots.svg_curves({"a <b>": losses}, start=1, top=1.0)
    assert 'data-name="a &lt;b&gt;" data-steps="1 2 3 4" data-values="0.5 0.25 40 0.125"' in drawing
    long = plots.svg_curves({"long": np.linspace(1, 0, 10_000)}, width=300)
    points, steps, values = (
        re.search(f'{name}="([^"]*)"', long)[1].split() for name in ("points", "steps", "values")
    )
    assert len(points) == len(steps) == len(values) < 400
    assert (steps[0], steps[-1], values[-1]) == ("0", "9999", "0")


def test_png_bytes_keeps_color():
    red = torch.zeros(3, 2, 2)
    red[0] = 1
    assert decoded(plots.png_bytes(red, zoom=1))[0, 0].tolist() == [255, 0, 0]


def test_png_sheet_puts_images_in_rows_with_clear_gaps():
    sheet = decoded(plots.png_sheet(IMAGES, columns=4, zoom=1, gap=2))
    assert sheet.shape == (2 * 6, 4 * 6, 4)
    for i, image in enumerate(IMAGES):
        top, left = i // 4 * 6 + 1, i % 4 * 6 + 1
        assert np.array_equal(sheet[top : top + 4, left : left + 4, 0], image[0])
    assert (sheet[6:, 12:, 3] == 0).all(), "places without an image are see-through"
    assert (sheet[0, :, 3] == 0).all()


def test_png_sheet_marks_differ_in_form_not_only_in_color():
    forms = {}
    for kind in ("wrong", "selected"):
        image = torch.full((1, 30, 30), 128, dtype=torch.uint8)
        plain = decoded(plots.png_sheet([image, image], zoom=1))
        marked = decoded(plots.png_sheet([image, image], zoom=1, marks={1: kind}))
        changed = (plain != marked).any(axis=2)
        assert not changed[:, :36].any(), "the other image is left alone"
        forms[kind] = changed.tobytes()
    assert len(set(forms.values())) == 2


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: plots.png_bytes(IMAGES), r"found \(6, 1, 4, 4\)"),
        (lambda: plots.png_sheet([]), "images: expected at least one image, found none"),
    ],
)
def test_bad_pictures_are_named(call, says):
    with pytest.raises(ValueError, match=says):
        call()


# --- every drawing ----------------------------------------------------------------------------

DRAWINGS = {
    "curves": lambda: plots.svg_curves({"a < b & c": [3, 2, 1], "other": [3.0, 2.9]}),
    "bars": lambda: plots.svg_bars([1.5, -2.0, 0.0], ["a", "b", "c"], highlight=1),
    "histogram": lambda: plots.svg_histogram(IMAGES, mark=7, title="values"),
    "paths": lambda: plots.svg_paths(bowl, PATHS, x_range=(-4, 4), y_range=(-2, 2)),
}
every_drawing = pytest.mark.parametrize("name", DRAWINGS)


def parsed(svg):
    return ElementTree.fromstring(svg)


def written(svg):
    return [text.text for text in parsed(svg).iter(f"{SVG}text")]


def test_every_drawing_is_tested_here():
    assert {f"svg_{name}" for name in DRAWINGS} == {n for n in plots.__all__ if n[:4] == "svg_"}


@every_drawing
def test_drawing_is_spoken_and_has_a_fixed_size(name):
    svg = parsed(DRAWINGS[name]())
    assert svg.tag == f"{SVG}svg"
    assert svg.get("role") == "img"
    assert [child.tag for child in svg[:2]] == [f"{SVG}title", f"{SVG}desc"]
    assert svg[0].text
    assert len(svg[1].text) > 10
    assert svg.get("viewBox") == f"0 0 {svg.get('width')} {svg.get('height')}"
    assert float(svg.get("width")) <= 760


@every_drawing
def test_drawing_takes_the_colors_of_the_page(name):
    """Black or white would vanish in one of the themes; white stands only on the filled stage."""
    text = DRAWINGS[name]()
    assert "var(--jp-ui-font-color1,inherit)" in text
    assert not re.search(r"#000|black|fill=\"(white|#fff)", text)
    # Several drawings stand in one page: an id or a style sheet of one would reach the others.
    assert " id=" not in text
    assert "<style" not in text
    assert "<script" not in text


@every_drawing
def test_drawing_is_the_same_each_time(name):
    assert DRAWINGS[name]() == DRAWINGS[name]()


@every_drawing
def test_drawing_stays_inside_its_frame(name):
    svg = parsed(DRAWINGS[name]())
    width, height = float(svg.get("width")), float(svg.get("height"))
    for rect in svg.iter(f"{SVG}rect"):
        x, y, w, h = (float(rect.get(key)) for key in ("x", "y", "width", "height"))
        assert 0 <= x <= x + w <= width
        assert 0 <= y <= y + h <= height
    for text in svg.iter(f"{SVG}text"):
        assert 0 <= float(text.get("x")) <= width
        assert 0 <= float(text.get("y")) <= height


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", 'a" onload="x', "&amp;"])
def test_text_is_escaped(name):
    drawings = [
        plots.svg_curves({name: [1, 2]}, y=name, title=name),
        plots.svg_bars([1, 2], [name, "b"]),
        plots.svg_paths(bowl, {name: [[1.0, 1.0], [0.0, 0.0]]}, x_range=(-2, 2), y_range=(-2, 2)),
    ]
    for text in drawings:
        assert name in written(text)
        assert {element.tag for element in parsed(text).iter()} & {f"{SVG}script"} == set()
        assert all("onload" not in element.attrib for element in parsed(text).iter())


# --- curves -----------------------------------------------------------------------------------


def polylines(svg):
    """Each line's points as an (N, 2) array of pixels."""
    lines = parsed(svg).iter(f"{SVG}polyline")
    return [np.array([p.split(",") for p in line.get("points").split()], float) for line in lines]


def test_svg_curves_rise_and_fall_with_the_numbers():
    (line,) = polylines(plots.svg_curves({"a": [3.0, 1.0, 2.0, 2.0]}))
    x, y = line.T
    assert np.allclose(np.diff(x), np.diff(x)[0], atol=0.02)
    heights = (y[1] - y) / (y[1] - y[0])  # of the lowest point to the highest, pixels going down
    assert heights == pytest.approx([1, 0, 0.5, 0.5], abs=1e-3)


def test_svg_curves_keep_their_scale_while_they_grow():
    short = plots.svg_curves({"a": [4.0, 2.0]}, top=5, x_max=10)
    longer = plots.svg_curves({"a": [4.0, 2.0, 3.0]}, top=5, x_max=10)
    assert polylines(longer)[0][:2].tolist() == polylines(short)[0].tolist()


def test_svg_curves_before_the_first_number():
    text = plots.svg_curves({"training": [], "validation": []}, x_max=100)
    assert polylines(text) == []
    assert "training: nothing yet; validation: nothing yet" in text


def test_svg_curves_say_what_diverges():
    text = plots.svg_curves({"a": [2, 50, float("nan")], "b": [2, 1, 1]}, top=4)
    assert {"a diverges", "b"} <= set(written(text))
    crosses = [p for p in parsed(text).iter(f"{SVG}path") if p.get("stroke-width") == "3"]
    assert len(crosses) == text.count("M-5-5L5 5M-5 5L5-5") == 1, "told apart without color"
    first, second = polylines(text)
    assert len(first) == 2
    assert first[:, 1].min() >= 0, "the line ends at the top of the picture"
    assert len(second) == 3


def test_svg_curves_of_many_steps_stay_small_and_end_at_the_last():
    values = np.linspace(3, 1, 100_000)
    text = plots.svg_curves({"a": values})
    assert len(text) < 40_000
    (line,) = polylines(text)
    assert line[0, 1] == line[:, 1].min()
    assert line[-1, 1] == line[:, 1].max()
    assert "3 to 1 after 100000" in text


def test_svg_curves_names_do_not_overlap():
    text = plots.svg_curves({f"line {i}": [2.0, 1.0] for i in range(4)})
    names = [e for e in parsed(text).iter(f"{SVG}text") if e.text.startswith("line")]
    heights = sorted(float(e.get("y")) for e in names)
    assert np.diff(heights).min() >= 14.9


# --- the others -------------------------------------------------------------------------------


def bars(svg):
    return [
        (float(rect.get("x")), float(rect.get("width"))) for rect in parsed(svg).iter(f"{SVG}rect")
    ]


def test_svg_bars_are_as_long_as_their_values_and_start_at_zero():
    text = plots.svg_bars([4.0, -2.0, 1.0], ["a", "b", "c"], form="{:.1f}")
    (zero, four), (left, two), (_, one) = bars(text)
    assert four / one == pytest.approx(4, rel=1e-3)
    assert two / one == pytest.approx(2, rel=1e-2)
    assert left + two == pytest.approx(zero, abs=0.02)
    assert written(text) == ["a", "4.0", "b", "-2.0", "c", "1.0"]
    assert "a 4.0, b -2.0, c 1.0" in text


def test_svg_bars_keep_a_given_scale():
    one = plots.svg_bars([0.2, 0.8], ["a", "b"], low=0, high=1)
    other = plots.svg_bars([0.2, 0.1], ["a", "b"], low=0, high=1)
    assert bars(one)[0] == bars(other)[0]


def test_svg_bars_show_the_highlight_without_color():
    text = plots.svg_bars([0.2, 0.8], ["a", "b"], highlight=1)
    bold = [e.text for e in parsed(text).iter(f"{SVG}text") if e.get("font-weight") == "bold"]
    assert bold == ["b", "0.80"]


def test_svg_bars_of_zeros():
    assert [width for _, width in bars(plots.svg_bars([0, 0], ["a", "b"]))] == [0, 0]


def test_svg_histogram_counts_and_marks():
    values = np.array([0, 0, 0, 0, 255, 128])
    text = plots.svg_histogram(values, mark=128, title="values")
    heights = [float(rect.get("height")) for rect in parsed(text).iter(f"{SVG}rect")]
    assert len(heights) == 3, "values that don't occur have no column"
    assert heights[0] / heights[1] == pytest.approx(4**0.5, rel=1e-2)
    assert "128" in written(text)
    assert "6 values from 0 to 255, one marked at 128" in text


def test_svg_paths_draw_levels_and_cut_off_what_leaves():
    svg = parsed(DRAWINGS["paths"]())
    (window,) = svg.findall(f"{SVG}svg")
    inside = list(window.iter(f"{SVG}polyline"))
    assert len(inside) == 2
    assert len(polylines(DRAWINGS["paths"]())) > 10, "contours"
    assert {"SGD", "Adam", "start"} <= {e.text for e in svg.iter(f"{SVG}text")}
    assert "Adam after 1 steps at (9, 9)" in svg[1].text


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: plots.svg_curves({}), "expected {name: numbers}"),
        (lambda: plots.svg_bars([1, 2], ["a"]), "found 2 values, 1 labels"),
        (lambda: plots.svg_bars([float("nan")], ["a"]), "found nan at index 0"),
        (
            lambda: plots.svg_paths(bowl, {"a": []}, x_range=(0, 1), y_range=(0, 1)),
            r"expected \(N, 2\) weights",
        ),
    ],
)
def test_bad_drawings_are_named(call, says):
    with pytest.raises(ValueError, match=says):
        call()
