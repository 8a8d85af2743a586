"""Pictures and drawings without matplotlib, quick enough to follow a slider."""

from fmnist_helpers.plots.fast.png import png_bytes, png_sheet
from fmnist_helpers.plots.fast.svg import (
    svg_bars,
    svg_curves,
    svg_histogram,
    svg_matrix,
    svg_paths,
    svg_pipeline,
)

__all__ = [
    "png_bytes",
    "png_sheet",
    "svg_bars",
    "svg_curves",
    "svg_histogram",
    "svg_matrix",
    "svg_paths",
    "svg_pipeline",
]
