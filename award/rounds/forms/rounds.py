"""A round's particulars. Before it opens everything may change, afterwards only a few things."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from wtforms import Field, RadioField
from wtforms.validators import DataRequired, InputRequired

from award.design.fields import (
    ChoiceField,
    DateTimePartsField,
    LongTextField,
    ShortTextField,
    WholeNumberField,
    YesNoField,
)
from award.design.versions import EditedForm
from award.foundation import arrival
from award.foundation.problems import Problem
from award.foundation.text import number
from award.rounds.forms.phases import PHASE_FIELDS, AmountField, PhasesForm
from award.rounds.queries import rounds
from award.rounds.queries.question_sets import QuestionSetRow
from award.rounds.rules import ai, changes
from award.rounds.rules import values as rules
from award.rounds.rules.criteria import CriteriaSet
from award.rounds.rules.values import BLANK, LARGEST_GBP, RoundValues

TAKEN = "Another round has this reference"
REVEAL = (
    ("never", "Never", "Each assessor sees only their own sheet"),
    ("after_own", "Once they have submitted their own", "Usual choice"),
    ("after_all", "Once every assessor of the application has submitted"),
)
BLINDNESS = (
    ("none", "Nothing", "Applicants and assessors may learn each other’s names"),
    ("assessor_hidden", "Names of assessors",
     "Applicants and other assessors see “Assessor A”, “Assessor B”. Usual choice"),
    ("double", "Names of assessors and of applicants",
     "Assessors also don’t see who applies, or answers that would tell them. A title can still "
     "give an organisation away"),
)  # fmt: skip
ASSESS_FROM = (
    ("closing", "When the application has closed",
     "Until then it can be sent again, and nobody assesses what may still change. Usual choice"),
    ("submission", "As soon as they are asked to",
     "An application that was given to an assessor can’t be opened again by its applicant"),
)  # fmt: skip
SCORES_TOLD = (
    ("ground", "The decision and its reason", "No scores"),
    ("own", "And what their own scores came to",
     "Their total and their mean on each criterion, where more than one assessment counts"),
    ("beside", "And how these compare",
     "Beside the round’s middle, the mean of those awarded and the line, each where at "
     "least ten applications stand behind it. Usual choice"),
)  # fmt: skip
DECIDERS = (
    ("one", "Who stages it", "One member of the programme team is enough. Usual choice"),
    ("two", "Who stages it, and a second who confirms it",
     "Nothing is released that the same person staged and confirmed, and a change needs to be "
     "confirmed again"),
)  # fmt: skip


class OpenedRoundForm(EditedForm):
    """What may still change once a round is open, with the reason."""

    title = ShortTextField("Title", [DataRequired("Enter a title")], max_length=150)
    summary = LongTextField(
        "Summary", hint="What the round is for, for people who have never heard of it",
        max_words=200,
    )  # fmt: skip
    closes_at = DateTimePartsField(
        "Closes, London time", [InputRequired("Enter when the round closes")],
        called="The closing time", hint="The first moment when it is too late, for example 1pm",
    )  # fmt: skip
    assessment_due_at = DateTimePartsField(
        "Assessments due, London time", [InputRequired("Enter when assessments are due")],
        called="The date when assessments are due",
    )  # fmt: skip
    budget_gbp = AmountField(
        "Budget", [InputRequired("Enter the budget")], called="The budget",
        hint="For the whole round, in whole pounds", minimum=1, maximum=LARGEST_GBP,
    )  # fmt: skip
    reveal = ChoiceField(
        "When may assessors see each other’s sheets?",
        [InputRequired("Choose when assessors may see each other’s sheets")], choices=REVEAL,
    )  # fmt: skip
    reason = ShortTextField(
        "Reason for the change", max_length=300,
        hint="The round has opened, so the reason is kept on record",
    )  # fmt: skip

    alone: ClassVar[frozenset[str]] = frozenset({"reason", "criteria_from"})
    stored: RoundValues
    # Phases can't change any more, so whatever is wrong with their money now comes of the budget.
    elsewhere: Mapping[str, str] = {"phase_": "#budget_gbp"}

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.stored = BLANK

    def values(self, before: RoundValues) -> RoundValues:
        """The round with what the form says in place of what was there."""
        return replace(
            before,
            title=self.title.data,
            summary=self.summary.data,
            closes_at=self.closes_at.data or before.closes_at,
            assessment_due_at=self.assessment_due_at.data or before.assessment_due_at,
            budget_gbp=self.budget_gbp.data or 0,
            reveal=self.reveal.data,
        )

    def __iter__(self) -> Iterator[Field]:
        """Fields in the order of the page, so that the error summary reads down it."""
        return iter(sorted(self._fields.values(), key=lambda field: _place(field.short_name)))

    def validate(self, extra_validators: Any = None) -> bool:
        """The rules too, for all that could be read: everything that is wrong is said at once."""
        valid = super().validate(extra_validators)
        unknown = {field.short_name for field in self if field.errors}
        wanted = self.values(self.stored)
        found = [*rules.faults(wanted, unknown), *self.faults_now(wanted, unknown)]
        for fault in found:
            if fault.field != "criteria":
                self.add_refusal(fault.text, fault.field)
                valid = False
        return valid

    def faults_now(self, wanted: RoundValues, unknown: Collection[str]) -> list[Problem]:
        """What is wrong with the change as things stand now."""
        if not changes.differences(self.stored, wanted):
            return []
        found = changes.opened_faults(self.stored, wanted, self.reason.data, arrival.moment())
        return [fault for fault in found if fault.field not in unknown]


class RoundForm(OpenedRoundForm, PhasesForm):
    """Everything about a round but its criteria. Fields of a phase are `phase_<n>_...`."""

    reference = ShortTextField(
        "Reference", [DataRequired("Enter a reference")], code=True, max_length=30,
        hint="Stands in addresses and emails, for example ASC-2027",
        filters=[lambda text: (text or "").upper()],
    )  # fmt: skip
    ai_rules = LongTextField(
        "Rules for applicants on using AI", max_words=ai.MOST_WORDS,
        hint="Stand on the round’s page and above the declarations. They can’t change once the "
        "round has opened",
    )  # fmt: skip
    assessor_rules = LongTextField(
        "Rules for assessors", max_words=ai.MOST_WORDS,
        hint="Each assessor agrees before reading, and says on each sheet that its words are their "
        "own. Without rules nobody is asked. They can’t change once the round has opened",
    )  # fmt: skip
    announced_at = DateTimePartsField(
        "Announced, London time", [InputRequired("Enter when the round is announced")],
        called="The announcement",
        hint="From then on anyone can read the round and its questions: at once, if it has passed",
    )  # fmt: skip
    opens_at = DateTimePartsField(
        "Opens, London time", [InputRequired("Enter when the round opens")],
        called="The opening time", hint="From then on money, questions and criteria can’t change",
    )  # fmt: skip
    min_assessments = WholeNumberField(
        "Assessments needed for each application",
        [InputRequired("Enter how many assessments are needed")],
        called="The number of assessments", minimum=1, maximum=9,
    )  # fmt: skip
    threshold_pct = WholeNumberField(
        "Threshold", [InputRequired("Enter the threshold")], called="The threshold",
        hint="The least weighted mean score to be considered for funding",
        maximum=100, suffix="%",
    )  # fmt: skip
    blindness = ChoiceField(
        "What is hidden?", [InputRequired("Choose what is hidden")], choices=BLINDNESS
    )
    assess_from = ChoiceField(
        "From when may assessors read and score an application?",
        [InputRequired("Choose when assessors may begin")], choices=ASSESS_FROM,
        hint="You can ask them to assess it before. It can’t change once the round has opened",
    )  # fmt: skip
    scores_told = ChoiceField(
        "What are applicants told with their decision?",
        [InputRequired("Choose what applicants are told of scores")], choices=SCORES_TOLD,
        hint="The round’s page says it to everybody. It can’t change once the round has opened",
    )  # fmt: skip
    feedback_apart = YesNoField(
        "Is feedback released apart from the decisions?",
        hint="With yes, applicants read the decision and its reason first, and what assessors said "
        "and scores came to once you release that. It can’t change once the round has opened",
    )  # fmt: skip
    deciders = ChoiceField(
        "Who stands behind each decision?",
        [InputRequired("Choose who stands behind each decision")], choices=DECIDERS,
        hint="It can’t change once the round has opened",
    )  # fmt: skip
    question_set_id = RadioField(
        "Question set", [InputRequired("Choose a question set")], coerce=int
    )
    follows_id = RadioField(
        "Is it the second stage of another round?",
        coerce=lambda text: number(text) if text else None,
        description="Only applications that the first stage invites can go on in it, with their "
        "answers carried over",
    )

    def __init__(
        self,
        *args: Any,
        question_sets: Iterable[QuestionSetRow],
        first_stages: Iterable[tuple[int, str, str]] = (),
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        self.follows_id.choices = [
            ("", "No: anybody who may apply can"),
            *((str(key), f"{ref}: {title}") for key, ref, title in first_stages),
        ]
        self.question_set_id.choices = [
            (row.id, f"{row.title} (version {row.version})") for row in question_sets
        ]
        amounts = [part for _, fields in self.phases() for part in fields.values()]
        self.called = {part.name: part.called for part in amounts if hasattr(part, "called")}

    def values(self, before: RoundValues) -> RoundValues:
        return replace(
            super().values(before),
            reference=self.reference.data,
            announced_at=self.announced_at.data or before.announced_at,
            opens_at=self.opens_at.data or before.opens_at,
            min_assessments=self.min_assessments.data or 0,
            threshold_pct=self.threshold_pct.data or 0,
            blindness=self.blindness.data,
            ai_rules=self.ai_rules.data,
            assessor_rules=self.assessor_rules.data,
            assess_from=self.assess_from.data,
            scores_told=self.scores_told.data,
            feedback_apart=bool(self.feedback_apart.data),
            deciders=self.deciders.data,
            question_set_id=self.question_set_id.data,
            follows_id=self.follows_id.data,
            phases=self.phase_values(),
        )

    def faults_now(self, wanted: RoundValues, unknown: Collection[str]) -> list[Problem]:
        """A reference that is taken, an opening time that has passed; what may no longer change
        the service says, since the form was made while everything could."""
        found, before = [], self.stored.reference
        if wanted.reference != before and rounds.reference_taken(wanted.reference):
            found.append(Problem("reference", TAKEN))
        if not self.stored.reference or wanted.opens_at != self.stored.opens_at:
            found += filter(None, [rules.opening_fault(wanted.opens_at, arrival.moment())])
        return [fault for fault in found if fault.field not in unknown]


class NewRoundForm(RoundForm):
    """A round to be set up, and the criteria it starts from."""

    criteria_from = RadioField(
        "Criteria to start from",
        [InputRequired("Choose the criteria to start from")],
        description="Copied into the round. You can change them until it opens",
    )

    def __init__(self, *args: Any, criteria_sets: Iterable[CriteriaSet], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self._sets = {found.key: found for found in criteria_sets}
        self.criteria_from.choices = [
            (found.key, f"{found.title} (version {found.version})") for found in criteria_sets
        ]

    def new_values(self) -> RoundValues:
        """The round with the chosen criteria."""
        return self.values(replace(BLANK, criteria=self._sets[self.criteria_from.data].criteria))


PAGE = (
    "reference", "title", "summary", "ai_rules", "assessor_rules", "announced_at", "opens_at",
    "closes_at", "assessment_due_at", "budget_gbp", "phase", "min_assessments", "threshold_pct",
    "assess_from",
    "blindness", "reveal", "scores_told", "feedback_apart", "deciders",
    "question_set_id", "follows_id", "criteria_from", "reason", "base", "csrf_token",
)  # fmt: skip
"""The fields of the round's own page, in the order they stand on it."""


def _place(name: str) -> tuple[int, str, int]:
    if name.startswith("phase_"):
        _, number, field = name.split("_", 2)
        return PAGE.index("phase"), number, PHASE_FIELDS.index(field)
    return PAGE.index(name), "", 0
