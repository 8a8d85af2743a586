"""Figures: every function takes data and returns its matplotlib figure.

A ``LessonFigure`` is shown once when it is the last line of a cell, with a text that describes it.

- images: ``garment``, ``image_grid``, ``garment_grid``, ``image_values``, ``value_ranges``
- batches: ``batch_strip``, ``shuffle_order``, ``batch_class_balance``, ``pipeline``
- learning: ``curves``, ``learning_rate_curves``, ``history_curves``, ``softmax_loss``,
  ``squared_errors``, ``gradient_steps``, ``computation_graph``, ``step_trace``,
  ``loss_surface_paths``
- mistakes: ``predictions_grid``, ``confusion_matrix``, ``class_scores``, ``reliability_diagram``,
  ``worst_errors``
- tensors: ``shapes``, ``reductions``
- comparisons: ``loss_panels``, ``run_ranges``
- one answer: ``class_bars``
- networks: ``signed_images``, ``borders``
- devices: ``device_moves``
- times: ``time_shares``, ``time_to_accuracy``, ``data_parallel``
- words: ``text_panels``; ``show`` describes what was drawn with pyplot; ``in_jupyter_page``
- what widgets redraw: ``png_bytes``, ``png_sheet``, and SVG text from ``svg_curves``, ``svg_bars``,
  ``svg_histogram``, ``svg_paths``
- what autograd recorded: ``read_graph`` returns it as a list of ``Node``; ``tensor_text`` puts a
  tensor into few characters
- what they accept: ``as_image``, ``as_images``, ``as_labels``, ``as_probabilities`` check it and
  return NumPy arrays

Images are uint8 0-255 or float 0-1, (H, W) or (C, H, W); labels are class indices. What can't be
drawn raises a ValueError that names what was found.
"""

from fmnist_helpers.plots.batches import batch_class_balance, batch_strip, shuffle_order
from fmnist_helpers.plots.by_hand import show
from fmnist_helpers.plots.comparison import loss_panels, run_ranges
from fmnist_helpers.plots.descent import (
    gradient_steps,
    loss_surface_paths,
    squared_errors,
    step_trace,
)
from fmnist_helpers.plots.devices import device_moves
from fmnist_helpers.plots.diagrams import (
    LOADER_STAGES,
    TRAINING_STAGES,
    data_parallel,
    pipeline,
    text_panels,
)
from fmnist_helpers.plots.fast.png import png_bytes, png_sheet
from fmnist_helpers.plots.fast.svg import (
    svg_bars,
    svg_curves,
    svg_histogram,
    svg_paths,
)
from fmnist_helpers.plots.graph import Node, computation_graph, read_graph, tensor_text
from fmnist_helpers.plots.images import (
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
    reliability_diagram,
    worst_errors,
)
from fmnist_helpers.plots.networks import borders, signed_images
from fmnist_helpers.plots.prediction import class_bars
from fmnist_helpers.plots.style import LessonFigure, in_jupyter_page
from fmnist_helpers.plots.tensors import reductions, shapes
from fmnist_helpers.plots.timing import time_shares, time_to_accuracy

__all__ = [
    "LOADER_STAGES", "TRAINING_STAGES", "LessonFigure", "Node", "as_image", "as_images",
    "as_labels", "as_probabilities", "batch_class_balance", "batch_strip", "borders", "class_bars",
    "class_scores", "computation_graph", "confusion_matrix", "curves", "data_parallel",
    "device_moves",
    "garment", "garment_grid", "gradient_steps", "history_curves", "image_grid",
    "image_values", "in_jupyter_page", "learning_rate_curves", "loss_panels",
    "loss_surface_paths", "pipeline",
    "png_bytes", "png_sheet", "predictions_grid", "read_graph", "reductions", "reliability_diagram",
    "run_ranges", "shapes",
    "show", "shuffle_order", "signed_images", "softmax_loss", "squared_errors", "step_trace",
    "svg_bars", "svg_curves", "svg_histogram", "svg_paths", "tensor_text", "text_panels",
    "time_shares", "time_to_accuracy", "value_ranges", "worst_errors",
]  # fmt: skip
