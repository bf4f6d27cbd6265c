"""What asking several people for several applications would come to now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from award.applications.models import Application
from award.assessment.queries import pairs
from award.assessment.queries.people import AssessorRow, assessors, assessors_in
from award.assessment.queries.profiles import taken_on
from award.assessment.queries.silence import late_for, silent_in
from award.assessment.rules.heirs import Heir, in_order
from award.assessment.rules.panels import Needed
from award.assessment.rules.proposals import Proposal
from award.assessment.rules.sharing import (
    Basis,
    Helper,
    Pair,
    Plan,
    Planner,
    Way,
    Work,
    planned,
    that_fill,
    within_panels,
)
from award.foundation.folding import name_key
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.interests.rules.declared import UNDECLARED
from award.rounds.models import Round

ENOUGH, FINISHED = "enough", "finished"
LEAVES = {
    ENOUGH: "those that have enough assessors already",
    FINISHED: "those that are assessed already, and would open again",
}
"""What whoever asks may leave out."""


def helpers_among(actor: Actor, round_: Round, wanted: Collection[int | None]) -> list[Helper]:
    """Those of these people who can be asked, by name, with what they have in the round."""
    known = [one for one in assessors(actor) if one.id in wanted]
    return _helpers(actor, round_, known, late_for(round_, {one.id for one in known}))


def _helpers(
    actor: Actor, round_: Round, known: Sequence[AssessorRow], late: Mapping[int, datetime]
) -> list[Helper]:
    taken = taken_on(actor, round_.id, {one.id for one in known})
    quiet = silent_in(actor, round_.id)
    return [
        Helper(
            one.id, one.name, one.load, taken[one.id].has, taken[one.id].most, one.panel,
            UNDECLARED.get(taken[one.id].interests, ""), quiet.get(one.id, ""), late.get(one.id),
        )
        for one in known
    ]  # fmt: skip


@within("works", "round_")
def heirs_of(actor: Actor, round_: Round, works: Sequence[Work], silent: int) -> list[Heir]:
    """Who might take these over, of a panel whose sheets they are; a fixed number of statements."""
    panels = {one.panel for one in works}
    offered = assessors_in(round_, actor)
    known = [one for one in offered if one.id != silent and one.panel in panels]
    helpers = _helpers(actor, round_, known, {})
    standing = pairs.standing_to_show(works, {one.id: one.name for one in helpers})
    verdicts = standing.each(Pair(work.id, one.id) for work in works for one in helpers)
    verdicts = within_panels(works, helpers, verdicts)
    fits = Counter(pair.assessor_id for pair, one in verdicts.items() if one.refused is None)
    return in_order(
        Heir(helper, one.email, fits[one.id], len(works))
        for helper, one in zip(helpers, known, strict=True)
    )


def by_panel(needed: Needed, works: Sequence[Work]) -> Needed:
    """With the mix of panels that staff chose for the round that all of them are of."""
    return needed._replace(lived=works[0].mix) if works else needed


@within("application")
def speaks_against(application: Application, helper: Helper, needed: Needed) -> Proposal:
    """What to know before this person is asked for it, whether or not they can be."""
    works = pairs.works_of([application.id])
    needed, plan = by_panel(needed, works), Plan((Pair(application.id, helper.id),), {})
    return Proposal(works, [helper], plan, needed, Basis({}, {}, {}))


@within("applications")
def shared_out(
    applications: Sequence[Application],
    helpers: Sequence[Helper],
    way: Way,
    needed: Needed,
    leave: Collection[str] = (),
    *,
    without: int | None = None,
    plan: Planner = planned,
    to_show: bool = False,
) -> Proposal:
    """A fixed number of statements, however many there are. `without`: whoever hands on what they
    have of them, each to somebody of its panel. `plan`: who gets what, of those who may. `to_show`:
    for a page whose act works it out again."""
    ids = [one.id for one in applications]
    works = pairs.works_of(ids, () if without is None else (without,))
    needed = by_panel(needed, works)
    pools = {needed.pool(one.panel) for one in helpers}
    pools = {one for one in pools if needed.tells(one)} or set(needed.wanted)

    def enough(work: Work) -> bool:
        still = work.still(needed)
        return all(still[pool] <= 0 for pool in pools)

    left_out = [
        one
        for one in works
        if (ENOUGH in leave and enough(one)) or (FINISHED in leave and one.finished)
    ]
    works = [one for one in works if one not in left_out]
    standing = pairs.standing(ids, [one.id for one in helpers], to_show=to_show)
    verdicts = standing.each(Pair(work.id, one.id) for work in works for one in helpers)
    verdicts = that_fill(way, needed, helpers, within_panels(works, helpers, verdicts))
    shared = plan(works, helpers, verdicts, way, needed, standing.room)
    return Proposal(works, helpers, shared, needed, standing.basis(verdicts), left_out)


@within("applications")
def as_listed(
    applications: Sequence[Application],
    helpers: Mapping[int, Helper],
    wanted: Collection[Pair],
    needed: Needed,
    *,
    despite: Collection[Pair] = (),
) -> Proposal:
    """The same where it is said who is to be asked for what. `despite`: those that come with a
    reason to ask although there may be a conflict."""
    works = pairs.works_of([one.id for one in applications])
    standing = pairs.standing([one.id for one in works], list(helpers))
    verdicts = standing.verdicts(sorted(wanted), despite)
    refused = {pair: one.refused for pair, one in verdicts.items() if one.refused is not None}
    plan = Plan(tuple(pair for pair in verdicts if pair not in refused), refused)
    needed = by_panel(needed, works)
    people = sorted(helpers.values(), key=lambda one: (name_key(one.name), one.id))
    return Proposal(works, people, plan, needed, standing.basis(verdicts))
