"""One email a day at most to whoever follows something in which there is news."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import delete, select, update

from award.case_studies.later import StudyUpdate
from award.case_studies.models import CaseStudy
from award.foundation import audit, clock
from award.foundation.acts import act, part_of
from award.foundation.db import db
from award.foundation.locks import hold
from award.foundation.many import among
from award.foundation.outbox import OutboxMessage, send_many
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.watching.models import Watch, Watcher
from award.watching.queries.news import (
    NEWS,
    NOTHING,
    Plan,
    can_be_told,
    events,
    hold_public,
    not_today,
    titles,
)
from award.watching.queries.watches import ONE, called, link, words_of
from award.watching.rules.kinds import Kind
from award.watching.rules.limits import WARNED_BEFORE
from award.watching.rules.news import LEFT, Event, Told, followed, how_many, lines_of, search_path

AT_ONCE: Final = 200


@act("watch.tell")
def tell(plan: Plan, some: Sequence[int], *, base_url: str, actor: Actor) -> int:
    """Write to these of those who are due: what the plan found, as far as it stands now. How many
    emails. Each by one worker, and nothing twice: it is told up to where the next time begins."""
    public = hold_public(set().union(*(found.studies for found in plan.found.values())))
    hold(Watcher, some)
    due = select(Watcher).where(among(Watcher.id, some), can_be_told(clock.today()))
    fresh = due.order_by(Watcher.id).execution_options(populate_existing=True)
    watchers = {one.id: one for one in db.session.scalars(fresh)}
    if not watchers:
        return 0
    watches = db.session.scalars(
        select(Watch)
        .where(
            among(Watch.watcher_id, watchers),
            Watch.kind == Kind.SEARCH,
            Watch.confirmed_at < plan.until,
        )
        .order_by(Watch.watcher_id, Watch.id)
    ).all()
    new = [one for one in events(plan.since, plan.until) if one.study_id in public]
    known = titles(public)
    letters: dict[int, tuple[list[str], set[int]]] = {}
    for watch in watches:
        told = _news_in(watch, watchers[watch.watcher_id], new, plan)
        if not told:
            continue
        parts, studies = letters.setdefault(watch.watcher_id, ([], set()))
        studies.update(told)
        parts.append(
            followed(
                called(watch.asked),
                base_url + search_path(watch.asked),
                base_url + link(ONE, watch.reference) + "/end",
                [_told(lines, known[key], base_url) for key, lines in told.items()],
            )
        )
    ready = [
        (watchers[key], {"listed": "\n\n".join(parts), "what": how_many(len(studies))})
        for key, (parts, studies) in letters.items()
    ]
    sent = send_many(NEWS, ready, actor)
    _move_on(watchers.keys(), letters.keys(), plan)
    return sent


def _news_in(
    watch: Watch, watcher: Watcher, new: Iterable[Event], plan: Plan
) -> dict[int, list[str]]:
    """Lines by case study, the latest first. What was there when they began to follow is not new;
    what their search found until then, and does no more, is told with what moved it out."""
    since = max(filter(None, (watcher.told_up_to, watch.confirmed_at)))
    search = plan.found.get(watch.asked_key, NOTHING)
    found: dict[int, list[Event]] = {}
    for one in sorted(new, key=lambda one: (one.at, one.study_id), reverse=True):
        if one.at > since and one.study_id in search.studies:
            found.setdefault(one.study_id, []).append(one)
    told = {
        key: lines_of(events)
        for key, events in found.items()
        if key in search.now
        or any(one.key in search.before for one in events if one.at == events[-1].at)
    }
    return {
        key: lines if key in search.now else [*lines, LEFT] for key, lines in told.items() if lines
    }


def _told(lines: Sequence[str], known: tuple[str, str], base_url: str) -> Told:
    title, slug = known
    return Told(title, f"{base_url}/case-studies/{slug}", lines)


@part_of("watch.tell")
def _move_on(whose: Collection[int], told: Collection[int], plan: Plan) -> None:
    rest = [key for key in whose if key not in told]
    for keys, more in ((told, {"told_on": clock.today()}), (rest, {})):
        if keys:
            statement = (
                update(Watcher)
                .where(among(Watcher.id, keys))
                .values(told_before=Watcher.told_up_to, told_up_to=plan.until, **more)
            )
            db.session.execute(statement.execution_options(synchronize_session=False))


@act("watch.tell")
def warn(*, base_url: str, actor: Actor) -> int:
    """Tell whose requests end soon, all of one address in an email; how many emails."""
    query = (
        select(Watch, Watcher)
        .join(Watch.watcher)
        .where(
            Watch.until < clock.now() + WARNED_BEFORE,
            Watch.warned_at.is_(None),
            not_today(clock.today()),
        )
        .order_by(Watcher.id, Watch.id)
        .limit(AT_ONCE)
        .execution_options(populate_existing=True)
    )
    hold(Watcher, [watcher.id for _watch, watcher in db.session.execute(query)])
    ending: dict[Watcher, list[Watch]] = {}
    for watch, watcher in db.session.execute(query):
        ending.setdefault(watcher, []).append(watch)
        watch.warned_at = clock.now()
        audit.record(actor, "watch.warn", watch)
    for watcher in ending:
        watcher.told_on = clock.today()
    ready = [(one, _ends(found, base_url)) for one, found in ending.items()]
    return send_many("watch.ending", ready, actor)


def _ends(watches: Sequence[Watch], base_url: str) -> Mapping[str, Any]:
    lines = [f"{words_of(one)}\n{base_url}{link(ONE, one.reference)}/renew" for one in watches]
    return {
        "listed": "\n\n".join(lines),
        "until": min(one.until for one in watches if one.until),
    }


@part_of("case_study.publish", "case_study.agree", "study_update.end")
@within("thing")
def take_back_news(thing: CaseStudy | StudyUpdate) -> None:
    """Something is public no more: what tells of it and has not gone yet is written again, without
    it. Whoever writes just now is waited for."""
    db.session.flush()
    key = thing.id if isinstance(thing, CaseStudy) else thing.case_study_id
    hold(CaseStudy, [key])
    take_back_letters(None)


@part_of("watch.use", "watch.forget", "case_study.publish", "case_study.agree", "study_update.end")
def take_back_letters(watchers: Collection[int] | None) -> None:
    """Emails that wait to be sent, to these or to all: the next time begins where they did."""
    waiting = delete(OutboxMessage).where(
        OutboxMessage.notice == NEWS, OutboxMessage.state == "queued"
    )
    if watchers is not None:
        waiting = waiting.where(among(OutboxMessage.about_id, watchers))
    found = db.session.scalars(
        waiting.returning(OutboxMessage.about_id).execution_options(synchronize_session=False)
    ).all()
    if found:
        db.session.execute(
            update(Watcher)
            .where(among(Watcher.id, [key for key in found if key is not None]))
            .values(told_up_to=Watcher.told_before, told_on=None)
            .execution_options(synchronize_session=False)
        )
