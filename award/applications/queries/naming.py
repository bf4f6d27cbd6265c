"""Who applies, to be looked for where assessors may not know."""

from __future__ import annotations

from sqlalchemy import and_, select

from award.accounts.models import User
from award.applications.models import Application
from award.applications.queries.drafts import Draft
from award.applications.queries.team import team_of
from award.applications.rules.naming import Who
from award.applications.rules.states import CoApplicantState
from award.applications.rules.team import others_of
from award.applications.together import CoApplicant
from award.foundation.db import db
from award.foundation.scopes import within
from award.rounds.models import Round
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


@within("application_id")
def people_told(application_id: int, *, all_of_them: bool = False) -> list[str]:
    """Names that assessors are told as those of who applies: of the lead, and of those who
    confirmed that they apply too. None where they are not told, unless `all_of_them` are asked for.
    One statement."""
    with_it = and_(
        CoApplicant.application_id == Application.id,
        CoApplicant.state == CoApplicantState.CONFIRMED,
    )
    rows = db.session.execute(
        select(Round.blindness, User.name, CoApplicant.name)
        .select_from(Application)
        .join(Round, Round.id == Application.round_id)
        .join(User, User.id == Application.lead_id)
        .outerjoin(CoApplicant, with_it)
        .where(Application.id == application_id)
    ).all()
    told = [
        name
        for blindness, *names in rows
        if all_of_them or not applicant_hidden(blindness)
        for name in names
    ]
    return [*dict.fromkeys(filter(None, told))]
