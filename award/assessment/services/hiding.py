"""Who assesses, kept out of what staff write to applicants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from award.applications.models import Application
from award.assessment.queries.naming import anybody_named, assessors_named, named_beside
from award.assessment.rules.sheet import SheetValues
from award.assessment.rules.visibility import names_shown, tells_assessors
from award.assessment.rules.who_wrote import by_letter, still_to_say
from award.foundation.acts import part_of
from award.foundation.errors import Asked, Refused, Ticks
from award.foundation.policy import Actor
from award.foundation.text import quoted

FOR_APPLICANT: Final = "for_applicant"
"""What is asked about on the page that submits a sheet."""


@part_of("decision.stage", "application.ask_changes", "application.answer_message")
def refuse_assessors(
    application: Application,
    words: Mapping[str, str],
    *,
    about_nobody: Ticks = (),
    actor: Actor,
) -> None:
    """Refused where words that its applicant will read, by field, name one of its assessors, or
    whoever else assesses, chairs or sat in its round, or give their address, whatever the round
    shows to whom; asked where a first name, part of a surname or a letter may be one of its
    assessors or a chair, or somebody is named whole who assesses anywhere, unless it is
    `about_nobody` in that field. Only what was typed is said."""
    _refuse(application, words, about_nobody, actor, beside=True)


@part_of("assignment.read")
def refuse_colleagues(
    application: Application, values: SheetValues, *, about_nobody: Ticks = (), actor: Actor
) -> None:
    """The same of what an assessor says to the applicant, in a round that tells assessors who else
    assesses. In others they are asked nothing: they don't know, and could find out so. There whole
    names of anybody who assesses anywhere are refused, in reasons too, which others read."""
    if tells_assessors(application.round.blindness, application.round.reveal):
        _refuse(application, {FOR_APPLICANT: values.comments_for_applicant}, about_nobody, actor)
        return
    said: dict[str | None, str] = {FOR_APPLICANT: values.comments_for_applicant}
    if not names_shown(application.round.blindness):
        said[None] = "\n".join(one.justification for one in values.scores.values())
    refuse_anybody(application.id, said, actor)


@part_of(
    "assignment.read",
    "discussion.take_part",
    "moderation.decide",
    "meeting.minute",
    "decision.stage",
)
def refuse_anybody(application_id: int, said: Mapping[str | None, str], actor: Actor) -> None:
    """By field, for whoever knows no names, and must not find out."""
    found = anybody_named(application_id, [*said.values()], actor.name)
    for field, told in zip(said, found, strict=True):
        if told:
            raise Refused(
                f"Take out {quoted(told)}: in this round nobody is named who may assess. Write the "
                "letter, as “Assessor B”, where you mean somebody who assesses this",
                field=field,
            )


@part_of("decision.stage", "application.ask_changes", "application.answer_message")
def _refuse(
    application: Application,
    words: Mapping[str, str],
    about_nobody: Ticks,
    actor: Actor,
    *,
    beside: bool = False,
) -> None:
    said = {field: one for field, one in words.items() if one.strip()}
    if not said:
        return
    found = {
        field: assessors_named(application.id, one, actor.name, lead=True)
        for field, one in said.items()
    }
    others = named_beside(application.id, [*said.values()], actor.name) if beside else []
    also = dict(zip(said, others, strict=beside))
    for field, named in found.items():
        typed = [*named.typed, *(also[field].typed if beside else ())]
        if typed:
            raise Refused(
                f"Take out {quoted([*dict.fromkeys(typed)])}: the applicant reads this, and is "
                f"never told who assesses{' or chairs' if beside else ''}",
                field=field,
            )
    every = anybody_named(application.id, [*said.values()], actor.name, applying=True)
    for (field, named), whole in zip(found.items(), every, strict=True):
        more = also[field].perhaps if beside else ()
        perhaps = [*dict.fromkeys([*whole, *named.perhaps, *more, *by_letter(said[field])])]
        if asked := still_to_say(perhaps, field, about_nobody):
            raise Asked(
                f"Does {quoted(asked)} tell who assesses? The applicant reads this, and is never "
                "told. Take it out, or say below that it does not",
                asked,
                field=field,
            )
