"""How many specimens come first, what one says, which to copy, who is excused, and an assessor's
scores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from wtforms import HiddenField
from wtforms.validators import DataRequired, InputRequired

from award.assessment.forms.sheet import SCORES
from award.assessment.rules.scoring import MAX_SCORE, MIN_SCORE
from award.assessment.rules.sheet import JUSTIFICATION_WORDS, ScoreValue, SheetValues
from award.calibration.rules.specimens import (
    MOST_NEEDED,
    REASON_WORDS,
    SUMMARY_WORDS,
    TEXT_WORDS,
    TITLE_CHARS,
    PartValues,
    SpecimenValues,
    called,
)
from award.design.fields import ChoiceField, LongTextField, ShortTextField, WholeNumberField
from award.design.forms import Form, ShownForm
from award.design.versions import EditedForm
from award.foundation.text import number
from award.rounds.models import Criterion

_NUMBERS = {"0": "0, so assessors begin at once"} | {str(n): str(n) for n in range(1, 6)}


class NeededForm(EditedForm):
    needed = ChoiceField(
        "How many does an assessor score before their first application?",
        [InputRequired("Say how many, or none")],
        choices=[(value, words) for value, words in _NUMBERS.items() if int(value) <= MOST_NEEDED],
    )

    @classmethod
    def of(cls, needed: int) -> NeededForm:
        form = cls(data={"needed": str(needed)})
        form.over({"needed": str(needed)})
        return form


class BeginForm(Form):
    title = ShortTextField(
        "Title", [DataRequired("Give the specimen a title")], max_length=TITLE_CHARS,
        hint="You write the rest on the next page. No assessor sees it until you offer it",
    )  # fmt: skip


def specimen_form(criteria: Sequence[Criterion], *, draft: bool = False) -> type[EditedForm]:
    """`text_<key>`, `score_<key>` and `reason_<key>` for each criterion. A draft needs a title."""

    def needs(required: Callable[[str], Any], words: str) -> list[Any]:
        return [] if draft else [required(words)]

    fields: dict[str, Any] = {
        "title": ShortTextField(
            "Title", [DataRequired("Give the specimen a title")], max_length=TITLE_CHARS
        ),
        "summary": LongTextField(
            "Summary", needs(DataRequired, "Write a summary"), max_words=SUMMARY_WORDS, rows=5,
            hint="Nobody real, and nothing from an application that somebody made",
        ),
    }  # fmt: skip
    for criterion in criteria:
        about, key = criterion.title, criterion.key
        fields[f"text_{key}"] = LongTextField(
            "The answer that is read for it",
            needs(DataRequired, f"{about}: write the answer that is read for it"),
            max_words=TEXT_WORDS, rows=6,
        )  # fmt: skip
        fields[f"score_{key}"] = WholeNumberField(
            "The panel’s score",
            needs(InputRequired, f"{about}: enter the panel’s score, 1 to 10"),
            called=f"{about}: the score", minimum=MIN_SCORE, maximum=MAX_SCORE, hint="1 to 10",
        )  # fmt: skip
        fields[f"reason_{key}"] = LongTextField(
            "Why this score",
            needs(DataRequired, f"{about}: say why the panel gave this score"),
            max_words=REASON_WORDS, rows=3,
        )  # fmt: skip
    words = called({one.key: one.title for one in criteria})
    return type("SpecimenForm", (EditedForm,), {"called": words, **fields})


def specimen_from(form: Form, criteria: Sequence[Criterion]) -> SpecimenValues:
    """What stands in the boxes."""
    return SpecimenValues(
        form["title"].data or "",
        form["summary"].data or "",
        {
            one.key: PartValues(
                form[f"text_{one.key}"].data or "",
                form[f"score_{one.key}"].data,
                form[f"reason_{one.key}"].data or "",
            )
            for one in criteria
        },
    )


class RemoveForm(ShownForm):
    """Removes the specimen that the page showed."""


class CopyForm(Form):
    specimen = ChoiceField("Which specimen?", [InputRequired("Choose a specimen")])


class ExcuseForm(Form):
    reason = LongTextField(
        "Why can they begin without?",
        [DataRequired("Say why they can begin without")],
        max_words=REASON_WORDS,
        rows=3,
        hint="They can ask for a copy of this",
    )


def scores_form(criteria: Sequence[Criterion]) -> type[EditedForm]:
    """An assessor's, with `seen`: the version of the specimen that the page showed. Nothing is
    required: what is not complete is kept."""
    fields: dict[str, Any] = {"seen": HiddenField()}
    words: dict[str, str] = {}
    for one in criteria:
        fields[f"score_{one.key}"] = ChoiceField(f"Score for {one.title}", choices=SCORES)
        fields[f"justification_{one.key}"] = LongTextField(
            "Why this score?", max_words=JUSTIFICATION_WORDS, enforce=False, rows=3
        )
        words |= {
            f"score_{one.key}": f"{one.title}: score",
            f"justification_{one.key}": f"{one.title}: why this score",
        }
    return type("ScoresForm", (EditedForm,), {"called": words, **fields})


def scores_from(form: Form, criteria: Sequence[Criterion]) -> SheetValues:
    return SheetValues(
        {
            one.key: ScoreValue(
                number(form[f"score_{one.key}"].data or ""),
                form[f"justification_{one.key}"].data or "",
            )
            for one in criteria
        }
    )
