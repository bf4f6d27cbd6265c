"""Letters about decisions: one to the lead, in kind and plain words, without scores."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from award.decisions.models import Decision
from award.decisions.rules.states import Outcome
from award.foundation.outbox import Notice, Recipient


def lead_of(decision: Decision) -> list[Recipient]:
    lead = decision.application.lead
    return [Recipient(lead.email, lead.name)]


def words(decision: Decision) -> Mapping[str, Any]:
    """What a letter may say. Nothing of scores, ranks, notes or anybody else's application.

    Who sends it adds `comments`: how many there are to read, since a letter promises none in vain.
    """
    application = decision.application
    return {
        "reference": application.reference,
        "title": application.title,
        "round_title": application.round.title,
        "amount_gbp": decision.amount_gbp,
        "conditions": decision.conditions,
    }


NOTICES = tuple(
    Notice(f"decision.{outcome}", recipients=lead_of, context=words, says=says)
    for outcome, says in (
        (Outcome.FUND, "Your application has been selected for an award"),
        (Outcome.RESERVE, "Your application is on the reserve list"),
        (Outcome.REJECT, "Your application was not selected this time"),
    )
)
