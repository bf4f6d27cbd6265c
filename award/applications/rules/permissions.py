"""Who may do what with an application."""

from __future__ import annotations

from typing import Any

from award.applications.rules import changing
from award.applications.rules.states import (
    BEFORE_DECISION,
    ApplicationState,
    CollaboratorRole,
    CollaboratorState,
)
from award.foundation.policy import (
    Actor,
    Permission,
    Role,
    anyone,
    auditor,
    has_role,
    predicate,
    reads_everything,
    staff,
    system,
)


def _part(actor: Actor, application: Any) -> CollaboratorRole | None:
    """Of somebody who works on an application that another leads."""
    team: dict[int, CollaboratorRole] = application.team
    return None if actor.user_id is None else team.get(actor.user_id)


collaborator = predicate(lambda actor, one: _part(actor, one) is not None, "collaborator")
editor = predicate(lambda actor, one: _part(actor, one) == CollaboratorRole.EDITOR, "editor")
lead = predicate(
    lambda actor, application: actor.user_id is not None and application.lead_id == actor.user_id,
    "lead",
)
draft = predicate(lambda _actor, application: application.state == ApplicationState.DRAFT, "draft")
writable = predicate(
    lambda _actor, application: changing.writable(application), "draft or open again"
)
people_join = predicate(
    lambda _actor, application: changing.people_join(application), "draft or opened by its lead"
)
waits = predicate(
    lambda _actor, application: application.state == ApplicationState.SUBMITTED, "submitted"
)
before_decision = predicate(
    lambda _actor, application: application.state in BEFORE_DECISION, "before decision"
)

# That a round has closed is not in these: it is a guard of the service, so that a person who is
# a minute late reads why, and whom to write to, instead of "no such page".
applicant = has_role(Role.APPLICANT)  # any confirmed account but an auditor's
takes_part = lead | collaborator
writer = lead & ~auditor  # an auditor changes nothing, not even what they led before
writes = (lead | editor) & ~auditor

invitee = predicate(
    lambda actor, invitation: (
        actor.user_id is not None
        and invitation.state == CollaboratorState.INVITED
        and invitation.email == actor.email
    ),
    "whose address was invited",
)
asked = predicate(
    lambda actor, request: actor.user_id is not None and request.person_id == actor.user_id,
    "who was asked",
)
in_person = predicate(
    lambda actor, collaborator: (
        actor.user_id is not None
        and collaborator.state == CollaboratorState.ACCEPTED
        and collaborator.person_id == actor.user_id
    ),
    "the collaborator",
)

invited = predicate(
    lambda _actor, application: application.state == ApplicationState.INVITED, "invited"
)

PERMISSIONS = (
    Permission("application.start", applicant, "Start an application"),
    Permission("application.view", takes_part | (reads_everything & ~draft), "See the application"),
    Permission("application.remind", system, "Remind whoever writes a draft that it closes"),
    Permission("application.continue", writer & invited, "Go on into the second stage"),
    Permission(
        "application.tell_opening", system, "Tell an invited lead that the next stage opens"
    ),
    Permission("application.edit", writes & writable, "Write the application"),
    Permission(
        "application.set_up",
        writer & draft,
        "Say which organisations apply and whether it is eligible",
    ),
    Permission("application.see_people", takes_part, "See who works on the application"),
    Permission("application.invite_people", writer & people_join, "Ask people to work on it"),
    Permission(
        "application.share", writer & writable, "Let somebody read it by a link, without an account"
    ),
    Permission("review_link.use", anyone, "Read a draft and comment on it, by link"),
    Permission("review_link.look_after", system, "Tell leads of comments, and let old links go"),
    Permission("application.change_people", writer, "Take people off it, or change their part"),
    Permission("application.offer_lead", writer & before_decision, "Offer somebody the lead"),
    Permission(
        "co_applicant.answer", anyone, "Confirm that an organisation applies with another, by link"
    ),
    Permission("section_request.done", asked & applicant, "Say that a section is answered"),
    Permission("collaborator.join", invitee & applicant, "Take part in the application of others"),
    Permission("collaborator.decline", invitee, "Say no to an invitation"),
    Permission("collaborator.leave", in_person, "Leave an application"),
    Permission("collaborator.take_lead", in_person & applicant, "Take the lead that was offered"),
    Permission("application.submit", writer & writable, "Submit the application"),
    Permission("application.reopen", writer & waits, "Open a submitted application again"),
    Permission("reopening.send", writer, "Submit an application again"),
    Permission("reopening.close", writer, "Close an application again without sending it"),
    Permission("reopening.take_back", staff, "Take back what was asked to be changed"),
    Permission("reopening.lapse", system, "Close what was opened again and never sent"),
    Permission("application.note_trouble", system, "Note a request that the service failed"),
    Permission("application.extend", staff, "Keep one application open for longer", apart=True),
    Permission(
        "application.ask_changes",
        staff & before_decision & ~draft,
        "Ask for changes to some of the answers",
        apart=True,
    ),
    Permission("application.withdraw", writer & before_decision, "Withdraw the application"),
    Permission(
        "application.read_submission",
        (takes_part | reads_everything) & ~draft,
        "Read what was submitted",
    ),
    Permission(
        "application.hand_over", staff, "Put somebody else in the place of its lead", apart=True
    ),
    Permission(
        "application.assess", staff | system, "Move the application through assessment", apart=True
    ),
    Permission(
        "application.decide",
        staff,
        "Release the decision on the application",
        apart=True,
    ),
    Permission("file.check", system, "Note what was found out about an uploaded file"),
)
