"""Answers to the exercises of lesson 09.

Written on 2026-11-24 by somebody who had read only the lesson, not the checks.
"""

from tests.answers import Wrong

ANSWERS = {
    "learning_rate": {
        "right": {
            "as in the solution": "my_learning_rate = 0.3",
            "scientific": "my_learning_rate = 3e-1",
            "a quotient": "my_learning_rate = 3 / 10",
            "rounding left in": "my_learning_rate = 0.1 * 3",
            "a tensor": "my_learning_rate = torch.tensor(0.3)",
            "of NumPy": "import numpy as np\nmy_learning_rate = np.float32(0.3)",
            "a little more": "my_learning_rate = 0.35",
            "by a search": """
import numpy as np

lowest = float("inf")
for exponent in np.linspace(-0.6, -0.4, 5):
    my_learning_rate = 10**exponent
    break
""",
        },
        "wrong": {
            "0.1": Wrong("my_learning_rate = 0.1", "a power of ten that crawls", "it crawls"),
            "1": Wrong(
                "my_learning_rate = 1", "a power of ten that is too large", "each step overshoots"
            ),
            "0.001": Wrong(
                "my_learning_rate = 1e-3",
                "the tutorial's rate, far too small for 30 steps",
                "it crawls",
            ),
            "10": Wrong(
                "my_learning_rate = 10", "far too large: the loss is nan", "each step overshoots"
            ),
            "zero": Wrong(
                "my_learning_rate = 0",
                "a rate of 0 moves nothing",
                "expected a positive number, got 0",
            ),
            "negative": Wrong("my_learning_rate = -0.3", "a negative rate climbs", "got -0.3"),
            "a string": Wrong(
                'my_learning_rate = "0.3"', "a string, not a number", "without quotes"
            ),
            "a decimal comma": Wrong(
                "my_learning_rate = 0,3", "a comma makes a pair, not 0.3", "a decimal point"
            ),
            "a list to try": Wrong(
                "my_learning_rate = [0.1, 0.3, 1]", "a list, not one number", "one number"
            ),
            "percent": Wrong(
                "my_learning_rate = 30", "30 percent written as 30", "each step overshoots"
            ),
            "nan": Wrong("my_learning_rate = math.nan", "nan is not a rate", "got nan"),
            "infinite": Wrong(
                'my_learning_rate = float("inf")', "infinity is not a rate", "got inf"
            ),
            "a function": Wrong(
                "def my_learning_rate():\n    return 0.3",
                "a function that was not called",
                "got a function",
            ),
            "True": Wrong("my_learning_rate = True", "a truth value, not a number", "got True"),
            "an optimizer": Wrong(
                """
line = nn.Linear(1, 1)
my_learning_rate = torch.optim.SGD(line.parameters(), lr=0.3)
""",
                "an optimizer in place of its rate",
                "SGD",
            ),
            "a dict": Wrong('my_learning_rate = {"lr": 0.3}', "a dict, not a number", "got a dict"),
            "several in a tensor": Wrong(
                "my_learning_rate = torch.tensor([0.1, 0.3])", "two numbers, not one", "one number"
            ),
            "cut off": Wrong("my_learning_rate = int(0.3)", "int() cuts 0.3 off to 0", "got 0."),
            "printed": Wrong("my_learning_rate = print(0.3)", "print returns None"),
        },
    },
    "momentum": {
        "right": {
            "by index": """
class MyMomentum:
    def __init__(self, parameters, lr, momentum):
        self.params = list(parameters)
        self.lr = lr
        self.momentum = momentum
        self.v = [torch.zeros(p.shape) for p in self.params]

    def zero_grad(self):
        for i in range(len(self.params)):
            if self.params[i].grad is not None:
                self.params[i].grad.zero_()

    @torch.no_grad()
    def step(self):
        for i in range(len(self.params)):
            self.v[i] = self.momentum * self.v[i] + self.params[i].grad
            self.params[i] -= self.lr * self.v[i]
""",
            "a dict of velocities": """
class MyMomentum:
    def __init__(self, parameters, lr, momentum):
        self.velocity = {p: torch.zeros_like(p) for p in parameters}
        self.lr, self.momentum = lr, momentum

    def zero_grad(self):
        for p in self.velocity:
            p.grad = None

    def step(self):
        with torch.no_grad():
            for p in self.velocity:
                self.velocity[p] = self.momentum * self.velocity[p] + p.grad
                p -= self.lr * self.velocity[p]
""",
            "velocities at the first step": """
class MyMomentum:
    def __init__(self, parameters, lr, momentum):
        self.parameters = list(parameters)
        self.lr = lr
        self.momentum = momentum
        self.velocities = None

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None

    def step(self):
        grads = [p.grad for p in self.parameters]
        if self.velocities is None:
            self.velocities = [g.clone() for g in grads]
        else:
            self.velocities = [
                self.momentum * v + g for v, g in zip(self.velocities, grads)
            ]
        with torch.no_grad():
            for p, v in zip(self.parameters, self.velocities):
                p.sub_(self.lr * v)
""",
            "by .data": """
class MyMomentum:
    def __init__(self, parameters, lr, momentum):
        self.parameters = list(parameters)
        self.lr = lr
        self.momentum = momentum
        self.velocities = [0.0] * len(self.parameters)

    def zero_grad(self):
        for p in self.parameters:
            if p.grad is not None:
                p.grad.data = torch.zeros_like(p)

    def step(self):
        for i, p in enumerate(self.parameters):
            self.velocities[i] = self.velocities[i] * self.momentum + p.grad.data
            p.data = p.data - self.lr * self.velocities[i]
""",
            "an Optimizer of torch": """
class MyMomentum(torch.optim.Optimizer):
    def __init__(self, parameters, lr, momentum):
        super().__init__(parameters, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]
                if "velocity" not in state:
                    state["velocity"] = torch.zeros_like(p)
                state["velocity"].mul_(group["momentum"]).add_(p.grad)
                p.add_(state["velocity"], alpha=-group["lr"])
""",
            "with defaults, skips missing gradients": """
class MyMomentum:
    def __init__(self, parameters, lr=0.01, momentum=0.9):
        self.pairs = [(p, torch.zeros_like(p)) for p in parameters]
        self.lr = lr
        self.momentum = momentum

    def zero_grad(self):
        for p, _ in self.pairs:
            p.grad = None

    def step(self):
        with torch.no_grad():
            for p, v in self.pairs:
                if p.grad is not None:
                    v.copy_(self.momentum * v + p.grad)
                    p.copy_(p - self.lr * v)
""",
            "a rate within the velocity": """
class MyMomentum:
    def __init__(self, params, lr, momentum):
        self.params = list(params)
        self.lr, self.momentum = lr, momentum
        self.moves = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        with torch.no_grad():
            for p, move in zip(self.params, self.moves):
                move *= self.momentum
                move += self.lr * p.grad
                p -= move
""",
        },
        "wrong": {
            "no momentum": Wrong(
                """
class MyMomentum:
    def __init__(self, parameters, lr, momentum):
        self.parameters = list(parameters)
        self.lr = lr
        self.momentum = momentum

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None

    def step(self):
        with torch.no_grad():
            for p in self.parameters:
                p -= self.lr * p.grad
""",
                "plain SGD: momentum is never used",
                "that is plain SGD",
            ),
            "velocity is not kept": Wrong(
                """
class MyMomentum:
    def __init__(self, parameters, lr, momentum):
        self.parameters = list(parameters)
        self.lr, self.momentum = lr, momentum
        self.velocities = [torch.zeros_like(p) for p in self.parameters]

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None

    def step(self):
        with torch.no_grad():
            for p, velocity in zip(self.parameters, self.velocities):
                velocity = self.momentum * velocity + p.grad
                p -= self.lr * velocity
""",
                "`velocity = …` binds a name and leaves the list as it was",
                "`velocity = …` only gives a new tensor",
            ),
            "a fading mean, as in Adam": Wrong(
                """
class MyMomentum:
    def __init__(self, parameters, lr, momentum):
        self.parameters = list(parameters)
        self.lr, self.momentum = lr, momentum
        self.velocities = [torch.zeros_like(p) for p in self.parameters]

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None

    def step(self):
        with torch.no_grad():
            for p, velocity in zip(self.parameters, self.velocities):
                velocity *= self.momentum
                velocity += (1 - self.momentum) * p.grad
                p -= self.lr * velocity
""",
                "the gradient is multiplied by 1 - momentum, as Adam does",
                "multiplied by 1 − momentum",
            ),
            "uphill": Wrong(
                """
class MyMomentum:
    def __init__(self, parameters, lr, momentum):
        self.parameters = list(parameters)
        self.lr, self.momentum = lr, momentum
        self.velocities = [torch.zeros_like(p) for p in self.parameters]

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None

    def step(self):
        with torch.no_grad():
            for p, velocity in zip(self.parameters, self.velocities):
                velocity *= self.momentum
                velocity += p.grad
                p += self.lr * velocity
""",
                "adds the step in place of subtracting it",
                "it goes up the slope",
            ),
            "minus in the velocity": Wrong(
                """
class MyMomentum:
    def __init__(self, parameters, lr, momentum):
        self.parameters = list(parameters)
        self.lr, self.momentum = lr, momentum
        self.velocities = [torch.zeros_like(p) for p in self.parameters]

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None

    def step(self):
        with torch.no_grad():
            for p, velocity in zip(self.parameters, self.velocities):
                velocity *= self.momentum
                velocity -= p.grad
                p -= self.lr * velocity
""",
                "the gradient is subtracted from the velocity, so that the step goes uphill",
                "it goes up the slope",
            ),
            "recorded": Wrong(
                """
class MyMomentum:
    def __init__(self, parameters, lr, momentum):
        self.parameters = list(parameters)
        self.lr, self.momentum = lr, momentum
        self.velocities = [torch.zeros_like(p) for p in self.parameters]

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None

    def step(self):
        for p, velocity in zip(self.parameters, self.velocities):
            velocity *= self.momentum
            velocity += p.grad
            p -= self.lr * velocity
""",
                "changes a leaf in place outside no_grad",
                "`with torch.no_grad():`",
            ),
            "rebinds the parameter": Wrong(
                """
class MyMomentum:
    def __init__(self, parameters, lr, momentum):
        self.parameters = list(parameters)
        self.lr, self.momentum = lr, momentum
        self.velocities = [torch.zeros_like(p) for p in self.parameters]

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None

    def step(self):
        with torch.no_grad():
            for p, velocity in zip(self.parameters, self.velocities):
                velocity *= self.momentum
                velocity += p.grad
                p = p - self.lr * velocity
""",
                "`p = p - …` makes a new tensor; the model's own stays as it was",
                "only gives a new tensor that name",
            ),
            "keeps the generator": Wrong(
                """
class MyMomentum:
    def __init__(self, parameters, lr, momentum):
        self.parameters = parameters
        self.lr, self.momentum = lr, momentum
        self.velocities = [torch.zeros_like(p) for p in self.parameters]

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None

    def step(self):
        with torch.no_grad():
            for p, velocity in zip(self.parameters, self.velocities):
                velocity *= self.momentum
                velocity += p.grad
                p -= self.lr * velocity
""",
                "the generator of parameters is used up in __init__",
                "no parameters left to move",
            ),
            "no zero_grad": Wrong(
                """
class MyMomentum:
    def __init__(self, parameters, lr, momentum):
        self.parameters = list(parameters)
        self.lr, self.momentum = lr, momentum
        self.velocities = [torch.zeros_like(p) for p in self.parameters]

    def step(self):
        with torch.no_grad():
            for p, velocity in zip(self.parameters, self.velocities):
                velocity *= self.momentum
                velocity += p.grad
                p -= self.lr * velocity
""",
                "there is no method zero_grad",
                "no `zero_grad`",
            ),
            "zero_grad does nothing": Wrong(
                """
class MyMomentum:
    def __init__(self, parameters, lr, momentum):
        self.parameters = list(parameters)
        self.lr, self.momentum = lr, momentum
        self.velocities = [torch.zeros_like(p) for p in self.parameters]

    def zero_grad(self):
        for p in self.parameters:
            grad = p.grad
            grad = None

    def step(self):
        with torch.no_grad():
            for p, velocity in zip(self.parameters, self.velocities):
                velocity *= self.momentum
                velocity += p.grad
                p -= self.lr * velocity
""",
                "zero_grad leaves the gradients as they are",
                "after `zero_grad` the gradients are still there",
            ),
            "zero_grad forgets the velocity": Wrong(
                """
class MyMomentum:
    def __init__(self, parameters, lr, momentum):
        self.parameters = list(parameters)
        self.lr, self.momentum = lr, momentum
        self.zero_grad()

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None
        self.velocities = [torch.zeros_like(p) for p in self.parameters]

    def step(self):
        with torch.no_grad():
            for p, velocity in zip(self.parameters, self.velocities):
                velocity *= self.momentum
                velocity += p.grad
                p -= self.lr * velocity
""",
                "zero_grad sets the velocities back to 0",
                "also through `zero_grad`",
            ),
            "an object": Wrong(
                """
class MyMomentum:
    def __init__(self, parameters, lr, momentum):
        self.parameters = list(parameters)
        self.lr, self.momentum = lr, momentum
        self.velocities = [torch.zeros_like(p) for p in self.parameters]

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None

    def step(self):
        with torch.no_grad():
            for p, velocity in zip(self.parameters, self.velocities):
                velocity *= self.momentum
                velocity += p.grad
                p -= self.lr * velocity


MyMomentum = MyMomentum(nn.Linear(2, 1).parameters(), 0.1, 0.9)
""",
                "an optimizer in place of the class",
                "leave out the parentheses",
            ),
            "a function": Wrong(
                """
def MyMomentum(parameters, lr, momentum):
    velocity = 0
    for p in parameters:
        velocity = momentum * velocity + p.grad
        p = p - lr * velocity
""",
                "a function in place of a class",
                "expected a class, got a function",
            ),
            "arguments swapped": Wrong(
                """
class MyMomentum:
    def __init__(self, parameters, momentum, lr):
        self.parameters = list(parameters)
        self.lr, self.momentum = lr, momentum
        self.velocities = [torch.zeros_like(p) for p in self.parameters]

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None

    def step(self):
        with torch.no_grad():
            for p, velocity in zip(self.parameters, self.velocities):
                velocity *= self.momentum
                velocity += p.grad
                p -= self.lr * velocity
""",
                "momentum and lr have changed places",
                "are swapped",
            ),
            "no self": Wrong(
                """
class MyMomentum:
    def __init__(self, parameters, lr, momentum):
        self.parameters = list(parameters)
        self.lr, self.momentum = lr, momentum
        self.velocities = [torch.zeros_like(p) for p in self.parameters]

    def zero_grad():
        for p in self.parameters:
            p.grad = None

    def step():
        with torch.no_grad():
            for p, velocity in zip(self.parameters, self.velocities):
                velocity *= self.momentum
                velocity += p.grad
                p -= self.lr * velocity
""",
                "the methods lack self",
                "no `self`",
            ),
            "moves first": Wrong(
                """
class MyMomentum:
    def __init__(self, parameters, lr, momentum):
        self.parameters = list(parameters)
        self.lr, self.momentum = lr, momentum
        self.velocities = [torch.zeros_like(p) for p in self.parameters]

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None

    def step(self):
        with torch.no_grad():
            for p, velocity in zip(self.parameters, self.velocities):
                p -= self.lr * velocity
                velocity *= self.momentum
                velocity += p.grad
""",
                "moves by the velocity of the step before",
                "first the velocity, then the weight",
            ),
            "Nesterov": Wrong(
                """
class MyMomentum:
    def __init__(self, parameters, lr, momentum):
        self.parameters = list(parameters)
        self.lr, self.momentum = lr, momentum
        self.velocities = [torch.zeros_like(p) for p in self.parameters]

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None

    def step(self):
        with torch.no_grad():
            for p, velocity in zip(self.parameters, self.velocities):
                velocity *= self.momentum
                velocity += p.grad
                p -= self.lr * (p.grad + self.momentum * velocity)
""",
                "Nesterov's momentum, another rule",
                "by the factor 1 + momentum",
            ),
            "rate twice": Wrong(
                """
class MyMomentum:
    def __init__(self, parameters, lr, momentum):
        self.parameters = list(parameters)
        self.lr, self.momentum = lr, momentum
        self.velocities = [torch.zeros_like(p) for p in self.parameters]

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None

    def step(self):
        with torch.no_grad():
            for p, velocity in zip(self.parameters, self.velocities):
                velocity *= self.momentum
                velocity += self.lr * p.grad
                p -= self.lr * velocity
""",
                "multiplies by the learning rate twice",
                "multiply by it once",
            ),
            "momentum on the sum": Wrong(
                """
class MyMomentum:
    def __init__(self, parameters, lr, momentum):
        self.parameters = list(parameters)
        self.lr, self.momentum = lr, momentum
        self.velocities = [torch.zeros_like(p) for p in self.parameters]

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None

    def step(self):
        with torch.no_grad():
            for p, velocity in zip(self.parameters, self.velocities):
                velocity += p.grad
                velocity *= self.momentum
                p -= self.lr * velocity
""",
                "adds the gradient first and multiplies the sum by momentum",
                "only the old velocity fades",
            ),
            "one velocity for all": Wrong(
                """
class MyMomentum:
    def __init__(self, parameters, lr, momentum):
        self.parameters = list(parameters)
        self.lr, self.momentum = lr, momentum
        self.velocity = 0

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None

    def step(self):
        with torch.no_grad():
            for p in self.parameters:
                self.velocity = self.momentum * self.velocity + p.grad
                p -= self.lr * self.velocity
""",
                "all parameters share one velocity",
            ),
            "takes the model": Wrong(
                """
class MyMomentum:
    def __init__(self, model, lr, momentum):
        self.parameters = list(model.parameters())
        self.lr, self.momentum = lr, momentum
        self.velocities = [torch.zeros_like(p) for p in self.parameters]

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None

    def step(self):
        with torch.no_grad():
            for p, velocity in zip(self.parameters, self.velocities):
                velocity *= self.momentum
                velocity += p.grad
                p -= self.lr * velocity
""",
                "takes the model in place of its parameters",
                "list(model.parameters())",
            ),
            "momentum fixed": Wrong(
                """
class MyMomentum:
    def __init__(self, parameters, lr, momentum):
        self.parameters = list(parameters)
        self.lr = lr
        self.velocities = [torch.zeros_like(p) for p in self.parameters]

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None

    def step(self):
        with torch.no_grad():
            for p, velocity in zip(self.parameters, self.velocities):
                velocity *= 0.9
                velocity += p.grad
                p -= self.lr * velocity
""",
                "0.9 in place of the argument momentum",
                "its steps use 0.9",
            ),
            "the notebook's rate": Wrong(
                """
learning_rate = 1e-3


class MyMomentum:
    def __init__(self, parameters, lr, momentum):
        self.parameters = list(parameters)
        self.momentum = momentum
        self.velocities = [torch.zeros_like(p) for p in self.parameters]

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None

    def step(self):
        with torch.no_grad():
            for p, velocity in zip(self.parameters, self.velocities):
                velocity *= self.momentum
                velocity += p.grad
                p -= learning_rate * velocity
""",
                "the notebook's learning_rate in place of the argument lr",
                "keep the argument, `self.lr = lr`",
            ),
            "two arguments": Wrong(
                """
class MyMomentum:
    def __init__(self, parameters, lr):
        self.parameters = list(parameters)
        self.lr, self.momentum = lr, 0.9
        self.velocities = [torch.zeros_like(p) for p in self.parameters]

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None

    def step(self):
        with torch.no_grad():
            for p, velocity in zip(self.parameters, self.velocities):
                velocity *= self.momentum
                velocity += p.grad
                p -= self.lr * velocity
""",
                "__init__ takes no momentum",
                "self, parameters, lr, momentum",
            ),
            "single underscores": Wrong(
                """
class MyMomentum:
    def _init_(self, parameters, lr, momentum):
        self.parameters = list(parameters)
        self.lr, self.momentum = lr, momentum
        self.velocities = [torch.zeros_like(p) for p in self.parameters]

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None

    def step(self):
        with torch.no_grad():
            for p, velocity in zip(self.parameters, self.velocities):
                velocity *= self.momentum
                velocity += p.grad
                p -= self.lr * velocity
""",
                "_init_ in place of __init__",
                "two underscores",
            ),
            "a generator": Wrong(
                """
class MyMomentum:
    def __init__(self, parameters, lr, momentum):
        self.parameters = list(parameters)
        self.lr, self.momentum = lr, momentum
        self.velocities = [torch.zeros_like(p) for p in self.parameters]

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None

    def step(self):
        with torch.no_grad():
            for p, velocity in zip(self.parameters, self.velocities):
                velocity *= self.momentum
                velocity += p.grad
                p -= self.lr * velocity
                yield p
""",
                "yield makes step a generator, whose body doesn't run",
                "`yield`",
            ),
            "the first parameter only": Wrong(
                """
class MyMomentum:
    def __init__(self, parameters, lr, momentum):
        self.parameters = list(parameters)
        self.lr, self.momentum = lr, momentum
        self.velocities = [torch.zeros_like(p) for p in self.parameters]

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None

    def step(self):
        with torch.no_grad():
            for p, velocity in zip(self.parameters, self.velocities):
                velocity *= self.momentum
                velocity += p.grad
                p -= self.lr * velocity
                return p
""",
                "returns after the first parameter",
                "only some of the parameters",
            ),
            "begins at one": Wrong(
                """
class MyMomentum:
    def __init__(self, parameters, lr, momentum):
        self.parameters = list(parameters)
        self.lr, self.momentum = lr, momentum
        self.velocities = [torch.ones_like(p) for p in self.parameters]

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None

    def step(self):
        with torch.no_grad():
            for p, velocity in zip(self.parameters, self.velocities):
                velocity *= self.momentum
                velocity += p.grad
                p -= self.lr * velocity
""",
                "the velocities begin at 1, not at 0",
                "every velocity begins at 0",
            ),
            "the velocity is the gradient": Wrong(
                """
class MyMomentum:
    def __init__(self, parameters, lr, momentum):
        self.parameters = list(parameters)
        self.lr, self.momentum = lr, momentum
        self.velocities = [None] * len(self.parameters)

    def zero_grad(self):
        for p in self.parameters:
            if p.grad is not None:
                p.grad.zero_()

    def step(self):
        with torch.no_grad():
            for i, p in enumerate(self.parameters):
                if self.velocities[i] is None:
                    self.velocities[i] = p.grad
                else:
                    self.velocities[i] *= self.momentum
                    self.velocities[i] += p.grad
                p -= self.lr * self.velocities[i]
""",
                "the velocity is the tensor of the gradient itself, which zero_grad clears",
                "*is* the gradient's tensor",
            ),
        },
    },
}
