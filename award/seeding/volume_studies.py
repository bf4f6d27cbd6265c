"""Published case studies to measure with: written, sent, agreed and published, as rows.

Like the rest of a volume round they go around the services; `flask check` finds nothing to say.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from award.accounts.models import User
from award.accounts.rules.organisations import TYPES
from award.case_studies.later import RunningQuestion
from award.case_studies.models import (
    CaseStudy,
    CaseStudyAgreement,
    CaseStudyFacet,
    CaseStudyHtml,
    CaseStudyRevision,
    CaseStudyVersion,
)
from award.case_studies.queries.public import FOUND
from award.case_studies.rules import vocabulary
from award.case_studies.rules.facets import facet_values
from award.case_studies.rules.fields import ALWAYS, TEXTS
from award.case_studies.rules.running import FACET, WORKS_FOR, Running, StillRunning
from award.case_studies.rules.states import StudyState
from award.case_studies.rules.story import drawn, searchable
from award.case_studies.rules.text import drawn_by
from award.foundation import audit, clock, public_version, search
from award.foundation.db import Base
from award.foundation.digests import sha256_of
from award.foundation.policy import SYSTEM, Actor
from award.foundation.workflow import StateChange
from award.seeding import bulk
from award.sharing.rules.results import DIRECTIONS

T = TypeVar("T")
AT_A_TIME = 500
_UNSAID: dict[str, Any] = {
    **dict.fromkeys(("outcome", "generative", "cost_band"), ""),
    **{key: [] for key in ("problems", "senses", "results")},
}
_ANSWERS = (None, *Running, "")
"""What teams say in turn: nobody asked them, an answer, or nothing."""
WORDS = (
    "people care support home worker family evening visit record sensor note plan question listen "
    "choose change learn measure safe risk consent day night week council provider team carer trust"
).split()
MADE = (
    CaseStudy, CaseStudyVersion, CaseStudyAgreement, CaseStudyRevision, CaseStudyHtml,
    CaseStudyFacet, RunningQuestion, StateChange,
)  # fmt: skip
_NUMBERED = (CaseStudy, CaseStudyVersion, CaseStudyRevision)
_STEPS = (
    (StudyState.DRAFT, "send_to_applicant", StudyState.WITH_APPLICANT),
    (StudyState.WITH_APPLICANT, "agree", StudyState.APPROVED),
    (StudyState.APPROVED, "publish", StudyState.PUBLISHED),
)
Rows = dict[type[Base], list[dict[str, Any]]]


def write(count: int, staff: User, lead: User, chance: random.Random) -> None:
    """Add so many, of no application, each an hour older than the next."""
    first = max(bulk.last_number(model) for model in _NUMBERED) + 1
    for start in range(0, count, AT_A_TIME):
        _batch(range(first + start, first + min(start + AT_A_TIME, count)), staff, lead, chance)
    bulk.take_numbers(_NUMBERED)
    public_version.changed()


def _batch(keys: range, staff: User, lead: User, chance: random.Random) -> None:
    rows: Rows = {model: [] for model in MADE}
    events: list[audit.Entry] = []
    found: list[tuple[int, str, str]] = []
    for key in keys:
        content = _content(key, chance)
        at = clock.now() - timedelta(hours=key)
        runs, asked = _asked(rows, key, content["stage"], at, staff, lead)
        _study(rows, key, content, at, staff, lead, runs)
        events += [*_told(rows, key, content, at, staff, lead), *asked]
        found.append((key, content["title"], searchable(content)))
    bulk.write({model.__tablename__: made for model, made in rows.items()})
    search.load(FOUND, found)
    audit.record_many(events)


def _study(
    rows: Rows, key: int, content: dict[str, Any], at: datetime, staff: User, lead: User, runs: str
) -> None:
    sha256 = sha256_of(content)
    of = {"case_study_id": key, "number": 1, "content": content, "sha256": sha256}
    rows[CaseStudy].append(
        {**_UNSAID, **content, "id": key, "slug": _slug(key), "state": StudyState.PUBLISHED,
         "promoted_by_id": staff.id, "agreed_by_id": lead.id, "agreed_at": at,
         "first_published_at": at, "published_revision_id": key,
         "review_by_on": clock.today() + timedelta(days=365)}
    )  # fmt: skip
    rows[CaseStudyVersion].append({"id": key, **of, "sent_at": at, "sent_by_id": staff.id})
    rows[CaseStudyAgreement].append({"version_id": key, "agreed_at": at, "agreed_by_id": lead.id})
    rows[CaseStudyRevision].append(
        {"id": key, **of, "published_at": at, "published_by_id": staff.id}
    )
    rows[CaseStudyHtml].append(
        {"revision_id": key, "drawn_by": drawn_by(), "parts": drawn(content)}
    )
    rows[CaseStudyFacet] += [
        {"case_study_id": key, "facet": facet, "value": value}
        for facet, value in [*facet_values(content), (FACET, runs)]
    ]


def _asked(
    rows: Rows, key: int, stage: str, at: datetime, staff: User, lead: User
) -> tuple[str, list[audit.Entry]]:
    """Of five in six their teams were asked whether it still runs, and four in five of those said
    so: what it is filed under, and what the audit trail has of it."""
    said = _turn(_ANSWERS, key, 7)
    if said is None:
        return StillRunning(stage, at).value, []
    asked_at, told_at = at + timedelta(minutes=1), at + timedelta(minutes=2)
    answer = said or None
    words = "" if answer in (None, Running.RUNNING) else "The council that paid for it changed."
    rows[RunningQuestion].append(
        {"case_study_id": key, "number": 1, "asked_at": asked_at, "asked_by_id": staff.id,
         "token_digest": sha256_of(f"a link to story {key} that nobody has"),
         "lapsed_at": None if answer else told_at, "expires_at": asked_at + WORKS_FOR,
         "answered_at": told_at if answer else None, "answer": answer, "words": words}
    )  # fmt: skip
    thing, event = audit.Thing("case_study", key, _slug(key)), {"question": 1}
    ask = audit.Entry(Actor(staff.id, staff.name, staff.email), "case_study.ask_running", thing,
                      event, at=asked_at)  # fmt: skip
    if answer:
        then = audit.Entry(
            Actor(lead.id, lead.name, lead.email), "case_study.answer_running", thing,
            {**event, "answer": answer.value, "words": words}, codes={"answer"}, at=told_at,
        )  # fmt: skip
        known = StillRunning(stage, at, answer, told_at, words)
    else:
        then = audit.Entry(SYSTEM, "case_study.lapse_running", thing, event, at=told_at)
        known = StillRunning(stage, at, waiting_since=asked_at, silent=True)
    return known.value, [ask, then]


def _told(
    rows: Rows, key: int, content: dict[str, Any], at: datetime, staff: User, lead: User
) -> list[audit.Entry]:
    """Its steps as rows, and what the audit trail has of them."""
    thing, sha256 = audit.Thing("case_study", key, _slug(key)), sha256_of(content)
    events = []
    for source, action, target in _STEPS:
        who = lead if action == "agree" else staff
        rows[StateChange].append(
            {"kind": "case_study", "subject_id": key, "source": source, "action": action,
             "target": target, "actor_id": who.id, "actor_name": who.name, "at": at}
        )  # fmt: skip
        changes: dict[str, Any] = {"state": [source, target], "sha256": sha256}
        if action == "publish":
            changes |= {"address": _slug(key), "revision": 1}
        actor = Actor(who.id, who.name, who.email)
        events.append(
            audit.Entry(actor, f"case_study.{action}", thing, changes, codes={"address"}, at=at)
        )
    return events


def _slug(key: int) -> str:
    return f"volume-story-{key}"


def _content(key: int, chance: random.Random) -> dict[str, Any]:
    def words(count: int) -> str:
        return " ".join(chance.choices(WORDS, k=count))

    stated: dict[str, Any] = {
        "outcome": _turn(("", *vocabulary.OUTCOMES), key),
        "generative": _turn(("yes", "no", ""), key),
        "cost_band": _turn((*vocabulary.COST_BANDS, ""), key),
        "problems": _some(vocabulary.PROBLEMS, key),
        "senses": _some(vocabulary.SENSES, key, 3),
    }
    problems = stated["problems"]
    stated["results"] = [
        {"id": f"r{row + 1}", "measure": f"Measured {words(2)}", "before": str(key % 90 + 10),
         "after": str(key % 70), "unit": "a month", "n": key % 400 + 1,
         "direction": _turn((*DIRECTIONS,), key + row),
         **({"problem": problems[row]} if len(problems) > 1 else {})}
        for row in range(min(key % 3, len(problems)))
    ]  # fmt: skip
    return {
        **dict.fromkeys(ALWAYS, ""),
        **{part: words(90) for part in TEXTS},
        "title": f"{words(5).capitalize()} {key}",
        "summary": words(20).capitalize(),
        "stage": chance.choice([*vocabulary.STAGES]),
        "evidence_level": _turn((*vocabulary.EVIDENCE, ""), key, 5),
        "settings": _some(vocabulary.SETTINGS, key, len(vocabulary.PROBLEMS)),
        "beneficiaries": _some(vocabulary.BENEFICIARIES, key, 11),
        "capabilities": _some(vocabulary.CAPABILITIES, key, 13),
        "region": chance.choice([*vocabulary.REGIONS]),
        "organisation_name": f"Fictional Care Organisation {key}",
        "organisation_type": _turn((*TYPES,), key, 3),
        **{name: value for name, value in stated.items() if value},
    }


def _turn(values: Sequence[T], key: int, every: int = 1) -> T:
    """The next of these for every so many: each value of the collection comes up, by no chance."""
    return values[key // every % len(values)]


def _some(values: Iterable[str], key: int, every: int = 1) -> list[str]:
    """One, or two for every other, in their own order."""
    known = [*values]
    first = key // every % len(known)
    second = (first + 1 + key // 2 % (len(known) - 1)) % len(known)
    return [known[at] for at in sorted({first, second} if key % 2 else {first})]
