"""Lesson 4: what a `DataLoader` cuts a dataset into."""

import ipywidgets as widgets
import torch
from torch.utils.data import DataLoader

from fmnist_helpers import plots
from fmnist_helpers.sources import CLASS_NAMES
from fmnist_helpers.widgets import base
from fmnist_helpers.widgets.samples import pixels_of, targets_of


class BatchViewer(base.Lab):
    """Batch size, shuffle, drop_last, seed: see the batches that a `DataLoader` makes of them.

    The first `limit` images of `dataset` are used, so that a short last batch can be seen.
    Raises ValueError for an empty dataset or a limit below 1.

    Controls ``batch_size``, ``shuffle``, ``drop_last``, ``seed``, ``epoch``, ``batch``.
    ``batches`` holds the positions in the dataset, one list per batch, of the chosen epoch.
    """

    title = "Batch viewer"
    try_this = "turn shuffle on, go from epoch to epoch, then change the batch size and drop_last."
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
        self.sizes, self.balance, self.sheet = widgets.HTML(), widgets.HTML(), base.sheet()
        boxes = base.row([self.shuffle, self.drop_last])
        boxes.layout.margin = "0 0 0 8.8em"  # below the sliders, not below their names
        left = [self.batch_size, boxes, self.seed, self.epoch, self.batch, self.balance]
        self.show(base.two_columns(left, [self.sizes, self.sheet]))
        cut = (self.batch_size, self.shuffle, self.drop_last, self.seed, self.epoch)
        self.on_change(self._load, *cut)
        self.on_change(self._draw, self.batch)
        self._load()

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
        self.sheet.value = plots.png_sheet([self.images[i] for i in places], columns=8, zoom=2)
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
            f"{f', <b>{left_out} left out</b>' if left_out else ''}. Sizes: {sizes}<br>"
            f"Batch {chosen} holds the images {', '.join(map(str, places[:12]))}"
            f"{', …' if len(places) > 12 else ''}"
        )
        counts = torch.bincount(torch.from_numpy(self.targets[places]), minlength=10)
        title, high = f"images of each class in batch {chosen}", max(8, int(counts.max()))
        look = {"form": "{:.0f}", "low": 0, "high": high, "width": 340, "title": title}
        self.balance.value = base.captioned(title, plots.svg_bars(counts, CLASS_NAMES, **look))

    def static_figure(self) -> plots.LessonFigure:
        """The first and the last batch as thumbnails."""
        ends = [0, len(self.batches) - 1] if len(self.batches) > 1 else [0]
        batches = [[self.images[i] for i in self.batches[end]] for end in ends]
        return plots.batch_strip(batches, [f"batch {i}" for i in ends])
