"""What tests share in which somebody reads a draft by a link."""

from __future__ import annotations

import re

from award.applications.models import Application
from tests.applications.walking import url
from tests.client import CheckedClient
from tests.page import Page

SAID = "Say which nights you mean, and for whom"


def make(me: CheckedClient, draft: Application, section: str = "all", called: str = "Jo") -> str:
    page = me.get(url(draft, "/review"))
    sent = {**page.form_values("/review"), "reader": called, "section": section}
    me.post(url(draft, "/review"), sent)
    made = me.get(url(draft, "/review"))
    assert made.h1 == f"The link for {called}"
    found = re.search(r"/review/[\w-]{30,}", made.text)
    assert found
    return found[0]


def enter(reader: CheckedClient, link: str, name: str = "Jo Reader") -> Page:
    reader.post(link, {**reader.get(link).form_values(), "name": name})
    return reader.get(link)


def say(reader: CheckedClient, link: str, words: str = SAID, status: int = 302) -> Page:
    page = reader.get(f"{link}/problem")
    return reader.post(f"{link}/problem", {**page.form_values(), "comment": words}, status=status)
