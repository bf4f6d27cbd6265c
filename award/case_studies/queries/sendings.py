"""What was sent to the lead: the fingerprint of each text, and what changed from one to another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from award.case_studies.models import CaseStudy
from award.case_studies.queries.history import KIND, SEND, STEPS, Step, history, standing_request
from award.case_studies.rules.fields import CALLED
from award.case_studies.rules.states import StudyState
from award.foundation.audit import AuditEvent
from award.foundation.db import db

_SENT, _EDITED = f"{KIND}.{SEND}", f"{KIND}.edit"


@dataclass(frozen=True)
class Sending:
    """A text that was sent. `event` is its place in the audit trail."""

    event: int
    at: datetime
    sha256: str | None


@dataclass(frozen=True)
class Earlier:
    """What the lead has read before: `sent`, which is the version they answered or else the last
    one, and those sent after it.

    `asked`: the changes that they asked for and have said nothing since. `changed`: the parts that
    read differently now, as the page calls them.
    """

    asked: Step | None
    sent: Sending
    later: list[Sending]
    changed: list[str]

    def same_as(self, sha256: str) -> Sending | None:
        """The last of them that was this very text."""
        return next((one for one in [*self.later, self.sent] if one.sha256 == sha256), None)


def earlier_version(study: CaseStudy) -> Earlier | None:
    """What to compare the text with that the lead has before them, or that is about to be sent;
    None when nothing was sent before it."""
    steps = history(study)
    asked = standing_request(steps)
    present = 1 if study.state == StudyState.WITH_APPLICANT else 0
    since_asked = steps[: steps.index(asked)] if asked else []
    at = sum(step.action == SEND for step in since_asked) if asked else present
    found = _sendings(study)
    if at >= len(found):
        return None
    return Earlier(asked, found[at], found[present:at], _changed_since(study, found[at]))


def _sendings(study: CaseStudy) -> list[Sending]:
    rows = db.session.execute(_events(study, _SENT).limit(STEPS))
    return [Sending(event, at, changes.get("sha256")) for event, at, changes in rows]


def _changed_since(study: CaseStudy, sending: Sending) -> list[str]:
    """Parts whose words differ from those sent: changed and changed back counts as left alone."""
    first: dict[str, Any] = {}
    rows = db.session.execute(
        _events(study, _EDITED)
        .with_only_columns(AuditEvent.changes)
        .where(AuditEvent.id > sending.event)
    )
    for (changes,) in rows:  # newest first: the last one read is what was sent
        first.update({key: change[0] for key, change in changes.items() if key in CALLED})
    return [CALLED[key] for key in CALLED if key in first and first[key] != getattr(study, key)]


def _events(study: CaseStudy, verb: str) -> Select[int, datetime, dict[str, Any]]:
    return (
        select(AuditEvent.id, AuditEvent.at, AuditEvent.changes)
        .where(
            AuditEvent.subject_kind == KIND,
            AuditEvent.subject_id == study.id,
            AuditEvent.verb == verb,
        )
        .order_by(AuditEvent.id.desc())
    )


def titles_as_sent(titles: Mapping[int, str]) -> dict[int, str]:
    """The title that each had when it was last sent to its lead, in one statement; none for what
    was never sent. `titles`: what they are now, by the id of the case study."""
    events = db.session.execute(
        select(AuditEvent.subject_id, AuditEvent.verb, AuditEvent.changes)
        .where(
            AuditEvent.subject_kind == KIND,
            AuditEvent.subject_id.in_(titles),
            AuditEvent.verb.in_((_SENT, _EDITED)),
        )
        .order_by(AuditEvent.id.desc())
    )
    before, sent = dict(titles), dict[int, str]()
    for key, verb, changes in events if titles else ():
        if key in sent:
            continue
        if verb == _SENT:
            sent[key] = before[key]
        elif "title" in changes:
            before[key] = changes["title"][0]
    return sent
