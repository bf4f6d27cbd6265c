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
    """The page that offers its answers, or the one that says why there are none."""
    sent = client.post(at(application), {"document": (io.BytesIO(file), name)}, status=None)
    sent.response.request.environ["wsgi.input"].close()
    return client.follow(sent) if sent.status == 302 else sent


def take(client: CheckedClient, review: Page, *keys: str, **changed: Any) -> Page:
    """Send the page with its ticks, or with these."""
    values = {**review.form_values(), **changed}
    return client.post(there_again(review), {**values, "take": [*keys]} if keys else values)


def there_again(review: Page) -> str:
    return str(review.response.request.full_path)


def answers(application: Application) -> dict[str, Any]:
    return values_of(stored_answers(application.id))


def lead_of(application: Application) -> User:
    return there(user_by_email(application.lead.email), "its lead")
