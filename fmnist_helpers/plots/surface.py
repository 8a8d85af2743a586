"""A loss of two weights on a grid, for the drawn figure and for the live one."""

import numpy as np

from fmnist_helpers.plots.inputs import as_array


def as_paths(paths):
    """{name: (N, 2) float array}; a path ends before its first NaN or infinity."""
    if not isinstance(paths, dict) or not paths:
        raise ValueError(f"paths: expected {{name: (N, 2) weights}}, found {paths!r:.60}")
    result = {}
    for name, path in paths.items():
        array = as_array(path, name)
        if array.ndim != 2 or array.shape[1:] != (2,) or not len(array):
            raise ValueError(f"{name}: expected (N, 2) weights, found shape {array.shape}")
        finite = np.isfinite(array).all(axis=1)
        stop = len(array) if finite.all() else int(np.argmin(finite))
        if not stop:
            raise ValueError(f"{name}: expected a finite start, found {array[0]}")
        result[str(name)] = array[:stop].astype(float)
    return result


def surface_ranges(paths, x_range, y_range):
    """The ranges given, or those that the paths cover with a margin."""
    x, y = np.concatenate(list(paths.values())).T
    ranges = []
    for name, given, values in (("x_range", x_range, x), ("y_range", y_range, y)):
        if given is None:
            margin = 0.25 * np.ptp(values) or 1.0
            given = (values.min() - margin, values.max() + margin)
        low, high = map(float, given)
        if not (np.isfinite([low, high]).all() and low < high):
            raise ValueError(f"{name}: expected (low, high), found {given}")
        ranges.append((low, high))
    return ranges


def surface_grid(surface, x_range, y_range, *, size=121, count=14):
    """Grid x (size,), y (size,), losses (size, size), and levels, closer near the lowest loss."""
    x, y = np.linspace(*x_range, size), np.linspace(*y_range, size)
    losses = np.asarray(as_array(surface(*np.meshgrid(x, y)), "surface"), dtype=float)
    if losses.shape != (size, size) or not np.isfinite(losses).all():
        raise ValueError(
            f"surface: expected finite losses of shape {(size, size)}, found shape {losses.shape}"
        )
    low, high = losses.min(), losses.max()
    if high <= low:
        raise ValueError(f"surface: expected losses that differ, found {low:g} everywhere")
    return x, y, losses, low + (high - low) * np.linspace(0.03, 1, count) ** 2
