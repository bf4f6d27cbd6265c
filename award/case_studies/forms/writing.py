"""The form in which a case study is written."""

from __future__ import annotations

import json
from collections.abc import Container, Mapping
from typing import Any

from award.accounts.rules.organisations import TYPES
from award.case_studies.rules import vocabulary
from award.case_studies.rules.fields import EDITABLE, PARTS, SUMMARY_CHARS, TITLE_CHARS
from award.case_studies.rules.merging import marks_of, merged
from award.design.fields import ChoiceField, ChoicesField, LongTextField, ShortTextField
from award.design.forms import Form
from award.design.wtforms_types import HiddenField, SelectField, ValidationError
from award.foundation.differences import Sides, compared

_PARTS = {part.key: part for part in PARTS}
_KINDS = {key: vocabulary.organisation_type(key) for key in TYPES}
_LABELS: Mapping[str, Mapping[str, str]] = {
    **vocabulary.LISTS,
    "stage": vocabulary.STAGE_LABELS,
    "evidence_level": {key: words[0] for key, words in vocabulary.EVIDENCE.items()},
    "organisation_type": _KINDS,
}


def _part(key: str) -> LongTextField:
    part = _PARTS[key]
    hint = f"{part.hint} {part.range} words read best."
    return LongTextField(part.heading, hint=hint, max_words=part.words, enforce=False)


def _select(label: str, options: Mapping[str, str]) -> SelectField:
    return SelectField(label, choices={"": "Not given", **options})


class StudyForm(Form):
    """The whole text. A draft may be incomplete; only lengths that can't be stored are refused."""

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
        max_length=255,
        hint="A team and its shared mailbox, not a person's own address. It will be public.",
    )
    atrs_url = ShortTextField(
        "Address of its algorithmic transparency record",
        max_length=255,
        hint="If there is one. It starts with https://",
    )
    stage = ChoiceField(
        "How far along is it?",
        choices=[(key, stage.label, stage.says) for key, stage in vocabulary.STAGES.items()],
    )
    settings = ChoicesField("Where care happens", choices=tuple(vocabulary.SETTINGS.items()))
    beneficiaries = ChoicesField("Who it is for", choices=tuple(vocabulary.BENEFICIARIES.items()))
    capabilities = ChoicesField("Kinds of AI", choices=tuple(vocabulary.CAPABILITIES.items()))
    region = _select("Region", {region: region for region in vocabulary.REGIONS})
    organisation_name = ShortTextField("Organisation", max_length=200)
    organisation_type = _select("Kind of organisation", _KINDS)
    base = HiddenField()

    @classmethod
    def of(cls, study: Any) -> StudyForm:
        """With what is stored; a blank choice is none."""
        stored = {key: getattr(study, key) or None for key in EDITABLE}
        return cls(data={**stored, "base": json.dumps(marks_of(study))})

    def validate_summary(self, field: LongTextField) -> None:
        if len(field.data) > SUMMARY_CHARS:
            over = len(field.data) - SUMMARY_CHARS
            raise ValidationError(
                f"Cut {over} character{'s' if over > 1 else ''}: the limit is {SUMMARY_CHARS}"
            )

    def typed(self) -> dict[str, Any]:
        """What stands in the boxes, by field of the case study."""
        return {key: self[key].data for key in EDITABLE}

    def values(self, given_up: Container[str] = ()) -> dict[str, Any]:
        """What to save: without the fields in which the person prefers what is saved already."""
        return {key: value for key, value in self.typed().items() if key not in given_up}

    def base_marks(self) -> dict[str, str]:
        """The marks that the page was opened with; what makes no sense is no mark."""
        try:
            found = json.loads(self.base.data or "{}")
        except ValueError:
            return {}
        return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}

    def catch_up(self, study: Any) -> dict[str, Sides]:
        """After a refusal, go on from what is stored now.

        Fields that only somebody else changed show their words; for fields that both changed both
        sides are returned, by field, while the box keeps what was typed.
        """
        found = merged(self.base_marks(), study, self.typed())
        if found.clashes:
            self.form_errors.clear()
        for key in found.clashes:
            self.add_refusal(f"Somebody else changed “{self[key].label.text}” as well", key)
        for key in found.theirs:
            self[key].data = getattr(study, key) or None
        self.base.data = json.dumps(marks_of(study))
        return {
            key: compared(self._words(key, getattr(study, key)), self._words(key, self[key].data))
            for key in found.clashes
        }

    def _words(self, key: str, value: Any) -> str:
        """A value as people read it: a choice by its label."""
        labels = _LABELS.get(key)
        if labels is None:
            return str(value or "")
        chosen = [value] if isinstance(value, str) else value or []
        return ", ".join(vocabulary.labels(labels, chosen))
