"""What was sent to the lead: each text, its fingerprint, and what changed from one to another. The
texts with which a stage moved (`services.stages`) were not sent: they are none of these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from award.accounts.models import User
from award.case_studies.models import CaseStudy, CaseStudyRemark, CaseStudyVersion
from award.case_studies.queries.beginnings import begun_with
from award.case_studies.queries.history import SEND, STEPS, Step, history, open_request
from award.case_studies.rules.fields import CALLED
from award.case_studies.rules.states import StudyState
from award.case_studies.rules.story import content_of, in_words
from award.case_studies.rules.whose import whose
from award.foundation.db import db
from award.foundation.differences import Woven, woven
from award.foundation.scopes import within

_SENT = CaseStudyVersion.moved_by_id.is_(None)


@dataclass(frozen=True)
class Sending:
    """A text that was sent, by its number among those of its case study."""

    number: int
    at: datetime
    sha256: str | None


@dataclass(frozen=True)
class ChangedPart:
    """A part that reads differently now, as the page calls it, with both texts woven into one."""

    heading: str
    woven: list[Woven]


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
    changed: list[ChangedPart]

    def same_as(self, sha256: str) -> Sending | None:
        """The last of them that was this very text."""
        return next((one for one in [*self.later, self.sent] if one.sha256 == sha256), None)


def earlier_version(study: CaseStudy) -> Earlier | None:
    """What to compare the text with that the lead has before them, or that is about to be sent;
    None when nothing was sent before it."""
    steps = history(study)
    asked = open_request(steps)
    present = 1 if study.state == StudyState.WITH_APPLICANT else 0
    since_asked = steps[: steps.index(asked)] if asked else []
    at = sum(step.action == SEND for step in since_asked) if asked else present
    found = _sendings(study)
    if at >= len(found):
        return None
    return Earlier(asked, found[at], found[present:at], _changed_since(study, found[at]))


@within("study")
def _sendings(study: CaseStudy) -> list[Sending]:
    """Newest first."""
    rows = db.session.execute(
        select(CaseStudyVersion.number, CaseStudyVersion.sent_at, CaseStudyVersion.sha256)
        .where(CaseStudyVersion.case_study_id == study.id, _SENT)
        .order_by(CaseStudyVersion.number.desc())
        .limit(STEPS)
    )
    return [Sending(*row) for row in rows]


@within("study")
def _changed_since(study: CaseStudy, sending: Sending) -> list[ChangedPart]:
    """Parts whose words differ from those sent: changed and changed back counts as left alone."""
    sent = db.session.scalar(
        select(CaseStudyVersion.content).where(
            CaseStudyVersion.case_study_id == study.id, CaseStudyVersion.number == sending.number
        )
    )
    now = content_of(study)
    return [_changed(key, sent, now) for key in CALLED if sent and sent.get(key) != now.get(key)]


@dataclass(frozen=True)
class Mark:
    """What stands above a part that isn't as its people wrote it: whose it is, and where it is a
    text of theirs, what was changed."""

    says: str
    woven: list[Woven]


@dataclass(frozen=True)
class FirstRead:
    """Of a text that its lead reads for the first time: which words are not theirs. `marks` by the
    key of the part, `besides` what was added and `changed` what was changed that has no heading of
    its own."""

    marks: Mapping[str, Mark]
    besides: list[str]
    changed: list[ChangedPart]


def first_read(study: CaseStudy) -> FirstRead | None:
    """None where it isn't known what the text began with."""
    begun, now = begun_with(study), content_of(study)
    if begun is None:
        return None
    found = whose(begun, now)
    changed = {key: _changed(key, begun, now) for key in found.changed}
    marks = {
        key: Mark(says, changed.pop(key).woven if key in changed else [])
        for key, says in found.marks.items()
    }
    return FirstRead(marks, found.besides, [*changed.values()])


def _changed(key: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> ChangedPart:
    texts = (in_words(key, before.get(key)), in_words(key, now.get(key)))
    return ChangedPart(CALLED[key], woven(*texts))


@within("study")
def last_version(study: CaseStudy) -> CaseStudyVersion | None:
    """What was sent last."""
    return db.session.scalar(
        select(CaseStudyVersion)
        .where(CaseStudyVersion.case_study_id == study.id, _SENT)
        .order_by(CaseStudyVersion.number.desc())
        .limit(1)
    )


@within("study_id")
def next_version(study_id: int) -> int:
    """The number of the text that is kept next, sent or not."""
    last = select(func.max(CaseStudyVersion.number))
    return (db.session.scalar(last.where(CaseStudyVersion.case_study_id == study_id)) or 0) + 1


@dataclass(frozen=True)
class Remark:
    """What the lead wants changed in a section."""

    section: str
    words: str
    by: str


@within("study")
def remarks_on(study: CaseStudy) -> list[Remark]:
    """Those on the version that was sent last."""
    read = last_version(study)
    if read is None:
        return []
    rows = db.session.execute(
        select(CaseStudyRemark.section, CaseStudyRemark.words, User.name)
        .outerjoin(User, User.id == CaseStudyRemark.made_by_id)
        .where(CaseStudyRemark.version_id == read.id)
        .order_by(CaseStudyRemark.id)
    )
    return [Remark(section, words, name or "The lead") for section, words, name in rows]


@within("titles")
def titles_as_sent(titles: Mapping[int, str]) -> dict[int, str]:
    """The title that each had when it was last sent to its lead, in one statement; none for what
    was never sent. `titles`: what they are now, by the id of the case study."""
    if not titles:
        return {}
    rows = db.session.execute(
        select(CaseStudyVersion.case_study_id, CaseStudyVersion.content["title"].as_string())
        .where(CaseStudyVersion.case_study_id.in_(titles), _SENT)
        .order_by(CaseStudyVersion.number)
    )
    return {key: titles[key] if title is None else title for key, title in rows}
