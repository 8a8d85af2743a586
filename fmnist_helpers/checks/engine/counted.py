"""Images of a new kind that note how they were read: what a whole training did with its sets."""

import torch
from torch.nn import functional as F
from torch.utils.data import Dataset

from fmnist_helpers.checks.engine.verdict import NotYet

CLASSES = 10


class Garments:
    """A new kind of images: ten patterns under noise, and one image in ten with a wrong label."""

    def __init__(self):
        self.patterns = F.interpolate(torch.rand(CLASSES, 1, 7, 7).round(), scale_factor=4)

    def draw(self, count: int, *, in_order: bool = False) -> "Counted":
        labels = torch.randint(CLASSES, (count,))
        labels = labels.sort().values if in_order else labels
        shown = torch.where(torch.rand(count) < 0.1, torch.randint(CLASSES, (count,)), labels)
        return Counted(0.6 * self.patterns[shown] + 0.4 * torch.rand(count, 1, 28, 28), labels)


class Counted(Dataset):
    """Pairs of an image and a label; notes how often each was read, when last, and what for.

    `learned` counts the reads while gradients were recorded, `repeats` those of the label before.
    """

    clock = 0

    def __init__(self, images: torch.Tensor, labels: torch.Tensor):
        self.images, self.targets = images, labels
        self.reads, self.learned, self.times = (torch.zeros(len(labels)) for _ in range(3))
        self.repeats, self.last = 0, None

    def __len__(self) -> int:
        return len(self.targets)

    def __getitem__(self, index):
        if not 0 <= index < len(self):
            raise IndexError(f"index {index} in a dataset of {len(self)}")
        Counted.clock += 1
        self.reads[index] += 1
        self.learned[index] += torch.is_grad_enabled()
        self.times[index] = Counted.clock
        label = int(self.targets[index])
        self.repeats += label == self.last
        self.last = label
        return self.images[index], label


def look_at_reads(train_set: Counted, test_set: Counted) -> None:
    """Raise NotYet unless the test set was read once, after everything else."""
    times = test_set.reads.mean().item()
    if (test_set.reads == 0).any():
        raise NotYet(
            f"{int((test_set.reads == 0).sum())} of {len(test_set)} test images were never read.",
            "test the model that you chose on all of them: no `drop_last`, and no `break`.",
        )
    if times > 1.5:
        raise NotYet(
            f"each test image was read {times:.0f} times: more than one test means that its "
            "results could choose.",
            "hold out a part of the training set, choose by it, and test the chosen model alone.",
            "test_set_used_to_choose",
        )
    if train_set.times.max() > test_set.times.min():
        raise NotYet(
            "the test set was read before the last training had ended.",
            "choose first, then test.",
            "test_set_used_to_choose",
        )


def look_at_learning(train_set: Counted, rates: int) -> None:
    """Raise NotYet unless five epochs with each rate learned from most images, but not from all."""
    times = int(train_set.learned.max())
    if rates <= times < 5 * rates:
        raise NotYet(
            f"no training image was learned from more than {times} times in all; five epochs with "
            f"each of {rates} rates make {5 * rates}.",
            "a new network for each rate, and `epochs=5`.",
        )
    learned = train_set.learned > 2  # who copies the set reads each image once, and learns later
    if 0 < learned.double().mean() < 0.5:
        raise NotYet(
            f"only {learned.double().mean():.0%} of the training images were learned from.",
            "`split` returns the large part first, then the one that is held out.",
        )
    unknown = set(train_set.targets.tolist()) - set(train_set.targets[learned].tolist())
    if learned.any() and unknown:
        raise NotYet(
            f"no image of the classes {sorted(unknown)} was learned from.",
            "the training set is sorted by class: hold out images of every class, as `split` does.",
        )
    if learned.all() and (train_set.reads > train_set.learned).any():
        raise NotYet(
            "no image was held out: each was also learned from, so those that choose are known by "
            "heart.",
            "give the training loader the first part that `split` returns.",
        )
