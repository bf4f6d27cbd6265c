"""Pages of the chapter, by audience."""

from __future__ import annotations

from flask import Blueprint

from award.decisions.views.pages import blueprint

from award.decisions.views import applicant, staff  # isort: skip

__all__ = ["applicant", "blueprints", "staff"]

blueprints: list[Blueprint] = [blueprint]
