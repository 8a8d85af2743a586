"""Answers to the exercises of lesson 10.

Written on 2026-11-24 by somebody who had read only the lesson, not the checks.
"""

from tests.answers import Wrong

ANSWERS = {
    "train_loop": {
        "right": {
            "three sums": """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    total_loss = 0
    correct = 0
    count = 0
    for X, y in dataloader:
        optimizer.zero_grad()
        pred = model(X)
        loss = loss_fn(pred, y)
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * X.shape[0]
        correct += (pred.argmax(1) == y).sum().item()
        count += X.shape[0]
    return total_loss / count, correct / count
""",
            "zero_grad last, as in the tutorial": """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    size = len(dataloader.dataset)
    model.train()
    train_loss, correct = 0, 0
    for batch, (X, y) in enumerate(dataloader):
        pred = model(X)
        loss = loss_fn(pred, y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        train_loss += loss.item() * len(X)
        correct += (pred.argmax(1) == y).type(torch.float).sum().item()
    return train_loss / size, correct / size
""",
            "lists": """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    losses, hits = [], []
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses += [loss.item()] * len(images)
        hits += (logits.argmax(dim=1) == labels).tolist()
    return sum(losses) / len(losses), sum(hits) / len(hits)
""",
            "NumPy": """
import numpy as np


def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    losses, accuracies, sizes = [], [], []
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        accuracies.append((logits.argmax(1) == labels).float().mean().item())
        sizes.append(labels.size(0))
    return np.average(losses, weights=sizes), np.average(accuracies, weights=sizes)
""",
            "tensors without a graph": """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    loss_sum, right, seen = torch.tensor(0.0), torch.tensor(0), 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.detach() * len(images)
        right += logits.max(dim=1).indices.eq(labels).sum()
        seen += len(images)
    return loss_sum / seen, right / seen
""",
            "train_step": """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train(True)
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        loss, logits = training.train_step(model, images, labels, loss_fn, optimizer)
        loss_sum += float(loss) * len(labels)
        right += int((logits.argmax(-1) == labels).sum())
        seen += len(labels)
    return loss_sum / seen, right / seen
""",
            "a list of two": """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    loss_sum = right = seen = 0
    for batch in dataloader:
        images, labels = batch
        model.zero_grad()
        logits = model(images)
        loss = loss_fn(logits, labels)
        loss.backward()
        optimizer.step()
        loss_sum += loss.item() * len(images)
        right += torch.sum(torch.argmax(logits, 1) == labels).item()
        seen += len(images)
    return [loss_sum / seen, right / seen]
""",
        },
        "wrong": {
            "mean of means": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item()
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
    return loss_sum / len(dataloader), right / seen
""",
                "the loss is the mean of the batches' means",
                "the mean of the batch means",
            ),
            "mean of means, both": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    losses, accuracies = [], []
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        accuracies.append((logits.argmax(dim=1) == labels).float().mean().item())
    return sum(losses) / len(losses), sum(accuracies) / len(accuracies)
""",
                "both numbers are means of the batches' means",
                "the mean of the batch means",
            ),
            "means divided by images": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item()
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
    return loss_sum / seen, right / seen
""",
                "batch means are added and divided by images",
                "added up and divided by the number of images",
            ),
            "no zero_grad": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        loss.backward()
        optimizer.step()
        loss_sum += loss.item() * len(images)
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
    return loss_sum / seen, right / seen
""",
                "zero_grad is missing, gradients accumulate",
                "added to those before it",
            ),
            "zero_grad before the loop": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    optimizer.zero_grad()
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        loss.backward()
        optimizer.step()
        loss_sum += loss.item() * len(images)
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
    return loss_sum / seen, right / seen
""",
                "zero_grad once, so that gradients accumulate over the batches",
                "added to those before it",
            ),
            "zero_grad after backward": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        loss_sum += loss.item() * len(images)
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
    return loss_sum / seen, right / seen
""",
                "zero_grad between backward and step clears what step needs",
                "not between the two",
            ),
            "step before backward": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        optimizer.step()
        loss.backward()
        loss_sum += loss.item() * len(images)
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
    return loss_sum / seen, right / seen
""",
                "step before backward, with cleared gradients",
                "`backward` comes before `step`",
            ),
            "no step": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        loss_sum += loss.item() * len(images)
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
    return loss_sum / seen, right / seen
""",
                "optimizer.step() is missing",
                "for 0 of 3 batches",
            ),
            "step after the loop": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        loss_sum += loss.item() * len(images)
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
    optimizer.step()
    return loss_sum / seen, right / seen
""",
                "one step in all, after the loop",
                "inside the loop",
            ),
            "no train()": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item() * len(images)
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
    return loss_sum / seen, right / seen
""",
                "model.train() is missing",
                "`model.train()` before the loop",
            ),
            "train without parentheses": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item() * len(images)
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
    return loss_sum / seen, right / seen
""",
                "model.train without () is not called",
                "`model.train()` before the loop",
            ),
            "eval": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.eval()
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item() * len(images)
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
    return loss_sum / seen, right / seen
""",
                "trains in evaluation mode",
                "in evaluation mode",
            ),
            "percent": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item() * len(images)
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
    return loss_sum / seen, 100 * right / seen
""",
                "accuracy in percent",
                "a percentage",
            ),
            "results swapped": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item() * len(images)
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
    return right / seen, loss_sum / seen
""",
                "accuracy first, loss second",
                "in the other order",
            ),
            "printed": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item() * len(images)
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
    print(f"loss {loss_sum / seen}, accuracy {right / seen}")
""",
                "prints in place of returning",
                "`print` only shows",
            ),
            "return within the loop": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item() * len(images)
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
        return loss_sum / seen, right / seen
""",
                "returns after the first batch",
                "does `return` stand inside the loop?",
            ),
            "the last batch only": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    accuracy = (logits.argmax(dim=1) == labels).float().mean().item()
    return loss.item(), accuracy
""",
                "the numbers are those of the last batch",
                "the last batch alone",
            ),
            "sums set back": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    for images, labels in dataloader:
        loss_sum, right, seen = 0.0, 0, 0
        logits = model(images)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item() * len(images)
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
    return loss_sum / seen, right / seen
""",
                "the sums begin again at 0 in every batch",
                "the last batch alone",
            ),
            "measured after the step": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item() * len(images)
        right += (model(images).argmax(dim=1) == labels).sum().item()
        seen += len(images)
    return loss_sum / seen, right / seen
""",
                "right answers are counted after the step, from a second pass",
                "called 6 times for 3 batches",
            ),
            "argmax over the batch": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item() * len(images)
        right += (logits.argmax(dim=0) == labels).sum().item()
        seen += len(images)
    return loss_sum / seen, right / seen
""",
                "argmax over dim 0, the batch",
                "argmax(dim=0)",
            ),
            "loss_fn swapped": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(labels, logits)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item() * len(images)
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
    return loss_sum / seen, right / seen
""",
                "logits and labels are swapped in loss_fn",
                "loss_fn(labels, logits)",
            ),
            "parameters swapped": Wrong(
                """
def my_train_loop(model, dataloader, loss_fn, optimizer):
    model.train()
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item() * len(images)
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
    return loss_sum / seen, right / seen
""",
                "model and dataloader have changed places",
            ),
            "softmax": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images).softmax(dim=1)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item() * len(images)
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
    return loss_sum / seen, right / seen
""",
                "softmax before cross-entropy, which holds one",
                "a softmax before the loss",
            ),
            "no_grad": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    loss_sum, right, seen = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in dataloader:
            logits = model(images)
            loss = loss_fn(logits, labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            loss_sum += loss.item() * len(images)
            right += (logits.argmax(dim=1) == labels).sum().item()
            seen += len(images)
    return loss_sum / seen, right / seen
""",
                "no_grad around a training: backward has nothing to follow",
            ),
            "backwards": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backwards()
        optimizer.step()
        loss_sum += loss.item() * len(images)
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
    return loss_sum / seen, right / seen
""",
                "backwards in place of backward",
                "no attribute 'backwards'",
            ),
            "item too early": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels).item()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss * len(images)
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
    return loss_sum / seen, right / seen
""",
                ".item() before backward: a number has no backward",
                "'float' object has no attribute 'backward'",
            ),
            "item without parentheses": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item * len(images)
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
    return loss_sum / seen, right / seen
""",
                "item without ()",
                "loss.item *",
            ),
            "whole quotient": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item() * len(images)
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
    return loss_sum / seen, right // seen
""",
                "// cuts the accuracy off to 0",
                "cut off",
            ),
            "all batches full": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    loss_sum, right = 0.0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item() * dataloader.batch_size
        right += (logits.argmax(dim=1) == labels).sum().item()
    seen = len(dataloader) * dataloader.batch_size
    return loss_sum / seen, right / seen
""",
                "counts the shorter last batch as a full one",
                "the batches hold 8, 8 and 6",
            ),
            "keeps the graph": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss * len(images)
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
    return loss_sum / seen, right / seen
""",
                "the sum of the losses keeps the graph of every batch",
                "holds on to its graph",
            ),
            "right answers not counted": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item() * len(images)
        right += logits.argmax(dim=1) == labels
        seen += len(images)
    return loss_sum / seen, right / seen
""",
                "the sum over the batch is missing",
            ),
            "only the loss": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    loss_sum, seen = 0.0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item() * len(images)
        seen += len(images)
    return loss_sum / seen
""",
                "the accuracy is missing",
                "expected (loss, accuracy), got",
            ),
            "sums, not divided": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    loss_sum, right = 0.0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item() * len(images)
        right += (logits.argmax(dim=1) == labels).sum().item()
    return loss_sum, right
""",
                "the sums are not divided by the images",
                "a sum",
            ),
            "called": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item() * len(images)
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
    return loss_sum / seen, right / seen


one_batch = [(torch.rand(4, 1, 28, 28), torch.arange(4))]
net = NeuralNetwork()
sgd = torch.optim.SGD(net.parameters(), lr=0.1)
my_train_loop = my_train_loop(one_batch, net, nn.CrossEntropyLoss(), sgd)
""",
                "the function's result in place of the function",
                "got a tuple of 2",
            ),
            "yielded": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item() * len(images)
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
        yield loss_sum / seen, right / seen
""",
                "yield in place of return",
                "`yield`",
            ),
            "two epochs": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    loss_sum, right, seen = 0.0, 0, 0
    for epoch in range(5):
        for images, labels in dataloader:
            logits = model(images)
            loss = loss_fn(logits, labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            loss_sum += loss.item() * len(images)
            right += (logits.argmax(dim=1) == labels).sum().item()
            seen += len(images)
    return loss_sum / seen, right / seen
""",
                "trains for five epochs",
                "called 15 times for 3 batches",
            ),
            "an optimizer of its own": Wrong(
                """
def my_train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-3)
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item() * len(images)
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
    return loss_sum / seen, right / seen
""",
                "makes an optimizer in place of using the one it is given",
                "not by the optimizer that was given",
            ),
            "the notebook's names": Wrong(
                """
net = NeuralNetwork()
sgd = torch.optim.SGD(net.parameters(), lr=0.1)


def my_train_loop(dataloader, model, loss_fn, optimizer):
    net.train()
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = net(images)
        loss = loss_fn(logits, labels)
        sgd.zero_grad()
        loss.backward()
        sgd.step()
        loss_sum += loss.item() * len(images)
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
    return loss_sum / seen, right / seen
""",
                "trains a model of the notebook in place of the one it is given",
                "never uses its parameters `model` and `optimizer`",
            ),
            "three parameters": Wrong(
                """
def my_train_loop(dataloader, model, optimizer):
    model.train()
    loss_fn = nn.CrossEntropyLoss()
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item() * len(images)
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
    return loss_sum / seen, right / seen
""",
                "takes three arguments, not four",
                "takes 3 arguments",
            ),
        },
    },
    "test_loop": {
        "right": {
            "no_grad around": """
def my_test_loop(dataloader, model, loss_fn):
    model.eval()
    test_loss, correct, n = 0, 0, 0
    with torch.no_grad():
        for X, y in dataloader:
            pred = model(X)
            test_loss += loss_fn(pred, y).item() * X.size(0)
            correct += (pred.argmax(1) == y).type(torch.float).sum().item()
            n += X.size(0)
    return test_loss / n, correct / n
""",
            "decorated": """
@torch.no_grad()
def my_test_loop(dataloader, model, loss_fn):
    model.eval()
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss_sum += loss_fn(logits, labels) * len(images)
        right += (logits.argmax(dim=1) == labels).sum()
        seen += len(images)
    return (loss_sum / seen).item(), (right / seen).item()
""",
            "inference_mode": """
def my_test_loop(dataloader, model, loss_fn):
    model = model.eval()
    with torch.inference_mode():
        loss_sum = right = 0
        for images, labels in dataloader:
            logits = model(images)
            loss_sum += loss_fn(logits, labels).item() * len(labels)
            right += (logits.argmax(dim=1) == labels).sum().item()
    seen = len(dataloader.dataset)
    return loss_sum / seen, right / seen
""",
            "all logits at once": """
def my_test_loop(dataloader, model, loss_fn):
    model.train(False)
    all_logits, all_labels = [], []
    with torch.no_grad():
        for images, labels in dataloader:
            all_logits.append(model(images))
            all_labels.append(labels)
        logits, labels = torch.cat(all_logits), torch.cat(all_labels)
        loss = loss_fn(logits, labels).item()
        accuracy = (logits.argmax(dim=1) == labels).float().mean().item()
    return loss, accuracy
""",
            "set_grad_enabled": """
def my_test_loop(dataloader, model, loss_fn):
    model.eval()
    loss_sum, right, seen = 0.0, 0, 0
    with torch.set_grad_enabled(False):
        for images, labels in dataloader:
            logits = model(images)
            loss = loss_fn(logits, labels)
            loss_sum += loss.item() * images.shape[0]
            right += torch.eq(logits.argmax(dim=1), labels).sum().item()
            seen += images.shape[0]
    mean_loss = loss_sum / seen
    accuracy = right / seen
    return mean_loss, accuracy
""",
            "NumPy": """
import numpy as np


def my_test_loop(dataloader, model, loss_fn):
    model.eval()
    losses, hits = [], []
    for images, labels in dataloader:
        with torch.no_grad():
            logits = model(images)
            loss = loss_fn(logits, labels)
        losses.extend([loss.item()] * len(labels))
        hits.append(logits.numpy().argmax(axis=1) == labels.numpy())
    return np.mean(losses), np.concatenate(hits).mean()
""",
        },
        "wrong": {
            "no eval": Wrong(
                """
def my_test_loop(dataloader, model, loss_fn):
    loss_sum, right, seen = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in dataloader:
            logits = model(images)
            loss_sum += loss_fn(logits, labels).item() * len(images)
            right += (logits.argmax(dim=1) == labels).sum().item()
            seen += len(images)
    return loss_sum / seen, right / seen
""",
                "model.eval() is missing",
                "`model.eval()` switches",
            ),
            "eval without parentheses": Wrong(
                """
def my_test_loop(dataloader, model, loss_fn):
    model.eval
    loss_sum, right, seen = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in dataloader:
            logits = model(images)
            loss_sum += loss_fn(logits, labels).item() * len(images)
            right += (logits.argmax(dim=1) == labels).sum().item()
            seen += len(images)
    return loss_sum / seen, right / seen
""",
                "eval without () is not called",
                "`model.eval()` switches",
            ),
            "eval after the loop": Wrong(
                """
def my_test_loop(dataloader, model, loss_fn):
    loss_sum, right, seen = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in dataloader:
            logits = model(images)
            loss_sum += loss_fn(logits, labels).item() * len(images)
            right += (logits.argmax(dim=1) == labels).sum().item()
            seen += len(images)
    model.eval()
    return loss_sum / seen, right / seen
""",
                "model.eval() comes after the loop",
                "was still in training mode",
            ),
            "train": Wrong(
                """
def my_test_loop(dataloader, model, loss_fn):
    model.train()
    loss_sum, right, seen = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in dataloader:
            logits = model(images)
            loss_sum += loss_fn(logits, labels).item() * len(images)
            right += (logits.argmax(dim=1) == labels).sum().item()
            seen += len(images)
    return loss_sum / seen, right / seen
""",
                "tests in training mode",
                "was still in training mode",
            ),
            "recorded": Wrong(
                """
def my_test_loop(dataloader, model, loss_fn):
    model.eval()
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss_sum += loss_fn(logits, labels).item() * len(images)
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
    return loss_sum / seen, right / seen
""",
                "no_grad is missing",
                "under `with torch.no_grad():`",
            ),
            "no_grad as a statement": Wrong(
                """
def my_test_loop(dataloader, model, loss_fn):
    model.eval()
    torch.no_grad()
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss_sum += loss_fn(logits, labels).item() * len(images)
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
    return loss_sum / seen, right / seen
""",
                "torch.no_grad() without `with` does nothing",
                "under `with torch.no_grad():`",
            ),
            "no_grad without parentheses": Wrong(
                """
def my_test_loop(dataloader, model, loss_fn):
    model.eval()
    loss_sum, right, seen = 0.0, 0, 0
    with torch.no_grad:
        for images, labels in dataloader:
            logits = model(images)
            loss_sum += loss_fn(logits, labels).item() * len(images)
            right += (logits.argmax(dim=1) == labels).sum().item()
            seen += len(images)
    return loss_sum / seen, right / seen
""",
                "no_grad without ()",
                "with torch.no_grad:",
            ),
            "no_grad around the loss only": Wrong(
                """
def my_test_loop(dataloader, model, loss_fn):
    model.eval()
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        with torch.no_grad():
            loss_sum += loss_fn(logits, labels).item() * len(images)
            right += (logits.argmax(dim=1) == labels).sum().item()
            seen += len(images)
    return loss_sum / seen, right / seen
""",
                "the model's pass is outside no_grad",
                "put the loop under",
            ),
            "gradients switched off in the model": Wrong(
                """
def my_test_loop(dataloader, model, loss_fn):
    model.eval()
    for parameter in model.parameters():
        parameter.requires_grad = False
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss_sum += loss_fn(logits, labels).item() * len(images)
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
    return loss_sum / seen, right / seen
""",
                "changes requires_grad of the model's parameters",
                "set `requires_grad`",
            ),
            "switched off for good": Wrong(
                """
def my_test_loop(dataloader, model, loss_fn):
    model.eval()
    torch.set_grad_enabled(False)
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss_sum += loss_fn(logits, labels).item() * len(images)
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
    return loss_sum / seen, right / seen
""",
                "gradients stay switched off after the function",
                "still switched off after your function",
            ),
            "learns": Wrong(
                """
def my_test_loop(dataloader, model, loss_fn):
    model.eval()
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-3)
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item() * len(images)
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
    return loss_sum / seen, right / seen
""",
                "learns from the test images",
                "must not learn",
            ),
            "backward left in": Wrong(
                """
def my_test_loop(dataloader, model, loss_fn):
    model.eval()
    loss_sum, right, seen = 0.0, 0, 0
    for images, labels in dataloader:
        logits = model(images)
        loss = loss_fn(logits, labels)
        loss.backward()
        loss_sum += loss.item() * len(images)
        right += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(images)
    return loss_sum / seen, right / seen
""",
                "backward is left in: gradients are computed",
                "take out the lines that learn",
            ),
            "takes an optimizer": Wrong(
                """
def my_test_loop(dataloader, model, loss_fn, optimizer):
    model.eval()
    loss_sum, right, seen = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in dataloader:
            logits = model(images)
            loss_sum += loss_fn(logits, labels).item() * len(images)
            right += (logits.argmax(dim=1) == labels).sum().item()
            seen += len(images)
    return loss_sum / seen, right / seen
""",
                "takes four arguments, not three",
                "takes 4 arguments",
            ),
            "mean of means": Wrong(
                """
def my_test_loop(dataloader, model, loss_fn):
    size = len(dataloader.dataset)
    num_batches = len(dataloader)
    model.eval()
    test_loss, correct = 0, 0
    with torch.no_grad():
        for X, y in dataloader:
            pred = model(X)
            test_loss += loss_fn(pred, y).item()
            correct += (pred.argmax(1) == y).type(torch.float).sum().item()
    return test_loss / num_batches, correct / size
""",
                "the loss is the mean of the batches' means, as in the tutorial",
                "the mean of the batch means",
            ),
            "accuracy as a mean of means": Wrong(
                """
def my_test_loop(dataloader, model, loss_fn):
    model.eval()
    loss_sum, accuracy, seen = 0.0, 0.0, 0
    with torch.no_grad():
        for images, labels in dataloader:
            logits = model(images)
            loss_sum += loss_fn(logits, labels).item() * len(images)
            accuracy += (logits.argmax(dim=1) == labels).float().mean().item()
            seen += len(images)
    return loss_sum / seen, accuracy / len(dataloader)
""",
                "the accuracy is the mean of the batches' accuracies",
                "the mean of the batches' accuracies",
            ),
            "divided by batches": Wrong(
                """
def my_test_loop(dataloader, model, loss_fn):
    model.eval()
    loss_sum, right = 0.0, 0
    with torch.no_grad():
        for images, labels in dataloader:
            logits = model(images)
            loss_sum += loss_fn(logits, labels).item() * len(images)
            right += (logits.argmax(dim=1) == labels).sum().item()
    return loss_sum / len(dataloader), right / len(dataloader)
""",
                "divides by the number of batches, not of images",
                "divided by the number of batches",
            ),
            "percent": Wrong(
                """
def my_test_loop(dataloader, model, loss_fn):
    model.eval()
    loss_sum, right, seen = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in dataloader:
            logits = model(images)
            loss_sum += loss_fn(logits, labels).item() * len(images)
            right += (logits.argmax(dim=1) == labels).sum().item()
            seen += len(images)
    return loss_sum / seen, right / seen * 100
""",
                "accuracy in percent",
                "a percentage",
            ),
            "results swapped": Wrong(
                """
def my_test_loop(dataloader, model, loss_fn):
    model.eval()
    loss_sum, right, seen = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in dataloader:
            logits = model(images)
            loss_sum += loss_fn(logits, labels).item() * len(images)
            right += (logits.argmax(dim=1) == labels).sum().item()
            seen += len(images)
    return right / seen, loss_sum / seen
""",
                "accuracy first, loss second",
                "in the other order",
            ),
            "return within the loop": Wrong(
                """
def my_test_loop(dataloader, model, loss_fn):
    model.eval()
    loss_sum, right, seen = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in dataloader:
            logits = model(images)
            loss_sum += loss_fn(logits, labels).item() * len(images)
            right += (logits.argmax(dim=1) == labels).sum().item()
            seen += len(images)
            return loss_sum / seen, right / seen
""",
                "returns after the first batch",
                "does `return` stand inside the loop?",
            ),
            "printed": Wrong(
                """
def my_test_loop(dataloader, model, loss_fn):
    model.eval()
    loss_sum, right, seen = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in dataloader:
            logits = model(images)
            loss_sum += loss_fn(logits, labels).item() * len(images)
            right += (logits.argmax(dim=1) == labels).sum().item()
            seen += len(images)
    print(f"Accuracy: {100 * right / seen:>0.1f}%, Avg loss: {loss_sum / seen:>8f}")
""",
                "prints in place of returning",
                "`print` only shows",
            ),
            "argmax over the batch": Wrong(
                """
def my_test_loop(dataloader, model, loss_fn):
    model.eval()
    loss_sum, right, seen = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in dataloader:
            logits = model(images)
            loss_sum += loss_fn(logits, labels).item() * len(images)
            right += (logits.argmax() == labels).sum().item()
            seen += len(images)
    return loss_sum / seen, right / seen
""",
                "argmax without dim: one number for the whole batch",
                "argmax(dim=1)",
            ),
            "max for argmax": Wrong(
                """
def my_test_loop(dataloader, model, loss_fn):
    model.eval()
    loss_sum, right, seen = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in dataloader:
            logits = model(images)
            loss_sum += loss_fn(logits, labels).item() * len(images)
            right += (logits.max(dim=1).values == labels).sum().item()
            seen += len(images)
    return loss_sum / seen, right / seen
""",
                "compares the largest logit with the label, not its place",
                "argmax(dim=1)",
            ),
            "softmax": Wrong(
                """
def my_test_loop(dataloader, model, loss_fn):
    model.eval()
    loss_sum, right, seen = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in dataloader:
            probabilities = model(images).softmax(dim=1)
            loss_sum += loss_fn(probabilities, labels).item() * len(images)
            right += (probabilities.argmax(dim=1) == labels).sum().item()
            seen += len(images)
    return loss_sum / seen, right / seen
""",
                "softmax before cross-entropy",
                "a softmax of its own",
            ),
            "only the accuracy": Wrong(
                """
def my_test_loop(dataloader, model, loss_fn):
    model.eval()
    right, seen = 0, 0
    with torch.no_grad():
        for images, labels in dataloader:
            right += (model(images).argmax(dim=1) == labels).sum().item()
            seen += len(images)
    return right / seen
""",
                "the loss is missing",
                "expected (loss, accuracy), got",
            ),
            "error in place of accuracy": Wrong(
                """
def my_test_loop(dataloader, model, loss_fn):
    model.eval()
    loss_sum, wrong, seen = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in dataloader:
            logits = model(images)
            loss_sum += loss_fn(logits, labels).item() * len(images)
            wrong += (logits.argmax(dim=1) != labels).sum().item()
            seen += len(images)
    return loss_sum / seen, wrong / seen
""",
                "counts the wrong answers",
                "the share of wrong answers",
            ),
            "the last batch dropped": Wrong(
                """
def my_test_loop(dataloader, model, loss_fn):
    model.eval()
    loss_sum, right, seen = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in dataloader:
            if len(images) < dataloader.batch_size:
                break
            logits = model(images)
            loss_sum += loss_fn(logits, labels).item() * len(images)
            right += (logits.argmax(dim=1) == labels).sum().item()
            seen += len(images)
    return loss_sum / seen, right / seen
""",
                "leaves the shorter last batch out",
                "even if it is short",
            ),
            "a loss of its own": Wrong(
                """
def my_test_loop(dataloader, model, loss_fn):
    model.eval()
    loss_fn = nn.MSELoss()
    loss_sum, right, seen = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in dataloader:
            logits = model(images)
            targets = nn.functional.one_hot(labels, 10).float()
            loss_sum += loss_fn(logits, targets).item() * len(images)
            right += (logits.argmax(dim=1) == labels).sum().item()
            seen += len(images)
    return loss_sum / seen, right / seen
""",
                "another loss than the one it is given",
            ),
            "the notebook's names": Wrong(
                """
best_model = NeuralNetwork()


def my_test_loop(dataloader, model, loss_fn):
    best_model.eval()
    loss_sum, right, seen = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in dataloader:
            logits = best_model(images)
            loss_sum += loss_fn(logits, labels).item() * len(images)
            right += (logits.argmax(dim=1) == labels).sum().item()
            seen += len(images)
    return loss_sum / seen, right / seen
""",
                "tests a model of the notebook in place of the one it is given",
                "never uses its parameter `model`",
            ),
            "async": Wrong(
                """
async def my_test_loop(dataloader, model, loss_fn):
    model.eval()
    loss_sum, right, seen = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in dataloader:
            logits = model(images)
            loss_sum += loss_fn(logits, labels).item() * len(images)
            right += (logits.argmax(dim=1) == labels).sum().item()
            seen += len(images)
    return loss_sum / seen, right / seen
""",
                "async makes it a coroutine function",
                "`async`",
            ),
            "constants": Wrong(
                """
def my_test_loop(dataloader, model, loss_fn):
    model.eval()
    return 0.8, 0.65
""",
                "two constants; the loader is not read",
                "the model was never called",
            ),
        },
    },
    "training_logs": {
        "right": {
            "a dict": 'my_advice = {"A": 3, "B": 0, "C": 1, "D": 2}',
            "by dict()": "my_advice = dict(A=3, B=0, C=1, D=2)",
            "other order": 'my_advice = {"B": 0, "C": 1, "D": 2, "A": 3}',
            "zipped": 'my_advice = dict(zip("ABCD", (3, 0, 1, 2)))',
            "of torch": """
my_advice = {name: number for name, number in zip("ABCD", torch.tensor([3, 0, 1, 2]))}
""",
            "one by one": """
my_advice = {}
my_advice["A"] = 3
my_advice["B"] = 0
my_advice["C"] = 1
my_advice["D"] = 2
""",
        },
        "wrong": {
            "the example": Wrong(
                'my_advice = {"A": 0, "B": 1, "C": 2, "D": 3}',
                "the example of the stub, copied",
                "0 of 4 are right",
            ),
            "two swapped": Wrong(
                'my_advice = {"A": 3, "B": 1, "C": 0, "D": 2}',
                "B and C are swapped",
                "B doesn't behave",
            ),
            "two others swapped": Wrong(
                'my_advice = {"A": 2, "B": 0, "C": 1, "D": 3}',
                "A and D are swapped",
                "A doesn't behave",
            ),
            "one wrong": Wrong(
                'my_advice = {"A": 3, "B": 0, "C": 1, "D": 1}',
                "D has the advice for C",
                "D doesn't behave",
            ),
            "all the same": Wrong(
                'my_advice = {"A": 0, "B": 0, "C": 0, "D": 0}',
                "one piece of advice for all",
                "1 of 4 are right",
            ),
            "counted from one": Wrong(
                'my_advice = {"A": 4, "B": 1, "C": 2, "D": 3}',
                "numbers counted from 1",
                "from 0 to 3",
            ),
            "turned round": Wrong(
                'my_advice = {3: "A", 0: "B", 1: "C", 2: "D"}',
                "keys and values are swapped",
                "names",
            ),
            "a list": Wrong(
                "my_advice = [3, 0, 1, 2]", "a list in place of a dict", "expected a dict"
            ),
            "a string": Wrong(
                'my_advice = "A3 B0 C1 D2"', "a string in place of a dict", "expected a dict"
            ),
            "strings": Wrong(
                'my_advice = {"A": "3", "B": "0", "C": "1", "D": "2"}',
                "strings in place of numbers",
                "got '3'",
            ),
            "texts": Wrong(
                """
my_advice = {
    "A": checks.LOG_ADVICE[3],
    "B": checks.LOG_ADVICE[0],
    "C": checks.LOG_ADVICE[1],
    "D": checks.LOG_ADVICE[2],
}
""",
                "the texts in place of their numbers",
                "expected a number",
            ),
            "one is missing": Wrong(
                'my_advice = {"A": 3, "B": 0, "C": 1}', "D is missing", "got A, B, C."
            ),
            "one too many": Wrong(
                'my_advice = {"A": 3, "B": 0, "C": 1, "D": 2, "E": 0}', "there is no E", "C, D, E"
            ),
            "small letters": Wrong(
                'my_advice = {"a": 3, "b": 0, "c": 1, "d": 2}', "a, not A", "got a, b, c, d"
            ),
            "several each": Wrong(
                'my_advice = {"A": [3, 2], "B": [0], "C": [1], "D": [2]}',
                "lists, not numbers",
                "got a list",
            ),
            "there is no 5": Wrong(
                'my_advice = {"A": 3, "B": 0, "C": 1, "D": 5}', "there is no advice 5", "got 5"
            ),
            "names without quotes, a tuple": Wrong(
                "A, B, C, D = 3, 0, 1, 2\nmy_advice = A, B, C, D",
                "a tuple in place of a dict",
                "got a tuple",
            ),
        },
    },
    "choose_and_test": {
        "right": {
            "a list and max": """
def my_training(train_set, test_set, rates):
    loss_fn = nn.CrossEntropyLoss()
    train_part, val_part = split(train_set, validation=0.2, seed=0)
    val_loader = make_loader(val_part, batch_size=100)
    runs = []
    for rate in rates:
        model = NeuralNetwork()
        optimizer = torch.optim.SGD(model.parameters(), lr=rate)
        train_loader = make_loader(train_part, batch_size=64, shuffle=True)
        for epoch in range(5):
            training.train_loop(train_loader, model, loss_fn, optimizer)
        _, accuracy = training.test_loop(val_loader, model, loss_fn)
        runs.append((accuracy, rate, model))
    _, rate, model = max(runs, key=lambda run: run[0])
    _, test_accuracy = training.test_loop(make_loader(test_set, batch_size=100), model, loss_fn)
    return rate, model, test_accuracy
""",
            "torch alone": """
from torch.utils.data import DataLoader, random_split


def my_training(train_set, test_set, rates):
    def accuracy_of(model, data):
        model.eval()
        right = 0
        with torch.no_grad():
            for images, labels in DataLoader(data, batch_size=200):
                right += (model(images).argmax(1) == labels).sum().item()
        return right / len(data)

    held_out_size = len(train_set) // 5
    rest, held_out = random_split(train_set, [len(train_set) - held_out_size, held_out_size])
    best = None
    for rate in rates:
        model = NeuralNetwork()
        sgd = torch.optim.SGD(model.parameters(), lr=rate)
        for _ in range(5):
            model.train()
            for images, labels in DataLoader(rest, batch_size=32, shuffle=True):
                loss = nn.functional.cross_entropy(model(images), labels)
                sgd.zero_grad()
                loss.backward()
                sgd.step()
        accuracy = accuracy_of(model, held_out)
        if best is None or accuracy > best[0]:
            best = accuracy, rate, model
    _, rate, model = best
    return rate, model, accuracy_of(model, test_set)
""",
            "dicts by rate": """
def my_training(train_set, test_set, rates):
    torch.manual_seed(0)
    loss_fn = nn.CrossEntropyLoss()
    part, held_out = split(train_set, validation=0.2, seed=1)
    held_out_loader = make_loader(held_out, 1_000)
    models, accuracies = {}, {}
    for rate in rates:
        models[rate] = NeuralNetwork()
        loader = make_loader(part, 64, shuffle=True, seed=0)
        sgd = torch.optim.SGD(models[rate].parameters(), lr=rate)
        history = training.fit(models[rate], loader, held_out_loader, loss_fn, sgd, epochs=5)
        accuracies[rate] = history.val_accuracy[-1]
    best = max(accuracies, key=accuracies.get)
    test = training.test_loop(make_loader(test_set, 1_000), models[best], loss_fn)
    return [best, models[best], test.accuracy]
""",
        },
        "wrong": {
            "chosen by the test set": Wrong(
                """
def my_training(train_set, test_set, rates):
    loss_fn = nn.CrossEntropyLoss()
    part, held_out = split(train_set, validation=0.2, seed=0)
    test_loader = make_loader(test_set, batch_size=500)
    best_accuracy = -1
    for rate in rates:
        model = NeuralNetwork()
        loader = make_loader(part, batch_size=64, shuffle=True)
        sgd = torch.optim.SGD(model.parameters(), lr=rate)
        history = training.fit(model, loader, test_loader, loss_fn, sgd, epochs=5)
        if history.val_accuracy[-1] > best_accuracy:
            best_accuracy, best_rate, best_model = history.val_accuracy[-1], rate, model
    return best_rate, best_model, best_accuracy
""",
                "chooses by the test set",
                "choose by it, and test the chosen model alone",
            ),
            "every model tested": Wrong(
                """
def my_training(train_set, test_set, rates):
    loss_fn = nn.CrossEntropyLoss()
    part, held_out = split(train_set, validation=0.2, seed=0)
    held_out_loader = make_loader(held_out, batch_size=500)
    test_loader = make_loader(test_set, batch_size=500)
    best_accuracy = -1
    for rate in rates:
        model = NeuralNetwork()
        loader = make_loader(part, batch_size=64, shuffle=True)
        sgd = torch.optim.SGD(model.parameters(), lr=rate)
        history = training.fit(model, loader, held_out_loader, loss_fn, sgd, epochs=5)
        _, accuracy = training.test_loop(test_loader, model, loss_fn)
        if history.val_accuracy[-1] > best_accuracy:
            best_accuracy, best = history.val_accuracy[-1], (rate, model, accuracy)
    return best
""",
                "tests every model, not only the chosen one",
                "more than one test",
            ),
            "one model for all rates": Wrong(
                """
def my_training(train_set, test_set, rates):
    loss_fn = nn.CrossEntropyLoss()
    part, held_out = split(train_set, validation=0.2, seed=0)
    held_out_loader = make_loader(held_out, batch_size=500)
    best_accuracy = -1
    model = NeuralNetwork()
    for rate in rates:
        loader = make_loader(part, batch_size=64, shuffle=True)
        sgd = torch.optim.SGD(model.parameters(), lr=rate)
        history = training.fit(model, loader, held_out_loader, loss_fn, sgd, epochs=5)
        if history.val_accuracy[-1] > best_accuracy:
            best_accuracy, best_rate, best_model = history.val_accuracy[-1], rate, model
    _, accuracy = training.test_loop(make_loader(test_set, 500), best_model, loss_fn)
    return best_rate, best_model, accuracy
""",
                "one model goes on from rate to rate",
                "Make a new network for each rate",
            ),
            "the last model": Wrong(
                """
def my_training(train_set, test_set, rates):
    loss_fn = nn.CrossEntropyLoss()
    part, held_out = split(train_set, validation=0.2, seed=0)
    held_out_loader = make_loader(held_out, batch_size=500)
    best_accuracy = -1
    for rate in rates:
        model = NeuralNetwork()
        loader = make_loader(part, batch_size=64, shuffle=True)
        sgd = torch.optim.SGD(model.parameters(), lr=rate)
        history = training.fit(model, loader, held_out_loader, loss_fn, sgd, epochs=5)
        if history.val_accuracy[-1] > best_accuracy:
            best_accuracy, best_rate = history.val_accuracy[-1], rate
    _, accuracy = training.test_loop(make_loader(test_set, 500), model, loss_fn)
    return best_rate, model, accuracy
""",
                "tests and returns the model of the last rate",
                "keep the best one with its rate",
            ),
            "the worst": Wrong(
                """
def my_training(train_set, test_set, rates):
    loss_fn = nn.CrossEntropyLoss()
    part, held_out = split(train_set, validation=0.2, seed=0)
    held_out_loader = make_loader(held_out, batch_size=500)
    best_accuracy = 1
    for rate in rates:
        model = NeuralNetwork()
        loader = make_loader(part, batch_size=64, shuffle=True)
        sgd = torch.optim.SGD(model.parameters(), lr=rate)
        history = training.fit(model, loader, held_out_loader, loss_fn, sgd, epochs=5)
        if history.val_accuracy[-1] < best_accuracy:
            best_accuracy, best_rate, best_model = history.val_accuracy[-1], rate, model
    _, accuracy = training.test_loop(make_loader(test_set, 500), best_model, loss_fn)
    return best_rate, best_model, accuracy
""",
                "keeps the model with the lowest accuracy",
                "the best accuracy on the images that you held out",
            ),
            "not shuffled": Wrong(
                """
def my_training(train_set, test_set, rates):
    loss_fn = nn.CrossEntropyLoss()
    count = len(train_set) * 4 // 5
    part = Part(train_set, torch.arange(count))
    held_out = Part(train_set, torch.arange(count, len(train_set)))
    held_out_loader = make_loader(held_out, batch_size=500)
    best_accuracy = -1
    for rate in rates:
        model = NeuralNetwork()
        loader = make_loader(part, batch_size=64, shuffle=True)
        sgd = torch.optim.SGD(model.parameters(), lr=rate)
        history = training.fit(model, loader, held_out_loader, loss_fn, sgd, epochs=5)
        if history.val_accuracy[-1] > best_accuracy:
            best_accuracy, best_rate, best_model = history.val_accuracy[-1], rate, model
    _, accuracy = training.test_loop(make_loader(test_set, 500), best_model, loss_fn)
    return best_rate, best_model, accuracy
""",
                "holds out the last fifth of a set that is sorted by class",
                "hold out images of every class",
            ),
            "a loader without shuffle": Wrong(
                """
def my_training(train_set, test_set, rates):
    loss_fn = nn.CrossEntropyLoss()
    count = len(train_set)
    held = torch.arange(0, count, 5)
    rest = torch.tensor([i for i in range(count) if i % 5 != 0])
    held_out_loader = make_loader(Part(train_set, held), batch_size=500)
    best_accuracy = -1
    for rate in rates:
        model = NeuralNetwork()
        loader = make_loader(Part(train_set, rest), batch_size=64)
        sgd = torch.optim.SGD(model.parameters(), lr=rate)
        history = training.fit(model, loader, held_out_loader, loss_fn, sgd, epochs=5)
        if history.val_accuracy[-1] > best_accuracy:
            best_accuracy, best_rate, best_model = history.val_accuracy[-1], rate, model
    _, accuracy = training.test_loop(make_loader(test_set, 500), best_model, loss_fn)
    return best_rate, best_model, accuracy
""",
                "batches in the order of the set, which is sorted by class",
                "one class after the other",
            ),
            "trained on everything": Wrong(
                """
def my_training(train_set, test_set, rates):
    loss_fn = nn.CrossEntropyLoss()
    part, held_out = split(train_set, validation=0.2, seed=0)
    held_out_loader = make_loader(held_out, batch_size=500)
    best_accuracy = -1
    for rate in rates:
        model = NeuralNetwork()
        loader = make_loader(train_set, batch_size=64, shuffle=True)
        sgd = torch.optim.SGD(model.parameters(), lr=rate)
        history = training.fit(model, loader, held_out_loader, loss_fn, sgd, epochs=5)
        if history.val_accuracy[-1] > best_accuracy:
            best_accuracy, best_rate, best_model = history.val_accuracy[-1], rate, model
    _, accuracy = training.test_loop(make_loader(test_set, 500), best_model, loss_fn)
    return best_rate, best_model, accuracy
""",
                "learns from the images that it held out, too",
                "no image was held out",
            ),
            "the validation accuracy": Wrong(
                """
def my_training(train_set, test_set, rates):
    loss_fn = nn.CrossEntropyLoss()
    part, held_out = split(train_set, validation=0.2, seed=0)
    held_out_loader = make_loader(held_out, batch_size=500)
    best_accuracy = -1
    for rate in rates:
        model = NeuralNetwork()
        loader = make_loader(part, batch_size=64, shuffle=True)
        sgd = torch.optim.SGD(model.parameters(), lr=rate)
        history = training.fit(model, loader, held_out_loader, loss_fn, sgd, epochs=5)
        if history.val_accuracy[-1] > best_accuracy:
            best_accuracy, best_rate, best_model = history.val_accuracy[-1], rate, model
    return best_rate, best_model, best_accuracy
""",
                "never tests, returns the validation accuracy",
                "test images were never read",
            ),
            "results in another order": Wrong(
                """
def my_training(train_set, test_set, rates):
    loss_fn = nn.CrossEntropyLoss()
    part, held_out = split(train_set, validation=0.2, seed=0)
    held_out_loader = make_loader(held_out, batch_size=500)
    best_accuracy = -1
    for rate in rates:
        model = NeuralNetwork()
        loader = make_loader(part, batch_size=64, shuffle=True)
        sgd = torch.optim.SGD(model.parameters(), lr=rate)
        history = training.fit(model, loader, held_out_loader, loss_fn, sgd, epochs=5)
        if history.val_accuracy[-1] > best_accuracy:
            best_accuracy, best_rate, best_model = history.val_accuracy[-1], rate, model
    _, accuracy = training.test_loop(make_loader(test_set, 500), best_model, loss_fn)
    return best_model, best_rate, accuracy
""",
                "model and rate have changed places",
                "the order is the rate, the model, the accuracy",
            ),
            "the class": Wrong(
                """
def my_training(train_set, test_set, rates):
    loss_fn = nn.CrossEntropyLoss()
    part, held_out = split(train_set, validation=0.2, seed=0)
    held_out_loader = make_loader(held_out, batch_size=500)
    best_accuracy = -1
    for rate in rates:
        model = NeuralNetwork
        loader = make_loader(part, batch_size=64, shuffle=True)
        sgd = torch.optim.SGD(model.parameters(), lr=rate)
        history = training.fit(model, loader, held_out_loader, loss_fn, sgd, epochs=5)
        if history.val_accuracy[-1] > best_accuracy:
            best_accuracy, best_rate, best_model = history.val_accuracy[-1], rate, model
    _, accuracy = training.test_loop(make_loader(test_set, 500), best_model, loss_fn)
    return best_rate, best_model, accuracy
""",
                "NeuralNetwork without ()",
            ),
            "return within the loop": Wrong(
                """
def my_training(train_set, test_set, rates):
    loss_fn = nn.CrossEntropyLoss()
    part, held_out = split(train_set, validation=0.2, seed=0)
    held_out_loader = make_loader(held_out, batch_size=500)
    for rate in rates:
        model = NeuralNetwork()
        loader = make_loader(part, batch_size=64, shuffle=True)
        sgd = torch.optim.SGD(model.parameters(), lr=rate)
        training.fit(model, loader, held_out_loader, loss_fn, sgd, epochs=5)
        _, accuracy = training.test_loop(make_loader(test_set, 500), model, loss_fn)
        return rate, model, accuracy
""",
                "returns after the first rate",
                "five epochs with each of 3 rates make 15",
            ),
            "one epoch": Wrong(
                """
def my_training(train_set, test_set, rates):
    loss_fn = nn.CrossEntropyLoss()
    part, held_out = split(train_set, validation=0.2, seed=0)
    held_out_loader = make_loader(held_out, batch_size=500)
    best_accuracy = -1
    for rate in rates:
        model = NeuralNetwork()
        loader = make_loader(part, batch_size=64, shuffle=True)
        sgd = torch.optim.SGD(model.parameters(), lr=rate)
        history = training.fit(model, loader, held_out_loader, loss_fn, sgd, epochs=1)
        if history.val_accuracy[-1] > best_accuracy:
            best_accuracy, best_rate, best_model = history.val_accuracy[-1], rate, model
    _, accuracy = training.test_loop(make_loader(test_set, 500), best_model, loss_fn)
    return best_rate, best_model, accuracy
""",
                "one epoch, not five",
                "five epochs with each of 3 rates make 15",
            ),
            "split the wrong way round": Wrong(
                """
def my_training(train_set, test_set, rates):
    loss_fn = nn.CrossEntropyLoss()
    held_out, part = split(train_set, validation=0.2, seed=0)
    held_out_loader = make_loader(held_out, batch_size=500)
    best_accuracy = -1
    for rate in rates:
        model = NeuralNetwork()
        loader = make_loader(part, batch_size=64, shuffle=True)
        sgd = torch.optim.SGD(model.parameters(), lr=rate)
        history = training.fit(model, loader, held_out_loader, loss_fn, sgd, epochs=5)
        if history.val_accuracy[-1] > best_accuracy:
            best_accuracy, best_rate, best_model = history.val_accuracy[-1], rate, model
    _, accuracy = training.test_loop(make_loader(test_set, 500), best_model, loss_fn)
    return best_rate, best_model, accuracy
""",
                "trains on a fifth and holds out four fifths",
                "`split` returns the large part first",
            ),
        },
    },
}
