"""Learning rates that change from step to step: for the `scheduler=` of the training loops."""

from collections.abc import Sequence

from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler


class FreezeOut(LRScheduler):
    """Each part of a network learns for its own share of all steps, and is frozen from then on.

    The optimizer's parameter groups are the parts, the one nearest to the images first, and
    `shares` are theirs, in (0, 1]. A part's rate rises from a tenth to its group's `lr` in the
    first `warmup`, in [0, 1), of its own steps (in one, at least), and falls to 0 in a straight
    line. Then its parameters need no gradient: the backward pass ends before the frozen parts,
    which saves their time. After the last of `steps` all that was frozen learns again, if trained.
    Step it after each batch.

    Frozen are weights alone: batch norm's running means go on with the batches that they see.
    Raises ValueError for shares that don't fit the groups, or fall: where an earlier part still
    learns, the backward pass has to reach it through the later ones; for `steps` or a `warmup`
    out of range; and for a step too many. After Brock and others, *FreezeOut: Accelerate Training
    by Progressively Freezing Layers*, 2017, https://arxiv.org/abs/1706.04983.
    """

    def __init__(
        self, optimizer: Optimizer, shares: Sequence[float], *, steps: int, warmup: float = 0.2
    ):
        shares = list(shares)
        groups = len(optimizer.param_groups)
        if len(shares) != groups:
            raise ValueError(f"{len(shares)} shares for {groups} parameter groups: give one each")
        if shares != sorted(shares) or not all(0 < share <= 1 for share in shares):
            raise ValueError(f"shares={shares}: expected numbers above 0, to 1, that don't fall")
        if steps < 1 or steps != int(steps) or not 0 <= warmup < 1:
            raise ValueError(
                f"steps={steps}, warmup={warmup}: expected a whole number of 1 or more, and a "
                f"share from 0 to below 1"
            )
        self.total_steps = steps
        self.warmup = warmup
        self.ends = [max(1, round(share * steps)) for share in shares]
        # What was frozen before stays so. (Not in `state_dict`: these are the parameters.)
        self._learning = [
            [parameter for parameter in group["params"] if parameter.requires_grad]
            for group in optimizer.param_groups
        ]
        super().__init__(optimizer)

    def get_lr(self) -> list[float]:
        """The rate of each group at this step."""
        return [
            lr * _share_of_peak(self.last_epoch, end, self.warmup)
            for lr, end in zip(self.base_lrs, self.ends, strict=True)
        ]

    def step(self, epoch: int | None = None) -> None:
        """Go on to the next step, and freeze what has come to its end."""
        if self.last_epoch >= self.total_steps:
            raise ValueError(f"the schedule has {self.total_steps} steps, and they are done")
        super().step(epoch)
        self._freeze()

    def state_dict(self) -> dict:
        """All that decides how it goes on, in numbers."""
        state = super().state_dict()
        return {name: value for name, value in state.items() if name != "_learning"}

    def load_state_dict(self, state_dict: dict) -> None:
        """Stand where the state was saved, with the same parts frozen."""
        super().load_state_dict(state_dict)
        self._freeze()

    def _freeze(self) -> None:
        for parameters, end in zip(self._learning, self.ends, strict=True):
            for parameter in parameters:
                parameter.requires_grad_(not end <= self.last_epoch < self.total_steps)


def _share_of_peak(step: int, end: int, warmup: float) -> float:
    rise = max(1, round(warmup * end))
    if step < rise:
        return 0.1 + 0.9 * step / rise
    return max(0.0, (end - step) / max(1, end - rise))
