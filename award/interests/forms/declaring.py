"""Interests, one a row, or that there is nothing to declare."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request

from award.design.fields import ChoicesField
from award.design.fields.rows import ACT, Column, RowsField
from award.design.forms import Form
from award.interests.models import InterestDeclaration
from award.interests.rules.declared import KINDS, InterestKind
from award.interests.rules.names import numbers_in
from award.interests.services.declaring import MOST, Given

_WHICH = tuple((kind.value, words) for kind, words in KINDS.items())


def _kind(text: str) -> str:
    if text not in KINDS:
        raise ValueError("Choose what it is")
    return text


def _number(text: str) -> str:
    if not numbers_in(text):
        raise ValueError(
            "Enter a company, charity, ODS or CQC provider number, or leave this blank"
        )
    return text.strip()


class InterestsForm(Form):
    interests = RowsField(
        "Your interests",
        columns=(
            Column("kind", "What it is", _kind, options=_WHICH, width="short"),
            Column(
                "organisation",
                "Organisation",
                str.strip,
                max_chars=200,
                width="wide",
            ),
            Column(
                "position",
                "Your role, what you hold, or who it is",
                str.strip,
                required=False,
                max_chars=200,
                width="wide",
            ),
            Column(
                "number",
                "Registration number",
                _number,
                hint="If you know it",
                required=False,
                max_chars=20,
                width="short",
            ),
        ),
        row="interest",
        rows="interests",
        most=MOST,
        starts=({"kind": InterestKind.EMPLOYMENT.value},),
        description="Everything from the last five years that could sway you, or that others "
        "could think sways you. Declaring implies no wrongdoing.",
    )
    nothing = ChoicesField(
        "Or", choices=[("nothing", "I have nothing to declare: no employer and no other interest")]
    )

    @property
    def acts(self) -> bool:
        """Was a button of the table pressed, which adds or moves a row and saves nothing?"""
        return bool(request.form.get(ACT))

    @property
    def given(self) -> list[Given]:
        """Rows with something in them, but for what the page begins with."""
        return [
            Given(
                InterestKind(row["kind"]),
                row["organisation"],
                row.get("position", ""),
                row.get("number", ""),
            )
            for row in self._filled
        ]

    @property
    def _filled(self) -> list[dict[str, Any]]:
        return [row for row in self.interests.data if set(row) - {"id", "kind"}]

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        for place, row in enumerate(self._filled, 1):
            for key, words in (("kind", "what it is"), ("organisation", "the organisation")):
                if not row.get(key):
                    self.interests.errors = [
                        *self.interests.errors, f"Interest {place}: give {words}"
                    ]  # fmt: skip
                    valid = False
        if not self._filled and not self.nothing.data:
            self.nothing.errors = ["Give your interests, or say that you have none"]
            valid = False
        if self._filled and self.nothing.data:
            self.nothing.errors = ["You also gave interests: remove them, or untick this"]
            valid = False
        return valid


def as_rows(declaration: InterestDeclaration | None) -> Sequence[dict[str, str]]:
    """What was declared, to begin the next declaration with."""
    return [
        {
            "id": f"d{place}",
            **{
                key: value
                for key in ("kind", "organisation", "position", "number")
                if (value := str(getattr(one, key)))
            },
        }
        for place, one in enumerate(declaration.interests if declaration else (), 1)
    ]
