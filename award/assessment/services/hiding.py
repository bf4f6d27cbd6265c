"""Who assesses, kept out of what staff write to applicants."""

from __future__ import annotations

from collections.abc import Mapping

from award.applications.models import Application
from award.assessment.queries.naming import assessors_named
from award.assessment.rules.who_wrote import quoted
from award.foundation.acts import part_of
from award.foundation.errors import Refused
from award.foundation.policy import Actor


@part_of("decision.stage", "application.ask_changes", "application.answer_message")
def refuse_assessors(application: Application, words: Mapping[str, str], *, actor: Actor) -> None:
    """Refused where words that its applicant will read, by field, name one of its assessors or give
    their address, whatever the round shows to whom. Only what was typed is said."""
    said = {field: one for field, one in words.items() if one.strip()}
    if not said:
        return
    together = "\n\n".join(said.values())
    named = assessors_named(application.id, together, actor.name, lead=True)
    found = [one for _alias, typed in named for one in typed]
    for field, one in said.items():
        if told := [typed for typed in found if typed in one]:
            raise Refused(
                f"Take out {quoted(told)}: the applicant reads this, and is never told who "
                "assesses",
                field=field,
            )
