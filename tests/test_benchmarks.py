"""The benchmarks run, and say what they must; no time is asserted."""

import json
import os
import time

import numpy as np
import pytest
import torch
from torch.utils.data import DataLoader, TensorDataset

from benchmarks import __main__, _measure, memory, recipes, reference, training
from benchmarks._measure import Ratios, Table, Times, take_turns
from tests.support.helpers import write_root
from tests.support.lessons import DATA


@pytest.mark.slow
@pytest.mark.parametrize("name", __main__.TABLES)
def test_every_table_can_be_made(name, tmp_path, capsys):
    kept = tmp_path / "measured.json"
    __main__.main([name, "--quick", "--data", str(DATA), "--json", str(kept)])
    printed = capsys.readouterr().out
    measured = json.loads(kept.read_text(encoding="utf-8"))
    (table,) = measured["tables"]
    assert measured["quick"]
    assert measured["environment"]["versions"]["torch"] in printed
    assert table["name"] == name
    assert table["title"] in printed
    assert table["rows"]
    for row in table["rows"]:
        assert len(row) == len(table["columns"])
        assert all(cell in printed for cell in row)
    assert all(seconds and min(seconds) > 0 for seconds in table["seconds"].values())
    if name == "memory":
        (row,) = table["rows"]
        imports, first_cell, _, last_cell, most = map(float, row[1:6])
        assert 100 < imports <= first_cell <= most
        assert 100 < last_cell <= most
    if name == "training":
        assert "no code with the same steps is more than" in printed
    if name == "feeding":
        assert "Batches of the first epoch equal, bit for bit: True." in printed


def test_private_memory_is_what_a_process_has_written_to(tmp_path):
    file = tmp_path / "pixels"
    with file.open("wb") as written:
        written.write(bytes(range(256)) * 4_000 * 20)  # 20 MB
        os.fsync(written)  # what waits to be written to the disk counts as dirty
    before = _measure.private(os.getpid())
    only_read = np.memmap(file, np.uint8, mode="c")
    assert only_read.sum(dtype=np.int64)
    assert _measure.private(os.getpid()) - before < 10_000_000
    only_read[:] = 1
    assert _measure.private(os.getpid()) - before > 15_000_000
    assert _measure.private(2**22 + 1) == 0  # no process has such a number


def test_the_imports_of_a_cell_are_those_at_its_margin():
    source = "import os, sys\nfrom a.b import (c,\n  d as e)\nif os:\n    import q\n"
    assert memory.imports(source) == "import os, sys\nfrom a.b import c, d as e"


def test_a_table_that_is_not_there_is_refused_before_any_is_made(capsys):
    with pytest.raises(SystemExit) as end:
        __main__.main(["feeding", "soup"])
    said = capsys.readouterr()
    assert end.value.code == 2
    assert "'soup' is none of feeding, csv_scale" in said.err
    assert not said.out


def test_a_recipes_share_is_taken_seed_by_seed(monkeypatch):
    """Stand-ins for the trainings and their clock: each takes what is written here."""
    seconds = {recipes.TUTORIAL: [10.0, 20.0, 40.0], "fast90": [1.0, 4.0, 4.0]}
    accuracies = {recipes.TUTORIAL: [0.64, 0.65, 0.66], "fast90": [0.90, 0.92, 0.91]}
    order = []

    def timed(way):
        name, seed = way()
        order.append((name, seed))
        taken = seconds[name][seed]
        return recipes.Run(accuracies[name][seed], taken, taken + 10)

    monkeypatch.setattr(recipes, "SEEDS", 3)
    monkeypatch.setattr(recipes, "_timed", timed)
    monkeypatch.setattr(recipes, "_theirs", lambda root, seed, quick: (recipes.TUTORIAL, seed))
    monkeypatch.setattr(recipes, "_ours", lambda name: lambda root, seed, quick: (name, seed))
    table = recipes.run(_measure.Options(data=DATA), ["fast90"])
    assert order == [(name, seed) for seed in range(3) for name in seconds]
    tutorial, fast90 = table.rows
    assert tutorial[3] == tutorial[5] == "1.00 (1.00–1.00)"
    assert fast90[1] == "91.00% (90.00%–92.00%)"
    assert fast90[2:4] == (Times((1.0, 4.0, 4.0)), "0.10 (0.10–0.20)")
    assert fast90[4:] == (Times((11.0, 14.0, 14.0)), "0.47 (0.28–0.55)")


def test_the_least_that_the_tutorials_steps_take_counts_each_step_and_test(tmp_path, monkeypatch):
    """A second for each forward, backward and update: 4 steps and 1 test in each of 2 epochs."""
    monkeypatch.setattr(training, "_seconds", lambda call: call() or 1.0)
    root = write_root(tmp_path)  # 203 images to train on, 50 to test
    assert training._least(root, None, 2) == 2 * (4 + 1) + 2 * (4 + 4)
    assert training._least(root, 64, 1) == (1 + 1) + (1 + 1)


def test_cpu_time_and_wall_time_are_read_from_their_own_clocks(monkeypatch):
    clocks = {"process_time": iter([1.0, 1.25]), "perf_counter": iter([10.0, 14.0])}
    for name, readings in clocks.items():
        monkeypatch.setattr(time, name, readings.__next__)
    assert recipes._timed(lambda: 0.5) == recipes.Run(accuracy=0.5, cpu=0.25, wall=4.0)


def test_cases_take_turns_and_the_first_turn_does_not_count(monkeypatch):
    monkeypatch.setattr(_measure.gc, "collect", int)  # half a second, with all that pytest holds
    order = []
    times = take_turns({"a": lambda: order.append("a"), "b": lambda: order.append("b")}, turns=3)
    assert order == ["a", "b"] * 4
    assert [len(taken.seconds) for taken in times.values()] == [3, 3]


def test_ratios_are_taken_turn_by_turn():
    """A machine that grows slower moves both times, and not their ratio."""
    slow, fast = Times((10.0, 20.0, 90.0)), Times((1.0, 2.0, 3.0))
    assert slow.ratios(fast) == Ratios((10.0, 10.0, 30.0))
    assert slow.ratios(fast).median == 10.0
    assert str(slow.ratios(fast)) == "10.0× (10.0–30.0)"
    assert slow.median == 20.0


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(12.34, "12.3 s"), (0.0123, "12.3 ms"), (4.5e-5, "45 µs"), (6e-9, "6 ns")],
)
def test_times_are_printed_with_a_unit_and_their_range(seconds, text):
    assert str(Times((seconds,))) == f"{text} ({text}–{text})"


def test_a_table_lines_up():
    table = Table("Title", ("what", "time"), [("first", 1), ("2nd", "long")], ["Note.", ""])
    assert str(table).splitlines() == [
        "Title",
        "",
        "what   time",
        "-----  ----",
        "first  1",
        "2nd    long",
        "",
        "Note.",
    ]


def test_the_machine_is_named():
    found = _measure.environment()
    line = _measure.environment_line(found)
    for part in (found["date"], found["machine"], found["python"], *found["versions"].values()):
        assert part in line


def test_the_tutorials_loops_learn():
    """The reference is real code: trained on what can be learned, it gets better."""
    torch.manual_seed(0)
    labels = torch.arange(10).repeat(20)
    images = torch.rand(10, 1, 28, 28)[labels]
    batches = DataLoader(TensorDataset(images, labels), batch_size=64, shuffle=True)
    model, loss_fn = reference.NeuralNetwork(), torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    _, before = reference.test_loop(batches, model, loss_fn)
    said = []
    for _ in range(10):
        reference.train_loop(batches, model, loss_fn, optimizer, report=said.append)
    accuracy, after = reference.test_loop(batches, model, loss_fn)
    assert accuracy > 0.9
    assert after < before / 2
    assert len(said) == 10
    assert said[0].endswith("[   64/  200]")


def test_the_tutorials_training_runs_from_files_to_accuracy(tmp_path):
    said = []
    accuracy = reference.train(write_root(tmp_path), epochs=1, report=said.append)
    assert 0 <= accuracy <= 1
    assert said[0] == "Epoch 1"
    assert said[-1].startswith(f"Test: accuracy {accuracy:.1%}")
