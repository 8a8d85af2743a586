"""A quiz to click through: choose, and read at once what the choice reveals."""

import ipywidgets as widgets

from fmnist_helpers import quizzes
from fmnist_helpers.progress import record
from fmnist_helpers.widgets.reopened import with_face


def quiz(lesson: str) -> "Quiz":
    """The quiz of a lesson, such as "04", to click through; without a kernel, text that unfolds.

    Raises FileNotFoundError for a lesson without a quiz.
    """
    return Quiz(lesson, quizzes.load(lesson))


# ipywidgets gives an option one line, and floats its button: a longer one would come loose from it.
# The gap is below the answer, so that it reads as part of its own question.
STYLE = """<style>
.fmnist-quiz .widget-radio-box label {
  display: flex; align-items: flex-start; height: auto; line-height: 1.4; white-space: normal;
}
.fmnist-quiz .widget-radio-box label input { flex: none; order: -1; }
.fmnist-quiz .widget-radio, .fmnist-quiz .widget-radio-box { margin-bottom: 0; }
.fmnist-quiz .widget-html-content { line-height: 1.5; }
.fmnist-quiz .fmnist-quiz-answer { margin: 0 2px 1.2em; }
@media (pointer: coarse) { .fmnist-quiz .widget-radio-box label { min-height: 40px; } }
</style>"""


class Quiz(widgets.VBox):
    """Questions with their options as radio buttons, and the answer to the chosen one below.

    ``choices`` holds one RadioButtons per question, ``answers`` the HTML below each. When every
    question is answered right, the quiz is noted as done.
    """

    def __init__(self, lesson: str, questions: tuple[quizzes.Question, ...]):
        self.lesson, self.questions = lesson, questions
        self.choices, self.answers = [], []
        rows = [self._row(number, question) for number, question in enumerate(questions, start=1)]
        style = widgets.HTML(STYLE, layout=widgets.Layout(display="none"))
        super().__init__([*rows, style], layout=widgets.Layout(max_width="46em"))
        self.add_class("fmnist-quiz")

    @property
    def right(self) -> int:
        """How many questions are answered right now."""
        return sum(
            choice.index is not None and question.options[choice.index].right
            for choice, question in zip(self.choices, self.questions, strict=True)
        )

    def _row(self, number: int, question: quizzes.Question) -> widgets.VBox:
        ask = widgets.HTML(f"<b>{number}.</b> {quizzes.inline(question.ask)}")
        choice = widgets.RadioButtons(
            options=[option.text.replace("`", "") for option in question.options],
            index=None,
            layout=widgets.Layout(width="auto"),
        )
        choice.tooltip = f"Question {number}: {question.ask.replace('`', '')}"
        answer = widgets.HTML()
        answer.add_class("fmnist-quiz-answer")
        choice.observe(lambda change: self._answer(number - 1), names="index")
        self.choices.append(choice)
        self.answers.append(answer)
        return widgets.VBox([ask, choice, answer])

    def _answer(self, place: int) -> None:
        index = self.choices[place].index
        if index is None:
            self.answers[place].value = ""
            return
        option = self.questions[place].options[index]
        mark = "✓" if option.right else "✗"
        said = f"{mark} {quizzes.inline(option.feedback)}"
        self.answers[place].value = f'<div role="status" style="line-height: 1.5">{said}</div>'
        if self.right == len(self.questions):
            record(f"{self.lesson}.quiz")

    def _repr_mimebundle_(self, **options):
        bundle = super()._repr_mimebundle_(**options)
        data, *metadata = bundle if isinstance(bundle, tuple) else (bundle,)
        data["text/plain"] = quizzes.as_text(self.questions)
        data["text/html"] = quizzes.as_html(self.questions)
        bundle = (data, *metadata) if metadata else data
        return with_face(bundle, lambda: data["text/html"], data["text/plain"])
