"""The short quiz that closes each lesson: questions from data, an answer to every choice.

The questions of lesson 03 are in ``03.toml`` beside this file: each has options, one of them
right, and for every option what choosing it reveals. ``widgets.quiz("04")`` shows them.
"""

import html
import random
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Option:
    """One choice: its `text`, whether it is `right`, and what to `say` to whoever chose it."""

    text: str
    right: bool
    say: str

    @property
    def feedback(self) -> str:
        return f"{'Right' if self.right else 'Not yet'}: {self.say}"


@dataclass(frozen=True)
class Question:
    """What is asked, and the options in the order in which they are shown."""

    ask: str
    options: tuple[Option, ...]


def load(lesson: str) -> tuple[Question, ...]:
    """The questions of a lesson, such as "04". Raises FileNotFoundError if it has no quiz.

    The options are shuffled, in the same order each time.
    """
    path = FOLDER / f"{lesson}.toml"
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in FOLDER.glob("*.toml")))
        raise FileNotFoundError(f"there is no quiz for lesson {lesson!r}; there is one for {known}")
    questions = tomllib.loads(path.read_text(encoding="utf-8"))["question"]
    return tuple(_question(entry) for entry in questions)


def as_html(questions: tuple[Question, ...]) -> str:
    """The quiz as HTML in which each option unfolds what it reveals; works without any script."""
    parts = []
    for number, question in enumerate(questions, start=1):
        options = "".join(
            f"<li><details><summary>{inline(option.text)}</summary>"
            f"<p>{inline(option.feedback)}</p></details></li>"
            for option in question.options
        )
        parts.append(f"<p><b>{number}.</b> {inline(question.ask)}</p><ul>{options}</ul>")
    return f'<section aria-label="Quiz">{"".join(parts)}</section>'


def as_text(questions: tuple[Question, ...]) -> str:
    """The questions and options as plain text, without the answers."""
    lines = [f"Quiz: {len(questions)} questions"]
    for number, question in enumerate(questions, start=1):
        lines.append(f"{number}. {question.ask}")
        lines += [f"   - {option.text}" for option in question.options]
    return "\n".join(lines)


def inline(text: str) -> str:
    """Markdown's `code`, *emphasis* and paragraphs as HTML; everything else escaped."""
    escaped = html.escape(text, quote=False).replace("\n\n", "<br>")
    escaped = re.sub(r"`([^`]+)`", r"<code>\1</code>", escaped)
    return re.sub(r"\*([^*]+)\*", r"<em>\1</em>", escaped)


def _question(entry: dict) -> Question:
    options = [
        Option(option["text"].strip(), option["right"], option["say"].strip())
        for option in entry["option"]
    ]
    ask = entry["ask"].strip()
    random.Random(ask).shuffle(options)
    return Question(ask, tuple(options))
