"""A link by which somebody without an account reads a draft and comments on its answers."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from award.applications.models import Application
from award.applications.queries import applications, reviewing
from award.applications.queries.asked_about import asked_about
from award.applications.reviewing import ReviewComment, ReviewLink
from award.applications.rules.reviewing import MOST_COMMENTS, MOST_LINKS, good, works
from award.applications.services.locking import draft_for_update
from award.foundation import arrival, audit, clock
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused, there
from award.foundation.links import digest_of, new_token
from award.foundation.outbox import send_notice
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.rounds.rules.questions import Question, Section

OVER = "This link no longer works"


@within("row")
def _whose(_actor: Actor, row: ReviewLink | ReviewComment) -> Application | None:
    return asked_about(row.application_id)


@act("application.share")
def make_link(
    application: Application, section: Section | None, called: str, days: int, *, actor: Actor
) -> tuple[ReviewLink, str]:
    """A link to this section, or to the whole, and its token, which is kept nowhere. `called` says
    for whom it is."""
    fresh = draft_for_update(application, actor, (), "application.share")
    now = clock.now()
    working = [one for one in reviewing.links_of(fresh.id)
               if good(one, fresh.lead_id, now)]  # fmt: skip
    if len(working) >= MOST_LINKS:
        raise Refused(f"{MOST_LINKS} links work already: take one back first")
    token = new_token()
    row = ReviewLink(
        application_id=fresh.id, called=called, token_digest=digest_of(token),
        section_key=section.key if section else "", section_title=section.title if section else "",
        made_by_id=there(actor.user_id, "a person"), made_at=now,
        expires_at=now + timedelta(days=days),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    changes = {"review_link": row.id, "section": row.section_key, "days": days}
    audit.record(actor, "application.make_review_link", fresh, changes, codes={"section"})
    return row, token


@act("application.share", about=_whose)
def end_link(row: ReviewLink, *, actor: Actor) -> None:
    """It works no more; what was said by it stays."""
    application = applications.application_for_update(row.application_id)
    row = reviewing.link_afresh(row.id, application)
    if row.ended_at is None:
        row.ended_at = clock.now()
        changes = {"review_link": row.id}
        audit.record(actor, "application.end_review_link", application, changes)
        db.session.flush()


@act("review_link.use")
def enter(row: ReviewLink, *, actor: Actor) -> None:
    """Somebody has begun to read by it."""
    _held(row).last_used_at = clock.now()


@act("review_link.use")
def comment(
    row: ReviewLink, question: Question, name: str, words: str, *, actor: Actor
) -> ReviewComment:
    """What a reader says about an answer. The lead is told later, of several at once."""
    row = _held(row)
    if len(reviewing.said_by(row.id)) >= MOST_COMMENTS:
        raise Refused(f"{MOST_COMMENTS} comments is the most that one link takes", field="comment")
    made = ReviewComment(
        application_id=row.application_id, link_id=row.id, question_key=question.key,
        name=name, words=words, at=clock.now(),
    )  # fmt: skip
    row.last_used_at = made.at
    db.session.add(made)
    db.session.flush()
    changes = {"review_link": row.id, "comment": made.id, "question": question.key}
    audit.record(actor, "application.comment", row.application, changes, codes={"question"})
    return made


def _held(row: ReviewLink) -> ReviewLink:
    application = applications.application_for_update(row.application_id)
    row = reviewing.link_afresh(row.id, application)
    if not works(row, arrival.moment()):
        raise Refused(OVER, rule="review_link.use")
    return row


@act("application.edit", about=_whose)
def settle(row: ReviewComment, *, done: bool, actor: Actor) -> None:
    """Somebody has dealt with a comment; or it waits again."""
    application = applications.application_for_update(row.application_id)
    db.session.refresh(row, ["resolved_at"])
    if done == (row.resolved_at is not None):
        return
    row.resolved_at = clock.now() if done else None
    row.resolved_by_id = there(actor.user_id, "a person") if done else None
    verb = "application.settle_comment" if done else "application.reopen_comment"
    audit.record(actor, verb, application, {"comment": row.id})
    db.session.flush()


@act("review_link.look_after")
def tell_of_comments(application_id: int, *, actor: Actor) -> None:
    """One letter to the lead about all that they were not told of. It says how many: the words of
    somebody without an account go into no email."""
    application = applications.application_for_update(application_id)
    new = reviewing.untold_in(application_id)
    for one in new:
        one.told_at = clock.now()
    waiting = sum(one.resolved_at is None for one in new)
    if waiting:
        audit.record(actor, "application.tell_comments", application, {"comments": waiting})
        count = "one comment" if waiting == 1 else f"{waiting} comments"
        send_notice("application.commented", application, actor, {"comments": count})
    db.session.flush()


@act("review_link.look_after")
def forget_links(*, actor: Actor) -> None:
    """Links that stopped working long ago, with what was said by them."""
    gone = reviewing.over_before(clock.now())
    for statement in (
        delete(ReviewComment).where(ReviewComment.link_id.in_(gone)),
        delete(ReviewLink).where(ReviewLink.id.in_(gone)),
    ):
        db.session.execute(statement, execution_options={"synchronize_session": False})
