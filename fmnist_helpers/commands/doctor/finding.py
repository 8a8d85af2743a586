"""One thing that the doctor has looked at."""

from dataclasses import dataclass

OK, WARNING, PROBLEM = "ok", "warning", "problem"
MARKS = {OK: "ok  ", WARNING: "look", PROBLEM: "NO  "}


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: what was `found`, and the `remedy`, if it needs one.

    `status` is "ok", "warning" (lessons run, but not as they should) or "problem" (they don't).
    """

    name: str
    status: str
    found: str
    remedy: str = ""

    def __str__(self) -> str:
        line = f"{MARKS[self.status]}  {self.name:9} {self.found}"
        return f"{line}\n{'':16}To do: {self.remedy}" if self.remedy else line
