"""How tests put files into slots as a person does."""

from __future__ import annotations

import io
from typing import Any

from award.applications.models import Application, StoredFile
from tests.applications.walking import url
from tests.build import documents, files
from tests.client import CheckedClient
from tests.page import Page


def upload(
    me: CheckedClient,
    application: Application,
    slot: str = "plan",
    name: str = "Plan.pdf",
    content: bytes | None = None,
    *,
    then: str | None = None,
    status: int = 302,
    **typed: Any,
) -> Page:
    """As a person does without script: choose a file, press a button."""
    content = documents.pdf() if content is None else content
    page = me.get(url(application, "/uploads"))
    values = {**page.form_values(), **{f"answer_{key}": text for key, text in typed.items()}}
    values["then"] = then or f"upload:{slot}"
    values[f"answer_{slot}"] = (io.BytesIO(content), name)
    sent = me.post(url(application, "/uploads"), values, status=status)
    sent.response.request.environ["wsgi.input"].close()  # a large body lies in a file of its own
    return sent


def press(me: CheckedClient, application: Application, then: str, *, status: int = 302) -> Page:
    page = me.get(url(application, "/uploads"))
    return me.post(
        url(application, "/uploads"), {**page.form_values(), "then": then}, status=status
    )


def look(application: Application) -> list[StoredFile]:
    """After the worker has been at them."""
    files.look()
    return files.rows(application)
