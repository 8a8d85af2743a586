"""Figures: every function takes data and returns its matplotlib figure.

A figure is shown once when it is the last line of a cell, with a text that says what it holds.
"""

from .batches import batch_class_balance, batch_strip, shuffle_order
from .descent import gradient_steps, loss_surface_paths, squared_errors, step_trace
from .diagrams import (
    LOADER_STAGES,
    SAMPLE_STAGES,
    TRAINING_STAGES,
    data_parallel,
    pipeline,
    timeline,
)
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
from .mistakes import (
    class_scores,
    confusion_matrix,
    predictions_grid,
    rank_errors,
    reliability_diagram,
    worst_errors,
)
from .png import png_bytes, png_sheet
from .svg import svg_bars, svg_curves, svg_histogram, svg_matrix, svg_paths, svg_pipeline
from .timing import time_bars, time_to_accuracy

__all__ = [
    "LOADER_STAGES",
    "SAMPLE_STAGES",
    "TRAINING_STAGES",
    "batch_class_balance",
    "batch_strip",
    "class_counts",
    "class_scores",
    "confusion_matrix",
    "curves",
    "data_parallel",
    "garment",
    "garment_grid",
    "gradient_steps",
    "history_curves",
    "image_grid",
    "image_values",
    "learning_rate_curves",
    "loss_surface_paths",
    "pipeline",
    "pixel_histogram",
    "png_bytes",
    "png_sheet",
    "predictions_grid",
    "rank_errors",
    "reliability_diagram",
    "shuffle_order",
    "softmax_loss",
    "squared_errors",
    "step_trace",
    "svg_bars",
    "svg_curves",
    "svg_histogram",
    "svg_matrix",
    "svg_paths",
    "svg_pipeline",
    "time_bars",
    "time_to_accuracy",
    "timeline",
    "value_ranges",
    "worst_errors",
]
