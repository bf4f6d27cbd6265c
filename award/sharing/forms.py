"""The steps of sharing a project, and what whoever decides writes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar, Final

from wtforms.validators import DataRequired

from award.accounts.forms.strangers import own_email, own_name, own_organisation
from award.accounts.rules.organisations import TYPES
from award.applications.forms.tabled import TabledForm, table_box
from award.design.fields import (
    ChoiceField,
    ChoicesField,
    DeclarationField,
    LongTextField,
    ShortTextField,
    TrapField,
    WholeNumberField,
)
from award.design.forms import Form, ShownForm
from award.sharing.rules.asked import LETTER_WORDS, STEPS, TITLE_CHARS
from award.sharing.rules.boxes import UNSURE, Box
from award.sharing.services import ShareValues


class BeginForm(Form):
    name = own_name()
    email = own_email("We send you a link there to go on later. It is not published", required=True)
    organisation = own_organisation(
        "Your organisation", required="Enter the name of your organisation"
    )
    organisation_type = ChoiceField(
        "What kind of organisation is it?",
        [DataRequired("Choose what kind of organisation it is")],
        choices=TYPES.items(),
    )
    title = ShortTextField(
        "What is your project called?",
        [DataRequired("Say what the project is called")],
        max_length=TITLE_CHARS,
        mends=True,
        hint="What it does and for whom, without the name of a product",
    )
    website = TrapField()

    @property
    def values(self) -> ShareValues:
        return ShareValues(
            name=self.name.data or "",
            email=self.email.data or "",
            organisation=self.organisation.data or "",
            organisation_type=self.organisation_type.data or "",
            title=self.title.data or "",
        )


def _box(box: Box) -> Any:
    if box.table is not None:
        return table_box(box.table)
    if box.most:
        return WholeNumberField(
            box.label, hint=box.hint, minimum=1, maximum=box.most, suffix=box.unit,
        )  # fmt: skip
    choices = [*box.options.items()]
    if box.several:
        unsure = UNSURE if UNSURE in box.options else None
        return ChoicesField(box.label, choices=choices, hint=box.hint, exclusive=unsure)
    if choices:
        silent = [] if box.missing else [("", "Not said")]
        return ChoiceField(box.label, choices=[*silent, *choices], hint=box.hint)
    if not box.words:
        return ShortTextField(box.label, hint=box.hint, max_length=box.chars)
    return LongTextField(box.label, hint=box.hint, max_words=box.words)


class StepForm(TabledForm):
    """One step. What can't be read, and what a case study could not hold, is said where it stands
    before anything is saved: nobody but whoever shares a project can say it in fewer words."""

    asked: ClassVar[Mapping[str, Box]] = {}

    def validate(self, *args: Any, **kw: Any) -> bool:
        fine: bool = super().validate(*args, **kw)
        self.mark_cells()
        for table in self.tables().values():
            table.whole = True
        for key, box in self.asked.items():
            if not self[key].errors:
                value = self.value_of(key)
                beside = box.cells_wrong(value)
                self[key].errors = [words for words in box.wrong(value) if words not in beside]
        tables = self.tables().values()
        return fine and not self.errors and not any(box.cell_errors for box in tables)


@cache
def form_of(step: str) -> type[StepForm]:
    """The boxes of one step. What is needed is said when it is sent: a step may be saved half."""
    asked = {box.key: box for box in STEPS[step].boxes}
    boxes: dict[str, Any] = {key: _box(box) for key, box in asked.items()}
    tables = {key: box.table for key, box in asked.items() if box.table is not None}
    return type(f"{step.title()}Form", (StepForm,), {**boxes, "tabled": tables, "asked": asked})


MAY_SHARE: Final = (
    "I may share this for my organisation, and nobody who has not agreed can be recognised in it"
)


class SendForm(ShownForm):
    allowed = DeclarationField(MAY_SHARE, [DataRequired("Confirm that you may share this")])

    def confirms(self) -> None:
        """It was said when it was sent; the button that confirms it says it again."""
        del self.allowed


class LetterForm(Form):
    letter = LongTextField(
        "Your letter",
        [DataRequired("Write what they should read")],
        max_words=LETTER_WORDS,
        rows=8,
        hint="The email has these words as they are",
    )
