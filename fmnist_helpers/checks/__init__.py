"""What tells a learner whether an answer is right, and why not.

A check takes the answer, prints its verdict and returns it; it never raises for a learner. With
``FMNIST_STRICT=1`` a wrong answer raises AssertionError, with ``FMNIST_STRICT=grade`` an untouched
stub too. Checks try an answer on fresh inputs, in a temporary folder, for twenty seconds at most.

``sample(dataset)`` and ``batch(batch)`` serve for a learner's own data as well.
"""

from fmnist_helpers.checks._data import (
    GETITEM_LINES,
    as_batch,
    class_mean,
    getitem_order,
    invert,
    loader,
    numbers_in_image,
    read_table,
    sneaker,
    steps,
    test_loader,
    to_float,
)
from fmnist_helpers.checks._files import best_epoch, restore
from fmnist_helpers.checks._learning import (
    STEP_LINES,
    forward,
    labels,
    learning_rate,
    loss,
    move_images,
    step,
    step_order,
)
from fmnist_helpers.checks._own import batch, sample
from fmnist_helpers.checks._results import (
    choose,
    diagnose,
    mean_loss,
    noise_answers,
    recall,
    test_loop,
)
from fmnist_helpers.checks._scale import fetch, part, reading_hours, scaled_rate

__all__ = [
    "GETITEM_LINES",
    "STEP_LINES",
    "as_batch",
    "batch",
    "best_epoch",
    "choose",
    "class_mean",
    "diagnose",
    "fetch",
    "forward",
    "getitem_order",
    "invert",
    "labels",
    "learning_rate",
    "loader",
    "loss",
    "mean_loss",
    "move_images",
    "noise_answers",
    "numbers_in_image",
    "part",
    "read_table",
    "reading_hours",
    "recall",
    "restore",
    "sample",
    "scaled_rate",
    "sneaker",
    "step",
    "step_order",
    "steps",
    "test_loader",
    "test_loop",
    "to_float",
]
