"""Somebody's authenticator app, and the pages that connect it."""

from __future__ import annotations

import re
import time

from passlib.totp import TOTP

from tests.client import CheckedClient
from tests.page import Page


def code_for(key: str, steps: int = 0) -> str:
    """What the app shows now, or some steps of half a minute from now."""
    return str(TOTP(key=key).generate(time=time.time() + 30 * steps).token)


def key_on(page: Page) -> str:
    """The key that the page tells to type into the app."""
    assert page.h1 == "Connect your authenticator app"
    found = re.search(r"Key: ([A-Z2-7 -]+?) Account", page.text)
    assert found
    return re.sub(r"[^A-Z2-7]", "", found.group(1))


def action_of(page: Page) -> str:
    """Where the page sends the code."""
    return next(
        form.get("action", "") for form in page.all("form")
        if "/two-factor/set-up/" in form.get("action", "")
    )  # fmt: skip


def square_on(page: Page) -> str:
    (square,) = [image for image in page.all("img") if "authenticator" in image.get("alt", "")]
    return square.get("src", "")


def set_up(client: CheckedClient) -> str:
    """Connect an app through the pages; the key it was given."""
    page = client.post("/two-factor/set-up", {"setup": "authenticator"}, status=200)
    key, action = key_on(page), action_of(page)
    done = client.post(action, {"code": code_for(key, -1)})
    assert done.location == "/account"
    return key


def recovery_codes(page: Page) -> list[str]:
    (shown,) = [item for item in page.all("ul") if item.get("id") == "recovery-codes"]
    return ["".join(item.itertext()).strip() for item in shown]
