"""Lesson 3: a table of labels as text, and what each way of reading it makes of it."""

import tempfile
import textwrap
from pathlib import Path

import ipywidgets as widgets
from PIL import Image

from fmnist_helpers import plots
from fmnist_helpers.datasets import CustomImageDataset
from fmnist_helpers.widgets import base

NAMES = ("tshirt1.png", "tshirt2.png", "trouser1.png", "ankleboot999.png")
EXAMPLES = {  # what a person may find, or write
    "as it should be": "tshirt1.png, 0\ntshirt2.png, 0\ntrouser1.png, 1\nankleboot999.png, 9\n",
    "with a header line": "file,label\ntshirt1.png,0\ntrouser1.png,1\n",
    "a word for a label": "tshirt1.png, 0\ntrouser1.png, trouser\n",
    "a name that is not there": "tshirt1.png, 0\ntrousers1.png, 1\n",
    "semicolons and a blank line": "tshirt1.png;0\n\ntrouser1.png;1\n",
    "a label forgotten": "tshirt1.png, 0\ntrouser1.png,\n",
    "empty": "",
}


class AnnotationDoctor(base.Lab):
    """Edit a small ``labels.csv``; see which rows are read, which is eaten, what an error says.

    Controls ``text`` and ``example``. ``rows`` are what ``CustomImageDataset`` reads, pairs of a
    name and a label, and ``error`` is what it says instead; ``eaten`` is the line that
    ``pd.read_csv`` takes for a header.
    """

    title = "Annotation doctor"
    try_this = "choose an example, or change a line of the table."
    notice = (
        "pd.read_csv takes the first line for a header, so a table without one silently loses "
        "its first image."
    )

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.img_dir = Path(self.folder.name, "images")
        self.img_dir.mkdir()
        for name in NAMES:
            Image.new("L", (28, 28)).save(self.img_dir / name)
        self.example = base.dropdown("example", "A table to begin with", list(EXAMPLES))
        tip, first = "The table, a line for each image", EXAMPLES[self.example.value]
        self.text = base.control(widgets.Textarea, "labels.csv", tip, value=first, rows=8)
        there = widgets.HTML(
            f"<small>In the folder of images: {', '.join(NAMES)}</small>",
            layout={"margin": "0 0 0 9.4em"},
        )
        self.by_dataset, self.by_pandas, self.without_header = (widgets.HTML() for _ in range(3))
        self.show(
            base.two_columns([self.example, self.text, there], [self.by_dataset]),
            base.row([self.by_pandas, self.without_header]),
        )
        self.on_change(self._load_example, self.example)
        self.on_change(self._read, self.text)
        self._read()

    def _load_example(self):
        self.text.value = EXAMPLES[self.example.value]

    def _read(self):
        file = Path(self.folder.name, "labels.csv")
        file.write_text(self.text.value, encoding="utf-8")
        self._read_as_dataset(file)
        self.eaten, self.with_header = "", self._read_with_pandas(file)
        if not isinstance(self.with_header, str):
            self.eaten = ",".join(map(str, self.with_header.columns))
        self.by_pandas.value = _card("pd.read_csv(file)", self.with_header, header=True)
        shown = self._read_with_pandas(file, header=None)
        self.without_header.value = _card("pd.read_csv(file, header=None)", shown)

    def _read_as_dataset(self, file):
        self.rows, self.error = [], ""
        try:
            dataset = CustomImageDataset(file, self.img_dir)
        except (ValueError, OSError) as error:  # to show it is what this widget is for
            self.error = str(error).replace(f"{self.folder.name}/", "")
        else:
            self.rows = list(zip(dataset.names, dataset.targets.tolist(), strict=True))
        call = "<b><code>CustomImageDataset(file, img_dir)</code></b>"
        if self.error:
            said, found = f"{call} refuses:<br>", base.table([[self.error]])
        else:
            said = f"{call} reads {_count(self.rows, 'image')}:"
            found = base.table(self.rows, ("name", "label"))
        self.by_dataset.value = base.status_html(said) + found

    def _read_with_pandas(self, file, **options):
        import pandas as pd  # here: 33 MB that no other widget needs

        try:
            return pd.read_csv(file, **options)
        except ValueError as error:  # pandas' own errors are ValueErrors
            return f"{type(error).__name__}: {error}".replace(f"{self.folder.name}/", "")

    def static_figure(self) -> plots.LessonFigure:
        """The table, and both readings of it."""
        rows = "\n".join(f"{name}  {label}" for name, label in self.rows)
        frame = self.with_header
        if not isinstance(frame, str):
            frame = f"rows: {len(frame)}\nheader: {self.eaten}"
        dataset = "\n".join(textwrap.wrap(self.error, 48)) or f"images: {len(self.rows)}\n{rows}"
        return plots.text_panels(
            {
                "labels.csv": self.text.value,
                "pd.read_csv(file)": frame,
                "CustomImageDataset(file, img_dir)": dataset,
            }
        )


def _card(call, shown, *, header=False) -> str:
    """What a call of pandas gave: its rows, with the line that became the header, or its error."""
    if isinstance(shown, str):
        body = base.table([[shown]])
    else:
        body = base.table(shown.astype(object).values.tolist(), list(map(repr, shown.columns)))
        say = "its first line became the header" if header else "no line is a header"
        call = f"{call}</code> reads {_count(shown, 'row')}; {say}<code>"
    return f"<div style='margin:10px 32px 0 0'><code>{call}</code>{body}</div>"


def _count(things, name) -> str:
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"
