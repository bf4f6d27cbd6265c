"""Three complaints: answered, acknowledged, and one that waits."""

from __future__ import annotations

from award.complaints.models import Complaint
from award.complaints.services import ComplaintValues, acknowledge, answer, complain
from award.foundation.policy import ANONYMOUS
from award.seeding.demo.people import Cast
from award.seeding.demo.timeline import Timeline

ANSWERED = ComplaintValues(
    concerns="service",
    what="I use a screen reader. The page that lists files read every name twice, so that I did "
    "not know which of them I had sent.",
    wish="Tell me what was received, and mend the page.",
    name="Marged Puw",
    email="marged.puw@demo.example",
)
ACKNOWLEDGED = ComplaintValues(
    concerns="decision",
    what="Our letter says that nobody on the panel had worked in home care. The call said that "
    "somebody would.",
    name="Desmond Achebe",
    email="desmond.achebe@demo.example",
)
NEW = ComplaintValues(
    concerns="data",
    what="A neighbour told me that a case study describes my mother’s flat. Nobody asked her.",
    wish="Take the sentence out, and tell her who read it.",
    name="Irena Nowak",
    otherwise="By post: 4 Orchard Court, Hexham",
)


def plan(timeline: Timeline, cast: Cast) -> None:
    """They come in, and staff deal with two of them."""
    staff, made = cast.actor("staff"), dict[str, Complaint]()

    def come_in(values: ComplaintValues) -> None:
        made[values.name] = complain(values, actor=ANONYMOUS)

    def acknowledge_it(values: ComplaintValues, words: str) -> None:
        acknowledge(made[values.name], words=words, actor=staff)

    def answer_it() -> None:
        answer(
            made[ANSWERED.name],
            outcome="upheld",
            words="Both files had arrived, and we are sorry for the trouble. The page was read "
            "out wrongly; since last week each name is read once.",
            actor=staff,
        )

    timeline.at(timeline.day(-40, 11), lambda: come_in(ANSWERED))
    timeline.at(
        timeline.day(-38, 10),
        lambda: acknowledge_it(ANSWERED, "We try the page with a screen reader this week."),
    )
    timeline.at(timeline.day(-30, 15), answer_it)
    timeline.at(timeline.day(-9, 20), lambda: come_in(ACKNOWLEDGED))
    timeline.at(
        timeline.day(-7, 9),
        lambda: acknowledge_it(
            ACKNOWLEDGED, "We look up who assessed it, and write again in two weeks."
        ),
    )
    timeline.at(timeline.day(-2, 18), lambda: come_in(NEW))
