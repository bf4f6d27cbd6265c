"""Applications whose sheets disagree, and what moderators make of them, through the services."""

from __future__ import annotations

from collections.abc import Sequence

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.services.assigning import return_sheet
from award.foundation.db import transaction
from award.foundation.errors import there
from award.foundation.policy import Actor
from award.moderation.queries.panels import Item, item_of
from award.moderation.queries.sheets import sheets_of
from award.moderation.queries.talks import talk_about
from award.moderation.services import scores, talking
from award.rounds.models import Round
from tests.build import applications, assessment
from tests.build.accounts import actor_of

APART = ((9, 9, 9), (3, 4, 5), (8, 8, 8))


def disagreed(
    rows: Sequence[Sequence[int]] = APART, *, staff: User, round_: Round | None = None
) -> Application:
    """An assessed application, committed."""
    application = applications.submitted(round_)
    return assessment.assessed(application, rows, staff=staff)


def item(application: Application, actor: Actor) -> Item:
    return there(item_of(actor, application.reference), "the application to moderate")


def agreed(application: Application, pct: float, *, staff: User) -> None:
    actor = actor_of(staff)
    with transaction():
        scores.agree(
            item(application, actor), pct, "It is better than two of its sheets say.",
            stayed=[staff.id], left=[], left_at=None, actor=actor,
        )  # fmt: skip


def without_a_score(*, staff: User, round_: Round | None = None) -> Application:
    """Committed: a score on one criterion is left out, and the other sheet went back since."""
    application, actor = (
        disagreed(((8, 8, 8), (8, 8, 8)), staff=staff, round_=round_),
        actor_of(staff),
    )
    one = item(application, actor)
    first, second = sheets_of(one, actor)
    with transaction():
        scores.leave_out(one, first.letter, one.round.criteria[0].key, "Not its own.", actor=actor)
    with transaction():
        return_sheet(second.assignment, actor=actor, reason="Say more, please.")
    return application


def without_a_sheet(*, staff: User, round_: Round | None = None) -> Application:
    """Committed: two sheets are left out, and the one that counted went back since."""
    application, actor = disagreed(staff=staff, round_=round_), actor_of(staff)
    one = item(application, actor)
    *out, last = sheets_of(one, actor)
    with transaction():
        for sheet in out:
            scores.leave_out(one, sheet.letter, "", "It is about another.", actor=actor)
    with transaction():
        return_sheet(last.assignment, actor=actor, reason="Say more, please.")
    return application


def moderated(*, staff: User) -> Application:
    """Committed: an application with a score left out and another agreed instead of its mean."""
    application = disagreed(staff=staff)
    decide_something(application, staff=staff)
    return application


def decide_something(application: Application, *, staff: User) -> None:
    """Committed: a score is left out, another agreed instead of the mean, and something said."""
    actor = actor_of(staff)
    one = item(application, actor)
    letter, key = sheets_of(one, actor)[0].letter, one.round.criteria[0].key
    with transaction():
        scores.leave_out(one, letter, key, "It is about another criterion.", actor=actor)
    agreed(application, 71.5, staff=staff)
    with transaction():
        talking.say(talk_about(one, actor), "Shall we talk about it?", actor=actor)
