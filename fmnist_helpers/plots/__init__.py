"""Figures: every function takes data and returns its matplotlib figure.

A ``LessonFigure`` is shown once when it is the last line of a cell, with a text that describes it.

- images: ``garment``, ``image_grid``, ``garment_grid``, ``image_values``, ``value_ranges``,
  ``class_counts``
- batches: ``batch_strip``, ``shuffle_order``, ``batch_class_balance``, ``pipeline``
- learning: ``curves``, ``learning_rate_curves``, ``history_curves``, ``softmax_loss``,
  ``squared_errors``, ``gradient_steps``, ``step_trace``, ``loss_surface_paths``
- mistakes: ``predictions_grid``, ``confusion_matrix``, ``class_scores``, ``reliability_diagram``,
  ``worst_errors``, and ``rank_errors``, which finds them
- times: ``time_shares``, ``time_to_accuracy``, ``data_parallel``
- words: ``text_panels``; ``show`` describes what was drawn with pyplot
- what widgets redraw: ``png_bytes``, ``png_sheet``, and SVG text from ``svg_curves``, ``svg_bars``,
  ``svg_histogram``, ``svg_paths``, ``svg_matrix``, ``svg_pipeline``
- what they accept: ``as_image``, ``as_images``, ``as_labels``, ``as_probabilities`` check it and
  return NumPy arrays

Images are uint8 0-255 or float 0-1, (H, W) or (C, H, W); labels are class indices. What can't be
drawn raises a ValueError that names what was found.
"""

from fmnist_helpers.plots.batches import batch_class_balance, batch_strip, shuffle_order
from fmnist_helpers.plots.by_hand import show
from fmnist_helpers.plots.descent import (
    gradient_steps,
    loss_surface_paths,
    squared_errors,
    step_trace,
)
from fmnist_helpers.plots.diagrams import (
    LOADER_STAGES,
    TRAINING_STAGES,
    data_parallel,
    pipeline,
    text_panels,
)
from fmnist_helpers.plots.fast import (
    png_bytes,
    png_sheet,
    svg_bars,
    svg_curves,
    svg_histogram,
    svg_matrix,
    svg_paths,
    svg_pipeline,
)
from fmnist_helpers.plots.images import (
    class_counts,
    garment,
    garment_grid,
    image_grid,
    image_values,
    value_ranges,
)
from fmnist_helpers.plots.inputs import as_image, as_images, as_labels, as_probabilities
from fmnist_helpers.plots.learning import curves, history_curves, learning_rate_curves, softmax_loss
from fmnist_helpers.plots.mistakes import (
    class_scores,
    confusion_matrix,
    predictions_grid,
    rank_errors,
    reliability_diagram,
    worst_errors,
)
from fmnist_helpers.plots.style import LessonFigure
from fmnist_helpers.plots.timing import time_shares, time_to_accuracy

__all__ = [
    "LOADER_STAGES",
    "TRAINING_STAGES",
    "LessonFigure",
    "as_image",
    "as_images",
    "as_labels",
    "as_probabilities",
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
    "png_bytes",
    "png_sheet",
    "predictions_grid",
    "rank_errors",
    "reliability_diagram",
    "show",
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
    "time_shares",
    "time_to_accuracy",
    "value_ranges",
    "worst_errors",
]
