"""Every kind of email that tells an assessor of what they assess, and who chairs of what they are
asked, as it would be written now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy import select

from award.assessment.models.assignments import Assignment
from award.assessment.queries.chase_letters import letters_about
from award.assessment.queries.chasing import all_to_chase
from award.assessment.queries.notices import letters_to
from award.assessment.rules.chasing import Chase
from award.foundation import clock
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.outbox import send_many
from award.foundation.policy import SYSTEM
from award.foundation.scopes import everything, within
from award.moderation.models import PanelRemark
from award.proofs.facts import Facts

ABOUT_MANY: Final = (
    "assignment.assigned", "assignment.removed", "assignment.closed", "assignment.answers_changed",
)  # fmt: skip
ABOUT_ONE: Final = ("assignment.submitted", "assignment.returned")
TRIED: Final = frozenset(
    {*ABOUT_MANY, *ABOUT_ONE, "assessor.chased", "discussion.asked_assessor",
     "discussion.asked_chair"}
)  # fmt: skip
MOST_ASKED: Final = 50
OF_THEMSELVES: Final = frozenset(
    {
        "interests.ending", "interests.lapsed", "interests.missing",
        "list_file.made",
        "moderation.appointed", "pack.made", "pay_claim.approved", "pay_claim.paid",
        "pay_claim.sent_back", "scenario.shared",
    }
)  # fmt: skip
"""Those that say nothing of an application."""


@everything("the proof writes to the assessor whom it plays, in a copy")
def write_all(facts: Facts, person: int) -> None:
    """About all that the person has before them, into the outbox of the copy whose context this
    is."""
    own = facts.own(person)
    shown = {key: own[key].id for key in facts.shown(person)}
    many = letters_to([*shown.values()])
    for notice in ABOUT_MANY:
        send_many(notice, ((letter, {}) for letter in many), SYSTEM)
    each = db.session.scalars(
        select(Assignment).where(among(Assignment.id, shown.values())).order_by(Assignment.id)
    ).all()
    for notice in ABOUT_ONE:
        send_many(notice, ((one, {"reason": "A slip"}) for one in each), SYSTEM)
    chased = [one for one in all_to_chase(facts.round.id, clock.now()) if one.id == person]
    reminders = [
        (letter, {"reason": str(reason)})
        for letter in letters_about(facts.round.id, chased)
        for reason in Chase
    ]
    send_many("assessor.chased", reminders, SYSTEM)
    remarks = _remarks(shown)
    send_many("discussion.asked_assessor", ((one, {}) for one in remarks), SYSTEM)
    if person in facts.chairs:  # whose each is, the email says itself: of what is hidden, none
        hidden, read = _remarks(facts.hidden(person)), _remarks(facts.moderated(person))
        some = (*hidden[:MOST_ASKED], *read[:MOST_ASKED])
        send_many("discussion.asked_chair", ((one, {}) for one in some), SYSTEM)


@within("applications")
def _remarks(applications: Collection[int]) -> Sequence[PanelRemark]:
    about = among(PanelRemark.application_id, applications)
    return db.session.scalars(select(PanelRemark).where(about).order_by(PanelRemark.id)).all()
