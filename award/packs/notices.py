"""Word to whoever asked for a pack that it is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from award.accounts.models import User
from award.foundation.db import db
from award.foundation.outbox import Notice, Recipient
from award.foundation.policy import Role
from award.foundation.scopes import within
from award.packs.models import ListFile, Pack
from award.packs.queries.lists import round_of as round_of_list
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


@within("file")
def _owner_of_list(file: ListFile) -> list[Recipient]:
    person = db.session.get_one(User, file.owner_id)
    return [Recipient(person.email, person.name)]


def _facts_of_list(file: ListFile) -> Mapping[str, Any]:
    round_ = round_of_list(file)
    about = f"{file.title}, {round_.title}" if round_ else file.title
    return {"title": about, "token": file.token, "days": GOOD_FOR.days}


NOTICES = (
    Notice(
        "list_file.made",
        recipients=_owner_of_list,
        context=_facts_of_list,
        says="Tells whoever asked for a list that takes long to make that the file is ready",
        roles=frozenset({Role.STAFF, Role.ASSESSOR, Role.AUDITOR, Role.PUBLISHER, Role.ADMIN}),
        optional="A long list that I asked for is ready",
        sample={"title": "Scores, Round 1", "token": "0123456789abcdef", "days": GOOD_FOR.days},
    ),
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
