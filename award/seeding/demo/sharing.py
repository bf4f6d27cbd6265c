"""Fictional projects that people share who never applied: waiting, to be changed, declined, and
taken on as a draft."""

from __future__ import annotations

from functools import partial
from typing import Any

from award.case_studies.services.taking_on import take_on
from award.foundation.policy import ANONYMOUS
from award.seeding.demo.people import Cast
from award.seeding.demo.timeline import Timeline
from award.sharing import services
from award.sharing.models import Share
from award.sharing.queries import OWNER
from award.sharing.services import ShareValues

WAITS = (
    ShareValues(
        "Moira Kettle",
        "moira.kettle@demo.example",
        "Fernhill Homecare",
        "social_care_provider",
        "Rotas that keep the same carers with the same people",
    ),
    {
        "problems": ["rotas"],
        "outcome": "mixed",
        "problem": "People met eleven carers a month, and told each of them the same things.",
        "project": "For five months a tool proposed rotas for forty people in one town. Planners "
        "could change every proposal, and did with a third of them.",
        "people_involved": "Six people who draw on our care said which carers they wanted, and one "
        "said that she wanted nobody new at all. That became the first rule.",
        "impact": "People met six carers a month. Planning a week took as long as before.",
        "lessons": "When somebody was ill the tool proposed whoever lived nearest, whatever people "
        "had said. We should have asked what matters on bad days first.",
        "evidence": "We counted carers by person for two months before and two after. Nobody else "
        "counted, and two carers joined us meanwhile.",
        "results": [
            {
                "id": "r1",
                "measure": "Carers met in a month",
                "group": "40 people",
                "before": "11",
                "after": "6",
                "n": 40,
                "direction": "better",
                "counted_by": "Our planners",
            },
            {
                "id": "r2",
                "measure": "Planning a week",
                "before": "9",
                "after": "9",
                "unit": "hours",
                "direction": "no_change",
            },
        ],
        "settings": ["homecare"],
        "stage": "beta_pilot",
        "length_months": 5,
        "people_count": 40,
        "cost_band": "under_5k",
        "cost_words": "£4 a month for each person, and £900 to begin with.",
        "who_said_no": "Two planners went back to their own rotas in the second month.",
    },
)
CHANGES = (
    ShareValues(
        "Anwar Said",
        "anwar.said@demo.example",
        "Borough of Eastmere",
        "local_authority",
        "Letters that people understand",
    ),
    {
        "problems": ["communication"],
        "outcome": "worked",
        "problem": "Half of those who got our letter about charges rang to ask what it meant.",
        "project": "A language model rewrote nine letters. A social worker read each before it was "
        "sent.",
        "impact": "Fewer people rang.",
        "lessons": "It left out a right to appeal once. We found it, and read more slowly since.",
        "evidence": "Staff told us.",
        "settings": ["social_work_team"],
        "stage": "production",
    },
)
DRAFTED = (
    ShareValues(
        "Bea Lund",
        "bea.lund@demo.example",
        "Lund and Sons Supported Living",
        "social_care_provider",
        "A tablet that speaks for people who do not",
    ),
    {
        "problems": ["communication"],
        "outcome": "mixed",
        "problem": "Four people whom we support use few words, and new staff did not know theirs.",
        "project": "A tablet learned sounds and signs from their families and said them aloud.",
        "impact": "Two people use it each day. Two put it away after a week.",
        "lessons": "We bought four before we had tried one. It never worked in the garden.",
        "evidence": "Families kept a diary for six weeks.",
        "settings": ["supported_living"],
        "stage": "private_beta",
        "length_months": 9,
        "people_count": 4,
        "cost_band": "under_5k",
        "contact": "Lund and Sons, hello@lund.example",
    },
)
DECLINED = (
    ShareValues(
        "Tom Ferris",
        "tom.ferris@demo.example",
        "Ferris Wards",
        "nhs_body",
        "Beds on a hospital ward",
    ),
    {
        "problems": ["leaving_hospital"],
        "outcome": "worked",
        "problem": "Beds were free and nobody knew.",
        "project": "A screen shows which.",
        "impact": "Beds were found sooner.",
        "lessons": "Nobody looked at it at night.",
        "evidence": "We counted.",
        "settings": ["hospital_discharge"],
        "stage": "unsure",
    },
)


def plan(timeline: Timeline, cast: Cast) -> None:
    """In the last weeks."""
    staff = cast.actor("staff")

    def share(told: tuple[ShareValues, dict[str, Any]]) -> Share:
        values, texts = told
        made = services.begin(values, actor=ANONYMOUS)
        services.save(made, texts, whose=OWNER, actor=ANONYMOUS)
        services.send(made, whose=OWNER, actor=ANONYMOUS)
        return made

    def ask() -> None:
        words = "How many rang before, and how many after? And who may be asked about it?"
        services.ask(share(CHANGES), words=words, actor=staff)

    def decline() -> None:
        words = "It is about a hospital, and these case studies are about social care."
        services.decline(share(DECLINED), words=words, actor=staff)

    timeline.at(timeline.day(-12, 10), lambda: take_on(share(DRAFTED), actor=staff))
    timeline.at(timeline.day(-8, 11), decline)
    timeline.at(timeline.day(-5, 15), ask)
    timeline.at(timeline.day(-2, 16), partial(share, WAITS))
