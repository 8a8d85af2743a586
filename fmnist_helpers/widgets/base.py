"""What every widget here shares: its text, controls, static figure, and visible errors."""

import base64
import contextlib
import functools
import os
import re
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

import ipywidgets as widgets

from fmnist_helpers.plots import LessonFigure
from fmnist_helpers.widgets.reopened import with_face

STYLE = f"<style>{Path(__file__).with_suffix('.css').read_text(encoding='utf-8')}</style>"


class Lab(widgets.VBox):
    """A widget with a title, a line that says what to try and notice, and a static figure.

    A subclass sets `title`, `try_this` and `notice`, makes its controls after
    ``super().__init__()``, and hands them to `show`.

    Without a kernel, a page shows `static_figure()`, a figure of ``plots``. An exception in a
    callback is shown in the widget, and raised under ``FMNIST_STRICT=1``.
    """

    title = try_this = notice = ""

    def __init__(self):
        self.updates_held, self.problem = False, widgets.HTML()
        self.words = widgets.HTML(
            f"{STYLE}<div style='max-width:64em;line-height:1.45'><b>{escape(self.title)}</b><br>"
            f"<b>Try:</b> {escape(self.try_this)} <b>Notice:</b> {escape(self.notice)}</div>"
        )
        super().__init__()
        self.add_class("fmnist-lab")

    def show(self, *body) -> None:
        """Put `body` between the text and the place for errors."""
        self.children = (self.words, *body, self.problem)

    def static_figure(self) -> LessonFigure:
        """The figure that a page without a kernel shows."""
        raise NotImplementedError

    def guard(self, function) -> Callable[..., None]:
        """`function`, called without what a control sends, its exceptions shown in the widget."""

        @functools.wraps(function)
        def guarded(*_):
            try:
                function()
            except Exception as error:
                self.show_error(error)
                if os.environ.get("FMNIST_STRICT") == "1":
                    raise
            else:
                self.problem.value = ""

        return guarded

    def show_error(self, error: BaseException) -> None:
        """Tell of `error` below the widget."""
        self.problem.value = alert_html(f"{type(error).__name__}: {error}")

    def on_change(self, function, *controls) -> None:
        """Call `function` whenever the value of one of `controls` changes."""
        for control in controls:
            control.observe(self.guard(lambda: None if self.updates_held else function()), "value")

    @contextlib.contextmanager
    def hold_updates(self) -> Iterator[None]:
        """Inside, controls change without being answered: several of them change at once."""
        self.updates_held = True
        try:
            yield
        finally:
            self.updates_held = False

    def button(self, description, tooltip, function) -> "Button":
        """A button that calls `function` when it is clicked."""
        layout = {"width": "auto", "min_width": "5.5em"}
        return Button(self.guard(function), description=description, tooltip=tooltip, layout=layout)

    def __repr__(self):
        return f"Widget: {self.title}"

    def _repr_mimebundle_(self, **options):
        bundle = super()._repr_mimebundle_(**options)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        figure = self.static_figure()
        data["text/plain"] = f"{self!r}. {figure.alt}"
        png = figure.png()
        data["image/png"] = base64.b64encode(png).decode("ascii")
        alt = f"{self!r}. {figure.description}"
        bundle = data, {**metadata, "image/png": {"alt": alt}}
        return with_face(bundle, lambda: figure.html(png, alt), data["text/plain"])


class Button(widgets.Button):
    """A button whose `click()` raises what its action raises: ipywidgets' own only logs it."""

    def __init__(self, action, **more):
        super().__init__(**more)
        self.action = action

    def click(self) -> None:
        """Do what the button does."""
        self.action()


def control(kind, description, tooltip, *, width="100%", **more) -> widgets.DOMWidget:
    """A control with a label that is not cut off, and a tooltip that says what it is for.

    Screen readers read the label; a mouse sees the tooltip. Only for what has a label: a tooltip on
    an Image of ipywidgets 8.1.9 breaks it in the page.
    """
    style, layout = {"description_width": "8.5em"}, {"width": width, "max_width": "26em"}
    return kind(description=description, tooltip=tooltip, style=style, layout=layout, **more)


def checkbox(name, tooltip, **more) -> widgets.Checkbox:
    """A checkbox with its label beside it."""
    return control(widgets.Checkbox, name, tooltip, indent=False, **more)


def dropdown(name, tooltip, options, **more) -> widgets.Dropdown:
    """A list to choose one of `options` from."""
    return control(widgets.Dropdown, name, tooltip, options=options, **more)


def slider(name, tooltip, low, high, value, **more) -> widgets.IntSlider:
    """A slider of whole numbers."""
    return control(widgets.IntSlider, name, tooltip, min=low, max=high, value=value, **more)


def rate_slider(tooltip, low, high, **more) -> widgets.FloatLogSlider:
    """A slider for a learning rate, from ten to the power of `low` to that of `high`."""
    more |= {"base": 10, "min": low, "max": high, "readout_format": ".4f"}
    return control(widgets.FloatLogSlider, "learning rate", tooltip, **more)


def two_columns(controls, shown) -> widgets.HBox:
    """Controls on the left, what they change on the right; one below the other on a narrow page.

    The right side keeps its place: a picture that changes its size must not push the controls away
    from under the mouse.
    """
    left = widgets.VBox(controls, layout={"width": "27em", "flex": "0 0 auto"})
    right = widgets.VBox(shown, layout={"flex": "1 1 24em", "min_width": "20em"})
    return row([left, right])


def sheet() -> widgets.Image:
    """An empty picture for PNG bytes that is shown pixel for pixel, not stretched to its place."""
    return widgets.Image(format="png", layout={"align_self": "flex-start", "max_width": "100%"})


def row(children) -> widgets.HBox:
    """Children in a line that wraps."""
    return widgets.HBox(children, layout={"flex_flow": "row wrap"})


def status_html(text: str) -> str:
    """HTML `text` as a line that a screen reader reads out when it changes."""
    return f"<div role='status' style='line-height:1.5;max-width:60em'>{text}</div>"


def alert_html(text: str) -> str:
    """Plain `text` as HTML that a screen reader reads out at once."""
    style = "border-left:4px solid #D55E00;padding:4px 10px;margin-top:6px;max-width:64em"
    return f"<div role='alert' style='{style}'>{escape(text)}</div>"


def captioned(title: str, drawing: str) -> str:
    """A drawing below its title, for eyes as well as for screen readers."""
    said = escape(title[:1].upper() + title[1:])
    return f"<div style='line-height:1.5;margin-top:6px'>{said}:</div>{drawing}"


def table(rows, head=(), *, lit=None) -> str:
    """Rows of cells as an HTML table; the row `lit` is bold with a bar before it.

    Cells are escaped; columns that hold numbers stand to the right.
    """
    is_number = re.compile(r"[-−+]?\d+(\.\d+)?").fullmatch
    sides = ["left"] * len(head)
    if rows:
        columns = zip(*rows, strict=True)
        sides = ["right" if any(is_number(str(c)) for c in cells) else "left" for cells in columns]

    def line(tag, cells, style=""):
        look = "padding:2px 12px 2px 6px;text-align"
        inner = "".join(
            f"<{tag} style='{look}:{side}'>{escape(str(cell))}</{tag.split()[0]}>"
            for side, cell in zip(sides, cells, strict=True)
        )
        return f"<tr style='{style}'>{inner}</tr>"

    lines = [line("th scope='col'", head)] if head else []
    bold = "font-weight:bold;box-shadow:inset 3px 0 #0072B2"
    lines += [line("td", cells, bold if i == lit else "") for i, cells in enumerate(rows)]
    style = "border-collapse:collapse;line-height:1.5;font-variant-numeric:tabular-nums"
    return f"<table style='{style}'>{''.join(lines)}</table>"
