"""What extracts of public registers say of an organisation's numbers, for who checks it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from award.accounts.rules.registers import REGISTERS, Known, Status
from award.foundation.clock import long_date
from award.foundation.folding import fold

Number = tuple[str, str]
_FORM = re.compile(r"\b(?:limited|ltd|plc|llp|the)\b")


def said_of(
    name: str, numbers: Mapping[str, str], known: Mapping[Number, Known], days: Mapping[str, date]
) -> str:
    """What is worth a look first, number by number, then together what is as it should be.
    `days`: of the extract of each register that is loaded."""
    odd, plain = list[str](), defaultdict[date, list[str]](list)
    for kind, number in numbers.items():
        if not number:
            continue
        found = known.get((kind, number))
        if found and found.status == Status.ACTIVE and _plain(found.name) == _plain(name):
            plain[found.as_of].append(REGISTERS[kind].number)
        else:
            odd.append(_odd(kind, found, days.get(kind)))
    good = [
        f"{_listed(some)}: as in the register of {long_date(day)}" for day, some in plain.items()
    ]
    return "; ".join(_begun(one) for one in (*odd, *good))


def _odd(kind: str, found: Known | None, day: date | None) -> str:
    register = REGISTERS[kind]
    if day is None:
        return f"{register.number}: not looked up, no extract is loaded"
    if found is None:
        return f"{register.number}: not in the {register.name} of {long_date(day)}"
    state = "" if found.status == Status.ACTIVE else f"{found.status.words}, "
    return f"{register.number}: {state}as {found.name} in the {found.register}"


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _begun(said: str) -> str:
    return said[0].upper() + said[1:]


def _plain(name: str) -> str:
    return " ".join(_FORM.sub(" ", fold(name)).split())
