"""What lesson 17 says of streams and does not show."""

import random

import nbformat
import pytest
from torch.utils.data import DataLoader, IterableDataset

from fmnist_helpers.checks import lesson_17
from tests.support.lessons import NOTEBOOKS

(LESSON,) = NOTEBOOKS.glob("17_*.ipynb")
CELLS = nbformat.read(LESSON, as_version=4).cells
SHARDS = [[100 * shard + number for number in range(20 + shard)] for shard in range(7)]


@pytest.fixture
def my_stream():
    (source,) = [cell.source for cell in CELLS if cell.source.startswith("def my_stream")]
    names = {"random": random}
    exec(source, names)
    return names["my_stream"]


@pytest.mark.parametrize("size", [0, 1, 30, 1000])
def test_the_check_knows_the_stream_of_the_lesson(my_stream, size):
    assert my_stream(SHARDS, size, 5) == lesson_17._stream(SHARDS, size, 5)


@pytest.mark.parametrize("size", [0, 30, 1000])
def test_each_sample_comes_once_and_never_far_before_its_place(my_stream, size):
    stream = my_stream(SHARDS, size, 5)
    assert sorted(stream) == sorted(sample for shard in SHARDS for sample in shard)
    read = my_stream(SHARDS, 0, 5)
    assert all(read.index(sample) <= place + size for place, sample in enumerate(stream))


def test_the_poor_rest_repeats_and_loses_samples(my_stream):
    (source,) = [cell.source for cell in CELLS if "def poor_rest" in cell.source]
    names = {"my_stream": my_stream}
    exec(source.partition("```python\n")[2].partition("```")[0], names)
    done, whole = 70, my_stream(SHARDS, 30, 5)
    rest = names["poor_rest"](SHARDS, 30, 5, done)
    assert set(rest) & set(whole[:done])
    assert set(whole[done:]) - set(rest)


def test_a_stream_cannot_be_shuffled_by_its_loader():
    """Question 4 of the quiz."""

    class Stream(IterableDataset):
        def __iter__(self):
            return iter(range(9))

    with pytest.raises(ValueError, match="expected unspecified shuffle option"):
        DataLoader(Stream(), batch_size=4, shuffle=True)
