"""Emails about questions to teams: neither side reads the address of the other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from award.case_studies.later import TeamQuestion
from award.case_studies.notices import publishers, where_to_read
from award.case_studies.queries.asking import members, title_of, token_of
from award.case_studies.rules.asking import LAPSES_AFTER, Stands
from award.foundation.enough import Limit
from award.foundation.outbox import ANSWERS, Case, Notice, Recipient, Words
from award.foundation.policy import Role


def _asker(question: TeamQuestion) -> list[Recipient]:
    return [Recipient(question.email, question.name)] if question.email else []


def _nobody_by_name(question: TeamQuestion) -> list[Recipient]:
    """The address alone: who typed a name need not be whose address it is."""
    return [Recipient(question.email)]


def _team(question: TeamQuestion) -> list[Recipient]:
    return [Recipient(email, name) for email, name in members(question.study)]


def _own(question: TeamQuestion) -> Mapping[str, Any]:
    """For whoever asked, with their link."""
    return {
        "title": title_of(question.study),
        "slug": question.study.slug,
        "code": question.reference,
        "token": token_of(question),
    }


def _relayed(question: TeamQuestion) -> Mapping[str, Any]:
    """For the team, who never read the address of whoever asks."""
    study = question.study
    return {
        "title": title_of(study),
        "asker": question.name,
        "question": question.question,
        "here": where_to_read(study, f"/questions/{question.number}"),
        "until": (question.confirmed_at or question.asked_at) + LAPSES_AFTER,
        "stands": question.stands,
    }


def _may_stand(words: Words) -> Words:
    """What the team is told of publishing."""
    told = {
        Stands.NAMED: "They agree that question and answer stand on the page of the case study, "
        "with their name, if you agree too.",
        Stands.UNNAMED: "They agree that question and answer stand on the page of the case study, "
        "without their name, if you agree too.",
        Stands.NOT: "They don’t want it published: your answer goes to them alone.",
    }
    return {"publishing": told[Stands(words["stands"])]}


_Q = {
    "title": "Listening for falls at night",
    "slug": "listening-for-falls-at-night",
    "code": "QST-7K3F9Q",
    "token": "sample",
}
_TO_TEAM = {
    "title": "Listening for falls at night",
    "asker": "Ada Okafor",
    "question": "How long did it take until night staff trusted it?",
    "here": "/my-case-studies/listening-for-falls-at-night/questions/1",
    "until": datetime(2027, 3, 15, 10, tzinfo=UTC),
    "publishing": "They don’t want it published: your answer goes to them alone.",
}

QUESTIONS = (
    Notice(
        "team_question.confirm",
        recipients=_nobody_by_name,
        context=lambda question: {k: v for k, v in _own(question).items() if k != "slug"},
        says="Asks whoever has an address to confirm the question to a project team that was sent "
        "with it",
        because=ANSWERS,
        sample={k: v for k, v in _Q.items() if k != "slug"} | {"until": _TO_TEAM["until"]},
    ),
    Notice(
        "team_question.received",
        recipients=_asker,
        context=_own,
        says="Tells somebody that their question is with the project team, and gives them the link "
        "to take it back or off the page",
        because=ANSWERS,
        sample=_Q,
    ),
    Notice(
        "team_question.relayed",
        recipients=_team,
        context=_relayed,
        further=_may_stand,
        says="Relays a question about a case study to its project team, without the address of "
        "whoever asks",
        optional="Somebody asks something about the case study of your project",
        sample=_TO_TEAM,
        limit=Limit(in_all=20, to_one=10),
    ),
    Notice(
        "team_question.reminded",
        recipients=_team,
        context=_relayed,
        further=_may_stand,
        says="Reminds a project team once of a question that nobody has answered",
        sample=_TO_TEAM,
    ),
    Notice(
        "team_question.answered",
        recipients=_asker,
        context=_own,
        says="Brings whoever asked a project team its answer, without the team’s address",
        because=ANSWERS,
        sample={**_Q, "words": "About six weeks."},
        cases=(Case("public", lambda w: bool(w["public"]), {**_Q, "words": "About six weeks."}),),
    ),
    Notice(
        "team_question.declined",
        recipients=_asker,
        context=_own,
        says="Tells whoever asked a project team that it does not answer, and why",
        because=ANSWERS,
        sample={**_Q, "why": "They say that they can’t find the time."},
    ),
    Notice(
        "team_question.lapsed",
        recipients=_asker,
        context=_own,
        says="Tells whoever asked a project team that no answer came",
        because=ANSWERS,
        sample=_Q,
        cases=(Case("gone", lambda words: bool(words["gone"]), {"title": _Q["title"]}),),
    ),
    Notice(
        "team_question.published",
        recipients=lambda question: publishers(question.study),
        context=_own,
        says="Tells publishers that a question and its answer stand on the page of a case study",
        roles=frozenset({Role.PUBLISHER}),
        optional="A question and its answer stand on the page of a case study",
        sample={k: _Q[k] for k in ("title", "slug", "code")},
        limit=Limit(in_all=100, to_one=50),
    ),
    Notice(
        "team_question.removed",
        recipients=lambda question: [*_asker(question), *_team(question)],
        context=lambda question: {"title": title_of(question.study)},
        says="Tells a project team and whoever asked that a question and its answer were taken off "
        "the page, and why",
        sample={"title": _Q["title"], "reason": "It names a resident."},
    ),
)
