"""Pages of the chapter, by audience."""

from __future__ import annotations

from award.assessment.views import assessor, checking, desk, lists, not_saved, staff, versions

blueprints = [assessor.blueprint, staff.blueprint]

__all__ = ["blueprints", "checking", "desk", "lists", "not_saved", "versions"]
