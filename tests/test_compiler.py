"""Optimizers work without torch's compiler, and as ever with it; each in a process of its own."""

import subprocess
import sys

import pytest

# Prints the weights after three steps of each optimizer, and whether the compiler was loaded.
TRAIN = """
import sys
{before}
import torch
from torch import nn

for kind in (torch.optim.SGD, torch.optim.Adam, torch.optim.RMSprop, torch.optim.AdamW):
    torch.manual_seed(0)
    model = nn.Linear(3, 2)
    optimizer = kind(model.parameters(), lr=0.1)
    for _ in range(3):
        model(torch.rand(4, 3)).square().sum().backward()
        optimizer.step()
        optimizer.zero_grad()
    assert not any(parameter.requires_grad is False for parameter in model.parameters())
    optimizer.load_state_dict(optimizer.state_dict())
    optimizer.step(lambda: model(torch.ones(1, 3)).sum())
    print(kind.__name__, model.weight.tolist())
print("torch._dynamo" in sys.modules)
"""
SPARED = "from fmnist_helpers import training"
# What is loaded after us is told what not to compile, as it would be without us.
LATER = """
import torch._dynamo
optimizer.step()
optimizer.zero_grad()
kept = torch.optim.Optimizer.zero_grad.__wrapped__.__dict__["__dynamo_disable"]
print(kept.__qualname__.partition(".")[0])

@torch.compile(backend="eager")
def compiled(images):
    model(images).sum().backward()
    optimizer.step()
    optimizer.zero_grad()
    return model.weight.grad

before = model.weight.clone()
print(compiled(torch.ones(4, 3)), bool((model.weight != before).all()))
"""


def run(code):
    command = [sys.executable, "-W", "ignore", "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


@pytest.mark.slow
def test_an_optimizer_reaches_the_same_bits_without_loading_the_compiler():
    *torchs, loaded = run(TRAIN.format(before=""))
    *ours, spared = run(TRAIN.format(before=SPARED))
    assert len(ours) == 4
    assert ours == torchs
    assert (loaded, spared) == ("True", "False")


@pytest.mark.slow
def test_the_compiler_is_told_what_to_pass_over_once_it_is_loaded():
    *_, spared, kept, stepped = run(TRAIN.format(before=SPARED) + LATER)
    assert spared == "False"
    assert kept == "DisableContext"
    assert stepped == "None True"


@pytest.mark.slow
def test_where_the_compiler_is_loaded_already_nothing_is_changed():
    before = "import torch, torch._dynamo\nstep = torch.optim.SGD.step\n" + SPARED
    code = f"{before}\nprint(torch.optim.SGD.step is step)"
    assert run(code) == ["True"]
