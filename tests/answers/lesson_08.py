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
                "in the other order",
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
                "the loss is a mean",
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
                "half as large",
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
                "twice the mean is missing",
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
                "missing on the way back",
            ),
            "no ReLU forward": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    d = 2 * (inner @ w2.T - target) / len(x)
    return (d @ w2 * (inner > 0)).T @ x, d.T @ inner
""",
                "ReLU is left out on the way forward",
                "missing on the way forward",
            ),
            "no ReLU at all": Wrong(
                """
def my_backward(x, target, w1, w2):
    inner = x @ w1.T
    d = 2 * (inner @ w2.T - target) / len(x)
    return (d @ w2).T @ x, d.T @ inner
""",
                "ReLU is left out on both ways",
                "missing on the way forward",
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
                "applied to the gradient",
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
                "what ReLU returned",
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
                "wrong way round",
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
                "`input > 0`",
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
                "one mask was used for all rows",
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
                "not by what went in",
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
                "the sign is turned",
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
                "It is transposed",
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
                "It is transposed",
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
                "`return for_w1, for_w2`",
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
                "got a tuple of 3",
            ),
            "the loss": Wrong(
                """
def my_backward(x, target, w1, w2):
    return ((x @ w1.T).relu() @ w2.T - target).square().mean()
""",
                "the loss is returned, no gradient",
                "got a tensor of shape ()",
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
                "`return for_w1, for_w2`",
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
                "itself came back",
            ),
            "backward": Wrong(
                """
def my_backward(x, target, w1, w2):
    loss = ((x @ w1.T).relu() @ w2.T - target).square().mean()
    loss.backward()
    return w1.grad, w2.grad
""",
                "it calls backward",
                "did the work",
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
                "did the work",
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
                "did the work",
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
                "`print` only shows the result",
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
                "end it with `return`",
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
                "since the function uses `yield`",
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
                "is `async`",
            ),
            "zeros": Wrong(
                """
def my_backward(x, target, w1, w2):
    return torch.zeros_like(w1), torch.zeros_like(w2)
""",
                "right shapes, no values",
                "all of it is 0",
            ),
            "the weights": Wrong(
                """
def my_backward(x, target, w1, w2):
    return w1, w2
""",
                "the weights themselves",
                "itself came back",
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
                "compare the two shapes",
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
                "w2 was left out",
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
                "divide by their number, once",
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
                "divide by their number, once",
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
                "divide by their number, once",
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
                "the squared error went back",
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
                "divide by their number, once",
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
                "only the first row",
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
                "averaged before they went back",
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
                "as a tensor, got",
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
                "as a tensor, got",
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
                "and the exercise gives it",
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
                "uses the notebook's",
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
                "your parameters are (",
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
                "changed the tensors",
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
                "made first, as in `nn.ReLU()`",
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
                "a method is named there, but not called",
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
                "`return for_w1, for_w2`",
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
                "gradients of both were added up",
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
                "`loss.backward()` was not called",
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
                "`optimizer.step()` was not called",
            ),
            "only the loss": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    return loss_fn(model(images), labels)
""",
                "it measures and does not train",
                "`loss.backward()` was not called",
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
                "zero_grad` cleared the gradients",
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
                "before `backward` had computed",
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
                "before `backward` had computed",
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
                "`step` was called 2 times",
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
                "`backward` was called 2 times",
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
                "uses its graph up",
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
                "measured after the step",
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
                "end it with `return`",
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
                "`print` only shows the result",
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
                "changes its object in place and returns None",
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
                "expected the loss in return",
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
                "expected the loss in return",
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
                "labels first and the logits second",
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
                "",
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
                "count the arguments",
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
                "it is made already",
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
                "never uses its parameter `loss_fn`",
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
                "gives its parameter `optimizer` another value",
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
                "not by the optimizer that was given",
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
                "gives its parameter `model` another value",
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
                "no attribute 'backwards'",
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
                "is named, but not called",
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
                "is named, but not called",
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
                "is named, but not called",
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
                "itself, not its result",
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
                "a number has no `backward`",
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
                "cut the computation graph",
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
                "cut the computation graph",
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
                "your parameters are (",
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
                "your parameters are (",
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
                "and the exercise gives it",
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
                "uses the notebook's",
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
                "`step` was called 6 times",
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
                "`step` was called 5 times",
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
                "images of 6",
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
                "the loss was given probabilities",
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
                "times as long",
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
                "times as long",
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
                "since the function uses `yield`",
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
                "is `async`",
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
                "never uses its parameter `optimizer`",
            ),
            "ln 10": Wrong(
                """
def my_step(model, images, labels, loss_fn, optimizer):
    return torch.tensor(2.3026)
""",
                "a constant",
                "your function uses none of its parameters",
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
                "no attribute 'zero_grad'",
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
                "no attribute 'step'",
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
                "no attribute 'backward'",
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
                "no attribute 'backward'",
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
                "it is no function",
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
                "cut the computation graph",
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
                "`backward` was called, and no gradient",
            ),
            "its result": Wrong(
                """
my_step = torch.tensor(2.3026)
""",
                "the result of a call, not the function",
                "expected a function, got",
            ),
            "the package's module": Wrong(
                """
my_step = training
""",
                "the module, not a function",
                "expected a function, got",
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
                "expected the loss in return",
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
                "doesn't behave as if",
            ),
            "A and C swapped": Wrong(
                """
my_findings = {"A": 0, "B": 3, "C": 2, "D": 1}
""",
                "the two runs that change nothing are swapped",
                "doesn't behave as if",
            ),
            "B and D swapped": Wrong(
                """
my_findings = {"A": 2, "B": 1, "C": 0, "D": 3}
""",
                "the two runs that learn are swapped",
                "doesn't behave as if",
            ),
            "A and B swapped": Wrong(
                """
my_findings = {"A": 3, "B": 2, "C": 0, "D": 1}
""",
                "two runs are swapped",
                "doesn't behave as if",
            ),
            "C and D swapped": Wrong(
                """
my_findings = {"A": 2, "B": 3, "C": 1, "D": 0}
""",
                "two runs are swapped",
                "doesn't behave as if",
            ),
            "rotated": Wrong(
                """
my_findings = {"A": 3, "B": 0, "C": 1, "D": 2}
""",
                "all four are wrong",
                "doesn't behave as if",
            ),
            "one fault twice": Wrong(
                """
my_findings = {"A": 2, "B": 3, "C": 2, "D": 1}
""",
                "one number occurs twice, another never",
                "doesn't behave as if",
            ),
            "zero_grad for both": Wrong(
                """
my_findings = {"A": 0, "B": 3, "C": 0, "D": 1}
""",
                "both runs that stand still get the same fault",
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
my_findings = [2, 3, 0, 1]
""",
                "a list, without the names",
                "expected a dict of names and numbers",
            ),
            "pairs": Wrong(
                """
my_findings = [("A", 2), ("B", 3), ("C", 0), ("D", 1)]
""",
                "a list of pairs",
                "expected a dict of names and numbers",
            ),
            "turned around": Wrong(
                """
my_findings = {2: "A", 3: "B", 0: "C", 1: "D"}
""",
                "fault to name, not name to fault",
                "the other way round",
            ),
            "digits as words": Wrong(
                """
my_findings = {"A": "2", "B": "3", "C": "0", "D": "1"}
""",
                "the numbers are strings",
                "write the number without quotes",
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
                "write the number of that fault",
            ),
            "small letters": Wrong(
                """
my_findings = {"a": 2, "b": 3, "c": 0, "d": 1}
""",
                "the names are written in small letters",
                "write the names in capitals",
            ),
            "one missing": Wrong(
                """
my_findings = {"A": 2, "B": 3, "D": 1}
""",
                "C is missing",
                "missing:",
            ),
            "from 1": Wrong(
                """
my_findings = {"A": 3, "B": 4, "C": 1, "D": 2}
""",
                "counted from 1",
                "yours begin at 1",
            ),
            "one too many": Wrong(
                """
my_findings = {"A": 2, "B": 3, "C": 0, "D": 1, "E": 1}
""",
                "a run that there is not",
                "there is no E",
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
                "expected a dict of names and numbers",
            ),
            "the losses": Wrong(
                """
my_findings = {"A": 2.30, "B": 2.27, "C": 2.30, "D": 1.90}
""",
                "the last losses, not the faults",
                "not what was measured",
            ),
            "lists as values": Wrong(
                """
my_findings = {"A": [2, 0], "B": [3], "C": [0, 2], "D": [1]}
""",
                "two guesses for each",
                "one number for each",
            ),
            "D is fine": Wrong(
                """
my_findings = {"A": 2, "B": 3, "C": 0, "D": None}
""",
                "D is taken for the run without a fault",
                "0 included",
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
