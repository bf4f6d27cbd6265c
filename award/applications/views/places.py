"""Where one answer of an application stands."""

from __future__ import annotations

from flask import url_for

from award.applications.forms.section import anchor_of
from award.applications.models import Application
from award.applications.queries.asked import asked_of


def to_answer(application: Application, key: str) -> str:
    """Its box in its section, from which readers and whoever may not change it are led on."""
    sections = asked_of(application).sections
    section, question = next(
        (section, question)
        for section in sections
        for question in section.questions
        if question.key == key
    )
    return url_for(
        "applications.section",
        reference=application.reference,
        section=section.key,
        _anchor=anchor_of(question),
    )
