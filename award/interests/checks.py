"""What must be true of what is kept of conflicts."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select

from award.foundation import audit
from award.foundation.db import db
from award.foundation.kept import differing, present
from award.foundation.many import plain_rows
from award.foundation.scopes import everything
from award.interests.models import ConflictDecision, InterestConflict, InterestDeclaration
from award.interests.queries import facts
from award.interests.queries.ties import found_now
from award.interests.rules.conflicts import as_data
from award.rounds.models import Round


@everything("the check is the service's own")
def conflicts_worked_out() -> Iterator[str]:
    """Of each round whose rows are the present ones, worked out again by the rules from answers,
    teams, organisations and declarations."""
    kept = InterestConflict
    for round_id, reference in db.session.execute(
        select(Round.id, Round.reference).where(Round.id.in_(present())).order_by(Round.id)
    ).all():
        which = facts.submitted_in(round_id)
        right = {
            pair: (tie.hard, as_data(tie.reasons), tie.settled)
            for pair, tie in found_now(which, afresh=True).items()
        }
        named = facts.kept_names(which)
        for application_id in differing(named, facts.names_read(which)):
            if application_id in named:  # what isn't kept yet is read by whoever asks
                yield f"{reference}: whom application {application_id} names is kept otherwise"
        rows = plain_rows(
            select(
                kept.application_id, kept.person_id, kept.hard, kept.reasons, kept.settled
            ).where(kept.round_id == round_id)
        )
        there = {(row[0], row[1]): tuple(row[2:]) for row in rows}
        for application_id, person_id in differing(there, right):
            yield (
                f"{reference}: conflicts of person {person_id} with application {application_id} "
                "are not what teams and declarations come to"
            )


def told() -> Iterator[str]:
    """Whoever declared, and wherever staff decided, the trail says so as often."""
    for kind, verb, column in (
        ("user_account", "declare_interests", InterestDeclaration.person_id),
        ("application", "decide_conflict", ConflictDecision.application_id),
    ):
        times = audit.times_told(kind)
        rows = plain_rows(select(column, func.count()).group_by(column).order_by(column))
        for number, count in rows:
            if times[number, verb] != count:
                yield f"{kind} {number}: {count} rows and the trail differ in {verb}"


CHECKS = (
    ("Every declaration of interests and decision about one is in the trail", told),
    ("Conflicts of interest are what teams and declarations come to", conflicts_worked_out),
)
