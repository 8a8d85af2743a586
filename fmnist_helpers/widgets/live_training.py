"""Lesson 10: training that can be watched, steered and stopped while it runs."""

import asyncio
import copy
import math
import threading
import time
from collections.abc import Callable

import ipywidgets as widgets
import numpy as np
import torch

from fmnist_helpers import plots
from fmnist_helpers.device import device_of, move
from fmnist_helpers.loaders import unpack
from fmnist_helpers.training import mode, predict, train_step
from fmnist_helpers.widgets import base
from fmnist_helpers.widgets.curves import Curves

REDRAW_EVERY = 0.1  # seconds: more often is not seen, and only takes time from training
ANSWER_EVERY = 0.01  # seconds: as often the kernel looks whether a button was pressed
PATIENCE = 0.3  # seconds until a page hears that its click has to wait
SHARE = 5  # at most one part in so many of the time goes into drawing
WATCHED = 250  # validation images behind the accuracy curve
SHOWN = 24  # of them as thumbnails
MEAN_OVER = 25  # steps
UNITS = 16  # of the first layer, whose weights are shown
MORE, LESS = (np.reshape(rgb, (3, 1, 1)) for rgb in ((86, 180, 233), (230, 159, 0)))  # on black
EXPLODED = (
    "The loss is no number any longer: a step was so long that the weights left all bounds, and "
    "no smaller learning rate brings them back. Press <b>Reset</b>, then <b>Start</b>, and stay "
    "below this rate."
)


class LiveTraining(base.Lab):
    """Start, pause, step, reset; change the learning rate while it runs; see the curves grow.

    The `model` itself is trained, with `optimizer`, until `steps` steps are done in all. Loaders
    are as for ``fit``: `train_loader` begins again when it ends, the first images of `val_loader`
    are predicted over and over. Raises ValueError for fewer than one step or an empty loader.

    Buttons ``start`` (which is also Pause), ``step``, ``reset``; slider ``learning_rate``. ``done``
    counts steps, ``losses`` has one number for each. ``running`` says whether training goes on;
    ``task`` is that training, and a cell that must wait for it says ``await run.task``. A step is
    never cut in two, so the model is whole whenever training pauses. ``reset`` puts model and
    optimizer back to what they were when the widget was made.
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
        self.task, self.running = None, False
        self.loop, self.lock = running_loop(), threading.Lock()
        self.images, self.labels = first_images(val_loader, WATCHED)
        self.begin = copy.deepcopy((model.state_dict(), optimizer.state_dict()))
        tip, rate = "How far each step goes; move it at any time", optimizer.param_groups[0]["lr"]
        self.learning_rate = base.rate_slider(tip, -4, 1, step=0.1, value=rate)
        self.status, self.caption = widgets.HTML(), widgets.HTML()
        self.loss_curve, self.accuracy_curve = Curves(), Curves()
        self.sheet, self.weights = base.sheet(), base.sheet()
        self.start = self.button("Start", "Train; press again to pause", self._start_or_pause)
        self.step = self.button("Step", "Learn from one batch", self._one_step)
        self.reset = self.button("Reset", "Back to the untrained model", self._reset)
        note = widgets.HTML("<small>Kernel → Interrupt does not end it; Pause does.</small>")
        buttons = base.row([self.start, self.step, self.reset])
        left = [buttons, self.learning_rate, self.status, note]
        pictures = [widgets.VBox([self.caption, self.sheet])]
        self.first = first_weights(model)
        if self.first is not None:
            said = f"What the first {UNITS} units learned, pixel by pixel: blue more, orange less"
            pictures.append(widgets.VBox([widgets.HTML(said), self.weights]))
        curves = [self.loss_curve, self.accuracy_curve]
        self.show(base.two_columns(left, curves), base.row(pictures))
        self.on_change(self._set_learning_rate, self.learning_rate)
        self._forget()

    def _forget(self):
        self.batches, self.pausing, self.seconds, self.seen = None, False, 0.0, 0
        self.losses, self.accuracies, self.checks = [], [], []
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

    def guard(self, function: Callable[[], None]) -> Callable[..., None]:
        """As in every widget, but done by the loop that also runs the cells.

        JupyterLab lets another thread answer the page, so that it isn't kept waiting. A model that
        two threads train at once is no good: here that thread only passes on what was asked.
        """
        guarded = super().guard(function)

        def hand_over(*_):
            if self.loop is None or self.loop is running_loop():
                guarded()
                return
            taken = threading.Event()

            def take():
                with self.lock:
                    taken.set()
                guarded()

            self.loop.call_soon_threadsafe(take)
            if not taken.wait(PATIENCE):
                with self.lock:  # not after what was asked is done
                    if not taken.is_set():
                        self._draw_status("waiting for other cells")

        return hand_over

    def _start_or_pause(self):
        if self.running:
            self.pausing = not self.pausing  # pressed again before it has paused: go on
            self._draw_status()
            return
        if self.exploded:
            raise ValueError(f"the loss is {self.losses[-1]}; press Reset and take a lower rate")
        if self.done >= self.steps:
            raise ValueError(f"all {self.steps} steps are done; press Reset to train again")
        self.pausing, self.running = False, True
        self.task = asyncio.get_running_loop().create_task(self._train())
        self._draw_status()

    def _one_step(self):
        if self.running:
            raise ValueError("training runs by itself; press Pause to go step by step")
        if self.done < self.steps and not self.exploded:
            self._learn()
        self._check_and_draw()

    def _reset(self):
        if self.running:
            self.task.cancel()  # it waits between two steps while this runs
            self.task, self.running = None, False
        weights, state = copy.deepcopy(self.begin)
        self.model.load_state_dict(weights)
        self.optimizer.load_state_dict(state)
        self.learning_rate.value = self.optimizer.param_groups[0]["lr"]
        self.problem.value = ""
        self._forget()

    def _set_learning_rate(self):
        for group in self.optimizer.param_groups:
            group["lr"] = self.learning_rate.value
        self._draw_status()

    async def _train(self):
        """One step after another, the kernel given back in between, so that clicks come through."""
        answered, due = 0.0, time.perf_counter() + REDRAW_EVERY
        try:
            while self.done < self.steps and not (self.pausing or self.exploded):
                began = time.perf_counter()
                self._learn()
                self.seconds += time.perf_counter() - began
                if (began := time.perf_counter()) >= due:
                    self._check_and_draw()
                    now = time.perf_counter()
                    due = now + max(REDRAW_EVERY - (now - began), (SHARE - 1) * (now - began))
                if time.perf_counter() - answered >= ANSWER_EVERY:
                    await asyncio.sleep(0)
                    answered = time.perf_counter()
            self.pausing = self.running = False  # before the page says so: a cell may ask at once
            self._check_and_draw()
        except Exception as error:
            self.running = False
            self.show_error(error)
            self._draw_status()
            raise  # `await run.task` raises it too

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
        self.predictions = self._predict()
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
        self.caption.value = f"{sum(right)} of {len(right)} validation images right"
        self.sheet.value = plots.png_sheet(
            self.images[:SHOWN].clamp(0, 1), columns=8, zoom=1, marks=marks, gap=14
        )
        if self.first is not None:
            change = first_weights(self.model) - self.first
            zoom = max(1, 56 // change.shape[-1])
            self.weights.value = plots.png_sheet(signed_pixels(change), zoom=zoom)

    def _draw_status(self, instead=None):
        self.start.description = "Pause" if self.running and not self.pausing else "Start"
        self.start.disabled = not self.running and (self.exploded or self.done >= self.steps)
        self.step.disabled = self.running or self.start.disabled
        state = "running" if self.running else "paused" if self.done else "ready"
        state = "pausing" if self.running and self.pausing else state
        state = "finished" if self.done >= self.steps else state
        state = "stopped: the loss is nan or infinite" if self.exploded else state
        rate = f"{self.seen / self.seconds:,.0f} images/s" if self.seconds else "–"
        loss = f"{self.losses[-1]:.3f}" if self.losses else "–"
        self.status.value = base.status_html(
            f"<b>{instead or state}</b>, step {self.done} of {self.steps}, {rate}<br>"
            f"{EXPLODED if self.exploded else f'loss of the last batch {loss}'}"
        )

    def static_figure(self) -> plots.LessonFigure:
        """The training losses so far; before the first two, the five calls of a step."""
        if self.done < 2:
            return plots.pipeline(plots.TRAINING_STAGES)
        return plots.curves({"training loss": self.losses}, start=1)


def running_loop() -> asyncio.AbstractEventLoop | None:
    """The loop that this is called from, if there is one; a kernel's cells run in one."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


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


def first_weights(model) -> np.ndarray | None:
    """The weights of the first units as pictures, (N, H, W); None for weights that are none."""
    parameter = next((p for p in model.parameters() if p.dim() > 1), None)
    if parameter is None or (parameter.dim() == 2 and parameter.shape[1] != 28 * 28):
        return None
    weights = parameter.detach()[:UNITS].float().cpu().numpy().copy()  # not its memory
    return weights.reshape(len(weights), 28, 28) if weights.ndim == 2 else weights[:, 0]


def signed_pixels(weights: np.ndarray) -> list[np.ndarray]:
    """Each picture as uint8 (3, H, W): black for 0, blue above, orange below, by its largest."""
    most = np.abs(weights).max(axis=(1, 2), keepdims=True)
    strength = np.nan_to_num(weights / np.maximum(most, 1e-9))[:, None]
    return [*(np.abs(strength) * np.where(strength > 0, MORE, LESS)).astype(np.uint8)]
