"""Answers to the exercises of lesson 05, by somebody who had read only the lesson (2026-11-24)."""

from tests.answers import Wrong

ANSWERS = {
    "linear": {
        "right": {
            "matmul": """
class MyLinear(nn.Module):
    def __init__(self, n_in, n_out):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(n_out, n_in) * 0.1)
        self.bias = nn.Parameter(torch.zeros(n_out))

    def forward(self, x):
        return torch.matmul(x, self.weight.T) + self.bias
""",
            "as nn.Linear draws": """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        bound = in_features ** -0.5
        self.weight = nn.Parameter((torch.rand(out_features, in_features) * 2 - 1) * bound)
        self.bias = nn.Parameter((torch.rand(out_features) * 2 - 1) * bound)

    def forward(self, x):
        return x @ self.weight.T + self.bias
""",
            "einsum": """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super(MyLinear, self).__init__()
        self.bias = nn.Parameter(torch.randn(out_features) / 100)
        self.weight = nn.Parameter(torch.randn(out_features, in_features) / 100)

    def forward(self, batch):
        return torch.einsum("bi,oi->bo", batch, self.weight) + self.bias
""",
            "broadcast and sum": """
class MyLinear(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.weight = nn.Parameter((torch.rand(o, i) - 0.5) / 28)
        self.bias = nn.Parameter(torch.zeros(o))

    def forward(self, x):
        return (x.unsqueeze(1) * self.weight).sum(dim=2) + self.bias
""",
            "addmm": """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.register_parameter("weight", nn.Parameter(torch.empty(out_features, in_features)))
        self.register_parameter("bias", nn.Parameter(torch.zeros(out_features)))
        with torch.no_grad():
            self.weight.uniform_(-0.05, 0.05)

    def forward(self, x):
        return torch.addmm(self.bias, x, self.weight.t())
""",
            "output by output": """
class MyLinear(torch.nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.out_features = out_features
        self.weight = torch.nn.Parameter(0.01 * torch.randn(out_features, in_features))
        self.bias = torch.nn.Parameter(0.01 * torch.randn(out_features))

    def forward(self, x):
        columns = []
        for j in range(self.out_features):
            columns.append((x * self.weight[j]).sum(dim=1) + self.bias[j])
        return torch.stack(columns, dim=1)
""",
            "transposed later": """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_features, in_features) * 0.02)
        self.bias = nn.Parameter(torch.zeros(out_features))

    def forward(self, x):
        return (self.weight @ x.T).T + self.bias
""",
        },
        "wrong": {
            "no bias": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, n_in, n_out):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(n_out, n_in) * 0.1)
        self.bias = nn.Parameter(torch.zeros(n_out))

    def forward(self, x):
        return x @ self.weight.T
""",
                "the bias is left out",
                "the bias is not added",
            ),
            "nothing written": Wrong("MyLinear = None", "not answered"),
            "no super": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        self.weight = nn.Parameter(torch.randn(out_features, in_features) * 0.1)
        self.bias = nn.Parameter(torch.zeros(out_features))

    def forward(self, x):
        return x @ self.weight.T + self.bias
""",
                "super().__init__() is missing",
                "is the first line of `__init__`",
            ),
            "super last": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        self.weight = nn.Parameter(torch.randn(out_features, in_features) * 0.1)
        self.bias = nn.Parameter(torch.zeros(out_features))
        super().__init__()

    def forward(self, x):
        return x @ self.weight.T + self.bias
""",
                "super().__init__() comes after the parameters",
                "is the first line of `__init__`",
            ),
            "super without parentheses": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super.__init__()
        self.weight = nn.Parameter(torch.randn(out_features, in_features) * 0.1)
        self.bias = nn.Parameter(torch.zeros(out_features))

    def forward(self, x):
        return x @ self.weight.T + self.bias
""",
                "super without parentheses",
                "parentheses twice",
            ),
            "init not called": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__
        self.weight = nn.Parameter(torch.randn(out_features, in_features) * 0.1)
        self.bias = nn.Parameter(torch.zeros(out_features))

    def forward(self, x):
        return x @ self.weight.T + self.bias
""",
                "__init__ of super() is not called",
                "`super().__init__()` is",
            ),
            "plain tensors": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.weight = torch.randn(out_features, in_features) * 0.1
        self.bias = torch.zeros(out_features)

    def forward(self, x):
        return x @ self.weight.T + self.bias
""",
                "plain tensors are not registered",
                "plain tensor",
            ),
            "plain tensors that want gradients": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.weight = torch.rand(out_features, in_features, requires_grad=True)
        self.bias = torch.zeros(out_features, requires_grad=True)

    def forward(self, x):
        return x @ self.weight.T + self.bias
""",
                "requires_grad does not register a tensor",
                "plain tensor",
            ),
            "only the weight registered": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_features, in_features) * 0.1)
        self.bias = torch.zeros(out_features)

    def forward(self, x):
        return x @ self.weight.T + self.bias
""",
                "the bias is a plain tensor",
                "`self.bias` is a plain tensor",
            ),
            "weight on its side": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(in_features, out_features) * 0.1)
        self.bias = nn.Parameter(torch.zeros(out_features))

    def forward(self, x):
        return x @ self.weight + self.bias
""",
                "weight has the shape (in, out)",
                "one row per output, one column per input",
            ),
            "no T": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_features, in_features) * 0.1)
        self.bias = nn.Parameter(torch.zeros(out_features))

    def forward(self, x):
        return x @ self.weight + self.bias
""",
                ".T is missing",
                "`.T` turns",
            ),
            "arguments swapped": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, out_features, in_features):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_features, in_features) * 0.1)
        self.bias = nn.Parameter(torch.zeros(out_features))

    def forward(self, x):
        return x @ self.weight.T + self.bias
""",
                "in_features and out_features are swapped",
                "one row per output, one column per input",
            ),
            "zeros": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(out_features, in_features))
        self.bias = nn.Parameter(torch.zeros(out_features))

    def forward(self, x):
        return x @ self.weight.T + self.bias
""",
                "the weights start at zero, not at random numbers",
                "start equal",
            ),
            "ones": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(out_features, in_features) / 100)
        self.bias = nn.Parameter(torch.zeros(out_features))

    def forward(self, x):
        return x @ self.weight.T + self.bias
""",
                "all weights start equal",
                "start equal",
            ),
            "seeded": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        row = torch.randn(1, in_features) * 0.1
        self.weight = nn.Parameter(row.repeat(out_features, 1))
        self.bias = nn.Parameter(torch.zeros(out_features))

    def forward(self, x):
        return x @ self.weight.T + self.bias
""",
                "all rows start equal, so that all outputs are the same",
                "start equal",
            ),
            "huge": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_features, in_features) * 100)
        self.bias = nn.Parameter(torch.zeros(out_features))

    def forward(self, x):
        return x @ self.weight.T + self.bias
""",
                "the weights start at large numbers",
                "expected small numbers",
            ),
            "all of 784 and 10": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(10, 784) * 0.1)
        self.bias = nn.Parameter(torch.zeros(10))

    def forward(self, x):
        return x @ self.weight.T + self.bias
""",
                "784 and 10 are written in",
                "for 5 inputs and 3 outputs, expected a `weight` of shape (3, 5), got (10, 784)",
            ),
            "no arguments": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(10, 784) * 0.1)
        self.bias = nn.Parameter(torch.zeros(10))

    def forward(self, x):
        return x @ self.weight.T + self.bias
""",
                "__init__ takes no arguments",
                "takes 1 positional argument",
            ),
            "bias per input": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_features, in_features) * 0.1)
        self.bias = nn.Parameter(torch.zeros(in_features))

    def forward(self, x):
        return x @ self.weight.T + self.bias
""",
                "the bias has an entry per input",
                "one number per output",
            ),
            "one bias": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_features, in_features) * 0.1)
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        return x @ self.weight.T + self.bias
""",
                "one bias for all outputs",
                "one number per output",
            ),
            "bias in a column": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_features, in_features) * 0.1)
        self.bias = nn.Parameter(torch.zeros(out_features, 1))

    def forward(self, x):
        return x @ self.weight.T + self.bias.T
""",
                "the bias has the shape (out, 1)",
                "got (3, 1)",
            ),
            "no bias at all": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_features, in_features) * 0.1)

    def forward(self, x):
        return x @ self.weight.T
""",
                "there is no bias",
                "got `weight`",
            ),
            "bias taken away": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_features, in_features) * 0.1)
        self.bias = nn.Parameter(torch.zeros(out_features))

    def forward(self, x):
        return x @ self.weight.T - self.bias
""",
                "the bias is subtracted",
                "the bias is subtracted",
            ),
            "other names": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.W = nn.Parameter(torch.randn(out_features, in_features) * 0.1)
        self.b = nn.Parameter(torch.zeros(out_features))

    def forward(self, x):
        return x @ self.W.T + self.b
""",
                "the parameters are called W and b",
                "got `W`, `b`",
            ),
            "weights": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.weights = nn.Parameter(torch.randn(out_features, in_features) * 0.1)
        self.bias = nn.Parameter(torch.zeros(out_features))

    def forward(self, x):
        return x @ self.weights.T + self.bias
""",
                "weights instead of weight",
                "got `weights`, `bias`",
            ),
            "a ReLU": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_features, in_features) * 0.1)
        self.bias = nn.Parameter(torch.zeros(out_features))

    def forward(self, x):
        return torch.relu(x @ self.weight.T + self.bias)
""",
                "a ReLU is applied",
                "no ReLU inside",
            ),
            "PyTorch's layer": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.layer = nn.Linear(in_features, out_features)

    def forward(self, x):
        return self.layer(x)
""",
                "nn.Linear is used",
                "`nn.Linear` inside",
            ),
            "PyTorch's layer under another name": Wrong(
                "MyLinear = nn.Linear", "it is nn.Linear", "PyTorch's own layer"
            ),
            "parameters of PyTorch's layer": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        layer = nn.Linear(in_features, out_features)
        self.weight = layer.weight
        self.bias = layer.bias

    def forward(self, x):
        return x @ self.weight.T + self.bias
""",
                "nn.Linear draws the parameters",
                "PyTorch's own `Linear`",
            ),
            "PyTorch's function": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_features, in_features) * 0.1)
        self.bias = nn.Parameter(torch.zeros(out_features))

    def forward(self, x):
        return nn.functional.linear(x, self.weight, self.bias)
""",
                "nn.functional.linear is used",
                "PyTorch's own `linear`",
            ),
            "inherits from nn.Linear": Wrong(
                """
class MyLinear(nn.Linear):
    def __init__(self, in_features, out_features):
        super().__init__(in_features, out_features)
""",
                "inherits from nn.Linear",
                "PyTorch's own layer",
            ),
            "no module": Wrong(
                """
class MyLinear:
    def __init__(self, in_features, out_features):
        self.weight = nn.Parameter(torch.randn(out_features, in_features) * 0.1)
        self.bias = nn.Parameter(torch.zeros(out_features))

    def forward(self, x):
        return x @ self.weight.T + self.bias
""",
                "does not inherit from nn.Module",
                "inherits from it",
            ),
            "an object": Wrong(
                """
class Layer(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_features, in_features) * 0.1)
        self.bias = nn.Parameter(torch.zeros(out_features))

    def forward(self, x):
        return x @ self.weight.T + self.bias

MyLinear = Layer(784, 10)
""",
                "an object, not the class",
                "already made",
            ),
            "a function": Wrong(
                """
def MyLinear(x, W, b):
    return x @ W.T + b
""",
                "a function, not a class",
                "a class is expected",
            ),
            "nothing returned": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_features, in_features) * 0.1)
        self.bias = nn.Parameter(torch.zeros(out_features))

    def forward(self, x):
        print(x @ self.weight.T + self.bias)
""",
                "forward prints instead of returning",
                "`print` only shows",
            ),
            "no self": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_features, in_features) * 0.1)
        self.bias = nn.Parameter(torch.zeros(out_features))

    def forward(x):
        return x @ self.weight.T + self.bias
""",
                "self is missing in forward",
                "no parameter `self`",
            ),
            "names without self": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        weight = nn.Parameter(torch.randn(out_features, in_features) * 0.1)
        bias = nn.Parameter(torch.zeros(out_features))

    def forward(self, x):
        return x @ weight.T + bias
""",
                "self. is missing before the parameters",
                "without `self.`",
            ),
            "forward misspelled": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_features, in_features) * 0.1)
        self.bias = nn.Parameter(torch.zeros(out_features))

    def foward(self, x):
        return x @ self.weight.T + self.bias
""",
                "forward is misspelled",
                "is it spelt `forward`",
            ),
            "init with one underscore": Wrong(
                """
class MyLinear(nn.Module):
    def _init_(self, in_features, out_features):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_features, in_features) * 0.1)
        self.bias = nn.Parameter(torch.zeros(out_features))

    def forward(self, x):
        return x @ self.weight.T + self.bias
""",
                "__init__ needs two underscores on each side",
                "two underscores",
            ),
            "drawn in forward": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.n_in, self.n_out = in_features, out_features

    def forward(self, x):
        self.weight = nn.Parameter(torch.randn(self.n_out, self.n_in) * 0.1)
        self.bias = nn.Parameter(torch.zeros(self.n_out))
        return x @ self.weight.T + self.bias
""",
                "the parameters are made anew at each call",
                "in `__init__`",
            ),
            "frozen": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.weight = nn.Parameter(
            torch.randn(out_features, in_features) * 0.1, requires_grad=False
        )
        self.bias = nn.Parameter(torch.zeros(out_features), requires_grad=False)

    def forward(self, x):
        return x @ self.weight.T + self.bias
""",
                "requires_grad=False: the parameters cannot learn",
                "no `requires_grad=False`",
            ),
            "detached": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_features, in_features) * 0.1)
        self.bias = nn.Parameter(torch.zeros(out_features))

    def forward(self, x):
        return x @ self.weight.data.T + self.bias.data
""",
                ".data cuts the parameters off: they cannot learn",
                "no `.data`",
            ),
            "in a list": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.parts = [
            nn.Parameter(torch.randn(out_features, in_features) * 0.1),
            nn.Parameter(torch.zeros(out_features)),
        ]

    def forward(self, x):
        return x @ self.parts[0].T + self.parts[1]
""",
                "parameters in a list are not registered",
                "`self.parts` is a plain list",
            ),
            "times": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_features, in_features) * 0.1)
        self.bias = nn.Parameter(torch.zeros(out_features))

    def forward(self, x):
        return x * self.weight.T + self.bias
""",
                "* instead of @",
                "`*` goes number by number",
            ),
            "summed over the batch": Wrong(
                """
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_features, in_features) * 0.1)
        self.bias = nn.Parameter(torch.zeros(out_features))

    def forward(self, x):
        return self.weight @ x.T + self.bias.unsqueeze(1)
""",
                "returns (out, B): on its side",
                "one row per image",
            ),
        },
    },
    "stack": {
        "right": {
            "appended": """
class MyStack(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.first = nn.Linear(784, 64)
        self.hidden = nn.ModuleList()
        for _ in range(depth):
            self.hidden.append(nn.Linear(64, 64))
        self.last = nn.Linear(64, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        for layer in self.hidden:
            x = torch.relu(layer(x))
        return self.last(x)
""",
            "repaired in place": """
class BrokenStack(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.first = nn.Linear(784, 64)
        self.hidden = nn.ModuleList(nn.Linear(64, 64) for i in range(depth))
        self.last = nn.Linear(64, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        for layer in self.hidden:
            x = torch.relu(layer(x))
        return self.last(x)


print(f"parameters: {count(BrokenStack(depth=3)):,}")
MyStack = BrokenStack
""",
            "a Sequential of the hidden": """
class MyStack(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.first = nn.Linear(784, 64)
        hidden = []
        for _ in range(depth):
            hidden += [nn.Linear(64, 64), nn.ReLU()]
        self.hidden = nn.Sequential(*hidden)
        self.last = nn.Linear(64, 10)

    def forward(self, images):
        x = nn.functional.relu(self.first(images.flatten(1)))
        return self.last(self.hidden(x))
""",
            "one Sequential": """
class MyStack(nn.Module):
    def __init__(self, depth=3):
        super().__init__()
        layers = [nn.Flatten(), nn.Linear(784, 64), nn.ReLU()]
        for _ in range(depth):
            layers.extend((nn.Linear(64, 64), nn.ReLU()))
        layers.append(nn.Linear(64, 10))
        self.layers = nn.Sequential(*layers)

    def forward(self, images):
        return self.layers(images)
""",
            "add_module": """
class MyStack(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.depth = depth
        self.first = nn.Linear(784, 64)
        for i in range(depth):
            self.add_module(f"hidden{i}", nn.Linear(64, 64))
        self.last = nn.Linear(64, 10)

    def forward(self, images):
        x = self.first(images.flatten(1)).relu()
        for i in range(self.depth):
            x = getattr(self, f"hidden{i}")(x).relu()
        return self.last(x)
""",
            "deep copies": """
from copy import deepcopy

class MyStack(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.first = nn.Linear(784, 64)
        layer = nn.Linear(64, 64)
        self.hidden = nn.ModuleList([deepcopy(layer) for _ in range(depth)])
        self.last = nn.Linear(64, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        for layer in self.hidden:
            x = torch.relu(layer(x))
        return self.last(x)
""",
            "a ModuleDict": """
class MyStack(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.first = nn.Linear(784, 64)
        self.hidden = nn.ModuleDict({str(i): nn.Linear(64, 64) for i in range(depth)})
        self.last = nn.Linear(64, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        for layer in self.hidden.values():
            x = torch.relu(layer(x))
        return self.last(x)
""",
        },
        "wrong": {
            "nothing written": Wrong("MyStack = None", "not answered"),
            "as it was": Wrong(
                """
class MyStack(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.first = nn.Linear(784, 64)
        self.hidden = [nn.Linear(64, 64)] * depth
        self.last = nn.Linear(64, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        for layer in self.hidden:
            x = torch.relu(layer(x))
        return self.last(x)
""",
                "a list, and one layer three times",
                "`self.hidden` is a plain list",
            ),
            "one layer three times": Wrong(
                """
class MyStack(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.first = nn.Linear(784, 64)
        self.hidden = nn.ModuleList([nn.Linear(64, 64)] * depth)
        self.last = nn.Linear(64, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        for layer in self.hidden:
            x = torch.relu(layer(x))
        return self.last(x)
""",
                "the same layer at each place",
                "copies no layer",
            ),
            "one layer made before": Wrong(
                """
class MyStack(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.first = nn.Linear(784, 64)
        layer = nn.Linear(64, 64)
        self.hidden = nn.ModuleList([layer for _ in range(depth)])
        self.last = nn.Linear(64, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        for layer in self.hidden:
            x = torch.relu(layer(x))
        return self.last(x)
""",
                "the same layer at each place",
                "there is one layer from 64 to 64",
            ),
            "one attribute": Wrong(
                """
class MyStack(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.depth = depth
        self.first = nn.Linear(784, 64)
        self.hidden = nn.Linear(64, 64)
        self.last = nn.Linear(64, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        for _ in range(self.depth):
            x = torch.relu(self.hidden(x))
        return self.last(x)
""",
                "one hidden layer used depth times",
                "there is one layer from 64 to 64",
            ),
            "a list of new ones": Wrong(
                """
class MyStack(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.first = nn.Linear(784, 64)
        self.hidden = [nn.Linear(64, 64) for _ in range(depth)]
        self.last = nn.Linear(64, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        for layer in self.hidden:
            x = torch.relu(layer(x))
        return self.last(x)
""",
                "a plain list is not registered",
                "`self.hidden` is a plain list",
            ),
            "a tuple of new ones": Wrong(
                """
class MyStack(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.first = nn.Linear(784, 64)
        self.hidden = tuple(nn.Linear(64, 64) for _ in range(depth))
        self.last = nn.Linear(64, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        for layer in self.hidden:
            x = torch.relu(layer(x))
        return self.last(x)
""",
                "a tuple is not registered",
                "`self.hidden` is a plain list",
            ),
            "three": Wrong(
                """
class MyStack(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.first = nn.Linear(784, 64)
        self.hidden = nn.ModuleList([nn.Linear(64, 64), nn.Linear(64, 64), nn.Linear(64, 64)])
        self.last = nn.Linear(64, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        for layer in self.hidden:
            x = torch.relu(layer(x))
        return self.last(x)
""",
                "always three hidden layers",
                "that is 3 layers",
            ),
            "no argument": Wrong(
                """
class MyStack(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(784, 64)
        self.hidden = nn.ModuleList([nn.Linear(64, 64) for _ in range(3)])
        self.last = nn.Linear(64, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        for layer in self.hidden:
            x = torch.relu(layer(x))
        return self.last(x)
""",
                "takes no depth",
                "takes 1 positional argument",
            ),
            "one too many": Wrong(
                """
class MyStack(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.first = nn.Linear(784, 64)
        self.hidden = nn.ModuleList([nn.Linear(64, 64) for _ in range(depth + 1)])
        self.last = nn.Linear(64, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        for layer in self.hidden:
            x = torch.relu(layer(x))
        return self.last(x)
""",
                "depth + 1 hidden layers",
                "that is 4 layers",
            ),
            "one too few": Wrong(
                """
class MyStack(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.first = nn.Linear(784, 64)
        self.hidden = nn.ModuleList([nn.Linear(64, 64) for _ in range(1, depth)])
        self.last = nn.Linear(64, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        for layer in self.hidden:
            x = torch.relu(layer(x))
        return self.last(x)
""",
                "depth - 1 hidden layers",
                "that is 2 layers",
            ),
            "no ReLU between": Wrong(
                """
class MyStack(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.first = nn.Linear(784, 64)
        self.hidden = nn.Sequential(*[nn.Linear(64, 64) for _ in range(depth)])
        self.last = nn.Linear(64, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        x = torch.relu(self.hidden(x))
        return self.last(x)
""",
                "no ReLU between the hidden layers",
                "no ReLU after linear layer 2, 3",
            ),
            "no ReLU after the first": Wrong(
                """
class MyStack(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.first = nn.Linear(784, 64)
        self.hidden = nn.ModuleList([nn.Linear(64, 64) for _ in range(depth)])
        self.last = nn.Linear(64, 10)

    def forward(self, images):
        x = self.first(images.flatten(1))
        for layer in self.hidden:
            x = torch.relu(layer(x))
        return self.last(x)
""",
                "no ReLU after the first layer",
                "no ReLU after linear layer 1",
            ),
            "ReLU at the end": Wrong(
                """
class MyStack(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.first = nn.Linear(784, 64)
        self.hidden = nn.ModuleList([nn.Linear(64, 64) for _ in range(depth)])
        self.last = nn.Linear(64, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        for layer in self.hidden:
            x = torch.relu(layer(x))
        return torch.relu(self.last(x))
""",
                "a ReLU after the last layer",
                "a ReLU after the last layer",
            ),
            "softmax at the end": Wrong(
                """
class MyStack(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.first = nn.Linear(784, 64)
        self.hidden = nn.ModuleList([nn.Linear(64, 64) for _ in range(depth)])
        self.last = nn.Linear(64, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        for layer in self.hidden:
            x = torch.relu(layer(x))
        return torch.softmax(self.last(x), dim=1)
""",
                "softmax after the last layer: no logits",
                "softmax made probabilities",
            ),
            "hidden left out": Wrong(
                """
class MyStack(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.first = nn.Linear(784, 64)
        self.hidden = nn.ModuleList([nn.Linear(64, 64) for _ in range(depth)])
        self.last = nn.Linear(64, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        return self.last(x)
""",
                "forward does not use the hidden layers",
                "has no effect on the logits",
            ),
            "result lost": Wrong(
                """
class MyStack(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.first = nn.Linear(784, 64)
        self.hidden = nn.ModuleList([nn.Linear(64, 64) for _ in range(depth)])
        self.last = nn.Linear(64, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        for layer in self.hidden:
            torch.relu(layer(x))
        return self.last(x)
""",
                "the results of the hidden layers are not kept",
                "has no effect on the logits",
            ),
            "only the last hidden": Wrong(
                """
class MyStack(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.first = nn.Linear(784, 64)
        self.hidden = nn.ModuleList([nn.Linear(64, 64) for _ in range(depth)])
        self.last = nn.Linear(64, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        for layer in self.hidden:
            y = torch.relu(layer(x))
        return self.last(y)
""",
                "each hidden layer gets the output of the first",
                "has no effect on the logits",
            ),
            "return in the loop": Wrong(
                """
class MyStack(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.first = nn.Linear(784, 64)
        self.hidden = nn.ModuleList([nn.Linear(64, 64) for _ in range(depth)])
        self.last = nn.Linear(64, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        for layer in self.hidden:
            x = torch.relu(layer(x))
            return self.last(x)
""",
                "return within the loop",
                "has no effect on the logits",
            ),
            "an object": Wrong(
                """
class Stack(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.first = nn.Linear(784, 64)
        self.hidden = nn.ModuleList([nn.Linear(64, 64) for _ in range(depth)])
        self.last = nn.Linear(64, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        for layer in self.hidden:
            x = torch.relu(layer(x))
        return self.last(x)

MyStack = Stack(depth=3)
""",
                "an object, not the class",
                "already made",
            ),
            "a name in quotes": Wrong(
                'MyStack = "BrokenStack"', "the name as a string", "got 'BrokenStack'"
            ),
            "the count": Wrong(
                "MyStack = 63370", "the number of parameters, not the class", "got 63370"
            ),
            "no super": Wrong(
                """
class MyStack(nn.Module):
    def __init__(self, depth):
        self.first = nn.Linear(784, 64)
        self.hidden = nn.ModuleList([nn.Linear(64, 64) for _ in range(depth)])
        self.last = nn.Linear(64, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        for layer in self.hidden:
            x = torch.relu(layer(x))
        return self.last(x)
""",
                "super().__init__() is missing",
                "is the first line of `__init__`",
            ),
            "a layer times depth": Wrong(
                """
class MyStack(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.first = nn.Linear(784, 64)
        self.hidden = nn.ModuleList(nn.Linear(64, 64) * depth)
        self.last = nn.Linear(64, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        for layer in self.hidden:
            x = torch.relu(layer(x))
        return self.last(x)
""",
                "a layer cannot be multiplied",
                "unsupported operand",
            ),
            "the list called": Wrong(
                """
class MyStack(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.first = nn.Linear(784, 64)
        self.hidden = nn.ModuleList([nn.Linear(64, 64) for _ in range(depth)])
        self.last = nn.Linear(64, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        x = torch.relu(self.hidden(x))
        return self.last(x)
""",
                "a ModuleList cannot be called",
                "call each layer in a loop",
            ),
            "classes in the list": Wrong(
                """
class MyStack(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.first = nn.Linear(784, 64)
        self.hidden = nn.ModuleList([nn.Linear for _ in range(depth)])
        self.last = nn.Linear(64, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        for layer in self.hidden:
            x = torch.relu(layer(x))
        return self.last(x)
""",
                "classes in the ModuleList, not layers",
                "made with parentheses",
            ),
            "no flatten": Wrong(
                """
class MyStack(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.first = nn.Linear(784, 64)
        self.hidden = nn.ModuleList([nn.Linear(64, 64) for _ in range(depth)])
        self.last = nn.Linear(64, 10)

    def forward(self, images):
        x = torch.relu(self.first(images))
        for layer in self.hidden:
            x = torch.relu(layer(x))
        return self.last(x)
""",
                "flatten is missing",
                "flatten first",
            ),
            "hidden of the wrong size": Wrong(
                """
class MyStack(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.first = nn.Linear(784, 32)
        self.hidden = nn.ModuleList([nn.Linear(32, 32) for _ in range(depth)])
        self.last = nn.Linear(32, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        for layer in self.hidden:
            x = torch.relu(layer(x))
        return self.last(x)
""",
                "32 hidden numbers instead of 64",
            ),
            "overwritten": Wrong(
                """
class MyStack(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.first = nn.Linear(784, 64)
        for _ in range(depth):
            self.hidden = nn.Linear(64, 64)
        self.last = nn.Linear(64, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        x = torch.relu(self.hidden(x))
        return self.last(x)
""",
                "each layer replaces the one before it",
                "made anew in its place",
            ),
            "registered, and others used": Wrong(
                """
class MyStack(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.first = nn.Linear(784, 64)
        self.depth = depth
        self.hidden = nn.ModuleList([nn.Linear(64, 64) for _ in range(depth)])
        self.last = nn.Linear(64, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        for _ in range(self.depth):
            x = torch.relu(nn.Linear(64, 64)(x))
        return self.last(x)
""",
                "forward makes new layers at each call",
                "no layer made in `forward`",
            ),
            "the answers": Wrong(
                """
class MyStack(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.first = nn.Linear(784, 64)
        self.hidden = nn.ModuleList([nn.Linear(64, 64) for _ in range(depth)])
        self.last = nn.Linear(64, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        for layer in self.hidden:
            x = torch.relu(layer(x))
        return self.last(x).argmax(dim=1)
""",
                "returns answers, not logits",
                "all ten scores",
            ),
        },
    },
    "network": {
        "right": {
            "a Sequential": """
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.layers = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, images):
        return self.layers(self.flatten(images))
""",
            "inherits from Sequential": """
class MyNetwork(nn.Sequential):
    def __init__(self):
        super().__init__(
            nn.Flatten(),
            nn.Linear(28 * 28, 512),
            nn.ReLU(),
            nn.Linear(512, 512),
            nn.ReLU(),
            nn.Linear(512, 10),
        )
""",
            "functions": """
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 512)
        self.fc2 = nn.Linear(512, 512)
        self.fc3 = nn.Linear(512, 10)

    def forward(self, x):
        x = x.view(x.shape[0], -1)
        x = nn.functional.relu(self.fc1(x))
        x = nn.functional.relu(self.fc2(x))
        x = self.fc3(x)
        return x
""",
            "a ModuleList": """
class MyNetwork(nn.Module):
    def __init__(self, sizes=(784, 512, 512, 10)):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])

    def forward(self, images):
        x = images.reshape(len(images), 784)
        for i, layer in enumerate(self.layers):
            x = layer(x)
            if i < 2:
                x = x.clamp(min=0)
        return x
""",
            "ReLU by hand": """
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(784, 512)
        self.b = nn.Linear(512, 512)
        self.c = nn.Linear(512, 10)

    def forward(self, images):
        x = torch.flatten(images, start_dim=1)
        x = self.a(x)
        x = torch.where(x > 0, x, 0.0)
        x = self.b(x)
        x = x * (x > 0)
        return self.c(x)
""",
            "layers named otherwise": """
class MyNetwork(nn.Module):
    def __init__(self):
        super(MyNetwork, self).__init__()
        self.net = nn.Sequential()
        self.net.add_module("in", nn.Linear(784, 512))
        self.net.add_module("relu1", nn.ReLU(inplace=True))
        self.net.add_module("mid", nn.Linear(512, 512))
        self.net.add_module("relu2", nn.ReLU(inplace=True))
        self.net.add_module("out", nn.Linear(512, 10))

    def forward(self, images):
        batch_size = images.size(0)
        return self.net(images.reshape(batch_size, -1))
""",
            "one ReLU used twice": """
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.relu = nn.ReLU()
        self.third = nn.Linear(512, 10)
        self.first = nn.Linear(784, 512)
        self.second = nn.Linear(512, 512)

    def forward(self, images):
        x = self.relu(self.first(images.flatten(1)))
        return self.third(self.relu(self.second(x)))
""",
        },
        "wrong": {
            "nothing written": Wrong("MyNetwork = None", "not answered"),
            "no ReLU": Wrong(
                """
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(784, 512)
        self.second = nn.Linear(512, 512)
        self.third = nn.Linear(512, 10)

    def forward(self, images):
        x = self.first(images.flatten(1))
        x = self.second(x)
        return self.third(x)
""",
                "no ReLU",
                "there is no ReLU",
            ),
            "one ReLU": Wrong(
                """
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(784, 512)
        self.second = nn.Linear(512, 512)
        self.third = nn.Linear(512, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        x = self.second(x)
        return self.third(x)
""",
                "the second ReLU is missing",
                "no ReLU after linear layer 2",
            ),
            "first ReLU missing": Wrong(
                """
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(784, 512)
        self.second = nn.Linear(512, 512)
        self.third = nn.Linear(512, 10)

    def forward(self, images):
        x = self.first(images.flatten(1))
        x = torch.relu(self.second(x))
        return self.third(x)
""",
                "the first ReLU is missing",
                "no ReLU after linear layer 1",
            ),
            "ReLU at the end": Wrong(
                """
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Flatten(),
            nn.Linear(784, 512), nn.ReLU(),
            nn.Linear(512, 512), nn.ReLU(),
            nn.Linear(512, 10), nn.ReLU(),
        )

    def forward(self, images):
        return self.layers(images)
""",
                "a ReLU after the last layer",
                "a ReLU after the last layer",
            ),
            "softmax at the end": Wrong(
                """
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Flatten(),
            nn.Linear(784, 512), nn.ReLU(),
            nn.Linear(512, 512), nn.ReLU(),
            nn.Linear(512, 10), nn.Softmax(dim=1),
        )

    def forward(self, images):
        return self.layers(images)
""",
                "softmax after the last layer: no logits",
                "softmax made probabilities",
            ),
            "log-softmax at the end": Wrong(
                """
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(784, 512)
        self.second = nn.Linear(512, 512)
        self.third = nn.Linear(512, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        x = torch.relu(self.second(x))
        return torch.log_softmax(self.third(x), dim=1)
""",
                "log_softmax after the last layer: no logits",
                "`log_softmax` made",
            ),
            "sigmoid": Wrong(
                """
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Flatten(),
            nn.Linear(784, 512), nn.Sigmoid(),
            nn.Linear(512, 512), nn.Sigmoid(),
            nn.Linear(512, 10),
        )

    def forward(self, images):
        return self.layers(images)
""",
                "sigmoid instead of ReLU",
                "there is sigmoid",
            ),
            "ReLU twice at one place": Wrong(
                """
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Flatten(),
            nn.ReLU(), nn.Linear(784, 512),
            nn.ReLU(), nn.Linear(512, 512),
            nn.Linear(512, 10),
        )

    def forward(self, images):
        return self.layers(images)
""",
                "a ReLU before each of the first two layers, none after the second",
                "no ReLU after linear layer 2",
            ),
            "two layers": Wrong(
                """
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(784, 512)
        self.second = nn.Linear(512, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        return self.second(x)
""",
                "two layers instead of three",
                "your linear layers: 784 → 512, 512 → 10",
            ),
            "four layers": Wrong(
                """
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Flatten(),
            nn.Linear(784, 512), nn.ReLU(),
            nn.Linear(512, 512), nn.ReLU(),
            nn.Linear(512, 512), nn.ReLU(),
            nn.Linear(512, 10),
        )

    def forward(self, images):
        return self.layers(images)
""",
                "four layers instead of three",
                "784 → 512, 512 → 512, 512 → 512, 512 → 10",
            ),
            "other sizes": Wrong(
                """
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Flatten(),
            nn.Linear(784, 256), nn.ReLU(),
            nn.Linear(256, 256), nn.ReLU(),
            nn.Linear(256, 10),
        )

    def forward(self, images):
        return self.layers(images)
""",
                "256 instead of 512",
                "784 → 256",
            ),
            "sizes swapped": Wrong(
                """
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Flatten(),
            nn.Linear(512, 784), nn.ReLU(),
            nn.Linear(512, 512), nn.ReLU(),
            nn.Linear(10, 512),
        )

    def forward(self, images):
        return self.layers(images)
""",
                "in and out are swapped",
                "your linear layers: 512 → 784",
            ),
            "no flatten": Wrong(
                """
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(784, 512)
        self.second = nn.Linear(512, 512)
        self.third = nn.Linear(512, 10)

    def forward(self, images):
        x = torch.relu(self.first(images))
        x = torch.relu(self.second(x))
        return self.third(x)
""",
                "flatten is missing",
                "flatten first",
            ),
            "everything flattened": Wrong(
                """
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(784, 512)
        self.second = nn.Linear(512, 512)
        self.third = nn.Linear(512, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten()))
        x = torch.relu(self.second(x))
        return self.third(x)
""",
                "flatten() joins the batch too",
                "joins the batch too",
            ),
            "one image": Wrong(
                """
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(784, 512)
        self.second = nn.Linear(512, 512)
        self.third = nn.Linear(512, 10)

    def forward(self, images):
        x = torch.relu(self.first(images[0].reshape(1, 784)))
        x = torch.relu(self.second(x))
        return self.third(x)
""",
                "only the first image of the batch",
                "the logits of one image",
            ),
            "64 images": Wrong(
                """
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(784, 512)
        self.second = nn.Linear(512, 512)
        self.third = nn.Linear(512, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.reshape(64, 784)))
        x = torch.relu(self.second(x))
        return self.third(x)
""",
                "64 is written in",
                "the batch may have any size",
            ),
            "in a list": Wrong(
                """
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(784, 512), nn.Linear(512, 512), nn.Linear(512, 10)]

    def forward(self, images):
        x = images.flatten(1)
        for layer in self.layers[:-1]:
            x = torch.relu(layer(x))
        return self.layers[-1](x)
""",
                "layers in a list are not registered",
                "`self.layers` is a plain list",
            ),
            "an object": Wrong(
                """
MyNetwork = nn.Sequential(
    nn.Flatten(),
    nn.Linear(784, 512), nn.ReLU(),
    nn.Linear(512, 512), nn.ReLU(),
    nn.Linear(512, 10),
)
""",
                "a network, not a class",
                "already made",
            ),
            "the package's object": Wrong(
                "MyNetwork = NeuralNetwork()", "an object, not the class", "already made"
            ),
            "a function": Wrong(
                """
def MyNetwork(images):
    layers = nn.Sequential(
        nn.Flatten(), nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(),
        nn.Linear(512, 10),
    )
    return layers(images)
""",
                "a function, not a class",
                "a class is expected",
            ),
            "no super": Wrong(
                """
class MyNetwork(nn.Module):
    def __init__(self):
        self.flatten = nn.Flatten()
        self.layers = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, images):
        return self.layers(self.flatten(images))
""",
                "super().__init__() is missing",
                "is the first line of `__init__`",
            ),
            "no module": Wrong(
                """
class MyNetwork:
    def __init__(self):
        self.first = nn.Linear(784, 512)
        self.second = nn.Linear(512, 512)
        self.third = nn.Linear(512, 10)

    def __call__(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        x = torch.relu(self.second(x))
        return self.third(x)
""",
                "does not inherit from nn.Module",
                "inherits from it",
            ),
            "an argument": Wrong(
                """
class MyNetwork(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.first = nn.Linear(784, hidden)
        self.second = nn.Linear(hidden, hidden)
        self.third = nn.Linear(hidden, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        x = torch.relu(self.second(x))
        return self.third(x)
""",
                "needs an argument",
                "missing 1 required positional argument: 'hidden'",
            ),
            "nothing returned": Wrong(
                """
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(784, 512)
        self.second = nn.Linear(512, 512)
        self.third = nn.Linear(512, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        x = torch.relu(self.second(x))
        self.third(x)
""",
                "forward returns nothing",
                "returned None",
            ),
            "no forward": Wrong(
                """
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Flatten(), nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(),
            nn.Linear(512, 10),
        )
""",
                "forward is missing",
                "the module has no `forward`",
            ),
            "forward in init": Wrong(
                """
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Flatten(), nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(),
            nn.Linear(512, 10),
        )

        def forward(self, images):
            return self.layers(images)
""",
                "forward is indented into __init__",
                "stand under that of `__init__`",
            ),
            "no self": Wrong(
                """
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        first = nn.Linear(784, 512)
        second = nn.Linear(512, 512)
        third = nn.Linear(512, 10)

    def forward(self, images):
        x = torch.relu(first(images.flatten(1)))
        x = torch.relu(second(x))
        return third(x)
""",
                "self. is missing before the layers",
                "to an attribute of `self`",
            ),
            "layers made in forward": Wrong(
                """
class MyNetwork(nn.Module):
    def forward(self, images):
        x = torch.relu(nn.Linear(784, 512)(images.flatten(1)))
        x = torch.relu(nn.Linear(512, 512)(x))
        return nn.Linear(512, 10)(x)
""",
                "the layers are made in forward, anew at each call",
                "make the layers in `__init__`",
            ),
            "ReLU with x as its argument": Wrong(
                """
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(784, 512)
        self.second = nn.Linear(512, 512)
        self.third = nn.Linear(512, 10)

    def forward(self, images):
        x = nn.ReLU(self.first(images.flatten(1)))
        x = nn.ReLU(self.second(x))
        return self.third(x)
""",
                "nn.ReLU is a class and is called with the numbers",
                "made with parentheses",
            ),
            "ReLU without parentheses": Wrong(
                """
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Flatten(), nn.Linear(784, 512), nn.ReLU, nn.Linear(512, 512), nn.ReLU,
            nn.Linear(512, 10),
        )

    def forward(self, images):
        return self.layers(images)
""",
                "nn.ReLU without parentheses",
                "made with parentheses",
            ),
            "a list in Sequential": Wrong(
                """
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential([
            nn.Flatten(), nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(),
            nn.Linear(512, 10),
        ])

    def forward(self, images):
        return self.layers(images)
""",
                "a list handed to Sequential",
                "without the brackets",
            ),
            "no biases": Wrong(
                """
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(784, 512, bias=False)
        self.second = nn.Linear(512, 512, bias=False)
        self.third = nn.Linear(512, 10, bias=False)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        x = torch.relu(self.second(x))
        return self.third(x)
""",
                "no biases",
                "leave out `bias=False`",
            ),
            "the second layer twice": Wrong(
                """
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(784, 512)
        self.second = nn.Linear(512, 512)
        self.third = nn.Linear(512, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        x = torch.relu(self.second(x))
        x = torch.relu(self.second(x))
        return self.third(x)
""",
                "the second layer is used twice",
                "is each layer used once",
            ),
            "scaled again": Wrong(
                """
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(784, 512)
        self.second = nn.Linear(512, 512)
        self.third = nn.Linear(512, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1) / 255))
        x = torch.relu(self.second(x))
        return self.third(x)
""",
                "images are divided by 255 once more",
                "",
            ),
            "dropout": Wrong(
                """
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Flatten(),
            nn.Linear(784, 512), nn.ReLU(), nn.Dropout(0.5),
            nn.Linear(512, 512), nn.ReLU(), nn.Dropout(0.5),
            nn.Linear(512, 10),
        )

    def forward(self, images):
        return self.layers(images)
""",
                "dropout sets numbers to 0 at random",
                "no dropout",
            ),
            "answers": Wrong(
                """
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(784, 512)
        self.second = nn.Linear(512, 512)
        self.third = nn.Linear(512, 10)

    def forward(self, images):
        x = torch.relu(self.first(images.flatten(1)))
        x = torch.relu(self.second(x))
        return self.third(x).argmax(dim=1)
""",
                "returns answers, not logits",
                "all ten scores",
            ),
        },
    },
    "parameter_counts": {
        "right": {
            "numbers": "my_counts = [401920, 0, 160, 4640]",
            "underscores": "my_counts = [401_920, 0, 160, 4_640]",
            "a tuple": "my_counts = (401920, 0, 160, 4640)",
            "sums": "my_counts = [784 * 512 + 512, 0, 16 * 9 + 16, 32 * 16 * 9 + 32]",
            "counted": """
my_counts = [
    count(layer)
    for layer in (nn.Linear(784, 512), nn.ReLU(), nn.Conv2d(1, 16, 3), nn.Conv2d(16, 32, 3))
]
""",
            "a NumPy array": """
import numpy as np

my_counts = np.array([785 * 512, 0, 10 * 16, 145 * 32])
""",
            "a tensor": "my_counts = torch.tensor([401920, 0, 160, 4640])",
            "a list of tensors": """
my_counts = [torch.tensor(n) for n in (401920, 0, 160, 4640)]
""",
            "a dict": 'my_counts = {"Linear": 401920, "ReLU": 0, "Conv2d": 160, "Conv2d2": 4640}',
        },
        "wrong": {
            "nothing written": Wrong("my_counts = None", "not answered"),
            "no biases": Wrong(
                "my_counts = [401408, 0, 144, 4608]",
                "leave out `bias=False`",
                "512 biases are missing",
            ),
            "no biases of convolutions": Wrong(
                "my_counts = [401920, 0, 144, 4608]",
                "the biases of the convolutions are missing",
                "16 biases are missing",
            ),
            "a bias per input": Wrong(
                "my_counts = [784 * 512 + 784, 0, 160, 4640]", "a bias per input", "not per input"
            ),
            "one bias": Wrong(
                "my_counts = [784 * 512 + 1, 0, 145, 4609]",
                "one bias per layer",
                "one bias per output",
            ),
            "channels forgotten": Wrong(
                "my_counts = [401920, 0, 160, 32 * 9 + 32]",
                "a kernel over 16 channels has 16 · 9 weights",
                "all 16 channels",
            ),
            "a bias per channel and kernel": Wrong(
                "my_counts = [401920, 0, 160, 32 * 16 * (9 + 1)]",
                "a bias for each pair of channels",
                "not per channel",
            ),
            "three weights": Wrong(
                "my_counts = [401920, 0, 16 * 3 + 16, 32 * 16 * 3 + 32]",
                "a window of 3 × 3 has 9 weights, not 3",
                "3 × 3 weights",
            ),
            "three weights, no biases": Wrong(
                "my_counts = [401408, 0, 48, 1536]",
                "1·16·3: the three numbers multiplied",
                "512 biases are missing",
            ),
            "by places": Wrong(
                "my_counts = [401920, 0, 16 * 26 * 26, 32 * 24 * 24]",
                "the sizes of the outputs",
                "how many numbers come out",
            ),
            "by places, with weights": Wrong(
                "my_counts = [401920, 0, 160 * 26 * 26, 4640 * 24 * 24]",
                "the weights are counted at each place",
                "the same weights at every place",
            ),
            "ReLU": Wrong(
                "my_counts = [401920, 512, 160, 4640]",
                "ReLU has no parameters",
                "expected none, got 512",
            ),
            "ReLU as one": Wrong(
                "my_counts = [401920, 1, 160, 4640]",
                "ReLU has no parameters",
                "expected none, got 1",
            ),
            "added": Wrong(
                "my_counts = [784 + 512, 0, 160, 4640]", "784 + 512: added", "multiply, don't add"
            ),
            "only the biases": Wrong(
                "my_counts = [512, 0, 16, 32]", "only the biases", "biases alone"
            ),
            "layers swapped": Wrong(
                "my_counts = [401920, 0, 4640, 160]",
                "the two convolutions are swapped",
                "keep the order",
            ),
            "commas": Wrong(
                "my_counts = [401,920, 0, 160, 4,640]",
                "commas cut the numbers into two",
                "no comma inside a number",
            ),
            "one list in another": Wrong(
                "my_counts = [[401920, 0, 160, 4640]]",
                "a list within a list",
                "one pair of brackets",
            ),
            "strings": Wrong(
                'my_counts = ["401920", "0", "160", "4640"]', "strings", "got '401920'"
            ),
            "one string": Wrong(
                'my_counts = "401920, 0, 160, 4640"', "one string", "expected a list"
            ),
            "three": Wrong("my_counts = [401920, 160, 4640]", "ReLU is left out", "counts too: 0"),
            "the sum": Wrong(
                "my_counts = 401920 + 0 + 160 + 4640",
                "one sum",
                "expected a list of 4 numbers, got 406720",
            ),
            "the layers": Wrong(
                "my_counts = [nn.Linear(784, 512), nn.ReLU(), nn.Conv2d(1, 16, 3),"
                " nn.Conv2d(16, 32, 3)]",
                "the layers, not their counts",
                "got a Linear",
            ),
            "counts the tensors": Wrong(
                "my_counts = [2, 0, 2, 2]", "how many tensors, not numbers", "counts the tensors"
            ),
            "the shapes": Wrong(
                "my_counts = [(784, 512), 0, (1, 16, 3), (16, 32, 3)]",
                "shapes, not counts",
                "got a tuple",
            ),
            "a slip": Wrong("my_counts = [401912, 0, 160, 4640]", "512 mistyped: 401,912"),
            "the other network": Wrong(
                "my_counts = [25120, 0, 80, 1168]", "those of the lesson's layers"
            ),
            "None for ReLU": Wrong(
                "my_counts = [401920, None, 160, 4640]", "None instead of 0", "got None"
            ),
            "bias by kernel": Wrong(
                "my_counts = [401920, 0, 16 * (9 + 9), 32 * (16 * 9 + 9)]",
                "nine biases per kernel",
                "not per weight",
            ),
            "thousands": Wrong("my_counts = [401.92, 0, 0.16, 4.64]", "in thousands"),
        },
    },
}
