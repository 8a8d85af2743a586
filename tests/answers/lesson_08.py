"""Answers to the exercises of lesson 08, by somebody who had read only the lesson (2026-11-24)."""

from tests.answers import Wrong

ANSWERS = {
    "backward_pass": {
        "right": {
            "line by line": """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    prediction = hidden @ w2.T
    d_pred = 2 * (prediction - target) / x.shape[0]
    d_w2 = d_pred.T @ hidden
    d_hidden = d_pred @ w2
    d_inner = d_hidden * (inner > 0)
    d_w1 = d_inner.T @ x
    return d_w1, d_w2
""",
            "no_grad and a float mask": """
def my_backward(x, target, w1, w2):
    with torch.no_grad():
        h = torch.relu(x @ w1.t())
        error = h @ w2.t() - target
        g = 2 / len(target) * error
        g2 = torch.matmul(g.t(), h)
        g1 = torch.matmul((g @ w2 * (h > 0).float()).t(), x)
    return g1, g2
""",
            "loop over the samples": """
def my_backward(x, target, w1, w2):
    g1 = torch.zeros_like(w1)
    g2 = torch.zeros_like(w2)
    B = len(x)
    for i in range(B):
        inner = w1 @ x[i]
        hidden = inner.clamp(min=0)
        slope = 2 * (w2[0] @ hidden - target[i, 0]) / B
        g2 = g2 + slope * hidden
        g1 = g1 + torch.outer(slope * w2[0] * (inner > 0), x[i])
    return g1, g2
""",
            "loops over everything": """
def my_backward(x, target, w1, w2):
    B, D = x.shape
    H = w1.shape[0]
    g1 = torch.zeros(H, D)
    g2 = torch.zeros(1, H)
    for b in range(B):
        inner = [sum(x[b, d] * w1[h, d] for d in range(D)) for h in range(H)]
        hidden = [max(v, torch.tensor(0.0)) for v in inner]
        p = sum(hidden[h] * w2[0, h] for h in range(H))
        dp = 2 * (p - target[b, 0]) / B
        for h in range(H):
            g2[0, h] += float(dp * hidden[h])
            if inner[h] > 0:
                for d in range(D):
                    g1[h, d] += float(dp * w2[0, h] * x[b, d])
    return g1, g2
""",
            "einsum": """
def my_backward(x, target, w1, w2):
    inner = torch.einsum("bd,hd->bh", x, w1)
    hidden = torch.where(inner > 0, inner, torch.zeros_like(inner))
    d = 2 * (torch.einsum("bh,oh->bo", hidden, w2) - target) / len(x)
    g2 = torch.einsum("bo,bh->oh", d, hidden)
    g1 = torch.einsum("bo,oh,bh,bd->hd", d, w2, (inner > 0).to(x.dtype), x)
    return g1, g2
""",
            "NumPy": """
def my_backward(x, target, w1, w2):
    import numpy as np
    x, target, a, b = (t.detach().numpy() for t in (x, target, w1, w2))
    inner = x @ a.T
    hidden = np.maximum(inner, 0)
    d = 2 * (hidden @ b.T - target) / len(x)
    g2 = d.T @ hidden
    g1 = ((d @ b) * (inner > 0)).T @ x
    return torch.from_numpy(g1), torch.from_numpy(g2)
""",
            "a list": """
def my_backward(x, target, w1, w2):
    hidden = (x @ w1.T).relu()
    d = 2 * (hidden @ w2.T - target) / len(x)
    return [((d @ w2) * (hidden > 0)).T @ x, d.T @ hidden]
""",
            "the sum over the rows written out": """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target)
    g2 = (d * hidden).mean(dim=0, keepdim=True)
    for_inner = d * w2 * (inner > 0)
    g1 = (for_inner.unsqueeze(2) * x.unsqueeze(1)).mean(dim=0)
    return g1, g2
""",
            "ReLU in place": """
def my_backward(x, target, w1, w2):
    hidden = (x @ w1.T).detach()
    hidden.relu_()
    d = (hidden @ w2.T - target).mul(2).div(len(x))
    return torch.mm((d @ w2 * hidden.sign()).T, x), torch.mm(d.T, hidden)
""",
            "nudged in float64": """
def my_backward(x, target, w1, w2):
    x, target, w1, w2 = (t.detach().double() for t in (x, target, w1, w2))

    def loss(a, b):
        return ((x @ a.T).relu() @ b.T - target).square().mean()

    nudge = 1e-6
    gradients = []
    for which in (0, 1):
        w = (w1, w2)[which]
        gradient = torch.zeros_like(w)
        for i in range(w.shape[0]):
            for j in range(w.shape[1]):
                up, down = [w1.clone(), w2.clone()], [w1.clone(), w2.clone()]
                up[which][i, j] += nudge
                down[which][i, j] -= nudge
                gradient[i, j] = (loss(*up) - loss(*down)) / (2 * nudge)
        gradients.append(gradient.float())
    return tuple(gradients)
""",
        },
        "wrong": {
            "results swapped": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target) / len(x)
    return d.T @ hidden, (d @ w2 * (inner > 0)).T @ x
""",
                "the gradient of w2 comes first",
            ),
            "mean forgotten": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target)
    return (d @ w2 * (inner > 0)).T @ x, d.T @ hidden
""",
                "not divided by B",
            ),
            "two forgotten": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = (hidden @ w2.T - target) / len(x)
    return (d @ w2 * (inner > 0)).T @ x, d.T @ hidden
""",
                "the 2 of the square's slope is left out",
            ),
            "two and mean forgotten": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = hidden @ w2.T - target
    return (d @ w2 * (inner > 0)).T @ x, d.T @ hidden
""",
                "neither the 2 nor the mean",
            ),
            "mask forgotten": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target) / len(x)
    return (d @ w2).T @ x, d.T @ hidden
""",
                "ReLU is left out on the way back",
            ),
            "no ReLU forward": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    d = 2 * (inner @ w2.T - target) / len(x)
    return (d @ w2 * (inner > 0)).T @ x, d.T @ inner
""",
                "ReLU is left out on the way forward",
            ),
            "no ReLU at all": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    d = 2 * (inner @ w2.T - target) / len(x)
    return (d @ w2).T @ x, d.T @ inner
""",
                "ReLU is left out on both ways",
            ),
            "relu of the gradient": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target) / len(x)
    return (d @ w2).relu().T @ x, d.T @ hidden
""",
                "ReLU is applied to the gradient, not its mask",
            ),
            "hidden in place of the mask": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target) / len(x)
    return (d @ w2 * hidden).T @ x, d.T @ hidden
""",
                "the gradient is multiplied by hidden, not by the mask",
            ),
            "mask turned around": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target) / len(x)
    return (d @ w2 * (inner < 0)).T @ x, d.T @ hidden
""",
                "the mask is inner < 0",
            ),
            "mask holds for 0": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target) / len(x)
    return (d @ w2 * (hidden >= 0)).T @ x, d.T @ hidden
""",
                "the slope of ReLU at 0 is taken for 1",
            ),
            "mask of one sample": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target) / len(x)
    return (d @ w2 * (inner.mean(dim=0) > 0)).T @ x, d.T @ hidden
""",
                "the mask is taken from the mean of the batch",
            ),
            "inner for hidden": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target) / len(x)
    return (d @ w2 * (inner > 0)).T @ x, d.T @ inner
""",
                "the gradient of w2 is computed from inner",
            ),
            "x for hidden": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target) / len(x)
    return (d @ w2 * (inner > 0)).T @ x, d.T @ x
""",
                "the gradient of w2 is computed from x",
            ),
            "sign turned": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (target - hidden @ w2.T) / len(x)
    return (d @ w2 * (inner > 0)).T @ x, d.T @ hidden
""",
                "the error is target minus prediction",
            ),
            "transposed": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target) / len(x)
    return x.T @ (d @ w2 * (inner > 0)), hidden.T @ d
""",
                "the gradients have the transposed shapes",
            ),
            "w2 transposed": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target) / len(x)
    return (d @ w2 * (inner > 0)).T @ x, hidden.T @ d
""",
                "the gradient of w2 has shape (H, 1)",
            ),
            "only w1": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target) / len(x)
    return (d @ w2 * (inner > 0)).T @ x
""",
                "only one gradient is returned",
            ),
            "loss as well": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    error = hidden @ w2.T - target
    d = 2 * error / len(x)
    return error.square().mean(), (d @ w2 * (inner > 0)).T @ x, d.T @ hidden
""",
                "the loss is returned as well",
            ),
            "the loss": Wrong(
                """
def my_backward(x, target, w1, w2):
    return ((x @ w1.T).relu() @ w2.T - target).square().mean()
""",
                "the loss is returned, no gradient",
            ),
            "a dict": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target) / len(x)
    return {"w1": (d @ w2 * (inner > 0)).T @ x, "w2": d.T @ hidden}
""",
                "a dict, not a pair",
            ),
            "new weights": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target) / len(x)
    return w1 - 0.1 * (d @ w2 * (inner > 0)).T @ x, w2 - 0.1 * d.T @ hidden
""",
                "weights after a step are returned, not gradients",
            ),
            "backward": Wrong(
                """
def my_backward(x, target, w1, w2):
    loss = ((x @ w1.T).relu() @ w2.T - target).square().mean()
    loss.backward()
    return w1.grad, w2.grad
""",
                "it calls backward",
            ),
            "backward on copies": Wrong(
                """
def my_backward(x, target, w1, w2):
    a = w1.detach().clone().requires_grad_()
    b = w2.detach().clone().requires_grad_()
    ((x @ a.T).relu() @ b.T - target).square().mean().backward()
    return a.grad, b.grad
""",
                "it calls backward on copies",
            ),
            "autograd.grad": Wrong(
                """
def my_backward(x, target, w1, w2):
    a = w1.detach().clone().requires_grad_()
    b = w2.detach().clone().requires_grad_()
    loss = ((x @ a.T).relu() @ b.T - target).square().mean()
    return torch.autograd.grad(loss, (a, b))
""",
                "autograd does the work",
            ),
            "printed": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target) / len(x)
    print((d @ w2 * (inner > 0)).T @ x, d.T @ hidden)
""",
                "the gradients are printed, not returned",
            ),
            "return forgotten": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target) / len(x)
    for_w1, for_w2 = (d @ w2 * (inner > 0)).T @ x, d.T @ hidden
""",
                "nothing is returned",
            ),
            "yield": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target) / len(x)
    yield (d @ w2 * (inner > 0)).T @ x
    yield d.T @ hidden
""",
                "yield makes a generator of it",
            ),
            "async": Wrong(
                """
async def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target) / len(x)
    return (d @ w2 * (inner > 0)).T @ x, d.T @ hidden
""",
                "async makes a coroutine of it",
            ),
            "zeros": Wrong(
                """
def my_backward(x, target, w1, w2):
    return torch.zeros_like(w1), torch.zeros_like(w2)
""",
                "right shapes, no values",
            ),
            "the weights": Wrong(
                """
def my_backward(x, target, w1, w2):
    return w1, w2
""",
                "the weights themselves",
            ),
            "numbers of the text": Wrong(
                """
def my_backward(x, target, w1, w2):
    return torch.tensor(16.0), torch.tensor(-24.0)
""",
                "the gradients of the lesson's example",
            ),
            "no transpose forward": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1
    hidden = inner.relu()
    d = 2 * (hidden @ w2 - target) / len(x)
    return (d @ w2 * (inner > 0)).T @ x, d.T @ hidden
""",
                "w1 is not transposed",
            ),
            "star for matmul": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x * w1.T
    hidden = inner.relu()
    d = 2 * (hidden * w2.T - target) / len(x)
    return (d * w2 * (inner > 0)).T * x, d.T * hidden
""",
                "* where @ is meant",
            ),
            "w2 forgotten": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target) / len(x)
    return (d * (inner > 0)).T @ x, d.T @ hidden
""",
                "the gradient of hidden is not multiplied by w2",
            ),
            "divided by H": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target) / w1.shape[0]
    return (d @ w2 * (inner > 0)).T @ x, d.T @ hidden
""",
                "divided by the number of hidden units",
            ),
            "divided by all of x": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target) / x.numel()
    return (d @ w2 * (inner > 0)).T @ x, d.T @ hidden
""",
                "divided by the number of entries of x",
            ),
            "B is written in": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target) / 5
    return (d @ w2 * (inner > 0)).T @ x, d.T @ hidden
""",
                "a batch size of 5 is written in",
            ),
            "loss in place of the error": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = (hidden @ w2.T - target) ** 2 / len(x)
    return (d @ w2 * (inner > 0)).T @ x, d.T @ hidden
""",
                "the squared error is taken for the slope",
            ),
            "averaged twice": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target) / len(x)
    return (d @ w2 * (inner > 0)).T @ x / len(x), d.T @ hidden / len(x)
""",
                "the mean over the batch is taken twice",
            ),
            "one sample": Wrong(
                """
def my_backward(x, target, w1, w2):
    x, target = x[:1], target[:1]
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target) / len(x)
    return (d @ w2 * (inner > 0)).T @ x, d.T @ hidden
""",
                "only the first sample counts",
            ),
            "error of the mean": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target).mean().expand(len(x), 1) / len(x)
    return (d @ w2 * (inner > 0)).T @ x, d.T @ hidden
""",
                "the error is averaged before it goes back",
            ),
            "norm": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target) / len(x)
    return ((d @ w2 * (inner > 0)).T @ x).norm().item(), (d.T @ hidden).norm().item()
""",
                "the lengths of the gradients, as numbers",
            ),
            "lists of numbers": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target) / len(x)
    return ((d @ w2 * (inner > 0)).T @ x).tolist(), (d.T @ hidden).tolist()
""",
                "nested lists, not tensors",
            ),
            "fewer parameters": Wrong(
                """
w1, w2 = torch.rand(4, 3), torch.rand(1, 4)

def my_backward(x, target):
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target) / len(x)
    return (d @ w2 * (inner > 0)).T @ x, d.T @ hidden
""",
                "it takes only x and target",
            ),
            "names of the notebook": Wrong(
                """
inputs = torch.rand(5, 3)

def my_backward(x, target, w1, w2):
    inner = inputs @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target) / len(inputs)
    return (d @ w2 * (inner > 0)).T @ inputs, d.T @ hidden
""",
                "the notebook's inputs are used, not x",
            ),
            "order of the parameters": Wrong(
                """
def my_backward(w1, w2, x, target):
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target) / len(x)
    return (d @ w2 * (inner > 0)).T @ x, d.T @ hidden
""",
                "the parameters are in another order",
            ),
            "changes w2 first": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target) / len(x)
    for_w2 = d.T @ hidden
    w2 = w2 - 0.1 * for_w2
    return (d @ w2 * (inner > 0)).T @ x, for_w2
""",
                "it changes w2 by a step before it goes on",
            ),
            "changes the weights": Wrong(
                """
def my_backward(x, target, w1, w2):
    with torch.no_grad():
        inner = x @ w1.T
        hidden = inner.relu()
        d = 2 * (hidden @ w2.T - target) / len(x)
        for_w1, for_w2 = (d @ w2 * (inner > 0)).T @ x, d.T @ hidden
        w1 -= 0.1 * for_w1
        w2 -= 0.1 * for_w2
    return for_w1, for_w2
""",
                "the weights of the caller are changed in place",
            ),
            "relu as a class": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = nn.ReLU(inner)
    d = 2 * (hidden @ w2.T - target) / len(x)
    return (d @ w2 * (inner > 0)).T @ x, d.T @ hidden
""",
                "nn.ReLU is given the tensor in its __init__",
            ),
            "relu without parentheses": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu
    d = 2 * (hidden @ w2.T - target) / len(x)
    return (d @ w2 * (inner > 0)).T @ x, d.T @ hidden
""",
                "the method is not called",
            ),
            "stacked into one tensor": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target) / len(x)
    return torch.cat([((d @ w2 * (inner > 0)).T @ x).flatten(), (d.T @ hidden).flatten()])
""",
                "both gradients in one flat tensor",
            ),
            "whole numbers": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    hidden = inner.relu()
    d = 2 * (hidden @ w2.T - target) // len(x)
    return (d @ w2 * (inner > 0)).T @ x, d.T @ hidden
""",
                "the gradients are cut to whole numbers",
            ),
        },
    },
    "step": {
        "right": {
            "clear, backward, step": """
def my_step(model, images, labels, loss_fn, optimizer):
    optimizer.zero_grad()
    logits = model(images)
    loss = loss_fn(logits, labels)
    loss.backward()
    optimizer.step()
    return loss
""",
            "backward of a detached copy is returned": """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.detach()
""",
            "a number": """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
""",
            "zero_grad at the end": """
def my_step(model, images, labels, loss_fn, optimizer):
    pred = model(images)
    loss = loss_fn(pred, labels)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss
""",
            "zero_grad of the model": """
def my_step(model, images, labels, loss_fn, optimizer):
    model.train()
    model.zero_grad()
    loss = loss_fn(model(images), labels)
    loss.backward()
    optimizer.step()
    return loss
""",
            "by hand to None": """
def my_step(net, x, y, criterion, opt):
    for parameter in net.parameters():
        parameter.grad = None
    loss = criterion(net(x), y)
    loss.backward()
    opt.step()
    return loss
""",
            "to zero, not None": """
def my_step(model, images, labels, loss_fn, optimizer):
    optimizer.zero_grad(set_to_none=False)
    loss = loss_fn(model(images), labels)
    loss.backward()
    optimizer.step()
    return loss.detach().clone()
""",
            "a closure": """
def my_step(model, images, labels, loss_fn, optimizer):
    def closure():
        optimizer.zero_grad()
        loss = loss_fn(model(images), labels)
        loss.backward()
        return loss

    return optimizer.step(closure)
""",
            "forward": """
def my_step(model, images, labels, loss_fn, optimizer):
    outputs = model.forward(images)
    loss = loss_fn(outputs, labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return float(loss)
""",
        },
        "wrong": {
            "zero_grad forgotten": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels)
    loss.backward()
    optimizer.step()
    return loss
""",
                "the gradients are never cleared",
            ),
            "backward forgotten": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels)
    optimizer.zero_grad()
    optimizer.step()
    return loss
""",
                "there are no gradients",
            ),
            "step forgotten": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels)
    optimizer.zero_grad()
    loss.backward()
    return loss
""",
                "the parameters are not changed",
            ),
            "only the loss": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    return loss_fn(model(images), labels)
""",
                "it measures and does not train",
            ),
            "zero_grad between": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels)
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()
    return loss
""",
                "cleared between backward and step",
            ),
            "step before backward": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels)
    optimizer.zero_grad()
    optimizer.step()
    loss.backward()
    return loss
""",
                "the step comes before its gradients",
            ),
            "step with old gradients": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels)
    optimizer.step()
    optimizer.zero_grad()
    loss.backward()
    return loss
""",
                "step, then zero_grad, then backward: one batch late",
            ),
            "two steps": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    optimizer.step()
    return loss
""",
                "step is called twice",
            ),
            "two backwards": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    optimizer.zero_grad()
    loss_fn(model(images), labels).backward()
    loss = loss_fn(model(images), labels)
    loss.backward()
    optimizer.step()
    return loss
""",
                "backward is called twice on two losses",
            ),
            "backward again": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels)
    optimizer.zero_grad()
    loss.backward()
    loss.backward()
    optimizer.step()
    return loss
""",
                "backward on a graph that is used up",
            ),
            "loss after the step": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    optimizer.zero_grad()
    loss_fn(model(images), labels).backward()
    optimizer.step()
    return loss_fn(model(images), labels)
""",
                "the loss of the changed model is returned",
            ),
            "return forgotten": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
""",
                "nothing is returned",
            ),
            "printed": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(loss.item())
""",
                "the loss is printed, not returned",
            ),
            "what backward returns": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    optimizer.zero_grad()
    loss = loss_fn(model(images), labels).backward()
    optimizer.step()
    return loss
""",
                "backward returns None",
            ),
            "model returned": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return model
""",
                "the model is returned, not the loss",
            ),
            "logits returned": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    logits = model(images)
    loss = loss_fn(logits, labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return logits
""",
                "the logits are returned, not the loss",
            ),
            "accuracy returned": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    logits = model(images)
    optimizer.zero_grad()
    loss_fn(logits, labels).backward()
    optimizer.step()
    return (logits.argmax(dim=1) == labels).float().mean()
""",
                "the accuracy is returned, not the loss",
            ),
            "arguments of the loss swapped": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(labels, model(images))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss
""",
                "the labels come first",
            ),
            "images for logits": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(images, labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss
""",
                "the model is not called",
            ),
            "model called with the labels too": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images, labels))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss
""",
                "the model takes images only",
            ),
            "loss_fn called first": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn()(model(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss
""",
                "the loss is called twice, as if it were a class",
            ),
            "its own loss": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = nn.CrossEntropyLoss()(model(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss
""",
                "another loss is made, the one given is not used",
            ),
            "its own optimizer": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    loss = loss_fn(model(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss
""",
                "a new optimizer is made, the one given is not used",
            ),
            "by hand": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    optimizer.zero_grad()
    loss = loss_fn(model(images), labels)
    loss.backward()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter -= 0.1 * parameter.grad
    return loss
""",
                "the parameters are changed by hand with a fixed rate",
            ),
            "its own model": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    model = NeuralNetwork()
    loss = loss_fn(model(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss
""",
                "a new model is trained",
            ),
            "backwards": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels)
    optimizer.zero_grad()
    loss.backwards()
    optimizer.step()
    return loss
""",
                "the method is called backward",
            ),
            "backward without parentheses": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels)
    optimizer.zero_grad()
    loss.backward
    optimizer.step()
    return loss
""",
                "backward is not called",
            ),
            "step without parentheses": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step
    return loss
""",
                "step is not called",
            ),
            "zero_grad without parentheses": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels)
    optimizer.zero_grad
    loss.backward()
    optimizer.step()
    return loss
""",
                "zero_grad is not called",
            ),
            "loss without its method": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item
""",
                "the loss method is not called",
            ),
            "item before backward": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels).item()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss
""",
                "item() makes a number without a graph",
            ),
            "detach before backward": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images).detach(), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss
""",
                "detach cuts the graph off",
            ),
            "no_grad around the model": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    with torch.no_grad():
        loss = loss_fn(model(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss
""",
                "nothing is recorded under no_grad",
            ),
            "names swapped": Wrong(
                """
def my_step(model, labels, images, loss_fn, optimizer):
    loss = loss_fn(model(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss
""",
                "images and labels are swapped in the parameters",
            ),
            "order of the package": Wrong(
                """
def my_step(model, images, labels, optimizer, loss_fn):
    loss = loss_fn(model(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss
""",
                "loss_fn and optimizer are swapped in the parameters",
            ),
            "a batch in one parameter": Wrong(
                """
def my_step(model, batch, loss_fn, optimizer):
    images, labels = batch
    loss = loss_fn(model(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss
""",
                "images and labels in one parameter",
            ),
            "names of the notebook": Wrong(
                """
notebook_model = NeuralNetwork()
notebook_optimizer = torch.optim.SGD(notebook_model.parameters(), lr=0.1)

def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(notebook_model(images), labels)
    notebook_optimizer.zero_grad()
    loss.backward()
    notebook_optimizer.step()
    return loss
""",
                "the notebook's model and optimizer are used",
            ),
            "one sample at a time": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    for image, label in zip(images, labels):
        loss = loss_fn(model(image.unsqueeze(0)), label.unsqueeze(0))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss
""",
                "it steps for each image",
            ),
            "five times": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    for _ in range(5):
        loss = loss_fn(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss
""",
                "it trains five times on the batch",
            ),
            "a loop over batches": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    for images, labels in images:
        loss = loss_fn(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss
""",
                "it takes the images for a loader",
            ),
            "half of the batch": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    half = len(images) // 2
    loss = loss_fn(model(images[:half]), labels[:half])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss
""",
                "only the first half is trained on",
            ),
            "softmax first": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images).softmax(dim=1), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss
""",
                "a softmax comes before the loss",
            ),
            "sum over the batch": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels) * len(images)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss
""",
                "the loss is multiplied by the number of images",
            ),
            "divided by the batch": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels) / len(images)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss
""",
                "the loss is divided by the number of images once more",
            ),
            "yield": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    yield loss
""",
                "yield makes a generator of it",
            ),
            "async": Wrong(
                """
async def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss
""",
                "async makes a coroutine of it",
            ),
            "return too early": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels)
    return loss
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
""",
                "what follows return never runs",
            ),
            "ln 10": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    return torch.tensor(2.3026)
""",
                "a constant",
            ),
            "step of the loss": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels)
    loss.zero_grad()
    loss.backward()
    loss.step()
    return loss
""",
                "step and zero_grad are called on the loss",
            ),
            "step of the model": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels)
    model.zero_grad()
    loss.backward()
    model.step()
    return loss
""",
                "step is called on the model",
            ),
            "backward of the model": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels)
    optimizer.zero_grad()
    model.backward()
    optimizer.step()
    return loss
""",
                "backward is called on the model",
            ),
            "backward of the optimizer": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels)
    optimizer.zero_grad()
    optimizer.backward(loss)
    optimizer.step()
    return loss
""",
                "backward is called on the optimizer",
            ),
            "loss given to step": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step(loss)
    return loss
""",
                "step is given the loss",
            ),
            "predictions for logits": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    loss = loss_fn(model(images).argmax(dim=1).float(), labels.float())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss
""",
                "argmax cannot be gone back through",
            ),
            "a copy of the model": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    import copy
    copied = copy.deepcopy(model)
    loss = loss_fn(copied(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss
""",
                "a copy is trained",
            ),
            "its result": Wrong(
                """
my_step = torch.tensor(2.3026)
""",
                "the result of a call, not the function",
            ),
            "the package's module": Wrong(
                """
my_step = training
""",
                "the module, not a function",
            ),
            "a list of losses": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    losses = []
    loss = loss_fn(model(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
    return losses
""",
                "a list, not the loss",
            ),
        },
    },
    "broken_runs": {
        "right": {
            "a dict": """
my_findings = {"A": 2, "B": 3, "C": 0, "D": 1}
""",
            "other order": """
my_findings = {"D": 1, "C": 0, "B": 3, "A": 2}
""",
            "keywords": """
my_findings = dict(A=2, B=3, C=0, D=1)
""",
            "zip": """
my_findings = dict(zip(["A", "B", "C", "D"], (2, 3, 0, 1)))
""",
            "numbers of torch": """
order = torch.tensor([2, 3, 0, 1])
my_findings = {"A": order[0], "B": order[1], "C": order[2], "D": order[3]}
""",
            "numbers of NumPy": """
import numpy as np
my_findings = {"A": np.int64(2), "B": np.int64(3), "C": np.int64(0), "D": np.int64(1)}
""",
            "floats": """
my_findings = {"A": 2.0, "B": 3.0, "C": 0.0, "D": 1.0}
""",
            "comprehension": """
my_findings = {name: number for number, name in enumerate("CDAB")}
""",
        },
        "wrong": {
            "the example": Wrong(
                """
my_findings = {"A": 0, "B": 1, "C": 2, "D": 3}
""",
                "the example of the comment",
            ),
            "A and C swapped": Wrong(
                """
my_findings = {"A": 0, "B": 3, "C": 2, "D": 1}
""",
                "the two runs that change nothing are swapped",
            ),
            "B and D swapped": Wrong(
                """
my_findings = {"A": 2, "B": 1, "C": 0, "D": 3}
""",
                "the two runs that learn are swapped",
            ),
            "A and B swapped": Wrong(
                """
my_findings = {"A": 3, "B": 2, "C": 0, "D": 1}
""",
                "two runs are swapped",
            ),
            "C and D swapped": Wrong(
                """
my_findings = {"A": 2, "B": 3, "C": 1, "D": 0}
""",
                "two runs are swapped",
            ),
            "rotated": Wrong(
                """
my_findings = {"A": 3, "B": 0, "C": 1, "D": 2}
""",
                "all four are wrong",
            ),
            "one fault twice": Wrong(
                """
my_findings = {"A": 2, "B": 3, "C": 2, "D": 1}
""",
                "one number occurs twice, another never",
            ),
            "zero_grad for both": Wrong(
                """
my_findings = {"A": 0, "B": 3, "C": 0, "D": 1}
""",
                "both runs that stand still get the same fault",
            ),
            "all the same": Wrong(
                """
my_findings = {"A": 1, "B": 1, "C": 1, "D": 1}
""",
                "the same number for all",
            ),
            "a list": Wrong(
                """
my_findings = [2, 3, 0, 1]
""",
                "a list, without the names",
            ),
            "pairs": Wrong(
                """
my_findings = [("A", 2), ("B", 3), ("C", 0), ("D", 1)]
""",
                "a list of pairs",
            ),
            "turned around": Wrong(
                """
my_findings = {2: "A", 3: "B", 0: "C", 1: "D"}
""",
                "fault to name, not name to fault",
            ),
            "digits as words": Wrong(
                """
my_findings = {"A": "2", "B": "3", "C": "0", "D": "1"}
""",
                "the numbers are strings",
            ),
            "the faults as words": Wrong(
                """
my_findings = {
    "A": "the optimizer held the parameters of another model",
    "B": "a detach cut the earlier layers off",
    "C": "zero_grad cleared the gradients before step could use them",
    "D": "the gradients were never cleared",
}
""",
                "the faults in words, not their numbers",
            ),
            "small letters": Wrong(
                """
my_findings = {"a": 2, "b": 3, "c": 0, "d": 1}
""",
                "the names are written in small letters",
            ),
            "one missing": Wrong(
                """
my_findings = {"A": 2, "B": 3, "D": 1}
""",
                "C is missing",
            ),
            "from 1": Wrong(
                """
my_findings = {"A": 3, "B": 4, "C": 1, "D": 2}
""",
                "counted from 1",
            ),
            "one too many": Wrong(
                """
my_findings = {"A": 2, "B": 3, "C": 0, "D": 1, "E": 1}
""",
                "a run that there is not",
            ),
            "a set": Wrong(
                """
my_findings = {2, 3, 0, 1}
""",
                "a set of numbers",
            ),
            "text": Wrong(
                """
my_findings = "A: 2, B: 3, C: 0, D: 1"
""",
                "a text, not a dict",
            ),
            "the losses": Wrong(
                """
my_findings = {"A": 2.30, "B": 2.27, "C": 2.30, "D": 1.90}
""",
                "the last losses, not the faults",
            ),
            "lists as values": Wrong(
                """
my_findings = {"A": [2, 0], "B": [3], "C": [0, 2], "D": [1]}
""",
                "two guesses for each",
            ),
            "D is fine": Wrong(
                """
my_findings = {"A": 2, "B": 3, "C": 0, "D": None}
""",
                "D is taken for the run without a fault",
            ),
            "a function": Wrong(
                """
def my_findings():
    return {"A": 2, "B": 3, "C": 0, "D": 1}
""",
                "a function that returns the findings",
            ),
            "truth": Wrong(
                """
my_findings = {"A": True, "B": True, "C": True, "D": False}
""",
                "True and False",
            ),
            "nested": Wrong(
                """
my_findings = {"findings": {"A": 2, "B": 3, "C": 0, "D": 1}}
""",
                "one more dict around it",
            ),
        },
    },
}
