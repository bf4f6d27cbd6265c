"""One criterion of a round: its words, its weight and five bands."""

from __future__ import annotations

import re
from typing import Any

from wtforms import HiddenField
from wtforms.validators import DataRequired, InputRequired

from award.design.fields import LongTextField, ShortTextField, WholeNumberField
from award.design.forms import Form
from award.rounds.rules.criteria import BANDS, BLANK_BANDS, Band, CriterionValues


def _band() -> LongTextField:
    return LongTextField("Score", [DataRequired("Describe these scores")], rows=3)


def _plain() -> LongTextField:
    return LongTextField("Score in plain words", rows=2)


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
            plain=self.plain.data or "",
            bands=tuple(
                Band(low, high, self[f"band_{place}"].data, self[f"plain_{place}"].data or "")
                for place, (low, high) in enumerate(self.limits(), 1)
            ),
        )


def as_row(criterion: CriterionValues) -> dict[str, Any]:
    """A stored criterion, by box."""
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
