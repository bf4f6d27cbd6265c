"""Emails about what comes after a case study was published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from award.case_studies.later import RunningQuestion, StudyUpdate
from award.case_studies.notices import (
    publishers,
    sharer_of,
    team_of,
    where_to_read,
    who_answered,
)
from award.foundation.enough import Limit
from award.foundation.outbox import Case, Notice
from award.foundation.policy import Role


def _asked(question: RunningQuestion) -> Mapping[str, Any]:
    return {"slug": question.study.slug, "asked_at": question.asked_at}


_LINK = {
    "title": "Listening for falls at night",
    "slug": "listening-for-falls-at-night",
    "token": "sample",
    "until": datetime(2027, 8, 2, 10, tzinfo=UTC),
}


def _news(update: StudyUpdate) -> Mapping[str, Any]:
    study = update.study
    return {
        "slug": study.slug,
        "heading": update.heading,
        "number": update.number,
        "public": update.published_at is not None,
        "here": where_to_read(study, f"/updates/{update.number}"),
        "sharer": sharer_of(study),
    }


_NEWS = {"slug": "listening-for-falls-at-night", "heading": "Two more homes", "number": 1}
_BY = {**_NEWS, "by": "Kim Example"}
_READ = {
    "heading": _NEWS["heading"],
    "here": "/my-case-studies/listening-for-falls-at-night/updates/1",
}
_BECAUSE = {
    **_READ,
    "reason": "It names a resident.",
}


def _of_update(
    step: str,
    says: str,
    sample: Mapping[str, Any],
    *,
    optional: str = "",
    cases: tuple[Case, ...] = (),
) -> Notice:
    """To the lead, or to those who edit case studies where that is `optional`."""
    return Notice(
        f"study_update.{step}",
        recipients=lambda update: (publishers if optional else team_of)(update.study),
        context=_news,
        further=who_answered,
        says=says,
        roles=frozenset({Role.PUBLISHER}) if optional else frozenset(),
        optional=optional,
        limit=Limit(in_all=100, to_one=20) if optional else None,
        sample=sample,
        cases=cases,
    )


AFTERWARDS = (
    _of_update(
        "written", "Asks the project team to read and agree an update of their case study", _READ
    ),
    _of_update(
        "agreed",
        "Tells publishers that a team has an update of its case study for them to publish",
        _BY,
        optional="A team has agreed an update of its case study",
    ),
    _of_update(
        "declined",
        "Tells publishers that a team does not agree an update, and why",
        {**_BY, "reason": "It was a third, not half."},
        optional="A team has said no to an update of its case study",
    ),
    _of_update(
        "withdrawn",
        "Tells publishers that a team has taken an update back, which is public no more, or won’t "
        "be",
        _BY,
        optional="A team has taken back an update of its case study",
        cases=(Case("unread", lambda words: not words["public"], _BY),),
    ),
    _of_update(
        "published",
        "Tells the project team that an update of their case study is public",
        {**_NEWS, **_READ},
    ),
    _of_update(
        "set_aside",
        "Tells the project team that an update of theirs is not published, and why",
        _BECAUSE,
    ),
    _of_update(
        "taken_down",
        "Tells the project team that an update of their case study was taken down, and why",
        _BECAUSE,
    ),
    Notice(
        "case_study.running_asked",
        recipients=lambda question: team_of(question.study),
        context=_asked,
        says="Asks the project team every six months whether the project of a public case study "
        "still runs, by a link that needs no account",
        sample=_LINK,
    ),
    Notice(
        "case_study.running_reminded",
        recipients=lambda question: team_of(question.study),
        context=_asked,
        says="Reminds the project team once that we asked whether the project still runs",
        sample={**_LINK, "asked_at": datetime(2027, 2, 1, 10, tzinfo=UTC)},
    ),
    Notice(
        "case_study.running_answered",
        recipients=lambda question: team_of(question.study),
        context=_asked,
        says="Confirms to the project team what somebody answered by its link, which changes it "
        "for two weeks",
        sample={**_LINK, "answer": "stopped", "words": "\nYour words: The money ran out.\n"},
    ),
    Notice(
        "case_study.running_told",
        recipients=lambda question: publishers(question.study),
        context=_asked,
        says="Tells publishers what a team answered to whether its project still runs",
        roles=frozenset({Role.PUBLISHER}),
        optional="A team has said whether its project still runs",
        sample={
            "title": _LINK["title"],
            "slug": _LINK["slug"],
            "answer": "still running",
        },
    ),
)
