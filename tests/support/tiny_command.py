"""``python -m tests.support.tiny_command train --root FOLDER …``: the command on any small data.

The real one uses verified Fashion-MNIST only. Here the root is taken as it is.
With FMNIST_TEST_FAIL=6, process 1 of a job fails at its sixth step, in the first attempt.
"""

import os
import sys

from fmnist_helpers import training
from fmnist_helpers.__main__ import main
from fmnist_helpers.commands import train


def fail_at(step: int) -> None:
    original, steps = training.train_step, []

    def train_step(*arguments):
        steps.append(1)
        if len(steps) == step:
            raise ValueError("this process was made to fail")
        return original(*arguments)

    training.train_step = train_step


if __name__ == "__main__":
    train.ensure_fashion_mnist = lambda root: root
    attempt = os.environ.get("RANK"), os.environ.get("TORCHELASTIC_RESTART_COUNT")
    if attempt == ("1", "0") and "FMNIST_TEST_FAIL" in os.environ:
        fail_at(int(os.environ["FMNIST_TEST_FAIL"]))
    sys.exit(main())
