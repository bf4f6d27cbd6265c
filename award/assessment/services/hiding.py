"""Who assesses, kept out of what staff write to applicants."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from award.applications.models import Application
from award.assessment.queries.naming import assessors_named
from award.assessment.rules.who_wrote import by_letter, quoted, stands_in, still_to_say
from award.foundation.acts import part_of
from award.foundation.errors import Asked, Refused
from award.foundation.policy import Actor


@part_of("decision.stage", "application.ask_changes", "application.answer_message")
def refuse_assessors(
    application: Application,
    words: Mapping[str, str],
    *,
    about_nobody: Collection[str] = (),
    actor: Actor,
) -> None:
    """Refused where words that its applicant will read, by field, name one of its assessors or give
    their address, whatever the round shows to whom; asked where a first name, part of a surname or
    a letter may be one of them, unless it is among those that are `about_nobody`. Only what was
    typed is said."""
    said = {field: one for field, one in words.items() if one.strip()}
    if not said:
        return
    together = "\n\n".join(said.values())
    named = assessors_named(application.id, together, actor.name, lead=True)
    for field, one in said.items():
        if told := [typed for typed in named.typed if stands_in(one, typed)]:
            raise Refused(
                f"Take out {quoted(told)}: the applicant reads this, and is never told who "
                "assesses",
                field=field,
            )
    perhaps = still_to_say([*named.perhaps, *by_letter(together)], about_nobody)
    for field, one in said.items():
        if asked := [typed for typed in perhaps if stands_in(one, typed)]:
            raise Asked(
                f"Does {quoted(asked)} tell who assesses? The applicant reads this, and is never "
                "told. Take it out, or say below that it does not",
                asked,
                field=field,
            )
