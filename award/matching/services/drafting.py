"""Making a draft, changing it, throwing it away."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection

from sqlalchemy import delete, func, insert, select

from award.accounts.models import User
from award.assessment.models.people import PanelMix
from award.assessment.queries import pairs
from award.assessment.rules.sharing import Pair
from award.foundation import audit, clock, work
from award.foundation.acts import act, part_of
from award.foundation.db import db
from award.foundation.errors import Refused, there
from award.foundation.locks import hold
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.matching.models import Draft, DraftEntry, DraftLine
from award.matching.queries.asked import basis_of, fits_of, mix_of, read_together
from award.matching.queries.entries import EntryRow, readers_of
from award.matching.rules.drafting import (
    MOST,
    DraftArguments,
    alone,
    made,
    still_short,
    tried,
    with_cap,
)
from award.matching.rules.mixing import mixed
from award.rounds.models import Round
from award.rounds.rules.criteria import LIVED

BUSY = "A draft is being made or released just now: wait until it is done"
RELEASED = "This draft has been released, so it doesn’t change any more"


@act("matching.draft")
def set_mix(round_: Round, lived: int | None, *, actor: Actor) -> None:
    """How many of an application's sheets come from the lived-experience panel; None: anybody's."""
    mix = mix_of(round_)
    fits = lived is not None and 0 <= lived <= mix.most_lived
    if not fits and (lived is not None or mix.own_criteria):
        raise Refused(f"Choose a number from 0 to {mix.most_lived}", field="lived")
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
def ask_for_draft(
    round_: Round, *, cap: int | None, otherwise: int, actor: Actor, with_silent: bool = False
) -> work.Job:
    """Another draft of the round, which the worker makes."""
    hold(Round, [round_.id])
    if work.unfinished(alone(round_.id)) is not None:
        raise Refused(BUSY)
    draft = begin_draft(round_, cap=cap, otherwise=otherwise, with_silent=with_silent, actor=actor)
    return work.ask(
        "matching.draft",
        DraftArguments(round_.reference, draft.number),
        title=f"Work out who reads what in {round_.reference}",
        total=1,
        actor=actor,
        round_id=round_.id,
        alone=alone(round_.id),
    )


@act("matching.draft")
def begin_draft(
    round_: Round, *, cap: int | None, otherwise: int, actor: Actor, with_silent: bool = False
) -> Draft:
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
        with_silent=with_silent,
        made_by_id=there(actor.user_id, "somebody who is signed in"),
        facts={},
    )
    draft.round = round_
    db.session.add(draft)
    db.session.flush()
    facts = {"draft": draft.number, "cap": cap, "otherwise": otherwise, "silent": with_silent}
    audit.record(actor, "round.ask_for_draft", round_, facts)
    return draft


@part_of("matching.draft")
def fill(draft: Draft) -> None:
    """Work it out and keep it, in a fixed number of statements."""
    mix = mix_of(draft.round)
    basis = basis_of(draft.round, draft, mix)
    answer = made(basis.asked, basis.before, mix)
    entries = [
        {
            "draft_id": draft.id, "application_id": paper.id, "wanted": sum(paper.wanted.values()),
            "lived": None if mix.lived is None else paper.wanted.get(LIVED, 0),
            "short": answer.short.get(paper.id, 0),
        }
        for paper in sorted(basis.asked.papers, key=lambda paper: paper.id)
    ]  # fmt: skip
    lines = [
        {
            "draft_id": draft.id, "application_id": pair[0], "person_id": pair[1],
            "fits": [*fits], "by_hand": False, "refused": "",
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
def try_next(draft: Draft) -> bool:
    """What the next of the other limits or numbers would come to; is there another?"""
    what_if = [dict(one) for one in draft.facts["what_if"]]
    todo = next((one for one in what_if if "short" not in one), None)
    if todo is None:
        return False
    mix = mix_of(draft.round)
    if "cap" in todo:
        asked = with_cap(basis_of(draft.round, draft, mix).asked, todo["cap"])
    else:
        mix = mix._replace(sheets=todo["needed"], lived=todo["lived"])
        asked = basis_of(draft.round, draft, mix).asked
    todo |= tried(asked)
    draft.facts = {**draft.facts, "what_if": what_if}
    db.session.flush()
    return any("short" not in one for one in what_if)


@act("matching.draft")
def change_readers(
    draft: Draft,
    entry: EntryRow,
    *,
    away: Collection[int],
    add: User | None,
    actor: Actor,
    known: Callable[[], Collection[str]] = tuple,
) -> None:
    """Take somebody out of a line, put somebody in, or both. Whoever comes in is asked about as if
    they were assigned now. `known`: gives what staff know that it goes beyond (`rules.beyond`), and
    refuses what they don't; called once nobody else changes the draft."""
    _hold_unreleased(draft)
    knowing = known()
    if not away and add is None:
        raise Refused("Choose somebody to take away or to add", field="add")
    if add is not None:
        _check(draft, entry, add)
        db.session.add(
            DraftLine(
                draft_id=draft.id,
                application_id=entry.application_id,
                person_id=add.id,
                fits=fits_of(draft.round, entry.application_id, add.id),
                by_hand=True,
                refused="",
            )
        )
        db.session.flush()
    mine = (DraftLine.draft_id == draft.id, DraftLine.application_id == entry.application_id)
    if away:
        db.session.execute(delete(DraftLine).where(*mine, DraftLine.person_id.in_(sorted(away))))
    _note_beyond(draft, entry, away, add, knowing)
    _recount(draft, entry)
    changes = {"draft": draft.number, "application": entry.reference, "away": sorted(away)}
    audit.record(
        actor, "round.change_draft", draft.round,
        {**changes, "added": add.id if add else None}, codes={"application"},
    )  # fmt: skip


def _note_beyond(
    draft: Draft,
    entry: EntryRow,
    away: Collection[int],
    add: User | None,
    knowing: Collection[str],
) -> None:
    """What was put in knowingly is asked for all the same when the draft is released."""
    gone = [[entry.application_id, person] for person in away]
    kept = [one for one in draft.facts.get("beyond", []) if one[:2] not in gone]
    added = [[entry.application_id, add.id, what] for what in sorted(knowing)] if add else []
    draft.facts = {**draft.facts, "beyond": [*kept, *added]}


@within("entry")
def _recount(draft: Draft, entry: EntryRow) -> None:
    """What the application is short of now, and who can be compared with whom."""
    here = readers_of(draft, {entry.application_id}).get(entry.application_id, [])
    row = db.session.scalars(
        select(DraftEntry).where(
            DraftEntry.draft_id == draft.id, DraftEntry.application_id == entry.application_id
        )
    ).one()
    experienced = sum(one.lived for one in here)
    row.short = still_short(row.wanted, row.lived, len(here) - experienced, experienced)
    told = mixed(read_together(draft), spread=False)
    now = {"parts": told.parts, "together": told.together, "spread": None}
    draft.facts = {**draft.facts, **now}
    db.session.flush()


@within("entry")
def _check(draft: Draft, entry: EntryRow, person: User) -> None:
    here = readers_of(draft, {entry.application_id}).get(entry.application_id, [])
    if any(one.person_id == person.id for one in here):
        raise Refused(f"{person.name} reads it already in this draft", field="add")
    pair = Pair(entry.application_id, person.id)
    standing = pairs.standing([entry.application_id], [person.id])
    tie = standing.ties.get(pair)
    if tie is not None and tie.hard:
        raise Refused(f"{person.name} {tie.why}", field="add")
    refused = standing.verdict(pair).refused
    if refused:
        raise Refused(refused, field="add")


@act("matching.draft")
def throw_away(draft: Draft, *, actor: Actor) -> None:
    """Nobody was asked by it, so nothing of it is kept but that there was one."""
    _hold_unreleased(draft)
    for model in (DraftLine, DraftEntry):
        db.session.execute(delete(model).where(model.draft_id == draft.id))
    audit.record(actor, "round.throw_draft_away", draft.round, {"draft": draft.number})
    db.session.delete(draft)
    db.session.flush()


def _hold_unreleased(draft: Draft) -> None:
    """From here on it is as it is now, and nobody else makes, changes or releases one."""
    hold(Round, [draft.round_id])
    if work.unfinished(alone(draft.round_id)) is not None:
        raise Refused(BUSY)
    there = db.session.execute(select(Draft.released_at).where(Draft.id == draft.id)).one_or_none()
    if there is None:
        raise Refused("This draft is not there any more")
    if there.released_at is not None:
        raise Refused(RELEASED)
    db.session.refresh(draft, ["facts"])
