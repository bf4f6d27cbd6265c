"""The shortlist as who chairs its round reads it: what their other pages say, and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import select

from award.applications.models import Application
from award.decisions.rules.shortlist_row import ShortlistRow
from award.decisions.rules.shortlist_view import Entry
from award.foundation.db import db
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.moderation.queries.panels import Panel, moderated_applications
from award.rounds.models import Round
from award.rounds.rules.values import applicant_hidden


@within("panel")
def moderated_ids(panel: Panel, actor: Actor) -> Collection[int]:
    """Of those whose sheets they may read beside each other: ranks, money and counts are theirs."""
    query = select(Application.id).where(
        Application.round_id == panel.round.id, moderated_applications(actor)
    )
    return frozenset(db.session.scalars(query))


def for_chairs(row: ShortlistRow, round_: Round) -> ShortlistRow:
    """Without what staff note for themselves, and without who applies where the round hides it."""
    row = replace(row, held_because="", exception_reason="", note="", conditions="",
                  words_for_applicant="", confirmed=False, open_until=None)  # fmt: skip
    if not applicant_hidden(round_.blindness):
        return row
    return replace(row, organisation="", org_type="", region="")


def names_apart(entries: Sequence[Entry], round_: Round) -> Sequence[Entry]:
    """Where the round hides who applies, no word finds an organisation."""
    if not applicant_hidden(round_.blindness):
        return entries
    return [one._replace(organisation_key="", former_key="") for one in entries]
