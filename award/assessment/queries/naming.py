"""Who of an application's assessors is named in words about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased

from award.accounts.models import User
from award.applications.models import Application
from award.applications.queries.naming import names_on_team, people_told
from award.assessment.models.assignments import Assignment
from award.assessment.models.chairs import RoundChair
from award.assessment.models.moderation import InTheRoom, ModeratedScore
from award.assessment.rules.who_wrote import (
    address_in,
    by_letter,
    may_name,
    names_of,
    perhaps_of,
    whole_names_of,
    without_addresses,
)
from award.foundation.db import db
from award.foundation.many import plain_rows
from award.foundation.scopes import within
from award.interests.queries.facts import may_assess

_LEAD = aliased(User)


@dataclass(frozen=True)
class Named:
    """As it is typed: by alias what can be nobody else, an address or a name; and what may be one
    of them, such as a first name alone."""

    surely: Mapping[str, Sequence[str]]
    perhaps: Sequence[str]

    @property
    def typed(self) -> list[str]:
        return [one for found in self.surely.values() for one in found]


@within("application_id")
def assessors_named(application_id: int, words: str, *others: str, lead: bool = False) -> Named:
    """Everyone who was ever asked about the application is looked for. What names one of `others`
    too, or with `lead` whoever leads the application, is no assessor's name."""
    people = db.session.execute(
        select(Assignment.alias, User.name, User.email, _LEAD.name)
        .join(User, User.id == Assignment.assessor_id)
        .join(Application, Application.id == Assignment.application_id)
        .join(_LEAD, _LEAD.id == Application.lead_id)
        .where(Assignment.application_id == application_id)
        .order_by(Assignment.alias)
    ).all()
    leads = {row[3] for row in people} if lead else set()
    dealt = (alias for alias, *_ in people)  # “Assessor I” is a letter by its row alone
    bare = _without(without_addresses(words), dealt)
    known = {*names_of(bare, *others, *leads)}
    surely: dict[str, list[str]] = {}
    for alias, name, email, _ in people:
        named = (one for one in names_of(bare, name) if one not in known)
        if found := [*address_in(words, email), *named]:
            surely[alias] = found
    rest = _without(_ungreeted(bare, leads), {*known, *by_letter(bare)})
    return Named(surely, [*perhaps_of(rest, *(name for _, name, _, _ in people))])


@within("application_id")
def named_beside(application_id: int, texts: Sequence[str], *others: str) -> list[Named]:
    """For each text, who else of its round is named: whole names and addresses of whoever was asked
    to assess anything in it, was in the room when a score was agreed or recorded that; of its
    chairs, past ones too, also a surname alone, and what may be them. What names one of `others`,
    or somebody who writes the application, is nobody's here. One statement, or two."""
    its_round = select(Application.round_id).where(Application.id == application_id)
    of_round = Application.round_id == its_round.scalar_subquery()
    agreed = (
        select(ModeratedScore.id)
        .join(Application, Application.id == ModeratedScore.application_id)
        .where(of_round)
    )
    chairs = exists().where(
        RoundChair.person_id == User.id, RoundChair.round_id == its_round.scalar_subquery()
    )
    assesses = User.id.in_(
        select(Assignment.assessor_id)
        .join(Application, Application.id == Assignment.application_id)
        .where(of_round)
    )
    in_room = exists().where(InTheRoom.person_id == User.id, InTheRoom.moderated_id.in_(agreed))
    records = exists().where(ModeratedScore.agreed_by_id == User.id, ModeratedScore.id.in_(agreed))
    people = plain_rows(
        select(User.name, User.email, chairs)
        .where(or_(chairs, assesses, in_room, records))
        .order_by(User.id)
    )
    each = [(name, email) for name, email, _ in people]
    leading = [name for name, _, chair in people if chair]
    found = [_beside(text, each, leading, others) for text in texts]
    if not any(one.surely or one.perhaps for one in found):
        return found
    team = names_on_team(application_id)
    return [_beside(_ungreeted(text, team), each, leading, [*others, *team]) for text in texts]


def _beside(
    text: str,
    people: Sequence[tuple[str, str]],
    chairs: Sequence[str],
    others: Iterable[str],
) -> Named:
    bare = without_addresses(text)
    known = {*names_of(bare, *others)}
    typed = [*_found(text, people, [*others]), *names_of(bare, *chairs)]
    surely = [*dict.fromkeys(one for one in typed if one not in known)]
    rest = _without(bare, {*known, *surely, *by_letter(bare)})
    return Named({"": surely} if surely else {}, [*perhaps_of(rest, *chairs)])


@within("application_id")
def anybody_named(
    application_id: int, texts: Sequence[str], *others: str, applying: bool = False
) -> list[list[str]]:
    """For each text, as it is typed, whole names and addresses of anybody who assesses or did, in
    any round. Who asks may not know who they are here: that one of them assesses somewhere is all
    that they learn. Whoever has a tie to the application is found like everybody else: who is not
    would be told by it. What names one of `others` too, or somebody of whom assessors are told that
    they apply, is no assessor's name here; with `applying` everybody who does, for words that the
    applicant alone will read. Two statements, and none where nothing in the texts
    could be a name."""
    if not any(map(may_name, texts)):
        return [[] for _ in texts]
    people = plain_rows(
        select(User.name, User.email).where(
            or_(may_assess(), exists().where(Assignment.assessor_id == User.id))
        )
    )
    apply = people_told(application_id, all_of_them=applying)
    return [_found(text, people, [*others, *apply]) for text in texts]


def _found(text: str, people: Sequence[tuple[str, str]], others: Sequence[str]) -> list[str]:
    bare = without_addresses(text)
    known = {*names_of(bare, *others)}
    typed = [one for _, email in people for one in address_in(text, email)]
    typed += whole_names_of(bare, *(name for name, _ in people))
    return [*dict.fromkeys(one for one in typed if one not in known)]


def _without(text: str, known: Iterable[str]) -> str:
    for one in known:
        text = re.sub(rf"(?<!\w){re.escape(one)}(?!\w)", " ", text)
    return text


def _ungreeted(text: str, leads: Iterable[str]) -> str:
    """“Dear Cara” is to whoever leads the application, if that is their name."""
    for name in leads:
        first = re.escape(name.split()[0]) if name.split() else ""
        text = re.sub(rf"\b(?:dear|hello|hi)\s+{first}\b", " ", text, flags=re.IGNORECASE)
    return text
