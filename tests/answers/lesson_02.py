"""Answers to the exercises of lesson 02, by somebody who had read only the lesson (2026-11-24)."""

from tests.answers import Wrong

ANSWERS = {
    "first_of_each": {
        "right": {
            "loop with None": """
def first_of_each(dataset):
    first = [None] * len(dataset.classes)
    for i in range(len(dataset)):
        _, label = dataset[i]
        if first[label] is None:
            first[label] = i
    return first
""",
            "dict of the first, early stop": """
def first_of_each(dataset):
    found = {}
    i = 0
    while len(found) < len(dataset.classes):
        label = int(dataset[i][1])
        if label not in found:
            found[label] = i
        i += 1
    return [found[c] for c in range(len(dataset.classes))]
""",
            "list of labels and index": """
def first_of_each(dataset):
    labels = [int(dataset[i][1]) for i in range(len(dataset))]
    return [labels.index(c) for c in range(len(dataset.classes))]
""",
            "backwards": """
def first_of_each(dataset):
    result = [0] * len(dataset.classes)
    for i in range(len(dataset) - 1, -1, -1):
        result[dataset[i][1]] = i
    return result
""",
            "next for each class": """
def first_of_each(ds):
    return [
        next(i for i in range(len(ds)) if ds[i][1] == c) for c in range(len(ds.classes))
    ]
""",
            "two loops with break": """
def first_of_each(dataset):
    positions = []
    for number, name in enumerate(dataset.classes):
        for i in range(len(dataset)):
            image, label = dataset[i]
            if label == number:
                positions.append(i)
                break
    return positions
""",
            "tensor of labels": """
def first_of_each(dataset):
    labels = torch.tensor([dataset[i][1] for i in range(len(dataset))])
    return [(labels == c).nonzero()[0].item() for c in range(len(dataset.classes))]
""",
            "NumPy": """
def first_of_each(dataset):
    import numpy as np
    labels = np.array([int(dataset[i][1]) for i in range(len(dataset))])
    return [np.argmax(labels == c) for c in range(len(dataset.classes))]
""",
            "setdefault": """
def first_of_each(dataset):
    first = {}
    for i in range(len(dataset)):
        first.setdefault(int(dataset[i][1]), i)
    return [first[c] for c in sorted(first)]
""",
            "minus 1 as a mark": """
def first_of_each(dataset):
    first = [-1 for _ in dataset.classes]
    for i in range(len(dataset)):
        label = dataset[i][1]
        if first[label] == -1:
            first[label] = i
        if -1 not in first:
            break
    return first
""",
            "targets": """
def first_of_each(dataset):
    return [(dataset.targets == c).nonzero()[0].item() for c in range(len(dataset.classes))]
""",
            "a tensor": """
def first_of_each(dataset):
    labels = [int(dataset[i][1]) for i in range(len(dataset))]
    return torch.tensor([labels.index(c) for c in range(len(dataset.classes))])
""",
        },
        "wrong": {
            "last of each": Wrong(
                """
def first_of_each(dataset):
    first = [None] * len(dataset.classes)
    for i in range(len(dataset)):
        first[dataset[i][1]] = i
    return first
""",
                "each later sample overwrites the position",
                "last sample of each class",
            ),
            "if not first": Wrong(
                """
def first_of_each(dataset):
    first = [None] * len(dataset.classes)
    for i in range(len(dataset)):
        label = dataset[i][1]
        if not first[label]:
            first[label] = i
    return first
""",
                "the position 0 counts as not found",
                "0 is a position like any other",
            ),
            "zero as a mark": Wrong(
                """
def first_of_each(dataset):
    first = [0] * len(dataset.classes)
    for i in range(len(dataset)):
        label = dataset[i][1]
        if first[label] == 0:
            first[label] = i
    return first
""",
                "0 stands for not found, though it is a position",
                "0 is a position like any other",
            ),
            "ten classes": Wrong(
                """
def first_of_each(dataset):
    first = [None] * 10
    for i in range(len(dataset)):
        label = dataset[i][1]
        if first[label] is None:
            first[label] = i
    return first
""",
                "ten classes are written in",
                "not every dataset has ten",
            ),
            "order of appearance": Wrong(
                """
def first_of_each(dataset):
    seen, first = set(), []
    for i in range(len(dataset)):
        label = int(dataset[i][1])
        if label not in seen:
            seen.add(label)
            first.append(i)
    return first
""",
                "the positions are in the order in which the classes appear",
                "in the order in which they come",
            ),
            "the labels": Wrong(
                """
def first_of_each(dataset):
    seen = []
    for i in range(len(dataset)):
        label = dataset[i][1]
        if label not in seen:
            seen.append(label)
    return seen
""",
                "the labels in order of appearance, not their positions",
                "these are the labels",
            ),
            "a dict": Wrong(
                """
def first_of_each(dataset):
    first = {}
    for i in range(len(dataset)):
        label = int(dataset[i][1])
        if label not in first:
            first[label] = i
    return first
""",
                "a dict, not a list",
                "the place in the list says",
            ),
            "names as keys": Wrong(
                """
def first_of_each(dataset):
    first = {}
    for i in range(len(dataset)):
        name = dataset.classes[dataset[i][1]]
        if name not in first:
            first[name] = i
    return first
""",
                "a dict from name to position",
                "the place in the list says",
            ),
            "images": Wrong(
                """
def first_of_each(dataset):
    first = [None] * len(dataset.classes)
    for i in range(len(dataset)):
        image, label = dataset[i]
        if first[label] is None:
            first[label] = image
    return first
""",
                "the images, not their positions",
                "keep the position `i`",
            ),
            "samples": Wrong(
                """
def first_of_each(dataset):
    first = [None] * len(dataset.classes)
    for i in range(len(dataset)):
        if first[dataset[i][1]] is None:
            first[dataset[i][1]] = dataset[i]
    return first
""",
                "the samples, not their positions",
                "keep the position `i`",
            ),
            "from 1": Wrong(
                """
def first_of_each(dataset):
    first = [None] * len(dataset.classes)
    for i in range(len(dataset)):
        label = dataset[i][1]
        if first[label] is None:
            first[label] = i + 1
    return first
""",
                "positions are counted from 1",
                "every position is one too large",
            ),
            "range from 1": Wrong(
                """
def first_of_each(dataset):
    first = [None] * len(dataset.classes)
    for i in range(1, len(dataset)):
        label = dataset[i][1]
        if first[label] is None:
            first[label] = i
    return first
""",
                "the first sample is left out",
                "0 is a position like any other",
            ),
            "last sample left out": Wrong(
                """
def first_of_each(dataset):
    first = [None] * len(dataset.classes)
    for i in range(len(dataset) - 1):
        label = dataset[i][1]
        if first[label] is None:
            first[label] = i
    return first
""",
                "the last sample is never looked at",
                "go through all positions",
            ),
            "past the end": Wrong(
                """
def first_of_each(dataset):
    first = [None] * len(dataset.classes)
    for i in range(len(dataset) + 1):
        label = dataset[i][1]
        if first[label] is None:
            first[label] = i
    return first
""",
                "one position too many",
            ),
            "first hundred": Wrong(
                """
def first_of_each(dataset):
    first = [None] * len(dataset.classes)
    for i in range(min(100, len(dataset))):
        label = dataset[i][1]
        if first[label] is None:
            first[label] = i
    return first
""",
                "only the first 100 samples are looked at",
                "go through all positions",
            ),
            "one for each class": Wrong(
                """
def first_of_each(dataset):
    first = [None] * len(dataset.classes)
    for i in range(len(dataset.classes)):
        label = dataset[i][1]
        if first[label] is None:
            first[label] = i
    return first
""",
                "as many samples as classes are looked at",
                "go through all positions",
            ),
            "numbers of the classes": Wrong(
                """
def first_of_each(dataset):
    return [i for i, name in enumerate(dataset.classes)]
""",
                "the positions of the classes in their list",
                "these are the labels",
            ),
            "positions of train_set": Wrong(
                """
def first_of_each(dataset):
    return [1, 16, 5, 3, 19, 8, 18, 6, 23, 0]
""",
                "the numbers of Fashion-MNIST are written in",
                "never uses its parameter `dataset`",
            ),
            "the notebook's dataset": Wrong(
                """
train_set = datasets.FashionMNIST(ensure_fashion_mnist("data"), transform=ToTensor())

def first_of_each(dataset):
    labels = train_set.targets.tolist()
    return [labels.index(c) for c in range(10)]
""",
                "it looks in train_set, not in what it is given",
                "uses the notebook's",
            ),
            "counts": Wrong(
                """
def first_of_each(dataset):
    counts = [0] * len(dataset.classes)
    for i in range(len(dataset)):
        counts[dataset[i][1]] += 1
    return counts
""",
                "how often each class occurs",
                "count the samples of each class",
            ),
            "all of each": Wrong(
                """
def first_of_each(dataset):
    every = [[] for _ in dataset.classes]
    for i in range(len(dataset)):
        every[dataset[i][1]].append(i)
    return every
""",
                "all positions of each class",
                "a number, not a list or a pair",
            ),
            "each in a list": Wrong(
                """
def first_of_each(dataset):
    every = [[] for _ in dataset.classes]
    for i in range(len(dataset)):
        if not every[dataset[i][1]]:
            every[dataset[i][1]].append(i)
    return every
""",
                "each position in a list of its own",
                "a number, not a list or a pair",
            ),
            "pairs": Wrong(
                """
def first_of_each(dataset):
    first = {}
    for i in range(len(dataset)):
        first.setdefault(int(dataset[i][1]), i)
    return sorted(first.items())
""",
                "pairs of label and position",
                "a number, not a list or a pair",
            ),
            "image and label swapped": Wrong(
                """
def first_of_each(dataset):
    first = [None] * len(dataset.classes)
    for i in range(len(dataset)):
        label, _ = dataset[i]
        if first[label] is None:
            first[label] = i
    return first
""",
                "the image is taken for the label",
                "a place in a list is a whole number",
            ),
            "the sample as label": Wrong(
                """
def first_of_each(dataset):
    first = [None] * len(dataset.classes)
    for i in range(len(dataset)):
        label = dataset[i]
        if first[label] is None:
            first[label] = i
    return first
""",
                "the sample is not unpacked",
                "a place in a list is a whole number",
            ),
            "name compared with number": Wrong(
                """
def first_of_each(dataset):
    first = [None] * len(dataset.classes)
    for number, name in enumerate(dataset.classes):
        for i in range(len(dataset)):
            if dataset[i][1] == name:
                first[number] = i
                break
    return first
""",
                "the name is compared with the label, a number",
            ),
            "break forgotten": Wrong(
                """
def first_of_each(dataset):
    first = []
    for c in range(len(dataset.classes)):
        for i in range(len(dataset)):
            if dataset[i][1] == c:
                position = i
        first.append(position)
    return first
""",
                "the inner loop does not stop at the first",
                "last sample of each class",
            ),
            "break after the first sample": Wrong(
                """
def first_of_each(dataset):
    first = [None] * len(dataset.classes)
    for i in range(len(dataset)):
        label = dataset[i][1]
        if first[label] is None:
            first[label] = i
            break
    return first
""",
                "only the first sample is looked at",
            ),
            "return in the loop": Wrong(
                """
def first_of_each(dataset):
    first = [None] * len(dataset.classes)
    for i in range(len(dataset)):
        label = dataset[i][1]
        if first[label] is None:
            first[label] = i
        return first
""",
                "it returns after the first sample",
                "go through all positions",
            ),
            "printed": Wrong(
                """
def first_of_each(dataset):
    first = [None] * len(dataset.classes)
    for i in range(len(dataset)):
        label = dataset[i][1]
        if first[label] is None:
            first[label] = i
    print(first)
""",
                "printed, not returned",
                "`print` only shows the result",
            ),
            "return forgotten": Wrong(
                """
def first_of_each(dataset):
    first = [None] * len(dataset.classes)
    for i in range(len(dataset)):
        label = dataset[i][1]
        if first[label] is None:
            first[label] = i
""",
                "nothing is returned",
                "end it with `return`",
            ),
            "sort in place": Wrong(
                """
def first_of_each(dataset):
    first = {}
    for i in range(len(dataset)):
        first.setdefault(int(dataset[i][1]), i)
    return list(first.values()).sort()
""",
                "sort() returns None",
                "changes its object in place and returns None",
            ),
            "sorted": Wrong(
                """
def first_of_each(dataset):
    first = {}
    for i in range(len(dataset)):
        first.setdefault(int(dataset[i][1]), i)
    return sorted(first.values())
""",
                "the positions are sorted, the classes lost",
                "in the order in which they come",
            ),
            "yield": Wrong(
                """
def first_of_each(dataset):
    for c in range(len(dataset.classes)):
        for i in range(len(dataset)):
            if dataset[i][1] == c:
                yield i
                break
""",
                "yield makes a generator of it",
                "since the function uses `yield`",
            ),
            "async": Wrong(
                """
async def first_of_each(dataset):
    labels = [int(dataset[i][1]) for i in range(len(dataset))]
    return [labels.index(c) for c in range(len(dataset.classes))]
""",
                "async makes a coroutine of it",
                "is `async`",
            ),
            "classes called": Wrong(
                """
def first_of_each(dataset):
    first = [None] * len(dataset.classes())
    for i in range(len(dataset)):
        label = dataset[i][1]
        if first[label] is None:
            first[label] = i
    return first
""",
                "classes is a list, not a method",
                "it is no function",
            ),
            "no len of the dataset": Wrong(
                """
def first_of_each(dataset):
    first = [None] * len(dataset.classes)
    for i in range(dataset):
        label = dataset[i][1]
        if first[label] is None:
            first[label] = i
    return first
""",
                "range does not take a dataset",
                "a whole number is needed there",
            ),
            "slice": Wrong(
                """
def first_of_each(dataset):
    labels = [label for _, label in dataset[:]]
    return [labels.index(c) for c in range(len(dataset.classes))]
""",
                "a dataset has no slices",
                "one position at a time",
            ),
            "two parameters": Wrong(
                """
def first_of_each(dataset, classes):
    labels = [int(dataset[i][1]) for i in range(len(dataset))]
    return [labels.index(c) for c in range(len(classes))]
""",
                "it wants the classes as well",
                "and the exercise gives it",
            ),
            "no parameter": Wrong(
                """
def first_of_each():
    return [1, 16, 5, 3, 19, 8, 18, 6, 23, 0]
""",
                "it takes no argument",
                "and the exercise gives it",
            ),
            "one class": Wrong(
                """
def first_of_each(dataset):
    for i in range(len(dataset)):
        if dataset[i][1] == 0:
            return i
""",
                "only the first of class 0",
                "expected a list of positions",
            ),
            "append of every position": Wrong(
                """
def first_of_each(dataset):
    first = []
    for i in range(len(dataset)):
        if i not in first:
            first.append(i)
    return first
""",
                "a position for each sample",
                "one position per class",
            ),
            "a list": Wrong(
                """
first_of_each = [1, 16, 5, 3, 19, 8, 18, 6, 23, 0]
""",
                "the name holds a list, not a function",
                "expected a function, got",
            ),
            "dots left in": Wrong(
                """
def first_of_each(dataset):
    return "todo"
""",
                "a message in place of the answer",
            ),
        },
    },
    "normalize": {
        "right": {
            "keepdim": """
def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=(0, 2, 3), keepdim=True)
    std = train_images.std(dim=(0, 2, 3), keepdim=True)
    return (train_images - mean) / std, (test_images - mean) / std
""",
            "None to broadcast": """
def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=(0, 2, 3))[None, :, None, None]
    std = train_images.std((0, 2, 3))[None, :, None, None]
    train, test = (train_images - mean) / std, (test_images - mean) / std
    return train, test
""",
            "v2.Normalize": """
def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=(0, 2, 3)).tolist()
    std = train_images.std(dim=(0, 2, 3)).tolist()
    normalize = v2.Normalize(mean, std)
    return normalize(train_images), normalize(test_images)
""",
            "loop over the channels": """
def normalize_both(train_images, test_images):
    train, test = train_images.clone(), test_images.clone()
    for c in range(3):
        mean, std = train_images[:, c].mean(), train_images[:, c].std()
        train[:, c] = (train[:, c] - mean) / std
        test[:, c] = (test[:, c] - mean) / std
    return train, test
""",
            "stacked channels": """
def normalize_both(a, b):
    numbers = [(a[:, c].mean(), a[:, c].std()) for c in range(a.shape[1])]

    def normalized(images):
        return torch.stack([(images[:, c] - m) / s for c, (m, s) in enumerate(numbers)], dim=1)

    return normalized(a), normalized(b)
""",
            "by rows of pixels": """
def normalize_both(train_images, test_images):
    by_channel = train_images.transpose(0, 1).flatten(1)
    mean = by_channel.mean(dim=1).reshape(1, 3, 1, 1)
    std = by_channel.std(dim=1).reshape(1, 3, 1, 1)
    return [(train_images - mean) / std, (test_images - mean) / std]
""",
            "std of the population": """
def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=(0, 2, 3), keepdim=True)
    std = ((train_images - mean) ** 2).mean(dim=(0, 2, 3), keepdim=True).sqrt()
    return (train_images - mean) / std, (test_images - mean) / std
""",
            "NumPy": """
def normalize_both(train_images, test_images):
    train, test = train_images.numpy(), test_images.numpy()
    mean = train.mean(axis=(0, 2, 3), keepdims=True)
    std = train.std(axis=(0, 2, 3), keepdims=True)
    return torch.from_numpy((train - mean) / std), torch.from_numpy((test - mean) / std)
""",
            "in place on copies": """
def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=(0, 2, 3), keepdim=True)
    std = train_images.std(dim=(0, 2, 3), keepdim=True)
    train = train_images.clone().sub_(mean).div_(std)
    test = test_images.clone().sub_(mean).div_(std)
    return train, test
""",
        },
        "wrong": {
            "each by its own": Wrong(
                """
def normalize_both(train_images, test_images):
    def normalized(images):
        mean = images.mean(dim=(0, 2, 3), keepdim=True)
        std = images.std(dim=(0, 2, 3), keepdim=True)
        return (images - mean) / std

    return normalized(train_images), normalized(test_images)
""",
                "the test set is normalized by its own numbers",
                "normalized with their own",
            ),
            "numbers of the test set": Wrong(
                """
def normalize_both(train_images, test_images):
    mean = test_images.mean(dim=(0, 2, 3), keepdim=True)
    std = test_images.std(dim=(0, 2, 3), keepdim=True)
    return (train_images - mean) / std, (test_images - mean) / std
""",
                "both are normalized by the test set's numbers",
                "numbers of the test images",
            ),
            "numbers of both sets": Wrong(
                """
def normalize_both(train_images, test_images):
    both = torch.cat([train_images, test_images])
    mean = both.mean(dim=(0, 2, 3), keepdim=True)
    std = both.std(dim=(0, 2, 3), keepdim=True)
    return (train_images - mean) / std, (test_images - mean) / std
""",
                "the numbers come from both sets together",
                "training and test images together",
            ),
            "mean of the one, std of the other": Wrong(
                """
def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=(0, 2, 3), keepdim=True)
    train_std = train_images.std(dim=(0, 2, 3), keepdim=True)
    test_std = test_images.std(dim=(0, 2, 3), keepdim=True)
    return (train_images - mean) / train_std, (test_images - mean) / test_std
""",
                "the standard deviation is that of the test set",
                "their own standard deviation",
            ),
            "one number for all": Wrong(
                """
def normalize_both(train_images, test_images):
    mean, std = train_images.mean(), train_images.std()
    return (train_images - mean) / std, (test_images - mean) / std
""",
                "one mean and standard deviation for all channels",
                "used for all three",
            ),
            "each image by itself": Wrong(
                """
def normalize_both(train_images, test_images):
    def normalized(images):
        mean = images.mean(dim=(1, 2, 3), keepdim=True)
        std = images.std(dim=(1, 2, 3), keepdim=True)
        return (images - mean) / std

    return normalized(train_images), normalized(test_images)
""",
                "each image is normalized by its own numbers",
                "with its own numbers",
            ),
            "each channel of each image": Wrong(
                """
def normalize_both(train_images, test_images):
    def normalized(images):
        mean = images.mean(dim=(2, 3), keepdim=True)
        std = images.std(dim=(2, 3), keepdim=True)
        return (images - mean) / std

    return normalized(train_images), normalized(test_images)
""",
                "each channel of each image is normalized by itself",
                "with its own numbers",
            ),
            "each pixel": Wrong(
                """
def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=0, keepdim=True)
    std = train_images.std(dim=0, keepdim=True)
    return (train_images - mean) / std, (test_images - mean) / std
""",
                "a mean and standard deviation for each pixel, over dim 0",
                "each pixel was normalized",
            ),
            "each pixel of the image plane": Wrong(
                """
def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=(0, 1), keepdim=True)
    std = train_images.std(dim=(0, 1), keepdim=True)
    return (train_images - mean) / std, (test_images - mean) / std
""",
                "the channels are averaged away",
            ),
            "over dim 1": Wrong(
                """
def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=1, keepdim=True)
    std = train_images.std(dim=1, keepdim=True)
    return (train_images - mean) / std, (test_images - mean) / std
""",
                "the numbers are taken over the channels",
                "keepdim=True",
            ),
            "keepdim forgotten": Wrong(
                """
def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=(0, 2, 3))
    std = train_images.std(dim=(0, 2, 3))
    return (train_images - mean) / std, (test_images - mean) / std
""",
                "(3,) does not fit to (N, 3, H, W), or broadcasts along the width",
                "keepdim=True",
            ),
            "mean only": Wrong(
                """
def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=(0, 2, 3), keepdim=True)
    return train_images - mean, test_images - mean
""",
                "not divided by the standard deviation",
                "division by the standard deviation is missing",
            ),
            "std only": Wrong(
                """
def normalize_both(train_images, test_images):
    std = train_images.std(dim=(0, 2, 3), keepdim=True)
    return train_images / std, test_images / std
""",
                "the mean is not subtracted",
                "the mean was not subtracted",
            ),
            "variance": Wrong(
                """
def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=(0, 2, 3), keepdim=True)
    var = train_images.var(dim=(0, 2, 3), keepdim=True)
    return (train_images - mean) / var, (test_images - mean) / var
""",
                "divided by the variance",
                "divided by the variance",
            ),
            "divided first": Wrong(
                """
def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=(0, 2, 3), keepdim=True)
    std = train_images.std(dim=(0, 2, 3), keepdim=True)
    return train_images - mean / std, test_images - mean / std
""",
                "parentheses forgotten: only the mean is divided",
                "only the mean was divided",
            ),
            "mean and std swapped": Wrong(
                """
def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=(0, 2, 3), keepdim=True)
    std = train_images.std(dim=(0, 2, 3), keepdim=True)
    return (train_images - std) / mean, (test_images - std) / mean
""",
                "the mean and the standard deviation are swapped",
                "changed places",
            ),
            "plus": Wrong(
                """
def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=(0, 2, 3), keepdim=True)
    std = train_images.std(dim=(0, 2, 3), keepdim=True)
    return (train_images + mean) / std, (test_images + mean) / std
""",
                "the mean is added",
                "the mean was added",
            ),
            "times": Wrong(
                """
def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=(0, 2, 3), keepdim=True)
    std = train_images.std(dim=(0, 2, 3), keepdim=True)
    return (train_images - mean) * std, (test_images - mean) * std
""",
                "multiplied by the standard deviation",
                "was multiplied by",
            ),
            "std of the centered test set": Wrong(
                """
def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=(0, 2, 3), keepdim=True)
    std = train_images.std(dim=(0, 2, 3), keepdim=True)
    train_images = (train_images - mean) / std
    mean = train_images.mean(dim=(0, 2, 3), keepdim=True)
    std = train_images.std(dim=(0, 2, 3), keepdim=True)
    return train_images, (test_images - mean) / std
""",
                "the second mean is that of the normalized training set",
                "came back as they were",
            ),
            "test left as it is": Wrong(
                """
def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=(0, 2, 3), keepdim=True)
    std = train_images.std(dim=(0, 2, 3), keepdim=True)
    return (train_images - mean) / std, test_images
""",
                "only the training set is normalized",
                "came back as they were",
            ),
            "swapped": Wrong(
                """
def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=(0, 2, 3), keepdim=True)
    std = train_images.std(dim=(0, 2, 3), keepdim=True)
    return (test_images - mean) / std, (train_images - mean) / std
""",
                "the test set is returned first",
                "came back in the other order",
            ),
            "training twice": Wrong(
                """
def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=(0, 2, 3), keepdim=True)
    std = train_images.std(dim=(0, 2, 3), keepdim=True)
    train = (train_images - mean) / std
    return train, train
""",
                "the training set is returned twice",
                "expected the test images of shape",
            ),
            "only one returned": Wrong(
                """
def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=(0, 2, 3), keepdim=True)
    std = train_images.std(dim=(0, 2, 3), keepdim=True)
    return (train_images - mean) / std
""",
                "only the training set is returned",
                "`return a, b` returns a pair",
            ),
            "numbers returned": Wrong(
                """
def normalize_both(train_images, test_images):
    return train_images.mean(dim=(0, 2, 3)), train_images.std(dim=(0, 2, 3))
""",
                "the mean and standard deviation, not the images",
                "expected the training images of shape",
            ),
            "joined": Wrong(
                """
def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=(0, 2, 3), keepdim=True)
    std = train_images.std(dim=(0, 2, 3), keepdim=True)
    return (torch.cat([train_images, test_images]) - mean) / std
""",
                "both sets in one tensor",
                "`return a, b` returns a pair",
            ),
            "a dict": Wrong(
                """
def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=(0, 2, 3), keepdim=True)
    std = train_images.std(dim=(0, 2, 3), keepdim=True)
    return {"train": (train_images - mean) / std, "test": (test_images - mean) / std}
""",
                "a dict, not a pair",
                "`return a, b` returns a pair",
            ),
            "in place": Wrong(
                """
def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=(0, 2, 3), keepdim=True)
    std = train_images.std(dim=(0, 2, 3), keepdim=True)
    train_images -= mean
    train_images /= std
    test_images -= mean
    test_images /= std
    return train_images, test_images
""",
                "the images of the caller are changed",
                "your function changed the images",
            ),
            "channel by channel in place": Wrong(
                """
def normalize_both(train_images, test_images):
    for c in range(3):
        mean, std = train_images[:, c].mean(), train_images[:, c].std()
        train_images[:, c] = (train_images[:, c] - mean) / std
        test_images[:, c] = (test_images[:, c] - mean) / std
    return train_images, test_images
""",
                "the images of the caller are changed",
                "your function changed the images",
            ),
            "numbers of Fashion-MNIST": Wrong(
                """
def normalize_both(train_images, test_images):
    return (train_images - 0.286) / 0.353, (test_images - 0.286) / 0.353
""",
                "the numbers of another training set are written in",
            ),
            "numbers of ImageNet": Wrong(
                """
def normalize_both(train_images, test_images):
    normalize = v2.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
    return normalize(train_images), normalize(test_images)
""",
                "numbers found in a tutorial are written in",
            ),
            "a half": Wrong(
                """
def normalize_both(train_images, test_images):
    return (train_images - 0.5) / 0.5, (test_images - 0.5) / 0.5
""",
                "0.5 and 0.5, from many tutorials",
            ),
            "names of the notebook": Wrong(
                """
mean, std = torch.tensor(0.286), torch.tensor(0.353)

def normalize_both(train_images, test_images):
    return (train_images - mean) / std, (test_images - mean) / std
""",
                "the notebook's mean and std are used",
            ),
            "by 255": Wrong(
                """
def normalize_both(train_images, test_images):
    return train_images / 255, test_images / 255
""",
                "divided by 255 first, though the images are floats already",
                "divided by 255",
            ),
            "smallest to largest": Wrong(
                """
def normalize_both(train_images, test_images):
    low = train_images.amin(dim=(0, 2, 3), keepdim=True)
    high = train_images.amax(dim=(0, 2, 3), keepdim=True)
    return (train_images - low) / (high - low), (test_images - low) / (high - low)
""",
                "stretched from 0 to 1",
                "stretched",
            ),
            "nn.functional.normalize": Wrong(
                """
def normalize_both(train_images, test_images):
    normalize = torch.nn.functional.normalize
    return normalize(train_images), normalize(test_images)
""",
                "normalize makes vectors of length 1",
            ),
            "Normalize not made for these images": Wrong(
                """
def normalize_both(train_images, test_images):
    normalize = v2.Normalize([train_images.mean().item()], [train_images.std().item()])
    return normalize(train_images), normalize(test_images)
""",
                "Normalize is given one number for three channels",
                "used for all three",
            ),
            "Normalize of the whole": Wrong(
                """
def normalize_both(train_images, test_images):
    return v2.Normalize(train_images, test_images)
""",
                "Normalize is given the images in place of lists",
            ),
            "transforms returned": Wrong(
                """
def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=(0, 2, 3)).tolist()
    std = train_images.std(dim=(0, 2, 3)).tolist()
    return v2.Normalize(mean, std), v2.Normalize(mean, std)
""",
                "the transform is returned, not the images",
                "got a Normalize",
            ),
            "first channel for all": Wrong(
                """
def normalize_both(train_images, test_images):
    mean, std = train_images[:, 0].mean(), train_images[:, 0].std()
    return (train_images - mean) / std, (test_images - mean) / std
""",
                "the numbers of red are used for all",
                "used for all three",
            ),
            "first image for all": Wrong(
                """
def normalize_both(train_images, test_images):
    mean = train_images[0].mean(dim=(1, 2), keepdim=True)
    std = train_images[0].std(dim=(1, 2), keepdim=True)
    return (train_images - mean) / std, (test_images - mean) / std
""",
                "the numbers of the first image are used",
            ),
            "mean of the images' std": Wrong(
                """
def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=(0, 2, 3), keepdim=True)
    std = train_images.std(dim=(2, 3), keepdim=True).mean(dim=0, keepdim=True)
    return (train_images - mean) / std, (test_images - mean) / std
""",
                "the mean of each image's standard deviation",
                "single images were averaged",
            ),
            "parameters swapped": Wrong(
                """
def normalize_both(test_images, train_images):
    mean = train_images.mean(dim=(0, 2, 3), keepdim=True)
    std = train_images.std(dim=(0, 2, 3), keepdim=True)
    return (train_images - mean) / std, (test_images - mean) / std
""",
                "the test set is taken for the training set",
                "your parameters are (",
            ),
            "one parameter": Wrong(
                """
def normalize_both(images):
    mean = images.mean(dim=(0, 2, 3), keepdim=True)
    std = images.std(dim=(0, 2, 3), keepdim=True)
    return (images - mean) / std
""",
                "it takes one set only",
                "and the exercise gives it",
            ),
            "printed": Wrong(
                """
def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=(0, 2, 3), keepdim=True)
    std = train_images.std(dim=(0, 2, 3), keepdim=True)
    print((train_images - mean) / std, (test_images - mean) / std)
""",
                "printed, not returned",
                "`print` only shows the result",
            ),
            "return forgotten": Wrong(
                """
def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=(0, 2, 3), keepdim=True)
    std = train_images.std(dim=(0, 2, 3), keepdim=True)
    train_images = (train_images - mean) / std
    test_images = (test_images - mean) / std
""",
                "nothing is returned",
                "end it with `return`",
            ),
            "yield": Wrong(
                """
def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=(0, 2, 3), keepdim=True)
    std = train_images.std(dim=(0, 2, 3), keepdim=True)
    yield (train_images - mean) / std
    yield (test_images - mean) / std
""",
                "yield makes a generator of it",
                "since the function uses `yield`",
            ),
            "async": Wrong(
                """
async def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=(0, 2, 3), keepdim=True)
    std = train_images.std(dim=(0, 2, 3), keepdim=True)
    return (train_images - mean) / std, (test_images - mean) / std
""",
                "async makes a coroutine of it",
                "is `async`",
            ),
            "mean without parentheses": Wrong(
                """
def normalize_both(train_images, test_images):
    mean, std = train_images.mean, train_images.std
    return (train_images - mean) / std, (test_images - mean) / std
""",
                "mean and std are not called",
                "a method is named there, but not called",
            ),
            "not kept": Wrong(
                """
def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=(0, 2, 3), keepdim=True)
    std = train_images.std(dim=(0, 2, 3), keepdim=True)
    (train_images - mean) / std
    (test_images - mean) / std
    return train_images, test_images
""",
                "what is computed is not kept",
                "came back as they were",
            ),
            "whole numbers": Wrong(
                """
def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=(0, 2, 3), keepdim=True)
    std = train_images.std(dim=(0, 2, 3), keepdim=True)
    return (train_images - mean) // std, (test_images - mean) // std
""",
                "divided by // and cut to whole numbers",
                "cut to whole numbers",
            ),
            "clamped": Wrong(
                """
def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=(0, 2, 3), keepdim=True)
    std = train_images.std(dim=(0, 2, 3), keepdim=True)
    train, test = (train_images - mean) / std, (test_images - mean) / std
    return train.clamp(0, 1), test.clamp(0, 1)
""",
                "cut off to 0 and 1",
                "cut off",
            ),
            "channels last": Wrong(
                """
def normalize_both(train_images, test_images):
    train, test = train_images.permute(0, 2, 3, 1), test_images.permute(0, 2, 3, 1)
    mean, std = train.mean(dim=(0, 1, 2)), train.std(dim=(0, 1, 2))
    return (train - mean) / std, (test - mean) / std
""",
                "the channels come last in the results",
                "got (12, 6, 6, 3)",
            ),
            "channels mixed up": Wrong(
                """
def normalize_both(train_images, test_images):
    by_channel = train_images.reshape(3, -1)
    mean = by_channel.mean(dim=1).reshape(1, 3, 1, 1)
    std = by_channel.std(dim=1).reshape(1, 3, 1, 1)
    return (train_images - mean) / std, (test_images - mean) / std
""",
                "reshape for transpose mixes images and channels",
            ),
            "flattened": Wrong(
                """
def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=(0, 2, 3), keepdim=True)
    std = train_images.std(dim=(0, 2, 3), keepdim=True)
    return ((train_images - mean) / std).flatten(1), ((test_images - mean) / std).flatten(1)
""",
                "the images are flattened",
                "got (12, 108)",
            ),
            "a bag of images": Wrong(
                """
def normalize_both(train_images, test_images):
    mean = train_images.mean(dim=(0, 2, 3), keepdim=True)[0]
    std = train_images.std(dim=(0, 2, 3), keepdim=True)[0]
    return [(i - mean) / std for i in train_images], [(i - mean) / std for i in test_images]
""",
                "lists of images, not tensors",
                "expected the training images",
            ),
            "not a function": Wrong(
                """
normalize_both = (torch.zeros(2, 3, 4, 4), torch.zeros(2, 3, 4, 4))
""",
                "a pair, not a function",
                "expected a function, got",
            ),
        },
    },
    "fit_to_test": {
        "right": {
            "a dict": """
my_verdicts = {"A": "training images", "B": "never scaled", "C": "scaled twice", "D": "fine"}
""",
            "keywords": """
my_verdicts = dict(D="fine", C="scaled twice", B="never scaled", A="training images")
""",
            "filled in": """
my_verdicts = {"A": None, "B": None, "C": None, "D": None}
my_verdicts["A"] = "training images"
my_verdicts["B"] = "never scaled"
my_verdicts["C"] = "scaled twice"
my_verdicts["D"] = "fine"
""",
            "zip": """
words = ["training images", "never scaled", "scaled twice", "fine"]
my_verdicts = dict(zip("ABCD", words))
""",
            "update": """
my_verdicts = {"A": None, "B": None, "C": None, "D": None}
my_verdicts.update(A="training images", B="never scaled", C="scaled twice", D="fine")
""",
            "capitals and spaces": """
my_verdicts = {"A": "Training images", "B": "Never scaled", "C": "scaled twice ", "D": "Fine"}
""",
        },
        "wrong": {
            "A for fine": Wrong(
                """
my_verdicts = {"A": "fine", "B": "never scaled", "C": "scaled twice", "D": "training images"}
""",
                "A is taken for the test set",
                "is not 'fine'",
            ),
            "two fine": Wrong(
                """
my_verdicts = {"A": "fine", "B": "never scaled", "C": "scaled twice", "D": "fine"}
""",
                "A is taken for the test set, D is fine too",
                "is not 'fine'",
            ),
            "B and C swapped": Wrong(
                """
my_verdicts = {"A": "training images", "B": "scaled twice", "C": "never scaled", "D": "fine"}
""",
                "never scaled and scaled twice are swapped",
                "is not '",
            ),
            "B fine, D never scaled": Wrong(
                """
my_verdicts = {"A": "training images", "B": "fine", "C": "scaled twice", "D": "never scaled"}
""",
                "scale=True is overlooked",
                "is not 'fine'",
            ),
            "C fine, D twice": Wrong(
                """
my_verdicts = {"A": "training images", "B": "never scaled", "C": "fine", "D": "scaled twice"}
""",
                "the second division is overlooked, one is seen where there is none",
                "is not 'fine'",
            ),
            "C fine": Wrong(
                """
my_verdicts = {"A": "training images", "B": "never scaled", "C": "fine", "D": "fine"}
""",
                "the second division is overlooked",
                "is not 'fine'",
            ),
            "D training images": Wrong(
                """
two = "training images"
my_verdicts = {"A": two, "B": "never scaled", "C": "scaled twice", "D": two}
""",
                "download=True is taken for the training set",
                "is not '",
            ),
            "all fine": Wrong(
                """
my_verdicts = {"A": "fine", "B": "fine", "C": "fine", "D": "fine"}
""",
                "all are called fine",
                "is not 'fine'",
            ),
            "unchanged": Wrong(
                """
my_verdicts = {"A": None, "B": None, "C": None, "D": None}
""",
                "nothing was put in",
                "Not tried yet",
            ),
            "one left out": Wrong(
                """
my_verdicts = {"A": "training images", "B": "never scaled", "C": "scaled twice", "D": None}
""",
                "D is still None",
                "has no verdict yet",
            ),
            "a list": Wrong(
                """
my_verdicts = ["training images", "never scaled", "scaled twice", "fine"]
""",
                "a list, without the names",
                "expected the dict",
            ),
            "only the fine one": Wrong(
                """
my_verdicts = "D"
""",
                "the letter of the fine one only",
                "expected the dict",
            ),
            "one missing": Wrong(
                """
my_verdicts = {"A": "training images", "B": "never scaled", "D": "fine"}
""",
                "C is missing",
                "has no verdict yet",
            ),
            "true and false": Wrong(
                """
my_verdicts = {"A": False, "B": False, "C": False, "D": True}
""",
                "True and False, not the words",
                "expected one of",
            ),
            "other words": Wrong(
                """
my_verdicts = {"A": "train", "B": "not scaled", "C": "scaled 2x", "D": "ok"}
""",
                "words that are not among the four",
                "expected one of",
            ),
            "one typing mistake": Wrong(
                """
my_verdicts = {"A": "trainings images", "B": "never scaled", "C": "scaled twice", "D": "fine"}
""",
                "a typing mistake in one word",
                "expected one of",
            ),
            "turned around": Wrong(
                """
my_verdicts = {"training images": "A", "never scaled": "B", "scaled twice": "C", "fine": "D"}
""",
                "the word is the key",
                "the keys are",
            ),
            "small letters": Wrong(
                """
my_verdicts = {"a": "training images", "b": "never scaled", "c": "scaled twice", "d": "fine"}
""",
                "the names are written in small letters",
                "the keys are",
            ),
            "numbers": Wrong(
                """
my_verdicts = {"A": 1, "B": 2, "C": 3, "D": 0}
""",
                "the numbers of the words in the list",
                "expected one of",
            ),
            "test images": Wrong(
                """
my_verdicts = {"A": "training images", "B": "never scaled", "C": "scaled twice", "D": "test images"}
""",
                "a word of its own for D",
                "expected one of",
            ),
            "lists": Wrong(
                """
my_verdicts = {
    "A": ["training images"],
    "B": ["never scaled"],
    "C": ["scaled twice", "fine"],
    "D": ["fine"],
}
""",
                "more than one word for each",
                "expected one of",
            ),
            "a set": Wrong(
                """
my_verdicts = {"training images", "never scaled", "scaled twice", "fine"}
""",
                "a set, as the colons are forgotten",
                "expected the dict",
            ),
            "a function": Wrong(
                """
def my_verdicts():
    return {"A": "training images", "B": "never scaled", "C": "scaled twice", "D": "fine"}
""",
                "a function that returns the dict",
            ),
            "rotated": Wrong(
                """
my_verdicts = {"A": "never scaled", "B": "scaled twice", "C": "fine", "D": "training images"}
""",
                "all four are wrong",
                "is not '",
            ),
        },
    },
}
