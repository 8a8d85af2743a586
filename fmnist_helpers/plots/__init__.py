"""Figures: every function takes data and returns its matplotlib figure.

A figure is shown once when it is the last line of a cell, with a text that says what it holds. By
the lesson that needs them first:

- images: ``garment``, ``image_grid``, ``garment_grid``, ``image_values``, ``value_ranges``,
  ``pixel_histogram``, ``class_counts``
- batches: ``batch_strip``, ``shuffle_order``, ``batch_class_balance``, ``pipeline``
- learning: ``curves``, ``learning_rate_curves``, ``history_curves``, ``softmax_loss``,
  ``squared_errors``, ``gradient_steps``, ``step_trace``, ``loss_surface_paths``
- mistakes: ``predictions_grid``, ``confusion_matrix``, ``class_scores``, ``reliability_diagram``,
  ``worst_errors``, and ``rank_errors``, which finds them
- tensors: ``shapes``, ``reductions``
- one answer: ``class_bars``
- times: ``time_bars``, ``time_shares``, ``time_to_accuracy``, ``timeline``,
  ``data_parallel``
- words: ``text_panels``
- what widgets redraw: ``png_bytes``, ``png_sheet``, and SVG text from ``svg_curves``, ``svg_bars``,
  ``svg_histogram``, ``svg_paths``, ``svg_matrix``, ``svg_pipeline``

Images are uint8 0-255 or float 0-1, (H, W) or (C, H, W); labels are class indices. What can't be
drawn raises a ValueError that names what was found.
"""

from .batches import batch_class_balance, batch_strip, shuffle_order
from .descent import gradient_steps, loss_surface_paths, squared_errors, step_trace
from .diagrams import (
    LOADER_STAGES,
    SAMPLE_STAGES,
    TRAINING_STAGES,
    data_parallel,
    pipeline,
    text_panels,
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
from .prediction import class_bars
from .svg import svg_bars, svg_curves, svg_histogram, svg_matrix, svg_paths, svg_pipeline
from .tensors import reductions, shapes
from .timing import time_bars, time_shares, time_to_accuracy

__all__ = [
    "LOADER_STAGES",
    "SAMPLE_STAGES",
    "TRAINING_STAGES",
    "batch_class_balance",
    "batch_strip",
    "class_bars",
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
    "reductions",
    "reliability_diagram",
    "shapes",
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
    "text_panels",
    "time_bars",
    "time_shares",
    "time_to_accuracy",
    "timeline",
    "value_ranges",
    "worst_errors",
]
