"""Batches that a learner made by hand, against the parts of an order that they should hold."""

import torch

from fmnist_helpers.checks.engine.expect import describe, expect_tensor
from fmnist_helpers.checks.engine.verdict import NotYet


def look_at_batches(answer: object, parts: list[list[int]], batch_size: int) -> None:
    """Raise NotYet unless `answer` is a list of as many batches as there are `parts`."""
    total = sum(map(len, parts))
    asked = f"{total} positions in batches of {batch_size} are {len(parts)} batches"
    if isinstance(answer, torch.Tensor) or not isinstance(answer, tuple | list):
        raise NotYet(
            f"expected a list of batches, got {describe(answer)}.",
            "append each batch to a list, and return the list after the loop.",
        )
    if len(answer) == 2 != len(parts) and isinstance(answer[0], torch.Tensor):
        raise NotYet(
            "expected a list of all batches, got one pair of tensors.",
            "append each batch to a list, and return the list after the loop.",
        )
    if len(answer) == 2 and all(_is_list_of_alike(each, len(parts)) for each in answer):
        raise NotYet(
            "expected one list of pairs, got two lists, one of images and one of labels.",
            "`batches.append((images, labels))` keeps what belongs together.",
        )
    if any(isinstance(each, torch.Tensor) for each in answer):
        raise NotYet(
            f"expected a list of {len(parts)} pairs; the list that you returned holds single "
            "tensors.",
            "`batches.append((images, labels))` adds images and labels together; `extend` and `+=` "
            "take the pair apart.",
        )
    sizes = [_size(batch) for batch in answer]
    first = sizes[0] if sizes else None
    if first is not None and answer[0][1].ndim > 2:
        raise NotYet("each batch has its labels first; expected `(images, labels)`.")
    if len(answer) == 1 < len(parts) and first in (len(parts[0]), len(parts[-1])):
        raise NotYet(
            f"{asked}; got {'the first' if first == len(parts[0]) else 'the last'} one only.",
            "does a `return` stand inside the loop? Make the list once, before the loop; each "
            "batch begins with empty lists.",
        )
    if first is not None and first != len(parts[0]):
        raise NotYet(
            f"with batch_size={batch_size}, the first batch has {first} labels.",
            "take `batch_size` positions of `order` for each batch, and the labels of the same.",
        )
    if sizes == [len(part) for part in parts[:-1]]:
        raise NotYet(
            f"{asked}, got {len(answer)}: the last one, with {len(parts[-1])}, is missing.",
            "count the starts with `range(0, len(order), batch_size)`.",
        )
    if len(answer) != len(parts):
        raise NotYet(
            f"{asked}, got {len(answer)}, with {', '.join(map(str, sizes))} labels.",
            "go through `order` in steps of `batch_size`, and begin each batch with nothing in it.",
        )


def _size(batch: object) -> int | None:
    """How many images a pair of tensors holds; None for anything else."""
    if isinstance(batch, tuple | list) and len(batch) == 2 and isinstance(batch[1], torch.Tensor):
        return batch[1].numel()
    return None


def _is_list_of_alike(value: object, count: int) -> bool:
    """Whether it is a list of `count` tensors with equally many dimensions: all images, say."""
    return (
        isinstance(value, list)
        and len(value) == count > 1
        and all(isinstance(each, torch.Tensor) and each.ndim == value[0].ndim for each in value)
    )


def look_at_batch(
    batch: object, name: str, images: torch.Tensor, labels: torch.Tensor, dataset: torch.Tensor
) -> None:
    """Raise NotYet unless it is a pair of tensors shaped like `images` and `labels`."""
    if not isinstance(batch, tuple | list) or len(batch) != 2:
        raise NotYet(
            f"expected {name} as a pair of images and labels, got {describe(batch)}.",
            "collect the images and the labels of a part separately: `(images, labels)`.",
        )
    found, found_labels = batch
    expect_tensor(found, f"the images of {name} as a tensor", hint="`torch.stack(…)`")
    expect_tensor(found_labels, f"the labels of {name} as a tensor", hint="`torch.tensor(…)`")
    if found.shape != images.shape:
        raise NotYet(
            f"expected the images of {name} with the shape {tuple(images.shape)}, got "
            f"{tuple(found.shape)}.",
            "the last batch holds the positions that are left, and no others."
            if found.shape[1:] == images.shape[1:]
            else "`torch.stack` puts a new dimension in front; `torch.cat` doesn't, and nothing "
            "should change the shape afterwards.",
            None if found.shape[1:] == images.shape[1:] else "missing_dimension",
        )
    if found.dtype != images.dtype:
        raise NotYet(
            f"the images of {name} are {found.dtype}, those of the dataset {images.dtype}.",
            "stack them as they are.",
        )
    if not (found[0] == dataset).flatten(1).all(dim=1).any():
        raise NotYet(
            f"the images of {name} are not from the dataset that was passed.",
            "use the parameter `dataset`, not a dataset of the notebook, and leave the pixels as "
            "they are.",
        )
    if found_labels.is_floating_point():
        raise NotYet(
            f"the labels of {name} are {found_labels.dtype}; expected whole numbers.",
            "`torch.tensor(…)` keeps whole numbers, `torch.Tensor(…)` makes floats.",
            "label_dtype",
        )
    if found_labels.shape != labels.shape:
        raise NotYet(
            f"expected the labels of {name} with the shape {tuple(labels.shape)}, got "
            f"{tuple(found_labels.shape)}.",
            "one whole number per image, in a row; a new batch begins with empty lists.",
        )


def look_at_labels(
    found: torch.Tensor, number: int, parts: list[list[int]], order: list[int], labels: torch.Tensor
) -> None:
    """The labels of a batch; if they are wrong, whose they are."""
    part, size = parts[number], len(parts[0])
    if torch.equal(found, labels[part]):
        return
    start = number * size
    ways = {
        "the dataset's own order, or `order` sorted": list(range(len(labels))),
        "`order` sorted": sorted(order),
        "`order` from its end": order[::-1],
        "`order` without its first position": order[1:],
        "`order` dealt out to the batches in turn": [
            i for first in range(len(parts)) for i in order[first :: len(parts)]
        ],
    }
    meant = [way for way, all_of_it in ways.items() if _is(found, labels[all_of_it], start)]
    if torch.equal(found, torch.tensor(part)):
        meant = ["the positions themselves, not the labels at them"]
    elif torch.equal(found, labels[sorted(part)]):
        meant = ["`order` sorted within the batch"]
    whose = f" These are {meant[0]}." if meant else ""
    raise NotYet(
        f"batch {number} has the labels {found.tolist()}; with that order, expected "
        f"{labels[part].tolist()}.{whose}",
        "`order` holds positions: take `dataset[i]` for each `i` of its part.",
    )


def _is(found: torch.Tensor, row: torch.Tensor, start: int) -> bool:
    return torch.equal(found, row[start : start + len(found)])
