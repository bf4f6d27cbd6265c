"""What must be true of what is kept of conflicts."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from award.foundation.db import db
from award.foundation.kept import differing, present
from award.foundation.many import plain_rows
from award.foundation.scopes import everything
from award.interests.models import InterestConflict
from award.interests.queries import facts
from award.interests.rules.conflicts import as_data, ties
from award.rounds.models import Round


@everything("the check is the service's own")
def conflicts_worked_out() -> Iterator[str]:
    """Of each round whose rows are the present ones, worked out again by the rules from answers,
    teams, organisations and declarations."""
    kept = InterestConflict
    for round_id, reference in db.session.execute(
        select(Round.id, Round.reference).where(Round.id.in_(present())).order_by(Round.id)
    ).all():
        which = facts.assessable_in(round_id)
        found = ties(facts.assessor_facts(), facts.applied_facts(which, facts.names_read(which)))
        right = {pair: (tie.hard, as_data(tie.reasons)) for pair, tie in found.items()}
        rows = plain_rows(
            select(kept.application_id, kept.person_id, kept.hard, kept.reasons).where(
                kept.round_id == round_id
            )
        )
        there = {(row[0], row[1]): (row[2], row[3]) for row in rows}
        for application_id, person_id in differing(there, right):
            yield (
                f"{reference}: conflicts of person {person_id} with application {application_id} "
                "are not what teams and declarations come to"
            )


CHECKS = (("Conflicts of interest are what teams and declarations come to", conflicts_worked_out),)
