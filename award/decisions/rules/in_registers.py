"""What extracts of public registers say of an organisation's numbers, for who checks it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from award.accounts.rules.registers import REGISTERS, Known, Status
from award.foundation.clock import long_date
from award.foundation.folding import fold

Number = tuple[str, str]
_FORM = re.compile(r"\b(?:limited|ltd|plc|llp|the)\b")


def said_of(
    name: str, numbers: Mapping[str, str], known: Mapping[Number, Known], days: Mapping[str, date]
) -> str:
    """A sentence for each number that it has, by kind; `days`: of the extract of each register that
    is loaded."""
    return "; ".join(
        _said(name, kind, known.get((kind, number)), days.get(kind))
        for kind, number in numbers.items()
        if number
    )


def _said(name: str, kind: str, found: Known | None, day: date | None) -> str:
    register = REGISTERS[kind]
    number = register.number[0].upper() + register.number[1:]
    if day is None:
        return f"{number}: not looked up, no extract is loaded"
    if found is None:
        return f"{number}: not in the {register.name} of {long_date(day)}"
    state = "" if found.status == Status.ACTIVE else f"{found.status.words}, "
    other = "" if _plain(found.name) == _plain(name) else f", as {found.name}"
    return f"{number}: {state}in the {found.register}{other}"


def _plain(name: str) -> str:
    return " ".join(_FORM.sub(" ", fold(name)).split())
