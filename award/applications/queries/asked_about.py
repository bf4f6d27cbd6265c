"""What permissions are asked about, found from a row that belongs to it."""

from __future__ import annotations

from sqlalchemy import inspect

from award.applications.models import Application
from award.applications.queries.applications import applications_with_rounds
from award.foundation.db import db
from award.foundation.scopes import within


@within("application_id")
def asked_about(application_id: int) -> Application | None:
    """The application with those who work on it; read again where it was loaded without them, or
    its transaction has ended: an editor would be refused as a stranger is."""
    found = db.session.get(Application, application_id)
    if found is None or not {"team_text", "reopening"} & inspect(found).unloaded:
        return found
    (found,) = applications_with_rounds([application_id])
    return found
