"""What a training says while it runs: bars and lines for people, JSON lines for programs."""

import json
import math
from datetime import UTC, datetime
from pathlib import Path

from tqdm import tqdm

from fmnist_helpers.training import History, Score, Tally


class TrainingLog:
    """Shows each epoch's progress and its scores; appends events to `file`, where one is named.

    Events are JSON objects, a line each: "start", "epoch", "stopped" and "end", with "time" in
    UTC. What is no number in JSON (an infinite loss, NaN) is null. `quiet` is for all processes
    of a job but one. Raises OSError where the file cannot be written.
    """

    def __init__(self, file: Path | None, *, epochs: int, batches: int, quiet: bool = False):
        self.file = None if quiet else file
        self.epochs, self.batches, self.quiet = epochs, batches, quiet
        self.next_epoch = 1
        self.bar = None
        if self.file is not None:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with open(self.file, "a+b") as log:
                # A line that was cut off (kill -9, a full disk) spoils itself, not the next one.
                if log.tell() and _last_byte(log) != b"\n":
                    log.write(b"\n")

    def start(self, sentence: str, *, done: int, **facts) -> None:
        """Say what is to be trained, `done` epochs being behind it."""
        self.next_epoch = done + 1
        self._say(sentence)
        self._note("start", epochs_done=done, **facts)

    def step(self, tally: Tally) -> None:
        if self.bar is None:
            self.bar = tqdm(
                total=self.batches,
                initial=len(tally) - 1,
                desc=f"epoch {self.next_epoch}/{self.epochs}",
                unit="batch",
                leave=False,
                disable=True if self.quiet else None,  # None: where nobody watches, as in a file
            )
        self.bar.update(1)

    def epoch(self, epoch: int, history: History) -> None:
        self.next_epoch = epoch + 1
        scores = {name: values[-1] for name, values in vars(history).items() if values}
        words = [
            f"{part}: loss {scores[f'{name}_loss']:.4f}, "
            f"accuracy {100 * scores[f'{name}_accuracy']:.2f} %"
            for name, part in (("train", "training"), ("val", "validation"))
            if f"{name}_loss" in scores
        ]
        self._say(f"epoch {epoch}/{self.epochs}  {'  '.join(words)}  {scores['seconds']:.1f} s")
        self._note("epoch", epoch=epoch, **scores)

    def stopped(self, sentence: str) -> None:
        self._say(sentence)
        self._note("stopped", epoch=self.next_epoch)

    def end(self, sentence: str, test: Score | None, **facts) -> None:
        if test is not None:
            self._say(f"test: loss {test.loss:.4f}, accuracy {100 * test.accuracy:.2f} %")
            facts |= {"test_loss": test.loss, "test_accuracy": test.accuracy}
        self._say(sentence)
        self._note("end", **facts)

    def _say(self, sentence: str) -> None:
        if self.bar is not None:
            self.bar.close()
            self.bar = None
        if not self.quiet:
            print(sentence, flush=True)

    def _note(self, event: str, **facts) -> None:
        if self.file is None:
            return
        time = datetime.now(UTC).isoformat(timespec="seconds")
        line = json.dumps({"event": event, "time": time} | _finite(facts), ensure_ascii=False)
        with open(self.file, "a", encoding="utf-8") as log:
            log.write(line + "\n")


def _last_byte(log) -> bytes:
    log.seek(-1, 2)
    return log.read(1)


def _finite(facts: dict) -> dict:
    """JSON has no NaN, and most readers of it refuse one."""
    return {
        name: None if isinstance(value, float) and not math.isfinite(value) else value
        for name, value in facts.items()
    }
