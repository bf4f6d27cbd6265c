"""Searches that somebody follows, and rounds that open."""

from __future__ import annotations

from award.foundation import jobs
from award.foundation.chapters import Chapter, blueprints_of
from award.watching.checks import CHECKS
from award.watching.jobs import forget_old_watches, tell_of_rounds, tell_what_is_new
from award.watching.notices import NOTICES
from award.watching.rules.permissions import PERMISSIONS
from award.watching.services.telling import take_back_news
from award.watching.views import public

CHAPTER = Chapter(
    "watching",
    blueprints=blueprints_of(public),
    permissions=PERMISSIONS,
    notices=NOTICES,
    kinds={"watch": "Followed searches and rounds"},
    verbs={
        "watch.begin": "Asked to follow a search, or rounds that open",
        "watch.confirm": "Confirmed what they follow",
        "watch.renew": "Went on following",
        "watch.warn": "Told that something is followed no longer unless renewed",
        "watch.end": "Stopped following",
        "watch.drop": "Deleted what nobody confirmed they follow",
        "watch.lapse": "Deleted what nobody renewed that they follow",
    },
    periodic=(
        jobs.every_hour(tell_what_is_new),
        jobs.every_hour(tell_of_rounds),
        jobs.every_hour(forget_old_watches),
    ),
    follows=tuple(
        (move, take_back_news)
        for move in (
            "case_study.unpublish",
            "case_study.archive",
            "case_study.withdraw_agreement",
            "study_update.take_down",
            "study_update.withdraw",
        )
    ),
    checks=CHECKS,
)
