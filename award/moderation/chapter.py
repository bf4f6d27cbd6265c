"""Talking about applications, leaving scores out, agreeing a score."""

from __future__ import annotations

from award.foundation.chapters import Chapter, blueprints_of
from award.foundation.menu import MenuEntry
from award.moderation.checks import CHECKS
from award.moderation.notices import NOTICES
from award.moderation.queries.comment_list import comments_of
from award.moderation.queries.panels import CHAIRS
from award.moderation.queries.score_list import scores_of
from award.moderation.queries.to_moderate import to_moderate_of
from award.moderation.rules.permissions import PERMISSIONS, has_a_chair
from award.moderation.views import chairing, deciding, panel, reading, talking
from award.moderation.views.pointing import asked, chaired, to_chair

CHAPTER = Chapter(
    "moderation",
    blueprints=blueprints_of(chairing, deciding, panel, reading, talking),
    permissions=PERMISSIONS,
    notices=NOTICES,
    verbs={
        "assignment.leave_out": "Left a score out of the mean",
        "assignment.count_again": "Let a score count again",
        "application.agree_score": "Recorded the score that the panel agreed",
        "application.change_remark": "Changed a remark in the discussion",
        "application.discuss": "Said something in the discussion",
        "application.step_back": "Said that they have a conflict of interest with it",
        "round.appoint_chair": "Appointed a chair",
        "round.end_chair": "Ended a chair’s time",
        "round.open_moderation": "Opened the round to its chairs",
        "application.take_back_score": "Took back the score that the panel agreed",
    },
    marks={"chairs": CHAIRS},
    menu=(MenuEntry("Moderate", "moderation.mine", has_a_chair, place=32),),
    lists={"to_moderate": to_moderate_of, "scores": scores_of, "comments": comments_of},
    checks=CHECKS,
    pointers=(("user_account", chaired), ("chairing", to_chair), ("assessor’s dashboard", asked)),
)
