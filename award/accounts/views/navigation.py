"""What header and footer offer, by role. Costs no query: the actor is loaded already."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, has_request_context, request, url_for

from award.foundation.policy import (
    Actor,
    Predicate,
    Role,
    admin,
    anyone,
    assessor,
    auditor,
    has_role,
    publisher,
    reads_everything,
)
from award.foundation.web import current_actor


@dataclass(frozen=True)
class Link:
    """A line of the navigation, for whoever the predicate holds, once its page exists."""

    text: str
    endpoint: str
    shown_to: Predicate


in_the_programme = reads_everything | publisher | admin

MAIN = (
    Link("Rounds", "rounds.index", anyone),
    Link("My applications", "applications.index", has_role(Role.APPLICANT) & ~in_the_programme),
    Link("Assess", "assessment.dashboard", assessor),
    Link("Manage", "reporting.overview", reads_everything),
    Link("Edit case studies", "case_studies_staff.index", publisher & ~reads_everything),
    Link("People", "people.index", admin | auditor),
    Link("Audit trail", "audit.index", admin | auditor),
    Link("Case studies", "case_studies.index", anyone),
)
FOOTER = (
    Link("Accessibility", "pages.accessibility", anyone),
    Link("Privacy", "pages.privacy", anyone),
    Link("Cookies", "pages.cookies", anyone),
    Link("Contact", "pages.contact", anyone),
)
STARTS = (
    Link("Manage", "reporting.overview", reads_everything),
    Link("Assess", "assessment.dashboard", assessor),
    Link("Edit case studies", "case_studies_staff.index", publisher),
    Link("People", "people.index", admin),
    Link("My applications", "applications.index", has_role(Role.APPLICANT)),
    Link("Your account", "accounts.account", anyone),
)


def start_endpoint(actor: Actor, known: Container[str]) -> str:
    """Where somebody who has just signed in has their work."""
    return next(link.endpoint for link in STARTS if link.endpoint in known and link.shown_to(actor))


def _shown(links: tuple[Link, ...], actor: Actor) -> list[dict[str, Any]]:
    known = current_app.view_functions
    return [
        {"text": link.text, "href": url_for(link.endpoint)}
        for link in links
        if link.endpoint in known and link.shown_to(actor)
    ]


def _main(actor: Actor) -> list[dict[str, Any]]:
    """The longest address that the page stands under is where we are."""
    items = _shown(MAIN, actor)
    here = [item for item in items if _under(request.path, item["href"])]
    current = max(here, key=lambda item: len(item["href"]), default=None)
    return [item | {"active": item is current} for item in items]


def _under(path: str, href: str) -> bool:
    return path == href or path.startswith(href.rstrip("/") + "/")


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
        "footer_links": _shown(FOOTER, actor),
        "signed_in_name": actor.name if signed_in else None,
        "account_url": url_for("accounts.account") if signed_in else None,
        "sign_in_url": url_for("security.login"),
        "sign_out_url": url_for("security.logout"),
    }


def init_app(app: Flask) -> None:
    """Give every page its header and footer."""
    app.context_processor(_context)
