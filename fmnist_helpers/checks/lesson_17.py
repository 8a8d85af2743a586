"""Checks of lesson 17: hours to read, shards shared out, and an epoch that goes on."""

import copy
import math
import random
from collections.abc import Callable, Sequence

import torch

from fmnist_helpers.checks.engine import (
    NotYet,
    call,
    check,
    describe,
    expect_number,
    expect_unchanged,
)

__all__ = ["reading_hours", "rest_of_epoch", "shard_share"]


@check(points=1)
def reading_hours(function: Callable) -> str:
    """``function(images, bytes_each, megabytes_per_second)``: hours to read all of them once."""
    examples = [(90_000_000, 100_000, 250), (2_500, 15_000, 120)]  # the second takes no second
    examples += [(random.randrange(10**6, 10**8), random.randrange(500, 10**5), 120)]
    results = []
    for images, each, speed in examples:
        result = call(function, images, each, speed)
        hint = "return the number alone, without words." if isinstance(result, str) else ""
        results.append(expect_number(result, "a number of hours", hint))
    if len(set(results)) == 1:
        raise NotYet(f"it is always {results[0]:g}, whatever is read.", "use the parameters.")
    for (images, each, speed), result in zip(examples, results, strict=True):
        right = images * each / (speed * 1e6) / 3600
        if not math.isclose(result, right, rel_tol=1e-3):
            asked = f"{images:,} images of {each:,} bytes at {speed} MB/s"
            raise _wrong_hours(result, right, images, each, speed, asked)
    return "all bytes, by the bytes per second, by the seconds of an hour."


def _wrong_hours(
    result: float, right: float, images: int, each: int, speed: float, asked: str
) -> NotYet:
    cut = "a part was cut off: `//`, `int` and `round` leave nothing of a short time"
    meaning = {
        right * 3600: "those are seconds",
        right * 60: "those are minutes",
        right / 24: "those are days",
        right * 1e6: "a megabyte is a million bytes",
        right * 1e3: "a megabyte is a million bytes, not a thousand",
        right / 1e3: "a megabyte is a million bytes, not a thousand million",
        right * 3.6e9: "those are seconds, and a megabyte is a million bytes",
        right * 1e6 / 2**20: "a megabyte is 10⁶ bytes; 2²⁰ make a mebibyte, MiB",
        right * 8: "the speed is in bytes, not in bits",
        right * 4: "each byte is counted four times, as if it were a float32",
        right * 3600**2: "seconds are divided by 3,600 to make hours, not multiplied",
        right * 1e12: "multiplied by a million instead of divided: it needs parentheses",
        right * (speed * 1e6) ** 2: "multiplied by the speed instead of divided by it",
        1 / right / 3600**2: "the speed was divided by the bytes, not the bytes by the speed",
        right / images: "that is the time of one image",
        right / each: "that is the time of one byte from each image",
        right + images * 1e-4 / 3600: "nothing was said about finding files",
        float(int(right)): cut,
        images * each // (speed * 1e6) / 3600: cut,
        round(right, 2): cut,
    }
    for value, text in meaning.items():
        if math.isclose(result, value, rel_tol=1e-3):
            return NotYet(f"{asked}: expected {right:g}, got {result:g}; {text}.")
    return NotYet(
        f"{asked}: expected {right:g}, got {result:g}.", "all bytes / bytes per second / 3600"
    )


def hidden_reading_hours(answer):
    for images, each, rate in ((60_000, 784, 100), (1_000_000_000, 50_000, 500)):
        hours = images * each / (rate * 1e6) / 3600
        assert abs(answer(images, each, rate) / hours - 1) < 1e-3, (images, each, rate)


@check(points=2)
def shard_share(function: Callable, *, sizes: Sequence = ((12, 3),)) -> str:
    """``function(shards, rank, size, epoch)``: the shards of process `rank`, in its order."""
    for count, size in (*sizes, (random.choice((22, 26, 30)), 4)):
        numbers = random.sample(range(1000), count)
        shards = [_Name(f"part-{number:03}.bin") for number in numbers]
        given = list(shards)
        epochs = []
        for epoch in range(3):
            shares = []
            for rank in range(size):  # processes are alike in nothing but their rank
                random.seed(rank + 1)
                torch.manual_seed(rank + 1)
                _Name.process = rank
                share = call(function, shards, rank, size, epoch)
                if not isinstance(share, list | tuple):
                    raise NotYet(f"expected a list of shards, got {describe(share)}.")
                shares.append([str(each) if isinstance(each, str) else each for each in share])
            hint = "it is in another order now: shuffle a copy, `list(shards)`."
            expect_unchanged(shards, given, "list of shards", hint)
            _look_at_shares(shares, [str(shard) for shard in shards], size)
            epochs.append(shares)
        _look_at_epochs(epochs, given, size)
    return "each shard goes to one process, and every epoch has an order of its own."


class _Name(str):
    """A file's name; its hash differs from process to process, as Python's of a text does."""

    process = 0

    def __hash__(self):
        return hash((self.process, str(self)))


def _look_at_shares(shares: list[list], shards: list, size: int) -> None:
    taken = [shard for share in shares for shard in share]
    if strange := [shard for shard in taken if shard not in shards]:
        hint = "return names, not numbers."
        if isinstance(strange[0], list):
            hint = "one list of names: that of process `rank`."
        raise NotYet(f"{describe(strange[0])} is none of the shards.", hint)
    asked = f"with {len(shards)} shards on {size} processes"
    if all(len(share) == len(shards) for share in shares):
        raise NotYet(
            "each process takes all shards: every image is learned from several times.",
            "`rank` must decide what is taken.",
        )
    if all(share == shares[0] for share in shares):
        raise NotYet(
            f"{asked}, all take the same {len(shares[0])}.", "`rank` must decide what is taken."
        )
    if any(len(set(share)) < len(share) for share in shares):
        raise NotYet(
            f"{asked}, one of them reads a shard more than once.",
            "`choices` and `randint` may draw the same again; `sample` and `shuffle` don't.",
        )
    twice, missing = len(taken) - len(set(taken)), len(set(shards) - set(taken))
    if twice and len(taken) != len(shards):
        raise NotYet(
            f"{asked}, {twice} were taken twice and {missing} by nobody; the shares have "
            f"{[len(share) for share in shares]}.",
            "`[rank::size]` deals out in turn; a slice with one colon does not.",
        )
    if twice:
        raise NotYet(
            f"{asked}, {twice} were taken twice and {missing} by nobody: the processes don't "
            "agree on the order.",
            "each of them must shuffle with the same seed, made from `epoch` alone; `hash` of a "
            "text and the order of a set differ from process to process.",
        )
    if missing:
        rest = len(shards) % size
        hint = "who takes the rest, if they don't divide evenly?" if missing == rest else ""
        raise NotYet(f"{asked}, nobody took {missing}.", hint or "ranks count from 0.")
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
    if epochs[0] == epochs[1] or epochs[2] in epochs[:2]:
        raise NotYet("two of three epochs have the same order.", "the seed is made from `epoch`.")
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
    from fmnist_helpers.checks import shard_share

    shard_share(answer, strict=True, sizes=[(17, 5)])


@check(points=2)
def rest_of_epoch(function: Callable, *, sizes: Sequence = ((6, 20),)) -> str:
    """``function(shards, buffer_size, seed, done)``: what the lesson's stream has still to give."""
    for count, buffer_size in (*sizes, (9, random.randrange(5, 40))):
        numbers = iter(random.sample(range(10_000), 400))
        shards = [[next(numbers) for _ in range(random.randrange(15, 40))] for _ in range(count)]
        seed, total = random.randrange(100), sum(map(len, shards))
        given, whole = copy.deepcopy(shards), _stream(shards, buffer_size, seed)
        for done in (random.randrange(total // 4, total // 3), 0, total - 3, total):
            asked = f"of {total} samples, {done} done, a buffer of {buffer_size}"
            found = _as_list(call(function, given, buffer_size, seed, done))
            expect_unchanged(given, shards, "shards")
            if found != whole[done:]:
                other = [(buffer_size, 0), (buffer_size, seed + 1), (seed, buffer_size)]
                other += [(size, seed) for size in (0, 50, 300)]
                others = [_stream(shards, *each)[done:] for each in other]
                raise _wrong_rest(found, whole, done, others, asked)
    return "what was done doesn't come again, and nothing is lost from the buffer."


def _as_list(result: object) -> list:
    if not isinstance(result, Sequence) or isinstance(result, str):
        raise NotYet(
            f"expected a list of samples, got {describe(result)}.",
            "all samples that are still to come: a slice `[…:]`.",
        )
    if any(isinstance(each, list | tuple) for each in result):
        raise NotYet(
            "expected one list of samples, got a list of lists.", "only those still to come."
        )
    if strange := [each for each in result if not isinstance(each, int)]:
        raise NotYet(f"{describe(strange[0])} is none of the samples.")
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


def _wrong_rest(found: list, whole: list, done: int, others: list, asked: str) -> NotYet:
    before, after = set(whole[:done]), set(whole[done:])
    again, lost = len(before & set(found)), len(after - set(found))
    start = len(whole) - len(found)
    if found == whole[:done] and start:
        return NotYet(f"{asked}: those are the samples before the stop.", "what comes after them?")
    if found == whole[max(start, 0) :]:
        return NotYet(
            f"{asked}: it goes on with sample {start} of the stream; expected sample {done}: "
            f"{again} come a second time, and {lost} never.",
            "from the sample at place `done` to the end; the buffer changes nothing about that.",
        )
    if found in others:
        return NotYet(
            f"{asked}: that comes from a stream with another seed or another buffer.",
            "`my_stream(shards, buffer_size, seed)`",
        )
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
    from fmnist_helpers.checks import rest_of_epoch

    rest_of_epoch(answer, strict=True, sizes=[(8, 12)])
