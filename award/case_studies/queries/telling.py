"""How pages about a case study say what has changed since they were opened. Its lead is told only
what they were sent: what is worked on between is not theirs to read, nor to guess at by marks."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from award.case_studies.models import CaseStudy, CaseStudyVersion
from award.case_studies.rules.fields import CALLED
from award.case_studies.rules.machine import STATES
from award.case_studies.rules.states import StudyState
from award.case_studies.rules.story import in_words
from award.foundation import earlier
from award.foundation.db import db
from award.foundation.edits import Marks, Telling
from award.foundation.scopes import within

KIND = "case_study"
SHOWN = {"state": "How it stands", "public": "Can anybody read it?", "title": "Title"}


def about_text(study: CaseStudy, *, to_lead: bool) -> Telling:
    """Of a page that shows the text."""
    return Telling(CALLED, in_words, lambda marks: _texts(study, marks, to_lead=to_lead))


def about_shown(study: CaseStudy, *, to_lead: bool) -> Telling:
    """Of a page that asks about taking it back."""

    def before(marks: Marks) -> dict[str, Any]:
        known = {"state": [*StudyState], "public": (True, False)}
        return earlier.among(marks, known) | _texts(study, marks, to_lead=to_lead)

    def words(key: str, value: Any) -> str:
        if value is None:
            return ""
        if key == "state":
            return STATES[value].applicant_label if to_lead else STATES[value].staff_label
        if key == "public":
            return "Yes" if value else "No"
        return str(value)

    return Telling(SHOWN, words, before)


@within("study")
def _texts(study: CaseStudy, marks: Marks, *, to_lead: bool) -> dict[str, Any]:
    sent = db.session.scalars(
        select(CaseStudyVersion.content).where(CaseStudyVersion.case_study_id == study.id)
    ).all()
    texts = {
        key: [content.get(key) for content in sent if content] for key in marks if key in CALLED
    }
    kept = {} if to_lead else earlier.find(KIND, study.id, marks)
    return kept | earlier.among(marks, texts)
