"""Decisions, through the services."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from award.accounts.models import User
from award.applications.models import Application
from award.decisions.models import Decision
from award.decisions.queries.grounds import given_in
from award.decisions.rules.grounds import Ground
from award.decisions.rules.questions import Accepted, Question
from award.decisions.services import releasing, staging
from award.decisions.services.releasing import Released
from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.policy import SYSTEM, Role
from award.rounds.models import Round
from tests.build import rounds
from tests.build.accounts import actor_of, user


class _Ticked(frozenset[tuple[str, str]]):
    """Whatever is asked beside a box, it was said that it is so all the same."""

    def __contains__(self, one: object) -> bool:
        return True


ALL_THE_SAME = _Ticked()


def staged(
    application: Application, outcome: str = "fund", *, staff: User | None = None, **values: Any
) -> Decision:
    """A committed, staged decision; funding is for the whole ask unless told otherwise, a refusal
    on the ground that the ranking gives, and there is a reason in case it is an exception; whoever
    is asked about money for the reserve list says that it waits. A round that is still open has
    closed by then."""
    if outcome == "fund":
        values.setdefault("amount_gbp", application.amount_requested_gbp)
    values.setdefault("exception_reason", "The panel agreed to decide it as it stands.")
    actor = actor_of(staff or user("Dee Cider", roles=(Role.STAFF,)))
    if outcome == "reject":
        values.setdefault("ground", ground_for(application))
    values.setdefault("answered", ALL_THE_SAME)
    with clock.at(once_closed(application.round)), transaction():
        return staging.stage_decision(application, outcome, **values, actor=actor)


def ground_for(application: Application) -> Ground:
    """The ground that the ranking gives; out of scope for what the money reaches."""
    round_ = rounds.whole(application.round_id)
    return given_in(round_, SYSTEM).get(application.id) or Ground.SCOPE


AS_THEY_ARE = Accepted({str(one): "They say what is meant." for one in Question})
"""Whatever words raise is right."""


def released(round_: Round, *, staff: User | None = None, override_reason: str = "") -> Released:
    """Everything staged in the round, released and committed, once it has closed."""
    actor = actor_of(staff or user("Dee Cider", roles=(Role.STAFF,)))
    whole = rounds.whole(round_.id)
    with clock.at(once_closed(whole)), transaction():
        return releasing.release(
            whole,
            actor=actor,
            confirmation=whole.reference,
            override_reason=override_reason,
            accepted=AS_THEY_ARE,
        )


def awarded(application: Application, *, staff: User | None = None, **values: Any) -> Application:
    """The application, funded and released (with whatever else is staged in its round)."""
    staff = staff or user("Dee Cider", roles=(Role.STAFF,))
    staged(application, "fund", staff=staff, **values)
    released(application.round, staff=staff)
    return application


def once_closed(round_: Round) -> datetime:
    """Now if the round has closed, otherwise an hour after it will have."""
    now = clock.now()
    return now if now >= round_.closes_at else round_.closes_at + timedelta(hours=1)
