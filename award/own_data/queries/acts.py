"""What somebody wrote as an assessor, the steps they took, and their complaints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from award.accounts.models import User
from award.adjustments.queries import named, need_of, own_adjustments
from award.applications.models import (
    Application,
)
from award.assessment.models.assignments import Assignment, ConflictDeclaration, Score, Sheet
from award.assessment.models.people import AssessorProfile
from award.assessment.queries.profiles import offered
from award.assessment.queries.reach import own_assignments
from award.assessment.rules.profiles import FORMATS, PANELS, TOPICS, known_words
from award.assessment.rules.states import SHOWN
from award.calibration.queries.own import own_excuses, own_sheets
from award.case_studies.queries.asking import questions_from
from award.case_studies.rules.asking import STANDS
from award.complaints.models import ComplaintStep
from award.complaints.queries import complaints_from
from award.complaints.rules.states import ABOUT, OUTCOMES, Step
from award.enquiries.queries import enquiries_from
from award.foundation.db import db
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.foundation.workflow import StateChange
from award.interests.queries.declarations import declarations_of
from award.interests.rules.declared import KINDS
from award.payments.queries.claims import own_claims
from award.payments.queries.offers import own_pay_answers
from award.payments.rules.offer import TITLES, in_words, pounds
from award.watching.queries.watches import followed_from, words_of


def assessments(actor: Actor) -> dict[str, list[Mapping[str, Any]]]:
    """What they scored and wrote, for as long as they may still meet the application."""
    parts: dict[str, list[Mapping[str, Any]]] = {}
    profile = db.session.get(AssessorProfile, actor.user_id or 0)
    if profile is not None:
        parts["You as an assessor"] = [_profile(profile)]
    query = (
        select(Assignment)
        .join(Application, Application.id == Assignment.application_id)
        .where(own_assignments(actor), Assignment.state.in_(sorted(SHOWN)))
        .options(
            joinedload(Assignment.application),
            joinedload(Assignment.sheet)
            .selectinload(Sheet.scores)
            .joinedload(Score.criterion),
        )
        .order_by(Assignment.id)
    )  # fmt: skip
    rows = list(db.session.scalars(query))
    parts["Your assessments"] = [
        {"Application": one.application.reference, "State": one.state.value, **_sheet(one.sheet)}
        for one in rows
    ]
    mine = select(Assignment.id).where(Assignment.assessor_id == actor.user_id)
    declared = select(ConflictDeclaration).where(ConflictDeclaration.assignment_id.in_(mine))
    parts["Conflicts of interest you declared"] = [
        {"Kind": one.kind, "In your words": one.detail, "At": one.declared_at}
        for one in db.session.scalars(declared.order_by(ConflictDeclaration.id))
    ]
    return parts


def _profile(profile: AssessorProfile) -> dict[str, Any]:
    chosen = {words: getattr(profile, topic) for topic, words in TOPICS.items()}
    known = known_words({topic: getattr(profile, topic) for topic in TOPICS}, offered())
    return {
        "Panel": profile.panel,
        "Expertise": profile.expertise,
        "Knows about": known,
        **chosen,
        "Most in a round": profile.most,
        "In an evening": profile.evening,
        "Formats needed": [FORMATS[key][0] for key in profile.formats if key in FORMATS],
    }


def _sheet(sheet: Sheet | None) -> dict[str, Any]:
    if sheet is None:
        return {}
    return {
        "On the criteria of": PANELS[sheet.panel] if sheet.panel else "the round",
        "Scores": [
            {"Criterion": one.criterion.title, "Score": one.value, "Why": one.justification}
            for one in sheet.scores
        ],
        "For the applicant": sheet.comments_for_applicant,
        "For the programme": sheet.comments_for_programme,
    }


@within("user")
def moves(user: User) -> Iterator[dict[str, Any]]:
    query = select(StateChange).where(StateChange.actor_id == user.id).order_by(StateChange.id)
    for one in db.session.scalars(query):
        yield {"At": one.at, "What": f"{one.kind}: {one.action}", "Name": one.actor_name,
               "Why": one.reason}  # fmt: skip


def enquiries(actor: Actor) -> Iterator[dict[str, Any]]:
    """Those that came from the confirmed address of the account."""
    for one in enquiries_from(actor):
        yield {
            "Reference": one.reference, "Round": one.round.title, "Received": one.received_at,
            "Name": one.name, "Email address": one.email, "Organisation": one.organisation,
            "Idea": one.idea, "Question": one.question, "Told the eligibility check": one.told,
            "Answer": one.answer,
        }  # fmt: skip


def followed(actor: Actor) -> Iterator[dict[str, Any]]:
    """What the confirmed address of the account follows."""
    for one in followed_from(actor):
        yield {"Follows": words_of(one), "Asks": one.asked, "Since": one.confirmed_at,
               "Until": one.until}  # fmt: skip


def asked_of_teams(actor: Actor) -> Iterator[dict[str, Any]]:
    """What came from the confirmed address of the account."""
    for one in questions_from(actor):
        yield {
            "Reference": one.reference, "Case study": one.study.slug, "Asked": one.asked_at,
            "Name": one.name, "Email address": one.email, "Question": one.question,
            "May be published": STANDS[one.stands], "Answer": one.answer,
        }  # fmt: skip


def complaints(user: User) -> Iterator[dict[str, Any]]:
    """Those that came from the address of the account, with our letters, without our notes."""
    if user.confirmed_at is None:
        return
    letters = (Step.ACKNOWLEDGED, Step.ANSWERED)
    for one in complaints_from(user.email):
        steps = select(ComplaintStep).where(
            ComplaintStep.complaint_id == one.id, ComplaintStep.kind.in_(letters)
        )
        yield {
            "Reference": one.reference, "About": ABOUT[one.about], "Received": one.received_at,
            "Name": one.name, "Email address": one.email, "Otherwise": one.otherwise,
            "Application": one.thing, "About whom": one.person, "What happened": one.words,
            "What would put it right": one.wish,
            "Outcome": OUTCOMES[one.outcome] if one.outcome else None,
            "Our letters": [step.words for step in db.session.scalars(steps)],
        }  # fmt: skip


def adjustments(actor: Actor) -> Iterator[dict[str, Any]]:
    """What they asked for, why while that is kept, and what was agreed."""
    for one in own_adjustments(actor):
        yield {
            "Reference": one.reference, "Round": one.round.title, "Asked for": named(one.kinds),
            "Asked": one.asked_at, "Why": need_of(one), "Helper": one.helper,
            "Until": one.until, "More words, per cent": one.more_words,
            "Recordings": one.recordings, "Answer": one.agreed,
        }  # fmt: skip


def interests(user: User) -> Iterator[dict[str, Any]]:
    """What they declared as an assessor, the latest first; “nothing” is a row too."""
    for declaration in declarations_of(user):
        given = {"Declared": declaration.declared_at, "Until": declaration.expires_on}
        if declaration.nothing_to_declare:
            yield {**given, "Interest": "Nothing to declare"}
        for one in declaration.interests:
            yield {
                **given, "Interest": KINDS[one.kind], "Organisation": one.organisation,
                "Number": one.number, "What": one.position,
            }  # fmt: skip


def offers(actor: Actor) -> Iterator[dict[str, Any]]:
    """What they answered, and the words that they had before them."""
    for round_title, one in own_pay_answers(actor):
        words = {TITLES[name]: in_words(one.offered[name], name) for name in TITLES}
        yield {"Round": round_title, "Answer": one.answer.value, "At": one.answered_at, **words}


def claims(actor: Actor) -> Iterator[dict[str, Any]]:
    for one in own_claims(actor):
        yield {
            "Reference": one.reference, "Round": one.round.title, "State": one.state.value,
            "Claimed": one.made_at, "Score sheets": one.sheets, "Meetings": one.meetings,
            "Hours in meetings": one.meeting_hundredths / 100,
            "Expenses": pounds(one.expenses_pence), "What for": one.expenses_note,
            "Total": pounds(one.total_pence), "Why it came back": one.reason, "Paid": one.paid_at,
        }  # fmt: skip


def specimens(actor: Actor) -> Iterator[dict[str, Any]]:
    """Scores of applications that nobody made, and why they gave them."""
    for round_title, title, sheet in own_sheets(actor):
        yield {
            "Round": round_title, "Specimen": title, "Submitted": sheet.submitted_at,
            "On the criteria of": PANELS[sheet.panel] if sheet.panel else "the round",
            "Scores": [
                {"Criterion": one.criterion.title, "Score": one.value, "Why": one.justification}
                for one in sheet.scores
            ],
        }  # fmt: skip


def excuses(actor: Actor) -> Iterator[dict[str, Any]]:
    for round_title, one in own_excuses(actor):
        yield {"Round": round_title, "At": one.excused_at, "Why": one.reason}
