"""Decisions, through the services."""

from __future__ import annotations

from typing import Any

from award.accounts.models import User
from award.applications.models import Application
from award.decisions import services
from award.decisions.models import Decision
from award.decisions.services import Released
from award.foundation.db import transaction
from award.foundation.policy import Role
from award.rounds.models import Round
from tests.build.accounts import actor_of, user


def staged(
    application: Application, outcome: str = "fund", *, staff: User | None = None, **values: Any
) -> Decision:
    """A committed, staged decision; funding is for the whole ask unless told otherwise."""
    if outcome == "fund":
        values.setdefault("amount_gbp", application.amount_requested_gbp)
    actor = actor_of(staff or user("Dee Cider", roles=(Role.STAFF,)))
    with transaction():
        return services.stage_decision(application, outcome, **values, actor=actor)


def released(round_: Round, *, staff: User | None = None, override_reason: str = "") -> Released:
    """Everything staged in the round, released and committed."""
    actor = actor_of(staff or user("Dee Cider", roles=(Role.STAFF,)))
    with transaction():
        return services.release(
            round_, actor=actor, confirmation=round_.reference, override_reason=override_reason
        )


def awarded(application: Application, *, staff: User | None = None, **values: Any) -> Application:
    """The application, funded and released (with whatever else is staged in its round)."""
    staff = staff or user("Dee Cider", roles=(Role.STAFF,))
    staged(application, "fund", staff=staff, **values)
    released(application.round, staff=staff)
    return application
