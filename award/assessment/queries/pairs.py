"""How several people stand to several applications, before they are asked to assess them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import literal, select, union

from award.accounts.models import OrganisationMember, User
from award.applications.models import Application
from award.applications.queries.ties import parts_among
from award.applications.rules.states import ApplicationState
from award.assessment.models.assignments import Assignment
from award.assessment.models.chairs import RoundChair
from award.assessment.models.moderation import Recusal
from award.assessment.queries.apart import could_read, stepped_back
from award.assessment.queries.workload import (
    can_assess,
    covered,
    covered_by,
    mix_chosen,
    open_work,
    panel_of,
)
from award.assessment.rules.asking import (
    ALL_DEALT,
    MOST_ALIASES,
    NO_ASSESSOR,
    Apart,
    may_conflict,
    why_not,
)
from award.assessment.rules.sharing import Basis, Pair, Verdict, Work
from award.assessment.rules.states import AssignmentState
from award.foundation import clock
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.scopes import everything, within
from award.interests.queries.ties import ties_of, ties_shown
from award.interests.rules.conflicts import Tie
from award.rounds.rules.criteria import LIVED


@dataclass(frozen=True)
class Standing:
    """What people are to applications now. `aliases`: by application, those dealt."""

    states: Mapping[int, ApplicationState]
    belongs: Collection[Pair]
    held: Mapping[Pair, AssignmentState]
    aliases: Mapping[int, list[str]]
    names: Mapping[int, str]
    able: Collection[int]
    ties: Mapping[tuple[int, int], Tie]
    """What was worked out between them."""
    apart: Mapping[Pair, Apart]

    def verdict(self, pair: Pair, *, despite: bool = False) -> Verdict:
        """Whatever else is found about a pair, here is where it is said. `despite`: whoever asks
        has a reason to ask although there may be a conflict."""
        held, name = self.held.get(pair), self.names[pair.assessor_id]
        again = held is not None
        if pair.assessor_id not in self.able:
            return Verdict(NO_ASSESSOR.format(name), again=again)
        tie = self.ties.get(pair)
        doubt = tie.why if tie and tie.open else ""
        refused = why_not(
            name,
            self.states[pair.application_id],
            belongs=pair in self.belongs,
            held=held,
            dealt=self.aliases[pair.application_id],
            tie=None if despite and doubt else tie,
            apart=self.apart.get(pair),
        )
        in_doubt = doubt and refused in (None, may_conflict(name))
        return Verdict(refused, again=again, doubt=doubt if in_doubt else "")

    def each(self, pairs: Iterable[Pair], despite: Collection[Pair] = ()) -> dict[Pair, Verdict]:
        """Of every pair, as if it were the only one."""
        return {pair: self.verdict(pair, despite=pair in despite) for pair in pairs}

    def verdicts(
        self, pairs: Iterable[Pair], despite: Collection[Pair] = ()
    ) -> dict[Pair, Verdict]:
        """Of all these together: there are only so many letters for one application."""
        found, room = self.each(pairs, despite), self.room
        for pair, one in found.items():
            if one.refused is None and not one.again:
                room[pair.application_id] -= 1
                if room[pair.application_id] < 0:
                    found[pair] = Verdict(ALL_DEALT)
        return found

    def basis(self, verdicts: Mapping[Pair, Verdict]) -> Basis:
        return Basis(verdicts, self.aliases, self.names)

    @property
    def room(self) -> dict[int, int]:
        """By application: how many more people can be given a letter."""
        return {key: MOST_ALIASES - len(dealt) for key, dealt in self.aliases.items()}


@within("application_ids")
def standing(
    application_ids: Collection[int], user_ids: Collection[int], *, to_show: bool = False
) -> Standing:
    """A fixed number of statements, however many there are. `to_show`: with conflicts as they were
    found when they were last looked for, which is enough for a page whose act asks again."""
    states = db.session.execute(
        select(Application.id, Application.state).where(among(Application.id, application_ids))
    )
    people = db.session.execute(
        select(User.id, User.name, can_assess()).where(among(User.id, user_ids))
    ).all()
    return _standing(
        {row[0]: row[1] for row in states},
        {row[0]: row[1] for row in people},
        {row[0] for row in people if row[2]},
        to_show=to_show,
    )


@within("works")
def standing_to_show(works: Sequence[Work], able: Mapping[int, str]) -> Standing:
    """The same for a page that has read what they are, and the names of who is able."""
    return _standing({one.id: one.state for one in works}, able, able, to_show=True)


@within("states", "names")
def _standing(
    states: Mapping[int, ApplicationState],
    names: Mapping[int, str],
    able: Collection[int],
    *,
    to_show: bool,
) -> Standing:
    application_ids, user_ids = [*states], [*names]
    assigned = db.session.execute(
        select(
            Assignment.application_id, Assignment.assessor_id, Assignment.state, Assignment.alias
        ).where(among(Assignment.application_id, application_ids))
    )
    aliases: dict[int, list[str]] = {key: [] for key in application_ids}
    held: dict[Pair, AssignmentState] = {}
    for application_id, assessor_id, state, alias in assigned:
        aliases[application_id].append(alias)
        held[Pair(application_id, assessor_id)] = state
    belongs, apart = kept_apart(application_ids, user_ids)
    return Standing(
        states=states,
        belongs=belongs,
        held=held,
        aliases=aliases,
        names=names,
        able=able,
        ties=(ties_shown if to_show else ties_of)(application_ids, user_ids),
        apart=apart,
    )


@within("application_ids", "user_ids")
def kept_apart(
    application_ids: Collection[int], user_ids: Collection[int]
) -> tuple[set[Pair], dict[Pair, Apart]]:
    """Who leads which of them, is a member of the organisation that does, or has a part in it; and
    who stepped back from one, or could read its sheets as a chair of its round. One statement."""
    leads = select(Application.id, Application.lead_id).where(
        among(Application.id, application_ids), among(Application.lead_id, user_ids)
    )
    members = (
        select(Application.id, OrganisationMember.user_id)
        .join(OrganisationMember, OrganisationMember.organisation_id == Application.organisation_id)
        .where(among(Application.id, application_ids), among(OrganisationMember.user_id, user_ids))
    )
    parts = parts_among(application_ids, user_ids)
    stepped = stepped_back().where(
        among(Recusal.application_id, application_ids), among(Recusal.person_id, user_ids)
    )
    read = could_read(clock.now()).where(
        among(Application.id, application_ids), among(RoundChair.person_id, user_ids)
    )
    found = db.session.execute(
        union(
            *(one.add_columns(literal("")) for one in (leads, members, *parts)),
            read.add_columns(literal(Apart.READ.value)),
            stepped.add_columns(literal(Apart.STEPPED_BACK.value)),
        )
    )
    belongs: set[Pair] = set()
    apart: dict[Pair, Apart] = {}
    for application_id, person_id, why in found:
        pair = Pair(application_id, person_id)
        if not why:
            belongs.add(pair)
        elif apart.get(pair) != Apart.STEPPED_BACK:
            apart[pair] = Apart(why)
    return belongs, apart


@within("pairs")
def assignments_of(pairs: Collection[Pair]) -> list[Assignment]:
    """The assignments that there are or were, as they are in the database now."""
    rows = db.session.scalars(
        select(Assignment)
        .where(
            among(Assignment.application_id, {one.application_id for one in pairs}),
            among(Assignment.assessor_id, {one.assessor_id for one in pairs}),
        )
        .order_by(Assignment.id)
        .execution_options(populate_existing=True)
    )
    wanted = set(pairs)
    return [one for one in rows if Pair(one.application_id, one.assessor_id) in wanted]


@within("application_ids")
def works_of(application_ids: Collection[int], without: Collection[int] = ()) -> list[Work]:
    """By reference, with how many have each. `without`: not counting what these hand on; of one
    alone, with the panel whose sheet it is."""
    rows = db.session.execute(
        select(
            Application.id,
            Application.reference,
            Application.title,
            Application.state,
            covered(without),
            panel_of(*without) if len(without) == 1 else literal(""),
            covered_by(LIVED, without),
            mix_chosen(),
        )
        .where(among(Application.id, application_ids))
        .order_by(Application.reference)
    )
    return [Work(*row) for row in rows]


@everything("emails that a job sends to the assessors themselves")
def waiting_among(references: Mapping[int, Collection[str]]) -> list[int]:
    """By person, applications by reference: of the assignments that join them, those that are
    still to be done."""
    rows = db.session.execute(
        select(Assignment.id, Assignment.assessor_id, Application.reference)
        .join(Application, Application.id == Assignment.application_id)
        .where(
            among(Assignment.assessor_id, references),
            among(Application.reference, {one for some in references.values() for one in some}),
            open_work(),
        )
    )
    wanted = {(person, one) for person, some in references.items() for one in some}
    return [number for number, person, reference in rows if (person, reference) in wanted]
