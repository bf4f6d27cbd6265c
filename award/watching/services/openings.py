"""One email for a round that opens, to whoever asked for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select, update

from award.foundation.acts import act, part_of
from award.foundation.db import db
from award.foundation.locks import hold
from award.foundation.many import among
from award.foundation.outbox import OutboxMessage, send_many
from award.foundation.policy import Actor
from award.watching.models import Watch, Watcher
from award.watching.queries.openings import OPENINGS, Opened, Openings
from award.watching.queries.watches import ONE, link
from award.watching.rules.kinds import Kind
from award.watching.rules.openings import listed, what


@act("watch.tell")
def tell(plan: Openings, some: Sequence[int], *, base_url: str, actor: Actor) -> int:
    """Write to these of those who are due; how many emails. Each by one worker, and no round twice:
    how far an address was told is kept with the email, and a round opens once."""
    hold(Watcher, some)
    query = (
        select(Watch, Watcher)
        .join(Watcher, Watcher.id == Watch.watcher_id)
        .where(
            among(Watch.watcher_id, some),
            Watch.kind == Kind.ROUNDS,
            Watch.confirmed_at.is_not(None),
        )
        .order_by(Watcher.id)
        .execution_options(populate_existing=True)
    )
    ready: list[tuple[Watcher, Mapping[str, Any]]] = []
    for watch, watcher in db.session.execute(query):
        new = _new_to(watch, watcher, plan.rounds)
        if new:
            stop = f"{base_url}{link(ONE, watch.reference)}/end"
            ready.append((watcher, {"what": what(new), "listed": listed(new, base_url),
                                    "stop": stop}))  # fmt: skip
    sent = send_many(OPENINGS, ready, actor)
    _told(plan, [watcher.id for watcher, _words in ready])
    return sent


def _new_to(watch: Watch, watcher: Watcher, rounds: Sequence[Opened]) -> list[Opened]:
    """What opened after they asked, though they confirmed it later: the page told them of what was
    open then."""
    since = max(filter(None, (watch.begun_at, watcher.rounds_told_up_to)))
    return [one for one in rounds if one.opens_at > since]


@part_of("watch.tell")
def _told(plan: Openings, watchers: Collection[int]) -> None:
    if watchers:
        db.session.execute(
            update(Watcher)
            .where(among(Watcher.id, watchers))
            .values(rounds_told_up_to=plan.until)
            .execution_options(synchronize_session=False)
        )


@part_of("watch.use", "watch.forget", "own_data.use")
def take_back_openings(watchers: Collection[int]) -> None:
    """Emails to these that wait to be sent: nobody gets one who has stopped them."""
    db.session.execute(
        delete(OutboxMessage)
        .where(
            OutboxMessage.notice == OPENINGS,
            OutboxMessage.state == "queued",
            OutboxMessage.about_kind == Watcher.__tablename__,
            among(OutboxMessage.about_id, watchers),
        )
        .execution_options(synchronize_session=False)
    )
