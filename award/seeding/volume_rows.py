"""The rows of a volume round, made in memory by the pure rules."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import Any

from award.accounts.models import Organisation, OrganisationNumber
from award.applications.models import Answer, Application, StoredFile, Submission
from award.applications.rules import seen
from award.assessment.models.assignments import Assignment, Score, Sheet
from award.assessment.models.fixed import FixedSheet, SheetShown
from award.assessment.models.kept import ScoreSummary
from award.assessment.rules.scoring import ScoredSheet, weighted_pct
from award.assessment.rules.sheet import ScoreValue, SheetValues
from award.foundation import audit
from award.foundation.copying import Packed
from award.foundation.db import Base
from award.foundation.folding import name_key
from award.foundation.policy import SYSTEM, Actor
from award.foundation.workflow import StateChange
from award.interests.models import ApplicationNames
from award.interests.rules.naming import named_in
from award.rounds.kinds.written import made_up_words
from award.rounds.queries.criteria import criteria_of
from award.rounds.queries.question_sets import question_set
from award.rounds.queries.regimes import known_for
from award.seeding import bulk
from award.seeding.volume_answers import answer_meaning, made_up_answers
from award.seeding.volume_files import entry_of, row_of
from award.seeding.volume_parts import (
    PHASE,
    Setting,
    assignment_row,
    moved_row,
    organisation_row,
    sheet_row,
    submission_content,
    summary_row,
)
from award.seeding.volume_sheets import fixed, shown_rows

SHEETS_EACH = 3


MADE: tuple[type[Base], ...] = (
    Organisation, OrganisationNumber, Application, Answer, StoredFile, Submission, Assignment,
    Sheet, Score, FixedSheet, SheetShown, ScoreSummary, StateChange, ApplicationNames,
)  # fmt: skip
"""In the order in which they refer to each other."""

NUMBERED: dict[type[Base], int] = {
    Organisation: 1, Application: 1, Submission: 1, Assignment: SHEETS_EACH, Sheet: SHEETS_EACH,
    FixedSheet: SHEETS_EACH,
}  # fmt: skip
"""Rows that others refer to, and how many of them each application has: their ids are worked out
here, so that inserts can be bulk and batches know nothing of each other."""


@dataclass(frozen=True)
class Batch:
    """The rows of some applications, by table, and what the trail has to say of them."""

    rows: bulk.Rows
    events: list[audit.Entry]


@dataclass(frozen=True)
class Loads:
    """The same, ready to load."""

    rows: list[Packed]
    told: audit.Ready


class Maker:
    """Makes the rows of applications by their numbers: of the same numbers the same rows, whatever
    was made before and by whichever process. It asks no database once it is there."""

    PHASE = PHASE

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        criteria = criteria_of(setting.round_id)
        self.criteria = {criterion.key: criterion.id for criterion in criteria}
        self.weights = {criterion.key: criterion.weight for criterion in criteria}
        self.questions = question_set(setting.question_set_id)
        self.regimes = known_for(self.questions)
        self.taken = {model: bulk.last_number(model) for model in NUMBERED}
        self.scribe = audit.Scribe([*setting.panel, *setting.leads, setting.staff, SYSTEM])
        self.chance = random.Random(setting.seed)
        self.ids: dict[type[Base], Iterator[int]] = {}
        self.rows: dict[type[Base], list[dict[str, Any]]] = {}
        self.events: list[audit.Entry] = []

    def pack(self, numbers: range) -> Loads:
        """What `make` makes, so that whoever writes it has little to do."""
        made = self.make(numbers)
        return Loads(bulk.pack(self.scribe.dialect, made.rows), self.scribe.ready(made.events))

    def make(self, numbers: range) -> Batch:
        """The rows of the applications with these numbers and of all that hangs on them."""
        self.chance = random.Random(f"{self.setting.seed} {numbers.start}")
        self.ids = {
            model: count(self.taken[model] + each * numbers.start + 1)
            for model, each in NUMBERED.items()
        }
        self.rows = {model: [] for model in MADE}
        self.events = []
        for number in numbers:
            self._application(number)
        return Batch({model.__tablename__: rows for model, rows in self.rows.items()}, self.events)

    def _application(self, number: int) -> None:
        chance = self.chance
        lead = self.setting.leads[number % len(self.setting.leads)]
        submitted_at = self.setting.closes_at - timedelta(minutes=chance.randrange(60 * 24 * 20))
        organisation = self._organisation(number, lead)
        key = next(self.ids[Application])
        reference = f"AIV-{self.setting.round_id}-{number:05d}"
        answers = made_up_answers(
            self.questions, self.PHASE, chance, chance.choice(self.setting.tables or ({},))
        )
        answers |= self._files(key, lead, submitted_at)
        title = answer_meaning("title", self.questions, answers)
        amount = answer_meaning("amount_requested", self.questions, answers)
        content = submission_content(
            self.setting, reference, organisation, lead, self.questions,
            seen.frozen(self.questions, answers, self.PHASE, self.regimes, submitted_at.date()),
            submitted_at,
        )  # fmt: skip
        digest = sha256(content.text.encode()).hexdigest()
        started, saved_at = submitted_at - timedelta(days=5), submitted_at - timedelta(hours=1)
        self.rows[Application].append(
            {
                "id": key,
                "reference": reference,
                "round_id": self.setting.round_id,
                "phase": self.PHASE,
                "lead_id": lead.user_id,
                "organisation_id": organisation["id"],
                "state": "assessed",
                "title": title,
                "title_key": name_key(title),
                "amount_requested_gbp": amount,
                "duration_months": answer_meaning("duration_months", self.questions, answers),
                "submitted_at": submitted_at,
                "created_at": started,
                "updated_at": submitted_at,
                "version": 1,
            }
        )
        self.rows[Answer] += [
            {
                "application_id": key,
                "question_key": question,
                "value": value,
                "version": 1,
                "author_id": lead.user_id,
                "saved_at": saved_at,
            }
            for question, value in answers.items()
        ]
        submission = next(self.ids[Submission])
        self.rows[Submission].append(
            {
                "id": submission,
                "application_id": key,
                "number": 1,
                "content": content,
                "sha256": digest,
                "submitted_by_id": lead.user_id,
                "received_at": submitted_at,
            }
        )
        # The worker would make them, but would have to read all answers for it.
        named = named_in(self.questions, content["answers"])
        self.rows[ApplicationNames].append(
            {"application_id": key, "submission_id": submission, **asdict(named)}
        )
        self._moved("application", key, "draft", "submit", "submitted", lead, submitted_at,
                    reference, number=1, sha256=digest)  # fmt: skip
        self.rows[Application][-1]["state"] = self._assessed(key, number, reference)

    def _assessed(self, key: int, number: int, reference: str) -> str:
        """Whoever was asked, and the state that it comes to."""
        if self.setting.has_nobody(number):
            return "submitted"
        self._moved("application", key, "submitted", "begin_assessment", "in_assessment",
                    self.setting.staff, self.setting.closes_at, reference)  # fmt: skip
        finished_at = self._assessments(key, reference)
        if finished_at is None:
            return "in_assessment"
        self._moved("application", key, "in_assessment", "finish_assessment", "assessed",
                    SYSTEM, finished_at, reference)  # fmt: skip
        return "assessed"

    def _files(self, application_id: int, lead: Actor, submitted_at: datetime) -> dict[str, Any]:
        """Its answers that are files."""
        at = submitted_at - timedelta(hours=2)
        rows = [row_of(one, application_id, lead.user_id, at) for one in self.setting.files]
        self.rows[StoredFile] += rows
        return {row["question_key"]: [entry_of(row)] for row in rows}

    def _organisation(self, number: int, lead: Actor) -> dict[str, Any]:
        key = next(self.ids[Organisation])
        row = organisation_row(key, self.setting, number, lead.user_id)
        self.rows[Organisation].append(row)
        self.rows[OrganisationNumber].append(
            {
                "kind": "company_number",
                "number": row["company_number"],
                "organisation_id": key,
            }
        )
        return row

    def _assessments(self, application_id: int, reference: str) -> datetime | None:
        """Everyone's sheet; when the last of them was submitted, if all are."""
        chance, silent = self.chance, self.setting.silent
        counted: list[ScoredSheet] = []
        kept: list[dict[str, Any]] = []
        left: list[int] = []
        due = self.setting.closes_at + timedelta(days=10)
        for place, assessor in enumerate(chance.sample(self.setting.panel, SHEETS_EACH)):
            assignment, sheet = next(self.ids[Assignment]), next(self.ids[Sheet])
            number = next(self.ids[FixedSheet])
            if assessor.user_id in silent:
                self._left(assignment, sheet, application_id, place, assessor, due, reference)
                left.append(assignment)
                continue
            scores = {key: min(10, max(1, round(chance.gauss(6.5, 1.8)))) for key in self.weights}
            vote = chance.random() < 0.7
            counted.append(ScoredSheet(scores, in_scope=True, recommend=vote))
            moment = due + timedelta(minutes=chance.randrange(20_000))
            words = {key: made_up_words(15, chance) for key in scores}
            pct = weighted_pct(scores, self.weights)
            values = SheetValues(
                {key: ScoreValue(scores[key], words[key]) for key in scores},
                comments_for_applicant=made_up_words(40, chance),
                in_scope=True,
                recommend=vote,
            )
            asked = assignment_row(
                assignment, application_id, place, assessor, self.setting, due, moment
            )
            self.rows[Assignment].append(asked)
            self.rows[Sheet].append(sheet_row(sheet, assignment, values, pct, due, moment))
            self.rows[Score] += [
                {
                    "sheet_id": sheet,
                    "criterion_id": criterion,
                    "value": scores[key],
                    "justification": words[key],
                }
                for key, criterion in self.criteria.items()
            ]
            one = fixed(number, asked, values, pct, moment)
            kept.append(one.row)
            self._moved("assignment", assignment, "to_declare", "declare_none", "to_score",
                        assessor, due, reference)  # fmt: skip
            self._moved("assignment", assignment, "to_score", "submit", "submitted",
                        assessor, moment, reference, **one.told)  # fmt: skip
        self.rows[FixedSheet] += kept
        self.rows[SheetShown] += shown_rows(self.setting.reveal, kept, left)
        summary = summary_row(application_id, SHEETS_EACH, counted, self.weights)
        self.rows[ScoreSummary].append(summary)
        return None if left else max(row["fixed_at"] for row in kept)

    def _left(
        self, assignment: int, sheet: int, application_id: int, place: int, assessor: Actor,
        at: datetime, reference: str,
    ) -> None:  # fmt: skip
        """What somebody silent was asked for, and never wrote."""
        row = assignment_row(assignment, application_id, place, assessor, self.setting, at, None)
        self.rows[Assignment].append(row)
        if row["state"] == "to_score":
            self.rows[Sheet].append(sheet_row(sheet, assignment, SheetValues({}), None, at, at))
            self._moved("assignment", assignment, "to_declare", "declare_none", "to_score",
                        assessor, at, reference)  # fmt: skip

    def _moved(
        self, kind: str, subject: int, source: str, action: str, target: str, who: Actor,
        at: datetime, reference: str, **evidence: Any,
    ) -> None:  # fmt: skip
        """As `fire()` would have written it."""
        thing = audit.Thing(kind, subject, reference if kind == "application" else "")
        changes = {"state": [source, target], "application": reference, **evidence}
        self.events.append(audit.Entry(who, f"{kind}.{action}", thing, changes, at=at))
        self.rows[StateChange].append(moved_row(kind, subject, source, action, target, who, at))
