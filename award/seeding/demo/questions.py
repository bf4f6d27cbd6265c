"""What people asked: conversations, and enquiries before applying, answered and waiting."""

from __future__ import annotations

from award.enquiries import services as enquiries
from award.enquiries.models import Enquiry
from award.enquiries.services import EnquiryValues
from award.foundation.policy import ANONYMOUS
from award.messages import services as messages
from award.rounds.models import Round
from award.seeding.demo.applications import Bids
from award.seeding.demo.people import Cast
from award.seeding.demo.rounds import Call
from award.seeding.demo.timeline import Timeline

DRAFT, SUBMITTED = "o2", "a7"
"""A draft that several write; one that assessors have."""
ANSWERED = EnquiryValues(
    idea="A tablet that reads letters aloud for people who live in extra care housing, and says "
    "what to do about each.",
    question="Extra care is housing with care on site. Does it count as a setting of care?",
    name="Gwenda Lloyd",
    email="gwenda.lloyd@demo.example",
    organisation="Lloyd and Daughters",
)
WAITS = EnquiryValues(
    idea="Rotas for care workers that take account of who knows whom, in home care.",
    question="The model is not ours: we would use one that anybody can. Is that enough AI?",
    name="Femi Adeyemi",
    email="femi.adeyemi@demo.example",
)
TOLD = [
    "Phase 3",
    "Please talk to us first: Tell us how the product is regulated.",
    "Would lead: Small or medium-sized company",
]


def plan(timeline: Timeline, cast: Cast, calls: dict[str, Call], bids: Bids) -> None:
    """In the last days, while the round is open."""
    staff = cast.actor("staff")

    def ask_in_a_draft() -> None:
        bid = bids.all[DRAFT]
        messages.write(
            bid.application,
            "One of our homes moves to another county in May. May the pilot run in both?",
            subject="A pilot in two counties",
            actor=cast.actor(bid.lead),
        )

    def answer_it() -> None:
        messages.answer(
            bids.all[DRAFT].application,
            "Yes. Say in the plan which home is in which county, and from when.",
            number=1,
            actor=staff,
        )

    def ask_later() -> None:
        bid = bids.all[SUBMITTED]
        messages.write(
            bid.application,
            "Our finance director leaves in March. Whom shall we name in her place, and where?",
            subject="A change in our team",
            actor=cast.actor(bid.lead),
        )

    made: list[Enquiry] = []
    timeline.at(timeline.day(-1, 22), ask_in_a_draft)
    timeline.at(timeline.day(-1, 22, 40), answer_it)
    timeline.at(timeline.day(-1, 23), ask_later)
    timeline.at(
        timeline.day(-6, 10),
        lambda: made.append(_asked(calls["open"].round, ANSWERED, [])),
    )
    timeline.at(
        timeline.day(-4, 15),
        lambda: enquiries.answer(
            made[0],
            words="Yes, it counts: people have their own front door and care from a team on "
            "site. Say how many flats, and who provides the care.",
            actor=staff,
        ),
    )
    timeline.at(
        timeline.day(-2, 11),
        lambda: _asked(calls["open"].round, WAITS, TOLD),
    )


def _asked(round_: Round, values: EnquiryValues, told: list[str]) -> Enquiry:
    """By a stranger, who confirms their address."""
    found = enquiries.ask(round_, values, told, actor=ANONYMOUS)
    enquiries.confirm(found, actor=ANONYMOUS)
    return found
