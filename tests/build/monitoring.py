"""What people say apart from their applications, through the services."""

from __future__ import annotations

from typing import Any

from award.accounts.queries.people import user_with_roles
from award.applications.models import Application
from award.applications.queries.applications import own_application
from award.foundation.db import transaction
from award.foundation.policy import Actor
from award.monitoring import services
from award.monitoring.services import EffortValues
from tests.build.accounts import actor_of


def about_you(application: Application, **said: str) -> None:
    """Its lead says this of themselves."""
    with transaction():
        services.save_about_you(afresh(application), said, actor=lead_of(application))


def told(application: Application, **values: Any) -> None:
    """Its lead says what applying cost, at the moment that it is for the application."""
    with transaction():
        services.tell_cost(afresh(application), EffortValues(**values), actor=lead_of(application))


def lead_of(application: Application) -> Actor:
    """Whoever leads it, as they are now."""
    found = user_with_roles(application.lead_id)
    assert found is not None
    return actor_of(found)


def afresh(application: Application) -> Application:
    """As its lead finds it now."""
    found = own_application(lead_of(application), application.reference)
    assert found is not None
    return found
