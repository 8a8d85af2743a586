"""An image that a dataset read from a file, against the one that its row of the table names."""

import torch

from fmnist_helpers.checks.engine.verdict import NotYet


def look_at_row(found: torch.Tensor, row: int, images: torch.Tensor) -> None:
    """Raise NotYet unless `found` is the image of `row`: uint8, or floats scaled once."""
    image = images[row]
    if found.shape != image.shape:
        raise NotYet(
            f"the image of sample {row} has the shape {tuple(found.shape)}; expected "
            f"{tuple(image.shape)}: the channel, rows and columns of the file."
        )
    scaled = found.is_floating_point()
    if scaled and not image.is_floating_point():
        raise NotYet(
            f"without a transform, expected the bytes that `read_image` returns, got "
            f"{found.dtype} up to {float(found.max()):.4g}.",
            "scaling is the transform's job; scaled here too, it would happen twice.",
            "scaling",
        )
    if image.is_floating_point() and not scaled and int(found.max()) == 1:
        raise NotYet(
            f"expected floats, got {found.dtype} with nothing but 0 and 1: `//` cuts off the "
            "decimals.",
            "`v2.ToDtype(torch.float32, scale=True)`, or `/ 255`.",
            "scaling",
        )
    if image.is_floating_point() and not scaled:
        raise NotYet(
            f"expected floats up to 1, got {found.dtype} up to {int(found.max())}: never scaled.",
            "`v2.ToDtype(torch.float32, scale=True)`",
            "scaling",
        )
    if scaled and float(found.max()) < 0.01:
        raise NotYet(
            f"the largest number is {float(found.max()):.4f}; expected 1: the image was scaled "
            "twice.",
            "`scale=True` already divides by 255.",
            "scaling",
        )
    if scaled and float(found.max()) > 1.5:
        raise NotYet(
            f"the largest number is {float(found.max()):.4g}; expected 1: the dtype is float, and "
            "the range is still that of the bytes.",
            "`v2.ToDtype(torch.float32, scale=True)` divides by 255, and nothing should multiply.",
            "scaling",
        )
    if image.is_floating_point():
        _look_at_scale(found, row, image)
    if not torch.allclose(found.double(), image.double(), atol=1e-4):
        same = [torch.allclose(found.double(), each.double(), atol=1e-4) for each in images]
        where = f": it has that of row {same.index(True)}" if any(same) else ""
        raise NotYet(
            f"sample {row} has another file's image than the one named in row {row} of the "
            f"table{where}.",
            "take the name from the table: row `idx`, column 0. The folder's files, and the "
            "alphabet, have another order; and the table's first line is row 0.",
        )


def _look_at_scale(found: torch.Tensor, row: int, image: torch.Tensor) -> None:
    """Raise NotYet if floats have another dtype or range than those of an image scaled once."""
    if found.dtype != torch.float32:
        raise NotYet(
            f"the image of sample {row} is {found.dtype}; expected torch.float32, as a model's "
            "parameters are.",
            "`v2.ToDtype(torch.float32, scale=True)`",
        )
    low, high = float(found.min()), float(found.max())
    if low < 0:
        raise NotYet(
            f"the image of sample {row} goes from {low:.4g} to {high:.4g}; expected 0 to 1.",
            "`scale=True` is all the scaling that is asked for.",
            "scaling",
        )
    if torch.allclose(found, image / image.max(), atol=1e-4) and image.max() < 0.9:
        raise NotYet(
            f"sample {row} is a dark image, and its largest number is {high:.4g}: it was divided "
            "by its own largest number.",
            "divide each image by 255, so that dark ones stay dark.",
            "scaling",
        )
    expected = float(image.max())
    if abs(high - expected) > 1e-3 and torch.allclose(found, image * (high / expected), atol=1e-5):
        raise NotYet(
            f"the largest number of sample {row} is {high:.4f}; expected {expected:.4f}.",
            "a byte goes from 0 to 255: divide by 255.",
            "scaling",
        )
