"""Emails about an application to the person who leads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from award.applications.models import Application
from award.foundation.outbox import Notice, Recipient


def _lead(application: Application) -> list[Recipient]:
    return [Recipient(application.lead.email, application.lead.name)]


def _words(application: Application) -> Mapping[str, Any]:
    return {"application": application, "round": application.round}


def _handed(application: Application) -> Mapping[str, Any]:
    return {
        "reference": application.reference,
        "title": application.title,
        "round_title": application.round.title,
    }


NOTICES = (
    Notice(
        "application.submitted",
        recipients=_lead,
        context=_words,
        says="The receipt for an application, to its lead",
    ),
    Notice(
        "application.withdrawn",
        recipients=_lead,
        context=_words,
        says="That an application was withdrawn, to its lead",
    ),
    Notice(
        "application.handed_over",
        recipients=_lead,
        context=_handed,
        says="Tells somebody that the programme team has made them the lead of an application",
    ),
    Notice(
        "application.handed_on",
        recipients=_lead,
        context=_handed,
        says="Tells the lead of an application that somebody else takes their place",
    ),
)
