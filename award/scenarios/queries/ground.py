"""What a round's scenarios are worked out from: its ranking, and who applied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from sqlalchemy import and_, exists, select

from award.applications.models import Application
from award.applications.rules.states import READABLE
from award.assessment.queries.reach import out_of_reach
from award.assessment.rules.ordering import EXACT
from award.decisions.queries.shortlist import line_now
from award.decisions.queries.shortlist_rows import details, these
from award.decisions.rules.funding import FundingLine
from award.decisions.rules.ranking import Place
from award.decisions.rules.states import DECIDABLE, Outcome
from award.foundation.db import db
from award.foundation.digests import sha256_of
from award.foundation.policy import Actor, reads_everything
from award.foundation.scopes import within
from award.moderation.queries.panels import Panel, moderated_applications, panel_of
from award.rounds.models import Round
from award.rounds.queries import question_sets
from award.rounds.rules.values import applicant_hidden
from award.scenarios.rules.asked import Item


@dataclass(frozen=True)
class Ground:
    """`line` is the round's as it is, `named` has reference and title by application, `items` are
    what a scenario can choose among or has to count."""

    line: FundingLine
    named: Mapping[int, Any]
    items: Sequence[Item]

    @cached_property
    def by_key(self) -> Mapping[int, Item]:
        return {one.key: one for one in self.items}

    @property
    def decided(self) -> int:
        return sum(one.funded is not None for one in self.items)

    @cached_property
    def ranking_sha256(self) -> str:
        """Another one as soon as the budget, a rank, a score, an ask or what rules count is."""
        rows = sorted(
            [one.key, one.rank or 0, round(one.score_pct, EXACT), one.meets, one.organisation,
             one.region, one.phase, list(one.settings), self._ask(one.key)]
            for one in self.items
        )  # fmt: skip
        return sha256_of([self.line.budget_gbp, *rows])

    @cached_property
    def decided_sha256(self) -> str:
        """Another one as soon as something else is staged or released."""
        return sha256_of(
            sorted([one.key, one.funded, one.cost_gbp] for one in self.items
                   if one.funded is not None)
        )  # fmt: skip

    def _ask(self, key: int) -> int:
        return self._places[key].candidate.ask_gbp

    @cached_property
    def _places(self) -> Mapping[int, Place]:
        return {place.candidate.key: place for place in self.line.places}

    def place(self, key: int) -> Place:
        return self._places[key]


def panel_with_money(actor: Actor, reference: str) -> Panel | None:
    """The panel of a round that decides about money, for whoever may read its scenarios."""
    found = panel_of(actor, reference)
    return None if found is None or found.round.followed else found


def would_tell_who_applies(actor: Actor, panel: Panel) -> bool:
    """Rules about organisations and regions, and what they cost, tell of a round that hides who
    applies which applications come from the same place."""
    return applicant_hidden(panel.round.blindness) and not reads_everything(actor)


class Hidden(StrEnum):
    """Why somebody reads no scenario of a round: rules would tell who applies; they have a tie to
    one of its applications, whatever became of it; they have one still to score, or may not read
    the panel's sheets yet. A set of the others would tell whether that one is in there."""

    WHO_APPLIES = "who"
    TIE = "tie"
    TO_SCORE = "score"


def why_hidden(actor: Actor, panel: Panel) -> Hidden | None:
    """None where nothing of them is."""
    if would_tell_who_applies(actor, panel):
        return Hidden.WHO_APPLIES
    here = Application.round_id == panel.round.id
    unread = and_(here, Application.state.in_(sorted(READABLE)), ~moderated_applications(actor))
    tied, waits = db.session.execute(
        select(exists().where(here, out_of_reach(actor)), exists().where(unread))
    ).one()
    return Hidden.TIE if tied else Hidden.TO_SCORE if waits else None


def hidden_from(actor: Actor, panel: Panel) -> bool:
    return why_hidden(actor, panel) is not None


def ground_of(round_: Round, actor: Actor) -> Ground:
    """As the actor, who has to see all of the round, would work from now: two statements."""
    line, named = line_now(round_, actor)
    more = _more(round_, named)
    items = [
        _item(place, more[place.candidate.key])
        for place in line.places
        if _counts(place, named[place.candidate.key].state)
    ]
    return Ground(line, named, items)


def _counts(place: Place, state: str) -> bool:
    if place.candidate.outcome is not None:
        return place.rank is not None or place.candidate.outcome == Outcome.FUND
    return place.rank is not None and state in DECIDABLE


def _item(place: Place, row: Any) -> Item:
    one = place.candidate
    funded = None if one.outcome is None else one.outcome == Outcome.FUND
    settings = row.settings if isinstance(row.settings, list) else [row.settings]
    return Item(
        key=one.key,
        reference=row.reference,
        rank=place.rank,
        score_pct=round(one.score_pct or 0.0, EXACT),
        meets=place.meets_threshold,
        cost_gbp=(one.amount_gbp or 0) if funded else one.ask_gbp,
        organisation=row.organisation_id,
        region=row.region or "",
        phase=row.phase,
        settings=tuple(str(value) for value in settings if value),
        funded=funded,
    )


@within("named")
def _more(round_: Round, named: Mapping[int, Any]) -> dict[int, Any]:
    """What rules count, by application."""
    setting = question_sets.questions_of(round_).meaning("care_settings")
    query = (
        details((setting.key if setting else None, None))
        .add_columns(Application.organisation_id)
        .where(these(Application.id, round_, None))
    )
    return {row.id: row for row in db.session.execute(query) if row.id in named}


def settings_of(round_: Round, ground: Ground) -> dict[str, str]:
    """Care settings that somebody of the round named, with what they are called."""
    question = question_sets.questions_of(round_).meaning("care_settings")
    there = {setting for one in ground.items for setting in one.settings}
    offered = question.of_kind.offered(question) if question else {}
    return {value: words for value, words in offered.items() if value in there}
