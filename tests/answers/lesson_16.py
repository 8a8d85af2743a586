"""Answers to the exercises of lesson 16.

Written on 2026-11-24 by somebody who had read only the lesson, before the checks were read.
"""

from textwrap import dedent, indent

from tests.answers import Wrong


def _under(head: str, body: str) -> str:
    return f"{head}\n{indent(dedent(body).strip(), '    ')}\n"


def weighed(body: str) -> str:
    return _under("def my_weighed(gradients, sizes):", body)


def part(body: str) -> str:
    return _under("def my_part(indices, rank, size):", body)


WEIGHED = {
    "right": {
        "sum of products": weighed("""
            total = sum(gradient * size for gradient, size in zip(gradients, sizes))
            return total / sum(sizes)
        """),
        "by positions": weighed("""
            result = torch.zeros(gradients[0].shape)
            n = 0
            for i in range(len(gradients)):
                result = result + gradients[i] * sizes[i]
                n = n + sizes[i]
            return result / n
        """),
        "shares": weighed("""
            whole = sum(sizes)
            return sum(size / whole * gradient for size, gradient in zip(sizes, gradients))
        """),
        "einsum": weighed("""
            weights = torch.tensor(sizes, dtype=gradients[0].dtype) / sum(sizes)
            return torch.einsum("p,p...->...", weights, torch.stack(gradients))
        """),
        "tensordot": weighed("""
            weights = torch.tensor(sizes).to(gradients[0].dtype)
            return torch.tensordot(weights, torch.stack(gradients), dims=1) / weights.sum()
        """),
        "stacked": weighed("""
            stacked = torch.stack([g * n for g, n in zip(gradients, sizes)])
            return stacked.sum(dim=0) / sum(sizes)
        """),
        "empty parts left out": weighed("""
            total = 0
            for gradient, size in zip(gradients, sizes):
                if size > 0:
                    total = total + gradient * size
            return total / sum(sizes)
        """),
        "copies": weighed("""
            each = [g.clone().mul_(n) for g, n in zip(gradients, sizes)]
            out = each[0]
            for other in each[1:]:
                out += other
            out /= sum(sizes)
            return out
        """),
        "NumPy": """
import numpy as np


def my_weighed(grads, counts):
    return torch.from_numpy(np.average([g.numpy() for g in grads], axis=0, weights=counts))
""",
    },
    "wrong": {
        "plain mean": Wrong(
            weighed("return sum(gradients) / len(gradients)"),
            "the plain mean: the sizes are not used",
            "the plain mean",
        ),
        "mean of the stack": Wrong(
            weighed("return torch.stack(gradients).mean(dim=0)"),
            "the plain mean: the sizes are not used",
            "the plain mean",
        ),
        "plain sum": Wrong(
            weighed("return sum(gradients)"),
            "the sum, not weighed at all",
            "the sum of the gradients",
        ),
        "not divided": Wrong(
            weighed("return sum(g * n for g, n in zip(gradients, sizes))"),
            "not divided by the number of images",
            "the sum over all images",
        ),
        "by the number of processes": Wrong(
            weighed("return sum(g * n for g, n in zip(gradients, sizes)) / len(sizes)"),
            "divided by the number of processes, not of images",
            "divided by the number of parts",
        ),
        "sum over the images": Wrong(
            weighed("return sum(gradients) / sum(sizes)"),
            "divided by all images, but not multiplied by each part's",
            "weighed by 0.0303 and 0.0303",
        ),
        "divided by each size": Wrong(
            weighed("return sum(g / n for g, n in zip(gradients, sizes))"),
            "divided by its size instead of multiplied",
            "weighed by 0.0588 and 0.0625",
        ),
        "divided where possible": Wrong(
            weighed("""
                total = torch.zeros_like(gradients[0])
                for g, n in zip(gradients, sizes):
                    if n:
                        total += g / n
                return total
            """),
            "divided by its size instead of multiplied",
            "weighed by 0.0588 and 0.0625",
        ),
        "mean of those with images": Wrong(
            weighed("""
                seen = [g for g, n in zip(gradients, sizes) if n > 0]
                return sum(seen) / len(seen)
            """),
            "the plain mean over the processes that saw images",
            "the plain mean",
        ),
        "by the largest": Wrong(
            weighed("return sum(g * n for g, n in zip(gradients, sizes)) / max(sizes)"),
            "divided by the largest size",
            "weighed by 1 and 0.941",
        ),
        "divided in the loop": Wrong(
            weighed("""
                total = torch.zeros_like(gradients[0])
                for g, n in zip(gradients, sizes):
                    total = (total + g * n) / sum(sizes)
                return total
            """),
            "divided inside the loop, several times",
            "weighed by 0.0156 and 0.485",
        ),
        "only two": Wrong(
            weighed("""
                a, b = sizes[0], sizes[1]
                return (gradients[0] * a + gradients[1] * b) / (a + b)
            """),
            "only the first two processes count",
            "weighed by 0.909, 0.0909 and",
        ),
        "the lesson's 33": Wrong(
            weighed("return sum(g * n for g, n in zip(gradients, sizes)) / 33"),
            "divided by the lesson's 33 images",
            "weighed by 0.909, 0.0909 and 0.0303",
        ),
        "whole-number shares": Wrong(
            weighed("return sum(g * (n // sum(sizes)) for g, n in zip(gradients, sizes))"),
            "// makes all shares 0",
            "makes 0 of every share",
        ),
        "rounded down": Wrong(
            weighed("return sum(g * n for g, n in zip(gradients, sizes)) // sum(sizes)"),
            "// rounds the gradient down",
            "rounded down",
        ),
        "along the wrong dimension": Wrong(
            weighed("""
                weights = torch.tensor(sizes) / sum(sizes)
                return (torch.stack(gradients) * weights).sum(dim=0)
            """),
            "the weights are multiplied along the last dimension",
        ),
        "one number": Wrong(
            weighed("return (sum(g * n for g, n in zip(gradients, sizes)) / sum(sizes)).mean()"),
            "one number instead of a tensor of the same shape",
            "one tensor of shape",
        ),
        "item": Wrong(
            weighed(
                "return sum(g.sum().item() * n for g, n in zip(gradients, sizes)) / sum(sizes)"
            ),
            "one Python number instead of a tensor",
            "one tensor, got",
        ),
        "a list": Wrong(
            weighed("return [g * n / sum(sizes) for g, n in zip(gradients, sizes)]"),
            "a list of the parts, not added up",
            "got a list of 2",
        ),
        "in one row": Wrong(
            weighed("""
                total = sum(g.flatten() * n for g, n in zip(gradients, sizes))
                return total / sum(sizes)
            """),
            "flattened: the shape is lost",
            "got (12,)",
        ),
        "joined": Wrong(
            weighed("return torch.cat([g * n for g, n in zip(gradients, sizes)]) / sum(sizes)"),
            "joined end to end, not added up",
            "got (6, 4)",
        ),
        "input changed": Wrong(
            weighed("""
                for g, n in zip(gradients, sizes):
                    g *= n
                return sum(gradients) / sum(sizes)
            """),
            "the tensors that were passed in are changed",
            "have changed",
        ),
        "adds into the first": Wrong(
            weighed("""
                total = gradients[0]
                total *= sizes[0]
                for g, n in zip(gradients[1:], sizes[1:]):
                    total += g * n
                return total / sum(sizes)
            """),
            "the first gradient is changed, since total is the same tensor",
            "gives that tensor another name",
        ),
        "list changed": Wrong(
            weighed("""
                total = gradients.pop(0) * sizes.pop(0)
                n = sizes[0]
                total = total + gradients[0] * sizes[0]
                return total / n
            """),
            "takes things out of the lists that were passed in",
            "changed the lists",
        ),
        "the first one twice": Wrong(
            weighed("""
                total = gradients[0]
                for g, n in zip(gradients, sizes):
                    total = total + g * n
                return total / sum(sizes)
            """),
            "the sum doesn't begin at 0: the first gradient is added once more",
            "weighed by 0.545 and 0.485",
        ),
        "last one forgotten": Wrong(
            weighed("""
                total = 0
                for i in range(len(gradients) - 1):
                    total = total + gradients[i] * sizes[i]
                return total / sum(sizes)
            """),
            "the last process is forgotten",
            "weighed by 0.515 and",
        ),
        "return in the loop": Wrong(
            weighed("""
                total = torch.zeros_like(gradients[0])
                for g, n in zip(gradients, sizes):
                    total += g * n
                    return total / sum(sizes)
            """),
            "return inside the loop: only the first process",
            "weighed by 0.515 and",
        ),
        "a list times a list": Wrong(
            weighed("return sum(gradients * sizes) / sum(sizes)"),
            "a list can't be multiplied by a list",
            "can't multiply sequence",
        ),
        "swapped": Wrong(
            """
def my_weighed(sizes, gradients):
    return sum(g * n for g, n in zip(gradients, sizes)) / sum(sizes)
""",
            "takes the sizes first",
        ),
        "one parameter": Wrong(
            """
def my_weighed(gradients):
    return sum(gradients) / len(gradients)
""",
            "takes no sizes",
            "takes 1 argument",
        ),
        "squared": Wrong(
            weighed("return sum(g * n**2 for g, n in zip(gradients, sizes)) / sum(sizes) ** 2"),
            "weights squared",
            "weighed by 0.265 and 0.235",
        ),
        "printed": Wrong(
            weighed("print(sum(g * n for g, n in zip(gradients, sizes)) / sum(sizes))"),
            "prints, and returns nothing",
            "`print` only shows the result",
        ),
        "yielded": Wrong(
            weighed("""
                for g, n in zip(gradients, sizes):
                    yield g * n / sum(sizes)
            """),
            "yield makes a generator of it",
            "since the function uses `yield`",
        ),
        "the notebook's function": Wrong(
            weighed("return gradient(images, labels)"),
            "computes a gradient from the notebook's batch",
            "is not defined",
        ),
        "the stub": Wrong(
            "my_weighed = None  # your function\n", "nothing was written", "Not tried yet"
        ),
        "empty parts divide": Wrong(
            weighed("""
                weights = [1 / n for n in sizes]
                return sum(g * w for g, w in zip(gradients, weights)) / sum(weights)
            """),
            "1 / size: a process without images raises",
            "weighed by 0.485 and 0.515",
        ),
    },
}

PART = {
    "right": {
        "slice with a step": part("return indices[rank::size]"),
        "positions": part("""
            mine = []
            for i in range(rank, len(indices), size):
                mine.append(indices[i])
            return mine
        """),
        "modulo of the position": part("""
            return [index for i, index in enumerate(indices) if i % size == rank]
        """),
        "blocks": part("""
            n = len(indices)
            return indices[n * rank // size : n * (rank + 1) // size]
        """),
        "blocks, the rest to the first": part("""
            each, rest = divmod(len(indices), size)
            start = rank * each + min(rank, rest)
            stop = start + each + (1 if rank < rest else 0)
            return indices[start:stop]
        """),
        "NumPy": """
import numpy as np


def my_part(indices, rank, size):
    return np.array_split(np.array(indices), size)[rank].tolist()
""",
        "islice": """
from itertools import islice


def my_part(batch, me, processes):
    return list(islice(batch, me, None, processes))
""",
        "dealt": part("""
            hands = [[] for _ in range(size)]
            for i, index in enumerate(indices):
                hands[i % size].append(index)
            return hands[rank]
        """),
        "from the back": part("return list(reversed(indices))[rank::size]"),
    },
    "wrong": {
        "the same for all": Wrong(
            part("return indices[::size]"), "rank is not used", "take the same 4"
        ),
        "one image": Wrong(
            part("return indices[rank]"), "one index instead of a part", "a slice is more than one"
        ),
        "from rank to size": Wrong(
            part("return indices[rank:size]"),
            "a slice from rank to size, one colon too few",
            "one colon more",
        ),
        "from rank on": Wrong(
            part("return indices[rank:]"), "everything from rank on", "all from place `rank` on"
        ),
        "step and start swapped": Wrong(
            part("return indices[size::rank]"), "start and step are swapped", "[rank::size]"
        ),
        "start at 1": Wrong(
            part("return indices[rank + 1 :: size]"),
            "begins one too late: index 0 is lost",
            "one place too late",
        ),
        "rank from 1": Wrong(
            part("return indices[rank - 1 :: size]"),
            "as if ranks were counted from 1",
            "one place too early",
        ),
        "a step of size + 1": Wrong(
            part("return indices[rank :: size + 1]"),
            "the step is one too large",
            "`size + 1` places",
        ),
        "step of two": Wrong(
            part("return indices[rank::2]"), "two processes, whatever size is", "two processes"
        ),
        "halves": Wrong(
            part("""
                half = len(indices) // 2
                if rank == 0:
                    return indices[:half]
                return indices[half:]
            """),
            "two processes, whatever size is",
            "never uses its parameter `size`",
        ),
        "the rest is lost": Wrong(
            part("""
                each = len(indices) // size
                return indices[rank * each : (rank + 1) * each]
            """),
            "the indices that don't divide evenly are lost",
            "who takes the rest",
        ),
        "the last takes the rest": Wrong(
            part("""
                each = len(indices) // size
                if rank == size - 1:
                    return indices[rank * each :]
                return indices[rank * each : (rank + 1) * each]
            """),
            "the last process takes the whole rest, which may be several more",
            "with the most",
        ),
        "rounded up": Wrong(
            part("""
                each = (len(indices) + size - 1) // size
                return indices[rank * each : (rank + 1) * each]
            """),
            "rounded up, so the last parts may be much shorter or empty",
            "with the most",
        ),
        "chunk": Wrong(
            part("return torch.tensor(indices).chunk(size)[rank].tolist()"),
            "chunk rounds up, and may return fewer parts than asked for",
            "may make fewer parts",
        ),
        "size as length": Wrong(
            part("return indices[rank * size : (rank + 1) * size]"),
            "size taken for the number of images per part",
            "`size` is the number of processes",
        ),
        "modulo of the index": Wrong(
            part("return [i for i in indices if i % size == rank]"),
            "by the value of the index, not by its place in the batch",
            "not its value",
        ),
        "positions instead of indices": Wrong(
            part("return list(range(rank, len(indices), size))"),
            "returns places in the batch, not the indices",
            "not their places",
        ),
        "range of size": Wrong(
            part("return [indices[i] for i in range(rank, size)]"),
            "only looks at the first `size` indices",
            "one colon more",
        ),
        "all": Wrong(part("return indices"), "every process takes everything", "nothing is gained"),
        "all parts": Wrong(
            part("return [indices[r::size] for r in range(size)]"),
            "returns all parts, not that of this process",
            "parts of all processes",
        ),
        "filled up": Wrong(
            part("""
                indices = list(indices)
                while len(indices) % size:
                    indices.append(indices[0])
                return indices[rank::size]
            """),
            "filled up with an index that then comes twice",
            "more than once",
        ),
        "at random": Wrong(
            """
import random


def my_part(indices, rank, size):
    return random.sample(list(indices), len(indices) // size)
""",
            "drawn at random, each process by itself",
            "never uses its parameter `rank`",
        ),
        "sorted as a set": Wrong(
            part("return sorted(set(indices))[: len(indices) // size]"),
            "the smallest, the same for every rank",
            "take the same",
        ),
        "count": Wrong(
            part("return len(indices[rank::size])"),
            "the number of images, not the images",
            "expected some of the indices",
        ),
        "pops": Wrong(
            part("""
                mine = []
                while indices:
                    mine.append(indices.pop(0))
                    del indices[: size - 1]
                return mine
            """),
            "empties the list that was passed in, and doesn't use rank",
        ),
        "deletes": Wrong(
            part("""
                mine = indices[rank::size]
                del indices[rank::size]
                return mine
            """),
            "takes its part out of the list that was passed in",
            "does not support deleting",
        ),
        "counts from 1": Wrong(
            part("""
                indices += 1
                return indices[rank::size]
            """),
            "changes the indices that were passed in",
            "your function changed the",
        ),
        "swapped parameters": Wrong(
            """
def my_part(indices, size, rank):
    return indices[rank::size]
""",
            "takes size before rank",
            "your parameters are (",
        ),
        "two parameters": Wrong(
            """
def my_part(indices, rank):
    return indices[rank::2]
""",
            "takes no size",
            "takes 2 arguments",
        ),
        "yielded": Wrong(
            part("""
                for i in range(rank, len(indices), size):
                    yield indices[i]
            """),
            "yield makes a generator of it",
            "since the function uses `yield`",
        ),
        "printed": Wrong(
            part("print(indices[rank::size])"),
            "prints, and returns nothing",
            "`print` only shows the result",
        ),
        "a slice object": Wrong(
            part("return slice(rank, None, size)"), "a slice object, not the indices", "got a slice"
        ),
        "Shard": Wrong(
            part("""
                process = distributed.Process(rank, size, torch.device("cpu"))
                return distributed.Shard(indices, process)
            """),
            "Shard shares out the batches of a loader, not a list of indices",
        ),
        "off at the end": Wrong(
            part("return indices[rank:-1:size]"),
            "the last index is never taken",
            "the last is left out",
        ),
        "the stub": Wrong(
            part("return None  # your answer"), "nothing was written", "Not tried yet"
        ),
        "sampler": Wrong(
            part("""
                from torch.utils.data import DistributedSampler

                return list(DistributedSampler(indices, num_replicas=size, rank=rank))
            """),
            "shuffled places, filled up to an even number",
            "not their places",
        ),
    },
}

ANSWERS = {"weighed": WEIGHED, "part": PART}
