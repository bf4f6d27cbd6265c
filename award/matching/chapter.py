"""Automatic assignment."""

from __future__ import annotations

from award.foundation.chapters import Chapter, blueprints_of
from award.matching.checks import CHECKS
from award.matching.jobs import JOBS
from award.matching.queries.line_list import lines_of
from award.matching.rules.permissions import PERMISSIONS
from award.matching.views import drafts, handing_on

CHAPTER = Chapter(
    "matching",
    blueprints=blueprints_of(drafts, handing_on),
    permissions=PERMISSIONS,
    verbs={
        "round.set_panel_mix": "Said how many sheets each panel writes",
        "round.ask_for_draft": "Asked for a draft of who reads what",
        "round.change_draft": "Changed who reads what in a draft",
        "round.throw_draft_away": "Threw a draft of who reads what away",
        "round.release_draft": "Released a draft of who reads what",
    },
    lists={"draft-lines": lines_of},
    checks=CHECKS,
    jobs=JOBS,
)
