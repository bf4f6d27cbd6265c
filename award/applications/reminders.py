"""The worker tells people in time: of what closes, of what they were asked for, and afterwards of
what was never sent.

What is found is claimed in the transaction that queues its emails, so it does no harm when two
workers find the same, or when one dies in between.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from itertools import groupby, islice
from typing import Final

from flask import current_app

from award.applications.queries import reminders
from award.applications.queries.drafts import Draft
from award.applications.queries.reminders import Told
from award.applications.queries.requests import sections_due
from award.applications.queries.written import written
from award.applications.rules.changing import GRACE
from award.applications.rules.files import to_applicant
from award.applications.rules.reminders import ReminderKind, begins, due, section_days
from award.applications.services import reminding
from award.design.formatters import long_datetime
from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.documents.word import as_word
from award.foundation.files.types import TYPES
from award.foundation.mail import Attachment
from award.foundation.one_by_one import some_at_once
from award.foundation.policy import SYSTEM
from award.rounds.kinds import FileRead

log = logging.getLogger(__name__)

DRAFTS_AT_A_TIME: Final = 20
"""Whose answers are set as documents between two transactions."""


def remind() -> None:
    """Tell whoever writes a draft of its closing, whoever was asked for a section of its day, and
    whose draft was never sent that it wasn't."""
    settings = current_app.config["SETTINGS"]
    now, address = clock.now(), settings.base_url
    with transaction():
        moved = reminders.to_tell_of_move(now)
    by_moment = sorted(moved, key=lambda one: one.closes_at)
    for closes_at, group in groupby(by_moment, key=lambda one: one.closes_at):
        tell = partial(reminding.tell_of_move, closes_at, address=address, actor=SYSTEM)
        some_at_once(group, reminding.AT_A_TIME, tell, "telling of a move")
    for kind, people in _to_remind(now):
        do = partial(reminding.remind, kind, address=address, actor=SYSTEM)
        some_at_once(people, reminding.AT_A_TIME, do, "reminding of a closing")
    for day_kind, days in section_days(now).items():
        with transaction():
            asked = sections_due(days, day_kind, now)
        remind_of = partial(reminding.remind_of_sections, day_kind, actor=SYSTEM)
        some_at_once(asked, reminding.AT_A_TIME, remind_of, "reminding of sections")
    _tell_unsent(now)


def _to_remind(now: datetime) -> Iterator[tuple[ReminderKind, list[Told]]]:
    with transaction():
        moments = reminders.closings(now)
    found: dict[tuple[ReminderKind, datetime], list[datetime]] = {}
    for at in moments:
        if kind := due(at, now):
            found.setdefault((kind, begins(kind, at)), []).append(at)
    for (kind, begun), closes in found.items():
        with transaction():
            people = reminders.to_remind(kind, closes, begun)
        yield kind, people


def _tell_unsent(now: datetime) -> None:
    """Some drafts at a time: what they are is read, then each is set as a document outside of any
    transaction, then whoever is still to be told is claimed and told. Each process begins somewhere
    else, so that two don't set the same documents; one that fails keeps none behind it waiting."""
    with transaction():
        found = reminders.to_tell_unsent(now, GRACE)
    people = {key: list(group) for key, group in groupby(found, key=lambda one: one.id)}
    ids = list(people)
    start = secrets.randbelow(len(ids)) if ids else 0
    left = iter([*ids[start:], *ids[:start]])
    while some := list(islice(left, DRAFTS_AT_A_TIME)):
        with transaction():
            told = reminders.told_of_unsent(some)
            wait = [
                key for key in some if any((key, one.person_id) not in told for one in people[key])
            ]
            drafts = reminders.drafts_of(wait)
        made = {key: file for key in wait if (file := _set(drafts[key])) is not None}
        try:
            _tell_of(made, people)
        except Exception:
            log.exception("some of %s who never sent a draft could not be told", len(made))
            for key, file in made.items():
                with suppress(Exception):  # told again with the next round of the worker
                    _tell_of({key: file}, people)


def _tell_of(made: Mapping[int, Attachment], people: Mapping[int, list[Told]]) -> None:
    with transaction():
        every = [one for key in made for one in people[key]]
        reminding.tell_unsent(every, made, actor=SYSTEM)


def _set(draft: Draft) -> Attachment | None:
    """Its answers as a document; None, and it is logged, where none can be made of them."""
    reference, word = draft.application.reference, TYPES["docx"]
    try:
        named = current_app.config["SERVICE_NAME"]
        content = as_word(written(draft, _tell(draft), named, long_datetime))
    except Exception:
        log.exception("the answers of %s can't be set as a document: nobody was told", reference)
        return None
    return Attachment(f"{reference}-answers{word.ending}", word.media, content)


def _tell(draft: Draft) -> Callable[[FileRead], FileRead]:
    """What the people of a draft are told of its files, with whole addresses."""
    address = current_app.config["SETTINGS"].base_url
    base = f"{address}/applications/{draft.application.reference}/files"
    return lambda read: to_applicant(read, draft.files.get(read.key), f"{base}/{read.key}")
