"""What a form has to know of a kind of question: its field, and how that field's data is stored."""

from __future__ import annotations

from typing import Any, ClassVar

from wtforms.meta import DefaultMeta

from award.design.fields.rows import Column
from award.foundation.text import one_line
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

    def focus_id(self, question: Question, value: Any = None) -> str:
        """The id of the input for a link to land in: the first, or the first that is wrong."""
        return f"{PREFIX}{question.key}{self.first_input}"

    def column(self, question: Question) -> Column:
        """How it is asked as a column of a table, where its kind fits `in_a_cell`."""
        return Column(
            question.key,
            question.label,
            read=one_line,
            hint=question.hint,
            required=question.required,
            width=question.width or question.of_kind.usual_width,
            max_words=question.max_words,
            max_chars=question.max_chars,
        )


def bound(unbound: Any) -> Any:
    """A field by itself, to read single texts with."""
    return unbound.bind(form=None, name="cell", _meta=DefaultMeta())


def label_of(question: Question) -> str:
    """The question, and whether it may be left out."""
    return question.label if question.required else f"{question.label} (optional)"


def called(question: Question) -> str:
    """The start of a message about the answer: the question has been read already."""
    return f"“{question.short}”"
