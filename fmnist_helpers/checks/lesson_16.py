"""Checks of lesson 16: gradients of unequal parts, and who takes which images of a batch."""

from collections.abc import Callable

import torch

from fmnist_helpers.checks.engine import (
    NotYet,
    call,
    check,
    describe,
    expect_tensor,
    expect_whole_number,
)

__all__ = ["part", "weighed"]


@check(points=2)
def weighed(function: Callable) -> str:
    """``function(gradients, sizes)``: the whole batch's gradient from those of its parts."""
    for sizes in ([17, 16], [30, 3, 1], [8, 8], [5, 0, 2]):
        gradients = [torch.randn(3, 4) * (size > 0) for size in sizes]
        before = [gradient.clone() for gradient in gradients]
        result = call(function, gradients, list(sizes))
        asked = f"for parts of {_listed(sizes)} images"
        found = expect_tensor(result, f"{asked} one tensor", (3, 4))
        total = sum(gradient * size for gradient, size in zip(before, sizes, strict=True))
        if not all(map(torch.equal, gradients, before)):
            raise NotYet(
                "the gradients that were passed in have changed.",
                "`total = gradients[0]` gives that tensor another name, and `+=` changes it: begin "
                "with `torch.zeros_like(gradients[0])`.",
            )
        if torch.allclose(found, total / sum(sizes), rtol=1e-4, atol=1e-5):
            continue
        raise _wrong_weights(found, before, sizes, total, asked)
    return "each image counts the same, in whichever part it was."


def _listed(sizes: list[int]) -> str:
    return f"{', '.join(map(str, sizes[:-1]))} and {sizes[-1]}"


def _wrong_weights(found, gradients, sizes, total, asked) -> NotYet:
    def is_near(value):
        return torch.allclose(found, value, rtol=1e-4, atol=1e-5)

    if not torch.isfinite(found).all():
        return NotYet(
            f"{asked}, the result is not finite.", "a size may be 0: divide once, at the end."
        )
    if is_near(total):
        return NotYet(f"{asked}, that is the sum over all images.", "divide by their number.")
    if is_near(sum(gradients)):
        return NotYet(f"{asked}, that is the sum of the gradients.", "each of them is a mean.")
    if is_near(sum(gradients) / len(sizes)):
        return NotYet(
            f"{asked}, that is the plain mean: each part counts the same, however few images it "
            "has.",
            "a part's mean times its size is a sum over its images.",
            "mean_of_batch_means",
        )
    if is_near(total / len(sizes)):
        return NotYet(
            f"{asked}, the sum over all images was divided by the number of parts.",
            "divide by the number of images.",
        )
    if any(map(is_near, gradients)):
        return NotYet(f"{asked}, that is the gradient of one part alone.")
    return NotYet(
        f"{asked}, the values are not those of the whole batch.",
        "weigh each by its size, however many parts there are.",
    )


def hidden_weighed(answer):
    from itertools import pairwise

    import torch

    weights = torch.randn(6, requires_grad=True)
    inputs, targets = torch.randn(20, 6), torch.randn(20)

    def gradient(start, stop):
        loss = ((inputs[start:stop] @ weights - targets[start:stop]) ** 2).mean()
        return torch.autograd.grad(loss, weights)[0]

    for cuts in ((0, 13, 20), (0, 1, 2, 20)):
        spans = list(pairwise(cuts))
        found = answer([gradient(a, b) for a, b in spans], [b - a for a, b in spans])
        assert torch.allclose(found, gradient(0, 20), rtol=1e-4, atol=1e-5), cuts


@check(points=2)
def part(function: Callable) -> str:
    """``function(indices, rank, size)``: the share of process `rank` of `size`."""
    for total, size in ((8, 2), (11, 4), (2, 3)):
        indices = torch.arange(100, 100 + total)
        parts = [_part(function, indices, rank, size) for rank in range(size)]
        taken = [index for each in parts for index in each]
        if size > 1 and all(sorted(each) == indices.tolist() for each in parts):
            raise NotYet(
                "each process takes the whole batch: all do the same work, and nothing is gained.",
                "`rank` must decide what is taken.",
            )
        asked = f"of {total} images on {size} processes"
        if missing := sorted(set(indices.tolist()) - set(taken)):
            raise NotYet(
                f"{asked}, {len(missing)} went to no process. Expected each to be taken by one.",
                "who takes the rest, if the batch doesn't divide evenly?" if total % size else "",
            )
        if len(taken) != total or set(taken) != set(indices.tolist()):
            raise NotYet(f"{asked}, {len(taken)} were taken. Expected each to be taken once.")
        sizes = [len(each) for each in parts]
        if max(sizes) - min(sizes) > 1:
            raise NotYet(
                f"{asked}, the parts hold {sizes}: all wait for the process with the most.",
                "deal them out in turn, like cards: slices have a step.",
            )
    return "each image goes to one process, and no two shares differ by more than one."


def _part(function: Callable, indices: torch.Tensor, rank: int, size: int) -> list:
    try:
        result = call(function, indices, rank, size)
    except (IndexError, ValueError) as error:
        raise NotYet(
            f"for {len(indices)} images and process {rank} of {size}, your function raised "
            f"{type(error).__name__}: {error}.",
            "the arguments are `indices, rank, size`, in this order."
            if "slice step" in str(error)
            else "there may be fewer images than processes: then some get an empty part.",
        ) from error
    if not isinstance(result, torch.Tensor | list | tuple | range) or (
        isinstance(result, torch.Tensor) and result.ndim != 1
    ):
        raise NotYet(f"expected some of the indices, got {describe(result)}.")
    return [expect_whole_number(index) for index in result]


def hidden_part(answer):
    import torch

    for total, size in ((64, 4), (33, 2), (1, 2)):
        parts = [[int(i) for i in answer(torch.arange(total), r, size)] for r in range(size)]
        assert sorted(i for part in parts for i in part) == list(range(total)), (total, size)
        assert max(map(len, parts)) - min(map(len, parts)) <= 1, (total, size)
