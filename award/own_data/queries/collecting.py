"""What is kept about somebody, in their own words and as they may read it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from award.accounts.models import LastSignIn, Organisation, OrganisationMember, SignIn, User
from award.applications.models import (
    Application,
    StoredFile,
)
from award.applications.queries.asked import asked_of
from award.applications.queries.scopes import led_applications, own_applications
from award.applications.rules.states import USABLE
from award.applications.together import Collaborator
from award.case_studies.models import CaseStudy, CaseStudyRevision
from award.foundation.db import db
from award.foundation.outbox import OutboxMessage, notices
from award.foundation.policy import Actor
from award.foundation.saved_views import SavedView
from award.foundation.scopes import within
from award.foundation.unwanted import unwanted_of
from award.foundation.workflow import state_of
from award.messages.queries import written_by
from award.monitoring.queries import said_by
from award.own_data.queries import acts, answers, panel


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


@within("user")
def collected(actor: Actor, user: User) -> Copy:
    """Everything that is theirs: `actor` is the person themselves, `user` their account."""
    copy = Copy()
    copy.parts["Your account"] = [_account(user)]
    copy.parts["Where you are signed in"] = [
        {"Browser": one.device, "Since": one.signed_in_at, "Last there": one.last_seen_at}
        for one in db.session.scalars(select(SignIn).where(SignIn.user_id == user.id))
    ]
    copy.parts["When you last signed in"] = [
        {"At": at}
        for at in db.session.scalars(select(LastSignIn.at).where(LastSignIn.user_id == user.id))
    ]
    copy.parts["Your organisations"] = list(_organisations(user))
    _add_applications(copy, actor)
    copy.parts["Messages that you wrote"] = [
        {"Application": reference, "Subject": subject, "At": at, "Text": words}
        for reference, subject, at, words in written_by(actor)
    ]
    copy.parts["Your case studies"] = list(_studies(actor))
    copy.parts |= acts.assessments(actor)
    copy.parts["Specimens that you scored"] = list(acts.specimens(actor))
    copy.parts["Where you were excused from specimens"] = list(acts.excuses(actor))
    copy.parts["What you said in panels"] = list(panel.remarks(user))
    copy.parts["Applications that you stepped back from"] = list(panel.stepped_back(user))
    copy.parts["Interests that you declared"] = list(acts.interests(user))
    copy.parts["Steps you took"] = list(acts.moves(user))
    copy.parts["Your complaints"] = list(acts.complaints(user))
    copy.parts["Adjustments that you asked for"] = list(acts.adjustments(actor))
    copy.parts["What you were offered for assessing"] = list(acts.offers(actor))
    copy.parts["What you claimed"] = list(acts.claims(actor))
    about_you, cost = said_by(user.id)
    copy.parts["What you said about yourself, kept apart"] = [
        {
            "Age": one.age,
            "Sex": one.sex,
            "Ethnic group": one.ethnicity,
            "Long-term condition": one.disability,
            "Size of your organisation": one.size,
        }
        for one in about_you
    ]
    copy.parts["What you said that applying cost you, kept apart"] = [
        {
            "When": one.moment,
            "Hours": one.hours,
            "Hardest question": one.hardest,
            "Again": one.again,
            "What would have helped": one.helped,
            "Size of your organisation": one.size,
        }
        for one in cost
    ]
    copy.parts["Your enquiries"] = list(acts.enquiries(actor))
    copy.parts["Searches that you follow"] = list(acts.followed(actor))
    copy.parts["What you asked project teams"] = list(acts.asked_of_teams(actor))
    copy.parts["Views that you saved"] = [
        {"Name": one.name, "List": one.list_key, "Asked": one.asked, "Shared": one.shared}
        for one in db.session.scalars(select(SavedView).where(SavedView.owner_id == user.id))
    ]
    copy.parts["Emails that you switched off"] = [
        {"Email": notices()[key].says} for key in sorted(unwanted_of(actor)) if key in notices()
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
    "cqc_provider_id", "website", "former_names",
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
    query = select(Application).where(led_applications(actor)).order_by(Application.id)
    found = db.session.scalars(query.options(joinedload(Application.round))).all()
    ids = [one.id for one in found]
    asked = {one.id: asked_of(one) for one in found}
    about = {one.id: one for one in found}
    copy.parts["Your applications"] = [
        {"Reference": one.reference, "Title": one.title, "Round": one.round.title,
         "State": state_of(one).applicant_label, "Begun": one.created_at,
         "Helper who types": one.helper,
         "Submitted": one.submitted_at}
        for one in found
    ]  # fmt: skip
    copy.parts["Your answers"] = list(answers.answers_in(ids, about, asked))
    copy.parts["Your answers in applications of others"] = list(answers.written_for_others(actor))
    copy.parts["Applications of others that you work on"] = list(_parts(actor))
    copy.parts["What you submitted"] = list(answers.submissions_of(ids, about, asked))
    copy.parts["Your files"] = list(_files(copy, ids, about))


def _parts(actor: Actor) -> Iterator[dict[str, Any]]:
    query = (
        select(Collaborator, Application.reference)
        .join(Application, Application.id == Collaborator.application_id)
        .where(own_applications(actor), Collaborator.person_id == actor.user_id)
    )
    for one, reference in db.session.execute(query.order_by(Collaborator.id)):
        yield {"Application": reference, "As": one.role.value, "For": one.organisation,
               "Invited at": one.email, "Since": one.accepted_at}  # fmt: skip


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
        .where(led_applications(actor))
        .order_by(CaseStudy.id)
    )
    for slug, content, published_at in db.session.execute(query):
        yield {"Page": slug, "Published": published_at, "Text": content}


def as_plain(value: Any) -> Any:
    """For JSON: moments as text."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): as_plain(one) for key, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [as_plain(one) for one in value]
    return value
