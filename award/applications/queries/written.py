"""A draft as a document."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from award.applications.queries.drafts import Draft
from award.applications.queries.registers import with_registers
from award.applications.rules.answers import for_reading
from award.applications.rules.documents import (
    DRAFT,
    About,
    application_document,
    in_order_of_form,
)
from award.applications.rules.team import said_of
from award.foundation.documents.parts import Document
from award.foundation.documents.spelling import apart
from award.foundation.scopes import within


@within("draft")
def written(draft: Draft, tell: Any, service: str, in_words: Callable[[datetime], str]) -> Document:
    """What is written so far, marked as such; `tell` says what its people are told of each file."""
    application = draft.application
    made, home = draft.saved_at or application.created_at, application.organisation
    sections = with_registers(
        for_reading(draft.question_set, draft.answers, application.phase, files=tell)
    )
    about = About(
        application.reference, application.title, application.round.title, application.phase,
        made, service,
        facts=(
            ("Reference", application.reference),
            ("Organisation", apart(home.name) if home else "Not chosen yet"),
            ("Lead applicant", apart(application.lead.name)),
            *(("Applies too", said_of(one, apart)) for one in draft.co_applicants),
            ("Last saved", in_words(made)),
        ),
        mark=DRAFT,
    )  # fmt: skip
    answers = in_order_of_form(draft.question_set, about.phase, sections, draft.renewing)
    return application_document(about, answers)
