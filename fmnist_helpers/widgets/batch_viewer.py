"""Lesson 4: what a `DataLoader` cuts a dataset into."""

import base64

import ipywidgets as widgets
import torch
from torch.utils.data import DataLoader

from fmnist_helpers import plots
from fmnist_helpers.loaders import unpack
from fmnist_helpers.sources import CLASS_NAMES
from fmnist_helpers.widgets import base
from fmnist_helpers.widgets.clickable import Clickable
from fmnist_helpers.widgets.samples import pixels_of, targets_of

SHEET = 10  # images in a row of the picture that holds all of them
STAGES = {  # in the order in which a loader goes through them
    "indices": "The sampler chooses positions in the dataset",
    "samples": "dataset[i] fetches each of them",
    "stack": "collate stacks them along a new first dimension",
}


class BatchViewer(base.Lab):
    """Batch size, shuffle, drop_last, seed: see how a `DataLoader` makes batches of them.

    The first `limit` images of `dataset` are used, so that a short last batch can be seen.
    Raises ValueError for an empty dataset or a limit below 1.

    Controls ``batch_size``, ``shuffle``, ``drop_last``, ``seed``, ``epoch``, ``batch``, ``stages``
    (``picked`` is "indices", "samples" or "stack").
    ``batches`` holds the positions in the dataset, one list per batch, of the chosen epoch.
    """

    title = "Batch viewer"
    try_this = (
        "click 1, 2, 3 to see a batch being made. Turn shuffle on, go from epoch to epoch, then "
        "change the batch size and drop_last."
    )
    notice = (
        "an epoch shows each image once; a shuffled one has another order every time; the last "
        "batch is short unless it is dropped."
    )

    def __init__(self, dataset, *, limit: int = 100):
        if limit < 1:
            raise ValueError(f"limit={limit}: expected 1 or more images")
        super().__init__()
        self.targets = targets_of(dataset)[:limit]
        self.images = [pixels_of(dataset[i]) for i in range(len(self.targets))]
        count = len(self.images)
        most, size = min(64, count), min(16, count)
        self.batch_size = base.slider("batch_size", "Images per batch", 1, most, size)
        self.shuffle = base.checkbox("shuffle", "A new order in every epoch", width="8em")
        self.drop_last = base.checkbox("drop_last", "Leave out a short last batch", width="8em")
        self.seed = base.control(
            widgets.BoundedIntText, "seed", "Where the shuffling starts", max=9999
        )
        self.epoch = base.slider("epoch", "Which pass over the data", 1, 5, 1)
        self.batch = base.slider("batch", "Which batch of the epoch to see", 0, 0, 0)
        self.sizes, self.balance = widgets.HTML(), widgets.HTML()
        self.stages = Clickable(label="How a batch is made", picked="indices")
        self.stages.add_class(f"fmnist-{self.model_id}")
        self.image = shape_and_dtype(unpack(dataset[0])[0])
        boxes = base.row([self.shuffle, self.drop_last])
        boxes.layout.margin = "0 0 0 8.8em"  # below the sliders, not below their names
        left = [self.batch_size, boxes, self.seed, self.epoch, self.batch]
        right = [self.sizes, self.stages, self._sprites()]
        self.show(base.two_columns(left, right), self.balance)
        self.stages.observe(self.guard(self._draw_stages), "picked")
        cut = (self.batch_size, self.shuffle, self.drop_last, self.seed, self.epoch)
        self.on_change(self._load, *cut)
        self.on_change(self._draw, self.batch)
        self._load()

    def _sprites(self) -> widgets.HTML:
        """A style sheet with all images in one picture, sent once: a thumbnail is a cut of it."""
        png = plots.png_sheet(self.images, columns=SHEET, zoom=1, gap=0)
        url = f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"
        rows = -(-len(self.images) // SHEET)
        columns = min(SHEET, len(self.images))
        self.grid = columns, rows
        look = f"background-image:url({url});background-size:{100 * columns}% {100 * rows}%"
        return widgets.HTML(
            f"<style>.fmnist-{self.model_id} i {{{look}}}</style>", layout={"display": "none"}
        )

    def _thumb(self, place, attribute) -> str:
        """The image at a place: `attribute` makes it move from its home."""
        row, column = divmod(place, self.grid[0])
        x, y = (100 * at / max(1, n - 1) for at, n in zip((column, row), self.grid, strict=True))
        return f"<i {attribute}='{place}' style='background-position:{x:.4g}% {y:.4g}%'></i>"

    def _load(self):
        """Let a DataLoader cut the positions 0, 1, 2 … just as it would cut the images."""
        self.loader = DataLoader(
            range(len(self.images)),
            batch_size=self.batch_size.value,
            shuffle=self.shuffle.value,
            drop_last=self.drop_last.value,
            generator=torch.Generator().manual_seed(self.seed.value),
        )
        for _ in range(self.epoch.value):
            self.batches = [batch.tolist() for batch in self.loader]
        with self.hold_updates():
            self.batch.max = len(self.batches) - 1  # and a larger value comes down to it
        self.seed.disabled = not self.shuffle.value
        self._draw()

    def _draw(self):
        chosen = self.batch.value
        places = self.batches[chosen]
        self._draw_stages()
        seen = sum(map(len, self.batches))
        sizes = " ".join(
            f"<b>[{len(batch)}]</b>" if i == chosen else str(len(batch))
            for i, batch in enumerate(self.batches)
            if i < 8 or i in (chosen, len(self.batches) - 1)
        )
        sizes += " (not all are listed)" if len(self.batches) > 9 else ""
        left_out = len(self.images) - seen
        self.sizes.value = base.status_html(
            f"Epoch {self.epoch.value}: {len(self.batches)} batches, {seen} images"
            f"{f', <b>{left_out} left out</b>' if left_out else ''}. Sizes: {sizes}"
        )
        counts = torch.bincount(torch.from_numpy(self.targets[places]), minlength=10)
        title, high = f"images of each class in batch {chosen}", max(8, int(counts.max()))
        look = {"form": "{:.0f}", "low": 0, "high": high, "width": 340, "title": title}
        self.balance.value = base.captioned(title, plots.svg_bars(counts, CLASS_NAMES, **look))

    def _draw_stages(self):
        stage = self.stages.picked
        places = self.batches[self.batch.value]
        steps = " → ".join(
            f"<button data-pick='{name}' title='{tip}'>{number}. {name}</button>"
            for number, (name, tip) in enumerate(STAGES.items(), start=1)
        )
        chosen = set(places)
        dataset = "".join(
            f"<span class='{'lit' if place in chosen else ''}'>{self._thumb(place, 'data-home')}"
            "</span>"
            for place in range(len(self.images))
        )
        made = f"<code>{places}</code>"
        if stage != "indices":
            made = "".join(
                f"<figure>{self._thumb(place, 'data-move')}<figcaption>{place}<br>"
                f"<b>{self.targets[place]}</b></figcaption></figure>"
                for place in places
            )
        after = {
            "indices": "a list of positions",
            "samples": "a list of pairs: an image and its label",
            "stack": self._shapes(places),
        }
        self.stages.html = (
            f"<div class='fmnist-stages {stage}'><div>{steps}</div><p>{STAGES[stage]}:</p>"
            f"<div class='dataset'>{dataset}</div><div class='made'>{made}</div>"
            f"<p>{after[stage]}</p></div>"
        )

    def _shapes(self, places) -> str:
        shape, dtype = self.image
        images = ", ".join(map(str, (len(places), *shape)))
        return (
            f"<code>images</code>: {dtype} ({images}), <code>labels</code>: int64 ({len(places)},)"
        )

    def static_figure(self) -> plots.LessonFigure:
        """The first and the last batch as thumbnails."""
        ends = [0, len(self.batches) - 1] if len(self.batches) > 1 else [0]
        batches = [[self.images[i] for i in self.batches[end]] for end in ends]
        return plots.batch_strip(batches, [f"batch {i}" for i in ends])


def shape_and_dtype(image) -> tuple[tuple[int, ...], str]:
    """Of an image as a dataset returns it; of a picture, what ToTensor makes of it."""
    if isinstance(image, torch.Tensor):
        return tuple(image.shape), str(image.dtype).removeprefix("torch.")
    height, width = plots.as_image(image).shape[:2]
    return (1, height, width), "float32"
