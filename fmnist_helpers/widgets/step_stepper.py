"""Lesson 8: what `zero_grad`, `backward` and `step` each change."""

import ipywidgets as widgets
import numpy as np
import torch

from fmnist_helpers import plots
from fmnist_helpers.widgets import base

X = torch.tensor([-1.0, 0.0, 1.0, 2.0])
Y = 2 * X + 1  # the best weight is 2, the best bias 1
RANGE = (-2.0, 5.0)


class StepStepper(base.Lab):
    """A model of two parameters, trained by hand: one button for each of the three calls.

    Buttons ``zero_grad``, ``backward``, ``step``, ``reset``; slider ``learning_rate``.
    ``weight`` and ``bias`` are torch parameters, ``records`` what held after each call.
    """

    title = "Step stepper"
    try_this = (
        "click zero_grad, backward, step, in this order, a few times. Reset, and leave out "
        "zero_grad."
    )
    notice = (
        "backward changes only gradients, step only parameters; without zero_grad new gradients "
        "are added to the old."
    )

    def __init__(self):
        super().__init__()
        tip, where = "How far a step goes against the gradient", {"min": 0.01, "max": 1.0}
        self.learning_rate = base.control(
            widgets.FloatSlider, "learning rate", tip, step=0.01, value=0.1, **where
        )
        self.now, self.history, self.surface = (widgets.HTML() for _ in range(3))
        self.zero_grad = self.button("zero_grad", "Forget the gradients", self._zero_grad)
        self.backward = self.button("backward", "Compute the gradients", self._backward)
        self.step = self.button("step", "Change weight and bias", self._step)
        self.reset = self.button("reset", "Begin again", self._reset)
        buttons = base.row([self.zero_grad, self.backward, self.step, self.reset])
        left = [buttons, self.learning_rate, self.now]
        self.show(base.two_columns(left, [self.surface]), self.history)
        self.on_change(self._draw, self.learning_rate)
        self._reset()

    def loss(self) -> torch.Tensor:
        """Mean squared error of ``weight * x + bias`` on four points."""
        return ((self.weight * X + self.bias - Y) ** 2).mean()

    def _reset(self):
        self.weight = torch.tensor(-1.0, requires_grad=True)
        self.bias = torch.tensor(3.0, requires_grad=True)
        self.optimizer = torch.optim.SGD([self.weight, self.bias])
        self.records, self.path = [], [(-1.0, 3.0)]
        self._note("start", "No gradient yet: .grad is None.")

    def _zero_grad(self):
        self.optimizer.zero_grad()
        self._note("zero_grad", "The gradients are gone. The parameters did not move.")

    def _backward(self):
        added = self.weight.grad is not None
        self.loss().backward()
        say = "Gradients were computed. The parameters did not move."
        if added:
            say = "The new gradients were <b>added</b> to the old: zero_grad was skipped."
        self._note("backward", say)

    def _step(self):
        self.optimizer.param_groups[0]["lr"] = self.learning_rate.value
        before, stale = self.loss().item(), self.records[-1]["operation"] != "backward"
        self.optimizer.step()
        self.path.append((self.weight.item(), self.bias.item()))
        say = "The parameters moved against the gradients. The gradients stay as they were."
        if self.weight.grad is None:
            say = "Nothing moved: there is no gradient. Call backward first."
        elif stale:
            say = "A step with an <b>old</b> gradient: backward was skipped."
        elif self.loss().item() > before:
            say = "The step went too far: the loss grew."
        self._note("step", say)

    def _note(self, operation, say):
        grads = [None if p.grad is None else p.grad.item() for p in (self.weight, self.bias)]
        self.records.append(
            {
                "operation": operation,
                "weight": [self.weight.item(), self.bias.item()],
                "gradient": None if grads[0] is None else grads,
                "loss": self.loss().item(),
            }
        )
        self.said = say
        self._draw()

    def _draw(self):
        after = f"After <code>{self.records[-1]['operation']}</code>: {self.said}"
        rate = self.learning_rate.value
        if self.weight.grad is None:
            next_step = "A step now would move nothing."
        else:
            moves = (-rate * p.grad.item() for p in (self.weight, self.bias))
            next_step = "A step now would move weight by {:+.3f}, bias by {:+.3f}.".format(*moves)
        self.now.value = base.status_html(f"<p>{after}<br>{next_step}</p>")
        rows = []
        for record in self.records[-8:]:
            gradient = record["gradient"] or ("None", "None")
            numbers = (*record["weight"], *gradient, record["loss"])
            cells = [v if isinstance(v, str) else f"{v:.3f}" for v in numbers]
            rows.append([record["operation"], *cells])
        head = ("call", "weight", "bias", "weight.grad", "bias.grad", "loss")
        self.history.value = base.table(rows, head, lit=len(rows) - 1)
        where = {"x_range": RANGE, "y_range": RANGE, "names": ("weight", "bias")}
        self.surface.value = plots.svg_paths(surface, {"steps": self.path}, **where)

    def static_figure(self) -> plots.LessonFigure:
        """Weight, gradient and loss after each call so far."""
        return plots.step_trace(self.records, names=("weight", "bias"))


def surface(weight: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """The loss over arrays of weights and biases."""
    return (
        sum((weight * x + bias - y) ** 2 for x, y in zip(X.tolist(), Y.tolist(), strict=True)) / 4
    )
