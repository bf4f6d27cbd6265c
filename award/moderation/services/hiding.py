"""Who assesses, kept out of words that people read who may not know it."""

from __future__ import annotations

from sqlalchemy import select

from award.accounts.models import User
from award.assessment.models.assignments import Assignment
from award.assessment.rules.sheet import FROM_PANEL
from award.assessment.rules.visibility import names_shown
from award.assessment.rules.who_wrote import names_of, quoted, tells_who, without_addresses
from award.foundation.acts import part_of
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.policy import Actor, reads_everything
from award.moderation.queries.panels import Item
from award.moderation.queries.talks import Talk
from award.moderation.rules.talking import ASSESSOR


@part_of("discussion.take_part", "moderation.decide")
def refuse_names(about: Item | Talk, words: str, field: str, *, actor: Actor) -> None:
    """Where assessors are letters to each other and to chairs: an assessor may not say who they
    are, nor who knows all of them who somebody else is. Whoever knows no names is told of none,
    and so can't find out."""
    if names_shown(about.round.blindness):
        return
    if isinstance(about, Talk) and about.speaks_as == ASSESSOR:
        if told := [*tells_who(words, actor.name)]:
            raise Refused(f"Take out {quoted(told)}: {FROM_PANEL}", field=field)
    elif reads_everything(actor):
        _refuse_any(about, words, field)


@part_of("discussion.take_part", "moderation.decide")
def _refuse_any(about: Item | Talk, words: str, field: str) -> None:
    people = db.session.execute(
        select(Assignment.alias, User.name, User.email)
        .join(User, User.id == Assignment.assessor_id)
        .where(Assignment.application_id == about.application_id)
        .order_by(Assignment.alias)
    )
    bare = without_addresses(words)
    told: list[str] = []
    instead: list[str] = []
    for alias, name, email in people:
        found = [email] if email in words.casefold() else []
        if found := [*found, *names_of(bare, name)]:
            told += found
            instead.append(alias)
    if told:
        raise Refused(
            f"Take out {quoted(told)}: chairs and assessors of this round read this, and are not "
            f"told who assesses. Write {quoted(instead)} instead",
            field=field,
        )
