"""How long a lesson takes: what its opening cell promises, held against what there is to do."""

import re

from tests.hygiene.lesson import Lesson, Problems
from tests.support import launch

WORDS_PER_MINUTE = 180
SECONDS = {"line of code": 6, "code cell": 5, "figure": 20, "prediction": 20}
WIDGET, QUIZ = 2, 3  # minutes
CLOSE = 5  # minutes between what is promised and what is counted
PROMISED = re.compile(r"^\*\*Time\*\* about (\d+) minutes", re.MULTILINE)
EXERCISE = re.compile(r"^\*[^*·]+· \w+ · (\d+) minutes\*$", re.MULTILINE)
FOLDED = re.compile(r"<details>.*?</details>", re.DOTALL)
ADDRESS = re.compile(r"\]\([^)]*\)")
# Read or typed by nobody who follows the text: hints and solutions are folded, stubs are replaced.
NOT_READ = {"solution", "stub", "check", "quiz", "progress"}


def counted(lesson: Lesson) -> float:
    """The minutes that reading, running and the exercises take."""
    prose = "\n".join(ADDRESS.sub("]", FOLDED.sub("", cell.prose)) for cell in lesson.markdown)
    prose = launch.LINE.sub("", prose)
    code = [cell for cell in lesson.code if launch.TAG not in cell.tags]
    read = [cell for cell in code if not NOT_READ & set(cell.tags)]
    seconds = (
        SECONDS["line of code"] * sum(cell.code_lines for cell in read)
        + SECONDS["code cell"] * len(code)
        + SECONDS["figure"] * sum(map(_draws, read))
        + SECONDS["prediction"] * prose.count("**Predict.**")
    )
    return (
        len(prose.split()) / WORDS_PER_MINUTE
        + seconds / 60
        + WIDGET * sum("widgets." in cell.source for cell in read)
        + QUIZ * any("quiz" in cell.tags for cell in lesson.code)
        + sum(int(exercise[1]) for exercise in EXERCISE.finditer(prose))
    )


def honest_minutes(lesson: Lesson) -> Problems:
    """The opening promises what the formula counts, give or take a few minutes."""
    promised = PROMISED.search(lesson.cells[0].source if lesson.cells else "")
    if promised and abs(counted(lesson) - int(promised[1])) > CLOSE:
        yield f"promises {promised[1]} minutes; {counted(lesson):.0f} are counted"


def _draws(cell) -> bool:
    return any("image/png" in output.get("data", {}) for output in cell.outputs)
