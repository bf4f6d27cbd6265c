"""What a form has to know of a kind of question: its field, and how that field's data is stored."""

from __future__ import annotations

from typing import Any, ClassVar

from award.rounds.kinds import Question

PREFIX = "answer_"
"""Of every field's name: keeps a question called "data" from hiding an attribute of the form."""


class Asking:
    """How a kind of question is asked."""

    first_input: ClassVar[str] = ""
    """What the id of the field's first input has behind the field's own."""
    drawn: ClassVar[dict[str, Any]] = {}
    """How `render_field` is asked to draw it."""

    def field(self, question: Question) -> Any:
        """The unbound field."""
        raise NotImplementedError

    def load(self, value: Any) -> Any:
        """The field's data for a stored answer."""
        return value

    def dump(self, data: Any) -> Any:
        """The answer, as JSON, for the field's data."""
        return data

    def focus_id(self, question: Question) -> str:
        """The id of the question's first input, for a link that lands in it."""
        return f"{PREFIX}{question.key}{self.first_input}"


def label_of(question: Question) -> str:
    """The question, and whether it may be left out."""
    return question.label if question.required else f"{question.label} (optional)"


def called(question: Question) -> str:
    """The start of a message about the answer, in the words that stand beside the field."""
    words = f"“{question.label}”"
    return f"Your answer to {words}" if question.label.endswith("?") else words
