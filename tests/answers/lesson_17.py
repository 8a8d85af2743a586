"""Answers to the exercises of lesson 17.

Written on 2026-11-24 by somebody who had read only the lesson, before the checks were read.
"""

from textwrap import dedent, indent

from tests.answers import Wrong


def _under(head: str, body: str) -> str:
    return f"{head}\n{indent(dedent(body).strip(), '    ')}\n"


def hours(body: str) -> str:
    return _under("def my_hours(images, bytes_each, megabytes_per_second):", body)


def share(body: str) -> str:
    return _under("def my_share(shards, rank, size, epoch):", body)


def rest(body: str) -> str:
    return _under("def my_rest(shards, buffer_size, seed, done):", body)


HOURS = {
    "right": {
        "one line": hours("return images * bytes_each / (megabytes_per_second * 1e6) / 3600"),
        "step by step": hours("""
            total = images * bytes_each
            seconds = total / (megabytes_per_second * 1_000_000)
            return seconds / 3600
        """),
        "in megabytes": hours("""
            megabytes = images * bytes_each / 10**6
            return megabytes / megabytes_per_second / 60 / 60
        """),
        "megabytes per hour": hours("""
            per_hour = megabytes_per_second * 3_600
            return images * bytes_each / 1_000_000 / per_hour
        """),
        "a timedelta": """
from datetime import timedelta


def my_hours(images, bytes_each, megabytes_per_second):
    time = timedelta(seconds=images * bytes_each / megabytes_per_second / 1e6)
    return time / timedelta(hours=1)
""",
        "a lambda": "my_hours = lambda n, b, speed: n * b / speed / 3.6e9\n",
        "other names, a float": """
def my_hours(count, size, mb):
    seconds_each = size / (mb * 1000 * 1000)
    return float(count * seconds_each / 3600)
""",
    },
    "wrong": {
        "seconds": Wrong(
            hours("return images * bytes_each / (megabytes_per_second * 1e6)"),
            "in seconds",
            "those are seconds",
        ),
        "minutes": Wrong(
            hours("return images * bytes_each / (megabytes_per_second * 1e6) / 60"),
            "in minutes",
            "those are minutes",
        ),
        "megabytes forgotten": Wrong(
            hours("return images * bytes_each / megabytes_per_second / 3600"),
            "megabytes were taken for bytes",
            "a megabyte is a million bytes",
        ),
        "binary megabytes": Wrong(
            hours("return images * bytes_each / (megabytes_per_second * 1024**2) / 3600"),
            "a megabyte of 1,048,576 bytes",
            "mebibyte",
        ),
        "thousands": Wrong(
            hours("return images * bytes_each / (megabytes_per_second * 1e3) / 3600"),
            "a megabyte of 1,000 bytes",
            "not a thousand",
        ),
        "gigabytes": Wrong(
            hours("return images * bytes_each / (megabytes_per_second * 1e9) / 3600"),
            "a megabyte of 1e9 bytes",
            "not a thousand million",
        ),
        "megabits": Wrong(
            hours("return images * bytes_each * 8 / (megabytes_per_second * 1e6) / 3600"),
            "megabits: times 8",
            "not in bits",
        ),
        "multiplied by 3,600": Wrong(
            hours("return images * bytes_each / (megabytes_per_second * 1e6) * 3600"),
            "seconds times 3,600 instead of divided by it",
            "not multiplied",
        ),
        "precedence": Wrong(
            hours("return images * bytes_each / megabytes_per_second * 1e6 / 3600"),
            "without parentheses the million multiplies",
            "it needs parentheses",
        ),
        "speed multiplied": Wrong(
            hours("return images * bytes_each * megabytes_per_second * 1e6 / 3600"),
            "multiplied by the speed instead of divided by it",
            "multiplied by the speed",
        ),
        "upside down": Wrong(
            hours("return megabytes_per_second * 1e6 / (images * bytes_each) / 3600"),
            "the speed divided by the bytes",
            "not the bytes by the speed",
        ),
        "number of images forgotten": Wrong(
            hours("return bytes_each / (megabytes_per_second * 1e6) / 3600"),
            "the time of one image",
            "the time of one image",
        ),
        "size forgotten": Wrong(
            hours("return images / (megabytes_per_second * 1e6) / 3600"),
            "the size of an image is not used",
            "never uses its parameter `bytes_each`",
        ),
        "the lesson's 784": Wrong(
            hours("return images * 784 / (megabytes_per_second * 1e6) / 3600"),
            "784 bytes in place of the parameter",
            "never uses its parameter `bytes_each`",
        ),
        "the lesson's speed": Wrong(
            hours("return images * bytes_each / 200e6 / 3600"),
            "200 MB per second in place of the parameter",
            "never uses its parameter `megabytes_per_second`",
        ),
        "the lesson's number": Wrong(
            hours("return 60_000_000 * bytes_each / (megabytes_per_second * 1e6) / 3600"),
            "60 million images in place of the parameter",
            "never uses its parameter `images`",
        ),
        "a lucky constant": Wrong(hours("return 0.0653"), "a constant", "whatever is read"),
        "whole hours": Wrong(
            hours("return images * bytes_each // (megabytes_per_second * 1e6) // 3600"),
            "// drops the fractions",
            "a part was cut off",
        ),
        "whole seconds": Wrong(
            hours("return images * bytes_each // (megabytes_per_second * 1_000_000) / 3600"),
            "// drops the fraction of a second",
            "a part was cut off",
        ),
        "int": Wrong(
            hours("return int(images * bytes_each / (megabytes_per_second * 1e6) / 3600)"),
            "int drops the fraction of an hour",
            "a part was cut off",
        ),
        "rounded": Wrong(
            hours("return round(images * bytes_each / (megabytes_per_second * 1e6) / 3600, 2)"),
            "rounded to two digits",
            "a part was cut off",
        ),
        "text": Wrong(
            hours("""
                hours = images * bytes_each / (megabytes_per_second * 1e6) / 3600
                return f"{hours:.2f} hours"
            """),
            "a text, not a number",
            "without words",
        ),
        "hours and minutes": Wrong(
            hours("""
                seconds = images * bytes_each / (megabytes_per_second * 1e6)
                return seconds // 3600, seconds % 3600 / 60
            """),
            "a pair of hours and minutes",
            "got a tuple of 2",
        ),
        "printed": Wrong(
            hours("print(images * bytes_each / (megabytes_per_second * 1e6) / 3600)"),
            "prints, and returns nothing",
            "`print` only shows the result",
        ),
        "not returned": Wrong(
            hours("hours = images * bytes_each / (megabytes_per_second * 1e6) / 3600"),
            "nothing is returned",
            "end it with `return`",
        ),
        "yielded": Wrong(
            hours("yield images * bytes_each / (megabytes_per_second * 1e6) / 3600"),
            "yield makes a generator of it",
            "since the function uses `yield`",
        ),
        "swapped parameters": Wrong(
            """
def my_hours(megabytes_per_second, images, bytes_each):
    return images * bytes_each / (megabytes_per_second * 1e6) / 3600
""",
            "the speed comes first",
        ),
        "two parameters": Wrong(
            """
def my_hours(images, bytes_each):
    return images * bytes_each / 200e6 / 3600
""",
            "takes no speed",
            "takes 2 arguments",
        ),
        "no parameters": Wrong(
            """
def my_hours():
    images = int(input("How many images? "))
    return images * 784 / 200e6 / 3600
""",
            "takes nothing, and asks the user",
            "takes 0 arguments",
        ),
        "called": Wrong(
            hours("return images * bytes_each / (megabytes_per_second * 1e6) / 3600")
            + "\n\nmy_hours = my_hours(60_000_000, 784, 200)\n",
            "a value of the function, not the function",
            "expected a function",
        ),
        "with the finding": Wrong(
            hours("""
                finding = images * 1e-4
                return (finding + images * bytes_each / (megabytes_per_second * 1e6)) / 3600
            """),
            "adds the time to find and open each file",
            "finding files",
        ),
        "as float32": Wrong(
            hours("return images * bytes_each * 4 / (megabytes_per_second * 1e6) / 3600"),
            "four bytes for each byte",
            "counted four times",
        ),
        "days": Wrong(
            hours("return images * bytes_each / (megabytes_per_second * 1e6) / 3600 / 24"),
            "in days",
            "those are days",
        ),
        "the stub": Wrong(
            hours("return None  # your answer"), "nothing was written", "Not tried yet"
        ),
    },
}

SHARE = {
    "right": {
        "sample": share("return random.Random(epoch).sample(shards, len(shards))[rank::size]"),
        "shuffled copy": share("""
            order = list(shards)
            random.Random(epoch).shuffle(order)
            return order[rank::size]
        """),
        "torch": share("""
            generator = torch.Generator().manual_seed(epoch)
            order = torch.randperm(len(shards), generator=generator)
            return [shards[i] for i in order[rank::size]]
        """),
        "NumPy": share("""
            order = np.random.default_rng(epoch).permutation(len(shards))
            return [shards[i] for i in order[rank::size].tolist()]
        """),
        "blocks": share("""
            order = shards[:]
            random.Random(f"epoch {epoch}").shuffle(order)
            n = len(order)
            return order[n * rank // size : n * (rank + 1) // size]
        """),
        "a seed of its own": share("""
            rng = random.Random(1234 + epoch)
            order = sorted(shards, key=lambda shard: rng.random())
            mine = []
            for place, shard in enumerate(order):
                if place % size == rank:
                    mine.append(shard)
            return mine
        """),
        "dealt": share("""
            order = random.Random(epoch).sample(shards, k=len(shards))
            hands = [[] for _ in range(size)]
            for i in range(len(order)):
                hands[i % size].append(order[i])
            return hands[rank]
        """),
        "the program's seed": share("""
            random.seed(epoch)
            order = random.sample(shards, len(shards))
            return order[rank::size]
        """),
        "torch's seed": share("""
            torch.manual_seed(epoch)
            order = torch.randperm(len(shards)).tolist()
            return [shards[i] for i in order[rank::size]]
        """),
        "state put back": share("""
            state = torch.get_rng_state()
            torch.manual_seed(epoch)
            order = torch.randperm(len(shards)).tolist()
            torch.set_rng_state(state)
            return [shards[i] for i in order][rank::size]
        """),
    },
    "wrong": {
        "no seed": Wrong(
            share("return random.sample(shards, len(shards))[rank::size]"),
            "no seed: each process finds another order",
            "made from `epoch`",
        ),
        "an own generator without a seed": Wrong(
            share("return random.Random().sample(shards, len(shards))[rank::size]"),
            "no seed: each process finds another order",
            "made from `epoch`",
        ),
        "seed elsewhere": Wrong(
            """
random.seed(0)


def my_share(shards, rank, size, epoch):
    order = shards.copy()
    random.shuffle(order)
    return order[rank::size]
""",
            "relies on a seed that was set elsewhere",
            "made from `epoch`",
        ),
        "randperm": Wrong(
            share("""
                order = torch.randperm(len(shards)).tolist()
                return [shards[i] for i in order][rank::size]
            """),
            "no seed: each process finds another order",
            "made from `epoch`",
        ),
        "rank as seed": Wrong(
            share("return random.Random(rank).sample(shards, len(shards))[rank::size]"),
            "the rank as seed: each process finds another order",
            "made from `epoch` alone",
        ),
        "epoch and rank as seed": Wrong(
            share("return random.Random(epoch + rank).sample(shards, len(shards))[rank::size]"),
            "the rank is in the seed: each process finds another order",
            "made from `epoch` alone",
        ),
        "a fixed seed": Wrong(
            share("return random.Random(0).sample(shards, len(shards))[rank::size]"),
            "a fixed seed: the same order in every epoch",
            "seed is made from `epoch`",
        ),
        "hash": Wrong(
            share("""
                order = sorted(shards, key=lambda shard: hash((shard, epoch)))
                return order[rank::size]
            """),
            "the hash of a text differs from process to process",
            "differ from process to process",
        ),
        "no shuffling": Wrong(
            share("return shards[rank::size]"),
            "the same shards in the same order in every epoch",
            "shuffle before you deal",
        ),
        "shifted": Wrong(
            share("return shards[(rank + epoch) % size :: size]"),
            "the order within a process's shards is always the same",
            "always together",
        ),
        "its own ones shuffled": Wrong(
            share("""
                mine = shards[rank::size]
                random.Random(epoch).shuffle(mine)
                return mine
            """),
            "dealt before the shuffle: a process has the same shards in all epochs",
            "only in another order",
        ),
        "its own ones sampled": Wrong(
            share("""
                mine = shards[rank::size]
                return random.Random(epoch * 1000 + rank).sample(mine, len(mine))
            """),
            "dealt before the shuffle: a process has the same shards in all epochs",
            "only in another order",
        ),
        "shuffled in place": Wrong(
            share("""
                random.Random(epoch).shuffle(shards)
                return shards[rank::size]
            """),
            "shuffles the list that was passed in",
            "shuffle a copy",
        ),
        "sorted in place": Wrong(
            share("""
                shards.sort()
                return random.Random(epoch).sample(shards, len(shards))[rank::size]
            """),
            "sorts the list that was passed in",
            "in another order now",
        ),
        "what shuffle returns": Wrong(
            share("""
                order = random.Random(epoch).shuffle(list(shards))
                return order[rank::size]
            """),
            "shuffle returns None",
            "'NoneType' object",
        ),
        "rank not used": Wrong(
            share("return random.Random(epoch).sample(shards, len(shards))[::size]"),
            "all processes read the same shards",
            "all take the same 4",
        ),
        "all shards": Wrong(
            share("return random.Random(epoch).sample(shards, len(shards))"),
            "each process reads all shards",
            "takes all shards",
        ),
        "each a sample": Wrong(
            share("return random.Random(epoch).sample(shards, len(shards) // size)"),
            "all processes read the same shards",
            "all take the same 4",
        ),
        "sample by rank": Wrong(
            share("return random.Random(epoch + rank).sample(shards, len(shards) // size)"),
            "each draws for itself: some shards come twice, others never",
            "don't agree on the order",
        ),
        "choices": Wrong(
            share("return random.Random(epoch).choices(shards, k=len(shards))[rank::size]"),
            "choices draws with replacement",
            "may draw the same again",
        ),
        "the rest is lost": Wrong(
            share("""
                order = random.Random(epoch).sample(shards, len(shards))
                each = len(shards) // size
                return order[rank * each : (rank + 1) * each]
            """),
            "the shards that don't divide evenly are lost",
            "who takes the rest",
        ),
        "the last takes the rest": Wrong(
            share("""
                order = random.Random(epoch).sample(shards, len(shards))
                each = len(shards) // size
                if rank == size - 1:
                    return order[rank * each :]
                return order[rank * each : (rank + 1) * each]
            """),
            "the last process takes the whole rest",
            "with the most",
        ),
        "rounded up": Wrong(
            share("""
                order = random.Random(epoch).sample(shards, len(shards))
                each = -(-len(shards) // size)
                return order[rank * each : (rank + 1) * each]
            """),
            "rounded up, so the last processes may have two less or none",
            "with the most",
        ),
        "rank from 1": Wrong(
            share("return random.Random(epoch).sample(shards, len(shards))[rank - 1 :: size]"),
            "as if ranks were counted from 1",
            "ranks count from 0",
        ),
        "start and step swapped": Wrong(
            share("return random.Random(epoch).sample(shards, len(shards))[size::rank]"),
            "start and step are swapped",
            "slice step cannot be zero",
        ),
        "from rank to size": Wrong(
            share("return random.Random(epoch).sample(shards, len(shards))[rank:size]"),
            "a slice from rank to size",
            "a slice with one colon",
        ),
        "one shard": Wrong(
            share("return random.Random(epoch).sample(shards, len(shards))[rank]"),
            "one shard, not a list",
            "expected a list of shards",
        ),
        "places": Wrong(
            share("""
                order = random.Random(epoch).sample(range(len(shards)), len(shards))
                return order[rank::size]
            """),
            "places, not the names of shards",
            "names, not numbers",
        ),
        "samples of the shards": Wrong(
            share("return my_stream(shards, 300, seed=epoch)[rank::size]"),
            "my_stream takes lists of samples; from names it makes letters",
            "none of the shards",
        ),
        "the time": Wrong(
            """
import time


def my_share(shards, rank, size, epoch):
    return random.Random(time.time()).sample(shards, len(shards))[rank::size]
""",
            "the time as seed: each process finds another order",
            "made from `epoch`",
        ),
        "epoch and rank swapped": Wrong(
            share("return random.Random(rank).sample(shards, len(shards))[epoch::size]"),
            "epoch and rank are swapped",
        ),
        "all parts": Wrong(
            share("""
                order = random.Random(epoch).sample(shards, len(shards))
                return [order[r::size] for r in range(size)]
            """),
            "returns the lists of all processes",
            "that of process `rank`",
        ),
        "every second epoch": Wrong(
            share("return random.Random(epoch % 2).sample(shards, len(shards))[rank::size]"),
            "only two orders, which take turns",
            "have the same order",
        ),
        "a set": Wrong(
            share("return set(random.Random(epoch).sample(shards, len(shards))[rank::size])"),
            "a set has no order",
            "got a set",
        ),
        "three parameters": Wrong(
            """
def my_share(shards, rank, size):
    return random.Random(0).sample(shards, len(shards))[rank::size]
""",
            "takes no epoch",
            "takes 3 arguments",
        ),
        "yielded": Wrong(
            share("""
                order = random.Random(epoch).sample(shards, len(shards))
                yield from order[rank::size]
            """),
            "yield makes a generator of it",
            "since the function uses `yield`",
        ),
        "printed": Wrong(
            share("""
                order = random.Random(epoch).sample(shards, len(shards))
                print(order[rank::size])
            """),
            "prints, and returns nothing",
            "`print` only shows the result",
        ),
        "the stub": Wrong(
            "my_share = None  # your function\n", "nothing was written", "Not tried yet"
        ),
        "reads the files": Wrong(
            share("""
                order = random.Random(epoch).sample(shards, len(shards))
                return [Path(path).read_bytes() for path in order[rank::size]]
            """),
            "reads the files instead of returning their names",
            "No such file",
        ),
    },
}

REST = {
    "right": {
        "a slice": rest("return my_stream(shards, buffer_size, seed)[done:]"),
        "by name": rest("""
            everything = my_stream(shards, buffer_size=buffer_size, seed=seed)
            return everything[done:]
        """),
        "places": rest("""
            stream = my_stream(shards, buffer_size, seed)
            return [stream[i] for i in range(done, len(stream))]
        """),
        "islice": """
from itertools import islice


def my_rest(shards, buffer_size, seed, done):
    return list(islice(my_stream(shards, buffer_size, seed), done, None))
""",
        "deleted from the epoch": rest("""
            epoch = my_stream(shards, buffer_size, seed)
            del epoch[:done]
            return epoch
        """),
        "enumerate": rest("""
            missing = []
            for place, sample in enumerate(my_stream(shards, buffer_size, seed)):
                if place >= done:
                    missing.append(sample)
            return missing
        """),
        "from the back": rest("""
            total = sum(len(shard) for shard in shards)
            if done == total:
                return []
            return my_stream(shards, buffer_size, seed)[done - total :]
        """),
        "popped": rest("""
            stream = my_stream(shards, buffer_size, seed)
            for _ in range(done):
                stream.pop(0)
            return stream
        """),
    },
    "wrong": {
        "as it was": Wrong(
            rest("""
                read = done // len(shards[0])
                return my_stream(shards[read:], buffer_size, seed)
            """),
            "nothing was changed: not the shards that were read, and not the buffer",
            "waited in the buffer",
        ),
        "true lengths": Wrong(
            rest("""
                read, count = 0, 0
                while read < len(shards) and count + len(shards[read]) <= done:
                    count += len(shards[read])
                    read += 1
                return my_stream(shards[read:], buffer_size, seed)[done - count :]
            """),
            "the shards are not read in the order of the list, and the buffer is forgotten",
            "waited in the buffer",
        ),
        "the shuffled shards": Wrong(
            rest("""
                order = random.Random(seed).sample(shards, len(shards))
                read, count = 0, 0
                while read < len(order) and count + len(order[read]) <= done:
                    count += len(order[read])
                    read += 1
                return my_stream(order[read:], buffer_size, seed)[done - count :]
            """),
            "the order of the shards is right, but the buffer is forgotten",
            "waited in the buffer",
        ),
        "order without a buffer": Wrong(
            rest("""
                order = random.Random(seed).sample(shards, len(shards))
                samples = [sample for shard in order for sample in shard]
                return samples[done:]
            """),
            "the samples are not mixed by the buffer",
            "another buffer",
        ),
        "flattened and cut": Wrong(
            rest("""
                samples = [sample for shard in shards for sample in shard]
                return my_stream([samples[done:]], buffer_size, seed)
            """),
            "the first `done` of the list are not those that came out of the stream",
            "waited in the buffer",
        ),
        "the first ones": Wrong(
            rest("return my_stream(shards, buffer_size, seed)[:done]"),
            "those that are done, not those to come",
            "before the stop",
        ),
        "off by one": Wrong(
            rest("return my_stream(shards, buffer_size, seed)[done + 1 :]"),
            "one sample is lost",
            "it goes on with sample",
        ),
        "one too early": Wrong(
            rest("return my_stream(shards, buffer_size, seed)[done - 1 :]"),
            "one sample comes a second time",
            "it goes on with sample",
        ),
        "from the end": Wrong(
            rest("return my_stream(shards, buffer_size, seed)[-done:]"),
            "the last `done` samples, not those from `done` on",
            "it goes on with sample",
        ),
        "from the back, nothing left": Wrong(
            rest("""
                left = sum(len(shard) for shard in shards) - done
                return my_stream(shards, buffer_size, seed)[-left:]
            """),
            "if nothing is left, [-0:] is everything",
            "it goes on with sample",
        ),
        "without the seed": Wrong(
            rest("return my_stream(shards, buffer_size)[done:]"),
            "the seed is not passed on",
            "another seed",
        ),
        "seed 0": Wrong(
            rest("return my_stream(shards, buffer_size, seed=0)[done:]"),
            "always seed 0",
            "another seed",
        ),
        "the lesson's buffer": Wrong(
            rest("return my_stream(shards, 300, seed)[done:]"),
            "a buffer of 300, whatever is passed in",
            "another buffer",
        ),
        "no buffer": Wrong(
            rest("return my_stream(shards, 0, seed)[done:]"),
            "the buffer is left out",
            "another buffer",
        ),
        "arguments swapped": Wrong(
            rest("return my_stream(shards, seed, buffer_size)[done:]"),
            "buffer_size and seed are swapped",
            "another seed",
        ),
        "buffer skipped": Wrong(
            rest("return my_stream(shards, buffer_size, seed)[done + buffer_size :]"),
            "the samples in the buffer are taken for done",
            "it goes on with sample",
        ),
        "buffer repeated": Wrong(
            rest("return my_stream(shards, buffer_size, seed)[max(0, done - buffer_size) :]"),
            "the buffer's samples are taken for missing, and come again",
            "it goes on with sample",
        ),
        "whole shards": Wrong(
            rest("""
                read = done // len(shards[0])
                return my_stream(shards, buffer_size, seed)[read * len(shards[0]) :]
            """),
            "rounded to whole shards, though their lengths differ",
            "it goes on with sample",
        ),
        "shards instead of samples": Wrong(
            rest("return my_stream(shards[done:], buffer_size, seed)"),
            "skips shards, not samples",
            "it goes on with sample",
        ),
        "the set of those missing": Wrong(
            rest("""
                stream = my_stream(shards, buffer_size, seed)
                seen = stream[:done]
                return [s for shard in shards for s in shard if s not in seen]
            """),
            "the right samples, but not in the order in which they would have come",
            "in another order",
        ),
        "sorted": Wrong(
            rest("return sorted(my_stream(shards, buffer_size, seed)[done:])"),
            "the order is lost",
            "in another order",
        ),
        "shuffled again": Wrong(
            rest("""
                left = my_stream(shards, buffer_size, seed)[done:]
                random.Random(seed).shuffle(left)
                return left
            """),
            "shuffled once more: the order is lost",
            "in another order",
        ),
        "streamed again": Wrong(
            rest("""
                left = my_stream(shards, buffer_size, seed)[done:]
                return my_stream([left], buffer_size, seed)
            """),
            "mixed by a buffer a second time",
            "in another order",
        ),
        "seed moved on": Wrong(
            rest("return my_stream(shards, buffer_size, seed + 1)[done:]"),
            "another seed: another epoch",
            "another seed",
        ),
        "the number": Wrong(
            rest("return len(my_stream(shards, buffer_size, seed)[done:])"),
            "how many are missing, not which",
            "expected a list of samples",
        ),
        "the next one": Wrong(
            rest("return my_stream(shards, buffer_size, seed)[done]"),
            "one sample, not all that are missing",
            "all samples that are still to come",
        ),
        "done and rest": Wrong(
            rest("""
                stream = my_stream(shards, buffer_size, seed)
                return stream[:done], stream[done:]
            """),
            "two lists instead of one",
            "a list of lists",
        ),
        "in batches": Wrong(
            rest("""
                stream = my_stream(shards, buffer_size, seed)[done:]
                return [stream[i : i + 64] for i in range(0, len(stream), 64)]
            """),
            "a list of batches, not of samples",
            "a list of lists",
        ),
        "pops shards": Wrong(
            rest("""
                for _ in range(done):
                    shards.pop(0)
                return my_stream(shards, buffer_size, seed)
            """),
            "takes whole shards out of the list that was passed in",
        ),
        "the notebook's shards": Wrong(
            rest("return my_stream(mixed_shards, buffer_size, seed)[done:]"),
            "the notebook's shards in place of those that are passed in",
            "is not defined",
        ),
        "the notebook's stream": Wrong(
            rest("return stream[done:]"),
            "a variable of the notebook that is not passed in",
            "is not defined",
        ),
        "extended in place": Wrong(
            rest("""
                everything = shards[0]
                for shard in shards[1:]:
                    everything.extend(shard)
                return my_stream(shards, buffer_size, seed)[done:]
            """),
            "the first shard grows: what was passed in is changed",
            "your function changed the shards",
        ),
        "reset": Wrong(
            rest("return my_stream(shards, buffer_size, seed)"),
            "the whole epoch again",
            "never uses its parameter `done`",
        ),
        "printed": Wrong(
            rest("print(my_stream(shards, buffer_size, seed)[done:])"),
            "prints, and returns nothing",
            "`print` only shows the result",
        ),
        "yielded": Wrong(
            rest("yield from my_stream(shards, buffer_size, seed)[done:]"),
            "yield makes a generator of it",
            "since the function uses `yield`",
        ),
        "three parameters": Wrong(
            """
def my_rest(shards, buffer_size, done):
    return my_stream(shards, buffer_size)[done:]
""",
            "takes no seed",
            "takes 3 arguments",
        ),
        "the stub": Wrong(
            rest("return None  # your answer"), "nothing was written", "Not tried yet"
        ),
    },
}

ANSWERS = {"reading_hours": HOURS, "shard_share": SHARE, "rest_of_epoch": REST}
