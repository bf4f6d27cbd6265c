"""The criteria of a round on one page: as many rows as there are, each with five bands."""

from __future__ import annotations

import re
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, FormField, HiddenField
from wtforms.validators import DataRequired, InputRequired

from award.design.fields import LongTextField, ShortTextField, WholeNumberField
from award.design.forms import Form
from award.foundation.references import slugify
from award.foundation.text import number
from award.rounds.forms.newer import Newer, lead_to_differences, newer_criteria
from award.rounds.rules.criteria import (
    BANDS,
    BLANK_BANDS,
    Band,
    CriterionValues,
    repeated_titles,
    weights_problem,
)


def _band() -> LongTextField:
    return LongTextField("Score", [DataRequired("Describe these scores")], rows=3)


def _plain() -> LongTextField:
    return LongTextField("Score in plain words", rows=2)


SUMS = "Weights sum to 100"
UNREAD = "Weights don’t sum to 100 yet: each is a whole number from 1 to 100"


class CriterionForm(Form):
    """One criterion. `ranges` keeps its bands' limits, such as `9-10 7-8 5-6 3-4 1-2`."""

    class Meta:
        csrf = False

    key = HiddenField()
    ranges = HiddenField()
    title = ShortTextField("Title", [DataRequired("Enter a title")], max_length=120)
    weight = WholeNumberField(
        "Weight", [InputRequired("Enter a weight")], called="The weight", minimum=1, maximum=100,
        suffix="%",
    )  # fmt: skip
    guidance = LongTextField("Guidance for assessors", rows=3)
    plain = LongTextField("In plain words, for the lived-experience panel", rows=2)
    band_1 = _band()
    band_2 = _band()
    band_3 = _band()
    band_4 = _band()
    band_5 = _band()
    plain_1 = _plain()
    plain_2 = _plain()
    plain_3 = _plain()
    plain_4 = _plain()
    plain_5 = _plain()

    def limits(self) -> tuple[tuple[int, int], ...]:
        """Lowest and highest score of each band, best first."""
        found = re.findall(r"(\d+)-(\d+)", self.ranges.data or "")
        if len(found) != BANDS:
            return BLANK_BANDS
        return tuple((int(low), int(high)) for low, high in found)

    def bands(self, of: str = "band") -> list[tuple[Any, str]]:
        """Each band's field and its scores in words; of "plain", those in plain words."""
        return [
            (self[f"{of}_{place}"], str(low) if low == high else f"{high} to {low}")
            for place, (low, high) in enumerate(self.limits(), 1)
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Errors name the scores they are about: the summary has many such lines."""
        valid = super().validate(extra_validators)
        for field, scores in self.bands():
            if field.errors:
                field.errors = [f"Describe scores {scores}"]
        return valid

    def values(self, key: str) -> CriterionValues:
        return CriterionValues(
            key=key,
            title=self.title.data,
            weight=self.weight.data or 0,
            guidance=self.guidance.data,
            plain=self.plain.data,
            bands=tuple(
                Band(low, high, self[f"band_{place}"].data, self[f"plain_{place}"].data)
                for place, (low, high) in enumerate(self.limits(), 1)
            ),
        )


class CriteriaForm(Form):
    """All criteria of a round. The button pressed says what to do: save, add or remove-<n>."""

    version = HiddenField()
    rows = FieldList(FormField(CriterionForm))

    newer: list[Newer]
    rearranged: bool

    @classmethod
    def of(cls, criteria: tuple[CriterionValues, ...], version: int) -> CriteriaForm:
        """The form with what is stored, or what was sent with a row more or less if a button
        asked for that; then it is `rearranged` and there is nothing to save yet."""
        sent = _rearranged(request.form)
        data: dict[str, Any] = {"version": version}
        if not request.form:
            data["rows"] = [_stored(item) for item in criteria]
        form = cls(data=data) if sent is None else cls(formdata=sent, data=data)
        form.newer, form.rearranged = [], sent is not None
        return form

    @property
    def seen_version(self) -> int:
        """Which version of the round the person was looking at; 0 for nonsense."""
        return number(self.version.data) or 0

    @property
    def criteria(self) -> list[CriterionForm]:
        """The rows' forms, in order."""
        return [row.form for row in self.rows.entries]

    def numbered(self) -> list[tuple[str, CriterionForm]]:
        """Each row with the number its remove button sends."""
        return [(row.name.rpartition("-")[2], row.form) for row in self.rows.entries]

    unread = UNREAD

    def weights(self) -> str:
        """What the weights typed so far sum to, and what to do about it. They don't sum to 100
        while one of them is missing, or none that a criterion may have."""
        weights = [form.weight.data for form in self.criteria]
        problem = weights_problem([weight or 0 for weight in weights])
        return problem or (UNREAD if None in weights else SUMS)

    def values(self) -> tuple[CriterionValues, ...]:
        """What the rows say; a new row gets a key from its title."""
        taken = {form.key.data for form in self.criteria if form.key.data}
        found = []
        for form in self.criteria:
            key = form.key.data or _new_key(form.title.data, taken)
            taken.add(key)
            found.append(form.values(key))
        return tuple(found)

    def compare(self, stored: tuple[CriterionValues, ...], version: int) -> None:
        """When somebody saved in the meantime: note what, and go on from their version."""
        if self.seen_version != version:
            self.newer = newer_criteria(stored, self.values())
            lead_to_differences(self)
            self.version.data = str(version)

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        for place, title in repeated_titles(self.values()):
            self.criteria[place].title.errors = [f"Another criterion is called “{title}” too"]
            valid = False
        problem = weights_problem([form.weight.data or 0 for form in self.criteria])
        if valid and problem and self.criteria:
            self.criteria[0].weight.errors = [problem]
            return False
        return valid


def _rearranged(sent: MultiDict[str, str]) -> MultiDict[str, str] | None:
    """What was sent, with the row more or less that its button asks for; None for other buttons."""
    button = sent.get("button", "")
    if button == "add":
        numbers = [int(found[1]) for name in sent if (found := re.match(r"rows-(\d+)-", name))]
        prefix = f"rows-{max(numbers, default=-1) + 1}-"
        blank = [(prefix + name, "") for name in _FIELDS]
        return MultiDict([*sent.items(multi=True), *blank])
    if button.startswith("remove-"):
        prefix = f"rows-{button.removeprefix('remove-')}-"
        kept = [item for item in sent.items(multi=True) if not item[0].startswith(prefix)]
        return MultiDict(kept)
    return None


_FIELDS = (
    *("key", "ranges", "title", "weight", "guidance", "plain"),
    *(f"{of}_{place}" for of in ("band", "plain") for place in range(1, BANDS + 1)),
)


def _stored(criterion: CriterionValues) -> dict[str, Any]:
    return {
        "key": criterion.key,
        "ranges": " ".join(f"{band.low}-{band.high}" for band in criterion.bands),
        "title": criterion.title,
        "weight": criterion.weight,
        "guidance": criterion.guidance,
        "plain": criterion.plain,
        **{f"band_{place}": band.text for place, band in enumerate(criterion.bands, 1)},
        **{f"plain_{place}": band.plain for place, band in enumerate(criterion.bands, 1)},
    }


def _new_key(title: str, taken: set[str]) -> str:
    base = re.sub(r"^[^a-z]+", "", slugify(title, 30).replace("-", "_")) or "criterion"
    key, number = base, 2
    while key in taken:
        key, number = f"{base}_{number}", number + 1
    return key
