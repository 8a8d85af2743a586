"""Figures: every function takes data and returns its matplotlib figure.

A figure is shown once when it is the last line of a cell, with a text that says what it holds.
"""

from .images import (
    class_counts,
    garment,
    garment_grid,
    image_grid,
    image_values,
    pixel_histogram,
    value_ranges,
)
from .learning import curves, history_curves, learning_rate_curves, softmax_loss

__all__ = [
    "class_counts",
    "curves",
    "garment",
    "garment_grid",
    "history_curves",
    "image_grid",
    "image_values",
    "learning_rate_curves",
    "pixel_histogram",
    "softmax_loss",
    "value_ranges",
]
