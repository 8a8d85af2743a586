"""Figures made to be touched: ipywidgets over the pure functions of `plots`.

Lesson 2: ``pixel_inspector``. Lesson 3: ``annotation_doctor``. Lesson 4: ``batch_viewer``.
Lesson 9: ``logits_bench``, ``step_stepper``, ``learning_rate_lab``, ``optimizer_race``.
Lesson 10: ``live_training``.
Lesson 11: ``mistakes_lab``, ``try_your_own``. Every lesson: ``quiz``.

Each gives a widget whose controls are its attributes, so that a cell can set them as a hand would:
``inspector.row.value = 3``.
"""

from fmnist_helpers.widgets._quiz import quiz
from fmnist_helpers.widgets.annotations import annotation_doctor
from fmnist_helpers.widgets.batches import batch_viewer
from fmnist_helpers.widgets.live import live_training
from fmnist_helpers.widgets.logits import logits_bench
from fmnist_helpers.widgets.mistakes import mistakes_lab
from fmnist_helpers.widgets.own import try_your_own
from fmnist_helpers.widgets.pixels import pixel_inspector
from fmnist_helpers.widgets.race import optimizer_race
from fmnist_helpers.widgets.rates import learning_rate_lab
from fmnist_helpers.widgets.stepper import step_stepper

__all__ = [
    "annotation_doctor",
    "batch_viewer",
    "learning_rate_lab",
    "live_training",
    "logits_bench",
    "mistakes_lab",
    "optimizer_race",
    "pixel_inspector",
    "quiz",
    "step_stepper",
    "try_your_own",
]
