"""Public registers of organisations, as dated extracts of them say. Form only: no database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from award.accounts.rules import identifiers
from award.accounts.rules.organisations import NUMBERS
from award.foundation.clock import long_date


class Status(StrEnum):
    """What a register says of an organisation. GONE: a later whole extract does not have it."""

    ACTIVE = "active"
    DISSOLVED = "dissolved"
    DEREGISTERED = "deregistered"
    CLOSED = "closed"
    GONE = "gone"

    @property
    def words(self) -> str:
        """After "it is"."""
        return "no longer in it" if self == Status.GONE else self.value


@dataclass(frozen=True)
class Register:
    """`name` stands after "the"; `form` brings a number into the form in which it is stored."""

    name: str
    number: str
    form: Callable[[str], str]


REGISTERS: Final = {
    "company_number": Register(
        "register of companies", NUMBERS["company_number"], identifiers.company_number
    ),
    "charity_number": Register(
        "register of charities", NUMBERS["charity_number"], identifiers.charity_number
    ),
    "cqc_provider_id": Register(
        "register of CQC providers", NUMBERS["cqc_provider_id"], identifiers.cqc_provider_id
    ),
    "cqc_location_id": Register(
        "register of CQC locations", "CQC location ID", identifiers.cqc_location_id
    ),
    "ods_code": Register("register of ODS codes", NUMBERS["ods_code"], identifiers.ods_code),
}
"""By what the numbers of each are called. NHS organisations are those with an ODS code."""

LOOK_UPS: Final = "60 per hour"
"""Of one person: more than anybody needs, and too few to read an extract out."""


@dataclass(frozen=True)
class Known:
    """What a register says of a number."""

    kind: str
    number: str
    name: str
    address_line_1: str
    address_line_2: str
    town: str
    postcode: str
    region: str
    org_type: str
    status: Status
    as_of: date

    @property
    def register(self) -> str:
        """After "the": with the day of the extract."""
        return f"{REGISTERS[self.kind].name} of {long_date(self.as_of)}"

    @property
    def number_name(self) -> str:
        return REGISTERS[self.kind].number

    @property
    def called(self) -> str:
        return ", ".join(filter(None, (self.name, self.town)))

    @property
    def worth_a_look(self) -> str:
        """What a person should look into; nothing where the register has it as it should be."""
        if self.status == Status.ACTIVE:
            return ""
        return f"Worth a look: the {self.register} says that {self.name} is {self.status.words}."

    @property
    def said(self) -> str:
        """One sentence, beside the number."""
        return self.worth_a_look or f"Known in the {self.register}: {self.called}."


def readings_of(text: str) -> list[tuple[str, str]]:
    """Kinds of number that this may be one of, each with the number as it is stored: eight digits
    may be a company's or a charity's. None where it has no form of any."""
    found = []
    for kind, register in REGISTERS.items():
        try:
            number = register.form(text)
        except ValueError:
            continue
        if number:
            found.append((kind, number))
    return found
