"""Who of an application's assessors is named in words about it."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import aliased

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.rules.who_wrote import address_in, names_of, without_addresses
from award.foundation.db import db
from award.foundation.scopes import within

_LEAD = aliased(User)


@within("application_id")
def assessors_named(
    application_id: int, words: str, *others: str, lead: bool = False
) -> Iterator[tuple[str, list[str]]]:
    """By alias, how it is typed: an address of theirs, or their name. Everyone who was ever asked
    about the application is looked for. What names one of `others` too, or with `lead` whoever
    leads the application, is no assessor's name."""
    people = db.session.execute(
        select(Assignment.alias, User.name, User.email, _LEAD.name)
        .join(User, User.id == Assignment.assessor_id)
        .join(Application, Application.id == Assignment.application_id)
        .join(_LEAD, _LEAD.id == Application.lead_id)
        .where(Assignment.application_id == application_id)
        .order_by(Assignment.alias)
    ).all()
    bare = without_addresses(words)
    known = {*names_of(bare, *others, *({row[3] for row in people} if lead else ()))}
    for alias, name, email, _ in people:
        named = (one for one in names_of(bare, name) if one not in known)
        if found := [*address_in(words, email), *named]:
            yield alias, found
