"""Staging many decisions at once: awards, from the top of the shortlist to the funding line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from award.applications.models import Application
from award.applications.queries.applications import applications_for_update
from award.assessment.queries.scores import summaries_of
from award.decisions.models import Decision
from award.decisions.queries import decisions, shortlist, staged
from award.decisions.rules.shortlist_columns import ShortlistRow
from award.decisions.rules.shortlist_view import ShortlistView
from award.decisions.rules.states import Outcome
from award.decisions.services import refusals
from award.decisions.services.staging import CODES, told_of, values_of
from award.foundation import audit, kept
from award.foundation.acts import act
from award.foundation.edits import NAMED
from award.foundation.errors import Refused
from award.foundation.policy import Actor
from award.rounds.models import Round

ABOVE_AND_UNDECIDED = ShortlistView(standing="within", decision="none")
MEETING_AND_UNDECIDED = ShortlistView(standing="meets", decision="none")


def to_stage_down_to_the_line(round_: Round, actor: Actor) -> tuple[list[ShortlistRow], int]:
    """What can be staged to fund: above the funding line, with an ask, and with nothing decided
    yet; in a first stage, to invite: all that meet the threshold. As many as one page of the
    shortlist holds, which a person can look through, and how many more there are to come back
    for."""
    view = MEETING_AND_UNDECIDED if round_.followed else ABOVE_AND_UNDECIDED
    found = shortlist.shortlist(round_, actor, page=1, view=view)
    rows = [row for row in found.rows if row.ask_gbp or round_.followed]
    return rows, found.total - len(found.rows)


@act("decision.stage")
def stage_funding_down_to_the_line(
    round_: Round, *, references: Sequence[str], actor: Actor
) -> int:
    """Stage "fund" at the full ask, or "invite", for those that `to_stage_down_to_the_line` names.

    `references` are those that the person was shown; Refused when the list has changed since.
    Answers how many were staged.
    """
    staged.lock_round(round_)
    refusals.not_being_released(round_)
    refusals.has_closed(round_)
    rows, _more = to_stage_down_to_the_line(round_, actor)
    if not rows:
        raise Refused("Nothing is left to stage, so nothing was changed.", rule="stale")
    if changed := _changed([row.reference for row in rows], references):
        raise Refused(
            f"The shortlist has changed since you opened this page: {changed}. Nothing was staged. "
            "Look at the list below again, then confirm.",
            rule="stale",
        )
    outcome = Outcome.INVITE if round_.followed else Outcome.FUND
    asks = {row.application_id: row.ask_gbp for row in rows}
    applications = applications_for_update(asks)
    found = decisions.decisions_of(asks)
    summaries = summaries_of(asks)
    for application in applications:
        refusals.can_be_decided(application)
        refusals.as_seen(found.get(application.id), refusals.NEW)
        refusals.values(application, outcome, asks[application.id], None, "")
        summary = summaries.get(application.id)
        refusals.reason_for_departing(application, summary, outcome, "")
    return _stage(applications, outcome, asks, actor)


def _changed(now: Sequence[str], shown: Sequence[str]) -> str:
    """What the list that was shown has lost and gained since, in words; "" where it is the same."""
    lost = [one for one in shown if one not in set(now)]
    gained = [one for one in now if one not in set(shown)]
    told = [f"{_named(lost)} no longer there"] if lost else []
    told += [f"{_named(gained)} new"] if gained else []
    if not told and list(now) != list(shown):
        return "the order is another"
    return "; ".join(told)


def _named(references: Sequence[str]) -> str:
    more = len(references) - NAMED
    told = [*references[:NAMED], *([f"{more} more"] if more > 0 else [])]
    words = f"{', '.join(told[:-1])} and {told[-1]}" if len(told) > 1 else told[0]
    return f"{words} {'is' if len(references) == 1 else 'are'}"


def _stage(
    applications: Sequence[Application],
    outcome: Outcome,
    asks: Mapping[int, int | None],
    actor: Actor,
) -> int:
    """Each as `stage_decision` stages it, all in one statement."""
    person = refusals.person(actor)
    values = {one.id: values_of(outcome, amount_gbp=asks[one.id]) for one in applications}
    rows = [
        {"application_id": key, "decided_by_id": person, **value} for key, value in values.items()
    ]
    made = audit.add_rows(Decision, rows, by=("application_id",))
    kept.notice(made)
    about = {one.id: one for one in applications}
    audit.record_many(
        audit.Entry(
            actor,
            "decision.stage",
            decision,
            told_of(about[decision.application_id], decision, values[decision.application_id]),
            CODES,
        )
        for decision in made
    )
    return len(made)
