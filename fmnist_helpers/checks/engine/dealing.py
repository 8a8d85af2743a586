"""Whether what several processes took is all there was, each once, and if not, why."""

from collections import Counter
from collections.abc import Sequence

from fmnist_helpers.checks.engine.expect import describe
from fmnist_helpers.checks.engine.verdict import NotYet


def _mistaken(order: list, rank: int, size: int) -> dict[str, list]:
    """What usual mistakes give process `rank` of `size`."""
    whole = [each for each in order if isinstance(each, int)]
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
        "the number itself decides, not its place": [n for n in whole if n % size == rank],
    }


def look_at_dealing(order: Sequence, parts: Sequence[Sequence], asked: str) -> None:
    """Raise NotYet unless `parts`, one per process, hold each of `order` once.

    `order` is what is dealt, in the order in which a right answer deals it.
    """
    size = len(parts)
    if all(sorted(each) == sorted(order) for each in parts):
        raise NotYet(
            "each process takes the whole batch: all do the same work, and nothing is gained.",
            "`rank` must decide what is taken.",
        )
    if size > 1 and len(parts[0]) > 0 and all(each == parts[0] for each in parts):
        raise NotYet(
            f"{asked}, all processes take the same {len(parts[0])}.",
            "`rank` must decide what is taken.",
        )
    taken = [each for part in parts for each in part]
    strange = [each for each in taken if each not in order]
    if strange:
        raise NotYet(
            f"{describe(strange[0])} is none of those that were passed in.",
            "return the things themselves, not their places.",
        )
    missing = [place for place, each in enumerate(order) if each not in taken]
    twice = [each for each, count in Counter(taken).items() if count > 1]
    if not missing and not twice:
        return
    said = f"{asked}, {len(missing)} went to no process, and {len(taken)} were taken"
    if twice:
        said += f", {len(twice)} of them more than once"
    mistaken = [_mistaken(list(order), rank, size) for rank in range(size)]
    for mistake in mistaken[0]:
        if all(each[mistake] == list(part) for each, part in zip(mistaken, parts, strict=True)):
            raise NotYet(f"{said}: {mistake}.", "`[rank::size]` deals them out like cards.")
    hint = ""
    if len(missing) == len(order) % size and not twice:
        hint = "who takes the rest, if they don't divide evenly?"
    raise NotYet(f"{said}. Expected each to be taken once.", hint)
