"""Pages of the chapter, by audience."""

from __future__ import annotations

from flask import Blueprint

from award.reporting.views import staff

blueprints: list[Blueprint] = [staff.blueprint]
