"""How a round decides, in words made from its settings: for a page, and in the terms of the
national record of algorithms (ATRS). Plain values, which are kept as they were when it opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

INVITED: Final = "invited to the second stage"
STANDARD: Final = "Algorithmic Transparency Recording Standard"


@dataclass(frozen=True)
class Settings:
    """What it follows from, of that which can't change once the round has opened. `criteria` have
    title and weight; `lots` is "" for none, or among whom."""

    reference: str
    title: str
    first_stage: bool
    criteria: tuple[tuple[str, int], ...]
    lived_criteria: tuple[str, ...]
    least_sheets: int
    threshold_pct: int
    blindness: str
    assess_from: str
    scores_told: str
    lots: str
    assessor_rules: bool


@dataclass(frozen=True)
class Tool:
    """Something that software does: what, what it can't, and who looks at what comes of it."""

    name: str
    does: str
    limits: str
    human: str


@dataclass(frozen=True)
class Method:
    """Paragraphs under their headings."""

    reference: str
    title: str
    steps: tuple[str, ...]
    people: tuple[str, ...]
    tools: tuple[Tool, ...]
    selected: tuple[str, ...]
    ties: tuple[str, ...]
    told: tuple[str, ...]
    criteria: tuple[tuple[str, int], ...] = field(default=())

    @property
    def invites(self) -> bool:
        """Was it made of a first stage?"""
        return any(INVITED in line for line in self.steps)

    def as_data(self) -> dict[str, Any]:
        """Lists for tuples, as JSON has them."""
        found: dict[str, Any] = _lists(asdict(self))
        return found


def read(data: Mapping[str, Any]) -> Method:
    """What `as_data` gave."""
    given: dict[str, Any] = {
        key: tuple(one) if isinstance(one, list) else one for key, one in data.items()
    }
    given["tools"] = tuple(Tool(**one) for one in data["tools"])
    given["criteria"] = tuple((title, weight) for title, weight in data["criteria"])
    return Method(**given)


def _lists(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _lists(one) for key, one in value.items()}
    return [_lists(one) for one in value] if isinstance(value, tuple | list) else value


def method_of(of: Settings) -> Method:
    return Method(
        reference=of.reference,
        title=of.title,
        steps=tuple(_steps(of)),
        people=tuple(_people(of)),
        tools=tuple(_tools(of)),
        selected=tuple(_selected(of)),
        ties=tuple(_ties(of)),
        told=tuple(_told(of)),
        criteria=of.criteria,
    )


def _steps(of: Settings) -> Sequence[str]:
    begins = {
        "closing": "Assessors read applications once the round has closed.",
        "submission": "Assessors may read an application as soon as it is submitted.",
    }
    invites = INVITED if of.first_stage else "funded"
    return [
        "Applicants answer the same questions, which anybody can read before they start.",
        f"{begins[of.assess_from]} Before they read one they say whether they have a conflict of "
        "interest with it.",
        f"At least {of.least_sheets} of them score each application from 1 to 10 on each "
        f"criterion, and give a reason for each score. They don’t see each other’s before they "
        "have sent their own.",
        "Where scores of one application are far apart, a panel can talk about it and agree one, "
        "with a reason.",
        "Applications are ranked by their mean score.",
        f"Staff decide which are {invites}, each decision is written down, and all are released "
        "together.",
    ]


def _people(of: Settings) -> Sequence[str]:
    hidden = {
        "none": "Assessors see who applies, and applicants are not told who assessed them.",
        "assessor_hidden": "Assessors see who applies. Assessors of one application know each "
        "other by letters, and applicants are not told who they are.",
        "double": "Assessors don’t see who applies: names of organisations and people, and "
        "questions that would tell, are hidden. What applicants write in other answers is not "
        "changed. Applicants are not told who assessed them.",
    }
    lived = ", ".join(of.lived_criteria)
    return [
        "Assessors score: people who know the field, and people with lived experience of care and "
        "support.",
        *(
            [f"The lived-experience panel scores questions of its own ({lived}). These stand "
             "beside the mean, not in it."]
            if of.lived_criteria else []
        ),
        hidden[of.blindness],
        *(["Assessors agree to the round’s rules before they read."] if of.assessor_rules else []),
        "Whoever has a conflict of interest with an application, declared or found, can’t see, "
        "score or decide it, in whatever role.",
        "A member of staff decides, with the panel’s advice. What departs from the rules below "
        "needs a written reason, which auditors read.",
    ]  # fmt: skip


def _tools(of: Settings) -> Sequence[Tool]:
    runs = "" if of.first_stage else " It runs down the list until the money ends."
    found = [
        Tool(
            "Looking for conflicts of interest",
            "It compares what assessors declared (employers, roles, family) with the names and "
            "numbers of organisations that apply.",
            "It finds only what was declared, and may take two organisations for one.",
            "A certain conflict keeps the two apart. Staff decide about each possible one.",
        ),
        Tool(
            "Suggesting who reads what",
            "It matches what assessors say they know with what applications are about, so that "
            "nobody has too much and nobody meets a conflict of interest. It is a calculation over "
            "profiles, limits and conflicts, and doesn’t read what people write.",
            "It knows of people what their profile says, and no more.",
            "Staff may use it or not. They look through what it suggests, change it, release it.",
        ),
        Tool(
            "Ranking",
            "It adds up scores by the weights of the criteria, takes the mean of an application’s "
            f"sheets and sorts by it, without rounding.{runs}",
            "A difference of a few tenths can come from who happened to score.",
            "People give every score, staff stage every decision, and the rank decides nothing by "
            "itself.",
        ),
        Tool(
            "How sure the ranks are",
            "Statistics say how far assessors agree, who scores more strictly than others, and how "
            "likely each application is to be above the line if others had scored it.",
            "They are estimates, and are left out where there are too few scores for one.",
            "They stand beside the ranks for staff and panel to look at. No score and no rank is "
            "changed by them.",
        ),
    ]
    if of.lots:
        found.append(
            Tool(
                "Drawing lots",
                "Lots are drawn from a secret number that the round committed to before it opened.",
                "A lot knows nothing of an application. It only keeps people from choosing.",
                "Staff start it once. Anybody can draw again afterwards, and check it.",
            )
        )
    return found


def _selected(of: Settings) -> Sequence[str]:
    verb = "invited" if of.first_stage else "funded"
    return [
        f"An application can be {verb} if its mean is at least {of.threshold_pct}% and more than "
        "half of its assessors find it in scope and recommend it.",
        *(
            ["Those are invited in the order of their ranks, as many as the second stage can take."]
            if of.first_stage
            else [
                "Those are funded in the order of their ranks, each with what it asks for, until "
                "the next one doesn’t fit into the budget. Applications that share a rank are "
                "reached together or not at all.",
                "Some may be put on a reserve list, in order, in case money is left.",
            ]
        ),
        "Every refusal has a ground, which its applicant reads.",
    ]


def _ties(of: Settings) -> Sequence[str]:
    lots = {
        "": "What is equal after that shares a rank, and people decide.",
        "ties": "Where all of that is equal, lots are drawn.",
        "group": "Where all of that is equal, lots are drawn. They are drawn as well among those "
        "that scores can’t tell apart from the line where the money ends.",
    }
    return [
        "Equal means are told apart by the mean of each criterion, the heaviest first, then by how "
        f"far assessors agree. {lots[of.lots]}",
        "When an application came in plays no part.",
    ]


def _told(of: Settings) -> Sequence[str]:
    scores = {
        "ground": "Applicants are told the decision, its ground and what assessors wrote for them, "
        "and no scores.",
        "own": "Applicants are told the decision, its ground, what assessors wrote for them, and "
        "the mean of their own scores, where more than one assessment counts.",
        "beside": "Applicants are told the decision, its ground, what assessors wrote for them, "
        "the mean of their own scores, and how it compares, where at least ten applications stand "
        "behind a number.",
    }
    return [
        scores[of.scores_told],
        "Nobody is told which assessor gave which score.",
    ]


def since_kept(method: Method, *, first_stage: bool) -> str:
    """What is otherwise by now: the one thing that can come, or go, once a round is open."""
    if first_stage and not method.invites:
        return (
            "A second stage was added after this was kept. Those that are selected in this round "
            "are invited to it, and money is decided there: where it says funded below, read "
            "invited."
        )
    if method.invites and not first_stage:
        return (
            "The second stage was taken away after this was kept: where it says invited below, "
            "read funded."
        )
    return ""


def atrs(method: Method, *, owner: str, contact: str, page: str) -> dict[str, Any]:
    """As the national standard divides such a record: in short, then in full."""
    return {
        "standard": STANDARD,
        "tier_1": {
            "name": f"How {method.title} ({method.reference}) decides",
            "description": "People score and decide which applications for public money succeed. "
            "Software suggests who reads what, looks for conflicts of interest, adds up scores and "
            "sorts by them. No machine learning or generative model reads, scores or ranks "
            "applications.",
            "website_url": page,
            "contact_email": contact,
        },
        "tier_2": {
            "owner_and_responsibility": {"organisation": owner},
            "description_and_rationale": {
                "scope": list(method.steps),
                "benefit": "Everybody is asked the same, judged by the same criteria, and can see "
                "why.",
                "criteria": [
                    {"title": title, "weight_per_cent": weight} for title, weight in method.criteria
                ],
            },
            "decision_making_process": {
                "process_integration": [*method.selected, *method.ties],
                "human_oversight": list(method.people),
                "provided_information": list(method.told),
                "appeals": "Ask the programme team, or complain without an account on the page "
                "“Complain”.",
            },
            "tool_specification": [
                {"name": one.name, "description": one.does} for one in method.tools
            ],
            "risks_mitigations_and_impact_assessments": [
                {"tool": one.name, "risk": one.limits, "mitigation": one.human}
                for one in method.tools
            ],
        },
    }
