"""An image that a dataset read from a file, against the one that its row of the table names."""

import torch

from fmnist_helpers.checks.engine.expect import what_led_to
from fmnist_helpers.checks.engine.verdict import NotYet


def look_at_row(found: torch.Tensor, row: int, images: torch.Tensor) -> None:
    """Raise NotYet unless `found` is the image of `row`: uint8, or floats scaled once."""
    image = images[row]
    if found.shape != image.shape:
        raise NotYet(
            f"the image of sample {row} has the shape {tuple(found.shape)}; expected "
            f"{tuple(image.shape)}: the channel, rows and columns of the file."
        )
    if found.is_floating_point() and not image.is_floating_point():
        raise NotYet(
            f"without a transform, expected the bytes that `read_image` returns, got "
            f"{found.dtype} up to {float(found.max()):.4g}.",
            "scaling is the transform's job; scaled here too, it would happen twice.",
            "scaling",
        )
    if image.is_floating_point() and (mistake := _wrong_scale(found, image)):
        raise NotYet(
            f"expected floats, torch.float32 from {float(image.min()):.4g} to "
            f"{float(image.max()):.4g}, as the image of sample {row}; got {found.dtype} from "
            f"{float(found.min()):.4g} to {float(found.max()):.4g}: {mistake}.",
            "`v2.ToDtype(torch.float32, scale=True)` divides by 255, once.",
            "scaling",
        )
    if not torch.allclose(found.double(), image.double(), atol=1e-4):
        same = [torch.allclose(found.double(), each.double(), atol=1e-4) for each in images]
        where = f": it has that of row {same.index(True)}" if any(same) else ""
        raise NotYet(
            f"sample {row} has another file's image than the one named in row {row} of the "
            f"table{where}.",
            "take the name from the table: row `idx`, column 0. The folder's files, and the "
            "alphabet, have another order; and the table's first line is row 0.",
        )


def _wrong_scale(found: torch.Tensor, image: torch.Tensor) -> str:
    """What made other numbers of the bytes of an image than those of `image`, from 0 to 1."""
    highest = float(found.max())
    if not found.is_floating_point():
        return "`//` cuts off the decimals" if highest == 1 else "it was never scaled"
    if highest < 0.01:
        return "it was scaled twice"
    if highest > 1.5:
        return "the dtype is float, and the range is still that of the bytes"
    if found.dtype != torch.float32:
        return "a model's parameters are float32"
    mistakes = {
        "it was divided by its own largest number, so that a dark image isn't dark any more": (
            image / image.max()
        ),
        "it was divided by 256": image * (255 / 256),
        "it was moved to -1 to 1": 2 * image - 1,
    }
    return what_led_to(found, mistakes) if not torch.allclose(found, image, atol=1e-4) else ""
