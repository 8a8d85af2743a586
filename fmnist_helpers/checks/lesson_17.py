"""Checks of lesson 17: hours to read, shards shared out, and an epoch that goes on."""

import math
import random
from collections.abc import Callable, Sequence

import torch

from fmnist_helpers.checks.engine import NotYet, call, check, describe, expect_number

__all__ = ["reading_hours", "rest_of_epoch", "shard_share"]


@check(points=1)
def reading_hours(function: Callable) -> str:
    """``function(images, bytes_each, megabytes_per_second)``: hours to read all of them once."""
    examples = [(90_000_000, 100_000, 250)]
    examples += [(random.randrange(10**6, 10**8), random.randrange(500, 10**5), 120)]
    for images, each, speed in examples:
        result = call(function, images, each, speed)
        result = expect_number(result, "a number of hours")
        right = images * each / (speed * 1e6) / 3600
        if not math.isclose(result, right, rel_tol=1e-3):
            raise _wrong_hours(
                result, right, f"{images:,} images of {each:,} bytes at {speed} MB/s"
            )
    return "all bytes, by the bytes per second, by the seconds of an hour."


def _wrong_hours(result: float, right: float, asked: str) -> NotYet:
    meaning = {
        3600.0: "those are seconds",
        60.0: "those are minutes",
        1e6: "a megabyte is a million bytes",
        3.6e9: "those are seconds, and a megabyte is a million bytes",
        1e6 / 2**20: "a megabyte is 10⁶ bytes; 2²⁰ make a mebibyte, MiB",
    }
    for factor, text in meaning.items():
        if math.isclose(result, right * factor, rel_tol=1e-3):
            return NotYet(
                f"{asked}: expected {right:g}, got {result:g}; {text}.", "check the units."
            )
    return NotYet(
        f"{asked}: expected {right:g}, got {result:g}.", "all bytes / bytes per second / 3600"
    )


def hidden_reading_hours(answer):
    for images, each, rate in ((60_000, 784, 100), (1_000_000_000, 50_000, 500)):
        hours = images * each / (rate * 1e6) / 3600
        assert abs(answer(images, each, rate) / hours - 1) < 1e-3, (images, each, rate)


@check(points=2)
def shard_share(function: Callable) -> str:
    """``function(shards, rank, size, epoch)``: the shards of process `rank`, in its order."""
    for count, size in ((12, 3), (random.choice((22, 26, 30)), 4)):
        shards = [f"part-{number:03}.bin" for number in random.sample(range(1000), count)]
        given = list(shards)
        epochs = []
        for epoch in range(3):
            shares = []
            for rank in range(size):  # processes are alike in nothing but their rank
                random.seed(rank + 1)
                torch.manual_seed(rank + 1)
                share = call(function, shards, rank, size, epoch)
                if not isinstance(share, list | tuple):
                    raise NotYet(f"expected a list of shards, got {describe(share)}.")
                shares.append(list(share))
            if shards != given:
                raise NotYet(
                    "the list that was passed in is in another order now.",
                    "shuffle a copy: `list(shards)`.",
                )
            _look_at_shares(shares, shards, size)
            epochs.append(shares)
        _look_at_epochs(epochs, given, size)
    return "each shard goes to one process, and every epoch has an order of its own."


def _look_at_shares(shares: list[list], shards: list, size: int) -> None:
    taken = [shard for share in shares for shard in share]
    if strange := [shard for shard in taken if shard not in shards]:
        raise NotYet(f"{describe(strange[0])} is none of the shards.", "return names, not numbers.")
    twice, missing = len(taken) - len(set(taken)), len(set(shards) - set(taken))
    if all(len(share) == len(shards) for share in shares):
        raise NotYet(
            "each process takes all shards: every image is learned from several times.",
            "`rank` must decide what is taken.",
        )
    if twice:
        raise NotYet(
            f"with {len(shards)} shards on {size} processes, {twice} were taken twice and "
            f"{missing} by nobody: the processes don't agree on the order.",
            "each of them must shuffle with the same seed, made from `epoch` alone.",
        )
    if missing:
        raise NotYet(f"with {len(shards)} shards on {size} processes, nobody took {missing}.")
    sizes = sorted(map(len, shares))
    if sizes[-1] - sizes[0] > 1:
        raise NotYet(f"the shares have {sizes} shards: all wait for the process with the most.")


def _look_at_epochs(epochs: list, given: list, size: int) -> None:
    if epochs[0] == epochs[1] == epochs[2]:
        in_order = epochs[0] == [given[rank::size] for rank in range(size)]
        raise NotYet(
            "every epoch has the same shards in the same order.",
            "shuffle before you deal them out." if in_order else "the seed is made from `epoch`.",
        )
    together = [{frozenset(share) for share in shares} for shares in epochs]
    if together[0] == together[1] == together[2] and any(
        set(a) != set(b) for a, b in zip(epochs[0], epochs[1], strict=True)
    ):
        raise NotYet(
            "the same shards are always together, with another process in each epoch.",
            "first shuffle all shards, then deal them out.",
        )
    if all(set(a) == set(b) for a, b in zip(epochs[0], epochs[1], strict=True)):
        raise NotYet(
            "in every epoch a process gets the same shards, only in another order: it never sees "
            "the rest of the images.",
            "first shuffle all shards, then deal them out.",
        )


def hidden_shard_share(answer):
    shards = [f"shard {number}" for number in range(17)]
    for epoch in (0, 5):
        shares = [list(answer(list(shards), rank, 5, epoch)) for rank in range(5)]
        assert sorted(shard for share in shares for shard in share) == sorted(shards)
        assert max(map(len, shares)) - min(map(len, shares)) <= 1
    assert answer(list(shards), 0, 1, 1) != answer(list(shards), 0, 1, 2)
    assert answer(list(shards), 1, 5, 3) == answer(list(shards), 1, 5, 3)


@check(points=2)
def rest_of_epoch(function: Callable) -> str:
    """``function(shards, buffer_size, seed, done)``: what the lesson's stream has still to give."""
    for count, buffer_size in ((6, 20), (9, random.randrange(5, 40))):
        numbers = iter(random.sample(range(10_000), 400))
        shards = [[next(numbers) for _ in range(random.randrange(15, 40))] for _ in range(count)]
        seed, total = random.randrange(100), sum(map(len, shards))
        for done in (0, random.randrange(total // 4, total // 2), total - 3, total):
            asked = f"of {total} samples, {done} done, a buffer of {buffer_size}"
            found = _as_list(call(function, shards, buffer_size, seed, done))
            whole = _stream(shards, buffer_size, seed)
            if found != whole[done:]:
                raise _wrong_rest(found, whole, done, asked)
    return "what was done doesn't come again, and nothing is lost from the buffer."


def _as_list(result: object) -> list:
    if not isinstance(result, Sequence) or isinstance(result, str):
        raise NotYet(f"expected a list of samples, got {describe(result)}.")
    return list(result)


def _stream(shards: list[list], buffer_size: int, seed: int) -> list:
    """The lesson's `my_stream`."""
    draw = random.Random(seed)
    stream, buffer = [], []
    for shard in draw.sample(shards, len(shards)):
        for sample in shard:
            buffer.append(sample)
            if len(buffer) > buffer_size:
                stream.append(buffer.pop(draw.randrange(len(buffer))))
    draw.shuffle(buffer)
    return stream + buffer


def _wrong_rest(found: list, whole: list, done: int, asked: str) -> NotYet:
    before, after = set(whole[:done]), set(whole[done:])
    again, lost = len(before & set(found)), len(after - set(found))
    if found == whole[:done]:
        return NotYet(f"{asked}: those are the samples before the stop.", "what comes after them?")
    if again or lost:
        return NotYet(
            f"{asked}: {again} come a second time, and {lost} never. Some samples were read, and "
            "still waited in the buffer; and the shards come in a shuffled order.",
            "with the same seed, what does the whole epoch look like? Which part of it is left?",
        )
    return NotYet(
        f"{asked}: these are the right samples in another order.",
        "the same seed from the start makes the same order.",
    )


def hidden_rest_of_epoch(answer):
    import random

    shards = [[10 * shard + number for number in range(10)] for shard in range(8)]
    draw, whole, buffer = random.Random(3), [], []
    for shard in draw.sample(shards, len(shards)):
        for sample in shard:
            buffer.append(sample)
            if len(buffer) > 12:
                whole.append(buffer.pop(draw.randrange(len(buffer))))
    draw.shuffle(buffer)
    whole += buffer
    for done in (0, 1, 37, 79):
        assert list(answer(shards, 12, 3, done)) == whole[done:], done
