"""Contact sheets of many images: how one is laid out, and what went wrong with another."""

import torch


def sheet(images: torch.Tensor, columns: int) -> torch.Tensor:
    """By joining, so that there is a second way to the same picture."""
    rows = [torch.cat(list(row), dim=1) for row in images.split(columns)]
    return torch.cat(rows, dim=0)


def which_image(picture: torch.Tensor, images: torch.Tensor) -> int | None:
    """The number of the image that `picture` is; None if it is none of them."""
    return next((i for i, image in enumerate(images) if torch.equal(picture, image)), None)


def why_another_shape(
    result: torch.Tensor, expected: torch.Tensor, images: torch.Tensor, columns: int
) -> str:
    """What the shape of a sheet tells of it: the end of a sentence that names the shapes."""
    count, height, width = images.shape
    rows = count // columns
    if result.ndim != 2:
        return (
            ": a sheet is one picture with two dimensions. `reshape` joins neighboring ones, and "
            "`torch.cat` joins rows without a new dimension, unlike `torch.stack`."
        )
    if torch.equal(result, expected.T):
        return ": the whole sheet lies on its side."
    down, across = result.shape
    if (down, across) == (columns * height, rows * width) and rows != columns:
        return ": rows and columns are swapped. `columns` garments stand side by side."
    if (down, across) == (rows * width, columns * height):
        return ": the height and the width of a garment are swapped."
    if down % height == 0 and across % width == 0:
        return (
            f", so its grid is {down // height} by {across // width}; expected {rows} rows of "
            f"{columns}."
        )
    if down > expected.shape[0] and across > expected.shape[1]:
        return ": larger than its garments, so there are gaps."
    return "."
