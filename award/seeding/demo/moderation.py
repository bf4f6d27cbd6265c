"""The panel of the round in assessment: who chairs it, what is said about two applications whose
sheets are all in, a score that is left out, one that is agreed instead of a mean, a minute, and a
decision that waits for a second person. Who chaired the decided round reads how sure its line was.
"""

from __future__ import annotations

from functools import partial

from award.assessment.models.assignments import Assignment
from award.assessment.queries.staff import assignments_on
from award.decisions.rules.states import Outcome
from award.decisions.services.staging import stage_decision
from award.foundation.edits import NOTHING
from award.foundation.errors import there
from award.meetings.services import attending, minuting
from award.moderation.models import PanelRemark
from award.moderation.queries.panels import Item, item_of, panel_of
from award.moderation.queries.talks import talk_of_assessor, talk_of_moderator
from award.moderation.services import chairing, scores, talking
from award.seeding.demo.applications import Bids
from award.seeding.demo.people import Cast
from award.seeding.demo.rounds import Call
from award.seeding.demo.timeline import Timeline

CHAIR = "chair"
COLLEAGUE = "staff2"
"""Of the programme team; “staff” is asked to confirm what they staged."""
APART, AGREED = "a1", "a2"
DOUBTER, DEFENDER, LIVED = "assessor5", "assessor3", "assessor8"
"""Of APART. The last is on the panel that scores criteria of its own."""
IN_THE_ROOM = (CHAIR, "assessor6", "assessor4", "staff")
CRITERION = "people"


def plan(timeline: Timeline, cast: Cast, calls: dict[str, Call], bids: Bids) -> None:
    """Opened to its chair a week ago, long before all is due; talked about since."""
    reference, staff, chair = calls["assessment"].round.reference, cast.actor("staff"), CHAIR
    said: list[PanelRemark] = []

    def appoint(to: str, *, opened: bool) -> None:
        panel = there(panel_of(staff, to), "the round")
        chairing.appoint(panel, cast.users[chair].email, deputy=False, actor=staff)
        if opened:
            chairing.open_to_chairs(panel, actor=staff)

    def item(key: str) -> Item:
        found = item_of(cast.actor(chair), bids.all[key].application.reference)
        return there(found, "the application to moderate")

    def sheet(key: str, assessor: str) -> Assignment:
        rows = assignments_on(item(key).application)
        number = cast.users[assessor].id
        return next(one.assignment for one in rows if one.assignment.assessor_id == number)

    def say(who: str, words: str, *, on: str = "", question: str = "", answers: int = 0) -> None:
        actor, about = cast.actor(who), bids.all[APART].application.reference
        load = talk_of_moderator if who == chair else talk_of_assessor
        talk = there(load(actor, about), "the discussion")
        criterion = next((one.id for one in talk.round.criteria if one.key == on), None)
        said.append(
            talking.say(
                talk, words, criterion_id=criterion, question_key=question, answers=answers,
                actor=actor,
            )
        )  # fmt: skip

    def ask() -> None:
        asked = sheet(APART, DOUBTER).alias
        say(
            chair,
            "The two sheets are 4 apart on people, and both call the involvement excellent. "
            f"@{asked}, is your 4 about who was involved, or about how well the model works for "
            "people who use a frame?",
            on=CRITERION,
        )

    def leave_out() -> None:
        letter = sheet(APART, DOUBTER).alias.removeprefix("Assessor ")
        why = (
            "What it says is about how well the model works for people who use a frame, which is "
            "scored under the solution, and is said there too. Its assessor agrees."
        )
        scores.leave_out(item(APART), letter, CRITERION, why, actor=cast.actor(chair))

    def agree() -> None:
        scores.agree(
            item(AGREED),
            74,
            "Both sheets score the plan well. The panel gave more weight than they do to what the "
            "lived-experience assessor says: people are read by a machine before they can refuse. "
            "It is worth funding, and that has to be put right first.",
            stayed=[cast.users[one].id for one in IN_THE_ROOM],
            left=[],
            left_at=None,
            actor=cast.actor(chair),
        )

    def meet() -> None:
        panel = there(panel_of(staff, reference), "the round")
        attending.attend(
            panel, [cast.users[one].id for one in (CHAIR, "staff")], {"here": NOTHING}, actor=staff
        )
        minuting.write_minute(
            item(APART),
            "The panel heard both assessors. The low score on people is about the model and is "
            "left out of the mean. To be decided once all sheets of the round are in.",
            {"note": NOTHING},
            actor=cast.actor(chair),
        )

    def decide() -> None:
        application = bids.all[AGREED].application
        ask, colleague = application.amount_requested_gbp, cast.actor(COLLEAGUE)
        stage_decision(application, Outcome.FUND, amount_gbp=ask, actor=colleague)

    decided = calls["decided"]
    timeline.at(decided.closes_at, partial(appoint, decided.round.reference, opened=False))
    timeline.at(timeline.day(-7, 9, 30), partial(appoint, reference, opened=True))
    timeline.at(timeline.day(-5, 14), ask)
    timeline.at(
        timeline.day(-4, 19, 40),
        lambda: say(
            DOUBTER,
            "The second. Who was involved, and how, I would give an 8.",
            answers=said[0].id,
        ),
    )
    timeline.at(
        timeline.day(-4, 20, 15),
        lambda: say(
            LIVED,
            "The three days in which nobody else is told are why our tenants would wear it at all. "
            "Please don’t ask them to shorten that.",
            question="human_oversight",
        ),
    )
    timeline.at(
        timeline.day(-3, 9, 20),
        lambda: say(DEFENDER, "I read it the same way.", answers=said[0].id),
    )
    timeline.at(timeline.day(-3, 16), leave_out)
    timeline.at(timeline.day(-2, 15), agree)
    timeline.at(timeline.day(-1, 10), meet)
    timeline.at(timeline.day(-1, 16), decide)
