"""Answers to the exercises of lesson 05."""

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
        },
    },
}
