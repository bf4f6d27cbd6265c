"""Awards that everybody may read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, select

from award.accounts.rules.organisations import REGIONS
from award.case_studies.models import CaseStudy
from award.case_studies.rules.vocabulary import SETTINGS, labels, organisation_type
from award.foundation import public_version
from award.foundation.columns import Column, Kind
from award.foundation.db import db
from award.foundation.many import plain_rows, streamed
from award.foundation.names import keys_as_one, named_in
from award.foundation.paging import paged
from award.foundation.policy import Actor
from award.foundation.scopes import published
from award.foundation.tables import Filter, ListView, Page, View
from award.open_data.models import PublicAward
from award.open_data.rules.giving import Award
from award.rounds.models import Round

NEWEST: Final = (PublicAward.awarded_on.desc(), PublicAward.id.desc())
_OURS: Final = (
    PublicAward.reference, PublicAward.title, PublicAward.description, PublicAward.amount_gbp,
    PublicAward.awarded_on, PublicAward.organisation_name, PublicAward.organisation_id,
    PublicAward.organisation_key, PublicAward.org_type, PublicAward.region,
    PublicAward.company_number, PublicAward.charity_number, PublicAward.settings,
    PublicAward.phase, PublicAward.changed_at,
)  # fmt: skip


@dataclass(frozen=True)
class AwardRow:
    """An award in the public list; `slug` is that of its case study, where one is public."""

    reference: str
    title: str
    description: str
    organisation_name: str
    org_type: str
    region: str
    amount_gbp: int
    settings: Sequence[str]
    phase: int
    round_reference: str
    round_title: str
    awarded_on: date
    slug: str | None

    @property
    def kind(self) -> str:
        return organisation_type(self.org_type)

    @property
    def where(self) -> list[str]:
        return labels(SETTINGS, self.settings)


def _is_public() -> ColumnElement[bool]:
    return PublicAward.published_at.is_not(None)


@published
def _public() -> Select[*tuple[Any, ...]]:
    theirs = (
        Round.reference.label("round_reference"),
        Round.title.label("round_title"),
    )
    return select(*_OURS, *theirs).join(Round, Round.id == PublicAward.round_id).where(_is_public())


@published
def awards_found(actor: Actor, view: View[AwardRow]) -> Page[AwardRow]:
    """Those that the view asks for, the latest first."""
    told = (CaseStudy.application_id == PublicAward.application_id) & (
        CaseStudy.published_revision_id.is_not(None)
    )
    query = _public().add_columns(CaseStudy.slug).outerjoin(CaseStudy, told)
    if view.q:
        keys = keys_as_one(PublicAward.title_key, PublicAward.organisation_name_key)
        query = query.where(named_in(view.q, *keys))
    by = {
        "round": Round.reference,
        "kind": PublicAward.org_type,
        "region": PublicAward.region,
    }
    for name, column in by.items():
        if view.one(name):
            query = query.where(column == view.one(name))
    return paged(query, view, *NEWEST, rows=_rows)


def _rows(found: Sequence[Any]) -> list[AwardRow]:
    return [
        AwardRow(
            one.reference, one.title, one.description, one.organisation_name, one.org_type,
            one.region, one.amount_gbp, one.settings, one.phase, one.round_reference,
            one.round_title, one.awarded_on, one.slug,
        )
        for one in found
    ]  # fmt: skip


@dataclass(frozen=True)
class Choices:
    """What of all public awards there is to choose from, and what they come to."""

    rounds: Mapping[str, str]
    kinds: Mapping[str, str]
    regions: Mapping[str, str]
    awards: int
    total_gbp: int


def choices() -> Choices:
    return public_version.remembered("awards", _choices)


@published
def _choices() -> Choices:
    query = (
        select(
            Round.reference,
            Round.title,
            PublicAward.org_type,
            PublicAward.region,
            func.count().label("awards"),
            func.sum(PublicAward.amount_gbp).label("total"),
        )
        .join(Round, Round.id == PublicAward.round_id)
        .where(_is_public())
        .group_by(Round.reference, Round.title, PublicAward.org_type, PublicAward.region)
        .order_by(Round.reference)
    )
    rows = plain_rows(query)
    kinds = {one.org_type: organisation_type(one.org_type) for one in rows}
    regions = {one.region for one in rows}
    return Choices(
        rounds={one.reference: one.title for one in rows},
        kinds=dict(sorted(kinds.items(), key=lambda pair: pair[1])),
        regions={name: name for name in REGIONS if name in regions},
        awards=sum(one.awards for one in rows),
        total_gbp=sum(int(one.total) for one in rows),
    )


@published
def changed_at() -> datetime | None:
    """When the public awards last changed, one that was taken down among them, or their rounds,
    whose titles they have; None where there is none to show."""
    if not choices().awards:
        return None
    query = select(func.max(PublicAward.changed_at), func.max(Round.updated_at)).join_from(
        PublicAward, Round, Round.id == PublicAward.round_id
    )
    moments: list[datetime] = [one for one in db.session.execute(query).one() if one is not None]
    return max(moments)


@published
def every_award() -> Iterator[Award]:
    """One by one, so that their number takes no memory, the latest first."""
    for one in streamed(_public().order_by(*NEWEST)):
        yield Award(**one._asdict())


AWARDS: Final = ListView(
    "awards",
    "Awards",
    (
        Column("title", "Project", lambda r: r.title, stays=True, names_row=True),
        Column("organisation", "Organisation", lambda r: r.organisation_name),
        Column("kind", "Kind of organisation", lambda r: r.kind),
        Column("amount_gbp", "Amount", lambda r: r.amount_gbp, Kind.MONEY),
        Column("region", "Region", lambda r: r.region),
        Column("settings", "Care settings", lambda r: ", ".join(r.where)),
        Column("round", "Round", lambda r: f"Phase {r.phase}, {r.round_title}"),
        Column("awarded_on", "Awarded", lambda r: r.awarded_on, Kind.DATE),
    ),
    rows=awards_found,
    permission="public",
    one="award",
    search="Project or organisation",
    filters=(
        Filter("round", "Round", lambda: choices().rounds),
        Filter("kind", "Kind of organisation", lambda: choices().kinds),
        Filter("region", "Region", lambda: choices().regions),
    ),
    size=20,
)
