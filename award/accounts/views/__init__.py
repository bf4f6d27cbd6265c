"""Pages of the chapter, by audience."""

from __future__ import annotations

from flask import Blueprint

from award.accounts.views import account, organisations, pages, people

blueprints: list[Blueprint] = [
    account.blueprint,
    organisations.blueprint,
    people.blueprint,
    pages.blueprint,
]
