"""Who applies, to be looked for where assessors may not know."""

from __future__ import annotations

from award.applications.queries.drafts import Draft
from award.applications.queries.team import team_of
from award.applications.rules.naming import Who
from award.applications.rules.team import others_of
from award.foundation.scopes import within
from award.rounds.rules.values import applicant_hidden


def who_applies(draft: Draft) -> Who | None:
    """None where assessors are told."""
    application = draft.application
    if not applicant_hidden(application.round.blindness):
        return None
    content = {
        "organisation": {"name": application.organisation.name} if application.organisation else {},
        "lead": {"name": application.lead.name},
        **others_of(draft.co_applicants),
    }
    return Who.of(content, draft.given, draft.question_set, names_on_team(application.id))


@within("application_id")
def names_on_team(application_id: int) -> list[str]:
    """Of those who write it too."""
    return [member.name for member in team_of(application_id) if not member.over and member.name]
