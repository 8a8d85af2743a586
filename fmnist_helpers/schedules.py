"""Learning rates that change from step to step: for the `scheduler=` of the training loops."""

from collections.abc import Sequence

from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler


class FreezeOut(LRScheduler):
    """Each part of a network learns for its own share of all steps, and is frozen from then on.

    The optimizer's parameter groups are the parts, the one nearest to the images first, and
    `shares` are theirs, in (0, 1]. A part's rate rises from a tenth to its group's `lr` in the
    first `warmup` of its own steps, and falls to 0 in a straight line. Then its parameters need no
    gradient any more: the backward pass ends before the frozen parts, which saves their time. A
    part whose share is 1 is never frozen. Step it after each batch, `steps` in all.

    Raises ValueError for shares that don't fit the groups, or don't rise: behind a part that
    still learns, the backward pass would save next to nothing. After Brock and others, *FreezeOut:
    Accelerate Training by Progressively Freezing Layers*, 2017, https://arxiv.org/abs/1706.04983.
    """

    def __init__(
        self, optimizer: Optimizer, shares: Sequence[float], *, steps: int, warmup: float = 0.2
    ):
        shares = list(shares)
        groups = len(optimizer.param_groups)
        if len(shares) != groups:
            raise ValueError(f"{len(shares)} shares for {groups} parameter groups: give one each")
        if shares != sorted(shares) or not all(0 < share <= 1 for share in shares):
            raise ValueError(f"shares={shares}: expected numbers that rise from above 0 to 1")
        self.total_steps = steps
        self.warmup = warmup
        self.ends = [max(1, round(share * steps)) for share in shares]
        super().__init__(optimizer)

    def get_lr(self) -> list[float]:
        """The rate of each group at this step."""
        return [
            lr * _share_of_peak(self.last_epoch, end, self.warmup)
            for lr, end in zip(self.base_lrs, self.ends, strict=True)
        ]

    def step(self, epoch: int | None = None) -> None:
        """Go on to the next step, and freeze what has come to its end."""
        super().step(epoch)
        self._freeze()

    def load_state_dict(self, state_dict: dict) -> None:
        """Stand where the state was saved, with the same parts frozen."""
        super().load_state_dict(state_dict)
        self._freeze()

    def _freeze(self) -> None:
        for group, end in zip(self.optimizer.param_groups, self.ends, strict=True):
            learns = self.last_epoch < end or end == self.total_steps
            for parameter in group["params"]:
                parameter.requires_grad_(learns)


def _share_of_peak(step: int, end: int, warmup: float) -> float:
    rise = max(1, round(warmup * end))
    if step < rise:
        return 0.1 + 0.9 * step / rise
    return max(0.0, (end - step) / max(1, end - rise))
