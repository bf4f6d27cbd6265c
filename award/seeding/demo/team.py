"""A draft that several write: an editor, a viewer, somebody who has not answered; one organisation
has confirmed that it takes part, another has not."""

from __future__ import annotations

from datetime import timedelta

from award.applications.queries.team import collaborator_who_is
from award.applications.rules.states import CollaboratorRole
from award.applications.services import co_applicants, requests, team
from award.foundation import clock
from award.foundation.errors import there
from award.foundation.policy import ANONYMOUS
from award.seeding.demo.applications import Bids
from award.seeding.demo.people import Cast
from award.seeding.demo.timeline import Timeline

DRAFT = "o2"
VIEWER = ("owen.trewhella@demo.example", "Owen Trewhella")
WAITING = "ana.ruiz@demo.example"
CONFIRMED = ("Tolgarrick Memory Café", "demelza.bray@demo.example")
ASKED = ("University of Penhallow", "research.office@demo.example")


def plan(timeline: Timeline, cast: Cast, bids: Bids) -> None:
    """In the days just gone, once the draft is begun."""
    bid = bids.all[DRAFT]

    def ask() -> None:
        lead, application = cast.actor(bid.lead), bid.application
        people = {
            "applicant": (CollaboratorRole.EDITOR, "Fernside House Care Home"),
            VIEWER[0]: (CollaboratorRole.VIEWER, ASKED[0]),
        }
        cast.lead({"email": VIEWER[0], "name": VIEWER[1]})
        for key, (role, home) in people.items():
            row = team.invite(application, cast.users[key].email, role, actor=lead)
            team.accept(row, home, actor=cast.actor(key))
        team.invite(application, WAITING, CollaboratorRole.EDITOR, actor=lead)
        confirmed = co_applicants.ask_to_confirm(application, *CONFIRMED, actor=lead)
        co_applicants.answer(
            confirmed, "Demelza Bray", "Café coordinator", confirms=True, actor=ANONYMOUS
        )
        co_applicants.ask_to_confirm(application, *ASKED, actor=lead)

    def ask_for_a_section() -> None:
        lead = cast.actor(bid.lead)
        editor = cast.actor("applicant")
        row = there(collaborator_who_is(editor, bid.application.id), "the editor")
        due = clock.today() + timedelta(days=4)
        requests.ask_for_section(
            row,
            "care_context",
            due,
            "You know how nights run. Could you read this through?",
            actor=lead,
        )

    timeline.at(timeline.day(-1, 21), ask)
    timeline.at(timeline.day(-1, 21, 30), ask_for_a_section)
