"""Talking about applications, leaving scores out, agreeing a score."""

from __future__ import annotations

from award.foundation.chapters import Chapter, blueprints_of
from award.moderation.checks import CHECKS
from award.moderation.queries.to_moderate import to_moderate_of
from award.moderation.rules.permissions import PERMISSIONS
from award.moderation.views import deciding, panel

CHAPTER = Chapter(
    "moderation",
    blueprints=blueprints_of(deciding, panel),
    permissions=PERMISSIONS,
    verbs={
        "assignment.leave_out": "Left a score out of the mean",
        "assignment.count_again": "Let a score count again",
        "application.agree_score": "Recorded the score that the panel agreed",
        "application.take_back_score": "Took back the score that the panel agreed",
    },
    lists={"to_moderate": to_moderate_of},
    checks=CHECKS,
)
