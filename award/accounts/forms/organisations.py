"""An organisation's record."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from flask import request
from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the types
    HiddenField,
    SelectChoice,
    SelectField,
)
from wtforms.validators import DataRequired, InputRequired, ValidationError

from award.accounts.models import Organisation
from award.accounts.rules import identifiers
from award.accounts.rules.organisations import (
    COLUMNS,
    NUMBERS,
    REGIONS,
    TYPES,
    UNITED_KINGDOM,
    country,
)
from award.accounts.rules.registers import Known
from award.design.fields import ChoiceField, ShortTextField, YesNoField
from award.design.fields.base import ParsedField
from award.design.fields.values import in_words, put
from award.design.versions import EditedForm
from award.foundation.edits import mark, read_marks
from award.foundation.folding import fold


class IdentifierField(ParsedField):
    """A number whose form a rule checks; kept as typed while it is wrong."""

    def __init__(self, label: str, rule: Callable[[str], str], **kw: Any) -> None:
        super().__init__(label, **kw)
        self.rule = rule

    def parse(self, text: str) -> str:
        return self.rule(text)


_TOLD = ("name", "org_type", "address_line_1", "address_line_2", "town", "postcode", "region")
"""Boxes that a register can fill, beside its number's own."""
_FILLED = frozenset({*_TOLD, *NUMBERS})


class OrganisationForm(EditedForm):
    """Everything is asked once; applications copy it when they are submitted."""

    alone: ClassVar[frozenset[str]] = frozenset({"find", "filled"})
    with_it: ClassVar[Mapping[str, str]] = {"hq_in_uk": "hq_country"}

    find = ShortTextField(
        "Find it by a number",
        code=True,
        max_length=40,
        hint="Its company number, charity number, CQC provider ID or ODS code",
        render_kw={"width": 20, "spellcheck": False, "autocomplete": "off"},
    )
    filled = HiddenField()
    """Marks of what a look-up wrote: a box that still fits its mark was not touched since."""
    name = ShortTextField(
        "Name of the organisation",
        [DataRequired("Enter the name of the organisation")],
        max_length=200,
        hint="The legal name, as on its registration",
    )
    org_type = ChoiceField(
        "What kind of organisation is it?",
        [InputRequired("Select what kind of organisation it is")],
        choices=list(TYPES.items()),
    )
    address_line_1 = ShortTextField(
        "Address line 1",
        [DataRequired("Enter the first line of the address")],
        max_length=200,
        render_kw={"autocomplete": "address-line1"},
    )
    address_line_2 = ShortTextField(
        "Address line 2 (optional)", max_length=200, render_kw={"autocomplete": "address-line2"}
    )
    town = ShortTextField(
        "Town or city",
        [DataRequired("Enter the town or city")],
        max_length=100,
        render_kw={"autocomplete": "address-level2"},
    )
    postcode = ShortTextField(
        "Postcode", code=True, max_length=10, render_kw={"autocomplete": "postal-code", "width": 10}
    )
    hq_in_uk = YesNoField(
        "Is the head office in the UK?",
        [InputRequired("Select yes if the head office is in the UK")],
    )
    hq_country = ShortTextField(
        "Country of the head office",
        max_length=60,
        render_kw={"autocomplete": "country-name", "width": 20},
    )
    uk_registered_office = YesNoField(
        "Does it have a registered office in the UK?",
        [InputRequired("Select yes if it has a registered office in the UK")],
    )
    region = SelectField(
        "Region",
        choices=[
            SelectChoice("", "Choose a region"),
            *(SelectChoice(region, region) for region in REGIONS),
        ],
        validators=[DataRequired("Choose a region")],
        description="Where the organisation has its main office",
    )
    company_number = IdentifierField(
        "Company number (optional)",
        identifiers.company_number,
        hint="8 characters, like 01234567 or SC123456. Keep any zeros at the start",
        render_kw={"width": 10, "spellcheck": False},
    )
    charity_number = IdentifierField(
        "Charity number (optional)",
        identifiers.charity_number,
        hint="Like 1234567; in Scotland like SC012345",
        render_kw={"width": 10, "spellcheck": False},
    )
    ods_code = IdentifierField(
        "ODS code (optional)",
        identifiers.ods_code,
        hint="The Organisation Data Service code that NHS systems and the Data Security and "
        "Protection Toolkit use, like VM5K2",
        render_kw={"width": 10, "spellcheck": False},
    )
    cqc_provider_id = IdentifierField(
        "CQC provider ID (optional)",
        identifiers.cqc_provider_id,
        hint="For providers registered with the Care Quality Commission, like 1-101234567",
        render_kw={"width": 20, "spellcheck": False},
    )
    website = IdentifierField(
        "Website (optional)", identifiers.website, render_kw={"autocomplete": "url"}
    )

    def validate_postcode(self, field: Any) -> None:
        """A UK address needs a UK postcode; one abroad is taken as it is."""
        if self._country() != UNITED_KINGDOM:
            return
        try:
            field.data = identifiers.postcode(field.data)
        except ValueError as error:
            raise ValidationError(str(error)) from None
        if not field.data:
            raise ValidationError("Enter a full UK postcode, like LS1 4AP")

    def validate_hq_country(self, field: Any) -> None:
        """Asked only of those whose head office is abroad."""
        if self.hq_in_uk.data is False and not field.data:
            raise ValidationError("Enter the country of the head office")

    def _country(self) -> str:
        """As it is stored; the UK while the question is not answered."""
        abroad = self.hq_in_uk.data is False
        return country(self.hq_country.data) if abroad else UNITED_KINGDOM

    def values(self) -> dict[str, Any]:
        """Columns of an organisation."""
        chosen = {
            name: field.data
            for name, field in self._fields.items()
            if name not in ("csrf_token", "base", "hq_in_uk", "find", "filled")
        }
        chosen["hq_country"] = self._country()
        return {key: "" if value is None else value for key, value in chosen.items()}

    def take(self, known: Known, *, over: bool = False) -> list[tuple[str, str]]:
        """Fill the boxes that are blank with what a register says; `over` fills them all. Gives
        back label and words of what the register says otherwise. Two registers may know one
        organisation, and the second adds to the first; `take_out` comes before another one."""
        told = {name: getattr(known, name) for name in _TOLD} | {known.kind: known.number}
        differs, filled = [], self.untouched()
        for name, value in told.items():
            if not value:
                continue
            box = self._fields[name]
            if over or self.is_blank(name):
                put(box, value)
                filled.add(name)
            elif box.data != value:
                differs.append((box.label.text.removesuffix(" (optional)"), in_words(box, value)))
        self._remember(filled)
        return differs

    def untouched(self) -> set[str]:
        """Boxes that still hold what a look-up wrote."""
        marks = read_marks(self.filled.data)
        return {name for name in marks if name in _FILLED and self._mark(name) == marks[name]}

    def take_out(self, known: Known | None, kind: str) -> bool:
        """Empty the boxes that an earlier look-up filled, unless what is found now, a number of
        this kind, may well be another number of the same organisation."""
        filled = self.untouched()
        if known is None:
            same = kind not in filled
        else:
            same = kind not in filled and fold(self.name.data or "") == fold(known.name)
            same = same or (kind in filled and self._fields[kind].data == known.number)
        if same:
            return False
        for name in filled:
            put(self._fields[name], "")
        self._remember(set())
        return bool(filled)

    def numbers_given(self, stored: Organisation | None = None) -> list[str]:
        """Boxes of numbers that saving would look up: those that say something new."""
        if not self.is_submitted():
            return []
        return [
            kind
            for kind in NUMBERS
            if (given := self._fields[kind].data) and given != getattr(stored, kind, None)
        ]

    def other_number(self, kind: str, number: str) -> str:
        """Another number than this in the box of its kind: it is another organisation's form."""
        stands = self._fields[kind].data
        return str(stands) if stands and stands != number else ""

    def _remember(self, filled: set[str]) -> None:
        put(self.filled, json.dumps({name: self._mark(name) for name in sorted(filled)}))

    def _mark(self, name: str) -> str:
        return mark(self._fields[name].data)

    def is_blank(self, name: str) -> bool:
        """Does nothing stand in the box, not even what can't be read?"""
        return not (self._fields[name].data or any(self._fields[name].raw_data or ()))

    @property
    def asks_to_find(self) -> bool:
        """Enter was pressed in the box that finds: no button was."""
        return bool(self.is_submitted() and self.find.data and "then" not in request.form)

    @classmethod
    def knowing(cls, told: Mapping[str, str]) -> OrganisationForm:
        """The form of a new one with what the person said of it before, if it reads so."""
        known: dict[str, Any] = {}
        if told.get("org_type") in TYPES:
            known["org_type"] = told["org_type"]
        for name in ("hq_in_uk", "uk_registered_office"):
            if told.get(name) in ("yes", "no"):
                known[name] = told[name] == "yes"
        return cls(data=known)

    @classmethod
    def of(cls, organisation: Organisation) -> OrganisationForm:
        """The form with what is stored, unless something was sent."""
        stored = cls.stored(organisation)
        form = cls(data=stored)
        form.over(stored)
        return form

    @classmethod
    def stored(cls, organisation: Organisation) -> dict[str, Any]:
        """What is stored, by box. The country is asked only of those abroad."""
        in_uk = organisation.hq_country == UNITED_KINGDOM
        found = {name: getattr(organisation, name) for name in COLUMNS}
        return found | {"hq_in_uk": in_uk, "hq_country": "" if in_uk else organisation.hq_country}
