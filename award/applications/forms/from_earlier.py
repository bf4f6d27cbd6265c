"""What somebody wrote in another application, beside the draft that it may be taken into."""

from __future__ import annotations

from award.applications.forms.offered import Compared
from award.applications.queries.drafts import Draft

OTHERWISE = "This is asked in another way now, so it has to be answered anew"


def compare(other: Draft, draft: Draft) -> Compared:
    """Every answer of `other` to a question that the draft is asked too, in the draft's order.
    What is promised or kept apart is about one application alone, and files stay where they are."""
    found, given = Compared(has_questions=True), {}
    before = {question.key: question for question in other.question_set}
    for section in draft.question_set.sections:
        for question in section.questions:
            was, answer = before.get(question.key), other.given.get(question.key)
            kind = question.of_kind
            if was is None or answer is None or was.is_empty(answer):
                continue
            if kind.promise or kind.apart or question.kept_apart or question.types:
                continue
            value = question.parse(answer) if was.kind == question.kind else None
            if value is None:
                found.trouble(section, question, OTHERWISE)
                continue
            given[question.key] = value
            found.add(section, question, value, draft)
    found.part_unasked(given, draft)
    return found
