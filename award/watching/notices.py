"""The link that confirms an address, what is new, and that something ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from award.foundation.outbox import Case, Notice, Recipient
from award.watching.models import Watch, Watcher
from award.watching.queries.watches import ALL, ONE, token_of
from award.watching.rules.kinds import Kind

BECAUSE: Final = "They are what you follow, and each has a link that ends it"


def _whoever(watch: Watch) -> list[Recipient]:
    """The address alone: no name was asked for."""
    return [Recipient(watch.watcher.email)]


def _watcher(watcher: Watcher) -> list[Recipient]:
    return [Recipient(watcher.email)]


def _one(watch: Watch) -> Mapping[str, Any]:
    token = token_of(ONE, watch.reference)
    return {"code": watch.reference, "token": token, "kind": watch.kind}


def _all(watcher: Watcher) -> Mapping[str, Any]:
    return {"code": watcher.reference, "token": token_of(ALL, watcher.reference)}


_UNTIL = datetime(2026, 12, 3, 10, tzinfo=UTC)
_CONFIRM: Final = {"code": "FLW-7K3F9Q", "token": "sample", "until": _UNTIL}
NOTICES = (
    Notice(
        "watch.confirm",
        recipients=_whoever,
        context=_one,
        says="Asks whoever has an address to confirm that they want news of case studies, or of "
        "rounds that open",
        because=BECAUSE,
        sample=_CONFIRM,
        cases=(Case("rounds", lambda words: words["kind"] is Kind.ROUNDS, _CONFIRM),),
    ),
    Notice(
        "watch.news",
        recipients=_watcher,
        context=_all,
        says="Tells somebody what is new in the searches of case studies that they follow",
        because=BECAUSE,
        sample={
            "code": "FLW-7K3F9Q",
            "token": "sample",
            "what": "1 case study",
            "listed": "“falls”, Care home\nhttps://award.example/case-studies?q=falls\n\n"
            "- A sensor that listens at night\n  New\n"
            "  https://award.example/case-studies/a-sensor\n\n"
            "Stop following this:\nhttps://award.example/following/FLW-7K3F9R/sample/end",
        },
    ),
    Notice(
        "watch.round_open",
        recipients=_watcher,
        context=_all,
        says="Tells somebody who asked for it that a round has opened",
        because=BECAUSE,
        sample={
            "code": "FLW-7K3F9Q",
            "token": "sample",
            "what": "Award 2027",
            "listed": "Award 2027\nCloses Friday 29 January 2027 at 1pm, London time\n"
            "https://award.example/rounds/AIA-2027",
            "stop": "https://award.example/following/FLW-7K3F9R/sample/end",
        },
    ),
    Notice(
        "watch.ending",
        recipients=_watcher,
        context=_all,
        says="Tells somebody that what they follow ends unless they renew it",
        because=BECAUSE,
        sample={
            "code": "FLW-7K3F9Q",
            "token": "sample",
            "until": _UNTIL,
            "listed": "“falls”, Care home\nhttps://award.example/following/FLW-7K3F9R/sample/renew",
        },
    ),
)
