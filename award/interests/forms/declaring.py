"""Interests, one a row, or that there is nothing to declare."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request

from award.design.fields import ChoicesField
from award.design.fields.rows import ACT, Column, RowsField
from award.design.forms import ErrorLink, Form
from award.foundation.text import one_line
from award.interests.models import InterestDeclaration
from award.interests.rules.declared import KINDS, InterestKind
from award.interests.rules.names import numbers_in
from award.interests.services.declaring import MAX_CHARS, MAX_NUMBER_CHARS, MOST, Given

_NEEDED = {"kind": "Choose what it is", "organisation": "Enter the name of the organisation"}
_WHICH = tuple((kind.value, words) for kind, words in KINDS.items())


def _kind(text: str) -> str:
    if text not in KINDS:
        raise ValueError("Choose what it is")
    return text


def _line(text: str) -> str:
    words = one_line(text)
    if len(words) > MAX_CHARS:
        raise ValueError(f"Use {MAX_CHARS} characters or fewer")
    return words


def _number(text: str) -> str:
    number = one_line(text)
    if not numbers_in(number) or len(number) > MAX_NUMBER_CHARS:
        raise ValueError(
            "Enter a company, charity, ODS or CQC provider number, or leave this blank"
        )
    return number


class InterestsForm(Form):
    interests = RowsField(
        "Your interests",
        columns=(
            Column("kind", "What it is", _kind, options=_WHICH, width="short"),
            Column(
                "organisation",
                "Organisation",
                _line,
                max_chars=MAX_CHARS,
                width="wide",
            ),
            Column(
                "position",
                "Your role, what you hold, or who it is",
                _line,
                required=False,
                max_chars=MAX_CHARS,
                width="wide",
            ),
            Column(
                "number",
                "Registration number",
                _number,
                hint="If you know it",
                required=False,
                max_chars=MAX_NUMBER_CHARS,
                width="short",
            ),
        ),
        row="interest",
        rows="interests",
        most=MOST,
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
        """Rows with something in them."""
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
        return [row for row in self.interests.data if set(row) - {"id"}]

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        for row in self._filled:
            for key, words in _NEEDED.items():
                if not row.get(key):
                    self._lacks(row["id"], key, words)
        if self.interests.problems or self.interests.unread():
            valid = False
        if not self._filled and not self.nothing.data:
            self.nothing.errors = ["Give your interests, or say that you have none"]
            valid = False
        if self._filled and self.nothing.data:
            self.nothing.errors = ["You also gave interests: remove them, or untick this"]
            valid = False
        return valid

    def _lacks(self, row: str, key: str, words: str) -> None:
        box = self.interests
        box.problems[row, key] = words
        at = box.cell_id(row, key, box.place_of(row))
        self.linked.append(ErrorLink(box.said(row, key, words), f"#{at}"))


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
