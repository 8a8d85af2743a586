"""A loss of two weights on a grid, for the drawn figure and for the live one."""

import numpy as np

from fmnist_helpers.plots.inputs import as_array, expect


def as_paths(paths) -> dict[str, np.ndarray]:
    """{name: (N, 2) float array}; a path ends before its first NaN or infinity."""
    expect(isinstance(paths, dict) and paths, "paths", "{name: (N, 2) weights}", f"{paths!r:.60}")
    result = {}
    for name, path in paths.items():
        array = as_array(path, name)
        fits = array.ndim == 2 and array.shape[1:] == (2,) and len(array)
        expect(fits, name, "(N, 2) weights", f"shape {array.shape}")
        finite = np.isfinite(array).all(axis=1)
        expect(finite[0], name, "a finite start", array[0])
        stop = len(array) if finite.all() else int(np.argmin(finite))
        result[str(name)] = array[:stop].astype(float)
    return result


def surface_grid(surface, paths, x_range, y_range, *, size=121) -> tuple[np.ndarray, ...]:
    """Grid x (size,), y (size,), losses (size, size), and levels, closer near the lowest loss.

    Ranges that are None are those that the paths cover, with a margin.
    """
    grid = []
    covered = np.concatenate(list(paths.values())).T
    for given, values in zip((x_range, y_range), covered, strict=True):
        low, high = given or with_margin(values)
        grid.append(np.linspace(low, high, size))
    losses = np.asarray(as_array(surface(*np.meshgrid(*grid)), "surface"), dtype=float)
    low, high = losses.min(), losses.max()
    expect(high > low, "surface", "losses that differ", f"{low:g} everywhere")
    return *grid, losses, low + (high - low) * np.linspace(0.03, 1, 14) ** 2


def with_margin(values) -> tuple[float, float]:
    """Lowest and highest of some values, with a quarter of their span on each side."""
    margin = 0.25 * np.ptp(values) or 1.0
    return values.min() - margin, values.max() + margin
