"""The networks of the lessons: images in, logits out."""

import torch
from torch import nn


class NeuralNetwork(nn.Module):
    """The multilayer perceptron of PyTorch's *Learn the Basics*: 784 → 512 → 512 → 10.

    Takes images as float32 (B, 1, 28, 28), in [0, 1] as ``ToTensor`` gives them, and returns
    logits as float32 (B, 10): scores, not probabilities, one a class. 669,706 parameters.
    """

    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(28 * 28, 512),
            nn.ReLU(),
            nn.Linear(512, 512),
            nn.ReLU(),
            nn.Linear(512, 10),
        )

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.linear_relu_stack(self.flatten(images))
