"""What there is to lead on to from the public page of a round or a case study."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import exists, select

from award.case_studies.models import CaseStudy
from award.decisions.models import Release
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.scopes import published
from award.open_data.models import PublicAward
from award.rounds.models import Round


class Pointed(NamedTuple):
    """A round, whether awards of it are public, and whether its decisions are released."""

    id: int
    reference: str
    awards: bool
    released: bool


@published
def pointed(round_ids: Sequence[int]) -> list[Pointed]:
    """Of rounds whose page somebody reads."""
    public = exists().where(PublicAward.round_id == Round.id, PublicAward.published_at.is_not(None))
    released = exists().where(Release.round_id == Round.id)
    query = select(Round.id, Round.reference, public, released).where(Round.id.in_(round_ids))
    return [Pointed(*row) for row in db.session.execute(query)]


class Amount(NamedTuple):
    """Of a public award, by the number of the case study that tells of it."""

    id: int
    amount_gbp: int
    reference: str
    round_reference: str


@published
def amounts(study_ids: Sequence[int]) -> list[Amount]:
    """Of case studies whose public page somebody reads."""
    query = (
        select(CaseStudy.id, PublicAward.amount_gbp, PublicAward.reference, Round.reference)
        .join(PublicAward, PublicAward.application_id == CaseStudy.application_id)
        .join(Round, Round.id == PublicAward.round_id)
        .where(
            among(CaseStudy.id, study_ids),
            CaseStudy.published_revision_id.is_not(None),
            PublicAward.published_at.is_not(None),
        )
    )
    return [Amount(*row) for row in db.session.execute(query)]
