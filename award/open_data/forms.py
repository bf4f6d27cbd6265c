"""What staff say of an award in public."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from wtforms import HiddenField
from wtforms.validators import DataRequired

from award.design.fields import ChoicesField, DeclarationField, LongTextField, ShortTextField
from award.design.forms import ShownForm
from award.design.versions import EditedForm
from award.open_data.queries.funded import Funded
from award.open_data.queries.named import AssessedRound
from award.open_data.rules.telling import DESCRIPTION_WORDS, TITLE_CHARS
from award.open_data.services.publishing import Words


class PublishAwardForm(EditedForm):
    alone: ClassVar[frozenset[str]] = frozenset({"agreed"})

    title = ShortTextField(
        "Title", [DataRequired("Enter a title")], max_length=TITLE_CHARS, called="Title"
    )
    description = LongTextField(
        "Description",
        [DataRequired("Describe what is funded")],
        max_words=DESCRIPTION_WORDS,
        rows=8,
        hint="What is funded, for whom and where. Nobody can be named who hasn’t agreed, and no "
        "email address, telephone or NHS number may stand in it.",
    )
    agreed = DeclarationField("Whoever is named here has agreed to be named in public")
    state = HiddenField()

    @classmethod
    def of(cls, found: Funded) -> PublishAwardForm:
        form = cls(data=found.stored)
        form.over(found.stored)
        return form

    @property
    def said(self) -> Words:
        return Words(
            self.title.data, self.description.data, self.agreed.data, self.base_marks(),
            self.state.data or "",
        )  # fmt: skip


class SeveralAwardsForm(ShownForm):
    """Acts on the words that its page shows of each, under a tick."""


class TakeDownForm(ShownForm):
    """Acts on the words that its page shows."""


class NamedForm(EditedForm):
    rounds = ChoicesField("Which rounds may name you?")

    @classmethod
    def of(cls, found: Sequence[AssessedRound]) -> NamedForm:
        form = cls(data=cls.stored(found))
        form.rounds.choices = [(one.reference, one.title) for one in found]
        form.over(cls.stored(found))
        return form

    @staticmethod
    def stored(found: Sequence[AssessedRound]) -> dict[str, list[str]]:
        return {"rounds": [one.reference for one in found if one.named]}
