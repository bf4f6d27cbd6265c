"""Criteria: those of a round, and sets of them that a round can start from."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import select

from award.foundation.db import db
from award.rounds.models import Criterion
from award.rounds.rules import criteria as criteria_rules
from award.rounds.rules.criteria import CriteriaSet
from award.rounds.seeds import CRITERIA, read


def criteria_of(round_id: int) -> list[Criterion]:
    """A round's criteria, in order."""
    found = select(Criterion).where(Criterion.round_id == round_id).order_by(Criterion.position)
    return list(db.session.scalars(found))


@cache
def criteria_sets(folder: Path = CRITERIA) -> tuple[CriteriaSet, ...]:
    """Sets of criteria that a round can start from: the files that came with this release."""
    return tuple(criteria_rules.parse(read(path)) for path in sorted(folder.glob("*.toml")))
