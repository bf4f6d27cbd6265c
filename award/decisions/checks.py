"""What must be true of decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from award.applications.models import Application
from award.applications.rules.machine import TELLS
from award.applications.rules.states import ApplicationState
from award.decisions.models import Decision, Feedback, Release, RoundLine, RoundStanding
from award.decisions.queries.decisions import BEFORE_GROUNDS, DECIDED, as_data
from award.decisions.queries.placing import (
    FALLS_SHORT,
    INCOMPLETE,
    MEETS,
    MONEY,
    lacking_words,
)
from award.decisions.queries.shortlist import line_now
from award.decisions.rules.funding import FundingLine, takes
from award.decisions.rules.ranking import BELOW, Place, TieBreaker, tie_order, tie_words
from award.decisions.rules.states import DecisionState, Outcome
from award.foundation import audit
from award.foundation.db import db
from award.foundation.kept import present
from award.foundation.policy import SYSTEM
from award.foundation.workflow import StateChange
from award.rounds.models import Round

STATE_OF = {
    Outcome.INVITE: ApplicationState.INVITED,
    Outcome.FUND: ApplicationState.AWARDED,
    Outcome.RESERVE: ApplicationState.RESERVED,
    Outcome.REJECT: ApplicationState.REJECTED,
}
COUNTS = ("invite", "fund", "reserve", "reject", "emailed", "awarded_gbp", "sheets_closed")


def outcomes() -> Iterator[str]:
    """A released decision shows in its application's state, and no other application shows one."""
    query = (
        select(Application.reference, Application.state, Decision.outcome, Decision.state)
        .outerjoin(Decision, Decision.application_id == Application.id)
        .order_by(Application.reference)
    )
    for reference, state, outcome, decision_state in db.session.execute(query):
        released = decision_state == DecisionState.RELEASED
        if released and state != STATE_OF[outcome]:
            yield f"{reference}: the decision to {outcome} was released, but it is {state}"
        elif not released and state in STATE_OF.values():
            yield f"{reference}: is {state}, but no decision was released"


def staged() -> Iterator[str]:
    """The last event of its staging has the digest of what it says."""
    told = audit.last_told(["decision.stage", "decision.change", "decision.from_reserve"])
    query = select(Decision, Application.reference).join(Decision.application)
    fresh = {"populate_existing": True}
    query = query.order_by(Decision.id)
    for decision, reference in db.session.execute(query, execution_options=fresh):
        last = told.get(decision.id)
        if last is None:
            yield f"{reference}: no event says that its decision was staged"
        elif "digest" in last and not audit.fits(
            as_data(decision, DECIDED if "ground" in last else BEFORE_GROUNDS), last["digest"]
        ):
            yield f"{reference}: the decision is not what was staged"


def releases() -> Iterator[str]:
    """Each with its counts, and no others."""
    told = Counter(
        (key, *(one.get(name) or 0 for name in COUNTS))
        for key, events in audit.all_told(["round.release_decisions"]).items()
        for one in events
    )
    columns = [getattr(Release, name) for name in COUNTS]
    kept = Counter(tuple(row) for row in db.session.execute(select(Release.round_id, *columns)))
    for (round_id, *_), number in sorted((kept - told).items()):
        yield f"round {round_id}: {number} releases are not in the trail"
    for (round_id, *_), number in sorted((told - kept).items()):
        yield f"round {round_id}: {number} releases of the trail are missing"


def feedback() -> Iterator[str]:
    """Feedback is out of an application whose decision is, its history says so, once, and its text
    has the digest that the trail keeps."""
    told = audit.last_told([f"application.{TELLS}"])
    moves = select(StateChange.subject_id).where(
        StateChange.kind == "application", StateChange.action == TELLS
    )
    moved = Counter(db.session.scalars(moves))
    query = (
        select(Application.id, Application.reference, Decision.state, Feedback.text)
        .join(Decision, Decision.application_id == Application.id)
        .join(Feedback, Feedback.decision_id == Decision.id)
        .order_by(Application.reference)
    )
    for number, reference, state, text in db.session.execute(query):
        digest = told.get(number, {}).get("feedback", "")
        if bool(text) != bool(digest) or (text and not audit.fits({"text": text}, digest)):
            yield f"{reference}: its feedback is not what was released"
        if state != DecisionState.RELEASED:
            yield f"{reference}: feedback is out before the decision"
        if moved.pop(number, 0) != 1:
            yield f"{reference}: its history doesn’t say once that feedback is out"
    for number in moved:
        yield f"application {number}: its history says that feedback is out, and it is not"


def rankings() -> Iterator[str]:
    """Places, ties and money of the rows that readers would take, computed again. Rows that are
    behind are read by nobody, so nothing is wrong with them."""
    query = (
        select(RoundLine, Round)
        .join(Round, Round.id == RoundLine.round_id)
        .where(RoundLine.round_id.in_(present()))
        .options(selectinload(Round.criteria))
        .order_by(Round.reference)
        .execution_options(populate_existing=True)
    )
    for kept, round_ in db.session.execute(query):
        line, light = line_now(round_, SYSTEM)
        wrong = sorted(name for name, value in _sums(line).items() if getattr(kept, name) != value)
        if wrong:
            yield f"{round_.reference}: the kept ranking is wrong in {', '.join(wrong)}"
        places = _kept_places(round_.id, tie_order(round_.criteria))
        for number, place in enumerate(line.places, 1):
            key = place.candidate.key
            right = (number, _section(place), place.rank, place.tie, place.short, takes(place),
                     place.cumulative_gbp, place.within_budget)  # fmt: skip
            if places.pop(key, None) != right:
                yield f"{light[key].reference}: its kept place is not what the rules give"
        for key in places:
            yield f"{round_.reference}: application {key} is ranked and should not be"
    without = (
        select(Round.reference)
        .where(
            Round.id.in_(select(RoundStanding.round_id)),
            Round.id.not_in(select(RoundLine.round_id)),
        )
        .order_by(Round.reference)
    )
    for reference in db.session.scalars(without):
        yield f"{reference}: places are kept without the line that they were worked out with"


def _section(place: Place) -> int:
    if place.rank is None:
        return INCOMPLETE
    return FALLS_SHORT if place.short else MEETS


def _sums(line: FundingLine) -> dict[str, int | None]:
    ranked = [place for place in line.places if place.rank is not None]
    return {
        "everything": len(line.places),
        "ranked": len(ranked),
        "below": sum(BELOW in place.short for place in ranked),
        "no_majority": sum(bool(p.short) and BELOW not in p.short for p in ranked),
        **{name: getattr(line, name) for name in MONEY},
    }


def _kept_places(round_id: int, breakers: tuple[TieBreaker, ...]) -> dict[int, tuple[object, ...]]:
    rows = db.session.scalars(
        select(RoundStanding)
        .where(RoundStanding.round_id == round_id)
        .execution_options(populate_existing=True)
    )
    return {
        row.application_id: (
            row.position, row.section, row.rank, tie_words(row.tie, breakers),
            lacking_words(row.lacking), row.takes_gbp, row.cumulative_gbp, row.within_budget,
        )
        for row in rows
    }  # fmt: skip


CHECKS = (
    ("Every application was told what was decided", outcomes),
    ("Every decision is what somebody staged", staged),
    ("Every release is in the audit trail", releases),
    ("All feedback is out of which the history says so", feedback),
    ("Every ranking that is kept is the one that the rules give", rankings),
)
