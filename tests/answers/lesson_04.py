"""Answers to the exercises of lesson 04.

Written on 2026-11-24 by somebody who had read only the lesson; some come from somebody else who
had read the lesson as a beginner.
"""

from tests.answers import Wrong
from tests.answers.edits import edited

BATCHES = """
def batches_of(dataset, batch_size, order):
    batches = []
    for start in range(0, len(order), batch_size):
        samples = [dataset[i] for i in order[start : start + batch_size]]
        images = torch.stack([image for image, _ in samples])
        labels = torch.tensor([label for _, label in samples])
        batches.append((images, labels))
    return batches
"""
PART = "order[start : start + batch_size]"
IMAGES = "torch.stack([image for image, _ in samples])"
LABELS = "torch.tensor([label for _, label in samples])"
COLLECTED = """
def batches_of(dataset, batch_size, order):
    batches, images, labels = [], [], []
    for i in order:
        image, label = dataset[i]
        images.append(image)
        labels.append(label)
        if len(images) == batch_size:
            batches.append((torch.stack(images), torch.tensor(labels)))
            images, labels = [], []
    if images:
        batches.append((torch.stack(images), torch.tensor(labels)))
    return batches
"""
EPOCHS = """
def my_epochs(labels, batch_size, epochs, seed):
    generator = torch.Generator().manual_seed(seed)
    loader = DataLoader(labels, batch_size, shuffle=True, generator=generator)
    orders = []
    for _ in range(epochs):
        orders.append(torch.cat(list(loader)).tolist())
    return orders
"""
EVERY_EPOCH = """
def my_epochs(labels, batch_size, epochs, seed):
    orders = []
    for epoch in range(epochs):
        generator = torch.Generator().manual_seed(seed)
        loader = DataLoader(labels, batch_size, shuffle=True, generator=generator)
        orders.append(torch.cat(list(loader)).tolist())
    return orders
"""


def batches(*replacements: tuple[str, str]) -> str:
    return edited(BATCHES, *replacements)


def epochs(*replacements: tuple[str, str]) -> str:
    return edited(EPOCHS, *replacements)


def loader(expression: str) -> str:
    return f"def my_test_loader(test_set):\n    return {expression}\n"


ANSWERS = {
    "batches": {
        "right": {
            "from the hints": BATCHES,
            "collected one by one": COLLECTED,
            "while, lists for pairs": """
def batches_of(dataset, batch_size, order):
    out = []
    k = 0
    while k < len(order):
        xs = []
        ys = []
        for i in order[k : k + batch_size]:
            x, y = dataset[i]
            xs.append(x)
            ys.append(y)
        out.append([torch.stack(xs), torch.tensor(ys)])
        k += batch_size
    return out
""",
            "DataLoader of a Subset": """
def batches_of(dataset, batch_size, order):
    return [tuple(batch) for batch in DataLoader(Subset(dataset, order), batch_size)]
""",
            "DataLoader with a sampler": """
def batches_of(dataset, batch_size, order):
    return list(DataLoader(dataset, batch_size=batch_size, sampler=order))
""",
            "zip and unsqueeze": """
def batches_of(dataset, batch_size, order):
    result = []
    for part in torch.tensor(order).split(batch_size):
        images, labels = zip(*(dataset[i] for i in part.tolist()))
        images = torch.cat([image.unsqueeze(0) for image in images])
        result.append((images, torch.as_tensor(labels)))
    return result
""",
            "everything stacked, then cut": """
def batches_of(dataset, batch_size, order):
    images = torch.stack([dataset[i][0] for i in order])
    labels = torch.tensor([dataset[i][1] for i in order])
    return list(zip(images.split(batch_size), labels.split(batch_size)))
""",
            "batch numbers and ceil": """
def batches_of(dataset, batch_size, order):
    result = []
    for number in range(math.ceil(len(order) / batch_size)):
        first = number * batch_size
        last = min(first + batch_size, len(order))
        images = torch.stack([dataset[order[k]][0] for k in range(first, last)])
        labels = torch.tensor([dataset[order[k]][1] for k in range(first, last)])
        result.append((images, labels))
    return result
""",
            "filled into zeros": """
def batches_of(dataset, batch_size, order):
    batches = []
    for start in range(0, len(order), batch_size):
        part = order[start : start + batch_size]
        images = torch.zeros(len(part), *dataset[part[0]][0].shape)
        labels = torch.zeros(len(part), dtype=torch.int64)
        for row, i in enumerate(part):
            images[row], labels[row] = dataset[i]
        batches.append((images, labels))
    return batches
""",
        },
        "wrong": {
            "last batch forgotten": Wrong(
                edited(
                    COLLECTED,
                    (
                        "    if images:\n"
                        "        batches.append((torch.stack(images), torch.tensor(labels)))\n",
                        "",
                    ),
                ),
                "the short last batch is left out",
                "is missing",
            ),
            "number of batches rounded down": Wrong(
                """
def batches_of(dataset, batch_size, order):
    batches = []
    for k in range(len(order) // batch_size):
        samples = [dataset[i] for i in order[k * batch_size : (k + 1) * batch_size]]
        images = torch.stack([image for image, _ in samples])
        labels = torch.tensor([label for _, label in samples])
        batches.append((images, labels))
    return batches
""",
                "the short last batch is left out",
                "is missing",
            ),
            "drop_last": Wrong(
                """
def batches_of(dataset, batch_size, order):
    return list(DataLoader(Subset(dataset, order), batch_size, drop_last=True))
""",
                "drop_last leaves out the short last batch",
                "is missing",
            ),
            "always one more batch": Wrong(
                """
def batches_of(dataset, batch_size, order):
    batches = []
    for k in range(len(order) // batch_size + 1):
        samples = [dataset[i] for i in order[k * batch_size : (k + 1) * batch_size]]
        images = torch.stack([image for image, _ in samples])
        labels = torch.tensor([label for _, label in samples])
        batches.append((images, labels))
    return batches
""",
                "an empty batch at the end if the positions come out even",
                "an empty part was stacked",
            ),
            "last batch filled up": Wrong(
                """
def batches_of(dataset, batch_size, order):
    batches = []
    for start in range(0, len(order), batch_size):
        part = [order[k % len(order)] for k in range(start, start + batch_size)]
        images = torch.stack([dataset[i][0] for i in part])
        labels = torch.tensor([dataset[i][1] for i in part])
        batches.append((images, labels))
    return batches
""",
                "the last batch is filled up from the start",
                "the last batch holds the positions that are left",
            ),
            "last batch padded": Wrong(
                """
def batches_of(dataset, batch_size, order):
    batches = []
    for start in range(0, len(order), batch_size):
        part = order[start : start + batch_size]
        images = torch.zeros(batch_size, *dataset[part[0]][0].shape)
        labels = torch.zeros(batch_size, dtype=torch.int64)
        for row, i in enumerate(part):
            images[row], labels[row] = dataset[i]
        batches.append((images, labels))
    return batches
""",
                "the last batch is padded with zeros",
            ),
            "lists not emptied": Wrong(
                edited(COLLECTED, ("            images, labels = [], []\n", "")),
                "the lists are not emptied after a batch",
                "go through `order` in steps of `batch_size`, and",
            ),
            "labels not emptied": Wrong(
                edited(
                    COLLECTED, ("            images, labels = [], []", "            images = []")
                ),
                "the labels of earlier batches stay in the list",
                "expected the labels of batch",
            ),
            "order ignored": Wrong(
                """
def batches_of(dataset, batch_size, order):
    batches = []
    for start in range(0, len(order), batch_size):
        samples = [dataset[i] for i in range(start, min(start + batch_size, len(order)))]
        images = torch.stack([image for image, _ in samples])
        labels = torch.tensor([label for _, label in samples])
        batches.append((images, labels))
    return batches
""",
                "the samples come in the dataset's order, not in that of `order`",
                "the dataset's own order",
            ),
            "the whole dataset, order ignored": Wrong(
                """
def batches_of(dataset, batch_size, order):
    return [tuple(batch) for batch in DataLoader(dataset, batch_size)]
""",
                "order is ignored: all samples, in the dataset's order",
                "never uses its parameter `order`",
            ),
            "order sorted": Wrong(
                batches((PART, "sorted(order)[start : start + batch_size]")),
                "order is sorted first",
                "`order` sorted",
            ),
            "order reversed": Wrong(
                batches((PART, "order[::-1][start : start + batch_size]")),
                "order is taken from the end",
                "from its end",
            ),
            "shuffled": Wrong(
                """
def batches_of(dataset, batch_size, order):
    return list(DataLoader(Subset(dataset, order), batch_size, shuffle=True))
""",
                "the samples are shuffled",
            ),
            "a batch sorted within": Wrong(
                batches((PART, "sorted(order[start : start + batch_size])")),
                "the positions are sorted within each batch",
            ),
            "labels as a list": Wrong(
                batches((LABELS, "[label for _, label in samples]")),
                "the labels are a list, not a tensor",
                "expected the labels of batch",
            ),
            "labels stacked in a column": Wrong(
                batches((LABELS, "torch.tensor([[label] for _, label in samples])")),
                "the labels have a second dimension",
                "expected the labels of batch",
            ),
            "labels as floats": Wrong(
                batches((LABELS, "torch.Tensor([label for _, label in samples])")),
                "torch.Tensor makes floats of the labels",
                "expected whole numbers",
            ),
            "labels of the whole order": Wrong(
                batches((LABELS, "torch.tensor([dataset[i][1] for i in order])")),
                "each batch has the labels of all positions",
                "and the labels of the same",
            ),
            "labels are the positions": Wrong(
                batches((LABELS, f"torch.tensor({PART})")),
                "the positions in place of the labels",
                "the positions themselves",
            ),
            "labels in the dataset's order": Wrong(
                batches(
                    (
                        LABELS,
                        "torch.tensor([dataset[k][1] for k in range(start, start + len(samples))])",
                    )
                ),
                "the labels belong to other samples than the images",
            ),
            "images as a list": Wrong(
                batches((IMAGES, "[image for image, _ in samples]")),
                "the images are a list, not one tensor",
                "`torch.stack(…)`",
            ),
            "cat": Wrong(
                batches(("torch.stack", "torch.cat")),
                "torch.cat joins along the channels; the batch dimension is missing",
                "`torch.stack` puts a new dimension in front; `to",
            ),
            "stacked in dim 1": Wrong(
                batches((IMAGES, "torch.stack([image for image, _ in samples], dim=1)")),
                "the images are stacked in dimension 1",
                "`torch.stack` puts a new dimension in front; `to",
            ),
            "squeezed": Wrong(
                batches((IMAGES, f"{IMAGES}.squeeze()")),
                "squeeze drops the channel's dimension",
                "`torch.stack` puts a new dimension in front; `to",
            ),
            "flattened": Wrong(
                batches((IMAGES, f"{IMAGES}.flatten(1)")),
                "the images are flattened",
                "`torch.stack` puts a new dimension in front; `to",
            ),
            "reshaped": Wrong(
                batches((IMAGES, "torch.stack([image for image, _ in samples]).transpose(-1, -2)")),
                "rows and columns of the images are exchanged",
            ),
            "only the first batch": Wrong(
                """
def batches_of(dataset, batch_size, order):
    samples = [dataset[i] for i in order[:batch_size]]
    return torch.stack([x for x, _ in samples]), torch.tensor([y for _, y in samples])
""",
                "only the first batch, not a list",
                "expected a list of all batches, got one pair of tensors",
            ),
            "return in the loop": Wrong(
                batches(("    return batches", "        return batches")),
                "the loop returns after its first batch",
                "batches; got the first one only",
            ),
            "list made in the loop": Wrong(
                """
def batches_of(dataset, batch_size, order):
    for start in range(0, len(order), batch_size):
        batches = []
        samples = [dataset[i] for i in order[start : start + batch_size]]
        images = torch.stack([image for image, _ in samples])
        labels = torch.tensor([label for _, label in samples])
        batches.append((images, labels))
    return batches
""",
                "the list is made anew for each batch: only the last is left",
                "batches; got the last one only",
            ),
            "no return": Wrong(
                batches(("    return batches\n", "")),
                "nothing is returned",
                "your function returned None",
            ),
            "printed": Wrong(
                batches(("return batches", "print(batches)")),
                "the batches are printed",
                "your function returned None",
            ),
            "append's result": Wrong(
                batches(("        batches.append", "        batches = batches.append")),
                "append returns None",
                "AttributeError: 'NoneType' object has no attribute 'append'",
            ),
            "yield": Wrong(
                batches(
                    (
                        "        batches.append((images, labels))\n    return batches",
                        "        yield images, labels",
                    )
                ),
                "yield makes a generator, not a list",
                "since the function uses `yield`",
            ),
            "async": Wrong(
                batches(("def ", "async def ")),
                "async makes a coroutine",
                "your function is `async`: a call of it computes nothing, and",
            ),
            "a loader": Wrong(
                """
def batches_of(dataset, batch_size, order):
    return DataLoader(Subset(dataset, order), batch_size)
""",
                "a DataLoader, not a list of batches",
                "expected a list of batches, got a DataLoader",
            ),
            "slices one too short": Wrong(
                batches((PART, "order[start : start + batch_size - 1]")),
                "each batch lacks its last sample",
                "take `batch_size` positions of `order` for each",
            ),
            "slices one too long": Wrong(
                batches((PART, "order[start : start + batch_size + 1]")),
                "each batch has one sample too many",
                "take `batch_size` positions of `order` for each",
            ),
            "starts at 1": Wrong(
                batches(("range(0, len", "range(1, len")),
                "the first position is skipped",
                "without its first position",
            ),
            "slice ends at batch_size": Wrong(
                batches((PART, "order[start:batch_size]")),
                "the slice ends at batch_size, not at start + batch_size",
                "an empty part was stacked",
            ),
            "step forgotten": Wrong(
                batches(("range(0, len(order), batch_size)", "range(len(order))")),
                "a batch starts at each position",
                "go through `order` in steps of `batch_size`, and",
            ),
            "range(order)": Wrong(
                batches(("range(0, len(order), batch_size)", "range(0, order, batch_size)")),
                "range is given the list in place of its length",
                "TypeError: 'list' object cannot be interpreted as an integer",
            ),
            "range of the dataset": Wrong(
                batches(("len(order)", "len(dataset)")),
                "the loop counts the dataset's samples, not the positions",
                "an empty part was stacked",
            ),
            "64 fixed": Wrong(
                batches(
                    ("len(order), batch_size", "len(order), 64"),
                    ("start + batch_size", "start + 64"),
                ),
                "64 of the lesson in place of batch_size",
                "never uses its parameter `batch_size`",
            ),
            "train_set of the lesson": Wrong(
                batches(("dataset[i]", "train_set[i]")),
                "train_set of the notebook in place of the parameter dataset",
                "NameError: name 'train_set' is not defined",
            ),
            "a dataset of the notebook": Wrong(
                "other = [(torch.zeros(1, 28, 28), 0)] * 1_000\n"
                + batches(("dataset[i]", "other[i]")),
                "a dataset of the notebook in place of the parameter dataset",
                "never uses its parameter `dataset`",
            ),
            "dataset indexed with a list": Wrong(
                batches(
                    (
                        "samples = [dataset[i] for i in order[start : start + batch_size]]",
                        "images, labels = dataset[order[start : start + batch_size]]",
                    ),
                    (f"        images = {IMAGES}\n", ""),
                    (f"        labels = {LABELS}\n", ""),
                ),
                "a dataset takes one position, not a list",
                "the dataset was asked for a list of",
            ),
            "positions for samples": Wrong(
                batches(("[dataset[i] for i in order[start : start + batch_size]]", PART)),
                "the positions are used as if they were samples",
            ),
            "not stacked": Wrong(
                """
def batches_of(dataset, batch_size, order):
    return [
        [dataset[i] for i in order[start : start + batch_size]]
        for start in range(0, len(order), batch_size)
    ]
""",
                "the samples of a batch are not stacked",
                "as a pair of images and labels, got a list of",
            ),
            "image and label exchanged": Wrong(
                batches(("append((images, labels))", "append((labels, images))")),
                "labels come first",
                "each batch has its labels first; expected `(images, labels)`",
            ),
            "two lists": Wrong(
                """
def batches_of(dataset, batch_size, order):
    all_images, all_labels = [], []
    for start in range(0, len(order), batch_size):
        samples = [dataset[i] for i in order[start : start + batch_size]]
        all_images.append(torch.stack([image for image, _ in samples]))
        all_labels.append(torch.tensor([label for _, label in samples]))
    return all_images, all_labels
""",
                "a list of images and a list of labels, not a list of pairs",
                "expected one list of pairs, got two lists, one of images and",
            ),
            "extended": Wrong(
                batches(("batches.append", "batches.extend")),
                "extend: the list holds images and labels in turn, no pairs",
                "holds single tensors",
            ),
            "dicts": Wrong(
                batches(("append((images, labels))", 'append({"image": images, "label": labels})')),
                "dicts in place of pairs",
                "as a pair of images and labels, got a dict",
            ),
            "order emptied": Wrong(
                """
def batches_of(dataset, batch_size, order):
    batches = []
    while order:
        part = [order.pop(0) for _ in range(min(batch_size, len(order)))]
        images = torch.stack([dataset[i][0] for i in part])
        labels = torch.tensor([dataset[i][1] for i in part])
        batches.append((images, labels))
    return batches
""",
                "the caller's list `order` is emptied",
                "your function changed the order",
            ),
            "order sorted in place": Wrong(
                batches(("    batches = []\n", "    batches = []\n    order = order.sort()\n")),
                "sort() returns None",
                "TypeError: object of type 'NoneType' has no len()",
            ),
            "sizes only": Wrong(
                batches(("append((images, labels))", "append((len(images), len(labels)))")),
                "the sizes of the batches, not the batches",
            ),
            "shapes": Wrong(
                batches(("append((images, labels))", "append((images.shape, labels.shape))")),
                "the shapes of the batches, not the batches",
            ),
            "a parameter too few": Wrong(
                "order = list(range(100))\n" + batches(("batch_size, order):", "batch_size):")),
                "the parameter order is missing",
                "arguments (`dataset`, `batch_size`), and the exercise gives it",
            ),
            "parameters exchanged": Wrong(
                batches(("(dataset, batch_size, order)", "(dataset, order, batch_size)")),
                "order and batch_size are exchanged",
                "your parameters are (dataset, order, batch_size); the",
            ),
            "the same list each time": Wrong(
                "batches = []\n" + batches(("    batches = []\n", "")),
                "a second call returns the batches of the first one too",
                "a second call returned the list of the first one, with its",
            ),
            "raises": Wrong(
                batches(("    batches = []", "    raise NotImplementedError")), "raises"
            ),
            "the stub": Wrong(
                '''
def batches_of(dataset, batch_size, order):
    """Samples in that order, cut into batches → list of (images, labels)."""
    ...
''',
                "nothing is written yet",
            ),
            "one big batch": Wrong(
                """
def batches_of(dataset, batch_size, order):
    samples = [dataset[i] for i in order]
    return [(torch.stack([x for x, _ in samples]), torch.tensor([y for _, y in samples]))]
""",
                "one batch of all samples",
                "never uses its parameter `batch_size`",
            ),
            "dealt out like cards": Wrong(
                """
def batches_of(dataset, batch_size, order):
    batches = []
    number = math.ceil(len(order) / batch_size)
    for k in range(number):
        part = order[k::number]
        images = torch.stack([dataset[i][0] for i in part])
        labels = torch.tensor([dataset[i][1] for i in part])
        batches.append((images, labels))
    return batches
""",
                "the positions are dealt out to the batches in turn",
                "in turn",
            ),
            "chunk": Wrong(
                """
def batches_of(dataset, batch_size, order):
    images = torch.stack([dataset[i][0] for i in order])
    labels = torch.tensor([dataset[i][1] for i in order])
    return list(zip(images.chunk(batch_size), labels.chunk(batch_size)))
""",
                "chunk takes the number of pieces, not their size",
            ),
            "images scaled once more": Wrong(
                batches((IMAGES, f"{IMAGES} / 255")), "the images are divided by 255 once more"
            ),
            "images as bytes": Wrong(
                batches((IMAGES, f"{IMAGES}.byte()")),
                "the images are cast to uint8",
                "those of the dataset torch.float",
            ),
        },
    },
    "steps": {
        "right": {
            "48": "my_steps = 48",
            "ceil": "my_steps = math.ceil(1_000 / 64) * 3",
            "negative floor": "my_steps = -(-1000 // 64) * 3",
            "as a float": "my_steps = (1000 // 64 + 1) * 3.0",
            "as a tensor": "my_steps = torch.tensor(48)",
            "NumPy": "import numpy as np\n\nmy_steps = np.ceil(1000 / 64) * 3",
            "counted": """
my_steps = 0
for epoch in range(3):
    for start in range(0, 1000, 64):
        my_steps += 1
""",
            "a loader's length": "my_steps = 3 * len(DataLoader(range(1000), batch_size=64))",
        },
        "wrong": {
            "45": Wrong(
                "my_steps = 45",
                "rounded down",
                "leaves out the short last batch of each epoch",
            ),
            "rounded down": Wrong(
                "my_steps = 1000 // 64 * 3",
                "rounded down",
                "leaves out the short last batch of each epoch",
            ),
            "not rounded": Wrong(
                "my_steps = 1000 / 64 * 3", "not rounded at all", "expected a whole number, got"
            ),
            "rounded at the end": Wrong(
                "my_steps = math.ceil(1000 * 3 / 64)",
                "rounded after the epochs, not in each",
                "cuts batches across epochs",
            ),
            "rounded down at the end": Wrong(
                "my_steps = 3 * 1000 // 64",
                "rounded down after the epochs",
                "cuts batches across epochs",
            ),
            "one epoch": Wrong(
                "my_steps = 16",
                "one epoch only",
                "counts the steps of one epoch",
            ),
            "one epoch, rounded down": Wrong(
                "my_steps = 15",
                "one epoch only, and rounded down",
                "counts the full batches of one epoch",
            ),
            "one epoch, not rounded": Wrong(
                "my_steps = 1000 / 64", "one epoch only, and not rounded"
            ),
            "images": Wrong(
                "my_steps = 3 * 1000",
                "images, not steps",
                "counts images",
            ),
            "images of one epoch": Wrong(
                "my_steps = 1000",
                "images, not steps",
                "counts images",
            ),
            "epochs": Wrong(
                "my_steps = 3",
                "epochs, not steps",
                "counts epochs",
            ),
            "batch size": Wrong(
                "my_steps = 64",
                "the batch size",
                "is the batch size",
            ),
            "batch size times epochs": Wrong(
                "my_steps = 3 * 64",
                "batch size times epochs",
                "multiplies the batch size by the epochs",
            ),
            "batches times batch size": Wrong(
                "my_steps = 16 * 64 * 3",
                "counts 64 images for each step",
                "counts images,",
            ),
            "divided by the epochs": Wrong("my_steps = 16 / 3", "divided by the epochs"),
            "text": Wrong(
                'my_steps = "48"', "the number is text", "expected a whole number, got '"
            ),
            "a list": Wrong("my_steps = [16, 16, 16]", "a list of the epochs' steps"),
            "the lesson's dataset": Wrong(
                "my_steps = 3 * math.ceil(60_000 / 64)",
                "60,000 images, not 1,000",
                "counts the steps of the lesson's",
            ),
            "the lesson's steps": Wrong(
                "my_steps = 938",
                "the steps of the lesson's dataset",
                "counts the steps of the lesson's",
            ),
            "a function": Wrong(
                "def my_steps():\n    return 3 * math.ceil(1000 / 64)",
                "a function, not a number",
                "expected a whole number, got a function",
            ),
            "printed": Wrong("my_steps = print(48)", "print returns None"),
            "a set": Wrong("my_steps = {48}", "a set that holds the number"),
            "one too many": Wrong(
                "my_steps = 49",
                "one too many",
                "is one more than there are: each epoch has",
            ),
            "the last batch twice": Wrong(
                "my_steps = (15 + 2) * 3",
                "a batch too many in each epoch",
                "counts",
            ),
            "two epochs": Wrong("my_steps = 32", "two epochs", "counts the steps of two epochs"),
            "batch of 46.875": Wrong(
                "my_steps = int(1000 / 64 * 3)",
                "rounded down at the end",
                "cuts batches across epochs",
            ),
            "infinite": Wrong('my_steps = float("inf")', "infinitely many"),
            "negative": Wrong("my_steps = -48", "a minus in front"),
            "True": Wrong("my_steps = True", "a truth value"),
            "1_000 batches of 64": Wrong(
                "my_steps = 1000 * 64 * 3",
                "multiplied, not divided",
                "multiplies the images by the batch size",
            ),
        },
    },
    "test_loader": {
        "right": {
            "the defaults": loader("DataLoader(test_set, batch_size=64)"),
            "both said": loader(
                "DataLoader(test_set, batch_size=64, shuffle=False, drop_last=False)"
            ),
            "make_loader": loader("make_loader(test_set, batch_size=64)"),
            "a larger batch": loader("DataLoader(test_set, batch_size=1_000, shuffle=False)"),
            "unpacked arguments": """
def my_test_loader(test_set):
    settings = dict(batch_size=64, shuffle=False, drop_last=False)
    loader = DataLoader(test_set, **settings)
    return loader
""",
            "another name, a sampler": """
from torch.utils.data import SequentialSampler

def my_test_loader(data):
    return DataLoader(data, batch_size=64, sampler=SequentialSampler(data))
""",
            "lambda": "my_test_loader = lambda test_set: DataLoader(test_set, 64)\n",
            "positional": loader("DataLoader(test_set, 64, False)"),
        },
        "wrong": {
            "as it was": Wrong(
                loader("DataLoader(test_set, batch_size=64, shuffle=True, drop_last=True)"),
                "neither of the two is mended",
                "the test images are shuffled. The order doesn't change how",
            ),
            "still shuffled": Wrong(
                loader("DataLoader(test_set, batch_size=64, shuffle=True)"),
                "still shuffled",
                "the test images are shuffled. The order doesn't change how",
            ),
            "last batch still dropped": Wrong(
                loader("DataLoader(test_set, batch_size=64, drop_last=True)"),
                "the short last batch is still left out",
                "the last batch is missing",
            ),
            "values exchanged": Wrong(
                loader("DataLoader(test_set, batch_size=64, shuffle=False, drop_last=True)"),
                "the short last batch is still left out",
                "the last batch is missing",
            ),
            "truth values as text": Wrong(
                loader('DataLoader(test_set, batch_size=64, shuffle="False", drop_last="False")'),
                "the text 'False' counts as true",
                "ValueError: drop_last should be a boolean value, but got dro",
            ),
            "a seeded shuffle": Wrong(
                loader(
                    "DataLoader(test_set, 64, shuffle=True, "
                    "generator=torch.Generator().manual_seed(0))"
                ),
                "still shuffled, with a seed",
                "the test images are shuffled. The order doesn't change how",
            ),
            "make_loader shuffles": Wrong(
                loader("make_loader(test_set, 64, shuffle=True, seed=0)"),
                "still shuffled",
                "the test images are shuffled. The order doesn't change how",
            ),
            "make_loader drops": Wrong(
                loader("make_loader(test_set, 64, drop_last=True)"),
                "the short last batch is still left out",
                "the last batch is missing",
            ),
            "random sampler": Wrong(
                "from torch.utils.data import RandomSampler\n\n"
                + loader("DataLoader(test_set, 64, sampler=RandomSampler(test_set))"),
                "the sampler shuffles",
                "the test images are shuffled. The order doesn't change how",
            ),
            "backwards": Wrong(
                loader("DataLoader(test_set, 64, sampler=range(len(test_set) - 1, -1, -1))"),
                "the order is turned round",
                "another order",
            ),
            "no return": Wrong(
                "def my_test_loader(test_set):\n    DataLoader(test_set, batch_size=64)\n",
                "the loader is not returned",
                "your function returned None",
            ),
            "printed": Wrong(
                "def my_test_loader(test_set):\n    print(DataLoader(test_set, batch_size=64))\n",
                "the loader is printed",
                "your function returned None",
            ),
            "the dataset": Wrong(
                loader("test_set"),
                "the dataset itself, no loader",
                "expected a DataLoader, got a TensorDataset: a dataset returns",
            ),
            "one batch": Wrong(
                loader("next(iter(DataLoader(test_set, batch_size=64)))"),
                "only the first batch",
                "expected a DataLoader, got a list of",
            ),
            "iter": Wrong(
                loader("iter(DataLoader(test_set, batch_size=64))"),
                "an iterator, which runs out after one epoch",
                "expected a DataLoader, got a _SingleProcessDataLoaderIter",
            ),
            "a list": Wrong(
                loader("list(DataLoader(test_set, batch_size=64))"),
                "a list of batches, no loader",
                "expected a DataLoader, got a list of",
            ),
            "yield": Wrong(
                "def my_test_loader(test_set):\n"
                "    for batch in DataLoader(test_set, batch_size=64):\n"
                "        yield batch\n",
                "a generator, which runs out after one epoch",
                "since the function uses `yield`",
            ),
            "async": Wrong(
                "async def my_test_loader(test_set):\n"
                "    return DataLoader(test_set, batch_size=64)\n",
                "async makes a coroutine",
                "your function is `async`: a call of it computes nothing, and",
            ),
            "DataLoader without arguments": Wrong(
                loader("DataLoader"),
                "the class, not an object",
                "never uses its parameter `test_set`",
            ),
            "no dataset": Wrong(
                loader("DataLoader(batch_size=64)"),
                "the dataset is missing",
                "TypeError: DataLoader.__init__() missing",
            ),
            "the loader, not a function": Wrong(
                "my_test_loader = DataLoader([(torch.zeros(1, 28, 28), 0)] * 100, batch_size=64)\n",
                "a loader in place of the function",
                "expected a function, got a DataLoader",
            ),
            "no parameter": Wrong(
                "test_set = [(torch.zeros(1, 28, 28), 0)] * 100\n\n"
                "def my_test_loader():\n    return DataLoader(test_set, batch_size=64)\n",
                "the parameter is missing",
                "arguments (none), and the exercise gives it",
            ),
            "a parameter too many": Wrong(
                "def my_test_loader(test_set, batch_size):\n"
                "    return DataLoader(test_set, batch_size)\n",
                "a second parameter without default",
                "arguments (`test_set`, `batch_size`), and the exercise gives",
            ),
            "the training set": Wrong(
                loader("DataLoader(train_set, batch_size=64)"),
                "train_set of the notebook in place of the parameter",
                "NameError: name 'train_set' is not defined",
            ),
            "a set of the notebook": Wrong(
                "others = [(torch.zeros(1, 28, 28), 0)] * 100\n\n"
                + loader("DataLoader(others, batch_size=64)"),
                "a set of the notebook in place of the parameter",
                "another dataset",
            ),
            "full batches only, by a Subset": Wrong(
                loader("DataLoader(Subset(test_set, range(len(test_set) // 64 * 64)), 64)"),
                "the last images are left out by a Subset",
                "the loader serves another dataset than the one that was passed",
            ),
            "the first thousand": Wrong(
                loader("DataLoader(Subset(test_set, range(min(1000, len(test_set) - 1))), 64)"),
                "only the first images",
                "the loader serves another dataset than the one that was passed",
            ),
            "wrong keyword": Wrong(
                loader("DataLoader(test_set, batchsize=64)"),
                "DataLoader has no batchsize",
                "TypeError: DataLoader.__init__() got an unexpected keyword a",
            ),
            "batch size as text": Wrong(
                loader('DataLoader(test_set, batch_size="64")'),
                "the batch size is text",
                "ValueError: batch_size should be a positive integer value, b",
            ),
            "drop_last by position": Wrong(
                loader("DataLoader(test_set, 64, False, False)"),
                "the fourth argument is the sampler, not drop_last",
                "by name",
            ),
            "switched off afterwards": Wrong(
                "def my_test_loader(test_set):\n"
                "    loader = DataLoader(test_set, batch_size=64, shuffle=True, drop_last=True)\n"
                "    loader.shuffle = False\n"
                "    loader.drop_last = False\n"
                "    return loader\n",
                "DataLoader can't be changed after it is made",
                "ValueError: drop_last attribute should not be set after Data",
            ),
            "a pair": Wrong(
                loader("DataLoader(test_set, batch_size=64), len(test_set)"),
                "a pair of loader and number",
                "expected a DataLoader, got a tuple of",
            ),
            "the batch size None": Wrong(
                loader("DataLoader(test_set, batch_size=None)"),
                "no batches: batch_size=None gives single samples",
                "single samples",
            ),
            "the comment only": Wrong(
                "def my_test_loader(test_set):\n"
                "    # return DataLoader(test_set, batch_size=64)\n"
                "    return None\n",
                "nothing but a comment",
            ),
            "raises": Wrong(
                "def my_test_loader(test_set):\n    raise ValueError('not yet')\n", "raises"
            ),
            "the result of the call": Wrong(
                "def make(test_set):\n    return DataLoader(test_set, batch_size=64)\n\n"
                "my_test_loader = make([(torch.zeros(1, 28, 28), 0)] * 100)\n",
                "the function's result in place of the function",
                "expected a function, got a DataLoader",
            ),
            "labels only": Wrong(
                loader("DataLoader([label for _, label in test_set], batch_size=64)"),
                "the loader has labels only",
            ),
            "sorted by class": Wrong(
                loader(
                    "DataLoader(Subset(test_set, "
                    "sorted(range(len(test_set)), key=lambda i: int(test_set[i][1]))), 64)"
                ),
                "sorted by class: prediction 7 doesn't belong to image 7",
                "another order",
            ),
        },
    },
    "epochs": {
        "right": {
            "one generator, one loader": EPOCHS,
            "a loader for each epoch, one generator": """
def my_epochs(labels, batch_size, epochs, seed):
    orders = []
    generator = torch.Generator().manual_seed(seed)
    for _ in range(epochs):
        loader = DataLoader(labels, batch_size, shuffle=True, generator=generator)
        orders.append(torch.cat(list(loader)).tolist())
    return orders
""",
            "make_loader": """
def my_epochs(labels, batch_size, epochs, seed):
    loader = make_loader(labels, batch_size, shuffle=True, seed=seed)
    return [torch.cat(list(loader)).tolist() for _ in range(epochs)]
""",
            "another seed for each epoch": edited(
                EVERY_EPOCH, ("manual_seed(seed)", "manual_seed(seed + epoch)")
            ),
            "torch.manual_seed": """
def my_epochs(labels, batch_size, epochs, seed):
    torch.manual_seed(seed)
    loader = DataLoader(labels, batch_size, shuffle=True)
    return [torch.cat(list(loader)).tolist() for _ in range(epochs)]
""",
            "label by label": """
def my_epochs(labels, batch_size, epochs, seed):
    generator = torch.Generator()
    generator.manual_seed(seed)
    loader = DataLoader(dataset=labels, batch_size=batch_size, shuffle=True, generator=generator)
    orders = [[] for _ in range(epochs)]
    for order in orders:
        for batch in loader:
            for label in batch:
                order.append(label.item())
    return orders
""",
            "an epoch as a list of its batches": epochs(
                ("torch.cat(list(loader)).tolist()", "list(loader)")
            ),
            "randperm": """
def my_epochs(labels, batch_size, epochs, seed):
    generator = torch.Generator().manual_seed(seed)
    orders = []
    for _ in range(epochs):
        positions = torch.randperm(len(labels), generator=generator).tolist()
        orders.append([labels[i] for i in positions])
    return orders
""",
        },
        "wrong": {
            "as it is": Wrong(
                EVERY_EPOCH,
                "a new generator in every epoch, with the same seed",
                "epochs came in the same order",
            ),
            "no generator": Wrong(
                """
def my_epochs(labels, batch_size, epochs, seed):
    orders = []
    for _ in range(epochs):
        loader = DataLoader(labels, batch_size, shuffle=True)
        orders.append(torch.cat(list(loader)).tolist())
    return orders
""",
                "the seed is not used: other orders in each run",
                "never uses its parameter `seed`",
            ),
            "generator not passed": Wrong(
                epochs((", generator=generator)", ")")),
                "the generator is made, but not given to the loader",
                "a second call with the same seed returned other orders",
            ),
            "generator without seed": Wrong(
                epochs(("torch.Generator().manual_seed(seed)", "torch.Generator()")),
                "the generator does not get the seed",
                "never uses its parameter `seed`",
            ),
            "generator.seed()": Wrong(
                epochs(
                    (
                        "torch.Generator().manual_seed(seed)",
                        "torch.Generator()\n    generator.seed()",
                    )
                ),
                ".seed() draws a random seed",
                "a second call with the same seed returned other orders",
            ),
            "seed() for a generator": Wrong(
                epochs(("manual_seed(seed)", "seed()")),
                ".seed() returns a number, not a generator",
                "the loader got a number as its generator",
            ),
            "not shuffled": Wrong(
                epochs(("shuffle=True, ", "")),
                "without shuffle the order never changes",
                "an epoch came in the order of the dataset",
            ),
            "shuffle=False": Wrong(
                epochs(("shuffle=True", "shuffle=False")),
                "not shuffled",
                "an epoch came in the order of the dataset",
            ),
            "seed 0": Wrong(
                epochs(("manual_seed(seed)", "manual_seed(0)")),
                "always seed 0, not the parameter",
                "never uses its parameter `seed`",
            ),
            "seeded with the epochs": Wrong(
                epochs(("manual_seed(seed)", "manual_seed(epochs)")),
                "seeded with the number of epochs",
                "never uses its parameter `seed`",
            ),
            "seed times epoch": Wrong(
                edited(EVERY_EPOCH, ("manual_seed(seed)", "manual_seed(seed * epoch)")),
                "with seed 0 every epoch has the same order",
                "epochs came in the same order",
            ),
            "seeded with the epoch": Wrong(
                edited(EVERY_EPOCH, ("manual_seed(seed)", "manual_seed(epoch)")),
                "seeded with the epoch's number; the parameter seed is not used",
                "never uses its parameter `seed`",
            ),
            "the list made once": Wrong(
                """
def my_epochs(labels, batch_size, epochs, seed):
    generator = torch.Generator().manual_seed(seed)
    loader = DataLoader(labels, batch_size, shuffle=True, generator=generator)
    once = list(loader)
    return [torch.cat(once).tolist() for _ in range(epochs)]
""",
                "one epoch is drawn and repeated",
                "epochs came in the same order",
            ),
            "times epochs": Wrong(
                """
def my_epochs(labels, batch_size, epochs, seed):
    generator = torch.Generator().manual_seed(seed)
    loader = DataLoader(labels, batch_size, shuffle=True, generator=generator)
    return [torch.cat(list(loader)).tolist()] * epochs
""",
                "one epoch is drawn and repeated",
            ),
            "seeded in the loop": Wrong(
                """
def my_epochs(labels, batch_size, epochs, seed):
    generator = torch.Generator()
    loader = DataLoader(labels, batch_size, shuffle=True, generator=generator)
    orders = []
    for _ in range(epochs):
        generator.manual_seed(seed)
        orders.append(torch.cat(list(loader)).tolist())
    return orders
""",
                "the generator is set back to the seed in every epoch",
                "epochs came in the same order",
            ),
            "torch.manual_seed in the loop": Wrong(
                """
def my_epochs(labels, batch_size, epochs, seed):
    orders = []
    for _ in range(epochs):
        torch.manual_seed(seed)
        loader = DataLoader(labels, batch_size, shuffle=True)
        orders.append(torch.cat(list(loader)).tolist())
    return orders
""",
                "set back to the seed in every epoch",
                "epochs came in the same order",
            ),
            "extended": Wrong(
                epochs(("orders.append", "orders.extend")),
                "all epochs in one list",
                "expected one list of labels per epoch, got",
            ),
            "three epochs": Wrong(
                epochs(("range(epochs)", "range(3)")),
                "always three epochs, not the parameter",
                "never uses its parameter `epochs`",
            ),
            "one epoch too few": Wrong(
                epochs(("range(epochs)", "range(1, epochs)")),
                "one epoch too few",
                "Hint: collect one list of labels per epoch",
            ),
            "one epoch too many": Wrong(
                epochs(("range(epochs)", "range(epochs + 1)")),
                "one epoch too many",
                "Hint: collect one list of labels per epoch",
            ),
            "return in the loop": Wrong(
                epochs(("    return orders", "        return orders")),
                "the loop returns after the first epoch",
                "Hint: collect one list of labels per epoch",
            ),
            "only the last epoch": Wrong(
                epochs(("return orders", "return orders[-1]")),
                "only the last epoch",
                "expected one list of labels per epoch, got",
            ),
            "no return": Wrong(
                epochs(("    return orders\n", "")),
                "nothing is returned",
                "your function returned None",
            ),
            "printed": Wrong(
                epochs(("return orders", "print(orders)")),
                "printed, not returned",
                "your function returned None",
            ),
            "yield": Wrong(
                epochs(
                    (
                        "orders.append(torch.cat(list(loader)).tolist())",
                        "yield torch.cat(list(loader)).tolist()",
                    ),
                    ("    return orders\n", ""),
                ),
                "a generator, not a list",
                "since the function uses `yield`",
            ),
            "async": Wrong(
                epochs(("def ", "async def ")),
                "async makes a coroutine",
                "your function is `async`: a call of it computes nothing, and",
            ),
            "drop_last": Wrong(
                epochs(("shuffle=True", "shuffle=True, drop_last=True")),
                "the short last batch is left out",
                "in each epoch each of the",
            ),
            "only the first batch": Wrong(
                epochs(("torch.cat(list(loader)).tolist()", "next(iter(loader)).tolist()")),
                "only the first batch of each epoch",
                "labels: one batch",
            ),
            "a generator of the notebook": Wrong(
                "generator = torch.Generator().manual_seed(0)\n"
                + epochs(("    generator = torch.Generator().manual_seed(seed)\n", "")),
                "the generator of the notebook goes on from call to call",
                "never uses its parameter `seed`",
            ),
            "no seed parameter": Wrong(
                "seed = 0\n" + epochs((", epochs, seed)", ", epochs)")),
                "the parameter seed is missing",
                "arguments (`labels`, `batch_size`, `epochs`), and the",
            ),
            "parameters exchanged": Wrong(
                epochs(
                    ("(labels, batch_size, epochs, seed)", "(labels, epochs, batch_size, seed)")
                ),
                "batch_size and epochs are exchanged",
                "your parameters are (labels, epochs, batch_size, seed); the",
            ),
            "the result of the call": Wrong(
                edited(EPOCHS, ("my_epochs", "corrected"))
                + "\nmy_epochs = corrected(list(range(10)), batch_size=5, epochs=3, seed=0)\n",
                "the function's result in place of the function",
                "expected a function, got a list of",
            ),
            "the old function": Wrong(
                "my_epochs = epochs_of",
                "the function with the mistake",
                "epochs came in the same order",
            ),
            "positions for labels": Wrong(
                """
def my_epochs(labels, batch_size, epochs, seed):
    generator = torch.Generator().manual_seed(seed)
    return [torch.randperm(len(labels), generator=generator).tolist() for _ in range(epochs)]
""",
                "the positions in place of the labels",
                "never uses its parameter `batch_size`",
            ),
            "drawn with repeats": Wrong(
                """
def my_epochs(labels, batch_size, epochs, seed):
    generator = torch.Generator().manual_seed(seed)
    orders = []
    for _ in range(epochs):
        drawn = torch.randint(len(labels), (len(labels),), generator=generator)
        orders.append([labels[i] for i in drawn.tolist()])
    return orders
""",
                "labels are drawn with repeats: some come twice, others never",
            ),
            "labels shuffled in place": Wrong(
                """
import random

def my_epochs(labels, batch_size, epochs, seed):
    random.seed(seed)
    orders = []
    for _ in range(epochs):
        random.shuffle(labels)
        orders.append(labels)
    return orders
""",
                "the caller's list is shuffled, and the same list appended each time",
            ),
            "random.shuffle's result": Wrong(
                """
import random

def my_epochs(labels, batch_size, epochs, seed):
    random.seed(seed)
    return [random.shuffle(list(labels)) for _ in range(epochs)]
""",
                "random.shuffle returns None",
                "never uses its parameter `batch_size`",
            ),
            "one list for all": Wrong(
                """
def my_epochs(labels, batch_size, epochs, seed):
    generator = torch.Generator().manual_seed(seed)
    loader = DataLoader(labels, batch_size, shuffle=True, generator=generator)
    orders, order = [], []
    for _ in range(epochs):
        for batch in loader:
            order += batch.tolist()
        orders.append(order)
    return orders
""",
                "the list of an epoch is not emptied: every entry is the same long list",
            ),
            "only the batches shuffled": Wrong(
                """
def my_epochs(labels, batch_size, epochs, seed):
    generator = torch.Generator().manual_seed(seed)
    batches = list(DataLoader(labels, batch_size))
    orders = []
    for _ in range(epochs):
        order = torch.randperm(len(batches), generator=generator)
        orders.append(torch.cat([batches[i] for i in order]).tolist())
    return orders
""",
                "the batches change places, but hold the same labels in every epoch",
            ),
            "the first epoch rotated": Wrong(
                """
def my_epochs(labels, batch_size, epochs, seed):
    generator = torch.Generator().manual_seed(seed)
    loader = DataLoader(labels, batch_size, shuffle=True, generator=generator)
    order = torch.cat(list(loader)).tolist()
    return [order[k:] + order[:k] for k in range(epochs)]
""",
                "one order, rotated by one place per epoch",
                "most labels are followed by the same label in two epochs:",
            ),
            "raises": Wrong(epochs(("    orders = []", "    raise NotImplementedError")), "raises"),
            "generator is the seed": Wrong(
                epochs(("generator=generator", "generator=seed")),
                "the seed is passed where a generator is expected",
                "the loader got a number as its generator",
            ),
            "manual_seed without parentheses": Wrong(
                epochs(("torch.Generator()", "torch.Generator")),
                "the class torch.Generator in place of an object",
                "TypeError: descriptor 'manual_seed' for 'torch._C.Generator'",
            ),
        },
    },
}
