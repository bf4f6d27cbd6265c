"""Letters about decisions: one to the lead, in kind and plain words, without scores."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from award.decisions.models import Decision
from award.decisions.rules.drafting import promised
from award.decisions.rules.grounds import REASONS, WHEN_PRAISED, Ground, reason_of, when_praised
from award.decisions.rules.states import Outcome
from award.foundation.outbox import Case, Notice, Recipient, Words

LATER: Final = (
    "\n\nFeedback comes later, in an email of its own: this is the decision and its reason."
)
"""With its own space."""


def lead_of(decision: Decision) -> list[Recipient]:
    lead = decision.application.lead
    return [Recipient(lead.email, lead.name)]


def about(decision: Decision) -> Mapping[str, Any]:
    application = decision.application
    return {
        "reference": application.reference,
        "title": application.title,
        "round_title": application.round.title,
    }


def words(decision: Decision) -> Mapping[str, Any]:
    """What a letter may say. Nothing of scores, ranks, notes or anybody else's application.

    Who sends it gives `comments`: how many there are to read, since a letter promises none in vain;
    None where they come later, with the rest of the feedback. `drawn_up`: is there feedback to read
    instead of them? `was_reserved`: was it on the reserve
    list? `list_closed`: and is nobody left on it?
    """
    application = decision.application
    return {
        **about(decision),
        "amount_gbp": decision.amount_gbp,
        "conditions": decision.conditions,
        "first_stage": application.round.followed,
        **_waits_for(first_stage=application.round.followed),
        "why": _why(decision),
        "ground": decision.ground,
    }


def _waits_for(*, first_stage: bool) -> dict[str, str]:
    """What an application on the reserve list has not got, and what has to become free for it."""
    if first_stage:
        return {"not_yet": "invited to the second stage", "becomes_free": "a place"}
    return {"not_yet": "awarded money", "becomes_free": "money"}


def _why(decision: Decision) -> str:
    """The ground in words, and what staff wrote beside it."""
    return "\n\n".join(filter(None, (reason_of(decision.ground), decision.words_for_applicant)))


def _of_comments(words: Words) -> Words:
    said = promised(words["comments"], drawn_up=bool(words.get("drawn_up")))
    praised = when_praised(words.get("ground")) if said else ""
    beside = f" {praised}" if praised else ""
    later = LATER if words["comments"] is None else ""
    return {
        "later": later,
        "said": said,
        "to_read": f"the decision and {said}" if said else "the decision",
        "praised": beside,
        "waited": _waited(words),
    }


def _waited(words: Words) -> str:
    if words.get("list_closed"):
        return CLOSED
    return WAITED if words.get("was_reserved") else ""


CLOSED: Final = " It was on the reserve list, which is closed now."
WAITED: Final = " It was on the reserve list until now."


_SAMPLE = {
    "reference": "AIA-7K3F9Q",
    "title": "Calls that answer themselves",
    "round_title": "Round 1",
}
_REFUSED = {
    "later": "",
    "waited": WAITED,
    "why": REASONS[Ground.MONEY],
    "praised": f" {WHEN_PRAISED[Ground.MONEY]}",
}
_OF_RESERVE = {"to_read": "the decision and what the assessors said", "later": ""}
_READ = {**_OF_RESERVE, "waited": ""}
_PLACES = {
    "why": REASONS[Ground.PLACES],
    "praised": f" {WHEN_PRAISED[Ground.PLACES]}",
}
_FUNDED = {**_SAMPLE, **_READ, "amount_gbp": 120_000}

_INVITED = {
    **_SAMPLE,
    **_READ,
    "next_title": "Round 1, second stage",
    "next_opens_at": datetime(2027, 3, 1, 9, tzinfo=UTC),
    "next_closes_at": datetime(2027, 4, 30, 12, tzinfo=UTC),
}

NOTICES = (
    Notice(
        "decision.feedback",
        recipients=lead_of,
        context=about,
        says="Feedback on your application is ready to read",
        sample=_SAMPLE,
    ),
    Notice(
        f"decision.{Outcome.INVITE}",
        recipients=lead_of,
        context=words,
        further=_of_comments,
        says="Your application is invited to the second stage",
        sample=_INVITED,
    ),
    Notice(
        f"decision.{Outcome.FUND}",
        recipients=lead_of,
        context=words,
        further=_of_comments,
        says="Your application has been selected for an award",
        sample=_FUNDED,
        cases=(
            Case(
                "with_conditions",
                lambda words: bool(words["conditions"]),
                {**_FUNDED, "conditions": "Agree a plan for the evaluation first."},
            ),
        ),
    ),
    Notice(
        f"decision.{Outcome.RESERVE}",
        recipients=lead_of,
        context=words,
        further=_of_comments,
        says="Your application is on the reserve list",
        sample={**_SAMPLE, **_OF_RESERVE, **_waits_for(first_stage=False)},
    ),
    Notice(
        f"decision.{Outcome.REJECT}",
        recipients=lead_of,
        context=words,
        further=_of_comments,
        says="Your application was not selected this time",
        sample={**_SAMPLE, **_REFUSED, "said": "what the assessors said"},
        cases=(
            Case(
                "first_stage",
                lambda words: bool(words["first_stage"]),
                {**_SAMPLE, **_READ, **_PLACES},
            ),
            Case(
                "without_comments",
                lambda words: not words["said"],
                {**_SAMPLE, "why": REASONS[Ground.SHEETS], "later": LATER, "waited": ""},
            ),
        ),
    ),
)
