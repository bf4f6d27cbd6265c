"""What tests that walk an applicant's pages share."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from award.applications.models import Application
from award.applications.queries import applications
from award.applications.services import answering
from award.foundation.db import db, transaction
from award.foundation.policy import Actor
from tests.page import Page


def url(application: Application, path: str = "") -> str:
    return f"/applications/{application.reference}{path}"


def actor(application: Application) -> Actor:
    return Actor(application.lead_id, "Ada Lead")


def stored(application: Application) -> dict[str, Any]:
    return {key: row.value for key, row in applications.stored_answers(application.id).items()}


def state(application: Application) -> str:
    return db.session.execute(
        sa.select(Application.state).where(Application.id == application.id)
    ).scalar_one()


def save_elsewhere(application: Application, **values: Any) -> None:
    """As from another window that is up to date."""
    versions = {k: row.version for k, row in applications.stored_answers(application.id).items()}
    with transaction():
        answering.save_answers(
            application, values, actor=actor(application), base_versions=versions
        )


def fill(page: Page, **answers: Any) -> dict[str, Any]:
    """The page's form with some answers typed in."""
    return {**page.form_values(), **{f"answer_{key}": value for key, value in answers.items()}}
