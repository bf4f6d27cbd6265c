"""An application as a document for those who assess it: with what their reading view shows, and
masked as that is, in the order of the form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from award.applications.rules.documents import About, Told, application_document
from award.assessment.rules.reading import Reading
from award.assessment.rules.visibility import HIDDEN
from award.foundation.documents.parts import Document
from award.rounds.rules.questions import QuestionSet

NOT_TOLD = "Hidden in this round"


def read_document(
    about: About, reading: Reading, content: Mapping[str, Any], questions: QuestionSet
) -> Document:
    """`about` has the facts that everybody may know; who applies is the reading view's to tell."""
    told = {
        one.key: Told(one.label, one.shown, one.nothing, HIDDEN if one.hidden else "", one.renewing)
        for group in reading.groups
        for one in group.answers
    }
    who = (
        ("Organisation", reading.organisation or NOT_TOLD),
        ("Lead applicant", reading.lead or NOT_TOLD),
    )
    told_about = About(
        about.reference, about.title, about.round_title, content["phase"], about.made,
        about.service, (*about.facts, *who), about.mark,
    )  # fmt: skip
    return application_document(told_about, questions, told)
