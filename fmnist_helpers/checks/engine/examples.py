"""Small models on which checks try an answer."""

import torch
from torch import nn


def small_model() -> nn.Module:
    """One layer: float (B, 1, 28, 28) → logits (B, 10)."""
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 10))


def parameters_of(model: nn.Module) -> torch.Tensor:
    """A copy of all parameters, one after the other: float (N,)."""
    return torch.cat([p.detach().flatten().clone() for p in model.parameters()])
