"""Searches that no case study answers, kept as words, a day and a count."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import delete, select

from award.case_studies.models import UnmetSearch
from award.case_studies.rules.unmet import KEPT, MOST_A_DAY
from award.foundation import clock
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.many import inserting
from award.foundation.policy import Actor
from award.foundation.scopes import everything


@act("case_study.count_searches")
@everything("how many of a day there are, whoever asked")
def count_unmet(counted: Mapping[str, int], day: date, *, actor: Actor) -> None:
    """Add what was asked since the last time; beyond the most of a day, what is new is dropped."""
    there = {*db.session.scalars(select(UnmetSearch.words).where(UnmetSearch.day == day))}
    room = MOST_A_DAY - len(there)
    new = [words for words in sorted(counted) if words not in there]
    rows = [
        {"day": day, "words": words, "times": counted[words]}
        for words in sorted(counted)
        if words in there or words in new[: max(room, 0)]
    ]
    if rows:
        row = inserting(UnmetSearch).values(rows)
        db.session.execute(
            row.on_conflict_do_update(
                index_elements=["day", "words"],
                set_={"times": UnmetSearch.times + row.excluded.times},
            )
        )


@act("case_study.count_searches")
@everything("what is too old to say what is missing today")
def forget_unmet(*, actor: Actor) -> None:
    """Let go of what was asked more than a year ago."""
    db.session.execute(delete(UnmetSearch).where(UnmetSearch.day < clock.today() - KEPT))
