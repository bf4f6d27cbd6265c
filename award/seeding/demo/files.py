"""The demonstration's data files, under `seeds/demo`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from award.accounts.services.registers import import_extract
from award.foundation import clock
from award.seeding.demo.timeline import Timeline

DEMO = Path(__file__).resolve().parents[3] / "seeds" / "demo"


def people() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _read(DEMO / "people.toml")["people"]
    return found


def addresses() -> frozenset[str]:
    """Of every account that the demonstration opens, all with the one published password."""
    leads = (str(one["lead"].get("email", "")) for one in applications())
    return frozenset({*(str(one["email"]) for one in people()), *leads} - {""})


def applications() -> list[dict[str, Any]]:
    """One mapping for each file, in the order of their names."""
    return [_read(path) for path in sorted((DEMO / "applications").glob("*.toml"))]


def specimen() -> dict[str, Any]:
    """What assessors of the round in assessment score first."""
    return _read(DEMO / "specimen.toml")


def case_study(key: str) -> dict[str, Any] | None:
    """The edited story of the application `key`, if it has one."""
    path = DEMO / "case_studies" / f"{key}.toml"
    return _read(path) if path.is_file() else None


REGISTERS = DEMO.parent / "registers" / "demonstration.csv"
DAYS_AGO = 30


def load_registers(timeline: Timeline) -> None:
    """The fictional extract of registers, as of the first of a month that has passed."""
    day = timeline.day(-DAYS_AGO)
    with clock.at(day):
        import_extract(REGISTERS, as_of=day.date().replace(day=1))


@cache
def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
