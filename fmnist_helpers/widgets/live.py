"""Lesson 10: training that can be watched, steered and stopped while it runs."""

import asyncio
import time

import ipywidgets as widgets
import numpy as np
import torch

from fmnist_helpers import plots
from fmnist_helpers.device import device_of, move
from fmnist_helpers.loaders import unpack
from fmnist_helpers.plots.learning import smoothed
from fmnist_helpers.training import train_step
from fmnist_helpers.widgets._lab import Lab, beside, control, row, says, sheet

REDRAW_EVERY = 0.1  # seconds: more often is not seen, and only takes time from training
WATCHED = 500  # validation images behind the accuracy curve
SHOWN = 24  # of them as thumbnails
MEAN_OVER = 25  # steps


def live_training(
    model, train_loader, val_loader, loss_fn, optimizer, *, steps=1000
) -> "LiveTraining":
    """Start, pause, stop, step; change the learning rate while it runs; see the curves grow.

    The `model` itself is trained, with `optimizer`, until `steps` steps are done in all. Loaders
    are as for ``fit``: `train_loader` begins again when it ends, the first images of `val_loader`
    are predicted over and over. Raises ValueError for fewer than one step or an empty loader.
    """
    if steps < 1:
        raise ValueError(f"steps={steps}: expected 1 or more")
    return LiveTraining(model, train_loader, val_loader, loss_fn, optimizer, steps)


class LiveTraining(Lab):
    """Buttons ``start``, ``pause``, ``stop``, ``step``; slider ``learning_rate``.

    ``done`` counts steps, ``losses`` has one number for each. ``task`` is the running training: a
    cell that must wait for it says ``await run.task``. A step is never cut in two, so the model is
    whole whenever training stops.
    """

    def __init__(self, model, train_loader, val_loader, loss_fn, optimizer, steps):
        self.model, self.loss_fn, self.optimizer = model, loss_fn, optimizer
        self.loader, self.steps = train_loader, steps
        self.images, self.labels = first_images(val_loader, WATCHED)
        self.task, self.batches = None, None
        self.losses, self.accuracies, self.checks = [], [], []
        self.paused, self.stopping, self.flips, self.seconds, self.seen = False, False, 0, 0.0, 0
        self.learning_rate = control(
            widgets.FloatLogSlider, "learning rate", "How far each step goes; move it at any time",
            base=10, min=-4, max=1, step=0.1, value=optimizer.param_groups[0]["lr"],
            readout_format=".4f",
        )  # fmt: skip
        self.progress = control(
            widgets.IntProgress, "progress", "Steps done of all", min=0, max=steps
        )
        self.status, self.loss_curve, self.accuracy_curve = (widgets.HTML() for _ in range(3))
        self.sheet = sheet()
        super().__init__(
            "Live training",
            "press Start, then raise the learning rate until the loss explodes.",
            "which garments flip between right and wrong (✗), long after the loss looks flat.",
            [],
        )
        self.start = self.button("Start", "Train until all steps are done", self._start)
        self.pause = self.button("Pause", "Wait, or go on", self._pause)
        self.stop = self.button("Stop", "End after the step that is running", self._stop)
        self.step = self.button("Step", "Learn from one batch", self._one_step)
        note = widgets.HTML("<small>Kernel → Interrupt does not end it; Stop does.</small>")
        buttons = row([self.start, self.pause, self.stop, self.step])
        left = [buttons, self.learning_rate, self.progress, self.status, self.sheet, note]
        self.children = (
            self.words,
            beside(left, [self.loss_curve, self.accuracy_curve]),
            self.problem,
        )
        self.on_change(self._set_learning_rate, self.learning_rate)
        self.predictions = self._predict()
        self.draw()

    @property
    def done(self) -> int:
        """Steps taken so far."""
        return len(self.losses)

    @property
    def running(self) -> bool:
        """Whether training goes on, paused or not."""
        return self.task is not None and not self.task.done()

    def _start(self):
        if self.running:  # a second Start goes on where Pause waits, and trains no second time
            self.paused, self.stopping = False, False
            return
        if self.done >= self.steps:
            raise ValueError(f"all {self.steps} steps are done; make a new widget to train again")
        self.paused, self.stopping = False, False
        self.task = asyncio.get_running_loop().create_task(self._train())

    def _pause(self):
        self.paused = self.running and not self.paused
        self.draw()

    def _stop(self):
        self.stopping, self.paused = self.running, False
        self.draw()

    def _one_step(self):
        if self.running and not self.paused:
            raise ValueError("training runs by itself; press Pause or Stop to go step by step")
        if self.done < self.steps:
            self._learn()
        self._check_and_draw()

    def _set_learning_rate(self):
        for group in self.optimizer.param_groups:
            group["lr"] = self.learning_rate.value
        self.draw_status()

    async def _train(self):
        """One step after another, the kernel given back after each, so that clicks come through."""
        drawn = time.perf_counter()
        try:
            while self.done < self.steps and not self.stopping:
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
            self.draw_status(running=False)

    def _learn(self):
        images, labels = self._next_batch()
        training = self.model.training
        self.model.train()
        try:
            loss, logits = train_step(self.model, images, labels, self.loss_fn, self.optimizer)
        finally:
            self.model.train(training)
        self.losses.append(loss.item())
        self.accuracies.append((logits.argmax(dim=1) == labels).double().mean().item())
        self.seen += len(labels)

    def _next_batch(self):
        batch = next(self.batches, None) if self.batches is not None else None
        if batch is None:
            self.batches = iter(self.loader)
            batch = next(self.batches, None)
            if batch is None:
                raise ValueError("the loader gave no batch: is its dataset empty?")
        return move(unpack(batch), device_of(self.model))

    @torch.inference_mode()
    def _predict(self):
        training = self.model.training
        self.model.eval()
        try:
            return self.model(self.images).argmax(dim=1)
        finally:
            self.model.train(training)

    def _check_and_draw(self):
        before, self.predictions = self.predictions, self._predict()
        shown = slice(0, SHOWN)
        self.flips += int((before[shown] != self.predictions[shown]).sum())
        right = (self.predictions == self.labels).double().mean().item()
        self.checks += [right] * (self.done - len(self.checks))
        self.draw()

    def draw(self):
        self.draw_status()
        if self.done:
            mean = {f"mean of {MEAN_OVER}": running_mean(self.losses)}
            self.loss_curve.value = plots.svg_curves(
                mean, start=1, top=3, x_max=self.steps, height=210, title="training loss"
            )
            curves = {"training": running_mean(self.accuracies), "validation": self.checks}
        else:
            self.loss_curve.value = plots.svg_curves(
                {"loss": []}, start=1, x_max=self.steps, height=210
            )
            curves = {"training": [], "validation": []}
        self.accuracy_curve.value = plots.svg_curves(
            curves, y="accuracy", start=1, x_max=self.steps, height=210, title="accuracy"
        )
        right = (self.predictions == self.labels)[:SHOWN].tolist()
        marks = {i: "wrong" for i, ok in enumerate(right) if not ok}
        self.sheet.value = plots.png_sheet(
            self.images[:SHOWN].cpu().clamp(0, 1), columns=8, zoom=1, marks=marks, gap=14
        )

    def draw_status(self, running=None):
        running = self.running if running is None else running  # a task that ends is not done yet
        self.progress.value = min(self.done, self.steps)
        state = "paused" if self.paused else "running" if running else "stopped"
        state = "stopping" if running and self.stopping else state
        rate = f"{self.seen / self.seconds:,.0f} images/s" if self.seconds else "–"
        loss = f"{self.losses[-1]:.3f}" if self.losses else "–"
        self.status.value = says(
            f"<b>{state}</b>, step {self.done} of {self.steps}, {rate}<br>"
            f"loss of the last batch {loss}<br>"
            f"flipped predictions among the {min(SHOWN, len(self.labels))} below: {self.flips}"
        )

    def face(self):
        if self.done < 2:
            return plots.pipeline(plots.TRAINING_STAGES)
        return plots.curves({"training loss": self.losses}, start=1)


def first_images(loader, count):
    """The first `count` images and labels of a loader. Raises ValueError where it is empty."""
    parts, found = [], 0
    for batch in loader:
        parts.append(unpack(batch))
        found += len(parts[-1][1])
        if found >= count:
            break
    if not found:
        raise ValueError("val_loader gave no batch: is its dataset empty?")
    images, labels = (torch.cat(column)[:count] for column in zip(*parts, strict=True))
    return images, labels


def running_mean(values, window=MEAN_OVER):
    """The mean of each value and up to `window` - 1 before it; NaN from where a loss exploded."""
    values = np.asarray(values, dtype=float)
    finite = np.isfinite(values)
    stop = len(values) if finite.all() else int(np.argmin(finite))
    return np.append(smoothed(values[:stop], window), np.full(len(values) - stop, np.nan))
