"""Pages of the chapter, by audience."""

from __future__ import annotations

from award.assessment.views import assessor, desk, lists, staff

blueprints = [assessor.blueprint, staff.blueprint]

__all__ = ["blueprints", "desk", "lists"]
