"""What handing on the open work of one person or of several would come to now."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from award.applications.models import Application
from award.assessment.queries import pairs
from award.assessment.queries.chasing import ChaseRow
from award.assessment.queries.handing_on import tasks_of
from award.assessment.queries.people import assessors_in
from award.assessment.queries.planning import by_panel, helpers_among
from award.assessment.queries.silence import silent_in
from award.assessment.queries.workload import needed_in
from award.assessment.rules.asking import ALL_DEALT
from award.assessment.rules.panels import Needed
from award.assessment.rules.proposals import Handing, Proposal
from award.assessment.rules.sharing import Helper, Pair, Plan, Planner, Verdict, Way, Work
from award.assessment.rules.silence import OVERDUE
from award.foundation.many import among
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.matching.queries.asked import known_by, topics_in
from award.matching.rules.asked import Reader
from award.matching.rules.drafting import USUAL
from award.matching.rules.handing_on import (
    Question,
    handed_on,
    handed_on_whole,
    with_more,
)
from award.rounds.models import Round

FULL: Final = "everybody of its panel who may read it has as many as they take"
NOBODY: Final = "nobody else of its panel who is given work here may read it"
UNDECIDED: Final = "it may go to somebody once a possible conflict of interest is decided"


@dataclass(frozen=True)
class Planned(Handing):
    """`stays`: by why, what nobody takes over, with the names of those it stays with. `further`:
    how many more would go to others if each took up to `more` beyond what they take; none where it
    is planned so, or nobody offers it."""

    stays: Sequence[tuple[str, Sequence[tuple[Work, str]]]]
    further: int = 0
    more: int = 0


@dataclass(frozen=True)
class Heirs:
    """Who could be given something; `late`: who is left out of them for sheets of their own that
    are overdue, by name, and is given more only where whoever hands on says so."""

    ids: Sequence[int]
    late: Sequence[str] = ()


@within("round_")
def heirs_of(
    actor: Actor, round_: Round, silent: Sequence[ChaseRow], *, late_too: bool = False
) -> Heirs:
    """Nobody to whom sheets are open as a chair. `late_too`: also who has overdue
    sheets."""
    said = silent_in(actor, round_.id)
    given = {one.id for one in silent}
    late = {one for one, why in said.items() if why == OVERDUE} - given
    out = given | (set(said) - late if late_too else set(said))
    each = assessors_in(round_, actor)
    return Heirs(
        [one.id for one in each if one.id not in out],
        [] if late_too else [one.name for one in each if one.id in late],
    )


@within("round_")
def planned(
    actor: Actor,
    round_: Round,
    silent: Sequence[ChaseRow],
    heirs: Collection[int],
    *,
    beyond: bool = False,
    offers: bool = False,
    to_show: bool = False,
) -> Planned:
    """A fixed number of statements, however many they are. `beyond`: where all are full, they get
    as little more than they take as hands it on; `offers`: for a page that says how much that would
    be. `to_show`: for a page whose act works it out again."""
    names = {one.id: one.name for one in silent}
    tasks = tasks_of(actor, round_, names)
    ids = {one.application_id for one in tasks}
    helpers = helpers_among(actor, round_, heirs)
    works = pairs.works_of(ids, list(names))
    standing = pairs.standing(ids, [one.id for one in helpers], to_show=to_show)
    panels = {(one.application_id, one.panel) for one in tasks}
    verdicts = standing.each(
        Pair(number, one.id) for one in helpers for number, panel in panels if panel == one.panel
    )
    readers = _readers(helpers, known_by(heirs))
    apart = {pair for pair, verdict in verdicts.items() if verdict.refused is not None}
    about = topics_in(round_, among(Application.id, ids))
    sits = {one.id: one.panel for one in helpers}
    able = {(one.application_id, sits[one.assessor_id]) for one in verdicts if one not in apart}
    question = Question(tasks, about, readers, apart, standing.room, f"hand on {round_.id}")
    found, further, more = handed_on(question), 0, 0
    if beyond or offers:
        wider, more = with_more(question, found, able)
        if beyond:
            found = wider
        else:
            further = len(wider.takes) - len(found.takes)
    takes = {Pair(*pair): person for pair, person in found.takes.items()}
    left = {(number, panel) for number, _, panel in found.left}
    doubts = {
        pair: verdict.refused
        for pair, verdict in verdicts.items()
        if verdict.doubt and verdict.refused
        and (pair.application_id, sits[pair.assessor_id]) in left
    }  # fmt: skip
    proposal = Proposal(
        works,
        helpers,
        Plan(tuple(sorted(takes)), doubts),
        by_panel(needed_in(round_), works),
        standing.basis(verdicts),
    )
    by_id = {one.id: one for one in works}
    stays: dict[str, list[tuple[Work, str]]] = {}
    undecided = {pair.application_id for pair in doubts}
    for number, person, panel in found.left:
        why = UNDECIDED if number in undecided else FULL if (number, panel) in able else NOBODY
        stays.setdefault(why, []).append((by_id[number], names[person]))
    return Planned(proposal, takes, sorted(stays.items()), further, more)


@within("round_", "applications")
def by_knowledge(
    round_: Round, silent: int, applications: Collection[int], heirs: Collection[int]
) -> Planner:
    """Who takes over what one person has of these, chosen as a draft chooses: whoever knows most
    about each and has least. Those who have as many as they take get more only where nobody else
    can."""
    knows, about = known_by(heirs), topics_in(round_, among(Application.id, applications))

    def plan(
        works: Sequence[Work], helpers: Sequence[Helper], verdicts: Mapping[Pair, Verdict],
        _way: Way, _needed: Needed, room: Mapping[int, int],
    ) -> Plan:  # fmt: skip
        def why_not(pair: Pair, one: Verdict) -> str | None:
            full = room[pair.application_id] <= 0 and not one.again
            return one.refused if one.refused is not None else ALL_DEALT if full else None

        refused = {pair: why for pair, one in verdicts.items() if (why := why_not(pair, one))}
        sits = {one.id: one.panel for one in helpers}
        able = {
            (pair.application_id, sits[pair.assessor_id])
            for pair in verdicts
            if pair not in refused
        }
        found = handed_on_whole(
            Question(
                [(one.id, silent, one.panel) for one in works],
                about,
                _readers(helpers, knows),
                set(refused),
                {one.id: 1 for one in works},
                f"hand on {round_.id}",
            ),
            able,
        )
        left = {number for number, _, _ in found.left}
        kept = {pair: why for pair, why in refused.items() if pair.application_id in left}
        return Plan(tuple(sorted(Pair(*one) for one in found.takes)), dict(sorted(kept.items())))

    return plan


def _readers(helpers: Sequence[Helper], knows: Mapping[int, frozenset[str]]) -> list[Reader]:
    return [
        Reader(
            one.id,
            one.panel,
            (USUAL if one.most is None else one.most) - one.has,
            one.has,
            knows.get(one.id, frozenset()),
        )
        for one in helpers
    ]
