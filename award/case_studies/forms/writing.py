"""The form in which a case study is written."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from wtforms import SelectField
from wtforms.validators import ValidationError

from award.accounts.rules.organisations import TYPES
from award.applications.forms.tabled import TabledForm, table_box
from award.case_studies.rules import vocabulary
from award.case_studies.rules.addresses import leads_nowhere
from award.case_studies.rules.fields import (
    EDITABLE,
    FIGURES,
    PARTS,
    ROWS,
    SUMMARY_CHARS,
    TITLE_CHARS,
    WHOLE,
    Section,
    edited,
)
from award.case_studies.rules.tables import ADDRESSES, LEADS_NOWHERE, TABLES
from award.design.fields import (
    ChoiceField,
    ChoicesField,
    LongTextField,
    ShortTextField,
    WholeNumberField,
)
from award.design.forms import ErrorLink
from award.sharing.rules.limits import CONTACT_CHARS, LARGEST, SENTENCE_CHARS

_NOTHING: dict[str, Any] = {
    **{key: [] for key in (*vocabulary.LISTS, *ROWS)},
    **dict.fromkeys(FIGURES),
}
_PARTS = {part.key: part for part in PARTS}
_KINDS = {key: vocabulary.organisation_type(key) for key in TYPES}


def _part(key: str) -> LongTextField:
    part = _PARTS[key]
    hint = f"{part.hint} {part.range} words read best."
    return LongTextField(part.heading, hint=hint, max_words=part.words, enforce=False)


def _sentence(label: str, hint: str) -> LongTextField:
    return LongTextField(label, rows=3, hint=f"{hint} {SENTENCE_CHARS} characters at most.")


def _one_of(label: str, key: str, hint: str = "") -> ChoiceField:
    choices = [("", "Not said"), *vocabulary.ONE_OF[key].items()]
    return ChoiceField(label, choices=choices, hint=hint)


def _table(key: str) -> Any:
    def judge(text: str) -> str:
        return LEADS_NOWHERE if leads_nowhere(text) else ""

    return table_box(TABLES[key], {ADDRESSES[key]: judge} if key in ADDRESSES else None)


class StudyForm(TabledForm):
    """The text, or the boxes of one section of it. A draft may be incomplete, and a cell of a table
    stays as it was typed; what can't be stored is refused."""

    tabled = TABLES

    title = ShortTextField(
        "Title",
        max_length=TITLE_CHARS,
        hint=f"What it does and for whom, without the name of a product. {TITLE_CHARS} characters "
        "at most.",
    )
    summary = LongTextField(
        "Summary in one sentence",
        rows=3,
        hint=f"Stands on the card in the list. {SUMMARY_CHARS} characters at most.",
    )
    problem = _part("problem")
    how_might_we = _part("how_might_we")
    project = _part("project")
    how_ai_works = _part("how_ai_works")
    data_and_privacy = _part("data_and_privacy")
    people_involved = _part("people_involved")
    impact = _part("impact")
    evidence_level = ChoiceField(
        "How strong is the evidence?",
        choices=[(key, *words) for key, words in vocabulary.EVIDENCE.items()],
    )
    lessons_and_limits = _part("lessons_and_limits")
    whats_next = _part("whats_next")
    who_was_involved = _part("who_was_involved")
    contact = ShortTextField(
        "Who to ask",
        max_length=CONTACT_CHARS,
        hint="A team and its shared mailbox, not a person's own address. It will be public.",
    )
    atrs_url = ShortTextField(
        "Address of its algorithmic transparency record",
        code=True,
        max_length=255,
        hint="If there is one. It starts with https://",
    )
    results = _table("results")
    numbers = _table("numbers")
    quotes = _table("quotes")
    length_months = WholeNumberField(
        "How long it ran, in months",
        called="Months",
        minimum=1,
        maximum=LARGEST["length_months"],
        suffix="months",
        hint="Until now, or until it stopped.",
    )
    people_count = WholeNumberField(
        "How many people it was for",
        called="Number of people",
        minimum=1,
        maximum=LARGEST["people_count"],
        hint="Those who draw on care, or who use it at work: say which in “What was tried”.",
    )
    cost_band = _one_of("What one service pays to use it", "cost_band", "Once it is there.")
    cost_words = _sentence(
        "What it costs, in words", "What is paid once, what every year, and who pays."
    )
    staff_time = _sentence("Staff time", "What it saves and what it takes, and who counted.")
    errors_and_missed = _sentence(
        "Errors and missed alerts",
        "How often it was wrong or silent, and what came of that. Say so if nobody looked.",
    )
    who_said_no = _sentence("Who said no", "How many did not want it, or stopped, and why.")
    less_well_for = _sentence("Works less well for", "Which people, homes or ways of speaking.")
    outcome = ChoiceField(
        "What became of it?",
        choices=[
            ("", "Not said"),
            *((key, label, says) for key, (label, says, _) in vocabulary.OUTCOMES.items()),
        ],
    )
    problems = ChoicesField(
        "Which problems was it meant for?", choices=tuple(vocabulary.PROBLEMS.items())
    )
    senses = ChoicesField(
        "What does it sense?",
        choices=tuple(vocabulary.SENSES.items()),
        exclusive=vocabulary.NO_SENSE,
    )
    generative = _one_of(
        "Does it write, speak or draw something itself?",
        "generative",
        "That is generative AI: a draft of a note, a summary, an answer.",
    )
    buyers = _table("buyers")
    documents = _table("documents")
    stage = ChoiceField(
        "How far along is it?",
        choices=[(key, stage.label, stage.says) for key, stage in vocabulary.STAGES.items()],
    )
    settings = ChoicesField("Where care happens", choices=tuple(vocabulary.SETTINGS.items()))
    beneficiaries = ChoicesField("Who it is for", choices=tuple(vocabulary.BENEFICIARIES.items()))
    capabilities = ChoicesField("Kinds of AI", choices=tuple(vocabulary.CAPABILITIES.items()))
    region = SelectField(
        "Region", choices={"": "Not given", **{region: region for region in vocabulary.REGIONS}}
    )
    organisation_name = ShortTextField("Organisation", max_length=200)
    organisation_type = ChoiceField(
        "Kind of organisation", choices=[("", "Not given"), *_KINDS.items()]
    )

    @classmethod
    def of(cls, study: Any, section: Section = WHOLE) -> StudyForm:
        """With what is stored; a blank choice is none."""
        form = cls(data={key: getattr(study, key) or None for key in EDITABLE})
        for key in EDITABLE:
            if key not in section.fields:
                del form[key]
        form.over(edited(study))
        if not form.is_submitted():
            form.mark_cells()
        return form

    def validate_summary(self, field: LongTextField) -> None:
        if len(field.data) > SUMMARY_CHARS:
            over = len(field.data) - SUMMARY_CHARS
            raise ValidationError(
                f"Cut {over} character{'s' if over > 1 else ''}: the limit is {SUMMARY_CHARS}"
            )

    def typed(self) -> dict[str, Any]:
        """What stands in the boxes, by field of the case study."""
        return {key: self.value_of(key) for key in EDITABLE if key in self}

    def as_study(self, study: Any) -> Any:
        """What stands in the boxes, and what is stored of the rest, with the attributes of a case
        study."""
        found = edited(study) | self.typed()
        return SimpleNamespace(
            **{key: value or _NOTHING.get(key, "") for key, value in found.items()}
        )

    def blocked(self, message: str, href: str) -> None:
        """Why nothing can be saved, whatever is typed: the first of the problems, and the only one
        that is not about a box."""
        self.form_errors.clear()
        self.linked.append(ErrorLink(message, href))
        self.hold()
