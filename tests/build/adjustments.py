"""Requests for adjustments, through the services."""

from __future__ import annotations

from typing import Any

from award.accounts.models import User
from award.adjustments import services
from award.adjustments.models import Adjustment
from award.adjustments.queries import adjustment_to_answer, own_adjustment
from award.adjustments.services import Asked, Granted
from award.applications.models import Application
from award.foundation.db import transaction
from award.foundation.policy import Actor, Role
from award.rounds.models import Round
from tests.build.accounts import actor_of, user
from tests.build.monitoring import afresh, lead_of


def asked(
    application: Application, *kinds: str, need: str = "", actor: Actor | None = None
) -> Adjustment:
    """Committed: whoever leads the application (or `actor`) asks."""
    who = actor or lead_of(application)
    with transaction():
        found = services.ask(
            afresh(application).round,
            Asked(kinds or ("time",), need),
            actor=who,
            application=application if actor else afresh(application),
        )
    return _found(who, found.reference)


def asked_in(round_: Round, person: User, *kinds: str, need: str = "") -> Adjustment:
    """Committed: somebody asks in a round, about no application."""
    actor = actor_of(person)
    with transaction():
        found = services.ask(round_, Asked(kinds or ("time",), need), actor=actor)
    return _found(actor, found.reference)


def _found(actor: Actor, reference: str) -> Adjustment:
    found = own_adjustment(actor, reference)
    assert found is not None
    return found


def answered(adjustment: Adjustment, *, staff: User | None = None, **values: Any) -> Adjustment:
    """Committed: somebody of staff answers."""
    actor = actor_of(staff or user("Dee Cider", roles=(Role.STAFF,)))
    found = adjustment_to_answer(actor, adjustment.reference)
    assert found is not None
    with transaction():
        services.answer(found, Granted(**{"words": "Agreed", **values}), actor=actor)
    return found
