"""The small forms beside the questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from wtforms import FileField, HiddenField
from wtforms.validators import InputRequired

from award.design.fields import ChoiceField, LongTextField
from award.design.forms import Form, ShownForm
from award.foundation.text import number


class YesForm(Form):
    """Nothing to fill in but the token: for a page with one button."""


class SubmitForm(ShownForm):
    """The answers that were looked through, as marks."""


class OrganisationForm(Form):
    """Which of one's organisations leads."""

    organisation = ChoiceField(
        "Which organisation leads the application?",
        [InputRequired("Select the organisation that leads, or add one")],
    )

    def offer(self, choices: Iterable[tuple[str, str, str]]) -> OrganisationForm:
        self.organisation.choices = tuple(choices)
        return self


class EarlierForm(Form):
    """Which of one's other applications to take answers from."""

    application = ChoiceField(
        "Which application do you want to take answers from?",
        [InputRequired("Select the application to take answers from")],
    )

    def offer(self, choices: Iterable[tuple[str, str, str]]) -> EarlierForm:
        self.application.choices = tuple(choices)
        return self


class WordForm(Form):
    """A Word form that somebody filled in."""

    document = FileField(
        "The Word form that you have filled in",
        [InputRequired("Choose the Word form first")],
        description="A Word document (.docx), up to 10 MB, and nothing else: not .doc, .odt, .rtf, "
        "Pages or PDF. LibreOffice saves one by “Save As”, Pages by “Export To”, Google Docs by "
        "“Download”.",
        render_kw={"accept": ".docx"},
    )


class TakeForm(Form):
    """What the page offers, signed for one application: nothing else comes back, whatever has
    become of its source meanwhile. Which of it to take are the page's own checkboxes."""

    read = HiddenField()

    def carry(self, reference: str, read: Mapping[str, Any]) -> TakeForm:
        self.read.data = _signer(reference).dumps(read)
        return self

    def carried(self, reference: str) -> dict[str, Any] | None:
        """None when it is not what this page was given."""
        try:
            found: dict[str, Any] = _signer(reference).loads(self.read.data or "")
        except BadSignature:
            return None
        return found


def _signer(reference: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=f"from-word {reference}")


class WithdrawForm(ShownForm):
    """Why, if the person cares to say."""

    reason = LongTextField(
        "Why are you withdrawing? (optional)",
        hint="Only the programme team and whoever audits the round read this.",
        max_words=100,
    )


class VersionForm(Form):
    """One button about an answer. `base` is the version of it that was shown as it is now."""

    base = HiddenField()

    @property
    def base_version(self) -> int:
        found = number(self.base.data)
        return -1 if found is None else found


class ConflictForm(VersionForm):
    """Which of two texts stands."""

    text = LongTextField("Edit both together", enforce=False)

    def sized(self, max_words: int | None) -> Any:
        """Give the box a live count."""
        self.text.max_words = max_words
        return self
