"""Emails about what is due: closing times, sections asked for, and what was never sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from award.applications.notices import NAMED, SECTION, facts_of
from award.applications.queries.reminders import Told
from award.applications.queries.requests import ToRemind
from award.applications.together import SectionRequest
from award.foundation.enough import Limit
from award.foundation.naming import named
from award.foundation.outbox import Notice, Recipient


def _one(told: Told | ToRemind) -> list[Recipient]:
    return [Recipient(told.email, told.name)]


def _closing(told: Told) -> Mapping[str, Any]:
    return {
        "reference": told.reference,
        "named": told.named,
        "round_title": told.round_title,
        "closes_at": told.closes_at,
    }


def _due(asked: ToRemind) -> Mapping[str, Any]:
    return {
        "reference": asked.reference,
        "named": asked.named,
        "round_title": asked.round_title,
        "section": asked.section,
        "section_key": asked.section_key,
        "due_on": asked.due_on,
    }


def _section(asked: SectionRequest) -> Mapping[str, Any]:
    return {
        **facts_of(asked.application),
        "person": named(asked.person.name, asked.person_id),
        "section": asked.section_title,
        "section_key": asked.section_key,
        "due_on": asked.due_on,
        "note": f"\n“{asked.note}”\n" if asked.note else "",
    }


_SAMPLE = {
    **NAMED,
    "reference": "AIA-7K3F9Q",
    "closes_at": datetime(2026, 12, 4, 12, tzinfo=UTC),
}

DUE = (
    Notice(
        "application.closing",
        recipients=_one,
        context=_closing,
        says="Reminds those who write a draft that it closes, with what is left, 14, 7 and 2 days "
        "before and on the day",
        optional="An application that I write closes soon",
        sample={
            **_SAMPLE,
            "when": "in 7 days",
            "left": "Sections that still need something:\n- Money: 3 left",
            "yours": "Only you can do this:\n- Look through it and submit it",
        },
    ),
    Notice(
        "application.closing_moved",
        recipients=_one,
        context=_closing,
        says="That a draft closes at another time than its writers were reminded of",
        sample=_SAMPLE,
    ),
    Notice(
        "application.unsent",
        recipients=_one,
        context=_closing,
        says="That a draft was never sent, with its answers, to those who wrote it",
        sample=_SAMPLE,
    ),
    Notice(
        "section_request.asked",
        limit=Limit(in_all=100, to_one=30),
        recipients=lambda asked: [Recipient(asked.person.email, asked.person.name)],
        context=_section,
        says="Asks somebody who works on an application to answer a section",
        sample={
            **NAMED,
            "reference": "AIA-7K3F9Q",
            "by": "Kim Example",
            **SECTION,
            "due_on": date(2026, 12, 1),
            "note": "\n“The figures are in your table.”\n",
        },
    ),
    Notice(
        "section_request.done",
        recipients=lambda asked: [Recipient(asked.asked_by.email, asked.asked_by.name)],
        context=_section,
        says="That somebody says that a section which was asked for is done, to whoever asked",
        optional="A section that I asked for is done",
        sample={
            "named": NAMED["named"],
            "reference": "AIA-7K3F9Q",
            "person": "Ada Example",
            **SECTION,
            "how_far": "Questions answered: 5 of 6.",
        },
    ),
    Notice(
        "section_request.due",
        recipients=_one,
        context=_due,
        says="Reminds somebody who was asked for a section of the day",
        optional="A section that I was asked for is due",
        sample={
            **NAMED,
            "reference": "AIA-7K3F9Q",
            "section": "Money",
            "section_key": "money",
            "due_on": date(2026, 12, 1),
            "when": "in 2 days",
        },
    ),
)
