"""What there is to lead on to from the public page of a round."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import exists, select

from award.decisions.models import Release
from award.foundation.db import db
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
