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
            ),
            "difference without a shift": Wrong(
                """
def my_cross_entropy(logits, labels):
    return (logits.exp().sum(1).log() - logits[torch.arange(len(labels)), labels]).mean()
""",
                "the powers overflow for large logits",
            ),
            "shift by the maximum of the batch": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.max()
    return (z.exp().sum(1).log() - z[torch.arange(len(labels)), labels]).mean()
""",
                "one maximum for all images: the powers of another image become 0",
            ),
            "CrossEntropyLoss": Wrong(
                """
def my_cross_entropy(logits, labels):
    return nn.CrossEntropyLoss()(logits, labels)
""",
                "it uses PyTorch's loss",
            ),
            "the class itself": Wrong(
                """
my_cross_entropy = nn.CrossEntropyLoss
""",
                "it is PyTorch's class, not a function that was written",
            ),
            "the loss object": Wrong(
                """
my_cross_entropy = nn.CrossEntropyLoss()
""",
                "it is PyTorch's loss",
            ),
            "functional": Wrong(
                """
def my_cross_entropy(logits, labels):
    return torch.nn.functional.cross_entropy(logits, labels)
""",
                "it uses PyTorch's loss",
            ),
            "log_softmax": Wrong(
                """
def my_cross_entropy(logits, labels):
    log_p = logits.log_softmax(dim=1)
    return -log_p[torch.arange(len(labels)), labels].mean()
""",
                "it uses PyTorch's softmax",
            ),
            "softmax, then log": Wrong(
                """
def my_cross_entropy(logits, labels):
    return -logits.softmax(dim=1).log()[torch.arange(len(labels)), labels].mean()
""",
                "it uses PyTorch's softmax, and becomes infinite for large logits",
            ),
            "into the class": Wrong(
                """
def my_cross_entropy(logits, labels):
    return nn.CrossEntropyLoss(logits, labels)
""",
                "the tensors are given to the class's __init__",
            ),
            "minus forgotten": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    return (z[torch.arange(len(labels)), labels] - z.exp().sum(dim=1).log()).mean()
""",
                "the sign is wrong",
            ),
            "sum for mean": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    return (z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels]).sum()
""",
                "the losses are added up, not averaged",
            ),
            "per image": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    return z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels]
""",
                "one loss per image is returned, no mean",
            ),
            "item": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    return (z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels]).mean().item()
""",
                "a plain number is returned, not a tensor",
            ),
            "over the images": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=0, keepdim=True)
    log_p = z - z.exp().sum(dim=0, keepdim=True).log()
    return -log_p[torch.arange(len(labels)), labels].mean()
""",
                "the softmax runs over the images, dim=0",
            ),
            "colon for arange": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    log_p = z - z.exp().sum(dim=1, keepdim=True).log()
    return -log_p[:, labels].mean()
""",
                "each image is paired with every label of the batch",
            ),
            "mean over all classes": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    log_p = z - z.exp().sum(dim=1, keepdim=True).log()
    return -log_p.mean()
""",
                "the mean over all classes, the labels are not used",
            ),
            "arange(64)": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    log_p = z - z.exp().sum(dim=1, keepdim=True).log()
    return -log_p[torch.arange(64), labels].mean()
""",
                "the batch size is written in",
            ),
            "divided by 64": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    return (z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels]).sum() / 64
""",
                "the batch size is written in",
            ),
            "divided by the classes as well": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    losses = z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels]
    return losses.sum() / logits.numel()
""",
                "divided by the number of entries, B times C",
            ),
            "ten classes": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    log_p = z - z.exp().sum(dim=1, keepdim=True).log()
    return -(nn.functional.one_hot(labels, 10) * log_p).sum(dim=1).mean()
""",
                "ten classes are written in",
            ),
            "log10": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    p = z.exp() / z.exp().sum(dim=1, keepdim=True)
    return -p[torch.arange(len(labels)), labels].log10().mean()
""",
                "the logarithm to the base 10",
            ),
            "log2": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    p = z.exp() / z.exp().sum(dim=1, keepdim=True)
    return -torch.log2(p[torch.arange(len(labels)), labels]).mean()
""",
                "the logarithm to the base 2",
            ),
            "log forgotten": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    p = z.exp() / z.exp().sum(dim=1, keepdim=True)
    return (1 - p[torch.arange(len(labels)), labels]).mean()
""",
                "one minus the probability, no logarithm",
            ),
            "sum without its log": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    return (z.exp().sum(dim=1) - z[torch.arange(len(labels)), labels]).mean()
""",
                "the logarithm of the sum is forgotten",
            ),
            "shift in one term only": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    return (z.exp().sum(dim=1).log() - logits[torch.arange(len(labels)), labels]).mean()
""",
                "the label's logit is not shifted, the sum is",
            ),
            "keepdim forgotten": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1)
    return (z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels]).mean()
""",
                "the maxima of the images have no dimension to broadcast along",
            ),
            "sum over the batch": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    return (z.exp().sum().log() - z[torch.arange(len(labels)), labels]).mean()
""",
                "divided by the sum over the whole batch",
            ),
            "amin": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amin(dim=1, keepdim=True)
    return (z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels]).mean()
""",
                "the smallest logit is subtracted, so the powers grow",
            ),
            "ln 10": Wrong(
                """
def my_cross_entropy(logits, labels):
    return torch.tensor(math.log(10))
""",
                "a constant",
            ),
            "the number that was printed": Wrong(
                """
def my_cross_entropy(logits, labels):
    return torch.tensor(2.3049)
""",
                "a constant",
            ),
            "ln C": Wrong(
                """
def my_cross_entropy(logits, labels):
    return torch.tensor(float(logits.shape[1])).log()
""",
                "the loss of a model that guesses",
            ),
            "label of the model": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    log_p = z - z.exp().sum(dim=1, keepdim=True).log()
    return -log_p[torch.arange(len(labels)), logits.argmax(dim=1)].mean()
""",
                "the predicted class stands in for the label",
            ),
            "math.log": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    p = z.exp() / z.exp().sum(dim=1, keepdim=True)
    return -math.log(p[torch.arange(len(labels)), labels]).mean()
""",
                "math.log takes one number",
            ),
            "eps": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    p = z.exp() / z.exp().sum(dim=1, keepdim=True)
    return -(p[torch.arange(len(labels)), labels] + 1e-9).log().mean()
""",
                "a small number in the logarithm caps the loss",
            ),
            "clamped": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits.clamp(-80, 80)
    return (z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels]).mean()
""",
                "logits above 80 are cut off",
            ),
            "nan_to_num": Wrong(
                """
def my_cross_entropy(logits, labels):
    loss = logits.exp().sum(1).log() - logits[torch.arange(len(labels)), labels]
    return loss.nan_to_num(posinf=1000.0).mean()
""",
                "infinities are replaced by other numbers",
            ),
            "parameters swapped": Wrong(
                """
def my_cross_entropy(labels, logits):
    z = logits - logits.amax(dim=1, keepdim=True)
    return (z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels]).mean()
""",
                "it takes the labels first",
            ),
            "one parameter": Wrong(
                """
labels = torch.randint(10, (64,))

def my_cross_entropy(logits):
    z = logits - logits.amax(dim=1, keepdim=True)
    return (z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels]).mean()
""",
                "it takes only the logits",
            ),
            "names of the notebook": Wrong(
                """
log_probabilities = torch.randn(64, 10).log_softmax(dim=1)

def my_cross_entropy(logits, labels):
    return -log_probabilities[torch.arange(64), labels].mean()
""",
                "it computes with the notebook's log_probabilities, not with its parameters",
            ),
            "printed": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    print((z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels]).mean())
""",
                "the loss is printed, not returned",
            ),
            "return forgotten": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    loss = (z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels]).mean()
""",
                "nothing is returned",
            ),
            "yield": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    yield (z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels]).mean()
""",
                "yield makes a generator of it",
            ),
            "async": Wrong(
                """
async def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    return (z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels]).mean()
""",
                "async makes a coroutine of it",
            ),
            "mean without parentheses": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    return (z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels]).mean
""",
                "the method mean is returned, not called",
            ),
            "log without parentheses": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    return (z.exp().sum(dim=1).log - z[torch.arange(len(labels)), labels]).mean()
""",
                "the method log is not called",
            ),
            "its result, not the function": Wrong(
                """
my_cross_entropy = torch.tensor(2.3049)
""",
                "the name holds a number, not a function",
            ),
            "changes its input": Wrong(
                """
def my_cross_entropy(logits, labels):
    logits -= logits.amax(dim=1, keepdim=True)
    return (logits.exp().sum(dim=1).log() - logits[torch.arange(len(labels)), labels]).mean()
""",
                "the subtraction is in place and changes the logits of the caller",
            ),
            "return in the loop": Wrong(
                """
def my_cross_entropy(logits, labels):
    for row, label in zip(logits, labels):
        row = row - row.max()
        return row.exp().sum().log() - row[label]
""",
                "it returns after the first image",
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
            ),
            "labels from 1": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    return (z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels - 1]).mean()
""",
                "the labels are taken to begin with 1",
            ),
            "squared error": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    p = z.exp() / z.exp().sum(dim=1, keepdim=True)
    return ((p - nn.functional.one_hot(labels, logits.shape[1])) ** 2).mean()
""",
                "a squared error of the probabilities",
            ),
            "softmax twice": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = (logits - logits.amax(dim=1, keepdim=True)).exp()
    z = z / z.sum(dim=1, keepdim=True)
    return (z.exp().sum(dim=1).log() - z[torch.arange(len(labels)), labels]).mean()
""",
                "a softmax is applied before the formula",
            ),
            "logarithm of the mean": Wrong(
                """
def my_cross_entropy(logits, labels):
    z = logits - logits.amax(dim=1, keepdim=True)
    p = z.exp() / z.exp().sum(dim=1, keepdim=True)
    return -p[torch.arange(len(labels)), labels].mean().log()
""",
                "the mean of the probabilities, then the logarithm",
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
            ),
            "shape kept": Wrong(
                """
def my_labels(column):
    return column.long()
""",
                "the shape stays (N, 1)",
            ),
            "dtype kept": Wrong(
                """
def my_labels(column):
    return column.squeeze(1)
""",
                "the labels are still floats",
            ),
            "squeeze(0)": Wrong(
                """
def my_labels(column):
    return column.squeeze(0).long()
""",
                "the wrong dimension: nothing is removed",
            ),
            "int32": Wrong(
                """
def my_labels(column):
    return column.squeeze(1).int()
""",
                "int() makes int32",
            ),
            "uint8": Wrong(
                """
def my_labels(column):
    return column.squeeze(1).to(torch.uint8)
""",
                "uint8 is not taken by every version",
            ),
            "int16": Wrong(
                """
def my_labels(column):
    return column.squeeze(1).short()
""",
                "short is int16",
            ),
            "bool": Wrong(
                """
def my_labels(column):
    return column.squeeze(1).bool()
""",
                "all labels but 0 become True",
            ),
            "list": Wrong(
                """
def my_labels(column):
    return column.squeeze(1).long().tolist()
""",
                "a list, not a tensor",
            ),
            "array": Wrong(
                """
def my_labels(column):
    return column.numpy()[:, 0].astype("int64")
""",
                "a NumPy array, not a tensor",
            ),
            "float array": Wrong(
                """
def my_labels(column):
    return column.squeeze(1).numpy()
""",
                "a NumPy array of floats",
            ),
            "one-hot": Wrong(
                """
def my_labels(column):
    return nn.functional.one_hot(column.squeeze(1).long(), num_classes=10)
""",
                "one-hot rows, where labels are numbers of classes",
            ),
            "the example": Wrong(
                """
def my_labels(column):
    return torch.tensor([9, 2, 1])
""",
                "the labels of the example are written in",
            ),
            "the first row": Wrong(
                """
def my_labels(column):
    return column[0].long()
""",
                "only the first label is returned",
            ),
            "argmax": Wrong(
                """
def my_labels(column):
    return column.argmax(dim=1)
""",
                "argmax along a dimension of size 1 is always 0",
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
            ),
            "item": Wrong(
                """
def my_labels(column):
    return int(column.squeeze(1).item())
""",
                "item() takes one number only",
            ),
            "int of the column": Wrong(
                """
def my_labels(column):
    return int(column)
""",
                "int() takes one number only",
            ),
            "long not called": Wrong(
                """
def my_labels(column):
    return column.squeeze(1).long
""",
                "the method is returned, not called",
            ),
            "squeeze not called": Wrong(
                """
def my_labels(column):
    return column.squeeze.long()
""",
                "squeeze is a method, and has no long",
            ),
            "not kept": Wrong(
                """
def my_labels(column):
    column.long()
    return column.squeeze(1)
""",
                "what long() returned is not kept",
            ),
            "squeeze not kept": Wrong(
                """
def my_labels(column):
    column.squeeze(1)
    return column.long()
""",
                "what squeeze(1) returned is not kept",
            ),
            "row": Wrong(
                """
def my_labels(column):
    return column.T.long()
""",
                "shape (1, N)",
            ),
            "the notebook's labels": Wrong(
                """
labels = torch.randint(10, (64,))

def my_labels(column):
    return labels
""",
                "the notebook's labels are returned, not those of the column",
            ),
            "from 1": Wrong(
                """
def my_labels(column):
    return column.squeeze(1).long() - 1
""",
                "1 is subtracted",
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
            ),
            "async": Wrong(
                """
async def my_labels(column):
    return column.squeeze(1).long()
""",
                "async makes a coroutine of it",
            ),
            "squeeze_": Wrong(
                """
def my_labels(column):
    return column.squeeze_(1).long()
""",
                "the column of the caller loses its dimension",
            ),
            "second column": Wrong(
                """
def my_labels(column):
    return column[:, 1].long()
""",
                "there is no column 1",
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
            ),
            "tensors of shape (1,) in a list": Wrong(
                """
def my_labels(column):
    return [row.long() for row in column]
""",
                "a list of tensors of shape (1,)",
            ),
            "stacked": Wrong(
                """
def my_labels(column):
    return torch.stack([row.long() for row in column])
""",
                "stacked, so the shape is (N, 1) again",
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
            ),
            "last left out": Wrong(
                """
def my_labels(column):
    return column[:-1].squeeze(1).long()
""",
                "the last row is left out",
            ),
            "padded": Wrong(
                """
def my_labels(column):
    return column[1:, 0].long()
""",
                "a header is expected in the first row",
            ),
            "three rows": Wrong(
                """
def my_labels(column):
    return column.reshape(3).long()
""",
                "three rows are written in",
            ),
            "zeros": Wrong(
                """
def my_labels(column):
    return torch.zeros(len(column), dtype=torch.int64)
""",
                "right shape and dtype, no values",
            ),
            "arange": Wrong(
                """
def my_labels(column):
    return torch.arange(len(column))
""",
                "the numbers of the rows",
            ),
            "sigmoid": Wrong(
                """
def my_labels(column):
    return column.softmax(dim=0).squeeze(1).long()
""",
                "converted to probabilities first",
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
            ),
            "A and B swapped": Wrong(
                """
my_findings = {"A": 0, "B": 3, "C": 1, "D": 2}
""",
                "A is taken for the right one, as B gives the same first number",
            ),
            "C and D swapped": Wrong(
                """
my_findings = {"A": 3, "B": 0, "C": 2, "D": 1}
""",
                "the double softmax and the softmax over the images are swapped",
            ),
            "B and C swapped": Wrong(
                """
my_findings = {"A": 3, "B": 1, "C": 0, "D": 2}
""",
                "C is taken for the right one",
            ),
            "only what the first measurement shows": Wrong(
                """
my_findings = {"A": 0, "B": 0, "C": 0, "D": 2}
""",
                "only D was found, the others are called right",
            ),
            "all the same": Wrong(
                """
my_findings = {"A": 1, "B": 1, "C": 1, "D": 1}
""",
                "the same number for all",
            ),
            "a list": Wrong(
                """
my_findings = [3, 0, 1, 2]
""",
                "a list of numbers, without the names",
            ),
            "a tuple": Wrong(
                """
my_findings = 3, 0, 1, 2
""",
                "a tuple of numbers, without the names",
            ),
            "pairs": Wrong(
                """
my_findings = [("A", 3), ("B", 0), ("C", 1), ("D", 2)]
""",
                "a list of pairs, not a dict",
            ),
            "turned around": Wrong(
                """
my_findings = {3: "A", 0: "B", 1: "C", 2: "D"}
""",
                "the fault is the key, the name the value",
            ),
            "digits as words": Wrong(
                """
my_findings = {"A": "3", "B": "0", "C": "1", "D": "2"}
""",
                "the numbers are strings",
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
            ),
            "small letters": Wrong(
                """
my_findings = {"a": 3, "b": 0, "c": 1, "d": 2}
""",
                "the names are written in small letters",
            ),
            "one missing": Wrong(
                """
my_findings = {"A": 3, "B": 0, "C": 1}
""",
                "D is missing",
            ),
            "right one left out": Wrong(
                """
my_findings = {"A": 3, "C": 1, "D": 2}
""",
                "the loss without a fault is missing",
            ),
            "None for the right one": Wrong(
                """
my_findings = {"A": 3, "B": None, "C": 1, "D": 2}
""",
                "None stands for no fault",
            ),
            "from 1": Wrong(
                """
my_findings = {"A": 4, "B": 1, "C": 2, "D": 3}
""",
                "the faults are counted from 1",
            ),
            "one too many": Wrong(
                """
my_findings = {"A": 3, "B": 0, "C": 1, "D": 2, "E": 0}
""",
                "a name that there is not",
            ),
            "a set": Wrong(
                """
my_findings = {"A", 3, "B", 0, "C", 1, "D", 2}
""",
                "a set, as the colons are forgotten",
            ),
            "text": Wrong(
                """
my_findings = "A 3, B 0, C 1, D 2"
""",
                "a text, not a dict",
            ),
            "one number": Wrong(
                """
my_findings = 2
""",
                "the number of one loss only",
            ),
            "the measurements": Wrong(
                """
my_findings = {"A": 2.3049, "B": 2.3049, "C": 2.3027, "D": 4.1638}
""",
                "the measured numbers, not the faults",
            ),
            "lists as values": Wrong(
                """
my_findings = {"A": [3], "B": [0], "C": [1], "D": [2]}
""",
                "each number is in a list",
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
            ),
        },
    },
}
