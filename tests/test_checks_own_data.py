"""The checks of a learner's own data: what is a sample or a batch, and what is none."""

import pytest
import torch

from fmnist_helpers import checks
from fmnist_helpers.checks.engine import run
from fmnist_helpers.checks.engine import verdict as verdicts

IMAGE = torch.linspace(0, 1, 28 * 28).reshape(1, 28, 28)
BATCH = IMAGE.repeat(4, 1, 1, 1)
LABELS = torch.tensor([0, 9, 1, 2])


class Rows:
    """What has an index, and a length only where one is given."""

    def __init__(self, *rows):
        self.rows = rows

    def __getitem__(self, place):
        return self.rows[place]


def verdict_on(check, answer):
    return run.evaluate("00.test", check.__wrapped__, answer)


@pytest.mark.parametrize(
    "row",
    [
        (IMAGE, 0),
        [IMAGE, 9],
        (IMAGE, torch.tensor(0)),
        {"image": IMAGE, "label": 0},
        {"image": IMAGE, "label": 0, "name": "shirt.png"},
        (IMAGE.repeat(3, 1, 1), 0),
        (torch.zeros(1, 28, 28), 0),
    ],
    ids=["pair", "list", "tensor label", "dict", "dict with more", "color", "black"],
)
def test_samples_of_every_kind_will_do(row):
    verdict = verdict_on(checks.sample, [row, row, row])
    assert verdict.state == verdicts.RIGHT, verdict.text
    assert verdict.text.startswith("Right: 3 samples, images (")


@pytest.mark.parametrize(
    ("dataset", "said"),
    [
        (Rows((IMAGE, 0)), "expected a dataset, with a length and an index"),
        ({1, 2}, "expected a dataset, with a length and an index"),
        ([], "the dataset is empty"),
        ([{"image": IMAGE, "class": 0}], "as (image, label) or a dict of both"),
        ([{"picture": IMAGE, "label": 0}], "as (image, label) or a dict of both"),
        ([(IMAGE, 0, 0)], "as (image, label) or a dict of both"),
        ([(IMAGE, True)], "as a whole number, got True"),
        ([(IMAGE, 1.0)], "as a whole number, got 1.0"),
        ([(IMAGE, torch.tensor([1]))], "as a whole number, got a tensor of shape (1,)"),
        ([(IMAGE, -1)], "the label of sample 0 is -1"),
        ([(IMAGE, 0), (IMAGE, 0), (IMAGE, -1)], "the label of sample 2"),
        ([(IMAGE, 0), (IMAGE, -1), (IMAGE, 0)], "the label of sample 1"),
        ([(IMAGE - 0.1, 0)], "values from -0.1 to 0.9"),
        ([(IMAGE + 0.1, 0)], "values from 0.1 to 1.1"),
        ([(IMAGE / 255, 0)], "scaled twice"),
        ([(IMAGE * torch.nan, 0)], "not numbers"),
    ],
)
def test_what_is_no_sample_is_told_so(dataset, said):
    verdict = verdict_on(checks.sample, dataset)
    assert verdict.state == verdicts.NOT_YET
    assert said in verdict.text


def test_a_batch_is_described():
    verdict = verdict_on(checks.batch, (BATCH, LABELS))
    assert verdict.text == "Right: 4 images (1, 28, 28) in [0, 1], and as many whole labels."


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((BATCH, LABELS[:3]), "one label per image, shape (4,), got (3,)"),
        ((BATCH, LABELS[:, None]), "one label per image, shape (4,), got (4, 1)"),
        ((BATCH, LABELS - 1), "labels from 0 up, got -1"),
        ((BATCH, LABELS.float()), "labels as torch.int64, got torch.float32"),
        ((BATCH, LABELS.tolist()), "labels as a tensor, got a list of 4"),
        ((BATCH[0], LABELS), "should have 4 dimensions"),
    ],
)
def test_what_is_no_batch_is_told_so(answer, said):
    verdict = verdict_on(checks.batch, answer)
    assert verdict.state == verdicts.NOT_YET
    assert said in verdict.text
