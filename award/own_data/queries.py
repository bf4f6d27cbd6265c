"""What is kept about somebody, in their own words and as they may read it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from award.accounts.models import Organisation, OrganisationMember, SignIn, User
from award.applications.models import (
    Answer,
    AnswerConflict,
    Application,
    Eligibility,
    HandOver,
    StoredFile,
    Submission,
)
from award.applications.queries.scopes import own_applications
from award.applications.rules.states import READABLE, USABLE, ApplicationState
from award.assessment.models import (
    AssessorProfile,
    Assignment,
    ConflictDeclaration,
    Score,
    Sheet,
)
from award.assessment.queries.reach import own_assignments
from award.assessment.rules.states import SHOWN, UNFINISHED
from award.case_studies.models import CaseStudy, CaseStudyRevision
from award.case_studies.rules.states import StudyState
from award.complaints.models import ComplaintStep
from award.complaints.queries import complaints_from
from award.complaints.rules.states import ABOUT, OUTCOMES, Step
from award.foundation.db import db
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Actor, can
from award.foundation.saved_views import SavedView
from award.foundation.scopes import within
from award.foundation.workflow import StateChange, state_of
from award.own_data.models import DataCopy
from award.own_data.rules.closing import first_to_do
from award.rounds.queries.question_sets import question_set

LIVE = READABLE - {ApplicationState.REJECTED}
"""Somebody has to answer for it."""


@dataclass(frozen=True)
class KeptFile:
    """A file to go along: its place in the copy, and where its bytes lie."""

    path: str
    lies_at: str


@dataclass
class Copy:
    """All of it: headings with rows of plain values, and files."""

    parts: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    files: list[KeptFile] = field(default_factory=list)


@dataclass(frozen=True)
class OwnDraft:
    """A draft as the page of one's data tells it."""

    reference: str
    title: str
    round_title: str


def copies_of(actor: Actor) -> list[DataCopy]:
    """Those that the actor asked for, the latest first."""
    query = select(DataCopy).where(DataCopy.user_id == actor.user_id)
    return list(db.session.scalars(query.order_by(DataCopy.id.desc())))


def own_copy(actor: Actor, token: str) -> DataCopy | None:
    """One that was asked for by the actor, made, and is not over."""
    found = db.session.scalar(
        select(DataCopy).where(DataCopy.token == token, DataCopy.user_id == actor.user_id)
    )
    return found if found is not None and found.made_at is not None else None


def own_drafts(actor: Actor) -> list[OwnDraft]:
    """What they could delete."""
    query = select(Application).where(
        own_applications(actor), Application.state == ApplicationState.DRAFT
    )
    query = query.options(joinedload(Application.round)).order_by(Application.id)
    return [
        OwnDraft(one.reference, one.title or "Untitled", one.round.title)
        for one in db.session.scalars(query)
    ]


def draft_to_delete(actor: Actor, reference: str) -> Application | None:
    """A draft that the actor leads, with its round."""
    found = db.session.scalar(
        select(Application)
        .where(Application.reference == reference, own_applications(actor))
        .options(joinedload(Application.round))
    )
    return found if found is not None and can(actor, "application.delete", found) else None


@within("application")
def goes_with(application: Application) -> dict[str, int]:
    """How many answers and files a draft has."""
    answers = select(func.count(Answer.id)).where(
        Answer.application_id == application.id, Answer.value.is_not(None)
    )
    files = select(func.count(StoredFile.id)).where(
        StoredFile.application_id == application.id, StoredFile.removed_at.is_(None)
    )
    return {"answers": db.session.scalar(answers) or 0, "files": db.session.scalar(files) or 0}


@within("application")
def was_sent_or_handed_over(application: Application) -> bool:
    """Is there evidence about it that nobody may delete?"""
    return any(
        db.session.scalar(select(model.id).where(model.application_id == application.id).limit(1))
        for model in (Submission, HandOver)
    )


def live_applications(actor: Actor) -> list[str]:
    """References of those that somebody has to answer for, led by the actor."""
    query = select(Application.reference).where(
        own_applications(actor), Application.state.in_(sorted(LIVE))
    )
    return list(db.session.scalars(query.order_by(Application.reference)))


def unfinished_assessments(actor: Actor) -> int:
    query = (
        select(func.count(Assignment.id))
        .join(Application, Application.id == Assignment.application_id)
        .where(own_assignments(actor), Assignment.state.in_(sorted(UNFINISHED)))
    )
    return db.session.scalar(query) or 0


def studies_to_answer(actor: Actor) -> int:
    """Case studies that wait for the actor's agreement."""
    query = select(func.count(CaseStudy.id)).join(
        Application, Application.id == CaseStudy.application_id
    )
    return (
        db.session.scalar(
            query.where(own_applications(actor), CaseStudy.state == StudyState.WITH_APPLICANT)
        )
        or 0
    )


def in_the_way(actor: Actor) -> list[str]:
    """What the actor has to do before their account can be closed."""
    return first_to_do(
        actor.roles,
        live_applications(actor),
        unfinished_assessments(actor),
        studies_to_answer(actor),
    )


def collected(actor: Actor, user: User) -> Copy:
    """Everything that is theirs: `actor` is the person themselves, `user` their account."""
    copy = Copy()
    copy.parts["Your account"] = [_account(user)]
    copy.parts["Where you are signed in"] = [
        {"Browser": one.device, "Since": one.signed_in_at, "Last there": one.last_seen_at}
        for one in db.session.scalars(select(SignIn).where(SignIn.user_id == user.id))
    ]
    copy.parts["Your organisations"] = list(_organisations(user))
    _add_applications(copy, actor)
    copy.parts["Your case studies"] = list(_studies(actor))
    _add_assessments(copy, actor)
    copy.parts["Steps you took"] = list(_moves(user))
    copy.parts["Your complaints"] = list(_complaints(user))
    copy.parts["Views that you saved"] = [
        {"Name": one.name, "List": one.list_key, "Asked": one.asked}
        for one in db.session.scalars(select(SavedView).where(SavedView.owner_id == user.id))
    ]
    copy.parts["Emails we sent you"] = [
        {"At": one.created_at, "To": one.recipient, "Name": one.recipient_name,
         "Subject": one.subject, "Text": one.body}
        for one in db.session.scalars(
            select(OutboxMessage)
            .where(OutboxMessage.recipient == user.email)
            .order_by(OutboxMessage.id)
        )
    ]  # fmt: skip
    return copy


def _account(user: User) -> dict[str, Any]:
    return {
        "Name": user.name,
        "Email address": user.email,
        "Reference": user.reference,
        "Opened": user.created_at,
        "Address confirmed": user.confirmed_at,
        "Second factor": user.tf_primary_method,
        "Roles": [role.name for role in user.roles],
    }


_OF_ORGANISATIONS = (
    "reference", "name", "org_type", "address_line_1", "address_line_2", "town", "postcode",
    "region", "hq_country", "uk_registered_office", "company_number", "charity_number", "ods_code",
    "cqc_provider_id", "website",
)  # fmt: skip


def _organisations(user: User) -> Iterator[dict[str, Any]]:
    query = (
        select(Organisation)
        .join(OrganisationMember, OrganisationMember.organisation_id == Organisation.id)
        .where(OrganisationMember.user_id == user.id)
        .order_by(Organisation.id)
    )
    for one in db.session.scalars(query):
        yield {name.replace("_", " "): getattr(one, name) for name in _OF_ORGANISATIONS}


def _add_applications(copy: Copy, actor: Actor) -> None:
    query = select(Application).where(own_applications(actor)).order_by(Application.id)
    found = db.session.scalars(query.options(joinedload(Application.round))).all()
    ids = [one.id for one in found]
    labels = {
        one.id: {
            question.key: question.label for question in question_set(one.round.question_set_id)
        }
        for one in found
    }
    about = {one.id: one for one in found}
    copy.parts["Your applications"] = [
        {"Reference": one.reference, "Title": one.title, "Round": one.round.title,
         "State": state_of(one).applicant_label, "Begun": one.created_at,
         "Submitted": one.submitted_at}
        for one in found
    ]  # fmt: skip
    copy.parts["Your answers"] = list(_answers(ids, about, labels))
    copy.parts["What you submitted"] = list(_submissions(ids, about))
    copy.parts["Your files"] = list(_files(copy, ids, about))


@within("ids")
def _answers(
    ids: Collection[int],
    about: Mapping[int, Application],
    labels: Mapping[int, Mapping[str, str]],
) -> Iterator[dict[str, Any]]:
    eligible = select(Eligibility).where(Eligibility.application_id.in_(ids))
    for one in db.session.scalars(eligible.order_by(Eligibility.application_id)):
        yield {
            "Application": about[one.application_id].reference,
            "Question": "Can you apply?",
            "Answer": one.answers,
            "Told": one.outcome,
        }
    for model, what in ((Answer, "Answer"), (AnswerConflict, "Answer that waits for a choice")):
        query: Any = select(model).where(model.application_id.in_(ids))
        for row in db.session.scalars(query.order_by(model.application_id, model.id)):
            key = row.question_key
            yield {
                "Application": about[row.application_id].reference,
                "Question": labels[row.application_id].get(key, key),
                what: row.value,
            }


@within("ids")
def _submissions(
    ids: Collection[int], about: Mapping[int, Application]
) -> Iterator[dict[str, Any]]:
    query = select(Submission).where(Submission.application_id.in_(ids)).order_by(Submission.id)
    for one in db.session.scalars(query):
        yield {
            "Application": about[one.application_id].reference,
            "Number": one.number,
            "Received": one.received_at,
            "Fingerprint": one.sha256,
            "Note": one.note,
            "Submitted": one.content,
        }


@within("ids")
def _files(
    copy: Copy, ids: Collection[int], about: Mapping[int, Application]
) -> Iterator[dict[str, Any]]:
    """Those in which nothing was found; what was found in the others is no reason to hand it on."""
    query = select(StoredFile).where(
        StoredFile.application_id.in_(ids), StoredFile.state.in_(sorted(USABLE))
    )
    for one in db.session.scalars(query.order_by(StoredFile.id)):
        reference = about[one.application_id].reference
        path = f"files/{reference}/{one.key[:8]}-{one.name}"
        copy.files.append(KeptFile(path, one.lies_at))
        yield {"Application": reference, "Name": one.name, "Uploaded": one.uploaded_at,
               "In this copy": path}  # fmt: skip


def _studies(actor: Actor) -> Iterator[dict[str, Any]]:
    """As they are public: what is being written is the programme's until it is sent."""
    query = (
        select(CaseStudy.slug, CaseStudyRevision.content, CaseStudyRevision.published_at)
        .join(Application, Application.id == CaseStudy.application_id)
        .join(CaseStudyRevision, CaseStudyRevision.id == CaseStudy.published_revision_id)
        .where(own_applications(actor))
        .order_by(CaseStudy.id)
    )
    for slug, content, published_at in db.session.execute(query):
        yield {"Page": slug, "Published": published_at, "Text": content}


def _add_assessments(copy: Copy, actor: Actor) -> None:
    """What they scored and wrote, for as long as they may still meet the application."""
    profile = db.session.get(AssessorProfile, actor.user_id or 0)
    if profile is not None:
        copy.parts["You as an assessor"] = [
            {"Panel": profile.panel, "Expertise": profile.expertise}
        ]
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
    copy.parts["Your assessments"] = [
        {"Application": one.application.reference, "State": one.state.value, **_sheet(one.sheet)}
        for one in rows
    ]
    mine = select(Assignment.id).where(Assignment.assessor_id == actor.user_id)
    declared = select(ConflictDeclaration).where(ConflictDeclaration.assignment_id.in_(mine))
    copy.parts["Conflicts of interest you declared"] = [
        {"Kind": one.kind, "In your words": one.detail, "At": one.declared_at}
        for one in db.session.scalars(declared.order_by(ConflictDeclaration.id))
    ]


def _sheet(sheet: Sheet | None) -> dict[str, Any]:
    if sheet is None:
        return {}
    return {
        "Scores": [
            {"Criterion": one.criterion.title, "Score": one.value, "Why": one.justification}
            for one in sheet.scores
        ],
        "For the applicant": sheet.comments_for_applicant,
        "For the programme": sheet.comments_for_programme,
    }


@within("user")
def _moves(user: User) -> Iterator[dict[str, Any]]:
    query = select(StateChange).where(StateChange.actor_id == user.id).order_by(StateChange.id)
    for one in db.session.scalars(query):
        yield {"At": one.at, "What": f"{one.kind}: {one.action}", "Name": one.actor_name,
               "Why": one.reason}  # fmt: skip


def _complaints(user: User) -> Iterator[dict[str, Any]]:
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


def as_plain(value: Any) -> Any:
    """For JSON: moments as text."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): as_plain(one) for key, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [as_plain(one) for one in value]
    return value
