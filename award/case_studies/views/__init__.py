"""Pages of the chapter, by audience."""

from __future__ import annotations

from flask import Blueprint

from award.case_studies.views import applicant, editing, home, kept, promotion

assert kept.blueprint is editing.blueprint  # all pages of staff are in one

blueprints: list[Blueprint] = [
    home.blueprint,
    applicant.blueprint,  # the public pages as well: one blueprint
    promotion.blueprint,
    editing.blueprint,
]
