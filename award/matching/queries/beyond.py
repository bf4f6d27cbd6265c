"""The lines of a draft as they stand now: which would be asked for if it were released, and which
left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import String, and_, cast, select

from award.accounts.models import User
from award.applications.models import Application
from award.applications.rules.states import ApplicationState
from award.assessment.models.people import (
    AssessorLimit,
    AssessorProfile,
    AssessorTime,
    PanelMix,
)
from award.assessment.queries import pairs
from award.assessment.queries.pairs import kept_apart
from award.assessment.queries.reach import visible_applications
from award.assessment.queries.workload import can_assess, sits_on
from award.assessment.rules.panels import ANYBODY
from award.assessment.rules.sharing import Pair
from award.assessment.rules.states import ACTIVE
from award.foundation.many import plain_rows
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.interests.queries.declarations import holds_until
from award.interests.rules.conflicts import Tie
from award.matching.models import Draft, DraftLine
from award.matching.queries import lines
from award.matching.queries.asked import held_in, mix_of, mix_with
from award.matching.rules.beyond import (
    ALREADY,
    LIMIT,
    NEED,
    Line,
    in_numbers,
    left_out,
    unnamed,
)
from award.matching.rules.drafting import limit


@dataclass(frozen=True)
class Outlook:
    """Pairs (application, person) within reach that would be asked for; those that go beyond what
    is needed or taken by now (`left_out`), and those that can't be asked any more (`fallen`), with
    the reason. `finished`: applications that are assessed already, and that asking opens again.
    `short`: by application, the sheets that it would lack; `nobody`: those that would lack all."""

    ask: tuple[tuple[int, int], ...] = ()
    left_out: dict[tuple[int, int], str] = field(default_factory=dict)
    finished: tuple[int, ...] = ()
    fallen: Mapping[tuple[int, int], str] = field(default_factory=dict)
    short: Mapping[int, int] = field(default_factory=dict)
    nobody: frozenset[int] = frozenset()

    @property
    def falls(self) -> dict[tuple[int, int], str]:
        """All that nobody would be asked for, and why."""
        return {**self.left_out, **self.fallen}

    @property
    def because(self) -> list[tuple[int, str]]:
        return in_numbers(self.falls.values())

    @property
    def reopening(self) -> int:
        """Of those that would be asked for, how many open something again."""
        return sum(application in self.finished for application, _ in self.ask)

    @property
    def people(self) -> int:
        return len({person for _, person in self.ask})


class Asks(NamedTuple):
    """What of a line that is to come decides whether the rules would refuse it."""

    application_id: int
    person_id: int
    name: str
    able: bool
    tied: bool
    state: ApplicationState


@dataclass(frozen=True)
class Standing:
    """A line as it is now. `tied`: there is a conflict for sure; `panel`, `agreed` and `own` are
    the person's: the one they sit on, and what they take by what was agreed and by what they say;
    `lived` is the round's mix; `declared`, until when a declaration of theirs holds;
    `longer`, until when they may assess in the round, if anything was agreed."""

    application_id: int
    person_id: int
    knows: bool
    refused: bool
    released: bool
    undecided: bool
    tied: bool
    name: str
    able: bool
    panel: str
    agreed: int | None
    own: int | None
    lived: int | None
    state: ApplicationState
    declared: date | None
    longer: datetime | None

    @property
    def pair(self) -> tuple[int, int]:
        return self.application_id, self.person_id

    @property
    def asks(self) -> Asks:
        return Asks(*self.pair, self.name, self.able, self.tied, self.state)

    @property
    def to_come(self) -> bool:
        return not self.refused and not self.released

    @property
    def askable(self) -> bool:
        return self.to_come and not self.undecided


@within("draft")
def standing_lines(actor: Actor, draft: Draft) -> list[Standing]:
    """Those within reach, in the order in which they are released; one statement."""
    mix = select(PanelMix.lived).where(PanelMix.round_id == draft.round_id).scalar_subquery()
    longer = (
        select(AssessorTime.until)
        .where(
            AssessorTime.person_id == DraftLine.person_id, AssessorTime.round_id == draft.round_id
        )
        .scalar_subquery()
    )
    shown: list[Any] = [
        DraftLine.application_id, DraftLine.person_id, cast(DraftLine.fits, String).contains("/"),
        DraftLine.refused != "", DraftLine.released_at.is_not(None), lines.undecided(),
        lines.tied(), User.name, can_assess(), sits_on(), AssessorLimit.most, AssessorProfile.most,
        mix, Application.state, holds_until(), longer,
    ]  # fmt: skip
    of_person = and_(
        AssessorLimit.person_id == DraftLine.person_id, AssessorLimit.round_id == draft.round_id
    )
    rows = plain_rows(
        select(*shown)
        .select_from(DraftLine)
        .join(Application, Application.id == DraftLine.application_id)
        .join(User, User.id == DraftLine.person_id)
        .outerjoin(AssessorProfile, AssessorProfile.user_id == User.id)
        .outerjoin(AssessorLimit, of_person)
        .where(DraftLine.draft_id == draft.id, visible_applications(actor))
        .order_by(DraftLine.person_id, DraftLine.application_id)
    )
    return [Standing(*row) for row in rows]


@within("draft")
def outlook_of(draft: Draft, some: Sequence[Standing], papers: Collection[int] = ()) -> Outlook:
    """What becomes of those of them that are to come, if they are asked for now; two statements.
    `papers`: applications of which it is worked out what they would be short of."""
    if not some and not papers:
        return Outlook()
    mix = mix_with(draft.round, some[0].lived) if some else mix_of(draft.round)
    knowing, held = _knowing(draft), held_in(draft.round)
    down = fallen_of([one.asks for one in some if one.to_come], held)

    def pool(panel: str) -> str:
        return ANYBODY if mix.lived is None else panel

    found = [
        Line(*one.pair, pool(one.panel), knowing.get(one.pair, frozenset()))
        for one in some
        if one.askable and one.pair not in down
    ]
    room = {one.person_id: limit(draft.cap, draft.otherwise, one.agreed, one.own) for one in some}
    covered: Counter[tuple[int, str]] = Counter()
    already = set()
    for one in held:
        pair = (one.application_id, one.assessor_id)
        if one.covers and NEED not in knowing.get(pair, ()):
            covered[one.application_id, pool(one.panel)] += 1
        if one.state in ACTIVE:
            already.add(pair)
            if LIMIT not in knowing.get(pair, ()) and one.assessor_id in room:
                room[one.assessor_id] -= 1
    wanted = {(line.application_id, line.pool) for line in found}
    wanted |= {(number, one) for number in papers for one in mix.wanted}
    needed = {key: mix.wanted.get(key[1], 0) - covered[key] for key in wanted}
    out = left_out(found, needed, room, already)
    for line in some:  # what waits for a decision keeps its place
        if line.to_come and line.undecided and line.pair not in down:
            key = (line.application_id, pool(line.panel))
            needed[key] = needed.get(key, 0) - 1
    short: Counter[int] = Counter()
    for (number, _), many in needed.items():
        if many > 0 and number in papers:
            short[number] += many
    ask = tuple(sorted(line.pair for line in found if line.pair not in out))
    assessed = {line.application_id for line in some if line.state == ApplicationState.ASSESSED}
    finished = tuple(sorted(assessed & {application for application, _ in ask}))
    all_of = sum(mix.wanted.values())
    nobody = frozenset(number for number, many in short.items() if many >= all_of)
    return Outlook(ask, out, finished, down, dict(short), nobody)


@within("some")
def fallen_of(some: Sequence[Asks], held: Sequence[Any]) -> dict[tuple[int, int], str]:
    """Of lines to come, those that the rules would refuse now, and why: with conflicts as they were
    found when they were last looked for. Who has the application already is left to `left_out`, and
    who may be in conflict to a decision. One statement."""
    people, papers = {one.person_id for one in some}, {one.application_id for one in some}
    belongs, apart = kept_apart(papers, people) if some else (set(), {})
    aliases: dict[int, list[str]] = {number: [] for number in papers}
    states = {}
    for one in held:
        states[Pair(one.application_id, one.assessor_id)] = one.state
        if one.application_id in aliases:
            aliases[one.application_id].append("")
    there = pairs.Standing(
        states={one.application_id: one.state for one in some},
        belongs=belongs,
        held=states,
        aliases=aliases,
        names={one.person_id: one.name for one in some},
        able={one.person_id for one in some if one.able},
        ties={one[:2]: Tie(one.tied, ()) for one in some if one.tied},
        apart=apart,
    )
    found = {}
    for one in some:
        refused = there.verdict(Pair(*one[:2])).refused
        why = unnamed(refused, one.name) if refused else ""
        if why and why != ALREADY:
            found[one[:2]] = why
    return found


def _knowing(draft: Draft) -> dict[tuple[int, int], frozenset[str]]:
    """By pair, what staff knew that it goes beyond."""
    found: dict[tuple[int, int], frozenset[str]] = {}
    for application_id, person_id, what in draft.facts.get("beyond", ()):
        pair = (application_id, person_id)
        found[pair] = found.get(pair, frozenset()) | {what}
    return found
