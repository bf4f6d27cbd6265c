"""The form in which a case study is written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any

from wtforms import HiddenField, SelectField
from wtforms.validators import ValidationError

from award.accounts.rules.organisations import TYPES
from award.case_studies.forms.versions import TOGETHER, Versions, versions_form
from award.case_studies.rules import vocabulary
from award.case_studies.rules.fields import (
    EDITABLE,
    PARTS,
    SEVERAL,
    SUMMARY_CHARS,
    TITLE_CHARS,
    edited,
)
from award.design.fields import ChoiceField, ChoicesField, LongTextField, ShortTextField
from award.design.forms import Form, Problem
from award.foundation.edits import mark, marks_of, merged, read_marks

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

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.choices: Form = versions_form(())
        self.undecided: list[str] = []

    @classmethod
    def of(cls, study: Any) -> StudyForm:
        """With what is stored; a blank choice is none."""
        stored = {key: getattr(study, key) or None for key in EDITABLE}
        return cls(data={**stored, "base": json.dumps(marks_of(edited(study)))})

    def validate_summary(self, field: LongTextField) -> None:
        if len(field.data) > SUMMARY_CHARS:
            over = len(field.data) - SUMMARY_CHARS
            raise ValidationError(
                f"Cut {over} character{'s' if over > 1 else ''}: the limit is {SUMMARY_CHARS}"
            )

    def typed(self) -> dict[str, Any]:
        """What stands in the boxes, by field of the case study."""
        return {key: self[key].data for key in EDITABLE}

    def as_study(self) -> Any:
        """What stands in the boxes, with the attributes of a case study."""
        return SimpleNamespace(
            **{key: value or ([] if key in SEVERAL else "") for key, value in self.typed().items()}
        )

    def settle(self, study: Any, asked: Iterable[str]) -> None:
        """Put the version that was chosen into the box of each field of which two were shown."""
        keys = [key for key in asked if key in EDITABLE]
        self.choices = versions_form(keys)
        for key in keys:
            keep = self.choices[f"keep_{key}"].data
            stored = getattr(study, key)
            if keep == "theirs":
                self[key].data = stored or None
            elif keep == "both" and key in TOGETHER:
                self[key].data = self.choices[f"both_{key}"].data
            elif keep != "mine" and mark(self[key].data) != mark(stored):
                self.undecided.append(key)

    def validate(self, extra_validators: Any = None) -> bool:
        """Nothing is saved while somebody has yet to choose between two versions."""
        return super().validate(extra_validators) and not self.undecided

    def base_marks(self) -> dict[str, str]:
        """The marks that the page was opened with."""
        return read_marks(self.base.data)

    def catch_up(self, study: Any, changed_by: Mapping[str, str]) -> dict[str, Versions]:
        """After a refusal, go on from what is stored now.

        Fields that only somebody else changed show their words. For fields that both changed, or
        for which nobody has chosen yet, both versions are returned, by field. `changed_by` says
        who changed a field, or where.
        """
        found = merged(self.base_marks(), edited(study), self.typed())
        keys = [key for key in EDITABLE if key in {*found.clashes, *self.undecided}]
        if keys:
            self.form_errors.clear()
        for key in found.theirs:
            self[key].data = getattr(study, key) or None
        self.base.data = json.dumps(marks_of(edited(study)))
        shown = {key: self._versions(study, key, changed_by) for key in keys}
        self.called = {f"both_{key}": f"{shown[key].title}: both together" for key in keys}
        if shown:
            self.choices = versions_form(keys, shown)
        for key, item in shown.items():
            self.choices.add_refusal(
                f"“{item.title}” was also changed {item.by}: choose which version to keep",
                f"keep_{key}",
            )
        return shown

    def problems(self) -> list[Problem]:
        """For the error summary: what is wrong here, then what is to be chosen."""
        return [*self.error_list(), *self.choices.error_list()]

    def blocked(self, message: str, href: str) -> None:
        """Why nothing can be saved, whatever is typed: the first of the problems, and the only one
        that is not about a box."""
        self.form_errors.clear()
        self.linked.append(Problem(message, href))
        marks = self.base_marks()
        self.base.data = json.dumps({k: v for k, v in marks.items() if k not in self.undecided})

    def _versions(self, study: Any, key: str, changed_by: Mapping[str, str]) -> Versions:
        return Versions(
            key,
            self[key].label.text,
            self._words(key, getattr(study, key)),
            self._words(key, self[key].data),
            changed_by.get(key, "in another window"),
        )

    def _words(self, key: str, value: Any) -> str:
        """A value as people read it: a choice by its label."""
        labels = _LABELS.get(key)
        if labels is None:
            return str(value or "")
        chosen = [value] if isinstance(value, str) else value or []
        return ", ".join(vocabulary.labels(labels, chosen))
