"""Letters to whoever shares a project, and word to those who decide."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from award.foundation.outbox import ANSWERS, Notice, Recipient
from award.foundation.policy import Role
from award.sharing.models import Share
from award.sharing.queries import OWNER, handlers, token_of
from award.sharing.rules.asked import CHANGED_WITHIN, CONFIRMED_WITHIN

_ABOUT = {"code": "SHR-7K3F9Q", "title": "Hearing calls at night"}
_LINK = {**_ABOUT, "token": "sample"}
_KEPT = {"code": "SHR-7K3F9Q", "token": "sample", "days": 30}
_UNTIL = datetime(2027, 2, 1, 10, tzinfo=UTC)
_WORDS = {**_LINK, "words": "Please say how many homes took part."}


def _nobody_by_name(share: Share) -> list[Recipient]:
    """The address alone: who typed a name need not be whose address it is."""
    return [Recipient(share.email)]


def _sharer(share: Share) -> list[Recipient]:
    return [Recipient(share.email, share.name)]


def _handlers(_share: Share) -> list[Recipient]:
    return [Recipient(one.email, one.name) for one in handlers()]


def _about(share: Share) -> Mapping[str, Any]:
    return {"code": share.reference, "title": share.title}


def _link(share: Share) -> Mapping[str, Any]:
    return {**_about(share), "token": token_of(share, OWNER)}


def _kept(share: Share) -> Mapping[str, Any]:
    """None of the words: the address may be somebody's who has nothing to do with them."""
    token = token_of(share, OWNER)
    return {"code": share.reference, "token": token, "days": CONFIRMED_WITHIN.days}


def _changes(share: Share) -> Mapping[str, Any]:
    return {**_link(share), "until": share.saved_at + CHANGED_WITHIN}


NOTICES = (
    Notice(
        "share.begun",
        recipients=_nobody_by_name,
        context=_kept,
        says="Gives somebody who begins to share a project the link to go on with it",
        because=ANSWERS,
        sample=_KEPT,
    ),
    Notice(
        "share.confirm",
        recipients=_nobody_by_name,
        context=_kept,
        says="Asks whoever has an address to confirm the project that was sent with it",
        because=ANSWERS,
        sample=_KEPT,
    ),
    Notice(
        "share.received",
        recipients=_sharer,
        context=_link,
        says="Tells somebody that the project they shared has arrived",
        because=ANSWERS,
        sample=_LINK,
    ),
    Notice(
        "share.came_in",
        recipients=_handlers,
        context=_about,
        says="Tells the programme team that somebody shares a project",
        roles=frozenset({Role.STAFF, Role.PUBLISHER}),
        optional="Somebody has shared a project for the case studies",
        sample=_ABOUT,
    ),
    Notice(
        "share.changes_asked",
        recipients=_sharer,
        context=_changes,
        says="Asks whoever shared a project for changes, in the words of whoever read it",
        because=ANSWERS,
        sample={**_WORDS, "until": _UNTIL},
    ),
    Notice(
        "share.reminded",
        recipients=_sharer,
        context=lambda share: {**_changes(share), "words": share.letter},
        says="Reminds whoever shared a project of the changes that were asked for, and until when",
        because=ANSWERS,
        sample={**_WORDS, "until": _UNTIL},
    ),
    Notice(
        "share.lapsed",
        recipients=_sharer,
        context=_about,
        says="Tells whoever shared a project that it was not changed in time and is deleted",
        because=ANSWERS,
        sample=_ABOUT,
    ),
    Notice(
        "share.not_changed",
        recipients=_handlers,
        context=lambda share: {"code": share.reference},
        says="Tells the programme team that a project that changes were asked of is let go",
        roles=frozenset({Role.STAFF, Role.PUBLISHER}),
        optional="A shared project was not changed in time and is let go",
        sample={"code": "SHR-7K3F9Q"},
    ),
    Notice(
        "share.declined",
        recipients=_sharer,
        context=_about,
        says="Tells whoever shared a project that it is not taken on, and why",
        because=ANSWERS,
        sample={**_ABOUT, "words": "It is about hospitals, not social care."},
    ),
    Notice(
        "share.taken_on",
        recipients=_sharer,
        context=_link,
        says="Tells whoever shared a project that a case study is being made of it",
        because=ANSWERS,
        sample=_LINK,
    ),
)
