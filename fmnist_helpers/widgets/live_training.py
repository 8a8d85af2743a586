"""Lesson 10: training that can be watched, steered and stopped while it runs."""

import asyncio
import math
import time

import ipywidgets as widgets
import torch

from fmnist_helpers import plots
from fmnist_helpers.device import device_of, move
from fmnist_helpers.loaders import unpack
from fmnist_helpers.training import mode, predict, train_step
from fmnist_helpers.widgets import base

REDRAW_EVERY = 0.1  # seconds: more often is not seen, and only takes time from training
WATCHED = 500  # validation images behind the accuracy curve
SHOWN = 24  # of them as thumbnails
MEAN_OVER = 25  # steps


class LiveTraining(base.Lab):
    """Start, pause, stop, step; change the learning rate while it runs; see the curves grow.

    The `model` itself is trained, with `optimizer`, until `steps` steps are done in all. Loaders
    are as for ``fit``: `train_loader` begins again when it ends, the first images of `val_loader`
    are predicted over and over. Raises ValueError for fewer than one step or an empty loader.

    Buttons ``start``, ``pause``, ``stop``, ``step``; slider ``learning_rate``. ``done`` counts
    steps, ``losses`` has one number for each. ``task`` is the running training: a cell that must
    wait for it says ``await run.task``. A step is never cut in two, so the model is whole whenever
    training stops.
    """

    title = "Live training"
    try_this = "press Start, then raise the learning rate until the loss explodes."
    notice = "garments still flip between right and wrong (✗) long after the loss looks flat."

    def __init__(self, model, train_loader, val_loader, loss_fn, optimizer, *, steps: int = 1000):
        if steps < 1:
            raise ValueError(f"steps={steps}: expected 1 or more")
        super().__init__()
        self.model, self.loss_fn, self.optimizer = model, loss_fn, optimizer
        self.loader, self.steps = train_loader, steps
        self.images, self.labels = first_images(val_loader, WATCHED)
        self.task, self.batches = None, None
        self.losses, self.accuracies, self.checks = [], [], []
        self.paused, self.stopping, self.flips, self.seconds, self.seen = False, False, 0, 0.0, 0
        tip, rate = "How far each step goes; move it at any time", optimizer.param_groups[0]["lr"]
        self.learning_rate = base.rate_slider(tip, -4, 1, step=0.1, value=rate)
        self.progress = base.control(
            widgets.IntProgress, "progress", "Steps done of all", max=steps
        )
        self.status, self.loss_curve, self.accuracy_curve = (widgets.HTML() for _ in range(3))
        self.sheet = base.sheet()
        self.start = self.button("Start", "Train until all steps are done", self._start)
        self.pause = self.button("Pause", "Wait, or go on", self._pause)
        self.stop = self.button("Stop", "End after the step that is running", self._stop)
        self.step = self.button("Step", "Learn from one batch", self._one_step)
        note = widgets.HTML("<small>Kernel → Interrupt does not end it; Stop does.</small>")
        buttons = base.row([self.start, self.pause, self.stop, self.step])
        left = [buttons, self.learning_rate, self.progress, self.status, self.sheet, note]
        self.show(base.two_columns(left, [self.loss_curve, self.accuracy_curve]))
        self.on_change(self._set_learning_rate, self.learning_rate)
        self.predictions = self._predict()
        self._draw()

    @property
    def done(self) -> int:
        """Steps taken so far."""
        return len(self.losses)

    @property
    def exploded(self) -> bool:
        """Whether the last loss is NaN or infinite: no later step can repair that."""
        return bool(self.losses) and not math.isfinite(self.losses[-1])

    @property
    def running(self) -> bool:
        """Whether training goes on, paused or not."""
        return self.task is not None and not self.task.done()

    def _start(self):
        if self.running:  # a second Start goes on where Pause waits, and trains no second time
            self.paused, self.stopping = False, False
            return
        if self.exploded:
            raise ValueError(f"the loss is {self.losses[-1]}; train a new model at a lower rate")
        if self.done >= self.steps:
            raise ValueError(f"all {self.steps} steps are done; make a new widget to train again")
        self.paused, self.stopping = False, False
        self.task = asyncio.get_running_loop().create_task(self._train())
        self._draw_status()

    def _pause(self):
        self.paused = self.running and not self.paused
        self._draw()

    def _stop(self):
        self.stopping, self.paused = self.running, False
        self._draw()

    def _one_step(self):
        if self.running and not self.paused:
            raise ValueError("training runs by itself; press Pause or Stop to go step by step")
        if self.done < self.steps and not self.exploded:
            self._learn()
        self._check_and_draw()

    def _set_learning_rate(self):
        for group in self.optimizer.param_groups:
            group["lr"] = self.learning_rate.value
        self._draw_status()

    async def _train(self):
        """One step after another, the kernel given back after each, so that clicks come through."""
        drawn = time.perf_counter()
        try:
            while self.done < self.steps and not (self.stopping or self.exploded):
                if self.paused:
                    await asyncio.sleep(0.05)
                    continue
                began = time.perf_counter()
                self._learn()
                self.seconds += time.perf_counter() - began
                if time.perf_counter() - drawn >= REDRAW_EVERY:
                    self._check_and_draw()
                    drawn = time.perf_counter()
                await asyncio.sleep(0)
            self._check_and_draw()
        except Exception as error:
            self.show_error(error)
            raise  # `await run.task` raises it too
        finally:
            self.stopping, self.paused = False, False
            self._draw_status(running=False)

    def _learn(self):
        images, labels = self._next_batch()
        with mode(self.model, train=True):
            loss, logits = train_step(self.model, images, labels, self.loss_fn, self.optimizer)
        self.losses.append(loss.item())
        self.accuracies.append((logits.argmax(dim=1) == labels).double().mean().item())
        self.seen += len(labels)

    def _next_batch(self):
        batch = next(self.batches, None) if self.batches else None
        if batch is None:
            self.batches = iter(self.loader)
            batch = next(self.batches, None)
            if batch is None:
                raise ValueError("the loader returned no batch: is its dataset empty?")
        return move(unpack(batch), device_of(self.model))

    def _predict(self):
        return predict(self.model, self.images).argmax(dim=1)

    def _check_and_draw(self):
        before, self.predictions = self.predictions, self._predict()
        self.flips += int((before != self.predictions)[:SHOWN].sum())
        right = (self.predictions == self.labels).double().mean().item()
        self.checks += [right] * (self.done - len(self.checks))
        self._draw()

    def _draw(self):
        self._draw_status()
        shape = {"window": MEAN_OVER, "start": 1, "x_max": self.steps, "height": 210}
        self.loss_curve.value = plots.svg_curves(
            {f"mean of {MEAN_OVER}": self.losses}, top=3, title="training loss", **shape
        )
        lines = {"training": self.accuracies, "validation": self.checks}
        self.accuracy_curve.value = plots.svg_curves(lines, y="accuracy", title="accuracy", **shape)
        right = (self.predictions == self.labels)[:SHOWN].tolist()
        marks = {i: "wrong" for i, ok in enumerate(right) if not ok}
        self.sheet.value = plots.png_sheet(
            self.images[:SHOWN].clamp(0, 1), columns=8, zoom=1, marks=marks, gap=14
        )

    def _draw_status(self, running=None):
        running = self.running if running is None else running  # a task that ends is not done yet
        self.progress.value = min(self.done, self.steps)
        state = "paused" if self.paused else "running" if running else "stopped"
        state = "stopping" if running and self.stopping else state
        if self.exploded:
            state = "stopped: the loss is nan or infinite"
        rate = f"{self.seen / self.seconds:,.0f} images/s" if self.seconds else "–"
        loss = f"{self.losses[-1]:.3f}" if self.losses else "–"
        self.status.value = base.status_html(
            f"<b>{state}</b>, step {self.done} of {self.steps}, {rate}<br>"
            f"loss of the last batch {loss}<br>"
            f"changed predictions, right or wrong, among the {min(SHOWN, len(self.labels))} images "
            f"below: {self.flips} so far"
        )

    def static_figure(self) -> plots.LessonFigure:
        """The training losses so far; before the first two, the five calls of a step."""
        if self.done < 2:
            return plots.pipeline(plots.TRAINING_STAGES)
        return plots.curves({"training loss": self.losses}, start=1)


def first_images(loader, count) -> tuple[torch.Tensor, torch.Tensor]:
    """The first `count` images and labels of a loader. Raises ValueError if it is empty."""
    parts, found = [], 0
    for batch in loader:
        parts.append(unpack(batch))
        found += len(parts[-1][1])
        if found >= count:
            break
    if not found:
        raise ValueError("val_loader returned no batch: is its dataset empty?")
    images, labels = (torch.cat(column)[:count] for column in zip(*parts, strict=True))
    return images, labels
