"""Pages of the chapter, by audience."""

from __future__ import annotations

from flask import Blueprint

from award.accounts.views import account, organisations, pages, people, trail

blueprints: list[Blueprint] = [
    account.blueprint,
    organisations.blueprint,
    people.blueprint,
    trail.blueprint,
    pages.blueprint,
]
