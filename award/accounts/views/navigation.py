"""What header and footer offer, by role. Costs no query: the actor is loaded already."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, has_request_context, request

from award.design.addresses import fixed_url
from award.foundation import menu
from award.foundation.marking import SENSITIVE
from award.foundation.menu import MenuEntry
from award.foundation.policy import Actor
from award.foundation.registers import Register
from award.foundation.web import current_actor


def _shown(register: Register[MenuEntry], actor: Actor) -> list[dict[str, Any]]:
    return [
        {"text": entry.text, "href": fixed_url(entry.endpoint)}
        for entry in menu.entries(register, actor)
    ]


def _main(actor: Actor) -> list[dict[str, Any]]:
    """The longest address that the page stands under is where we are."""
    items = _shown(menu.MENU, actor)
    here = [item for item in items if _under(request.path, item["href"])]
    current = max(here, key=lambda item: len(item["href"]), default=None)
    return [item | {"active": item is current} for item in items]


def _under(path: str, href: str) -> bool:
    return path == href or path.startswith(href.rstrip("/") + "/")


def _marking(*, signed_in: bool) -> str:
    """What a page says on paper of how it is to be kept, where its own words don't: those who
    assess and decide print what others must not read."""
    at_work = signed_in and any(_under(request.path, place) for place in ("/manage", "/assess"))
    return SENSITIVE if at_work else ""


def _held_up() -> bool:
    """Must this person connect an app first? Until then every other page leads back there."""
    return bool(g.get("held_up"))


def _context() -> dict[str, Any]:
    """Emails are rendered outside a request too, and have no header."""
    if not has_request_context():
        return {}
    actor = current_actor()
    signed_in = actor.user_id is not None
    held_up = signed_in and _held_up()
    return {
        "navigation": [] if held_up else _main(actor),
        "footer_links": _shown(menu.FOOTER, actor),
        "signed_in_name": actor.name if signed_in else None,
        "account_url": fixed_url("accounts.account") if signed_in else None,
        "paper_marking": _marking(signed_in=signed_in),
        "sign_in_url": fixed_url("security.login"),
        "sign_out_url": fixed_url("security.logout"),
    }


def init_app(app: Flask) -> None:
    """Give every page its header and footer."""
    app.context_processor(_context)
