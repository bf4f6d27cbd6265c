"""Who assesses, kept out of words that people read who may not know it."""

from __future__ import annotations

from award.assessment.queries.naming import assessors_named
from award.assessment.rules.sheet import FROM_PANEL
from award.assessment.rules.visibility import names_shown
from award.assessment.rules.who_wrote import still_to_say, tells_who
from award.assessment.services.hiding import refuse_anybody
from award.foundation.acts import part_of
from award.foundation.errors import Asked, Refused, Ticks
from award.foundation.policy import Actor, reads_everything
from award.foundation.text import quoted
from award.moderation.queries.panels import Item
from award.moderation.queries.talks import Talk
from award.moderation.rules.talking import ASSESSOR


@part_of("discussion.take_part", "moderation.decide", "meeting.minute", "decision.stage")
def refuse_names(
    about: Item | Talk,
    words: str,
    field: str,
    *,
    about_nobody: Ticks = (),
    actor: Actor,
) -> None:
    """Where assessors are letters to each other and to chairs: an assessor may not say who they
    are, nor who knows all of them who somebody else is; asked where a part of a name may be of
    another, unless it is `about_nobody` in this field. Whoever knows no names is refused those of
    anybody who assesses anywhere, whole, so that they find out nothing of this application."""
    if names_shown(about.round.blindness):
        return
    speaks = isinstance(about, Talk) and about.speaks_as == ASSESSOR
    if speaks and (told := [*tells_who(words, actor.name)]):
        raise Refused(f"Take out {quoted(told)}: {FROM_PANEL}", field=field)
    if reads_everything(actor):
        _refuse_any(about, words, field, about_nobody)
    else:
        refuse_anybody(about.application_id, {field: words}, actor)


@part_of("discussion.take_part", "moderation.decide", "meeting.minute", "decision.stage")
def _refuse_any(about: Item | Talk, words: str, field: str, about_nobody: Ticks) -> None:
    named = assessors_named(about.application_id, words)
    if named.surely:
        raise Refused(
            f"Take out {quoted(named.typed)}: chairs and assessors of this round read this, and "
            f"are not told who assesses. Write {quoted(named.surely)} instead",
            field=field,
        )
    if asked := still_to_say(named.perhaps, field, about_nobody):
        raise Asked(
            f"Does {quoted(asked)} tell who assesses? Chairs and assessors of this round read "
            "this, and are not told. Write the letter instead, or say below that it does not",
            asked,
            field=field,
        )
