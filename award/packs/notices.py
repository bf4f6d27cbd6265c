"""Word to whoever asked for a pack that it is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from award.accounts.models import User
from award.foundation.db import db
from award.foundation.outbox import Notice, Recipient
from award.foundation.policy import Role
from award.foundation.scopes import within
from award.packs.models import Pack
from award.packs.queries.packs import round_of
from award.packs.rules.choosing import CALLED, GOOD_FOR


@within("pack")
def _owner(pack: Pack) -> list[Recipient]:
    person = db.session.get_one(User, pack.owner_id)
    return [Recipient(person.email, person.name)]


def _facts(pack: Pack) -> Mapping[str, Any]:
    """Nothing of what is in it: not which applications, nor how many."""
    return {
        "called": CALLED[pack.kind],
        "round_title": round_of(pack).title,
        "token": pack.token,
        "days": GOOD_FOR.days,
    }


NOTICES = (
    Notice(
        "pack.made",
        recipients=_owner,
        context=_facts,
        says="Tells whoever asked for a panel pack or dossiers that the file is ready",
        roles=frozenset({Role.STAFF, Role.ASSESSOR}),
        optional="A panel pack or dossiers that I asked for are ready",
        sample={
            "called": "Panel pack",
            "round_title": "Round 1",
            "token": "0123456789abcdef",
            "days": GOOD_FOR.days,
        },
    ),
)
