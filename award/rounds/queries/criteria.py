"""Criteria: those of a round, and sets of them that a round can start from."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import select

from award.foundation.db import db
from award.rounds.models import Criterion
from award.rounds.rules import criteria as criteria_rules
from award.rounds.rules.criteria import CriteriaSet, CriterionValues
from award.rounds.seeds import CRITERIA, LIVED_CRITERIA, read


def criteria_of(round_id: int) -> list[Criterion]:
    """A round's criteria, in order; not those of a panel's own."""
    found = (
        select(Criterion)
        .where(Criterion.round_id == round_id, Criterion.panel == "")
        .order_by(Criterion.position)
    )
    return list(db.session.scalars(found))


@cache
def lived_start(folder: Path = LIVED_CRITERIA) -> tuple[CriterionValues, ...]:
    """What the lived-experience panel's own criteria can start from."""
    sets = [criteria_rules.parse(read(path)) for path in sorted(folder.glob("*.toml"))]
    return sets[-1].criteria


@cache
def criteria_sets(folder: Path = CRITERIA) -> tuple[CriteriaSet, ...]:
    """Sets of criteria that a round can start from, of each the newest version of those that came
    with this release."""
    found = [criteria_rules.parse(read(path)) for path in folder.glob("*.toml")]
    newest = {one.key: one for one in sorted(found, key=lambda one: one.version)}
    return tuple(newest[key] for key in sorted(newest))
