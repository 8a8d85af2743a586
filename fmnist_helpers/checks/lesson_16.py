"""Checks of lesson 16: gradients of unequal parts, and who takes which images of a batch."""

from collections.abc import Callable, Sequence

import torch

from fmnist_helpers.checks.engine import (
    NotYet,
    call,
    check,
    describe,
    expect_tensor,
    expect_unchanged,
    expect_whole_number,
    what_led_to,
)

__all__ = ["part", "weighed"]


@check(points=2)
def weighed(
    function: Callable, *, batches: Sequence = ([17, 16], [30, 3, 1], [8, 8], [5, 0, 2])
) -> str:
    """``function(gradients, sizes)``: the whole batch's gradient from those of its parts."""
    for sizes in batches:
        gradients = [torch.randn(3, 4) * (size > 0) for size in sizes]
        before = [gradient.clone() for gradient in gradients]
        passed, counts = list(gradients), list(sizes)
        result = call(function, passed, counts)
        asked = f"for parts of {_listed(sizes)} images"
        expect_unchanged([len(passed), *counts], [len(sizes), *sizes], "lists")
        found = expect_tensor(result, f"{asked} one tensor", (3, 4)).to(torch.float32)
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


def _listed(numbers: list) -> str:
    shown = [f"{number:.3g}" for number in numbers]
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def _wrong_weights(found, gradients, sizes, total, asked) -> NotYet:
    whole = total / sum(sizes)
    mistakes = {
        "that is the sum over all images: divide by their number": total,
        "that is the sum of the gradients; each of them is a mean": sum(gradients),
        "the sum over all images was divided by the number of parts": total / len(sizes),
        "that is the gradient of one part alone, the first": gradients[0],
        "that is the gradient of one part alone, the last": gradients[-1],
        "all values are rounded down: `/` instead of `//`": whole.floor(),
        "all values are 0: `//` makes 0 of every share": torch.zeros_like(total),
    }
    if what_led_to(found, {"plain": sum(gradients) / len(sizes)}):
        return NotYet(
            f"{asked}, that is the plain mean: each part counts the same, however few images it "
            "has.",
            "a part's mean times its size is a sum over its images.",
            "mean_of_batch_means",
        )
    if mistake := what_led_to(found, mistakes):
        return NotYet(f"{asked}, {mistake}.", "a part's mean times its size is a sum.")
    values = f"{asked}, the values are not those of the whole batch"
    if (weights := _weights_of(found, gradients, sizes)) is None:
        return NotYet(f"{values}.", "weigh each by its size, however many parts there are.")
    right = [size / sum(sizes) for size in sizes if size]
    return NotYet(
        f"{values}: the parts are weighed by {_listed(weights)}; expected {_listed(right)}.",
        "each part weighs its size, divided by the number of all images.",
    )


def _weights_of(found, gradients, sizes) -> list[float] | None:
    """The numbers by which the parts with images were multiplied; None if it is no such sum."""
    parts = [gradient.flatten() for gradient, size in zip(gradients, sizes, strict=True) if size]
    columns = torch.stack(parts, dim=1)
    weights = torch.linalg.lstsq(columns, found.reshape(-1, 1)).solution
    if torch.allclose(columns @ weights, found.reshape(-1, 1), rtol=1e-3, atol=1e-4):
        return weights.flatten().tolist()
    return None


def hidden_weighed(answer):
    from fmnist_helpers.checks import weighed

    weighed(answer, strict=True, batches=([13, 7], [1, 1, 18]))


@check(
    points=2,
    errors={
        "slice step": "the arguments are `indices, rank, size`, in this order: `[rank::size]`.",
        "IndexError|ValueError": "there may be fewer images than processes: then some get an empty "
        "part. `chunk` and rounding up may make fewer parts than there are processes.",
    },
)
def part(function: Callable, *, shares: Sequence = ((8, 2), (11, 4), (9, 4), (2, 3))) -> str:
    """``function(indices, rank, size)``: the share of process `rank` of `size`."""
    for total, size in shares:
        indices = 2 * torch.randperm(500)[:total]  # even: no place can pass for an index
        given = indices.clone()
        parts = [_part(call(function, given, rank, size)) for rank in range(size)]
        expect_unchanged(given, indices, "indices")
        asked = f"of {total} images on {size} processes"
        _look_at_dealing(indices.tolist(), parts, asked)
        sizes = [len(each) for each in parts]
        if max(sizes) - min(sizes) > 1:
            by_value = [[n for n in indices.tolist() if n % size == rank] for rank in range(size)]
            raise NotYet(
                f"{asked}, the parts hold {sizes}: all wait for the process with the most.",
                "the place of an index in the batch must decide, not its value."
                if parts == by_value
                else "deal them out in turn, like cards: slices have a step.",
            )
    return "each image goes to one process, and no two shares differ by more than one."


def _look_at_dealing(order: list[int], parts: list[list[int]], asked: str) -> None:
    """Raise NotYet unless `parts`, one per process, hold each of `order` once."""
    if parts[0] and all(each == parts[0] for each in parts):
        what = "the whole batch" if len(parts[0]) == len(order) else f"the same {len(parts[0])}"
        raise NotYet(
            f"{asked}, all processes take {what}: they do the same work, and nothing is gained.",
            "`rank` must decide what is taken.",
        )
    taken = [each for part in parts for each in part]
    if strange := set(taken) - set(order):
        raise NotYet(
            f"{min(strange)} is none of the indices that were passed in.",
            "return the indices, not their places.",
        )
    missing, twice = len(set(order) - set(taken)), len(taken) - len(set(taken))
    if not missing and not twice:
        return
    said = f"{asked}, {missing} went to no process, and {len(taken)} were taken"
    if twice:
        said += ", some of them more than once"
    mistakes = [_mistakes(order, rank, len(parts)) for rank in range(len(parts))]
    for text in mistakes[0]:
        if [each[text] for each in mistakes] == parts:
            raise NotYet(f"{said}: {text}.", "`[rank::size]` deals them out like cards.")
    rest = missing == len(order) % len(parts) and not twice
    hint = "who takes the rest, if the batch doesn't divide evenly?" if rest else ""
    raise NotYet(f"{said}. Expected each to be taken once.", hint)


def _mistakes(order: list[int], rank: int, size: int) -> dict[str, list[int]]:
    """What process `rank` takes by usual mistakes."""
    return {
        "each begins one place too late: ranks count from 0": order[rank + 1 :: size],
        "each begins one place too early: ranks count from 0": order[rank - 1 :: size],
        "each goes on by `size + 1` places": order[rank :: size + 1],
        "each takes places `rank` to `size`: one colon more makes it a step": order[rank:size],
        "each takes all from place `rank` on": order[rank:],
        "each takes `size` of them, but `size` is the number of processes": order[
            rank * size : (rank + 1) * size
        ],
        "the last is left out, as a slice ends before its end": order[rank:-1:size],
        "they are shared out to two processes, whatever `size` is": order[rank::2],
    }


def _part(result: object) -> list:
    """The indices in what a process takes."""
    if not isinstance(result, torch.Tensor | list | tuple | range) or (
        isinstance(result, torch.Tensor) and result.ndim != 1
    ):
        hint = "a slice is more than one: `indices[start::step]`."
        raise NotYet(f"expected some of the indices, got {describe(result)}.", hint)
    if isinstance(result, list | tuple) and any(getattr(each, "ndim", 0) for each in result):
        raise NotYet("those are the parts of all processes.", "return that of process `rank`.")
    return [expect_whole_number(index) for index in result]


def hidden_part(answer):
    from fmnist_helpers.checks import part

    part(answer, strict=True, shares=((64, 4), (33, 2), (19, 5), (1, 2)))
