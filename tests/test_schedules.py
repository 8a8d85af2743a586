"""FreezeOut: each part's learning rate, what is frozen when, and that it only saves time."""

import copy

import pytest
import torch
from torch import nn

from fmnist_helpers.schedules import FreezeOut

STEPS = 40
SHARES = (0.25, 0.5, 1.0)
ENDS = (10, 20)  # of the first two parts


def network():
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(6, 5), nn.Tanh(), nn.Linear(5, 4), nn.Tanh(), nn.Linear(4, 3))


def parts(model):
    return [list(model[number].parameters()) for number in (0, 2, 4)]


def start(model, shares=SHARES, lr=0.5):
    groups = [{"params": part} for part in parts(model)]
    optimizer = torch.optim.SGD(groups, lr=lr, momentum=0.9, weight_decay=0.1)
    return optimizer, FreezeOut(optimizer, shares, steps=STEPS)


def learn(model, optimizer, scheduler, steps, after_step=None):
    """So many steps, on batches of their own."""
    for _ in range(steps):
        images = torch.rand(8, 6, generator=torch.Generator().manual_seed(scheduler.last_epoch))
        optimizer.zero_grad()
        (model(images) - 1).square().mean().backward()
        optimizer.step()
        scheduler.step()
        if after_step is not None:
            after_step()


def rates_of(model, optimizer, scheduler, steps):
    """The rates of all parts before so many steps and after each."""
    rates = [scheduler.get_last_lr()]
    learn(model, optimizer, scheduler, steps, lambda: rates.append(scheduler.get_last_lr()))
    return rates


def learning(model):
    """Of each part, whether it learns."""
    return [all(parameter.requires_grad for parameter in part) for part in parts(model)]


def test_each_part_rises_and_falls_in_its_own_share_of_the_steps():
    model = network()
    optimizer, scheduler = start(model)
    rates = rates_of(model, optimizer, scheduler, STEPS)
    for number, end in enumerate((*ENDS, STEPS)):
        mine = [rate[number] for rate in rates]
        peak = end // 5  # the warmup: a fifth of the part's own steps
        assert mine[0] == pytest.approx(0.05)
        assert mine[peak] == max(mine) == 0.5
        assert mine[: peak + 1] == sorted(mine[: peak + 1])
        falls = mine[peak : end + 1]
        assert falls == pytest.approx(torch.linspace(0.5, 0, len(falls)).tolist())
        assert falls[-2] > 0
        assert mine[end:] == [0] * (STEPS + 1 - end)
    assert [group["lr"] for group in optimizer.param_groups] == rates[-1]


def test_parts_are_frozen_from_their_ends_to_the_last_step():
    model = network()
    optimizer, scheduler = start(model)
    seen = [learning(model)]
    learn(model, optimizer, scheduler, STEPS, lambda: seen.append(learning(model)))
    expected = [[step < ENDS[0], step < ENDS[1], True] for step in range(STEPS)]
    assert seen == [*expected, [True, True, True]]


def test_what_was_frozen_before_stays_frozen():
    model = network()
    model[2].bias.requires_grad_(False)
    optimizer, scheduler = start(model)
    learn(model, optimizer, scheduler, STEPS)
    assert learning(model) == [True, False, True]
    assert model[2].weight.requires_grad


def test_a_step_too_many_is_refused():
    model = network()
    optimizer, scheduler = start(model)
    learn(model, optimizer, scheduler, STEPS)
    with pytest.raises(ValueError, match="the schedule has 40 steps, and they are done"):
        learn(model, optimizer, scheduler, 1)


def test_frozen_parts_get_no_gradient_and_keep_their_values():
    model = network()
    optimizer, scheduler = start(model)
    learn(model, optimizer, scheduler, ENDS[0])
    before = copy.deepcopy(model.state_dict())
    learn(model, optimizer, scheduler, 1)
    first, second, _ = parts(model)
    assert all(parameter.grad is None for parameter in first)
    assert all(parameter.grad is not None for parameter in second)
    assert torch.equal(model[0].weight, before["0.weight"])
    assert not torch.equal(model[2].weight, before["2.weight"])


def test_saves_time_only():
    """With rates of 0 alone, nothing frozen, the network ends in the same bits."""
    ends = []
    for freezes in (True, False):
        model = network()
        optimizer, scheduler = start(model)
        thaw = None if freezes else lambda model=model: model.requires_grad_(True)
        learn(model, optimizer, scheduler, STEPS, thaw)
        ends.append(model.state_dict())
    assert all(torch.equal(ends[0][name], ends[1][name]) for name in ends[0])


@pytest.mark.parametrize("done", [5, ENDS[0], 15, ENDS[1], 30])
def test_goes_on_from_a_saved_state_to_the_same_bits(done, tmp_path):
    whole = network()
    learn(whole, *start(whole), STEPS)

    model = network()
    optimizer, scheduler = start(model)
    learn(model, optimizer, scheduler, done)
    saved = [part.state_dict() for part in (model, optimizer, scheduler)]
    torch.save(saved, tmp_path / "run.pt")

    model = network()
    optimizer, scheduler = start(model)
    states = torch.load(tmp_path / "run.pt", weights_only=True)
    for part, state in zip((model, optimizer, scheduler), states, strict=True):
        part.load_state_dict(state)
    assert learning(model) == [done < ENDS[0], done < ENDS[1], True]
    learn(model, optimizer, scheduler, STEPS - done)
    assert all(torch.equal(model.state_dict()[name], whole.state_dict()[name]) for name in saved[0])


def test_an_earlier_state_thaws():
    model = network()
    optimizer, scheduler = start(model)
    early = copy.deepcopy(scheduler.state_dict())
    learn(model, optimizer, scheduler, 15)
    assert learning(model) == [False, True, True]
    scheduler.load_state_dict(early)
    assert learning(model) == [True, True, True]


def test_a_share_of_less_than_one_step_is_one_step():
    model = network()
    optimizer, scheduler = start(model, (0.001, 0.001, 1.0))
    assert learning(model) == [True, True, True]
    learn(model, optimizer, scheduler, 1)
    assert learning(model) == [False, False, True]


def test_a_share_of_two_steps_still_reaches_the_highest_rate():
    model = network()
    rates = [rate[0] for rate in rates_of(model, *start(model, (0.05, 0.5, 1.0)), 2)]
    assert rates == pytest.approx([0.05, 0.5, 0])


@pytest.mark.parametrize(
    ("shares", "message"),
    [
        ((0.5, 1.0), "2 shares for 3 parameter groups"),
        ((), "0 shares for 3"),
        ((0.5, 0.2, 1.0), r"shares=\[0.5, 0.2, 1.0\]: expected numbers above 0, to 1, that don't"),
        ((0.0, 0.5, 1.0), "above 0, to 1"),
        ((0.5, 1.0, 1.5), "above 0, to 1"),
        ((0.5, float("nan"), 1.0), "above 0, to 1"),
    ],
)
def test_shares_that_do_not_fit_are_refused(shares, message):
    with pytest.raises(ValueError, match=message):
        start(network(), shares)


@pytest.mark.parametrize(
    ("steps", "warmup"),
    [(0, 0.2), (-5, 0.2), (2.5, 0.2), (40, 1), (40, 2), (40, -0.1), (40, float("nan"))],
)
def test_steps_and_warmup_out_of_range_are_refused(steps, warmup):
    optimizer = torch.optim.SGD(network().parameters(), lr=0.1)
    with pytest.raises(ValueError, match=f"steps={steps}, warmup={warmup}: expected a whole"):
        FreezeOut(optimizer, [1.0], steps=steps, warmup=warmup)


def test_without_warmup_it_rises_for_one_step():
    model = network()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    scheduler = FreezeOut(optimizer, [1.0], steps=4, warmup=0)
    rates = [rate for (rate,) in rates_of(model, optimizer, scheduler, 4)]
    assert rates == pytest.approx([0.01, 0.1, 0.2 / 3, 0.1 / 3, 0])


def test_a_single_step_is_a_schedule():
    model = network()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    scheduler = FreezeOut(optimizer, [1.0], steps=1)
    rates = [rate for (rate,) in rates_of(model, optimizer, scheduler, 1)]
    assert rates == pytest.approx([0.01, 0])
