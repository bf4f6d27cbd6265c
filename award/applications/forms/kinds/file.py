"""A slot for files. What is in it is drawn below the field, and changed by acts of its own."""

from __future__ import annotations

from typing import Any

from wtforms import FileField

from award.applications.forms.kinds.base import Asking, label_of
from award.foundation.files.types import TYPES
from award.rounds.kinds import Question


class AskFile(Asking):
    def field(self, question: Question) -> Any:
        hint = f"{question.hint} {question.of_kind.wanted(question)}.".strip()
        endings = [ending for key in question.types for ending in TYPES[key].endings]
        several = {"multiple": True} if (question.max_files or 1) > 1 else {}
        return FileField(
            label_of(question), description=hint, render_kw={"accept": ",".join(endings), **several}
        )
