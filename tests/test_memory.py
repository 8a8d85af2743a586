"""What a kernel needn't hold: torch's compiler, and what was freed. Each in its own process."""

import platform
import subprocess
import sys

import nbformat
import pytest

from tests.regenerate import execute

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
# A compiler that is loaded after us takes the same steps.
LATER = """
import torch._dynamo
optimizer.step()
optimizer.zero_grad()

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
def test_a_compiler_that_is_loaded_later_takes_the_same_steps():
    *_, spared, stepped = run(TRAIN.format(before=SPARED) + LATER)
    assert spared == "False"
    assert stepped == "None True"


@pytest.mark.slow
def test_where_the_compiler_is_loaded_already_nothing_is_changed():
    before = "import torch, torch._dynamo\nstep = torch.optim.SGD.step\n" + SPARED
    code = f"{before}\nprint(torch.optim.SGD.step is step)"
    assert run(code) == ["True"]


# 64 MB in small blocks are freed, and a last one above them is kept: the heap can't shrink by
# itself. The loop tells what private memory the process had after that, in MB.
FREE = """
def held():
    lines = dict(line.split(":") for line in open("/proc/self/smaps_rollup").readlines()[1:])
    return int(lines["Private_Dirty"].split()[0]) // 1024

blocks = [bytearray(60_000) for _ in range(1_000)]
full, last = held(), blocks[-1]
del blocks
"""
glibc = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="needs glibc's heap")


@glibc
def test_what_was_freed_is_returned():
    asked = "from fmnist_helpers.checks.engine.cells import return_freed_memory\n" + FREE
    code = asked + "kept = held()\nreturn_freed_memory()\nprint(full - kept, full - held())"
    (told,) = run(code)
    kept, returned = map(int, told.split())
    assert kept < 10
    assert returned > 50


@glibc
@pytest.mark.slow
def test_each_cell_of_a_lesson_returns_what_it_freed(tmp_path):
    cells = ["from fmnist_helpers import checks", FREE, "print(full - held())"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    execute(notebook, tmp_path)
    assert int(notebook.cells[-1].outputs[0].text) > 50
