"""Figures made to be touched: ipywidgets over the pure functions of `plots`.

Lesson 2: ``pixel_inspector``. Lesson 3: ``annotation_doctor``. Lesson 4: ``batch_viewer``.
Lessons 5 and 14: ``convolution_explorer``. Lessons 5 and 11: ``linear_playground``.
Lesson 7: ``logits_bench``. Lesson 8: ``graph_viewer``, ``step_stepper``.
Lesson 9: ``learning_rate_lab``, ``optimizer_race``.
Lesson 10: ``live_training``.
Lesson 12: ``mistakes_lab``. Lesson 13: ``try_your_own``. Every lesson: ``quiz``.

Each returns a widget whose controls are its attributes, so that a cell can set them as a hand
would: ``inspector.row.value = 3``.
"""

from fmnist_helpers.widgets.annotation_doctor import AnnotationDoctor as annotation_doctor
from fmnist_helpers.widgets.batch_viewer import BatchViewer as batch_viewer
from fmnist_helpers.widgets.convolution_explorer import (
    ConvolutionExplorer as convolution_explorer,
)
from fmnist_helpers.widgets.graph_viewer import GraphViewer as graph_viewer
from fmnist_helpers.widgets.learning_rate_lab import LearningRateLab as learning_rate_lab
from fmnist_helpers.widgets.linear_playground import LinearPlayground as linear_playground
from fmnist_helpers.widgets.live_training import LiveTraining as live_training
from fmnist_helpers.widgets.logits_bench import LogitsBench as logits_bench
from fmnist_helpers.widgets.mistakes_lab import MistakesLab as mistakes_lab
from fmnist_helpers.widgets.optimizer_race import OptimizerRace as optimizer_race
from fmnist_helpers.widgets.pixel_inspector import PixelInspector as pixel_inspector
from fmnist_helpers.widgets.quiz import quiz
from fmnist_helpers.widgets.step_stepper import StepStepper as step_stepper
from fmnist_helpers.widgets.try_your_own import TryYourOwn as try_your_own

__all__ = [
    "annotation_doctor",
    "batch_viewer",
    "convolution_explorer",
    "graph_viewer",
    "learning_rate_lab",
    "linear_playground",
    "live_training",
    "logits_bench",
    "mistakes_lab",
    "optimizer_race",
    "pixel_inspector",
    "quiz",
    "step_stepper",
    "try_your_own",
]
