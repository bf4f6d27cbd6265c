"""Every permission, asked for every kind of person and every state of the thing, as text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from award.applications.rules.states import CollaboratorRole, CollaboratorState
from award.foundation import clock, workflow
from award.foundation.policy import ANONYMOUS, SYSTEM, Actor, Role, can, permissions
from award.foundation.work import JobState

LEAD, OTHER, ASSIGNED, NOT_ASSIGNED, STAFF = 1, 2, 3, 4, 5
EDITOR, VIEWER = 9, 10
TEAM = {EDITOR: CollaboratorRole.EDITOR, VIEWER: CollaboratorRole.VIEWER}


def _actor(user_id: int, *roles: Role) -> Actor:
    email = f"{user_id}@example.org"
    return Actor(user_id, f"Person {user_id}", email, roles=frozenset({Role.APPLICANT, *roles}))


PEOPLE: dict[str, Actor] = {
    "visitor": ANONYMOUS,
    "lead": _actor(LEAD),
    "editor": _actor(EDITOR),
    "viewer": _actor(VIEWER),
    "other": _actor(OTHER),
    "assigned": _actor(ASSIGNED, Role.ASSESSOR),
    "assessor": _actor(NOT_ASSIGNED, Role.ASSESSOR),
    "staff": _actor(STAFF, Role.STAFF),
    "publisher": _actor(6, Role.PUBLISHER),
    "auditor": _actor(7, Role.AUDITOR),
    "admin": _actor(8, Role.ADMIN),
    "service": SYSTEM,
}
"""`lead` leads the application (and is a member of its organisation), `editor` and `viewer` work on
it, `assigned` is the assessor it is assigned to, `staff` asked for the job and saved the view;
`other` and `assessor` are the same to some other application. `other` is invited."""


def things(name: str) -> Iterator[tuple[str, Any]]:
    """(state, thing) for each state of what the permission is about; ("-", None) for nothing."""
    resource = name.partition(".")[0]
    if name == "case_study.promote":
        yield from _candidates()
    elif resource in ("study_update", "team_question"):
        yield "-", _thing("case_study", "published")
    elif resource in ("application", "assignment", "case_study", "decision", "reopening"):
        for state in workflow.machines()[resource].states:
            yield state, _thing(resource, state)
        if name == "application.edit":
            yield (
                "submitted, open again",
                SimpleNamespace(
                    state="submitted",
                    lead_id=LEAD,
                    team=TEAM,
                    reopening=SimpleNamespace(kind="own"),
                ),
            )
    elif name in ("job.read", "job.cancel"):
        yield from (
            (state, SimpleNamespace(state=state, owner_id=STAFF, kind="assessment.ask_many"))
            for state in JobState
        )
    elif name in ("complaint.read", "complaint.handle"):
        for label, named in (("about somebody else", set()), ("about staff", {STAFF})):
            yield label, SimpleNamespace(named_ids=named)
    elif name in ("adjustment.read", "adjustment.answer", "adjustment.take_back"):
        for label, person in (("asked by the lead", LEAD), ("asked by staff", STAFF)):
            yield label, SimpleNamespace(person_id=person, state="asked")
    elif resource in ("meeting", "moderation", "scenario", "shortlist"):
        yield "a round that nobody of them chairs", SimpleNamespace(chair_ids=frozenset())
        yield "a round that “assessor” chairs", SimpleNamespace(chair_ids=frozenset({NOT_ASSIGNED}))
        if resource == "meeting":
            yield "as “assigned” reads along", SimpleNamespace(assessor_id=ASSIGNED)
        if resource == "scenario":
            yield "shared with “assigned”", SimpleNamespace(reader_ids=frozenset({ASSIGNED}))
    elif name in ("pay_claim.read", "pay_claim.decide", "pay_claim.take_back"):
        for label, person in (("of an assessor", ASSIGNED), ("of staff", STAFF)):
            yield label, SimpleNamespace(person_id=person, state="waiting")
    elif resource == "discussion":
        yield "as an assessor of it", SimpleNamespace(assessor_id=ASSIGNED)
    elif name == "own_data.fetch":
        yield "-", SimpleNamespace(user_id=LEAD)
    elif name == "view.change":
        for label, shared in (("of staff", False), ("of staff, shared", True)):
            yield label, SimpleNamespace(owner_id=STAFF, shared=shared)
    elif resource in ("round", "questions"):
        for label, days in (("announced", -1), ("not announced", 1)):
            yield label, SimpleNamespace(announced_at=clock.now() + timedelta(days=days))
    elif name == "organisation.let_in":
        home = SimpleNamespace(member_ids={LEAD})
        for label, asker in (("asked by somebody else", None), ("asked by staff", STAFF)):
            yield label, SimpleNamespace(organisation=home, person_id=asker)
    elif resource == "section_request":
        yield "-", SimpleNamespace(person_id=EDITOR)
    elif resource == "collaborator":
        for one in CollaboratorState:
            yield one, SimpleNamespace(state=one, person_id=EDITOR, email=f"{OTHER}@example.org")
    elif resource == "organisation":
        yield "-", SimpleNamespace(member_ids={LEAD})
    else:
        yield "-", None


def _thing(resource: str, state: str) -> Any:
    application = SimpleNamespace(state=state, lead_id=LEAD, team=TEAM, reopening=None)
    if resource in ("application", "reopening"):
        return application
    if resource == "assignment":
        return SimpleNamespace(state=state, assessor_id=ASSIGNED)
    return SimpleNamespace(
        state=state,
        application=application,
        share=None,
        published_revision_id=1 if state == "published" else None,
    )


def _candidates() -> Iterator[tuple[str, Any]]:
    for label, state, released in (
        ("awarded, released", "awarded", True),
        ("awarded, not released", "awarded", False),
        ("rejected, released", "rejected", True),
        ("in assessment", "in_assessment", False),
    ):
        application = SimpleNamespace(state=state, lead_id=LEAD, team=TEAM)
        yield (
            label,
            SimpleNamespace(application=application, released=released, assessed_by={ASSIGNED}),
        )


def permission_matrix() -> str:
    """One line for each permission and state; the people who may, in a fixed order."""
    lines = []
    for name, row in permissions().items():
        lines.append(f"{name}: {row.says}")
        for label, thing in things(name):
            may = [person for person, actor in PEOPLE.items() if can(actor, name, thing)]
            lines.append(f"    {label:<24} {' '.join(may) or 'nobody'}")
    return "\n".join(lines) + "\n"
