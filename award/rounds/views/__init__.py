"""Pages of the chapter, by audience."""

from __future__ import annotations

from award.rounds.views import public, settings, staff

blueprints = [public.blueprint, staff.blueprint, settings.blueprint]
