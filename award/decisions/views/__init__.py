"""Pages of the chapter, by audience."""

from __future__ import annotations

from flask import Blueprint

from award.decisions.views.pages import blueprint

from award.decisions.views import applicant, deciding, releasing, staff  # isort: skip

__all__ = ["applicant", "blueprints", "deciding", "releasing", "staff"]

blueprints: list[Blueprint] = [blueprint]
