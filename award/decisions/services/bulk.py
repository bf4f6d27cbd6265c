"""Staging many decisions at once: awards, from the top of the shortlist to the funding line."""

from __future__ import annotations

from collections.abc import Sequence

from award.applications.queries import applications_for_update
from award.decisions import queries
from award.decisions.rules.panel_sheet import ShortlistRow
from award.decisions.rules.sheet_view import SheetView
from award.decisions.rules.states import Outcome
from award.decisions.services import refusals
from award.decisions.services.staging import NEW, stage_decision
from award.foundation.acts import act
from award.foundation.errors import Refused
from award.foundation.policy import Actor
from award.rounds.models import Round

ABOVE_AND_UNDECIDED = SheetView(standing="within", decision="none")


def to_stage_down_to_the_line(round_: Round, actor: Actor) -> tuple[list[ShortlistRow], int]:
    """What can be staged to fund: above the funding line, with an ask, and with nothing decided
    yet. As many as one page of the shortlist holds, which a person can look through, and how many
    more there are to come back for."""
    found = queries.shortlist(round_, actor, page=1, view=ABOVE_AND_UNDECIDED)
    return [row for row in found.rows if row.ask_gbp], found.total - len(found.rows)


@act("decision.stage")
def stage_funding_down_to_the_line(
    round_: Round, *, references: Sequence[str], actor: Actor
) -> int:
    """Stage "fund" at the full ask for those that `to_stage_down_to_the_line` names.

    `references` are those that the person was shown; Refused when the list has changed since.
    Answers how many were staged.
    """
    queries.lock_round(round_)
    refusals.not_being_released(round_)
    refusals.has_closed(round_)
    rows, _more = to_stage_down_to_the_line(round_, actor)
    if not rows:
        raise Refused("Nothing is left to stage, so nothing was changed.", rule="stale")
    if [row.reference for row in rows] != list(references):
        raise Refused(
            "The shortlist has changed since you opened this page, so nothing was staged. Look at "
            "the list below again, then confirm.",
            rule="stale",
        )
    applications = []
    for row in rows:
        application = queries.application_to_decide(actor, row.reference)
        if application is None:
            raise Refused(f"{row.reference} can't be decided now.")
        applications.append(application)
    applications_for_update([application.id for application in applications])
    for application, row in zip(applications, rows, strict=True):
        stage_decision(
            application, Outcome.FUND, amount_gbp=row.ask_gbp, expected_version=NEW, actor=actor
        )
    return len(rows)
