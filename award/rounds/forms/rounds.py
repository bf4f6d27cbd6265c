"""A round's particulars. Before it opens everything may change, afterwards only a few things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from flask import request
from wtforms.validators import InputRequired

from award.design.fields import (
    ChoiceField,
    DateTimePartsField,
    DeclarationField,
    LongTextField,
    MoneyField,
    ShortTextField,
    WholeNumberField,
)
from award.design.forms import Form
from award.design.wtforms_types import Field, HiddenField, SelectField
from award.rounds.forms.newer import Newer, newer_values
from award.rounds.queries import QuestionSetRow
from award.rounds.rules import values as rules
from award.rounds.rules.criteria import CriteriaSet
from award.rounds.rules.phases import PHASES
from award.rounds.rules.values import PhaseValues, RoundValues

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


class OpenedRoundForm(Form):
    """What may still change once a round is open, with the reason."""

    title = ShortTextField("Title", [InputRequired("Enter a title")], max_length=150)
    summary = LongTextField(
        "Summary", hint="What the round is for, for people who have never heard of it",
        max_words=200,
    )  # fmt: skip
    closes_at = DateTimePartsField(
        "Closes, London time", [InputRequired("Enter when the round closes")],
        called="Closing time", hint="The first moment when it is too late, for example 1pm",
    )  # fmt: skip
    assessment_due_at = DateTimePartsField(
        "Assessments due, London time", [InputRequired("Enter when assessments are due")],
        called="Assessments due",
    )  # fmt: skip
    budget_gbp = MoneyField(
        "Budget", [InputRequired("Enter the budget")], called="The budget",
        hint="For the whole round, in whole pounds",
    )  # fmt: skip
    reveal = ChoiceField(
        "When may assessors see each other’s sheets?",
        [InputRequired("Choose when assessors may see each other’s sheets")], choices=REVEAL,
    )  # fmt: skip
    reason = ShortTextField(
        "Reason for the change", max_length=300,
        hint="The round has opened, so the reason is kept on record",
    )  # fmt: skip
    version = HiddenField()

    newer: list[Newer]

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.newer = []

    @property
    def seen_version(self) -> int:
        """Which version of the round the person was looking at; 0 for nonsense."""
        return int(self.version.data) if str(self.version.data).isdecimal() else 0

    def values(self, before: RoundValues) -> RoundValues:
        """The round with what the form says in place of what was there."""
        return replace(
            before,
            title=self.title.data,
            summary=self.summary.data,
            closes_at=self.closes_at.data,
            assessment_due_at=self.assessment_due_at.data,
            budget_gbp=self.budget_gbp.data or 0,
            reveal=self.reveal.data,
        )

    def __iter__(self) -> Iterator[Field]:
        """Fields in the order of the page, so that the error summary reads down it."""
        return iter(sorted(self._fields.values(), key=lambda field: _place(field.short_name)))

    def compare(self, stored: RoundValues, version: int) -> None:
        """When somebody saved in the meantime: note what, and go on from their version."""
        if self.seen_version != version:
            self.newer = newer_values(self, stored)
            self.version.data = version


class RoundForm(OpenedRoundForm):
    """Everything about a round but its criteria. Fields of a phase are `phase_<n>_...`."""

    reference = ShortTextField(
        "Reference", [InputRequired("Enter a reference")], max_length=30,
        hint="Stands in addresses and emails, for example ASC-2027",
        filters=[lambda text: (text or "").upper()],
    )  # fmt: skip
    announced_at = DateTimePartsField(
        "Announced, London time", [InputRequired("Enter when the round is announced")],
        called="Announcement", hint="From then on anyone can read the round and its questions",
    )  # fmt: skip
    opens_at = DateTimePartsField(
        "Opens, London time", [InputRequired("Enter when the round opens")], called="Opening time",
        hint="From then on money, questions and criteria can’t change",
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
    question_set_id = SelectField("Question set", coerce=int)

    def __init__(self, *args: Any, question_sets: Iterable[QuestionSetRow], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.question_set_id.choices = [  # type: ignore[attr-defined]
            (row.id, f"{row.title} (version {row.version})") for row in question_sets
        ]

    def phases(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Phase number and its fields by short name, for the template."""
        for number in PHASES:
            yield number, {name: self[f"phase_{number}_{name}"] for name in _PHASE_FIELDS}

    def values(self, before: RoundValues) -> RoundValues:
        return replace(
            super().values(before),
            reference=self.reference.data,
            announced_at=self.announced_at.data,
            opens_at=self.opens_at.data,
            min_assessments=self.min_assessments.data or 0,
            threshold_pct=self.threshold_pct.data or 0,
            blindness=self.blindness.data,
            question_set_id=self.question_set_id.data,
            phases=tuple(_phase(n, part) for n, part in self.phases() if part["open"].data),
        )

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        for number, part in self.phases():
            valid &= not part["open"].data or _complete(number, part)
        if valid:
            for fault in rules.faults(self.values(_BLANK)):
                if fault.field != "criteria":
                    self.add_refusal(fault.message, fault.field)
                    valid = False
        return valid


class NewRoundForm(RoundForm):
    """A round to be set up, and the criteria it starts from."""

    criteria_from = SelectField(
        "Criteria to start from",
        description="Copied into the round. You can change them until it opens",
    )

    def __init__(self, *args: Any, criteria_sets: Iterable[CriteriaSet], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self._sets = {found.key: found for found in criteria_sets}
        self.criteria_from.choices = [  # type: ignore[attr-defined]
            (found.key, f"{found.title} (version {found.version})") for found in criteria_sets
        ]

    def new_values(self) -> RoundValues:
        """The round with the chosen criteria."""
        return self.values(replace(_BLANK, criteria=self._sets[self.criteria_from.data].criteria))


_PAGE = (
    "reference", "title", "summary", "announced_at", "opens_at", "closes_at", "assessment_due_at",
    "budget_gbp", "phase", "min_assessments", "threshold_pct", "blindness", "reveal",
    "question_set_id", "criteria_from", "reason", "version", "csrf_token",
)  # fmt: skip


def _place(name: str) -> tuple[int, str, int]:
    if name.startswith("phase_"):
        _, number, field = name.split("_", 2)
        return _PAGE.index("phase"), number, _PHASE_FIELDS.index(field)
    return _PAGE.index(name), "", 0


_PHASE_FIELDS = ("open", "cap_gbp", "budget_gbp", "min_months", "max_months")
_BLANK = RoundValues(
    reference="", title="", summary="", announced_at=None, opens_at=None, closes_at=None,  # type: ignore[arg-type]
    assessment_due_at=None, budget_gbp=0, question_set_id=0, phases=(), criteria=(),  # type: ignore[arg-type]
)  # fmt: skip


def _add_phase(number: int) -> None:
    called = f"Phase {number}"
    for name, field in {
        "open": DeclarationField(f"Phase {number}: {PHASES[number].name}"),
        "cap_gbp": MoneyField("Most for one application", called=f"{called} cap",
                              hint="Blank: no upper limit"),
        "budget_gbp": MoneyField("Share of the budget", called=f"{called} share",
                                 hint="Blank: shared with others"),
        "min_months": WholeNumberField("Shortest project", called=f"{called} shortest project",
                                       suffix="months"),
        "max_months": WholeNumberField("Longest project", called=f"{called} longest project",
                                       suffix="months"),
    }.items():  # fmt: skip
        setattr(RoundForm, f"phase_{number}_{name}", field)


for _phase_number in PHASES:
    _add_phase(_phase_number)


def _phase(number: int, part: dict[str, Any]) -> PhaseValues:
    return PhaseValues(
        number,
        budget_gbp=part["budget_gbp"].data,
        cap_gbp=part["cap_gbp"].data,
        min_months=part["min_months"].data,
        max_months=part["max_months"].data,
    )


def _complete(number: int, part: dict[str, Any]) -> bool:
    complete = True
    for name, words in (("min_months", "shortest"), ("max_months", "longest")):
        if part[name].data is None:
            complete = False
            if not part[name].errors:
                part[name].errors = [f"Phase {number}: enter the {words} project in months"]
    return complete


def _stored(values: RoundValues, version: int) -> dict[str, Any]:
    """A round's values as the form's fields take them."""
    data = {name: getattr(values, name) for name in values.__dataclass_fields__}
    for phase in values.phases:
        data |= {f"phase_{phase.phase}_{name}": getattr(phase, name) for name in _PHASE_FIELDS[1:]}
        data[f"phase_{phase.phase}_open"] = True
    return data | {"version": version}


def round_form(
    values: RoundValues, version: int, question_sets: list[QuestionSetRow], *, opened: bool
) -> OpenedRoundForm:
    """The form for a round as it stands.

    What was sent decides too: a page that was opened before the round did is read whole, so that
    the service can say what may no longer change instead of losing it in silence.
    """
    data = _stored(values, version)
    if opened and "reference" not in request.form:
        return OpenedRoundForm(data=data)
    return RoundForm(data=data, question_sets=question_sets)


def as_opened(form: OpenedRoundForm, values: RoundValues, version: int) -> OpenedRoundForm:
    """A form that was sent whole after the round had opened, cut down to what may change.

    What was typed into it stays, and so does every error.
    """
    if type(form) is OpenedRoundForm:
        return form
    small = OpenedRoundForm(data=_stored(values, version))
    small.form_errors.extend(form.form_errors)
    for field in form:
        if field.short_name in small:
            small[field.short_name].errors = field.errors
        else:
            small.form_errors.extend(str(error) for error in field.errors)
    return small


def new_round_form(
    question_sets: list[QuestionSetRow], criteria_sets: Iterable[CriteriaSet]
) -> NewRoundForm:
    """The form for another round, with the usual choices made."""
    usual = {
        "min_assessments": 3, "threshold_pct": 70, "blindness": "assessor_hidden",
        "reveal": "after_own", "phase_1_cap_gbp": 150_000,
    }  # fmt: skip
    for number in PHASES:
        low, high = (6, 12) if number == 1 else (12, 36)
        usual |= {f"phase_{number}_min_months": low, f"phase_{number}_max_months": high}
    return NewRoundForm(data=usual, question_sets=question_sets, criteria_sets=criteria_sets)
