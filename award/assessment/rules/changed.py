"""What of an application changed for an assessor of it: nothing that they can't read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from award.applications.rules.comparing import Changed, compared
from award.foundation.files.types import TYPES
from award.rounds.rules.questions import QuestionSet
from award.rounds.rules.values import applicant_hidden


def changed_for_assessor(
    questions: QuestionSet, before: Mapping[str, Any], after: Mapping[str, Any], blindness: str
) -> list[Changed]:
    """Between the contents of two submissions, by word, masked as the round masks their reading:
    without what staff alone read, what is kept apart and what would show who applies."""
    hide = applicant_hidden(blindness)
    unread = {
        one.key
        for section in questions.sections
        for one in section.questions
        if one.kept_apart or one.staff_only or (hide and (one.identifies or one.means == "team"))
    }
    was, now = (
        _nameless(content["answers"], questions) if hide else content["answers"]
        for content in (before, after)
    )
    return compared(
        questions, was, now, unread, (lambda one: one.blind) if hide else (lambda one: one)
    )


def _nameless(answers: Mapping[str, Any], questions: QuestionSet) -> dict[str, Any]:
    """People write their own names into those of files."""
    named = {
        one.key: [
            {**file, "name": f"Document{TYPES[file['type']].ending}"}
            for file in answers.get(one.key) or ()
        ]
        for one in questions.of_files
        if answers.get(one.key)
    }
    return {**answers, **named}
