"""Answers to the exercises of lesson 07, by somebody who had read only the lesson (2026-11-24)."""

from tests.answers import Wrong

ANSWERS = {
    "cross_entropy": {
        "right": {
            "shift by amax, index": """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    lse = torch.log(torch.exp(z).sum(1))
    return (lse - z[torch.arange(len(z)), labels]).mean()
""",
            "gather": """
def my_cross_entropy(logits, labels):
    top = logits.max(dim=1, keepdim=True).values
    lse = top.squeeze(1) + (logits - top).exp().sum(dim=1).log()
    picked = logits.gather(1, labels.unsqueeze(1)).squeeze(1)
    return torch.mean(lse - picked)
""",
            "one-hot mask": """
def my_cross_entropy(logits, labels):
    logits = logits - logits.max(1)[0].unsqueeze(1)
    log_p = logits - logits.exp().sum(1, keepdim=True).log()
    mask = nn.functional.one_hot(labels, logits.shape[1])
    return -(mask * log_p).sum(dim=1).mean()
""",
            "loop over the images": """
def my_cross_entropy(logits, labels):
    losses = []
    for row, label in zip(logits, labels):
        row = row - row.max()
        losses.append(row.exp().sum().log() - row[label])
    return torch.stack(losses).mean()
""",
            "loop that adds up and divides": """
def my_cross_entropy(logits, labels):
    total = 0
    for i in range(len(labels)):
        shifted = logits[i] - max(logits[i])
        total = total + torch.log(sum(torch.exp(shifted))) - shifted[labels[i]]
    return total / len(labels)
""",
            "logsumexp": """
def my_cross_entropy(logits, labels):
    rows = torch.arange(logits.size(0))
    return (logits.logsumexp(dim=1) - logits[rows, labels]).mean()
""",
            "in float64": """
def my_cross_entropy(logits, labels):
    logits = logits.double()
    logits = logits - logits.amax(1, keepdim=True)
    p = logits.exp()
    return (p.sum(1).log() - logits[range(len(labels)), labels]).sum() / len(labels)
""",
            "NumPy inside, a tensor out": """
def my_cross_entropy(logits, labels):
    z = logits.detach().numpy()
    z = z - z.max(axis=1, keepdims=True)
    import numpy as np
    losses = np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), labels.numpy()]
    return torch.tensor(losses.mean())
""",
            "lambda": """
my_cross_entropy = lambda x, y: (
    ((x - x.amax(1, keepdim=True)).exp().sum(1).log() + x.amax(1))
    - x[torch.arange(len(y)), y]
).mean()
""",
            "a module": """
class MyLoss(nn.Module):
    def forward(self, logits, labels):
        z = logits - logits.amax(dim=1, keepdim=True)
        return (z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels]).mean()

my_cross_entropy = MyLoss()
""",
        },
        "wrong": {
            "plain formula": Wrong(
                """
def my_cross_entropy(logits, labels):
    p = logits.exp() / logits.exp().sum(dim=1, keepdim=True)
    return -p[torch.arange(len(labels)), labels].log().mean()
""",
                "the powers overflow for large logits",
                "a power of *e* became infinite",
            ),
            "difference without a shift": Wrong(
                """
def my_cross_entropy(logits, labels):
    return (logits.exp().sum(1).log() - logits[torch.arange(len(labels)), labels]).mean()
""",
                "the powers overflow for large logits",
                "a power of *e* became infinite",
            ),
            "shift by the maximum of the batch": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.max()
    return (z.exp().sum(1).log() - z[torch.arange(len(labels)), labels]).mean()
""",
                "one maximum for all images: the powers of another image become 0",
                "a power of *e* became infinite",
            ),
            "CrossEntropyLoss": Wrong(
                """
def my_cross_entropy(logits, labels):
    return nn.CrossEntropyLoss()(logits, labels)
""",
                "it uses PyTorch's loss",
                "did the work",
            ),
            "the class itself": Wrong(
                """
my_cross_entropy = nn.CrossEntropyLoss
""",
                "it is PyTorch's class, not a function that was written",
                "a loss is made first",
            ),
            "the loss object": Wrong(
                """
my_cross_entropy = nn.CrossEntropyLoss()
""",
                "it is PyTorch's loss",
                "did the work",
            ),
            "functional": Wrong(
                """
def my_cross_entropy(logits, labels):
    return torch.nn.functional.cross_entropy(logits, labels)
""",
                "it uses PyTorch's loss",
                "did the work",
            ),
            "log_softmax": Wrong(
                """
def my_cross_entropy(logits, labels):
    log_p = logits.log_softmax(dim=1)
    return -log_p[torch.arange(len(labels)), labels].mean()
""",
                "it uses PyTorch's softmax",
                "did the work",
            ),
            "softmax, then log": Wrong(
                """
def my_cross_entropy(logits, labels):
    return -logits.softmax(dim=1).log()[torch.arange(len(labels)), labels].mean()
""",
                "it uses PyTorch's softmax, and becomes infinite for large logits",
                "did the work",
            ),
            "into the class": Wrong(
                """
def my_cross_entropy(logits, labels):
    return nn.CrossEntropyLoss(logits, labels)
""",
                "the tensors are given to the class's __init__",
                "a loss is made first",
            ),
            "minus forgotten": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    return (z[torch.arange(len(labels)), labels] - z.exp().sum(dim=1).log()).mean()
""",
                "the sign is wrong",
                "the sign is turned",
            ),
            "sum for mean": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    return (z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels]).sum()
""",
                "the losses are added up, not averaged",
                "not its mean",
            ),
            "per image": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    return z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels]
""",
                "one loss per image is returned, no mean",
                "One loss per image",
            ),
            "item": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    return (z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels]).mean().item()
""",
                "a plain number is returned, not a tensor",
                "leave out `.item()`",
            ),
            "over the images": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=0, keepdim=True)
    log_p = z - z.exp().sum(dim=0, keepdim=True).log()
    return -log_p[torch.arange(len(labels)), labels].mean()
""",
                "the softmax runs over the images, dim=0",
                "summed over the images",
            ),
            "colon for arange": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    log_p = z - z.exp().sum(dim=1, keepdim=True).log()
    return -log_p[:, labels].mean()
""",
                "each image is paired with every label of the batch",
                "of every image at every label",
            ),
            "mean over all classes": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    log_p = z - z.exp().sum(dim=1, keepdim=True).log()
    return -log_p.mean()
""",
                "the mean over all classes, the labels are not used",
                "never uses its parameter `labels`",
            ),
            "arange(64)": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    log_p = z - z.exp().sum(dim=1, keepdim=True).log()
    return -log_p[torch.arange(64), labels].mean()
""",
                "the batch size is written in",
                "is written into your function",
            ),
            "divided by 64": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    return (z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels]).sum() / 64
""",
                "the batch size is written in",
                "divided by 64",
            ),
            "divided by the classes as well": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    losses = z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels]
    return losses.sum() / logits.numel()
""",
                "divided by the number of entries, B times C",
                "divided by the number of all logits",
            ),
            "ten classes": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    log_p = z - z.exp().sum(dim=1, keepdim=True).log()
    return -(nn.functional.one_hot(labels, 10) * log_p).sum(dim=1).mean()
""",
                "ten classes are written in",
                "is written into your function",
            ),
            "log10": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    p = z.exp() / z.exp().sum(dim=1, keepdim=True)
    return -p[torch.arange(len(labels)), labels].log10().mean()
""",
                "the logarithm to the base 10",
                "logarithm to base",
            ),
            "log2": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    p = z.exp() / z.exp().sum(dim=1, keepdim=True)
    return -torch.log2(p[torch.arange(len(labels)), labels]).mean()
""",
                "the logarithm to the base 2",
                "logarithm to base",
            ),
            "log forgotten": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    p = z.exp() / z.exp().sum(dim=1, keepdim=True)
    return (1 - p[torch.arange(len(labels)), labels]).mean()
""",
                "one minus the probability, no logarithm",
                "It forgives a model",
            ),
            "sum without its log": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    return (z.exp().sum(dim=1) - z[torch.arange(len(labels)), labels]).mean()
""",
                "the logarithm of the sum is forgotten",
                "without its logarithm",
            ),
            "shift in one term only": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    return (z.exp().sum(dim=1).log() - logits[torch.arange(len(labels)), labels]).mean()
""",
                "the label's logit is not shifted, the sum is",
                "in one of the two terms only",
            ),
            "keepdim forgotten": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1)
    return (z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels]).mean()
""",
                "the maxima of the images have no dimension to broadcast along",
                "keepdim=True",
            ),
            "sum over the batch": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    return (z.exp().sum().log() - z[torch.arange(len(labels)), labels]).mean()
""",
                "divided by the sum over the whole batch",
                "powers of all images",
            ),
            "amin": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amin(dim=1, keepdim=True)
    return (z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels]).mean()
""",
                "the smallest logit is subtracted, so the powers grow",
                "a power of *e* became infinite",
            ),
            "ln 10": Wrong(
                """
def my_cross_entropy(logits, labels):
    return torch.tensor(math.log(10))
""",
                "a constant",
                "your function uses none of its parameters",
            ),
            "the number that was printed": Wrong(
                """
def my_cross_entropy(logits, labels):
    return torch.tensor(2.3049)
""",
                "a constant",
                "your function uses none of its parameters",
            ),
            "ln C": Wrong(
                """
def my_cross_entropy(logits, labels):
    return torch.tensor(float(logits.shape[1])).log()
""",
                "the loss of a model that guesses",
                "never uses its parameter `labels`",
            ),
            "label of the model": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    log_p = z - z.exp().sum(dim=1, keepdim=True).log()
    return -log_p[torch.arange(len(labels)), logits.argmax(dim=1)].mean()
""",
                "the predicted class stands in for the label",
                "the largest logit was taken",
            ),
            "math.log": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    p = z.exp() / z.exp().sum(dim=1, keepdim=True)
    return -math.log(p[torch.arange(len(labels)), labels]).mean()
""",
                "math.log takes one number",
                "take a single number",
            ),
            "eps": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    p = z.exp() / z.exp().sum(dim=1, keepdim=True)
    return -(p[torch.arange(len(labels)), labels] + 1e-9).log().mean()
""",
                "a small number in the logarithm caps the loss",
                "clipping changes the loss",
            ),
            "clamped": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits.clamp(-80, 80)
    return (z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels]).mean()
""",
                "logits above 80 are cut off",
                "clipping changes the loss",
            ),
            "nan_to_num": Wrong(
                """
def my_cross_entropy(logits, labels):
    loss = logits.exp().sum(1).log() - logits[torch.arange(len(labels)), labels]
    return loss.nan_to_num(posinf=1000.0).mean()
""",
                "infinities are replaced by other numbers",
                "clipping changes the loss",
            ),
            "parameters swapped": Wrong(
                """
def my_cross_entropy(labels, logits):
    z = logits - logits.amax(dim=1, keepdim=True)
    return (z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels]).mean()
""",
                "it takes the labels first",
                "your parameters are (",
            ),
            "one parameter": Wrong(
                """
labels = torch.randint(10, (64,))

def my_cross_entropy(logits):
    z = logits - logits.amax(dim=1, keepdim=True)
    return (z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels]).mean()
""",
                "it takes only the logits",
                "and the exercise gives it",
            ),
            "names of the notebook": Wrong(
                """
log_probabilities = torch.randn(64, 10).log_softmax(dim=1)

def my_cross_entropy(logits, labels):
    return -log_probabilities[torch.arange(64), labels].mean()
""",
                "it computes with the notebook's log_probabilities, not with its parameters",
                "uses the notebook's",
            ),
            "printed": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    print((z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels]).mean())
""",
                "the loss is printed, not returned",
                "`print` only shows the result",
            ),
            "return forgotten": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    loss = (z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels]).mean()
""",
                "nothing is returned",
                "end it with `return`",
            ),
            "yield": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    yield (z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels]).mean()
""",
                "yield makes a generator of it",
                "since the function uses `yield`",
            ),
            "async": Wrong(
                """
async def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    return (z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels]).mean()
""",
                "async makes a coroutine of it",
                "is `async`",
            ),
            "mean without parentheses": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    return (z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels]).mean
""",
                "the method mean is returned, not called",
                "itself, not its result",
            ),
            "log without parentheses": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    return (z.exp().sum(dim=1).log - z[torch.arange(len(labels)), labels]).mean()
""",
                "the method log is not called",
                "a method is named there, but not called",
            ),
            "its result, not the function": Wrong(
                """
my_cross_entropy = torch.tensor(2.3049)
""",
                "the name holds a number, not a function",
                "expected a function, got",
            ),
            "changes its input": Wrong(
                """
def my_cross_entropy(logits, labels):
    logits -= logits.amax(dim=1, keepdim=True)
    return (logits.exp().sum(dim=1).log() - logits[torch.arange(len(labels)), labels]).mean()
""",
                "the subtraction is in place and changes the logits of the caller",
                "changed the logits",
            ),
            "return in the loop": Wrong(
                """
def my_cross_entropy(logits, labels):
    for row, label in zip(logits, labels):
        row = row - row.max()
        return row.exp().sum().log() - row[label]
""",
                "it returns after the first image",
                "the first image alone",
            ),
            "overwritten in the loop": Wrong(
                """
def my_cross_entropy(logits, labels):
    for row, label in zip(logits, labels):
        row = row - row.max()
        loss = row.exp().sum().log() - row[label]
    return loss
""",
                "only the last image counts",
                "the last image alone",
            ),
            "last one left out": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    total = 0
    for i in range(len(labels) - 1):
        total += z[i].exp().sum().log() - z[i, labels[i]]
    return total / len(labels)
""",
                "the loop leaves the last image out",
                "the last image was left out",
            ),
            "labels from 1": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    return (z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels - 1]).mean()
""",
                "the labels are taken to begin with 1",
                "the entry before the label's",
            ),
            "squared error": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    p = z.exp() / z.exp().sum(dim=1, keepdim=True)
    return ((p - nn.functional.one_hot(labels, logits.shape[1])) ** 2).mean()
""",
                "a squared error of the probabilities",
                "mean squared error",
            ),
            "softmax twice": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = (logits - logits.amax(dim=1, keepdim=True)).exp()
    z = z / z.sum(dim=1, keepdim=True)
    return (z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels]).mean()
""",
                "a softmax is applied before the formula",
                "softmax was taken twice",
            ),
            "logarithm of the mean": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    p = z.exp() / z.exp().sum(dim=1, keepdim=True)
    return -p[torch.arange(len(labels)), labels].mean().log()
""",
                "the mean of the probabilities, then the logarithm",
                "the logarithm came after the mean",
            ),
            "integer cast": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    return (z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels]).long().float().mean()
""",
                "the losses are cut to whole numbers",
            ),
            "raises": Wrong(
                """
def my_cross_entropy(logits, labels):
    raise NotImplementedError
""",
                "it raises NotImplementedError",
            ),
        },
    },
    "labels": {
        "right": {
            "squeeze(1), long": """
def my_labels(column):
    return column.squeeze(1).long()
""",
            "index, to": """
def my_labels(column):
    return column[:, 0].to(torch.int64)
""",
            "flatten": """
def my_labels(column):
    return column.flatten().to(dtype=torch.long)
""",
            "reshape, type": """
def my_labels(column):
    return column.reshape(-1).type(torch.LongTensor)
""",
            "view of its length": """
def my_labels(col):
    n = col.shape[0]
    return col.long().view(n)
""",
            "list comprehension": """
def my_labels(column):
    return torch.tensor([int(row[0]) for row in column.tolist()])
""",
            "loop": """
def my_labels(column):
    labels = torch.zeros(len(column), dtype=torch.int64)
    for i, row in enumerate(column):
        labels[i] = row.item()
    return labels
""",
            "NumPy": """
def my_labels(column):
    return torch.from_numpy(column.numpy().ravel().astype("int64"))
""",
            "rounded first": """
def my_labels(column):
    return column.round().long().squeeze(-1)
""",
            "transposed": """
def my_labels(column):
    return column.T[0].long()
""",
            "a tensor of a tensor, which warns": """
def my_labels(column):
    return torch.tensor(column.squeeze(1), dtype=torch.long)
""",
            "N = 1 by itself": """
def my_labels(column):
    if len(column) == 1:
        return column[0].long()
    return column.squeeze().long()
""",
            "lambda": """
my_labels = lambda column: column.long().squeeze(dim=1)
""",
        },
        "wrong": {
            "squeeze without dim": Wrong(
                """
def my_labels(column):
    return column.squeeze().long()
""",
                "for N = 1 squeeze() removes both dimensions",
                "`squeeze` removed both",
            ),
            "shape kept": Wrong(
                """
def my_labels(column):
    return column.long()
""",
                "the shape stays (N, 1)",
                "keep that",
            ),
            "dtype kept": Wrong(
                """
def my_labels(column):
    return column.squeeze(1)
""",
                "the labels are still floats",
                "which has to be kept",
            ),
            "squeeze(0)": Wrong(
                """
def my_labels(column):
    return column.squeeze(0).long()
""",
                "the wrong dimension: nothing is removed",
                "keep that",
            ),
            "int32": Wrong(
                """
def my_labels(column):
    return column.squeeze(1).int()
""",
                "int() makes int32",
                "which has to be kept",
            ),
            "uint8": Wrong(
                """
def my_labels(column):
    return column.squeeze(1).to(torch.uint8)
""",
                "uint8 is not taken by every version",
                "the one that every version",
            ),
            "int16": Wrong(
                """
def my_labels(column):
    return column.squeeze(1).short()
""",
                "short is int16",
                "which has to be kept",
            ),
            "bool": Wrong(
                """
def my_labels(column):
    return column.squeeze(1).bool()
""",
                "all labels but 0 become True",
                "got torch.bool",
            ),
            "list": Wrong(
                """
def my_labels(column):
    return column.squeeze(1).long().tolist()
""",
                "a list, not a tensor",
                "a list has no dtype",
            ),
            "array": Wrong(
                """
def my_labels(column):
    return column.numpy()[:, 0].astype("int64")
""",
                "a NumPy array, not a tensor",
                "which is NumPy's",
            ),
            "float array": Wrong(
                """
def my_labels(column):
    return column.squeeze(1).numpy()
""",
                "a NumPy array of floats",
                "which is NumPy's",
            ),
            "one-hot": Wrong(
                """
def my_labels(column):
    return nn.functional.one_hot(column.squeeze(1).long(), num_classes=10)
""",
                "one-hot rows, where labels are numbers of classes",
                "not a row of numbers",
            ),
            "the example": Wrong(
                """
def my_labels(column):
    return torch.tensor([9, 2, 1])
""",
                "the labels of the example are written in",
                "never uses its parameter",
            ),
            "the first row": Wrong(
                """
def my_labels(column):
    return column[0].long()
""",
                "only the first label is returned",
                "one label for each row",
            ),
            "argmax": Wrong(
                """
def my_labels(column):
    return column.argmax(dim=1)
""",
                "argmax along a dimension of size 1 is always 0",
                "all are 0",
            ),
            "argmax over the rows": Wrong(
                """
def my_labels(column):
    return column.argmax(dim=0)
""",
                "argmax tells where the largest label is",
            ),
            "printed": Wrong(
                """
def my_labels(column):
    print(column.squeeze(1).long())
""",
                "the labels are printed, not returned",
                "`print` only shows the result",
            ),
            "item": Wrong(
                """
def my_labels(column):
    return int(column.squeeze(1).item())
""",
                "item() takes one number only",
                "take a single number",
            ),
            "int of the column": Wrong(
                """
def my_labels(column):
    return int(column)
""",
                "int() takes one number only",
                "take a single number",
            ),
            "long not called": Wrong(
                """
def my_labels(column):
    return column.squeeze(1).long
""",
                "the method is returned, not called",
                "itself, not its result",
            ),
            "squeeze not called": Wrong(
                """
def my_labels(column):
    return column.squeeze.long()
""",
                "squeeze is a method, and has no long",
                "a method is named there, but not called",
            ),
            "not kept": Wrong(
                """
def my_labels(column):
    column.long()
    return column.squeeze(1)
""",
                "what long() returned is not kept",
                "which has to be kept",
            ),
            "squeeze not kept": Wrong(
                """
def my_labels(column):
    column.squeeze(1)
    return column.long()
""",
                "what squeeze(1) returned is not kept",
                "keep that",
            ),
            "row": Wrong(
                """
def my_labels(column):
    return column.T.long()
""",
                "shape (1, N)",
                "the column became a row",
            ),
            "the notebook's labels": Wrong(
                """
labels = torch.randint(10, (64,))

def my_labels(column):
    return labels
""",
                "the notebook's labels are returned, not those of the column",
                "uses the notebook's",
            ),
            "from 1": Wrong(
                """
def my_labels(column):
    return column.squeeze(1).long() - 1
""",
                "1 is subtracted",
                "1 too small",
            ),
            "unique": Wrong(
                """
def my_labels(column):
    return column.unique().long()
""",
                "sorted, and each label only once",
            ),
            "yield": Wrong(
                """
def my_labels(column):
    for row in column:
        yield int(row)
""",
                "yield makes a generator of it",
                "since the function uses `yield`",
            ),
            "async": Wrong(
                """
async def my_labels(column):
    return column.squeeze(1).long()
""",
                "async makes a coroutine of it",
                "is `async`",
            ),
            "squeeze_": Wrong(
                """
def my_labels(column):
    return column.squeeze_(1).long()
""",
                "the column of the caller loses its dimension",
                "changed the column",
            ),
            "second column": Wrong(
                """
def my_labels(column):
    return column[:, 1].long()
""",
                "there is no column 1",
                "out of bounds",
            ),
            "LongTensor of floats": Wrong(
                """
def my_labels(column):
    return torch.LongTensor(column)
""",
                "LongTensor does not take a tensor of floats",
            ),
            "long as a function": Wrong(
                """
def my_labels(column):
    return long(column.squeeze(1))
""",
                "long is a method, not a function",
                "name 'long' is not defined",
            ),
            "class names": Wrong(
                """
def my_labels(column):
    return [CLASS_NAMES[int(n)] for n in column]
""",
                "names of the classes, not numbers",
            ),
            "no parameter": Wrong(
                """
column = torch.tensor([[9.0], [2.0], [1.0]])

def my_labels():
    return column.squeeze(1).long()
""",
                "it takes no argument",
                "and the exercise gives it",
            ),
            "scaled": Wrong(
                """
def my_labels(column):
    return (column / column.max()).squeeze(1).long()
""",
                "the numbers are divided by 9 before they become whole",
            ),
            "list of tensors": Wrong(
                """
def my_labels(column):
    return [n.long() for n in column.squeeze(1)]
""",
                "a list of tensors, not a tensor",
                "a list has no dtype",
            ),
            "tensors of shape (1,) in a list": Wrong(
                """
def my_labels(column):
    return [row.long() for row in column]
""",
                "a list of tensors of shape (1,)",
                "a list has no dtype",
            ),
            "stacked": Wrong(
                """
def my_labels(column):
    return torch.stack([row.long() for row in column])
""",
                "stacked, so the shape is (N, 1) again",
                "keep that",
            ),
            "class": Wrong(
                """
my_labels = torch.int64
""",
                "the dtype itself",
            ),
            "a tensor, not a function": Wrong(
                """
my_labels = torch.tensor([[9.0], [2.0], [1.0]]).squeeze(1).long()
""",
                "the name holds labels, not a function",
                "expected a function, got",
            ),
            "last left out": Wrong(
                """
def my_labels(column):
    return column[:-1].squeeze(1).long()
""",
                "the last row is left out",
                "one label for each row",
            ),
            "padded": Wrong(
                """
def my_labels(column):
    return column[1:, 0].long()
""",
                "a header is expected in the first row",
                "one label for each row",
            ),
            "three rows": Wrong(
                """
def my_labels(column):
    return column.reshape(3).long()
""",
                "three rows are written in",
                "is written into your function",
            ),
            "zeros": Wrong(
                """
def my_labels(column):
    return torch.zeros(len(column), dtype=torch.int64)
""",
                "right shape and dtype, no values",
                "all are 0",
            ),
            "arange": Wrong(
                """
def my_labels(column):
    return torch.arange(len(column))
""",
                "the numbers of the rows",
                "numbers of the rows",
            ),
            "sigmoid": Wrong(
                """
def my_labels(column):
    return column.softmax(dim=0).squeeze(1).long()
""",
                "converted to probabilities first",
                "all are 0",
            ),
        },
    },
    "broken_losses": {
        "right": {
            "a dict": """
my_findings = {"A": 3, "B": 0, "C": 1, "D": 2}
""",
            "other order": """
my_findings = {"B": 0, "C": 1, "A": 3, "D": 2}
""",
            "keywords": """
my_findings = dict(A=3, B=0, C=1, D=2)
""",
            "zip": """
my_findings = dict(zip("ABCD", [3, 0, 1, 2]))
""",
            "filled in step by step": """
my_findings = {}
my_findings["A"] = 3
my_findings["D"] = 2
my_findings["C"] = 1
my_findings["B"] = 0
""",
            "numbers of NumPy": """
import numpy as np
my_findings = {name: number for name, number in zip("ABCD", np.array([3, 0, 1, 2]))}
""",
            "numbers of torch": """
numbers = torch.tensor([3, 0, 1, 2])
my_findings = {name: number for name, number in zip("ABCD", numbers)}
""",
            "floats": """
my_findings = {"A": 3.0, "B": 0.0, "C": 1.0, "D": 2.0}
""",
        },
        "wrong": {
            "the example": Wrong(
                """
my_findings = {"A": 0, "B": 1, "C": 2, "D": 3}
""",
                "the example of the comment",
                "doesn't behave as if",
            ),
            "A and B swapped": Wrong(
                """
my_findings = {"A": 0, "B": 3, "C": 1, "D": 2}
""",
                "A is taken for the right one, as B gives the same first number",
                "doesn't behave as if",
            ),
            "C and D swapped": Wrong(
                """
my_findings = {"A": 3, "B": 0, "C": 2, "D": 1}
""",
                "the double softmax and the softmax over the images are swapped",
                "doesn't behave as if",
            ),
            "B and C swapped": Wrong(
                """
my_findings = {"A": 3, "B": 1, "C": 0, "D": 2}
""",
                "C is taken for the right one",
                "doesn't behave as if",
            ),
            "only what the first measurement shows": Wrong(
                """
my_findings = {"A": 0, "B": 0, "C": 0, "D": 2}
""",
                "only D was found, the others are called right",
                "doesn't behave as if",
            ),
            "all the same": Wrong(
                """
my_findings = {"A": 1, "B": 1, "C": 1, "D": 1}
""",
                "the same number for all",
                "doesn't behave as if",
            ),
            "a list": Wrong(
                """
my_findings = [3, 0, 1, 2]
""",
                "a list of numbers, without the names",
                "expected a dict of names and numbers",
            ),
            "a tuple": Wrong(
                """
my_findings = 3, 0, 1, 2
""",
                "a tuple of numbers, without the names",
                "expected a dict of names and numbers",
            ),
            "pairs": Wrong(
                """
my_findings = [("A", 3), ("B", 0), ("C", 1), ("D", 2)]
""",
                "a list of pairs, not a dict",
                "expected a dict of names and numbers",
            ),
            "turned around": Wrong(
                """
my_findings = {3: "A", 0: "B", 1: "C", 2: "D"}
""",
                "the fault is the key, the name the value",
                "the other way round",
            ),
            "digits as words": Wrong(
                """
my_findings = {"A": "3", "B": "0", "C": "1", "D": "2"}
""",
                "the numbers are strings",
                "write the number without quotes",
            ),
            "the faults as words": Wrong(
                """
my_findings = {
    "A": "it always divided by 64",
    "B": "nothing was wrong",
    "C": "a softmax came before the loss",
    "D": "the softmax ran over the images, not over the classes",
}
""",
                "the text of the fault, not its number",
                "write the number of that fault",
            ),
            "small letters": Wrong(
                """
my_findings = {"a": 3, "b": 0, "c": 1, "d": 2}
""",
                "the names are written in small letters",
                "write the names in capitals",
            ),
            "one missing": Wrong(
                """
my_findings = {"A": 3, "B": 0, "C": 1}
""",
                "D is missing",
                "missing:",
            ),
            "right one left out": Wrong(
                """
my_findings = {"A": 3, "C": 1, "D": 2}
""",
                "the loss without a fault is missing",
                "missing:",
            ),
            "None for the right one": Wrong(
                """
my_findings = {"A": 3, "B": None, "C": 1, "D": 2}
""",
                "None stands for no fault",
                "0 included",
            ),
            "from 1": Wrong(
                """
my_findings = {"A": 4, "B": 1, "C": 2, "D": 3}
""",
                "the faults are counted from 1",
                "yours begin at 1",
            ),
            "one too many": Wrong(
                """
my_findings = {"A": 3, "B": 0, "C": 1, "D": 2, "E": 0}
""",
                "a name that there is not",
                "there is no E",
            ),
            "a set": Wrong(
                """
my_findings = {"A", 3, "B", 0, "C", 1, "D", 2}
""",
                "a set, as the colons are forgotten",
                "expected a dict of names and numbers",
            ),
            "text": Wrong(
                """
my_findings = "A 3, B 0, C 1, D 2"
""",
                "a text, not a dict",
                "expected a dict of names and numbers",
            ),
            "one number": Wrong(
                """
my_findings = 2
""",
                "the number of one loss only",
                "expected a dict of names and numbers",
            ),
            "the measurements": Wrong(
                """
my_findings = {"A": 2.3049, "B": 2.3049, "C": 2.3027, "D": 4.1638}
""",
                "the measured numbers, not the faults",
                "not what was measured",
            ),
            "lists as values": Wrong(
                """
my_findings = {"A": [3], "B": [0], "C": [1], "D": [2]}
""",
                "each number is in a list",
                "one number for each",
            ),
            "truth": Wrong(
                """
my_findings = {"A": True, "B": False, "C": True, "D": True}
""",
                "whether there is a mistake, not which",
            ),
            "a function": Wrong(
                """
def my_findings():
    return {"A": 3, "B": 0, "C": 1, "D": 2}
""",
                "a function that returns the findings",
            ),
            "negative": Wrong(
                """
my_findings = {"A": -1, "B": 0, "C": 1, "D": 2}
""",
                "a negative number",
            ),
            "all rotated": Wrong(
                """
my_findings = {"A": 2, "B": 3, "C": 0, "D": 1}
""",
                "every one is shifted by one",
                "doesn't behave as if",
            ),
        },
    },
}
