"""The lines of a draft as they stand now: which would be asked for if it were released, and which
left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import String, and_, cast, select

from award.accounts.models import User
from award.applications.models import Application
from award.applications.rules.states import ApplicationState
from award.assessment.models.people import AssessorLimit, AssessorProfile, PanelMix
from award.assessment.queries.reach import visible_applications
from award.assessment.queries.workload import sits_on
from award.assessment.rules.panels import ANYBODY
from award.assessment.rules.states import ACTIVE
from award.foundation.many import plain_rows
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.matching.models import Draft, DraftLine
from award.matching.queries import lines
from award.matching.queries.asked import held_in, mix_with
from award.matching.rules.beyond import ALREADY, FULL, LIMIT, NEED, Line, left_out
from award.matching.rules.drafting import limit


@dataclass(frozen=True)
class Outlook:
    """Pairs (application, person) within reach that would be asked for, and those that go beyond
    what is needed or taken by now, with the reason. `finished`: applications that are assessed
    already, and that asking opens again."""

    ask: tuple[tuple[int, int], ...] = ()
    left_out: dict[tuple[int, int], str] = field(default_factory=dict)
    finished: tuple[int, ...] = ()

    @property
    def reopening(self) -> int:
        """Of those that would be asked for, how many open something again."""
        return sum(application in self.finished for application, _ in self.ask)

    @property
    def people(self) -> int:
        return len({person for _, person in self.ask})

    @property
    def full(self) -> int:
        return sum(why == FULL for why in self.left_out.values())

    @property
    def already(self) -> int:
        return sum(why == ALREADY for why in self.left_out.values())

    @property
    def enough(self) -> int:
        return len(self.left_out) - self.full - self.already


@dataclass(frozen=True)
class Standing:
    """A line as it is now. `panel`, `agreed` and `own` are the person's: the one they sit on, and
    what they take by what was agreed and by what they say; `lived` is the round's mix."""

    application_id: int
    person_id: int
    knows: bool
    refused: bool
    released: bool
    undecided: bool
    barred: bool
    panel: str
    agreed: int | None
    own: int | None
    lived: int | None
    state: ApplicationState

    @property
    def pair(self) -> tuple[int, int]:
        return self.application_id, self.person_id

    @property
    def to_come(self) -> bool:
        return not self.refused and not self.released

    @property
    def askable(self) -> bool:
        return self.to_come and not self.undecided and not self.barred


@within("draft")
def standing_lines(actor: Actor, draft: Draft) -> list[Standing]:
    """Those within reach, in the order in which they are released; one statement."""
    mix = select(PanelMix.lived).where(PanelMix.round_id == draft.round_id).scalar_subquery()
    shown: list[Any] = [
        DraftLine.application_id, DraftLine.person_id, cast(DraftLine.fits, String).contains("/"),
        DraftLine.refused != "", DraftLine.released_at.is_not(None), lines.undecided(),
        lines.barred(), sits_on(), AssessorLimit.most, AssessorProfile.most, mix,
        Application.state,
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
def outlook_of(draft: Draft, some: Sequence[Standing]) -> Outlook:
    """What becomes of them if they are asked for now; one statement, and none for none."""
    if not some:
        return Outlook()
    mix, knowing = mix_with(draft.round, some[0].lived), _knowing(draft)
    found = [
        Line(
            *one.pair,
            ANYBODY if mix.lived is None else one.panel,
            knowing.get(one.pair, frozenset()),
        )
        for one in some
    ]
    room = {one.person_id: limit(draft.cap, draft.otherwise, one.agreed, one.own) for one in some}
    covered: Counter[tuple[int, str]] = Counter()
    already = set()
    for one in held_in(draft.round):
        pair = (one.application_id, one.assessor_id)
        if one.covers and NEED not in knowing.get(pair, ()):
            covered[one.application_id, ANYBODY if mix.lived is None else one.panel] += 1
        if one.state in ACTIVE:
            already.add(pair)
            if LIMIT not in knowing.get(pair, ()) and one.assessor_id in room:
                room[one.assessor_id] -= 1
    needed = {
        key: mix.wanted.get(key[1], 0) - covered[key]
        for key in {(line.application_id, line.pool) for line in found}
    }
    out = left_out(found, needed, room, already)
    ask = tuple(sorted(line.pair for line in found if line.pair not in out))
    assessed = {one.application_id for one in some if one.state == ApplicationState.ASSESSED}
    return Outlook(ask, out, tuple(sorted(assessed & {application for application, _ in ask})))


def _knowing(draft: Draft) -> dict[tuple[int, int], frozenset[str]]:
    """By pair, what staff knew that it goes beyond."""
    found: dict[tuple[int, int], frozenset[str]] = {}
    for application_id, person_id, what in draft.facts.get("beyond", ()):
        pair = (application_id, person_id)
        found[pair] = found.get(pair, frozenset()) | {what}
    return found
