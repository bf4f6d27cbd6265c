"""Making a draft, changing it, throwing it away."""

from __future__ import annotations

import secrets
from collections.abc import Collection

from sqlalchemy import delete, func, insert, select

from award.accounts.models import User
from award.assessment.queries import pairs
from award.assessment.rules.sharing import Pair
from award.foundation import audit, clock, work
from award.foundation.acts import act, part_of
from award.foundation.db import db
from award.foundation.errors import Refused, there
from award.foundation.locks import hold
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.interests.queries.ties import ties_of
from award.matching.models import Draft, DraftEntry, DraftLine, PanelMix
from award.matching.queries.asked import basis_of
from award.matching.queries.entries import EntryRow
from award.matching.rules.drafting import MOST, DraftArguments, made, tried
from award.rounds.models import Round

RELEASED = "This draft has been released, so it doesn’t change any more"


@act("matching.draft")
def set_mix(round_: Round, lived: int | None, *, actor: Actor) -> None:
    """How many of an application's sheets come from the lived-experience panel; None: anybody's."""
    if lived is not None and not 0 <= lived <= round_.min_assessments:
        raise Refused(f"Choose a number from 0 to {round_.min_assessments}", field="lived")
    hold(Round, [round_.id])
    found = db.session.get(PanelMix, round_.id)
    before = found.lived if found else None
    if found is not None and lived is None:
        db.session.delete(found)
    elif found is not None:
        found.lived = lived or 0
    elif lived is not None:
        db.session.add(PanelMix(round_id=round_.id, lived=lived))
    audit.record(actor, "round.set_panel_mix", round_, {"lived": [before, lived]})
    db.session.flush()


@act("matching.draft")
def ask_for_draft(round_: Round, *, cap: int | None, otherwise: int, actor: Actor) -> work.Job:
    """Another draft of the round, which the worker makes."""
    hold(Round, [round_.id])
    alone = f"match {round_.id}"
    if work.unfinished(alone) is not None:
        raise Refused("A draft is being made or released already: wait until it is done")
    draft = begin_draft(round_, cap=cap, otherwise=otherwise, actor=actor)
    return work.ask(
        "matching.draft",
        DraftArguments(round_.reference, draft.number),
        title=f"Work out who reads what in {round_.reference}",
        total=1,
        actor=actor,
        round_id=round_.id,
        alone=alone,
    )


@act("matching.draft")
def begin_draft(round_: Round, *, cap: int | None, otherwise: int, actor: Actor) -> Draft:
    """The next draft of the round, with nothing in it yet: see `fill`."""
    for name, value in (("cap", cap), ("otherwise", otherwise)):
        if value is not None and not 1 <= value <= MOST:
            raise Refused(f"Enter a number from 1 to {MOST}", field=name)
    last = db.session.scalar(select(func.max(Draft.number)).where(Draft.round_id == round_.id))
    draft = Draft(
        round_id=round_.id,
        number=(last or 0) + 1,
        seed=secrets.token_hex(16),
        cap=cap,
        otherwise=otherwise,
        made_by_id=there(actor.user_id, "somebody who is signed in"),
        facts={},
    )
    draft.round = round_
    db.session.add(draft)
    db.session.flush()
    facts = {"draft": draft.number, "cap": cap, "otherwise": otherwise}
    audit.record(actor, "round.ask_for_draft", round_, facts)
    return draft


@part_of("matching.draft")
def fill(draft: Draft) -> None:
    """Work it out and keep it, in a fixed number of statements."""
    basis = basis_of(draft.round, draft)
    answer = made(basis.asked, basis.before)
    wanted = {paper.id: sum(paper.wanted.values()) for paper in basis.asked.papers}
    entries = [
        {
            "draft_id": draft.id, "application_id": one, "wanted": number,
            "short": answer.short.get(one, 0),
        }
        for one, number in sorted(wanted.items())
    ]  # fmt: skip
    lines = [
        {
            "draft_id": draft.id, "application_id": pair[0], "person_id": pair[1],
            "fits": [*fits], "by_hand": False, "refused": "",
            "soft": basis.ties[pair].why if pair in basis.asked.soft else "",
        }
        for pair, fits in sorted(answer.fits.items())
    ]  # fmt: skip
    if entries:
        db.session.execute(insert(DraftEntry), entries)
    if lines:
        db.session.execute(insert(DraftLine), lines)
    draft.facts, draft.made_at = dict(answer.facts), clock.now()
    db.session.flush()


@part_of("matching.draft")
def try_next_cap(draft: Draft) -> bool:
    """What the next of the caps would come to; is there another?"""
    what_if = [dict(one) for one in draft.facts["what_if"]]
    todo = next((one for one in what_if if "short" not in one), None)
    if todo is None:
        return False
    todo |= tried(basis_of(draft.round, draft).asked, todo["cap"])
    draft.facts = {**draft.facts, "what_if": what_if}
    db.session.flush()
    return any("short" not in one for one in what_if)


@act("matching.draft")
def change_readers(
    draft: Draft, entry: EntryRow, *, away: Collection[int], add: User | None, actor: Actor
) -> None:
    """Take somebody out of a line, put somebody in, or both. Whoever comes in is asked about as if
    they were assigned now."""
    _hold_unreleased(draft)
    if not away and add is None:
        raise Refused("Choose somebody to take away or to add", field="add")
    if add is not None:
        _check(draft, entry, add)
        soft = ties_of([entry.application_id], [add.id]).get((entry.application_id, add.id))
        db.session.add(
            DraftLine(
                draft_id=draft.id,
                application_id=entry.application_id,
                person_id=add.id,
                fits=[],
                soft=soft.why if soft and soft.open else "",
                by_hand=True,
                refused="",
            )
        )
        db.session.flush()
    mine = (DraftLine.draft_id == draft.id, DraftLine.application_id == entry.application_id)
    if away:
        db.session.execute(delete(DraftLine).where(*mine, DraftLine.person_id.in_(sorted(away))))
    _recount(draft, entry)
    changes = {"draft": draft.number, "application": entry.reference, "away": sorted(away)}
    audit.record(
        actor, "round.change_draft", draft.round,
        {**changes, "added": add.id if add else None}, codes={"application"},
    )  # fmt: skip


@within("entry")
def _recount(draft: Draft, entry: EntryRow) -> None:
    here = db.session.scalar(
        select(func.count())
        .select_from(DraftLine)
        .where(DraftLine.draft_id == draft.id, DraftLine.application_id == entry.application_id)
    )
    row = db.session.scalars(
        select(DraftEntry).where(
            DraftEntry.draft_id == draft.id, DraftEntry.application_id == entry.application_id
        )
    ).one()
    row.short = max(0, row.wanted - (here or 0))
    db.session.flush()


@within("entry")
def _check(draft: Draft, entry: EntryRow, person: User) -> None:
    if any(one.person_id == person.id for one in entry.readers):
        raise Refused(f"{person.name} reads it already in this draft", field="add")
    pair = Pair(entry.application_id, person.id)
    refused = pairs.standing([entry.application_id], [person.id]).verdict(pair).refused
    if refused:
        raise Refused(refused, field="add")
    tie = ties_of([entry.application_id], [person.id]).get((entry.application_id, person.id))
    if tie is not None and tie.hard:
        raise Refused(f"{person.name} {tie.why}", field="add")


@act("matching.draft")
def throw_away(draft: Draft, *, actor: Actor) -> None:
    """Nobody was asked by it, so nothing of it is kept but that there was one."""
    _hold_unreleased(draft)
    if work.unfinished(f"match {draft.round_id}") is not None:
        raise Refused("A draft is being made or released just now: wait until it is done")
    for model in (DraftLine, DraftEntry):
        db.session.execute(delete(model).where(model.draft_id == draft.id))
    audit.record(actor, "round.throw_draft_away", draft.round, {"draft": draft.number})
    db.session.delete(draft)
    db.session.flush()


def _hold_unreleased(draft: Draft) -> None:
    hold(Round, [draft.round_id])
    db.session.refresh(draft, ["released_at"])
    if draft.released_at is not None:
        raise Refused(RELEASED)
