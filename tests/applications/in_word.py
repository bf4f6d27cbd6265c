"""Word forms that are sent to be read into a draft."""

from __future__ import annotations

import io
from typing import Any

from award.accounts.models import User
from award.accounts.queries.people import user_by_email
from award.applications.models import Application
from award.applications.queries.applications import stored_answers, values_of
from award.foundation.errors import there
from tests.client import CheckedClient
from tests.page import Page


def at(application: Application, more: str = "") -> str:
    return f"/applications/{application.reference}/from-word{more}"


def blank(client: CheckedClient, application: Application, phase: str = "") -> bytes:
    return client.get(f"/rounds/{application.round.reference}/questions.docx{phase}").data


def send(
    client: CheckedClient, application: Application, file: bytes, name: str = "form.docx"
) -> Page:
    sent = client.post(at(application), {"document": (io.BytesIO(file), name)}, status=200)
    sent.response.request.environ["wsgi.input"].close()
    return sent


def answers(application: Application) -> dict[str, Any]:
    return values_of(stored_answers(application.id))


def lead_of(application: Application) -> User:
    return there(user_by_email(application.lead.email), "its lead")
