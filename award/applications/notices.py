"""Emails about an application to the people who write it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from award.applications.models import Application
from award.applications.rules.team import DOES, MOST_A_DAY
from award.applications.together import CoApplicant, Collaborator
from award.foundation.enough import Limit
from award.foundation.naming import named
from award.foundation.outbox import Notice, Recipient


def lead_of(application: Application) -> list[Recipient]:
    return [Recipient(application.lead.email, application.lead.name)]


def facts_of(application: Application) -> Mapping[str, Any]:
    """`named`: the reference, and the title if it has one yet."""
    title = application.title
    return {
        "reference": application.reference,
        "title": title,
        "named": f"{application.reference}: {title}" if title else application.reference,
        "round_title": application.round.title,
        "assessment_ends_at": application.round.assessment_due_at,
    }


def _invited(row: Collaborator) -> list[Recipient]:
    return [Recipient(row.email, row.person.name if row.person else row.email)]


def _its_lead(row: Collaborator | CoApplicant) -> list[Recipient]:
    return lead_of(row.application)


def _about(row: Collaborator) -> Mapping[str, Any]:
    return {
        **facts_of(row.application),
        "person": named(row.person.name, row.person_id) if row.person else row.email,
        "lead": named(row.application.lead.name, row.application.lead_id),
        "does": DOES[row.role],
        "until": row.expires_at,
    }


def _partner(row: CoApplicant) -> Mapping[str, Any]:
    return {
        **facts_of(row.application),
        "organisation": row.organisation,
        "name": row.name,
        "job_title": row.job_title,
        "until": row.expires_at,
    }


SAMPLE = {
    "reference": "AIA-7K3F9Q",
    "title": "Calls that answer themselves",
    "round_title": "Round 1",
}

SECTION = {"section": "Money", "section_key": "money"}
NAMED = {"named": "AIA-7K3F9Q: Calls that answer themselves", "round_title": "Round 1"}

NOTICES = (
    Notice(
        "application.submitted",
        recipients=lead_of,
        context=facts_of,
        says="The receipt for an application, to its lead",
        sample={
            **SAMPLE,
            "phase": 2,
            "organisation": "Marigold Care",
            "lead": "Kim Example",
            "received": "Friday 4 December 2026 at 11:59:07am, London time",
            "sha256": "0f" * 32,
            "assessment_ends_at": datetime(2027, 2, 1, 12, tzinfo=UTC),
        },
    ),
    Notice(
        "application.withdrawn",
        recipients=lead_of,
        context=facts_of,
        says="That an application was withdrawn, to its lead",
        sample=SAMPLE,
    ),
    Notice(
        "application.draft_withdrawn",
        recipients=lead_of,
        context=facts_of,
        says="That a draft was withdrawn, to its lead",
        sample={"reference": "AIA-7K3F9Q", **NAMED},
    ),
    Notice(
        "application.handed_over",
        recipients=lead_of,
        context=facts_of,
        says="Tells somebody that the programme team has made them the lead of an application",
        sample=NAMED,
    ),
    Notice(
        "application.handed_on",
        recipients=lead_of,
        context=facts_of,
        says="Tells the lead of an application that somebody else takes their place",
        sample=NAMED,
    ),
    Notice(
        "application.second_stage",
        recipients=lead_of,
        context=facts_of,
        says="That the second stage is open, to the lead of an application that is invited to it",
        sample={
            "reference": "AIA-7K3F9Q",
            "title": "Calls that answer themselves",
            "round_title": "Round 1, first stage",
            "next_title": "Round 1, second stage",
            "next_closes_at": datetime(2027, 4, 30, 12, tzinfo=UTC),
            "adds": "Your answers to 15 questions are carried over, and 66 questions are new",
        },
    ),
    Notice(
        "application.file_quarantined",
        recipients=lead_of,
        context=facts_of,
        says="That a virus was found in a file of a draft, to its lead",
        sample={"reference": "AIA-7K3F9Q", **NAMED, "file": "Project plan.pdf"},
    ),
    Notice(
        "application.sent_file_quarantined",
        recipients=lead_of,
        context=facts_of,
        says="That a virus was found in a file that was submitted, to the lead",
        sample={**NAMED, "file": "Project plan.pdf"},
    ),
    Notice(
        "collaborator.invited",
        limit=Limit(in_all=MOST_A_DAY, to_one=5, cold=True),
        recipients=_invited,
        context=_about,
        says="Asks somebody to work on an application, with a link",
        sample={
            **NAMED,
            "by": "Kim Example",
            "does": "read the answers and write in them",
            "token": "a-long-code",
            "until": datetime(2026, 12, 4, 12, tzinfo=UTC),
        },
    ),
    Notice(
        "collaborator.accepted",
        recipients=_its_lead,
        context=_about,
        says="That somebody takes part, to the lead",
        optional="Somebody takes part in an application that I lead",
        sample={
            "named": NAMED["named"],
            "reference": "AIA-7K3F9Q",
            "person": "Ada Example",
            "does": "read it",
        },
    ),
    Notice(
        "collaborator.declined",
        recipients=_its_lead,
        context=_about,
        says="That somebody doesn’t take part, to the lead",
        sample={**NAMED, "reference": "AIA-7K3F9Q", "person": "ada@example.org"},
    ),
    Notice(
        "collaborator.removed",
        recipients=_invited,
        context=_about,
        says="Tells somebody that they were taken off an application",
        sample={**NAMED, "lead": "Kim Example"},
    ),
    Notice(
        "collaborator.brought",
        recipients=_invited,
        context=_about,
        says="Tells who worked on a first stage that they work on the second too",
        sample={
            **NAMED,
            "reference": "AIA-7K3F9Q",
            "lead": "Kim Example",
            "does": "read the answers and write in them",
        },
    ),
    Notice(
        "collaborator.left",
        recipients=_its_lead,
        context=_about,
        says="That somebody has left, to the lead",
        sample={**NAMED, "reference": "AIA-7K3F9Q", "person": "Ada Example"},
    ),
    Notice(
        "collaborator.lead_offered",
        limit=Limit(in_all=20, to_one=5),
        recipients=_invited,
        context=_about,
        says="Asks somebody who works on an application to lead it",
        sample={**NAMED, "reference": "AIA-7K3F9Q", "lead": "Kim Example"},
    ),
    Notice(
        "collaborator.lead_refused",
        recipients=_its_lead,
        context=_about,
        says="That somebody will not lead the application, to whoever does",
        sample={**NAMED, "reference": "AIA-7K3F9Q", "person": "Ada Example"},
    ),
    Notice(
        "collaborator.lead_taken",
        recipients=_invited,
        context=_about,
        says="Tells the lead of an application that somebody else has accepted to lead it",
        sample={**NAMED, "reference": "AIA-7K3F9Q", "lead": "Ada Example"},
    ),
    Notice(
        "co_applicant.asked",
        limit=Limit(in_all=MOST_A_DAY, to_one=5, cold=True),
        recipients=lambda row: [Recipient(row.email, row.organisation)],
        context=_partner,
        says="Asks an organisation to confirm that it applies together with another, with a link",
        sample={
            **NAMED,
            "by": "Kim Example",
            "organisation": "Brightwater Care",
            "token": "a-long-code",
            "until": datetime(2026, 12, 4, 12, tzinfo=UTC),
        },
    ),
    *(
        Notice(
            f"co_applicant.{state}",
            recipients=_its_lead,
            context=_partner,
            says=f"That an organisation {says} that it applies together, to the lead",
            sample={
                "named": NAMED["named"],
                "reference": "AIA-7K3F9Q",
                "organisation": "Brightwater Care",
                "name": "Ada Example",
                "job_title": "Registered manager",
            },
        )
        for state, says in (("confirmed", "has confirmed"), ("declined", "denies"))
    ),
    Notice(
        "application.commented",
        recipients=lead_of,
        context=facts_of,
        says="That somebody who reads a draft by a link has commented on it, to its lead",
        sample={
            "reference": "AIA-7K3F9Q",
            "named": NAMED["named"],
            "comments": "3 comments",
        },
    ),
)
