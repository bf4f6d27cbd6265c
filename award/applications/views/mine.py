"""My applications, and one of them at a glance."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from award.applications.forms.section import anchor_of
from award.applications.models import Application
from award.applications.queries import applications, drafts, mine, reopenings
from award.applications.queries.timeline import timeline
from award.applications.rules import changing
from award.applications.rules.comparing import compared
from award.applications.rules.progress import next_step
from award.applications.rules.seen import own_answers
from award.applications.rules.states import ApplicationState, CoApplicantState
from award.applications.rules.timeline import road_of
from award.applications.views.blueprint import blueprint
from award.applications.views.eligibility import waiting_round
from award.applications.views.requests import asked_of_me
from award.design.formatters import plural
from award.design.lists import listing
from award.enquiries.queries import enquiries_from
from award.foundation import arrival
from award.foundation.errors import there
from award.foundation.pointers import Pointer, pointers
from award.foundation.policy import can
from award.foundation.waits import what_waits
from award.foundation.web import current_actor, requires


@blueprint.get("/applications")
@requires("application.start")
def index() -> ResponseReturnValue:
    """Every application that the person leads or works on."""
    found = listing(mine.MINE)
    return render_template(
        "applications/index.html",
        listing=found,
        next_step=next_step,
        waiting=waiting_round(),
        waits=what_waits(current_actor()),
        leads_on=pointers("application", [row.id for row in found.rows if row.role is None]),
    )


@blueprint.get("/applications/<reference>")
@requires("application.view", load=applications.own_application)
def task_list(application: Application) -> ResponseReturnValue:
    """What is done and what is next; once submitted, how it stands."""
    moment = arrival.moment()
    open_now = changing.open_now(application, moment)
    again = changing.reopened(application)
    happened = timeline(application.id, current_actor().user_id)
    if application.state != ApplicationState.DRAFT and not open_now:
        return render_template(
            "applications/after.html",
            application=application,
            lapsed=again,
            set_aside=reopenings.set_aside(application.id),
            sent=reopenings.submissions_of(application.id),
            may_reopen=can(current_actor(), "application.reopen", application)
            and again is None
            and moment < application.closes_at,
            submission=applications.latest_submission(application.id),
            timeline=happened,
            ahead=road_of(application, moment),
            leads_on=_leads_on(application),
            asks=pointers("asked apart", [application.id])[application.id],
            next_step=next_step(application.state, round_open=open_now),
        )
    draft = drafts.draft_of(application)
    if draft.asked is not None:
        standing = there(applications.latest_submission(application.id), "the submission")
        changes = compared(draft.question_set, own_answers(standing.content), draft.given)
        return render_template(
            "applications/asked.html",
            application=application,
            draft=draft,
            changed={change.question.key for change in changes},
            anchor_of=anchor_of,
            timeline=happened,
            ahead=road_of(application, moment),
        )
    return render_template(
        "applications/task_list.html",
        application=application,
        draft=draft,
        open_now=open_now,
        primary=_primary(draft),
        timeline=happened,
        ahead=road_of(application, moment),
        enquiries=enquiries_from(current_actor(), application.round_id),
        partners=_partners(draft),
        waiting=asked_of_me(application),
        people=plural(1 + len(application.team), "person", "people"),
    )


def _partners(draft: drafts.Draft) -> str:
    """How those that apply with the lead's have answered."""
    named = draft.co_applicants
    waiting = sum(one.state != CoApplicantState.CONFIRMED for one in named)
    return f"{waiting} to confirm" if waiting else "Confirmed" if named else "Nobody else"


def _leads_on(application: Application) -> Sequence[Pointer]:
    """What follows is the lead's to do."""
    if application.lead_id != current_actor().user_id:
        return ()
    return pointers("application", [application.id])[application.id]


def _primary(draft: drafts.Draft) -> tuple[str, str]:
    """Where the one big button leads, and its words."""
    reference = draft.application.reference
    steps = {obstacle.step for obstacle in draft.obstacles}
    section = draft.progress.next_section
    if not can(current_actor(), "application.set_up", draft.application):
        steps = set()
    if "eligibility" in steps:
        return url_for(".check_eligibility", reference=reference), "Continue: eligibility check"
    if "record" in steps:
        return record_url(draft.application), "Continue: your organisation’s record"
    if "organisation" in steps:
        return url_for(".organisation", reference=reference), "Continue: lead organisation"
    if draft.conflicts:
        return conflict_url(draft, draft.conflicts[0].id), "Choose between two versions"
    if section is not None and not section.section.declares:
        url = url_for(".section", reference=reference, section=section.section.key)
        return url, f"Continue: {section.section.title}"
    words = "Check your answers and submit"
    if not can(current_actor(), "application.submit", draft.application):
        words = "Check the answers"
    return url_for(".check", reference=reference), words


def record_url(application: Application) -> str:
    """The record of the organisation that leads; saving it leads back here."""
    home = there(application.organisation, "the organisation")
    back = url_for(".task_list", reference=application.reference)
    return url_for("organisations.edit", reference=home.reference, next=back)


def conflict_url(draft: drafts.Draft, number: int) -> str:
    return url_for(".conflict", reference=draft.application.reference, number=number)
