"""What became public within a span of time, and which searches find it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import and_, case, exists, null, or_, select
from sqlalchemy.orm import aliased

from award.case_studies.later import RunningQuestion, StudyUpdate
from award.case_studies.models import CaseStudy, CaseStudyRevision
from award.case_studies.queries.collection import collection
from award.case_studies.queries.finding import matching
from award.case_studies.queries.public import cards_of
from award.case_studies.rules.running import ANSWERS, Running
from award.case_studies.rules.updates import ABOUT, About, UpdateState
from award.case_studies.rules.vocabulary import STAGES
from award.foundation import clock
from award.foundation.locks import hold
from award.foundation.many import among, plain_rows
from award.foundation.outbox import OutboxMessage
from award.foundation.scopes import everything, published
from award.watching.models import Watch, Watcher
from award.watching.queries.watches import given
from award.watching.rules.kinds import Kind
from award.watching.rules.limits import SETTLED
from award.watching.rules.news import Event, What, changed

NEWS: Final = "watch.news"
_WORTH_TELLING = (Running.CHANGED, Running.PAUSED, Running.STOPPED)


@dataclass(frozen=True)
class Plan:
    """Whose turn it is, since when at the earliest and until when, and what each search finds of
    what is new by then."""

    due: list[int]
    since: datetime
    until: datetime
    found: Mapping[str, frozenset[int]]


@everything("the worker tells all who follow something")
def news_plan(now: datetime) -> Plan | None:
    """Reads only: one statement for those who are due, four for what is new, and for each search
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
    new = frozenset(event.study_id for event in events(since, until))
    if not new:
        return None
    searches = {row.asked_key: row.asked for row in rows}
    found = {key: matched(asked, new) for key, asked in searches.items()}
    due = list(dict.fromkeys(row.watcher_id for row in rows))
    return Plan(due, since, until, {key: ids for key, ids in found.items() if ids})


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


def matched(asked: Mapping[str, Any], new: Iterable[int]) -> frozenset[int]:
    """Those of them that the search finds, every word of it. One of whose filters there is no more
    finds nothing: it would find too much."""
    view = given(asked)
    if view.unknown:
        return frozenset()
    whole = collection()
    within = matching(view, every_word=True).within
    return frozenset(key for key in new if key in whole.places and within >> whole.places[key] & 1)


@published
def events(since: datetime, until: datetime) -> list[Event]:
    """All that became public after `since` and stands there now, in three statements."""
    return [*_texts(since, until), *_updates(since, until), *_answers(since, until)]


@published
def _texts(since: datetime, until: datetime) -> Iterator[Event]:
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
    for row in plain_rows(query):
        if not row.again:
            yield Event(row.id, row.published_at, What.NEW)
            continue
        for what in changed(row.before, row.content):
            words = ""
            if what is What.STAGE:
                stage = STAGES.get(row.content.get("stage") or "")
                words = f"Its stage is now: {stage.label}" if stage else "It says no stage any more"
            yield Event(row.id, row.published_at, what, words)


@published
def _updates(since: datetime, until: datetime) -> Iterator[Event]:
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
    for row in plain_rows(query):
        day = clock.long_date(clock.london(row.published_at).date())
        words = f"Update of {day} ({ABOUT[About(row.about)].lower()}): {row.heading}"
        yield Event(row.case_study_id, row.published_at, What.UPDATE, words)


@published
def _answers(since: datetime, until: datetime) -> Iterator[Event]:
    """That it still runs as it did is no news."""
    query = (
        select(RunningQuestion.case_study_id, RunningQuestion.answered_at, RunningQuestion.answer)
        .join(CaseStudy, CaseStudy.id == RunningQuestion.case_study_id)
        .where(
            CaseStudy.published_revision_id.is_not(None),
            RunningQuestion.answer.in_(_WORTH_TELLING),
            RunningQuestion.answered_at > since,
            RunningQuestion.answered_at <= until,
        )
        .order_by(RunningQuestion.answered_at)
    )
    for row in plain_rows(query):
        words = f"Its team says: {ANSWERS[Running(row.answer)].label.lower()}"
        yield Event(row.case_study_id, row.answered_at, What.RUNNING, words)


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
