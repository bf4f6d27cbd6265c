"""Who may promote, edit, agree and publish.

`case_study.promote` is asked of a candidate (`queries.promotion.Candidate`): an application with
what was decided about it and who assessed it. The others are asked of a case study with its
application loaded.
"""

from __future__ import annotations

from typing import Any

from award.applications.rules.states import ApplicationState, CollaboratorRole
from award.foundation.policy import (
    Actor,
    Permission,
    anyone,
    assessor,
    auditor,
    predicate,
    publisher,
    signed_in,
    system,
)


def _leads(actor: Actor, study: Any) -> bool:
    application = study.application
    return (
        actor.user_id is not None
        and application is not None
        and application.lead_id == actor.user_id
    )


def _shared(actor: Actor, study: Any) -> bool:
    share = getattr(study, "share", None)
    if share is None or share.forgotten_at is not None:
        return False
    own = actor.user_id is not None and bool(actor.email) and actor.email == share.email
    return own or share.reference in actor.holds


def _assessed(actor: Actor, candidate: Any) -> bool:
    return actor.user_id is not None and actor.user_id in candidate.assessed_by


def _edits(actor: Actor, study: Any) -> bool:
    application = study.application
    if actor.user_id is None or application is None:
        return False
    return bool(application.team.get(actor.user_id) == CollaboratorRole.EDITOR)


lead = predicate(_leads, "lead of its application")
sharer = predicate(_shared, "shared it, by link or confirmed address")
editor = predicate(_edits, "editor of its application")
team = lead | editor | sharer
awarded = predicate(
    lambda _a, candidate: candidate.application.state == ApplicationState.AWARDED, "awarded"
)
released = predicate(lambda _a, candidate: bool(candidate.released), "decision released")
assessed_it = assessor & predicate(_assessed, "submitted a score sheet, no conflict")

PERMISSIONS = (
    Permission(
        "case_study.promote",
        awarded & released & (publisher | assessed_it),
        "Start a case study from a funded application",
        apart=True,
    ),
    Permission(
        "case_study.nominate", assessor, "See which of my assessed projects could be promoted"
    ),
    Permission("case_study.list", publisher | auditor, "List every case study, whatever its state"),
    Permission(
        "case_study.edit",
        publisher & ~sharer,
        "Edit a case study and send it to its project team",
        apart=True,
    ),
    Permission(
        "case_study.agree", lead | sharer, "Agree a case study, ask for changes, or withdraw it"
    ),
    Permission(
        "case_study.publish",
        publisher & ~sharer,
        "Publish a case study or take it down",
        apart=True,
    ),
    Permission(
        "case_study.ask_running", publisher, "Ask a team whether its project still runs", apart=True
    ),
    Permission(
        "case_study.answer_running",
        anyone,
        "Say whether a project still runs, for whoever has the link that was sent",
    ),
    Permission(
        "study_update.write", publisher | lead | sharer, "Write an update of a published case study"
    ),
    Permission(
        "study_update.agree", lead | sharer, "Agree an update, say no to it, or take it back"
    ),
    Permission(
        "study_update.publish",
        publisher & ~sharer,
        "Publish an update or take it down",
        apart=True,
    ),
    Permission(
        "study_update.end", publisher | lead | sharer, "Say no to an update, or take it down"
    ),
    Permission(
        "case_study.count_searches", system, "Count searches that find nothing, and let go of them"
    ),
    Permission(
        "team_question.ask", anyone, "Ask the team of a case study, with or without account"
    ),
    Permission(
        "team_question.own",
        anyone,
        "Confirm a question to a team, keep it off the page, or take it back, by its link",
    ),
    Permission(
        "team_question.answer",
        team,
        "Answer a question about a case study, decline it, or take it off the page",
    ),
    Permission(
        "team_question.leave",
        lead | sharer | publisher,
        "Take answered questions off the page with their case study",
    ),
    Permission(
        "team_question.handle",
        publisher & ~team,
        "Take a question to a team away, from the team or off the page",
        apart=True,
    ),
    Permission(
        "team_question.let_go",
        system,
        "Remind teams of questions, and let go of those without an answer or over long ago",
    ),
    Permission("case_study.own", signed_in, "List case studies of my applications"),
)
