"""Checks tell a learner whether an answer is right, and if not, why.

A check takes the answer, prints its verdict and returns it; it never raises for a learner. It
tries an answer on fresh inputs, in a temporary folder, for twenty seconds at most.
``sample(dataset)`` and ``batch(batch)`` also serve for a learner's own data.

A file holds all there is to say about the exercises of a lesson, in the order of the lesson: each
check, with its points, is followed by its hidden test, `hidden_NAME`, which tries other inputs when
nbgrader grades. A hidden test is copied into a notebook, so it imports what it uses. An answer
that is a value, not a function, has none: its check decides. Copies for students come without
hidden tests.
"""

# ruff: noqa: F403
from fmnist_helpers.checks.lesson_00 import *
from fmnist_helpers.checks.lesson_01 import *
from fmnist_helpers.checks.lesson_02 import *
from fmnist_helpers.checks.lesson_03 import *
from fmnist_helpers.checks.lesson_04 import *
from fmnist_helpers.checks.lesson_05 import *
from fmnist_helpers.checks.lesson_06 import *
from fmnist_helpers.checks.lesson_07 import *
from fmnist_helpers.checks.lesson_08 import *
from fmnist_helpers.checks.lesson_09 import *

# Every check, by its name.
EXERCISES = {name: each for name, each in list(globals().items()) if hasattr(each, "exercise")}
