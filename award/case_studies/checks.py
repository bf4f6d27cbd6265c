"""What must be true of case studies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import select

from award.case_studies.later import RunningQuestion, StudyUpdate, TeamQuestion
from award.case_studies.models import (
    CaseStudy,
    CaseStudyAgreement,
    CaseStudyFacet,
    CaseStudyHtml,
    CaseStudyRevision,
    CaseStudyVersion,
)
from award.case_studies.queries.history import KIND, SEND
from award.case_studies.queries.public import FOUND
from award.case_studies.queries.running import standings
from award.case_studies.queries.updates import updates_by_study
from award.case_studies.rules.asking import QuestionState
from award.case_studies.rules.facets import facet_values
from award.case_studies.rules.running import FACET
from award.case_studies.rules.story import drawn, searchable
from award.case_studies.rules.text import drawn_by
from award.foundation import audit, search
from award.foundation.checks import AT_A_TIME
from award.foundation.db import db
from award.foundation.digests import sha256_of

MOVED = f"{KIND}.move_stage"
"""A text that was agreed and published with an update: the one before but for its stage."""


def revisions() -> Iterator[str]:
    """The SHA-256 fits, and a case study shows a revision of its own."""
    query = (
        select(CaseStudyRevision, CaseStudy.slug)
        .join(CaseStudy, CaseStudy.id == CaseStudyRevision.case_study_id)
        .order_by(CaseStudyRevision.id)
        .execution_options(yield_per=AT_A_TIME)
    )
    for revision, slug in db.session.execute(query):
        if sha256_of(revision.content) != revision.sha256:
            yield f"{slug}: revision {revision.number} does not fit its SHA-256"
    strangers = (
        select(CaseStudy.slug)
        .outerjoin(
            CaseStudyRevision,
            (CaseStudyRevision.id == CaseStudy.published_revision_id)
            & (CaseStudyRevision.case_study_id == CaseStudy.id),
        )
        .where(CaseStudy.published_revision_id.is_not(None), CaseStudyRevision.id.is_(None))
    )
    for slug in db.session.scalars(strangers):
        yield f"{slug}: shows a revision that is not its own"


def findable() -> Iterator[str]:
    """Search and filters know each public case study, and none that was taken down."""
    public = set(
        db.session.scalars(select(CaseStudy.id).where(CaseStudy.published_revision_id.is_not(None)))
    )
    filed: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for key, facet, value in db.session.execute(
        select(CaseStudyFacet.case_study_id, CaseStudyFacet.facet, CaseStudyFacet.value)
    ):
        filed[key].add((facet, value))
    indexed = {key: (title, body) for key, title, body in search.texts(FOUND)}
    for key in sorted((filed.keys() | indexed.keys()) - public):
        yield f"case study {key}: can be found but is not public"
    for key in sorted(public - indexed.keys()):
        yield f"case study {key}: is public but search does not find it"
    query = select(CaseStudy.id, CaseStudyRevision.content).join(
        CaseStudyRevision, CaseStudyRevision.id == CaseStudy.published_revision_id
    )
    rows = db.session.execute(query.execution_options(yield_per=AT_A_TIME))
    news = updates_by_study()
    for key, content in rows:
        words = searchable(content, news.get(key, ()))
        if indexed.get(key, ()) not in ((), (content["title"], words)):
            yield f"case study {key}: is found by other words than were published"
        said = {pair for pair in filed[key] if pair[0] != FACET}
        if said != set(facet_values(content)):
            yield f"case study {key}: is filed under other values than were published"


def texts_told() -> Iterator[str]:
    """Each version with the SHA-256 that it was sent with, each revision with its number."""
    sent = audit.all_told([f"{KIND}.{SEND}", MOVED])
    query = select(CaseStudyVersion).order_by(
        CaseStudyVersion.case_study_id, CaseStudyVersion.number
    )
    found: dict[int, list[str]] = defaultdict(list)
    for version in db.session.scalars(query):
        found[version.case_study_id].append(version.sha256)
        if version.content is not None and sha256_of(version.content) != version.sha256:
            yield f"case study {version.case_study_id}: version {version.number} does not fit"
    for key in sorted(found.keys() | sent.keys()):
        if found[key] != [one.get("sha256") or "" for one in sent.get(key, [])]:
            yield f"case study {key}: the texts sent are not those of the trail"
    published = {
        (key, one.get("revision"), one.get("sha256"))
        for key, events in audit.all_told([f"{KIND}.publish", MOVED]).items()
        for one in events
    }
    revision = CaseStudyRevision
    rows = select(revision.case_study_id, revision.number, revision.sha256).order_by(revision.id)
    for key, number, sha256 in db.session.execute(rows):
        if (key, number, sha256) not in published:
            yield f"case study {key}: the trail does not say that revision {number} was published"


def agreed() -> Iterator[str]:
    agreed_text = (
        select(CaseStudyAgreement.id)
        .join(CaseStudyVersion, CaseStudyVersion.id == CaseStudyAgreement.version_id)
        .where(
            CaseStudyVersion.case_study_id == CaseStudyRevision.case_study_id,
            CaseStudyVersion.sha256 == CaseStudyRevision.sha256,
        )
    )
    query = select(CaseStudyRevision.case_study_id, CaseStudyRevision.number)
    query = query.where(~agreed_text.exists()).order_by(CaseStudyRevision.id)
    for key, number in db.session.execute(query):
        yield f"case study {key}: nobody agreed what revision {number} says"


def drawn_texts() -> Iterator[str]:
    """What the page shows is what the published text looks like, drawn again."""
    query = (
        select(CaseStudyHtml.parts, CaseStudyRevision.content, CaseStudy.slug)
        .join(CaseStudyRevision, CaseStudyRevision.id == CaseStudyHtml.revision_id)
        .join(CaseStudy, CaseStudy.id == CaseStudyRevision.case_study_id)
        .where(CaseStudyHtml.drawn_by == drawn_by())
        .order_by(CaseStudyRevision.id)
        .execution_options(yield_per=AT_A_TIME)
    )
    for parts, content, slug in db.session.execute(query):
        if parts != drawn(content):
            yield f"{slug}: its page does not show what was published"


def running_told() -> Iterator[str]:
    """Each question and each answer is in the trail, and the collection counts the last."""
    asked = audit.all_told([f"{KIND}.ask_running"])
    said = audit.all_told([f"{KIND}.answer_running"])
    mended = audit.all_told([f"{KIND}.mend_running"])
    rows: dict[int, list[RunningQuestion]] = defaultdict(list)
    for row in db.session.scalars(select(RunningQuestion).order_by(RunningQuestion.id)):
        rows[row.case_study_id].append(row)
    for key in sorted(rows.keys() | asked.keys() | said.keys()):
        answers = {row.number: row.answer for row in rows[key] if row.answer}
        told = {
            one.get("question"): one.get("answer")
            for one in (*said.get(key, []), *mended.get(key, []))
        }
        if len(rows[key]) != len(asked.get(key, [])) or answers != told:
            yield f"case study {key}: whether it still runs is not what the trail says"
    filed = select(CaseStudyFacet.case_study_id, CaseStudyFacet.value)
    filed = filed.where(CaseStudyFacet.facet == FACET)
    counted = {row.case_study_id: row.value for row in db.session.execute(filed)}
    public = db.session.scalars(
        select(CaseStudy.id).where(CaseStudy.published_revision_id.is_not(None))
    ).all()
    for key, found in standings(public).items():
        if counted.get(key) != found.value:
            yield f"case study {key}: is found by another answer than its team gave"


def updates_told() -> Iterator[str]:
    """Each says what was written, and the trail has it once."""
    told = audit.all_told(["study_update.write"])
    rows = select(
        StudyUpdate.id,
        StudyUpdate.case_study_id,
        StudyUpdate.number,
        StudyUpdate.heading,
        StudyUpdate.words,
    ).order_by(StudyUpdate.id)
    for key, study, number, heading, words in db.session.execute(rows):
        written = told.get(key, [])
        digest = written[0].get("digest", "") if len(written) == 1 else ""
        if not audit.fits({"heading": heading, "words": words}, digest):
            yield f"case study {study}: update {number} is not what was written"


def questions_told() -> Iterator[str]:
    """Each came in once, and went to its team and on the page as often as the trail says."""
    told = audit.times_told("team_question", "drop")
    query = select(TeamQuestion.id, TeamQuestion.reference, TeamQuestion.state)
    for key, reference, state in db.session.execute(query.order_by(TeamQuestion.id)):
        if told[key, "receive"] != 1:
            yield f"{reference}: the trail does not say that it came in once"
        if told[key, "confirm"] != (state != QuestionState.UNCONFIRMED):
            yield f"{reference}: its state and the trail differ in whether it was confirmed"
        for end, action in _ENDS.items():
            if told[key, action] != (state == end):
                yield f"{reference}: its state and the trail differ in {end.value}"
        off = sum(told[key, action] for action in ("keep_private", "hide", "leave"))
        taken = told[key, "remove"] if told[key, "publish"] else 0
        if told[key, "publish"] - off - taken != (state == QuestionState.PUBLISHED):
            yield f"{reference}: whether it is on the page is not what the trail says"


_ENDS = {
    QuestionState.DECLINED: "decline",
    QuestionState.LAPSED: "lapse",
    QuestionState.WITHDRAWN: "withdraw",
    QuestionState.REMOVED: "remove",
}

CHECKS = (
    ("Every published text is what was agreed to be published", revisions),
    ("Only public case studies can be found", findable),
    ("Every text that was sent or published is in the audit trail", texts_told),
    ("Nothing was published but what its lead agreed", agreed),
    ("Each published page shows the published text", drawn_texts),
    ("Whether a project still runs is what its team said, and is in the trail", running_told),
    ("Every update is what was written, and is in the trail", updates_told),
    ("Every question to a team and what became of it are in the audit trail", questions_told),
)
