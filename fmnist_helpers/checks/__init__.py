"""Checks tell a learner whether an answer is right, and if not, why.

A check takes the answer, prints its verdict and returns it; it never raises for a learner. It
tries an answer on fresh inputs, in a temporary folder, for twenty seconds at most.
``sample(dataset)`` and ``batch(batch)`` also serve for a learner's own data.

A file holds all there is to say about the exercises of a lesson, in the order of the lesson: each
check, with its points, is followed by its hidden test, `hidden_NAME`, which nbgrader runs when it
grades: mostly the same check, on other inputs. It is copied into a notebook, so it imports what it
uses. An answer that is a value, not a function, has none: its check decides. Copies for students
come without hidden tests.
"""

from importlib import import_module
from pathlib import Path

from fmnist_helpers.checks.predict import predict as predict

for _file in sorted(Path(__file__).parent.glob("lesson_[0-9][0-9].py")):
    _lesson = import_module(f"{__name__}.{_file.stem}")
    globals().update({name: getattr(_lesson, name) for name in _lesson.__all__})

# Every check, by its name.
EXERCISES = {name: each for name, each in list(globals().items()) if hasattr(each, "exercise")}
