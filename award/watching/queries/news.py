"""What became public within a span of time, and which searches find it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

from sqlalchemy import and_, case, exists, null, or_, select
from sqlalchemy.orm import aliased

from award.case_studies.later import StudyUpdate
from award.case_studies.models import CaseStudy, CaseStudyRevision
from award.case_studies.queries.finding import matching
from award.case_studies.queries.past import Past, answered_between, finds, pasts, stood_in
from award.case_studies.queries.public import cards_of
from award.case_studies.rules.running import ANSWERS
from award.case_studies.rules.updates import ABOUT, About, UpdateState
from award.foundation import clock
from award.foundation.locks import hold
from award.foundation.many import among, plain_rows
from award.foundation.outbox import OutboxMessage
from award.foundation.scopes import everything, published
from award.watching.models import Watch, Watcher
from award.watching.queries.watches import given
from award.watching.rules.kinds import Kind
from award.watching.rules.limits import SETTLED
from award.watching.rules.news import Event, What, changed, moved

NEWS: Final = "watch.news"


@dataclass(frozen=True)
class Found:
    """Of what is new, what a search finds `now`, and by `Event.key` each before which it did."""

    now: frozenset[int] = frozenset()
    before: frozenset[tuple[int, datetime, What]] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.now or self.before)

    @cached_property
    def studies(self) -> frozenset[int]:
        return self.now | {key for key, _at, _what in self.before}


NOTHING: Final = Found()


@dataclass(frozen=True)
class Plan:
    """Whose turn it is, since when at the earliest and until when, and what each search finds of
    what is new by then."""

    due: list[int]
    since: datetime
    until: datetime
    found: Mapping[str, Found]


@everything("the worker tells all who follow something")
def news_plan(now: datetime) -> Plan | None:
    """Reads only: one statement for those who are due, five for what is new, and for each search
    with words those that the list itself asks, however many follow it. None if nobody is due or
    nothing is new."""
    until = now - SETTLED
    query = (
        select(Watch.watcher_id, Watch.asked_key, Watch.asked, Watch.confirmed_at,
               Watcher.told_up_to)
        .join(Watcher, Watcher.id == Watch.watcher_id)
        .where(
            Watch.kind == Kind.SEARCH, Watch.confirmed_at < until, can_be_told(clock.today())
        )
        .order_by(Watch.watcher_id)
    )  # fmt: skip
    rows = plain_rows(query)
    if not rows:
        return None
    since = min(row.told_up_to or row.confirmed_at for row in rows)
    new = events(since, until)
    if not new:
        return None
    searches = {row.asked_key: row.asked for row in rows}
    found = {key: matched(asked, new) for key, asked in searches.items()}
    due = list(dict.fromkeys(row.watcher_id for row in rows))
    return Plan(due, since, until, {key: one for key, one in found.items() if one})


def not_today(today: date) -> Any:
    """SQL over Watcher: no email has gone today."""
    return or_(Watcher.told_on.is_(None), Watcher.told_on < today)


@everything("the worker tells all who follow something")
def can_be_told(today: date) -> Any:
    """SQL over Watcher: nor does one wait to be sent. What is told after it would be lost were both
    taken back: a row says where the last began."""
    waits = exists().where(
        OutboxMessage.about_kind == Watcher.__tablename__,
        OutboxMessage.about_id == Watcher.id,
        OutboxMessage.notice == NEWS,
        OutboxMessage.state.in_(("queued", "sending")),
    )
    return and_(not_today(today), ~waits)


def matched(asked: Mapping[str, Any], new: Iterable[Event]) -> Found:
    """What of it the search finds, every word of it, and what it found until then. One of whose
    filters there is no more finds nothing: it would find too much."""
    view = given(asked)
    if view.unknown:
        return Found()
    search = matching(view, every_word=True)
    new = [*new]
    return Found(
        frozenset(one.study_id for one in new if finds(search, one.study_id)),
        frozenset(one.key for one in new
                  if one.stood is not None and finds(search, one.study_id, one.stood)),
    )  # fmt: skip


@published
def events(since: datetime, until: datetime) -> list[Event]:
    """All that became public after `since` and stands there now, in five statements."""
    answered = answered_between(since, until)
    texts, updates = [*_texts(since, until)], [*_updates(since, until)]
    ids = {one.id for one in texts if one.again} | {one.case_study_id for one in updates} | answered
    known = pasts(sorted(ids))
    return [
        *(one for row in texts for one in _of_text(row, known)),
        *(_of_update(row, known[row.case_study_id]) for row in updates),
        *(one for key in sorted(answered) for one in _of_answers(key, known[key], since, until)),
    ]


@published
def _texts(since: datetime, until: datetime) -> Sequence[Any]:
    """First publications and revisions, each beside the text before it."""
    now, before = CaseStudyRevision, aliased(CaseStudyRevision)
    again = now.published_at > CaseStudy.first_published_at
    columns: tuple[Any, ...] = (
        CaseStudy.id, CaseStudy.first_published_at, now.published_at, again.label("again"),
        case((again, now.content), else_=null()).label("content"), before.content.label("before"),
    )  # fmt: skip
    query = (
        select(*columns)
        .join(now, now.case_study_id == CaseStudy.id)
        .outerjoin(
            before,
            and_(again, before.case_study_id == now.case_study_id, before.number == now.number - 1),
        )
        .where(
            CaseStudy.published_revision_id.is_not(None),
            now.published_at > since,
            now.published_at <= until,
        )
        .order_by(now.id)
    )
    return plain_rows(query)


def _of_text(row: Any, known: Mapping[int, Past]) -> Iterator[Event]:
    if not row.again:
        yield Event(row.id, row.published_at, What.NEW)
        return
    stood = known[row.id].before(row.published_at)
    stood = stood_in(row.before, stood) if row.before else stood
    for what in changed(row.before, row.content):
        words, was, now = moved(what, row.before, row.content)
        yield Event(row.id, row.published_at, what, words, was, now, stood)


@published
def _updates(since: datetime, until: datetime) -> Sequence[Any]:
    query = (
        select(StudyUpdate.case_study_id, StudyUpdate.published_at, StudyUpdate.about,
               StudyUpdate.heading)
        .join(CaseStudy, CaseStudy.id == StudyUpdate.case_study_id)
        .where(
            CaseStudy.published_revision_id.is_not(None),
            StudyUpdate.state == UpdateState.PUBLISHED,
            StudyUpdate.published_at > since,
            StudyUpdate.published_at <= until,
        )
        .order_by(StudyUpdate.id)
    )  # fmt: skip
    return plain_rows(query)


def _of_update(row: Any, past: Past) -> Event:
    day = clock.long_date(clock.london(row.published_at).date())
    words = f"Update of {day} ({ABOUT[About(row.about)].lower()}): {row.heading}"
    stood = past.before(row.published_at)
    return Event(row.case_study_id, row.published_at, What.UPDATE, words, stood=stood)


def _of_answers(key: int, past: Past, since: datetime, until: datetime) -> Iterator[Event]:
    """What was said otherwise later is among them, so that who was told of it is told again."""
    for one in past.answers():
        if since < one.at <= until:
            words = f"Its team says: {ANSWERS[one.said].label.lower()}"
            stood = past.before(one.at)
            yield Event(key, one.at, What.RUNNING, words, one.before, one.said, stood)


@published
def titles(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """(title, slug) of public ones."""
    wanted = sorted(ids)
    return {row.id: (row.title, row.slug) for row in cards_of(wanted)} if wanted else {}


@published
def hold_public(ids: Iterable[int]) -> frozenset[int]:
    """Those that are public, and stay so until the transaction ends: whoever takes one down waits,
    and finds the email that tells of it."""
    wanted = sorted(ids)
    hold(CaseStudy, wanted, beside=True)
    query = select(CaseStudy.id).where(
        among(CaseStudy.id, wanted), CaseStudy.published_revision_id.is_not(None)
    )
    return frozenset(row.id for row in plain_rows(query))
